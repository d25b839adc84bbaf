"""Mutants of the descriptor and of a schema of each kind: each property gone, wrong, or new.

A schema may also be loosened so that it stays a good schema: then no table breaks it, and only a
comparison with the last release can see that it promises less.
"""

from __future__ import annotations

import json
from functools import reduce
from operator import getitem
from typing import TYPE_CHECKING, Any

from tests.campaign.edits import Change, document
from tests.campaign.mutants import ANY_COLUMN, UNREADABLE, Base, Kind, Mutant, Place
from tests.example import BOUNDS as EXAMPLE_BOUNDS
from validation.package.opening import BOUNDS, DESCRIPTOR, PROFILE, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.campaign.clean import Clean

LOOSER = "a weakened schema"
NOTHING = "nothing"  # no table, column or list has this name
FILES_OF_A_RESOURCE = {"path", "schema"}
# A value that the profile refuses for each property of the descriptor; empty text for all others.
REFUSED: dict[str, Any] = {
    "$schema": "https://example.org/profile.json",
    "name": "Not a slug",
    "version": "1.0",
    "homepage": "example.org",
    "keywords": [],
    "licenses": [],
    "sources": [],
    "contributors": [],
}
REFUSED_IN_AN_ENTRY: dict[str, Any] = {"path": "ftp://example.org", "roles": []}
REFUSED_IN_A_RESOURCE: dict[str, Any] = {
    "name": "Not-a-slug",
    "type": "json",
    "path": "data/Upper.csv",
    "format": "tsv",
    "mediatype": "text/plain",
    "encoding": "latin-1",
    "dialect": {"delimiter": ";"},
    "schema": "schemas/none.json",
}


def mutants(clean: Clean) -> Iterator[Mutant]:
    """Everything that can be dropped from, written wrongly in or added to these files."""
    descriptor = json.loads((ROOT / DESCRIPTOR).read_bytes())
    yield from _of_the_whole(descriptor)
    for number, resource in enumerate(descriptor["resources"]):
        if resource["name"] in clean.kinds:
            yield from _of_a_resource(number, resource)
    for table in clean.kinds:
        yield from _Schema(clean, table).mutants()


def taken(*path: str | int) -> Change:
    """Take out what stands at a path."""
    *way, last = path
    return lambda whole: reduce(getitem, way, whole).pop(last)


def put(value: object, *path: str | int) -> Change:
    """Put a value at a path."""
    *way, last = path

    def change(whole: Any) -> None:  # noqa: ANN401 - JSON
        reduce(getitem, way, whole)[last] = value

    return change


def added(value: object, *path: str | int) -> Change:
    """Put a value at the end of the list that stands at a path."""
    return lambda whole: reduce(getitem, path, whole).append(value)


def _of_the_whole(descriptor: dict[str, Any]) -> Iterator[Mutant]:
    """The descriptor's own properties, and those of its licences, sources and contributors."""
    required = json.loads((ROOT / PROFILE).read_bytes())["required"]
    for name, value in descriptor.items():
        if name == "resources":
            continue
        if name in required:
            yield _stated(f"{name}/gone", taken(name), "")
        yield _stated(f"{name}/refused", put(REFUSED.get(name, ""), name), name)
        for number, entry in enumerate(value if isinstance(value, list) else ()):
            yield from _of_an_entry(name, number, entry)
    yield _stated("unknown", put("red", "colour"), "")
    yield _stated("resources/gone", taken("resources"), "resources")
    resources = descriptor["resources"]
    again = added(resources[0], "resources")
    yield _stated("resource-twice", again, f"resources/{len(resources)}/name")


def _of_an_entry(name: str, number: int, entry: object) -> Iterator[Mutant]:
    """One licence, source, contributor or keyword."""
    at = f"{name}/{number}"
    if not isinstance(entry, dict):
        yield _stated(f"{at}/empty", put("", name, number), at)
        return
    required = {"sources": {"title", "path"}}.get(name, entry.keys())
    for key in entry:
        if key in required:
            yield _stated(f"{at}/{key}/gone", taken(name, number, key), at)
        wrong = REFUSED_IN_AN_ENTRY.get(key, "")
        yield _stated(f"{at}/{key}/refused", put(wrong, name, number, key), f"{at}/{key}")
    yield _stated(f"{at}/unknown", put("red", name, number, "colour"), at)


def _of_a_resource(number: int, resource: dict[str, Any]) -> Iterator[Mutant]:
    """One table's entry: each property gone or refused, and the whole entry gone."""
    table, path, at = resource["name"], resource["path"], f"resources/{number}"
    for key in resource:
        way = ("resources", number, key)
        wrong = REFUSED_IN_A_RESOURCE.get(key, "")
        yield _stated(f"{table}/{key}/gone", taken(*way), at)
        if key in FILES_OF_A_RESOURCE:
            yield _unopened(f"{table}/{key}/refused", put(wrong, *way), wrong)
        else:
            yield _stated(f"{table}/{key}/refused", put(wrong, *way), f"{at}/{key}")
    for key, wrong, other in (("bytes", 0, 7), ("hash", "md5:0", "sha256:" + "ab" * 32)):
        way = ("resources", number, key)
        yield _stated(f"{table}/{key}/refused", put(wrong, *way), f"{at}/{key}")
        place = Place("fingerprint", path, 0, "")
        yield _made(f"{table}/{key}/of-another-file", put(other, *way), place)
    yield _stated(f"{table}/unknown", put("red", "resources", number, "colour"), at)
    outside = put("../a.csv", "resources", number, "path")
    yield _stated(f"{table}/path/outside", outside, f"{at}/path")
    left_out = taken("resources", number)
    stray = Place("stray-file", path, 0, "")
    yield _made(f"{table}/left-out", left_out, stray)
    if table in {bound["table"] for bound in EXAMPLE_BOUNDS}:
        missed = Place("descriptor", BOUNDS, 0, ANY_COLUMN)
        yield _made(f"{table}/left-out-of-the-example", left_out, missed, Base.EXAMPLE)


def _stated(name: str, change: Change, pointer: str) -> Mutant:
    """A change of the descriptor that the profile refuses, at that property."""
    return _made(name, change, Place("descriptor", DESCRIPTOR, 0, pointer))


def _unopened(name: str, change: Change, file: str) -> Mutant:
    """A change of the descriptor with which the package cannot be opened."""
    return _made(name, change, Place(UNREADABLE, file, 0, ""))


def _made(name: str, change: Change, place: Place, base: Base = Base.LETTER) -> Mutant:
    says = f"The descriptor is changed: {name.replace('/', ', ')}"
    edits = (document(DESCRIPTOR, change),)
    return Mutant(f"descriptor/{name}", Kind.DESCRIPTOR, says, edits, place, base=base)


class _Schema:
    """One schema and the mutants of it."""

    def __init__(self, clean: Clean, table: str) -> None:
        self.table, self.path, self.data = table, clean.schema(table).path, clean.path(table)
        self.content = json.loads((ROOT / self.path).read_bytes())
        self.fields: list[dict[str, Any]] = self.content["fields"]

    def mutants(self) -> Iterator[Mutant]:
        """Its properties, its columns, its keys, its codes, and what loosens it."""
        yield from self._whole()
        yield from self._columns()
        yield from self._first_column()
        for number, field in enumerate(self.fields):
            if "codes" in field:
                yield from self._codes(f"fields/{number}", number)
            if field["type"] != "string":
                wrong = put("first", "fields", number, "example")
                place = Place("descriptor-standard", self.path, 0, "")
                yield self._made(f"fields/{number}/example/of-another-type", wrong, place)
        for number in range(len(self.content.get("foreignKeys", []))):
            yield from self._reference(f"foreignKeys/{number}", number)
        yield from self._looser()

    def _whole(self) -> Iterator[Mutant]:
        for key in ("$schema", "missingValues", "fields", "primaryKey"):
            yield self._refused(f"{key}/gone", taken(key), "")
        yield self._refused("unknown", put("red", "colour"), "")
        yield self._refused("missingValues/more", put(["", "NA"], "missingValues"), "missingValues")
        yield self._refused("fields/none", put([], "fields"), "fields")
        yield self._refused("primaryKey/misspelt", added(NOTHING, "primaryKey"), "primaryKey")

    def _columns(self) -> Iterator[Mutant]:
        header = Place("header", self.data, 1, "")
        first, second, *_, last = self.fields
        place = header
        for pointer, key in self._keys():  # a key of the last column is missed first
            if place is header and last["name"] in key:
                place = Place("descriptor", self.path, 0, pointer)
        yield self._made("fields/last-gone", taken("fields", -1), place)
        swapped = put([second, first, *self.fields[2:]], "fields")
        yield self._made("fields/swapped", swapped, header)
        yield self._made("fields/added", added({**last, "name": "more"}, "fields"), header)
        number = len(self.fields)
        yield self._refused("fields/twice", added(first, "fields"), f"fields/{number}/name")

    def _keys(self) -> Iterator[tuple[str, list[str]]]:
        yield "primaryKey", self.content["primaryKey"]
        for number, key in enumerate(self.content.get("foreignKeys", [])):
            yield f"foreignKeys/{number}", key["fields"]

    def _first_column(self) -> Iterator[Mutant]:
        for key in self.fields[0]:
            if key != "rdfProperty":
                yield self._refused(f"fields/0/{key}/gone", taken("fields", 0, key), "fields/0")
        for key, value in (("type", "date"), ("description", ""), ("example", "")):
            at = f"fields/0/{key}"
            yield self._refused(f"{at}/refused", put(value, "fields", 0, key), at)
        yield self._refused("fields/0/unknown", put("red", "fields", 0, "colour"), "fields/0")

    def _codes(self, at: str, number: int) -> Iterator[Mutant]:
        """A list of codes: one too many, one too few, another order, none, another list."""
        enum = self.fields[number]["constraints"]["enum"]
        pointer = f"{at}/constraints/enum"
        way = ("fields", number, "constraints", "enum")
        place = Place("code-list", self.path, 0, pointer)
        for name, codes in (
            ("added", [*enum, "more"]),
            ("fewer", enum[:-1]),
            ("reversed", enum[::-1]),
        ):
            yield self._made(f"{pointer}/{name}", put(codes, *way), place)
        yield self._refused(f"{pointer}/gone", taken(*way), f"{at}/constraints")
        yield self._made(f"{at}/codes/of-no-list", put(NOTHING, "fields", number, "codes"), place)

    def _reference(self, at: str, number: int) -> Iterator[Mutant]:
        way = ("foreignKeys", number)
        there = f"{at}/reference"
        yield self._refused(f"{at}/fields/misspelt", put([NOTHING], *way, "fields"), at)
        for name, value in (("resource", NOTHING), ("fields", [NOTHING])):
            wrong = put(value, *way, "reference", name)
            yield self._refused(f"{there}/{name}/misspelt", wrong, there)
        yield self._refused(f"{there}/gone", taken(*way, "reference"), at)

    def _looser(self) -> Iterator[Mutant]:
        """Each sort of constraint dropped once, each key dropped, and what asks for evidence."""
        seen = {"enum"}
        for number, field in enumerate(self.fields):
            way = ("fields", number, "constraints")
            for limit, value in field["constraints"].items():
                at = f"fields/{number}/constraints/{limit}"
                if limit in seen:
                    continue
                seen.add(limit)
                if limit != "required":
                    yield self._made(f"{at}/gone", taken(*way, limit))
                    continue
                yield self._refused(
                    f"{at}/gone", taken(*way, limit), f"fields/{number}/constraints"
                )
                if value:
                    yield self._made(f"{at}/false", put(not value, *way, limit))
            for key in ("evidence", "rdfProperty"):
                if key in field and key not in seen:
                    seen.add(key)
                    yield self._made(f"fields/{number}/{key}/gone", taken("fields", number, key))
        for kind in ("foreignKeys", "uniqueKeys"):
            keys = self.content.get(kind, [])
            for number in range(len(keys)):
                fewer = taken(kind, number) if len(keys) > 1 else taken(kind)
                yield self._made(f"{kind}/{number}/gone", fewer)

    def _refused(self, name: str, change: Change, pointer: str) -> Mutant:
        return self._made(name, change, Place("descriptor", self.path, 0, pointer))

    def _made(self, name: str, change: Change, place: Place | None = None) -> Mutant:
        """A change that is found at the place; one without loosens the schema."""
        return Mutant(
            f"schema/{self.table}/{name}",
            Kind.SCHEMA if place else Kind.PLAUSIBLE,
            f"The schema of {self.table} is changed: {name.replace('/', ', ')}",
            (document(self.path, change),),
            place,
            survives="" if place else LOOSER,
        )
