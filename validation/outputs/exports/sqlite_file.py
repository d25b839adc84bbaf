"""The package as an SQLite database: typed, with keys, checks, indices, views and comments.

SQLite enforces keys only on a connection that asks for it: `PRAGMA foreign_keys = ON`.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from validation.outputs.exports import file_name, put
from validation.outputs.exports.sql import SQLITE, build

if TYPE_CHECKING:
    from validation.package.opening import Package


def write(package: Package, folder: Path) -> list[Path]:
    """Write the database of a sound package; the same package gives the same bytes."""
    name = file_name(package, ".sqlite")
    with TemporaryDirectory() as aside:
        path = Path(aside) / name
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            for setting in ("page_size = 4096", "auto_vacuum = NONE", "foreign_keys = ON"):
                database.execute(f"PRAGMA {setting}")
            database.execute("BEGIN")
            database.execute(
                "PRAGMA defer_foreign_keys = ON"
            )  # a child may stand before its parent
            build(package, database, SQLITE)
            database.execute("COMMIT")
            database.execute("VACUUM")
        return put(folder, {name: path.read_bytes()})
