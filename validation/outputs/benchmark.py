"""Compare the time of a whole validation with that of the smallest run of great expectations.

Both are processes of their own, run in turn, so that the ratio does not depend on the machine's
speed at the time.
"""

from __future__ import annotations

import atexit
import os
import statistics
import subprocess
import sys
import time
from importlib import import_module

from validation.package.opening import ROOT

SMALLEST = """
import great_expectations as gx, pandas as pd
context = gx.get_context(mode="ephemeral")
asset = context.data_sources.add_pandas("one").add_dataframe_asset("one")
batch = asset.add_batch_definition_whole_dataframe("one").get_batch(
    {"dataframe": pd.DataFrame({"one": [1]})}
)
suite = gx.ExpectationSuite("one")
suite.add_expectation(gx.expectations.ExpectTableRowCountToBeBetween(min_value=1))
assert batch.validate(suite).success
"""


def compare(runs: int) -> list[str]:
    """Seconds of each command (minimum, median, maximum) and the ratio of each pair of runs."""
    import_module("great_expectations")  # fails here, with its name, if it is missing
    commands = {
        "validate": [sys.executable, str(ROOT / "scripts" / "validate.py")],
        "smallest": [sys.executable, "-c", SMALLEST],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(runs + 1):
        for name, arguments in commands.items():
            seconds = _time(arguments)
            if number:  # the first pair warms the caches
                times[name].append(seconds)
    ratios = [ours / theirs for ours, theirs in zip(*times.values(), strict=True)]
    lines = [f"{name:9} {_spread(seconds)} s" for name, seconds in times.items()]
    return [*lines, f"ratio     {_spread(ratios)}"]


def _time(arguments: list[str]) -> float:
    started = time.perf_counter()
    with subprocess.Popen(  # noqa: S603 - fixed commands of this project
        arguments,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "TQDM_DISABLE": "1"},
    ) as process:
        atexit.register(process.terminate)  # it ends with this process
    atexit.unregister(process.terminate)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, arguments)
    return time.perf_counter() - started


def _spread(values: list[float]) -> str:
    low, middle, high = min(values), statistics.median(values), max(values)
    return f"{low:.2f} / {middle:.2f} / {high:.2f}"
