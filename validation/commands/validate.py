"""Validate the package: report what is wrong, and what was checked."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from validation.catalogue.languages import LANGUAGES, Both, in_language
from validation.catalogue.rules import LAYERS
from validation.commands.common import (
    CLEAN,
    FAULT,
    FINDINGS,
    command,
    package_argument,
    parser_of,
)
from validation.outputs import MisuseError, reports
from validation.package.errors import ContentError
from validation.package.opening import open_package
from validation.process import complain, say
from validation.rules.run import refused, validate

if TYPE_CHECKING:
    from collections.abc import Sequence


LETTER_UNUSED = Both(
    "--letter is for the layer relations, which --layer leaves out",
    "--letter is voor de laag relations, die --layer weglaat",
)
NOTHING_SEALED = Both(
    "no seal was checked: the package's passages cannot be read",
    "geen zegel is gecontroleerd: de passages van het pakket zijn niet te lezen",
)


@command
def validate_command(arguments: Sequence[str]) -> int:
    """Validate the package: report what is wrong, and what was checked."""
    parser = parser_of("validate.py", validate_command.__doc__)
    package_argument(parser)
    parser.add_argument(
        "--layer", action="append", choices=LAYERS, help="this layer alone; may be repeated"
    )
    parser.add_argument(
        "--format", choices=reports.FORMATS, default="text", help="for whom to write"
    )
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="default: en")
    parser.add_argument(
        "--letter",
        action="append",
        type=Path,
        metavar="FILE",
        help="a letter's text, plain and in UTF-8, to check its seals too; one file for each "
        "letter, which it is shows in the text",
    )
    parser.add_argument(
        "--most",
        type=int,
        default=reports.MOST,
        metavar="N",
        help=f"as text, show N findings of each rule (default {reports.MOST}; 0: all)",
    )
    given = parser.parse_args(arguments)
    if given.most < 0:
        parser.error(
            in_language(
                Both("--most takes a number from 0", "bij --most hoort een getal vanaf 0"),
                given.lang,
            )
        )
    layers = given.layer or LAYERS
    if given.letter and "relations" not in layers:
        parser.error(in_language(LETTER_UNUSED, given.lang))
    try:
        with (
            open_package(given.package) as package,
            reports.progress(sys.stderr, given.lang) as tell,
        ):
            if given.letter:
                from validation.outputs.verification import attach_letters  # noqa: PLC0415

                attach_letters(package, given.letter)
            report = validate(package, layers, parallel=True, tell=tell)
    except ContentError as error:
        if not error.findings:
            raise
        report = refused(error)
    if given.letter and report.clean and not report.counts.get("seals"):
        raise MisuseError(NOTHING_SEALED)
    if given.format == "text":
        colour = reports.wants_colour(sys.stdout)
        say(reports.as_text(report, given.lang, most=given.most, colour=colour))
    else:
        _in_utf8(reports.FORMATS[given.format](report, given.lang))
    for failure in report.failures:
        complain(given.lang, failure.said, *([failure.trace.rstrip()] if given.debug else []))
    if report.failures:
        return FAULT
    return CLEAN if report.clean else FINDINGS


def _in_utf8(text: str) -> None:
    """Print in UTF-8, whatever the encoding of the terminal is."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    say(text)
