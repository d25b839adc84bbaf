"""The tables for readers: claims to filter, missions at a glance, derived from the package.

Each is described by a Table Schema of its own in this folder, from which its header is written.
They hold no knowledge that the package does not: every row leads back to rows there. A package
that validation finds at fault is not exported, because a reader could not see the fault.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pandera.errors import SchemaErrors

from validation.byte_form import canonical
from validation.columns import text_model
from validation.exports.claims import claims
from validation.exports.missions_overview import missions_overview
from validation.exports.reading import Reading
from validation.formatting import write_aside
from validation.layers import validate
from validation.package import Row, Schema, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from validation.package import Package

FOLDER = "dist"
LAYERS = ("bytes", "structure", "columns", "relations")  # drift judges a release, not a table
EXPORTS = {"claims": claims, "missions_overview": missions_overview}
SHOWN = 5  # findings that a refusal names


class ExportError(Exception):
    """The package is not exported, with the reasons."""

    def __init__(self, *reasons: str) -> None:
        """Keep the reasons, in the order found."""
        super().__init__("\n".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True)
class Written:
    """A file that was written, and how many rows it has."""

    path: Path
    rows: int


def write_exports(package: Package, folder: Path) -> list[Written]:
    """Write every export into a folder, which is made where it is missing.

    All are made before the first is written. Raises ExportError, with nothing written, if the
    package has findings.
    """
    findings = validate(package, LAYERS).findings
    if findings:
        more = len(findings) - SHOWN
        reasons = [str(finding) for finding in findings[:SHOWN]]
        raise ExportError(*reasons, *([f"and {more} more"] if more > 0 else []))
    made = exports(package)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for table in made:
        path = folder / table.path
        write_aside(path, table.content)
        written.append(Written(path, len(table.rows)))
    return written


def exports(package: Package) -> list[Table]:
    """Every export of a sound package, as a table with its schema."""
    reading = Reading(package)
    return [_table(name, made(reading)) for name, made in EXPORTS.items()]


def schema_of(name: str) -> Schema:
    """The Table Schema of an export: the only place where its columns are described."""
    path = Path(__file__).with_name(f"{name}.json")
    return Schema.read(name, path.name, json.loads(path.read_bytes()))


def _table(name: str, cells: Iterable[dict[str, str]]) -> Table:
    schema = schema_of(name)
    rows = [_row(schema, row) for row in cells]
    table = Table(name, f"{name}.csv", schema, canonical(schema, rows))
    _come_back(table, rows)
    return table


def _row(schema: Schema, cells: dict[str, str]) -> Row:
    undescribed = cells.keys() - set(schema.names)
    if undescribed:
        raise RuntimeError(f"{schema.path} does not describe {', '.join(sorted(undescribed))}")
    return Row(0, tuple(cells.get(column, "") for column in schema.names))


def _come_back(table: Table, rows: list[Row]) -> None:
    """Read an export back: the same rows, each cell as its schema allows it."""
    if sorted(row.cells for row in table.rows) != sorted(row.cells for row in rows):
        raise RuntimeError(f"{table.path} does not come back as it was made")
    try:
        text_model(table).validate(table.frame.where(table.frame != ""), lazy=True)
    except SchemaErrors as errors:
        case = next(errors.failure_cases.itertuples())
        what = f"{case.column}: {case.failure_case!r} fails {case.check}"
        raise RuntimeError(f"{table.path}: {what}") from errors
