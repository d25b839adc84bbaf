"""What has changed between two states of the package, by key, and how much it asks of readers.

Rows are compared by their primary key, columns by their name, constraints by what they allow. A
change that nobody has thought of counts as breaking, never as less. Two states are equal where
nothing is reported. What a program cannot see is a change in meaning that leaves every word as it
was, or one that hides in a text: such texts are reported, and a person must read them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.history.changes import Change
from validation.history.renames import Renames
from validation.history.schemas import (
    column_changes,
    columns_kept,
    key_changes,
    property_changes,
)
from validation.package.opening import CODES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validation.history.record import Details, State, TableRecord


def compare(old: State, new: State) -> list[Change]:
    """Every change, package first, then table by table in the order of the new state.

    Where one state is a record alone, a changed row is told without its cells and a changed text
    without its words; the levels are the same.
    """
    changes = list(_package_changes(old, new))
    before, after = old.record.tables, new.record.tables
    renames = Renames(old.record, new.record)
    for name in [*after, *(name for name in before if name not in after)]:
        if name not in before:
            changes.append(Change(name, "", "", "table-added", after=after[name].path))
        elif name not in after:
            changes.append(Change(name, "", "", "table-removed", before=before[name].path))
        else:
            changes += _table_changes(name, old, new, renames)
    return _lists_once(changes, {**before, **after})


def _package_changes(old: State, new: State) -> Iterator[Change]:
    before, after = old.record, new.record
    if before.name != after.name:
        yield Change("", "", "", "package-renamed", "name", before.name, after.name)
    yield from property_changes("", "", before.descriptor, after.descriptor)
    yield from _text_changes("", before.texts != after.texts, old.details, new.details)


def _table_changes(name: str, old: State, new: State, renames: Renames) -> Iterator[Change]:
    before, after = old.record.tables[name], new.record.tables[name]
    if before.path != after.path:
        yield Change(name, "", "", "table-moved", "path", before.path, after.path)
    yield from property_changes(name, "", before.resource, after.resource)
    yield from key_changes(name, before, after)
    columns = columns_kept(before, after)
    yield from column_changes(name, before, after, columns)
    yield from _text_changes(name, before.texts != after.texts, old.details, new.details, columns)
    keys = before.schema["primaryKey"], after.schema["primaryKey"]
    if [columns.get(column) for column in keys[0]] != keys[1]:
        yield Change(name, "", "", "key-changed", "primaryKey", *map(", ".join, keys))
        return  # rows of two keys cannot be told from each other
    yield from _row_changes(name, old, new, renames, columns)


def _text_changes(
    table: str,
    differ: bool,  # noqa: FBT001 - it is the comparison of two hashes
    old: Details | None,
    new: Details | None,
    columns: dict[str, str] | None = None,
) -> Iterator[Change]:
    """Descriptions that differ, of what is there in both states."""
    if not differ:
        return
    if old is None or new is None:
        yield Change(table, "", "", "text-changed")
        return
    now_called = {"": "", **(columns or {})}
    before = {
        (now_called[column], name): text
        for (of, column, name), text in old.texts.items()
        if of == table and column in now_called
    }
    after = {
        (column, name): text
        for (of, column, name), text in new.texts.items()
        if of == table and column in now_called.values()
    }
    for column, name in sorted({*before, *after}):
        was, is_ = before.get((column, name), ""), after.get((column, name), "")
        if was != is_:
            yield Change(table, column, "", "text-changed", name, was, is_)


def _lists_once(changes: list[Change], tables: dict[str, TableRecord]) -> list[Change]:
    """A change of a code list stands in every column that uses it; tell it once, for the list."""
    lists = {
        (table, field["name"]): field["codes"]
        for table, record in tables.items()
        for field in record.fields
        if "codes" in field
    }
    told: dict[Change, None] = {}
    for change in changes:
        code_list = lists.get((change.table, change.column))
        if change.aspect == "enum" and code_list is not None:
            about = (CODES, "", code_list, change.kind, "enum", change.before, change.after)
            told.setdefault(Change(*about))
        else:
            told.setdefault(change)
    return list(told)


def _row_changes(
    table: str, old: State, new: State, renames: Renames, columns: dict[str, str]
) -> Iterator[Change]:
    """Rows that came, went or have another key, and what is otherwise in those that stayed."""
    rows = new.record.tables[table].rows
    came_from = {key: key for key in old.record.tables[table].rows if key in rows}
    cells = old.details.cells[table] if old.details is not None else {}
    for key in old.record.tables[table].rows:
        if key in rows:
            continue
        now = renames.now(table, key, cells.get(key))
        if now not in rows:
            yield Change(table, "", key, "row-removed")
        elif now in came_from:
            yield Change(table, "", key, "row-merged", after=now)
        else:
            came_from[now] = key
            yield Change(table, "", now, "row-renamed", before=key, after=now)
    for key in rows:
        if key not in came_from:
            yield Change(table, "", key, "row-added")
    if old.details is None or new.details is None:
        yield from _changed_rows(table, old, new, came_from)
    else:
        yield from _changed_cells(table, old, new, came_from, columns)


def _changed_rows(
    table: str, old: State, new: State, came_from: dict[str, str]
) -> Iterator[Change]:
    """Rows whose hash differs; under other columns or another key it cannot but differ."""
    before, after = old.record.tables[table], new.record.tables[table]
    if [field["name"] for field in before.fields] != [field["name"] for field in after.fields]:
        return
    for key, was in came_from.items():
        if key == was and before.rows[was] != after.rows[key]:
            yield Change(table, "", key, "row-changed")


def _changed_cells(
    table: str, old: State, new: State, came_from: dict[str, str], columns: dict[str, str]
) -> Iterator[Change]:
    """Cells that differ, in the columns that are in both states and not in the key."""
    if old.details is None or new.details is None:
        return
    in_key = old.record.tables[table].schema["primaryKey"]
    shared = {column: now for column, now in columns.items() if column not in in_key}
    before, after = old.details.cells[table], new.details.cells[table]
    for key, was in came_from.items():
        for column, now in shared.items():
            change = before[was][column], after[key][now]
            if change[0] != change[1]:
                yield Change(table, now, key, "cell-changed", "", *change)
