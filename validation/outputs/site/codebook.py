"""The codebook: every table, field, code list and code, and a picture of the tables."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

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
from validation.package.forms import FORMS
from validation.package.opening import CODES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validation.outputs.site.frame import Frame
    from validation.outputs.words import Translator
    from validation.package.opening import Package
    from validation.package.schema import Field, ForeignKey
    from validation.package.table import Table

# Prefixes of vocabularies; a term of another is printed as its whole address.
VOCABULARIES = {
    "http://purl.org/dc/terms/": "dcterms:",
    "http://www.w3.org/2004/02/skos/core#": "skos:",
    "http://www.w3.org/ns/oa#": "oa:",
    "http://www.w3.org/ns/prov#": "prov:",
    "https://schema.org/": "schema:",
}


def pages(frame: Frame) -> dict[str, bytes]:
    """The codebook in one language; UnreadableTableError where the codes cannot be read."""
    words, package, book = frame.words, frame.package, _Codebook(frame.package, frame.words)
    anchors = Counter(book.anchors())
    if twice := [anchor for anchor, times in anchors.items() if times > 1]:
        raise ValueError(f"two parts of the page share an anchor: {', '.join(twice)}")
    return frame.page(
        "codebook.html.j2",
        "codebook",
        title=words("Codebook"),
        description=words.titled(package.descriptor, "description"),
        descriptor=package.descriptor,
        tables=package.tables,
        book=book,
        groups=groups(package),
        forms=FORMS,
        picture=keys_picture.draw(package, words),
        picture_rule=words(keys_picture.RULE),
        picture_alone=keys_picture.FILE,
        between=between,
        form_name=form_name,
        group_intro=group_intro,
        group_title=group_title,
        type_name=type_name,
    )


class _Codebook:
    """Looks up what the page needs from the package."""

    def __init__(self, package: Package, words: Translator) -> None:
        self.package, self.words = package, words
        self.lists = code_rows(package)
        # The first field that has a form is the example of it.
        self.patterns: dict[str, Field] = {}
        for table in package.tables.values():
            for column in table.schema.fields:
                self.patterns.setdefault(column.constraints.get("pattern", ""), column)

    def anchors(self) -> Iterator[str]:
        """The anchors of tables, fields, code lists and codes."""
        for table in self.package.tables.values():
            yield from (table.name, *(f"{table.name}.{name}" for name in table.schema.names))
        for name, codes in self.lists.items():
            yield from (f"{CODES}.{name}", *(f"{CODES}.{name}.{code['code']}" for code in codes))

    def referrers(self, table: Table) -> list[tuple[str, ForeignKey]]:
        """The keys that refer to a table, each with the table that it is part of."""
        return [
            (other.name, key)
            for other in self.package.tables.values()
            for key in other.schema.foreign_keys
            if key.table == table.name
        ]

    def users(self, codes: str) -> list[str]:
        """The fields whose cells hold a code of a list."""
        return [
            f"{table.name}.{column.name}"
            for table in self.package.tables.values()
            for column in table.schema.fields
            if column.codes == codes
        ]

    def short(self, term: str) -> str:
        """A term with the prefix of its vocabulary; empty if the vocabulary is unknown."""
        found = (
            short + term.removeprefix(whole)
            for whole, short in VOCABULARIES.items()
            if term.startswith(whole)
        )
        return next(found, "")
