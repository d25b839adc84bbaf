"""The changes between two states of the package.

Rows are compared by primary key, columns by name, constraints by what they allow. Unknown changes
count as breaking. A change of meaning cannot be detected: changed texts are listed for a person
to read.
"""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING, Any, TypeVar

from validation.history.changes import Change
from validation.history.renames import Renames
from validation.package.opening import CODES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from validation.history.record import ReleaseRecord, State, TableRecord

FLAGS = frozenset({"required", "unique", "evidence"})  # false if absent; true allows less
FLOORS = frozenset({"minLength", "minimum"})
CEILINGS = frozenset({"maxLength", "maximum"})
KEYS = ("uniqueKeys", "foreignKeys")  # each of them forbids rows
HARMLESS = frozenset({"rdfProperty", "role"})  # a column or table may get one in a minor version

LIMITS = "constraints"

Properties = dict[tuple[str, str, str], Any]  # by column, part of the description, and name
K = TypeVar("K", bound=Any)
V = TypeVar("V")


def compare(old: State, new: State) -> list[Change]:
    """All changes: of the package, then by table in the order of the new state.

    If only the record of a state is known, a changed row is reported without its cells and a
    changed text without its words; the levels are the same.
    """
    before, after = old.record, new.record
    changes = [
        *_property_changes(
            "", _properties("", "", before.descriptor), _properties("", "", after.descriptor)
        )
    ]
    if before.name != after.name:
        changes += [Change("", "", "", "package-renamed", "name", before.name, after.name)]
    changes += _text_changes("", old, new, {"": ""})
    renames = Renames(before, after)
    for name in [*after.tables, *(name for name in before.tables if name not in after.tables)]:
        if name not in before.tables:
            changes += [Change(name, "", "", "table-added", after=after.tables[name].path)]
        elif name not in after.tables:
            changes += [Change(name, "", "", "table-removed", before=before.tables[name].path)]
        else:
            changes += _table_changes(name, old, new, renames)
    return _once_per_list(changes, before, after)


def _differing(old: Mapping[K, V], new: Mapping[K, V]) -> Iterator[tuple[K, V | None, V | None]]:
    """The keys whose values differ, sorted, with both values; None where a key is absent."""
    for key in sorted({*old, *new}):
        was, is_ = old.get(key), new.get(key)
        if was != is_:
            yield key, was, is_


def _table_changes(name: str, old: State, new: State, renames: Renames) -> Iterator[Change]:
    before, after = old.record.tables[name], new.record.tables[name]
    if before.path != after.path:
        yield Change(name, "", "", "table-moved", "path", before.path, after.path)
    columns = _columns_kept(before, after)
    yield from _column_changes(name, before, after, columns)
    same = {column: column for column in columns.values()}
    yield from _property_changes(name, _of_table(before, columns), _of_table(after, same))
    yield from _text_changes(name, old, new, {"": "", **columns})
    keys = before.schema["primaryKey"], after.schema["primaryKey"]
    if [columns.get(column) for column in keys[0]] != keys[1]:
        yield Change(name, "", "", "key-changed", "primaryKey", *map(", ".join, keys))
    else:
        yield from _row_changes(name, old, new, renames, columns)


def _text_changes(table: str, old: State, new: State, columns: dict[str, str]) -> Iterator[Change]:
    """Changed texts of a table, or of the package, and of these columns, old to new name."""
    if old.details is None or new.details is None:
        hashes = {(of.tables[table] if table else of).texts for of in (old.record, new.record)}
        if len(hashes) > 1:
            yield Change(table, "", "", "text-changed")
        return
    before = {
        (columns[column], name): text
        for (of, column, name), text in old.details.texts.items()
        if of == table and column in columns
    }
    after = {
        (column, name): text
        for (of, column, name), text in new.details.texts.items()
        if of == table and column in columns.values()
    }
    for (column, name), was, is_ in _differing(before, after):
        yield Change(table, column, "", "text-changed", name, was or "", is_ or "")


def _columns_kept(before: TableRecord, after: TableRecord) -> dict[str, str]:
    """Each old column that is still there, with its present name.

    A column is renamed if one at the same position has the same properties and another name.
    """
    old, new = before.by_column, after.by_column
    at = dict(zip(old, new, strict=False))
    found = {}
    for name, column in old.items():
        other = name if name in new else at.get(name, "")
        if other == name or (
            other and other not in old and {**column, "name": other} == new[other]
        ):
            found[name] = other
    return found


def _column_changes(
    table: str, before: TableRecord, after: TableRecord, columns: dict[str, str]
) -> Iterator[Change]:
    old, new = before.by_column, after.by_column
    for name in old:
        if name not in columns:
            yield Change(table, name, "", "column-removed")
        elif columns[name] != name:
            yield Change(table, columns[name], "", "column-renamed", "name", name, columns[name])
    kept = [name for name in new if name in columns.values()]
    for name in new:
        if name not in kept:
            yield Change(table, name, "", "column-added")
    if [*columns.values()] != kept:
        orders = ", ".join(columns.values()), ", ".join(kept)
        yield Change(table, "", "", "column-moved", "fields", *orders)


def _properties(column: str, part: str, content: dict[str, Any]) -> Properties:
    return {(column, part, name): value for name, value in content.items()}


def _of_table(table: TableRecord, columns: dict[str, str]) -> Properties:
    """The properties of a table and of these columns, old to new name, except the primary key."""
    schema = {name: value for name, value in table.schema.items() if name != "primaryKey"}
    found = _properties("", "", table.resource)
    for name in KEYS:
        found |= {("", name, _as_text(key)): key for key in schema.pop(name)}
    found |= _properties("", "schema", schema)
    for name, other in columns.items():
        column = dict(table.by_column[name], name="")
        limits = {"evidence": column.pop("evidence", False), **column.pop("constraints", {})}
        found |= _properties(other, "", column)
        found |= _properties(other, LIMITS, {**dict.fromkeys(FLAGS, False), **limits})
    return found


def _property_changes(table: str, old: Properties, new: Properties) -> Iterator[Change]:
    for (column, part, name), was, is_ in _differing(old, new):
        if part in KEYS:
            kind = "constraint-tightened" if was is None else "constraint-loosened"
        elif part == LIMITS:
            kind = _kind_of_limit(name, was, is_)
        elif column and name == "type":
            kind = "type-changed"
        elif was is None and name in HARMLESS:
            kind = "property-added"
        else:
            kind = "property-changed"
        aspect = part if part in KEYS else name
        yield Change(table, column, "", kind, aspect, _as_text(was), _as_text(is_))


def _kind_of_limit(name: str, was: Any, is_: Any) -> str:  # noqa: ANN401 - a constraint may be anything
    """Whether a changed constraint allows less, more, the same, or that is unknown."""
    if name == "enum" and was and is_ and set(was) == set(is_):
        return "codes-reordered"
    if was is None or is_ is None:
        less = was is None
    elif name in FLAGS:
        less = bool(is_)
    elif name in FLOORS | CEILINGS:
        less = (is_ > was) == (name in FLOORS)
    elif name == "enum":
        less = not set(was) <= set(is_)
    else:
        return "constraint-changed"
    return "constraint-tightened" if less else "constraint-loosened"


def _as_text(value: object) -> str:
    """A property as text: a string unchanged, nothing if it is absent, else its JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _once_per_list(
    changes: list[Change], before: ReleaseRecord, after: ReleaseRecord
) -> list[Change]:
    """Report a changed code list once, not for each column that uses it."""
    lists = {
        (table, name): column["codes"]
        for table, record in {**before.tables, **after.tables}.items()
        for name, column in record.by_column.items()
        if "codes" in column
    }
    found: dict[Change, None] = {}
    for change in changes:
        code_list = lists.get((change.table, change.column))
        if change.aspect == "enum" and code_list is not None:
            of_list = (CODES, "", code_list, change.kind, "enum", change.before, change.after)
            found.setdefault(Change(*of_list))
        else:
            found.setdefault(change)
    return list(found)


def _row_changes(
    table: str, old: State, new: State, renames: Renames, columns: dict[str, str]
) -> Iterator[Change]:
    """Rows that were added, removed, renamed or merged, then changes in the other rows."""
    before, after = old.record.tables[table], new.record.tables[table]
    came_from = {key: key for key in before.rows if key in after.rows}
    cells = old.details.cells[table] if old.details is not None else {}
    for key in before.rows:
        if key in after.rows:
            continue
        now = renames.now(table, key, cells.get(key))
        if now not in after.rows:
            yield Change(table, "", key, "row-removed")
        elif now in came_from:
            yield Change(table, "", key, "row-merged", after=now)
        else:
            came_from[now] = key
            yield Change(table, "", now, "row-renamed", before=key, after=now)
    for key in after.rows:
        if key not in came_from:
            yield Change(table, "", key, "row-added")
    yield from _changes_in_rows(table, old, new, came_from, columns)


def _changes_in_rows(
    table: str, old: State, new: State, came_from: dict[str, str], columns: dict[str, str]
) -> Iterator[Change]:
    """Changed cells outside the key; of a record, rows whose hash changed."""
    before, after = old.record.tables[table], new.record.tables[table]
    if old.details is not None and new.details is not None:
        cells, now_cells = old.details.cells[table], new.details.cells[table]
        in_key = before.schema["primaryKey"]
        shared = [pair for pair in columns.items() if pair[0] not in in_key]
        for (key, was), (column, now) in itertools.product(came_from.items(), shared):
            change = cells[was][column], now_cells[key][now]
            if change[0] != change[1]:
                yield Change(table, now, key, "cell-changed", "", *change)
    elif [*before.by_column] == [*after.by_column]:  # with other columns, every hash differs
        for key, was in came_from.items():
            if key == was and before.rows[key] != after.rows[key]:
                yield Change(table, "", key, "row-changed")
