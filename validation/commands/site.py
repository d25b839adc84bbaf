"""Write the site: front page, a page for each thing, tables, map, codebook and rules."""

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
    """Write the site: front page, a page for each thing, tables, map, codebook and rules."""
    from validation.outputs.site import FOLDER, own_names, write_site  # noqa: PLC0415
    from validation.outputs.site.frame import KILL_MATRIX, Site, file_of  # noqa: PLC0415
    from validation.outputs.site.libraries import libraries  # noqa: PLC0415
    from validation.releases.edition import edition_of  # noqa: PLC0415

    parser = parser_of("build_site.py", site_command.__doc__)
    parser.add_argument("--base", default="", metavar="ADDRESS", help="where it is published")

    def write(package: Package, folder: Path, given: argparse.Namespace) -> Mapping[Path, str]:
        site = Site(
            package,
            edition_of(package),
            base=given.base,
            libraries=libraries(),
            has_kill_matrix=(folder / file_of(KILL_MATRIX, "en")).is_file(),
        )
        return write_site(site, folder)

    return write_files(arguments, parser, FOLDER, own_names, write)
