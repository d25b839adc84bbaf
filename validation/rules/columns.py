"""Layer 3, columns: is each value allowed, alone and beside its neighbours in the row?

pandera models are built from the schemas, two per table. The first judges the text as it
stands: required, lexical form, pattern, code list, length, key. The second judges the typed
rows whose text is sound: bounds, and rules across the columns of a row. Text first, because one
value that cannot be cast would hide all others. Whether a value is true, no model can see.
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

from validation.catalogue.finding import Finding, nearest
from validation.catalogue.languages import Both
from validation.package.forms import FORMS
from validation.package.loading import typed
from validation.package.rereading import DIGITS_BY_NATURE, PLACEHOLDER, REINTERPRETED
from validation.rules.findings import Outcome
from validation.rules.row_rules import ROW_RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from validation.package.opening import Package
    from validation.package.schema import Field
    from validation.package.table import Table

LEXICAL = {"integer": r"-?(?:0|[1-9][0-9]{0,17})", "boolean": "true|false"}
TYPES = {"string": "str", "integer": "Int64", "boolean": "boolean"}
TYPE_MESSAGES = {
    "integer": Both("this is not a plain whole number", "dit is geen gewoon geheel getal"),
    "boolean": Both("this is neither true nor false", "dit is true noch false"),
}
PARTIAL_DATE = "^(?:[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?)$"


def check(package: Package) -> Outcome:
    """Every cell and row that its table's schema does not allow."""
    outcome = Outcome(counts={"rows": 0, "cells": 0})
    for table in package.tables.values():
        if not table.readable:
            outcome.notes.append(
                Both(
                    f"{table.path}: its cells were not judged; it or its schema is at fault",
                    f"{table.path}: de cellen zijn niet beoordeeld; tabel of schema is fout",
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
    """The pandera model of the cells as text; an empty cell is missing."""
    schema = table.schema
    columns = {
        column.name: pa.Column(
            "str",
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
        column.name: pa.Column(TYPES[column.type], checks=_bounds(column), nullable=True)
        for column in table.schema.fields
    }
    checks = [
        pa.Check(rule.holds, name=f"{rule.id}:{rule.column}", ignore_na=False)
        for rule in ROW_RULES
        if rule.applies(table.schema)
    ]
    return pa.DataFrameSchema(columns, checks=checks, strict=True)


def judged(table: Table) -> Iterator[tuple[str, str]]:
    """Every rule on cells or rows of a table, with each column that it judges."""
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
            yield _doubled(table, tuple(column.split("/")), row)
        else:
            value = str(table.frame.at[row, column])
            described = table.schema.field(column)
            guess = nearest(value, described.constraints["enum"]) if rule == "enum" else ""
            message = _message(rule, described, value)
            yield Finding(table.path, row, column, rule, value, message, guess)


def _doubled(table: Table, key: tuple[str, ...], row: int) -> Finding:
    """A key that an earlier line has; the column is named where the key is a single one."""
    keys = table.key(key)
    value = str(keys.at[row])
    first = next(line for line, other in keys.items() if other == value)
    message = Both(
        f"line {first} has the same {' and '.join(key)}",
        f"regel {first} heeft dezelfde {' en '.join(key)}",
    )
    return Finding(table.path, row, key[0] if len(key) == 1 else "", "unique", value, message)


def _typed_findings(table: Table, unsound: set[int]) -> Iterator[Finding]:
    frame = table.frame.drop(index=list(unsound))
    if frame.empty:
        return
    messages = {(rule.id, rule.column): rule.message for rule in ROW_RULES}
    for column, rule, row in _failures(typed_model(table), typed(table.schema, frame)):
        value = str(frame.at[row, column])
        message = messages.get((rule, column)) or _message(rule, table.schema.field(column), value)
        yield Finding(table.path, row, column, rule, value, message)


def _failures(model: pa.DataFrameSchema, frame: pd.DataFrame) -> Iterator[tuple[str, str, int]]:
    """Column, rule and line of each failure, in pandera's order."""
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
    """All but the first of the rows that share a key; rows where a part is empty do not count."""

    def holds(frame: pd.DataFrame) -> pd.Series[bool]:
        parts = frame[list(key)]
        again = parts.duplicated(keep="first") & parts.notna().all(axis=1)
        return again.eq(other=False)

    return pa.Check(holds, name=f"unique:{'/'.join(key)}", ignore_na=False)


def is_date(text: str) -> bool:
    """Whether an ISO date, as far as it goes, exists in the calendar."""
    if not re.fullmatch(PARTIAL_DATE, text):
        return True  # not a date at all, as another rule says
    parts = [int(part) for part in text.split("-")]
    try:
        dt.date(*[*parts, 1, 1][:3])
    except ValueError:
        return False
    return True


def _message(rule: str, column: Field, value: str) -> Both:
    limits = column.constraints
    least = limits.get("minimum", limits.get("minLength", "-"))
    most = limits.get("maximum", limits.get("maxLength", "-"))
    match rule:
        case "required":
            said = Both("the cell is empty", "de cel is leeg")
        case "type":
            said = TYPE_MESSAGES[column.type]
        case "enum":
            where = f"`{column.codes}`" if column.codes else f"`{column.name}`"
            said = Both(f"this is not a code of {where}", f"dit is geen code van {where}")
        case "range":
            said = Both(
                f"the number is out of bounds (lowest {least}, highest {most})",
                f"het getal ligt buiten de grenzen (laagste {least}, hoogste {most})",
            )
        case "length":
            said = Both(
                f"{len(value)} characters are too few or too many (from {least} to {most})",
                f"{len(value)} tekens zijn er te weinig of te veel (van {least} tot {most})",
            )
        case "pattern":
            form = FORMS.get(limits["pattern"])
            wanted = form.in_full if form else Both(limits["pattern"], limits["pattern"])
            said = Both(f"this does not have the form: {wanted}", f"de vorm is niet: {wanted.nl}")
        case "calendar":
            said = Both("there is no such date", "deze datum bestaat niet")
        case "reinterpreted":
            said = Both(
                "a spreadsheet or data-frame library reads this as something else",
                "een spreadsheet of dataframe-bibliotheek leest hier iets anders",
            )
        case "placeholder":
            said = Both(
                "this stands for something unknown; leave the cell empty instead",
                "dit staat voor iets onbekends; laat de cel liever leeg",
            )
        case _:
            raise KeyError(rule)
    return said
