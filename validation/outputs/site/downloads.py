"""A folder for each table, with the table, a descriptor of it alone, and a zip of both.

A CSV that leaves the package has then a file beside it that explains it: a data package of one
table, which every reader of such packages can open. Its foreign keys are left out, because the
tables that they refer to are not in it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from validation.outputs import exports
from validation.outputs.exports.package_zip import fingerprint, zipped
from validation.package.canonical import canonical_json
from validation.package.descriptions import in_descriptor
from validation.package.opening import read_json

if TYPE_CHECKING:
    from validation.package.opening import Package
    from validation.package.table import Table

FOLDER = "tables"
READERS = Path(exports.__file__).parent  # the schemas of the tables for readers
OF_THE_PACKAGE = ("$schema", "version", "licenses", "sources", "contributors", "keywords")
OF_A_SCHEMA = ("$schema", "fields", "missingValues", "primaryKey", "uniqueKeys")


def downloads(package: Package) -> dict[str, bytes]:
    """The files of every table of a sound package and of those for readers, by path."""
    made: dict[str, bytes] = {}
    for table in exports.every_table(package):
        files = {
            f"{table.name}.csv": table.content,
            f"{table.name}.json": descriptor(package, table),
            "README.md": _readme(package, table).encode(),
        }
        made |= {path_of(table.name, name): files[name] for name in files if name != "README.md"}
        made[path_of(table.name, f"{table.name}.zip")] = zipped(files)
    return made


def path_of(table: str, name: str) -> str:
    """Where a file of a table stands on the site."""
    return f"{FOLDER}/{table}/{name}"


def descriptor(package: Package, table: Table) -> bytes:
    """A table as a data package of its own: its title, fields, licence, source and version."""
    of_readers = table.name in exports.EXPORTS
    root, path = (
        (READERS, f"{table.name}.json") if of_readers else (package.root, table.schema.path)
    )
    schema = {name: value for name, value in read_json(root, path).items() if name in OF_A_SCHEMA}
    resource: dict[str, Any] = {
        "name": table.name,
        "type": "table",
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **fingerprint(table.content),
        "schema": schema,
    }
    content = {
        "name": f"{package.descriptor['name']}-{table.name.replace('_', '-')}",
        **in_descriptor("title", table.title),
        **in_descriptor("description", table.description),
        **{name: package.descriptor[name] for name in OF_THE_PACKAGE if name in package.descriptor},
        "citation": citation(package, table),
        "resources": [resource],
    }
    return canonical_json(json.dumps(content).encode())


def citation(package: Package, table: Table) -> str:
    """How to cite one table, as text."""
    own = package.descriptor
    return (
        f"{own['contributors'][0]['title']}. {own['title']}, version {package.version}, table "
        f"{table.title} ({table.name}). {own['licenses'][0]['name']}."
    )


def _readme(package: Package, table: Table) -> str:
    licence, source = package.descriptor["licenses"][0], package.descriptor["sources"][0]
    parts = [
        f"# {table.title}",
        str(table.description),
        table.description.nl,
        f"`{table.name}.csv` is UTF-8 with commas and a heading.",
        f"`{table.name}.json` describes every column: it is a data package descriptor.",
        f"Licence: {licence['title']}, {licence['path']}",
        f"Coded from: {source['title']}, {source['path']}",
        f"Cite as: {citation(package, table)}",
    ]
    return "\n\n".join(parts) + "\n"
