"""Write workbooks for a spreadsheet: all tables, those for readers first, once in each language.

Each has every cell of every table, in both languages. The cover, notes, hints and titles are in one
language, and the columns of the other are folded away. There are two workbooks because a
spreadsheet cannot switch the language of its notes and titles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.catalogue.languages import LANGUAGES
from validation.outputs.exports import exports, file_name, put
from validation.outputs.exports.workbook.book import Book
from validation.outputs.exports.workbook.cover import write_cover
from validation.outputs.exports.workbook.sheets import Maker

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from validation.package.opening import Package
    from validation.package.table import Table


def write(package: Package, folder: Path) -> list[Path]:
    """Write the workbooks of a sound package; the same package gives the same bytes."""
    readers = exports(package)
    made = {
        file_name(package, f"-{language}.xlsx"): workbook(package, readers, language)
        for language in LANGUAGES
    }
    return put(folder, made)


def workbook(package: Package, readers: Sequence[Table], language: str) -> bytes:
    """The workbook in one language, with the tables for readers that are given."""
    maker = Maker(package, readers, language)
    sheets = list(maker.sheets())
    book = Book(maker.about(), maker.words)
    write_cover(book, maker, sheets)
    for _, sheet in sheets:
        book.table(sheet)
    return book.finish()
