"""Find the passages of a letter in any copy of it, by their seals.

Footnotes are found first and cut out, because a print sets them in the middle of sentences. Then
every other passage is sought in what is left: as it is, without the lines that look like page
furniture, and at last between its neighbours with one run of text left out. How a line looks only
decides what is tried; whether a passage holds, its seal alone decides.

A passage that holds proves that its words stand in the text. It does not prove that they mean
what a row says, and words that the letter does not have go unnoticed.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from validation.coding.seals import HYPHENS, PLAIN, Passage, fold, folded, passages_of, seal, sha256
from validation.coding.windows import Text, TextView, Window, in_order, interrupted, whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = [
    "HYPHENS",
    "PLAIN",
    "Found",
    "Passage",
    "Status",
    "Verification",
    "fold",
    "passages_of",
    "seal",
    "verify",
]

# Between two neighbours as many pieces of furniture as end a page are each tried as kept and cut.
SINGLY = 4
# A text that has less than a tenth of the letter's sealed characters is another text: one that
# quotes it, or shares headings and signatures. From a tenth on it is a copy, however poor.
COPY = 1 / 10


class Status(StrEnum):
    """What can be said of a passage in a text."""

    HOLDS = "holds"
    DIFFERS = "differs"
    NOT_FOUND = "not found"


@dataclass(frozen=True)
class Found:
    """What was found of one passage, and where; lines are counted from 1.

    A passage that holds is from line `first` to line `last`. Of one that differs, these are
    the lines of what is in its place, and `of` says how many successive passages share them.
    Of one not found, they are the lines on which its neighbours end and begin, 0 for no neighbour.
    """

    id: str
    status: Status
    first: int = 0
    last: int = 0
    of: int = 1


@dataclass(frozen=True)
class Verification:
    """What was found of each passage, in the order given.

    `whole` is the seal of all passages joined, empty unless every one holds. `is_another` says
    that too little holds for the text to be a copy of the letter: then none is said to differ.
    `own` has, for each passage that holds, the text's own words, folded but for spaces and hyphens:
    on one line, except for a line break after a hyphen, which may or may not belong to the word.
    `spans` has where it begins and ends in the text, unless other text is in between.
    """

    passages: tuple[Found, ...]
    whole: str = ""
    is_another: bool = False
    own: Mapping[str, str] = field(default_factory=dict)
    spans: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def checked(self) -> int:
        """How many seals were looked for."""
        return len(self.passages)

    @property
    def missing(self) -> list[str]:
        """The passages that do not hold."""
        return [found.id for found in self.passages if found.status != Status.HOLDS]

    def count(self, status: Status) -> int:
        """How many passages have this status."""
        return sum(found.status == status for found in self.passages)


def verify(text: str, passages: Sequence[Passage]) -> Verification:
    """Look for every passage in a text as a user would get it."""
    search = _Search(Text(folded(text)), passages)
    search.look_everywhere(search.notes)
    search.look_everywhere(search.body)
    if search.held_length < COPY * search.length:
        return Verification(search.found(), is_another=True)
    search.look_between_neighbours(search.body)
    search.look_between_neighbours(search.notes)
    search.place_the_missing()
    return Verification(search.found(), search.seal(), own=search.own(), spans=search.spans())


class _Search:
    """One verification: which passage was found where, and which text is left."""

    def __init__(self, text: Text, passages: Sequence[Passage]) -> None:
        self.text = text
        self.passages = passages
        self.notes = [number for number, passage in enumerate(passages) if passage.is_note]
        self.body = [number for number, passage in enumerate(passages) if not passage.is_note]
        self.windows: dict[int, Window] = {}
        self.strays: set[int] = set()  # they hold, but out of the order of the letter
        self.missing: dict[int, Found] = {}
        self.length = sum(passage.length for passage in passages)
        self.claimed = bytearray(len(text.characters))
        self.suspects = [*map(frozenset, text.furniture(range(len(text.characters))))]

    @property
    def held_length(self) -> int:
        """How many sealed characters were found."""
        return sum(self.passages[number].length for number in self.windows)

    def look_everywhere(self, numbers: Sequence[int]) -> None:
        """Find each of these passages that is whole in what is left of the text."""
        wanted = {number: self.passages[number] for number in numbers}
        views = self._views(range(len(self.claimed)))
        found = [window for view in views for window in whole(view, wanted)]
        for window in in_order(found):
            self._hold(window)
        for window in found:
            is_free = not any(self.claimed[offset] for offset in window.offsets)
            if is_free and window.number not in self.windows:
                self._hold(window)
                self.strays.add(window.number)

    def look_between_neighbours(self, numbers: Sequence[int]) -> None:
        """Find each of these passages that is interrupted, where it should be.

        No further from a neighbour than the letter is long: else a whole book before the letter
        would be sought through.
        """
        for number in numbers:
            if number in self.windows:
                continue
            gap = self._gap(number, numbers)
            near = slice(-self.length, None) if gap.before is None else slice(self.length)
            for view in self._views(gap.between[near], SINGLY):
                window = self._within(view, number)
                if window is not None:
                    self._hold(window)
                    break

    def place_the_missing(self) -> None:
        """Record what is in the place of each passage that does not hold."""
        for number in self.notes:
            if number not in self.windows:
                gap = self._gap(number, self.notes)
                note = self._note(self.passages[number], self._free(gap.between))
                self._miss([number], gap, note)
                self._claim(note)
        left = self._left()
        body = [number for number in self.body if number not in self.strays]
        for holds, run in itertools.groupby(body, key=self.windows.__contains__):
            if not holds:
                numbers = list(run)
                gap = self._gap(numbers[0], body)
                here = [offset for offset in left if offset in gap.between]
                self._miss(numbers, gap, self._instead(numbers, gap, here))

    def found(self) -> tuple[Found, ...]:
        """What was found of each passage."""
        return tuple(
            self._held(number)
            if number in self.windows
            else self.missing.get(number, Found(passage.id, Status.NOT_FOUND))
            for number, passage in enumerate(self.passages)
        )

    def own(self) -> dict[str, str]:
        """The words of each passage that holds, as they stand in the text."""
        return {
            self.passages[number].id: self.text.read(window.offsets)
            for number, window in sorted(self.windows.items())
        }

    def spans(self) -> dict[str, tuple[int, int]]:
        """Where each passage that holds without interruption begins and ends in the text."""
        return {
            self.passages[number].id: self.text.span(window.start, window.stop)
            for number, window in self.windows.items()
            if len(window.offsets) == window.stop - window.start
        }

    def seal(self) -> str:
        """The seal of all passages joined, or nothing if one is missing."""
        if len(self.windows) < len(self.passages):
            return ""
        return sha256("".join(self.windows[number].words for number in range(len(self.passages))))

    def _hold(self, window: Window) -> None:
        self.windows[window.number] = window
        self._claim(window.offsets)

    def _claim(self, offsets: Iterable[int]) -> None:
        for offset in offsets:
            self.claimed[offset] = 1

    def _free(self, offsets: Iterable[int]) -> list[int]:
        """Those of these characters that no passage claims."""
        return [offset for offset in offsets if not self.claimed[offset]]

    def _held(self, number: int) -> Found:
        window, lines = self.windows[number], self.text.lines
        first, last = lines[window.start], lines[window.stop - 1]
        return Found(self.passages[number].id, Status.HOLDS, first, last)

    def _miss(self, numbers: Sequence[int], gap: _Gap, instead: Sequence[int]) -> None:
        """Record what is in the place of successive passages that do not hold."""
        lines = [self.text.lines[offset] for offset in instead]
        for number in numbers:
            identifier = self.passages[number].id
            self.missing[number] = (
                Found(identifier, Status.DIFFERS, min(lines), max(lines), len(numbers))
                if lines
                else Found(
                    identifier,
                    Status.NOT_FOUND,
                    self.text.lines[gap.before.stop - 1] if gap.before else 0,
                    self.text.lines[gap.after.start] if gap.after else 0,
                )
            )

    def _within(self, view: TextView, number: int) -> Window | None:
        """The place of a passage in a view, whole or interrupted."""
        passage = self.passages[number]
        uncut = (self.passages[note] for note in self.notes if note not in self.windows)
        marks = [pattern for note in uncut for pattern in note.patterns]
        window = next(whole(view, {number: passage}), None)
        return window or interrupted(view, number, passage, marks)

    def _gap(self, number: int, order: Sequence[int]) -> _Gap:
        """What lies between the nearest passages that hold before and after one that does not."""
        held = [other for other in order if other in self.windows and other not in self.strays]
        at = bisect_left(held, number)
        before = self.windows[held[at - 1]] if at else None
        after = self.windows[held[at]] if at < len(held) else None
        start, stop = before.stop if before else 0, after.start if after else len(self.claimed)
        return _Gap(before, after, range(start, stop))

    def _views(self, offsets: Iterable[int], singly: int = 0) -> Iterator[TextView]:
        """What no passage claims of these characters, with what may be furniture kept and cut."""
        free = self._free(offsets)
        suspects = [piece for piece in self.suspects if not piece.isdisjoint(free)]
        for cut in self._cuts(suspects, singly):
            without = frozenset[int]().union(*cut)
            yield TextView(self.text, [offset for offset in free if offset not in without])

    def _cuts(
        self, suspects: Sequence[frozenset[int]], singly: int
    ) -> Iterable[tuple[frozenset[int], ...]]:
        """Which pieces to cut: each may be kept, or of too many all, none or those with letters."""
        if len(suspects) <= singly:
            numbers = range(len(suspects) + 1)
            return itertools.chain(*(itertools.combinations(suspects, n) for n in numbers))
        lettered = (piece for piece in suspects if self._has_letter(piece))
        return dict.fromkeys([(), tuple(lettered), tuple(suspects)])

    def _has_letter(self, offsets: Iterable[int]) -> bool:
        return any(self.text.characters[offset].isalpha() for offset in offsets)

    def _left(self) -> list[int]:
        """What no passage claims, without furniture."""
        free = self._free(range(len(self.claimed)))
        furniture = set(itertools.chain(*self.text.furniture(free)))
        return [offset for offset in free if offset not in furniture]

    def _instead(self, numbers: Sequence[int], gap: _Gap, left: Sequence[int]) -> Sequence[int]:
        """What is in the place of successive passages; empty if none of it can be them.

        Between two neighbours all that is left there counts as one passage; for several, only
        if it is long enough to be them. With one neighbour it is the lines next to that.
        """
        if not self._has_letter(left):
            return []
        length = sum(self.passages[number].length for number in numbers)
        if gap.before is None or gap.after is None:
            left = self._nearest(left, length, backwards=gap.before is None)
            return left if length <= 2 * len(left) <= 4 * length else []
        return left if len(numbers) == 1 or 2 * len(left) >= length else []

    def _note(self, passage: Passage, free: Sequence[int]) -> Sequence[int]:
        """The lines of what begins with a footnote's number and has about its length."""
        lines = self.text.lines
        for at, offset in enumerate(free):
            before = free[at - 1] if at else None
            begins = before != offset - 1 or lines[before] != lines[offset]
            piece = self.text.characters[offset : offset + passage.length]
            if begins and any(pattern.match(piece) for pattern in passage.patterns):
                unbroken = [other for n, other in enumerate(free[at:]) if other == offset + n]
                note = self._nearest(unbroken, passage.length)
                if 2 * len(note) >= passage.length:
                    return note
        return []

    def _nearest(
        self, left: Sequence[int], length: int, *, backwards: bool = False
    ) -> Sequence[int]:
        """As many lines, from the first or last of these on, as come nearest to a length."""
        lines = list(self.text.by_line(left).values())[:: -1 if backwards else 1]
        lengths = list(itertools.accumulate(map(len, lines)))
        nearest = min(lengths, key=lambda reached: abs(reached - length), default=0)
        return sorted(itertools.chain(*lines[: lengths.index(nearest) + 1])) if lines else []


@dataclass(frozen=True)
class _Gap:
    """The passages that hold before and after one that does not, and the offsets between them."""

    before: Window | None
    after: Window | None
    between: range
