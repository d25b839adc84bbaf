"""Compute how far the two coders of a letter agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.commands.common import CLEAN, MISUSE, command, parser_of, path_argument
from validation.package.opening import (
    open_package,
)
from validation.process import (
    complain,
    say,
)
from validation.rules.catalogue import LAYERS
from validation.rules.findings import refuse_faulty
from validation.rules.run import validate

if TYPE_CHECKING:
    from collections.abc import Sequence


@command
def agreement_command(arguments: Sequence[str]) -> int:
    """Compute how far the two coders of a letter agree."""
    from validation.coding.agreement import agreement  # noqa: PLC0415
    from validation.outputs.agreement import IN_README, as_markdown  # noqa: PLC0415
    from validation.package.formatting import write_aside  # noqa: PLC0415

    parser = parser_of("agreement.py", agreement_command.__doc__)
    parser.add_argument(
        "package", nargs="?", type=path_argument, help="folder, descriptor or released zip"
    )
    parser.add_argument("--document", default="kst-33694-9", help="which letter was coded")
    parser.add_argument(
        "--into", type=path_argument, metavar="FILE", help="write the tables into this text"
    )
    given = parser.parse_args(arguments)
    with open_package(given.package) as package:
        refuse_faulty(validate(package, LAYERS[:-1]))  # drift says nothing of two codings
        try:
            tables = as_markdown(agreement(package, given.document))
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
