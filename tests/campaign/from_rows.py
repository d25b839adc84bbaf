"""Mutants of the rules across the columns of one row, where several tables have these columns.

Each is broken in every table that has them, and in each way that a clean row allows. What one
table alone can break is an example in tests/broken.py.
"""

from __future__ import annotations

from collections.abc import Callable  # noqa: TC003 - the fields of a tuple are read at run time
from typing import TYPE_CHECKING, NamedTuple

from tests.campaign.breaking import WHY, wrong
from tests.campaign.clean import filled, holds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.campaign.clean import Chosen, Clean
    from tests.campaign.mutants import Mutant

Cells = dict[str, str]


class Break(NamedTuple):
    """In a row that fits, a cell gets a value, and the rule blames one of the row's columns."""

    rule: str
    fits: Callable[[Cells], object]
    column: str
    value: str | Callable[[Cells], str] = ""
    blames: str = ""


def _both_tongues(stem: str) -> Callable[[Cells], object]:
    """A full name may stand in English alone; all else stands in both languages."""
    both = filled(f"{stem}_en", f"{stem}_nl")
    return lambda cells: both(cells) and cells.get("fact") != "full_name"


def _of(column: str) -> Callable[[Cells], str]:
    return lambda cells: cells[column]


BREAKS = (
    Break("rationale", holds("basis", "inferred"), "rationale"),
    Break("rationale", holds("basis", "inferred"), "basis", "contextual", "rationale"),
    Break("rationale", holds("basis", "explicit", "contextual"), "rationale", WHY),
    Break("rationale", holds("basis", "explicit", "contextual"), "basis", "inferred", "rationale"),
    Break("parent-basis", filled("parent_id"), "parent_basis"),
    Break("parent-basis", filled("parent_id"), "parent_id", "", "parent_basis"),
    Break("parent-basis", holds("parent_id", ""), "parent_basis", "arranged"),
    Break("country-of-state", filled("kind", "country_id"), "country_id"),
    Break("country-of-state", holds("country_id", ""), "country_id", "NLD"),
    *(
        Break("both-languages", _both_tongues(stem), f"{stem}_{tongue}")
        for stem in ("task", "value")
        for tongue in ("en", "nl")
    ),
    *(
        change
        for one, other in (
            ("cause_id", "effect_id"),
            ("interest_id", "serves_id"),
            ("partner_id", "with_partner_id"),
            ("document_id", "to_document_id"),
        )
        for change in (
            Break("two-ends", filled(one, other), other, _of(one)),
            Break("two-ends", filled(one, other), one, _of(other), other),
        )
    ),
)

# How long a date of each precision is.
LENGTHS = {"year": 4, "month": 7, "mid_month": 7, "day": 10}


def mutants(clean: Clean) -> Iterator[Mutant]:
    """Each rule on a row broken in each table it speaks of."""
    for table in clean.tables:
        names = set(clean.schema(table).names)
        for number, change in enumerate(BREAKS):
            row = clean.first(table, change.fits) if change.column in names else None
            if row is not None and (not change.blames or change.blames in names):
                yield _broken(row, change, str(number))
        for column in clean.schema(table).names:
            if f"{column}_precision" in names:
                yield from _of_a_date(clean, table, column)


def _broken(row: Chosen, change: Break, name: str) -> Mutant:
    value = change.value if isinstance(change.value, str) else change.value(row.cells)
    return wrong(row, change.column, value, change.rule, blames=change.blames, name=name)


def _of_a_date(clean: Clean, table: str, column: str) -> Iterator[Mutant]:
    """A day that is none, a date longer or shorter than its precision, and one of the two alone."""
    precision = f"{column}_precision"
    for known, length in LENGTHS.items():
        row = clean.first(table, holds(precision, known))
        if row is None:
            continue
        value = row.cells[column]
        if length == LENGTHS["day"]:
            yield wrong(row, column, f"{value[:5]}02-30", "calendar")
        if length >= LENGTHS["month"]:
            yield wrong(row, column, f"{value[:5]}13{value[7:]}", "calendar", name=known)
        for other in {4, 7, 10} - {length}:
            yield wrong(row, column, f"{value}-01-01"[:other], "date-precision", name=known)
        yield wrong(row, column, "", "date-precision", name=known)
        yield wrong(row, precision, "", "date-precision", blames=column, name=known)
    empty = clean.first(table, holds(column, ""))
    if empty is not None:
        yield wrong(empty, precision, "year", "date-precision", blames=column)
