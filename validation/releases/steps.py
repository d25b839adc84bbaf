"""The steps of a release as subcommands of `release.py`, each with its arguments and outcome."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from validation.catalogue.rules import told
from validation.history.difference import FORMATS, Difference
from validation.history.version import Version
from validation.package.errors import PackageError, RefusedError
from validation.package.opening import DESCRIPTOR, ROOT, open_package
from validation.releases import sources
from validation.releases.documents import Documents
from validation.rules.run import validate

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    Run = Callable[[argparse.Namespace], "Outcome"]


class Outcome(NamedTuple):
    """The output of a step, whether nothing is wrong, and notes for standard error."""

    text: str
    clean: bool = True
    beside: tuple[str, ...] = ()


class Step(NamedTuple):
    """A step: its function, and its arguments for argparse."""

    run: Run
    options: tuple[tuple[str, dict[str, Any]], ...]

    @property
    def said(self) -> str:
        """What it does, in a sentence."""
        return self.run.__doc__ or ""

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add its arguments to a parser."""
        for name, options in self.options:
            parser.add_argument(name, **options)


STEPS: dict[str, Step] = {}
SOURCE = "folder, descriptor, zip, version or git ref"
DATE = "the date of the release, such as 2026-12-01; default: today in UTC"
DECLARED = "default: the declared version"


def step(*options: tuple[str, dict[str, Any]]) -> Callable[[Run], Run]:
    """Make a function a step with these arguments, under its own name."""

    def register(run: Run) -> Run:
        STEPS[run.__name__] = Step(run, options)
        return run

    return register


def argument(name: str, **options: Any) -> tuple[str, dict[str, Any]]:  # noqa: ANN401 - as argparse
    """An argument as argparse takes it."""
    return name, options


@step(
    argument("old", metavar="OLD", help=SOURCE),
    argument("new", metavar="NEW", nargs="?", help=f"{SOURCE}; default: the checkout"),
    argument("--format", choices=FORMATS, default="text", help="default: text"),
)
def diff(given: argparse.Namespace) -> Outcome:
    """List the changes, and the lowest version allowed."""
    root = _checkout(given.package)
    new = sources.state(given.new, root) if given.new else sources.here(root)
    difference = Difference(sources.state(given.old, root), new)
    beside = () if given.format == "text" else tuple(difference.limits)
    return Outcome(FORMATS[given.format](difference), beside=beside)


@step(argument("--tag", default="", help="the tag to be released"))
def check(given: argparse.Namespace) -> Outcome:
    """Say whether the declared version can be released."""
    from validation.releases.check import faults  # noqa: PLC0415 - the other steps do without

    with open_package(_checkout(given.package)) as package:
        found = [*map(str, faults(package, given.tag))]
        found += map(told, validate(package, parallel=True).findings)
    if not found:
        return Outcome(f"{package.version} can be released")
    reasons = "1 reason" if len(found) == 1 else f"{len(found)} reasons"
    return Outcome("\n".join([*found, f"{reasons} not to release {package.version}"]), clean=False)


@step(argument("version", metavar="VERSION", type=Version.parse, help="such as 0.2.0"))
def declare(given: argparse.Namespace) -> Outcome:
    """Write another version in every place that states it."""
    from validation.releases import cutting  # noqa: PLC0415

    with open_package(_checkout(given.package)) as package:
        changed = cutting.declare(package, given.version)
    last = f"{given.version} is declared: list the changes in CHANGELOG.md, under its heading"
    return Outcome(_written(package.root, changed, last))


@step(argument("--date", type=date.fromisoformat, help=DATE))
def cut(given: argparse.Namespace) -> Outcome:
    """Write the record, changes and date of a release."""
    from validation.releases import cutting  # noqa: PLC0415

    with open_package(_checkout(given.package)) as package:
        changed = cutting.cut(package, str(given.date or datetime.now(UTC).date()))
    version = package.version
    last = f"{version} is cut: commit these files, tag that commit v{version}, and push both"
    return Outcome(_written(package.root, changed, last))


@step(argument("version", metavar="VERSION", nargs="?", type=Version.parse, help=DECLARED))
def notes(given: argparse.Namespace) -> Outcome:
    """Show the changelog entry of a version."""
    with open_package(_checkout(given.package)) as package:
        version = given.version or package.version
        entries = Documents.read(package.root).entries
    text = next((entry.text for entry in entries if entry.version == str(version)), "")
    if not text:
        raise RefusedError(f"the changelog has no entry for {version}")
    return Outcome(text)


@step(argument("--to", type=Path, metavar="FOLDER", help="default: dist/ in the checkout"))
def build(given: argparse.Namespace) -> Outcome:
    """Make the files of a release."""
    from validation.outputs.exports import refuse_others  # noqa: PLC0415 - seconds of libraries
    from validation.outputs.exports.kinds import own_names  # noqa: PLC0415
    from validation.outputs.site import without  # noqa: PLC0415
    from validation.releases.build import FOLDER, build  # noqa: PLC0415

    root = _checkout(given.package)
    with open_package(root) as package:
        if given.to:
            refuse_others(given.to, own_names(package))
        made = build(package, given.to or root / FOLDER)
    text = "\n".join(f"{path}: {size}" for path, size in made.items())
    return Outcome(text, beside=tuple(map(str, without())))


@step(argument("zip", metavar="FILE.zip", type=Path, help="a released zip of the package"))
def verify(given: argparse.Namespace) -> Outcome:
    """Say which release a zip is, and whether it is intact."""
    from validation.releases.verifying import verify  # noqa: PLC0415

    verdict = verify(given.zip, _checkout(given.package))
    return Outcome(f"{given.zip}: {verdict}", clean=verdict.holds)


def _checkout(folder: Path | None) -> Path:
    if folder is None:
        return ROOT
    if not (folder / DESCRIPTOR).is_file():
        raise PackageError(f"{folder}: a checkout is a folder with a {DESCRIPTOR}")
    return folder


def _written(root: Path, paths: list[str], last: str) -> str:
    done = {True: "written", False: "removed"}
    return "\n".join([*(f"{path}: {done[(root / path).exists()]}" for path in paths), last])
