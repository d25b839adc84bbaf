"""What a page needs to find a letter's passages in a reader's own copy of it, in the browser.

The seals of a letter stand in a script beside its page. What characters are folded, and how far
a passage is sought, stands in one script for all letters and comes from the modules that do the
same in the package, so that it has one home. Both are loaded when a reader opens a copy.

Which character is a combining mark and which is invisible is said by the Unicode version of the
Python that builds the site, as it is when a seal is taken.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from validation.coding import letter, seals, windows
from validation.outputs.site.scripts import script
from validation.outputs.verification import LARGEST, OTHER_FORMATS, REFUSALS, another

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from validation.coding.seals import Passage
    from validation.outputs.site.frame import Frame
    from validation.package.table import Record

LIBRARY = "sha256"  # without it no copy can be read
FOR_ALL_LETTERS = "assets/sealing.js"
SCRIPT = "own_copy.js"  # what the page loads


class OwnCopy(NamedTuple):
    """What the part of a letter's page is made from: `words` and `scripts` are JSON."""

    words: str
    scripts: list[str]
    letter: Record


def pages(frame: Frame) -> dict[str, bytes]:
    """The script with the seals of each letter, and the one for all letters."""
    if LIBRARY not in frame.site.libraries:
        return {}
    by_letter = frame.records.by_letter
    made = {_file(name): script("letter", _sealed(rows)) for name, rows in by_letter.items()}
    return {FOR_ALL_LETTERS: script("sealing", sealing()), **made}


def own_copy(frame: Frame, row: Record) -> OwnCopy | None:
    """The part of a letter's page; None where the row is no letter or a library is missing."""
    passages = frame.records.by_letter
    if row.table.name != "documents" or row.key not in passages:
        return None
    if LIBRARY not in frame.site.libraries:
        return None
    words = _words(frame, row.key, len(passages[row.key]))
    scripts = [f"assets/{LIBRARY}.js", FOR_ALL_LETTERS, "assets/seals.js", _file(row.key)]
    return OwnCopy(json.dumps(words, ensure_ascii=False), scripts, row)


def _file(document: str) -> str:
    return f"documents/{document}.js"


def _sealed(rows: Iterable[Mapping[str, str]]) -> list[dict[str, object]]:
    """The passages of one letter, in order, as `seals.js` takes them."""
    return [_passage(passage) for passage in letter.passages_of(rows)]


def _passage(passage: Passage) -> dict[str, object]:
    return {
        "id": passage.id,
        "seal": passage.seal,
        "length": passage.length,
        "widths": passage.widths,
        "marks": [seals.forms(mark) for mark in passage.marks],
        "note": passage.is_note,
    }


def _words(frame: Frame, document: str, number: int) -> dict[str, object]:
    """What the script says, in the language of the page; it fills in what stands in braces."""
    words = frame.words
    return {
        "largest": LARGEST,
        "forms": [
            (start.decode("latin-1"), words.of(REFUSALS["form"]).format(form=words.of(form)))
            for start, form in OTHER_FORMATS.items()
        ],
        "refusals": {name: words.of(text) for name, text in REFUSALS.items() if name != "form"},
        "another": [words.of(another([document], held, number)) for held in (0, 1, "{held}")],
        "pasted": words("The pasted text"),
        "searching": words("Looking for the passages…"),
        "found": words(
            "{file}: {found} of {number} passages found.",
            file="{file}",
            found="{found}",
            number=number,
        ),
        "own": words("Your copy"),
        "missing": words("Your copy has no passage with this seal."),
        "broken": words("A file of this site could not be loaded, so nothing was checked."),
    }


def sealing() -> dict[str, object]:
    """What `seals.js` takes from the package: sets of characters, patterns and limits."""
    sets = {name: "".join(ranges) for name, ranges in _sets().items()}
    return {
        **sets,
        "hyphens": "".join(map(_escaped, sorted(seals.HYPHENS))),
        "breaking": "".join(map(_escaped, sorted(seals.BREAKING))),
        "plain": seals.PLAIN,
        "marksTried": seals.MARKS_TRIED,
        "page": _in_unicode(windows.PAGE.pattern),
        "foot": _in_unicode(windows.FOOT.pattern),
        "longestCut": windows.LONGEST_CUT,
        "longestMark": windows.LONGEST_MARK,
        "shortestLines": windows.SHORTEST_LINES,
        "longestLine": windows.LONGEST_LINE,
        "runningHead": windows.RUNNING_HEAD,
        "running": windows.RUNNING,
        "singly": letter.SINGLY,
        "copy": letter.COPY,
    }


@cache
def _sets() -> dict[str, list[str]]:
    """Sets of characters, as the ranges of a class in a regular expression of JavaScript."""
    tests: dict[str, Callable[[str], object]] = {
        "spaces": str.isspace,
        "digits": str.isdigit,
        "combining": unicodedata.combining,
        "invisible": lambda one: unicodedata.category(one) in seals.INVISIBLE,
    }
    characters = list(map(chr, range(sys.maxunicode + 1)))
    return {
        name: list(_ranges(one for one in characters if test(one))) for name, test in tests.items()
    }


def _ranges(characters: Iterable[str]) -> Iterator[str]:
    """Characters in order, as ranges."""
    first = last = ""
    for one in characters:
        if last and ord(one) == ord(last) + 1:
            last = one
            continue
        if first:
            yield f"{_escaped(first)}-{_escaped(last)}"
        first = last = one
    if first:
        yield f"{_escaped(first)}-{_escaped(last)}"


def _escaped(character: str) -> str:
    return rf"\u{{{ord(character):x}}}"


def _in_unicode(pattern: str) -> str:
    """A pattern of Python in which JavaScript too takes digits of every script."""
    return pattern.replace(r"\d", r"\p{Nd}")
