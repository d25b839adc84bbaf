"""Every property that the standard or our profile knows is enforced somewhere, or refused.

`pytest -rA tests/package/test_properties.py` prints one line for each: the property, and the rule
that a broken example of it breaks.
"""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.broken import Edit, cell, copied, restated, swapped
from tests.example import FAST, edit_json
from tests.shared import shared_file
from validation.package import profile
from validation.package.errors import ContentError
from validation.package.opening import DESCRIPTOR, PROFILE, ROOT, open_package
from validation.rules.run import validate

MISSIONS, SCHEMA = "data/missions.csv", "schemas/missions.json"
NUMBER = 3  # the missions among the example's resources
KEY = "foreignKeys"

# What the Data Package standard, version 2, knows at each place; a test compares.
STANDARD = {
    "package": "$schema name id title description homepage version created contributors keywords "
    "image licenses resources sources",
    "package/licenses": "name path title",
    "package/sources": "title path email version",
    "package/contributors": "title path email givenName familyName organization roles",
    "resource": "$schema name path data type title description homepage sources licenses format "
    "mediatype encoding bytes hash dialect schema",
    "dialect": "$schema header headerRows headerJoin commentRows commentChar delimiter "
    "lineTerminator quoteChar doubleQuote escapeChar nullSequence skipInitialSpace property "
    "itemType itemKeys sheetNumber sheetName table",
    "schema": "$schema fields fieldsMatch primaryKey uniqueKeys foreignKeys missingValues",
    "schema/foreignKeys": "fields reference",
    "schema/foreignKeys/reference": "resource fields",
    "field": "name type title description example missingValues rdfType format constraints "
    "categories categoriesOrdered groupChar decimalChar bareNumber trueValues falseValues",
    "field/constraints": "required unique pattern enum minLength maxLength minimum maximum "
    "exclusiveMinimum exclusiveMaximum jsonSchema",
}

OURS: dict[str, Any] = json.loads((ROOT / PROFILE).read_bytes())
PARTS = OURS["$defs"]
ALLOWED: dict[str, dict[str, Any]] = {
    "package": OURS["properties"],
    **{
        f"package/{name}": OURS["properties"][name]["items"]["properties"]
        for name in ("licenses", "sources", "contributors")
    },
    "resource": PARTS["resource"]["properties"],
    "dialect": PARTS["resource"]["properties"]["dialect"]["const"],
    "schema": PARTS["schema"]["properties"],
    "schema/foreignKeys": PARTS["schema"]["properties"][KEY]["items"]["properties"],
    "schema/foreignKeys/reference": PARTS["schema"]["properties"][KEY]["items"]["properties"][
        "reference"
    ]["properties"],
    "field": PARTS["field"]["properties"],
    "field/constraints": PARTS["field"]["properties"]["constraints"]["properties"],
}


# The way to each place, in the descriptor or in the schema of the missions.
STEPS: dict[str, tuple[str | int, ...]] = {
    "package": (),
    "package/licenses": ("licenses", 0),
    "package/sources": ("sources", 0),
    "package/contributors": ("contributors", 0),
    "resource": ("resources", NUMBER),
    "dialect": ("resources", NUMBER, "dialect"),
    "schema": (),
    "schema/foreignKeys": (KEY, 0),
    "schema/foreignKeys/reference": (KEY, 0, "reference"),
    "field": ("fields", 1),
    "field/constraints": ("fields", 1, "constraints"),
}


def file_of(place: str) -> str:
    return SCHEMA if place.startswith(("schema", "field")) else DESCRIPTOR


def stated(place: str, **properties: object) -> Edit:
    """Properties at a place are stated otherwise."""

    def change(content: dict[str, Any]) -> None:
        found: Any = content
        for step in STEPS[place]:
            found = found[step]
        found.update(properties)

    return lambda package: edit_json(package, file_of(place), change)


def declared(table: str, number: int, **properties: object) -> Edit:
    """Properties of one column are stated otherwise."""
    return restated(f"schemas/{table}.json", lambda s: s["fields"][number].update(properties))


def bounded(table: str, number: int, **constraints: object) -> Edit:
    """Constraints of one column are stated otherwise."""
    return restated(
        f"schemas/{table}.json", lambda s: s["fields"][number]["constraints"].update(constraints)
    )


def moved(place: str, name: str, path: str, new: str) -> Edit:
    """A file is copied, and the descriptor names the copy."""

    def edit(package: Path) -> int:
        (package / new).parent.mkdir(exist_ok=True)
        shutil.copyfile(package / path, package / new)
        return stated(place, **{name: new})(package)

    return edit


def empty(*places: str) -> dict[str, tuple[str, Edit]]:
    """Texts that may not be empty."""
    return {
        place: ("descriptor", stated(place.rpartition("/")[0], **{place.rpartition("/")[2]: ""}))
        for place in places
    }


# Each property that may be declared, with a broken example and the rule that it breaks. Where rows
# can break what a property declares, they do; otherwise it is declared wrongly.
ENFORCED: dict[str, tuple[str, Edit]] = {
    "package/$schema": ("descriptor", stated("package", **{"$schema": "https://example.org/"})),
    "package/name": ("descriptor", stated("package", name="Some missions")),
    "package/version": ("descriptor", stated("package", version="1.0")),
    "package/homepage": ("descriptor", stated("package", homepage="example.org")),
    "package/keywords": ("descriptor", stated("package", keywords=["navy", "navy"])),
    "package/licenses": ("descriptor", stated("package", licenses=[])),
    "package/sources": ("descriptor", stated("package", sources=[])),
    "package/contributors": ("descriptor", stated("package", contributors=[])),
    "package/resources": (
        "stray-file",
        restated(DESCRIPTOR, lambda whole: whole["resources"].pop()),
    ),
    **empty(
        *(f"package/{name}" for name in ("title", "title_nl", "description", "description_nl")),
        *(f"package/licenses/{name}" for name in ("name", "path", "title", "scope", "scope_nl")),
        *(f"package/sources/{name}" for name in ("title", "path", "version")),
        "package/contributors/title",
        *(f"resource/{name}" for name in ("title", "title_nl", "description", "description_nl")),
        *(f"field/{name}" for name in ("description", "description_nl")),
    ),
    "package/contributors/roles": ("descriptor", stated("package/contributors", roles=[])),
    "resource/name": ("descriptor", stated("resource", name="some missions")),
    "resource/type": ("descriptor", stated("resource", type="json")),
    "resource/role": ("descriptor", stated("resource", role="statement")),
    "resource/path": ("descriptor", moved("resource", "path", MISSIONS, "data/a/b-1.csv")),
    "resource/scheme": ("descriptor", stated("resource", scheme="http")),
    "resource/format": ("descriptor", stated("resource", format="tsv")),
    "resource/mediatype": ("descriptor", stated("resource", mediatype="text/plain")),
    "resource/encoding": (
        "utf-8",
        swapped(MISSIONS, b"Guards the coast.", b"Guards the co\xe4st."),
    ),
    "resource/dialect": ("descriptor", stated("resource", dialect={})),
    "resource/bytes": ("fingerprint", stated("resource", bytes=1)),
    "resource/hash": ("fingerprint", stated("resource", hash="sha256:" + "0" * 64)),
    "resource/schema": ("descriptor", moved("resource", "schema", SCHEMA, "schemas/m/m-1.json")),
    "dialect/delimiter": ("header", swapped(MISSIONS, b"id,kind", b"id;kind")),
    "dialect/lineTerminator": (
        "line-ends",
        swapped(MISSIONS, b"Wacht bij nacht.\n", b"Wacht bij nacht.\r\n"),
    ),
    "dialect/quoteChar": ("csv", swapped(MISSIONS, b"Guards the coast.", b'"Guards the coast.')),
    "dialect/doubleQuote": ("csv", swapped(MISSIONS, b"Guards the", b'"Guards" the')),
    "dialect/header": ("header", swapped(MISSIONS, b"id,kind", b"1,2")),
    "schema/$schema": ("descriptor", stated("schema", **{"$schema": "https://example.org/"})),
    "schema/fields": ("header", restated(SCHEMA, lambda schema: schema["fields"].pop())),
    "schema/missingValues": ("descriptor", stated("schema", missingValues=["", "NA"])),
    "schema/primaryKey": ("unique", copied("missions lantern")),
    "schema/uniqueKeys": ("unique", stated("schema", uniqueKeys=[["parent_basis"], ["kind"]])),
    "schema/foreignKeys": ("foreign-key", cell("missions lantern-training parent_id", "x")),
    "schema/foreignKeys/fields": (
        "foreign-key",
        stated("schema/foreignKeys", fields=["label_en"]),
    ),
    "schema/foreignKeys/reference": (
        "foreign-key",
        stated("schema/foreignKeys", reference={"resource": "actors", "fields": ["id"]}),
    ),
    "schema/foreignKeys/reference/resource": (
        "foreign-key",
        stated("schema/foreignKeys/reference", resource="actors"),
    ),
    "schema/foreignKeys/reference/fields": (
        "foreign-key",
        stated("schema/foreignKeys/reference", fields=["label_en"]),
    ),
    "schema/rowOrder": ("row-order", stated("schema", rowOrder=["label_nl"])),
    "field/name": ("header", declared("missions", 6, name="told_en")),
    "field/type": ("type", declared("missions", 4, type="integer", constraints={"required": True})),
    "field/example": ("descriptor-standard", declared("passages", 2, example="first")),
    "field/codes": ("code-list", declared("missions", 1, codes="threat_kind")),
    "field/evidence": ("field-evidence", declared("missions", 4, evidence=True)),
    "field/rdfProperty": ("descriptor", declared("missions", 4, rdfProperty="skos:prefLabel")),
    "field/constraints": ("descriptor", declared("missions", 4, constraints={})),
    "field/constraints/required": ("required", bounded("missions", 3, required=True)),
    "field/constraints/unique": ("unique", bounded("passages", 1, unique=True)),
    "field/constraints/minLength": ("length", bounded("missions", 4, minLength=60)),
    "field/constraints/maxLength": ("length", bounded("missions", 4, maxLength=2)),
    "field/constraints/minimum": ("range", bounded("passages", 2, minimum=2)),
    "field/constraints/maximum": ("range", bounded("passages", 2, maximum=2)),
    "field/constraints/pattern": ("pattern", bounded("missions", 4, pattern="^(?:[a-z]+)$")),
    "field/constraints/enum": ("enum", cell("missions night-watch kind", "posturing")),
}

REFUSED = [
    f"{place}/{name}"
    for place, names in STANDARD.items()
    for name in names.split()
    if name not in ALLOWED[place]
]


@pytest.mark.parametrize(
    "name", [pytest.param(name, id=f"{name} by {rule}") for name, (rule, _) in ENFORCED.items()]
)
def test_what_may_be_declared_is_enforced(example: Path, name: str) -> None:
    rule, damage = ENFORCED[name]
    damage(example)
    with open_package(example) as package:
        found = validate(package, FAST).findings
    assert rule in {finding.rule for finding in found}


def test_all_that_may_be_declared_has_a_broken_example() -> None:
    allowed = {f"{place}/{name}" for place, names in ALLOWED.items() for name in names}
    assert set(ENFORCED) == allowed


@pytest.mark.parametrize("name", REFUSED)
def test_what_the_standard_knows_and_nothing_enforces_is_refused(example: Path, name: str) -> None:
    place, _, declares = name.rpartition("/")
    stated(place, **{declares: "any"})(example)
    try:
        with open_package(example) as package:
            found = profile.faults(package)
    except ContentError as error:
        found = list(error.findings)
    assert [finding.rule for finding in found] == ["descriptor"]
    assert declares in found[0].message + found[0].column or place == "dialect"


def named(schema: dict[str, Any]) -> Iterator[str]:
    """The properties that a JSON Schema knows, whichever of its alternatives holds."""
    yield from schema.get("properties", {})
    for alternative in (*schema.get("oneOf", ()), *schema.get("anyOf", ())):
        yield from named(alternative)


def within(schema: dict[str, Any], *steps: str) -> Iterator[dict[str, Any]]:
    """Every part of a JSON Schema that a way through properties and items leads to."""
    if not steps:
        yield schema
        return
    for alternative in (*schema.get("oneOf", ()), *schema.get("anyOf", ())):
        yield from within(alternative, *steps)
    first, *rest = steps
    below = schema.get("items") if first == "items" else schema.get("properties", {}).get(first)
    if isinstance(below, dict):
        yield from within(below, *rest)


WAYS: dict[str, tuple[str, ...]] = {
    "package": ("datapackage",),
    **{f"package/{name}": ("datapackage", name, "items")
       for name in ("licenses", "sources", "contributors")},
    "resource": ("dataresource",),
    "dialect": ("tabledialect",),
    "schema": ("tableschema",),
    "schema/foreignKeys": ("tableschema", KEY, "items"),
    "schema/foreignKeys/reference": ("tableschema", KEY, "items", "reference"),
    "field": ("tableschema", "fields", "items"),
    "field/constraints": ("tableschema", "fields", "items", "constraints"),
}  # fmt: skip


def test_the_properties_of_the_standard_are_all_looked_at() -> None:
    known = {}
    for place, (profile_name, *way) in WAYS.items():
        standard = json.loads(
            shared_file(f"reference/datapackage-2.0/{profile_name}-2.0.json").read_bytes()
        )
        known[place] = {name for part in within(standard, *way) for name in named(part)}
    assert known == {place: set(names.split()) for place, names in STANDARD.items()}
