"""What a user's own copy of a letter has of each passage, found by the seals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from validation.coding import letter
from validation.coding.letter import Status
from validation.outputs.verification import copy_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from validation.coding.letter import Found, Passage
    from validation.outputs.words import Words
    from validation.package.opening import Package

LONGEST = 3  # lines are shown whole that hold no more than so many times the passage


class LetterCopy:
    """A text of the user, in which every passage of its letter has been looked for."""

    def __init__(self, package: Package, path: Path, words: Words) -> None:
        """Look for every passage.

        LetterError if the file cannot be read as UTF-8 text, or is no copy of any coded letter.
        """
        self.words = words
        copy = copy_of(package, path)
        self._found: dict[str, tuple[Passage, Found]] = {
            passage.id: (passage, found)
            for passage, found in zip(copy.passages, copy.verification.passages, strict=True)
        }
        self._lines = copy.text.split("\n")

    def shows(self, identifier: str) -> str:
        """What the text has of a passage: its words and their lines, or that it has it not."""
        if identifier not in self._found:
            return self.words("Your copy has no passage with this seal.")
        passage, found = self._found[identifier]
        if found.status == Status.NOT_FOUND:
            return self.words("Your copy has no passage with this seal.")
        if found.first == found.last:
            lines = self.words("line {first}", first=found.first)
        else:
            lines = self.words("lines {first} to {last}", first=found.first, last=found.last)
        if found.status == Status.DIFFERS:
            return self.words("Your copy differs here, {lines}.", lines=lines)
        around = "\n".join(self._lines[found.first - 1 : found.last])
        whole = next(_stretches(around, passage), "")
        if whole:
            return self.words(
                "In your copy, {lines}: {text}", lines=lines, text=_on_one_line(whole)
            )
        if len(around) > LONGEST * passage.length:
            around = "…"
        return self.words(
            "In your copy, {lines}, with other text between: {text}",
            lines=lines,
            text=_on_one_line(around),
        )


def _stretches(text: str, passage: Passage) -> Iterator[str]:
    """Every run of words in a text that has the passage's seal."""
    words = list(re.finditer(r"\S+", text))
    folded = [letter.fold(word.group()) for word in words]
    for first, start in enumerate(words):
        window = ""
        for last in range(first, len(words)):
            window += folded[last]
            if len(window) > passage.widths[-1]:
                break
            if len(window) in passage.widths and passage.read(window) is not None:
                yield text[start.start() : words[last].end()]


def _on_one_line(text: str) -> str:
    """Without line breaks; what is broken at a hyphen is joined there."""
    return " ".join(re.sub(r"-\s*\n\s*", "-", text).split())
