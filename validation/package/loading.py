"""Tables as pandas data frames with the types of their schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from validation.catalogue.languages import LANGUAGES
from validation.package.dates import earliest, latest
from validation.package.labels import Labelled, labelled
from validation.package.opening import open_package

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from validation.package.opening import Package
    from validation.package.schema import Schema
    from validation.package.table import Table

DAYS = {"earliest": earliest, "latest": latest}  # the columns added for a partial date


def load(table: str, source: Path | None = None, labels: str | None = None) -> pd.DataFrame:
    """One table with its types, indexed from 0.

    Integers are `Int64`, decimal numbers `Float64`, truth values `boolean`, and coded columns
    `category` with the codes in the order of their list. All other columns are `str`. Empty cells
    are missing values. A partial date remains a text; the columns `<column>_earliest` and
    `<column>_latest` are added with the first and the last day that it can mean (`datetime64`).

    With `labels` set to `en` or `nl`, each coded column and each foreign key is followed by a
    column with its labels: `status` by `status_en`, `mission_id` by `mission_en`.

    KeyError if there is no such table, ValueError if there is no such language, PackageError or
    UnreadableTableError if the package or the table cannot be read.
    """
    with open_package(source) as package:
        return as_frame(package, known(package, table), labels)


def tables(source: Path | None = None, labels: str | None = None) -> dict[str, pd.DataFrame]:
    """All tables with their types, by name, in the descriptor's order."""
    with open_package(source) as package:
        names = list(package.tables)
        return {name: as_frame(package, package.table(name), labels) for name in names}


def typed(schema: Schema, text: pd.DataFrame) -> pd.DataFrame:
    """Convert strings to the declared types; empty cells are missing.

    The types are `Int64`, `Float64`, `boolean` and `str`. The text must be valid: ValueError if a
    column of numbers contains anything else.
    """
    columns: dict[str, pd.Series[Any]] = {}
    for column in schema.fields:
        cells = text[column.name].where(text[column.name] != "")
        if column.type == "integer":
            columns[column.name] = pd.to_numeric(cells).astype("Int64")
        elif column.type == "number":
            columns[column.name] = pd.to_numeric(cells).astype("Float64")
        elif column.type == "boolean":
            columns[column.name] = cells.map({"true": True, "false": False}).astype("boolean")
        else:
            columns[column.name] = cells
    return pd.DataFrame(columns, index=text.index)


def known(package: Package, table: str) -> Table:
    """The table of that name; KeyError with the existing names."""
    if table not in package.tables:
        raise KeyError(f"there is no table {table!r}; there are {', '.join(package.tables)}")
    return package.table(table)


def has_days(schema: Schema, column: str) -> bool:
    """Whether a column is a partial date, which may mean several days."""
    return f"{column}_precision" in schema.names


def as_frame(package: Package, table: Table, labels: str | None = None) -> pd.DataFrame:
    """The typed rows of a table, as described in `load`."""
    if labels is not None and labels not in LANGUAGES:
        raise ValueError(f"there are no labels in {labels!r}; there are in {', '.join(LANGUAGES)}")
    frame = typed(table.schema, table.frame).reset_index(drop=True)
    beside = {entry.column: entry for entry in labelled(package, table.schema)} if labels else {}
    columns: dict[str, pd.Series[Any]] = {}
    for column in table.schema.fields:
        cells = frame[column.name]
        if column.codes is not None:
            cells = cells.astype(pd.CategoricalDtype(column.constraints["enum"]))
        columns[column.name] = cells
        if labels and column.name in beside:
            entry = beside[column.name]
            columns[entry.called(labels)] = _labels(package, frame, entry, labels)
        if has_days(table.schema, column.name):
            columns |= dict(_days(cells))
    return pd.DataFrame(columns)


def _days(dates: pd.Series[Any]) -> Iterator[tuple[str, pd.Series[Any]]]:
    """The first and the last day that each partial date can mean, with the column names."""
    for name, bound in DAYS.items():
        days = dates.map(bound, na_action="ignore")
        yield f"{dates.name}_{name}", pd.to_datetime(days, format="%Y-%m-%d")


def _labels(
    package: Package, frame: pd.DataFrame, entry: Labelled, language: str
) -> pd.Series[Any]:
    """The label of each cell; labels of codes are categories in the order of their list."""
    rows = package.frame(entry.table)
    if entry.code_list:
        rows = rows[rows["list"] == entry.code_list]
    there = zip(*(rows[name] for name in entry.there), strict=True)
    words = dict(zip(there, rows[f"{entry.words}_{language}"], strict=True))
    here = zip(*(frame[name] for name in entry.here), strict=True)
    found = pd.Series([words.get(key) for key in here], index=frame.index, dtype="str")
    if entry.code_list:
        return found.astype(pd.CategoricalDtype(list(dict.fromkeys(words.values()))))
    return found
