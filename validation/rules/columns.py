"""Layer 3, columns: is each value allowed, by itself and with the other values of its row?

Two pandera models per table are built from its schema. The first validates the text of the cells:
required, lexical form, pattern, code list, length, key. The second validates the typed rows
without findings of the first: bounds, and rules across the columns of a row. The text comes first,
because one value that cannot be cast would hide all other findings. No model can check whether a
value is true.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from validation.catalogue.finding import Place, nearest
from validation.catalogue.languages import Both
from validation.catalogue.rules import finding
from validation.package.dates import PARTIAL_DATE
from validation.package.forms import FORMS
from validation.package.loading import typed
from validation.package.rereading import DIGITS_BY_NATURE, PLACEHOLDER, REINTERPRETED
from validation.rules.findings import Outcome
from validation.rules.row_rules import ROW_RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from validation.catalogue.finding import Finding
    from validation.package.opening import Package
    from validation.package.schema import Field
    from validation.package.table import Table

# A number has at most fifteen digits, so that every program that reads it as a double keeps them.
LEXICAL = {
    "integer": r"-?(?:0|[1-9][0-9]{0,17})",
    "number": r"(?!-0$)-?(?:0|[1-9][0-9]{0,5})(?:\.[0-9]{0,8}[1-9])?",
    "boolean": "true|false",
}


def check(package: Package) -> Outcome:
    """Every finding on cells and rows that the schema of their table does not allow."""
    outcome = Outcome(counts={"rows": 0, "cells": 0})
    for table in package.tables.values():
        if not table.readable:
            outcome.notes.append(
                Both(
                    f"{table.path}: its cells were not validated; the table or its schema is wrong",
                    f"{table.path}: cellen niet gevalideerd; de tabel of het schema is fout",
                )
            )
            continue
        outcome.counts["rows"] += len(table.rows)
        outcome.counts["cells"] += len(table.rows) * len(table.schema.names)
        findings = list(_text_findings(table))
        outcome.findings += findings
        outcome.findings += _typed_findings(table, {finding.row for finding in findings})
    return outcome


def text_model(table: Table) -> pa.DataFrameSchema:
    """The pandera model of the cells as text; empty cells are missing values.

    No type is demanded: `Table.frame` and `typed` make columns of the right type.
    """
    schema = table.schema
    columns = {
        column.name: pa.Column(
            checks=_text_checks(table.name, column),
            nullable=not column.required,
            required=True,
        )
        for column in schema.fields
    }
    keys = [schema.primary_key, *schema.unique_keys]
    keys += [(column.name,) for column in schema.fields if column.constraints.get("unique")]
    checks = [_unique(key) for key in dict.fromkeys(keys) if key]
    return pa.DataFrameSchema(columns, checks=checks, strict=True, ordered=True)


def typed_model(table: Table) -> pa.DataFrameSchema:
    """The pandera model of the typed rows: bounds and rules across the columns of a row."""
    columns = {
        column.name: pa.Column(checks=_bounds(column), nullable=True)
        for column in table.schema.fields
    }
    checks = [
        pa.Check(rule.holds, name=f"{rule.id}:{rule.column}", ignore_na=False)
        for rule in ROW_RULES
        if rule.applies(table.schema)
    ]
    return pa.DataFrameSchema(columns, checks=checks, strict=True)


def judged(table: Table) -> Iterator[tuple[str, str]]:
    """Every rule on cells or rows of a table, with each column that it checks."""
    for model in (text_model(table), typed_model(table)):
        for name, column in model.columns.items():
            if not column.nullable:
                yield "required", name
            for check in column.checks:
                yield str(check.name), name
        for check in model.checks:
            rule, _, names = str(check.name).partition(":")
            for name in names.split("/"):
                yield rule, name


def _text_findings(table: Table) -> Iterator[Finding]:
    for column, rule, row in _failures(text_model(table), table.frame.where(table.frame != "")):
        if rule == "unique":
            yield _duplicate_finding(table, tuple(column.split("/")), row)
        else:
            yield _cell_finding(table, row, column, rule)


def _duplicate_finding(table: Table, key: tuple[str, ...], row: int) -> Finding:
    """The finding on a key that also occurs on an earlier line.

    It names a column only if the key is a single column.
    """
    keys = table.key(key)
    value = str(keys.at[row])
    first = next(line for line, other in keys.items() if other == value)
    column = key[0] if len(key) == 1 else ""
    return finding("unique", Place(table.path, row, column, value), first=first, columns=key)


def _typed_findings(table: Table, rows_with_findings: set[int]) -> Iterator[Finding]:
    frame = table.frame.drop(index=list(rows_with_findings))
    if frame.empty:
        return
    rules = {(rule.id, rule.column): rule for rule in ROW_RULES}
    for column, rule, row in _failures(typed_model(table), typed(table.schema, frame)):
        if (rule, column) in rules:
            found, value = rules[rule, column], str(frame.at[row, column])
            yield finding(rule, Place(table.path, row, column, value), found.says, **found.words)
        else:
            yield _cell_finding(table, row, column, rule)


def _failures(model: pa.DataFrameSchema, frame: pd.DataFrame) -> Iterator[tuple[str, str, int]]:
    """Column, rule and line of each failure, in the order of pandera."""
    try:
        model.validate(frame, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases
        for case in cases.drop_duplicates(["column", "check", "index"]).itertuples():
            rule, _, column = str(case.check).partition(":")
            if case.index is None or pd.isna(case.index):
                raise RuntimeError(f"pandera names no row: {case}") from errors
            if rule == "not_nullable":
                rule = "required"
            yield column or str(case.column), rule, int(case.index)


def _text_checks(table: str, column: Field) -> list[pa.Check]:
    constraints = column.constraints
    checks: list[pa.Check] = []
    if column.type in LEXICAL:
        return [_match("type", LEXICAL[column.type])]
    if "enum" in constraints:
        return [_each("enum", frozenset(constraints["enum"]).__contains__)]
    if "pattern" in constraints:
        checks.append(_match("pattern", constraints["pattern"]))
        if constraints["pattern"] == PARTIAL_DATE:
            checks.append(_each("calendar", is_date))
    if "minLength" in constraints or "maxLength" in constraints:
        low, high = constraints.get("minLength", 0), constraints.get("maxLength", sys.maxsize)
        checks.append(_each("length", partial(_fits, low, high)))
    if (table, column.name) not in DIGITS_BY_NATURE and constraints.get("pattern") != PARTIAL_DATE:
        checks.append(_each("reinterpreted", lambda cell: not REINTERPRETED.fullmatch(cell)))
        checks.append(_each("placeholder", lambda cell: not PLACEHOLDER.fullmatch(cell)))
    return checks


def _bounds(column: Field) -> list[pa.Check]:
    low, high = column.constraints.get("minimum"), column.constraints.get("maximum")
    if low is None and high is None:
        return []
    return [
        pa.Check(
            lambda cells: (
                (cells >= (low if low is not None else cells))
                & (cells <= (high if high is not None else cells))
            ),
            name="range",
        )
    ]


def _match(name: str, pattern: str) -> pa.Check:
    compiled = re.compile(pattern)
    return _each(name, lambda cell: compiled.fullmatch(cell) is not None)


def _each(name: str, allowed: Callable[[str], bool]) -> pa.Check:
    return pa.Check(allowed, name=name, element_wise=True, ignore_na=True)


def _fits(low: int, high: int, cell: str) -> bool:
    return low <= len(cell) <= high


def _unique(key: tuple[str, ...]) -> pa.Check:
    """A key occurs once; a row in which a part of the key is empty is ignored."""

    def holds(frame: pd.DataFrame) -> pd.Series[bool]:
        parts = frame[list(key)]
        again = parts.duplicated(keep="first") & parts.notna().all(axis=1)
        return again.eq(other=False)

    return pa.Check(holds, name=f"unique:{'/'.join(key)}", ignore_na=False)


def is_date(text: str) -> bool:
    """Whether a full or partial ISO date exists in the calendar."""
    if not re.fullmatch(PARTIAL_DATE, text):
        return True  # not a date; the rule `pattern` reports that
    parts = [int(part) for part in text.split("-")]
    try:
        dt.date(*[*parts, 1, 1][:3])
    except ValueError:
        return False
    return True


def _cell_finding(table: Table, row: int, column: str, rule: str) -> Finding:
    """The finding on a cell, with values from the schema of its column."""
    described = table.schema.field(column)
    value, limits = str(table.frame.at[row, column]), described.constraints
    words: dict[str, object] = {}
    match rule:
        case "enum":
            words["list"] = described.codes or column
            words["suggestion"] = nearest(value, limits["enum"])
        case "range" | "length":
            words["least"] = limits.get("minimum", limits.get("minLength", "-"))
            words["most"] = limits.get("maximum", limits.get("maxLength", "-"))
            words["length"] = len(value)
        case "pattern":
            form = FORMS.get(limits["pattern"])
            words["form"] = form.in_full if form else limits["pattern"]
    says = described.type if rule == "type" else ""
    return finding(rule, Place(table.path, row, column, value), says, **words)
