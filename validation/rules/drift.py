"""Layer 5, drift: have row counts and shares changed more than `schemas/bounds.json` allows?

That file has a bound for each measure, which applies to every table, and a separate entry for a
table that needs another bound. All measures but one compare with the last release in
`data/releases/`. A new letter exceeds no bound, because it adds rows and removes none. A table
within its bounds may still have wrong values; the other layers check cells.
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from validation.catalogue.languages import Both
from validation.catalogue.rules import RULES
from validation.history.archive import newest_first
from validation.package.errors import ContentError
from validation.package.opening import BOUNDS, read_json
from validation.package.profile import bounds_faults
from validation.rules import expectations
from validation.rules.expectations import Limit
from validation.rules.findings import Accepted, Measured, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from validation.history.record import ReleaseRecord
    from validation.package.opening import Package
    from validation.package.table import Table

    Before = ReleaseRecord | None  # the last release, if there is one

BASIS, EXPLICIT, INFERRED = "basis", "explicit", "inferred"
PASSAGES = "passages"  # the number of its rows measures how much text was coded
ROUNDING = 1e-9  # tolerance on a share, so that a number exactly at its limit is allowed
FEWEST = 10  # rows; a smaller table may grow as much as one of this size
RULE_OF = {
    "rows": "row-count",
    "lost_rows": "release-change",
    "inferred": "basis-share",
    "explicit": "risen-basis",
    "codes": "code-coverage",
    "filled": "filled-share",
}


@dataclass(frozen=True)
class Bound:
    """The bound on a measure, with the reason; of one table, or of all without their own bound."""

    measure: str
    maximum: float
    reason: Both
    table: str = ""


class Measure(NamedTuple):
    """What was counted in a table or a column, its limits, and the values for its message."""

    bound: Bound
    table: Table
    limit: Limit
    words: Mapping[str, object]
    column: str = ""
    missing: str = ""  # the codes that are not in use, where codes are counted

    def measured(self, *, holds: bool) -> Measured:
        """What was counted and what was expected, in the words of the catalogue."""
        rule = RULES[RULE_OF[self.bound.measure]]
        words = {"count": self.limit.number, "rows": len(self.table.rows), "missing": self.missing}
        seen = "all_seen" if self.bound.measure == "codes" and not self.missing else "seen"
        place = (self.table.name, self.column, rule.id, self.missing)
        texts = (rule.said(seen, words), rule.said("wanted", self.words))
        return Measured(*place, *texts, holds, self.bound.reason)


@dataclass
class Plan:
    """The measures that Great Expectations has to check, and what the layer has found so far."""

    outcome: Outcome
    measures: list[Measure] = field(default_factory=list)

    @property
    def limits(self) -> list[Limit]:
        """What is judged."""
        return [measure.limit for measure in self.measures]

    def finish(self, outside: Collection[int]) -> Outcome:
        """The findings, and all measures; `outside` are the positions of those out of limits."""
        for number, measure in enumerate(self.measures):
            measured = measure.measured(holds=number not in outside)
            self.outcome.measured.append(measured)
            if not measured.holds:
                self.outcome.findings.append(measured.finding(measure.table.path))
        if self.measures:
            self.outcome.counts["bounds"] = len(self.measures)
        return self.outcome


def check(package: Package) -> Outcome:
    """Every finding on tables outside their bounds, checked in this process."""
    plan = planned(package)
    return plan.finish(expectations.outside(plan.limits))


def planned(package: Package) -> Plan:
    """Which tables have to be checked against which limits."""
    plan = Plan(Outcome())
    outcome = plan.outcome
    before = _read_or_report(last_release, package, outcome)
    stated = _read_or_report(read_bounds, package, outcome) or {}
    outcome.accepted = stated.get("accepted", [])
    outcome.complete = not outcome.findings
    if before is None and not outcome.findings:
        outcome.notes.append(
            Both(
                "drift: there is no earlier release to compare with",
                "drift: er is geen eerdere uitgave om mee te vergelijken",
            )
        )
    for table in package.tables.values():
        if not table.readable:
            outcome.notes.append(
                Both(
                    f"drift: `{table.name}` was not checked; it cannot be read",
                    f"drift: `{table.name}` is niet gecontroleerd; de tabel is niet leesbaar",
                )
            )
            continue
        for bound in bounds_on(table, stated.get("bounds", [])):
            plan.measures += MEASURES[bound.measure](package, table, bound, before)
    return plan


def read_bounds(package: Package) -> dict[str, Any]:
    """The bounds of the package, and the changes that it accepts for a version.

    PackageError if the file cannot be opened, ContentError if it is malformed.
    """
    content = read_json(package.root, BOUNDS)
    if wrong := bounds_faults(package, content):
        raise ContentError(*wrong)
    bounds = [
        Bound(
            entry["measure"],
            entry.get("maximum", 0),
            Both(entry["reason"], entry["reason_nl"]),
            entry.get("table", ""),
        )
        for entry in content["bounds"]
    ]
    return {"bounds": bounds, "accepted": [Accepted(**one) for one in content["accepted"]]}


def last_release(package: Package) -> ReleaseRecord | None:
    """The newest release before this version, None before the first; PackageError if malformed."""
    return next((one for one in newest_first(package.root) if one.version != package.version), None)


def _read_or_report(read: Callable[[Package], Any], package: Package, outcome: Outcome) -> Any:  # noqa: ANN401
    """What `read` returns, or None after adding the findings on the file to the outcome."""
    try:
        return read(package)
    except ContentError as error:
        outcome.findings += error.findings
        return None


def bounds_on(table: Table, bounds: list[Bound]) -> Iterator[Bound]:
    """The bounds that apply to a table: its own, and for each other measure the general one."""
    own = {bound.measure: bound for bound in bounds if bound.table == table.name}
    for bound in bounds:
        if bound.table == table.name or (not bound.table and bound.measure not in own):
            yield bound


def _rows(package: Package, table: Table, bound: Bound, before: Before) -> Iterator[Measure]:
    """At most the rows per passage of the last release, multiplied by the bound."""
    if before is None or table.name == PASSAGES or table.name not in before.counts:
        return
    text = package.tables.get(PASSAGES)
    if text is None or not text.readable:
        return  # without the passages nothing can be said of rows per passage
    passages = before.counts.get(PASSAGES, 0)
    grown = len(text.rows) / passages if passages else 1
    most = math.floor(bound.maximum * max(before.counts[table.name] * grown, FEWEST))
    words = {"most": most, "times": f"{bound.maximum:g}", "version": before.version}
    yield Measure(bound, table, Limit(len(table.rows), 0, most), words)


def _lost_rows(_: Package, table: Table, bound: Bound, before: Before) -> Iterator[Measure]:
    """At least the rows of the last release minus the bound, and at least one if it had any."""
    if before is not None and (rows := before.counts.get(table.name, 0)):
        least = max(rows - int(bound.maximum), 1)
        words = {"least": least, "less": rows - least, "version": before.version}
        yield Measure(bound, table, Limit(len(table.rows), least, sys.maxsize), words)


def _inferred(_: Package, table: Table, bound: Bound, __: Before) -> Iterator[Measure]:
    """At most the bound's share of inferred rows, but one row is always allowed."""
    if _has_basis(table):
        most = max(_share(bound, len(table.rows)), 1)
        count = sum(row[BASIS] == INFERRED for row in table.records)
        words = {"most": most, "share": f"{bound.maximum:.0%}"}
        yield Measure(bound, table, Limit(count, 0, most), words, BASIS)


def _explicit(_: Package, table: Table, bound: Bound, before: Before) -> Iterator[Measure]:
    """At least the rows with a weaker basis of the last release, minus the bound's share."""
    if before is not None and table.name in before.explicit and _has_basis(table):
        rows = before.counts[table.name]
        weaker = rows - before.explicit[table.name]
        least = max(weaker - max(_share(bound, rows), 1), 0)
        count = sum(row[BASIS] != EXPLICIT for row in table.records)
        words = {"least": least, "before": weaker, "version": before.version}
        yield Measure(bound, table, Limit(count, least, sys.maxsize), words, BASIS)


def _codes(_: Package, table: Table, bound: Bound, before: Before) -> Iterator[Measure]:
    """Every code that the last release used is still used."""
    if before is None or table.name not in before.tables:
        return
    for column, used in before.tables[table.name].codes.items():
        if used and column in table.schema.names:
            missing = sorted(set(used) - {row[column] for row in table.records})
            words = {"codes": ", ".join(used), "version": before.version}
            limit = Limit(len(used) - len(missing), len(used), sys.maxsize)
            yield Measure(bound, table, limit, words, column, ", ".join(missing))


def _filled(_: Package, table: Table, bound: Bound, before: Before) -> Iterator[Measure]:
    """At least the filled cells of a column in the last release, minus the bound's share."""
    if before is None or table.name not in before.tables:
        return
    filled = before.tables[table.name].filled
    for column in (one.name for one in table.schema.fields if not one.required):
        if cells := filled.get(column, 0):
            least = cells - max(_share(bound, cells), 1)
            count = sum(row[column] != "" for row in table.records)
            words = {"least": least, "before": cells, "version": before.version}
            yield Measure(bound, table, Limit(count, least, sys.maxsize), words, column)


MEASURES: dict[str, Callable[[Package, Table, Bound, Before], Iterator[Measure]]] = {
    "rows": _rows,
    "lost_rows": _lost_rows,
    "inferred": _inferred,
    "explicit": _explicit,
    "codes": _codes,
    "filled": _filled,
}


def _has_basis(table: Table) -> bool:
    """Whether each row has a basis."""
    return BASIS in table.schema.names and table.schema.field(BASIS).required


def _share(bound: Bound, number: int) -> int:
    """The bound's share of a number of rows or cells, rounded down."""
    return math.floor(bound.maximum * number + ROUNDING)
