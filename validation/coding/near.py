"""Which passages stand near each other, and where near a claim its ends have evidence."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from validation.package.table import RowKey, grouped

if TYPE_CHECKING:
    from collections.abc import Collection

    from validation.coding.records import Records
    from validation.package.opening import Package
    from validation.package.table import Record, Table

_NEAR_BY: WeakKeyDictionary[Package, dict[str, set[str]]] = WeakKeyDictionary()
NEAREST_FIRST = ("", "before", "after", "paragraph", "heading", "note", "noted")


class Near(NamedTuple):
    """Where an end of a claim has evidence, seen from a passage that is evidence for the claim.

    `how` the two passages lie is empty where they are one; `passage` is empty where the end has no
    evidence close enough.
    """

    end: Record
    seen_from: str
    passage: str = ""
    how: str = ""

    @property
    def is_here(self) -> bool:
        """Whether the claim and the end have evidence in one and the same passage."""
        return self.passage == self.seen_from

    @property
    def distance(self) -> int:
        """How far the two passages are apart: a rank, 0 for the same."""
        return NEAREST_FIRST.index(self.how) if self.passage else len(NEAREST_FIRST)


def nearest(records: Records, passages: Collection[str], ends: Collection[Record]) -> list[Near]:
    """For each end, where it has evidence, seen from the passage that has the ends closest.

    Where that passage is no evidence for an end, another passage of the claim goes first.
    """
    nearby = neighbourhoods(records.package)

    def closest(passage: str, end: Record) -> Near:
        place = records.position(passage)
        found = [
            Near(end, passage, other, _how(records.passage(passage), records.passage(other)))
            for other in nearby.get(passage, {passage}) & {*records.evidence(end)}
        ]

        def order(near: Near) -> tuple[bool, bool, int, int]:
            apart = abs(records.position(near.passage) - place)
            return not near.is_here, near.passage not in passages, near.distance, apart

        return min(found, key=order, default=Near(end, passage))

    seen = [[closest(passage, end) for end in ends] for passage in passages]
    return min(
        seen, key=lambda found: max((near.distance for near in found), default=0), default=[]
    )


def has_ends(table: Table) -> bool:
    """Whether passages must name what a row joins: links, and the parties and topic of events."""
    return table.is_link or table.name == "events"


def own_letter(row: Record) -> RowKey:
    """The letter that a row belongs to, which needs no passage that names it."""
    return RowKey("documents", row["document_id"])


def neighbourhoods(package: Package) -> dict[str, set[str]]:
    """For each passage, those whose evidence for an end counts for a contextual link.

    The passage itself, its paragraph, the sentences before and after it in its section, the
    headings above, and its footnotes (a footnote has the passage it belongs to). Made once of a
    package.
    """
    if package not in _NEAR_BY:
        _NEAR_BY[package] = _neighbourhoods(package)
    return _NEAR_BY[package]


def _neighbourhoods(package: Package) -> dict[str, set[str]]:
    near_by: dict[str, set[str]] = defaultdict(set)
    for rows in grouped(package.records("passages"), "document_id").values():
        headings = {row["section"]: row for row in rows if row["kind"] == "heading"}
        paragraphs: dict[tuple[str, str], set[str]] = defaultdict(set)
        for row in rows:
            if row["paragraph"]:
                paragraphs[row["section"], row["paragraph"]].add(row["id"])
        sentences = [row for row in rows if row["kind"] == "sentence"]
        for before, after in pairwise(sentences):
            if before["section"] == after["section"]:
                near_by[before["id"]].add(after["id"])
                near_by[after["id"]].add(before["id"])
        for row in rows:
            own = near_by[row["id"]]
            own.add(row["id"])
            own |= paragraphs.get((row["section"], row["paragraph"]), set())
            own |= _headings_above(row["section"], headings)
            if row["note_to"]:
                own.add(row["note_to"])
                near_by[row["note_to"]].add(row["id"])
    return dict(near_by)


def _headings_above(section: str, headings: dict[str, Record]) -> set[str]:
    """The headings of a section and of the sections above it."""
    found: set[str] = set()
    while section in headings and headings[section]["id"] not in found:
        found.add(headings[section]["id"])
        section = headings[section]["under_section"]
    return found


def _how(here: Record, there: Record) -> str:
    """How near another passage is: a key of `HOW` in the explanation of a row."""
    if there.key == here.key:
        return ""
    if there["kind"] == "heading":
        return "heading"
    if "footnote" in {here["kind"], there["kind"]}:
        return "note" if there["kind"] == "footnote" else "noted"
    step = int(there["position"]) - int(here["position"])
    return {-1: "before", 1: "after"}.get(step, "paragraph")
