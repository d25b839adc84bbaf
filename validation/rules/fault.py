"""What a rule finds wrong, and where: the runner adds the rule, its severity and its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from validation.catalogue.finding import Finding, Place
from validation.catalogue.rules import finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from validation.package.table import Record


class Fault(NamedTuple):
    """One thing wrong: where, which of the rule's messages tells it, and the values in that."""

    place: Place
    says: str
    words: Mapping[str, object]


def at(
    record: Record, column: str = "", says: str = "", *, value: str | None = None, **words: object
) -> Fault:
    """What is wrong with a record or one of its cells, whose value is named unless given."""
    named = record.get(column, "") if value is None else value
    return Fault(Place(record.table.path, record.line, column, named), says, words)


def findings(rule: str, faults: Iterable[Fault]) -> list[Finding]:
    """What a rule finds wrong, in the words of the catalogue."""
    return [finding(rule, fault.place, fault.says, **fault.words) for fault in faults]
