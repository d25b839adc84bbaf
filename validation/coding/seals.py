"""Fold the text of a letter, take the seal of a passage, and read a passage by its seal.

A seal is the SHA-256 of a passage, folded so that other line breaks, hyphenation and typography
do not matter.
"""

from __future__ import annotations

import functools
import hashlib
import itertools
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

QUOTES = dict.fromkeys("\u2018\u2019\u201a\u201b\u2039\u203a\u02bc\u2032\u00b4\u0060", "'")
DOUBLE = dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"')
# What a PDF gives for two or three letters that are printed as one.
LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\u0132": "IJ",
    "\u0133": "ij",
}
PLAIN = QUOTES | DOUBLE | LIGATURES
# Dashes fold to the hyphen, and hyphens are dropped: so a range set with an en dash, a hyphen or
# a soft hyphen at a line's end is one and the same.
HYPHENS = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212")
BREAKING = HYPHENS | {"\u00ad"}  # what may stand between the parts of a word
INVISIBLE = frozenset({"Cc", "Cf"})  # control and format characters: zero-width, soft hyphen

SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# Where a number comes back so often in one window, the footnote's mark is none of the later ones.
MARKS_TRIED = 8


@dataclass(frozen=True)
class Passage:
    """What verification needs of one row of `passages.csv`.

    `marks` are the numbers of footnotes that a print may set among its words; a footnote has its
    own, which a print sets before it.
    """

    id: str
    seal: str
    length: int
    marks: tuple[str, ...] = ()
    is_note: bool = False

    @functools.cached_property
    def widths(self) -> list[int]:
        """How long a window of this passage may be, with its marks or without."""
        widths = {self.length}
        for mark in self.marks:
            widths |= {width + len(form) for width in widths for form in forms(mark)}
        return sorted(width for width in widths if width > 0)

    def read(self, window: str) -> str | None:
        """The passage's own words in a window that may hold marks too; None without its seal."""
        for words in self._readings(window) if self.marks else (window,):
            if len(words) == self.length and sha256(words) == self.seal:
                return words
        return None

    def _readings(self, window: str) -> set[str]:
        """The window with each of its marks kept or, wherever it may stand, left out."""
        readings = {window}
        for pattern in self.patterns:
            readings |= {
                words[: found.start()] + words[found.end() :]
                for words in readings
                for found in itertools.islice(pattern.finditer(words), MARKS_TRIED)
            }
        return readings

    @functools.cached_property
    def patterns(self) -> list[re.Pattern[str]]:
        """For each mark what finds it; the mark of a footnote stands before it only."""
        anchor = "^" if self.is_note else ""
        escaped = [map(re.escape, forms(mark)) for mark in self.marks]
        return [re.compile(f"{anchor}(?:{'|'.join(either)})") for either in escaped]


def fold(text: str) -> str:
    """NFC, plain quotes and letters, no hyphens, no white space: what a seal is taken of."""
    return "".join(_plain(cluster) for cluster in _clusters(text))


def seal(text: str) -> str:
    """The seal of a passage: the SHA-256 of its folded text in UTF-8, in hexadecimal."""
    return sha256(fold(text))


def passages_of(rows: Iterable[Mapping[str, str]]) -> list[Passage]:
    """The passages of one letter, in order, from rows of `passages.csv` as strings."""
    notes: dict[str, list[str]] = {}
    ordered = sorted(rows, key=lambda row: int(row["position"]))
    for row in ordered:
        if row["note_to"]:
            notes.setdefault(row["note_to"], []).append(_mark(row))
    return [
        Passage(
            id=row["id"],
            seal=row["seal"],
            length=int(row["seal_length"]),
            marks=(_mark(row),) if row["kind"] == "footnote" else tuple(notes.get(row["id"], ())),
            is_note=row["kind"] == "footnote",
        )
        for row in ordered
    ]


def _mark(row: Mapping[str, str]) -> str:
    """The number of a footnote."""
    return row["id"].rpartition("fn")[2]


def forms(mark: str) -> tuple[str, ...]:
    """How a footnote's number may be set."""
    return f"[{mark}]", f"({mark})", mark, mark.translate(SUPERSCRIPT)


def sha256(folded: str) -> str:
    """The hash of a folded text, in hexadecimal."""
    return hashlib.sha256(folded.encode()).hexdigest()


class Folded(NamedTuple):
    """A folded character, where it comes from, and the spaces and hyphens left out before it."""

    character: str
    line: int
    span: tuple[int, int]  # in the text, with its combining marks
    left_out: str


def folded(text: str) -> Iterator[Folded]:
    """The characters of a folded text."""
    at, line, left_out = 0, 1, "\n\n"
    for cluster in _clusters(text):
        for character in _plain(cluster):
            yield Folded(character, line, (at, at + len(cluster)), left_out)
            left_out = ""
        if cluster.isspace() or cluster in BREAKING:
            left_out += cluster
        at += len(cluster)
        line += cluster.count("\n")


@functools.lru_cache(maxsize=4096)
def _plain(cluster: str) -> str:
    """What is kept of a character and its combining marks."""
    composed = unicodedata.normalize("NFC", cluster)
    return "".join(
        PLAIN.get(character, character)
        for character in composed
        if character not in HYPHENS
        and not character.isspace()
        and unicodedata.category(character) not in INVISIBLE
    )


def _clusters(text: str) -> Iterator[str]:
    """Each character with the combining marks that follow it."""
    start = 0
    for number in range(1, len(text) + 1):
        if number == len(text) or not unicodedata.combining(text[number]):
            yield text[start:number]
            start = number
