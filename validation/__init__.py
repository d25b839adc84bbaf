"""Dutch military commitments: read, check and format the data package.

`load` gives one table as a typed pandas frame, `load_arrow` as an Arrow table, `tables` all of them
as frames, `validate` the findings.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from validation.catalogue.finding import Finding
    from validation.outputs.arrow import load_arrow
    from validation.package.errors import PackageError
    from validation.package.loading import load, tables
    from validation.package.opening import open_package
    from validation.rules.findings import Report
    from validation.rules.run import validate

__all__ = [
    "Finding",
    "PackageError",
    "Report",
    "load",
    "load_arrow",
    "open_package",
    "tables",
    "validate",
]


LAZY = {
    "Finding": "package.finding",
    "PackageError": "package.errors",
    "Report": "rules.findings",
    "load": "package.loading",
    "load_arrow": "outputs.arrow",
    "open_package": "package.opening",
    "tables": "package.loading",
    "validate": "rules.run",
}


def __getattr__(name: str) -> Callable[..., object]:
    """Import what a name needs only when it is used: loading a table takes pandas alone."""
    if name not in LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: Callable[..., object] = getattr(import_module(f"validation.{LAZY[name]}"), name)
    return found
