"""The parts of an answer, and how they are set as plain text."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from validation.catalogue.finding import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Line = tuple[int, str]  # how deep it is indented, and its text

WIDEST, NARROWEST = 100, 40
INDENT = "    "
GROUPS = re.compile(r"(?<=[0-9]) (?=[0-9])")  # between the groups of digits of one number
HELD = "\N{NO-BREAK SPACE}"
BLANK = (0, "")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, and the paragraphs that are indented below it."""

    text: str
    below: tuple[str, ...] = ()

    def lines(self) -> Iterator[Line]:
        """Each paragraph with its depth."""
        yield 1, self.text
        yield from ((2, text) for text in self.below)


@dataclass
class Answer:
    """What is said about one row, passage, rule, code, column or table: the main thing first."""

    id: str
    claim: str
    under: list[str] = field(default_factory=list)
    sections: list[tuple[str, list[Paragraph]]] = field(default_factory=list)

    def add(self, heading: str, parts: Iterable[Paragraph | str]) -> None:
        """Add a section, unless it would be empty."""
        found = [Paragraph(part) if isinstance(part, str) else part for part in parts]
        if found:
            self.sections.append((heading, found))

    def lines(self) -> Iterator[Line]:
        """Each paragraph with its depth."""
        yield from ((0, self.id), BLANK, (0, self.claim))
        yield from ((1, text) for text in self.under)
        for heading, parts in self.sections:
            yield from (BLANK, (0, heading))
            for part in parts:
                yield from part.lines()


def as_list(heading: str, parts: Iterable[Paragraph]) -> Iterator[Line]:
    """A list below a sentence."""
    yield 0, heading
    for part in parts:
        yield BLANK
        yield from part.lines()


def as_text(lines: Iterable[Line], width: int) -> str:
    """Lines broken between words alone: addresses, identifiers and numbers stay whole."""
    found: list[str] = []
    for depth, text in lines:
        found += textwrap.wrap(
            GROUPS.sub(HELD, text),
            max(NARROWEST, min(width, WIDEST)),
            initial_indent=INDENT * depth,
            subsequent_indent=INDENT * depth,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]
    return "\n".join(printable(line.replace(HELD, " ")) for line in found)
