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

from validation.echoes import without_echoes
from validation.findings import Outcome, Report, merge
from validation.package import open_package
from validation.process import follow_parent, held_back
from validation.rules import LAYERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from pathlib import Path

    from validation.package import Package

MODULES = {
    "bytes": "byte_form",
    "structure": "structure",
    "columns": "columns",
    "relations": "relations",
    "drift": "drift",
}
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
    return Report(
        findings,
        {layer: outcome.counts for layer, outcome in zip(chosen, outcomes, strict=True)},
        tuple(dict.fromkeys(note for outcome in outcomes for note in outcome.notes)),
        tuple(measured for outcome in outcomes for measured in outcome.measured),
        str(package.descriptor.get("name", "")),
        package.version,
        package.root,
    )


def _run_here(
    package: Package, chosen: Sequence[str], tell: Callable[[str], object]
) -> list[Outcome]:
    profile = importlib.import_module("validation.profile")
    profile.distrust(package, profile.faults(package))
    outcomes = []
    for layer in chosen:
        tell(layer)
        outcomes.append(run_layer(package, layer))
    return outcomes


def run_layer(package: Package, layer: str) -> Outcome:
    """Run one layer; its tool is imported only now."""
    outcome: Outcome = importlib.import_module(f"validation.{MODULES[layer]}").check(package)
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
