"""Which things are linked to which, and how firmly; of several letters or roles, the firmest."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from validation.coding.records import Records
    from validation.package.table import Record


def firmest(records: Records, table: str, one: str, other: str) -> dict[tuple[str, str], Record]:
    """The firmest row of a link table for each pair of things, in the order of the table.

    `one` and `other` are the columns with the two ends, such as `mission_id` and `interest_id`.
    """
    found: dict[tuple[str, str], Record] = {}
    for row in records.rows(table):
        pair = (row[one], row[other])
        if pair not in found or _rank(records, row) < _rank(records, found[pair]):
            found[pair] = row
    return found


def _rank(records: Records, row: Record) -> int:
    return int(records.codes_row(row, "basis")["position"])
