"""The steps of a release as a maintainer calls them, each with its arguments and its outcome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from validation.history.difference import FORMATS, Difference
from validation.history.version import Version
from validation.package.errors import PackageError, RefusedError
from validation.package.opening import DESCRIPTOR, ROOT, open_package
from validation.releases import sources
from validation.releases.documents import Documents
from validation.rules.catalogue import told
from validation.rules.run import validate

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable


class Said(NamedTuple):
    """What a step says, whether it found nothing wrong, and what it says beside its output."""

    text: str
    clean: bool = True
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """A step: what it does in a sentence, what it is given, and the function that does it."""

    said: str
    arguments: Callable[[argparse.ArgumentParser], object]
    run: Callable[[argparse.Namespace], Said]


def diff(given: argparse.Namespace) -> Said:
    """Tell two states of the package apart."""
    root = _checkout(given.package)
    new = sources.state(given.new, root) if given.new else sources.here(root)
    difference = Difference(sources.state(given.old, root), new)
    beside = () if given.format == "text" else tuple(difference.limits)
    return Said(FORMATS[given.format](difference), beside=beside)


def check(given: argparse.Namespace) -> Said:
    """Say whether the declared version may be."""
    from validation.releases.check import faults  # noqa: PLC0415 - the other steps do without

    with open_package(_checkout(given.package)) as package:
        found = [*map(str, faults(package, given.tag))]
        found += map(told, validate(package, parallel=True).findings)
    if found:
        number = len(found)
        last = f"{number} reason{'' if number == 1 else 's'} against {package.version}"
        return Said("\n".join([*found, last]), clean=False)
    return Said(f"nothing speaks against {package.version}")


def declare(given: argparse.Namespace) -> Said:
    """Write another version everywhere."""
    from validation.releases import cutting  # noqa: PLC0415

    with open_package(_checkout(given.package)) as package:
        changed = cutting.declare(package, given.version)
    said = "list what changes in CHANGELOG.md, under its heading"
    return Said(_written(package.root, changed, f"{given.version} is declared: {said}"))


def cut(given: argparse.Namespace) -> Said:
    """Write the record, the changes and the day of the declared version."""
    from validation.releases import cutting  # noqa: PLC0415

    with open_package(_checkout(given.package)) as package:
        changed = cutting.cut(package, str(given.date or datetime.now(UTC).date()))
    version = package.version
    said = f"commit these files, tag that commit v{version}, and push both"
    return Said(_written(package.root, changed, f"{version} is cut: {said}"))


def notes(given: argparse.Namespace) -> Said:
    """Show what the changelog says of a version."""
    with open_package(_checkout(given.package)) as package:
        version = given.version or package.version
        entries = Documents.read(package.root).entries
    text = next((entry.text for entry in entries if entry.version == str(version)), "")
    if not text:
        raise RefusedError(f"the changelog has no entry for {version}")
    return Said(text)


def build(given: argparse.Namespace) -> Said:
    """Make the files of a release."""
    from validation.outputs.exports import refuse_others  # noqa: PLC0415 - seconds of libraries
    from validation.outputs.exports.kinds import own_names  # noqa: PLC0415
    from validation.releases.build import FOLDER, build  # noqa: PLC0415

    root = _checkout(given.package)
    with open_package(root) as package:
        if given.to:
            refuse_others(given.to, own_names(package))
        made = build(package, given.to or root / FOLDER)
    return Said("\n".join(f"{path}: {size}" for path, size in made.items()))


def verify(given: argparse.Namespace) -> Said:
    """Say what a zip is and whether it is intact."""
    from validation.releases.verifying import verify  # noqa: PLC0415

    verdict = verify(given.zip, _checkout(given.package))
    return Said(f"{given.zip}: {verdict}", clean=verdict.holds)


def _for_diff(parser: argparse.ArgumentParser) -> None:
    what = "folder, descriptor, zip, version or git ref"
    parser.add_argument("old", metavar="OLD", help=what)
    parser.add_argument("new", metavar="NEW", nargs="?", help=f"{what}; default: the checkout")
    parser.add_argument("--format", choices=FORMATS, default="text", help="for whom to write")


def _for_check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--tag", default="", help="the tag that is to be released")


def _for_declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("version", metavar="VERSION", type=Version.parse, help="such as 0.2.0")


def _for_cut(parser: argparse.ArgumentParser) -> None:
    day = "the day of the release, such as 2026-12-01; default: today in UTC"
    parser.add_argument("--date", type=date.fromisoformat, help=day)


def _for_notes(parser: argparse.ArgumentParser) -> None:
    default = "default: the declared one"
    parser.add_argument("version", nargs="?", type=Version.parse, metavar="VERSION", help=default)


def _for_build(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="default: dist/ in the checkout")


def _for_verify(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("zip", metavar="FILE.zip", type=Path, help="a released zip of the package")


STEPS = {
    "diff": Step("Say what changed, and the smallest version allowed.", _for_diff, diff),
    "check": Step("Say whether the declared version may be.", _for_check, check),
    "declare": Step("Write another version wherever it stands.", _for_declare, declare),
    "cut": Step("Write the record, changes and day of a release.", _for_cut, cut),
    "notes": Step("Show what the changelog says of a version.", _for_notes, notes),
    "build": Step("Make the files that a release ships.", _for_build, build),
    "verify": Step("Say which release a zip is, and whether it is intact.", _for_verify, verify),
}


def _checkout(folder: Path | None) -> Path:
    if folder is None:
        return ROOT
    if not (folder / DESCRIPTOR).is_file():
        raise PackageError(f"{folder}: a checkout is a folder with a {DESCRIPTOR}")
    return folder


def _written(root: Path, paths: list[str], last: str) -> str:
    done = {True: "written", False: "removed"}
    return "\n".join([*(f"{path}: {done[(root / path).exists()]}" for path in paths), last])
