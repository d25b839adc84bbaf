"""Write the canonical form: tables, enums and the descriptor.

The formatter changes the form of a file, never a value, and refuses a file that it cannot parse.
Only the formatter writes the enums of the schemas (from `codes.csv`). It removes `bytes` and `hash`
from the descriptor: only the descriptor of a release has them.
"""

from __future__ import annotations

import json
import re
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from validation.package.canonical import canonical, canonical_json
from validation.package.errors import RefusedError
from validation.package.opening import CODES, DESCRIPTOR, read_json
from validation.package.table import Row

if TYPE_CHECKING:
    from validation.package.opening import Package

FINGERPRINT = ("bytes", "hash")  # what the descriptor of a release states of each file


def format_package(package: Package) -> list[str]:
    """Write the package in canonical form and return the paths that changed.

    Raises RefusedError, before anything is written, with every fault of a table or a schema that
    cannot be fixed by writing the same values in another form.
    """
    contents: dict[str, bytes] = {}
    refused: list[str] = []
    for table in package.tables.values():
        rows = [Row(line, cells) for line, cells in table.reading.rows]
        faults = [fault.line("en") for fault in sorted(table.reading.unfixable)]
        if not set(table.schema.order) <= set(table.schema.names):
            refused.append(f"{table.schema.path}: the row order has a column that does not exist")
        elif not faults:
            contents[table.path] = canonical(table.schema, rows)
        refused += faults
    contents |= _schemas(package, contents, refused)
    if refused:
        raise RefusedError(*refused)
    contents[DESCRIPTOR] = _descriptor(package)
    changed = []
    for path, content in contents.items():
        if (package.root / path).read_bytes() != content:
            write_aside(package.root / path, content)
            changed.append(path)
    return changed


def code_lists(package: Package) -> dict[str, list[str]]:
    """The codes of each list, by position; UnreadableTableError if the table is unreadable."""
    names = package.table(CODES).schema.names
    lists: dict[str, list[str]] = {}
    found: list[tuple[str, int, str]] = []
    for row in package.table(CODES).rows:
        cells = dict(zip(names, row.cells, strict=True))
        position = int(cells["position"]) if re.fullmatch("[0-9]{1,18}", cells["position"]) else 0
        found.append((cells["list"], position, cells["code"]))
    for name, _, code in sorted(found):
        lists.setdefault(name, []).append(code)
    return lists


def write_aside(path: Path, content: bytes) -> None:
    """Write a temporary file and rename it, so that nobody reads an incomplete file.

    Raises OSError that names the file, or the folder if no file can be made in it.
    """
    named = path.parent
    try:
        # A folder, because Python removes it even if a signal ends the process.
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as folder:
            named = path
            aside = Path(folder, path.name)
            aside.write_bytes(content)
            aside.chmod(path.stat().st_mode if path.exists() else 0o644)
            aside.replace(path)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(named)) from error


def _schemas(package: Package, contents: dict[str, bytes], refused: list[str]) -> dict[str, bytes]:
    """The schemas with their enums; the reasons against writing them are added to `refused`."""
    codes = package.tables.get(CODES)
    if codes is None:
        refused.append(f"{DESCRIPTOR}: there is no table `{CODES}` to take the enums from")
    if codes is None or codes.path not in contents:
        return {}
    package.tables[CODES] = replace(codes, content=contents[codes.path])
    lists = code_lists(package)
    written = {}
    for table in package.tables.values():
        path = table.schema.path
        schema = read_json(package.root, path)
        for column in schema["fields"]:
            if "codes" not in column:
                continue
            if column["codes"] in lists and isinstance(column.get("constraints"), dict):
                column["constraints"]["enum"] = lists[column["codes"]]
            else:
                reason = f"{path}: {column['name']}: no code list or no constraints to write it to"
                refused.append(reason)
        written[path] = canonical_json(json.dumps(schema).encode())
    return written


def _descriptor(package: Package) -> bytes:
    descriptor = read_json(package.root, DESCRIPTOR)
    for resource in descriptor["resources"]:
        for name in FINGERPRINT:
            resource.pop(name, None)
    return canonical_json(json.dumps(descriptor).encode())
