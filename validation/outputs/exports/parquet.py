"""Every table as Parquet: the types of `load_arrow`, with its descriptions in the metadata.

Snappy, the compression that every reader knows. The same package gives the same bytes as long as
the library's version, which it writes into each file, is the same.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from validation.outputs.arrow import as_arrow
from validation.outputs.exports import every_table, put

if TYPE_CHECKING:
    from pathlib import Path

    from validation.package.opening import Package

FOLDER = "parquet"


def write(package: Package, folder: Path) -> list[Path]:
    """Write a file for each table of a sound package and for each table for readers."""
    contents = {}
    for table in every_table(package):
        buffer = io.BytesIO()
        pq.write_table(as_arrow(package, table), buffer, compression="snappy")
        contents[f"{FOLDER}/{table.name}.parquet"] = buffer.getvalue()
    return put(folder, contents)
