"""Compute the inter-coder reliability of the two codings of a letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.catalogue.rules import LAYERS
from validation.commands.common import (
    CLEAN,
    MISUSE,
    command,
    package_argument,
    parser_of,
    path_argument,
)
from validation.outputs.generated import Part
from validation.package.opening import open_package
from validation.process import complain, say
from validation.rules.findings import refuse_faulty
from validation.rules.run import validate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validation.coding.agreement import Agreement

IN_README = Part("agreement", "scripts/agreement.py")


@command
def agreement_command(arguments: Sequence[str]) -> int:
    """Compute the inter-coder reliability of the two codings of a letter."""
    from validation.coding.agreement import agreements  # noqa: PLC0415
    from validation.package.formatting import write_aside  # noqa: PLC0415

    parser = parser_of("agreement.py", agreement_command.__doc__)
    package_argument(parser)
    parser.add_argument("--document", default="kst-33694-9", help="which letter was coded")
    parser.add_argument(
        "--into", type=path_argument, metavar="FILE", help="write the tables into this text"
    )
    given = parser.parse_args(arguments)
    with open_package(given.package) as package:
        refuse_faulty(validate(package, LAYERS[:-1]))  # drift says nothing of two codings
        try:
            tables = "\n\n".join(map(as_markdown, agreements(package, given.document)))
            if given.into is None:
                say(tables)
            else:
                text = IN_README.written_into(given.into.read_text("utf-8"), tables)
                write_aside(given.into, text.encode())
                say(f"{given.into}: the tables are written")
        except ValueError as error:
            complain("en", str(error))
            return MISUSE
    return CLEAN


def as_markdown(agreed: Agreement) -> str:
    """Two tables in Markdown for a round: what was found, and how it was coded."""
    lines = [
        f"### Round {agreed.round}",
        "",
        "| rows of | first | second | both | F1 |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {one.what if one.what.startswith('all ') else f'`{one.what}`'} "
        f"| {one.first} | {one.second} | {one.both} | {one.f1:.2f} |"
        for one in agreed.found
    ]
    lines += ["", "| coded column | compared | the same | alpha |", "|---|---|---|---|"]
    lines += [
        f"| {one.what} | {one.pairs} | {one.same} "
        f"| {'one code only' if one.alpha is None else f'{one.alpha:.2f}'} |"
        for one in agreed.coded
    ]
    return "\n".join(lines)
