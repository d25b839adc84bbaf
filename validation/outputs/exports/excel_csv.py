"""Every table as CSV for Excel with Dutch settings, which a double-click opens in columns.

Semicolons, a byte order mark and CRLF; the cells are those of the canonical CSV, which stays as it
is. Excel still reads `004` as 4 and `2016-10` as a day: the workbook is the file that keeps them.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from validation.outputs.exports import every_table, put
from validation.package.tabular import BYTE_ORDER_MARK

if TYPE_CHECKING:
    from pathlib import Path

    from validation.package.opening import Package
    from validation.package.table import Table

FOLDER = "excel"


def write(package: Package, folder: Path) -> list[Path]:
    """Write a file for each table of a sound package and for each table for readers."""
    contents = {
        f"{FOLDER}/{table.name}-excel.csv": _content(table) for table in every_table(package)
    }
    return put(folder, contents)


def _content(table: Table) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow(table.schema.names)
    writer.writerows(row.cells for row in table.rows)
    return BYTE_ORDER_MARK + buffer.getvalue().encode()
