"""The rows of a package by key, and what is looked up of them: labels, codes, evidence, references.

It reads a package that validation has found sound, and takes every key and code in it for one
that exists.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from validation.package.languages import Both

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from validation.package.opening import Package
    from validation.package.table import Table

BETWEEN_PASSAGES = " | "  # no paraphrase and no place holds it
NUMBER = re.compile(r"[0-9]+$")  # of the sentence or footnote, at the end of a passage's id


Row = dict[str, str]
WHOLE_ROW = "row"  # what evidence is for that names no column


class RowKey(NamedTuple):
    """Where a row stands: its table and its key."""

    table: str
    key: str

    def __str__(self) -> str:
        """The whole identifier."""
        return "/".join(self)


def rows_of(table: Table) -> Iterator[tuple[int, Row]]:
    """Each row of a table as cells by column, with its line in the file."""
    for row in table.rows:
        yield row.line, dict(zip(table.schema.names, row.cells, strict=True))


def under(column: str, text: Both) -> dict[str, str]:
    """The two cells below the columns `<column>_en` and `<column>_nl`."""
    return {f"{column}_en": str(text), f"{column}_nl": text.nl}


def joined(texts: Iterable[Both], mark: str) -> Both:
    """Several texts in one cell, in each language."""
    listed = list(texts)
    return Both(mark.join(listed), mark.join(text.nl for text in listed))


class Records:
    """The rows of a package as text, by table and key."""

    def __init__(self, package: Package) -> None:
        """Index the tables once; nothing is copied that does not change."""
        self.package = package
        self.rows = cache(self._rows)
        self._by_key = cache(self._rows_by_key)
        self._passages = {row["id"]: row for row in self.rows("passages")}
        self._carried: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for row in self.rows("evidence"):
            carried = self._carried.setdefault((row["about_table"], row["about_key"]), [])
            carried.append((row["about_field"], row["passage_id"]))

    def table(self, name: str) -> Table:
        """A table with its schema."""
        return self.package.table(name)

    def key(self, table: str, row: dict[str, str]) -> str:
        """The primary key of a row, its parts joined with a slash."""
        return "/".join(row[column] for column in self.table(table).schema.primary_key)

    def row(self, table: str, identifier: str, document: str) -> dict[str, str]:
        """The row of a thing, or of a statement within one document."""
        within = self.table(table).schema.primary_key[0] == "document_id"
        return self._by_key(table)[f"{document}/{identifier}" if within else identifier]

    def label(self, table: str, identifier: str, document: str) -> Both:
        """The label of a thing or statement; of a document, its title."""
        row = self.row(table, identifier, document)
        name = "label" if "label_en" in row else "title"
        return Both(row[f"{name}_en"], row[f"{name}_nl"])

    def code(self, table: str, column: str, code: str) -> Both:
        """The label of a code in a column; nothing for an empty cell."""
        if not code:
            return Both("", "")
        codes = self.table(table).schema.field(column).codes
        row = self._by_key("codes")[f"{codes}/{code}"]
        return Both(row["label_en"], row["label_nl"])

    def target(self, table: str, column: str) -> str:
        """The table of which a column names a row; the table itself where it names none."""
        keys = self.table(table).schema.foreign_keys
        return next((key.table for key in keys if key.fields[-1] == column), table)

    def passages(self, table: str, key: str, column: str = "") -> list[str]:
        """The passages that carry a row or, where named, one column of it, in letter order."""
        carried = self._carried.get((table, key), [])
        return self.ordered(passage for name, passage in carried if column in {"", name})

    def ordered(self, passages: Iterable[str]) -> list[str]:
        """Each passage once, letter by letter, in the order of the letter."""
        return sorted(
            set(passages), key=lambda passage: (self.document(passage), self.position(passage))
        )

    def document(self, passage: str) -> str:
        """The document that a passage is part of."""
        return self._passages[passage]["document_id"]

    def position(self, passage: str) -> int:
        """The place of a passage in the order of its letter."""
        return int(self._passages[passage]["position"])

    def places(self, passages: Iterable[str]) -> Both:
        """Where passages stand, for someone who holds the letter."""
        return joined((_place(self._passages[passage]) for passage in passages), BETWEEN_PASSAGES)

    def paraphrases(self, passages: Iterable[str]) -> Both:
        """What passages say, in the package's own words."""
        rows = (self._passages[passage] for passage in passages)
        texts = (Both(row["paraphrase_en"], row["paraphrase_nl"]) for row in rows)
        return joined(texts, BETWEEN_PASSAGES)

    def at(self, place: RowKey) -> Row:
        """The row at a place."""
        return self._by_key(place.table)[place.key]

    def has(self, place: RowKey) -> bool:
        """Whether there is such a row."""
        return place.table in self.package.tables and place.key in self._by_key(place.table)

    def name(self, place: RowKey) -> Both:
        """What a row is called: its label, title or name; a passage, its place; else its key."""
        if place.table == "passages":
            return self.places([place.key])
        row = self.at(place)
        for column in ("label", "title", "name"):
            if f"{column}_en" in row:
                return Both(row[f"{column}_en"], row[f"{column}_nl"])
        return Both(str(place), str(place))

    def carried(self, place: RowKey, column: str = "") -> dict[str, list[str]]:
        """The passages that carry a row or, where named, one column of it, in letter order.

        Each comes with the columns that it is evidence for; `row` is the row as a whole.
        """
        found: dict[str, list[str]] = {}
        for name, passage in self._carried.get((place.table, place.key), []):
            if column in {"", name}:
                found.setdefault(passage, []).append(name)
        return {passage: found[passage] for passage in self.ordered(found)}

    def resting(self, passage: str) -> dict[RowKey, list[str]]:
        """The rows that rest on a passage, each with the columns that do."""
        found: dict[RowKey, list[str]] = {}
        for (table, key), carried in self._carried.items():
            columns = [column for column, carrier in carried if carrier == passage]
            if columns:
                found[RowKey(table, key)] = columns
        return found

    def named(self, place: RowKey, column: str) -> RowKey:
        """The row that a filled column names."""
        row, table = self.at(place), self.target(place.table, column)
        return RowKey(
            table, self.key(table, self.row(table, row[column], row.get("document_id", "")))
        )

    def naming(self, place: RowKey) -> Iterator[tuple[RowKey, str]]:
        """Every row that names this one by a key, with the column that does."""
        row = self.at(place)
        for table in self.package.tables.values():
            for key in table.schema.foreign_keys:
                if key.table != place.table:
                    continue
                wanted = [row[column] for column in key.reference]
                for other in self.rows(table.name):
                    if [other[column] for column in key.fields] == wanted and one_letter(
                        row, other
                    ):
                        yield RowKey(table.name, self.key(table.name, other)), key.fields[-1]

    def about(self, table: str, place: RowKey) -> list[Row]:
        """The rows of a table that speak of a row by `about_table` and its key."""
        if table not in self.package.tables:
            return []
        return [row for row in self.rows(table) if (row["about_table"], row["about_key"]) == place]

    def _rows(self, table: str) -> tuple[dict[str, str], ...]:
        return tuple(row for _, row in rows_of(self.table(table)))

    def _rows_by_key(self, table: str) -> dict[str, dict[str, str]]:
        return {self.key(table, row): row for row in self.rows(table)}


def _place(row: dict[str, str]) -> Both:
    section, page = row["section"].removeprefix("s").lstrip("0"), row["page"]
    number = NUMBER.search(row["id"])
    last = number.group() if number else ""
    en, nl = {
        "heading": (f"section {section}, heading", f"sectie {section}, kop"),
        "sentence": (
            f"section {section}, paragraph {row['paragraph']}, sentence {last}",
            f"sectie {section}, alinea {row['paragraph']}, zin {last}",
        ),
        "footnote": (f"footnote {last}", f"voetnoot {last}"),
    }[row["kind"]]
    return Both(f"{en}, page {page}", f"{nl}, bladzijde {page}")


def one_letter(row: Row, other: Row) -> bool:
    """Whether two rows are of the same letter, as far as both belong to one."""
    return (
        "document_id" not in row
        or other.get("document_id", row["document_id"]) == row["document_id"]
    )
