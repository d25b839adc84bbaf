"""Draw the tables and their foreign keys as a grid, in SVG.

Each row is a table, each column a table that others refer to, each dot a foreign key. The picture
says which table refers to which, not how many rows do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from validation.outputs.pages import render
from validation.outputs.schema_words import group_title, groups
from validation.outputs.words import marked

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from validation.outputs.words import Translator
    from validation.package.opening import Package
    from validation.package.table import Table

FILE = "tables.svg"
RULE = marked(
    "Each row is a table, and each column a table that others refer to. A dot is a foreign key "
    "from the table of its row to the table of its column."
)
# In pixels. A letter of a label takes LETTER in the widest of its fonts.
LETTER, EDGE, GAP = 6.7, 10, 8
COLUMN, ROW, HEADING, APART = 36, 20, 28, 10  # APART are two keys of a row in one column
SLANTED = 0.71  # the height, and the width, of what is turned by 45 degrees


class Dot(NamedTuple):
    """A foreign key, written `table.column>table.column`, and where it is drawn."""

    key: str
    x: int


class Row(NamedTuple):
    """A table with its foreign keys."""

    table: str
    y: int
    dots: list[Dot]


class Band(NamedTuple):
    """A group of tables, below its title."""

    group: str
    title: str
    top: int
    height: int
    rows: list[Row]


def draw(
    package: Package,
    words: Translator,
    address: Callable[[str], str],
    *,
    with_style: bool = False,
) -> Markup:
    """The picture as an `svg` element; `address` gives what the name of a table links to."""
    grouped = groups(package)
    names = {key.table for table in package.tables.values() for key in table.schema.foreign_keys}
    referred = [name for name in package.tables if name in names]
    left = EDGE + _width(package.tables) + GAP
    columns = {name: left + COLUMN // 2 + COLUMN * n for n, name in enumerate(referred)}
    slanted = round(SLANTED * _width(referred))
    bands: list[Band] = []
    y = top = slanted + 2 * EDGE
    for group, tables in grouped.items():
        rows = [
            Row(table.name, y + HEADING + ROW * n + ROW // 2, _dots(table, columns))
            for n, table in enumerate(tables)
        ]
        height = HEADING + ROW * len(tables) + GAP
        bands.append(Band(group, group_title(words, group), y, height, rows))
        y += height + GAP
    title = words.titled(package.descriptor, "title")
    counts = words(
        "{tables} tables, {keys} keys.",
        tables=len(package.tables),
        keys=sum(len(table.schema.foreign_keys) for table in package.tables.values()),
    )
    drawn = render(
        "validation/outputs/site/picture.svg.j2",
        words,
        title=f"{title}: {words('The tables and the keys between them')}",
        description=f"{counts} {words(RULE)}",
        address=address,
        with_style=with_style,
        bands=bands,
        columns=columns,
        group_of={table.name: group for group, tables in grouped.items() for table in tables},
        left=left,
        top=top,
        edge=EDGE,
        width=left + COLUMN * len(columns) + slanted,
        height=y,
    )
    return Markup(drawn)  # noqa: S704 - the template has escaped it


def alone(package: Package, words: Translator, address: Callable[[str], str]) -> bytes:
    """The picture with its own style and background, as a file of its own."""
    drawn = draw(package, words, address, with_style=True)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{drawn}'.encode()


def _dots(table: Table, columns: Mapping[str, int]) -> list[Dot]:
    """The foreign keys of a table; two to one table stand beside each other."""
    keys = table.schema.foreign_keys
    dots = []
    for key in keys:
        same = [other for other in keys if other.table == key.table]
        x = columns[key.table] + round(APART * (same.index(key) - (len(same) - 1) / 2))
        here, there = ",".join(key.fields), ",".join(key.reference)
        dots.append(Dot(f"{table.name}.{here}>{key.table}.{there}", x))
    return dots


def _width(labels: Collection[str]) -> int:
    return round(LETTER * max(map(len, labels), default=0))
