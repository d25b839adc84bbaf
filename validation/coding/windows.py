"""Find the parts of a text that have the seal of a passage, whole or interrupted.

Only a seal decides where a passage is. How the text looks decides what is tried: a
passage begins and ends where a word may, and only what may be page furniture may interrupt it. With
a word more, a sentence can say the opposite.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from validation.coding.seals import Folded, Passage

# What the end of a page may put into a sentence, in folded characters, notes included.
LONGEST_CUT = 600
LONGEST_MARK = 8
# Where lines hold less than this on average, in folded characters, they are not the lines of pages.
SHORTEST_LINES = 15
LONGEST_LINE = 100  # of the head or foot of a page, in folded characters
# A running head has a number or at least so many folded characters: no single word of a sentence.
RUNNING_HEAD = 10
RUNNING = 3  # a line that comes back without other numbers: from this often on
# What shows a line to be the head or foot of a page, here or in Dutch parliamentary papers.
PAGE = re.compile(
    r"(?:page|pagina|bladzijde|blz\.?)\d|^(?:kst|ISSN)\d+$|Kamer,vergaderjaar", re.IGNORECASE
)
# The foot of a page of these papers, as it is known even where its line is lost.
FOOT = re.compile(
    r"(?:kst\d+)?(?:ISSN\d+)?(?:'sGravenhage\d+)?TweedeKamer,vergaderjaar\d+,[\d,]+nr\.\d+"
)


class Text:
    """A folded text: its characters, the line of each, and what may begin there.

    A word may begin at a joint. At a border something new begins: an empty line or the end of a
    page stands before it.
    """

    def __init__(self, folded: Iterable[Folded]) -> None:
        """Take the folded characters of a text."""
        found = list(folded)
        self.characters = "".join(one.character for one in found)
        self.lines = [one.line for one in found]
        self.left_out = [one.left_out for one in found]
        self.borders = [text.count("\n") > 1 or "\f" in text for text in self.left_out]
        self.joints = [
            one.left_out != one.left_out.strip() or _is_joint(before, one.character)
            for before, one in zip(["", *self.characters], found, strict=False)
        ]
        self._spans = [one.span for one in found]

    def span(self, start: int, stop: int) -> tuple[int, int]:
        """Where the characters from one offset to before another stand in the text."""
        return self._spans[start][0], self._spans[stop - 1][1]

    def read(self, offsets: Sequence[int]) -> str:
        """Some characters as they stand in the text; one space or hyphen for what was left out.

        A line break is kept after a hyphen alone: whether that belongs to the word is not known.
        """
        read = ""
        for before, offset in itertools.pairwise([offsets[0] - 1, *offsets]):
            left_out = self.left_out[offset] if offset == before + 1 else " "
            hyphen = "-" if left_out.strip() else ""
            space = "\n" if hyphen and "\n" in left_out else " "
            read += hyphen + (space if left_out != left_out.strip() else "")
            read += self.characters[offset]
        return read.strip()

    def by_line(self, offsets: Iterable[int]) -> dict[int, list[int]]:
        """Offsets by the line that they stand on."""
        found: dict[int, list[int]] = defaultdict(list)
        for offset in offsets:
            found[self.lines[offset]].append(offset)
        return found

    def furniture(self, offsets: Iterable[int]) -> list[Sequence[int]]:
        """What looks like page furniture and consists of these characters alone, piece by piece.

        That is a line without a letter, with the number of a page, or that comes back with other
        numbers or more than once; and the foot of a parliamentary paper. Where a line holds only a
        word or two, any word may come back, and no line is taken for furniture.
        """
        among = set(offsets)
        lines = [line for line in self._lines_of_pages() if among.issuperset(line)]
        contents = ["".join(self.characters[offset] for offset in line) for line in lines]
        alike: dict[str, list[str]] = defaultdict(list)
        for content in contents:
            alike[_shape(content)].append(content)
        found: list[Sequence[int]] = [
            line
            for line, content in zip(lines, contents, strict=True)
            if not any(map(str.isalpha, content))
            or PAGE.search(content)
            or _is_running(alike[_shape(content)])
        ]
        among.difference_update(*found)
        feet = (range(*foot.span()) for foot in FOOT.finditer(self.characters))
        return [*found, *(foot for foot in feet if among.issuperset(foot))]

    def _lines_of_pages(self) -> list[list[int]]:
        """The lines that are no paragraphs; none where a line holds a word or two."""
        lines = list(self.by_line(range(len(self.characters))).values())
        if len(self.characters) < SHORTEST_LINES * len(lines):
            return []
        return [line for line in lines if len(line) <= LONGEST_LINE]


class TextView:
    """Some characters of a text, read as if nothing stood between them."""

    def __init__(self, text: Text, offsets: Sequence[int]) -> None:
        """Take the offsets of the characters in the text, in order."""
        self.offsets = offsets
        self.characters = "".join(text.characters[offset] for offset in offsets)
        gaps = [offset != before + 1 for before, offset in itertools.pairwise([-2, *offsets])]
        self.joints = [text.joints[o] or gap for o, gap in zip(offsets, gaps, strict=True)]
        self.joints.append(True)
        self.borders = [text.borders[o] or gap for o, gap in zip(offsets, gaps, strict=True)]
        self.words = [at for at, joint in enumerate(self.joints) if joint]
        lines = [0, *(text.lines[offset] for offset in offsets)]
        self.lines = [at for at in range(len(offsets)) if lines[at] != lines[at + 1]]


@dataclass(frozen=True)
class Window:
    """The place of a passage, given by its number, in a text, and its own words there."""

    number: int
    offsets: Sequence[int]
    words: str

    @property
    def start(self) -> int:
        """The offset of its first character."""
        return self.offsets[0]

    @property
    def stop(self) -> int:
        """The offset after its last character."""
        return self.offsets[-1] + 1


def whole(view: TextView, passages: Mapping[int, Passage]) -> Iterator[Window]:
    """Every window of a view that has the seal of a passage."""
    for number, passage in passages.items():
        for width in passage.widths:
            last = bisect_right(view.words, len(view.offsets) - width)
            for start in view.words[:last]:
                if not view.joints[start + width]:
                    continue
                words = passage.read(view.characters[start : start + width])
                if words is not None:
                    yield Window(number, view.offsets[start : start + width], words)


def interrupted(
    view: TextView, number: int, passage: Passage, marks: Sequence[re.Pattern[str]]
) -> Window | None:
    """The window of a passage into which the end of a page has been put.

    That is a run of lines between two borders, or of words that begins with the mark of a footnote.
    """
    for width in passage.widths:
        for cut, resume in _runs(view, min(LONGEST_CUT, len(view.offsets) - width), marks):
            first, beyond = bisect_right(view.words, cut - width), bisect_left(view.words, cut)
            for start in view.words[first:beyond]:
                stop = start + width + resume - cut
                if stop > len(view.offsets) or not view.joints[stop]:
                    continue
                words = passage.read(view.characters[start:cut] + view.characters[resume:stop])
                if words is not None:
                    offsets = [*view.offsets[start:cut], *view.offsets[resume:stop]]
                    return Window(number, offsets, words)
    return None


def in_order(windows: Iterable[Window]) -> list[Window]:
    """As many windows as stand in the order of the letter without overlapping.

    Of two such chains the one with more characters is taken, so that a window with its footnote's
    mark goes before the one without; then the one in which more passages join without a gap.
    """
    best: dict[int, _Chain] = {}
    worth = attrgetter("worth")
    for window in sorted(windows, key=attrgetter("start", "number")):
        chains = [
            _longer(chain, window)
            for number, chain in best.items()
            if number < window.number and chain.window.stop <= window.start
        ]
        alone = _Chain(window, None, (1, len(window.offsets), 0))
        best[window.number] = max(best.get(window.number, alone), alone, *chains, key=worth)
    found: list[Window] = []
    last = max(best.values(), key=worth, default=None)
    while last is not None:
        found.append(last.window)
        last = last.before
    return found[::-1]


def _shape(content: str) -> str:
    """A line, whatever numbers it has."""
    return re.sub(r"\d+", "#", content)


def _is_running(alike: Sequence[str]) -> bool:
    """Whether lines of one shape are a running head or foot, and not a line that occurs twice."""
    is_head = "#" in _shape(alike[0]) or len(alike[0]) >= RUNNING_HEAD
    return is_head and (len(set(alike)) > 1 or len(alike) >= RUNNING)


@dataclass(frozen=True)
class _Chain:
    """Windows in order: the last, the chain before it, and their passages, characters, joins."""

    window: Window
    before: _Chain | None
    worth: tuple[int, int, int]


def _longer(chain: _Chain, window: Window) -> _Chain:
    passages, characters, joins = chain.worth
    follows = (chain.window.number + 1, chain.window.stop) == (window.number, window.start)
    return _Chain(window, chain, (passages + 1, characters + len(window.offsets), joins + follows))


def _runs(
    view: TextView, longest: int, marks: Sequence[re.Pattern[str]]
) -> Iterator[tuple[int, int]]:
    """Where what may be left out begins, and where the text goes on."""
    for cut, resume in _pairs(view.lines, view.lines, longest):
        if view.borders[cut] and view.borders[resume]:
            yield cut, resume
    if marks:
        pieces = {at: view.characters[at : at + LONGEST_MARK] for at in view.words}
        noted = [at for at, piece in pieces.items() if any(mark.match(piece) for mark in marks)]
        yield from _pairs(noted, view.words, longest)


def _pairs(
    cuts: Sequence[int], resumptions: Sequence[int], longest: int
) -> Iterator[tuple[int, int]]:
    for cut in cuts:
        for at in range(bisect_right(resumptions, cut), bisect_right(resumptions, cut + longest)):
            yield cut, resumptions[at]


def _is_joint(before: str, after: str) -> bool:
    """Whether a word may begin between two characters that stand together."""
    if before.isalpha() and after.isalpha():
        return before.islower() and after.isupper()
    return not (before.isdigit() and after.isdigit())
