"""Look up what belongs to the rows of a package: labels, codes, evidence and referring rows.

The package must be sound: every key and code in it is taken for one that exists.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from validation.catalogue.languages import Both
from validation.package.opening import CODES
from validation.package.schema import NO_TEXT
from validation.package.table import RowKey, grouped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from validation.package.opening import Package
    from validation.package.schema import ForeignKey
    from validation.package.table import Record, Table

    RowsByCells = dict[tuple[str, ...], list[Record]]

BETWEEN_PASSAGES = " | "  # no paraphrase and no place holds it
NUMBER = re.compile(r"[0-9]+$")  # of the sentence or footnote, at the end of a passage's id
WHOLE_ROW = "row"  # what evidence is for that names no column
NAMED_BY = ("label", "title", "name")  # the first of these that a table has names its rows


def under(column: str, text: Both) -> dict[str, str]:
    """A text as the two cells `<column>_en` and `<column>_nl`."""
    return {f"{column}_en": str(text), f"{column}_nl": text.nl}


def in_both(row: Mapping[str, str], column: str) -> Both:
    """The text of the two cells `<column>_en` and `<column>_nl`."""
    return Both(row[f"{column}_en"], row[f"{column}_nl"])


def joined(texts: Iterable[Both], mark: str) -> Both:
    """Several texts in one cell, in each language."""
    listed = list(texts)
    return Both(mark.join(listed), mark.join(text.nl for text in listed))


class Records:
    """The rows of a sound package, and what is looked up of them."""

    def __init__(self, package: Package) -> None:
        """Index the evidence by the row that it is about."""
        self.package = package
        self._passages = package.table("passages").by_key
        self._evidence: dict[RowKey, list[Record]] = {}
        for row in package.records("evidence"):
            about = RowKey(row["about_table"], row["about_key"])
            self._evidence.setdefault(about, []).append(row)
        self._about: dict[str, dict[RowKey, list[Record]]] = {}

    def table(self, name: str) -> Table:
        """A table with its schema."""
        return self.package.table(name)

    def rows(self, table: str) -> tuple[Record, ...]:
        """The rows of a table; none if the package has no such table."""
        return self.package.records(table) if table in self.package.tables else ()

    def at(self, place: RowKey) -> Record:
        """The row with a key."""
        return self.table(place.table).by_key[place.key]

    def find(self, place: RowKey) -> Record | None:
        """The row with a key, if there is one."""
        known = self.table(place.table).by_key if place.table in self.package.tables else {}
        return known.get(place.key)

    def passage(self, identifier: str) -> Record:
        """A passage."""
        return self._passages[identifier]

    def named(self, row: Record, column: str) -> Record:
        """The row to which a filled cell refers: the row itself where no foreign key has it."""
        target = row.table.schema.target(column)
        if not target:
            return row
        table, key = self.table(target), row[column]
        if table.schema.primary_key[0] == "document_id":  # a statement, within the same document
            key = f"{row['document_id']}/{key}"
        return table.by_key[key]

    def referring(self, row: Record) -> Iterator[tuple[Record, str]]:
        """Every row with a foreign key to this one, with the column that refers."""
        for key, by_cells in self._by_key.get(row.table.name, ()):
            wanted = tuple(row[column] for column in key.reference)
            for other in by_cells.get(wanted, ()):
                if in_one_letter(row, other):
                    yield other, key.fields[-1]

    @cached_property
    def _by_key(self) -> dict[str, list[tuple[ForeignKey, RowsByCells]]]:
        """By table, each foreign key to it, with the rows that have it by the cells of the key."""
        found: dict[str, list[tuple[ForeignKey, RowsByCells]]] = {}
        for table in self.package.tables.values():
            for key in table.schema.foreign_keys:
                rows: RowsByCells = {}
                for row in table.records:
                    rows.setdefault(tuple(row[column] for column in key.fields), []).append(row)
                found.setdefault(key.table, []).append((key, rows))
        return found

    def about(self, table: str, row: Record) -> list[Record]:
        """The rows of a table that refer to a row by `about_table` and `about_key`."""
        if table not in self._about:
            self._about[table] = {}
            for other in self.rows(table):
                place = RowKey(other["about_table"], other["about_key"])
                self._about[table].setdefault(place, []).append(other)
        return self._about[table].get(row.place, [])

    def name(self, row: Record) -> Both:
        """The label, title or name of a row; of a passage, where it stands; else its key."""
        if row.table.name == "passages":
            return _place(row)
        column = next((name for name in NAMED_BY if f"{name}_en" in row), None)
        return in_both(row, column) if column else Both(str(row.place), str(row.place))

    def code(self, row: Record, column: str) -> Both:
        """The label of the code in a cell; empty for an empty cell."""
        return in_both(self.codes_row(row, column), "label") if row[column] else NO_TEXT

    def codes_row(self, row: Record, column: str) -> Record:
        """The row of `codes.csv` for the code in a cell."""
        return self.code_in(row.table.schema.field(column).codes, row[column])

    def code_in(self, code_list: str | None, code: str) -> Record:
        """The row of `codes.csv` for a code in a list."""
        return self.at(RowKey(CODES, f"{code_list}/{code}"))

    def evidence(self, row: Record, column: str = "") -> dict[str, list[str]]:
        """The passages that are evidence for a row or, if named, for one column, in letter order.

        Each comes with the columns that it is evidence for; `row` is the row as a whole.
        """
        found: dict[str, list[str]] = {}
        for entry in self._evidence.get(row.place, ()):
            if column in {"", entry["about_field"]}:
                found.setdefault(entry["passage_id"], []).append(entry["about_field"])
        return {passage: found[passage] for passage in self.ordered(found)}

    def resting(self, passage: str) -> list[tuple[Record, list[str]]]:
        """The rows for which a passage is evidence, each with the columns."""
        return [
            (self.at(place), columns) for place, columns in self._resting.get(passage, {}).items()
        ]

    @cached_property
    def _resting(self) -> dict[str, dict[RowKey, list[str]]]:
        """By passage, the rows for which it is evidence, each with the columns."""
        found: dict[str, dict[RowKey, list[str]]] = defaultdict(dict)
        for place, entries in self._evidence.items():
            for entry in entries:
                found[entry["passage_id"]].setdefault(place, []).append(entry["about_field"])
        return found

    @cached_property
    def by_letter(self) -> dict[str, list[Record]]:
        """The passages of each letter, in order."""
        return grouped(self.rows("passages"), "document_id")

    def ordered(self, passages: Iterable[str]) -> list[str]:
        """Each passage once, letter by letter, in the order of the letter."""
        return sorted(
            set(passages), key=lambda passage: (self.document(passage), self.position(passage))
        )

    def document(self, passage: str) -> str:
        """The document that a passage is part of."""
        return self._passages[passage]["document_id"]

    def position(self, passage: str) -> int:
        """The number of a passage in the order of its letter."""
        return int(self._passages[passage]["position"])

    def places(self, passages: Iterable[str]) -> Both:
        """Where passages stand, for someone who has the letter."""
        return joined((_place(self._passages[passage]) for passage in passages), BETWEEN_PASSAGES)

    def paraphrases(self, passages: Iterable[str]) -> Both:
        """What passages say, in the package's own words."""
        texts = (in_both(self._passages[passage], "paraphrase") for passage in passages)
        return joined(texts, BETWEEN_PASSAGES)


def in_one_letter(row: Record, other: Record) -> bool:
    """Whether two rows are of the same letter, if both belong to one."""
    return (
        "document_id" not in row
        or other.get("document_id", row["document_id"]) == (row["document_id"])
    )


def _place(row: Record) -> Both:
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
