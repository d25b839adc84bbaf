"""The outcome of one layer, and the report of all layers.

A fault in the data is not an exception: it becomes a value, and all of them are collected and
reported once. Only a fault of the program raises an exception.
"""

from __future__ import annotations

import traceback
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from validation.catalogue.finding import Place
from validation.catalogue.languages import Both
from validation.catalogue.rules import SEVERITIES, finding, rule_of, rules_of, told
from validation.package.errors import RefusedError, UnreadableTableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from validation.catalogue.finding import Finding
    from validation.rules.suppress import Suppressed


REASONS_NAMED = 5  # findings shown when a command refuses


@dataclass(frozen=True)
class Measured:
    """What a bound of the drift layer expects of a table or column, and what was counted."""

    table: str
    column: str
    rule: str
    value: str
    seen: Both
    wanted: Both
    holds: bool
    reason: Both

    def finding(self, path: str) -> Finding:
        """The finding that the table at this path is out of bounds."""
        place = Place(path, 0, self.column, self.value)
        words = {"seen": self.seen, "wanted": self.wanted, "reason": self.reason}
        return finding(self.rule, place, "", **words)


class Accepted(NamedTuple):
    """An intended change, accepted for one version, with the reason."""

    version: str
    rule: str
    table: str
    reason: str
    reason_nl: str
    column: str = ""


class Failure(NamedTuple):
    """Rules that raised an exception: a fault of the program; the other rules still run."""

    rules: tuple[str, ...]
    said: Both
    trace: str


@dataclass
class Outcome:
    """What one layer found, counted and could not check."""

    findings: list[Finding] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    notes: list[Both] = field(default_factory=list)
    measured: list[Measured] = field(default_factory=list)
    accepted: list[Accepted] = field(default_factory=list)
    complete: bool = True  # whether every bound and the last release could be read
    read: set[str] = field(default_factory=set)  # passages and letters whose text was found
    of_the_text: frozenset[str] = frozenset()  # rules that need that text
    unread: set[str] = field(default_factory=set)  # tables that a rule needed and could not read
    unjudged: set[str] = field(default_factory=set)  # rules that could not be checked
    failures: list[Failure] = field(default_factory=list)

    @contextmanager
    def judging(self, *rules: str) -> Iterator[None]:
        """Record rules that could not be checked: a table is unreadable, or the rule raised."""
        names = ", ".join(rules)
        try:
            yield
        except UnreadableTableError as error:
            self.unread.add(error.table)
            self.unjudged.update(rules)
            self.notes.append(
                Both(
                    f"{names} was not checked: `{error.table}` cannot be read",
                    f"{names} is niet gecontroleerd: `{error.table}` is niet leesbaar",
                )
            )
        except Exception as error:  # noqa: BLE001 - the other rules still run
            what = f"{type(error).__name__}: {error}"
            said = Both(
                f"a fault of the program: the rule {names} failed: {what}",
                f"een fout in het programma: de regel {names} liep vast: {what}",
            )
            self.failures.append(Failure(rules, said, traceback.format_exc()))


@dataclass(frozen=True)
class Report:
    """The findings of all layers, each fault once, with what was checked.

    `layers` has the counts of each layer that ran, `measured` what Great Expectations counted.
    """

    findings: tuple[Finding, ...]
    layers: dict[str, dict[str, int]]
    notes: tuple[Both, ...] = ()
    measured: tuple[Measured, ...] = ()
    package: str = ""
    version: str = ""
    root: Path | None = None  # the folder of the package, to which paths are relative
    failures: tuple[Failure, ...] = ()
    unjudged: frozenset[str] = frozenset()
    suppressed: tuple[Suppressed, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many rows, cells and so on were checked, and by how many rules."""
        counted: dict[str, int] = {}
        for counts in self.layers.values():
            counted |= counts
        return {**counted, "rules": sum(len(rules_of(layer)) for layer in self.layers)}

    @property
    def severities(self) -> dict[str, int]:
        """The number of findings of each severity."""
        found = Counter(rule_of(finding).severity for finding in self.findings)
        return {severity: found[severity] for severity in SEVERITIES}

    @property
    def clean(self) -> bool:
        """Whether there are no findings, and no rule failed."""
        return not (self.findings or self.failures)


def refuse_faulty(report: Report) -> None:
    """Raise RefusedError with the first findings of a report, if it has any."""
    if report.findings:
        more = len(report.findings) - REASONS_NAMED
        reasons = [told(finding) for finding in report.findings[:REASONS_NAMED]]
        rest = Both(f"and {more} more", f"en nog {more}")
        raise RefusedError(*reasons, *([rest] if more > 0 else []))
