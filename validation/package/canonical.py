"""The canonical form of a table and of a JSON file, for validation and for the formatter."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from typing import TYPE_CHECKING

from validation.package.strict_json import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from validation.package.schema import Schema
    from validation.package.table import Row

# What a cell looks like and how it is read, by the type of a column that is sorted by value.
NUMBERS: dict[str, tuple[str, Callable[[str], float]]] = {
    "integer": ("-?[0-9]{1,18}", int),
    "number": (r"-?[0-9]{1,6}(?:\.[0-9]{1,9})?", float),
}


def canonical(schema: Schema, rows: Sequence[Row]) -> bytes:
    """The canonical form of a table with these rows."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(schema.names)
    writer.writerows(row.cells for row in sorted(rows, key=lambda row: sort_key(schema, row)))
    return buffer.getvalue().encode()


def sort_key(schema: Schema, row: Row) -> tuple[tuple[float, str], ...]:
    """The sort key of a row: the schema's columns, numbers by value, text by code point."""
    cells = dict(zip(schema.names, row.cells, strict=True))
    parts = []
    for name in schema.order:
        cell = cells[name]
        form, read = NUMBERS.get(schema.field(name).type, ("", float))
        is_number = form and re.fullmatch(form, cell)
        parts.append((read(cell), "") if is_number else (-math.inf, cell))
    return tuple(parts)


def canonical_json(content: bytes) -> bytes:
    """The canonical form of a JSON file: two-space indent, non-ASCII unescaped, LF at the end."""
    return (json.dumps(parse(content), indent=2, ensure_ascii=False) + "\n").encode()
