"""Layer 2, structure: do the files match the descriptor?

frictionless reads each file as the descriptor says and reports what a reader stumbles over:
header, width, CSV syntax, byte count and hash. Types, constraints and keys are left to the
layers that can name the cell and the mend, so it is given the columns' names alone. The
descriptor and the schemas are held against the strict profile first, and only then against what
frictionless makes of the standard.
"""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import frictionless
from frictionless import Checklist, FrictionlessException, Resource

from validation import profile
from validation.findings import Finding, Outcome, near
from validation.package import DESCRIPTOR, PROFILE

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    outcome.findings += profile.faults(package)
    outcome.findings += _stray_findings(package)
    if not outcome.findings:
        outcome.findings += _standard_findings(package)
    resources = {resource["name"]: resource for resource in package.descriptor["resources"]}
    for table in package.tables.values():
        if table.trusted:
            outcome.findings += _table_findings(package, table, resources[table.name])
    outcome.counts["tables"] = len(package.tables)
    return outcome


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
    """What frictionless says of the descriptor, and of each schema that it only refers to."""
    judged: list[tuple[str, type[frictionless.Metadata], dict[str, Any]]] = [
        (DESCRIPTOR, frictionless.Package, package.descriptor)
    ]
    for path in sorted({table.schema.path for table in package.tables.values()}):
        content = json.loads((package.root / path).read_bytes())
        judged.append((path, frictionless.Schema, content))
    for path, kind, content in judged:
        try:
            report = kind.validate_descriptor(content, basepath=str(package.root))
            errors = [*report.errors, *(error for task in report.tasks for error in task.errors)]
        except FrictionlessException as error:
            errors = error.reasons or [error.error]
        for message in sorted({error.message for error in errors}):
            yield Finding(path, 0, "", "descriptor-standard", "", message)


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
            **{
                key: declared[key]
                for key, kind in (("bytes", int), ("hash", str))
                if isinstance(declared.get(key), kind)
            },
        },
        basepath=str(package.root),
    )
    report = resource.validate(Checklist(pick_errors=[*ERRORS, *FINGERPRINT_ERRORS]))
    # It reports some errors that were not picked, such as an encoding that the first layer names.
    known = {*ERRORS, *FINGERPRINT_ERRORS}
    errors = [error for task in report.tasks for error in task.errors if error.type in known]
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
    cells = len(next(csv.reader([text.replace("\r", " ")])))
    return f"the row has {cells} cells, the header {len(table.schema.names)}"
