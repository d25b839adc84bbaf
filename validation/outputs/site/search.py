"""The search page, and what it searches: everything that has a page or a place on one.

What is searched is a script for each language, which the page loads once somebody searches. The
search itself runs in the browser; without it the page leads to the lists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from validation.catalogue.languages import LANGUAGES, in_language
from validation.catalogue.rules import RULES
from validation.outputs.exports import every_table
from validation.outputs.schema_words import code_rows
from validation.outputs.site.downloads import page_of
from validation.outputs.site.frame import file_of
from validation.outputs.site.scripts import script
from validation.outputs.words import marked
from validation.package.opening import CODES
from validation.package.table import grouped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from validation.outputs.site.frame import Frame
    from validation.package.table import Record

PATH = "search"
LIBRARY = "minisearch"  # without it nothing can be searched
SCRIPT = "search.js"
ABOUT = marked(
    "Missions, threats, regions, partners, letters and every sentence of them in our words; the "
    "tables, columns and codes; the rules."
)
LESS = 0.2  # what the kinds of entries below weigh, and identifiers that are no longer in use
# Kinds of entries that explain the data; the other kinds are tables, with their titles.
KINDS = {
    "tables": marked("Tables"),
    "columns": marked("Columns"),
    "lists": marked("Code lists"),
    "codes": marked("Codes"),
    "rules": marked("Rules"),
}


class Entry(NamedTuple):
    """What can be found: its kind, the page and place it leads to, and the words that find it.

    `forms` are other names of it, in a letter's own words too, each with its language; `text` is
    what is told of it.
    """

    kind: str
    path: str
    anchor: str
    identifier: str
    name: str
    forms: Mapping[str, str]
    text: str


def pages(frame: Frame) -> dict[str, bytes]:
    """The search page, and the script with what it searches."""
    words, is_there = frame.words, LIBRARY in frame.site.libraries
    page = frame.page(
        "search.html.j2",
        PATH,
        title=words("Search"),
        description=words(ABOUT),
        scripts=[f"{LIBRARY}.js", SCRIPT] if is_there else [],
        index=index_of(frame.language),
        can_search=is_there,
    )
    return page | ({index_of(frame.language): _index(frame)} if is_there else {})


def index_of(language: str) -> str:
    """The file with what is searched in a language."""
    return f"assets/search.{language}.js"


def found(frame: Frame) -> Iterator[Entry]:
    """Everything that can be found, in one language."""
    yield from _rows(frame)
    yield from _passages(frame)
    yield from _tables(frame)
    yield from _codes(frame)
    for rule in RULES.values():
        demand = frame.words.of(rule.text("demand"))
        yield Entry("rules", f"rules/{rule.layer}", rule.id, rule.id, rule.id, {}, demand)


def _index(frame: Frame) -> bytes:
    """Kinds with their titles and weights, the addresses of pages, and a list for each entry.

    A kind has its title in the other language too: both find its entries.

    Addresses are as seen from the search page. Pages are few and entries many, so each entry has
    the number of its page.
    """
    own = list(found(frame))
    kinds = list(dict.fromkeys(entry.kind for entry in own))
    paths = {path: number for number, path in enumerate(dict.fromkeys(one.path for one in own))}
    rows = [
        (
            kinds.index(entry.kind),
            paths[entry.path],
            entry.anchor,
            entry.identifier,
            entry.name,
            entry.forms,
            entry.text,
        )
        for entry in own
    ]
    both = [frame, *(other for other in frame.site.frames if other.language != frame.language)]
    titles = [
        (kind, LESS if kind in {*KINDS, "retired_ids"} else 1, *(_title(one, kind) for one in both))
        for kind in kinds
    ]
    pages = [file_of(path, frame.language) for path in paths]
    return script("searched", {"kinds": titles, "pages": pages, "entries": rows})


def _title(frame: Frame, kind: str) -> str:
    """The title of a kind of entries."""
    if kind in KINDS:
        return frame.words(KINDS[kind])
    return frame.words.of(frame.package.tables[kind].title)


def _rows(frame: Frame) -> Iterator[Entry]:
    """Rows with a page, documents that stand in their table alone, and retired identifiers."""
    forms = grouped(frame.records.rows("names"), "about_key")
    listed = frame.site.entries
    for table, rows in listed.items():
        for row in frame.package.tables[table].records:
            path, anchor = (str(row.place), "") if row.key in rows else (table, str(row.place))
            about = (one for one in forms.get(row.key, ()) if one["about_table"] == table)
            name, others = _names(frame, row)
            for one in about:
                others.setdefault(one["form"], one["language"])
            yield Entry(table, path, anchor, row.key, name, others, _text(frame, row))
    for path, row in frame.site.retired.items():
        yield Entry("retired_ids", path, "", row["about_key"], path, {}, frame.writer.sentence(row))


def _names(frame: Frame, row: Record) -> tuple[str, dict[str, str]]:
    """The name of a row, and that in each other language with it; of a document with its number."""
    name, number = frame.records.name(row), row.get("number", "")
    end = f", {number}" if number else ""
    own = frame.writer.name(row)
    both = {in_language(name, language): language for language in LANGUAGES}
    others = {one + end: language for one, language in both.items() if one and one != own}
    return own + end, others


def _text(frame: Frame, row: Record) -> str:
    """What is told of a row: the first that it has."""
    if "description_en" in row:
        return frame.writer.cell(row, "description")
    return frame.writer.sentence(row)


def _passages(frame: Frame) -> Iterator[Entry]:
    for row in frame.records.rows("passages"):
        path, name = f"documents/{row['document_id']}", frame.writer.name(row)
        text = frame.writer.cell(row, "paraphrase")
        yield Entry("passages", path, row["id"], row["id"], name, {}, text)


def _tables(frame: Frame) -> Iterator[Entry]:
    words = frame.words
    for table in every_table(frame.package):
        text = words.of(table.description)
        yield Entry("tables", page_of(table.name), "", table.name, words.of(table.title), {}, text)
    for table in frame.package.tables.values():
        for column in table.schema.fields:
            own = f"{table.name}.{column.name}"
            text = words.of(column.description)
            yield Entry("columns", f"codebook/{table.name}", own, own, own, {}, text)


def _codes(frame: Frame) -> Iterator[Entry]:
    for name, rows in code_rows(frame.package).items():
        path, labels = f"{CODES}.{name}", [frame.writer.cell(row, "label") for row in rows]
        yield Entry("lists", f"codebook/{path}", path, path, name, {}, ", ".join(labels))
        for row in rows:
            own, text = f"{path}.{row['code']}", frame.writer.cell(row, "definition")
            label, others = _names(frame, row)
            yield Entry("codes", f"codebook/{path}", own, own, label, others, text)
