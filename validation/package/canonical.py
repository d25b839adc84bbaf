"""The canonical form of a table and of a JSON file, for validation and for the formatter."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

from validation.package.strict_json import parse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validation.package.schema import Schema
    from validation.package.table import Row


def canonical(schema: Schema, rows: Sequence[Row]) -> bytes:
    """The canonical form of a table with these rows."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(schema.names)
    writer.writerows(row.cells for row in sorted(rows, key=lambda row: sort_key(schema, row)))
    return buffer.getvalue().encode()


def sort_key(schema: Schema, row: Row) -> tuple[tuple[int, str], ...]:
    """The sort key of a row: the schema's columns, integers by value, text by code point."""
    cells = dict(zip(schema.names, row.cells, strict=True))
    parts = []
    for name in schema.order:
        cell = cells[name]
        is_number = schema.field(name).type == "integer" and re.fullmatch("[0-9]{1,18}", cell)
        parts.append((int(cell), "") if is_number else (-1, cell))
    return tuple(parts)


def canonical_json(content: bytes) -> bytes:
    """The canonical form of a JSON file: two-space indent, non-ASCII unescaped, LF at the end."""
    return (json.dumps(parse(content), indent=2, ensure_ascii=False) + "\n").encode()
