"""Inter-coder reliability: how far two coders agree who coded one letter independently.

F1 measures which things, statements and links both found: twice the rows in common over the rows of
both together. Krippendorff's alpha for nominal codes measures how they coded what both found: 1 is
full agreement, 0 is what chance would give. An empty cell is a code like any other. Everything is
computed from `codings.csv`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import krippendorff

from validation.coding.codings import TABLE, codes_of, place_of
from validation.package.table import grouped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from validation.package.opening import Package
    from validation.package.table import Record, Table

    Pair = tuple[dict[str, str], dict[str, str]]

KINDS = ("things", "statements", "links")


@dataclass(frozen=True)
class TableOverlap:
    """How many rows of a table, or of a kind of tables, each coder has and both have."""

    what: str
    first: int
    second: int
    both: int

    @property
    def f1(self) -> float:
        """Twice the rows in common over the rows of both together; 1 where neither has any."""
        return 2 * self.both / (self.first + self.second) if self.first + self.second else 1.0


@dataclass(frozen=True)
class Coded:
    """How a coded column was filled where both coders have the row.

    `table` is empty for a column that several tables share.
    """

    column: str
    table: str
    pairs: int
    same: int
    alpha: float | None  # None where both used one code throughout: chance then explains all

    @property
    def what(self) -> str:
        """The column and its table, in Markdown."""
        return f"`{self.column}` in `{self.table}`" if self.table else f"`{self.column}`"


@dataclass(frozen=True)
class Agreement:
    """The agreement on one letter in one round of coding."""

    document: str
    round: str
    found: tuple[TableOverlap, ...]
    coded: tuple[Coded, ...]


def agreements(package: Package, document: str) -> list[Agreement]:
    """Compare the two codings of a letter in each round; ValueError if the package has none."""
    rows = [row for row in package.records(TABLE) if row["document_id"] == document]
    if not rows:
        raise ValueError(f"there are no codings of {document!r}")
    return _rounds(package, document, rows)


def every_agreement(package: Package) -> dict[str, list[Agreement]]:
    """The agreement in each round on each letter that was coded twice, by letter."""
    rows = package.records(TABLE) if TABLE in package.tables else ()
    letters = sorted(grouped(rows, "document_id").items())
    return {letter: _rounds(package, letter, coded) for letter, coded in letters}


def _rounds(package: Package, document: str, rows: Iterable[Record]) -> list[Agreement]:
    rounds = sorted(grouped(rows, "round").items())
    return [_agreement(package, document, name, coded) for name, coded in rounds]


def _agreement(
    package: Package, document: str, round_name: str, records: Iterable[Record]
) -> Agreement:
    rows = {place_of(row): row for row in records}
    pairs: dict[str, list[Pair]] = defaultdict(list)
    for row in rows.values():
        if row["coding"] == "first" and row["matched_key"]:
            pairs[row["about_table"]].append((row, rows[place_of(row, matched=True)]))
    sizes = Counter((row["about_table"], row["coding"]) for row in rows.values())
    tables = [name for name in package.tables if sizes[name, "first"] + sizes[name, "second"]]
    found = [
        TableOverlap(name, sizes[name, "first"], sizes[name, "second"], len(pairs[name]))
        for name in tables
    ]
    by_kind = [_together(package, kind, found) for kind in KINDS]
    coded = tuple(_coded(package, tables, pairs))
    return Agreement(document, round_name, (*by_kind, *found), coded)


def _together(package: Package, kind: str, found: Iterable[TableOverlap]) -> TableOverlap:
    """The sums over the tables of a kind."""
    of_kind = [one for one in found if _kind(package.tables[one.what]) == kind]
    sums = (sum(getattr(one, name) for one in of_kind) for name in ("first", "second", "both"))
    return TableOverlap(f"all {kind}", *sums)


def _kind(table: Table) -> str:
    return "things" if table.is_thing else "links" if table.is_link else "statements"


def _coded(package: Package, tables: Sequence[str], pairs: dict[str, list[Pair]]) -> list[Coded]:
    """The basis of all statements and links, the basis of places in trees, then each column."""
    values: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for name in tables:
        for column in package.tables[name].schema.fields:
            if column.codes is None:
                continue
            shared = column.name in {"basis", "parent_basis"}
            what = (column.name, "" if shared else name)
            for first, second in pairs[name]:
                values[what].append((_code(first, column.name), _code(second, column.name)))
    coded = [
        Coded(*what, len(codes), sum(one == other for one, other in codes), _alpha(codes))
        for what, codes in values.items()
    ]
    return sorted(coded, key=lambda one: (bool(one.table), one.what))


def _code(row: dict[str, str], column: str) -> str:
    return row["basis"] if column == "basis" else codes_of(row).get(column, "")


def _alpha(codes: Sequence[tuple[str, str]]) -> float | None:
    """Krippendorff's alpha for two coders and nominal codes; None where there is but one code."""
    number = {code: place for place, code in enumerate(sorted({c for pair in codes for c in pair}))}
    if len(number) == 1:
        return None
    data = [[number[code] for code in coder] for coder in zip(*codes, strict=True)]
    return float(krippendorff.alpha(reliability_data=data, level_of_measurement="nominal"))
