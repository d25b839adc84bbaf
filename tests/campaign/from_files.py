"""Mutants that any table can suffer: its bytes, its lines, its header, and what hides in a cell."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Literal

from tests.campaign.clean import filled, holds
from tests.campaign.edits import Edit, cell, content
from tests.campaign.mutants import UNREADABLE, Kind, Mutant, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.campaign.clean import Chosen, Clean
    from validation.package.schema import Field

    Change = Callable[[bytes], bytes]
    Lines = list[list[str]]
    Rewrite = Callable[[Lines], Lines]

# Put behind the first character of a cell.
HIDDEN = {
    "zero-width-space": "\u200b",
    "byte-order-mark": "\ufeff",
    "soft-hyphen": "\u00ad",
    "non-breaking-space": "\u00a0",
    "narrow-non-breaking-space": "\u202f",
    "right-to-left-override": "\u202e",
    "bell": "\a",
    "tab": "\t",
    "line-feed": "\n",
    "line-separator": "\u2028",
}
# The same, in one table alone: a rule that knows the ones above should know these.
RARELY_HIDDEN = {
    "zero-width-joiner": "\u200d",
    "left-to-right-mark": "\u200e",
    "next-line": "\u0085",
    "em-space": "\u2003",
    "private-use": "\ue000",
    "unassigned": "\u0378",
    "tag-character": "\U000e0041",
    "null": "\0",
}
INVISIBLE = {
    "variation-selector": "\ufe0f",
    "hangul-filler": "\u3164",
    "grapheme-joiner": "\u034f",
    "blank-braille": "\u2800",
}
REREAD = ("NA", "TRUE", "1E5", "2016", "1.5", "null", "=1+1", "+1 is more", "-1 is less", "@here")
REREAD_TOO = (
    *("3-Mar", "mrt 2016", "10:30", "5 pm", "50%", "€ 5", "1,000", "1 1/2", "0x1F"),
    *("2016-10-01", "2016-10", "1-10-2016", "2016-10-01 10:30", "1/2", "3-4"),
)
NOTHING_KNOWN = ("unknown", "Onbekend", "n.v.t.", "TBD", "?", "…")
# Cyrillic for Latin, by sight.
WITHIN_A_WORD = re.compile("(?<=[a-z])[aceopxyi](?=[a-z])")
ALIKE = str.maketrans("aceopxyi", "асеорхуі")  # noqa: RUF001 - look-alikes are the point


def mutants(clean: Clean) -> Iterator[Mutant]:
    """What the file of a table of each kind and one of its cells can suffer."""
    for table in clean.kinds:
        row = clean.any(table)
        yield from _of_the_bytes(clean, row)
        yield from _of_the_lines(clean, row)
        yield from _of_the_file(clean, row)
        yield from _of_a_cell(clean, table)
    yield from _of_rare_characters(clean)
    yield from _of_a_spreadsheet(clean)


def _of_the_bytes(clean: Clean, row: Chosen) -> Iterator[Mutant]:
    """Encodings, line ends and delimiters."""
    lines = sum(1 for _ in clean.rows(row.table, row.base)) + 1
    first = clean.schema(row.table).names[0]
    value = row.cells[first].encode()
    changes: list[tuple[str, Change, str, int, str]] = [
        ("byte-order-mark", lambda old: b"\xef\xbb\xbf" + old, "byte-order-mark", 1, ""),
        ("utf-16", lambda old: old.decode().encode("utf-16"), "utf-8", 1, ""),
        ("stray-byte", lambda old: _in_line(old, 2, value + b"\xe9"), "utf-8", 2, ""),
        ("null-byte", lambda old: _in_line(old, 2, value + b"\0"), "hidden-character", 2, first),
        ("windows-lines", lambda old: old.replace(b"\n", b"\r\n"), "line-ends", 1, ""),
        ("one-windows-line", lambda old: _windows(old, 2), "line-ends", 2, ""),
        ("old-mac-lines", lambda old: old.replace(b"\n", b"\r"), "line-ends", 1, ""),
        ("no-last-line-end", lambda old: old[:-1], "line-ends", lines, ""),
        ("semicolons", lambda old: old.replace(b",", b";"), "separator", 1, ""),
        ("tabs", lambda old: old.replace(b",", b"\t"), "separator", 1, ""),
        ("conflict-marker", lambda old: old + b"=======\n", "conflict-marker", lines + 1, ""),
        ("open-quote", lambda old: _in_line(old, 2, b'"' + value), "csv", 2, ""),
    ]
    for name, change, rule, line, column in changes:
        yield _file(row, name, change, Place(rule, clean.path(row.table), line, column))


def _of_the_lines(clean: Clean, row: Chosen) -> Iterator[Mutant]:
    """Rows and headers that are too long, too short, doubled, moved or gone."""
    path, key = clean.path(row.table), clean.schema(row.table).primary_key
    first, second, *_ = names = clean.schema(row.table).names
    rows = sum(1 for _ in clean.rows(row.table, row.base))
    empty = [""] * len(names)
    changes: list[tuple[str, Rewrite, str, int, str]] = [
        ("short-row", _line(1, lambda cells: cells[:-1]), "row-width", 2, ""),
        ("long-row", _line(1, lambda cells: [*cells, "x"]), "row-width", 2, ""),
        ("blank-line", lambda lines: [lines[0], [], *lines[1:]], "blank-row", 2, ""),
        ("blank-last-line", lambda lines: [*lines, []], "blank-row", rows + 2, ""),
        ("empty-row", lambda lines: [*lines, empty], "blank-row", rows + 2, ""),
        ("no-header", lambda lines: lines[1:], "header", 1, ""),
        ("header-misspelt", _line(0, lambda cells: [f"{first}x", *cells[1:]]), "header", 1, ""),
        (
            "header-in-capitals",
            _line(0, lambda cells: [first.upper(), *cells[1:]]),
            "header",
            1,
            "",
        ),
        ("header-empty", _line(0, lambda cells: ["", *cells[1:]]), "header", 1, ""),
        ("header-doubled", _line(0, lambda cells: [first, first, *cells[2:]]), "header", 1, ""),
        ("header-short", _line(0, lambda cells: cells[:-1]), "header", 1, ""),
        ("headers-swapped", _line(0, _swapped), "header", 1, ""),
        ("columns-swapped", lambda lines: [_swapped(cells) for cells in lines], "header", 1, ""),
        ("column-gone", lambda lines: [cells[:-1] for cells in lines], "header", 1, ""),
        ("column-added", lambda lines: [[*cells, "x"] for cells in lines], "header", 1, ""),
        (
            "cells-shifted",
            _line(1, lambda cells: [cells[0], "", *cells[1:-1]]),
            "required",
            2,
            second,
        ),
        (
            "row-doubled",
            lambda lines: [*lines[:2], *lines[1:]],
            "unique",
            3,
            first if len(key) == 1 else "",
        ),
    ]
    if rows > 1:
        swapped: Rewrite = lambda lines: [lines[0], lines[2], lines[1], *lines[3:]]  # noqa: E731
        changes.append(("rows-swapped", swapped, "row-order", 3, ""))
    for name, change, rule, line, column in changes:
        yield _file(row, name, _rewritten(change), Place(rule, path, line, column))
    quoted: list[tuple[str, Change, int]] = [
        ("all-quoted", lambda old: _written(_lines(old), csv.QUOTE_ALL), 1),
        ("one-quoted", lambda old: _in_line(old, 2, b'"%s"' % row.cells[first].encode()), 2),
    ]
    for name, of_bytes, line in quoted:
        yield _file(row, name, of_bytes, Place("canonical-form", path, line, ""))


def _of_the_file(clean: Clean, row: Chosen) -> Iterator[Mutant]:
    """A file that is empty, gone, without rows, or there twice."""
    path = clean.path(row.table)
    yield _file(row, "emptied", lambda _: b"", Place("unreadable-file", path, 0, ""))
    yield _whole(row, "gone", lambda root: (root / path).unlink(), Place(UNREADABLE, path, 0, ""))
    yield Mutant(
        f"{row.table}/unread",
        Kind.FILE,
        f"{row.table}: the header is wrong, and the cells alone are judged",
        (content(row.table, lambda old: b"x" + old),),
        Place("unread-table", path, 0, ""),
        base=row.base,
        layers=("columns",),
    )

    def lay_copy(root: Path) -> None:
        (root / stray).write_bytes((root / path).read_bytes())

    stray = path.replace(".csv", "_old.csv")
    yield _whole(row, "there-twice", lay_copy, Place("stray-file", stray, 0, ""))
    if row.table not in {"exceptions", "retired_ids"}:
        yield _file(
            row,
            "without-rows",
            lambda old: old.partition(b"\n")[0] + b"\n",
            Place("release-change", path, 0, ""),
        )


def _of_a_cell(clean: Clean, table: str) -> Iterator[Mutant]:
    """What hides in one cell of each table, and what a program reads as something else."""
    columns = clean.schema(table).fields
    free = [column for column in columns if is_free_text(column)]
    strings = [column for column in columns if column.type == "string"]
    row, column = _with_filled(clean, table, [*free, *strings])
    value = row.cells[column]
    for name, character in HIDDEN.items():
        wrong = value[0] + character + value[1:]
        yield _cell(row, column, name, wrong, "hidden-character")
    yield _cell(row, column, "decomposed", value[0] + "e\u0301" + value[1:], "nfc")
    spaced = {"space-before": " " + value, "space-after": value + " ", "spaces": value[0] + "  x"}
    for name, wrong in spaced.items():
        yield _cell(row, column, name, wrong, "outer-space")
    if column in {other.name for other in free}:
        for number, wrong in enumerate(REREAD):
            yield _cell(row, column, f"reread-{number}", wrong, "reinterpreted")
    for other in free:
        filled, name = _with_filled(clean, table, [other])
        yield _cell(filled, name, "formula", "=1+1", "reinterpreted")
        within = WITHIN_A_WORD.search(filled.cells[name])
        if within:
            wrong = WITHIN_A_WORD.sub(within[0].translate(ALIKE), filled.cells[name], count=1)
            yield _cell(filled, name, "look-alike-letter", wrong, "mixed-scripts")
    for coded in columns:
        if not is_free_text(coded) and coded.type == "string":
            filled, name = _with_filled(clean, table, [coded])
            wrong = filled.cells[name].translate(ALIKE)
            if wrong != filled.cells[name]:
                yield _cell(filled, name, "look-alike", wrong, "mixed-scripts")
                break


def _of_rare_characters(clean: Clean) -> Iterator[Mutant]:
    """Characters and values that are rare enough to be forgotten by a rule."""
    row = clean.any("missions")
    value, column = row.cells["description_en"], "description_en"
    for name, character in RARELY_HIDDEN.items():
        yield _cell(row, column, name, value[0] + character + value[1:], "hidden-character")
    for name, character in INVISIBLE.items():
        yield _cell(row, column, name, value[0] + character + value[1:], "hidden-character")
    for wrong in REREAD_TOO:
        yield _cell(row, column, f"reread-{wrong}", wrong, "reinterpreted")
    for wrong in NOTHING_KNOWN:
        yield _cell(row, column, f"nothing-known-{wrong}", wrong, "placeholder")


def _of_a_spreadsheet(clean: Clean) -> Iterator[Mutant]:
    """What a spreadsheet makes of values when it opens and saves a table."""
    for table in clean.tables:
        for column in clean.schema(table).fields:
            row = clean.first(table, filled(column.name))
            if row is None:
                continue  # neither package fills it
            if f"{column.name}_precision" in row.cells:
                yield from _date_in_a_spreadsheet(clean, row, column.name)
            else:
                yield from _value_in_a_spreadsheet(clean, row, column)


def _date_in_a_spreadsheet(clean: Clean, row: Chosen, name: str) -> Iterator[Mutant]:
    day = f"{row.cells[name]}-15-15"[:10]
    yield _cell(row, name, "as-serial-number", "42643", "pattern")
    yield _cell(row, name, "as-printed", "-".join(reversed(day.split("-"))), "pattern")
    month = clean.first(row.table, holds(f"{name}_precision", "month", "mid_month"))
    if month is not None:
        yield _cell(month, name, "month-as-day", f"{month.cells[name]}-01", "date-precision")


def _value_in_a_spreadsheet(clean: Clean, row: Chosen, column: Field) -> Iterator[Mutant]:
    name, value = column.name, row.cells[column.name]
    if column.type == "integer":
        yield _cell(row, name, "as-float", f"{value}.0", "type")
        yield _cell(row, name, "as-power", f"{int(value):.1E}", "type")
    elif column.type == "number":
        yield _cell(row, name, "with-a-comma", f"{float(value):.1f}".replace(".", ","), "type")
    elif column.type == "boolean":
        yield _cell(row, name, "as-truth", value.upper(), "type")
    elif value.isdigit():
        for zero in clean.all(row.table):
            number = zero.cells[name].lstrip("0")
            if number != zero.cells[name]:
                yield _cell(zero, name, f"{zero.key}-as-number", number, "pattern")


def is_free_text(column: Field) -> bool:
    """Whether a column holds words that no list or pattern fixes."""
    limits = column.constraints
    return column.type == "string" and "enum" not in limits and "pattern" not in limits


def _with_filled(clean: Clean, table: str, columns: list[Field]) -> tuple[Chosen, str]:
    """A row in which one of the columns is filled, by preference; and the column."""
    for column in columns:
        row = clean.first(table, filled(column.name))
        if row is not None:
            return row, column.name
    return clean.any(table), columns[0].name


def _cell(
    row: Chosen, column: str, name: str, value: str, rule: str = "", *, hole: str = ""
) -> Mutant:
    return Mutant(
        f"{row.table}.{column}/{name}",
        Kind.CELL,
        f"`{column}` of {row.table} {row.key} is made {value[:40]!a}",
        (cell(row.table, row.key, column, value),),
        Place(rule, row.table, None, column) if rule else None,
        hole=hole,
        base=row.base,
    )


def _file(row: Chosen, name: str, change: Change, place: Place) -> Mutant:
    return _whole(row, name, content(row.table, change), place)


def _whole(row: Chosen, name: str, edit: Edit, place: Place) -> Mutant:
    what = name.replace("-", " ")
    return Mutant(
        f"{row.table}/{name}", Kind.FILE, f"{row.table}: {what}", (edit,), place, base=row.base
    )


def _lines(old: bytes) -> Lines:
    return list(csv.reader(io.StringIO(old.decode(), newline="")))


def _written(lines: Lines, quoting: Literal[0, 1] = csv.QUOTE_MINIMAL) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n", quoting=quoting).writerows(lines)
    return buffer.getvalue().encode()


def _rewritten(change: Rewrite) -> Change:
    return lambda old: _written(change(_lines(old)))


def _line(number: int, change: Callable[[list[str]], list[str]]) -> Rewrite:
    """Change one line, counted from 0."""
    return lambda lines: [*lines[:number], change(lines[number]), *lines[number + 1 :]]


def _swapped(cells: list[str]) -> list[str]:
    """The first two exchanged."""
    return [cells[1], cells[0], *cells[2:]]


def _in_line(old: bytes, line: int, first: bytes) -> bytes:
    """Put something in place of the first cell of a line."""
    lines = old.split(b"\n")
    lines[line - 1] = first + b"," + lines[line - 1].partition(b",")[2]
    return b"\n".join(lines)


def _windows(old: bytes, line: int) -> bytes:
    """End one line as Windows does."""
    lines = old.split(b"\n")
    lines[line - 1] += b"\r"
    return b"\n".join(lines)
