"""Links from the keys in cells to the rows that they identify, in any sheet.

The number of a row in its sheet is its line in the file, because no cell has a line break.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from validation.catalogue.finding import shorten
from validation.outputs.exports.workbook.book import TIP, CellLink

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from validation.package.opening import Package
    from validation.package.table import Record, Table

DOCUMENT = "document_id"  # nearly the same in every row: links on it would hide the others

# Columns with keys of a table that another column of the row names, by that column.
BESIDE = {
    "about_table": ("about_key", "matched_key", "replaced_by"),
    "table": ("key",),
    "subject_table": ("subject_id",),
    "object_table": ("object_id",),
    "reason_table": ("reason_id",),
}
PASSAGES = "passages"  # a column that holds keys of the table of that name: a link if it is one
# Keys in the tables for readers, whose schemas name no other table.
OF_READERS = {
    "missions_overview": {"id": "missions", "parent_id": "missions"},
    "threats_overview": {"id": "threats", "parent_id": "threats"},
    "reasons": {"mission_id": "missions", "decision_id": "decisions"},
    "timeline": {"mission_id": "missions"},
}
# The first of these that a row has says what it is.
DESCRIBED_BY = ("label", "title", "name", "paraphrase", "form")
LABELS = {"id": "label", PASSAGES: "places"}  # others are named after what they are the label of
ADDRESS = re.compile(r"https?://[!-~]+")  # the whole cell: a text that only begins so is no link


class Links:
    """Links to rows and addresses, with tips in one language."""

    def __init__(self, package: Package, titles: Mapping[str, str], language: str) -> None:
        """Take the package and the titles of its tables."""
        self._package, self._titles, self._language = package, titles, language

    def to(self, table: str, *keys: str) -> CellLink | None:
        """A link to the row that has one of these keys, or none where no row has."""
        tables = self._package.tables
        known = tables[table].by_key if table in tables else {}
        row = next((known[key] for key in keys if key in known), None)
        if row is None:
            return None
        columns = (f"{name}_{self._language}" for name in DESCRIBED_BY)
        words = next((row[column] for column in columns if row.get(column)), row.key)
        return CellLink(
            f"internal:'{table}'!A{row.line}", shorten(f"{self._titles[table]}: {words}", TIP)
        )

    def of(self, table: Table) -> dict[tuple[int, int], CellLink]:
        """The links in a table, by row and column from 0; a label has the link of its key."""
        names = table.schema.names
        found = {}
        for number, row in enumerate(table.records):
            for column, link in self._row(row):
                for name in (column, label_of(column, self._language)):
                    if name in names:
                        found[number, names.index(name)] = link
        return found

    def _row(self, row: Record) -> Iterator[tuple[str, CellLink]]:
        for column, other in _named(row):
            key = row[column]
            if link := self.to(other, key, f"{row.get(DOCUMENT)}/{key}"):
                yield column, link
        yield from ((name, CellLink(cell)) for name, cell in row.items() if ADDRESS.fullmatch(cell))


def label_of(column: str, language: str) -> str:
    """The name of the column with the labels for the keys or codes in this one."""
    stem = LABELS.get(column) or column.removesuffix("_id").removesuffix("_table")
    return f"{stem}_{language}"


def _named(row: Record) -> Iterator[tuple[str, str]]:
    """Each column that names a row, with the table that the row is in."""
    for key in row.table.schema.foreign_keys:
        if key.fields[-1] != DOCUMENT:
            yield key.fields[-1], key.table
    for beside, columns in BESIDE.items():
        if beside in row:
            yield from ((column, row[beside]) for column in columns if column in row)
    yield from OF_READERS.get(row.table.name, {}).items()
    if PASSAGES in row:
        yield PASSAGES, PASSAGES
