"""The ledger of identifiers: the release in which each was added, and that in which it was removed.

It is computed from the records, so that readers need not rebuild them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.history.difference import csv_of
from validation.history.record import FOLDER
from validation.package.table import CLAIMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from validation.history.record import ReleaseRecord

LEDGER = f"{FOLDER}/ledger.csv"
COLUMNS = ("table", "key", "came", "went")
CLAIM_FOLDERS = ("data", "data/links")  # of releases up to 0.2.0, which have no roles


def spans(records: Iterable[ReleaseRecord]) -> dict[tuple[str, str], tuple[str, str]]:
    """By table and key, the versions in which a row was added and removed; records oldest first.

    The second version is empty if the row was never removed. A row that was removed and added
    again keeps the version of its first removal.
    """
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for record in records:
        there = {(name, key) for name, table in record.tables.items() for key in table.rows}
        for row, (came, went) in found.items():
            if not went and row not in there:
                found[row] = came, record.version
        found |= dict.fromkeys(there - found.keys(), (record.version, ""))
    return found


def write(records: list[ReleaseRecord]) -> bytes:
    """The ledger as CSV, sorted by table and key."""
    permanent = {row for record in records for row in identified(record)}
    rows = ((*row, *span) for row, span in sorted(spans(records).items()) if row in permanent)
    return csv_of(COLUMNS, (dict(zip(COLUMNS, row, strict=True)) for row in rows)).encode()


def identified(record: ReleaseRecord) -> Iterator[tuple[str, str]]:
    """The rows with a permanent identifier: things, statements, links, and all that has an `id`."""
    for name, table in record.tables.items():
        folder = table.path.rpartition("/")[0]
        is_claim = table.role in CLAIMS if table.role else folder in CLAIM_FOLDERS
        if is_claim or table.schema["primaryKey"][-1] == "id":
            yield from ((name, key) for key in table.rows)
