"""Run the layers and bring their findings together.

The drift layer spends its time importing great expectations, so it runs in a process of its own
while the others follow each other in this one.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import multiprocessing
import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from validation.catalogue.finding import Finding
from validation.catalogue.languages import Both
from validation.catalogue.rules import LAYERS, rule_of
from validation.package.opening import DESCRIPTOR, open_package
from validation.process import follow_parent, held_back
from validation.rules.echoes import without_echoes
from validation.rules.findings import Outcome, Report, merge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from pathlib import Path

    from validation.package.errors import ContentError
    from validation.package.opening import Package

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

    `parallel` runs the drift layer in a second process; the result is the same. `tell` is told
    the name of each layer that is about to be waited for.
    """
    chosen = [layer for layer in LAYERS if layer in layers]
    if parallel and SLOW in chosen and len(chosen) > 1:
        with _elsewhere(package.root, SLOW) as result:
            outcomes = _run_here(package, [layer for layer in chosen if layer != SLOW], tell)
            tell(SLOW)
            outcomes.append(result())
    else:
        outcomes = _run_here(package, chosen, tell)
    findings = without_echoes(
        package, merge(finding for outcome in outcomes for finding in outcome.findings)
    )
    asked = {name for outcome in outcomes for name in outcome.unread}
    findings = tuple(sorted([*findings, *_unread(package, findings, asked)]))
    return Report(
        findings,
        {layer: outcome.counts for layer, outcome in zip(chosen, outcomes, strict=True)},
        tuple(dict.fromkeys(note for outcome in outcomes for note in outcome.notes)),
        tuple(measured for outcome in outcomes for measured in outcome.measured),
        str(package.descriptor.get("name", "")),
        package.version,
        package.root,
        tuple(failure for outcome in outcomes for failure in outcome.failures),
        frozenset(rule for outcome in outcomes for rule in outcome.unjudged),
    )


def refused(error: ContentError) -> Report:
    """The report of a package that cannot be judged further for what it holds."""
    note = Both(
        "nothing else was judged; mend this first",
        "verder is niets beoordeeld; herstel dit eerst",
    )
    return Report(merge(error.findings), {}, (note,))


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
            message = Both(
                "this table cannot be read, so its cells were not judged; validate without "
                "--layer says why",
                "deze tabel is niet te lezen, dus de cellen zijn niet beoordeeld; validate zonder "
                "--layer zegt waarom",
            )
            yield Finding(table.path, 0, "", "unread-table", "", message)
    for name in sorted(asked - package.tables.keys()):
        message = Both(
            "rules need this table, and the descriptor does not list it",
            "regels hebben deze tabel nodig, en de descriptor noemt haar niet",
        )
        yield Finding(DESCRIPTOR, 0, "resources", "unread-table", name, message)


def _run_here(
    package: Package, chosen: Sequence[str], tell: Callable[[str], object]
) -> list[Outcome]:
    outcomes = []
    for layer in chosen:
        tell(layer)
        outcomes.append(run_layer(package, layer))
    return outcomes


def run_layer(package: Package, layer: str) -> Outcome:
    """Run one layer, which leans on no faulty schema; its tool is imported only now."""
    profile = importlib.import_module("validation.package.profile")
    profile.distrust(package, profile.faults(package))
    outcome: Outcome = importlib.import_module(f"validation.rules.{MODULES[layer]}").check(package)
    return outcome


@contextmanager
def _elsewhere(root: Path, layer: str) -> Iterator[Callable[[], Outcome]]:
    """Start a layer in a process of its own; the function waits for its outcome."""
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe(duplex=False)
    process = spawn.Process(target=_send_outcome, args=(root, layer, there), daemon=True)
    with held_back():
        process.start()
    there.close()

    def result() -> Outcome:
        try:
            answer = here.recv()
        except EOFError:
            raise RuntimeError(f"the {layer} layer ended without an answer") from None
        if isinstance(answer, Exception):
            raise answer
        outcome: Outcome = answer
        process.join(PATIENCE)  # it has answered and is cleaning up
        return outcome

    try:
        yield result
    finally:
        here.close()
        process.terminate()
        process.join()


def _send_outcome(root: Path, layer: str, connection: Connection) -> None:
    """Run a layer and end at once: taking the imported library down again costs half a second."""
    follow_parent()
    gc.disable()  # a process this short collects no garbage worth the time
    try:
        answer: Outcome | Exception = run_layer(open_package(root), layer)
    except Exception as error:  # noqa: BLE001 - it is raised again in the process that asked
        answer = error
    try:
        connection.send(answer)
    except Exception:  # noqa: BLE001 - some exceptions cannot be sent; their words can
        with suppress(OSError):  # nobody waits for them any more
            connection.send(RuntimeError(f"{type(answer).__name__}: {answer}"))
    connection.close()
    atexit._run_exitfuncs()  # noqa: SLF001 - os._exit would leave out what libraries clean up
    os._exit(0)
