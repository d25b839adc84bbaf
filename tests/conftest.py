"""What the tests have in common: the example, and no silent skips."""

import fcntl
import gc
import hashlib
import os
import shutil
from collections.abc import Callable, Generator, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.example import contents, write_example
from tests.files import awkward, made, with_the_rows_of
from tests.remembering import remembering
from validation.package.opening import ROOT

SKIPS_ARE_FORBIDDEN = os.environ.get("FORBID_SKIPS") == "1"

Sharing = Callable[[str, Callable[[Path], object], Path], Path]  # see `shared_by_all`

MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes a folder of its own there
ROOM_NEEDED = 3 * 2**30  # bytes

# Modules with tests that build a release or start LibreOffice, R or validation itself.
LONG = {
    "test_campaign",
    "test_examples",
    "test_process",
    "test_releases",
    "test_second_letter",
    "test_workbook",
}

# Packages, frames and models are made by the thousand, and few of them are cycles.
gc.set_threshold(200_000, 20, 20)


def pytest_configure() -> None:
    """Keep the folders of tests in memory, if the system has a place for that with enough room.

    The tests write 140,000 small files, which takes half a minute longer on a disk.
    """
    usable = MEMORY.is_dir() and os.access(MEMORY, os.W_OK)
    if usable and shutil.disk_usage(MEMORY).free > ROOM_NEEDED:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the modules with tests of many seconds first, so that none of these runs last alone.

    Within the two parts the order, which is random, stays as it was.
    """
    items.sort(key=lambda item: item.path.stem not in LONG)


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
def shared_by_all(
    tmp_path_factory: pytest.TempPathFactory,
) -> Sharing:
    """Return what makes a folder by its name, once for all processes that run tests.

    It adds a copy of the files to a folder of the caller, who may change them, and returns that.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def make(name: str, write: Callable[[Path], object], into: Path) -> Path:
        whole = shared / f"shared-{name}"
        with (shared / f"shared-{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # until the file is closed
            if not whole.exists():
                part = tmp_path_factory.mktemp("part")
                write(part)
                part.rename(whole)  # so that nobody takes a folder that a fault left unfinished
        return Path(shutil.copytree(whole, into, dirs_exist_ok=True))

    return make


@pytest.fixture(scope="session")
def made_once(
    tmp_path_factory: pytest.TempPathFactory,
    shared_by_all: Sharing,
) -> Callable[..., Path]:
    """Return what makes files of some kinds of a package, each once, all in one folder."""
    folders: dict[Path, Path] = {}
    there: set[tuple[Path, str]] = set()

    def make(package: Path, *kinds: str) -> Path:
        if package not in folders:
            folders[package] = tmp_path_factory.mktemp("made")
        for kind in kinds:
            if (package, kind) not in there:
                write = partial(_made, package, kind)
                shared_by_all(f"{_name_of(package)}-{kind}", write, folders[package])
                there.add((package, kind))
        return folders[package]

    return make


def _made(package: Path, kind: str, folder: Path) -> None:
    made(package, folder, kind)


def _name_of(package: Path) -> str:
    """The same name for the same content, in whichever process."""
    if package == ROOT:
        return "published"
    return hashlib.sha256(repr(contents(package)).encode()).hexdigest()


@pytest.fixture(scope="session")
def example_files(written_example: Path) -> dict[str, bytes]:
    """Return the files of the example and of its letter, by their paths."""
    return contents(written_example.parent)


@pytest.fixture
def example(written_example: Path, example_files: dict[str, bytes], tmp_path: Path) -> Path:
    """Return a copy of the example to break, with its letter beside it."""
    copy = tmp_path / "example"
    for folder in {(copy / name).parent for name in example_files}:
        folder.mkdir(parents=True, exist_ok=True)
    for name, content in example_files.items():  # half of what `shutil.copytree` takes
        (copy / name).write_bytes(content)
    return copy / written_example.name


@pytest.fixture(scope="module", autouse=True)
def judged_once() -> Iterator[None]:
    """Judge each table once: the packages of the tests differ in few of them."""
    with remembering():
        yield
