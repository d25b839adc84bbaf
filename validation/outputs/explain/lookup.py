"""What an answer looks up beyond what the exports do: what rests on what, and what names what."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from validation.coding.claims import is_stated, placed, sentence_of, stated
from validation.coding.reading import Reading
from validation.package.languages import Both
from validation.rules.evidence import neighbourhoods

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

Row = dict[str, str]
CODINGS = "codings"
WHOLE_ROW = "row"  # what evidence is for that names no column
NEAREST_FIRST = ("", "before", "after", "paragraph", "heading", "note", "noted")


class Place(NamedTuple):
    """Where a row stands: its table and its key."""

    table: str
    key: str

    def __str__(self) -> str:
        """The whole identifier."""
        return "/".join(self)


class Near(NamedTuple):
    """Where an end of a claim is evidenced, seen from a passage that carries the claim.

    `how` the two passages lie is empty where they are one; `passage` is empty where the end has no
    evidence close enough.
    """

    end: Place
    seen_from: str
    passage: str = ""
    how: str = ""

    @property
    def is_here(self) -> bool:
        """Whether that is the very passage that carries the claim."""
        return self.passage == self.seen_from


class Lookup(Reading):
    """The tables of a package as text, indexed for answers; takes every key for one that exists."""

    def at(self, place: Place) -> Row:
        """The row at a place."""
        return self._by_key(place.table)[place.key]

    def has(self, place: Place) -> bool:
        """Whether there is such a row."""
        return place.table in self.package.tables and place.key in self._by_key(place.table)

    def is_claim(self, table: str) -> bool:
        """Whether each row of a table reads as a sentence: a statement, link or document tie."""
        return is_stated(self.table(table))

    def claim(self, place: Place) -> Row:
        """A claim as the exports make it; of a thing, its place in the tree."""
        table, row = self.table(place.table), self.at(place)
        return stated(self, table, row) if is_stated(table) else next(placed(self, table, row))

    def name(self, place: Place) -> Both:
        """What a row is called: its label, title or name; a passage, its place; else its key."""
        if place.table == "passages":
            return self.places([place.key])
        row = self.at(place)
        for column in ("label", "title", "name"):
            if f"{column}_en" in row:
                return Both(row[f"{column}_en"], row[f"{column}_nl"])
        return Both(str(place), str(place))

    def carried(self, place: Place, column: str = "") -> dict[str, list[str]]:
        """The passages that carry a row or, where named, one column of it, in letter order.

        Each comes with the columns that it is evidence for; `row` is the row as a whole.
        """
        found: dict[str, list[str]] = {}
        for name, passage in self._carried.get(place, []):
            if column in {"", name}:
                found.setdefault(passage, []).append(name)
        return {passage: found[passage] for passage in self.ordered(found)}

    def resting(self, passage: str) -> dict[Place, list[str]]:
        """The rows that rest on a passage, each with the columns that do."""
        found: dict[Place, list[str]] = {}
        for (table, key), carried in self._carried.items():
            columns = [column for column, carrier in carried if carrier == passage]
            if columns:
                found[Place(table, key)] = columns
        return found

    def ends(self, place: Place) -> list[Place]:
        """The rows that a claim's subject and objects name."""
        table, row = self.table(place.table), self.at(place)
        sentence = sentence_of(table)
        columns = [sentence.subject, *sentence.objects]
        keys = {key.fields[-1] for key in table.schema.ends()}
        return [self.named(place, column) for column in columns if column in keys and row[column]]

    def named(self, place: Place, column: str) -> Place:
        """The row that a filled column names."""
        row, table = self.at(place), self.target(place.table, column)
        return Place(
            table, self.key(table, self.row(table, row[column], row.get("document_id", "")))
        )

    def naming(self, place: Place) -> Iterator[tuple[Place, str]]:
        """Every row that names this one by a key, with the column that does."""
        row = self.at(place)
        for table in self.package.tables.values():
            for key in table.schema.foreign_keys:
                if key.table != place.table:
                    continue
                wanted = [row[column] for column in key.reference]
                for other in self.rows(table.name):
                    if [other[column] for column in key.fields] == wanted and _one_letter(
                        row, other
                    ):
                        yield Place(table.name, self.key(table.name, other)), key.fields[-1]

    def claims_about(self, place: Place) -> list[Place]:
        """The claims whose subject or object a row is, in the order of the tables."""
        found = dict[Place, None]()
        for other, column in self.naming(place):
            if self.is_claim(other.table):
                sentence = sentence_of(self.table(other.table))
                if column in {sentence.subject, *sentence.objects}:
                    found[other] = None
        return list(found)

    def about(self, table: str, place: Place) -> list[Row]:
        """The rows of a table that speak of a row by `about_table` and its key."""
        if table not in self.package.tables:
            return []
        return [
            row
            for row in self.rows(table)
            if (row["about_table"], row.get("about_key", row.get("about_id"))) == place
        ]

    def codings(self, place: Place) -> Iterator[tuple[Row, Row | None]]:
        """A row as it stood in the first coding of a letter, and its match in the second.

        Nothing where a letter was not coded twice, or the row came in afterwards.
        """
        if CODINGS not in self.package.tables:
            return
        row = self.at(place)
        key = place.key.removeprefix(f"{row.get('document_id')}/")
        wanted = {"coding": "first", "about_table": place.table, "own_key": key}
        for first in self.rows(CODINGS):
            if wanted.items() <= first.items() and _one_letter(row, first):
                other = (first["document_id"], "second", place.table, first["matched_key"])
                yield first, self._by_key(CODINGS).get("/".join(other))

    def nearest(self, passages: Collection[str], ends: Collection[Place]) -> list[Near]:
        """For each end, where it is evidenced, seen from the passage that has the ends closest.

        Where that passage has not got an end itself, another that carries the claim goes first.
        """
        seen = [[self._closest(passage, end, passages) for end in ends] for passage in passages]
        return min(seen, key=lambda found: max(map(_distance, found), default=0), default=[])

    def _closest(self, passage: str, end: Place, carriers: Collection[str]) -> Near:
        nearby = self._neighbourhoods.get(passage, {passage})
        place = self.position(passage)

        def order(near: Near) -> tuple[bool, bool, int, int]:
            apart = abs(self.position(near.passage) - place)
            return not near.is_here, near.passage not in carriers, _distance(near), apart

        found = [
            Near(end, passage, other, self._how(passage, other))
            for other in nearby & {*self.carried(end)}
        ]
        return min(found, key=order, default=Near(end, passage))

    def _how(self, passage: str, other: str) -> str:
        """How another passage in the neighbourhood stands to this one."""
        here, there = self._passages[passage], self._passages[other]
        if other == passage:
            return ""
        if there["kind"] == "heading":
            return "heading"
        if "footnote" in {here["kind"], there["kind"]}:
            return "note" if there["kind"] == "footnote" else "noted"
        step = self.position(other) - self.position(passage)
        return {-1: "before", 1: "after"}.get(step, "paragraph")

    @cached_property
    def _neighbourhoods(self) -> dict[str, set[str]]:
        return neighbourhoods(self.package)


def _one_letter(row: Row, other: Row) -> bool:
    """Whether two rows are of the same letter, as far as both belong to one."""
    return (
        "document_id" not in row
        or other.get("document_id", row["document_id"]) == row["document_id"]
    )


def _distance(near: Near) -> int:
    return NEAREST_FIRST.index(near.how) if near.passage else len(NEAREST_FIRST)
