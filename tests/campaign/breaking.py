"""How a mutant that breaks one rule is put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.campaign.edits import Edit, cell
from tests.campaign.mutants import Base, Kind, Mutant, Place

if TYPE_CHECKING:
    from tests.campaign.clean import Chosen

WHY = "A careful reader would conclude as much from the words as they stand."


def wrong(
    row: Chosen, column: str, value: str, rule: str, *, blames: str = "", name: str = ""
) -> Mutant:
    """One cell is changed, and that cell is found, or another one of its row."""
    said = f"made {value[:40]!r}" if value else "emptied"
    parts = [f"{row.table}.{column}", name, value[:20] or "empty"]
    return broken(
        "/".join(part for part in parts if part),
        f"`{column}` of {row.table} {row.key} is {said}",
        (cell(row.table, row.key, column, value),),
        Place(rule, row.table, None, blames or column),
        row.base,
    )


def broken(
    name: str, says: str, edits: tuple[Edit, ...], place: Place, base: Base = Base.LETTER
) -> Mutant:
    """A mutant that breaks the rule of the place, under whose name it goes."""
    return Mutant(f"{place.rule}/{name}", Kind.RULE, says, edits, place, base=base)
