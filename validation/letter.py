"""Find the passages of a letter in any printing of it, by their seals.

A seal is the SHA-256 of a passage, folded so that other line breaks, hyphenation and typography
do not matter. Passages are found by hashing windows of the text, never by offset alone.
Footnotes are found first and cut out, because a print sets them in the middle of sentences;
then every other passage is sought in what is left, in the order of the letter. A found seal
proves that the words stand in the text. It does not prove that they mean what a row says.
"""

from __future__ import annotations

import hashlib
import itertools
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

QUOTES = dict.fromkeys("\u2018\u2019\u201a\u201b\u2039\u203a\u02bc\u2032\u00b4\u0060", "'")
DOUBLE = dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"')
# Dashes fold to the hyphen, and hyphens are dropped: so a range set with an en dash, a hyphen or
# a soft hyphen at a line's end is one and the same.
DROPPED = frozenset("-\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufeff\u200b\u200c\u200d")


@dataclass(frozen=True)
class Passage:
    """What verification needs of one row of `passages.csv`."""

    id: str
    seal: str
    length: int
    marks: tuple[str, ...] = ()
    is_note: bool = False


@dataclass
class Verification:
    """Which passages were found in a text: by id, the line on which each begins."""

    holds: dict[str, int] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    whole: str = ""

    @property
    def checked(self) -> int:
        """How many seals were looked for."""
        return len(self.holds) + len(self.missing)


def fold(text: str) -> str:
    """NFC, plain quotes, no hyphens or dashes, no white space: what a seal is taken of."""
    return "".join(character for character, _ in _folded(text))


def seal(text: str) -> str:
    """The seal of a passage: the SHA-256 of its folded text in UTF-8, in hexadecimal."""
    return hashlib.sha256(fold(text).encode()).hexdigest()


def verify(text: str, passages: Sequence[Passage]) -> Verification:
    """Look for every passage in a text as a user would get it.

    The result says for each passage on which line of the text it begins, or that it is missing.
    `whole` is the seal of all passages joined in order, empty unless every one was found.
    """
    characters = list(_folded(text))
    folded = "".join(character for character, _ in characters)
    line_starts = [0, *(number + 1 for number, mark in enumerate(text) if mark == "\n")]
    lines = [bisect_right(line_starts, offset) for _, offset in characters]
    result = Verification()
    found: dict[str, str] = {}
    cut: list[range] = []
    for note in (passage for passage in passages if passage.is_note):
        window = _find(folded, note, 0)
        if window is None:
            result.missing.append(note.id)
            continue
        result.holds[note.id] = lines[window.start]
        found[note.id] = folded[window.start : window.stop]
        mark = note.id.rpartition("fn")[2]
        marked = folded.endswith(mark, 0, window.start)
        cut.append(range(window.start - len(mark) * marked, window.stop))
    left = [n for n in range(len(folded)) if not any(n in window for window in cut)]
    body = "".join(folded[n] for n in left)
    at = 0
    for passage in (passage for passage in passages if not passage.is_note):
        window = _find(body, passage, at)
        if window is None:
            result.missing.append(passage.id)
            continue
        result.holds[passage.id] = lines[left[window.start]]
        found[passage.id] = _unmarked(body, window, passage)
        at = max(at, window.stop)
    if not result.missing:
        joined = "".join(found[passage.id] for passage in passages)
        result.whole = hashlib.sha256(joined.encode()).hexdigest()
    return result


def passages_of(rows: Iterable[Mapping[str, str]]) -> list[Passage]:
    """The passages of one letter, in order, from rows of `passages.csv` as strings."""
    notes: dict[str, list[str]] = {}
    ordered = sorted(rows, key=lambda row: int(row["position"]))
    for row in ordered:
        if row["note_to"]:
            notes.setdefault(row["note_to"], []).append(row["id"].rpartition("fn")[2])
    return [
        Passage(
            id=row["id"],
            seal=row["seal"],
            length=int(row["seal_length"]),
            marks=tuple(notes.get(row["id"], ())),
            is_note=row["kind"] == "footnote",
        )
        for row in ordered
    ]


def _find(body: str, passage: Passage, at: int) -> range | None:
    """The window that has the passage's seal, sought from `at` on and then from the start."""
    wide = passage.length + sum(len(mark) for mark in passage.marks)
    for start in itertools.chain(range(at, len(body)), range(min(at, len(body)))):
        if _sealed(body[start : start + passage.length], passage):
            return range(start, start + passage.length)
        if passage.marks:
            window = range(start, start + wide)
            if any(_sealed(text, passage) for text in _without_marks(body, window, passage)):
                return window
    return None


def _unmarked(body: str, window: range, passage: Passage) -> str:
    text = body[window.start : window.stop]
    if len(text) == passage.length:
        return text
    candidates = _without_marks(body, window, passage)
    return next(text for text in candidates if _sealed(text, passage))


def _without_marks(body: str, window: range, passage: Passage) -> Iterator[str]:
    """The window with the marks of the passage's footnotes taken out, in every way there is."""
    texts = {body[window.start : window.stop]}
    for mark in passage.marks:
        texts = {
            text[:place] + text[place + len(mark) :]
            for text in texts
            for place in range(len(text))
            if text.startswith(mark, place)
        }
    yield from texts


def _sealed(text: str, passage: Passage) -> bool:
    return len(text) == passage.length and (
        hashlib.sha256(text.encode()).hexdigest() == passage.seal
    )


def _folded(text: str) -> Iterator[tuple[str, int]]:
    """Each folded character with the offset of the character it comes from."""
    for number, cluster in _clusters(text):
        for character in unicodedata.normalize("NFC", cluster):
            plain = QUOTES.get(character) or DOUBLE.get(character) or character
            if plain not in DROPPED and not plain.isspace() and unicodedata.category(plain) != "Cc":
                yield plain, number


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """A base character with the combining marks that follow it, and its offset."""
    start = 0
    for number in range(1, len(text) + 1):
        if number == len(text) or not unicodedata.combining(text[number]):
            yield start, text[start:number]
            start = number
