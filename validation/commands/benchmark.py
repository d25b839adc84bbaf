"""Compare the time of a whole validation with the smallest run of great expectations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.commands.common import CLEAN, command, parser_of
from validation.process import say

if TYPE_CHECKING:
    from collections.abc import Sequence


@command
def benchmark_command(arguments: Sequence[str]) -> int:
    """Compare the time of a whole validation with the smallest run of great expectations."""
    from validation.outputs.benchmark import compare  # noqa: PLC0415

    parser = parser_of("benchmark.py", benchmark_command.__doc__)
    parser.add_argument("--runs", type=int, default=5, help="runs of each, in turn (default 5)")
    given = parser.parse_args(arguments)
    if given.runs < 1:
        parser.error("--runs takes a number from 1")
    say(*compare(given.runs))
    return CLEAN
