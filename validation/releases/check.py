"""Whether the package may carry the version that it declares.

It may not where more has changed since the last release than the number says, where an identifier
went without a word or came back, where the changelog is silent, or where a version or a day is not
the same everywhere. What a release held is read from its record.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from validation.history import ledger
from validation.history import told as history
from validation.history.archive import oldest_first, read_bytes
from validation.history.changes import level_of
from validation.history.compare import compare
from validation.history.difference import Difference
from validation.history.ledger import LEDGER, identified
from validation.history.record import FOLDER, state_of
from validation.history.renames import Renames
from validation.history.version import Level
from validation.history.words import Words
from validation.package.opening import DESCRIPTOR
from validation.releases import documents, sources
from validation.releases.documents import (
    CHANGELOG,
    CITATION,
    NOT_RELEASED,
    README,
    Documents,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validation.history.record import Record, State
    from validation.package.opening import Package

RETIRED = "data/sources/retired_ids.csv"
SHOWN = 3  # changes that a fault tells


@dataclass(frozen=True)
class Fault:
    """One reason why the version may not be: where, what, and what to do about it."""

    file: str
    message: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}: {self.message}\n    mend: {self.mend}"


def faults(package: Package, tag: str = "") -> list[Fault]:
    """Every reason why the package may not carry its version, or may not be released as a tag.

    Raises PackageError where the package, a document or a record cannot be read.
    """
    texts = Documents.read(package.root)
    state = state_of(package, sources.HERE)
    records = oldest_first(package.root)
    found = [
        *_numbers(package, texts),
        *_changelog(package, texts, records),
        *_days(package, texts, records),
        *_version(state, records, texts),
        *_identifiers(state, records),
        *_ledger(package, records),
        *_histories(package, records),
    ]
    if tag:
        found += _tag(tag, state, records)
    return found


def _numbers(package: Package, texts: Documents) -> Iterator[Fault]:
    yield from unsaid(texts, package.version)
    for place in texts.places:
        for said in sorted(texts.versions(place) - {package.version}):
            yield Fault(
                place.file,
                f"it says {said}; {DESCRIPTOR} says {package.version}",
                f"Write {package.version} there, or declare another version.",
            )


def unsaid(texts: Documents, version: str) -> Iterator[Fault]:
    """The places that should repeat the version and are not there."""
    for place in texts.places:
        if not texts.versions(place):
            words = place.words.format(version)
            yield Fault(place.file, f"it does not say `{words}`", "Write those words there.")


def _changelog(package: Package, texts: Documents, records: list[Record]) -> Iterator[Fault]:
    newest = next(iter(texts.entries), None)
    if newest is None or newest.version != package.version:
        said = f"is about {newest.version}" if newest else "is missing"
        message = f"the first entry {said}; {DESCRIPTOR} says {package.version}"
        heading = f"## {package.version} - {NOT_RELEASED}"
        yield Fault(CHANGELOG, message, f"Write an entry below a heading `{heading}`.")
    elif not newest.says_something:
        message = f"the entry of {newest.version} does not say what changed"
        mend = f"Open it with what `{documents.OPENING.strip()}` must do, and list the changes."
        yield Fault(CHANGELOG, message, mend)
    days = {entry.version: entry.date for entry in texts.entries}
    for record in records:
        said = days.get(record.version, "nothing")
        if said != record.date:
            message = f"it says {said} of {record.version}, which was released on {record.date}"
            yield Fault(CHANGELOG, message, "Write that day in the heading of its entry.")


def _days(package: Package, texts: Documents, records: list[Record]) -> Iterator[Fault]:
    """The day of the declared version: the same in each document, or none in any."""
    day = next((record.date for record in records if record.version == package.version), "")
    days = {entry.version: entry.date for entry in texts.entries}
    logged = days.get(package.version, NOT_RELEASED)
    if not day and logged != NOT_RELEASED:
        message = f"it says that {package.version} is of {logged}; there is no record of that"
        yield Fault(CHANGELOG, message, f"Write `{NOT_RELEASED}`; `release.py cut` writes the day.")
    for name, said in ((CITATION, texts.cited_date), (README, texts.stated_date)):
        if said is not None and said != day:
            message = (
                f"it says {said or NOT_RELEASED}; the record of the release says {day or 'nothing'}"
            )
            yield Fault(name, message, f"Write {day} there." if day else "Take the day out.")


def _version(state: State, records: list[Record], texts: Documents) -> Iterator[Fault]:
    declared = state.record
    newest = records[-1] if records else None
    if newest is not None and newest.number > declared.number:
        message = f"it declares {declared.version}; {newest.version} is released already"
        yield Fault(DESCRIPTOR, message, f"Declare a version after {newest.version}.")
    before = [record for record in records if record.number <= declared.number]
    if not before:
        return
    last = before[-1]
    difference = Difference(sources.recorded(last), state)
    smallest = difference.smallest
    if declared.number < smallest:
        words = Words(difference.old, difference.new)
        heaviest = [c for c in difference.changes if c.level == difference.level]
        told = "; ".join(f"{change.table}: {words(change)}" for change in heaviest[:SHOWN])
        message = (
            f"{declared.version} is too small: since {last.version}, {difference.why} ({told})"
        )
        yield Fault(DESCRIPTOR, message, f"Run `scripts/release.py declare {smallest}`.")
    newest_entry = next(iter(texts.entries), None)
    if difference.level == Level.MAJOR and newest_entry and newest_entry.asks_nothing:
        message = f"the entry of {newest_entry.version} asks nothing of readers: {difference.why}"
        yield Fault(CHANGELOG, message, "Open it with what they must change in what they use.")


def _identifiers(state: State, records: list[Record]) -> Iterator[Fault]:
    """What was released once is there, or was retired; and what went never comes back."""
    now = state.record
    before = [record for record in records if record.number < now.number]
    vanished: dict[tuple[str, str], str] = {}
    for record in before:
        renames = Renames(record, now)
        for table, key in identified(record):
            if not _is_accounted_for(table, key, record, now, renames):
                vanished[table, key] = record.version
    for (table, key), version in vanished.items():
        message = f"`{table}/{key}` was released in {version} and is gone without a word"
        yield Fault(RETIRED, message, "Restore the row, or retire its identifier with a reason.")
    if before:
        retired = {row: record.version for record in before[::-1] for row in record.retired}
        spans = ledger.spans(before)
        for table, key in identified(now):
            _, went = spans.get((table, key), ("", ""))
            gone = retired.get(f"{table}/{key}", went)
            if gone:
                message = f"`{table}/{key}` is used again; it was gone in {gone}"
                path = now.tables[table].path
                yield Fault(path, message, "Give the row an identifier that was never used.")
        yield from _tombstones(state, before[-1])


def _is_accounted_for(table: str, key: str, then: Record, now: Record, renames: Renames) -> bool:
    held = now.tables.get(table)
    if held is not None and held.schema["primaryKey"] != then.tables[table].schema["primaryKey"]:
        return True  # the rows have other keys, which no row can account for
    rows = held.rows if held is not None else {}
    return (
        key in rows
        or f"{table}/{key}" in now.retired
        or renames.now(table, key) in rows
        or renames.gone_with(table, key)
    )


def _tombstones(state: State, last: Record) -> Iterator[Fault]:
    """A newly retired identifier went in the version that is declared."""
    rows = state.details.cells.get("retired_ids", {}) if state.details is not None else {}
    for key, cells in rows.items():
        if key not in last.retired and cells["version"] != state.record.version:
            message = (
                f"`{key}` says that it went in {cells['version']}; {last.version} had it still"
            )
            yield Fault(RETIRED, message, f"Write {state.record.version} in its row.")


def _ledger(package: Package, records: list[Record]) -> Iterator[Fault]:
    """The ledger says of each identifier what the records say."""
    if not records:
        return
    said, expected = read_bytes(package.root, LEDGER), ledger.write(records)
    if said != expected:
        pairs = zip_longest(said.split(b"\n"), expected.split(b"\n"))
        line = next(number for number, (one, other) in enumerate(pairs, 1) if one != other)
        message = f"from line {line} on it is not what the records say"
        version = records[-1].version
        yield Fault(LEDGER, message, f"Restore the file as the commit of {version} has it.")


def _histories(package: Package, records: list[Record]) -> Iterator[Fault]:
    """Each release has its changes, and they are as heavy as its record says."""
    told = history.read_all(package)
    previous = None
    for record in records:
        path = history.path_of(record.version)
        mend = f"Restore the file as the commit of {record.version} has it."
        content = told.get(record.version)
        if content is None:
            yield Fault(path, f"the changes of {record.version} are missing", mend)
        else:
            old = previous.version if previous else ""
            level = _level(previous, record).word
            expected = (record.name, old, record.version, record.date, level)
            said = tuple(content[name] for name in ("package", "from", "to", "date", "level"))
            if said != expected:
                message = f"it says {' '.join(said)}; {FOLDER} says {' '.join(expected)}"
                yield Fault(path, message, mend)
        previous = record


def _level(old: Record | None, new: Record) -> Level:
    if old is None:
        return Level.NONE
    return level_of(compare(sources.recorded(old), sources.recorded(new)))


def _tag(tag: str, state: State, records: list[Record]) -> Iterator[Fault]:
    version = state.record.version
    if tag != f"v{version}":
        yield Fault(DESCRIPTOR, f"the tag is {tag}, the version {version}", f"Tag it v{version}.")
    if all(record.version != version for record in records):
        message = f"{version} has no record, so it is not released"
        yield Fault(FOLDER, message, "Run `scripts/release.py cut`, commit, and tag that commit.")
