"""Layer 2, structure: do the files match the descriptor?

frictionless reads each file as the descriptor says and reports what a reader stumbles over:
header, width, CSV syntax, byte count and hash. Types, constraints and keys are left to the
layers that can name the cell and the mend, so it is given the columns' names alone. The
descriptor itself is held against this project's strict profile, because frictionless accepts a
misspelt property as a custom one.
"""

from __future__ import annotations

import csv
import json
from functools import cache
from typing import TYPE_CHECKING, Any

import frictionless
from frictionless import Checklist, FrictionlessException, Resource
from jsonschema import Draft202012Validator

from validation.findings import Finding, Outcome, near, shorten
from validation.package import DESCRIPTOR, PROFILE, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jsonschema import ValidationError

    from validation.package import Package, Table

ERRORS = {
    "source-error": "csv",
    "blank-header": "header",
    "blank-label": "header",
    "duplicate-label": "header",
    "extra-label": "header",
    "missing-label": "header",
    "incorrect-label": "header",
    "blank-row": "row-width",
    "extra-cell": "row-width",
    "missing-cell": "row-width",
}
FINGERPRINT_ERRORS = frozenset({"hash-count", "byte-count"})


def check(package: Package) -> Outcome:
    """Every disagreement between the files and what the descriptor and the schemas say."""
    outcome = Outcome()
    outcome.findings += _profile_findings(package)
    outcome.findings += _stray_findings(package)
    if not outcome.findings:
        outcome.findings += _standard_findings(package)
    resources = {resource["name"]: resource for resource in package.descriptor["resources"]}
    for table in package.tables.values():
        outcome.findings += _table_findings(package, table, resources[table.name])
    outcome.counts["tables"] = len(package.tables)
    return outcome


@cache
def _profile() -> dict[str, Any]:
    profile: dict[str, Any] = json.loads((ROOT / PROFILE).read_bytes())
    return profile


def _profile_findings(package: Package) -> Iterator[Finding]:
    profile = _profile()
    whole = Draft202012Validator(profile)
    yield from _profile_errors(DESCRIPTOR, whole.iter_errors(package.descriptor))
    one = Draft202012Validator({"$ref": "#/$defs/schema", "$defs": profile["$defs"]})
    for path in sorted({table.schema.path for table in package.tables.values()}):
        content = json.loads((package.root / path).read_bytes())
        found = list(_profile_errors(path, one.iter_errors(content)))
        yield from found or _schema_findings(path, content)


def _profile_errors(path: str, errors: Iterable[ValidationError]) -> Iterator[Finding]:
    """A finding per error; a misspelt property is one fault, not an unknown and a missing one."""
    found = list(errors)
    misspelt = {tuple(e.absolute_path) for e in found if e.validator == "additionalProperties"}
    for error in found:
        if error.validator != "required" or tuple(error.absolute_path) not in misspelt:
            yield _profile_finding(path, error)


def _profile_finding(path: str, error: ValidationError) -> Finding:
    pointer = "/".join(str(part) for part in error.absolute_path)
    instance: Any = error.instance
    schema: Any = error.schema
    if error.validator == "additionalProperties":
        known = schema["properties"]
        unknown = min(set(instance) - set(known))
        message = f"`{unknown}` is not a property here{near(unknown, known)}"
        return Finding(path, 0, pointer, "descriptor", "", message)
    value = str(instance) if isinstance(instance, str | int) else ""
    return Finding(path, 0, pointer, "descriptor", value, shorten(error.message, 160))


def _schema_findings(path: str, content: dict[str, Any]) -> Iterator[Finding]:
    """What JSON Schema cannot say: field names are unique, and keys and order name fields."""
    names = [column["name"] for column in content["fields"]]
    for number, name in enumerate(names):
        if name in names[:number]:
            pointer = f"fields/{number}/name"
            yield Finding(path, 0, pointer, "descriptor", name, "two fields have this name")
    keys = {
        "primaryKey": content["primaryKey"],
        "rowOrder": content.get("rowOrder", []),
        **{f"uniqueKeys/{n}": key for n, key in enumerate(content.get("uniqueKeys", []))},
        **{
            f"foreignKeys/{n}": key["fields"]
            for n, key in enumerate(content.get("foreignKeys", []))
        },
    }
    for pointer, key in keys.items():
        for name in key:
            if name not in names:
                message = f"no field has this name{near(name, names)}"
                yield Finding(path, 0, pointer, "descriptor", name, message)


def _stray_findings(package: Package) -> Iterator[Finding]:
    declared = {table.path for table in package.tables.values()}
    used = {table.schema.path for table in package.tables.values()}
    for path in sorted((package.root / "data").rglob("*.csv")):
        name = path.relative_to(package.root).as_posix()
        if name not in declared:
            message = "the descriptor does not list this table"
            yield Finding(name, 0, "", "stray-file", "", message)
    own = {PROFILE, "schemas/bounds.json"}
    for path in sorted((package.root / "schemas").glob("*.json")):
        name = path.relative_to(package.root).as_posix()
        if name not in used | own:
            yield Finding(name, 0, "", "stray-file", "", "no table has this schema")


def _standard_findings(package: Package) -> Iterator[Finding]:
    try:
        report = frictionless.Package.validate_descriptor(
            package.descriptor, basepath=str(package.root)
        )
        notes = [error.message for task in report.tasks for error in task.errors]
        notes += [error.message for error in report.errors]
    except FrictionlessException as error:
        notes = [cause.message for cause in error.reasons] or [error.error.message]
    for note in sorted(set(notes)):
        yield Finding(DESCRIPTOR, 0, "", "descriptor-standard", "", note)


def _table_findings(package: Package, table: Table, declared: dict[str, Any]) -> Iterator[Finding]:
    resource = Resource.from_descriptor(
        {
            "name": table.name,
            "type": "table",
            "path": table.path,
            "format": "csv",
            "encoding": "utf-8",
            "dialect": {"delimiter": ","},
            "schema": {"fields": [{"name": name, "type": "any"} for name in table.schema.names]},
            **{key: declared[key] for key in ("bytes", "hash") if key in declared},
        },
        basepath=str(package.root),
    )
    report = resource.validate(Checklist(pick_errors=[*ERRORS, *FINGERPRINT_ERRORS]))
    errors = [error for task in report.tasks for error in task.errors]
    rules = {ERRORS.get(error.type, "fingerprint") for error in errors}
    if "header" in rules:
        yield _header_finding(table)
        return
    if table.csv_error is not None:
        line, message = table.csv_error
        yield Finding(table.path, line, "", "csv", "", message)
        return
    for error in errors:
        if error.type in FINGERPRINT_ERRORS:
            continue
        row = getattr(error, "row_number", 0) or 0
        yield Finding(table.path, row, "", ERRORS[error.type], "", _width(table, row))
    if "fingerprint" in rules:
        message = "the descriptor's bytes or hash are not those of the file"
        yield Finding(table.path, 0, "", "fingerprint", "", message)


def _header_finding(table: Table) -> Finding:
    first, _, _ = table.content.partition(b"\n")
    found = first.decode("utf-8", "replace").strip().split(",")
    expected = table.schema.names
    missing = [name for name in expected if name not in found]
    surplus = [name for name in found if name not in expected]
    if missing or surplus:
        parts = [f"missing: {', '.join(missing)}"] if missing else []
        parts += (
            [f"not in the schema: {', '.join(surplus)}{near(surplus[0], missing)}"]
            if surplus
            else []
        )
        message = "; ".join(parts)
    else:
        message = f"the columns stand in another order or twice; expected {', '.join(expected)}"
    return Finding(table.path, 1, "", "header", "", message)


def _width(table: Table, line: int) -> str:
    text = table.content.decode("utf-8", "replace").split("\n")[line - 1]
    if not text.strip():
        return "the line is blank"
    cells = len(next(csv.reader([text])))
    return f"the row has {cells} cells, the header {len(table.schema.names)}"
