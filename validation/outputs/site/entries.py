"""A page for each thing, statement and letter, and a list of those of each table.

A page says what `explain` answers about its row, from the same records and sentences. A key of a
row with a page is a link to it, that of a link between two rows to the other row, and that of a
passage to its place on the page of its letter.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup, escape

from validation.coding.claims import claims_about, ends, is_stated
from validation.outputs.explain.rows import about_row
from validation.outputs.exports import exports
from validation.outputs.site.own_copy import SCRIPT, own_copy
from validation.package.opening import CODES
from validation.package.table import RowKey, grouped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from validation.coding.records import Records
    from validation.outputs.explain.text import Answer, Paragraph
    from validation.outputs.explain.writer import Writer
    from validation.outputs.site.frame import Frame
    from validation.package.opening import Package
    from validation.package.table import Record, Table

    Entries = Mapping[str, Mapping[str, Record]]  # by table and identifier

CLAIMS_ON_A_PAGE = 250
# An address, a key (a table and the parts of the key), or a passage.
REFERENCE = re.compile(
    r"https?://[^\s)]*[^\s).,]"
    r"|[a-z_]+(?:/[A-Za-z0-9._-]*[A-Za-z0-9])+"
    r"|[a-z0-9-]+\.(?:s\d+(?:\.[a-z0-9]+)+|fn\d+)"
)


def entries(package: Package) -> Entries:
    """The rows that have a page: things, statements with an identifier, and coded letters.

    The path of the page of a row is its place, such as `missions/sophia`.
    """
    return {
        table.name: {row.key: row for row in table.records if row.get("role", "coded") == "coded"}
        for table in package.tables.values()
        if has_pages(table)
    }


def has_pages(table: Table) -> bool:
    """Whether the rows of a table have a page each."""
    is_named = table.is_claim and not table.is_link and "id" in table.schema.names
    return is_named or table.name == "documents"


def pages(frame: Frame) -> dict[str, bytes]:
    """The page of each entry and of each retired identifier, and of each table a list of them."""
    entered = _Entered(frame)
    made: dict[str, bytes] = {}
    for name, rows in entered.entries.items():
        table = frame.package.tables[name]
        made |= frame.page(
            "list.html.j2",
            name,
            title=frame.words.of(table.title),
            description=frame.words.of(table.description),
            table=table,
            rows=rows,
        )
        for row in rows.values():
            made |= entered.pages(row)
    for row in frame.records.rows("retired_ids"):
        made |= entered.retired(row)
    return made


def retired_path(row: Record) -> str:
    """The path of the page of an identifier that is no longer in use: the identifier itself."""
    return f"{row['about_table']}/{row['about_key']}"


class Claim(NamedTuple):
    """A claim about a thing: its sentence, and the answer about it; `path` where it has a page.

    `earlier` are identifiers that it had; they are anchors too, so that links to them keep working.
    """

    row: Record
    said: Paragraph
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


class _Entered:
    """Makes the pages of the rows of one package, in one language."""

    def __init__(self, frame: Frame) -> None:
        self.frame, self.writer, self.words = frame, frame.writer, frame.words
        self.records = frame.records
        self.entries = entries(frame.package)
        self.targets = targets_of(frame.records, self.entries)
        self.history = frame.site.history
        documents = self.records.rows("documents")
        self.dates = {row["id"]: row["date"] for row in documents}
        self.numbers_of = {row["id"]: row["number"] or self.writer.name(row) for row in documents}
        self.timeline: dict[str, list[Record]] = defaultdict(list)
        for row in next(one for one in exports(frame.package) if one.name == "timeline").records:
            self.timeline[row["mission_id"]].append(row)
        self.answers: dict[RowKey, Answer] = {}
        self.earlier = grouped(self.records.rows("retired_ids"), "replaced_by")
        # A section of an answer that stands elsewhere on the page, or is folded or marked.
        self.claims_heading = self.words("Claims about it")
        self.folded = {self.words("The two codings"), self.words("Its passages")}
        self.aside = {
            self.words("What it is"): "what",
            self.words("Place in the tree"): "tree",
            self.words("Names"): "names",
            self.words("What else the row holds"): "cells",
            self.words("Related rows"): "related",
            self.words("Looked up outside the letter"): "looked-up",
            self.words("Identifiers it replaced"): "replaced",
        }
        self.of_claim = {self.words("Evidence"), self.words("What else the row holds")}
        self.dropped = {self.words("Related rows")}

    def answer(self, row: Record) -> Answer:
        """The answer about a row, made once: a link is on the pages of both its ends."""
        if row.place not in self.answers:
            self.answers[row.place] = about_row(self.writer, row)
        return self.answers[row.place]

    def pages(self, row: Record) -> dict[str, bytes]:
        """The page of a row, and further ones where very many claims are about it."""
        path, answer = str(row.place), self.answer(row)
        groups, copy = [*self._pages_of_claims(row)] or [[]], own_copy(self.frame, row)
        made: dict[str, bytes] = {}
        for number, part in enumerate(groups, start=1):
            made |= self.frame.page(
                "entry.html.j2",
                path if number == 1 else f"{path}.{number}",
                title=self.writer.name(row),
                description=answer.claim,
                trail=[(row.table.name, self.words.of(row.table.title))],
                row=row,
                own=path,
                number=number,
                numbers=len(groups),
                answer=answer,
                sections=[one for one in answer.sections if one[0] != self.claims_heading],
                aside=self.aside,
                folded=self.folded,
                of_claim=self.of_claim,
                dropped=self.dropped,
                groups=part,
                numbers_of=self.numbers_of,
                timeline=self.timeline.get(row.key, []) if row.table.name == "missions" else [],
                steps=self.history.steps(row.place),
                since=self.history.since(row.place),
                passages=_passages(self.writer, row) if number == 1 else [],
                own_copy=copy if number == 1 else None,
                scripts=[SCRIPT] if copy and number == 1 else [],
                linked=self._linking(path),
                with_ends=partial(self._with_ends, path),
            )
        return made

    def retired(self, row: Record) -> dict[str, bytes]:
        """The page of an identifier that is no longer in use."""
        path, name = retired_path(row), row["about_table"]
        other = f"{name}/{row['replaced_by']}" if row["replaced_by"] else ""
        above = name if name in self.entries else f"tables/{name}/{name}"
        found = self.records.find(RowKey(name, row["replaced_by"]))
        return self.frame.page(
            "retired.html.j2",
            path,
            title=path,
            description=self.writer.sentence(row),
            trail=[(above, self.words.of(self.records.table(name).title))],
            row=row,
            other=other,
            said=self.writer.sentence(found) if found else "",
            linked=self._linking(path),
        )

    def _linking(self, path: str) -> Callable[[str], Markup]:
        link = partial(self.frame.link, path)
        return partial(linked, targets=self.targets, path=path, link=link)

    def _with_ends(self, path: str, claim: Claim) -> Markup:
        """The sentence of a claim, in which the name of each end with a page is a link to it."""
        said = escape(claim.said.text)
        for end in ends(self.records, claim.row):
            other, name = str(end.place), escape(self.writer.name(end))
            if other != path and end.key in self.entries.get(end.table.name, ()):
                link = Markup('<a href="{}">{}</a>').format(self.frame.link(path, other), name)
                said = said.replace(name, link, 1)
        return said

    def _pages_of_claims(self, row: Record) -> Iterator[list[Group]]:
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
                part.append(Group(title, [self._claim(claim) for claim in left[:room]]))
                room, left = room - len(part[-1].claims), left[room:]
        if part:
            yield part

    def _claim(self, row: Record) -> Claim:
        path = str(row.place) if row.key in self.entries.get(row.table.name, ()) else ""
        line, since = self.writer.line(row), self.history.since(row.place)
        earlier = [
            retired_path(one)
            for one in self.earlier.get(row.key, ())
            if one["about_table"] == row.table.name
        ]
        return Claim(row, line, self.answer(row), since, path, earlier)


class Target(NamedTuple):
    """Where a key leads: the paths of pages, and the anchor there."""

    paths: tuple[str, ...]
    anchor: str = ""


def targets_of(records: Records, listed: Entries) -> dict[str, Target]:
    """By key, the page of a row; for a link the pages of its ends; for a passage its anchor."""
    own = {str(row.place) for rows in listed.values() for row in rows.values()}
    found = {place: Target((place,)) for place in own}
    for table in records.package.tables.values():
        if is_stated(table):
            for row in table.records:
                place = str(row.place)
                joined = (str(end.place) for end in ends(records, row))
                paths = tuple(one for one in joined if one in own)
                found.setdefault(place, Target(paths, place))
    for row in records.rows("retired_ids"):
        found.setdefault(retired_path(row), Target((retired_path(row),)))
    for row in records.rows(CODES):
        code_list = f"{CODES}.{row['list']}"
        found[str(row.place)] = Target((f"codebook/{code_list}",), f"{code_list}.{row['code']}")
    for row in records.rows("passages"):
        found[row["id"]] = Target((f"documents/{row['document_id']}",), row["id"])
    return found


def _passages(writer: Writer, row: Record) -> list[tuple[Record, str, str, list[str]]]:
    """Of a letter: each passage with its place, its paraphrase, and what is coded from it."""
    if row.table.name != "documents":
        return []
    records = writer.records
    found = []
    for passage in grouped(records.rows("passages"), "document_id").get(row.key, []):
        coded = [
            f"{writer.sentence(other)} ({other.place})"
            for other, columns in records.resting(passage["id"])
            if "row" in columns
        ]
        left = [] if coded else [writer.code(passage, "reason")]
        found.append(
            (passage, writer.name(passage), writer.cell(passage, "paraphrase"), coded or left)
        )
    return found


def linked(
    text: str, *, targets: Mapping[str, Target], path: str, link: Callable[[str], str]
) -> Markup:
    """A text whose addresses and known keys are links; `path` is the page that it stands on."""
    parts, end = [], 0
    for found in REFERENCE.finditer(text):
        parts += [escape(text[end : found.start()]), _link(found.group(), targets, path, link)]
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])])


def _link(
    found: str, targets: Mapping[str, Target], path: str, link: Callable[[str], str]
) -> Markup:
    if found.startswith("http"):
        return Markup('<a href="{0}">{0}</a>').format(found)
    target = targets.get(found, Target(()))
    others = [other for other in target.paths if other != path]
    if not others:
        if path in target.paths and target.anchor:
            return Markup('<a href="#{0}"><code>{0}</code></a>').format(found)
        return Markup("<code>{}</code>").format(found) if found in targets else escape(found)
    anchor = f"#{target.anchor}" if target.anchor else ""
    return Markup('<a href="{}{}"><code>{}</code></a>').format(link(others[0]), anchor, found)
