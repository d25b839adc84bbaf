"""Tables as typed pandas frames, as the schemas describe them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pandas as pd

from validation.package import open_package
from validation.row_rules import earliest, latest

if TYPE_CHECKING:
    from pathlib import Path

    from validation.package import Package, Table


def load(table: str, source: Path | None = None) -> pd.DataFrame:
    """One table with its types.

    Integers are `Int64`, truth values `boolean`, coded columns ordered as in the code list and
    `category`, all else `str`; empty cells are missing. A partial date keeps its text and gains
    `<column>_earliest` and `<column>_latest`, the first and last day it can mean
    (`datetime64`). KeyError if there is no such table, PackageError or UnreadableTableError if
    the package or the table cannot be read.
    """
    with open_package(source) as package:
        return _typed(package, package.table(_known(package, table)))


def tables(source: Path | None = None) -> dict[str, pd.DataFrame]:
    """All tables with their types, by name, in the descriptor's order."""
    with open_package(source) as package:
        return {name: _typed(package, package.table(name)) for name in package.tables}


def _known(package: Package, table: str) -> str:
    if table not in package.tables:
        raise KeyError(f"there is no table {table!r}; there are {', '.join(package.tables)}")
    return table


def _typed(package: Package, table: Table) -> pd.DataFrame:
    text = table.frame.where(table.frame != "").reset_index(drop=True)
    columns: dict[str, pd.Series[object]] = {}
    for column in table.schema.fields:
        cells = text[column.name]
        if column.type == "integer":
            cells = pd.to_numeric(cells).astype("Int64")
        elif column.type == "boolean":
            cells = cells.map({"true": True, "false": False}).astype("boolean")
        elif column.codes is not None:
            cells = cells.astype(pd.CategoricalDtype(column.constraints["enum"], ordered=False))
        columns[column.name] = cells
        if f"{column.name}_precision" in table.schema.names:
            for name, bound in (("earliest", earliest), ("latest", latest)):
                day = cells.map(partial(_day, bound), na_action="ignore")
                columns[f"{column.name}_{name}"] = pd.to_datetime(day, format="%Y-%m-%d")
    return pd.DataFrame(columns)


def _day(bound: object, date: str) -> str:
    return str(bound(date))  # type: ignore[operator]
