"""Write the cover: what the data are, how to cite and read them, and a list of the sheets."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from validation.history.archive import find
from validation.outputs.exports.workbook.book import (
    BLUE,
    LETTERS,
    LINE,
    RULE,
    SHADES,
    SOFT,
    CellLink,
    height,
)
from validation.outputs.exports.workbook.sheets import BASIS
from validation.outputs.words import marked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlsxwriter.format import Format

    from validation.outputs.exports.workbook.book import Book, Sheet
    from validation.outputs.exports.workbook.sheets import Maker

MARGIN = 2
WIDTHS = (40, 92, 25, 8)  # of names, of what they stand for, of names of sheets and their rows
TITLE, HEADING, LEAD = 22, 13, 11  # sizes of letters, in points
# How to read a cell, and how to use a sheet.
READING = (
    (
        marked("An empty cell"),
        marked(
            "The letter does not say, or nobody has verified it. Empty never means no, none or "
            "zero."
        ),
    ),
    (
        marked("A date"),
        marked(
            "Only as much as is given: 2017, 2016-10 or 2017-12-31. The column beside it says how "
            "precise it is; mid-October is 2016-10 with mid_month, not the 15th. Dates are text, "
            "so that no program makes another date of them."
        ),
    ),
    (
        marked("A code"),
        marked(
            "A word such as at_most. The sheet codes says what each means and when it is chosen; "
            "a cell with a code has a list to pick from."
        ),
    ),
)
USING = (
    (
        marked("The first row"),
        marked(
            "Names of columns, as in the CSV files. Point at a name to read what the column "
            "means. Row 9 of a sheet is line 9 of its file."
        ),
    ),
    (
        marked("Folded columns"),
        marked(
            "The Dutch columns are folded away, and on the first two sheets keys and codes as "
            "well. The plus signs above the columns open them, or the 2 in the top left corner "
            "opens all."
        ),
    ),
    (
        marked("Blue words"),
        marked(
            "Links to the row they name; the first cell of each sheet leads back here. They lead "
            "to where a row stood when the workbook was made: filtering a sheet does no harm, but "
            "after sorting one, filter on the key instead."
        ),
    ),
)


def write_cover(book: Book, maker: Maker, sheets: Sequence[tuple[str, Sheet]]) -> None:
    """Write the first sheet; the others follow in their order, each with its group."""
    cover = _Cover(book, maker)
    cover.head()
    cover.facts()
    cover.basis()
    cover.directions(maker.words("How to read a cell"), READING)
    cover.directions(maker.words("How to use the sheets"), USING)
    cover.contents(sheets)


class _Cell(NamedTuple):
    text: str
    look: Format
    link: CellLink | None = None


class _Cover:
    """A page written from top to bottom."""

    def __init__(self, book: Book, maker: Maker) -> None:
        self._book, self._maker, self._row = book, maker, 0
        self.words = maker.words
        self._descriptor = maker.package.descriptor
        self._page = book.page(self.words("cover"))
        for column, width in enumerate((MARGIN, *WIDTHS)):
            self._page.set_column(column, column, width)
        self._name, self._text = book.look(bold=True), book.look()

    def head(self) -> None:
        """The title, and what this is."""
        title = self._book.look(font_size=TITLE, bold=True, text_wrap=False)
        self._line(_Cell(self.words.titled(self._descriptor, "title"), title), letters=TITLE)
        lead = self._book.look(font_size=LEAD, font_color=SOFT)
        for text in (
            self.words.titled(self._descriptor, "description"),
            self.words(
                "The sentences of the letter itself are not in it: of each you find its place, "
                "its page and a paraphrase in other words."
            ),
        ):
            self._line(None, _Cell(text, lead), letters=LEAD)

    def facts(self) -> None:
        """Version, licence, source and how to cite."""
        self._row += 1
        version = self._maker.package.version
        self._pair(self.words("Version"), version)
        record = find(self._maker.package.root, version)
        if record is not None:
            self._pair(self.words("Date"), record.date)
        licence, source = self._descriptor["licenses"][0], self._descriptor["sources"][0]
        self._pair(
            self.words("Licence"), f"{licence['title']} ({licence['name']})", licence["path"]
        )
        self._pair(self.words("Source"), f"{source['title']}: {source['path']}", source["path"])
        self._pair(self.words("How to cite"), self._citation())
        for letter in self._letters():
            self._pair(self.words("Cite the letter too"), letter)

    def basis(self) -> None:
        """What each basis means, in the colour that its cells have."""
        self._heading(self.words("How to read a basis"))
        for shade, code in zip(SHADES, self._maker.codes[BASIS], strict=False):
            label = self.words.cell(code, "label")
            name = label if label.lower() == code["code"] else f"{label} ({code['code']})"
            definition = self.words.cell(code, "definition")
            shaded = self._book.look(bold=True, bg_color=shade)
            self._line(_Cell(name, shaded), _Cell(definition, self._text))

    def directions(self, heading: str, named: Sequence[tuple[str, str]]) -> None:
        """Names, each with a short explanation."""
        self._heading(heading)
        for name, meaning in named:
            self._line(_Cell(self.words(name), self._name), _Cell(self.words(meaning), self._text))

    def contents(self, sheets: Sequence[tuple[str, Sheet]]) -> None:
        """Every other sheet with its size, each a link."""
        self._heading(self.words("The sheets"), self.words("Rows"))
        group_look = self._book.look(bold=True, font_color=SOFT, valign="bottom")
        for group, listed in groupby(sheets, key=lambda entry: entry[0]):
            self._line(_Cell(self._maker.group(group), group_look), letters=LEAD)
            for _, sheet in listed:
                self._entry(sheet)

    def _entry(self, sheet: Sheet) -> None:
        under = {"bottom": 1, "bottom_color": LINE}
        number = self._book.look(align="right", num_format="0", **under)
        self._page.write_number(self._row, len(WIDTHS), len(sheet.rows), number)
        self._line(
            _Cell(sheet.title, self._book.look(font_color=BLUE, **under), sheet.start),
            _Cell(sheet.about, self._book.look(**under)),
            _Cell(sheet.name, self._book.look(font_color=SOFT, **under)),
        )

    def _citation(self) -> str:
        people = self._descriptor["contributors"]
        creators = [person["title"] for person in people if "creator" in person["roles"]]
        return self.words(
            "{who}. {title}, version {version}. Data set, {licence}.",
            who=", ".join(creators),
            title=self._descriptor["title"],
            version=self._maker.package.version,
            licence=self._descriptor["licenses"][0]["name"],
        )

    def _letters(self) -> Iterator[str]:
        """How to cite each letter that is coded, under the title in its own language."""
        for row in self._maker.package.records("documents"):
            if row["role"] == "coded":
                title = row.get(f"title_{row['language']}") or row[f"title_{self.words.language}"]
                year = f" ({row['date'][:4]})" if row["date"] else ""
                yield ". ".join(part for part in (title + year, row["number"], row["url"]) if part)

    def _heading(self, name: str, last: str = "") -> None:
        self._row += 1
        rule = {"bottom": 1, "bottom_color": RULE, "text_wrap": False}
        look = self._book.look(font_size=HEADING, bold=True, **rule)
        right = self._book.look(align="right", font_color=SOFT, valign="bottom", **rule)
        self._line(_Cell(name, look), _Cell("", look), _Cell("", look), _Cell(last, right))

    def _pair(self, name: str, text: str, address: str = "") -> None:
        link = CellLink(address) if address else None
        look = self._book.look(font_color=BLUE) if link else self._text
        self._line(_Cell(name, self._name), _Cell(text, look, link))

    def _line(self, *cells: _Cell | None, letters: int = LETTERS) -> None:
        """Write a row as high as its text in letters of that size needs, and go to the next."""
        broken = []
        for column, cell in enumerate(cells):
            if cell is None:
                continue
            at = (self._row, column + 1)
            if cell.link:
                self._page.write_url(*at, cell.link.to, cell.look, cell.text, cell.link.tip)
            elif cell.text:
                self._page.write_string(*at, cell.text, cell.look)
            else:
                self._page.write_blank(*at, None, cell.look)
            if cell.look.text_wrap:
                broken.append((cell.text, WIDTHS[column]))
        self._page.set_row(self._row, height(broken, letters))
        self._row += 1
