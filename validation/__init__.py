"""Dutch military commitments: read, check and format the data package.

`load` gives one table as a typed pandas frame, `tables` all of them, `validate` the findings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.findings import Finding, Report
from validation.layers import validate
from validation.package import PackageError, open_package

if TYPE_CHECKING:
    from collections.abc import Callable

    from validation.loading import load, tables

__all__ = ["Finding", "PackageError", "Report", "load", "open_package", "tables", "validate"]


def __getattr__(name: str) -> Callable[..., object]:
    """Import pandas only when a table is loaded, so that the commands start at once."""
    if name in {"load", "tables"}:
        from validation import loading  # noqa: PLC0415

        loader: Callable[..., object] = getattr(loading, name)
        return loader
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
