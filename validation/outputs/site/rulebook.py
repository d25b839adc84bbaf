"""The rules of the validation: what each demands, why, what breaks it, and how to fix it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from validation.catalogue.rules import ASKS, rules_of
from validation.outputs.words import marked

if TYPE_CHECKING:
    from validation.outputs.site.frame import Frame
    from validation.package.opening import Package

ABOUT_RULES = marked(
    "What the validation demands of every file, row and cell: why, what breaks it, and how to fix "
    "it."
)


def pages(frame: Frame) -> dict[str, bytes]:
    """The page of rules in one language."""
    return frame.page(
        "rules.html.j2",
        "rules",
        title=frame.words("Rules of the validation"),
        description=frame.words(ABOUT_RULES),
        layers={layer: rules_of(layer) for layer in ASKS},
        asks=ASKS,
        columns=_judged_columns(frame.package),
    )


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
