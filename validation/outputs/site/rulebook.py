"""Write the catalogue of rules as a page: what each demands, why, what breaks it, how to fix it.

The texts stand in `rules.toml`. A rule that comes from a schema stands here once, with the columns
that it judges; these are read from the very models that judge them. The anchor of a rule is its id.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from validation.outputs.pages import render
from validation.outputs.words import Translator, marked
from validation.rules.catalogue import ASKS, rules_of

if TYPE_CHECKING:
    from validation.package.opening import Package

ABOUT = marked(
    "What the validation demands of every file, row and cell: why, what breaks it, and how to fix "
    "it."
)


def file_name(language: str) -> str:
    """The name of the page in that language."""
    return f"rules.{language}.html"


def rulebook(package: Package, language: str, codebook: str) -> bytes:
    """The page in one language; `codebook` is the page that describes the columns."""
    words = Translator(language)
    title = words.titled(package.descriptor, "title")
    page = render(
        "validation/outputs/site/rulebook.html.j2",
        words,
        title=f"{words('Rules of the validation')}: {title}",
        description=words(ABOUT),
        file_name=file_name,
        package=package,
        codebook=codebook,
        layers={layer: rules_of(layer) for layer in ASKS},
        asks=ASKS,
        columns=_columns(package),
    )
    return page.encode()


def _columns(package: Package) -> dict[str, list[str]]:
    """By rule, the columns that it judges, as `table.column`."""
    from validation.rules.columns import judged  # noqa: PLC0415 - a second that no other page needs

    found: dict[str, dict[str, None]] = defaultdict(dict)
    for table in package.tables.values():
        for rule, column in judged(table):
            found[rule][f"{table.name}.{column}"] = None
        for key in table.schema.foreign_keys:
            found["foreign-key"].update({f"{table.name}.{name}": None for name in key.fields})
    return {rule: list(columns) for rule, columns in found.items()}
