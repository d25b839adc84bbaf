"""The codebook: a page for each table and each code list, and an index of all of them.

The index has the anchor of every table, field, code list, code and form of text, and each leads to
the page that describes it, where the anchor is the same.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from validation.outputs.exports import every_table, exports
from validation.outputs.schema_words import (
    between,
    code_rows,
    form_name,
    group_intro,
    group_title,
    groups,
    type_name,
)
from validation.outputs.site import keys_picture
from validation.outputs.site.links import has_pages
from validation.outputs.words import marked
from validation.package.forms import FORMS
from validation.package.opening import CODES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validation.outputs.site.frame import Frame
    from validation.package.opening import Package
    from validation.package.schema import Field, ForeignKey

FOLDER = "codebook"
OF_FORMS = "forms-of-text"  # no table has a hyphen in its name
READERS = "readers"
ABOUT = marked("Every table, field and code of the data: what it means, and what it may hold.")
# Prefixes of vocabularies; a term of another is printed as its whole address.
VOCABULARIES = {
    "http://purl.org/dc/terms/": "dcterms:",
    "http://www.w3.org/2004/02/skos/core#": "skos:",
    "http://www.w3.org/ns/oa#": "oa:",
    "http://www.w3.org/ns/prov#": "prov:",
    "https://schema.org/": "schema:",
}
# What the templates need to put a schema into words.
VALUES = {"forms": FORMS, "form_name": form_name, "between": between, "of_forms": OF_FORMS}


def path_of(name: str) -> str:
    """The path of the page of a table, of a code list as `codes.<list>`, or of the forms."""
    return f"{FOLDER}/{name}"


def pages(frame: Frame) -> dict[str, bytes]:
    """The codebook in one language; UnreadableTableError where the codes cannot be read."""
    book = Codebook(frame.package)
    made = _index(frame, book)
    names = ["", *book.contents, ""]
    for before, name, after in zip(names, names[1:], names[2:], strict=False):
        template, title, description, values = _part(frame, book, name)
        made |= frame.page(
            template,
            path_of(name),
            title=frame.words("Codebook: {title}", title=title),
            description=description,
            trail=[(FOLDER, frame.words("Codebook"))],
            book=book,
            before=before,
            after=after,
            **VALUES,
            **values,
        )
    return made


def _index(frame: Frame, book: Codebook) -> dict[str, bytes]:
    words, package = frame.words, frame.package
    return frame.page(
        "codebook.html.j2",
        FOLDER,
        title=words("Codebook"),
        description=words(ABOUT),
        book=book,
        group_intro=group_intro,
        group_title=group_title,
        picture=keys_picture.draw(package, words, lambda table: frame.link(FOLDER, path_of(table))),
        picture_rule=words(keys_picture.RULE),
        picture_alone=keys_picture.FILE,
        **VALUES,
    )


def _part(frame: Frame, book: Codebook, name: str) -> tuple[str, str, str, dict[str, object]]:
    """Of a page: its template, its title and description, and the values of its own."""
    words = frame.words
    if name in book.tables:
        table = book.tables[name]
        has_list = name in frame.package.tables and has_pages(table)
        values = {"table": table, "has_list": has_list, "type_name": type_name}
        said = words.of(table.title), words.of(table.description)
        return "codebook_table.html.j2", *said, values
    if name == OF_FORMS:
        said = words("forms of text"), words("The forms of the text in cells, with examples.")
        return "codebook_forms.html.j2", *said, {}
    list_name = name.removeprefix(f"{CODES}.")
    codes = book.lists[list_name]
    labels = ", ".join(words.cell(code, "label") for code in codes)
    said = words("codes of {name}", name=list_name), words("The codes: {labels}.", labels=labels)
    return "codebook_list.html.j2", *said, {"name": list_name, "codes": codes}


class Place(NamedTuple):
    """The page where something is described, and its anchor there; none for a whole page."""

    path: str
    anchor: str = ""


class Codebook:
    """What the pages need to know of a package; ValueError where two parts share an anchor."""

    def __init__(self, package: Package) -> None:
        self.tables = {table.name: table for table in every_table(package)}
        self.groups = {**groups(package), READERS: exports(package)}
        self.lists = code_rows(package)
        # The first field that has a form is the example of it.
        self.patterns: dict[str, Field] = {}
        for table in self.tables.values():
            for column in table.schema.fields:
                self.patterns.setdefault(column.constraints.get("pattern", ""), column)
        self.places: dict[str, Place] = {}
        for anchor, place in self._places():
            if anchor in self.places:
                raise ValueError(f"two parts of the codebook share an anchor: {anchor}")
            self.places[anchor] = place

    @cached_property
    def contents(self) -> list[str]:
        """The name of each table, then of each code list, and of the page of forms, in order."""
        tables = [table.name for members in self.groups.values() for table in members]
        return [*tables, *(f"{CODES}.{name}" for name in self.lists), OF_FORMS]

    def _places(self) -> Iterator[tuple[str, Place]]:
        """Each anchor, with where that is described."""
        for table in self.tables.values():
            path = path_of(table.name)
            yield table.name, Place(path)
            for column in table.schema.names:
                anchor = f"{table.name}.{column}"
                yield anchor, Place(path, anchor)
        for name, codes in self.lists.items():
            path = path_of(f"{CODES}.{name}")
            yield f"{CODES}.{name}", Place(path)
            for code in codes:
                anchor = f"{CODES}.{name}.{code['code']}"
                yield anchor, Place(path, anchor)
        for pattern, form in FORMS.items():
            if pattern in self.patterns:
                yield form.anchor, Place(path_of(OF_FORMS), form.anchor)

    @cached_property
    def referrers(self) -> dict[str, list[tuple[str, ForeignKey]]]:
        """By table, the keys that refer to it, each with the table that it is part of."""
        found: dict[str, list[tuple[str, ForeignKey]]] = {name: [] for name in self.tables}
        for table in self.tables.values():
            for key in table.schema.foreign_keys:
                found.setdefault(key.table, []).append((table.name, key))
        return found

    @cached_property
    def users(self) -> dict[str, list[str]]:
        """By code list, the fields whose cells hold one of its codes."""
        found: dict[str, list[str]] = {name: [] for name in self.lists}
        for table in self.tables.values():
            for column in table.schema.fields:
                if column.codes:
                    found.setdefault(column.codes, []).append(f"{table.name}.{column.name}")
        return found

    def short(self, term: str) -> str:
        """A term with the prefix of its vocabulary; empty if the vocabulary is unknown."""
        found = (
            short + term.removeprefix(whole)
            for whole, short in VOCABULARIES.items()
            if term.startswith(whole)
        )
        return next(found, "")
