"""The rules of the validation: what each demands, why, what breaks it, and how to fix it.

The index has each rule with what it demands, under its own anchor, and leads to the page of its
layer, where the rule is told in full under the same anchor.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from validation.catalogue.rules import ASKS, rules_of
from validation.outputs.words import marked

if TYPE_CHECKING:
    from validation.outputs.site.frame import Frame
    from validation.package.opening import Package

FOLDER = "rules"
ABOUT_RULES = marked(
    "What the validation demands of every file, row and cell: why, what breaks it, and how to fix "
    "it."
)


def pages(frame: Frame) -> dict[str, bytes]:
    """The rules in one language: the index, and a page for each layer."""
    words = frame.words
    layers = {layer: rules_of(layer) for layer in ASKS}
    columns = _judged_columns(frame.package)
    made = frame.page(
        "rules.html.j2",
        FOLDER,
        title=words("Rules of the validation"),
        description=words(ABOUT_RULES),
        layers=layers,
        asks=ASKS,
    )
    names = ["", *layers, ""]
    for before, layer, after in zip(names, names[1:], names[2:], strict=False):
        made |= frame.page(
            "rules_layer.html.j2",
            f"{FOLDER}/{layer}",
            title=words("Rules of the layer {layer}", layer=layer),
            description=words.of(ASKS[layer]),
            trail=[(FOLDER, words("Rules of the validation"))],
            rules=layers[layer],
            columns=columns,
            before=before,
            after=after,
        )
    return made


def _judged_columns(package: Package) -> dict[str, dict[str, list[str]]]:
    """By rule and table, the columns that it judges."""
    from validation.rules.columns import judged  # noqa: PLC0415 - a second that no other page needs

    found: dict[str, dict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
    for table in package.tables.values():
        for rule, column in judged(table):
            found[rule][table.name][column] = None
        for key in table.schema.foreign_keys:
            found["foreign-key"][table.name].update(dict.fromkeys(key.fields))
    return {
        rule: {table: list(columns) for table, columns in tables.items()}
        for rule, tables in found.items()
    }
