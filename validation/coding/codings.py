"""The rows of `codings.csv`: in each round, two independent codings of one letter."""

from __future__ import annotations

TABLE = "codings"


def codes_of(row: dict[str, str]) -> dict[str, str]:
    """The coded columns that a coder filled, with their codes; the basis is a column of its own."""
    return dict(part.split("=", 1) for part in row["codes"].split() if "=" in part)


def place_of(row: dict[str, str], *, matched: bool = False) -> tuple[str, ...]:
    """The key of a row, or of the row in the other coding that it is matched with."""
    coding, key = row["coding"], row["about_key"]
    if matched:
        coding, key = "first" if coding == "second" else "second", row["matched_key"]
    return row["document_id"], row["round"], coding, row["about_table"], key
