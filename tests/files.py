"""The kinds of file, made of the example with what readers of tables stumble over in its cells."""

import csv
import io
import shutil
from pathlib import Path

from tests.example import set_cell
from validation import open_package
from validation.outputs.exports import exports
from validation.outputs.exports.kinds import writer
from validation.outputs.exports.package_zip import DOCUMENTS
from validation.package.formatting import format_package
from validation.package.opening import DESCRIPTOR, ROOT

NAME = "example-commitments"
AWKWARD = 'Say "yes"; it\'s «so», 50% – ij/IJ \\n naïve 𝄞 <b>&amp;</b> $1'

Rows = list[tuple[str, ...]]


def documented(package: Path) -> Path:
    """Give a package the documents without which it is not zipped."""
    for name in DOCUMENTS:
        shutil.copyfile(ROOT / name, package / name)
    return package


def awkward(example: Path, folder: Path) -> Path:
    """A copy of the example with documents and with awkward words, still without a finding."""
    package = Path(shutil.copytree(example, folder))
    for language in ("en", "nl"):  # the same numbers in both
        set_cell(package, "missions", "lantern", f"label_{language}", AWKWARD)
        set_cell(package, "missions", "lantern", f"description_{language}", AWKWARD * 3)
    return documented(package)


def with_the_rows_of(example: Path, folder: Path) -> Path:
    """The published package with the rows of the invented letter added to its tables."""
    for name in ("data", "schemas"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / DESCRIPTOR, folder)
    with open_package(folder) as package:
        paths = [table.path for table in package.tables.values() if table.name != "codes"]
    for path in paths:
        _add_rows(folder / path, example / path)
    with open_package(folder) as package:
        format_package(package)
    return folder


def _add_rows(to: Path, of: Path) -> None:
    """Append the rows that a table does not hold yet; a thing both letters share is one row."""
    with to.open(encoding="utf-8", newline="") as stream:
        held = list(csv.reader(stream))
    with of.open(encoding="utf-8", newline="") as stream:
        added = [row for row in list(csv.reader(stream))[1:] if row[0] not in _shared_ids(to, held)]
    with to.open("a", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(added)


def _shared_ids(path: Path, held: list[list[str]]) -> set[str]:
    """The identifiers a table of things or of reference holds; no other table has single keys."""
    return {row[0] for row in held[1:]} if held[0][0] == "id" or path.stem == "countries" else set()


def made(package: Path, folder: Path, *kinds: str) -> Path:
    """A folder with files of these kinds."""
    with open_package(package) as opened:
        for kind in kinds:
            writer(kind)(opened, folder)
    return folder


def canonical(root: Path) -> dict[str, Rows]:
    """Header and rows of every table as its file has them, and of the tables for readers."""
    with open_package(root) as package:
        contents = {
            name: (root / table.path).read_bytes() for name, table in package.tables.items()
        }
        contents |= {table.name: table.content for table in exports(package)}
    return {name: parsed(content) for name, content in contents.items()}


def parsed(content: bytes, delimiter: str = ",", encoding: str = "utf-8") -> Rows:
    """Header and rows of a CSV file."""
    text = io.StringIO(content.decode(encoding), newline="")
    return [tuple(row) for row in csv.reader(text, delimiter=delimiter, strict=True)]


def as_text(value: object) -> str:
    """A typed value as its cell has it.

    Nothing for what is missing, true and false as words, no zeros at the end of a decimal number.
    """
    if value is None or value != value:  # noqa: PLR0124 - a number that is not one is missing too
        return ""
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value).lower() if isinstance(value, bool) else str(value)
