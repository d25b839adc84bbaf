"""Mutants made from the schemas: every constraint, key and reference, broken once.

The value that breaks a constraint is made from the one that stands there, so that nothing else
is wrong with it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.campaign.clean import filled
from tests.campaign.edits import cell, copy, gone
from tests.campaign.mutants import Kind, Mutant, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.campaign.clean import Chosen, Clean
    from validation.package.schema import Field, ForeignKey

# One that no pattern here allows and one that an address does not allow either.
FOREIGN = ("!", "é")
YEAR = "2016"  # stands for a date where no row has one
NOT_OF_ITS_TYPE = {"integer": "12.0", "number": "12.0", "boolean": "TRUE"}


def mutants(clean: Clean) -> Iterator[Mutant]:
    """Every constraint of every column, and every key, of a table of each role."""
    for table in clean.kinds:
        schema = clean.schema(table)
        for column in schema.fields:
            yield from _of_a_column(clean, table, column)
        yield from _same_key(clean, table)
        for number, key in enumerate(schema.unique_keys):
            yield _same_unique_key(clean, table, key, number)
        for reference in schema.foreign_keys:
            yield from _of_a_reference(clean, table, reference)


def _of_a_column(clean: Clean, table: str, column: Field) -> Iterator[Mutant]:
    """What breaks one column alone."""
    row = clean.first(table, filled(column.name)) or clean.any(table)
    for name, rule, value in _broken(column, row.cells[column.name]):
        yield _wrong(row, column.name, name, rule, value)
    if column.constraints.get("unique"):
        first, *_, last = clean.all(table, filled(column.name))
        yield _wrong(last, column.name, "unique", "unique", first.cells[column.name])


def _broken(column: Field, value: str) -> Iterator[tuple[str, str, str]]:
    """Each constraint of a column with its rule and a value that breaks it."""
    limits = column.constraints
    if column.required:
        yield "required", "required", ""
    if column.type in NOT_OF_ITS_TYPE:
        yield "type", "type", NOT_OF_ITS_TYPE[column.type]
    if "enum" in limits:
        yield "enum", "enum", (value or limits["enum"][0]).swapcase()
    elif "pattern" in limits:
        known = value or YEAR
        wrong = next(known + c for c in FOREIGN if not re.fullmatch(limits["pattern"], known + c))
        yield "pattern", "pattern", wrong
    for name, by in (("minimum", -1), ("maximum", 1)):
        if name in limits:
            yield name, "range", str(limits[name] + by)
    for name, by in (("minLength", -1), ("maxLength", 1)):
        if name in limits:
            yield name, "length", _words(limits[name] + by)


def _wrong(row: Chosen, column: str, name: str, rule: str, value: str) -> Mutant:
    said = "emptied" if not value else f"made {value[:40]!r}"
    return Mutant(
        f"{row.table}.{column}/{name}",
        Kind.CONSTRAINT,
        f"`{column}` of {row.table} {row.key} is {said}",
        (cell(row.table, row.key, column, value),),
        Place(rule, row.table, None, column),
        base=row.base,
    )


def _words(length: int) -> str:
    """Text of that length, without a space at its end."""
    return ("word " * length)[: length - 1] + "x"


def _same_key(clean: Clean, table: str) -> Iterator[Mutant]:
    """A second row with the key of the first; it differs wherever it can."""
    key = clean.schema(table).primary_key
    row = clean.any(table)
    yield Mutant(
        f"{table}/primary-key",
        Kind.KEY,
        f"{table} {row.key} stands there twice",
        (copy(table, row.key),),
        Place("unique", table, None, key[0] if len(key) == 1 else ""),
        base=row.base,
    )


def _same_unique_key(clean: Clean, table: str, key: tuple[str, ...], number: int) -> Mutant:
    """The last row takes the whole unique key of the first one that has the rest in common.

    By preference it has one of its own: where it has none, it may be that it may not have one.
    """
    *rest, last_part = key
    whole = clean.all(table, filled(*key))
    others = [*reversed(whole), *reversed(clean.all(table))]
    first, last = next(
        (first, last)
        for first in whole
        for last in others
        if first.base is last.base
        and first.key != last.key
        and all(first.cells[name] == last.cells[name] for name in rest)
    )
    return Mutant(
        f"{table}/unique-key-{number}",
        Kind.KEY,
        f"{table} {last.key} has the {last_part} of {first.key}",
        (cell(table, last.key, last_part, first.cells[last_part]),),
        Place("unique", table, None, "" if rest else last_part),
        base=last.base,
    )


def _of_a_reference(clean: Clean, table: str, reference: ForeignKey) -> Iterator[Mutant]:
    """A reference to a row that is not there, and the row that it names taken out."""
    column = reference.fields[-1]
    row = clean.first(table, lambda cells: all(cells[name] for name in reference.fields))
    if row is None:
        return
    name = f"{table}.{column}>{reference.table}"
    value = row.cells[column]
    missing = "ZZZ" if value.isupper() else value + "-nowhere"
    if reference.table == "passages":
        missing = value.rpartition(".")[0].partition(".")[0] + ".s99.h"
    yield Mutant(
        f"{name}/foreign-key",
        Kind.KEY,
        f"`{column}` of {table} {row.key} names {missing!r}, which is no row of {reference.table}",
        (cell(table, row.key, column, missing),),
        Place("foreign-key", table, None, column),
        base=row.base,
    )
    named = "/".join(row.cells[name] for name in reference.fields)
    target = next(
        found
        for found in clean.rows(reference.table, row.base)
        if "/".join(found.cells[name] for name in reference.reference) == named
    )
    if target.table == table and target.key == row.key:
        return
    yield Mutant(
        f"{name}/target-gone",
        Kind.KEY,
        f"{reference.table} {target.key} is taken out, which {table} {row.key} names",
        (gone(reference.table, target.key),),
        Place("foreign-key", table, row.key, column),
        base=row.base,
    )
