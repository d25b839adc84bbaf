"""What the tests have in common: the example, and no silent skips."""

import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from tests.example import write_example
from tests.remembering import remembering

SKIPS_ARE_FORBIDDEN = os.environ.get("FORBID_SKIPS") == "1"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test that would be skipped, where skips are forbidden; an expected failure is none."""
    report = yield
    if not hasattr(report, "wasxfail"):
        fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Fail a module that would be skipped as a whole, where skips are forbidden."""
    report = yield
    fail_if_skipped(report)
    return report


def fail_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip into a failure that tells where the skip stands and what its reason was."""
    if SKIPS_ARE_FORBIDDEN and report.skipped:
        where_and_why = report.longrepr
        if isinstance(where_and_why, tuple):
            where_and_why = ":".join(map(str, where_and_why))
        report.outcome = "failed"
        report.longrepr = f"{where_and_why} (FORBID_SKIPS=1)"


@pytest.fixture(scope="session")
def written_example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the example as written once; no test may change it."""
    return write_example(tmp_path_factory.mktemp("example"))


@pytest.fixture
def example(written_example: Path, tmp_path: Path) -> Path:
    """Return a copy of the example to break, with its letter beside it."""
    copy = tmp_path / "example"
    shutil.copytree(written_example.parent, copy)
    return copy / written_example.name


@pytest.fixture(scope="module")
def judged_once() -> Iterator[None]:
    """Judge each table once: the packages of a module differ in few of them."""
    with remembering():
        yield
