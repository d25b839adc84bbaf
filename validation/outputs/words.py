"""Interface words in one language: English in the code and templates, Dutch in `nl.po`.

Labels, titles, descriptions, rules and messages exist in both languages already; they are not
translated here.
"""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from validation.catalogue.languages import in_language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from validation.catalogue.languages import Both


class Translator:
    """Gives interface words in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._translations = translations(language)

    def __call__(self, english: str, /, **values: object) -> str:
        """The translation of English words, with the values in their places."""
        return self._translations.gettext(english).format(**values)

    def plural(self, one: str, several: str, count: int, /, **values: object) -> str:
        """The translation of the singular or the plural, as the count asks."""
        return self._translations.ngettext(one, several, count).format(**values)

    def number(self, count: int) -> str:
        """A count with a separator between thousands."""
        return f"{count:,}" if self.language == "en" else f"{count:,}".replace(",", ".")

    def of(self, text: Both) -> str:
        """A text that has both languages."""
        return in_language(text, self.language)

    def cell(self, row: Mapping[str, str], name: str) -> str:
        """A cell that a table has in both languages; the English one where the other is empty."""
        return row[f"{name}_{self.language}"] or row[f"{name}_en"]

    def titled(self, entry: Mapping[str, str], name: str) -> str:
        """A text of the descriptor: `title` in English, `title_nl` in Dutch."""
        return entry[name if self.language == "en" else f"{name}_{self.language}"]


def marked(english: str, several: str = "") -> str:  # noqa: ARG001 - `tests.words` finds both
    """Mark words for translation that are looked up elsewhere."""
    return english


@cache
def translations(language: str) -> NullTranslations:
    """The translations into a language; English needs none."""
    if language == "en":
        return NullTranslations()
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - English needs no Babel
    from babel.messages.pofile import read_po  # noqa: PLC0415

    with Path(__file__).with_name(f"{language}.po").open("rb") as stream:
        catalog = read_po(stream, locale=language, abort_invalid=True)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return GNUTranslations(compiled)
