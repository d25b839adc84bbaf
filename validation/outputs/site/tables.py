"""A page for each table, in parts where it is long, and a page that leads to all data.

Cells are those of the CSV. A key of a row with a page is a link to it, and a code has its label
beside it. Where a table has several parts, a script file has all rows, in the same HTML.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup, escape

from validation.catalogue.languages import LANGUAGES
from validation.outputs import exports
from validation.outputs.schema_words import group_intro, group_title, groups
from validation.outputs.site import dataset
from validation.outputs.site.downloads import page_of, path_of, size, title_of
from validation.outputs.site.links import Target, linked
from validation.outputs.site.scripts import script
from validation.outputs.site.table_readme import IS_KEY
from validation.outputs.words import marked

if TYPE_CHECKING:
    from validation.outputs.site.frame import Frame
    from validation.package.opening import Package
    from validation.package.schema import Field
    from validation.package.table import Record, Table

INDEX = "tables"
MOST_ROWS = 250  # on one page
MOST_BYTES = 400_000  # on one page, as `_weight` estimates them
LONG = 40  # characters: a column with a longer cell is wide
# On paper a table with more columns lies on its side; with still more, each row is a list.
MOST_UPRIGHT, MOST_ON_PAPER = 6, 12
# Columns that are written in English alone, where they hold no codes.
IN_ENGLISH = frozenset(
    ["chosen", "m49_region", "m49_subregion", "note", "question", "rationale", "readings", "reason"]
)
ENDS = {".csv": "CSV", ".json": "JSON", ".zip": "zip"}
WHOLE = {
    ".zip": marked("The whole package as one zip, to check or to keep"),
    "-en.xlsx": marked("Every table in one Excel workbook, in English"),
    "-nl.xlsx": marked("Every table in one Excel workbook, in Dutch"),
    ".sqlite": marked("Every table in one SQLite database, with views"),
}
# What the script says. What stands between underscores is filled in by DataTables.
SAID = {
    "search": marked("Search this table"),
    "lengthMenu": marked("_MENU_ rows at a time"),
    "info": marked("Rows _START_ to _END_ of _TOTAL_"),
    "infoEmpty": marked("No rows"),
    "infoFiltered": marked("(out of _MAX_)"),
    "zeroRecords": marked("No row fits."),
    "emptyTable": marked("This table has no rows."),
    "all": marked("All"),
    "columns": marked("Filter or hide columns"),
    "filter": marked("Filter {column}"),
    "shown": marked("Show {column}"),
    "any": marked("any"),
    "copy": marked("Copy link to this view"),
    "save": marked("Download this view as CSV"),
    "broken": marked("The rows could not be loaded."),
    "reset": marked("Show everything again"),
}
ORDERING = {
    "orderable": marked(": sort by this column"),
    "orderableReverse": marked(": sort the other way"),
    "orderableRemove": marked(": sort no longer"),
}
TURNING = {
    "first": marked("First"),
    "previous": marked("Previous"),
    "next": marked("Next"),
    "last": marked("Last"),
}


class Download(NamedTuple):
    """A file to take along: its path, what it is, its size in words."""

    path: str
    said: str
    size: str


class Column(NamedTuple):
    """How a column is shown: its class, whether its cells are codes, and whether they head rows.

    `language` is that of its cells, empty where they are in none or in that of the page.
    """

    name: str
    kind: str
    is_coded: bool
    is_head: bool
    language: str


def pages(frame: Frame) -> dict[str, bytes]:
    """The page of each table and its parts, the script with all rows of a long one, the index."""
    tables = exports.every_table(frame.package)
    cells = Cells(frame)
    made = _index(frame)
    for table in tables:
        made |= pages_of(frame, table, cells)
    return made


def downloads_of(frame: Frame, table: Table) -> list[Download]:
    """The files of a table."""
    paths = {path_of(table.name, f"{table.name}{end}"): said for end, said in ENDS.items()}
    return [
        Download(path, said, size(frame.words, len(frame.site.downloads[path])))
        for path, said in paths.items()
    ]


def whole(frame: Frame) -> list[Download]:
    """The files with the whole package, as far as they were made."""
    words, files = frame.words, frame.site.files
    return [
        Download(f"{dataset.WHOLE}/{name}", words(said), size(words, len(files[name])))
        for name, said in whole_names(frame.package).items()
        if name in files
    ]


def whole_names(package: Package) -> dict[str, str]:
    """The names of the files with the whole package, and what each is, in English."""
    return {exports.file_name(package, end): said for end, said in WHOLE.items()}


def _index(frame: Frame) -> dict[str, bytes]:
    words, package = frame.words, frame.package
    readers = (
        words("Tables for readers"),
        words("Made of the tables below: keys are joined with their labels. No fact is added."),
        exports.exports(package),
    )
    return frame.page(
        "tables.html.j2",
        INDEX,
        title=words("Data"),
        description=words("Every table of the package to read and to take along, and all in one."),
        whole=whole(frame),
        groups=[
            readers,
            *(
                (group_title(words, name), group_intro(words, name), tables)
                for name, tables in groups(package).items()
            ),
        ],
        downloads_of=downloads_of,
        page_of=page_of,
    )


def pages_of(frame: Frame, table: Table, cells: Cells) -> dict[str, bytes]:
    """The pages of one table; of a table without rows, one."""
    words, path = frame.words, page_of(table.name)
    parts, title = parts_of(table), title_of(words, table)
    written = [[cells.row(row, path) for row in part] for part in parts]
    made: dict[str, bytes] = {}
    rows_file = ""
    if len(parts) > 1:
        rows_file = f"{path}.{frame.language}.js"
        made[rows_file] = script("rows", [row for part in written for row in part])
    paths = [page_of(table.name, number) for number in range(1, len(parts) + 1)]
    for number, (own, rows) in enumerate(zip(paths, written, strict=True), 1):
        of = {"title": title, "number": number, "all": len(parts)}
        made |= frame.page(
            "table.html.j2",
            own,
            title=words("{title}, part {number} of {all}", **of) if number > 1 else title,
            description=words.of(table.description),
            trail=[(INDEX, words("Data"))],
            scripts=["datatables.js", "table.js"] if "datatables" in frame.site.libraries else [],
            table=table,
            columns=columns_of(table, frame.language),
            paper=paper_of(table),
            rows=rows,
            first=sum(map(len, written[: number - 1])) + 1,
            number=number,
            paths=paths,
            rows_file=rows_file,
            downloads=downloads_of(frame, table),
            data=dataset.of_table(frame, table, own, title),
            said=_said(frame, table),
        )
    return made


def parts_of(table: Table) -> list[list[Record]]:
    """The rows of a table, in order, as they are spread over pages; at least one part."""
    parts: list[list[Record]] = [[]]
    weight = 0
    for row in table.records:
        weight += (own := _weight(row))
        if len(parts[-1]) == MOST_ROWS or (parts[-1] and weight > MOST_BYTES):
            parts.append([])
            weight = own
        parts[-1].append(row)
    return parts


def _weight(row: Record) -> int:
    """About how many bytes a row takes as HTML: the same in each language."""
    filled = [str(escape(cell)) for cell in row.values() if cell]
    return 10 * len(row) + sum(2 * len(cell.encode()) + 80 for cell in filled)


def paper_of(table: Table) -> str:
    """How a table is printed: upright, which is said by nothing, on its side, or as records."""
    count = len(table.schema.names)
    return "" if count <= MOST_UPRIGHT else "broad" if count <= MOST_ON_PAPER else "records"


def columns_of(table: Table, language: str) -> list[Column]:
    """The columns of a table, each with how it is shown on a page in a language."""
    key = table.schema.primary_key
    head = next((name for name in key if name != "document_id"), key[0])
    return [
        Column(
            column.name,
            _kind(table, column),
            bool(column.codes),
            column.name == head,
            "" if (own := language_of(column)) == language else own,
        )
        for column in table.schema.fields
    ]


def language_of(column: Field) -> str:
    """The language that a column is written in; empty where its cells are no prose, or differ."""
    if column.type != "string" or column.codes:
        return ""
    end = column.name.rpartition("_")[2]
    return end if end in LANGUAGES else "en" if column.name in IN_ENGLISH else ""


def _kind(table: Table, column: Field) -> str:
    if column.type in {"integer", "number"}:
        return "number"
    longest = max((len(row[column.name]) for row in table.records), default=0)
    return "long" if longest > LONG else ""


def _said(frame: Frame, table: Table) -> str:
    """The words of the script, as JSON."""
    words = frame.words
    said: dict[str, object] = {name: words(text, column="{column}") for name, text in SAID.items()}
    turning = {name: words(text) for name, text in TURNING.items()}
    said |= {
        "start": words("Sort, filter and search all {number} rows", number=len(table.rows)),
        "paginate": turning,
        "aria": {**{name: words(text) for name, text in ORDERING.items()}, "paginate": turning},
        "thousands": words.number(1000)[1],
    }
    return json.dumps(said, ensure_ascii=False)


class Cells:
    """Writes the cells of tables as HTML, in one language."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._targets = frame.site.targets

    def row(self, row: Record, path: str) -> list[Markup]:
        """The cells of a row, as they stand on a page."""
        return [self._cell(row, column, path) for column in row.table.schema.fields]

    def _cell(self, row: Record, column: Field, path: str) -> Markup:
        text, language = row[column.name], self._frame.language
        if not text or column.type != "string":
            return escape(text)
        if column.codes:
            has_label = f"{column.name}_{language}" in row
            return escape(text) if has_label else self._code(text, column.codes)
        if column.name == "form":  # each name of a thing tells its language
            return self._form(text, row["language"])
        link, target = self._frame.link, self._target(row, column.name)
        if target.paths:
            anchor = f"#{target.anchor}" if target.anchor else ""
            address = f"{link(path, target.paths[0])}{anchor}"
            return Markup('<a href="{}">{}</a>').format(address, text)
        if not REFERS.search(text):
            return escape(text)
        return linked(text, targets=self._targets, path=path, link=lambda other: link(path, other))

    def _form(self, text: str, language: str) -> Markup:
        if language == self._frame.language:
            return escape(text)
        return Markup('<span lang="{}">{}</span>').format(language, text)

    def _code(self, code: str, code_list: str) -> Markup:
        """A code, and its label where that is another word."""
        label = self._frame.words.cell(self._frame.records.code_in(code_list, code), "label")
        if label.lower() == code.replace("_", " "):
            return escape(code)
        return Markup('{} <span class="label">{}</span>').format(code, label)

    def _target(self, row: Record, name: str) -> Target:
        """Where the key in a cell leads, if it is one and its row has a page."""
        table = _table_of(row, name)
        if not table:
            return Target(())
        keys = (row[name], f"{row.get('document_id')}/{row[name]}")
        found = (self._targets.get(f"{table}/{key}") for key in keys)
        return next(filter(None, found), Target(()))


def _table_of(row: Record, name: str) -> str:
    """The table that the key in a cell belongs to, or what that would be called.

    Tables for readers have no foreign keys: there `mission_id` is a key of `missions`.
    """
    if name == "replaced_by":
        return row["about_table"]
    if not (is_key := IS_KEY.fullmatch(name)):
        return row.table.schema.target(name)
    stem, own = is_key["stem"], row.table.name.removesuffix("_overview")
    beside = row.get(f"{stem}_table" if stem else "table")
    return (
        row.table.schema.target(name) or beside or (own if stem in {"", "parent"} else f"{stem}s")
    )


REFERS = re.compile(r"://|[a-z]/[A-Za-z0-9]|\.(?:s|fn)\d")  # cheap: what may hold a reference
