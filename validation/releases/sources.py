"""Find a state of the package: in a folder or zip, at a commit, or as a release.

A release is defined by its record. A tag or commit supplies the cells, and only if all that it
holds agrees with the record. Otherwise the record alone is used, and the state says why.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from validation.history import release_changes
from validation.history.archive import find, versions
from validation.history.change_sentences import counted
from validation.history.compare import compare
from validation.history.ledger import LEDGER
from validation.history.record import FOLDER, State, state_of
from validation.history.version import FORM
from validation.package.errors import PackageError
from validation.package.opening import open_package
from validation.releases import git
from validation.releases.documents import DATED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validation.history.record import ReleaseRecord
    from validation.package.opening import Package

HERE = "the checkout"
SHORT = 7  # digits of a commit in a message


def here(root: Path) -> State:
    """The package in the checkout."""
    with open_package(root) as package:
        return state_of(package, HERE)


def state(source: str, root: Path) -> State:
    """The state that a user names: a folder, descriptor or zip, a release, or a git ref.

    Releases and refs are those of the checkout at `root`. PackageError if nothing has the name, or
    it is not a package.
    """
    if Path(source).exists():
        with open_package(Path(source)) as package:
            return state_of(package, source)
    version = source.removeprefix("v")
    record = find(root, version) if FORM.fullmatch(version) else None
    if record is not None:
        return released(record, root)
    commit = git.commit_of(root, source)
    if not commit:
        why = git.problem(root)
        kinds = "folder, zip or release" if why else "folder, zip, release or commit"
        raise PackageError(f"{source}: no {kinds} has this name{f', and {why}' if why else ''}")
    with git.package_at(root, commit, source) as package:
        return state_of(package, source)


def released(record: ReleaseRecord, root: Path) -> State:
    """A release of the checkout at `root`, with its cells if git has them."""
    with package_of(record, root) as found:
        state = state_of(found.package, record.version) if found.package else recorded(record)
        return replace(state, because=found.because)


def recorded(record: ReleaseRecord) -> State:
    """A release of which only the record is known."""
    return State(record, None, record.version)


class Found(NamedTuple):
    """The package of a release, its tag or commit, and why it is not the package of its tag."""

    package: Package | None
    called: str
    because: str


@contextmanager
def package_of(record: ReleaseRecord, root: Path) -> Iterator[Found]:
    """The package of a release from git; None if no tag or commit agrees with the record."""
    reasons = []
    with ExitStack() as opened:
        for commit, called in _commits(record.version, root):
            try:
                package = opened.enter_context(git.package_at(root, commit, called))
                reason = _difference(record, package, called)
            except PackageError as error:
                reasons.append(error.problems[0])
                continue
            if not reason:
                yield Found(package, called, " and ".join(reasons))
                return
            reasons.append(reason)
        missing = git.problem(root) or f"git has no commit of {record.version} here"
        yield Found(None, "", " and ".join(reasons) or missing)


def _difference(record: ReleaseRecord, package: Package, called: str) -> str:
    """Why a package is not the release of a record; empty if it is."""
    try:
        changes = compare(recorded(record), state_of(package, called))
    except PackageError as error:
        return f"{called}: {error.problems[0]}"
    if package.version != record.version:
        return f"{called} is version {package.version}"
    number = counted(len(changes), "difference")
    return f"{called} does not agree with the record ({number})" if changes else ""


def _commits(version: str, root: Path) -> Iterator[tuple[str, str]]:
    """The commits that may be a release, each with its name: its tag, and that of its cut."""
    tag = f"v{version}"
    tagged = "" if git.is_in_another(root) else git.commit_of(root, f"refs/tags/{tag}")
    if tagged:
        yield tagged, tag
    known = versions(root)
    last = known[: known.index(version)][-1:]
    others = {f"{FOLDER}/{one}.{kind}" for one in last for kind in ("json", "patch")}
    beside = {release_changes.path_of(version), LEDGER, *others, *DATED}
    cut = git.commit_adding(root, f"{FOLDER}/{version}.json", beside)
    if cut and cut != tagged:
        yield cut, cut[:SHORT]
