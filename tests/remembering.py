"""Judge what has not changed only once, so that many small breaks take seconds."""

from __future__ import annotations

import hashlib
import pickle
from contextlib import contextmanager
from functools import cache, lru_cache, wraps
from typing import TYPE_CHECKING, Any

import pytest

from validation.history import archive
from validation.outputs import exports
from validation.package import opening, profile
from validation.package.canonical import canonical_json
from validation.package.opening import DESCRIPTOR
from validation.package.schema import Schema
from validation.package.table import Table
from validation.rules import byte_form, columns, expectations, run, structure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pandas as pd

    from validation.catalogue.finding import Finding
    from validation.package.opening import Package

MOST = 400  # tables that are kept: ten packages


@contextmanager
def remembering() -> Iterator[None]:
    """Keep what the layers say of a single table, or of the schemas, for when it comes again.

    What is kept lasts as long as the process; outside this context nobody looks at it.
    """
    with pytest.MonkeyPatch.context() as patch:
        for owner, name, keeping in kept():
            patch.setattr(owner, name, keeping)
        yield


@cache
def kept() -> list[tuple[object, str, object]]:
    """What is replaced, by where it stands and its name, and what takes its place."""
    judges = (
        (byte_form, "_table_findings", told),
        (byte_form, "_prose_findings", str),
        (profile, "_faults", schemas_of),
        (profile, "schema_faults", str),
        (structure, "_standard_findings", schemas_of),
        (structure, "_schema_findings", str),
        (structure, "_table_findings", nothing_of),
        (columns, "_text_findings", told),
        (columns, "_typed_findings", told),
        (archive, "_first_fault", str),
        (exports, "_read_back", told),
    )
    return [
        *((layer, name, once(getattr(layer, name), subject)) for layer, name, subject in judges),
        (byte_form, "canonical_json", lru_cache(canonical_json)),
        (opening, "_object", known_objects(opening._object)),  # noqa: SLF001 - replaced as the rest
        (opening, "Schema", known_schemas()),
        (opening, "Table", known_tables()),
        (Table, "key", known_keys(Table.key)),
        (run, "SLOW", ""),  # no second process, in which everything would be judged anew
        (expectations, "outside", once(expectations.outside, repr)),
    ]


class Known(dict[str, Any]):
    """The object of a JSON file, with the hash of that file, so that it is judged only once.

    A copy is a plain dictionary, because it may be changed.
    """

    told = ""

    def __reduce__(self) -> tuple[type, tuple[dict[str, Any]]]:
        return dict, (dict(self),)


def known_objects(
    read: Callable[[str, bytes], tuple[dict[str, Any], list[Finding]]],
) -> Callable[[str, bytes], tuple[dict[str, Any], list[Finding]]]:
    """Parse each JSON file once; everyone gets a copy of the object, which may be changed."""
    known: dict[tuple[str, str], bytes] = {}

    def read_once(path: str, content: bytes) -> tuple[dict[str, Any], list[Finding]]:
        key = path, hashlib.sha256(content).hexdigest()
        if key not in known:
            known[key] = pickle.dumps(read(path, content))
        value, found = pickle.loads(known[key])  # noqa: S301 - our own, made two lines above
        value = Known(value)
        value.told = key[1]
        return value, found

    return read_once


def known_schemas() -> object:
    """Stands for the class `Schema`, and makes each schema once."""
    known: dict[tuple[str, str, str], Schema] = {}

    class Schemas:
        @staticmethod
        def read(table: str, path: str, content: dict[str, Any]) -> Schema:
            key = table, path, told(content)
            if key not in known:
                known[key] = Schema.read(table, path, content)
            return known[key]

    return Schemas


def known_tables() -> Callable[..., Table]:
    """Make a table, or take the same one again, with all that was read of it."""
    known: dict[tuple[str, str, int, bytes, str], Table] = {}

    def table(name: str, path: str, schema: Schema, content: bytes, **said: Any) -> Table:  # noqa: ANN401 - as a table takes them
        if len(known) == MOST:
            known.clear()
        # No other schema gets the same identity: the table that is kept has this one.
        key = name, path, id(schema), content, repr(said)
        if key not in known:
            known[key] = Table(name, path, schema, content, **said)
        made = known[key]
        # A fault in another package may have changed these.
        made.trusted, made.role = True, said["role"]
        return made

    return table


def known_keys(
    key: Callable[[Table, tuple[str, ...]], pd.Series[str]],
) -> Callable[[Table, tuple[str, ...]], pd.Series[str]]:
    """Join the columns of a table once."""

    def key_once(table: Table, columns: tuple[str, ...]) -> pd.Series[str]:
        joined: dict[tuple[str, ...], pd.Series[str]] = vars(table).setdefault("_joined", {})
        if columns not in joined:
            joined[columns] = key(table, columns)
        return joined[columns]

    return key_once


def once(
    judge: Callable[..., Iterable[Any] | None], subject: Callable[[Any], str]
) -> Callable[..., list[Any]]:
    """The same judgement, made once of each subject and whatever is given beside it."""
    found: dict[bytes, list[Any]] = {}

    @wraps(judge)
    def judge_once(first: object, *rest: object) -> list[Any]:
        key = digest([subject(first), *map(told, rest)])
        if key not in found:
            found[key] = list(judge(first, *rest) or ())
        return found[key]

    return judge_once


def digest(parts: object) -> bytes:
    """A few bytes for any value, because thousands of tables would not fit in memory."""
    return hashlib.sha256(repr(parts).encode()).digest()


def told(thing: object) -> str:
    """All that is known of a value; of a table, whose content is long, only once."""
    if isinstance(thing, Known):
        return thing.told
    if not isinstance(thing, Table):
        return repr(thing)
    kept = vars(thing)
    if "_told" not in kept:
        kept["_told"] = digest([thing.name, thing.path, thing.schema, thing.content]).hex()
    return f"{kept['_told']} {thing.trusted} {thing.role}"


def schemas_of(package: Package) -> str:
    """The schemas and the descriptor."""
    paths = [DESCRIPTOR, *(table.schema.path for table in package.tables.values())]
    return repr([(package.root / path).read_bytes() for path in paths])


def nothing_of(_: Package) -> str:
    """Of no use: all that counts is the table."""
    return ""
