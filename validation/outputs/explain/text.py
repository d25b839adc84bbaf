"""What an answer is made of, and how it is set on a page of plain text."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from validation.package.finding import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

WIDEST, NARROWEST = 100, 40
INDENT = "    "
GROUPS = re.compile(r"(?<=[0-9]) (?=[0-9])")  # between the groups of digits of one number
HELD = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, and what stands below it, set further in."""

    text: str
    below: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """A heading of a few words with its parts."""

    heading: str
    parts: tuple[Paragraph, ...]


@dataclass
class Answer:
    """What is said about one row, passage, rule, code, column or table: the main thing first."""

    id: str
    claim: str
    under: list[str] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)

    def add(self, heading: str, parts: Iterable[Paragraph]) -> None:
        """Add a section, unless it would be empty."""
        section = Section(heading, tuple(parts))
        if section.parts:
            self.sections.append(section)


def shown(answer: Answer, width: int) -> str:
    """The answer as plain text, no line longer than the width unless one word is."""
    return "\n".join(_lines(answer, max(NARROWEST, min(width, WIDEST))))


def listed(heading: str, parts: list[Paragraph], width: int) -> str:
    """A list below a sentence."""
    wide = max(NARROWEST, min(width, WIDEST))
    lines = _wrapped(heading, wide, 0)
    for part in parts:
        lines += ["", *_set(part, wide)]
    return "\n".join(lines)


def _lines(answer: Answer, width: int) -> Iterator[str]:
    yield from _wrapped(answer.id, width, 0)
    yield ""
    yield from _wrapped(answer.claim, width, 0)
    for text in answer.under:
        yield from _wrapped(text, width, 1)
    for section in answer.sections:
        yield ""
        yield from _wrapped(section.heading, width, 0)
        for part in section.parts:
            yield from _set(part, width)


def _set(part: Paragraph, width: int) -> list[str]:
    below = [line for text in part.below for line in _wrapped(text, width, 2)]
    return [*_wrapped(part.text, width, 1), *below]


def _wrapped(text: str, width: int, depth: int) -> list[str]:
    """Lines broken between words alone: addresses, identifiers and numbers stay whole."""
    lines = textwrap.wrap(
        GROUPS.sub(HELD, text),
        width,
        initial_indent=INDENT * depth,
        subsequent_indent=INDENT * depth,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [printable(line.replace(HELD, " ")) for line in lines]
