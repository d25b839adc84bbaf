"""Tables as Arrow tables and as Parquet: the types of a pandas frame, with descriptions."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from validation.package.descriptions import descriptions, imprint, in_descriptor
from validation.package.loading import as_frame, known
from validation.package.opening import open_package

if TYPE_CHECKING:
    from pathlib import Path

    from validation.package.opening import Package
    from validation.package.table import Table

FOLDER = "parquet"


def load_arrow(table: str, source: Path | None = None, labels: str | None = None) -> pa.Table:
    """One table as an Arrow table, with the columns and labels that `load` gives.

    Integers are `int64`, decimal numbers `double`, truth values `bool`, coded columns dictionaries
    in the order of their list, days `date32`, all else `string`; empty cells are null. Titles and
    descriptions stand in the metadata of the table and of its fields. The errors are those of
    `load`.
    """
    with open_package(source) as package:
        return as_arrow(package, known(package, table), labels)


def as_arrow(package: Package, table: Table, labels: str | None = None) -> pa.Table:
    """A table of a package, or made of one, as an Arrow table: see `load_arrow`."""
    frame, described = as_frame(package, table, labels), descriptions(table)
    required = {column.name for column in table.schema.fields if column.required}
    arrays = {str(name): _array(frame[name]) for name in frame}
    fields = [
        pa.field(
            name,
            array.type,
            name not in required,
            in_descriptor("description", described[name]) if name in described else None,
        )
        for name, array in arrays.items()
    ]
    metadata = {
        "name": table.name,
        **in_descriptor("title", table.title),
        **in_descriptor("description", table.description),
        **{f"package_{name}": text for name, text in imprint(package).items()},
    }
    return pa.Table.from_arrays(list(arrays.values()), schema=pa.schema(fields, metadata))


def write(package: Package, folder: Path) -> list[Path]:
    """Write a Parquet file for each table of a sound package and for each table for readers.

    Snappy is the compression that every reader knows. The same package and the same version of the
    library give the same bytes.
    """
    from validation.outputs.exports import every_table, put  # noqa: PLC0415 - a second to import

    contents = {}
    for table in every_table(package):
        buffer = io.BytesIO()
        pq.write_table(as_arrow(package, table), buffer, compression="snappy")
        contents[f"{FOLDER}/{table.name}.parquet"] = buffer.getvalue()
    return put(folder, contents)


def _array(cells: pd.Series[Any]) -> pa.Array:
    if isinstance(cells.dtype, pd.CategoricalDtype):
        codes = pa.array(cells.cat.codes, pa.int32(), mask=cells.isna().to_numpy())
        words = pa.array(cells.cat.categories, pa.string())
        return pa.DictionaryArray.from_arrays(codes, words)
    types = {
        "Int64": pa.int64(),
        "Float64": pa.float64(),
        "boolean": pa.bool_(),
        "str": pa.string(),
    }
    return pa.array(cells, types.get(str(cells.dtype), pa.date32()), from_pandas=True)
