"""The package as a DuckDB database: typed, with code lists as types, keys, checks and comments.

Two builds hold the same, but are not the same bytes: DuckDB promises none.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import duckdb

from validation.outputs.exports import file_name, put
from validation.outputs.exports.sql import DUCKDB, build, literal

if TYPE_CHECKING:
    from validation.package.opening import Package

SMALLEST_BLOCK = 16384  # bytes; every key takes a block, and with the usual ones a hundred times it


def write(package: Package, folder: Path) -> list[Path]:
    """Write the database of a sound package."""
    name = file_name(package, ".duckdb")
    with TemporaryDirectory() as aside:
        path = Path(aside) / name
        with duckdb.connect() as database:
            database.execute(f"ATTACH {literal(str(path))} AS made (BLOCK_SIZE {SMALLEST_BLOCK})")
            database.execute("USE made")
            database.execute("BEGIN")
            build(package, database, DUCKDB)
            database.execute("COMMIT")
            database.execute("USE memory")
            database.execute("DETACH made")  # which moves all into the one file
        return put(folder, {name: path.read_bytes()})
