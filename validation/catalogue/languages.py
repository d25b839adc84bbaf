"""The two languages of the package, and a text in both.

The English and the Dutch of a message are written next to each other, so that neither can be
missing. There is no lookup by key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Self

LANGUAGES = {"en": "English", "nl": "Nederlands"}


class Both(str):
    """A text in English with its Dutch translation.

    As a `str` it is the English text. Concatenation gives a plain `str` in English only, so both
    texts must be complete when it is made.
    """

    __slots__ = ("nl",)
    nl: str

    def __new__(cls, en: str, nl: str) -> Self:
        """Make it from the English and the Dutch text."""
        made = super().__new__(cls, en)
        made.nl = nl
        return made

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]  # str has one argument
        """Both texts, for copying and pickling."""
        return str(self), self.nl

    def __repr__(self) -> str:
        return f"Both({str(self)!r}, {self.nl!r})"


def in_english(text: str) -> Both:
    """A message of a library, which is in English only."""
    return Both(text, f"in het Engels: {text}")


def in_language(text: Both, language: str) -> str:
    """The text in one language, `en` or `nl`."""
    return text.nl if language == "nl" else str(text)
