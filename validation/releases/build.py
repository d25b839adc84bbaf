"""Make the files of a release, the same bytes wherever and whenever they are made.

All but the kill matrix, which the campaign measures and a release has beside them. A folder of
files becomes one zip, because a release holds files alone. `SHA256SUMS` lists all that are made
here but the DuckDB database, whose bytes differ from run to run while its rows do not.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from validation.history import told as history
from validation.outputs.exports import file_name, put
from validation.outputs.exports.kinds import KINDS, write_kinds
from validation.outputs.exports.package_zip import zipped
from validation.outputs.site import write_site

if TYPE_CHECKING:
    from collections.abc import Mapping

    from validation.package.opening import Package

FOLDER = "dist"
SITE = "site"
SUMS = "SHA256SUMS"
OTHER_BYTES = (".duckdb",)


def build(package: Package, folder: Path) -> dict[Path, str]:
    """Write every file but the kill matrix into a folder, made if missing, and say how large.

    All are made before the first is written. Raises RefusedError, with nothing written, if the
    package has findings or lacks a document, and ModuleNotFoundError if a library is not installed.
    """
    with TemporaryDirectory(prefix="build-") as name:
        aside = Path(name)
        write_kinds(package, aside, list(KINDS))
        write_site(package, aside / SITE)
        contents = {**_files(package, aside), **history.files(package)}
    contents[SUMS] = sums(contents)
    paths = put(folder, dict(sorted(contents.items())))
    return {path: f"{path.stat().st_size / 1000:,.0f} kB" for path in paths}


def sums(contents: Mapping[str, bytes]) -> bytes:
    """The SHA-256 of each file whose bytes can be made again, as `sha256sum --check` reads it."""
    lines = (
        f"{hashlib.sha256(content).hexdigest()}  {name}\n"
        for name, content in sorted(contents.items())
        if not name.endswith(OTHER_BYTES)
    )
    return "".join(lines).encode()


def _files(package: Package, made: Path) -> dict[str, bytes]:
    """What was made, by file name: each file, and each folder as one zip."""
    contents = {}
    for path in sorted(made.iterdir()):
        if path.is_file():
            contents[path.name] = path.read_bytes()
        else:
            members = {
                file.relative_to(made).as_posix(): file.read_bytes()
                for file in path.rglob("*")
                if file.is_file()
            }
            contents[file_name(package, f"-{path.name}.zip")] = zipped(members)
    return contents
