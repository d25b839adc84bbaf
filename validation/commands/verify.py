"""Look for every sealed passage in a text of the letter, and compare mentions with evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.commands.common import (
    CLEAN,
    FINDINGS,
    command,
    package_option,
    parser_of,
    path_argument,
)
from validation.package.opening import open_package
from validation.process import say

if TYPE_CHECKING:
    from collections.abc import Sequence


@command
def verify_command(arguments: Sequence[str]) -> int:
    """Look for every sealed passage in a text of the letter, and compare mentions with evidence."""
    from validation.outputs import verification  # noqa: PLC0415

    parser = parser_of("verify.py", verify_command.__doc__)
    parser.add_argument("letter", type=path_argument, help="the letter's text, plain and in UTF-8")
    parser.add_argument("--document", help="the letter to look for; by default the one it is")
    package_option(parser)
    parser.add_argument(
        "--format", choices=verification.FORMATS, default="text", help="for whom to write"
    )
    given = parser.parse_args(arguments)
    with open_package(given.package) as package:
        verdict = verification.verify_file(package, given.document, given.letter)
    say(verification.FORMATS[given.format](verdict))
    return CLEAN if verdict.holds else FINDINGS
