"""What a fault in the data looks like: a value, collected with the others of a run."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from validation.catalogue.languages import Both, in_language

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

NEAR = 0.7  # how much of two values must be alike for one to be a slip of the other
GUESSES = 20  # as many findings of a rule as a report in a terminal tells
KEY_PARTS = re.compile(r"[/.]")


class Place(NamedTuple):
    """Where something is wrong: a file, and as far as they are known a line, column and value."""

    file: str
    line: int = 0
    column: str = ""
    value: str = ""


@dataclass(frozen=True, order=True)
class Finding:
    """One thing wrong with the data, and where to look.

    `row` is the line in the file, 0 for the file as a whole; `column` and `value` are empty
    where no single cell is at fault. `suggestion` is the known value that was perhaps meant.
    """

    file: str
    row: int
    column: str
    rule: str
    value: str
    message: Both
    suggestion: str = ""

    @property
    def place(self) -> str:
        """`file:line`, or the file alone, in the form that editors jump to."""
        return printable(f"{self.file}:{self.row}" if self.row else self.file)

    def said(self, language: str) -> str:
        """What is wrong, with the value that was perhaps meant: one sentence on one line."""
        hint = ""
        if self.suggestion:
            hint = "; did you mean `{}`?" if language == "en" else "; bedoelde u `{}`?"
        return printable(in_language(self.message, language) + hint.format(self.suggestion))

    def line(self, language: str) -> str:
        """Where and what, on one line."""
        value = repr(shorten(self.value)) if self.value else ""
        cell = printable(f"{self.column} {value}".strip())
        what = self.said(language)
        return f"{self.place}: {cell}: {what}" if cell else f"{self.place}: {what}"


def shorten(value: str, length: int = 60) -> str:
    """A cell's value, cut so that it fits on a line."""
    return value if len(value) <= length else value[: length - 3] + "..."


def printable(text: str) -> str:
    """A text on one line, with an escape in place of what a terminal would act on."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def nearest(value: str, known: Iterable[str]) -> str:
    """The known value nearest to a wrong one, or nothing where none is near.

    What differs in case alone is nearest. Of two keys only the part that is not the same is
    compared: what they have in common would make any two keys of one letter alike.
    """
    import difflib  # noqa: PLC0415 - needed only where something is wrong

    wanted = value.casefold()
    best = (0.0, "")
    for other in sorted(set(known)):
        wrong, right = _unlike(wanted, other.casefold())
        matcher = difflib.SequenceMatcher(None, right, wrong)
        measures = (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)  # cheapest first
        if all(measure() >= NEAR for measure in measures):
            best = max(best, (matcher.ratio(), other))
    return best[1]


def _unlike(one: str, other: str) -> tuple[str, str]:
    """Two keys without the parts that they share at their beginning and at their end."""
    ours, theirs = KEY_PARTS.split(one), KEY_PARTS.split(other)
    for end in (0, -1):
        while ours and theirs and ours[end] == theirs[end]:
            del ours[end], theirs[end]
    return "".join(ours), "".join(theirs)


class Guesses:
    """What wrong values of a column perhaps meant: the first few of each kind, and no more.

    More than a few are no slips of the pen, and each is compared with all that is known of its
    kind, which may be as many as there are rows.
    """

    def __init__(self, known: Mapping[Any, Collection[str]]) -> None:
        """Keep the values that are known, by kind."""
        self.known = known
        self.sought = Counter[Any]()

    def nearest(self, kind: object, value: str) -> str:
        """The known value of a kind nearest to a wrong one; nothing if none is, or none sought."""
        self.sought[kind] += 1
        return nearest(value, self.known.get(kind, ())) if self.sought[kind] <= GUESSES else ""
