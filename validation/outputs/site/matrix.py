"""A page with links as grids: missions by interests and by threats, and threats by regions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from validation.outputs.site.ties import firmest
from validation.outputs.words import marked

if TYPE_CHECKING:
    from validation.coding.records import Records
    from validation.outputs.site.frame import Frame
    from validation.package.table import Record

PATH = "matrix"
WIDE = 10  # columns, from which on they are narrower


class Kind(NamedTuple):
    """A link table, the tables of its rows and columns, and what the grid is called and says.

    `besides` says what else the letters link, which is not in the grid.
    """

    links: str
    rows: str
    columns: str
    title: str
    said: str
    besides: str = ""


KINDS = (
    Kind(
        "mission_interests",
        "missions",
        "interests",
        marked("Which missions serve which interests"),
        marked("The letters state this for {shown} of {all} missions; the others are left out."),
    ),
    Kind(
        "mission_threats",
        "missions",
        "threats",
        marked("Which missions are linked to which threats"),
        marked("The letters state this for {shown} of {all} missions; the others are left out."),
        marked("What the letters say of a decision on a mission is on the page of the mission."),
    ),
    Kind(
        "threat_regions",
        "threats",
        "regions",
        marked("Which threats are in which regions"),
        marked("The letters state this for {shown} of {all} threats; the others are left out."),
    ),
)


class Matrix(NamedTuple):
    """One grid: its columns, and for each row the firmest link by the identifier of the column.

    `all` counts the things that could be a row.
    """

    kind: Kind
    columns: list[Record]
    rows: list[tuple[Record, dict[str, Record]]]
    all: int


def pages(frame: Frame) -> dict[str, bytes]:
    """The page of all grids."""
    return frame.page(
        "matrix.html.j2",
        PATH,
        title=frame.words("Matrix"),
        description=frame.words("What the letters link, as grids: how firmly each link is said."),
        matrices=[matrix(frame.records, kind) for kind in KINDS],
        wide=WIDE,
        codes=[row for row in frame.records.rows("codes") if row["list"] == "basis"],
    )


def matrix(records: Records, kind: Kind) -> Matrix:
    """The grid of a link table; what has no link is no row or column of it."""
    columns = {key.table: key.fields[-1] for key in records.table(kind.links).schema.ends()}
    cells: dict[str, dict[str, Record]] = {}
    links = firmest(records, kind.links, columns[kind.rows], columns[kind.columns])
    for (one, other), row in links.items():
        cells.setdefault(one, {})[other] = row
    things, linked = records.rows(kind.rows), {other for _, other in links}
    return Matrix(
        kind,
        [one for one in records.rows(kind.columns) if one["id"] in linked],
        [(one, cells[one["id"]]) for one in things if one["id"] in cells],
        len(things),
    )
