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
from validation.findings import Finding, Outcome, nearest
from validation.languages import Both, in_english
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
# What the CSV reader says of the two faults that a hand makes.
CSV_FAULTS = {
    "unexpected end of data": Both(
        "a quotation mark is opened here and never closed",
        "hier gaat een aanhalingsteken open dat nergens sluit",
    ),
    "',' expected after '\"'": Both(
        "text follows a quotation mark that closes a cell",
        "na een aanhalingsteken dat een cel sluit, volgt nog tekst",
    ),
}


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
            message = Both(
                "the descriptor does not list this table", "de descriptor noemt deze tabel niet"
            )
            yield Finding(name, 0, "", "stray-file", "", message)
    own = {PROFILE, "schemas/bounds.json"}
    for path in sorted((package.root / "schemas").glob("*.json")):
        name = path.relative_to(package.root).as_posix()
        if name not in used | own:
            message = Both("no table has this schema", "geen tabel heeft dit schema")
            yield Finding(name, 0, "", "stray-file", "", message)


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
            yield Finding(path, 0, "", "descriptor-standard", "", in_english(message))


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
    # Of a quotation that never ends frictionless may say that the header is wrong: it looks at a
    # part of the file to learn how that is written.
    if "header" in rules and not (table.csv_error and _header_of(table) == table.schema.names):
        yield _header_finding(table)
        return
    if table.csv_error is not None:
        line, said = table.csv_error
        yield Finding(table.path, line, "", "csv", "", CSV_FAULTS.get(said, in_english(said)))
        return
    for error in errors:
        if error.type in FINGERPRINT_ERRORS:
            continue
        row = getattr(error, "row_number", 0) or 0
        yield Finding(table.path, row, "", ERRORS[error.type], "", _width(table, row))
    if "fingerprint" in rules:
        message = Both(
            "the descriptor's bytes or hash are not those of the file",
            "de bytes of hash in de descriptor zijn niet die van het bestand",
        )
        yield Finding(table.path, 0, "", "fingerprint", "", message)


def _header_of(table: Table) -> list[str]:
    first, _, _ = table.content.partition(b"\n")
    return first.decode("utf-8", "replace").strip().split(",")


def _header_finding(table: Table) -> Finding:
    found = _header_of(table)
    expected = table.schema.names
    missing = [name for name in expected if name not in found]
    surplus = [name for name in found if name not in expected]
    absent, foreign = ", ".join(missing), ", ".join(surplus)
    if missing and surplus:
        message = Both(
            f"missing: {absent}; not in the schema: {foreign}",
            f"ontbreekt: {absent}; niet in het schema: {foreign}",
        )
    elif missing:
        message = Both(f"missing: {absent}", f"ontbreekt: {absent}")
    elif surplus:
        message = Both(f"not in the schema: {foreign}", f"niet in het schema: {foreign}")
    else:
        order = ", ".join(expected)
        message = Both(
            f"the columns stand in another order or twice; expected {order}",
            f"de kolommen staan in een andere volgorde of dubbel; verwacht {order}",
        )
    guess = nearest(surplus[0], missing) if surplus else ""
    return Finding(table.path, 1, "", "header", "", message, guess)


def _width(table: Table, line: int) -> Both:
    text = table.content.decode("utf-8", "replace").split("\n")[line - 1]
    if not text.strip():
        return Both("the line is blank", "de regel is leeg")
    cells, wanted = len(next(csv.reader([text.replace("\r", " ")]))), len(table.schema.names)
    return Both(
        f"the row has {cells} cells, the header {wanted}",
        f"de rij heeft {cells} cellen, de kop {wanted}",
    )
