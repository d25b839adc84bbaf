"""Layer 5, drift: has the whole moved out of its bounds, or away from the last release?

great expectations looks at whole tables: how many rows, how much rests on which basis, which
codes are in use, how often a column is filled. The bounds stand with their reasons in
`schemas/bounds.json`, and the last release in `data/releases/`. A table within bounds may still
be wrong in every cell; the other layers look at cells.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

from validation.catalogue.finding import Finding
from validation.catalogue.languages import Both
from validation.history.archive import newest_first
from validation.package.errors import ContentError
from validation.package.opening import read_json, unreadable
from validation.rules.findings import Measured, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import ModuleType

    from great_expectations.expectations import Expectation

    from validation.history.record import ReleaseRecord
    from validation.package.opening import Package
    from validation.package.schema import Field
    from validation.package.table import Table

_Read = TypeVar("_Read")
_Stated = TypeVar("_Stated")
BOUNDS = "schemas/bounds.json"
MEASURES = {
    "rows": "row-count",
    "basis": "basis-share",
    "codes": "code-coverage",
    "filled": "filled-share",
    "lost_rows": "release-change",
    "risen_share": "risen-basis",
    "lost_codes": "code-coverage",
    "emptied": "filled-share",
}
AGAINST_RELEASE = frozenset({"lost_rows", "risen_share", "lost_codes", "emptied"})
EVERY_TABLE = "*"  # with one of these measures: each of its columns that can leave the bound
OF_A_COLUMN: dict[str, Callable[[Field], bool]] = {
    "lost_codes": lambda column: column.codes is not None,
    "emptied": lambda column: not column.required,
}
MARGIN = 1e-6  # of a share: one that lies exactly on its bound is not outside it for a rounding
# A table that has lost rows lacks codes and shares too; one finding says so.
OF_THE_NUMBER = frozenset({"row-count", "release-change"})


@dataclass(frozen=True)
class Released:
    """What the record of a release says of its tables: rows, explicit ones, codes, filled cells."""

    version: str
    rows: dict[str, int]
    explicit: dict[str, int]
    codes: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    filled: dict[tuple[str, str], int] = field(default_factory=dict)

    @classmethod
    def read(cls, record: ReleaseRecord) -> Released:
        """Take the record apart."""
        return cls(
            record.version,
            record.counts,
            record.explicit,
            {
                (name, column): tuple(codes)
                for name, table in record.tables.items()
                for column, codes in table.codes.items()
            },
            {
                (name, column["name"]): table.filled.get(column["name"], record.counts[name])
                for name, table in record.tables.items()
                for column in table.fields
            },
        )

    def share(self, table: str) -> float:
        """The share of explicit rows in a table; 0 where there were none."""
        return self.explicit.get(table, 0) / max(self.rows.get(table, 0), 1)

    def filled_share(self, table: str, column: str) -> float:
        """The share of filled cells in a column; 0 where there was no such column."""
        return self.filled.get((table, column), 0) / max(self.rows.get(table, 0), 1)


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
    reason_nl: str = ""

    @property
    def rule(self) -> str:
        """The rule that a table outside this bound breaks."""
        return MEASURES[self.measure]

    def judges(self, before: Released | None) -> bool:
        """Whether there is something to hold against it."""
        if self.measure not in AGAINST_RELEASE:
            return True
        if before is None:
            return False
        match self.measure:
            case "lost_codes":
                return bool(before.codes.get((self.table, self.column)))
            case "emptied":
                return before.filled_share(self.table, self.column) > self.maximum
            case _:
                return True

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
                (most,) = self._limits(before)
                made = expect.ExpectColumnValuesToNotBeInSet(
                    column=self.column,
                    value_set=[self.code],
                    mostly=max(round(1 - most - MARGIN, 6), 0),
                    meta=meta,
                )
            case "codes" | "lost_codes":
                made = expect.ExpectColumnDistinctValuesToContainSet(
                    column=self.column, value_set=list(self._codes(before)), meta=meta
                )
            case "emptied":
                (least,) = self._limits(before)
                made = expect.ExpectColumnProportionOfNonNullValuesToBeBetween(
                    column=self.column, min_value=round(least - MARGIN, 6), meta=meta
                )
            case _:
                made = expect.ExpectColumnProportionOfNonNullValuesToBeBetween(
                    column=self.column, min_value=self.minimum, max_value=self.maximum, meta=meta
                )
        return made

    def _codes(self, before: Released) -> tuple[str, ...]:
        """The codes that must be in use: those stated, or those of the last release."""
        return self.codes or before.codes.get((self.table, self.column), ())

    def _limits(self, before: Released) -> tuple[float, ...]:
        """The shares that the one seen is held against; none for what is no share."""
        match self.measure:
            case "basis":
                return (self.maximum,)
            case "risen_share":
                return (min(before.share(self.table) + self.maximum, 1),)
            case "emptied":
                return (max(before.filled_share(self.table, self.column) - self.maximum, 0),)
            case "filled":
                return (self.minimum, self.maximum)
            case _:
                return ()

    def measured(self, before: Released, result: dict[str, Any], *, holds: bool) -> Measured:
        """What great expectations saw, beside what was expected, in this package's words."""
        shown, *bounds = _per_cent(self._share(result), *self._limits(before))
        value, seen = self._seen(result, shown)
        reason = Both(self.reason, self.reason_nl or self.reason)
        wanted = self._wanted(before, bounds)
        return Measured(self.table, self.column, self.rule, value, seen, wanted, holds, reason)

    def _share(self, result: dict[str, Any]) -> float:
        """The share of the rows or cells that was seen; 0 for what is no share."""
        match self.measure:
            case "basis" | "risen_share":
                return float(result["unexpected_count"] / max(result["element_count"], 1))
            case "filled" | "emptied":
                return float(result["observed_value"] or 0)
            case _:
                return 0

    def _seen(self, result: dict[str, Any], share: str) -> tuple[str, Both]:
        """The value that a finding names, and what it is a value of."""
        match self.measure:
            case "rows" | "lost_rows":
                rows = result["observed_value"]
                return "", Both(f"{rows} rows", f"{rows} rijen")
            case "basis" | "risen_share":
                return share, Both(
                    f"{share} of the rows are {self.code}", f"{share} van de rijen is {self.code}"
                )
            case "codes" | "lost_codes":
                unused = ", ".join(sorted(result["partial_missing_list"]))
                if not unused:
                    return "", Both("each code is in use", "elke code is in gebruik")
                return unused, Both(f"no row has {unused}", f"geen rij heeft {unused}")
            case _:
                return share, Both(
                    f"{share} of the cells are filled", f"{share} van de cellen is gevuld"
                )

    def _wanted(self, before: Released, bounds: Sequence[str]) -> Both:
        """What was expected, with the bounds of a share as they are shown beside it."""
        if self.measure in AGAINST_RELEASE:
            return self._wanted_since(before, *bounds)
        match self.measure:
            case "rows":
                return Both(
                    f"{self.minimum} to {self.maximum}", f"{self.minimum} t/m {self.maximum}"
                )
            case "basis":
                return Both(f"at most {bounds[0]}", f"hooguit {bounds[0]}")
            case "codes":
                listed = ", ".join(self.codes)
                return Both(f"a row with each of {listed}", f"een rij met elk van {listed}")
            case _:
                return Both(" to ".join(bounds), " t/m ".join(bounds))

    def _wanted_since(self, before: Released, bound: str = "") -> Both:
        by, version = f"{100 * self.maximum:g}%", before.version
        match self.measure:
            case "lost_rows":
                least = max(before.rows.get(self.table, 0) - self.maximum, 0)
                return Both(
                    f"at least {least}, {self.maximum} fewer than in {version}",
                    f"ten minste {least}, {self.maximum} minder dan in {version}",
                )
            case "risen_share":
                return Both(
                    f"at most {bound}, {by} more than in {version}",
                    f"hooguit {bound}, {by} meer dan in {version}",
                )
            case "lost_codes":
                listed = ", ".join(self._codes(before))
                return Both(
                    f"a row with each of {listed}, as in {version}",
                    f"een rij met elk van {listed}, zoals in {version}",
                )
            case _:
                return Both(
                    f"at least {bound}, {by} less than in {version}",
                    f"ten minste {bound}, {by} minder dan in {version}",
                )


def _per_cent(share: float, *limits: float) -> list[str]:
    """A share and its limits with as many decimals as it takes to see on which side it lies."""
    apart = [limit for limit in limits if abs(limit - share) > MARGIN]
    decimals = 0
    while any(f"{limit:.{decimals}%}" == f"{share:.{decimals}%}" for limit in apart):
        decimals += 1
    return [f"{number:.{decimals}%}" for number in (share, *limits)]


@dataclass(frozen=True)
class Accepted:
    """A drift that is meant in one version, and why: what a finding of it names."""

    version: str
    rule: str
    table: str
    reason: str
    reason_nl: str
    column: str = ""

    def excuses(self, measured: Measured) -> bool:
        """Whether a bound that does not hold is the one that was accepted."""
        place = (measured.rule, measured.table, measured.column)
        return not measured.holds and place == (self.rule, self.table, self.column)


def _finding(path: str, measured: Measured) -> Finding:
    """A bound that does not hold."""
    seen, wanted, why = measured.seen, measured.wanted, measured.reason
    message = Both(
        f"{seen}; expected: {wanted} ({why})", f"{seen.nl}; verwacht: {wanted.nl} ({why.nl})"
    )
    return Finding(path, 0, measured.column, measured.rule, measured.value, message)


def check(package: Package) -> Outcome:
    """Every table that has left its bounds."""
    outcome = Outcome()
    wrong: list[Finding] = []
    before = _or_wrong(last_release, package, wrong)
    stated = _or_wrong(read_bounds, package, wrong) or []
    allowed = _or_wrong(read_accepted, package, wrong) or []
    outcome.findings += wrong
    if before is None and not wrong:
        outcome.notes.append(
            Both(
                "drift: there is no earlier release to compare with",
                "drift: er is geen eerdere uitgave om mee te vergelijken",
            )
        )
    by_table: dict[str, list[Bound]] = {}
    for bound in stated:
        if bound.judges(before):
            by_table.setdefault(bound.table, []).append(bound)
    accepted = [one for one in allowed if one.version == package.version]
    judge = _judge()
    for name, bounds in by_table.items():
        table = package.tables.get(name)
        if table is None or not table.readable:
            outcome.notes.append(
                Both(
                    f"drift: `{name}` was not judged; it cannot be read",
                    f"drift: `{name}` is niet beoordeeld; de tabel is niet te lezen",
                )
            )
            continue
        measured = list(judge(table, bounds, before or Released("", {}, {})))
        outcome.measured += measured
        findings = [
            _finding(table.path, one)
            for one in measured
            if not one.holds and not any(other.excuses(one) for other in accepted)
        ]
        fewer = [finding for finding in findings if finding.rule in OF_THE_NUMBER]
        outcome.findings += fewer[:1] or findings
        outcome.counts["bounds"] = outcome.counts.get("bounds", 0) + len(bounds)
    used = [one for one in accepted if any(one.excuses(seen) for seen in outcome.measured)]
    if not wrong:  # where a bound or a release cannot be read, not all of them were asked
        outcome.findings += [_idle(one) for one in accepted if one not in used]
    outcome.notes += [_note(used)] if used else []
    return outcome


def _note(accepted: Sequence[Accepted]) -> Both:
    """What is accepted is still told, in one line however much it is."""
    version = accepted[0].version
    where = ", ".join(".".join(filter(None, (one.table, one.column))) for one in accepted)
    return Both(
        f"drift: accepted for {version}: {where} (`{BOUNDS}` says why)",
        f"drift: aanvaard voor {version}: {where} (`{BOUNDS}` zegt waarom)",
    )


def _idle(accepted: Accepted) -> Finding:
    """A drift that was accepted and is not there."""
    message = Both(
        f"`{accepted.table}` does not break {accepted.rule}",
        f"`{accepted.table}` breekt {accepted.rule} niet",
    )
    return Finding(BOUNDS, 0, accepted.column, "accepted-drift", accepted.table, message)


def _or_wrong(
    read: Callable[[Package], _Read], package: Package, wrong: list[Finding]
) -> _Read | None:
    """What is read, or None with what is wrong in it."""
    try:
        return read(package)
    except ContentError as error:
        wrong += error.findings
        return None


def read_accepted(package: Package) -> list[Accepted]:
    """Every drift that was accepted for some version.

    PackageError where the file cannot be opened, ContentError where one is malformed.
    """
    wrong, accepted = [], []
    for pointer, entry in _entries(package, "accepted", []):
        one = _made(Accepted, entry)
        if one is None:
            message = Both("this accepts nothing", "dit aanvaardt niets")
            wrong.append(unreadable(BOUNDS, message, pointer=pointer))
        elif one.rule not in MEASURES.values():
            message = Both(f"no rule of drift: {one.rule!r}", f"geen regel van drift: {one.rule!r}")
            wrong.append(unreadable(BOUNDS, message, pointer=pointer))
        else:
            accepted.append(one)
    if wrong:
        raise ContentError(*wrong)
    return accepted


def read_bounds(package: Package) -> list[Bound]:
    """The stated bounds of the package.

    PackageError where the file cannot be opened, ContentError where one is malformed.
    """
    known = {table.name: {"", *table.schema.names} for table in package.tables.values()}
    unread = {table.name for table in package.tables.values() if not table.readable}
    wrong, bounds = [], []
    for pointer, entry in _entries(package, "bounds"):
        one = _made(Bound, entry)
        if one is None or one.minimum > one.maximum:
            message = Both("this states no bounds", "dit noemt geen grenzen")
            wrong.append(unreadable(BOUNDS, message, pointer=pointer))
            continue
        for bound in _each_table(package, one):
            is_known = bound.table in unread or bound.column in known.get(bound.table, set())
            if bound.measure in MEASURES and is_known:
                bounds.append(bound)
                continue
            named = f"{bound.table!r} {bound.column!r} {bound.measure!r}"
            message = Both(
                f"nothing is there to bound: {named}", f"er is niets om te begrenzen: {named}"
            )
            wrong.append(unreadable(BOUNDS, message, pointer=pointer))
    if wrong:
        raise ContentError(*wrong)
    return bounds


def _entries(
    package: Package, name: str, default: list[Any] | None = None
) -> Iterator[tuple[str, Any]]:
    """The entries of a list in the file of bounds, each with its pointer."""
    entries = read_json(package.root, BOUNDS).get(name, default)
    if not isinstance(entries, list):
        message = Both("this states no bounds: no list", "dit noemt geen grenzen: geen lijst")
        raise ContentError(unreadable(BOUNDS, message, pointer=name))
    for number, entry in enumerate(entries):
        yield f"{name}/{number}", entry


def _made(kind: Callable[..., _Stated], entry: object) -> _Stated | None:
    """A bound or an acceptance with properties of their own types; None where it is neither."""
    if not isinstance(entry, dict):
        return None
    codes = entry.get("codes", [])
    known = {"codes": list, "minimum": int | float, "maximum": int | float}
    typed = all(
        isinstance(value, known.get(name, str)) and not isinstance(value, bool)
        for name, value in entry.items()
    )
    if not typed or not all(isinstance(code, str) for code in codes):
        return None
    try:
        return kind(**(entry | ({"codes": tuple(codes)} if codes else {})))
    except TypeError:
        return None


def _each_table(package: Package, bound: Bound) -> Iterator[Bound]:
    """The bound itself, or one for each column of every table that can leave it."""
    if bound.table != EVERY_TABLE or bound.measure not in OF_A_COLUMN:
        yield bound
        return
    for table in package.tables.values():
        for column in table.schema.fields:
            if OF_A_COLUMN[bound.measure](column):
                yield replace(bound, table=table.name, column=column.name)


def last_release(package: Package) -> Released | None:
    """The newest release before this version, None before the first; PackageError if malformed."""
    records = newest_first(package.root)
    return next((Released.read(one) for one in records if one.version != package.version), None)


def _judge() -> Callable[[Table, list[Bound], Released], Iterator[Measured]]:
    """Start great expectations once, quietly, and return the function that judges a table."""
    import great_expectations as gx  # noqa: PLC0415 - seconds that no other layer needs
    from great_expectations.data_context.types.base import ProgressBarsConfig  # noqa: PLC0415

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)  # they would fill a log
    source = context.data_sources.add_pandas("package")
    one_table = source.add_dataframe_asset("table").add_batch_definition_whole_dataframe("all")

    def judge(table: Table, bounds: list[Bound], before: Released) -> Iterator[Measured]:
        frame = table.frame.where(table.frame != "")
        batch = one_table.get_batch({"dataframe": frame})
        suite = gx.ExpectationSuite(table.name)
        for number, bound in enumerate(bounds):
            suite.add_expectation(bound.expectation(gx, before, number))
        for result in batch.validate(suite).results:
            content: dict[str, Any] = dict(result.to_json_dict())
            if content["exception_info"].get("raised_exception"):
                raise RuntimeError(content["exception_info"]["exception_message"])
            bound, seen = bounds[content["expectation_config"]["meta"]["bound"]], content["result"]
            yield bound.measured(before, seen, holds=content["success"])

    return judge
