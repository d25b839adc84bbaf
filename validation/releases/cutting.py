"""Declare a version and cut a release: what is written, and what is required first.

Everything is computed before the first file is written. The files must then be committed, and the
commit tagged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.history import archive, ledger, release_changes
from validation.history.difference import Difference
from validation.history.record import pretty_json, state_of
from validation.history.version import Level, Version
from validation.package.errors import RefusedError
from validation.package.formatting import write_aside
from validation.releases import git, sources
from validation.releases.check import faults, missing_places
from validation.releases.documents import NOTHING_TO_DO, SOMETHING_TO_DO, Documents
from validation.rules.findings import refuse_faulty
from validation.rules.run import validate

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from validation.package.opening import Package

SHOWN = 5  # files in a message


def declare(package: Package, version: Version) -> list[str]:
    """Write another version in every place that states it, and return the files that changed.

    RefusedError if the changes since the last release do not allow it, or a place is missing.
    """
    texts = Documents.read(package.root)
    _refuse(*map(str, missing_places(texts, str(version))))
    state = state_of(package, sources.HERE)
    opening = NOTHING_TO_DO
    for last in archive.oldest_first(package.root)[-1:]:
        if version <= last.number:
            _refuse(f"{last.version} is released; declare a version after it")
        difference = Difference(sources.recorded(last), state)
        if version < difference.smallest:
            _refuse(f"the lowest version allowed is {difference.smallest}: {difference.why}")
        if difference.level == Level.MAJOR:
            opening = SOMETHING_TO_DO
    texts.declare(str(version), opening)
    return _write(package.root, texts.contents())


def cut(package: Package, date: str) -> list[str]:
    """Write the record, changes and date of the declared version, and return the files.

    RefusedError, with nothing written, if a file is not committed, the version is not allowed or
    is released already, the package has findings, or the last release cannot be read.
    """
    _refuse_uncommitted(package.root)
    _refuse(*map(str, faults(package)))
    state = state_of(package, sources.HERE, date)
    record, records = state.record, archive.oldest_first(package.root)
    if any(other.version == record.version for other in records):
        _refuse(f"{record.version} is released already; declare the next version first")
    last = records[-1] if records else None
    changes = {**Difference(state, state).as_content(), "from": ""}  # of the first release
    if last is not None:
        if date < last.date:
            _refuse(f"{last.version} was released on {last.date}, which is after {date}")
        old = sources.released(last, package.root)
        if old.details is None:
            _refuse(f"{old.because}: fetch the tag v{last.version} first")
        changes = Difference(old, state).as_content()
    refuse_faulty(validate(package, parallel=True))
    texts = Documents.read(package.root)
    texts.release(record.version, date)
    contents = {
        ledger.LEDGER: ledger.write([*records, record]),
        release_changes.path_of(record.version): pretty_json(changes, depth=2),
        **texts.contents(),
        **archive.released(record, last),  # last, because a file is removed
    }
    return _write(package.root, contents)


def _refuse(*reasons: str) -> None:
    if reasons:
        raise RefusedError(*reasons)


def _refuse_uncommitted(root: Path) -> None:
    changed = git.uncommitted(root)
    if changed is None:
        why = git.problem(root) or "git has none here"
        _refuse(f"a release is cut from a commit, and {why}")
    elif changed:
        more = f" and {len(changed) - SHOWN} more" if len(changed) > SHOWN else ""
        named = ", ".join(changed[:SHOWN])
        _refuse(f"a release is cut from a commit, and these are in none: {named}{more}")


def _write(root: Path, contents: Mapping[str, bytes | None]) -> list[str]:
    """Write the files that differ, remove those without content, and return the paths."""
    changed = []
    for name, content in contents.items():
        path = root / name
        if content is None:
            path.unlink()
        elif path.is_file() and path.read_bytes() == content:
            continue
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_aside(path, content)
        changed.append(name)
    return changed
