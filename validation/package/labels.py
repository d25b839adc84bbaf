"""Where to find the labels of codes and foreign keys, such as those of `status` and `mission_id`.

Outputs for people show these labels next to the codes and keys. The columns are named in one way:
the label of `status` is `status_en` or `status_nl`, and that of `mission_id` is `mission_en` or
`mission_nl`. A key of a table without labels, such as `passages`, has none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from validation.package.opening import CODES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validation.package.opening import Package
    from validation.package.schema import Schema

WORDS = ("label", "title", "name")  # the columns that may have the label of a row


@dataclass(frozen=True)
class Labelled:
    """A column with codes or keys, and where to find their labels."""

    column: str
    name: str
    table: str
    here: tuple[str, ...]
    there: tuple[str, ...]
    words: str
    code_list: str = ""

    def called(self, language: str) -> str:
        """The name of the column with the label, such as `mission_en`."""
        return f"{self.name}_{language}"


def labelled(package: Package, schema: Schema) -> Iterator[Labelled]:
    """Every column of a table with labels in another table, coded columns first."""
    for column in schema.fields:
        if column.codes is not None:
            name = column.name
            yield Labelled(name, name, CODES, (name,), ("code",), "label", column.codes)
    for key in schema.foreign_keys:
        known = package.tables[key.table].schema.names
        words = next((word for word in WORDS if f"{word}_en" in known), None)
        if words is not None:
            column_name = key.fields[-1]
            name = column_name.removesuffix("_id")
            yield Labelled(column_name, name, key.table, key.fields, key.reference, words)
