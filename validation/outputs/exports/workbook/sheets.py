"""Make sheets of tables: folded columns, colours, notes and drop-down lists."""

from __future__ import annotations

from itertools import chain, cycle
from typing import TYPE_CHECKING, NamedTuple

from validation.catalogue.languages import LANGUAGES
from validation.outputs.exports.workbook.book import (
    TIP,
    CellLink,
    Sheet,
    SheetColumn,
)
from validation.outputs.exports.workbook.links import DOCUMENT, Links, label_of
from validation.outputs.schema_words import (
    between,
    code_rows,
    form_name,
    group_title,
    groups,
    type_name,
)
from validation.outputs.words import Translator, marked
from validation.package.forms import FORMS
from validation.package.opening import CODES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from validation.package.opening import Package
    from validation.package.schema import Field
    from validation.package.table import Table

READERS, CODEBOOK = "readers", "codebook"
OF_A_CLAIM = (DOCUMENT, "table", "key")  # where a row of a table for readers comes from
OWN_GROUPS = {READERS: marked("To start with"), CODEBOOK: marked("Codebook")}  # of sheets
# The colours of their tabs, in turn.
TABS = ("#1F5C99", "#4E8C8A", "#7A9E5B", "#B79A4B", "#8A7FA3", "#9A8478", "#5B6B79")
# The look of a column of numbers by its type in a Table Schema.
NUMBERS = {"integer": "whole", "number": "decimal"}
BASIS = "basis"  # the code list whose codes colour their cells

# Of the codebook; most are those of the codebook on the site.
HEADINGS = (
    marked("table"),
    marked("Field"),
    marked("Description"),
    marked("Type"),
    marked("Required"),
    marked("Key"),
    marked("code list"),
    marked("refers to a row of"),
    marked("Form"),
)


class ColumnEntry(NamedTuple):
    """One column of one table, as a row of the codebook: each part is text, or empty."""

    table: str
    column: str
    description: str
    type: str
    required: str
    key: str
    codes: str
    target: str
    form: str

    def note(self, words: Translator) -> str:
        """What the column means and, on a line of its own, what it holds."""
        codes = f"{words('code list')} {self.codes}" if self.codes else ""
        target = f"{words('refers to a row of')} {self.target}" if self.target else ""
        holds = (self.type, self.key, codes, target, self.form)
        return f"{self.description}\n{'; '.join(part for part in holds if part)}"


class Maker:
    """The sheets of one workbook: a package with its tables for readers, in one language."""

    def __init__(self, package: Package, readers: Sequence[Table], language: str) -> None:
        """Take a package that can be read whole, and the tables made of it."""
        self.package, self.language = package, language
        self.words = Translator(language)
        self.codes = code_rows(package)
        self.groups = _in_order(package, readers)
        titles = {table.name: self.words.of(table.title) for table in chain(*self.groups.values())}
        self.links = Links(package, titles, language)

    def about(self) -> dict[str, str]:
        """What a file manager shows of the workbook."""
        descriptor = self.package.descriptor
        licence = descriptor["licenses"][0]
        return {
            "title": f"{self.words.titled(descriptor, 'title')} {self.package.version}",
            "subject": self.words.titled(descriptor, "description"),
            "author": ", ".join(person["title"] for person in descriptor["contributors"]),
            "keywords": ", ".join(descriptor["keywords"]),
            "comments": f"{licence['title']}. {licence['path']}",
        }

    def group(self, name: str) -> str:
        """The heading of a group of sheets."""
        return self.words(OWN_GROUPS[name]) if name in OWN_GROUPS else group_title(self.words, name)

    def sheets(self) -> Iterator[tuple[str, Sheet]]:
        """Every sheet but the cover with its group, in order."""
        for (group, tables), tab in zip(self.groups.items(), cycle(TABS)):
            if group == CODEBOOK:
                yield group, self._codebook(tab)
            for table in tables:
                yield group, self._sheet(table, tab, for_readers=group == READERS)

    def _sheet(self, table: Table, tab: str, *, for_readers: bool) -> Sheet:
        return Sheet(
            name=table.name,
            title=self.words.of(table.title),
            about=self.words.of(table.description),
            columns=[
                self._column(table, entry, for_readers=for_readers)
                for entry in entries(table, self.words)
            ],
            rows=[row.cells for row in table.rows],
            links=self.links.of(table),
            frozen=self._frozen(table, for_readers=for_readers),
            wide=for_readers,
            tab=tab,
        )

    def _column(self, table: Table, entry: ColumnEntry, *, for_readers: bool) -> SheetColumn:
        return SheetColumn(
            name=entry.column,
            note=entry.note(self.words),
            number=NUMBERS.get(table.schema.field(entry.column).type, ""),
            folded=self._is_folded(table, entry.column, for_readers=for_readers),
            codes=self._codes_of(entry.codes),
            hint=self._hint(entry.codes),
            shaded_by=self._shaded_by(table, entry.column),
        )

    def _is_folded(self, table: Table, name: str, *, for_readers: bool) -> bool:
        """Whether another column says the same to a reader of this language, or says it better."""
        names = table.schema.names
        stem, _, language = name.rpartition("_")
        own = f"{stem}_{self.language}"
        if language in LANGUAGES and own in names:
            pairs = (
                (row.cells[names.index(name)], row.cells[names.index(own)]) for row in table.rows
            )
            return language != self.language and all(here or not there for there, here in pairs)
        labelled = label_of(name, self.language) in names
        return for_readers and (labelled or name in {*table.schema.primary_key, *OF_A_CLAIM})

    def _frozen(self, table: Table, *, for_readers: bool) -> int:
        """How many columns are frozen: up to the first that identifies a row."""
        for number, name in enumerate(table.schema.names, start=1):
            if name.endswith(f"_{self.language}") if for_readers else name != DOCUMENT:
                return number
        return 1

    def _shaded_by(self, table: Table, name: str) -> str:
        """The column whose basis colours this one: itself, or that of which it is the label."""
        bases = self._codes_of(BASIS)
        for column in table.schema.fields:
            firm = self._codes_of(column.codes or "")[: len(bases)] == bases
            if firm and name in {column.name, label_of(column.name, self.language)}:
                return column.name
        return ""

    def _codes_of(self, code_list: str) -> list[str]:
        return [code["code"] for code in self.codes.get(code_list, [])]

    def _hint(self, code_list: str) -> str:
        """What the codes mean, as fully as fits: their definitions, their labels, or nothing."""
        codes = self.codes.get(code_list, [])
        for part in ("definition", "label"):
            said = {code["code"]: self.words.cell(code, part) for code in codes}
            hint = "\n".join(f"{code}: {words}" for code, words in said.items())
            if len(hint) <= TIP and any(words.lower() != code for code, words in said.items()):
                return hint
        return ""

    def _codebook(self, tab: str) -> Sheet:
        """Every column of every sheet, each leading to its sheet, its codes and its target."""
        tables = chain(*self.groups.values())
        rows = [entry for table in tables for entry in entries(table, self.words)]
        links = {}
        for number, row in enumerate(rows):
            for name in ("table", "target"):
                if sheet := getattr(row, name):
                    links[number, row._fields.index(name)] = CellLink(f"internal:'{sheet}'!A1")
            keys = [f"{row.codes}/{code}" for code in self._codes_of(row.codes)]
            if link := self.links.to(CODES, *keys):
                links[number, row._fields.index("codes")] = link
        headings = map(self.words, HEADINGS)
        return Sheet(
            name=self.words("columns"),
            title=self.words("Columns"),
            about=self.words("What each column of each sheet means, and what it may hold."),
            columns=[SheetColumn(heading[:1].upper() + heading[1:]) for heading in headings],
            rows=rows,
            links=links,
            frozen=2,
            tab=tab,
        )


def _in_order(package: Package, readers: Sequence[Table]) -> dict[str, list[Table]]:
    """Every table by group, as the sheets stand.

    Those for readers stand first, the shortest before the others; the codes stand last.
    """
    found = {READERS: sorted(readers, key=lambda reader: len(reader.rows))}
    for group, tables in groups(package).items():
        found[group] = [table for table in tables if table.name != CODES]
    return found | {CODEBOOK: [package.table(CODES)]}


def entries(table: Table, words: Translator) -> Iterator[ColumnEntry]:
    """The columns of a table."""
    for field in table.schema.fields:
        yield ColumnEntry(
            table=table.name,
            column=field.name,
            description=words.of(field.description),
            type=type_name(words, field.type).replace("`", ""),
            required=words("yes") if field.required else words("no"),
            key=words("key") if field.name in table.schema.primary_key else "",
            codes=field.codes or "",
            target=table.schema.target(field.name),
            form=", ".join(_forms(field, words)),
        )


def _forms(field: Field, words: Translator) -> Iterator[str]:
    """What a cell may hold besides its type and codes, in plain words."""
    bounds = field.constraints
    if pattern := bounds.get("pattern"):
        form = FORMS.get(pattern)
        yield (
            form_name(words, form).replace("`", "")
            if form
            else f"{words('has the form')} {pattern}"
        )
    if length := between(words, bounds.get("minLength"), bounds.get("maxLength")):
        yield f"{length} {words('characters')}"
    if size := between(words, bounds.get("minimum"), bounds.get("maximum")):
        yield size
    if bounds.get("unique"):
        yield words("no value twice")
    if field.evidence:
        yield words("needs evidence of its own")
