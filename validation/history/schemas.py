"""What has changed in a Table Schema: columns, constraints, keys and whatever else it promises.

A constraint tightens where a row that was allowed no longer is, and loosens where it only allows
more. Where nobody can tell, as for two patterns, it may have tightened.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from validation.history.changes import Change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validation.history.record import TableRecord

ABSENT: dict[str, object] = {"required": False, "unique": False, "evidence": False}
FLAGS = frozenset(ABSENT)  # true allows less than false
FLOORS = frozenset({"minLength", "minimum"})
CEILINGS = frozenset({"maxLength", "maximum"})
KEYS = ("uniqueKeys", "foreignKeys")  # each of them forbids rows
HARMLESS = frozenset({"rdfProperty", "role"})  # a column or a table may gain one


def columns_kept(before: TableRecord, after: TableRecord) -> dict[str, str]:
    """Each old column that is still there, with its name now.

    A column that goes is taken for the one that comes in its place if both are described alike.
    """
    old = {field["name"]: field for field in before.fields}
    new = {field["name"]: field for field in after.fields}
    gone = [name for name in old if name not in new]
    come = [name for name in new if name not in old]
    places = list(old), list(new)
    renamed = {
        name: other
        for name in gone
        for other in come
        if places[0].index(name) == places[1].index(other)
        and {**old[name], "name": ""} == {**new[other], "name": ""}
    }
    return {name: renamed.get(name, name) for name in old if name in new or name in renamed}


def column_changes(
    table: str, before: TableRecord, after: TableRecord, columns: dict[str, str]
) -> Iterator[Change]:
    """Columns that came, went, moved or have another name, and what is otherwise in the others."""
    old = {field["name"]: field for field in before.fields}
    new = {field["name"]: field for field in after.fields}
    for name in old:
        if name not in columns:
            yield Change(table, name, "", "column-removed")
        elif columns[name] != name:
            yield Change(table, columns[name], "", "column-renamed", "name", name, columns[name])
    for name in new:
        if name not in columns.values():
            yield Change(table, name, "", "column-added")
    in_place = [columns[name] for name in old if name in columns]
    now = [name for name in new if name in columns.values()]
    if in_place != now:
        orders = ", ".join(in_place), ", ".join(now)
        yield Change(table, "", "", "column-moved", "fields", *orders)
    for name, other in columns.items():
        yield from _field_changes(table, other, old[name], new[other])


def _field_changes(
    table: str, column: str, old: dict[str, Any], new: dict[str, Any]
) -> Iterator[Change]:
    if old["type"] != new["type"]:
        yield Change(table, column, "", "type-changed", "type", old["type"], new["type"])
    apart = {"name", "type", "constraints", "evidence"}
    rest = ({k: v for k, v in field.items() if k not in apart} for field in (old, new))
    yield from property_changes(table, column, *rest)
    limits = [
        {"evidence": field.get("evidence", False), **field.get("constraints", {})}
        for field in (old, new)
    ]
    for name in sorted({*limits[0], *limits[1]}):
        was, is_ = (limit.get(name, ABSENT.get(name)) for limit in limits)
        if was != is_:
            kind = _direction(name, was, is_)
            yield Change(table, column, "", kind, name, _text(was), _text(is_))


def _direction(name: str, was: Any, is_: Any) -> str:  # noqa: ANN401 - a constraint may be anything
    """Whether a constraint that has changed allows less than it did, more, or nobody knows."""
    if was is None:
        less = True
    elif is_ is None:
        less = False
    elif name in FLAGS:
        less = bool(is_)
    elif name in FLOORS:
        less = is_ > was
    elif name in CEILINGS:
        less = is_ < was
    elif name == "enum":
        if set(was) == set(is_):
            return "codes-reordered"
        less = not set(was) <= set(is_)
    else:
        return "constraint-changed"
    return "constraint-tightened" if less else "constraint-loosened"


def key_changes(table: str, before: TableRecord, after: TableRecord) -> Iterator[Change]:
    """Unique and foreign keys that came or went, and what else of the schema differs."""
    for name in KEYS:
        old, new = ({_text(key): key for key in part.schema[name]} for part in (before, after))
        for key in sorted({*old, *new}):
            if key not in old:
                yield Change(table, "", "", "constraint-tightened", name, "", key)
            elif key not in new:
                yield Change(table, "", "", "constraint-loosened", name, key, "")
    apart = {"primaryKey", *KEYS}
    rest = ({k: v for k, v in t.schema.items() if k not in apart} for t in (before, after))
    yield from property_changes(table, "", *rest)


def property_changes(
    table: str, column: str, old: dict[str, Any], new: dict[str, Any]
) -> Iterator[Change]:
    """Properties that differ, of which nothing is known but whether one may be added."""
    for name in sorted({*old, *new}):
        was, is_ = old.get(name), new.get(name)
        if was != is_:
            harmless = was is None and name in HARMLESS
            kind = "property-added" if harmless else "property-changed"
            yield Change(table, column, "", kind, name, _text(was), _text(is_))


def _text(value: object) -> str:
    """A property as text: itself if it is text, nothing if it is not there, or its JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
