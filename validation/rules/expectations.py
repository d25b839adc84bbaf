"""Great Expectations: which measures of the package are outside their limits.

Importing the library takes seconds, so a process of its own can do that while the package is read.
That process imports nothing else of the rules.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import multiprocessing
import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from validation.process import follow_parent, held_back

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from multiprocessing.connection import Connection

PATIENCE = 10  # seconds to wait for the process to end; it takes a few hundredths


class Limit(NamedTuple):
    """A number that was counted, and the least and the most that is expected."""

    number: int
    least: int
    most: int


def outside(limits: Sequence[Limit]) -> list[int]:
    """The positions of the numbers that are outside their limits, in order."""
    if not limits:
        return []
    import great_expectations as gx  # noqa: PLC0415 - seconds that no other layer needs
    import pandas as pd  # noqa: PLC0415 - great_expectations imports it
    from great_expectations.data_context.types.base import ProgressBarsConfig  # noqa: PLC0415

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)  # they would fill a log
    asset = context.data_sources.add_pandas("package").add_dataframe_asset("measures")
    measures = pd.DataFrame(limits, columns=Limit._fields, dtype="int64")
    batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": measures})
    suite = gx.ExpectationSuite("limits")
    for larger, smaller in (("number", "least"), ("most", "number")):
        at_least = gx.expectations.ExpectColumnPairValuesAToBeGreaterThanB
        suite.add_expectation(at_least(column_A=larger, column_B=smaller, or_equal=True))
    found: set[int] = set()
    for result in batch.validate(suite, result_format={"result_format": "COMPLETE"}).results:
        content: dict[str, Any] = dict(result.to_json_dict())
        if content["exception_info"].get("raised_exception"):
            raise RuntimeError(content["exception_info"]["exception_message"])
        found.update(content["result"]["unexpected_index_list"] or ())
    return sorted(found)


class Judge(NamedTuple):
    """A process that judges limits: send them once, then ask for those that do not hold."""

    connection: Connection

    def send(self, limits: Sequence[Limit]) -> None:
        """Send the limits."""
        self.connection.send(limits)

    def outside(self) -> list[int]:
        """Wait for the positions of those that do not hold; what went wrong there is raised."""
        try:
            answer = self.connection.recv()
        except EOFError:
            raise RuntimeError("the drift layer ended without an answer") from None
        if isinstance(answer, Exception):
            raise answer
        found: list[int] = answer
        return found


@contextmanager
def elsewhere() -> Iterator[Judge]:
    """Start a process that imports great expectations and waits for the limits to judge."""
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe()
    process = spawn.Process(target=_judge, args=(there,), daemon=True)
    with held_back():
        process.start()
    there.close()
    try:
        yield Judge(here)
        process.join(PATIENCE)  # it has answered and is cleaning up
    finally:
        here.close()
        process.terminate()
        process.join()


def _judge(connection: Connection) -> None:
    """Check the limits and exit at once: unloading the library takes half a second."""
    follow_parent()
    gc.disable()  # the process ends too soon for garbage collection to be worth its time
    try:
        importlib.import_module("great_expectations")  # while the first process reads the package
        answer: list[int] | Exception = outside(connection.recv())
    except Exception as error:  # noqa: BLE001 - raised again in the first process
        answer = error
    try:
        connection.send(answer)
    except Exception:  # noqa: BLE001 - some exceptions cannot be sent; their text can
        with suppress(OSError):  # the first process no longer waits
            connection.send(RuntimeError(f"{type(answer).__name__}: {answer}"))
    connection.close()
    atexit._run_exitfuncs()  # noqa: SLF001 - os._exit would skip the cleanup of libraries
    os._exit(0)
