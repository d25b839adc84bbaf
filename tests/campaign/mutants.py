"""What a mutant is: a small corruption of a clean package, and what must be said of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from validation.catalogue.rules import LAYERS

if TYPE_CHECKING:
    from tests.campaign.edits import Edit

UNREADABLE = "unreadable"  # stands where a rule would, for a package that cannot be opened
OPENING = "opening"  # and its layer


ANY_ROW, ANY_COLUMN = -1, "*"


class Kind(StrEnum):
    """Where a mutant comes from."""

    CONSTRAINT = "constraint"
    KEY = "key"
    SCHEMA = "schema"
    DESCRIPTOR = "descriptor"
    RULE = "rule"
    FILE = "file"
    CELL = "cell"
    BOUND = "bound"
    HAND = "by hand"
    PLAUSIBLE = "valid but wrong"


class Base(StrEnum):
    """The clean package that a mutant is made of."""

    LETTER = "letter"  # the package as published
    EXAMPLE = "example"  # the invented letter of tests/example.py


@dataclass(frozen=True)
class Place:
    """The finding that a mutant must cause.

    `row` is a line, the key of a row in the mutant, or None for the row that the last edit
    changed. `file` is a path, or a table's name. Row and column may be left open.
    """

    rule: str
    file: str
    row: int | str | None = None
    column: str = ""


@dataclass(frozen=True)
class Mutant:
    """One corruption.

    It must cause the finding at `place`, and not the one at `within`. One with neither is valid
    but wrong and is only measured: `survives` says of what sort it is. A `hole` is what no rule
    sees and one should; once a rule does, it must get a place. `layers` are those that are asked:
    where hundreds of rows come or go, only the one that counts.
    """

    id: str
    kind: Kind
    says: str
    edits: tuple[Edit, ...]
    place: Place | None = None
    within: Place | None = None
    survives: str = ""
    hole: str = ""
    base: Base = Base.LETTER
    layers: tuple[str, ...] = LAYERS
