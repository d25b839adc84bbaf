"""Write the site: front page, a page for each thing, tables, map, codebook and rules."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from validation.commands.common import command, parser_of, write_files
from validation.process import complain, language_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from validation.package.opening import Package


@command
def site_command(arguments: Sequence[str]) -> int:
    """Write the site: front page, a page for each thing, tables, map, codebook and rules."""
    from validation.outputs.site import (  # noqa: PLC0415
        FOLDER,
        own_names,
        whole_files,
        without,
        write_site,
    )
    from validation.outputs.site.frame import KILL_MATRIX, Site, file_of  # noqa: PLC0415
    from validation.outputs.site.libraries import libraries  # noqa: PLC0415
    from validation.releases.edition import edition_of  # noqa: PLC0415

    parser = parser_of("build_site.py", site_command.__doc__)
    parser.add_argument(
        "--base",
        type=base_argument,
        metavar="ADDRESS",
        help="where it is published; default: the homepage of the descriptor",
    )

    def write(package: Package, folder: Path, given: argparse.Namespace) -> Mapping[Path, str]:
        whole, lacking = whole_files(package)
        site = Site(
            package,
            edition_of(package),
            base=given.base or _with_slash(package.descriptor.get("homepage", "")),
            libraries=libraries(),
            files=whole,
            has_kill_matrix=(folder / file_of(KILL_MATRIX, "en")).is_file(),
        )
        complain(language_of(arguments), *lacking, *without(site))
        return write_site(site, folder)

    return write_files(arguments, parser, FOLDER, own_names, write)


def base_argument(text: str) -> str:
    """The address of a site, with a slash at its end."""
    said = f"`{text}` is no address of a site, such as https://example.org/data/"
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(said) from error
    is_plain = text.isascii() and text.isprintable() and " " not in text
    is_folder = "?" not in text and "#" not in text
    if parts.scheme not in {"http", "https"} or not (parts.hostname and is_plain and is_folder):
        raise argparse.ArgumentTypeError(said)
    return _with_slash(text)


def _with_slash(address: str) -> str:
    return address.rstrip("/") + "/" if address else ""
