"""What the tests have in common: the example, and no silent skips."""

import gc
import os
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest

from tests.example import write_example
from tests.files import awkward, made, with_the_rows_of
from tests.remembering import remembering

SKIPS_ARE_FORBIDDEN = os.environ.get("FORBID_SKIPS") == "1"

# Packages, frames and models are made by the thousand, and few of them are cycles.
gc.set_threshold(200_000, 20, 20)


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


@pytest.fixture(scope="session")
def awkward_package(written_example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the example with documents and with awkward words; no test may change it."""
    return awkward(written_example, tmp_path_factory.mktemp("awkward") / "package")


@pytest.fixture(scope="session")
def both_letters(written_example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the published package with the example's letter beside its own; not to be changed."""
    return with_the_rows_of(written_example, tmp_path_factory.mktemp("both"))


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Return what makes files of some kinds of a package, each once, all in one folder."""
    folders: dict[Path, Path] = {}
    there: set[tuple[Path, str]] = set()

    def make(package: Path, *kinds: str) -> Path:
        if package not in folders:
            folders[package] = tmp_path_factory.mktemp("made")
        missing = [kind for kind in kinds if (package, kind) not in there]
        there.update((package, kind) for kind in missing)
        return made(package, folders[package], *missing)

    return make


@pytest.fixture
def example(written_example: Path, tmp_path: Path) -> Path:
    """Return a copy of the example to break, with its letter beside it."""
    copy = tmp_path / "example"
    shutil.copytree(written_example.parent, copy)
    return copy / written_example.name


@pytest.fixture(scope="module", autouse=True)
def judged_once() -> Iterator[None]:
    """Judge each table once: the packages of the tests differ in few of them."""
    with remembering():
        yield
