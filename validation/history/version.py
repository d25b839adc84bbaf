"""Version numbers, and the lowest one that changes allow.

CHANGELOG.md, "How versions count", has the rule for readers; `changes` has the level of each kind.
"""

from __future__ import annotations

import re
from enum import IntEnum
from typing import NamedTuple, Self

FORM = re.compile(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)")


class Level(IntEnum):
    """The level of a change in semantic versioning."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3

    @property
    def word(self) -> str:
        """The level in lower case, such as `minor`."""
        return self.name.lower()


class Version(NamedTuple):
    """A version of the package: major, minor and patch number."""

    major: int
    minor: int
    patch: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse `1.2.3`; ValueError if it is not a version number."""
        found = FORM.fullmatch(text)
        if found is None:
            raise ValueError(f"{text!r} is not a version: three numbers with points between them")
        return cls(*map(int, found.groups()))

    def __str__(self) -> str:
        return ".".join(map(str, self))

    def place(self, level: Level) -> Level:
        """The part of the number that a change raises: before 1.0 a major change raises minor."""
        return level if self.major or level <= Level.PATCH else Level(level - 1)

    def after(self, level: Level) -> Version:
        """The lowest version that may follow; the same version if nothing changed."""
        return {
            Level.NONE: self,
            Level.PATCH: Version(self.major, self.minor, self.patch + 1),
            Level.MINOR: Version(self.major, self.minor + 1, 0),
            Level.MAJOR: Version(self.major + 1, 0, 0),
        }[self.place(level)]
