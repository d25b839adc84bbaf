"""A page for each thing, statement and letter, and a list of those of each table.

A page says what `explain` answers about its row, from the same records and sentences. A key of a
row with a page is a link to it, that of a link between two rows to the other row, and that of a
passage to its place on the page of its letter.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup, escape

from validation.coding.claims import ends, is_stated
from validation.outputs.explain.rows import about_row
from validation.package.table import grouped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from validation.coding.records import Records
    from validation.outputs.explain.writer import Writer
    from validation.outputs.site.frame import Frame
    from validation.package.opening import Package
    from validation.package.table import Record, Table

    Entries = Mapping[str, Mapping[str, Record]]  # by table and identifier

# An address, a key (a table and the parts of the key), or a passage.
REFERENCE = re.compile(
    r"https?://[^\s)]*[^\s).,]"
    r"|[a-z_]+(?:/[A-Za-z0-9._-]*[A-Za-z0-9])+"
    r"|[a-z0-9-]+\.(?:s\d+(?:\.[a-z0-9]+)+|fn\d+)"
)


def entries(package: Package) -> Entries:
    """The rows that have a page: things, statements with an identifier, and coded letters."""
    return {
        table.name: {row["id"]: row for row in table.records if row.get("role", "coded") == "coded"}
        for table in package.tables.values()
        if has_pages(table)
    }


def has_pages(table: Table) -> bool:
    """Whether the rows of a table have a page each."""
    is_named = table.is_claim and not table.is_link and "id" in table.schema.names
    return is_named or table.name == "documents"


def pages(frame: Frame) -> dict[str, bytes]:
    """The page of each entry, and of each table a list of them."""
    listed = entries(frame.package)
    targets = targets_of(frame.records, listed)
    made: dict[str, bytes] = {}
    for name, rows in listed.items():
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
            made |= _entry(frame, row, targets)
    return made


class Target(NamedTuple):
    """Where a key leads: the paths of pages, and the anchor there."""

    paths: tuple[str, ...]
    anchor: str = ""


def targets_of(records: Records, listed: Entries) -> dict[str, Target]:
    """By key, the page of a row; for a link the pages of its ends; for a passage its anchor."""
    own = {
        str(row.place): f"{table}/{id_}"
        for table, rows in listed.items()
        for id_, row in rows.items()
    }
    found = {place: Target((path,)) for place, path in own.items()}
    for table in records.package.tables.values():
        if is_stated(table):
            for row in table.records:
                joined = (str(end.place) for end in ends(records, row))
                paths = tuple(own[place] for place in joined if place in own)
                found.setdefault(str(row.place), Target(paths))
    for row in records.rows("passages"):
        found[row["id"]] = Target((f"documents/{row['document_id']}",), row["id"])
    return found


def _entry(frame: Frame, row: Record, targets: Mapping[str, Target]) -> dict[str, bytes]:
    writer, table = frame.writer, row.table
    answer = about_row(writer, row)
    path = f"{table.name}/{row['id']}"
    return frame.page(
        "entry.html.j2",
        path,
        title=writer.name(row),
        description=answer.claim,
        trail=[(table.name, frame.words.of(table.title))],
        table=table,
        answer=answer,
        passages=_passages(writer, row),
        linked=partial(linked, targets=targets, path=path, link=partial(frame.link, path)),
    )


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
    others = [other for other in target.paths if other != path or target.anchor]
    if not others:
        return Markup("<code>{}</code>").format(found) if found in targets else escape(found)
    anchor = f"#{target.anchor}" if target.anchor else ""
    return Markup('<a href="{}{}"><code>{}</code></a>').format(link(others[0]), anchor, found)
