"""How every script starts, speaks and ends as a process: set-up, streams and signals."""

import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.example import letter_of
from validation.package.opening import ROOT

SCRIPTS = sorted(path.name for path in (ROOT / "scripts").glob("*.py"))
# Arguments with which each of them has something to do without a library, or to say before it.
NEEDS = {"explain.py": ["all"], "release.py": ["notes"], "verify.py": ["README.md"]}
RUN = (
    "import runpy, sys; {before}; sys.argv = {argv}; runpy.run_path({path!r}, run_name='__main__')"
)
OLD = "sys.version_info = (3, 9, 2)"


def run(
    *arguments: object, command: str = "", stderr: int = subprocess.PIPE
) -> subprocess.CompletedProcess[str]:
    """Run a script, or a shell's command of it; what is not redirected is captured."""
    given = ["bash", "-c", command, "bash", sys.executable] if command else [sys.executable]
    return subprocess.run(
        [*given, *map(str, arguments)],
        text=True,
        check=False,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=stderr,
    )


def altered(script: str, before: str) -> subprocess.CompletedProcess[str]:
    """Run a script in a Python in which something was done before."""
    path = str(ROOT / "scripts" / script)
    argv = [script, *NEEDS.get(script, [])]
    return run("-c", RUN.format(before=before, argv=argv, path=path))


# First contact


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_python_that_is_too_old_gets_one_sentence(script: str) -> None:
    done = altered(script, OLD)
    said = "Python 3.11 or later is needed; this is Python 3.9.2\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)


WITHOUT_LIBRARIES = ("explain.py", "format.py", "verify.py")  # in English; Dutch words need Babel


@pytest.mark.parametrize("script", [name for name in SCRIPTS if name not in WITHOUT_LIBRARIES])
def test_a_python_without_the_libraries_says_how_to_set_up(script: str) -> None:
    done = run("-S", f"scripts/{script}", *NEEDS.get(script, []))
    said = "not set up: run `make validate` once, and use .venv/bin/python ("
    assert done.returncode == 2
    assert done.stderr.startswith(said)
    assert done.stderr.count("\n") == 1


def test_the_formatter_needs_no_library(example: Path) -> None:
    done = run("-S", "scripts/format.py", example)
    assert (done.returncode, done.stdout, done.stderr) == (0, "0 files changed\n", "")


def test_an_explanation_needs_no_library() -> None:
    done = run("-S", "scripts/explain.py", "missions/sophia")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("missions/sophia\n")


def test_a_letter_is_verified_without_a_library(example: Path) -> None:
    done = run("-S", "scripts/verify.py", letter_of(example), "--package", example)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith(" mentions checked, all agree\n")


def test_a_missing_module_of_our_own_is_a_fault_of_the_program() -> None:
    done = altered("validate.py", "sys.modules['validation.rules.byte_form'] = None")
    assert done.returncode == 3
    assert done.stderr.startswith("a fault of the program: ModuleNotFoundError: ")


# Streams

ASKED = "{example} --layer bytes --most 0"
PRINTS = {
    "help": "--help",
    "text": ASKED,
    "html": f"{ASKED} --format html",
    "misuse": "--layer none",
    "unreadable": "nowhere",
}
STATUS = {"help": 0, "text": 1, "html": 1, "misuse": 2, "unreadable": 2}


@pytest.fixture
def broken(example: Path) -> Path:
    """The example with more findings than the buffer of a stream holds."""
    path = example / "data/missions.csv"
    content = path.read_bytes()
    columns = content.partition(b"\n")[0].count(b",") + 1
    path.write_bytes(content + (b",".join([b" x"] * columns) + b"\n") * 500)
    return example


@pytest.mark.parametrize(
    ("name", "streams"),
    [
        *((name, ">&-") for name in PRINTS),
        *((name, "2>/dev/full") for name in ("text", "misuse")),
        *((name, "<&- >&- 2>&-") for name in ("text", "misuse")),
    ],
)
def test_a_closed_stream_changes_nothing(broken: Path, name: str, streams: str) -> None:
    arguments = PRINTS[name].format(example=broken)
    done = run(command=f'"$1" scripts/validate.py {arguments} {streams}')
    assert done.returncode == STATUS[name]
    assert "Exception" not in done.stderr
    assert bool(done.stderr) == (STATUS[name] == 2 and "2>" not in streams)


@pytest.mark.parametrize(
    ("name", "errors"),
    [("help", ""), ("text", ""), ("html", ""), ("text", "2>/dev/full"), ("text", "2>&-")],
)
def test_a_full_disk_is_told_and_ends_with_2(broken: Path, name: str, errors: str) -> None:
    arguments = PRINTS[name].format(example=broken)
    done = run(command=f'"$1" scripts/validate.py {arguments} >/dev/full {errors}')
    assert done.returncode == 2
    assert done.stderr == ("" if errors else "standard output: No space left on device\n")


@pytest.mark.parametrize(
    ("name", "reader"),
    [("help", "true"), ("text", "head -1"), ("text", "true"), ("html", "head -1")],
)
def test_a_reader_that_leaves_changes_nothing(broken: Path, name: str, reader: str) -> None:
    arguments = PRINTS[name].format(example=broken)
    command = f'"$1" scripts/validate.py {arguments} | {reader} >/dev/null'
    done = run(command=f"{command}; exit ${{PIPESTATUS[0]}}")
    assert (done.returncode, done.stderr) == (STATUS[name], "")


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_help_of_every_script_ends_quietly(script: str) -> None:
    piped = run(command=f'"$1" scripts/{script} --help | true; exit ${{PIPESTATUS[0]}}')
    assert (piped.returncode, piped.stderr) == (0, "")


@pytest.mark.parametrize(
    "arguments",
    [
        "scripts/explain.py explicit-ends",
        "scripts/release.py notes",
        "scripts/format.py {example}",
        "scripts/export.py {example}",
        "scripts/build_site.py {example}",
        "scripts/verify.py {letter} --package {example}",
        "scripts/agreement.py",
    ],
)
def test_every_command_tells_of_a_full_disk(example: Path, arguments: str) -> None:
    letter = next((example.parent / "letter").iterdir())
    command = arguments.format(example=example, letter=letter)
    done = run(command=f'"$1" {command} >/dev/full')
    assert done.returncode == 2
    *notes, last = done.stderr.splitlines()  # what a site is built without stands above
    assert last == "standard output: No space left on device"
    assert all(note.startswith("the site ") for note in notes)


def test_a_terminal_that_is_gone_is_no_fault_of_the_program(example: Path) -> None:
    ours, theirs = os.openpty()
    os.close(ours)
    done = run("scripts/validate.py", example, "--layer", "bytes", stderr=theirs)
    os.close(theirs)
    assert done.returncode == 0


# Signals

LONG = {
    "validate": ["scripts/validate.py"],
    "explain": ["scripts/explain.py", "minusma"],
    "benchmark": ["scripts/benchmark.py"],
}
PATIENCE = 20  # seconds
UNPACKED = "datapackage-*"  # what a zip is unpacked into


@pytest.fixture
def heeded() -> Iterator[None]:
    """Let Ctrl-C reach the processes that are started here, though it be ignored by a parent."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def begun(arguments: list[str]) -> subprocess.Popen[str]:
    """A script from the moment that it can be asked to end: what Python itself does is not ours."""
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    until = time.monotonic() + PATIENCE
    while not heeds(process.pid) and time.monotonic() < until:
        time.sleep(0.001)
    return process


def heeds(pid: int) -> bool:
    """Whether a process has something to do when it is asked to end."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("SigCgt:"):
            return bool(int(line.split()[1], 16) >> (signal.SIGTERM - 1) & 1)
    return False


def left(session: int) -> list[str]:
    """The processes of a session, once they had a moment to end."""
    until = time.monotonic() + PATIENCE
    while (found := living(session)) and time.monotonic() < until:
        time.sleep(0.02)
    return found


def living(session: int) -> list[str]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, rest = path.read_text().rpartition(")")
        except OSError:
            continue
        state, _, _, of = rest.split()[:4]
        if int(of) == session and state != "Z":
            found.append(name)
    return found


def ended(arguments: list[str], delay: float, number: int, *, group: bool) -> tuple[int, str]:
    """Status and words of a script that got a signal after a delay."""
    process = begun(arguments)
    time.sleep(delay)
    if group:  # as a terminal does
        os.killpg(process.pid, number)
    else:
        process.send_signal(number)
    _, errors = process.communicate(timeout=PATIENCE)
    assert left(process.pid) == []
    return process.returncode, errors


@pytest.mark.usefixtures("heeded")
@pytest.mark.parametrize(
    ("name", "delay"),
    [("validate", 0), ("validate", 0.4), ("validate", 0.8), ("explain", 0.4), ("benchmark", 0.4)],
)
def test_ctrl_c_ends_with_one_line_and_leaves_no_process(name: str, delay: float) -> None:
    assert ended(LONG[name], delay, signal.SIGINT, group=True) in {
        (-signal.SIGINT, "interrupted\n"),
        (0, ""),  # it was ready before
    }


@pytest.mark.usefixtures("heeded")
def test_ctrl_c_speaks_the_language_that_was_asked_for() -> None:
    arguments = ["scripts/validate.py", "--lang", "nl"]
    assert ended(arguments, 0.1, signal.SIGINT, group=True) == (-signal.SIGINT, "onderbroken\n")


@pytest.mark.usefixtures("heeded")
@pytest.mark.parametrize(
    ("name", "delay"),
    [("validate", 0.05), ("validate", 0.65), ("explain", 0.05), ("benchmark", 0.05)],
)
def test_a_process_that_is_to_end_ends_quietly_and_leaves_no_process(
    name: str, delay: float
) -> None:
    assert ended(LONG[name], delay, signal.SIGTERM, group=False) in {(-signal.SIGTERM, ""), (0, "")}


def test_the_second_process_of_one_that_was_killed_ends_quietly() -> None:
    status, errors = ended(["scripts/validate.py"], 0.5, signal.SIGKILL, group=False)
    assert status in {-signal.SIGKILL, 0}
    assert "Traceback" not in errors


@pytest.mark.usefixtures("heeded")
def test_nothing_unpacked_is_left_of_a_run_that_was_interrupted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = tmp_path / "package.zip"
    names = subprocess.check_output(["git", "ls-files"], cwd=ROOT, text=True).split()
    with zipfile.ZipFile(archive, "w") as packed:
        for name in names:
            packed.write(ROOT / name, name)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    process = begun(["scripts/validate.py", str(archive)])
    until = time.monotonic() + PATIENCE
    while not list(temporary.glob(UNPACKED)) and time.monotonic() < until:
        time.sleep(0.001)
    assert list(temporary.glob(UNPACKED))
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=PATIENCE)
    assert left(process.pid) == []
    until = time.monotonic() + PATIENCE  # a process of its own clears up, after the end
    while list(temporary.glob(UNPACKED)) and time.monotonic() < until:
        time.sleep(0.01)
    assert list(temporary.glob(UNPACKED)) == []
