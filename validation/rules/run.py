"""Run the layers and combine their findings.

Importing Great Expectations takes most of the time, so a second process imports and runs it while
the other layers run one after another in this process.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from validation.catalogue.finding import Finding, Place
from validation.catalogue.languages import Both
from validation.catalogue.rules import LAYERS, finding, rule_of
from validation.package.opening import DESCRIPTOR
from validation.rules.expectations import elsewhere
from validation.rules.findings import Report
from validation.rules.suppress import suppress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from validation.package.errors import ContentError
    from validation.package.opening import Package
    from validation.rules.drift import Plan
    from validation.rules.expectations import Judge
    from validation.rules.findings import Outcome

MODULES = {
    "bytes": "byte_form",
    "structure": "structure",
    "columns": "columns",
    "relations": "relations",
    "drift": "drift",
}
OF_THE_FILES = ("bytes", "structure")  # the layers that report why a table cannot be read
SLOW = "drift"


def validate(
    package: Package,
    layers: Sequence[str] = LAYERS,
    *,
    parallel: bool = False,
    tell: Callable[[str], object] = lambda _: None,
) -> Report:
    """Every finding of the chosen layers, each fault once, and what was checked.

    `parallel` runs Great Expectations in a second process; the result is the same. `tell` is called
    with the name of each layer before it runs.
    """
    chosen = [layer for layer in LAYERS if layer in layers]
    if parallel and SLOW in chosen and len(chosen) > 1:
        with elsewhere() as judge:
            outcomes = _run(package, chosen, tell, judge)
    else:
        outcomes = _run(package, chosen, tell)
    kept, suppressed = suppress(package, outcomes)
    asked = {name for outcome in outcomes.values() for name in outcome.unread}
    findings = tuple(sorted([*kept, *_unread(package, kept, asked)]))
    return Report(
        findings,
        {layer: outcome.counts for layer, outcome in outcomes.items()},
        tuple(dict.fromkeys(note for outcome in outcomes.values() for note in outcome.notes)),
        tuple(measured for outcome in outcomes.values() for measured in outcome.measured),
        str(package.descriptor.get("name", "")),
        package.version,
        package.root,
        tuple(failure for outcome in outcomes.values() for failure in outcome.failures),
        frozenset(rule for outcome in outcomes.values() for rule in outcome.unjudged),
        tuple(sorted(suppressed)),
    )


def refused(error: ContentError) -> Report:
    """The report on a package that cannot be validated further because of its content."""
    note = Both(
        "nothing else was validated; fix this first",
        "verder is niets gevalideerd; herstel dit eerst",
    )
    return Report(tuple(sorted(set(error.findings))), {}, (note,))


def _unread(package: Package, findings: Sequence[Finding], asked: set[str]) -> Iterator[Finding]:
    """A finding for each table that could not be read, unless another finding says why."""
    wrong = {
        finding.column.split("/")[1]
        if finding.file == DESCRIPTOR and finding.column.startswith("resources/")
        else finding.file
        for finding in findings
        if rule_of(finding).severity == "error" and rule_of(finding).layer in OF_THE_FILES
    }
    for number, table in enumerate(package.tables.values()):
        known = {table.path, table.schema.path, str(number)}
        if not table.readable and wrong.isdisjoint(known):
            yield finding("unread-table", Place(table.path))
    for name in sorted(asked - package.tables.keys()):
        yield finding("unread-table", Place(DESCRIPTOR, 0, "resources", name), "missing")


def _run(
    package: Package,
    chosen: Sequence[str],
    tell: Callable[[str], object],
    judge: Judge | None = None,
) -> dict[str, Outcome]:
    """The outcome of each layer; a second process may run Great Expectations meanwhile."""
    plan = _planned(package, judge) if judge else None
    outcomes = {}
    for layer in chosen:
        tell(layer)
        if layer == SLOW and plan is not None and judge is not None:
            outcomes[layer] = plan.finish(judge.outside())
        else:
            outcomes[layer] = run_layer(package, layer)
    return outcomes


def run_layer(package: Package, layer: str) -> Outcome:
    """Run one layer, without the tables whose schema is at fault; its tool is imported only now."""
    _distrust(package)
    outcome: Outcome = importlib.import_module(f"validation.rules.{MODULES[layer]}").check(package)
    return outcome


def _distrust(package: Package) -> None:
    profile = importlib.import_module("validation.package.profile")
    profile.distrust(package, profile.faults(package))


def _planned(package: Package, judge: Judge) -> Plan:
    """The measures of the drift layer; the limits are sent to the process that checks them."""
    _distrust(package)
    plan: Plan = importlib.import_module("validation.rules.drift").planned(package)
    judge.send(plan.limits)
    return plan
