"""Small edits of a package on disk; each is a function of the package's folder."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.example import (
    append_row,
    as_row,
    delete_row,
    duplicate_row,
    path_of,
    set_cell,
    write_json,
)
from validation.package.canonical import canonical
from validation.package.opening import Package, open_package

if TYPE_CHECKING:
    from pathlib import Path

Edit = Callable[["Path"], object]
Change = Callable[[Any], object]  # of what a JSON file holds
Rows = list[dict[str, str]]


def cell(table: str, key: str, column: str, value: str) -> Edit:
    """Write another value into a cell."""
    return lambda package: set_cell(package, table, key, column, value)


def gone(table: str, key: str) -> Edit:
    """Take a row out."""
    return lambda package: delete_row(package, table, key)


def row(table: str, **cells: str) -> Edit:
    """Add a row with these cells, all others empty."""
    return lambda package: append_row(package, table, cells)


def copy(table: str, key: str, **cells: str) -> Edit:
    """Add a copy of a row, but for these cells."""
    return lambda package: duplicate_row(package, table, key, cells)


def content(table: str, change: Callable[[bytes], bytes]) -> Edit:
    """Rewrite the bytes of a table's file."""

    def edit(package: Path) -> None:
        file = package / path_of(package, table)
        before = file.read_bytes()
        after = change(before)
        if after == before:
            raise ValueError(f"{table}: the change changes nothing")
        file.write_bytes(after)

    return edit


def swap_bytes(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """Replace the first place where bytes stand."""

    def change(before: bytes) -> bytes:
        if old not in before:
            raise ValueError(f"{old!r} does not stand there")
        return before.replace(old, new, 1)

    return change


def swap_lines(first: int, second: int) -> Callable[[bytes], bytes]:
    """Exchange two lines, counted from 1."""

    def change(before: bytes) -> bytes:
        lines = before.splitlines(keepends=True)
        lines[first - 1], lines[second - 1] = lines[second - 1], lines[first - 1]
        return b"".join(lines)

    return change


def document(path: str, change: Change) -> Edit:
    """Change a JSON file in its canonical form."""

    def edit(package: Path) -> None:
        file = package / path
        value = json.loads(file.read_bytes())
        before = json.dumps(value)
        change(value)
        if json.dumps(value) == before:
            raise ValueError(f"{path}: the change changes nothing")
        write_json(file, value)

    return edit


def rows(table: str, change: Callable[[Rows], object]) -> Edit:
    """Change all rows of a table at once."""
    return tables(lambda found: change(found[table]), table)


def tables(change: Callable[[dict[str, Rows]], object], *names: str) -> Edit:
    """Change the rows of several tables at once, of all where none is named."""

    def edit(root: Path) -> None:
        with open_package(root) as package:
            found = {name: rows_of(package, name) for name in names or package.tables}
            change(found)
            for name, rows in found.items():
                table = package.tables[name]
                rewritten = canonical(table.schema, [as_row(table.schema, row) for row in rows])
                if rewritten != table.content:
                    (root / table.path).write_bytes(rewritten)

    return edit


def rows_of(package: Package, table: str) -> Rows:
    """The rows of a table as they stand."""
    found = package.table(table)
    return [dict(zip(found.schema.names, row.cells, strict=True)) for row in found.rows]
