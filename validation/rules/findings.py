"""What a fault in the data looks like, and how a list of faults is brought together.

A wrong cell is expected: it becomes a value, is collected with all the others of the run and
reported once. Only a fault of the program is an exception.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from validation.catalogue.languages import Both
from validation.catalogue.rules import LAYERS, SEVERITIES, rule_of, rules_of, told
from validation.package.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from validation.catalogue.finding import Finding


REASONS_NAMED = 5  # findings that a refusal tells


@dataclass(frozen=True)
class Measured:
    """What a bound of the drift layer expects of a table or a column, and what is there."""

    table: str
    column: str
    rule: str
    value: str
    seen: Both
    wanted: Both
    holds: bool
    reason: Both


class Failure(NamedTuple):
    """Rules that raised: a fault of the program, which leaves the others to be judged."""

    rules: tuple[str, ...]
    said: Both
    trace: str


@dataclass
class Outcome:
    """What one layer found, counted and could not judge."""

    findings: list[Finding] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    notes: list[Both] = field(default_factory=list)
    measured: list[Measured] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)  # tables that a rule needed and could not have
    unjudged: set[str] = field(default_factory=set)  # rules that had nothing to judge by
    failures: list[Failure] = field(default_factory=list)


@dataclass(frozen=True)
class Report:
    """The findings of all layers, each fault once, with what was checked.

    `layers` has what each layer that ran has counted, `measured` what great expectations saw.
    """

    findings: tuple[Finding, ...]
    layers: dict[str, dict[str, int]]
    notes: tuple[Both, ...] = ()
    measured: tuple[Measured, ...] = ()
    package: str = ""
    version: str = ""
    root: Path | None = None  # the folder in which the files of the findings are
    failures: tuple[Failure, ...] = ()
    unjudged: frozenset[str] = frozenset()

    @property
    def counts(self) -> dict[str, int]:
        """How much of everything was checked, by which number of rules."""
        counted: dict[str, int] = {}
        for counts in self.layers.values():
            counted |= counts
        return {**counted, "rules": sum(len(rules_of(layer)) for layer in self.layers)}

    @property
    def severities(self) -> dict[str, int]:
        """How many findings there are of each severity."""
        found = Counter(rule_of(finding).severity for finding in self.findings)
        return {severity: found[severity] for severity in SEVERITIES}

    @property
    def clean(self) -> bool:
        """Whether nothing was found, and every rule was able to look."""
        return not (self.findings or self.failures)


def refuse_faulty(report: Report) -> None:
    """Raise RefusedError with the first findings of a report, if it has any."""
    if report.findings:
        more = len(report.findings) - REASONS_NAMED
        reasons = [told(finding) for finding in report.findings[:REASONS_NAMED]]
        rest = Both(f"and {more} more", f"en nog {more}")
        raise RefusedError(*reasons, *([rest] if more > 0 else []))


def merge(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each fault once, in the words of the first layer that sees it.

    A cell that an earlier layer has found wrong is not judged again by a later one, and the share
    or the codes of a column say nothing new where a cell of it is empty or holds no code. A broken
    fingerprint says something only about a file with which nothing else is wrong.
    """
    ranked = sorted(
        set(findings), key=lambda finding: (LAYERS.index(rule_of(finding).layer), finding)
    )
    first: dict[tuple[str, int, str], str] = {}
    for finding in ranked:
        first.setdefault((finding.file, finding.row, finding.column), rule_of(finding).layer)
    mistyped = {
        (finding.file, finding.column) for finding in ranked if finding.rule in OF_THE_CONTENT
    }
    kept = [
        finding
        for finding in ranked
        if (
            not finding.column
            or first[finding.file, finding.row, finding.column] == rule_of(finding).layer
        )
        and not (rule_of(finding).layer == "drift" and (finding.file, finding.column) in mistyped)
    ]
    otherwise_wrong = {finding.file for finding in kept if finding.rule != FINGERPRINT}
    return tuple(
        sorted(
            finding
            for finding in kept
            if finding.rule != FINGERPRINT or finding.file not in otherwise_wrong
        )
    )


FINGERPRINT = "fingerprint"
OF_THE_CONTENT = frozenset({"enum", "required"})
