"""Validate the descriptor and the schemas against the strict profile of this project.

Other readers treat a misspelt property as a custom one and accept it; the profile in
`schemas/package.json` rejects every unknown property. This module also checks what JSON Schema
cannot express: that keys name existing fields, that references name existing tables and that
patterns compile. The other layers do not check a table whose schema is at fault.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator, SchemaError

from validation.catalogue.finding import Place, nearest, shorten
from validation.catalogue.languages import in_english
from validation.catalogue.rules import finding
from validation.package.errors import unreadable_file
from validation.package.opening import BOUNDS, DESCRIPTOR, PROFILE, ROOT, read_json
from validation.package.table import CLAIMS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from jsonschema import ValidationError

    from validation.catalogue.finding import Finding
    from validation.package.opening import Package
    from validation.package.table import Table

    # Pointer, value, which message of `descriptor`, and the values in that.
    _Fault = tuple[str, str, str, dict[str, Any]]


def faults(package: Package) -> list[Finding]:
    """Every finding on the descriptor and the schemas; the result is cached."""
    if package.profile_faults is None:
        package.profile_faults = _faults(package)
    return package.profile_faults


def _faults(package: Package) -> list[Finding]:
    whole = Draft202012Validator(_profile())
    found = list(_json_faults(DESCRIPTOR, whole.iter_errors(package.descriptor)))
    contents: dict[str, dict[str, Any]] = {}
    sound = set()
    for path in sorted({table.schema.path for table in package.tables.values()}):
        content = read_json(package.root, path)
        ill_formed = schema_faults(path, content)
        found += ill_formed
        if ill_formed:
            continue
        contents[path] = content
        at_fault = _findings(path, [*_field_faults(content), *_name_faults(content)])
        found += at_fault
        if not at_fault:
            sound.add(path)
    for path, content in contents.items():
        found += _findings(path, _reference_faults(package, content, sound))
    tables = [table for table in package.tables.values() if table.schema.path in sound]
    return found + _findings(DESCRIPTOR, _role_faults(package, tables))


def schema_faults(path: str, content: dict[str, Any]) -> list[Finding]:
    """Every property of a Table Schema that the profile does not allow."""
    one = Draft202012Validator({"$ref": "#/$defs/schema", "$defs": _profile()["$defs"]})
    return list(_json_faults(path, one.iter_errors(content)))


def bounds_faults(package: Package, content: dict[str, Any]) -> list[Finding]:
    """Every finding on the bounds: what the profile does not allow, and unknown tables."""
    one = Draft202012Validator({"$ref": "#/$defs/bounds"} | {"$defs": _profile()["$defs"]})
    if found := list(_json_faults(BOUNDS, one.iter_errors(content))):
        return found
    named = [
        (f"{name}/{number}/table", entry["table"])
        for name in ("bounds", "accepted")
        for number, entry in enumerate(content[name])
        if entry.get("table", "") not in {"", *package.tables}
    ]
    return _findings(
        BOUNDS,
        (
            (pointer, table, "no_table", {"suggestion": nearest(table, package.tables)})
            for pointer, table in named
        ),
    )


def distrust(package: Package, found: Iterable[Finding]) -> None:
    """Mark the tables whose schema or role is at fault, so that no layer uses it."""
    files = {finding.file for finding in found if finding.rule == "descriptor"}
    pointers = {finding.column for finding in found if finding.file == DESCRIPTOR}
    resources = {name.split("/")[1] for name in pointers if name.startswith("resources/")}
    for number, table in enumerate(package.tables.values()):
        at_fault = table.schema.path in files or str(number) in resources
        table.trusted = table.trusted and not at_fault
        if f"resources/{number}/role" in pointers:
            table.role = ""


@cache
def _profile() -> dict[str, Any]:
    """The profile; PackageError if it is missing, ContentError if it is not a profile."""
    profile = read_json(ROOT, PROFILE)
    try:
        Draft202012Validator.check_schema(profile)
        known = {"bounds", "resource", "schema"} <= profile["$defs"].keys()
    except (SchemaError, KeyError):
        known = False
    if not known:
        raise unreadable_file(PROFILE, "no_profile")
    return profile


def _json_faults(path: str, errors: Iterable[ValidationError]) -> Iterator[Finding]:
    """One finding per error; a misspelt property is not reported as missing as well."""
    found = list(errors)
    misspelt = {tuple(e.absolute_path) for e in found if e.validator == "additionalProperties"}
    lacking = {tuple(e.absolute_path) for e in found if e.validator == "required"}
    for error in found:
        place = tuple(error.absolute_path)
        # Which constraints a column may have depends on its type; without a type, `not` is skipped.
        if not (
            (error.validator == "required" and place in misspelt)
            or (error.validator == "not" and place[:-1] in lacking)
        ):
            yield _json_fault(path, error)


def _json_fault(path: str, error: ValidationError) -> Finding:
    """The finding for one error of JSON Schema, with a message of the catalogue."""
    pointer = "/".join(str(part) for part in error.absolute_path)
    instance: Any = error.instance
    schema: Any = error.schema
    wanted: Any = error.validator_value
    value = str(instance) if isinstance(instance, str | int) else ""
    words: dict[str, Any] = {"wanted": wanted}
    match error.validator:
        case "additionalProperties":
            known = schema["properties"]
            unknown = min(set(instance) - set(known))
            says, words = "unknown", {"name": unknown, "suggestion": nearest(unknown, known)}
        case "required":
            says, words = "required", {"name": error.message.split("'")[1]}
        case "const":
            says = "const"
            words["wanted"] = shorten(json.dumps(wanted, ensure_ascii=False), 120)
        case "enum":
            says, words["wanted"] = "enum", ", ".join(map(str, wanted))
        case "pattern" if re.search(wanted, str(instance).lower()):
            says = "capitals"
        case "type" | "pattern" | "not":
            says = error.validator
        case "minLength" | "minItems":
            says = "empty"
        case "uniqueItems":
            says = "twice"
        case _:
            says, words = "other", {"reason": in_english(shorten(error.message, 160))}
    return finding("descriptor", Place(path, 0, pointer, value), says, **words)


def _findings(path: str, said: Iterable[_Fault]) -> list[Finding]:
    """The findings for faults that JSON Schema cannot express."""
    return [
        finding("descriptor", Place(path, 0, pointer, value), says, **words)
        for pointer, value, says, words in said
    ]


def _role_faults(package: Package, tables: Iterable[Table]) -> Iterator[_Fault]:
    """Tables whose primary key or columns do not fit their role in the descriptor."""
    names = list(package.tables)
    for table in tables:
        key, pointer = table.schema.primary_key, f"resources/{names.index(table.name)}/role"
        if table.role == "thing":
            if key != ("id",):
                yield pointer, table.role, "thing_key", {}
        elif table.role in CLAIMS and (
            key[0] != "document_id" or "basis" not in table.schema.names
        ):
            yield pointer, table.role, "claim_key", {}


def _field_faults(content: dict[str, Any]) -> Iterator[_Fault]:
    names = [column["name"] for column in content["fields"]]
    for number, column in enumerate(content["fields"]):
        if column["name"] in names[:number]:
            yield f"fields/{number}/name", column["name"], "same_field", {}
        pattern = column["constraints"].get("pattern", "")
        try:
            re.compile(pattern)
        except re.error as error:
            words = {"reason": in_english(str(error))}
            yield f"fields/{number}/constraints/pattern", pattern, "regex", words


def _name_faults(content: dict[str, Any]) -> Iterator[_Fault]:
    names = [column["name"] for column in content["fields"]]
    keys = {"primaryKey": content["primaryKey"], "rowOrder": content.get("rowOrder", [])}
    for number, key in enumerate(content.get("uniqueKeys", [])):
        keys[f"uniqueKeys/{number}"] = key
    for number, key in enumerate(content.get("foreignKeys", [])):
        keys[f"foreignKeys/{number}"] = key["fields"]
    for pointer, key in keys.items():
        for name in key:
            if name not in names:
                yield pointer, name, "no_field", {"suggestion": nearest(name, names)}


def _reference_faults(
    package: Package, content: dict[str, Any], sound: Collection[str]
) -> Iterator[_Fault]:
    """Foreign keys to unknown tables or fields; references to a schema at fault are skipped."""
    names = [column["name"] for column in content["fields"]]
    for number, key in enumerate(content.get("foreignKeys", [])):
        pointer, reference = f"foreignKeys/{number}/reference", key["reference"]
        target = reference.get("resource")
        if target is not None and target not in package.tables:
            yield pointer, target, "no_table", {"suggestion": nearest(target, package.tables)}
            continue
        if target is not None and package.tables[target].schema.path not in sound:
            continue
        known = names if target is None else package.tables[target].schema.names
        for name in reference["fields"]:
            if name not in known:
                yield pointer, name, "no_field_there", {"suggestion": nearest(name, known)}
        if len(reference["fields"]) != len(key["fields"]):
            yield pointer, "", "widths", {}
