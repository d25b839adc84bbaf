"""A page for each thing, statement and letter, and a list of those of each table.

A page says what `explain` answers about its row, from the same records and sentences.
"""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from validation.coding.claims import claims_about, ends, is_stated
from validation.outputs.explain.rows import about_row
from validation.outputs.explain.writer import quoted
from validation.outputs.exports import export_of
from validation.outputs.site.downloads import page_of
from validation.outputs.site.links import linked
from validation.outputs.site.own_copy import SCRIPT, own_copy
from validation.package.table import RowKey, grouped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from validation.outputs.explain.text import Answer
    from validation.outputs.site.frame import Frame
    from validation.package.table import Record

CLAIMS_ON_A_PAGE = 250
AS_IT_IS = frozenset({"day", "month", "year"})  # how precise a date is that needs no words


def pages(frame: Frame) -> dict[str, bytes]:
    """The page of each entry and of each retired identifier, and of each table a list of them."""
    maker = _Maker(frame)
    made: dict[str, bytes] = {}
    for name, rows in frame.site.entries.items():
        table = frame.package.tables[name]
        made |= frame.page(
            "list.html.j2",
            name,
            title=frame.words.of(table.title),
            description=frame.words.of(table.description),
            table=table,
            rows=rows,
            others=[row for row in table.records if row.key not in rows],
            lettered=maker.lettered if name == "interests" else {},
        )
        for row in rows.values():
            made |= maker.entry(row)
    for path, row in frame.site.retired.items():
        made |= maker.retired(path, row)
    return made


class Claim(NamedTuple):
    """A claim about a thing: its sentence with links, and the answer about it.

    `path` is that of its own page, or empty; `places` says where it stands in which letter.
    `earlier` are identifiers that it had; they are anchors too, so that links to them keep working.
    """

    row: Record
    sentence: Markup
    cited: str
    answer: Answer
    since: str
    path: str
    earlier: list[str]

    @property
    def key(self) -> str:
        """The identifier of the claim, which is its anchor."""
        return str(self.row.place)


class Group(NamedTuple):
    """The claims of one table about a thing, those of an earlier letter first."""

    title: str
    claims: list[Claim]


class Passage(NamedTuple):
    """A passage of a letter: what is coded from it, or why nothing is."""

    row: Record
    place: str
    paraphrase: str
    coded: list[tuple[Markup, str]]
    reason: str


class _Maker:
    """Makes the pages of the rows of one package, in one language."""

    def __init__(self, frame: Frame) -> None:
        self.frame, self.writer, self.words = frame, frame.writer, frame.words
        self.records, self.history = frame.records, frame.site.history
        documents = self.records.rows("documents")
        self.dates = {row["id"]: row["date"] for row in documents}
        self.numbers = {row["id"]: row["number"] or self.writer.name(row) for row in documents}
        self.timeline = grouped(export_of(frame.package, "timeline").records, "mission_id")
        self.reasons = grouped(export_of(frame.package, "reasons").records, "mission_id")
        self.answers: dict[RowKey, Answer] = {}
        self.earlier: dict[RowKey, list[str]] = defaultdict(list)
        for path, row in frame.site.retired.items():
            self.earlier[RowKey(row["about_table"], row["replaced_by"])].append(path)
        self.namesakes: dict[str, list[Record]] = defaultdict(list)
        for rows in frame.site.entries.values():
            for row in rows.values():
                self.namesakes[self.writer.name(row)].append(row)
        self.lettered: dict[str, str] = {}  # the letter that a list of interests gives to one
        for row in self.records.rows("document_interests"):
            if row["lettering"]:
                self.lettered.setdefault(row["interest_id"], row["lettering"])
        words = self.words
        # Sections of an answer: those that stand beside the others, with their anchors, those that
        # are folded, those that a claim shows at once, and those that others on the page replace.
        self.sections = {
            "aside": {
                words("What it is"): "what",
                words("Place in the tree"): "tree",
                words("Names"): "names",
                words("What else the row holds"): "cells",
                words("Related rows"): "related",
                words("Looked up outside the letter"): "looked-up",
                words("Identifiers it replaced"): "replaced",
            },
            "folded": {words("The two codings"), words("Its passages")},
            "of_claim": {words("Evidence"), words("What else the row holds")},
            "dropped": {words("Claims about it"), words("Related rows")},
        }

    def answer(self, row: Record) -> Answer:
        """The answer about a row, made once: a link is on the pages of both its ends."""
        if row.place not in self.answers:
            self.answers[row.place] = about_row(self.writer, row)
        return self.answers[row.place]

    def entry(self, row: Record) -> dict[str, bytes]:
        """The page of a row, and further ones where very many claims are about it."""
        path, answer, name = str(row.place), self.answer(row), self.writer.name(row)
        copy = own_copy(self.frame, row)
        made: dict[str, bytes] = {}
        parts = [*self._pages_of_claims(row, path)] or [[]]
        # No identifier has a tilde, so that no other page has this name.
        paths = [path, *(f"{path}~{number}" for number in range(2, len(parts) + 1))]
        is_mission = row.table.name == "missions"
        for own, part in zip(paths, parts, strict=True):
            made |= self.frame.page(
                "entry.html.j2",
                own,
                title=name,
                description=answer.claim,
                trail=[(row.table.name, self.words.of(row.table.title))],
                scripts=[SCRIPT] if copy else [],
                row=row,
                paths=paths,
                lead=answer.claim.removeprefix(f"{name}. "),
                answer=answer,
                **self.sections,
                groups=part,
                reasons=self.reasons.get(row.key, []) if is_mission else [],
                timeline=self.timeline.get(row.key, []) if is_mission else [],
                precision=self._precision,
                numbers=self.numbers,
                steps=self.history.steps(row.place),
                since=self.history.since(row.place),
                namesakes=[one for one in self.namesakes[name] if one is not row],
                letter=self._letter(row, path) if own == path else [],
                own_copy=copy if own == path else None,
                linked=self._linking(own),
            )
        return made

    def retired(self, path: str, row: Record) -> dict[str, bytes]:
        """The page of an identifier that is no longer in use."""
        name = row["about_table"]
        other = RowKey(name, row["replaced_by"])
        found = self.records.find(other)
        above = name if name in self.frame.site.entries else page_of(name)
        return self.frame.page(
            "retired.html.j2",
            path,
            title=path,
            description=self.writer.sentence(row),
            trail=[(above, self.words.of(self.records.table(name).title))],
            row=row,
            other=str(other) if row["replaced_by"] else "",
            sentence=self.writer.sentence(found) if found else "",
            linked=self._linking(path),
        )

    def _linking(self, path: str) -> Callable[[str], Markup]:
        link = partial(self.frame.link, path)
        return partial(linked, targets=self.frame.site.targets, path=path, link=link)

    def _precision(self, row: Record) -> str:
        """How precise a date of the timeline is, where its form does not say it."""
        is_plain = row["date_precision"] in {"", *AS_IT_IS}
        return "" if is_plain else self.writer.code(row, "date_precision")

    def _sentence(self, row: Record, path: str) -> Markup:
        """A claim in which the names of its ends lead to their pages, as seen from a page."""
        subject, relation, other = self.writer.claim_parts(row)
        rows = {self.writer.name(end): end for end in ends(self.records, row)}

        def label(name: str) -> Markup | str:
            end = rows.get(name)
            if end is None or str(end.place) == path or not self._has_page(end):
                return name
            address = self.frame.link(path, str(end.place))
            return Markup('<a href="{}">{}</a>').format(address, name)

        start, _, end = quoted(other).partition(other) if other else ("", "", "")
        remarks = self.writer.remarks(row)
        parts = [
            Markup("{}:").format(label(subject)) if subject else "",
            relation,
            Markup("{}{}{}").format(start, label(other), end) if other else "",
            f"({', '.join(remarks)})" if remarks else "",
        ]
        return Markup(" ").join(part for part in parts if part) + "."

    def _has_page(self, row: Record) -> bool:
        return row.key in self.frame.site.entries.get(row.table.name, ())

    def _pages_of_claims(self, row: Record, path: str) -> Iterator[list[Group]]:
        """The claims about a row by table, on as many pages as they need."""
        part: list[Group] = []
        room = CLAIMS_ON_A_PAGE
        by_table: dict[str, list[Record]] = defaultdict(list)
        for claim in claims_about(self.records, row):
            by_table[claim.table.name].append(claim)
        for name, rows in by_table.items():
            left = sorted(rows, key=lambda claim: self.dates.get(claim.get("document_id", ""), ""))
            title = self.words.of(self.records.table(name).title)
            while left:
                if not room:
                    yield part
                    part, room = [], CLAIMS_ON_A_PAGE
                part.append(Group(title, [self._claim(claim, path) for claim in left[:room]]))
                room, left = room - len(part[-1].claims), left[room:]
        if part:
            yield part

    def _claim(self, row: Record, path: str) -> Claim:
        places = self.words.of(self.records.places(self.records.evidence(row)))
        letter = self.numbers.get(row.get("document_id", ""), "")
        source = ", ".join(filter(None, (letter, places)))
        said = self.writer.line(row).text.removesuffix(".")
        return Claim(
            row,
            sentence=self._sentence(row, path),
            cited=f"{said}: {source}" if source else said,
            answer=self.answer(row),
            since=self.history.since(row.place),
            path=str(row.place) if self._has_page(row) else "",
            earlier=self.earlier.get(row.place, []),
        )

    def _letter(self, row: Record, path: str) -> list[tuple[str, list[Passage]]]:
        """Of a letter: its sections, each with its heading in our words and its passages."""
        passages = self.records.by_letter.get(row.key, []) if row.table.name == "documents" else []
        sections = grouped(passages, "section")
        return [
            (self._heading(rows), [self._passage(passage, path) for passage in rows])
            for rows in sections.values()
        ]

    def _heading(self, passages: list[Record]) -> str:
        first = passages[0]
        if first["kind"] == "heading":
            return self.writer.cell(first, "paraphrase")
        number = first["section"].lstrip("s0")
        words = self.words
        return words("Section {number}", number=number) if number else words("Footnotes")

    def _passage(self, row: Record, path: str) -> Passage:
        coded = [
            (self._about(other, path), str(other.place))
            for other, columns in self.records.resting(row.key)
            if "row" in columns
        ]
        reason = self.writer.defined(row, "reason") if row["reason"] and not coded else ""
        place, paraphrase = self.writer.name(row), self.writer.cell(row, "paraphrase")
        return Passage(row, place, paraphrase, coded, reason)

    def _about(self, row: Record, path: str) -> Markup:
        """What is coded from a passage: a claim, or a thing with a link to its page."""
        if is_stated(row.table):
            return self._sentence(row, path)
        name = self.writer.name(row)
        if not self._has_page(row):
            return Markup("{}").format(name)
        return Markup('<a href="{}">{}</a>').format(self.frame.link(path, str(row.place)), name)
