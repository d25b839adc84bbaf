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
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from validation.catalogue.finding import Finding, nearest
from validation.catalogue.languages import Both, in_english

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
    text, of_bytes, is_cut = _decoded(path, content)
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
    undecoded = [fault for fault in of_bytes if fault.rule == "utf-8"]
    unmended = (*undecoded, *shape.unmended, *_returns(path, names, shape.rows))
    marked = [fault for fault in of_bytes if fault.rule != "utf-8"]
    mended = tuple(_advised(fault, waits=bool(unmended)) for fault in (*marked, *shape.mended))
    return Reading(tuple(shape.rows), mended, unmended)


def _advised(fault: Finding, *, waits: bool) -> Finding:
    """The fault, with what to do about it: the formatter mends it if it can read the file."""
    en, nl = (
        ("; first mend what else is wrong", "; herstel eerst wat er verder mis is")
        if waits
        else (": run `python scripts/format.py`", ": draai `python scripts/format.py`")
    )
    return replace(fault, message=Both(f"{fault.message}{en}", f"{fault.message.nl}{nl}"))


def _returns(
    path: str, names: Sequence[str], rows: Sequence[tuple[int, tuple[str, ...]]]
) -> Iterator[Finding]:
    """The cells with a carriage return, which some readers take for the end of a line."""
    message = Both("a carriage return stands in this cell", "in deze cel staat een carriage return")
    for line, cells in rows:
        for column, cell in zip(names, cells, strict=True):
            if "\r" in cell:
                yield Finding(path, line, column, "hidden-character", cell, message)


def conflict(path: str, text: str) -> Finding | None:
    """That version control could not merge two versions of a text, and left its markers in it."""
    numbered = enumerate(LINE_END.split(text), start=1)
    lines = [number for number, line in numbered if CONFLICT.fullmatch(line)]
    if not lines:
        return None
    message = Both(
        f"version control left conflict markers: line {', '.join(map(str, lines))}",
        f"versiebeheer liet conflictmarkeringen achter: regel {', '.join(map(str, lines))}",
    )
    return Finding(path, lines[0], "", "conflict-marker", "", message)


def _decoded(path: str, content: bytes) -> tuple[str, list[Finding], bool]:
    """The text, what is wrong with its encoding, and whether it ends in the midst of a character.

    In place of a byte that belongs to no character stands the sign that Unicode has for it.
    """
    if wide := _wide(content):
        name = wide.removesuffix("-le").removesuffix("-be").upper()
        message = Both(
            f"this is {name}: save it as CSV UTF-8", f"dit is {name}: sla het op als CSV UTF-8"
        )
        return content.decode(wide, "replace"), [Finding(path, 1, "", "utf-8", "", message)], False
    found = []
    if content.startswith(BYTE_ORDER_MARK):
        content = content.removeprefix(BYTE_ORDER_MARK)
        message = Both("the file begins with a BOM", "het bestand begint met een BOM")
        found.append(Finding(path, 1, "", "byte-order-mark", "", message))
    try:
        return content.decode("utf-8"), found, False
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        if error.reason == "unexpected end of data":
            return before, found, True
        line, value = len(LINE_END.findall(before)) + 1, f"byte 0x{content[error.start]:02X}"
        found.append(Finding(path, line, "", "utf-8", value, _undecoded(content, error.start)))
    return content.decode("utf-8", "replace"), found, False


def _wide(content: bytes) -> str:
    """The encoding in which each character takes two bytes or more, if this is one."""
    for mark, encoding in WIDE_MARKS.items():
        if content.startswith(mark):
            return encoding
    for encoding, nulls in (("utf-16-le", content[1:400:2]), ("utf-16-be", content[:400:2])):
        if nulls.count(0) > len(nulls) / 2:
            return encoding
    return ""


def _undecoded(content: bytes, at: int) -> Both:
    try:
        letter = content.decode("windows-1252")[at]
    except UnicodeDecodeError:
        return Both("this is not UTF-8", "dit is geen UTF-8")
    return Both(
        f"this is not UTF-8; if it is Windows-1252, the byte is {letter!r}",
        f"dit is geen UTF-8; is het Windows-1252, dan is de byte {letter!r}",
    )


class _Shape:
    """The rows of a text, and what is wrong with its line ends, separators, header and rows."""

    def __init__(self, path: str, names: Sequence[str], text: str, *, is_cut: bool) -> None:
        self.path, self.names = path, list(names)
        self.rows: list[tuple[int, tuple[str, ...]]] = []
        self.mended: list[Finding] = []
        self.unmended: list[Finding] = []
        lines = list(io.StringIO(text, newline=""))
        separator = self._separator(lines)
        if separator != ",":
            named = SEPARATORS[separator]
            message = Both(
                f"the cells are separated by {named}, not by commas",
                f"de cellen zijn gescheiden door {named.nl}, niet door komma's",
            )
            self.mended.append(self._finding(1, "separator", message))
        records = list(_records(lines, separator))
        last_is_whole = self._judge(records)
        self._judge_line_ends(records, is_cut=is_cut, last_is_whole=last_is_whole)

    def _finding(self, line: int, rule: str, message: Both, suggestion: str = "") -> Finding:
        return Finding(self.path, line, "", rule, "", message, suggestion)

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
            message = Both("there is no header", "er is geen kop")
            self.unmended.append(self._finding(1, "header", message))
            return False
        first = filled[0]
        header = next((record for record in filled if list(record.cells) == self.names), None)
        start = header or first
        below = [record for record in records if record.line > start.line]
        width = len(self.names) if header else _usual_width(below, len(self.names))
        last = records[-1]
        faulty = set[int]()
        if start.error:
            self.unmended.append(self._row_fault(start, width, is_last=start is last))
            faulty.add(start.line)
        elif header is not first:
            self.unmended.append(self._header_fault(first, header))
            faulty |= {record.line for record in filled if record.line <= start.line}
        for (is_blank, _), run in groupby(
            (record for record in records if record is not start),
            key=lambda record: (record.is_blank, record.line > start.line),
        ):
            if is_blank:
                blank = list(run)
                faulty |= {record.line for record in blank}
                is_last = blank[-1] is last
                faults = self.mended if is_last else self.unmended
                faults.append(self._blank_fault(blank, is_last=is_last))
                continue
            for record in run:
                if record.line > start.line and (record.error or len(record.cells) != width):
                    self.unmended.append(self._row_fault(record, width, is_last=record is last))
                    faulty.add(record.line)
        if header:
            self.rows = [(r.line, r.cells) for r in below if r.line not in faulty]
        return last.line not in faulty

    def _judge_line_ends(
        self, records: list[_Record], *, is_cut: bool, last_is_whole: bool
    ) -> None:
        foreign = next((record for record in records if record.end.startswith("\r")), None)
        if last_is_whole and is_cut:
            message = Both(
                "the file ends in the middle of a character: it is cut off",
                "het bestand eindigt midden in een teken: het is afgebroken",
            )
            self.unmended.append(self._finding(records[-1].last, "utf-8", message))
        elif foreign is None and last_is_whole and not records[-1].end:
            message = Both(
                "the last line does not end with LF; if the file is not cut off",
                "de laatste regel eindigt niet op LF; is het bestand niet afgebroken",
            )
            self.mended.append(self._finding(records[-1].last, "line-ends", message))
        if foreign is not None:
            sign = "CR LF" if foreign.end == "\r\n" else "CR"
            message = Both(f"{sign} ends this line, not LF", f"{sign} eindigt deze regel, niet LF")
            self.mended.append(self._finding(foreign.last, "line-ends", message))

    def _header_fault(self, first: _Record, header: _Record | None) -> Finding:
        if header is not None:
            message = Both(
                f"this is not the header; that stands on line {header.line}",
                f"dit is de kop niet; die staat op regel {header.line}",
            )
            return self._finding(first.line, "header", message)
        found = list(first.cells)
        missing = [name for name in self.names if name not in found]
        surplus = [name for name in found if name not in self.names]
        if missing and [name.strip() for name in found] == self.names:
            spaced = ", ".join(repr(name) for name in surplus)
            message = Both(
                f"white space stands beside a name: {spaced}",
                f"er staat witruimte naast een naam: {spaced}",
            )
            return self._finding(first.line, "header", message)
        absent, foreign = ", ".join(missing), ", ".join(surplus)
        if missing and surplus:
            message = Both(
                f"missing: {absent}; not in the schema: {foreign}",
                f"ontbreekt: {absent}; niet in het schema: {foreign}",
            )
        elif missing:
            message = Both(f"missing: {absent}", f"ontbreekt: {absent}")
        elif surplus:
            message = Both(f"not in the schema: {foreign}", f"niet in het schema: {foreign}")
        else:
            order = ", ".join(self.names)
            message = Both(
                f"the columns stand in another order or twice; expected {order}",
                f"de kolommen staan in een andere volgorde of dubbel; verwacht {order}",
            )
        guess = nearest(surplus[0], missing) if surplus else ""
        return self._finding(first.line, "header", message, guess)

    def _blank_fault(self, run: list[_Record], *, is_last: bool) -> Finding:
        first, last = run[0].line, run[-1].last
        end_en, end_nl = (
            (", at the end of the table", ", aan het eind van de tabel") if is_last else ("", "")
        )
        message = (
            Both(f"the row is blank{end_en}", f"de rij is leeg{end_nl}")
            if first == last
            else Both(
                f"the rows on lines {first} to {last} are blank{end_en}",
                f"de rijen op regel {first} tot en met {last} zijn leeg{end_nl}",
            )
        )
        return self._finding(first, "blank-row", message)

    def _row_fault(self, record: _Record, width: int, *, is_last: bool) -> Finding:
        cut_en, cut_nl = (
            ("; perhaps the file is cut off", "; misschien is het bestand afgebroken")
            if is_last and not record.end
            else ("", "")
        )
        if not record.error:
            number = len(record.cells)
            message = Both(
                f"the row has {number} cells, the header {width}{cut_en}",
                f"de rij heeft {number} cellen, de kop {width}{cut_nl}",
            )
            return self._finding(record.line, "row-width", message)
        if record.error == "unexpected end of data":
            message = Both(
                f"a quotation mark is opened here and never closed{cut_en}",
                f"hier gaat een aanhalingsteken open dat nergens sluit{cut_nl}",
            )
        elif record.error.endswith(" expected after '\"'"):
            message = Both(
                "text follows a quotation mark that closes a cell",
                "na een aanhalingsteken dat een cel sluit, volgt nog tekst",
            )
        else:
            message = in_english(record.error)
        return self._finding(record.line, "csv", message)


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
