"""The browser libraries that the site uses, from npm.

`make site` installs them in `node_modules/`. Without one the pages are the same, but for what it
is used for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from validation.catalogue.languages import Both
from validation.package.opening import ROOT

if TYPE_CHECKING:
    from pathlib import Path

MODULES = "node_modules"


class Library(NamedTuple):
    """The script and licence of a package on npm, and what the site does with it."""

    script: str
    licence: str
    use: Both


LIBRARIES = {
    "minisearch": Library(
        "minisearch/dist/umd/index.js",
        "minisearch/LICENSE.txt",
        Both("the search", "het zoeken"),
    ),
    "datatables": Library(
        "datatables.net/js/dataTables.min.js",
        "datatables.net/License.txt",
        Both("tables to sort and filter", "tabellen om te sorteren en te filteren"),
    ),
    "sha256": Library(
        "js-sha256/build/sha256.min.js",
        "js-sha256/LICENSE.txt",
        Both("reading your own copy of a letter", "het lezen van uw eigen kopie van een brief"),
    ),
}


def libraries(root: Path = ROOT) -> dict[str, bytes]:
    """The script of each library that is installed, with its licence above it, by name."""
    found = {}
    for name, library in LIBRARIES.items():
        script, licence = (root / MODULES / path for path in library[:2])
        if script.is_file():
            found[name] = b"/*\n" + licence.read_bytes().strip() + b"\n*/\n" + script.read_bytes()
    return found
