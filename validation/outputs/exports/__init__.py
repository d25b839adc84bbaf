"""The tables for readers, derived from the package, and the package in other file formats.

Each table for readers has a Table Schema in this folder. It adds no data: every row has the key of
rows in the package. `kinds.py` lists the kinds of file.
"""

from __future__ import annotations

import csv
import errno
import io
import json
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from pandera.errors import SchemaErrors

from validation.coding.claims import claims
from validation.coding.records import Records
from validation.outputs.exports.overviews import missions_overview, threats_overview
from validation.outputs.exports.reasons import reasons
from validation.outputs.exports.timeline import timeline
from validation.package.canonical import canonical
from validation.package.formatting import code_lists, write_aside
from validation.package.schema import Schema, both_of
from validation.package.table import Row, Table
from validation.package.tabular import BYTE_ORDER_MARK
from validation.rules.columns import text_model

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from validation.package.opening import Package

EXPORTS = {
    "claims": claims,
    "missions_overview": missions_overview,
    "threats_overview": threats_overview,
    "reasons": reasons,
    "timeline": timeline,
}
_MADE: WeakKeyDictionary[Package, list[Table]] = WeakKeyDictionary()


def write(package: Package, folder: Path) -> list[Path]:
    """Write the tables for readers of a sound package as CSV, all made before one is written."""
    return put(folder, {table.path: table.content for table in exports(package)})


def write_excel_csv(package: Package, folder: Path) -> list[Path]:
    """Write every table of a sound package as CSV that opens in columns in a Dutch Excel.

    Semicolons, a byte order mark and CRLF, and a comma in a decimal number; all other cells are
    those of the canonical CSV. Excel still reads `004` as 4 and `2016-10` as a day: the workbook
    keeps them.
    """
    contents = {}
    for table in every_table(package):
        buffer = io.StringIO(newline="")
        writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
        writer.writerow(table.schema.names)
        writer.writerows(_with_commas(table.schema, row) for row in table.rows)
        content = BYTE_ORDER_MARK + buffer.getvalue().encode()
        contents[f"excel/{table.name}-excel.csv"] = content
    return put(folder, contents)


def _with_commas(schema: Schema, row: Row) -> list[str]:
    """The cells of a row, with a comma in a decimal number: a Dutch Excel takes `1.5` for a day."""
    return [
        cell.replace(".", ",") if column.type == "number" else cell
        for column, cell in zip(schema.fields, row.cells, strict=True)
    ]


def file_name(package: Package, end: str) -> str:
    """The name of a file with the whole package: the package's name and a suffix."""
    return f"{package.descriptor['name']}{end}"


def refuse_others(folder: Path, own: Iterable[str]) -> None:
    """Raise OSError if a folder has a file whose name matches none of these patterns.

    Hidden files are ignored: some systems add one to every folder.
    """
    own = tuple(own)
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if not path.name.startswith(".") and not any(fnmatchcase(path.name, name) for name in own):
            reason = f"this folder holds other files, such as {path.name}; name a new or empty one"
            raise FileExistsError(errno.EEXIST, reason, str(folder))


def put(folder: Path, contents: Mapping[str, bytes]) -> list[Path]:
    """Write files by their paths in a folder, which is created if it is missing.

    RuntimeError, with nothing written, for a path that leads out of the folder.
    """
    if outside := [name for name in contents if ".." in name.split("/") or name.startswith("/")]:
        raise RuntimeError(f"these files would lie outside {folder}: {', '.join(outside)}")
    paths = [folder / name for name in contents]
    for path, content in zip(paths, contents.values(), strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_aside(path, content)
    return paths


def exports(package: Package) -> list[Table]:
    """The tables for readers of a sound package, each with its schema; made once of a package."""
    if package not in _MADE:
        records = Records(package)
        _MADE[package] = [as_table(package, name, made(records)) for name, made in EXPORTS.items()]
    return _MADE[package]


def export_of(package: Package, name: str) -> Table:
    """One of the tables for readers."""
    return next(table for table in exports(package) if table.name == name)


def every_table(package: Package) -> list[Table]:
    """The tables of a sound package and those for readers."""
    return [*package.tables.values(), *exports(package)]


def as_table(package: Package, name: str, cells: Iterable[dict[str, str]]) -> Table:
    """A table with a schema in this folder, in canonical form, read back and validated."""
    content = json.loads(Path(__file__).with_name(f"{name}.json").read_bytes())
    schema = _with_codes(Schema.read(name, f"{name}.json", content), code_lists(package))
    rows = [_row(schema, row) for row in cells]
    table = Table(
        name,
        f"{name}.csv",
        schema,
        canonical(schema, rows),
        title=both_of(content, "title"),
        description=both_of(content, "description"),
    )
    _read_back(table, rows)
    return table


def _with_codes(schema: Schema, lists: Mapping[str, list[str]]) -> Schema:
    """The schema with the codes of its coded columns, which the JSON of an export leaves out."""
    fields = tuple(
        replace(column, constraints={**column.constraints, "enum": lists[column.codes]})
        if column.codes
        else column
        for column in schema.fields
    )
    return replace(schema, fields=fields)


def _row(schema: Schema, cells: dict[str, str]) -> Row:
    undescribed = cells.keys() - set(schema.names)
    if undescribed:
        raise RuntimeError(f"{schema.path} does not describe {', '.join(sorted(undescribed))}")
    return Row(0, tuple(cells.get(column, "") for column in schema.names))


def _read_back(table: Table, rows: list[Row]) -> None:
    """Read an export back: the same rows, each valid by its schema; else RuntimeError."""
    if sorted(row.cells for row in table.rows) != sorted(row.cells for row in rows):
        raise RuntimeError(f"{table.path} differs when it is read back")
    try:
        text_model(table).validate(table.frame.where(table.frame != ""), lazy=True)
    except SchemaErrors as errors:
        case = next(errors.failure_cases.itertuples())
        what = f"{case.column}: {case.failure_case!r} fails {case.check}"
        raise RuntimeError(f"{table.path}: {what}") from errors
