"""Mutants made from the bounds: each limit on a table reached, and left by one row or cell.

But for the inferred rows the tables stay as they are: it is the release before them that had more
rows, codes or filled cells, or fewer explicit rows.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from tests.campaign.breaking import WHY
from tests.campaign.edits import Edit, Rows, rows
from tests.campaign.mutants import Base, Kind, Mutant, Place
from tests.example import table_record, write_record
from validation.catalogue.rules import LAYERS
from validation.rules.drift import (
    BASIS,
    FEWEST,
    INFERRED,
    PASSAGES,
    RULE_OF,
    bounds_on,
    read_bounds,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.campaign.clean import Clean
    from validation.package.table import Table
    from validation.rules.drift import Bound


EACH = 3  # tables for a bound


def mutants(clean: Clean) -> Iterator[Mutant]:
    """Each bound on a few tables, just inside and just outside, in one column where it has any."""
    package = clean.packages[Base.LETTER]
    bounds = read_bounds(package)["bounds"]
    seen: Counter[Bound] = Counter()
    for table in package.tables.values():
        for bound in bounds_on(table, bounds):
            made = list(MADE[bound.measure](clean, table, bound)) if seen[bound] < EACH else []
            seen[bound] += any(mutant.place for mutant in made)
            yield from made


def _grown(clean: Clean, table: Table, bound: Bound) -> Iterator[Mutant]:
    if table.name == PASSAGES:
        return
    now = len(table.rows)
    fewest = math.ceil(now / bound.maximum)
    for before, inside in ((fewest, True), (fewest - 1, False)):
        if before >= FEWEST:
            yield _mutant(table, bound, _released(clean, table.name, rows=before), inside)


def _lost(clean: Clean, table: Table, bound: Bound) -> Iterator[Mutant]:
    most = len(table.rows) + int(bound.maximum)
    for before, inside in ((most, True), (most + 1, False)):
        edit = _released(clean, table.name, rows=before, explicit=before)
        yield _mutant(table, bound, edit, inside)


def _inferred(_: Clean, table: Table, bound: Bound) -> Iterator[Mutant]:
    """Rows become inferred, with the rationale that this demands."""
    if _has_basis(table):
        most = max(math.floor(bound.maximum * len(table.rows) + 1e-9), 1)
        more = most - sum(row[BASIS] == INFERRED for row in table.records)
        for number, inside in ((more, True), (more + 1, False)):
            if 0 < number <= len(table.rows):
                edit = _weakened(table.name, number)
                yield _mutant(table, bound, edit, inside, column=BASIS)


def _weakened(table: str, number: int) -> Edit:
    def change(found: Rows) -> None:
        for row in [row for row in found if row[BASIS] != INFERRED][:number]:
            row |= {BASIS: INFERRED, "rationale": WHY}

    return rows(table, change)


def _became_explicit(clean: Clean, table: Table, bound: Bound) -> Iterator[Mutant]:
    if _has_basis(table):
        fewest = _explicit(table) - max(math.floor(bound.maximum * len(table.rows) + 1e-9), 1)
        for before, inside in ((fewest, True), (fewest - 1, False)):
            if before >= 0:
                edit = _released(clean, table.name, explicit=before)
                yield _mutant(table, bound, edit, inside, column=BASIS)


def _out_of_use(clean: Clean, table: Table, bound: Bound) -> Iterator[Mutant]:
    for column in [field.name for field in table.schema.fields if field.codes][:1]:
        used = sorted({row[column] for row in table.records} - {""})
        for codes, inside in ((used, True), ([*used, "one_more"], False)):
            edit = _released(clean, table.name, codes={column: dict.fromkeys(codes, 1)})
            yield _mutant(table, bound, edit, inside, column=column)


def _emptied(clean: Clean, table: Table, bound: Bound) -> Iterator[Mutant]:
    for column in [field.name for field in table.schema.fields if not field.required][:1]:
        now = most = sum(row[column] != "" for row in table.records)
        while most + 1 - max(math.floor(bound.maximum * (most + 1) + 1e-9), 1) <= now:
            most += 1
        for before, inside in ((most, True), (most + 1, False)):
            edit = _released(clean, table.name, filled={column: before})
            yield _mutant(table, bound, edit, inside, column=column)


def _has_basis(table: Table) -> bool:
    return BASIS in table.schema.names and table.schema.field(BASIS).required


def _explicit(table: Table) -> int:
    return sum(row.get(BASIS) == "explicit" for row in table.records)


def _released(
    clean: Clean,
    table: str,
    *,
    rows: int | None = None,
    explicit: int | None = None,
    codes: dict[str, dict[str, int]] | None = None,
    filled: dict[str, int] | None = None,
) -> Edit:
    """A release before this one that differs from it in one table."""
    now = clean.packages[Base.LETTER].tables
    counts = {name: len(one.rows) for name, one in now.items()}
    carried = {name: _explicit(one) for name, one in now.items()}
    if rows is not None:
        counts[table] = rows
    if explicit is not None:
        carried[table] = explicit
    tables = {table: table_record(table, codes, filled)} if codes or filled else {}

    def edit(root: Path) -> None:
        write_record(root, "0.0.1", counts, carried, tables)

    return edit


# A measure without an entry here is a measure without a mutant, and fails the campaign.
MADE = {
    "rows": _grown,
    "lost_rows": _lost,
    "inferred": _inferred,
    "explicit": _became_explicit,
    "codes": _out_of_use,
    "filled": _emptied,
}


def _mutant(table: Table, bound: Bound, edit: Edit, inside: bool, column: str = "") -> Mutant:
    place = Place(RULE_OF[bound.measure], table.path, 0, column)
    of = f"{table.name}.{column or 'rows'}"
    where = "inside" if inside else "outside"
    return Mutant(
        f"bound/{of}/{bound.measure}/{where}",
        Kind.BOUND,
        f"{of} ({bound.measure}) is brought just {where} its bound",
        (edit,),
        None if inside else place,
        place if inside else None,
        layers=LAYERS if bound.measure == "inferred" else ("drift",),
    )
