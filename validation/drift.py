"""Layer 5, drift: has the whole moved out of its bounds, or away from the last release?

great expectations looks at whole tables: how many rows, how much rests on which basis, which
codes are in use, how often a column is filled. The bounds stand with their reasons in
`schemas/bounds.json`, and the last release in `data/releases/`. A table within bounds may still
be wrong in every cell; the other layers look at cells.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from validation.findings import Finding, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from great_expectations.expectations import Expectation

    from validation.package import Package, Table

BOUNDS = "schemas/bounds.json"
MEASURES = {
    "rows": "row-count",
    "basis": "basis-share",
    "codes": "code-coverage",
    "filled": "filled-share",
    "lost_rows": "release-change",
}


def check(package: Package) -> Outcome:
    """Every table that has left its bounds."""
    outcome = Outcome()
    bounds = read_bounds(package)
    record = last_release(package)
    if record is None:
        outcome.notes.append("drift: no release yet to compare with")
    by_table: dict[str, list[dict[str, Any]]] = {}
    for bound in bounds:
        if bound["measure"] != "lost_rows" or record is not None:
            by_table.setdefault(bound["table"], []).append(bound)
    judge = _judge()
    for name, entries in by_table.items():
        table = package.tables.get(name)
        if table is None or not table.readable:
            outcome.notes.append(f"drift: `{name}` was not judged; it cannot be read")
            continue
        outcome.findings += judge(table, entries, record)
        outcome.counts["bounds"] = outcome.counts.get("bounds", 0) + len(entries)
    return outcome


def read_bounds(package: Package) -> list[dict[str, Any]]:
    """The stated bounds of the package; none where it states none."""
    path = package.root / BOUNDS
    if not path.is_file():
        return []
    bounds: list[dict[str, Any]] = json.loads(path.read_bytes())["bounds"]
    return bounds


def last_release(package: Package) -> dict[str, Any] | None:
    """The record of the newest release, if there has been one."""
    records = [json.loads(p.read_bytes()) for p in (package.root / "data/releases").glob("*.json")]
    released = [record for record in records if record["version"] != package.version]
    newest = max(released, key=lambda record: _version(record["version"]), default=None)
    return newest if newest is None else dict(newest)


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))


def _judge() -> Callable[..., Iterator[Finding]]:
    """Start great expectations once, quietly, and return the function that judges a table."""
    os.environ.setdefault("TQDM_DISABLE", "1")  # its progress bars would fill every log
    import great_expectations as gx  # noqa: PLC0415 - seconds that no other layer needs

    context = gx.get_context(mode="ephemeral")
    source = context.data_sources.add_pandas("package")

    def judge(
        table: Table, bounds: list[dict[str, Any]], record: dict[str, Any] | None
    ) -> Iterator[Finding]:
        definition = source.add_dataframe_asset(table.name).add_batch_definition_whole_dataframe(
            "whole"
        )
        frame = table.frame.where(table.frame != "")
        batch = definition.get_batch({"dataframe": frame})
        suite = gx.ExpectationSuite(table.name)
        for number, bound in enumerate(bounds):
            suite.add_expectation(_expectation(gx, bound, record, {"bound": number}))
        for result in batch.validate(suite).results:
            bound = bounds[result.expectation_config.meta["bound"]]
            if result.exception_info and result.exception_info.get("raised_exception"):
                raise RuntimeError(result.exception_info["exception_message"])
            if not result.success:
                yield _finding(table, bound, result.result)

    return judge


def _expectation(
    gx: Any, bound: dict[str, Any], record: dict[str, Any] | None, meta: dict[str, Any]
) -> Expectation:
    expect = gx.expectations
    low, high = bound.get("minimum"), bound.get("maximum")
    match bound["measure"]:
        case "rows":
            made = expect.ExpectTableRowCountToBeBetween(min_value=low, max_value=high, meta=meta)
        case "basis":
            made = expect.ExpectColumnValuesToNotBeInSet(
                column="basis", value_set=[bound["code"]], mostly=round(1 - high, 6), meta=meta
            )
        case "codes":
            made = expect.ExpectColumnDistinctValuesToContainSet(
                column=bound["column"], value_set=bound["codes"], meta=meta
            )
        case "filled":
            made = expect.ExpectColumnProportionOfNonNullValuesToBeBetween(
                column=bound["column"], min_value=low, max_value=high, meta=meta
            )
        case "lost_rows":
            before = 0 if record is None else record["counts"].get(bound["table"], 0)
            made = expect.ExpectTableRowCountToBeBetween(min_value=before - high, meta=meta)
        case measure:
            raise ValueError(f"{BOUNDS}: there is no measure {measure!r}")
    expectation: Expectation = made
    return expectation


def _finding(table: Table, bound: dict[str, Any], result: dict[str, Any]) -> Finding:
    observed = result.get("observed_value")
    low, high = bound.get("minimum"), bound.get("maximum")
    column = bound.get("column", "")
    match bound["measure"]:
        case "rows":
            message = f"{observed} rows; expected are {low} to {high}"
        case "basis":
            column = "basis"
            observed = round(result["unexpected_count"] / result["element_count"], 3)
            message = f"{observed:.0%} of the rows are {bound['code']}; expected is at most {high:.0%}"
        case "codes":
            missing = sorted(set(bound["codes"]) - set(observed or []))
            message = f"no row has {', '.join(missing)}"
            observed = ", ".join(missing)
        case "filled":
            observed = round(float(observed), 3)
            message = f"{observed:.0%} of the cells are filled; expected are {low:.0%} to {high:.0%}"
        case _:
            message = f"{observed} rows are left; at most {high} may go in one release"
    reason = f"{message} ({bound['reason']})"
    return Finding(table.path, 0, column, MEASURES[bound["measure"]], str(observed), reason)
