"""The map: how many missions and threats the letters link to the regions that have a place."""

from __future__ import annotations

from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

from validation.outputs.site.borders import borders, missing, source
from validation.outputs.site.ties import firmest
from validation.package.table import grouped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from validation.coding.records import Records
    from validation.outputs.site.borders import Borders
    from validation.outputs.site.frame import Frame
    from validation.package.table import Record

PATH = "map"
SCRIPTS = ("map.js", "scrolled.js")
KINDS = ("missions", "threats")
# In pixels, on the smallest map: it is WIDTH wide, and a letter of a label takes LETTER.
WIDTH, LETTER, SIZE, DOT = 720, 7.2, 22, 3
LIFTS = (0, -SIZE, SIZE, -2 * SIZE, 2 * SIZE)  # how far a mark may stand below its place


class _Box(NamedTuple):
    """What a mark takes, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


class Region(NamedTuple):
    """A region with the missions and threats linked to it, by identifier, and its countries.

    `shown_at` is the region at whose place they count: itself, or the nearest above it that has a
    place; empty if there is none.
    """

    row: Record
    missions: list[str]
    threats: list[str]
    countries: list[str]
    shown_at: str


class Mark(NamedTuple):
    """A region on the map: its counts, its places in percent, and where the label stands.

    The counts stand at the first of the places, `lift` pixels below it. `side` of the label is
    `left`, `right` or empty, for no label.
    """

    region: str
    name: str
    missions: int
    threats: int
    places: list[tuple[str, str]]
    lift: int
    side: str


class Map(NamedTuple):
    """Borders, the numeric codes of the countries that are shaded, and the marks."""

    borders: Borders
    shaded: list[str]
    marks: list[Mark]


def pages(frame: Frame) -> dict[str, bytes]:
    """The page of the map, with the equal table; without borders the table alone."""
    records, words = frame.records, frame.words
    found = regions(frame)
    drawn = draw(frame, found) if not missing() else None
    return frame.page(
        "map.html.j2",
        PATH,
        title=words("Map"),
        description=words("Missions and threats by the region that a letter links them to."),
        scripts=SCRIPTS,
        regions=found,
        names={
            f"{table}/{row['id']}": frame.writer.name(row)
            for table in (*KINDS, "regions")
            for row in records.rows(table)
        },
        map=drawn,
        source=source() if drawn else "",
        shown={table: len(_at_places(found, table)) for table in KINDS},
        all={table: len(records.rows(table)) for table in KINDS},
    )


def regions(frame: Frame) -> list[Region]:
    """The regions that a mission or a threat is linked to."""
    records = frame.records
    placed = grouped(records.rows("places"), "region_id")
    missions = _linked(records, "mission_regions", "mission_id")
    threats = _linked(records, "threat_regions", "threat_id")
    found = []
    for row in records.rows("regions"):
        one = row["id"]
        if one in missions or one in threats:
            own = [row] if row["country_id"] else placed.get(one, [])
            countries = [frame.writer.name(records.named(place, "country_id")) for place in own]
            above = next((up["id"] for up in _upwards(records, row) if up["id"] in placed), "")
            linked = missions.get(one, []), threats.get(one, [])
            found.append(Region(row, *linked, list(dict.fromkeys(countries)), above))
    return found


def _linked(records: Records, table: str, column: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one, region in firmest(records, table, column, "region_id"):
        found.setdefault(region, []).append(one)
    return found


def _upwards(records: Records, row: Record) -> Iterator[Record]:
    """A region, and each one above it."""
    yield row
    while row["parent_id"]:
        row = records.named(row, "parent_id")
        yield row


def _at_places(found: Sequence[Region], kind: str, place: str = "") -> set[str]:
    """The missions or threats that count at a place, or at any."""
    return {
        one
        for region in found
        if region.shown_at and place in {"", region.shown_at}
        for one in (region.missions if kind == "missions" else region.threats)
    }


def draw(frame: Frame, found: Sequence[Region]) -> Map | None:
    """The map of all places with a count; nothing if there are none."""
    records = frame.records
    wanted = dict.fromkeys(region.shown_at for region in found if region.shown_at)
    rows = [row for row in records.rows("places") if row["region_id"] in wanted]
    if not rows:
        return None
    codes = sorted({records.named(row, "country_id")["m49"] for row in rows})
    points = tuple((float(row["longitude"]), float(row["latitude"])) for row in rows)
    drawn = borders(tuple(codes), points)
    places: dict[str, list[tuple[float, float]]] = {}
    for row, (x, y) in zip(rows, drawn.points, strict=True):
        places.setdefault(row["region_id"], []).append((x / drawn.width, y / drawn.height))
    names = {row["id"]: frame.writer.name(row) for row in records.rows("regions")}
    height = WIDTH * drawn.height / drawn.width
    marks: list[Mark] = []
    taken: list[_Box] = []
    for region, own in sorted(places.items(), key=lambda item: (item[1][0][1], item[0])):
        first = min(own, key=lambda place: _from_middle(place, own))
        missions, threats = (len(_at_places(found, kind, region)) for kind in KINDS)
        half = SIZE if missions and threats else SIZE / 2
        length = LETTER * len(names[region])
        lift, side, box = _free(first[0] * WIDTH, first[1] * height, half, length, taken)
        taken.append(box)
        ordered = [first, *(place for place in own if place is not first)]
        spots = [(f"{100 * x:.2f}%", f"{100 * y:.2f}%") for x, y in ordered]
        marks.append(Mark(region, names[region], missions, threats, spots, lift, side))
    return Map(drawn, codes, marks)


def _from_middle(place: tuple[float, float], places: Sequence[tuple[float, float]]) -> float:
    """How far a place is from the middle of several, squared."""
    return sum((place[axis] - fmean(one[axis] for one in places)) ** 2 for axis in (0, 1))


def _free(
    x: float, y: float, half: float, length: float, taken: Sequence[_Box]
) -> tuple[int, str, _Box]:
    """The first lift and side at which a mark meets no other; without a label if there is none.

    `half` is half the width of the counts, `length` that of the label, both in pixels.
    """
    for label in (length, 0):
        for lift in LIFTS:
            for side in ("right", "left") if label else ("",):
                left = x - half - (label if side == "left" else 0)
                right = x + half + (label if side == "right" else 0)
                box = _Box(left, y + lift - SIZE / 2, right, y + lift + SIZE / 2)
                if left >= 0 and right <= WIDTH and not any(map(box.meets, taken)):
                    return lift, side, box
    return 0, "", _Box(x - half, y - SIZE / 2, x + half, y + SIZE / 2)
