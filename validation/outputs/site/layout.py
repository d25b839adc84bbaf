"""Decide where each table and each key stands in the picture, from the schemas alone.

A table that others refer to is a column: a box at the top with a line going down. Every other
table is a box on a row below, from which each of its keys runs to the line of the table it refers
to. Boxes stand between lines and a row's spans are apart, so no two labels can meet and a new
table finds its own place. A key that all tables of a group have in common is laid out once.

Nothing here measures a letter: labels are set in a font of fixed width, and are given the width
that the widest of those fonts takes.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from validation.package.opening import Package
    from validation.package.schema import ForeignKey
    from validation.package.table import Table

# All in pixels. LETTER is the width of one letter of a label, which is 11 pixels high.
LETTER, LINE, PAD = 6.7, 13, 6
EDGE, GAP = 10, 10
TOP, BAND = 30, 8
KEYS = 10  # between two keys that run from one box to one line
MARGIN = -1.0  # the place of a shared key, left of every column


@dataclass(frozen=True)
class Key:
    """One foreign key, of one table or of every table of a group."""

    tables: tuple[str, ...]
    of: ForeignKey

    @property
    def names(self) -> list[str]:
        """How the key is written, once for each table that has it."""
        here, there = ",".join(self.of.fields), ",".join(self.of.reference)
        return [f"{table}.{here}>{self.of.table}.{there}" for table in self.tables]


@dataclass
class Column:
    """A table at the top, with the line below it."""

    table: str
    group: str
    lines: tuple[str, ...]
    heading: str
    x: float = 0
    foot: float = 0

    @property
    def width(self) -> float:
        """The width of its box, which is at least that of the group's title above it."""
        return max(_width(self.lines), _width((self.heading,)))


@dataclass
class Item:
    """What stands on a row: a table's box, a key of a table at the top, or a shared key.

    Its place is the number of the column before it and a half. `start` is the column whose key it
    is, `ends` are the columns that its keys run to.
    """

    table: str
    group: str
    lines: tuple[str, ...]
    keys: tuple[Key, ...]
    ends: tuple[int, ...]
    place: float
    start: int | None = None
    left: float = 0
    y: float = 0

    @property
    def span(self) -> tuple[float, float]:
        """The leftmost and the rightmost place that it takes up."""
        places = [self.place, *self.ends] + ([] if self.start is None else [self.start])
        return min(places), max(places)

    @property
    def width(self) -> float:
        """The width of its box."""
        return _width(self.lines)

    @property
    def height(self) -> float:
        """The height of its box: room for its lines, and for the keys that leave it together."""
        together = max(Counter(self.ends).values(), default=0)
        return max(LINE * len(self.lines) + 8, KEYS * together + 4)


@dataclass
class Band:
    """One group of tables and its rows."""

    group: str
    title: str
    rows: list[list[Item]]
    top: float = 0
    bottom: float = 0

    @property
    def items(self) -> list[Item]:
        """What stands in it, row by row."""
        return [item for row in self.rows for item in row]


@dataclass
class Layout:
    """The whole picture, each part with its coordinates."""

    columns: list[Column]
    bands: list[Band]
    head: float
    width: float = 0
    bottom: float = 0

    @property
    def items(self) -> list[Item]:
        """What stands on the rows, from top to bottom."""
        return [item for band in self.bands for item in band.items]


# What the tables of a role are called together, where that is not the name of the role.
GROUPS = {"thing": "things", "statement": "statements", "link": "links", "source": "sources"}


def groups(package: Package) -> dict[str, list[Table]]:
    """The tables by the kind of knowledge they hold, each group in the descriptor's order."""
    found: dict[str, list[Table]] = {}
    for table in package.tables.values():
        found.setdefault(GROUPS.get(table.role, table.role), []).append(table)
    return found


def lay_out(package: Package, title: Callable[[str], str], note: str) -> Layout:
    """Give every table and key its place; the note stands above a key that a group shares."""
    grouped = groups(package)
    keys: dict[str, tuple[Key, ...]] = {}
    shared: dict[str, list[Key]] = {}
    for group, tables in grouped.items():
        common = _common(package, tables)
        shared[group] = [Key(tuple(table.name for table in tables), key) for key in common]
        for table in tables:
            own = (key for key in table.schema.foreign_keys if key not in common)
            keys[table.name] = tuple(
                Key((table.name,), key) for key in own if key.table in package.tables
            )
    columns = _columns(grouped, keys, shared, title)
    at = {column.table: number for number, column in enumerate(columns)}
    bands = []
    for group, tables in grouped.items():
        items = [_shared_item(group, key, note, at) for key in shared[group]]
        items += _items(group, tables, keys, at)
        if items:
            bands.append(Band(group, title(group), _packed(items)))
    head = max((LINE * len(column.lines) + 12 for column in columns), default=0)
    layout = Layout(columns, bands, head)
    _set_across(layout)
    _set_down(layout)
    return layout


def _common(package: Package, tables: list[Table]) -> list[ForeignKey]:
    """The keys that every table of a group has, and that do not say which thing a row is about."""
    first, *others = tables
    return [
        key
        for key in first.schema.foreign_keys
        if others
        and key.table in package.tables
        and not package.tables[key.table].is_thing
        and all(key in other.schema.foreign_keys for other in others)
    ]


def _columns(
    grouped: dict[str, list[Table]],
    keys: dict[str, tuple[Key, ...]],
    shared: dict[str, list[Key]],
    title: Callable[[str], str],
) -> list[Column]:
    """The tables that are referred to, each group together, in the order that keeps keys short."""
    every = [key for found in (*keys.values(), *shared.values()) for key in found]
    referred = {key.of.table for key in every}
    group_of = {
        table.name: group
        for group, tables in grouped.items()
        for table in tables
        if table.name in referred
    }
    ties = [
        {key.of.table for key in found} | ({name} & referred)
        for name, found in keys.items()
        if found
    ]
    columns: list[Column] = []
    for name in _arranged(list(group_of), ties, group_of):
        group = group_of[name]
        begins = not columns or columns[-1].group != group
        columns.append(Column(name, group, _lines(name), title(group) if begins else ""))
    return columns


def _arranged(order: list[str], ties: list[set[str]], group_of: dict[str, str]) -> list[str]:
    """Move one column at a time, within its group, for as long as that shortens the keys."""

    def length(names: list[str]) -> int:
        at = {name: number for number, name in enumerate(names)}
        return sum(max(places) - min(places) for places in ([at[n] for n in tie] for tie in ties))

    best, shortest, better = order, length(order), True
    while better:
        better = False
        for name in order:
            for place in range(len(order)):
                moved = [other for other in best if other != name]
                moved.insert(place, name)
                kept = [group_of[n] for n in moved] == [group_of[n] for n in order]
                if kept and length(moved) < shortest:
                    best, shortest, better = moved, length(moved), True
    return best


def _shared_item(group: str, key: Key, note: str, at: dict[str, int]) -> Item:
    return Item("", group, (note, ",".join(key.of.fields)), (key,), (at[key.of.table],), MARGIN)


def _items(
    group: str, tables: list[Table], keys: dict[str, tuple[Key, ...]], at: dict[str, int]
) -> list[Item]:
    """What a group's own tables put on its rows."""
    items, alone = [], 0
    for table in tables:
        ends = tuple(at[key.of.table] for key in keys[table.name])
        if table.name in at:
            start = at[table.name]
            for key, end in zip(keys[table.name], ends, strict=True):
                place = start + 0.5 if end >= start else start - 0.5
                line = ",".join(key.of.fields)
                items.append(Item("", group, (line,), (key,), (end,), place, start))
            continue
        # A table that neither refers nor is referred to stands in the next free gap.
        place = (min(ends) if ends else alone % max(len(at), 1)) + 0.5
        alone += not ends
        items.append(Item(table.name, group, _lines(table.name), keys[table.name], ends, place))
    return items


def _packed(items: list[Item]) -> list[list[Item]]:
    """The items in few rows, with no two in a row over the same place; shared keys stand first."""
    rows: list[list[Item]] = []
    for item in sorted(items, key=lambda item: item.span):
        for row in rows:
            if all(_apart(item, other) for other in row):
                row.append(item)
                break
        else:
            rows.append([item])
    return rows


def _apart(one: Item, other: Item) -> bool:
    return one.span[1] < other.span[0] or other.span[1] < one.span[0]


def _set_across(layout: Layout) -> None:
    """Every column far enough from the last for both heads and for the boxes between them."""
    widest: dict[float, float] = {}
    for item in layout.items:
        widest[item.place] = max(widest.get(item.place, 0), item.width)
    titles = max((_width((band.title,)) for band in layout.bands), default=0)
    left = EDGE + max(titles, widest.get(MARGIN, 0)) + GAP
    x, before = left, None
    for number, column in enumerate(layout.columns):
        if before is None:
            x += column.width / 2
        else:
            heads = (before.width + column.width) / 2 + GAP
            x += max(heads, widest.get(number - 0.5, 0) + 2 * GAP)
        column.x, before = x, column
    right = left if before is None else before.x + before.width / 2
    for item in layout.items:
        number = int(item.place)
        if item.place == MARGIN:
            item.left = EDGE
        elif number + 1 < len(layout.columns):
            middle = (layout.columns[number].x + layout.columns[number + 1].x) / 2
            item.left = middle - item.width / 2
        else:
            item.left = left if before is None else before.x + GAP
        right = max(right, item.left + item.width)
    layout.width = round(right + EDGE)


def _set_down(layout: Layout) -> None:
    """Every row below the last, and every line down to the last key on it."""
    y: float = TOP + layout.head + 14
    for band in layout.bands:
        band.top = y
        # The group's title stands in the margin, above a shared key.
        y += BAND + (20 if any(item.place == MARGIN for item in band.items) else 0)
        for row in band.rows:
            height = max(item.height for item in row)
            for item in row:
                item.y = y + height / 2
                for number in (*item.ends, *([] if item.start is None else [item.start])):
                    column = layout.columns[number]
                    column.foot = max(column.foot, item.y + LINE)
            y += height + BAND
        band.bottom = y = max(y, band.top + 30)
        y += BAND
    layout.bottom = y


def _lines(name: str) -> tuple[str, ...]:
    """A table's name on one line, or on two of about equal length."""
    words = name.split("_")
    breaks: Iterable[tuple[str, ...]] = (
        ("_".join(words[:at]) + "_", "_".join(words[at:])) for at in range(1, len(words))
    )
    return min(breaks, key=lambda lines: max(map(len, lines)), default=(name,))


def _width(lines: Sequence[str]) -> float:
    return LETTER * max(map(len, lines)) + 2 * PAD
