"""Where the ends of a claim are evidenced, seen from the passages that carry it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from validation.coding.records import RowKey
from validation.rules.evidence import neighbourhoods

if TYPE_CHECKING:
    from collections.abc import Collection

    from validation.coding.records import Records

NEAREST_FIRST = ("", "before", "after", "paragraph", "heading", "note", "noted")


class Near(NamedTuple):
    """Where an end of a claim is evidenced, seen from a passage that carries the claim.

    `how` the two passages lie is empty where they are one; `passage` is empty where the end has no
    evidence close enough.
    """

    end: RowKey
    seen_from: str
    passage: str = ""
    how: str = ""

    @property
    def is_here(self) -> bool:
        """Whether that is the very passage that carries the claim."""
        return self.passage == self.seen_from


class Neighbours:
    """The passages that stand near each other."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def nearest(self, passages: Collection[str], ends: Collection[RowKey]) -> list[Near]:
        """For each end, where it is evidenced, seen from the passage that has the ends closest.

        Where that passage has not got an end itself, another that carries the claim goes first.
        """
        seen = [[self._closest(passage, end, passages) for end in ends] for passage in passages]
        return min(seen, key=lambda found: max(map(_distance, found), default=0), default=[])

    def _closest(self, passage: str, end: RowKey, carriers: Collection[str]) -> Near:
        nearby = self._neighbourhoods.get(passage, {passage})
        place = self._records.position(passage)

        def order(near: Near) -> tuple[bool, bool, int, int]:
            apart = abs(self._records.position(near.passage) - place)
            return not near.is_here, near.passage not in carriers, _distance(near), apart

        found = [
            Near(end, passage, other, self._how(passage, other))
            for other in nearby & {*self._records.carried(end)}
        ]
        return min(found, key=order, default=Near(end, passage))

    def _how(self, passage: str, other: str) -> str:
        """How another passage in the neighbourhood stands to this one."""
        here, there = (self._records.at(RowKey("passages", one)) for one in (passage, other))
        if other == passage:
            return ""
        if there["kind"] == "heading":
            return "heading"
        if "footnote" in {here["kind"], there["kind"]}:
            return "note" if there["kind"] == "footnote" else "noted"
        step = self._records.position(other) - self._records.position(passage)
        return {-1: "before", 1: "after"}.get(step, "paragraph")

    @cached_property
    def _neighbourhoods(self) -> dict[str, set[str]]:
        return neighbourhoods(self._records.package)


def _distance(near: Near) -> int:
    return NEAREST_FIRST.index(near.how) if near.passage else len(NEAREST_FIRST)
