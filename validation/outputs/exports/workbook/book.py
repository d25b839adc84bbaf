"""Write sheets: cells, notes, drop-down lists, links, widths and page set-up.

Everything except numbers is written as text, so that no program turns a cell into a date, a
truth value or a formula. This module does not depend on what the tables are about.
"""

from __future__ import annotations

import io
import textwrap
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name, xl_range

from validation.catalogue.finding import shorten
from validation.outputs.exports.package_zip import zipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from validation.outputs.words import Translator

EPOCH = datetime(1980, 1, 1)  # noqa: DTZ001 - the file format has no time zones
DIGITS = 15  # that a spreadsheet keeps of a number
TIP = 255  # characters of a link's tip, of a hint and of a list to pick from
MARGIN = 100  # characters of a title in the margin of a page
NARROW, WIDE = 24, 60  # the widths, in characters, between which long cells are broken off
ONE_LINE = 44  # the width, where columns are many, of links, which LibreOffice does not break
PER_WIDTH = 1.15  # letters of text that go into a column of width 1
LINES = 1.5  # on which a long cell then stands, on average; more where a sheet has many columns
FILTER = 4  # the width of the button beside a heading
LETTERS = 10  # their size, in points
LINE_HEIGHT, AROUND = 1.28, 4  # of broken lines: in letters; above and below them, in points
HEAD_HEIGHT = 20.0
A3, A4 = 8, 9

INK, SOFT, BLUE = "#22303C", "#5B6B79", "#1F5C99"
HEAD, RULE, LINE = "#DDE3E9", "#8796A5", "#DCE1E6"
# From firm to weak: two blues and, for what the words do not state, an orange.
SHADES = ("#BBD5EA", "#E1EDF6", "#FADFBB")

LOOKS: dict[str, dict[str, Any]] = {
    "text": {"num_format": "@"},
    "whole": {"num_format": "0", "align": "right", "indent": 1},
    "decimal": {"num_format": "General", "align": "right", "indent": 1},
    "link": {"num_format": "@", "font_color": BLUE},
    "long": {},  # in cells that are marked as text, older programs show ### for long text
    "head": {
        "bold": True,
        "bg_color": HEAD,
        "bottom_color": RULE,
        "text_wrap": False,
        "valign": "vcenter",
    },
}


@dataclass(frozen=True)
class CellLink:
    """The target of a link, a place in the workbook (`internal:`) or an address, and its tip."""

    to: str
    tip: str = ""

    @property
    def is_outside(self) -> bool:
        """Whether it leads out of the workbook."""
        return not self.to.startswith("internal:")


@dataclass(frozen=True)
class SheetColumn:
    """A column as it is shown: its name, its note, and what its cells may hold."""

    name: str
    note: str = ""
    number: str = ""  # the look of its numbers; empty if it holds text
    folded: bool = False
    codes: Sequence[str] = ()
    hint: str = ""
    shaded_by: str = ""  # the column whose code colours it


@dataclass(frozen=True)
class Sheet:
    """A table as it is shown; cells by row, links by row and column, both counted from 0."""

    name: str
    title: str
    about: str
    columns: Sequence[SheetColumn]
    rows: Sequence[Sequence[str]]
    links: Mapping[tuple[int, int], CellLink] = field(default_factory=dict)
    frozen: int = 1
    wide: bool = False
    tab: str = SOFT  # the colour of its tab

    @property
    def start(self) -> CellLink:
        """A link to its first cell."""
        return CellLink(f"internal:'{self.name}'!A1", shorten(self.title, TIP))

    @property
    def names(self) -> list[str]:
        """The names of its columns."""
        return [column.name for column in self.columns]


class Book:
    """Writes one workbook."""

    def __init__(self, about: Mapping[str, str], words: Translator) -> None:
        """Begin a workbook in a language, with the properties that say what it is about."""
        self._bytes = io.BytesIO()
        self._book = Workbook(self._bytes, {"in_memory": True})
        self._book.set_properties({"created": EPOCH, **about})
        self._formats: dict[str, Format] = {}
        self._words = words
        self._back = CellLink(f"internal:'{words('cover')}'!A1", words("Back to the cover"))
        title = in_margin(about["title"])
        self._footer = f"&L{title}&C&A&R{words('page')} &P {words('of')} &N"

    def finish(self) -> bytes:
        """The whole file, not compressed: compressed bytes depend on the compressor's version."""
        self._book.close()
        with ZipFile(self._bytes) as made:
            return zipped({name: made.read(name) for name in made.namelist()})

    def page(self, name: str) -> Worksheet:
        """An empty sheet that is printed on one page, upright."""
        sheet = self._book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 1)
        sheet.set_footer(self._footer)
        return sheet

    def look(self, **properties: object) -> Format:
        """A format, made once."""
        key = repr(sorted(properties.items()))
        if key not in self._formats:
            common = {"font_name": "Calibri", "font_size": LETTERS, "font_color": INK}
            layout = {"text_wrap": True, "valign": "top"}
            self._formats[key] = self._book.add_format(common | layout | properties)
        return self._formats[key]

    def table(self, sheet: Sheet) -> None:
        """Write a table with all that belongs to it."""
        back = self._back
        page = self._book.add_worksheet(sheet.name)
        last = max(len(sheet.rows), 1)
        widths = [_width(sheet, at) for at in range(len(sheet.columns))]
        heads = [
            {"header": column.name, "header_format": self._cell("head")} for column in sheet.columns
        ]
        options = {"name": sheet.name, "columns": heads, "style": None}
        _done(page.add_table(0, 0, last, len(sheet.columns) - 1, options))
        _done(page.write_url(0, 0, back.to, self._cell("head"), sheet.columns[0].name, back.tip))
        for at, column in enumerate(sheet.columns):
            self._column(page, sheet, at, widths[at])
            if column.note:
                _done(page.write_comment(0, at, column.note, _note_size(column.note)))
            if column.codes:
                choice = _choice(column, self._words)
                _done(page.data_validation(1, at, last, at, choice))
            if column.shaded_by:
                self._shade(page, sheet, at, last)
        page.set_row(0, HEAD_HEIGHT)
        for number, row in enumerate(sheet.rows, start=1):
            page.set_row(number, height(zip(row, widths, strict=True)))
        page.set_tab_color(sheet.tab)
        page.freeze_panes(1, sheet.frozen)
        page.ignore_errors({"number_stored_as_text": xl_range(0, 0, last, len(sheet.columns) - 1)})
        page.set_landscape()
        page.set_paper(A3 if sheet.wide else A4)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        page.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        page.set_header(f'&L&"Calibri,Bold"{in_margin(sheet.title)}')
        page.set_footer(self._footer)

    def _column(self, page: Worksheet, sheet: Sheet, at: int, width: int) -> None:
        column = sheet.columns[at]
        cells = [row[at] for row in sheet.rows]
        longest = max(map(len, cells), default=0)
        kind = column.number or ("text" if longest <= TIP else "long")
        fold = {"level": 1, "hidden": True} if column.folded else {}
        if at and sheet.columns[at - 1].folded and not column.folded:
            fold = {"collapsed": True}
        page.set_column(at, at, width, self.look(**LOOKS[kind]), fold)
        for row, cell in enumerate(cells, start=1):
            link = sheet.links.get((row - 1, at))
            if not cell:
                _done(page.write_blank(row, at, None, self._cell(kind)))
            elif link and (len(cell) <= width or link.is_outside):
                _done(page.write_url(row, at, link.to, self._cell("link"), cell, link.tip))
            elif column.number and sum(map(str.isdigit, cell)) <= DIGITS:
                _done(page.write_number(row, at, float(cell), self._cell(kind)))
            else:
                _done(page.write_string(row, at, cell, self._cell(kind)))

    def _shade(self, page: Worksheet, sheet: Sheet, at: int, last: int) -> None:
        by = sheet.names.index(sheet.columns[at].shaded_by)
        for code, shade in zip(sheet.columns[by].codes, SHADES, strict=False):
            rule = {
                "type": "formula",
                "criteria": f'=${xl_col_to_name(by)}2="{code}"',
                "format": self._book.add_format({"bg_color": shade}),
            }
            _done(page.conditional_format(1, at, last, at, rule))

    def _cell(self, kind: str) -> Format:
        return self.look(bottom=1, **({"bottom_color": LINE} | LOOKS[kind]))


def _done(result: int) -> None:
    if result:
        raise RuntimeError(f"the workbook does not hold what was written into it ({result})")


def _choice(column: SheetColumn, words: Translator) -> dict[str, Any]:
    """A drop-down list. It has the codes themselves, so that sorting the sheet `codes` is safe."""
    choice = {
        "validate": "list",
        "source": list(column.codes),
        "error_title": words("Not a code of this column"),
        "error_message": words("Pick one from the list. The sheet codes says what each means."),
    }
    return choice | (
        {"input_title": column.name, "input_message": column.hint} if column.hint else {}
    )


def _width(sheet: Sheet, at: int) -> int:
    """The width of a column: that of its longest cell, or less where cells are long."""
    lengths = [len(row[at]) for row in sheet.rows] or [0]
    links = [link for (_, column), link in sheet.links.items() if column == at]
    if sheet.columns[at].folded or any(link.is_outside for link in links):
        most = WIDE
    elif links:
        most = ONE_LINE if sheet.wide else WIDE
    else:
        lines = 2 * LINES if sheet.wide else LINES
        most = min(WIDE, max(NARROW, round(sum(lengths) / len(lengths) / lines)))
    return max(len(sheet.columns[at].name) + FILTER, min(max(lengths) + 1, most))


def height(cells: Iterable[tuple[str, int]], letters: int = LETTERS) -> float:
    """The height in points of a row: its cells with their widths, and the size of its letters.

    Not every program finds the height of broken lines itself, so none is left to.
    """
    fit = PER_WIDTH * LETTERS / letters
    lines = (_lines(cell, int(width * fit)) for cell, width in cells if cell)
    return round(max(lines, default=1) * LINE_HEIGHT * letters + AROUND, 1)


def _lines(text: str, width: int) -> int:
    """How many lines a text takes: its own, each broken where it is too long."""
    return sum(len(textwrap.wrap(line, width)) or 1 for line in text.split("\n"))


def in_margin(title: str) -> str:
    """A title as it is written in the margin of a page, where `&` begins a command."""
    return shorten(title, MARGIN).replace("&", "&&")


def _note_size(note: str) -> dict[str, Any]:
    return {
        "width": 300,
        "height": 16 * _lines(note, 46) + 12,
        "font_name": "Calibri",
        "font_size": 9,
        "color": "#FFFFF2",
    }
