"""Hold the descriptor and the schemas against this project's strict profile.

Readers take a misspelt property for a custom one and pass; the profile in
`schemas/package.json` refuses whatever it does not know. What JSON Schema cannot say stands
here: that keys name fields, references name tables and patterns compile. A table whose schema
has a fault of that kind is not judged by the layers that would have to trust it.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator, SchemaError

from validation.catalogue.finding import Finding, nearest, shorten
from validation.catalogue.languages import Both, in_english
from validation.package.errors import ContentError
from validation.package.opening import DESCRIPTOR, PROFILE, ROOT, read_json, unreadable
from validation.package.table import CLAIMS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from jsonschema import ValidationError

    from validation.package.opening import Package
    from validation.package.table import Table

    # Pointer, value, message, and the names among which the right one may be.
    _Fault = tuple[str, str, Both, Iterable[str]]


def faults(package: Package) -> list[Finding]:
    """Every fault of the descriptor and of the schemas, looked for once."""
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


def distrust(package: Package, found: Iterable[Finding]) -> None:
    """Mark the tables whose schema or role is at fault, so that no layer leans on it."""
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
    """The profile; PackageError where it is missing, ContentError where it is none."""
    profile = read_json(ROOT, PROFILE)
    try:
        Draft202012Validator.check_schema(profile)
        known = {"schema", "resource"} <= profile["$defs"].keys()
    except (SchemaError, KeyError):
        known = False
    if not known:
        message = Both("this is no profile of a package", "dit is geen profiel van een pakket")
        raise ContentError(unreadable(PROFILE, message))
    return profile


def _json_faults(path: str, errors: Iterable[ValidationError]) -> Iterator[Finding]:
    """A finding per error; a misspelt property is one fault, not an unknown and a missing one."""
    found = list(errors)
    misspelt = {tuple(e.absolute_path) for e in found if e.validator == "additionalProperties"}
    lacking = {tuple(e.absolute_path) for e in found if e.validator == "required"}
    for error in found:
        place = tuple(error.absolute_path)
        # What a column may have depends on its type; without one nothing can be said of that.
        if not (
            (error.validator == "required" and place in misspelt)
            or (error.validator == "not" and place[:-1] in lacking)
        ):
            yield _json_fault(path, error)


def _json_fault(path: str, error: ValidationError) -> Finding:
    pointer = "/".join(str(part) for part in error.absolute_path)
    instance: Any = error.instance
    schema: Any = error.schema
    if error.validator == "additionalProperties":
        known = schema["properties"]
        unknown = min(set(instance) - set(known))
        message = Both(
            f"`{unknown}` is not a property here", f"`{unknown}` is hier geen eigenschap"
        )
        return Finding(path, 0, pointer, "descriptor", "", message, nearest(unknown, known))
    value = str(instance) if isinstance(instance, str | int) else ""
    return Finding(path, 0, pointer, "descriptor", value, _said(error))


def _said(error: ValidationError) -> Both:
    """What the profile asks for, in plain words where it has them."""
    wanted: Any = error.validator_value
    match error.validator:
        case "required":
            name = error.message.split("'")[1]
            said = Both(f"the property `{name}` is missing", f"de eigenschap `{name}` ontbreekt")
        case "const":
            exact = shorten(json.dumps(wanted, ensure_ascii=False), 120)
            said = Both(f"this must be {exact}", f"hier hoort {exact}")
        case "enum":
            listed = ", ".join(map(str, wanted))
            said = Both(f"this must be one of: {listed}", f"hier hoort een van: {listed}")
        case "type":
            said = Both(f"this must be of type {wanted}", f"hier hoort het type {wanted}")
        case "pattern" if re.search(wanted, str(error.instance).lower()):
            said = Both("this is written without capitals", "dit staat zonder hoofdletters")
        case "pattern":
            said = Both(f"this does not match {wanted}", f"dit past niet op {wanted}")
        case "minLength" | "minItems":
            said = Both("this is empty", "dit is leeg")
        case "uniqueItems":
            said = Both("something stands here twice", "er staat hier iets dubbel")
        case "not":
            said = Both(
                "texts alone have a pattern, lengths and codes, integers alone a least and a most",
                "alleen teksten hebben een patroon, lengtes en codes, alleen gehele getallen een "
                "minimum en maximum",
            )
        case _:
            said = in_english(shorten(error.message, 160))
    return said


def _findings(path: str, said: Iterable[_Fault]) -> list[Finding]:
    """What JSON Schema cannot say of a schema that is well-formed otherwise."""
    return [
        Finding(path, 0, pointer, "descriptor", value, what, nearest(value, known))
        for pointer, value, what, known in said
    ]


def _role_faults(package: Package, tables: Iterable[Table]) -> Iterator[_Fault]:
    """Tables whose rows cannot be what the descriptor says they are."""
    names = list(package.tables)
    for table in tables:
        key = table.schema.primary_key
        if table.role == "thing":
            fits = key == ("id",)
            message = Both("a thing has the key `id`", "een ding heeft de sleutel `id`")
        else:
            fits = table.role not in CLAIMS or (
                key[0] == "document_id" and "basis" in table.schema.names
            )
            message = Both(
                "the key of a statement or link starts with `document_id`, and it has a `basis`",
                "de sleutel van een uitspraak of verband begint met `document_id`, en zij heeft "
                "een `basis`",
            )
        if not fits:
            yield f"resources/{names.index(table.name)}/role", table.role, message, ()


def _field_faults(content: dict[str, Any]) -> Iterator[_Fault]:
    names = [column["name"] for column in content["fields"]]
    for number, column in enumerate(content["fields"]):
        if column["name"] in names[:number]:
            message = Both("two fields have this name", "twee velden heten zo")
            yield f"fields/{number}/name", column["name"], message, ()
        pattern = column["constraints"].get("pattern", "")
        try:
            re.compile(pattern)
        except re.error as error:
            message = Both(
                f"this is no regular expression: {error}",
                f"dit is geen reguliere expressie (in het Engels: {error})",
            )
            yield f"fields/{number}/constraints/pattern", pattern, message, ()


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
                yield pointer, name, Both("no field has this name", "geen veld heet zo"), names


def _reference_faults(
    package: Package, content: dict[str, Any], sound: Collection[str]
) -> Iterator[_Fault]:
    """References that name nothing, of those to the schemas that are sound themselves."""
    names = [column["name"] for column in content["fields"]]
    for number, key in enumerate(content.get("foreignKeys", [])):
        pointer, reference = f"foreignKeys/{number}/reference", key["reference"]
        target = reference.get("resource")
        if target is not None and target not in package.tables:
            message = Both("no table has this name", "geen tabel heet zo")
            yield pointer, target, message, package.tables
            continue
        if target is not None and package.tables[target].schema.path not in sound:
            continue
        known = names if target is None else package.tables[target].schema.names
        for name in reference["fields"]:
            if name not in known:
                message = Both("no field there has this name", "geen veld daar heet zo")
                yield pointer, name, message, known
        if len(reference["fields"]) != len(key["fields"]):
            message = Both(
                "the key has not as many fields here as there",
                "de sleutel heeft hier niet evenveel velden als daar",
            )
            yield pointer, "", message, ()
