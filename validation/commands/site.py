"""Write the site: front page, a page for each thing, tables, map, codebook and rules."""

from __future__ import annotations

import argparse
from dataclasses import replace
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
    from validation.outputs.site.frame import KILL_MATRIX, file_of  # noqa: PLC0415
    from validation.releases.edition import site_of  # noqa: PLC0415

    parser = parser_of("build_site.py", site_command.__doc__)
    parser.add_argument(
        "--base",
        type=base_argument,
        metavar="ADDRESS",
        help="where it is published; default: the homepage of the descriptor",
    )

    def write(package: Package, folder: Path, given: argparse.Namespace) -> Mapping[Path, str]:
        whole, lacking = whole_files(package)
        complain(language_of(arguments), *lacking, *without())
        has_kill_matrix = (folder / file_of(KILL_MATRIX, "en")).is_file()
        site = replace(site_of(package, whole, given.base or ""), has_kill_matrix=has_kill_matrix)
        return write_site(site, folder)

    return write_files(arguments, parser, FOLDER, own_names, write)


def base_argument(text: str) -> str:
    """The address of a site."""
    said = f"`{text}` is no address of a site, such as https://example.org/data/"
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(said) from error
    is_plain = text.isascii() and text.isprintable() and " " not in text
    is_folder = "?" not in text and "#" not in text
    if parts.scheme not in {"http", "https"} or not (parts.hostname and is_plain and is_folder):
        raise argparse.ArgumentTypeError(said)
    return text
