"""Write the tables for readers (claims, overviews, reasons, timeline), or other files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.commands.common import command, parser_of, write_files

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from validation.package.opening import Package


@command
def export_command(arguments: Sequence[str]) -> int:
    """Write the tables for readers (claims, overviews, reasons, timeline), or other files."""
    from validation.outputs.exports.kinds import (  # noqa: PLC0415
        DEFAULT,
        FOLDER,
        KINDS,
        own_names,
        write_kinds,
    )

    parser = parser_of("export.py", export_command.__doc__)
    which = parser.add_mutually_exclusive_group()
    said = "; ".join(f"{name}: {kind.said}" for name, kind in KINDS.items())
    which.add_argument(
        "--kind",
        action="append",
        choices=KINDS,
        metavar="NAME",
        help=f"what to write, default: {', '.join(DEFAULT)}; may be repeated. {said}",
    )
    which.add_argument("--all", action="store_true", help="write every kind of file")

    def write(package: Package, folder: Path, given: argparse.Namespace) -> Mapping[Path, str]:
        return write_kinds(package, folder, list(KINDS) if given.all else given.kind or DEFAULT)

    return write_files(arguments, parser, FOLDER, own_names, write)
