"""The changes between two states as one report: for people, programs and spreadsheets."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from validation.history.changes import KINDS, level_of
from validation.history.compare import compare
from validation.history.lined import lined
from validation.history.version import Level
from validation.history.words import Words
from validation.package.opening import CODES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from validation.history.changes import Change
    from validation.history.record import State
    from validation.history.version import Version

SCHEMA = Path(__file__).with_name("changes.schema.json")
COLUMNS = ("level", "kind", "table", "key", "column", "aspect", "before", "after", "words")
MEANINGS = ("definition_en", "definition_nl", "rule_en", "rule_nl")


@dataclass(frozen=True)
class Difference:
    """What changed from one state to another."""

    old: State
    new: State

    @cached_property
    def changes(self) -> list[Change]:
        """Every change, in the order of the tables."""
        return compare(self.old, self.new)

    @property
    def level(self) -> Level:
        """How much all of it asks of readers."""
        return level_of(self.changes)

    @property
    def smallest(self) -> Version:
        """The smallest version that may hold it; PackageError where the old one has no number."""
        return self.old.record.number.after(self.level)

    @property
    def why(self) -> str:
        """Why no smaller version may hold it."""
        if not self.changes:
            return "nothing has changed"
        counted = Counter(c.reason for c in self.changes if c.level == self.level)
        reasons = ", ".join(
            kind.reason
            if counted[kind.reason] == 1
            else f"{kind.reason} ({counted[kind.reason]} times)"
            for kind in KINDS.values()
            if kind.reason in counted
        )
        place = self.old.record.number.place(self.level)
        if place == self.level:
            return f"{reasons}; that raises the {place.word} number"
        return f"{reasons}; before 1.0 that raises the {place.word} number"

    @property
    def entries(self) -> list[dict[str, str]]:
        """The changes as rows, each with its level and its sentence."""
        words = Words(self.old, self.new)
        return [
            {
                "level": change.level.word,
                "kind": change.kind,
                "table": change.table,
                "key": change.key,
                "column": change.column,
                "aspect": change.aspect,
                "before": change.before,
                "after": change.after,
                "words": words(change),
            }
            for change in self.changes
        ]

    @property
    def limits(self) -> list[str]:
        """Of each release that is not known as its tag holds it: how, why, and what is not told."""
        untold = (
            "; which cell or which words changed cannot be told, nor which rows where columns did"
        )
        notes = []
        for state in (self.old, self.new):
            because = f", because {state.because}" if state.because else ""
            if state.details is None:
                notes.append(
                    f"note: {state.called} is compared by its record alone{because}{untold}"
                )
            elif because:
                notes.append(f"note: {state.called} is compared as its own commit has it{because}")
        return notes

    def as_content(self) -> dict[str, Any]:
        """The whole as JSON holds it, described in `changes.schema.json`."""
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
    """For people: the changes table by table, then the smallest version and the reason."""
    old, new = difference.old, difference.new
    between = f"{old.called} ({old.record.version}) to {new.called} ({new.record.version})"
    if not difference.changes:
        same = f"from {between}: nothing has changed"
        return "\n".join([same, *difference.limits, _verdict(difference)])
    lines = [f"from {between}: {_counted(difference.changes)}"]
    table = None
    for change, entry in zip(difference.changes, difference.entries, strict=True):
        if change.table != table:
            table = change.table
            lines += ["", table or "the package as a whole"]
        lines.append(f"    {change.level.word}: {entry['words']}")
    return "\n".join([*lines, "", *_notes(difference), _verdict(difference)])


def as_json(difference: Difference) -> str:
    """For programs: one JSON object, with a line for each change."""
    return lined(difference.as_content(), depth=2).decode().removesuffix("\n")


def as_csv(difference: Difference) -> str:
    """For spreadsheets: a row for each change."""
    return csv_of(COLUMNS, difference.entries).removesuffix("\n")


FORMATS = {"text": as_text, "json": as_json, "csv": as_csv}


def csv_of(columns: Iterable[str], rows: Iterable[dict[str, str]]) -> str:
    """Rows as CSV in the form of the package's tables."""
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, list(columns), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


def _counted(changes: list[Change]) -> str:
    levels = Counter(change.level for change in changes)
    parts = ", ".join(
        f"{levels[level]} {level.word}" for level in sorted(Level, reverse=True) if levels[level]
    )
    return f"{len(changes)} change{'' if len(changes) == 1 else 's'} ({parts})"


def _notes(difference: Difference) -> list[str]:
    """What a program cannot judge."""
    notes = []
    reworded = [
        change
        for change in difference.changes
        if change.kind == "text-changed"
        or (change.kind == "cell-changed" and change.table == CODES and change.column in MEANINGS)
    ]
    if reworded and difference.level < Level.MAJOR:
        number = len(reworded)
        notes.append(
            f"note: {number} description{'' if number == 1 else 's'} reworded; where one now means "
            "something else, the change is major, and only a reader can tell"
        )
    return [*notes, *difference.limits]


def _verdict(difference: Difference) -> str:
    smallest, declared = difference.smallest, difference.new.record.number
    said = f"smallest version allowed: {smallest}, because {difference.why}"
    if declared < smallest:
        said += f"\ndeclared is {declared}: too small"
    return said
