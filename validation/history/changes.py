"""The kinds of change, the level of each, and one change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from validation.history.version import Level

if TYPE_CHECKING:
    from collections.abc import Iterable


class Kind(NamedTuple):
    """A kind of change: its level, and a sentence in which `change_sentences` fills in the names.

    Without a sentence, `change_sentences` writes one.
    """

    level: Level
    sentence: str = ""


KINDS = {
    "package-renamed": Kind(Level.MAJOR, "package renamed from `{before}` to `{after}`"),
    "table-added": Kind(Level.MINOR, "table added, in {after}, with {rows}"),
    "table-removed": Kind(Level.MAJOR, "table removed, with its file {before}"),
    "table-moved": Kind(Level.MAJOR, "file moved from {before} to {after}"),
    "column-added": Kind(Level.MAJOR, "column `{column}` added"),
    "column-removed": Kind(Level.MAJOR, "column `{column}` removed"),
    "column-renamed": Kind(Level.MAJOR, "column `{before}` renamed to `{after}`"),
    "column-moved": Kind(Level.MAJOR, "columns reordered: {after}"),
    "type-changed": Kind(Level.MAJOR, "type of column `{column}` changed from {before} to {after}"),
    "key-changed": Kind(
        Level.MAJOR, "primary key changed from {before} to {after}; rows cannot be compared"
    ),
    "constraint-tightened": Kind(Level.MAJOR),
    "constraint-loosened": Kind(Level.MINOR),
    "constraint-changed": Kind(Level.MAJOR),
    "codes-reordered": Kind(Level.PATCH, "{codes} reordered"),
    "property-added": Kind(Level.MINOR),
    "property-changed": Kind(Level.MAJOR),
    "row-added": Kind(Level.MINOR),
    "row-removed": Kind(Level.MAJOR),
    "row-renamed": Kind(Level.MAJOR, "{noun} `{before}` renamed to `{after}`"),
    "row-merged": Kind(Level.MAJOR, "{noun} `{key}` merged into `{after}`"),
    "row-changed": Kind(Level.PATCH, "{noun} `{key}` changed"),
    "cell-changed": Kind(Level.PATCH),
    "text-changed": Kind(Level.PATCH),
}


@dataclass(frozen=True, order=True)
class Change:
    """One difference between two states of the package.

    `table`, `key` and `column` say where, and are empty where they do not apply. `aspect` is the
    property of the descriptor or schema that changed. A change of a code list is recorded once,
    under the table of codes, with the name of the list as `key`.
    """

    table: str
    column: str
    key: str
    kind: str
    aspect: str = ""
    before: str = ""
    after: str = ""

    @property
    def level(self) -> Level:
        """The level of its kind."""
        return KINDS[self.kind].level


def level_of(changes: Iterable[Change]) -> Level:
    """The highest level of these changes."""
    return max((change.level for change in changes), default=Level.NONE)
