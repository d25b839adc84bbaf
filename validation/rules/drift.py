"""Layer 5, drift: has the whole moved away from the last release, or out of its bounds?

`schemas/bounds.json` has a bound for each measure, which holds for every table, and an entry of
its own for a table that needs another. All but one compare with the last release in
`data/releases/`, so that another letter breaks none: it adds rows and takes none away. A table
within bounds may still be wrong in every cell; the other layers look at cells.
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
PASSAGES = "passages"  # the table whose rows say how much text was coded
ROUNDING = 1e-9  # of a share, so that a number exactly at its limit is within it
FEWEST = 10  # rows; a table of fewer may grow as if it had as many
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
    """What is expected of a measure, and why: of one table, or of all that have no bound of it."""

    measure: str
    maximum: float
    reason: Both
    table: str = ""


class Measure(NamedTuple):
    """What was counted in a table or a column, its limits, and the values for the words."""

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
    """The measures that great expectations is to judge, and what the layer has found before."""

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
    """Every table that has left its bounds, judged in this process."""
    plan = planned(package)
    return plan.finish(expectations.outside(plan.limits))


def planned(package: Package) -> Plan:
    """What is to be judged by which limits."""
    plan = Plan(Outcome())
    outcome = plan.outcome
    before = _or_wrong(last_release, package, outcome)
    stated = _or_wrong(read_bounds, package, outcome) or {}
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
                    f"drift: `{table.name}` was not judged; it cannot be read",
                    f"drift: `{table.name}` is niet beoordeeld; de tabel is niet te lezen",
                )
            )
            continue
        for bound in bounds_on(table, stated.get("bounds", [])):
            plan.measures += MEASURES[bound.measure](package, table, bound, before)
    return plan


def read_bounds(package: Package) -> dict[str, Any]:
    """The bounds of the package, and the drift that it accepts for some version.

    PackageError where the file cannot be opened, ContentError where it is malformed.
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


def _or_wrong(read: Callable[[Package], Any], package: Package, outcome: Outcome) -> Any:  # noqa: ANN401
    """What is read, or None with what is wrong in it."""
    try:
        return read(package)
    except ContentError as error:
        outcome.findings += error.findings
        return None


def bounds_on(table: Table, bounds: list[Bound]) -> Iterator[Bound]:
    """The bounds that hold for a table: its own, and of each other measure that of all tables."""
    own = {bound.measure: bound for bound in bounds if bound.table == table.name}
    for bound in bounds:
        if bound.table == table.name or (not bound.table and bound.measure not in own):
            yield bound


def _rows(package: Package, table: Table, bound: Bound, before: Before) -> Iterator[Measure]:
    """No more rows per passage than in the last release, times the bound."""
    if before is None or table.name == PASSAGES or table.name not in before.counts:
        return
    passages = before.counts.get(PASSAGES, 0)
    grown = len(package.records(PASSAGES)) / passages if passages else 1
    most = math.floor(bound.maximum * max(before.counts[table.name] * grown, FEWEST))
    words = {"most": most, "times": f"{bound.maximum:g}", "version": before.version}
    yield Measure(bound, table, Limit(len(table.rows), 0, most), words)


def _lost_rows(_: Package, table: Table, bound: Bound, before: Before) -> Iterator[Measure]:
    """No fewer rows than in the last release, less the bound; and not none, if it had any."""
    if before is not None and (rows := before.counts.get(table.name, 0)):
        least = max(rows - int(bound.maximum), 1)
        words = {"least": least, "less": rows - least, "version": before.version}
        yield Measure(bound, table, Limit(len(table.rows), least, sys.maxsize), words)


def _inferred(_: Package, table: Table, bound: Bound, __: Before) -> Iterator[Measure]:
    """No larger share of inferred rows than the bound, but one at least."""
    if _has_basis(table):
        most = max(_share(bound, len(table.rows)), 1)
        count = sum(row[BASIS] == INFERRED for row in table.records)
        words = {"most": most, "share": f"{bound.maximum:.0%}"}
        yield Measure(bound, table, Limit(count, 0, most), words, BASIS)


def _explicit(_: Package, table: Table, bound: Bound, before: Before) -> Iterator[Measure]:
    """No fewer rows of a weaker basis than in the last release, less the bound's share of all."""
    if before is not None and table.name in before.explicit and _has_basis(table):
        rows = before.counts[table.name]
        weaker = rows - before.explicit[table.name]
        least = max(weaker - max(_share(bound, rows), 1), 0)
        count = sum(row[BASIS] != EXPLICIT for row in table.records)
        words = {"least": least, "before": weaker, "version": before.version}
        yield Measure(bound, table, Limit(count, least, sys.maxsize), words, BASIS)


def _codes(_: Package, table: Table, bound: Bound, before: Before) -> Iterator[Measure]:
    """Each code that the last release used is still in use."""
    if before is None or table.name not in before.tables:
        return
    for column, used in before.tables[table.name].codes.items():
        if used and column in table.schema.names:
            missing = sorted(set(used) - {row[column] for row in table.records})
            words = {"codes": ", ".join(used), "version": before.version}
            limit = Limit(len(used) - len(missing), len(used), sys.maxsize)
            yield Measure(bound, table, limit, words, column, ", ".join(missing))


def _filled(_: Package, table: Table, bound: Bound, before: Before) -> Iterator[Measure]:
    """No fewer filled cells in a column than in the last release, less the bound's share."""
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
    """The bound's share of a number of rows or cells, in whole ones."""
    return math.floor(bound.maximum * number + ROUNDING)
