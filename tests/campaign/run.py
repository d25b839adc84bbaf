"""Run a campaign: judge mutants in as many processes as there are cores."""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.campaign.clean import Clean
from tests.campaign.every import every
from tests.campaign.judge import Bench, Verdict, fault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.campaign.mutants import Mutant

CHUNK = 40  # neighbours break one table, so that what is said of the others is remembered


@dataclass
class _Worker:
    """What a process keeps between its tasks."""

    bench: Bench
    mutants: dict[str, Mutant]


_here: list[_Worker] = []


def run(names: Sequence[str], processes: int | None = None) -> dict[str, Verdict]:
    """The verdict on each mutant named, in the order given; progress goes to standard error."""
    chunks = [names[at : at + CHUNK] for at in range(0, len(names), CHUNK)]
    verdicts: dict[str, Verdict] = {}
    with (
        tempfile.TemporaryDirectory(prefix="campaign-") as folder,
        ProcessPoolExecutor(
            processes or os.cpu_count(),
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_start,
            initargs=(folder,),
        ) as pool,
    ):
        for done in as_completed([pool.submit(_judge, chunk) for chunk in chunks]):
            verdicts |= {verdict.id: verdict for verdict in done.result()}
            print(f"\r{len(verdicts):,} of {len(names):,}", end="", file=sys.stderr, flush=True)  # noqa: T201
    print(file=sys.stderr)  # noqa: T201
    return {name: verdicts[name] for name in names}


def _start(folder: str) -> None:
    own = Path(tempfile.mkdtemp(dir=folder))
    bench = Bench(own)
    bench.__enter__()  # for as long as the process lives
    _here.append(_Worker(bench, every(Clean.open(own))))
    gc.freeze()  # what stays as long as the process need not be gone through again and again


def _judge(names: Sequence[str]) -> list[Verdict]:
    worker = _here[0]
    return [worker.bench.judge(worker.mutants[name]) for name in names]


def faults(mutants: dict[str, Mutant], verdicts: dict[str, Verdict]) -> dict[str, str]:
    """What is wrong with each verdict that is not the one demanded."""
    said = {name: fault(mutants[name], verdict) for name, verdict in verdicts.items()}
    return {name: what for name, what in said.items() if what}


def clean_faults(bench: Bench) -> list[str]:
    """What is found in the clean packages, and by whom."""
    return [
        f"{base}: {', '.join(sorted(verdict.watchers))}: {verdict.found}"
        for base, verdict in bench.clean().items()
        if verdict.killed
    ]


def timed(names: Sequence[str]) -> tuple[dict[str, Verdict], float]:
    """The verdicts, and how many seconds they took."""
    start = time.perf_counter()
    return run(names), time.perf_counter() - start
