"""Explain a row, passage, rule, code, column or table, in plain text.

The answer about a row is what it claims, on what basis, its evidence, and where a careful reader
could differ. All of it is read from the package; nothing is judged here.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from validation.catalogue.rules import told
from validation.coding.records import Records
from validation.outputs import MisuseError
from validation.outputs.explain.definitions import about_code, about_column, about_rule, about_table
from validation.outputs.explain.letter_copy import LetterCopy
from validation.outputs.explain.rows import about_row
from validation.outputs.explain.search import Search
from validation.outputs.explain.text import WIDEST, Answer, Paragraph, as_list, as_text
from validation.outputs.explain.writer import Writer
from validation.outputs.words import Translator
from validation.package.errors import ContentError, UnreadableTableError
from validation.package.opening import CODES
from validation.rules.run import validate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from validation.outputs.explain.search import Target
    from validation.package.opening import Package

__all__ = ["WIDEST", "Explainer", "UnknownIdentifierError"]

SHOWN = 5  # findings that are named where they leave no answer
LAYERS = ("bytes", "structure", "columns", "relations")  # drift judges a release, not a row


class UnknownIdentifierError(MisuseError):
    """Nothing in the package has the identifier or name; the message says so."""


class Explainer:
    """Answers about one package, in one language."""

    def __init__(self, package: Package, language: str = "en", letter: Path | None = None) -> None:
        """Index the package and, where a copy of the letter is given, find its passages there.

        Raises LetterError where that file is no copy of a coded letter, and PackageError where a
        fault in the data leaves no answers.
        """
        self._package, self.words = package, Translator(language)
        with _data_errors(package):
            self._search = Search(package)
            copy = None if letter is None else LetterCopy(package, letter, self.words)
            self._writer = Writer(Records(package), self.words, copy)

    @property
    def ids(self) -> list[str]:
        """Every whole identifier that has an answer, in the order of the package."""
        return [target.id for target in self._search.targets]

    def explain(self, asked: str, width: int = WIDEST) -> str:
        """The answer about what was asked, or a list where that can mean several things.

        `width` is in characters. UnknownIdentifierError if nothing has the identifier, ContentError
        if a fault in the data leaves no answer.
        """
        found = self._search.find(asked)
        if not found:
            raise UnknownIdentifierError(self._nothing(asked))
        with _data_errors(self._package):
            if len(found) == 1:
                return as_text(_answer(self._writer, found[0]).lines(), width)
            heading = self.words(
                '{number} results for "{asked}". Ask for one of these:',
                number=len(found),
                asked=asked,
            )
            parts = [Paragraph(target.id, (_sentence(self._writer, target),)) for target in found]
            return as_text(as_list(heading, parts), width)

    def _nothing(self, asked: str) -> str:
        """That nothing has this identifier, and a near one."""
        words = self.words
        if self._search.knows_the_parts_of(asked):
            return words(
                'this package knows each part of "{asked}", but has no row that joins them',
                asked=asked,
            )
        said = words(
            '"{asked}" is no rule, code, column, table, row or passage of this package, nor a name',
            asked=asked,
        )
        guess = self._search.nearest(asked)
        return said + (words('; did you mean "{guess}"?', guess=guess) if guess else "")


@contextmanager
def _data_errors(package: Package) -> Iterator[None]:
    """Raise ContentError for an error that a fault in the data has caused.

    Answers take every key and code for one that exists. If validation has findings, the error is
    theirs and not the program's.
    """
    try:
        yield
    except (LookupError, ValueError, RuntimeError, UnreadableTableError) as error:
        findings = validate(package, LAYERS).findings
        if findings:
            raise ContentError(*(told(finding) for finding in findings[:SHOWN])) from error
        raise


def _answer(writer: Writer, target: Target) -> Answer:
    """The whole answer about a target."""
    if target.row is not None:
        about = about_code if target.table == CODES else about_row
        return about(writer, target.row)
    definitions = {"rule": about_rule, "table": about_table, "column": about_column}
    return definitions[target.kind](writer, target.id)


def _sentence(writer: Writer, target: Target) -> str:
    """The answer in one sentence."""
    if target.row is not None:
        return writer.sentence(target.row)
    return _answer(writer, target).claim
