"""The clean packages that mutants are made of, as rows to choose from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tests.campaign.mutants import Base
from validation.package.opening import open_package

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from validation.package.opening import Package
    from validation.package.schema import Schema


Fits = Callable[[dict[str, str]], object]


class Chosen(NamedTuple):
    """A row of a clean package."""

    base: Base
    table: str
    key: str
    cells: dict[str, str]


def filled(*columns: str) -> Fits:
    """Whether a row has these columns, and all of them are filled."""
    return lambda cells: all(cells.get(column) for column in columns)


def holds(column: str, *values: str) -> Fits:
    """Whether a row has one of the values in a column that its table has."""
    return lambda cells: cells.get(column) in values


@dataclass(frozen=True)
class Clean:
    """Both clean packages. A row is taken from the letter's where it has one that will do."""

    packages: dict[Base, Package]

    @classmethod
    def open(cls, folder: Path) -> Clean:
        """Open both below a folder."""
        return cls({base: open_package(folder / base) for base in Base})

    @property
    def tables(self) -> list[str]:
        """The name of every table."""
        return list(self.packages[Base.LETTER].tables)

    @property
    def kinds(self) -> list[str]:
        """A table of each role: they stand for all that are alike."""
        first: dict[str, str] = {}
        for name, table in self.packages[Base.LETTER].tables.items():
            first.setdefault(table.role, name)
        return list(first.values())

    def schema(self, table: str) -> Schema:
        """The schema of a table, which is the same in both."""
        return self.packages[Base.LETTER].tables[table].schema

    def path(self, table: str) -> str:
        """The path of a table, which is the same in both."""
        return self.packages[Base.LETTER].tables[table].path

    def rows(self, table: str, base: Base) -> Iterator[Chosen]:
        """The rows of a table in the order of the file."""
        found = self.packages[base].tables[table]
        names = found.schema.names
        for row in found.rows:
            cells = dict(zip(names, row.cells, strict=True))
            key = "/".join(cells[name] for name in found.schema.primary_key)
            yield Chosen(base, table, key, cells)

    def all(self, table: str, fits: Fits = lambda _: True) -> list[Chosen]:
        """The rows that fit, of the letter's package or else of the example."""
        for base in Base:
            found = [row for row in self.rows(table, base) if fits(row.cells)]
            if found:
                return found
        return []

    def first(self, table: str, fits: Fits = lambda _: True) -> Chosen | None:
        """The first row that fits."""
        return next(iter(self.all(table, fits)), None)

    def any(self, table: str, fits: Callable[[dict[str, str]], object] = lambda _: True) -> Chosen:
        """The first row that fits; LookupError if neither package has one."""
        row = self.first(table, fits)
        if row is None:
            raise LookupError(f"no clean package has such a row in {table}")
        return row

    def row(self, base: Base, table: str, key: str) -> Chosen:
        """The row with a key."""
        return next(found for found in self.rows(table, base) if found.key == key)

    @property
    def things(self) -> list[str]:
        """The tables of things."""
        return [name for name in self.tables if self.packages[Base.LETTER].tables[name].is_thing]

    @property
    def links(self) -> list[str]:
        """The tables of links."""
        return [name for name in self.tables if self.packages[Base.LETTER].tables[name].is_link]

    def references(self, to: str) -> Iterator[tuple[str, str]]:
        """Every column that names a row of a table by its `id` alone."""
        for table in self.tables:
            for key in self.schema(table).foreign_keys:
                if key.table == to and key.reference == ("id",):
                    yield table, key.fields[0]

    def evidence(self, row: Chosen, field: str = "") -> list[Chosen]:
        """The evidence for a row, or for one column of it."""
        return [
            found
            for found in self.rows("evidence", row.base)
            if found.cells["about_table"] == row.table
            and found.cells["about_key"] == row.key
            and field in {"", found.cells["about_field"]}
        ]
