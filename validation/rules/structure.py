"""Layer 2, structure: do the files match the descriptor?

Header row, width and CSV syntax are checked by our own parser. Frictionless searches for a header
row below other lines and strips white space, so it accepts tables that other programs cannot read.
If the descriptor states the size and hash of a file, as the descriptor of a release does,
Frictionless checks them. The descriptor and the schemas are validated against the strict profile
first, and only then by Frictionless against the standard.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import frictionless
from frictionless import Checklist, FrictionlessException, Resource

from validation.catalogue.finding import Place
from validation.catalogue.languages import in_english
from validation.catalogue.rules import finding, rule_of
from validation.history.ledger import LEDGER
from validation.package import profile
from validation.package.opening import BOUNDS, DESCRIPTOR, PROFILE, matching, read_json
from validation.rules.findings import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validation.catalogue.finding import Finding
    from validation.package.opening import Package
    from validation.package.table import Table

TABLES = ("data/**/*.[cC][sS][vV]", "schemas/*.[cC][sS][vV]")
FINGERPRINT_ERRORS = frozenset({"hash-count", "byte-count"})


def check(package: Package) -> Outcome:
    """Every finding on the descriptor, the schemas, and files that do not match them."""
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
    declared = {LEDGER, *(table.path for table in package.tables.values())}
    used = {table.schema.path for table in package.tables.values()}
    for path in [file for where in TABLES for file in matching(package.root, where)]:
        name = path.relative_to(package.root).as_posix()
        if name not in declared:
            yield finding("stray-file", Place(name), "table")
    own = {PROFILE, BOUNDS}
    for path in matching(package.root, "schemas/*.[jJ][sS][oO][nN]"):
        name = path.relative_to(package.root).as_posix()
        if name not in used | own:
            yield finding("stray-file", Place(name), "schema")


def _standard_findings(package: Package) -> Iterator[Finding]:
    """What Frictionless reports about the descriptor, and about each schema that it refers to."""
    yield from _frictionless_findings(
        DESCRIPTOR, frictionless.Package, package.descriptor, str(package.root)
    )
    for path in sorted({table.schema.path for table in package.tables.values()}):
        yield from _schema_findings(path, read_json(package.root, path))


def _schema_findings(path: str, content: dict[str, Any]) -> Iterator[Finding]:
    """What Frictionless reports about one schema, which refers to no other file."""
    yield from _frictionless_findings(path, frictionless.Schema, content)


def _frictionless_findings(
    path: str,
    kind: type[frictionless.Metadata],
    content: dict[str, Any],
    basepath: str | None = None,
) -> Iterator[Finding]:
    try:
        report = kind.validate_descriptor(content, basepath=basepath)
        errors = [*report.errors, *(error for task in report.tasks for error in task.errors)]
    except FrictionlessException as error:
        errors = error.reasons or [error.error]
    for message in sorted({error.message for error in errors}):
        yield finding("descriptor-standard", Place(path), reason=in_english(message))


def _table_findings(package: Package, table: Table, declared: dict[str, Any]) -> Iterator[Finding]:
    yield from (fault for fault in table.reading.faults if rule_of(fault).layer == "structure")
    stated = {
        key: declared[key]
        for key, kind in (("bytes", int), ("hash", str))
        if isinstance(declared.get(key), kind)
    }
    if not stated:
        return
    resource = Resource.from_descriptor(
        {
            "name": table.name,
            "type": "table",
            "path": table.path,
            "format": "csv",
            "encoding": "utf-8",
            "dialect": {"delimiter": ","},
            "schema": {"fields": [{"name": name, "type": "any"} for name in table.schema.names]},
            **stated,
        },
        basepath=str(package.root),
    )
    report = resource.validate(Checklist(pick_errors=sorted(FINGERPRINT_ERRORS)))
    # It also reports some errors that were not picked, such as a wrong encoding (layer 1).
    errors = {error.type for task in report.tasks for error in task.errors}
    if errors & FINGERPRINT_ERRORS:
        yield finding("fingerprint", Place(table.path))
