"""The picture of the whole: interests, missions, regions and partners, and what links them.

It is made of lists of links to pages, from which a script draws the lines.
"""

from __future__ import annotations

from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

from validation.outputs.site.ties import firmest
from validation.outputs.words import marked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from validation.outputs.site.frame import Frame

    Ties = Mapping[str, Mapping[str, str]]  # the basis by the pages of the two ends, both ways

SCRIPT = "diagram.js"
MISSIONS = "missions"
LINKS = {  # by the table of the other end: the link table, and its column with that end
    "interests": ("mission_interests", "interest_id"),
    "regions": ("mission_regions", "region_id"),
    "partners": ("mission_partners", "partner_id"),
}
COUNTED = {
    "interests": marked("interest", "interests"),
    MISSIONS: marked("mission", "missions"),
    "regions": marked("region", "regions"),
    "partners": marked("partner", "partners"),
}
ROUNDS = 8  # after which the order hardly changes


class Item(NamedTuple):
    """A thing: the path of its page, its name; for a mission each other end, with the basis."""

    path: str
    name: str
    ties: Mapping[str, str]


class Column(NamedTuple):
    """The linked things of a table; `one` and `several` are the words that count them."""

    table: str
    title: str
    one: str
    several: str
    items: list[Item]


class Diagram(NamedTuple):
    """The columns; of how many missions there is a link, and of how many not; the bases' names."""

    columns: list[Column]
    linked: int
    missions: int
    bases: dict[str, str]


def diagram(frame: Frame) -> Diagram:
    """The things that a mission is linked to, in an order in which few lines cross.

    Of several letters or roles a link has the firmest basis.
    """
    records, words = frame.records, frame.words
    ties: dict[str, dict[str, str]] = {}
    for table, (links, column) in LINKS.items():
        for (one, other), row in firmest(records, links, "mission_id", column).items():
            mission, end = f"{MISSIONS}/{one}", f"{table}/{other}"
            ties.setdefault(mission, {})[end] = row["basis"]
            ties.setdefault(end, {})[mission] = row["basis"]
    height = _heights(ties)
    columns = []
    for table, counted in COUNTED.items():
        names = {f"{table}/{row['id']}": frame.writer.name(row) for row in records.rows(table)}
        items = [
            Item(path, name, ties[path] if table == MISSIONS else {})
            for path, name in names.items()
            if path in ties
        ]
        items.sort(key=lambda item: height[item.path])
        title = words.of(frame.package.tables[table].title)
        one, several = (words.plural(counted, f"{counted}s", count) for count in (1, 2))
        columns.append(Column(table, title, one, several, items))
    codes = [row for row in records.rows("codes") if row["list"] == "basis"]
    return Diagram(
        columns,
        sum(path.startswith(MISSIONS) for path in ties),
        len(records.rows(MISSIONS)),
        {row["code"]: words.cell(row, "label") for row in codes},
    )


def _heights(ties: Ties) -> dict[str, float]:
    """How far down each thing stands in its column, from 0 to 1: about as far as its links' ends.

    Regions stand above partners, in one column.
    """

    def of(table: str) -> list[str]:
        return sorted(path for path in ties if path.startswith(f"{table}/"))

    def wanted(path: str) -> tuple[float, str]:
        return fmean(height[end] for end in ties[path]), path

    height = dict.fromkeys(ties, 0.0)
    columns = [[of("interests")], [of("regions"), of("partners")], [of(MISSIONS)]]
    for _ in range(ROUNDS):
        for lists in columns:
            placed = [path for paths in lists for path in sorted(paths, key=wanted)]
            height |= {path: (n + 0.5) / len(placed) for n, path in enumerate(placed)}
    return height
