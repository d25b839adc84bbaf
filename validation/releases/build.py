"""Make the files of a release, with the same bytes at every time and in every place.

The same versions of the libraries are needed, from PyPI and npm; for the site the same Python as
well, as its table of characters is that of Python. The kill matrix is not made here: the mutation
tests write it, and it is added to a release. Folders become zips. `SHA256SUMS` lists all files but
the DuckDB database, whose bytes differ from run to run although its rows do not.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from validation.history import release_changes
from validation.outputs.exports import file_name, put
from validation.outputs.exports.kinds import KINDS, write_kinds
from validation.outputs.exports.package_zip import zipped
from validation.outputs.site import files
from validation.outputs.site.tables import whole_names
from validation.releases.edition import site_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from validation.package.opening import Package

FOLDER = "dist"
SITE = "site"
SUMS = "SHA256SUMS"
OTHER_BYTES = (".duckdb",)


def build(package: Package, folder: Path) -> dict[Path, str]:
    """Write the files into a folder, made if missing, and return the size of each.

    All are made before the first is written. RefusedError if the package has findings or lacks a
    document, ModuleNotFoundError if a library is not installed.
    """
    with TemporaryDirectory(prefix="build-") as name:
        aside = Path(name)
        write_kinds(package, aside, list(KINDS))
        whole = {name: (aside / name).read_bytes() for name in whole_names(package)}
        put(
            aside / SITE, files(site_of(package, whole))
        )  # `write_kinds` has refused a package with findings
        contents = {**_files(package, aside), **release_changes.files(package)}
    contents[SUMS] = sums(contents)
    paths = put(folder, dict(sorted(contents.items())))
    return {path: f"{path.stat().st_size / 1000:,.0f} kB" for path in paths}


def sums(contents: Mapping[str, bytes]) -> bytes:
    """The SHA-256 of each file with reproducible bytes, in the form of `sha256sum --check`."""
    lines = (
        f"{hashlib.sha256(content).hexdigest()}  {name}\n"
        for name, content in sorted(contents.items())
        if not name.endswith(OTHER_BYTES)
    )
    return "".join(lines).encode()


def _files(package: Package, made: Path) -> dict[str, bytes]:
    """The content of each file by name; a folder becomes one zip."""
    contents = {}
    for path in sorted(made.iterdir()):
        if path.is_file():
            contents[path.name] = path.read_bytes()
        else:
            files = (file for file in path.rglob("*") if file.is_file())
            members = {file.relative_to(made).as_posix(): file.read_bytes() for file in files}
            contents[file_name(package, f"-{path.name}.zip")] = zipped(members)
    return contents
