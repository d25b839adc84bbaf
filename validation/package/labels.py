"""Where the words for codes and keys stand: `status` has a label, and so has `mission_id`.

What shows a row to people shows these beside it, under one kind of name: the label of `status` is
`status_en` or `status_nl`, that of the mission named in `mission_id` is `mission_en` or
`mission_nl`. A key of a table without labels, such as that of passages, has none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from validation.package.opening import CODES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validation.package.opening import Package
    from validation.package.schema import Schema

WORDS = ("label", "title", "name")  # what a row is called, by table


@dataclass(frozen=True)
class Labelled:
    """A column that holds codes or keys, and where to find their labels."""

    column: str
    name: str
    table: str
    here: tuple[str, ...]
    there: tuple[str, ...]
    words: str
    code_list: str = ""

    def called(self, language: str) -> str:
        """The name under which the label is shown, such as `mission_en`."""
        return f"{self.name}_{language}"


def labelled(package: Package, schema: Schema) -> Iterator[Labelled]:
    """Every column of a table that has labels elsewhere, coded columns first."""
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
