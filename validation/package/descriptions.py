"""What the descriptor and the schemas say of tables and columns, to go along into other files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from validation.package.loading import has_days
from validation.package.opening import read_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from validation.package.opening import Package
    from validation.package.table import Table

SAID = ("title", "title_nl", "description", "description_nl")
DAYS_SAID = {
    "earliest": ("First day that `{}` can mean.", "Eerste dag die `{}` kan betekenen."),
    "latest": ("Last day that `{}` can mean.", "Laatste dag die `{}` kan betekenen."),
}

Words = dict[str, str]  # of SAID, those that are there


@dataclass(frozen=True)
class Described:
    """A table with the words for it and for each of its columns, days of partial dates included."""

    table: Table
    words: Words
    columns: Mapping[str, Words]

    @classmethod
    def read(cls, table: Table, about: Mapping[str, Any], schema: Mapping[str, Any]) -> Described:
        """Take the words out of the entry that is about the table and out of its raw schema."""
        columns = {field["name"]: _words(field) for field in schema["fields"]}
        for name in [name for name in columns if has_days(table.schema, name)]:
            for day, said in DAYS_SAID.items():
                english, dutch = (text.format(name) for text in said)
                columns[f"{name}_{day}"] = {"description": english, "description_nl": dutch}
        return cls(table, _words(about), columns)


def described(package: Package, table: Table) -> Described:
    """A table of the package: itself from the descriptor, its columns from its schema."""
    resources = {entry["name"]: entry for entry in package.descriptor["resources"]}
    schema = read_json(package.root, table.schema.path)
    return Described.read(table, resources[table.name], schema)


def imprint(package: Package) -> Words:
    """What a file must say of itself once it stands alone: what it is, which version, whose."""
    descriptor = package.descriptor
    data, source = descriptor["licenses"][0], descriptor["sources"][0]
    return {
        "name": descriptor["name"],
        **_words(descriptor),
        "version": package.version,
        "licence": data["name"],
        "licence_url": data["path"],
        "source": source["title"],
        "source_url": source["path"],
    }


def _words(entry: Mapping[str, Any]) -> Words:
    return {name: entry[name] for name in SAID if name in entry}
