"""Compare two states of the package, or check, declare, cut, build or verify a release."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from validation.commands.common import CLEAN, FINDINGS, command, parser_of, path_argument
from validation.process import complain, say

if TYPE_CHECKING:
    from collections.abc import Sequence


@command
def release_command(arguments: Sequence[str]) -> int:
    """Compare two states of the package, or check, declare, cut, build or verify a release."""
    from validation.releases.steps import STEPS  # noqa: PLC0415

    parser = parser_of("release.py", release_command.__doc__)
    steps = parser.add_subparsers(title="steps", metavar="STEP", required=True)
    for name, step in STEPS.items():
        one = steps.add_parser(name, help=step.said, description=step.said, allow_abbrev=False)
        hidden = argparse.SUPPRESS
        one.add_argument("--debug", action="store_true", default=hidden, help=hidden)
        one.add_argument(
            "--package", type=path_argument, metavar="FOLDER", help="default: this checkout"
        )
        step.arguments(one)
        one.set_defaults(run=step.run)
    given = parser.parse_args(arguments)
    said = given.run(given)
    complain("en", *said.beside)
    say(said.text)
    return CLEAN if said.clean else FINDINGS
