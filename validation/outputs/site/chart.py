"""Lay out entries in time, in lanes: where each point, band and label stands.

Places along the time are in percent of the width of the chart, so that it fits every window, and
heights in pixels, so that its text keeps its size.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from validation.package.table import Record

# In pixels. A chart is at least WIDTH wide; a letter of a label takes LETTER, a shape 2 * HALF.
WIDTH, LETTER, ROW, HALF, ASIDE = 760, 6.8, 24, 12, 34
YEAR = 44  # of the label of a year
PART = "part"  # what a Dutch part in a mission is
# The outline of each kind on a day, and that of one that falls before it: an arrow points there.
ARROW = "M-23 -4L-28 0L-23 4Z"
SHAPES = {
    "letter": ("M-4 -6H4V6H-4Z", ""),
    "event": (
        "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0Z",
        f"M0 0H-9M-19 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0Z{ARROW}",
    ),
    "decision": ("M0 -6L6 0L0 6L-6 0Z", f"M0 0H-8L-14 6L-20 0L-14 -6L-8 0{ARROW}"),
    PART: ("", "M0 -5H-20L-28 0L-20 5H0Z"),
}


class Span(NamedTuple):
    """The first and the last day that something can fall on.

    `aside` is `before` or `after` for what falls at an unknown time before or after that.
    """

    first: date
    last: date
    aside: str = ""


class Entry(NamedTuple):
    """What is drawn once: a letter, an event, a decision, or the Dutch part in a mission.

    `rows` are its rows in the timeline: start and end of a Dutch part, none of a letter. A part
    may lack one of the two spans; anything else has `ends` if it lasts. `lane` is a mission, or
    empty. `is_firm` is false of a decision that is not taken yet.
    """

    rows: tuple[Record, ...]
    what: str
    path: str
    title: str
    label: str
    note: str
    basis: str
    lane: str
    starts: Span | None
    ends: Span | None = None
    is_firm: bool = True


class Band(NamedTuple):
    """A stretch of a lane, in percent; it is sure if what it shows takes all of its days."""

    x: str
    width: str
    is_sure: bool


class Mark(NamedTuple):
    """An entry as drawn at a height: its bands, its shape at `x`, and its label beside it.

    The shape is `point`, `before`, `after` or, of what has a band alone, empty. The label is left
    of its place where `is_left`. The note follows it; `beyond` is the place of a note that has room
    on the other side alone, else empty.
    """

    entry: Entry
    y: int
    bands: list[Band]
    shape: str
    x: str
    label: str
    note: str
    label_x: str
    is_left: bool
    beyond: str


class Lane(NamedTuple):
    """Marks in rows below each other, and the height of all in pixels; `name` is a mission."""

    name: str
    marks: list[Mark]
    height: int


class Chart(NamedTuple):
    """The lanes, years with the places of their beginnings, and the places of the letters' days."""

    letters: Lane
    lanes: list[Lane]
    years: list[tuple[str, str]]
    days: list[str]
    shapes: Mapping[str, tuple[str, str]] = SHAPES


def chart(shown: Iterable[Entry], letters: Iterable[Entry]) -> Chart:
    """The chart of entries in order of time, and of the letters that state them."""
    lanes: dict[str, list[Entry]] = {}
    for entry in shown:
        lanes.setdefault(entry.lane, []).append(entry)
    letters = list(letters)
    scale = _Scale([entry for inside in lanes.values() for entry in inside] + letters)
    return Chart(
        _lane(scale, "", letters),
        [_lane(scale, name, lanes[name]) for name in sorted(lanes, key=bool)],  # without one first
        scale.years(),
        [_percent(scale.at(span.first)) for entry in letters for span in _spans(entry)],
    )


def _spans(entry: Entry) -> list[Span]:
    return [span for span in (entry.starts, entry.ends) if span]


class _Scale:
    """Whole years, from the first day of the entries to the last."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        days = [day for entry in entries for span in _spans(entry) for day in span[:2]]
        self.first_year = min(days).year if days else 1
        self.last_year = max(days).year if days else 1
        self.first = date(self.first_year, 1, 1).toordinal()
        self.days = date(self.last_year, 12, 31).toordinal() + 1 - self.first

    def at(self, day: date, after: int = 0) -> float:
        """The place of the beginning of a day, or of that some days after it, in percent."""
        return 100 * (day.toordinal() + after - self.first) / self.days

    def years(self) -> list[tuple[str, str]]:
        """Each year, or of many each second, third and so on, and the place of its beginning."""
        number = self.last_year + 1 - self.first_year
        years = range(self.first_year, self.last_year + 1, -(-number * YEAR // WIDTH))
        return [(str(year), _percent(self.at(date(year, 1, 1)))) for year in years]


def _percent(place: float) -> str:
    return f"{place:.2f}%"


def _lane(scale: _Scale, name: str, entries: Iterable[Entry]) -> Lane:
    """Each entry, in order of time, in the first row that has room for it and its label."""
    rows: list[list[tuple[float, float]]] = []  # what each row has taken
    marks = []
    for entry in entries:
        left, right, mark = _placed(scale, entry)
        at = next(
            (n for n, row in enumerate(rows) if all(b <= left or right <= a for a, b in row)),
            len(rows),
        )
        if at == len(rows):
            rows.append([])
        rows[at].append((left, right))
        marks.append(mark._replace(y=at * ROW + ROW // 2))
    marks.sort(key=lambda mark: mark.y)  # the focus moves along each row
    return Lane(name, marks, max(len(rows), 1) * ROW)


def _placed(scale: _Scale, entry: Entry) -> tuple[float, float, Mark]:
    """A mark with the left and the right end of all it takes, in pixels of the smallest chart."""
    bands, shape, at = _drawn(scale, entry)
    places = [at, *(edge for band in bands for edge in band[:2])]
    left, right = min(places), max(places)
    pixels = WIDTH / 100
    taken_left = left * pixels - (ASIDE if shape == "before" else HALF)
    taken_right = right * pixels + (ASIDE if shape == "after" else HALF)
    is_left = WIDTH - taken_right < (len(entry.label) + len(entry.note)) * LETTER < taken_left
    label, note = _fitting(entry, taken_left if is_left else max(WIDTH - taken_right, taken_left))
    is_left = is_left or len(label + note) * LETTER > WIDTH - taken_right
    other = (len(entry.note) + 2) * LETTER
    is_beyond = bool(entry.note) and not note
    is_beyond = is_beyond and other <= (WIDTH - taken_right if is_left else taken_left)
    length = (len(label) + len(note) + 2) * LETTER
    mark = Mark(
        entry,
        0,
        [Band(_percent(x), _percent(end - x), is_sure) for x, end, is_sure in bands],
        shape,
        _percent(at),
        label,
        entry.note if is_beyond else note,
        _percent(left if is_left else right),
        is_left,
        _percent(right if is_left else left) if is_beyond else "",
    )
    beyond = other if is_beyond else 0
    if is_left:
        return taken_left - length, taken_right + beyond, mark
    return taken_left - beyond, taken_right + length, mark


def _fitting(entry: Entry, room: float) -> tuple[str, str]:
    """Label and note, or as much of them as fits into some pixels."""
    letters = int(room / LETTER)
    if len(entry.label) + len(entry.note) + 2 <= letters:
        return entry.label, entry.note
    if len(entry.label) <= letters:
        return entry.label, ""
    return f"{entry.label[: max(letters - 1, 0)].rstrip()}…", ""


def _drawn(scale: _Scale, entry: Entry) -> tuple[list[tuple[float, float, bool]], str, float]:
    """The bands of an entry as start, end and whether sure; its shape; and the place of that."""
    bands = [
        (scale.at(span.first), scale.at(span.last, 1), False)
        for span in _spans(entry)
        if span.first != span.last and not span.aside
    ]
    if entry.starts and entry.ends:
        start, end = entry.starts, entry.ends
        first = scale.at(start.last, 1 if start.first != start.last else 0)
        last = scale.at(end.first, 1 if end.first == end.last else 0)
        bands += [(first, last, True)] if first < last else []
        return bands, "", scale.at(start.first)
    if entry.ends:
        return bands, "before", scale.at(entry.ends.first)
    if not entry.starts:
        raise ValueError(f"{entry.label} has neither start nor end")
    span = entry.starts
    if span.aside or entry.what == PART:
        shape = span.aside or "after"
        return bands, shape, scale.at(span.last, 1 if bands else 0)
    return bands, "" if bands else "point", scale.at(span.first)
