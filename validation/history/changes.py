"""The kinds of change, and how much each asks of readers: the rule of CHANGELOG.md for programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from validation.history.version import Level

if TYPE_CHECKING:
    from collections.abc import Iterable


class Kind(NamedTuple):
    """A kind of change: how much it asks of readers, and why."""

    level: Level
    reason: str


KINDS = {
    "package-renamed": Kind(Level.MAJOR, "the package has another name"),
    "table-added": Kind(Level.MINOR, "a table is added"),
    "table-removed": Kind(Level.MAJOR, "a table goes"),
    "table-moved": Kind(Level.MAJOR, "the file of a table has another place"),
    "column-added": Kind(Level.MAJOR, "a column is added"),
    "column-removed": Kind(Level.MAJOR, "a column goes"),
    "column-renamed": Kind(Level.MAJOR, "a column has another name"),
    "column-moved": Kind(Level.MAJOR, "columns stand in another order"),
    "type-changed": Kind(Level.MAJOR, "a column has another type"),
    "key-changed": Kind(Level.MAJOR, "rows have another key"),
    "constraint-tightened": Kind(Level.MAJOR, "a constraint allows less"),
    "constraint-loosened": Kind(Level.MINOR, "a constraint allows more"),
    "constraint-changed": Kind(Level.MAJOR, "a constraint may allow less"),
    "codes-reordered": Kind(Level.PATCH, "codes stand in another order"),
    "property-added": Kind(Level.MINOR, "a description gains a property"),
    "property-changed": Kind(Level.MAJOR, "what readers may rely on changes"),
    "row-added": Kind(Level.MINOR, "rows are added"),
    "row-removed": Kind(Level.MAJOR, "a row goes"),
    "row-renamed": Kind(Level.MAJOR, "a row has another identifier"),
    "row-merged": Kind(Level.MAJOR, "a row goes up in another"),
    "row-changed": Kind(Level.PATCH, "a row is corrected"),
    "cell-changed": Kind(Level.PATCH, "a cell is corrected"),
    "text-changed": Kind(Level.PATCH, "a description is corrected"),
}


@dataclass(frozen=True, order=True)
class Change:
    """One thing that differs: in a cell, a row, a column, a table or the package itself.

    `table`, `key` and `column` are empty where the change is not in one; `aspect` is what of the
    descriptor or schema differs. A change of a code list stands under the table of codes, once,
    with the list as its key.
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
        """How much it asks of readers."""
        return KINDS[self.kind].level

    @property
    def reason(self) -> str:
        """Why it has that level."""
        return KINDS[self.kind].reason


def level_of(changes: Iterable[Change]) -> Level:
    """The level of the change that asks most."""
    return max((change.level for change in changes), default=Level.NONE)
