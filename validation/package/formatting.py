"""Write the canonical form: tables, enums and the descriptor.

The formatter changes shape only, never a value, and refuses what it does not understand. It
alone writes the enums of the schemas (from `codes.csv`), and takes `bytes` and `hash` out of the
descriptor: they are those of a release, and what is formatted is none.
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

FINGERPRINT = ("bytes", "hash")  # what a released descriptor says of a file


def format_package(package: Package) -> list[str]:
    """Bring the package into its one form and return the paths that changed.

    Raises RefusedError, before anything is written, with every fault of a table or a schema that
    is not mended by writing the same values in another form.
    """
    contents: dict[str, bytes] = {}
    refused: list[str] = []
    for table in package.tables.values():
        rows = [Row(line, cells) for line, cells in table.reading.rows]
        faults = [fault.line("en") for fault in sorted(table.reading.unmended)]
        if not set(table.schema.order) <= set(table.schema.names):
            refused.append(f"{table.schema.path}: rows are ordered by a column that is not there")
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
    """The codes of each list, in the list's order; UnreadableTableError without the table."""
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
    """Write a file beside its place and rename it, so that no half file is ever seen.

    Raises OSError that names the file, or the folder that takes none.
    """
    named = path.parent
    try:
        # A folder, because Python removes that even where a signal ends the process.
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as folder:
            named = path
            aside = Path(folder, path.name)
            aside.write_bytes(content)
            aside.chmod(path.stat().st_mode if path.exists() else 0o644)
            aside.replace(path)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(named)) from error


def _schemas(package: Package, contents: dict[str, bytes], refused: list[str]) -> dict[str, bytes]:
    """The schemas with their enums; what stands in the way is added to what is refused."""
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
