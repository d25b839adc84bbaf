"""Find a state of the package: in a folder or zip, at a commit, or as a release.

A release is what its record says. A tag or commit only lends the cells, and only where all that
it holds agrees with the record.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from validation.findings import RefusedError
from validation.package import PackageError, open_package
from validation.releases import git
from validation.releases.compare import compare
from validation.releases.record import FOLDER, State, read, state_of
from validation.releases.version import FORM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validation.package import Package
    from validation.releases.record import Record

HERE = "the checkout"


def here(root: Path) -> State:
    """The package as it lies in the checkout."""
    with open_package(root) as package:
        return state_of(package, HERE)


def state(source: str, root: Path) -> State:
    """The state that a reader names: a folder, descriptor or zip, a release, or a git ref.

    Releases and refs are those of the checkout at `root`. Raises PackageError where there is no
    such thing or it is no package, and RefusedError where a tag is not the release it says.
    """
    if Path(source).exists():
        with open_package(Path(source)) as package:
            return state_of(package, source)
    version = source.removeprefix("v")
    if FORM.fullmatch(version) and (root / FOLDER / f"{version}.json").is_file():
        return released(version, root)
    commit = git.commit_of(root, source)
    if not commit:
        raise PackageError(f"{source}: no folder, zip, release or commit has this name")
    with git.package_at(root, commit, source) as package:
        return state_of(package, source)


def released(version: str, root: Path) -> State:
    """A release of the checkout at `root`, with its cells where git holds them.

    Raises RefusedError where the tag or commit of the release does not hold what its record says.
    """
    if not commit_of_release(version, root)[0]:
        return recorded(read(root / FOLDER / f"{version}.json"))
    with release_package(version, root) as package:
        return state_of(package, version)


def recorded(record: Record) -> State:
    """A release as its record alone tells it."""
    return State(record, None, record.version)


@contextmanager
def release_package(version: str, root: Path) -> Iterator[Package]:
    """The package as the commit of a release holds it, in a folder of its own.

    Raises RefusedError where that is not what the record of the release says.
    """
    record = read(root / FOLDER / f"{version}.json")
    commit, called = commit_of_release(version, root)
    with git.package_at(root, commit, called) as package:
        found = state_of(package, called)
        changes = compare(recorded(record), recorded(found.record))
        if changes or record.version != found.record.version:
            number = len(changes)
            raise RefusedError(
                f"{called} is not {version} as {FOLDER}/{version}.json has it: {number} "
                f"thing{'' if number == 1 else 's'} differ{'s' if number == 1 else ''}"
            )
        yield package


def commit_of_release(version: str, root: Path) -> tuple[str, str]:
    """The commit of a release and what it is called: its tag, else the one that added its record.

    Both are empty where git holds neither.
    """
    tag = f"v{version}"
    commit = git.commit_of(root, tag)
    if commit:
        return commit, tag
    commit = git.commit_adding(root, f"{FOLDER}/{version}.json")
    return commit, git.short(root, commit) if commit else ""
