"""Roles, types, bounds and code lists of the schemas, in words for readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.outputs.words import marked
from validation.package.opening import CODES
from validation.package.table import grouped

if TYPE_CHECKING:
    from validation.outputs.words import Translator
    from validation.package.forms import Form
    from validation.package.opening import Package
    from validation.package.table import Record, Table

TYPES = {
    "string": marked("text"),
    "integer": marked("whole number"),
    "number": marked("decimal number"),
    "boolean": marked("`true` or `false`"),
}
# The groups of tables: a title, and what its tables have in common.
GROUPS = {
    "things": (
        marked("Things"),
        marked("Shared between letters: a row exists because a letter names or describes it."),
    ),
    "statements": (
        marked("Statements"),
        marked("Each row belongs to one letter and says what that letter states."),
    ),
    "links": (
        marked("Links"),
        marked(
            "Each row joins two things in one letter, and says how firmly the letter joins them."
        ),
    ),
    "sources": (
        marked("Sources"),
        marked("Documents with their passages, and the evidence for each row."),
    ),
    "reference": (
        marked("Reference"),
        marked("Looked up outside the letter, each row with its source."),
    ),
    "documentation": (
        marked("Documentation"),
        marked("What the codes mean, how the rows were coded, and which identifiers were retired."),
    ),
    "readers": (
        marked("Tables for readers"),
        marked("Put together from the tables above, to be read by themselves. They add no facts."),
    ),
}


# The group of each role, where it has another name.
GROUP_OF_ROLE = {"thing": "things", "statement": "statements", "link": "links", "source": "sources"}


def groups(package: Package) -> dict[str, list[Table]]:
    """The tables by group, each group in the descriptor's order."""
    found: dict[str, list[Table]] = {}
    for table in package.tables.values():
        found.setdefault(GROUP_OF_ROLE.get(table.role, table.role), []).append(table)
    return found


def type_name(words: Translator, name: str) -> str:
    """A type of the schemas, or its own name."""
    return words(TYPES[name]) if name in TYPES else name


def group_title(words: Translator, name: str) -> str:
    """The title of a group of tables: its own name where it is a new one."""
    return words(GROUPS[name][0]) if name in GROUPS else name


def group_intro(words: Translator, name: str) -> str:
    """What the tables of a group have in common; nothing of a new one."""
    return words(GROUPS[name][1]) if name in GROUPS else ""


def form_name(words: Translator, form: Form) -> str:
    """A form of text, in short."""
    return form.en if words.language == "en" else form.nl


def between(words: Translator, least: int | None, most: int | None) -> str:
    """Bounds; nothing where there are none."""
    if least is not None and most is not None:
        return f"{least} {words('to')} {most}"
    if least is not None:
        return f"{words('at least')} {least}"
    return f"{words('at most')} {most}" if most is not None else ""


def code_rows(package: Package) -> dict[str, list[Record]]:
    """The rows of `codes.csv` by code list."""
    return grouped(package.records(CODES), "list")
