"""Run the layers and bring their findings together.

The drift layer spends its time importing great expectations, so it runs in a process of its own
while the others follow each other in this one.
"""

from __future__ import annotations

import importlib
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING

from validation.findings import Outcome, Report, merge
from validation.package import open_package
from validation.rules import LAYERS, RULES

if TYPE_CHECKING:
    from collections.abc import Sequence
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


def validate(
    package: Package, layers: Sequence[str] = LAYERS, *, parallel: bool = False
) -> Report:
    """Every finding of the chosen layers, each fault once, and what was checked.

    `parallel` runs the drift layer in a second process; the result is the same.
    """
    chosen = [layer for layer in LAYERS if layer in layers]
    if parallel and SLOW in chosen and len(chosen) > 1:
        spawn = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(1, mp_context=spawn) as pool:
            slow = pool.submit(_run_elsewhere, package.root, SLOW)
            outcomes = [run_layer(package, layer) for layer in chosen if layer != SLOW]
            outcomes.append(slow.result())
    else:
        outcomes = [run_layer(package, layer) for layer in chosen]
    counts: dict[str, int] = {}
    for outcome in outcomes:
        counts |= outcome.counts
    counts["rules"] = sum(1 for rule in RULES.values() if rule.layer in chosen)
    findings = merge(finding for outcome in outcomes for finding in outcome.findings)
    notes = tuple(dict.fromkeys(note for outcome in outcomes for note in outcome.notes))
    return Report(findings, counts, notes)


def run_layer(package: Package, layer: str) -> Outcome:
    """Run one layer; its tool is imported only now."""
    outcome: Outcome = importlib.import_module(f"validation.{MODULES[layer]}").check(package)
    return outcome


def _run_elsewhere(root: Path, layer: str) -> Outcome:
    return run_layer(open_package(root), layer)
