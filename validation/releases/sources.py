"""Find a state of the package: in a folder or zip, at a commit, or as a release.

A release is what its record says. A tag or commit only lends the cells, and only where all that
it holds agrees with the record. Where none does, the record alone speaks, and the state says why.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from validation.history import told as history
from validation.history.archive import find, versions
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

    from validation.history.record import Record
    from validation.package.opening import Package

HERE = "the checkout"


def here(root: Path) -> State:
    """The package as it lies in the checkout."""
    with open_package(root) as package:
        return state_of(package, HERE)


def state(source: str, root: Path) -> State:
    """The state that a reader names: a folder, descriptor or zip, a release, or a git ref.

    Releases and refs are those of the checkout at `root`. Raises PackageError where there is no
    such thing or it is no package.
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
        why = git.silence(root)
        if why:
            raise PackageError(f"{source}: no folder, zip or release has this name, and {why}")
        raise PackageError(f"{source}: no folder, zip, release or commit has this name")
    with git.package_at(root, commit, source) as package:
        return state_of(package, source)


def released(record: Record, root: Path) -> State:
    """A release of the checkout at `root`, with its cells where git holds them."""
    with at_hand(record, root) as held:
        found = state_of(held.package, record.version) if held.package else recorded(record)
        return replace(found, because=held.because)


def recorded(record: Record) -> State:
    """A release as its record alone tells it."""
    return State(record, None, record.version)


class Held(NamedTuple):
    """A release as git holds it, the name of its commit, and why it is not that of its tag."""

    package: Package | None
    called: str
    because: str


@contextmanager
def at_hand(record: Record, root: Path) -> Iterator[Held]:
    """The package of a release as git holds it; none where it does not.

    What is not all that the record says is not that release, whatever it is called.
    """
    reasons = []
    with ExitStack() as opened:
        for commit, called in _commits(record.version, root):
            try:
                package = opened.enter_context(git.package_at(root, commit, called))
            except PackageError as error:
                reasons.append(error.problems[0])
                continue
            unlike = _unlike(record, package, called)
            if not unlike:
                yield Held(package, called, " and ".join(reasons))
                return
            reasons.append(unlike)
        missing = git.silence(root) or f"git holds no commit of {record.version} here"
        yield Held(None, "", " and ".join(reasons) or missing)


def _unlike(record: Record, package: Package, called: str) -> str:
    """Why a package is not the release of a record; empty where it is."""
    try:
        changes = compare(recorded(record), state_of(package, called))
    except PackageError as error:
        return f"{called}: {error.problems[0]}"
    if package.version != record.version:
        return f"{called} is version {package.version}"
    return f"{called} is not what the record says ({differ(len(changes))})" if changes else ""


def differ(number: int) -> str:
    """How much is not the same."""
    return "1 thing differs" if number == 1 else f"{number} things differ"


def _commits(version: str, root: Path) -> Iterator[tuple[str, str]]:
    """The commits that may be a release, with what each is called: its tag, and that of its cut."""
    tag = f"v{version}"
    tagged = "" if git.is_in_another(root) else git.commit_of(root, f"refs/tags/{tag}")
    if tagged:
        yield tagged, tag
    known = versions(root)
    last = known[: known.index(version)][-1:]
    others = {f"{FOLDER}/{one}.{kind}" for one in last for kind in ("json", "patch")}
    beside = {history.path_of(version), LEDGER, *others, *DATED}
    cut = git.commit_adding(root, f"{FOLDER}/{version}.json", beside)
    if cut and cut != tagged:
        yield cut, git.short(root, cut)
