"""Write the site: front page, a page for each thing, codebook and rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.commands.common import command, parser_of, write_files

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from validation.package.opening import Package


@command
def site_command(arguments: Sequence[str]) -> int:
    """Write the site: front page, a page for each thing, codebook and rules."""
    from validation.outputs.site import FOLDER, own_names, write_site  # noqa: PLC0415

    parser = parser_of("build_site.py", site_command.__doc__)

    def write(package: Package, folder: Path, _: argparse.Namespace) -> Mapping[Path, str]:
        return write_site(package, folder)

    return write_files(arguments, parser, FOLDER, own_names, write)
