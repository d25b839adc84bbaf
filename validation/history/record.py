"""What the record of a release holds: every schema, key and row hash, and a few counts.

A record is enough to tell whether the data are those of a release, which rows came, went or
changed since, and which version that allows. It holds no cells: which cell of a row changed is
told from the release itself. Its form is fixed, one row to a line, so that two records can be
read side by side.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from validation.history.lined import lined
from validation.history.version import Version
from validation.package.canonical import canonical
from validation.package.errors import ContentError
from validation.package.opening import DESCRIPTOR, read_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validation.package.opening import Package
    from validation.package.schema import Schema
    from validation.package.table import Table

FOLDER = "data/releases"
CONTRACT = "data/README.md"
DIGITS = 16  # of a hash: two rows of one key are told apart, and nobody gains by forging one
# What describes and promises nothing. Every other property counts; of a licence, what it is called
# and where it stands.
PACKAGE_TEXTS = (
    *("title", "description", "keywords", "homepage", "licenses", "sources", "contributors"),
)
TABLE_TEXTS = ("title", "description")
COLUMN_TEXTS = ("title", "description", "example")
# What other parts of a record say, or nobody relies on.
ELSEWHERE = frozenset({"name", "version", "resources", "path", "bytes", "hash", "schema", "fields"})


@dataclass(frozen=True)
class TableRecord:
    """What a release held of one table.

    `resource` and `schema` are their properties but for texts, `fields` likewise in the order of
    the columns, `rows` the hash of each row by key, `codes` how often each code is used and
    `filled` how many cells of a column are, where not all of them.
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
        """What a row is; empty in releases up to 0.2.0, which do not say."""
        return str(self.resource.get("role", ""))


@dataclass(frozen=True)
class Record:
    """What a release held; `date` is empty until it is one."""

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
        """The version as a number; ContentError where it is none."""
        try:
            return Version.parse(self.version)
        except ValueError as error:
            raise ContentError(f"{DESCRIPTOR}: {error}") from error


@dataclass(frozen=True)
class Details:
    """What a record leaves out: cells by table, key and column, and texts by what they describe."""

    cells: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    texts: dict[tuple[str, str, str], str] = field(default_factory=dict)


@dataclass(frozen=True)
class State:
    """The package at one moment: its record, and the details where the package itself is at hand.

    `called` is how a reader asked for it, such as a tag or a folder; `because` is why a release is
    not known as its tag holds it.
    """

    record: Record
    details: Details | None
    called: str
    because: str = ""


def state_of(package: Package, called: str = "", date: str = "") -> State:
    """The state of a package as it lies there.

    Raises ContentError where a schema is at fault, a table cannot be read or two rows have one
    key: rows that cannot be told apart cannot be compared.
    """
    problems: list[str] = []
    details = Details()
    tables = {}
    for name, table in package.tables.items():
        resource = next(r for r in package.descriptor["resources"] if r["name"] == name)
        if not _is_sound(table.schema):
            problems.append(f"{table.schema.path}: this schema is at fault; validate.py says why")
            continue
        if not table.readable:
            problems.append(f"{table.path}: this table cannot be read; validate.py says why")
            continue
        keyed = _keyed(table)
        if len(keyed) < len(table.rows):
            problems.append(f"{table.path}: two rows have one key; validate.py says which")
        details.cells[name] = keyed
        schema = read_json(package.root, table.schema.path)
        texts = dict(_table_texts(name, resource, schema))
        details.texts.update(texts)
        tables[name] = _table_record(table, resource, schema, _hash(sorted(texts.items())))
    if problems:
        raise ContentError(*problems)
    texts = dict(_package_texts(package))
    details.texts.update(texts)
    record = Record(
        name=str(package.descriptor.get("name", "")),
        version=package.version,
        date=date,
        descriptor=_rest(package.descriptor, PACKAGE_TEXTS) | {"licenses": _licences(package)},
        texts=_hash(sorted(texts.items())),
        retired={
            key: row["replaced_by"] for key, row in details.cells.get("retired_ids", {}).items()
        },
        counts={name: len(table.rows) for name, table in tables.items()},
        explicit={
            name: sum(cells["basis"] == "explicit" for cells in details.cells[name].values())
            for name in tables
            if "basis" in package.tables[name].schema.names
        },
        tables=tables,
    )
    return State(record, details, called)


def write(record: Record) -> bytes:
    """The one form of a record: JSON with a line for each row, column and count."""
    return lined(asdict(record), depth=4)


def key_of(schema_key: tuple[str, ...], cells: dict[str, str]) -> str:
    """The primary key of a row, its parts joined with a slash."""
    return "/".join(cells[column] for column in schema_key)


def _is_sound(schema: Schema) -> bool:
    """Whether columns have one name each, keys name columns, and codes are texts."""
    names = schema.names
    keys = [schema.primary_key, *(key.fields for key in schema.foreign_keys)]
    codes = [code for column in schema.fields for code in column.constraints.get("enum", [])]
    return (
        len(set(names)) == len(names)
        and all(set(key) <= set(names) for key in keys)
        and all(isinstance(code, str) for code in codes)
    )


def _keyed(table: Table) -> dict[str, dict[str, str]]:
    names = table.schema.names
    rows = (dict(zip(names, row.cells, strict=True)) for row in table.rows)
    return {key_of(table.schema.primary_key, cells): cells for cells in rows}


def _table_record(
    table: Table, resource: dict[str, Any], schema: dict[str, Any], texts: str
) -> TableRecord:
    filled, codes = {}, {}
    for number, column in enumerate(table.schema.fields):
        cells = Counter(row.cells[number] for row in table.rows)
        if cells[""]:
            filled[column.name] = len(table.rows) - cells.pop("")
        if column.codes is not None:
            codes[column.name] = dict(sorted(cells.items()))
    return TableRecord(
        path=table.path,
        resource=_rest(resource, TABLE_TEXTS),
        schema=_rest(schema, ()) | _keys(table.schema),
        fields=[
            {"name": entry["name"], **_rest(entry, COLUMN_TEXTS)} for entry in schema["fields"]
        ],
        texts=texts,
        codes=codes,
        filled=filled,
        rows=dict(_hashes(table)),
    )


def _keys(schema: Schema) -> dict[str, Any]:
    """The keys of a schema, written in one way whichever of the standard's ways it took."""
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


def _hashes(table: Table) -> Iterator[tuple[str, str]]:
    """The key of each row and the hash of its line in the canonical file, without the line end."""
    names, key = table.schema.names, table.schema.primary_key
    for row in table.rows:
        _, _, line = canonical(table.schema, [row]).partition(b"\n")
        digest = hashlib.sha256(line.removesuffix(b"\n")).hexdigest()[:DIGITS]
        yield key_of(key, dict(zip(names, row.cells, strict=True))), digest


def _rest(content: dict[str, Any], texts: tuple[str, ...]) -> dict[str, Any]:
    """The properties that are no texts and stand nowhere else in a record, by name."""
    return {
        name: content[name]
        for name in sorted(content)
        if name not in ELSEWHERE and _without_language(name) not in texts
    }


def _texts_in(content: dict[str, Any], texts: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for name in sorted(content):
        if _without_language(name) in texts:
            value = content[name]
            yield name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _table_texts(
    name: str, resource: dict[str, Any], schema: dict[str, Any]
) -> Iterator[tuple[tuple[str, str, str], str]]:
    for text, value in _texts_in(resource, TABLE_TEXTS):
        yield (name, "", text), value
    for entry in schema["fields"]:
        for text, value in _texts_in(entry, COLUMN_TEXTS):
            yield (name, entry["name"], text), value


def _package_texts(package: Package) -> Iterator[tuple[tuple[str, str, str], str]]:
    for text, value in _texts_in(package.descriptor, PACKAGE_TEXTS):
        yield ("", "", text), value
    contract = package.root / CONTRACT
    if contract.is_file():
        digest = hashlib.sha256(contract.read_bytes()).hexdigest()
        yield ("", "", CONTRACT), f"sha256:{digest}"


def _licences(package: Package) -> list[list[str]]:
    """The name and address of each licence; what is said of its scope is a text."""
    licences = package.descriptor.get("licenses", [])
    known = ("name", "path")
    return [[str(entry.get(name, "")) for name in known] for entry in licences]


def _without_language(name: str) -> str:
    return name.removesuffix("_nl").removesuffix("_en")


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:DIGITS]
