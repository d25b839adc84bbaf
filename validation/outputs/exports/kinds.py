"""The kinds of file that a package can be exported to."""

from __future__ import annotations

from glob import escape
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from validation.outputs.exports import put
from validation.rules.findings import refuse_faulty
from validation.rules.run import validate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from validation.package.opening import Package

    Writer = Callable[[Package, Path], list[Path]]

FOLDER = "dist"
LAYERS = ("bytes", "structure", "columns", "relations")  # drift judges a release, not a file


class FileKind(NamedTuple):
    """What a kind of file is for, and the function that writes it of a sound package."""

    said: str
    module: str
    function: str = "write"


EXPORTS = "validation.outputs.exports"
KINDS = {
    "readers": FileKind("the tables for readers: claims, overviews, reasons and timeline", EXPORTS),
    "package": FileKind(
        "the whole package as one zip, to check or to keep", f"{EXPORTS}.package_zip"
    ),
    "workbook": FileKind(
        "every table in an Excel workbook, one in English and one in Dutch", f"{EXPORTS}.workbook"
    ),
    "excel": FileKind("every table as CSV that opens in a Dutch Excel", EXPORTS, "write_excel_csv"),
    "sqlite": FileKind("every table in one SQLite database", f"{EXPORTS}.sql", "write_sqlite"),
    "duckdb": FileKind("every table in one DuckDB database", f"{EXPORTS}.sql", "write_duckdb"),
    "parquet": FileKind("every table as Parquet", "validation.outputs.arrow"),
    "network": FileKind("nodes and edges, as CSV and GraphML", f"{EXPORTS}.network"),
}
DEFAULT = ("readers",)
# Patterns of the names that these exports and a release write; those of ENDS follow the name of
# the package.
NAMES = (
    *("claims.csv", "missions_overview.csv", "threats_overview.csv", "reasons.csv", "timeline.csv"),
    *("excel", "parquet", "network", "site"),
)
NAMES_OF_RELEASE = ("SHA256SUMS", "changes.*", "history.*")
ENDS = (".zip", ".sqlite", ".duckdb", "-*.xlsx", "-*.zip")


def write_kinds(package: Package, folder: Path, kinds: Sequence[str] = DEFAULT) -> dict[Path, str]:
    """Write files of these kinds into a folder, and return the size of each.

    All are made before the first is written. Raises RefusedError, with nothing written, if the
    package has findings or lacks a document, and ModuleNotFoundError if a library is not installed.
    """
    refuse_faulty(validate(package, LAYERS))
    writers = [writer(kind) for kind in dict.fromkeys(kinds)]
    with TemporaryDirectory() as name:
        aside = Path(name)
        made = [path for write in writers for path in write(package, aside)]
        contents = {path.relative_to(aside).as_posix(): path.read_bytes() for path in made}
    return sizes(folder, put(folder, contents))


def own_names(package: Package) -> list[str]:
    """Patterns of the names that a folder of exports or of a release may have."""
    name = escape(str(package.descriptor.get("name", "")))
    return [*NAMES, *NAMES_OF_RELEASE, *(f"{name}{end}" for end in ENDS)]


def writer(kind: str) -> Writer:
    """The function that writes a kind of file; ModuleNotFoundError if its library is missing."""
    write: Writer = getattr(import_module(KINDS[kind].module), KINDS[kind].function)
    return write


def sizes(folder: Path, paths: Iterable[Path]) -> dict[Path, str]:
    """How large each file is, and each folder of files as a whole."""
    found: dict[Path, list[Path]] = {}
    for path in paths:
        found.setdefault(folder / path.relative_to(folder).parts[0], []).append(path)
    return {path: _size(path, files) for path, files in found.items()}


def _size(path: Path, files: list[Path]) -> str:
    if path.suffix == ".csv":
        rows = path.read_bytes().count(b"\n") - 1  # no cell holds a line break
        return f"{rows} rows"
    thousands = f"{sum(file.stat().st_size for file in files) / 1000:,.0f} kB"
    return thousands if files == [path] else f"{len(files)} files, {thousands}"
