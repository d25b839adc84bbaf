"""A report of the changes between two states, as text, JSON or CSV."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from validation.history.change_sentences import ChangeSentences, counted
from validation.history.changes import level_of
from validation.history.compare import compare
from validation.history.record import pretty_json
from validation.history.version import Level
from validation.package.opening import CODES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from validation.history.changes import Change
    from validation.history.record import State
    from validation.history.version import Version

SCHEMA = Path(__file__).with_name("changes.schema.json")
COLUMNS = ("level", "kind", "table", "key", "column", "aspect", "before", "after", "words")
MEANINGS = ("definition_en", "definition_nl", "rule_en", "rule_nl")
UNKNOWN = (
    "a record does not show which cells or texts changed, nor which rows of a table with other "
    "columns"
)


@dataclass(frozen=True)
class Difference:
    """The changes from one state to another."""

    old: State
    new: State

    @cached_property
    def changes(self) -> list[Change]:
        """All changes, in the order of the tables."""
        return compare(self.old, self.new)

    @property
    def level(self) -> Level:
        """The highest level of the changes."""
        return level_of(self.changes)

    @property
    def smallest(self) -> Version:
        """The lowest version allowed; ContentError if the old state has no version number."""
        return self.old.record.number.after(self.level)

    @property
    def why(self) -> str:
        """Why no lower version is allowed."""
        if not self.changes:
            return "nothing has changed"
        kinds = Counter(change.kind for change in self.changes if change.level == self.level)
        reasons = ", ".join(
            kind.replace("-", " ") + (f" ({number} times)" if number > 1 else "")
            for kind, number in kinds.items()
        )
        place = self.old.record.number.place(self.level)
        early = "" if place == self.level else "before 1.0 "
        return f"{reasons}; {early}that raises the {place.word} number"

    @property
    def entries(self) -> list[dict[str, str]]:
        """The changes as rows, each with its level and a sentence."""
        sentence = ChangeSentences(self.old, self.new)
        rows = (
            {**vars(change), "level": change.level.word, "words": sentence(change)}
            for change in self.changes
        )
        return [{name: row[name] for name in COLUMNS} for row in rows]

    @property
    def limits(self) -> list[str]:
        """A note on each state that was not read from its tag: why, and what is unknown."""
        notes = []
        for state in (self.old, self.new):
            because = f", because {state.because}" if state.because else ""
            if state.details is None:
                notes.append(
                    f"note: {state.called} is compared by its record only{because}; {UNKNOWN}"
                )
            elif because:
                notes.append(
                    f"note: {state.called} is read from the commit of its release{because}"
                )
        return notes

    def as_content(self) -> dict[str, Any]:
        """The content of the JSON, described in `changes.schema.json`."""
        return {
            "package": self.new.record.name,
            "from": self.old.record.version,
            "to": self.new.record.version,
            "date": self.new.record.date,
            "level": self.level.word,
            "smallest_version": str(self.smallest),
            "changes": self.entries,
        }


def as_text(difference: Difference) -> str:
    """For people: the changes by table, then the lowest version allowed, with the reason."""
    old, new = difference.old, difference.new
    levels = Counter(change.level for change in difference.changes)
    parts = ", ".join(f"{levels[level]} {level.word}" for level in sorted(levels, reverse=True))
    number = f"{counted(len(difference.changes), 'change')} ({parts})" if parts else "no changes"
    lines = [
        f"from {old.called} ({old.record.version}) to {new.called} ({new.record.version}): {number}"
    ]
    table = None
    for entry in difference.entries:
        if entry["table"] != table:
            table = entry["table"]
            lines += ["", table or "the package as a whole"]
        lines.append(f"    {entry['level']}: {entry['words']}")
    notes = [*_reworded(difference), *difference.limits]
    smallest, declared = difference.smallest, new.record.number
    verdict = [f"lowest version allowed: {smallest}, because {difference.why}"]
    if declared < smallest:
        verdict += [f"declared version: {declared}, which is too low"]
    return "\n".join([*lines, *([""] if parts else []), *notes, *verdict])


def _reworded(difference: Difference) -> list[str]:
    """A note on changed texts, whose meaning a program cannot judge."""
    number = sum(
        change.kind == "text-changed"
        or (change.kind == "cell-changed" and change.table == CODES and change.column in MEANINGS)
        for change in difference.changes
    )
    if not number or difference.level == Level.MAJOR:
        return []
    texts = counted(number, "text")
    return [f"note: {texts} changed; the change is major if the meaning of one has changed"]


def as_json(difference: Difference) -> str:
    """For programs: one JSON object, with a line for each change."""
    return pretty_json(difference.as_content(), depth=2).decode().removesuffix("\n")


def as_csv(difference: Difference) -> str:
    """For spreadsheets: a row for each change."""
    return csv_of(COLUMNS, difference.entries).removesuffix("\n")


FORMATS = {"text": as_text, "json": as_json, "csv": as_csv}


def csv_of(columns: Iterable[str], rows: Iterable[dict[str, str]]) -> str:
    """Rows as CSV, in the canonical form of the tables."""
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, list(columns), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()
