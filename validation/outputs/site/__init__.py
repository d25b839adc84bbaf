"""Write the site: front page, a page for each thing, codebook and rules, and a picture.

Titles and descriptions of tables come from the descriptor, columns from the schemas, codes from
`codes.csv`, rules from `rules.toml`; the pages add headings only. A package with findings in the
layers bytes, structure, columns or relations gets no site: what its pages say could be wrong.

Anchors are stable, so that others can link to them: a table is `#missions`, a field
`#missions.kind`, a code list `#codes.basis`, a code `#codes.basis.explicit`, a rule its id. The
codebook's own anchors have a hyphen, which no name of a table has.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from validation.catalogue.languages import LANGUAGES
from validation.catalogue.rules import ASKS, rules_of
from validation.outputs.exports import put
from validation.outputs.exports.kinds import sizes
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
from validation.outputs.site import diagram
from validation.outputs.site.downloads import FOLDER as DOWNLOADS
from validation.outputs.site.downloads import downloads
from validation.outputs.site.entries import entries, front_name, pages
from validation.outputs.words import Translator, marked
from validation.package.forms import FORMS
from validation.package.opening import CODES
from validation.rules.findings import refuse_faulty
from validation.rules.run import validate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from validation.package.opening import Package
    from validation.package.schema import Field, ForeignKey
    from validation.package.table import Table

FOLDER = "dist/site"
PICTURE = "tables.svg"
NAMES = ("codebook.*.html", "rules.*.html", PICTURE, "kill_matrix.*")  # the last by the campaign
LAYERS = ("bytes", "structure", "columns", "relations")
ABOUT_RULES = marked(
    "What the validation demands of every file, row and cell: why, what breaks it, and how to fix "
    "it."
)
# Prefixes of vocabularies; a term of another is printed as its whole address.
VOCABULARIES = {
    "http://purl.org/dc/terms/": "dcterms:",
    "http://www.w3.org/2004/02/skos/core#": "skos:",
    "http://www.w3.org/ns/oa#": "oa:",
    "http://www.w3.org/ns/prov#": "prov:",
    "https://schema.org/": "schema:",
}


def write_site(package: Package, folder: Path) -> dict[Path, str]:
    """Write every page into a folder, and return the size of each, and of each folder of pages.

    All are made before the first is written. Raises RefusedError, with nothing written, if the
    package has findings.
    """
    refuse_faulty(validate(package, LAYERS))
    made = site(package)
    return sizes(folder, put(folder, made))


def site(package: Package) -> dict[str, bytes]:
    """Every file of a sound package's site, by name. The picture on its own is in English."""
    return {
        **{codebook_name(language): codebook(package, language) for language in LANGUAGES},
        **{rules_name(language): rules_page(package, language) for language in LANGUAGES},
        PICTURE: diagram.alone(package, Translator("en"), codebook_name("en")),
        **pages(package),
        **downloads(package),
    }


def own_names(package: Package) -> list[str]:
    """Patterns of the names that the folder of a site may have."""
    return [*NAMES, DOWNLOADS, *map(front_name, LANGUAGES), *entries(package)]


def codebook_name(language: str) -> str:
    """The name of the codebook in a language."""
    return f"codebook.{language}.html"


def rules_name(language: str) -> str:
    """The name of the page of rules in a language."""
    return f"rules.{language}.html"


def codebook(package: Package, language: str) -> bytes:
    """The codebook in one language; UnreadableTableError where the codes cannot be read."""
    words, book = Translator(language), _Codebook(package, Translator(language))
    anchors = Counter(book.anchors())
    if twice := [anchor for anchor, times in anchors.items() if times > 1]:
        raise ValueError(f"two parts of the page share an anchor: {', '.join(twice)}")
    page = render(
        "validation/outputs/site/codebook.html.j2",
        words,
        title=f"{words('Codebook')}: {words.titled(package.descriptor, 'title')}",
        description=words.titled(package.descriptor, "description"),
        file_name=codebook_name,
        descriptor=package.descriptor,
        tables=package.tables,
        book=book,
        groups=groups(package),
        forms=FORMS,
        rulebook=rules_name(language),
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


def rules_page(package: Package, language: str) -> bytes:
    """The page of rules in one language: what each demands, why, what breaks it, how to fix it."""
    words = Translator(language)
    title = words.titled(package.descriptor, "title")
    page = render(
        "validation/outputs/site/rules.html.j2",
        words,
        title=f"{words('Rules of the validation')}: {title}",
        description=words(ABOUT_RULES),
        file_name=rules_name,
        package=package,
        codebook=codebook_name(language),
        layers={layer: rules_of(layer) for layer in ASKS},
        asks=ASKS,
        columns=_judged_columns(package),
    )
    return page.encode()


def _judged_columns(package: Package) -> dict[str, list[str]]:
    """By rule, the columns that it judges, as `table.column`."""
    from validation.rules.columns import judged  # noqa: PLC0415 - a second that no other page needs

    found: dict[str, dict[str, None]] = defaultdict(dict)
    for table in package.tables.values():
        for rule, column in judged(table):
            found[rule][f"{table.name}.{column}"] = None
        for key in table.schema.foreign_keys:
            found["foreign-key"].update({f"{table.name}.{name}": None for name in key.fields})
    return {rule: list(columns) for rule, columns in found.items()}


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
