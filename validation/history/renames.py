"""Which row of now a row of then is, where an identifier was retired for another.

Only `data/sources/retired_ids.csv` says so. A row whose key names a renamed row is renamed with
it: when a mission has another identifier, so have its links, and the evidence for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validation.history.record import Record

# Beside `about_table`, these name a row of the table in it; some are `about_id` up to 0.2.0.
ABOUT = ("about_key", "about_id")


class Renames:
    """The renames between two states."""

    def __init__(self, old: Record, new: Record) -> None:
        """Take the schemas of the old state and the tombstones of the new one."""
        self.tables = old.tables
        self.replaced = new.retired

    def now(self, table: str, key: str, cells: dict[str, str] | None = None) -> str:
        """The key that an old row has now, if it is there at all.

        Give the row's cells where they are at hand: a key of which a part holds a slash cannot be
        taken apart without them, and stays as it is.
        """
        direct = self.replaced.get(f"{table}/{key}")
        if direct:
            return direct
        parts = self.parts(table, key, cells)
        now = dict(parts)
        for fields, named in self.named(table, parts):
            value = self.now(named, "/".join(parts[field] for field in fields))
            values = value.split("/") if len(fields) > 1 else [value]
            if len(values) == len(fields):
                now.update(zip(fields, values, strict=True))
        return "/".join(now.values())

    def gone_with(self, table: str, key: str) -> bool:
        """Whether a row that the key of an old row names was retired, and nothing replaced it."""
        parts = self.parts(table, key)
        return any(
            self.replaced.get(f"{named}/{value}") == "" or self.gone_with(named, value)
            for fields, named in self.named(table, parts)
            for value in ["/".join(parts[field] for field in fields)]
        )

    def parts(self, table: str, key: str, cells: dict[str, str] | None = None) -> dict[str, str]:
        """The cells of a key by column; the whole key under no name where they cannot be told."""
        record = self.tables.get(table)
        columns = record.schema["primaryKey"] if record is not None else []
        values = key.split("/") if cells is None else [cells[column] for column in columns]
        return dict(zip(columns, values, strict=True)) if len(columns) == len(values) else {"": key}

    def named(self, table: str, parts: dict[str, str]) -> Iterator[tuple[list[str], str]]:
        """The columns of a key that name a row of another table, with that table."""
        if "" in parts:
            return
        for foreign in self.tables[table].schema["foreignKeys"]:
            other = foreign["reference"]["resource"]
            if other != table and set(foreign["fields"]) <= parts.keys():
                yield foreign["fields"], other
        for column in ABOUT:
            if column in parts and "about_table" in parts and parts["about_table"] != table:
                yield [column], parts["about_table"]
