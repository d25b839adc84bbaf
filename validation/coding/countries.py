"""The countries of rows, as ISO codes to join other data on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from validation.coding.records import Records
    from validation.package.table import Record


def country_codes(records: Records, rows: Iterable[Record]) -> str:
    """The ISO alpha-3 codes of some rows, sorted, each once, with one space between.

    A country, state or actor has its own; any other region has those of its places on a map.
    """
    found = set()
    for row in rows:
        found.add(row.get("country_id", ""))
        if row.table.name == "regions":
            places = records.rows("places")
            found |= {place["country_id"] for place in places if place["region_id"] == row.key}
    return " ".join(sorted(found - {""}))
