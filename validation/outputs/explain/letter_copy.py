"""What a user's own copy of a letter has of each passage, found by the seals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from validation.coding.letter import Status
from validation.outputs.verification import copy_of

if TYPE_CHECKING:
    from pathlib import Path

    from validation.outputs.words import Translator
    from validation.package.opening import Package

LONGEST = 3  # lines are shown whole that have no more characters than so many times the passage


class LetterCopy:
    """A text of the user, in which every passage of its letter has been looked for."""

    def __init__(self, package: Package, path: Path, words: Translator) -> None:
        """Look for every passage.

        LetterError if the file cannot be read as UTF-8 text, or is no copy of any coded letter.
        """
        self.words, self._copy = words, copy_of(package, path)
        self._found = {found.id: found for found in self._copy.verification.passages}
        self._lengths = {passage.id: passage.length for passage in self._copy.passages}

    def shows(self, identifier: str) -> str:
        """What the text has of a passage: its words and their lines, or that it is not there."""
        words, found = self.words, self._found.get(identifier)
        if found is None or found.status == Status.NOT_FOUND:
            return words("Your copy has no passage with this seal.")
        if found.first == found.last:
            lines = words("line {first}", first=found.first)
        else:
            lines = words("lines {first} to {last}", first=found.first, last=found.last)
        if found.status == Status.DIFFERS:
            return words("Your copy differs here, {lines}.", lines=lines)
        span = self._copy.verification.spans.get(identifier)
        if span:
            text = _on_one_line(self._copy.text[slice(*span)])
            return words("In your copy, {lines}: {text}", lines=lines, text=text)
        around = "\n".join(self._copy.text.split("\n")[found.first - 1 : found.last])
        fits = len(around) <= LONGEST * self._lengths[identifier]
        return words(
            "In your copy, {lines}, with other text between: {text}",
            lines=lines,
            text=_on_one_line(around) if fits else "…",
        )


def _on_one_line(text: str) -> str:
    """Without line breaks; what is broken at a hyphen is joined there."""
    return " ".join(re.sub(r"-\s*\n\s*", "-", text).split())
