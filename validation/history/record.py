"""The record of a release: each schema, key and row hash, and a few counts.

A record shows whether data are those of a release, which rows were added, removed or changed
since, and which version number that allows. It holds no cells: which cell of a row changed shows
only in the release itself. Each row has a line of its own, so a diff of two records is readable.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from validation.history.version import Version
from validation.package.canonical import canonical
from validation.package.errors import ContentError
from validation.package.opening import DESCRIPTOR, read_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from validation.package.opening import Package
    from validation.package.schema import Schema
    from validation.package.table import Record, Table

FOLDER = "data/releases"
CONTRACT = "data/README.md"
DIGITS = 16  # of a hash: enough to tell rows of one key apart; forging one gains nothing
# Properties that describe and promise nothing, with or without `_en` or `_nl`. All others count;
# of a licence, its name and address.
PACKAGE_TEXTS = (
    *("title", "description", "keywords", "homepage", "licenses", "sources", "contributors"),
)
TABLE_TEXTS = ("title", "description")
COLUMN_TEXTS = ("title", "description", "example")
# Properties that are elsewhere in a record, or that no reader relies on.
ELSEWHERE = frozenset({"name", "version", "resources", "path", "bytes", "hash", "schema", "fields"})

Texts = dict[tuple[str, str, str], str]  # by table, column and property


@dataclass(frozen=True)
class TableRecord:
    """What a release held of one table.

    `resource`, `schema` and `fields` (in column order) are properties without texts, and `texts`
    is the hash of those. `rows` has the hash of each row by key, `codes` how often each code is
    used, and `filled` the number of non-empty cells of each column with empty cells.
    """

    path: str
    resource: dict[str, Any]
    schema: dict[str, Any]
    fields: list[dict[str, Any]]
    texts: str
    codes: dict[str, dict[str, int]]
    filled: dict[str, int]
    rows: dict[str, str]

    @property
    def role(self) -> str:
        """The role of the table; empty in releases up to 0.2.0, which have none."""
        return str(self.resource.get("role", ""))

    @property
    def by_column(self) -> dict[str, dict[str, Any]]:
        """The columns by name, in order."""
        return {column["name"]: column for column in self.fields}


@dataclass(frozen=True)
class ReleaseRecord:
    """What a release held; `date` is empty for data that are not released."""

    name: str
    version: str
    date: str
    descriptor: dict[str, Any]
    texts: str
    retired: dict[str, str]
    counts: dict[str, int]
    explicit: dict[str, int]
    tables: dict[str, TableRecord]

    @property
    def number(self) -> Version:
        """The version, parsed; ContentError if it is not a version number."""
        try:
            return Version.parse(self.version)
        except ValueError as error:
            raise ContentError(f"{DESCRIPTOR}: {error}") from error


class Details(NamedTuple):
    """What a record leaves out: the rows by table and key, and the texts."""

    cells: Mapping[str, Mapping[str, Record]]
    texts: Texts


@dataclass(frozen=True)
class State:
    """The package at one moment: its record, and the details if the package itself is available.

    `called` is the name that a user gave, such as a tag or folder. `because` says why a release
    was not read from its tag.
    """

    record: ReleaseRecord
    details: Details | None
    called: str
    because: str = ""


def state_of(package: Package, called: str = "", date: str = "") -> State:
    """The state of an open package.

    Raises ContentError if a schema is at fault, a table cannot be read, or two rows have one key.
    """
    problems = [*filter(None, map(_problem, package.tables.values()))]
    if problems:
        raise ContentError(*problems)
    cells = {name: table.by_key for name, table in package.tables.items()}
    own_texts = dict(_package_texts(package))
    texts, tables = dict(own_texts), {}
    for resource in package.descriptor["resources"]:
        name, table = resource["name"], package.tables[resource["name"]]
        schema = read_json(package.root, table.schema.path)
        of_table = dict(_texts(name, "", resource, TABLE_TEXTS))
        for column in schema["fields"]:
            of_table |= _texts(name, column["name"], column, COLUMN_TEXTS)
        texts |= of_table
        tables[name] = _table_record(table, resource, schema, _hash(of_table))
    record = ReleaseRecord(
        name=str(package.descriptor.get("name", "")),
        version=package.version,
        date=date,
        descriptor=_rest(package.descriptor, PACKAGE_TEXTS) | {"licenses": _licences(package)},
        texts=_hash(own_texts),
        retired={key: row["replaced_by"] for key, row in cells.get("retired_ids", {}).items()},
        counts={name: len(rows) for name, rows in cells.items()},
        explicit={
            name: sum(row["basis"] == "explicit" for row in rows.values())
            for name, rows in cells.items()
            if "basis" in package.tables[name].schema.names
        },
        tables=tables,
    )
    return State(record, Details(cells, texts), called)


def write(record: ReleaseRecord) -> bytes:
    """A record as JSON, with a line for each row, column and count."""
    return pretty_json(asdict(record), depth=4)


def pretty_json(value: object, depth: int) -> bytes:
    """JSON in UTF-8: one line for each item of the outer `depth` levels."""
    return (_pretty(value, depth, "\n") + "\n").encode()


def _pretty(value: object, depth: int, margin: str) -> str:
    if depth == 0 or not isinstance(value, dict | list) or not value:
        return json.dumps(value, ensure_ascii=False)
    inner = margin + "  "
    if isinstance(value, list):
        return f"[{inner}{f',{inner}'.join(_pretty(v, depth - 1, inner) for v in value)}{margin}]"
    items = (
        f"{json.dumps(name, ensure_ascii=False)}: {_pretty(part, depth - 1, inner)}"
        for name, part in value.items()
    )
    return f"{{{inner}{f',{inner}'.join(items)}{margin}}}"


def _problem(table: Table) -> str:
    """Why a table cannot be compared; empty if it can."""
    if not _is_sound(table.schema):
        return f"{table.schema.path}: this schema is at fault; validate.py says why"
    if not table.readable:
        return f"{table.path}: this table cannot be read; validate.py says why"
    if len(table.by_key) < len(table.rows):
        return f"{table.path}: two rows have the same key; validate.py says which"
    return ""


def _is_sound(schema: Schema) -> bool:
    """Whether column names are unique, keys refer to columns, and codes are strings."""
    names = schema.names
    keys = [schema.primary_key, *(key.fields for key in schema.foreign_keys)]
    codes = [code for column in schema.fields for code in column.constraints.get("enum", [])]
    return (
        len(set(names)) == len(names)
        and all(set(key) <= set(names) for key in keys)
        and all(isinstance(code, str) for code in codes)
    )


def _table_record(
    table: Table, resource: dict[str, Any], schema: dict[str, Any], texts: str
) -> TableRecord:
    filled, codes = {}, {}
    for column in table.schema.fields:
        cells = Counter(record[column.name] for record in table.records)
        if cells[""]:
            filled[column.name] = len(table.rows) - cells.pop("")
        if column.codes is not None:
            codes[column.name] = dict(sorted(cells.items()))
    return TableRecord(
        path=table.path,
        resource=_rest(resource, TABLE_TEXTS),
        schema=_rest(schema, ()) | _keys(table.schema),
        fields=[
            {"name": column["name"], **_rest(column, COLUMN_TEXTS)} for column in schema["fields"]
        ],
        texts=texts,
        codes=codes,
        filled=filled,
        rows=dict(_row_hashes(table)),
    )


def _keys(schema: Schema) -> dict[str, Any]:
    """The keys of a schema, always in the long form of the standard."""
    foreign = [
        {
            "fields": list(key.fields),
            "reference": {"resource": key.table, "fields": list(key.reference)},
        }
        for key in schema.foreign_keys
    ]
    return {
        "primaryKey": list(schema.primary_key),
        "uniqueKeys": [list(key) for key in schema.unique_keys],
        "foreignKeys": foreign,
    }


def _row_hashes(table: Table) -> Iterator[tuple[str, str]]:
    """The key of each row, and the hash of its line in the canonical file, without line end."""
    for record, row in zip(table.records, table.rows, strict=True):
        _, _, line = canonical(table.schema, [row]).partition(b"\n")
        yield record.key, hashlib.sha256(line.removesuffix(b"\n")).hexdigest()[:DIGITS]


def _is_text(name: str, texts: Iterable[str]) -> bool:
    return name.removesuffix("_nl").removesuffix("_en") in texts


def _rest(content: dict[str, Any], texts: Iterable[str]) -> dict[str, Any]:
    """The properties that are not texts and are not elsewhere in a record, by name."""
    return {
        name: content[name]
        for name in sorted(content)
        if name not in ELSEWHERE and not _is_text(name, texts)
    }


def _texts(table: str, column: str, content: dict[str, Any], texts: Iterable[str]) -> Texts:
    return {
        (table, column, name): value
        if isinstance(value, str)
        else json.dumps(value, ensure_ascii=False)
        for name, value in content.items()
        if _is_text(name, texts)
    }


def _package_texts(package: Package) -> Texts:
    texts = _texts("", "", package.descriptor, PACKAGE_TEXTS)
    contract = package.root / CONTRACT
    if contract.is_file():
        digest = hashlib.sha256(contract.read_bytes()).hexdigest()
        texts["", "", CONTRACT] = f"sha256:{digest}"
    return texts


def _licences(package: Package) -> list[list[str]]:
    """The name and address of each licence; a text says which part of the package it covers."""
    licences = package.descriptor.get("licenses", [])
    return [[str(entry.get(name, "")) for name in ("name", "path")] for entry in licences]


def _hash(texts: Texts) -> str:
    return hashlib.sha256(json.dumps(sorted(texts.items())).encode()).hexdigest()[:DIGITS]
