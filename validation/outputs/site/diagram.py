"""Draw the tables and the keys between them.

The picture shows which table refers to which; it does not show how many rows do.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from validation.outputs.schema_words import group_title
from validation.outputs.site.layout import EDGE, KEYS, LINE, TOP, lay_out
from validation.outputs.words import marked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from validation.outputs.site.layout import Band, Column, Item, Key, Layout
    from validation.outputs.words import Words
    from validation.package.opening import Package

STYLE = Path(__file__).with_name("picture.css").read_text(encoding="utf-8")
RULE = marked(
    "From each table that others refer to, a line goes down from the top. Every other table is a "
    "small box, with a dot on the line of each table that it refers to. What all tables of a group "
    "refer to is drawn once, at the left."
)
LEGEND = {
    "dot": marked("a key to the table at the top of the line"),
    "ring": marked("where such a key starts: a column of that table"),
}
LOOP = 6  # from the row to each of the two ends of a key that comes back to its own line


def draw(package: Package, words: Words, page: str = "") -> ET.Element:
    """The picture as an `svg` element, in which each table links to its place on the page."""
    layout = lay_out(package, partial(group_title, words), words("each has"))
    counts = words(
        "{tables} tables, {keys} keys.",
        tables=len(package.tables),
        keys=sum(len(key.names) for item in layout.items for key in item.keys),
    )
    title = words.titled(package.descriptor, "title")
    title = f"{title}: {words('The tables and the keys between them')}"
    return element(
        "svg",
        element("title", title, id="picture-title"),
        element("desc", f"{counts} {words(RULE)}", id="picture-rule"),
        *(_ground(band, layout) for band in layout.bands),
        *(_line(column) for column in layout.columns),
        *(part for column in layout.columns for part in _head(column, layout, page)),
        *(part for item in layout.items for part in _item(item, layout, page)),
        *_legend(layout, words),
        xmlns="http://www.w3.org/2000/svg",
        lang=words.language,
        class_="tables",
        role="group",
        aria_labelledby="picture-title",
        aria_describedby="picture-rule",
        width=_n(layout.width),
        height=_n(layout.bottom + 44),
        viewBox=f"0 0 {_n(layout.width)} {_n(layout.bottom + 44)}",
    )


def within_page(package: Package, words: Words) -> Markup:
    """The picture as part of a page."""
    return Markup(ET.tostring(draw(package, words), encoding="unicode", method="html"))  # noqa: S704


def alone(package: Package, words: Words, page: str) -> bytes:
    """The picture with its own style and ground, as a file of its own."""
    drawn = draw(package, words, page)
    drawn.insert(2, element("style", STYLE))
    drawn.insert(3, element("rect", class_="paper", width="100%", height="100%"))
    ET.indent(drawn)
    written = ET.tostring(drawn, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'.encode()


def element(tag: str, *children: ET.Element | str, **attributes: str) -> ET.Element:
    """An element with its children; `class_` and `data_key` are written `class` and `data-key`."""
    made = ET.Element(tag, {k.rstrip("_").replace("_", "-"): v for k, v in attributes.items()})
    for child in children:
        if isinstance(child, str):
            made.text = child
        else:
            made.append(child)
    return made


def _ground(band: Band, layout: Layout) -> ET.Element:
    """A group's ground, with its title in the margin."""
    return element(
        "g",
        _rect(0, band.top, layout.width, band.bottom - band.top, "ground"),
        _text(band.title, EDGE, band.top + 20, "group"),
        class_=f"of-{band.group}",
    )


def _line(column: Column) -> ET.Element:
    path = f"M{_n(column.x)} {TOP}V{_n(column.foot)}"
    return element("path", d=path, class_=f"line of-{column.group}")


def _head(column: Column, layout: Layout, page: str) -> Iterator[ET.Element]:
    """The box of a table at the top, with the title of its group above the first of them."""
    left = column.x - column.width / 2
    if column.heading:
        yield _text(column.heading, left, TOP - 10, f"group of-{column.group}")
    yield element(
        "a",
        _rect(left, TOP, column.width, layout.head, "box"),
        *_label(column.lines, column.x, TOP + layout.head / 2),
        href=f"{page}#{column.table}",
        data_table=column.table,
        class_=f"head of-{column.group}",
    )


def _item(item: Item, layout: Layout, page: str) -> Iterator[ET.Element]:
    """What stands on a row: the keys first, and the box over their beginnings."""
    total, seen = Counter(item.ends), Counter[int]()
    for key, end in zip(item.keys, item.ends, strict=True):
        y = item.y + KEYS * (seen[end] - (total[end] - 1) / 2)
        seen[end] += 1
        yield _key(item, key, layout.columns[end].x, y, layout)
    box = _rect(item.left, item.y - item.height / 2, item.width, item.height, "box")
    label = _label(item.lines, item.left + item.width / 2, item.y)
    if not item.table:
        yield element("g", box, *label, class_=f"column of-{item.group}")
        return
    yield element(
        "a",
        box,
        *label,
        href=f"{page}#{item.table}",
        data_table=item.table,
        class_=f"row of-{item.group}",
    )


def _key(item: Item, key: Key, end: float, y: float, layout: Layout) -> ET.Element:
    """One key: a path from the box to a dot, from a ring where a line is where it starts."""
    parts = [element("title", "\n".join(name.replace(">", " → ") for name in key.names))]
    right = item.left + item.width
    side = right if end > item.left else item.left
    if item.start is None:
        parts.append(element("path", d=f"M{_n(side)} {_n(y)}H{_n(end)}"))
    else:
        start = layout.columns[item.start].x
        bend = LOOP if start == end else 0
        near = item.left if start < item.left else right
        path = f"M{_n(start)} {_n(y - bend)}H{_n(near)}M{_n(side)} {_n(y + bend)}H{_n(end)}"
        parts.append(element("path", d=path))
        parts.append(_circle(start, y - bend, "ring"))
        y += bend
    parts.append(_circle(end, y, "dot"))
    return element("g", *parts, class_=f"key of-{item.group}", data_key=" ".join(key.names))


def _legend(layout: Layout, words: Words) -> Iterator[ET.Element]:
    for number, (kind, text) in enumerate(LEGEND.items()):
        y = layout.bottom + 14 + 20 * number
        yield element("g", _circle(EDGE + 6, y - 4, kind), class_="key")
        yield _text(words(text), EDGE + 20, y, "note")


def _label(lines: Sequence[str], x: float, y: float) -> list[ET.Element]:
    """Lines of text around a point."""
    first = y - LINE * (len(lines) - 1) / 2 + 4
    return [_text(line, x, first + LINE * number, "label") for number, line in enumerate(lines)]


def _text(text: str, x: float, y: float, kind: str) -> ET.Element:
    return element("text", text, x=_n(x), y=_n(y), class_=kind)


def _rect(x: float, y: float, width: float, height: float, kind: str) -> ET.Element:
    size = {"width": _n(width), "height": _n(height)}
    return element("rect", x=_n(x), y=_n(y), rx="4", class_=kind, **size)


def _circle(x: float, y: float, kind: str) -> ET.Element:
    return element("circle", cx=_n(x), cy=_n(y), r="4", class_=kind)


def _n(number: float) -> str:
    """A coordinate in tenths, as short as it goes."""
    return f"{number:.1f}".removesuffix(".0")
