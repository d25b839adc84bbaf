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
from validation.outputs.site.table_readme import readme
from validation.package.canonical import canonical_json
from validation.package.descriptions import in_descriptor
from validation.package.opening import read_json

if TYPE_CHECKING:
    from validation.outputs.site.frame import Site
    from validation.outputs.words import Translator
    from validation.package.opening import Package
    from validation.package.table import Table

FOLDER = "tables"
READERS = Path(exports.__file__).parent  # the schemas of the tables for readers
THOUSAND, MILLION = 1_000, 1_000_000
OF_THE_PACKAGE = ("$schema", "version", "licenses", "sources", "contributors", "keywords")
OF_A_SCHEMA = ("$schema", "fields", "missingValues", "primaryKey", "uniqueKeys")


def downloads(site: Site) -> dict[str, bytes]:
    """The files of every table of a sound package and of those for readers, by path.

    A table is cited as its page in English is.
    """
    made: dict[str, bytes] = {}
    package, frame = site.package, site.frames[0]
    for table in exports.every_table(package):
        page = page_of(table.name)
        cited = frame.citation(page, title_of(frame.words, table)).text
        files = {
            f"{table.name}.csv": table.content,
            f"{table.name}.json": descriptor(package, table, cited),
            "README.md": readme(site, table, page, cited).encode(),
        }
        made |= {path_of(table.name, name): files[name] for name in files if name != "README.md"}
        made[path_of(table.name, f"{table.name}.zip")] = zipped(files)
    return made


def size(words: Translator, count: int) -> str:
    """A number of bytes, rounded, such as `12 kB` or `1.4 MB`; never less than `1 kB`."""
    if count < MILLION:
        return f"{max(1, round(count / THOUSAND))} kB"
    millions = f"{count / MILLION:.1f} MB"
    return millions if words.language == "en" else millions.replace(".", ",")


def path_of(table: str, name: str) -> str:
    """Where a file of a table stands on the site."""
    return f"{FOLDER}/{table}/{name}"


def page_of(table: str, part: int = 1) -> str:
    """The path of the page of a table, or of a part of it, the first being 1."""
    return path_of(table, table if part == 1 else f"{table}.{part}")


def title_of(words: Translator, table: Table) -> str:
    """The title of the page of a table; the list of its rows may be a page of that name alone."""
    return words("{title} (table)", title=words.of(table.title))


def descriptor(package: Package, table: Table, citation: str) -> bytes:
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
        "citation": citation,
        "resources": [resource],
    }
    return canonical_json(json.dumps(content).encode())
