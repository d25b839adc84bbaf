"""Parse the bytes of a table as far as possible without guessing, and report what is wrong.

The layers `bytes` and `structure` report the findings of this module. The formatter fixes some of
them and refuses the table because of the others. So validation advises exactly what the formatter
does, and an unreadable table always has a finding.
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
# UTF-32 comes first: one of its marks starts with the same bytes as one of UTF-16.
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
STAND_IN = "\ufdd0"  # replaces a carriage return; Unicode reserves it as a noncharacter


@dataclass(frozen=True)
class Reading:
    """The complete rows below a correct header row, each with its line, and the findings.

    `fixable` are the findings that disappear when these rows are written in canonical form.
    """

    rows: tuple[tuple[int, tuple[str, ...]], ...]
    fixable: tuple[Finding, ...]
    unfixable: tuple[Finding, ...]

    @property
    def faults(self) -> tuple[Finding, ...]:
        """Every finding on the bytes and the structure of the file."""
        return (*self.fixable, *self.unfixable)

    @property
    def is_plain(self) -> bool:
        """Whether the rows can be used: our parser accepts every line ending."""
        return all(fault.rule in {"line-ends", "hidden-character"} for fault in self.faults)


class _Record(NamedTuple):
    """The text between two line endings that are not part of a cell."""

    line: int
    last: int
    cells: tuple[str, ...]
    error: str
    end: str

    @property
    def is_blank(self) -> bool:
        return not self.error and not any(cell.strip() for cell in self.cells)


def read(path: str, names: Sequence[str], content: bytes) -> Reading:
    """Parse the table at this path, which should have these columns."""
    text, mark, undecoded, is_cut = _decoded(path, content)
    if fault := conflict(path, text):
        return Reading((), (), (fault,))
    shape = _Shape(path, names, text, is_cut=is_cut)
    if shape.unfixable and "\n" in text and STAND_IN not in text and LONE_RETURN.search(text):
        # A carriage return may be part of a cell without quotation marks around it.
        other = _Shape(path, names, LONE_RETURN.sub(STAND_IN, text), is_cut=is_cut)
        if len(other.unfixable) < len(shape.unfixable):
            shape = other
            shape.rows = [
                (line, tuple(cell.replace(STAND_IN, "\r") for cell in cells))
                for line, cells in shape.rows
            ]
    unfixable = (*undecoded, *shape.unfixable, *_returns(path, names, shape.rows))
    advice = FIX_THE_REST if unfixable else FORMAT
    fixable = tuple(made(advice=advice) for made in (*mark, *shape.fixable))
    return Reading(tuple(shape.rows), fixable, unfixable)


def _returns(
    path: str, names: Sequence[str], rows: Sequence[tuple[int, tuple[str, ...]]]
) -> Iterator[Finding]:
    """The cells with a carriage return, which some parsers read as a line ending."""
    for line, cells in rows:
        for column, cell in zip(names, cells, strict=True):
            if "\r" in cell:
                yield finding("hidden-character", Place(path, line, column, cell), "return")


def conflict(path: str, text: str) -> Finding | None:
    """The finding that version control left conflict markers in a text, or None."""
    numbered = enumerate(LINE_END.split(text), start=1)
    lines = [number for number, line in numbered if CONFLICT.fullmatch(line)]
    if not lines:
        return None
    return finding("conflict-marker", Place(path, lines[0]), lines=", ".join(map(str, lines)))


def _decoded(
    path: str, content: bytes
) -> tuple[str, list[Callable[..., Finding]], list[Finding], bool]:
    """The text, findings on byte order mark and encoding, and whether the last character is cut.

    Bytes that are not UTF-8 are replaced by the Unicode replacement character.
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
    """UTF-16 or UTF-32, if the content is in one of these encodings; otherwise empty."""
    for mark, encoding in WIDE_MARKS.items():
        if content.startswith(mark):
            return encoding
    for encoding, nulls in (("utf-16-le", content[1:400:2]), ("utf-16-be", content[:400:2])):
        if nulls.count(0) > len(nulls) / 2:
            return encoding
    return ""


class _Shape:
    """The rows of a text, with the findings on line endings, delimiter, header row and rows."""

    def __init__(self, path: str, names: Sequence[str], text: str, *, is_cut: bool) -> None:
        self.path, self.names = path, list(names)
        self.rows: list[tuple[int, tuple[str, ...]]] = []
        self.fixable: list[Callable[..., Finding]] = []
        self.unfixable: list[Finding] = []
        lines = list(io.StringIO(text, newline=""))
        separator = self._separator(lines)
        if separator != ",":
            self._add_fixable("separator", 1, separator=SEPARATORS[separator])
        records = list(_records(lines, separator))
        last_is_whole = self._judge(records)
        self._judge_line_ends(records, is_cut=is_cut, last_is_whole=last_is_whole)

    def _add_fixable(self, rule: str, line: int, says: str = "", **words: object) -> None:
        """Add a finding that the formatter fixes; its advice depends on the other findings."""
        self.fixable.append(partial(finding, rule, Place(self.path, line), says, **words))

    def _add_unfixable(self, rule: str, line: int, says: str = "", **words: object) -> None:
        """Add a finding that the formatter does not fix."""
        self.unfixable.append(finding(rule, Place(self.path, line), says, **words))

    def _separator(self, lines: list[str]) -> str:
        """The delimiter of the header row, or with which the first line has most column names."""
        for separator in SEPARATORS:
            if any(_cells(line, separator) == self.names for line in lines):
                return separator
        first = next((line for line in lines if line.strip()), "")

        def known(separator: str) -> int:
            return len({cell.strip() for cell in _cells(first, separator)} & {*self.names})

        return max(SEPARATORS, key=known)

    def _judge(self, records: list[_Record]) -> bool:
        """Find the header row, check all records, and return whether the last one is complete."""
        filled = [record for record in records if not record.is_blank]
        if not filled:
            self._add_unfixable("header", 1, "none")
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
            self._add_unfixable("utf-8", records[-1].last, "cut")
        elif foreign is None and last_is_whole and not records[-1].end:
            self._add_fixable("line-ends", records[-1].last, "last")
        if foreign is not None:
            sign = "CR LF" if foreign.end == "\r\n" else "CR"
            self._add_fixable("line-ends", foreign.last, "other", sign=sign)

    def _refuse_header(self, first: _Record, header: _Record | None) -> None:
        if header is not None:
            self._add_unfixable("header", first.line, "below", below=header.line)
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
        self._add_unfixable("header", first.line, says, **words)

    def _judge_blank(self, first: int, last: int, *, is_last: bool) -> None:
        says = "one" if first == last else "several"
        if is_last:
            self._add_fixable("blank-row", first, f"{says}_at_end", first=first, last=last)
        else:
            self._add_unfixable("blank-row", first, says, first=first, last=last)

    def _refuse_row(self, record: _Record, width: int, *, is_last: bool) -> None:
        is_cut = is_last and not record.end
        if not record.error:
            says, cells = "cut" if is_cut else "", len(record.cells)
            self._add_unfixable("row-width", record.line, says, cells=cells, width=width)
        elif record.error == "unexpected end of data":
            self._add_unfixable("csv", record.line, "open_cut" if is_cut else "open")
        elif record.error.endswith(" expected after '\"'"):
            self._add_unfixable("csv", record.line, "text")
        else:
            self._add_unfixable("csv", record.line, "other", reason=in_english(record.error))


def _records(lines: list[str], separator: str) -> Iterator[_Record]:
    """The records that the CSV parser reads; after an error it continues with the next line."""
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
    """The cells of a single line, or none if it is not valid CSV by itself."""
    try:
        return next(csv.reader([line], strict=True, delimiter=separator))
    except csv.Error:
        return []


def _usual_width(records: list[_Record], wanted: int) -> int:
    """The most frequent width of the rows; of equals, the expected width."""
    widths = Counter(
        len(record.cells) for record in records if not record.error and not record.is_blank
    )
    return max(widths, key=lambda width: (widths[width], width == wanted), default=wanted)
