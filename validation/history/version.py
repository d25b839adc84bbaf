"""Version numbers, and the smallest one that changes allow.

The rule for readers is in CHANGELOG.md, "How versions count"; which change has which level
stands in `changes`.
"""

from __future__ import annotations

import re
from dataclasses import astuple, dataclass
from enum import IntEnum
from typing import Self

FORM = re.compile(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)")


class Level(IntEnum):
    """How much a change asks of readers, from nothing to the most."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3

    @property
    def word(self) -> str:
        """The level as readers know it, such as `minor`."""
        return self.name.lower()


@dataclass(frozen=True, order=True)
class Version:
    """A version of the package: major, minor and patch number."""

    major: int
    minor: int
    patch: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Take `1.2.3` apart; ValueError where it is no such number."""
        found = FORM.fullmatch(text)
        if found is None:
            raise ValueError(f"{text!r} is no version: three numbers with points between them")
        return cls(*map(int, found.groups()))

    def __str__(self) -> str:
        return ".".join(map(str, astuple(self)))

    def place(self, level: Level) -> Level:
        """The place that a change of this level raises: before 1.0 one lower, if there is one."""
        if self.major or level <= Level.PATCH:
            return level
        return Level(level - 1)

    def after(self, level: Level) -> Version:
        """The smallest version that may follow this one; this one itself if nothing changed."""
        match self.place(level):
            case Level.MAJOR:
                return Version(self.major + 1, 0, 0)
            case Level.MINOR:
                return Version(self.major, self.minor + 1, 0)
            case Level.PATCH:
                return Version(self.major, self.minor, self.patch + 1)
            case _:
                return self
