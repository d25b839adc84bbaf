"""Write the site: pages to read, made from the package alone.

Titles and descriptions of tables come from the descriptor, columns from the schemas, codes from
`codes.csv`, rules from `rules.toml`, what is said of a row from `explain`; the pages add headings
and how to read them. A package with findings in the layers bytes, structure, columns or relations
gets no site: what its pages say could be wrong.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from validation.catalogue.languages import Both
from validation.outputs.exports import put
from validation.outputs.exports.kinds import sizes, writer
from validation.outputs.site import (
    agreement,
    borders,
    codebook,
    dataset,
    downloads,
    entries,
    front,
    keys_picture,
    links,
    machines,
    matrix,
    own_copy,
    region_map,
    rulebook,
    search,
    tables,
    timeline,
)
from validation.outputs.site.frame import ABOUT, ASSETS, FRONT, KILL_MATRIX, file_of
from validation.outputs.site.libraries import LIBRARIES, libraries
from validation.outputs.words import Translator
from validation.package.errors import RefusedError
from validation.rules.findings import refuse_faulty
from validation.rules.run import validate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from validation.outputs.site.frame import Site
    from validation.package.opening import Package

FOLDER = "dist/site"
LAYERS = ("bytes", "structure", "columns", "relations")
OWN = Path(__file__).parent
STYLES = ("../pages/page.css", "site.css", "*.css")  # in the order in which they take effect
WHOLE = ("package", "workbook", "sqlite")  # kinds of file with the whole package
MAKERS = (
    front,
    entries,
    own_copy,
    search,
    region_map,
    timeline,
    matrix,
    tables,
    codebook,
    rulebook,
    agreement,
)


def write_site(site: Site, folder: Path) -> dict[Path, str]:
    """Write every file into a folder, and return the size of each, and of each folder of files.

    All are made before the first is written, and pages of an earlier build that are no longer made
    are deleted. The package is sound: `whole_files` refuses others.
    """
    made = files(site)
    written = put(folder, made)
    for path in folder.rglob("*.html"):  # of an earlier build
        name = path.relative_to(folder).as_posix()
        if name not in made and not name.startswith(KILL_MATRIX):
            path.unlink()
    return sizes(folder, written)


def files(site: Site) -> dict[str, bytes]:
    """Every file of a sound package's site, by name. The picture on its own is in English."""
    made: dict[str, bytes] = {}
    for frame in site.frames:
        for maker in MAKERS:
            made |= maker.pages(frame)
    picture = keys_picture.alone(
        site.package, Translator("en"), lambda table: file_of(codebook.path_of(table), "en")
    )
    return {
        **made,
        **_assets(site),
        keys_picture.FILE: picture,
        **site.downloads,
        **{f"{dataset.WHOLE}/{name}": content for name, content in site.files.items()},
        **machines.files(site, made),
    }


def whole_files(package: Package) -> tuple[dict[str, bytes], list[Both]]:
    """The files with a whole package by name, and why others cannot be made, a line for each.

    A workbook needs a library that the site can do without; a zip needs the documents of the
    package. Raises RefusedError if the package has findings.
    """
    refuse_faulty(validate(package, LAYERS))
    made: dict[str, bytes] = {}
    lacking = []
    for kind in WHOLE:
        with TemporaryDirectory() as name:
            try:
                paths = writer(kind)(package, Path(name))
            except ModuleNotFoundError as error:
                lacking.append(_without(kind, str(error.name)))
            except RefusedError as error:
                lacking.append(_without(kind, "; ".join(map(str, error.reasons))))
            else:
                made |= {path.name: path.read_bytes() for path in paths}
    return made, lacking


def _without(kind: str, reason: str) -> Both:
    return Both(
        f"the site has no {kind} to download; missing: {reason}",
        f"de site heeft geen {kind} om te downloaden; het ontbreekt aan: {reason}",
    )


def without() -> list[Both]:
    """What a site lacks because its libraries from npm are not installed: one line, or none."""
    there = libraries()
    uses = [library.use for name, library in LIBRARIES.items() if name not in there]
    uses += [Both("the borders of the map", "de grenzen op de kaart")] if borders.missing() else []
    if not uses:
        return []
    english, dutch = ", ".join(uses), ", ".join(use.nl for use in uses)
    return [
        Both(
            f"the site is built without {english}; `make site` installs them where it finds npm",
            f"de site is gebouwd zonder {dutch}; `make site` installeert die als npm er is",
        )
    ]


def own_names(package: Package) -> list[str]:
    """Patterns of the names that the folder of a site may have."""
    menu = (path for path, _ in ABOUT)
    paths = [FRONT, KILL_MATRIX, agreement.FOLDER, *menu, *links.entries(package)]
    pages = [f"{path}{end}" for path in paths for end in (".*.html", "-*.html")]
    others = (file_of(FRONT, "en"), keys_picture.FILE, f"{KILL_MATRIX}.csv", *machines.FILES)
    return [*pages, *others, ASSETS, *folders(package)]


def folders(package: Package) -> list[str]:
    """The folders of a site with pages or files of tables."""
    own = (downloads.FOLDER, codebook.FOLDER, rulebook.FOLDER, agreement.FOLDER)
    retired = dict.fromkeys(row["about_table"] for row in package.records("retired_ids"))
    return [dataset.WHOLE, *own, *links.entries(package), *retired]


def _assets(site: Site) -> Mapping[str, bytes]:
    """The style of all pages, our scripts, and the libraries that are installed."""
    styles = dict.fromkeys(path.resolve() for name in STYLES for path in sorted(OWN.glob(name)))
    scripts = sorted((OWN / ASSETS).glob("*.js"))
    return {
        f"{ASSETS}/site.css": b"\n".join(path.read_bytes() for path in styles),
        **{f"{ASSETS}/{path.name}": path.read_bytes() for path in scripts},
        **{f"{ASSETS}/{name}.js": content for name, content in site.libraries.items()},
    }
