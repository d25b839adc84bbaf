"""The reasons why the package may not carry the version that it declares.

The version is too low for the changes since the last release; an identifier was removed without
notice or used again; the changelog has no entry; or a version or date is not the same everywhere.
What a release held is read from its record.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from validation.history import ledger, release_changes
from validation.history.archive import oldest_first, read_bytes
from validation.history.change_sentences import ChangeSentences
from validation.history.changes import level_of
from validation.history.compare import compare
from validation.history.difference import Difference
from validation.history.ledger import LEDGER, identified
from validation.history.record import FOLDER, state_of
from validation.history.renames import Renames
from validation.history.version import Level
from validation.package.opening import DESCRIPTOR
from validation.releases import sources
from validation.releases.documents import CHANGELOG, CITATION, NOT_RELEASED, README, Documents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validation.history.record import ReleaseRecord, State
    from validation.package.opening import Package

    Records = list[ReleaseRecord]

RETIRED = "data/sources/retired_ids.csv"
SHOWN = 3  # changes in a message


@dataclass(frozen=True)
class Fault:
    """A reason against the version: the file, what is wrong, and how to fix it."""

    file: str
    message: str
    fix: str

    def __str__(self) -> str:
        return f"{self.file}: {self.message}\n    fix: {self.fix}"


def faults(package: Package, tag: str = "") -> list[Fault]:
    """Every reason why the package may not carry its version, or be released under a tag.

    PackageError if the package, a document or a record cannot be read.
    """
    texts = Documents.read(package.root)
    state = state_of(package, sources.HERE)
    records = oldest_first(package.root)
    return [
        *missing_places(texts, package.version),
        *_versions(texts, package.version),
        *_entry(texts, package.version),
        *_dates(texts, package.version, records),
        *_number(state, records, texts),
        *_removed(state.record, records),
        *_reused(state.record, records),
        *_retired(state, records),
        *_ledger(package, records),
        *_changes(package, records),
        *(_tag(tag, package.version, records) if tag else ()),
    ]


def missing_places(texts: Documents, version: str) -> Iterator[Fault]:
    """The places that should state the version and do not exist."""
    for place in texts.places:
        if not texts.versions(place):
            words = place.words.format(version)
            yield Fault(place.file, f"it does not say `{words}`", "Write those words there.")


def _versions(texts: Documents, version: str) -> Iterator[Fault]:
    for place in texts.places:
        for said in sorted(texts.versions(place) - {version}):
            message = f"it says {said}; {DESCRIPTOR} says {version}"
            yield Fault(place.file, message, f"Write {version} there, or declare another version.")


def _entry(texts: Documents, version: str) -> Iterator[Fault]:
    newest = next(iter(texts.entries), None)
    if newest is None or newest.version != version:
        said = f"is about {newest.version}" if newest else "is missing"
        message = f"the first entry {said}; {DESCRIPTOR} says {version}"
        heading = f"## {version} - {NOT_RELEASED}"
        yield Fault(CHANGELOG, message, f"Write an entry below a heading `{heading}`.")
    elif not newest.is_complete:
        message = f"the entry of {version} does not say what changed"
        fix = "Open it with what `Readers` must do, and list the changes."
        yield Fault(CHANGELOG, message, fix)


def _dates(texts: Documents, version: str, records: Records) -> Iterator[Fault]:
    """Each release has the date of its record in every document, and nothing else has one."""
    logged = {entry.version: entry.date for entry in texts.entries}
    for record in records:
        said = logged.get(record.version, "nothing")
        if said != record.date:
            message = f"it says {said} of {record.version}, which was released on {record.date}"
            yield Fault(CHANGELOG, message, "Write that date in the heading of its entry.")
    date = next((record.date for record in records if record.version == version), "")
    said = logged.get(version, NOT_RELEASED)
    if not date and said != NOT_RELEASED:
        message = f"it says that {version} was released on {said}, but there is no record of that"
        yield Fault(CHANGELOG, message, f"Write `{NOT_RELEASED}`; `release.py cut` adds the date.")
    for name, stated in ((CITATION, texts.cited_date), (README, texts.stated_date)):
        if stated is not None and stated != date:
            recorded = date or "nothing"
            message = f"it says {stated or NOT_RELEASED}; the record of the release says {recorded}"
            fix = f"Write {date} there." if date else "Remove the date."
            yield Fault(name, message, fix)


def _number(state: State, records: Records, texts: Documents) -> Iterator[Fault]:
    """The declared version is not below the newest release, nor too low for the changes."""
    declared = state.record
    if records and records[-1].number > declared.number:
        newest = records[-1].version
        message = f"it declares {declared.version}; {newest} is released already"
        yield Fault(DESCRIPTOR, message, f"Declare a version after {newest}.")
    before = [record for record in records if record.number <= declared.number]
    if not before:
        return
    difference = Difference(sources.recorded(before[-1]), state)
    smallest, why = difference.smallest, difference.why
    if declared.number < smallest:
        sentence = ChangeSentences(difference.old, difference.new)
        breaking = [c for c in difference.changes if c.level == difference.level]
        shown = "; ".join(f"{change.table}: {sentence(change)}" for change in breaking[:SHOWN])
        message = f"{declared.version} is too low: since {before[-1].version}, {why} ({shown})"
        yield Fault(DESCRIPTOR, message, f"Run `scripts/release.py declare {smallest}`.")
    entry = next(iter(texts.entries), None)
    if difference.level == Level.MAJOR and entry and entry.asks_nothing:
        message = f"the entry of {entry.version} says that readers need do nothing, but {why}"
        yield Fault(CHANGELOG, message, "Open it with what readers must change.")


def _removed(now: ReleaseRecord, records: Records) -> Iterator[Fault]:
    """Identifiers that were released, are gone, and are not in the table of retired ones."""
    missing: dict[tuple[str, str], str] = {}
    for record in records:
        if record.number < now.number:
            renames = Renames(record, now)
            for table, key in identified(record):
                if not _is_accounted_for(table, key, record, now, renames):
                    missing[table, key] = record.version
    for (table, key), version in missing.items():
        message = f"`{table}/{key}` of release {version} is gone, but not listed as retired"
        yield Fault(RETIRED, message, "Restore the row, or list its identifier with a reason.")


def _is_accounted_for(
    table: str, key: str, then: ReleaseRecord, now: ReleaseRecord, renames: Renames
) -> bool:
    held = now.tables.get(table)
    if held is not None and held.schema["primaryKey"] != then.tables[table].schema["primaryKey"]:
        return True  # with another primary key, rows cannot be compared
    rows = held.rows if held is not None else {}
    return (
        key in rows
        or f"{table}/{key}" in now.retired
        or renames.now(table, key) in rows
        or renames.gone_with(table, key)
    )


def _reused(now: ReleaseRecord, records: Records) -> Iterator[Fault]:
    """Identifiers that were removed or retired in an earlier release, and are in use again."""
    before = [record for record in records if record.number < now.number]
    retired = {row: record.version for record in before[::-1] for row in record.retired}
    spans = ledger.spans(before)
    for table, key in identified(now):
        _, went = spans.get((table, key), ("", ""))
        version = retired.get(f"{table}/{key}", went)
        if version:
            message = f"`{table}/{key}` is used again; it was removed in {version}"
            fix = "Give the row an identifier that was never used."
            yield Fault(now.tables[table].path, message, fix)


def _retired(state: State, records: Records) -> Iterator[Fault]:
    """An identifier that is newly listed as retired is so in the declared version."""
    before = [record for record in records if record.number < state.record.number]
    rows = state.details.cells.get("retired_ids", {}) if state.details and before else {}
    for key, cells in rows.items():
        if key not in before[-1].retired and cells["version"] != state.record.version:
            message = f"`{key}` is retired in {cells['version']}, but {before[-1].version} had it"
            yield Fault(RETIRED, message, f"Write {state.record.version} in its row.")


def _ledger(package: Package, records: Records) -> Iterator[Fault]:
    """The ledger agrees with the records."""
    if not records:
        return
    said, expected = read_bytes(package.root, LEDGER), ledger.write(records)
    if said != expected:
        pairs = zip_longest(said.split(b"\n"), expected.split(b"\n"))
        line = next(number for number, (one, other) in enumerate(pairs, 1) if one != other)
        message = f"from line {line} on it does not agree with the records"
        yield Fault(LEDGER, message, _restore(records[-1].version))


def _changes(package: Package, records: Records) -> Iterator[Fault]:
    """Each release has its changes, and their level is that of the records."""
    found = release_changes.read_all(package)
    for old, new in zip([None, *records], records, strict=False):
        path, content = release_changes.path_of(new.version), found.get(new.version)
        if content is None:
            message = f"the changes of {new.version} are missing"
            yield Fault(path, message, _restore(new.version))
            continue
        level = (
            level_of(compare(sources.recorded(old), sources.recorded(new))) if old else Level.NONE
        )
        expected = (new.name, old.version if old else "", new.version, new.date, level.word)
        said = tuple(content[name] for name in ("package", "from", "to", "date", "level"))
        if said != expected:
            message = f"it says {' '.join(said)}; {FOLDER} says {' '.join(expected)}"
            yield Fault(path, message, _restore(new.version))


def _restore(version: str) -> str:
    return f"Restore the file from the commit of {version}."


def _tag(tag: str, version: str, records: Records) -> Iterator[Fault]:
    if tag != f"v{version}":
        yield Fault(DESCRIPTOR, f"the tag is {tag}, the version {version}", f"Tag it v{version}.")
    if all(record.version != version for record in records):
        message = f"{version} has no record, so it is not released"
        yield Fault(FOLDER, message, "Run `scripts/release.py cut`, commit, and tag that commit.")
