"""Declare a version and cut a release: what is written, and what must hold before it is.

Everything is made before the first file is written. What is written must be committed by a person,
who then tags the commit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.history import archive, ledger
from validation.history import told as history
from validation.history.difference import Difference
from validation.history.lined import lined
from validation.history.record import state_of
from validation.history.version import Level, Version
from validation.package.errors import RefusedError
from validation.package.formatting import write_aside
from validation.releases import git, sources
from validation.releases.check import faults, unsaid
from validation.releases.documents import NOTHING_TO_DO, SOMETHING_TO_DO, Documents
from validation.rules.findings import refuse_faulty
from validation.rules.run import validate

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from validation.package.opening import Package

SHOWN = 5  # files that a refusal names


def declare(package: Package, version: Version) -> list[str]:
    """Write another version wherever the version stands, and return the files that changed.

    Raises RefusedError where the changes since the last release do not allow it, or where a place
    that repeats the version is not there to be written.
    """
    texts = Documents.read(package.root)
    missing = [*map(str, unsaid(texts, str(version)))]
    if missing:
        raise RefusedError(*missing)
    state = state_of(package, sources.HERE)
    records = archive.oldest_first(package.root)
    opening = NOTHING_TO_DO
    if records:
        last = records[-1]
        if version <= last.number:
            raise RefusedError(f"{last.version} is released; declare a version after it")
        difference = Difference(sources.recorded(last), state)
        if version < difference.smallest:
            smallest = difference.smallest
            raise RefusedError(f"the smallest version allowed is {smallest}: {difference.why}")
        opening = SOMETHING_TO_DO if difference.level == Level.MAJOR else NOTHING_TO_DO
    texts.declare(str(version), opening)
    return _write(package.root, texts.contents())


def cut(package: Package, date: str) -> list[str]:
    """Write the record of the declared version, its changes and its day; return the files.

    Raises RefusedError, with nothing written, where a file is not committed, the version may not
    be or is released, the package is at fault, or the release before it is not at hand.
    """
    _refuse_uncommitted(package.root)
    found = faults(package)
    if found:
        raise RefusedError(*map(str, found))
    state = state_of(package, sources.HERE, date)
    record, records = state.record, archive.oldest_first(package.root)
    if any(other.version == record.version for other in records):
        raise RefusedError(f"{record.version} is released already; declare the next version first")
    last = records[-1] if records else None
    changes = history.of_first(record)
    if last is not None:
        if date < last.date:
            raise RefusedError(f"{last.version} was released on {last.date}, which is after {date}")
        old = sources.released(last, package.root)
        if old.details is None:
            raise RefusedError(f"{old.because}: fetch the tag v{last.version} first")
        changes = Difference(old, state).as_content()
    refuse_faulty(validate(package, parallel=True))
    texts = Documents.read(package.root)
    texts.release(record.version, date)
    contents = {
        ledger.LEDGER: ledger.write([*records, record]),
        history.path_of(record.version): lined(changes, depth=2),
        **texts.contents(),
        **archive.released(record, last),  # at the end of which a file goes
    }
    return _write(package.root, contents)


def _refuse_uncommitted(root: Path) -> None:
    changed = git.uncommitted(root)
    if changed is None:
        why = git.silence(root) or "git knows of none here"
        raise RefusedError(f"a release is cut from a commit, and {why}")
    if changed:
        more = len(changed) - SHOWN
        named = ", ".join(changed[:SHOWN]) + (f" and {more} more" if more > 0 else "")
        raise RefusedError(f"a release is cut from a commit, and these are in none: {named}")


def _write(root: Path, contents: Mapping[str, bytes | None]) -> list[str]:
    """Write what differs, remove what goes, and return the paths."""
    changed = []
    for name, content in contents.items():
        path = root / name
        if content is None:
            path.unlink()
            changed.append(name)
        elif not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_aside(path, content)
            changed.append(name)
    return changed
