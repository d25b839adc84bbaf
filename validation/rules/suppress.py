"""Suppress findings, each with a reason that the report can show.

A finding is suppressed if `schemas/exceptions.csv` lists it, if `schemas/bounds.json` accepts it
for this version, if an earlier layer has a finding on the same cell, or if it is a consequence of
another finding and disappears with that one. The catalogue names, for each rule, the kind of
finding that may be the cause (`repeats`). An entry of the two lists that is not needed is itself a
finding.
"""

from __future__ import annotations

from collections import defaultdict
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from validation.catalogue.finding import Finding, Place, nearest
from validation.catalogue.languages import Both
from validation.catalogue.rules import LAYERS, RULES, finding, rule_of
from validation.package.opening import BOUNDS, EXCEPTIONS
from validation.rules.fault import at, findings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from validation.package.opening import Package
    from validation.package.table import Record, Table
    from validation.rules.fault import Fault
    from validation.rules.findings import Accepted, Outcome

    Listed = tuple[str, str, str]  # a rule, a file, and the key of a row or the name of a column

EXCUSABLE = "relations"  # the layer whose findings may be listed as exceptions
NOT_A_VALUE = frozenset({"enum", "required"})  # a cell is empty, or contains no code of its list
COMPARED = 50  # wrong keys of a table; if there are more, all wrong references to it are suppressed
ALIKE = 0.6  # similarity: half of a short key may be mistyped; two right keys are rarely so similar


class Suppressed(NamedTuple):
    """A suppressed finding: `why` in one word, and the reason or the finding that causes it."""

    finding: Finding
    why: str
    because: Both


def suppress(
    package: Package, outcomes: Mapping[str, Outcome]
) -> tuple[list[Finding], list[Suppressed]]:
    """The findings of all layers that remain, and the suppressed ones; neither is sorted."""
    found = list(dict.fromkeys(one for outcome in outcomes.values() for one in outcome.findings))
    found, gone = _unlisted(package, found, outcomes)
    for stage in (_same_cell, _consequence):
        because = stage(package, found)
        gone += [Suppressed(one, stage.__name__.strip("_"), because[one]) for one in because]
        found = [one for one in found if one not in because]
    return found, gone


def _unlisted(
    package: Package, found: list[Finding], outcomes: Mapping[str, Outcome]
) -> tuple[list[Finding], list[Suppressed]]:
    """Findings that neither list excuses, with those on unneeded entries; and the excused ones."""
    kept, gone = found, list[Suppressed]()
    if relations := outcomes.get(EXCUSABLE):
        kept, gone = without_exceptions(package, kept, relations)
    if drift := outcomes.get("drift"):
        kept, accepted = _without_accepted(package, kept, drift)
        gone += accepted
    return kept, gone


def without_exceptions(
    package: Package, found: Iterable[Finding], outcome: Outcome
) -> tuple[list[Finding], list[Suppressed]]:
    """Findings without an exception, with those on unneeded exceptions; and the excused ones.

    If the exceptions cannot be read, no finding that an exception may excuse is reported.
    """
    table = package.tables.get(EXCEPTIONS)
    if table is not None and not table.readable:
        unread = Both(f"`{EXCEPTIONS}` cannot be read", f"`{EXCEPTIONS}` is niet leesbaar")
        held = [one for one in found if rule_of(one).layer == EXCUSABLE]
        if held:
            outcome.notes.append(_held_back(len(held)))
        gone = [Suppressed(one, "held_back", unread) for one in held]
        return [one for one in found if rule_of(one).layer != EXCUSABLE], gone
    listed = _listed(package, table)
    tables = {one.path: one for one in package.tables.values() if one.readable}
    kept, gone, in_use = [], [], set()
    for one in found:
        row = tables[one.file].at_line.get(one.row) if one.file in tables else None
        place = (one.rule, one.file, row.key if row else "")
        if place in listed:
            reason = listed[place]["reason"]
            gone.append(Suppressed(one, "exception", Both(reason, reason)))
            in_use.add(place)
        else:
            kept.append(one)
    idle = [row for place, row in listed.items() if place not in in_use]
    with outcome.judging("exception-in-use"):
        for name in package.tables:
            package.table(name)  # a rule might have found more in a table that cannot be read
        kept += findings("exception-in-use", _idle(package, idle, outcome))
    return kept, gone


def _held_back(number: int) -> Both:
    return Both(
        f"findings between tables not shown: {number}; `{EXCEPTIONS}` may list them, but cannot "
        "be read",
        f"niet getoonde bevindingen tussen tabellen: {number}; `{EXCEPTIONS}` kan ze noemen, maar "
        "is niet leesbaar",
    )


def _listed(package: Package, table: Table | None) -> dict[Listed, Record]:
    """The exceptions for existing rows, by rule, file and key."""
    listed = {}
    for row in table.records if table else ():
        about = package.tables.get(row["about_table"])
        if about is not None and about.readable and row["about_key"] in about.by_key:
            listed[row["rule"], about.path, row["about_key"]] = row
    return listed


def _idle(package: Package, idle: Sequence[Record], outcome: Outcome) -> Iterator[Fault]:
    """Each exception that excuses nothing, if its rule could be checked."""
    excusable = [rule.id for rule in RULES.values() if rule.layer == EXCUSABLE]
    silent = outcome.unjudged | {rule for failure in outcome.failures for rule in failure.rules}
    for row in idle:
        if row["rule"] not in excusable:
            yield at(row, "rule", "rule", suggestion=nearest(row["rule"], excusable))
        elif row["rule"] not in silent and _was_read(package, row, outcome):
            yield at(row, "rule", "idle")


def _was_read(package: Package, row: Record, outcome: Outcome) -> bool:
    """Whether a rule on the text of a letter has read the text that the exception is about."""
    if row["rule"] not in outcome.of_the_text:
        return True
    name = row["about_key"].rpartition("/")[2]
    passages = package.records("passages")
    needed = {one["id"] for one in passages if one["document_id"] == name} or {name}
    return needed <= outcome.read


def _without_accepted(
    package: Package, found: Sequence[Finding], drift: Outcome
) -> tuple[list[Finding], list[Suppressed]]:
    """Findings not accepted for this version, with those on unneeded entries; and the accepted."""
    allowed: dict[Listed, Accepted] = {
        (one.rule, package.tables[one.table].path, one.column): one
        for one in drift.accepted
        if one.version == package.version
    }
    kept, gone = [], []
    for one in found:
        accepted = allowed.get((one.rule, one.file, one.column))
        if accepted is None:
            kept.append(one)
        else:
            gone.append(Suppressed(one, "accepted", Both(accepted.reason, accepted.reason_nl)))
    used = {(one.finding.rule, one.finding.file, one.finding.column) for one in gone}
    if drift.complete:  # otherwise a bound or a release could not be read, and not all were checked
        kept += [
            finding(
                "accepted-drift",
                Place(BOUNDS, 0, one.column, one.table),
                table=one.table,
                broken=one.rule,
            )
            for place, one in allowed.items()
            if place not in used
        ]
    return kept, gone


def _same_cell(_: Package, found: Sequence[Finding]) -> dict[Finding, Both]:
    """Findings on a cell on which an earlier layer has a finding."""
    ranked = sorted(found, key=lambda one: (LAYERS.index(rule_of(one).layer), one))
    first: dict[tuple[str, int, str], Finding] = {}
    for one in ranked:
        first.setdefault((one.file, one.row, one.column), one)
    because = {}
    for one in ranked:
        other = first[one.file, one.row, one.column]
        if one.column and rule_of(other).layer != rule_of(one).layer:
            because[one] = _named(other)
    return because


def _consequence(package: Package, found: Sequence[Finding]) -> dict[Finding, Both]:
    """Findings that are a consequence of another, as the catalogue states for their rule."""
    causes = _Causes(package, found)
    because = {}
    for one in found:
        kind = rule_of(one).repeats
        cause = getattr(causes, kind)(one) if kind else None
        if cause is not None:
            because[one] = _named(cause)
    return because


def _named(cause: Finding) -> Both:
    said = f"{cause.place}: {cause.column}".removesuffix(": ") + f" [{cause.rule}]"
    return Both(said, said)


class _Causes:
    """For each kind of `repeats` in the catalogue, a method that returns the cause of a finding."""

    def __init__(self, package: Package, found: Sequence[Finding]) -> None:
        self.tables = {table.path: table for table in package.tables.values() if table.readable}
        self.by_file: dict[str, list[Finding]] = defaultdict(list)
        for one in found:
            self.by_file[one.file].append(one)
        self.broken: dict[str, dict[int, _Broken]] = defaultdict(dict)
        for one in found:
            self._note_key(one)

    def _note_key(self, one: Finding) -> None:
        """Record a row with a wrong cell in its primary key."""
        table = self.tables.get(one.file)
        if table is None or one.row not in table.at_line or rule_of(one).repeats == "key":
            return
        key = table.schema.primary_key
        if one.column in key:
            row = table.at_line[one.row]
            broken = _Broken([row[name] for name in key], set(), one)
            broken = self.broken[table.name].setdefault(one.row, broken)
            broken.wrong.add(key.index(one.column))

    def file(self, one: Finding) -> Finding | None:
        """Another finding on the file."""
        return next((other for other in self.by_file[one.file] if other.rule != one.rule), None)

    def note(self, one: Finding) -> Finding | None:
        """A misplaced footnote: its number is part of the sealed text of a passage."""
        misplaced = (
            other
            for other in self.by_file[one.file]
            if other.column == "note_to" or other.rule == "passage-place"
        )
        return next(misplaced, None)

    def column(self, one: Finding) -> Finding | None:
        """Lost rows of the table, or a cell of the column that is empty or contains no code."""
        causes = (
            other
            for other in self.by_file[one.file]
            if other.rule == "release-change"
            or (other.column == one.column and other.rule in NOT_A_VALUE)
        )
        return next(causes, None)

    def key(self, one: Finding) -> Finding | None:
        """A wrong cell in the primary key of the row, to which other tables refer."""
        table = self.tables.get(one.file)
        broken = self.broken[table.name].get(one.row) if table else None
        return broken.finding if broken else None

    def reference(self, one: Finding) -> Finding | None:
        """A wrong primary key that this reference resembles: it may refer to that row."""
        table = self.tables.get(one.file)
        if table is None or one.row not in table.at_line:
            return None
        target, parts = _referred(table, one)
        rows: Collection[_Broken] = self.broken[target].values()
        alike = (row for row in rows if len(rows) > COMPARED or row.resembles(parts))
        return next((row.finding for row in alike), None)


class _Broken(NamedTuple):
    """The parts of a primary key, the numbers of the wrong ones, and the first finding on them."""

    cells: list[str]
    wrong: set[int]
    finding: Finding

    def resembles(self, parts: list[str]) -> bool:
        """Whether the parts equal these cells; for the wrong cells, whether they are similar."""
        return len(parts) == len(self.cells) and all(
            SequenceMatcher(None, part.casefold(), cell.casefold()).ratio() >= ALIKE
            if number in self.wrong
            else part == cell
            for number, (part, cell) in enumerate(zip(parts, self.cells, strict=True))
        )


def _referred(table: Table, one: Finding) -> tuple[str, list[str]]:
    """The table and the parts of the key to which the cell with the finding refers."""
    row = table.at_line[one.row]
    for reference in table.schema.foreign_keys:
        if one.column in reference.fields:
            return reference.table, [row[name] for name in reference.fields]
    return row.get("about_table", ""), one.value.split("/")
