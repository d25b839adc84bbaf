"""Tables as typed pandas frames, as the schemas describe them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from validation.package import open_package
from validation.row_rules import earliest, latest

if TYPE_CHECKING:
    from pathlib import Path

    from validation.package import Package, Schema, Table


def load(table: str, source: Path | None = None) -> pd.DataFrame:
    """One table with its types, indexed from 0.

    Integers are `Int64`, truth values `boolean`, coded columns `category` with the codes in the
    order of their list, all else `str`; empty cells are missing. A partial date keeps its text
    and gains `<column>_earliest` and `<column>_latest`, the first and last day it can mean
    (`datetime64`). KeyError if there is no such table, PackageError or UnreadableTableError if
    the package or the table cannot be read.
    """
    with open_package(source) as package:
        return _dated(package.table(_known(package, table)))


def tables(source: Path | None = None) -> dict[str, pd.DataFrame]:
    """All tables with their types, by name, in the descriptor's order."""
    with open_package(source) as package:
        return {name: _dated(package.table(name)) for name in package.tables}


def typed(schema: Schema, text: pd.DataFrame) -> pd.DataFrame:
    """Strings to the declared types: `Int64`, `boolean`, `str`; empty cells are missing.

    The text must be sound: ValueError for an integer column that holds anything else.
    """
    columns: dict[str, pd.Series[Any]] = {}
    for column in schema.fields:
        cells = text[column.name].where(text[column.name] != "")
        if column.type == "integer":
            columns[column.name] = pd.to_numeric(cells).astype("Int64")
        elif column.type == "boolean":
            columns[column.name] = cells.map({"true": True, "false": False}).astype("boolean")
        else:
            columns[column.name] = cells
    return pd.DataFrame(columns, index=text.index)


def _known(package: Package, table: str) -> str:
    if table not in package.tables:
        raise KeyError(f"there is no table {table!r}; there are {', '.join(package.tables)}")
    return table


def _dated(table: Table) -> pd.DataFrame:
    """The typed rows, with categories for codes and two days for each partial date."""
    frame = typed(table.schema, table.frame).reset_index(drop=True)
    columns: dict[str, pd.Series[Any]] = {}
    for column in table.schema.fields:
        cells = frame[column.name]
        if column.codes is not None:
            cells = cells.astype(pd.CategoricalDtype(column.constraints["enum"]))
        columns[column.name] = cells
        if f"{column.name}_precision" in table.schema.names:
            for name, bound in (("earliest", earliest), ("latest", latest)):
                days = cells.map(bound, na_action="ignore")
                columns[f"{column.name}_{name}"] = pd.to_datetime(days, format="%Y-%m-%d")
    return pd.DataFrame(columns)
