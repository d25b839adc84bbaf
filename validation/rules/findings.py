"""What a fault in the data looks like, and how a list of faults is brought together.

A wrong cell is expected: it becomes a value, is collected with all the others of the run and
reported once. Only a fault of the program is an exception.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from validation.package.languages import Both, in_language
from validation.rules.catalogue import LAYERS, RULES, SEVERITIES, rules_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path


REASONS_NAMED = 5  # findings that a refusal tells
NEAR = 0.7  # how much of two values must be alike for one to be a slip of the other
GUESSES = 20  # as many findings of a rule as a report in a terminal tells
KEY_PARTS = re.compile(r"[/.]")


@dataclass(frozen=True, order=True)
class Finding:
    """One thing wrong with the data, and where to look.

    `row` is the line in the file, 0 for the file as a whole; `column` and `value` are empty
    where no single cell is at fault. `suggestion` is the known value that was perhaps meant.
    """

    file: str
    row: int
    column: str
    rule: str
    value: str
    message: Both
    suggestion: str = ""

    @property
    def layer(self) -> str:
        """The layer whose rule it broke."""
        return RULES[self.rule].layer

    @property
    def severity(self) -> str:
        """Whether something is wrong, or only in the way: `error` or `warning`."""
        return RULES[self.rule].severity

    @property
    def mend(self) -> Both:
        """What to do about it."""
        return RULES[self.rule].text("mend")

    @property
    def place(self) -> str:
        """`file:line`, or the file alone, in the form that editors jump to."""
        return printable(f"{self.file}:{self.row}" if self.row else self.file)

    def said(self, language: str) -> str:
        """What is wrong, with the value that was perhaps meant: one sentence on one line."""
        hint = ""
        if self.suggestion:
            hint = "; did you mean `{}`?" if language == "en" else "; bedoelde u `{}`?"
        return printable(in_language(self.message, language) + hint.format(self.suggestion))

    def line(self, language: str) -> str:
        """Where and what, on one line."""
        value = repr(shorten(self.value)) if self.value else ""
        cell = printable(f"{self.column} {value}".strip())
        what = self.said(language)
        return f"{self.place}: {cell}: {what}" if cell else f"{self.place}: {what}"

    def __str__(self) -> str:
        """Two lines: where and what, and below them the way to mend it."""
        return str(self.told)

    @property
    def told(self) -> Both:
        """The same in both languages."""
        return Both(
            f"{self.line('en')} [{self.rule}]\n    mend: {self.mend}",
            f"{self.line('nl')} [{self.rule}]\n    herstel: {self.mend.nl}",
        )


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


@dataclass
class Outcome:
    """What one layer found, counted and could not judge."""

    findings: list[Finding] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    notes: list[Both] = field(default_factory=list)
    measured: list[Measured] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)  # tables that a rule needed and could not have


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
        found = Counter(finding.severity for finding in self.findings)
        return {severity: found[severity] for severity in SEVERITIES}

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


class RefusedError(Exception):
    """Nothing is written for this package: each reason in one line."""

    def __init__(self, *reasons: str) -> None:
        """Keep the reasons, in the order found."""
        super().__init__("\n".join(reasons))
        self.reasons = reasons


def refuse_faulty(report: Report) -> None:
    """Raise RefusedError with the first findings of a report, if it has any."""
    if report.findings:
        more = len(report.findings) - REASONS_NAMED
        reasons = [finding.told for finding in report.findings[:REASONS_NAMED]]
        rest = Both(f"and {more} more", f"en nog {more}")
        raise RefusedError(*reasons, *([rest] if more > 0 else []))


def shorten(value: str, length: int = 60) -> str:
    """A cell's value, cut so that it fits on a line."""
    return value if len(value) <= length else value[: length - 3] + "..."


def printable(text: str) -> str:
    """A text on one line, with an escape in place of what a terminal would act on."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def nearest(value: str, known: Iterable[str]) -> str:
    """The known value nearest to a wrong one, or nothing where none is near.

    What differs in case alone is nearest. Of two keys only the part that is not the same is
    compared: what they have in common would make any two keys of one letter alike.
    """
    import difflib  # noqa: PLC0415 - needed only where something is wrong

    wanted = value.casefold()
    best = (0.0, "")
    for other in sorted(set(known)):
        wrong, right = _unlike(wanted, other.casefold())
        matcher = difflib.SequenceMatcher(None, right, wrong)
        measures = (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)  # cheapest first
        if all(measure() >= NEAR for measure in measures):
            best = max(best, (matcher.ratio(), other))
    return best[1]


def _unlike(one: str, other: str) -> tuple[str, str]:
    """Two keys without the parts that they share at their beginning and at their end."""
    ours, theirs = KEY_PARTS.split(one), KEY_PARTS.split(other)
    for end in (0, -1):
        while ours and theirs and ours[end] == theirs[end]:
            del ours[end], theirs[end]
    return "".join(ours), "".join(theirs)


class Guesses:
    """What wrong values of a column perhaps meant: the first few of each kind, and no more.

    More than a few are no slips of the pen, and each is compared with all that is known of its
    kind, which may be as many as there are rows.
    """

    def __init__(self, known: Mapping[Any, Collection[str]]) -> None:
        """Keep the values that are known, by kind."""
        self.known = known
        self.sought = Counter[Any]()

    def nearest(self, kind: object, value: str) -> str:
        """The known value of a kind nearest to a wrong one; nothing if none is, or none sought."""
        self.sought[kind] += 1
        return nearest(value, self.known.get(kind, ())) if self.sought[kind] <= GUESSES else ""


def merge(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each fault once, in the words of the first layer that sees it.

    A cell that an earlier layer has found wrong is not judged again by a later one, and the share
    or the codes of a column say nothing new where a cell of it is empty or holds no code. A broken
    fingerprint says something only about a file with which nothing else is wrong.
    """
    ranked = sorted(set(findings), key=lambda finding: (LAYERS.index(finding.layer), finding))
    first: dict[tuple[str, int, str], str] = {}
    for finding in ranked:
        first.setdefault((finding.file, finding.row, finding.column), finding.layer)
    mistyped = {
        (finding.file, finding.column) for finding in ranked if finding.rule in OF_THE_CONTENT
    }
    kept = [
        finding
        for finding in ranked
        if (not finding.column or first[finding.file, finding.row, finding.column] == finding.layer)
        and not (finding.layer == "drift" and (finding.file, finding.column) in mistyped)
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
