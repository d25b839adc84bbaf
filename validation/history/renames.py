"""Map the keys of released rows to their replacements in `data/sources/retired_ids.csv`.

A row whose key contains a renamed key is renamed with it: if a mission gets another identifier, so
do its links, and the evidence for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from validation.history.record import ReleaseRecord

# Columns that, with `about_table`, refer to a row of another table; `about_id` up to 0.2.0.
ABOUT = ("about_key", "about_id")


class Renames:
    """The renames between two states."""

    def __init__(self, old: ReleaseRecord, new: ReleaseRecord) -> None:
        """Take the schemas of the old state and the retired identifiers of the new one."""
        self.tables = old.tables
        self.replaced = new.retired

    def now(self, table: str, key: str, cells: Mapping[str, str] | None = None) -> str:
        """The present key of an old row, if the row still exists.

        Pass the cells of the row if they are known: without them, a key of which a part contains a
        slash cannot be split, and is returned unchanged.
        """
        direct = self.replaced.get(f"{table}/{key}")
        if direct:
            return direct
        parts = self._parts(table, key, cells)
        now = dict(parts)
        for columns, other in self._references(table, parts):
            value = self.now(other, "/".join(parts[column] for column in columns))
            values = value.split("/") if len(columns) > 1 else [value]
            if len(values) == len(columns):
                now.update(zip(columns, values, strict=True))
        return "/".join(now.values())

    def gone_with(self, table: str, key: str) -> bool:
        """Whether an old row refers by its key to a row that was retired without replacement."""
        parts = self._parts(table, key)
        references = (
            (other, "/".join(parts[column] for column in columns))
            for columns, other in self._references(table, parts)
        )
        return any(
            self.replaced.get(f"{other}/{value}") == "" or self.gone_with(other, value)
            for other, value in references
        )

    def _parts(
        self, table: str, key: str, cells: Mapping[str, str] | None = None
    ) -> dict[str, str]:
        """The cells of a key by column; the whole key under `""` if it cannot be split."""
        columns = self.tables[table].schema["primaryKey"] if table in self.tables else []
        values = key.split("/") if cells is None else [cells[column] for column in columns]
        return dict(zip(columns, values, strict=True)) if len(columns) == len(values) else {"": key}

    def _references(self, table: str, parts: dict[str, str]) -> Iterator[tuple[list[str], str]]:
        """The columns of a key that refer to a row of another table, with that table."""
        if "" in parts:
            return
        for foreign in self.tables[table].schema["foreignKeys"]:
            other = foreign["reference"]["resource"]
            if other != table and set(foreign["fields"]) <= parts.keys():
                yield foreign["fields"], other
        for column in ABOUT:
            if column in parts and "about_table" in parts and parts["about_table"] != table:
                yield [column], parts["about_table"]
