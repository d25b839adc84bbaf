"""Explain a row, passage, rule, code, column or table: what it says, and on what basis."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

from validation.catalogue.languages import LANGUAGES
from validation.commands.common import (
    CLEAN,
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
def explain_command(arguments: Sequence[str]) -> int:
    """Explain a row, passage, rule, code, column or table: what it says, and on what basis."""
    from validation.outputs.explain import WIDEST, Explainer  # noqa: PLC0415

    parser = parser_of("explain.py", explain_command.__doc__)
    parser.add_argument(
        "id",
        metavar="ID",
        help="a row (minusma/stable-sahel), passage (s09.p4.z2), rule (explicit-ends), code "
        "(basis/inferred), column (commitments.ends) or table, or a label or name in English or "
        "Dutch (interest B); a part of it will do",
    )
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="default: en")
    parser.add_argument(
        "--letter",
        type=path_argument,
        metavar="FILE",
        help="a copy of the letter, to show its own words",
    )
    package_option(parser)
    given = parser.parse_args(arguments)
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else WIDEST
    with open_package(given.package) as package:
        say(Explainer(package, given.lang, given.letter).explain(given.id, width))
    return CLEAN
