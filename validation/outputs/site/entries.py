"""A page for each thing, statement and letter, and the front page that leads to them.

A page says what `explain` answers about its row, from the same records and sentences. A key of a
row with a page is a link to it, that of a link between two rows to the other row, and that of a
passage to its place on the page of its letter.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup, escape

from validation.catalogue.languages import LANGUAGES
from validation.coding.claims import ends, is_stated
from validation.coding.records import Records
from validation.outputs.explain.rows import about_row
from validation.outputs.explain.writer import Writer
from validation.outputs.exports import every_table, exports
from validation.outputs.pages import render
from validation.outputs.site.downloads import path_of
from validation.outputs.words import Translator
from validation.package.table import grouped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from validation.package.opening import Package
    from validation.package.table import Record, Table

    Entries = Mapping[str, Mapping[str, Record]]  # by table and identifier

FOLDER = "validation/outputs/site"
# An address, a key (a table and the parts of the key), or a passage.
REFERENCE = re.compile(
    r"https?://[^\s)]*[^\s).,]"
    r"|[a-z_]+(?:/[A-Za-z0-9._-]*[A-Za-z0-9])+"
    r"|[a-z0-9-]+\.(?:s\d+(?:\.[a-z0-9]+)+|fn\d+)"
)


def front_name(language: str) -> str:
    """The name of the front page in a language; that in English is what a server opens."""
    return "index.html" if language == "en" else f"index.{language}.html"


def entries(package: Package) -> Entries:
    """The rows that have a page: things, statements with an identifier, and coded letters."""
    return {
        table.name: {row["id"]: row for row in table.records if row.get("role", "coded") == "coded"}
        for table in package.tables.values()
        if _has_pages(table)
    }


def _has_pages(table: Table) -> bool:
    is_named = table.is_claim and not table.is_link and "id" in table.schema.names
    return is_named or table.name == "documents"


def pages(package: Package) -> dict[str, bytes]:
    """The front page and the page of each entry, in each language, by name."""
    records, listed = Records(package), entries(package)
    targets = _targets(records, listed)
    made = {}
    for language in LANGUAGES:
        writer = Writer(records, Translator(language), None, names_commands=False)
        made[front_name(language)] = _front(package, writer, listed)
        for table, rows in listed.items():
            for identifier, row in rows.items():
                name = f"{table}/{identifier}.{language}.html"
                made[name] = _entry(package, writer, row, targets)
    return made


class _Target(NamedTuple):
    """Where a key leads: the paths of pages without language, and the anchor there."""

    paths: tuple[str, ...]
    anchor: str = ""


def _targets(records: Records, listed: Entries) -> dict[str, _Target]:
    """By key, the page of a row; for a link the pages of its ends; for a passage its anchor."""
    own = {
        str(row.place): f"{table}/{id_}"
        for table, rows in listed.items()
        for id_, row in rows.items()
    }
    found = {place: _Target((path,)) for place, path in own.items()}
    for table in records.package.tables.values():
        if is_stated(table):
            for row in table.records:
                joined = (str(end.place) for end in ends(records, row))
                paths = tuple(own[place] for place in joined if place in own)
                found.setdefault(str(row.place), _Target(paths))
    for row in records.rows("passages"):
        found[row["id"]] = _Target((f"documents/{row['document_id']}",), row["id"])
    return found


def _entry(package: Package, writer: Writer, row: Record, targets: Mapping[str, _Target]) -> bytes:
    words, answer = writer.words, about_row(writer, row)
    path = f"{row.table.name}/{row['id']}"
    page = render(
        f"{FOLDER}/entry.html.j2",
        words,
        title=f"{writer.name(row)}: {words.titled(package.descriptor, 'title')}",
        description=answer.claim,
        file_name=lambda language: f"{row['id']}.{language}.html",
        front=f"../{front_name(words.language)}",
        kind=words.of(row.table.title),
        package=package,
        name=writer.name(row),
        answer=answer,
        passages=_passages(writer, row),
        linked=partial(_linked, targets=targets, language=words.language, path=path),
        codebook=f"../codebook.{words.language}.html#{row.table.name}",
    )
    return page.encode()


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


def _linked(text: str, *, targets: Mapping[str, _Target], language: str, path: str) -> Markup:
    """A text whose addresses and known keys are links; `path` is the page that it stands on."""
    parts, end = [], 0
    for found in REFERENCE.finditer(text):
        parts += [escape(text[end : found.start()]), _link(found.group(), targets, language, path)]
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])])


def _link(found: str, targets: Mapping[str, _Target], language: str, path: str) -> Markup:
    if found.startswith("http"):
        return Markup('<a href="{0}">{0}</a>').format(found)
    target = targets.get(found, _Target(()))
    others = [other for other in target.paths if other != path or target.anchor]
    if not others:
        return Markup("<code>{}</code>").format(found) if found in targets else escape(found)
    anchor = f"#{target.anchor}" if target.anchor else ""
    return Markup('<a href="../{}.{}.html{}"><code>{}</code></a>').format(
        others[0], language, anchor, found
    )


class Matrix(NamedTuple):
    """Which missions serve which interests, on what basis, and of how many missions that is said.

    `cells` has for each mission the link by interest; of several letters, the firmest.
    """

    interests: list[Record]
    cells: list[tuple[Record, dict[str, Record]]]
    missions: int


def _matrix(writer: Writer) -> Matrix:
    records = writer.records
    served: dict[str, dict[str, Record]] = {}
    links = records.rows("mission_interests")
    for row in sorted(links, key=lambda row: records.codes_row(row, "basis")["position"]):
        served.setdefault(row["mission_id"], {}).setdefault(row["interest_id"], row)
    missions, wanted = records.rows("missions"), {one for by in served.values() for one in by}
    return Matrix(
        [interest for interest in records.rows("interests") if interest["id"] in wanted],
        [(one, served[one["id"]]) for one in missions if one["id"] in served],
        len(missions),
    )


def _front(package: Package, writer: Writer, listed: Entries) -> bytes:
    words, matrix = writer.words, _matrix(writer)

    def page_of(table: str, identifier: str) -> str:
        """The page of a row, or nothing."""
        known = identifier in listed.get(table, {})
        return f"{table}/{identifier}.{words.language}.html" if known else ""

    page = render(
        f"{FOLDER}/index.html.j2",
        words,
        title=words.titled(package.descriptor, "title"),
        description=words.titled(package.descriptor, "description"),
        file_name=front_name,
        package=package,
        listed=listed,
        name=writer.name,
        timeline=next(table for table in exports(package) if table.name == "timeline"),
        page_of=page_of,
        matrix=matrix,
        labels=[writer.name(interest) for interest in matrix.interests],
        basis=writer.code,
        tables=every_table(package),
        path_of=path_of,
    )
    return page.encode()
