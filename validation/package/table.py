"""A CSV file with its schema. Cells are read as text, so that `004`, `NA` and `1E5` are kept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from validation.package import tabular
from validation.package.errors import UnreadableTableError
from validation.package.schema import NO_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from validation.catalogue.languages import Both
    from validation.package.schema import Schema

CLAIMS = ("thing", "statement", "link")  # roles of tables whose rows need evidence
ROLES = (*CLAIMS, "source", "reference", "documentation")


class RowKey(NamedTuple):
    """The table and the primary key of a row."""

    table: str
    key: str

    def __str__(self) -> str:
        """Both, joined with a slash: the identifier of the row in the package."""
        return "/".join(self)


@dataclass(frozen=True)
class Row:
    """One row of a table: its line number and its cells."""

    line: int
    cells: tuple[str, ...]


class Record(dict[str, str]):
    """A row as a dictionary, empty cells as ``""``, with its table, line and primary key."""

    __slots__ = ("key", "line", "table")

    def __init__(self, table: Table, row: Row) -> None:
        """Make the record of a row of a table."""
        super().__init__(zip(table.schema.names, row.cells, strict=True))
        self.table, self.line = table, row.line
        self.key = self.joined(table.schema.primary_key)

    @property
    def place(self) -> RowKey:
        """Its table and key."""
        return RowKey(self.table.name, self.key)

    def joined(self, columns: Iterable[str]) -> str:
        """Cells joined by slashes, the form of a key in `evidence.csv`."""
        return "/".join(self[column] for column in columns)


@dataclass
class Table:
    """One CSV file with its schema."""

    name: str
    path: str
    schema: Schema
    content: bytes
    role: str = ""  # a role in the profile, or empty if the descriptor states none
    trusted: bool = True
    title: Both = NO_TEXT
    description: Both = NO_TEXT

    @property
    def is_claim(self) -> bool:
        """Whether each row is a thing, statement or link, which needs evidence."""
        return self._has_role(*CLAIMS)

    @property
    def is_thing(self) -> bool:
        """Whether each row is a thing that letters share."""
        return self._has_role("thing")

    @property
    def is_link(self) -> bool:
        """Whether each row is a link between two things."""
        return self._has_role("link")

    def _has_role(self, *roles: str) -> bool:
        """Whether it has one of these roles; UnreadableTableError if its role is unknown."""
        if self.role not in ROLES:
            raise UnreadableTableError(self.name)
        return self.role in roles

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows below the header row; UnreadableTableError if the table is unreadable."""
        if not self.readable:
            raise UnreadableTableError(self.name)
        return tuple(Row(line, cells) for line, cells in self.reading.rows)

    @cached_property
    def records(self) -> tuple[Record, ...]:
        """The rows as records; UnreadableTableError if the table is unreadable."""
        return tuple(Record(self, row) for row in self.rows)

    @cached_property
    def by_key(self) -> dict[str, Record]:
        """The records by primary key; if several have the same key, the last."""
        return {record.key: record for record in self.records}

    @cached_property
    def at_line(self) -> dict[int, Record]:
        """The records by the number of their first line."""
        return {record.line: record for record in self.records}

    @property
    def readable(self) -> bool:
        """Whether the file can be read as UTF-8 CSV with the columns of a valid schema."""
        return self.trusted and self.reading.is_plain

    @cached_property
    def reading(self) -> tabular.Reading:
        """The rows parsed from the file, and the findings on its bytes and structure."""
        return tabular.read(self.path, self.schema.names, self.content)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The rows as strings, empty cells as ``""``, indexed by line number in the file."""
        import pandas as pd  # noqa: PLC0415 - half a second, not needed by the byte layer

        return pd.DataFrame(
            [row.cells for row in self.rows],
            index=pd.Index([row.line for row in self.rows], name="line", dtype="int64"),
            columns=self.schema.names,
            dtype="str",
        )

    @cached_property
    def keys(self) -> pd.Series[str]:
        """The primary key of each row, its parts joined by slashes, indexed by line number."""
        return self.key(self.schema.primary_key)

    def key(self, columns: tuple[str, ...]) -> pd.Series[str]:
        """Columns joined by slashes, the form of a key in `evidence.csv`."""
        frame = self.frame
        joined = frame[columns[0]]
        for column in columns[1:]:
            joined = joined + "/" + frame[column]
        return joined


def grouped(records: Iterable[Record], column: str) -> dict[str, list[Record]]:
    """Records by the value of a column, in the order in which they occur."""
    found: dict[str, list[Record]] = {}
    for record in records:
        found.setdefault(record[column], []).append(record)
    return found
