"""Layer 5, drift: has the whole moved out of its bounds, or away from the last release?

great expectations looks at whole tables: how many rows, how much rests on which basis, which
codes are in use, how often a column is filled. The bounds stand with their reasons in
`schemas/bounds.json`, and the last release in `data/releases/`. A table within bounds may still
be wrong in every cell; the other layers look at cells.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from validation.findings import Finding, Outcome
from validation.package import PackageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    from great_expectations.expectations import Expectation

    from validation.package import Package, Table

BOUNDS = "schemas/bounds.json"
RELEASES = "data/releases"
MEASURES = {
    "rows": "row-count",
    "basis": "basis-share",
    "codes": "code-coverage",
    "filled": "filled-share",
    "lost_rows": "release-change",
    "risen_share": "risen-basis",
}
AGAINST_RELEASE = frozenset({"lost_rows", "risen_share"})
# A table that has lost rows lacks codes and shares too; one finding says so.
OF_THE_NUMBER = frozenset({"row-count", "release-change"})


@dataclass(frozen=True)
class Released:
    """What the record of a release says of its tables: their rows, and how many are explicit."""

    rows: dict[str, int]
    explicit: dict[str, int]

    @classmethod
    def read(cls, record: dict[str, Any]) -> Released:
        """Take the record apart; KeyError, TypeError or ValueError where it is none."""
        counts, explicit = record["counts"].items(), record["explicit"].items()
        return cls(
            {str(name): int(count) for name, count in counts},
            {str(name): int(count) for name, count in explicit},
        )

    def share(self, table: str) -> float:
        """The share of explicit rows in a table; 0 where there were none."""
        return self.explicit.get(table, 0) / max(self.rows.get(table, 0), 1)


@dataclass(frozen=True)
class Bound:
    """What is expected of one table, and why."""

    table: str
    measure: str
    reason: str
    column: str = ""
    code: str = ""
    codes: tuple[str, ...] = ()
    minimum: float = 0
    maximum: float = sys.maxsize

    @property
    def rule(self) -> str:
        """The rule that a table outside this bound breaks."""
        return MEASURES[self.measure]

    def expectation(self, gx: ModuleType, before: Released, number: int) -> Expectation:
        """The bound as an expectation, against the last release where it compares with one."""
        expect, meta = gx.expectations, {"bound": number}
        made: Expectation
        match self.measure:
            case "rows":
                made = expect.ExpectTableRowCountToBeBetween(
                    min_value=self.minimum, max_value=self.maximum, meta=meta
                )
            case "lost_rows":
                made = expect.ExpectTableRowCountToBeBetween(
                    min_value=before.rows.get(self.table, 0) - self.maximum, meta=meta
                )
            case "basis" | "risen_share":
                most = self.maximum
                if self.measure == "risen_share":
                    most = min(before.share(self.table) + self.maximum, 1)
                made = expect.ExpectColumnValuesToNotBeInSet(
                    column=self.column,
                    value_set=[self.code],
                    mostly=round(1 - most, 6),
                    meta=meta,
                )
            case "codes":
                made = expect.ExpectColumnDistinctValuesToContainSet(
                    column=self.column, value_set=list(self.codes), meta=meta
                )
            case _:
                made = expect.ExpectColumnProportionOfNonNullValuesToBeBetween(
                    column=self.column, min_value=self.minimum, max_value=self.maximum, meta=meta
                )
        return made

    def finding(self, path: str, result: dict[str, Any]) -> Finding:
        """What great expectations saw, in this package's words."""
        match self.measure:
            case "rows":
                rows, value = result["observed_value"], ""
                what = f"{rows} rows; expected are {self.minimum} to {self.maximum}"
            case "lost_rows":
                rows, value = result["observed_value"], ""
                what = f"{rows} rows are left; at most {self.maximum} may go in one release"
            case "basis":
                value = f"{result['unexpected_count'] / result['element_count']:.0%}"
                what = (
                    f"{value} of the rows are {self.code}; expected is at most {self.maximum:.0%}"
                )
            case "risen_share":
                value = f"{result['unexpected_count'] / result['element_count']:.0%}"
                what = (
                    f"{value} of the rows are {self.code}; since the last release the share has "
                    f"risen by more than {self.maximum:.0%}"
                )
            case "codes":
                value = ", ".join(sorted(result["partial_missing_list"]))
                what = "no row has this"
            case _:
                value = f"{result['observed_value']:.0%}"
                expected = f"{self.minimum:.0%} to {self.maximum:.0%}"
                what = f"{value} of the cells are filled; expected are {expected}"
        return Finding(path, 0, self.column, self.rule, value, f"{what} ({self.reason})")


def check(package: Package) -> Outcome:
    """Every table that has left its bounds."""
    outcome = Outcome()
    before = last_release(package)
    if before is None:
        outcome.notes.append("drift: there is no earlier release to compare with")
    by_table: dict[str, list[Bound]] = {}
    for bound in read_bounds(package):
        if bound.measure not in AGAINST_RELEASE or before is not None:
            by_table.setdefault(bound.table, []).append(bound)
    judge = _judge()
    for name, bounds in by_table.items():
        table = package.tables.get(name)
        if table is None or not table.readable:
            outcome.notes.append(f"drift: `{name}` was not judged; it cannot be read")
            continue
        findings = list(judge(table, bounds, before or Released({}, {})))
        fewer = [finding for finding in findings if finding.rule in OF_THE_NUMBER]
        outcome.findings += fewer[:1] or findings
        outcome.counts["bounds"] = outcome.counts.get("bounds", 0) + len(bounds)
    return outcome


def read_bounds(package: Package) -> list[Bound]:
    """The stated bounds of the package, none where it states none; PackageError if malformed."""
    path = package.root / BOUNDS
    if not path.is_file():
        return []
    try:
        entries = json.loads(path.read_bytes())["bounds"]
        bounds = [Bound(**{**entry, "codes": tuple(entry.get("codes", ()))}) for entry in entries]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise PackageError(f"{BOUNDS}: this states no bounds: {error}") from error
    known = {table.name: {"", *table.schema.names} for table in package.tables.values()}
    wrong = [
        f"{BOUNDS}: nothing is there to bound: {bound.table!r} {bound.column!r} {bound.measure!r}"
        for bound in bounds
        if bound.measure not in MEASURES or bound.column not in known.get(bound.table, set())
    ]
    if wrong:
        raise PackageError(*wrong)
    return bounds


def last_release(package: Package) -> Released | None:
    """The newest release before this version, None before the first; PackageError if malformed."""
    released: dict[tuple[int, ...], Released] = {}
    for path in sorted((package.root / RELEASES).glob("*.json")):
        try:
            record = json.loads(path.read_bytes())
            version = tuple(int(part) for part in record["version"].split("."))
            found = Released.read(record)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            name = f"{RELEASES}/{path.name}"
            raise PackageError(f"{name}: this is no record of a release: {error}") from error
        if record["version"] != package.version:
            released[version] = found
    return released[max(released)] if released else None


def _judge() -> Callable[[Table, list[Bound], Released], Iterator[Finding]]:
    """Start great expectations once, quietly, and return the function that judges a table."""
    import great_expectations as gx  # noqa: PLC0415 - seconds that no other layer needs
    from great_expectations.data_context.types.base import ProgressBarsConfig  # noqa: PLC0415

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)  # they would fill a log
    source = context.data_sources.add_pandas("package")
    one_table = source.add_dataframe_asset("table").add_batch_definition_whole_dataframe("all")

    def judge(table: Table, bounds: list[Bound], before: Released) -> Iterator[Finding]:
        frame = table.frame.where(table.frame != "")
        batch = one_table.get_batch({"dataframe": frame})
        suite = gx.ExpectationSuite(table.name)
        for number, bound in enumerate(bounds):
            suite.add_expectation(bound.expectation(gx, before, number))
        for result in batch.validate(suite).results:
            content: dict[str, Any] = dict(result.to_json_dict())
            if content["exception_info"].get("raised_exception"):
                raise RuntimeError(content["exception_info"]["exception_message"])
            if not content["success"]:
                bound = bounds[content["expectation_config"]["meta"]["bound"]]
                yield bound.finding(table.path, content["result"])

    return judge
