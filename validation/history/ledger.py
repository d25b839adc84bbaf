"""The ledger of identifiers: in which release each came, and in which it was gone.

It follows from the records, and spares readers to rebuild them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.history.difference import csv_of
from validation.history.record import FOLDER
from validation.package.table import CLAIMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from validation.history.record import Record

LEDGER = f"{FOLDER}/ledger.csv"
COLUMNS = ("table", "key", "came", "went")


def spans(records: Iterable[Record]) -> dict[tuple[str, str], tuple[str, str]]:
    """When the row of each table and key came and went, from the records, oldest first.

    One that never went has no version there; one that went and came back keeps when it went.
    """
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for record in records:
        there = {(name, key) for name, table in record.tables.items() for key in table.rows}
        gone = {row: (came, record.version) for row, (came, went) in found.items() if not went}
        found |= {row: span for row, span in gone.items() if row not in there}
        found = dict.fromkeys(there, (record.version, "")) | found
    return found


def write(records: list[Record]) -> bytes:
    """The ledger as CSV, in the order of its rows."""
    named = {row for record in records for row in identified(record)}
    rows = (
        dict(zip(COLUMNS, (*row, *span), strict=True))
        for row, span in sorted(spans(records).items())
        if row in named
    )
    return csv_of(COLUMNS, rows).encode()


def identified(record: Record) -> Iterator[tuple[str, str]]:
    """The rows that can be named: things, statements, links, and all that has an `id`.

    Releases up to 0.2.0 declare no roles; there the folder of a table tells.
    """
    for name, table in record.tables.items():
        parts = table.path.split("/")
        in_folder = len(parts) == len(("data", "file")) or parts[1] == "links"
        claims = table.role in CLAIMS if table.role else in_folder
        if claims or table.schema["primaryKey"][-1] == "id":
            for key in table.rows:
                yield name, key
