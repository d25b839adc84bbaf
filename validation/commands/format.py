"""Write tables, schemas and descriptor in canonical form; no value is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.catalogue.languages import Both
from validation.commands.common import CLEAN, command, parser_of, path_argument
from validation.package.errors import PackageError
from validation.package.opening import open_package
from validation.package.unpacking import is_zip
from validation.process import say

if TYPE_CHECKING:
    from collections.abc import Sequence


@command
def format_command(arguments: Sequence[str]) -> int:
    """Write tables, schemas and descriptor in canonical form; no value is changed."""
    from validation.package.formatting import format_package  # noqa: PLC0415

    parser = parser_of("format.py", format_command.__doc__)
    parser.add_argument("package", nargs="?", type=path_argument, help="folder or descriptor")
    given = parser.parse_args(arguments)
    if given.package is not None and is_zip(given.package):
        raise PackageError(
            Both(
                f"{given.package}: a zip is not formatted in place; unpack it first",
                f"{given.package}: een zip wordt niet ter plaatse opgemaakt; pak hem eerst uit",
            )
        )
    with open_package(given.package) as package:
        changed = format_package(package)
    count = f"{len(changed)} file{'' if len(changed) == 1 else 's'} changed"
    say(*(f"formatted {path}" for path in changed), count)
    return CLEAN
