"""Titles and descriptions of the package and its tables, for files that leave the package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.catalogue.languages import Both
from validation.package.loading import DAYS, has_days
from validation.package.schema import both_of

if TYPE_CHECKING:
    from validation.package.opening import Package
    from validation.package.table import Table

DAYS_DESCRIBED = {
    "earliest": ("First day that `{}` can mean.", "Eerste dag die `{}` kan betekenen."),
    "latest": ("Last day that `{}` can mean.", "Laatste dag die `{}` kan betekenen."),
}


def descriptions(table: Table) -> dict[str, Both]:
    """The description of each column by name, days of partial dates at the end."""
    found = {column.name: column.description for column in table.schema.fields}
    for name in [name for name in found if has_days(table.schema, name)]:
        for day in DAYS:
            found[f"{name}_{day}"] = Both(*(text.format(name) for text in DAYS_DESCRIBED[day]))
    return found


def imprint(package: Package) -> dict[str, str]:
    """The name, title, version, licence and source of the package, as plain text."""
    descriptor = package.descriptor
    data, source = descriptor["licenses"][0], descriptor["sources"][0]
    return {
        "name": descriptor["name"],
        **in_descriptor("title", both_of(descriptor, "title")),
        **in_descriptor("description", both_of(descriptor, "description")),
        "version": package.version,
        "licence": data["name"],
        "licence_url": data["path"],
        "source": source["title"],
        "source_url": source["path"],
    }


def in_descriptor(name: str, text: Both) -> dict[str, str]:
    """A text under the names that it has in a descriptor: `title` and `title_nl`."""
    return {name: str(text), f"{name}_nl": text.nl}
