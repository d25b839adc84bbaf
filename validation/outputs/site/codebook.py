"""Write the codebook: one page for every table, field and code, in one language.

Titles and descriptions of tables come from the descriptor, columns from the schemas, codes from
`codes.csv`; the page adds headings only.

Anchors are stable, so that others can link to them: a table is `#missions`, a field
`#missions.kind`, a code list `#codes.basis`, a code `#codes.basis.explicit`. The page's own
anchors have a hyphen, which no name of a table has.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from validation.outputs.pages import render
from validation.outputs.schema_words import (
    between,
    code_rows,
    form_name,
    group_intro,
    group_title,
    groups,
    type_name,
)
from validation.outputs.site import diagram, rulebook
from validation.outputs.words import Translator
from validation.package.forms import FORMS
from validation.package.opening import CODES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validation.package.opening import Package
    from validation.package.schema import Field, ForeignKey
    from validation.package.table import Table

PICTURE = "tables.svg"

# Prefixes of vocabularies; a term of another is printed as its whole address.
VOCABULARIES = {
    "http://purl.org/dc/terms/": "dcterms:",
    "http://www.w3.org/2004/02/skos/core#": "skos:",
    "http://www.w3.org/ns/oa#": "oa:",
    "http://www.w3.org/ns/prov#": "prov:",
    "https://schema.org/": "schema:",
}


def file_name(language: str) -> str:
    """The name of the page in that language."""
    return f"codebook.{language}.html"


def codebook(package: Package, language: str) -> bytes:
    """The page in one language; UnreadableTableError where the codes cannot be read."""
    words, book = Translator(language), _CodeBook(package, Translator(language))
    anchors = Counter(book.anchors())
    if twice := [anchor for anchor, times in anchors.items() if times > 1]:
        raise ValueError(f"two parts of the page share an anchor: {', '.join(twice)}")
    page = render(
        "validation/outputs/site/codebook.html.j2",
        words,
        title=f"{words('Codebook')}: {words.titled(package.descriptor, 'title')}",
        description=words.titled(package.descriptor, "description"),
        file_name=file_name,
        descriptor=package.descriptor,
        tables=package.tables,
        book=book,
        groups=groups(package),
        forms=FORMS,
        rulebook=rulebook.file_name(language),
        picture=diagram.draw(package, words),
        picture_rule=words(diagram.RULE),
        picture_alone=PICTURE,
        between=between,
        form_name=form_name,
        group_intro=group_intro,
        group_title=group_title,
        type_name=type_name,
    )
    return page.encode()


class _CodeBook:
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
