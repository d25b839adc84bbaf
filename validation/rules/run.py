"""Run the layers and bring their findings together.

Importing great expectations takes most of the time, so another process does that and judges by it,
while the layers follow each other in this one.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import multiprocessing
import os
from contextlib import contextmanager
from contextlib import suppress as suppressed
from typing import TYPE_CHECKING, NamedTuple

from validation.catalogue.finding import Finding, Place
from validation.catalogue.languages import Both
from validation.catalogue.rules import LAYERS, finding, rule_of
from validation.package.opening import DESCRIPTOR
from validation.process import follow_parent, held_back
from validation.rules.findings import Report
from validation.rules.suppress import suppress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection

    from validation.package.errors import ContentError
    from validation.package.opening import Package
    from validation.rules.drift import Plan
    from validation.rules.expectations import Job, Seen
    from validation.rules.findings import Outcome

MODULES = {
    "bytes": "byte_form",
    "structure": "structure",
    "columns": "columns",
    "relations": "relations",
    "drift": "drift",
}
OF_THE_FILES = ("bytes", "structure")  # the layers that say why a table cannot be read
SLOW = "drift"
PATIENCE = 10  # seconds; ending takes a few hundredths


def validate(
    package: Package,
    layers: Sequence[str] = LAYERS,
    *,
    parallel: bool = False,
    tell: Callable[[str], object] = lambda _: None,
) -> Report:
    """Every finding of the chosen layers, each fault once, and what was checked.

    `parallel` runs great expectations in a second process; the result is the same. `tell` is told
    the name of each layer that is about to be waited for.
    """
    chosen = [layer for layer in LAYERS if layer in layers]
    if parallel and SLOW in chosen and len(chosen) > 1:
        with _elsewhere() as expectations:
            outcomes = _run(package, chosen, tell, expectations)
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
    """The report of a package that cannot be judged further for what it holds."""
    note = Both(
        "nothing else was judged; fix this first",
        "verder is niets beoordeeld; herstel dit eerst",
    )
    return Report(tuple(sorted(set(error.findings))), {}, (note,))


def _unread(package: Package, findings: Sequence[Finding], asked: set[str]) -> Iterator[Finding]:
    """Each table that nobody could read, where no finding says why."""
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
    expectations: Expectations | None = None,
) -> dict[str, Outcome]:
    """What each layer finds; another process meanwhile judges what it is sent."""
    plan = _planned(package, expectations) if expectations else None
    outcomes = {}
    for layer in chosen:
        tell(layer)
        if layer == SLOW and plan is not None and expectations is not None:
            outcomes[layer] = plan.finish(package, expectations.receive())
        else:
            outcomes[layer] = run_layer(package, layer)
    return outcomes


def run_layer(package: Package, layer: str) -> Outcome:
    """Run one layer, which leans on no faulty schema; its tool is imported only now."""
    _distrust(package)
    outcome: Outcome = importlib.import_module(f"validation.rules.{MODULES[layer]}").check(package)
    return outcome


def _distrust(package: Package) -> None:
    profile = importlib.import_module("validation.package.profile")
    profile.distrust(package, profile.faults(package))


def _planned(package: Package, expectations: Expectations) -> Plan:
    """What the drift layer has to judge, sent to the process that judges it."""
    _distrust(package)
    plan: Plan = importlib.import_module("validation.rules.drift").planned(package)
    expectations.send(plan.jobs(package))
    return plan


class Expectations(NamedTuple):
    """The process that judges expectations: send it jobs once, then receive what it saw."""

    connection: Connection

    def send(self, jobs: list[Job]) -> None:
        """Send the jobs."""
        self.connection.send(jobs)

    def receive(self) -> list[list[Seen]]:
        """Wait for what was seen, or raise what went wrong there."""
        try:
            answer = self.connection.recv()
        except EOFError:
            raise RuntimeError(f"the {SLOW} layer ended without an answer") from None
        if isinstance(answer, Exception):
            raise answer
        seen: list[list[Seen]] = answer
        return seen


@contextmanager
def _elsewhere() -> Iterator[Expectations]:
    """Start a process that imports great expectations and waits for what it is to judge."""
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe()
    process = spawn.Process(target=_judge, args=(there,), daemon=True)
    with held_back():
        process.start()
    there.close()
    try:
        yield Expectations(here)
        process.join(PATIENCE)  # it has answered and is cleaning up
    finally:
        here.close()
        process.terminate()
        process.join()


def _judge(connection: Connection) -> None:
    """Judge and end at once: taking the imported library down again costs half a second."""
    follow_parent()
    gc.disable()  # a process this short collects no garbage worth the time
    try:
        importlib.import_module("great_expectations")  # while the other process reads the package
        from validation.rules.expectations import judge  # noqa: PLC0415

        answer: list[list[Seen]] | Exception = judge(connection.recv())
    except Exception as error:  # noqa: BLE001 - it is raised again in the process that asked
        answer = error
    try:
        connection.send(answer)
    except Exception:  # noqa: BLE001 - some exceptions cannot be sent; their words can
        with suppressed(OSError):  # nobody waits for them any more
            connection.send(RuntimeError(f"{type(answer).__name__}: {answer}"))
    connection.close()
    atexit._run_exitfuncs()  # noqa: SLF001 - os._exit would leave out what libraries clean up
    os._exit(0)
