"""The two languages of the package, and a text that stands in both.

Messages are written in English with their Dutch beside them, where they are made. Nothing is
looked up by a key, so neither can be left out or go astray.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Self

LANGUAGES = {"en": "English", "nl": "Nederlands"}


class Both(str):
    """A text in English that carries the same in Dutch.

    It is the English text wherever a text is wanted. Joined to another it is English alone, so
    each of the two is written out whole.
    """

    __slots__ = ("nl",)
    nl: str

    def __new__(cls, en: str, nl: str) -> Self:
        """Take the text in English and in Dutch."""
        made = super().__new__(cls, en)
        made.nl = nl
        return made

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]  # str has one part
        """Both texts, for a copy or another process."""
        return str(self), self.nl

    def __repr__(self) -> str:
        return f"Both({str(self)!r}, {self.nl!r})"


def in_english(text: str) -> Both:
    """What a library says in English alone."""
    return Both(text, f"in het Engels: {text}")


def in_language(text: Both, language: str) -> str:
    """The text in one language, `en` or `nl`."""
    return text.nl if language == "nl" else str(text)
