"""Tables as Arrow tables: the same types as a pandas frame, with the words for each column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa

from validation.package.descriptions import described, imprint
from validation.package.loading import as_frame, known
from validation.package.opening import open_package

if TYPE_CHECKING:
    from pathlib import Path

    from validation.package.descriptions import Described
    from validation.package.opening import Package


def load_arrow(table: str, source: Path | None = None, labels: str | None = None) -> pa.Table:
    """One table as an Arrow table, with the columns and labels that `load` gives.

    Integers are `int64`, truth values `bool`, coded columns dictionaries in the order of their
    list, days `date32`, all else `string`; empty cells are null. Titles and descriptions stand in
    the metadata of the table and of its fields. The errors are those of `load`.
    """
    with open_package(source) as package:
        return as_arrow(package, described(package, known(package, table)), labels)


def as_arrow(package: Package, found: Described, labels: str | None = None) -> pa.Table:
    """A described table of a package as an Arrow table, as `load_arrow` says."""
    frame = as_frame(package, found.table, labels)
    required = {column.name for column in found.table.schema.fields if column.required}
    arrays = {str(name): _array(frame[name]) for name in frame}
    fields = [
        pa.field(name, array.type, name not in required, found.columns.get(name))
        for name, array in arrays.items()
    ]
    about = {f"package_{name}": words for name, words in imprint(package).items()}
    metadata = {"name": found.table.name, **found.words, **about}
    return pa.Table.from_arrays(list(arrays.values()), schema=pa.schema(fields, metadata))


def _array(cells: pd.Series[Any]) -> pa.Array:
    if isinstance(cells.dtype, pd.CategoricalDtype):
        codes = pa.array(cells.cat.codes, pa.int32(), mask=cells.isna().to_numpy())
        words = pa.array(cells.cat.categories, pa.string())
        return pa.DictionaryArray.from_arrays(codes, words)
    types = {"Int64": pa.int64(), "boolean": pa.bool_(), "str": pa.string()}
    return pa.array(cells, types.get(str(cells.dtype), pa.date32()), from_pandas=True)
