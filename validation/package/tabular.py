"""Take the bytes of a table apart, as far as that goes without guessing, and say what is wrong.

The byte layer and the structure layer report the faults that are found here; the formatter
repairs some of them and refuses for the others. So what validation advises is what the formatter
does, and a table that cannot be read always has a fault.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from validation.catalogue.finding import Place, nearest
from validation.catalogue.languages import Both, in_english
from validation.catalogue.rules import finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from validation.catalogue.finding import Finding

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# Those of UTF-32 come first: one of them begins as one of UTF-16 does.
WIDE_MARKS = {
    b"\xff\xfe\0\0": "utf-32",
    b"\0\0\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
SEPARATORS = {
    ",": Both("commas", "komma's"),
    ";": Both("semicolons", "puntkomma's"),
    "\t": Both("tabs", "tabs"),
}
FORMAT = Both(": run `python scripts/format.py`", ": draai `python scripts/format.py`")
FIX_THE_REST = Both("; first fix what else is wrong", "; herstel eerst wat er verder mis is")
CONFLICT = re.compile(r"(?:<{7}|\|{7}|>{7})(?:[ ,;\t].*)?|={7}[ ,;\t]*")
LINE_END = re.compile(r"\r\n|\r|\n")
LONE_RETURN = re.compile(r"\r(?!\n)")
STAND_IN = "\ufdd0"  # for a carriage return; Unicode keeps it from ever being a character


@dataclass(frozen=True)
class Reading:
    """The whole rows below a header that is right, each with its line, and the file's faults.

    `mended` are the faults that are gone when these rows are written anew.
    """

    rows: tuple[tuple[int, tuple[str, ...]], ...]
    mended: tuple[Finding, ...]
    unmended: tuple[Finding, ...]

    @property
    def faults(self) -> tuple[Finding, ...]:
        """Every fault of the file, in its bytes and in its shape."""
        return (*self.mended, *self.unmended)

    @property
    def is_plain(self) -> bool:
        """Whether our own readers get these rows, which know each kind of line end."""
        return all(fault.rule in {"line-ends", "hidden-character"} for fault in self.faults)


class _Record(NamedTuple):
    """What stands between two line ends that belong to no cell."""

    line: int
    last: int
    cells: tuple[str, ...]
    error: str
    end: str

    @property
    def is_blank(self) -> bool:
        return not self.error and not any(cell.strip() for cell in self.cells)


def read(path: str, names: Sequence[str], content: bytes) -> Reading:
    """Read the table at this path, which should have these columns."""
    text, mark, undecoded, is_cut = _decoded(path, content)
    if fault := conflict(path, text):
        return Reading((), (), (fault,))
    shape = _Shape(path, names, text, is_cut=is_cut)
    if shape.unmended and "\n" in text and STAND_IN not in text and LONE_RETURN.search(text):
        # It may stand in a cell, though no quotation marks are around it.
        other = _Shape(path, names, LONE_RETURN.sub(STAND_IN, text), is_cut=is_cut)
        if len(other.unmended) < len(shape.unmended):
            shape = other
            shape.rows = [
                (line, tuple(cell.replace(STAND_IN, "\r") for cell in cells))
                for line, cells in shape.rows
            ]
    unmended = (*undecoded, *shape.unmended, *_returns(path, names, shape.rows))
    advice = FIX_THE_REST if unmended else FORMAT
    mended = tuple(made(advice=advice) for made in (*mark, *shape.mended))
    return Reading(tuple(shape.rows), mended, unmended)


def _returns(
    path: str, names: Sequence[str], rows: Sequence[tuple[int, tuple[str, ...]]]
) -> Iterator[Finding]:
    """The cells with a carriage return, which some readers take for the end of a line."""
    for line, cells in rows:
        for column, cell in zip(names, cells, strict=True):
            if "\r" in cell:
                yield finding("hidden-character", Place(path, line, column, cell), "return")


def conflict(path: str, text: str) -> Finding | None:
    """That version control could not merge two versions of a text, and left its markers in it."""
    numbered = enumerate(LINE_END.split(text), start=1)
    lines = [number for number, line in numbered if CONFLICT.fullmatch(line)]
    if not lines:
        return None
    return finding("conflict-marker", Place(path, lines[0]), lines=", ".join(map(str, lines)))


def _decoded(
    path: str, content: bytes
) -> tuple[str, list[Callable[..., Finding]], list[Finding], bool]:
    """The text, its BOM and its undecoded bytes, and whether it ends in the midst of a character.

    In place of a byte that belongs to no character stands the sign that Unicode has for it.
    """
    if wide := _wide(content):
        name = wide.removesuffix("-le").removesuffix("-be").upper()
        fault = finding("utf-8", Place(path, 1), "wide", encoding=name)
        return content.decode(wide, "replace"), [], [fault], False
    mark: list[Callable[..., Finding]] = []
    if content.startswith(BYTE_ORDER_MARK):
        content = content.removeprefix(BYTE_ORDER_MARK)
        mark = [partial(finding, "byte-order-mark", Place(path, 1))]
    try:
        return content.decode("utf-8"), mark, [], False
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        if error.reason == "unexpected end of data":
            return before, mark, [], True
        line, value = len(LINE_END.findall(before)) + 1, f"byte 0x{content[error.start]:02X}"
        letter = content[error.start : error.start + 1].decode("windows-1252", "ignore")
        says = "letter" if letter else "byte"
        fault = finding("utf-8", Place(path, line, "", value), says, letter=letter)
    return content.decode("utf-8", "replace"), mark, [fault], False


def _wide(content: bytes) -> str:
    """The encoding in which each character takes two bytes or more, if this is one."""
    for mark, encoding in WIDE_MARKS.items():
        if content.startswith(mark):
            return encoding
    for encoding, nulls in (("utf-16-le", content[1:400:2]), ("utf-16-be", content[:400:2])):
        if nulls.count(0) > len(nulls) / 2:
            return encoding
    return ""


class _Shape:
    """The rows of a text, and what is wrong with its line ends, separators, header and rows."""

    def __init__(self, path: str, names: Sequence[str], text: str, *, is_cut: bool) -> None:
        self.path, self.names = path, list(names)
        self.rows: list[tuple[int, tuple[str, ...]]] = []
        self.mended: list[Callable[..., Finding]] = []
        self.unmended: list[Finding] = []
        lines = list(io.StringIO(text, newline=""))
        separator = self._separator(lines)
        if separator != ",":
            self._mend("separator", 1, separator=SEPARATORS[separator])
        records = list(_records(lines, separator))
        last_is_whole = self._judge(records)
        self._judge_line_ends(records, is_cut=is_cut, last_is_whole=last_is_whole)

    def _mend(self, rule: str, line: int, says: str = "", **words: object) -> None:
        """A fault that writing the rows anew repairs; what to do now depends on the others."""
        self.mended.append(partial(finding, rule, Place(self.path, line), says, **words))

    def _refuse(self, rule: str, line: int, says: str = "", **words: object) -> None:
        """A fault that the formatter does not repair."""
        self.unmended.append(finding(rule, Place(self.path, line), says, **words))

    def _separator(self, lines: list[str]) -> str:
        """What separates the cells of the line that is the header, or has most names in it."""
        for separator in SEPARATORS:
            if any(_cells(line, separator) == self.names for line in lines):
                return separator
        first = next((line for line in lines if line.strip()), "")

        def known(separator: str) -> int:
            return len({cell.strip() for cell in _cells(first, separator)} & {*self.names})

        return max(SEPARATORS, key=known)

    def _judge(self, records: list[_Record]) -> bool:
        """Find the header, judge every other record, and say whether the last is whole."""
        filled = [record for record in records if not record.is_blank]
        if not filled:
            self._refuse("header", 1, "none")
            return False
        first = filled[0]
        header = next((record for record in filled if list(record.cells) == self.names), None)
        start = header or first
        below = [record for record in records if record.line > start.line]
        width = len(self.names) if header else _usual_width(below, len(self.names))
        last = records[-1]
        faulty = set[int]()
        if start.error:
            self._refuse_row(start, width, is_last=start is last)
            faulty.add(start.line)
        elif header is not first:
            self._refuse_header(first, header)
            faulty |= {record.line for record in filled if record.line <= start.line}
        for (is_blank, _), run in groupby(
            (record for record in records if record is not start),
            key=lambda record: (record.is_blank, record.line > start.line),
        ):
            if is_blank:
                blank = list(run)
                faulty |= {record.line for record in blank}
                self._judge_blank(blank[0].line, blank[-1].last, is_last=blank[-1] is last)
                continue
            for record in run:
                if record.line > start.line and (record.error or len(record.cells) != width):
                    self._refuse_row(record, width, is_last=record is last)
                    faulty.add(record.line)
        if header:
            self.rows = [(r.line, r.cells) for r in below if r.line not in faulty]
        return last.line not in faulty

    def _judge_line_ends(
        self, records: list[_Record], *, is_cut: bool, last_is_whole: bool
    ) -> None:
        foreign = next((record for record in records if record.end.startswith("\r")), None)
        if last_is_whole and is_cut:
            self._refuse("utf-8", records[-1].last, "cut")
        elif foreign is None and last_is_whole and not records[-1].end:
            self._mend("line-ends", records[-1].last, "last")
        if foreign is not None:
            sign = "CR LF" if foreign.end == "\r\n" else "CR"
            self._mend("line-ends", foreign.last, "other", sign=sign)

    def _refuse_header(self, first: _Record, header: _Record | None) -> None:
        if header is not None:
            self._refuse("header", first.line, "below", below=header.line)
            return
        found = list(first.cells)
        missing = [name for name in self.names if name not in found]
        surplus = [name for name in found if name not in self.names]
        words: dict[str, object] = {
            "missing": ", ".join(missing),
            "surplus": ", ".join(surplus),
            "names": ", ".join(self.names),
        }
        if missing and [name.strip() for name in found] == self.names:
            says, words["names"] = "space", ", ".join(map(repr, surplus))
        elif missing and surplus:
            says, words["suggestion"] = "both", nearest(surplus[0], missing)
        else:
            says = "missing" if missing else "surplus" if surplus else "order"
        self._refuse("header", first.line, says, **words)

    def _judge_blank(self, first: int, last: int, *, is_last: bool) -> None:
        says = "one" if first == last else "several"
        if is_last:
            self._mend("blank-row", first, f"{says}_at_end", first=first, last=last)
        else:
            self._refuse("blank-row", first, says, first=first, last=last)

    def _refuse_row(self, record: _Record, width: int, *, is_last: bool) -> None:
        is_cut = is_last and not record.end
        if not record.error:
            says, cells = "cut" if is_cut else "", len(record.cells)
            self._refuse("row-width", record.line, says, cells=cells, width=width)
        elif record.error == "unexpected end of data":
            self._refuse("csv", record.line, "open_cut" if is_cut else "open")
        elif record.error.endswith(" expected after '\"'"):
            self._refuse("csv", record.line, "text")
        else:
            self._refuse("csv", record.line, "other", reason=in_english(record.error))


def _records(lines: list[str], separator: str) -> Iterator[_Record]:
    """What the CSV reader makes of the lines, and where it stumbles; it goes on with the next."""
    reader = csv.reader(lines, strict=True, delimiter=separator)
    line = 1
    while line <= len(lines):
        error = ""
        try:
            cells = tuple(next(reader))
        except csv.Error as fault:
            cells, error = (), str(fault)
        end = LINE_END.search(lines[reader.line_num - 1])
        yield _Record(line, reader.line_num, cells, error, end[0] if end else "")
        line = reader.line_num + 1


def _cells(line: str, separator: str) -> list[str]:
    """The cells of a single line, or none where it is not whole."""
    try:
        return next(csv.reader([line], strict=True, delimiter=separator))
    except csv.Error:
        return []


def _usual_width(records: list[_Record], wanted: int) -> int:
    """The width that most rows have, by preference the wanted one."""
    widths = Counter(
        len(record.cells) for record in records if not record.error and not record.is_blank
    )
    return max(widths, key=lambda width: (widths[width], width == wanted), default=wanted)
