"""The tables for readers: claims to filter, missions at a glance, derived from the package.

Each is described by a Table Schema of its own in this folder, from which its header is written.
They hold no knowledge that the package does not: every row leads back to rows there. A package
that validation finds at fault is not exported, because a reader could not see the fault.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from pandera.errors import SchemaErrors

from validation.byte_form import canonical
from validation.columns import text_model
from validation.exports.claims import claims
from validation.exports.missions_overview import missions_overview
from validation.exports.reading import Reading
from validation.findings import refuse_faulty
from validation.formatting import write_aside
from validation.layers import validate
from validation.package import Row, Schema, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from validation.package import Package

FOLDER = "dist"
LAYERS = ("bytes", "structure", "columns", "relations")  # drift judges a release, not a table
EXPORTS = {"claims": claims, "missions_overview": missions_overview}


def write_exports(package: Package, folder: Path) -> dict[Path, str]:
    """Write every export into a folder, made where it is missing, and say how large each is.

    All are made before the first is written. Raises RefusedError, with nothing written, if the
    package has findings.
    """
    refuse_faulty(validate(package, LAYERS))
    made = exports(package)
    folder.mkdir(parents=True, exist_ok=True)
    for table in made:
        write_aside(folder / table.path, table.content)
    return {folder / table.path: f"{len(table.rows)} rows" for table in made}


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
