"""A finding: one fault in the data, as a value that is collected with the others of a run."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from validation.catalogue.languages import Both, in_language

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

NEAR = 0.7  # how similar two values must be for one to be a typing error of the other
GUESSES = 20  # suggestions per kind: as many findings of a rule as a text report shows
KEY_PARTS = re.compile(r"[/.]")


class Place(NamedTuple):
    """The place of a fault: a file and, if known, a line, a column and a value."""

    file: str
    line: int = 0
    column: str = ""
    value: str = ""


@dataclass(frozen=True, order=True)
class Finding:
    """One fault in the data, with its place.

    `row` is the line in the file, 0 for the file as a whole; `column` and `value` are empty if the
    finding is not on a single cell. `suggestion` is the known value that was perhaps intended.
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
        """`file:line`, or only the file, in the form that editors recognise as a link."""
        return printable(f"{self.file}:{self.row}" if self.row else self.file)

    def said(self, language: str) -> str:
        """The message with the suggestion, on one line."""
        hint = ""
        if self.suggestion:
            hint = "; did you mean `{}`?" if language == "en" else "; bedoelde u `{}`?"
        return printable(in_language(self.message, language) + hint.format(self.suggestion))

    def line(self, language: str) -> str:
        """The place and the message, on one line."""
        value = repr(shorten(self.value)) if self.value else ""
        cell = printable(f"{self.column} {value}".strip())
        what = self.said(language)
        return f"{self.place}: {cell}: {what}" if cell else f"{self.place}: {what}"


def shorten(value: str, length: int = 60) -> str:
    """A value, cut off so that it fits on a line."""
    return value if len(value) <= length else value[: length - 3] + "..."


def printable(text: str) -> str:
    """A text on one line, with escapes for control characters and other unprintable ones."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def nearest(value: str, known: Iterable[str]) -> str:
    """The known value most similar to a wrong one, or an empty text if none is similar enough.

    A value that differs only in case is most similar. Of two keys only the parts that differ are
    compared: otherwise the parts in common would make all keys of one letter similar.
    """
    import difflib  # noqa: PLC0415 - needed only if there are findings

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
    """Two keys without the equal parts at their start and at their end."""
    ours, theirs = KEY_PARTS.split(one), KEY_PARTS.split(other)
    for end in (0, -1):
        while ours and theirs and ours[end] == theirs[end]:
            del ours[end], theirs[end]
    return "".join(ours), "".join(theirs)


class Guesses:
    """Suggestions for wrong values, at most `GUESSES` per kind.

    More wrong values than that are not typing errors, and each of them is compared with all known
    values of its kind, which may be as many as there are rows.
    """

    def __init__(self, known: Mapping[Any, Collection[str]]) -> None:
        """Keep the known values by kind."""
        self.known = known
        self.sought = Counter[Any]()

    def nearest(self, kind: object, value: str) -> str:
        """The most similar known value of this kind; empty if there is none, or after the limit."""
        self.sought[kind] += 1
        return nearest(value, self.known.get(kind, ())) if self.sought[kind] <= GUESSES else ""
