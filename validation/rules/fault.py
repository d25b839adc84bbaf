"""A fault found by a rule, and its place; `findings` adds the rule and the message."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from validation.catalogue.finding import Finding, Place
from validation.catalogue.rules import finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from validation.package.table import Record


class Fault(NamedTuple):
    """One fault: its place, the name of the message of the rule, and the values in it."""

    place: Place
    says: str
    words: Mapping[str, object]


def at(
    record: Record, column: str = "", says: str = "", *, value: str | None = None, **words: object
) -> Fault:
    """A fault in a record or in one of its cells; `value` is the cell by default."""
    named = record.get(column, "") if value is None else value
    return Fault(Place(record.table.path, record.line, column, named), says, words)


def findings(rule: str, faults: Iterable[Fault]) -> list[Finding]:
    """The faults found by a rule as findings, with the messages of the catalogue."""
    return [finding(rule, fault.place, fault.says, **fault.words) for fault in faults]
