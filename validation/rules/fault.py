"""What a rule finds wrong, and where: the runner adds the rule, its severity and its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from validation.package.table import Record

NO_WORDS: Mapping[str, object] = {}


class Fault(NamedTuple):
    """One thing wrong. `line` is 0 for a file as a whole.

    `says` names one of the rule's messages in the catalogue, where it has several; `words` fill the
    places in it. `suggestion` is the known value that was perhaps meant.
    """

    file: str
    line: int = 0
    column: str = ""
    value: str = ""
    says: str = ""
    words: Mapping[str, object] = NO_WORDS
    suggestion: str = ""


def at(
    record: Record,
    column: str = "",
    says: str = "",
    *,
    value: str | None = None,
    suggestion: str = "",
    **words: object,
) -> Fault:
    """What is wrong with a record or one of its cells, whose value is named unless given."""
    named = record.get(column, "") if value is None else value
    return Fault(record.table.path, record.line, column, named, says, words, suggestion)
