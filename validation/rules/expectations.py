"""Great Expectations: whether whole tables keep within their limits, as a list of jobs.

Importing the library takes seconds, so that `judge` can run in a process of its own: what it is
given and returns can be sent there and back.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from great_expectations.expectations import Expectation

ROUNDING = 1e-9  # of a share, so that a number of rows exactly at its limit is within it


class Limit(NamedTuple):
    """What is expected: of the rows of a table, or of the cells of a column.

    `kind` is `rows`, `in` or `not in` (rows whose cell is or is not one of the codes), `codes`
    (each of the codes is there) or `filled`; all but `codes` count, from `least` to `most`.
    """

    kind: str
    column: str = ""
    codes: tuple[str, ...] = ()
    least: int = 0
    most: int = sys.maxsize


class Job(NamedTuple):
    """A table's columns, an empty cell as None, with the limits on them."""

    rows: int
    columns: dict[str, list[str | None]]
    limits: list[Limit]


class Seen(NamedTuple):
    """Whether a limit holds, with the number counted or the codes that are missing."""

    holds: bool
    number: int = 0
    missing: tuple[str, ...] = ()


def judge(jobs: list[Job]) -> list[list[Seen]]:
    """What each limit of each job comes to, in their order."""
    import great_expectations as gx  # noqa: PLC0415 - seconds that no other layer needs
    from great_expectations.data_context.types.base import ProgressBarsConfig  # noqa: PLC0415

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)  # they would fill a log
    source = context.data_sources.add_pandas("package")
    table = source.add_dataframe_asset("table").add_batch_definition_whole_dataframe("all")
    return [list(_judged(gx, table, job)) for job in jobs]


def _judged(gx: ModuleType, table: Any, job: Job) -> Iterator[Seen]:  # noqa: ANN401 - a library's own class
    import pandas as pd  # noqa: PLC0415 - great expectations has it by now

    frame = pd.DataFrame(job.columns, index=range(job.rows), dtype="str")
    suite = gx.ExpectationSuite("limits")
    for number, limit in enumerate(job.limits):
        expectation = _expectation(gx, limit, max(job.rows, 1))
        expectation.meta = {"limit": number}
        suite.add_expectation(expectation)
    found: dict[int, Seen] = {}
    for result in table.get_batch({"dataframe": frame}).validate(suite).results:
        content: dict[str, Any] = dict(result.to_json_dict())
        if content["exception_info"].get("raised_exception"):
            raise RuntimeError(content["exception_info"]["exception_message"])
        number = content["expectation_config"]["meta"]["limit"]
        seen = _seen(job.limits[number], job.rows, content["result"])
        found[number] = seen._replace(holds=content["success"])
    yield from (found[number] for number in range(len(job.limits)))


def _expectation(gx: ModuleType, limit: Limit, rows: int) -> Expectation:
    expect = gx.expectations
    made: Expectation
    match limit.kind:
        case "rows":
            made = expect.ExpectTableRowCountToBeBetween(
                min_value=limit.least, max_value=limit.most
            )
        case "in":
            made = expect.ExpectColumnValuesToNotBeInSet(
                column=limit.column,
                value_set=list(limit.codes),
                mostly=min(max(1 - limit.most / rows - ROUNDING, 0), 1),
            )
        case "not in":
            made = expect.ExpectColumnValuesToNotBeInSet(
                column=limit.column,
                value_set=list(limit.codes),
                mostly=min(max(limit.least / rows - ROUNDING, 0), 1),
            )
        case "codes":
            made = expect.ExpectColumnDistinctValuesToContainSet(
                column=limit.column, value_set=list(limit.codes)
            )
        case _:
            made = expect.ExpectColumnProportionOfNonNullValuesToBeBetween(
                column=limit.column, min_value=min(limit.least / rows - ROUNDING, 1)
            )
    return made


def _seen(limit: Limit, rows: int, result: dict[str, Any]) -> Seen:
    match limit.kind:
        case "rows":
            return Seen(holds=False, number=result["observed_value"])
        case "in":
            return Seen(holds=False, number=result["unexpected_count"])
        case "not in":
            return Seen(holds=False, number=rows - result["unexpected_count"])
        case "codes":
            return Seen(holds=False, missing=tuple(sorted(result["partial_missing_list"])))
        case _:
            return Seen(holds=False, number=round((result["observed_value"] or 0) * rows))
