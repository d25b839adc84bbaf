"""How a command begins, speaks and ends as a process of its own.

The scripts call `start` before anything else is imported. So this module imports little, and is
written for any Python that can say that it is too old.
"""

from __future__ import annotations

import atexit
import os
import signal
import sys
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import TYPE_CHECKING

from validation.catalogue.languages import Both, in_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import FrameType
    from typing import NoReturn, TextIO

OLDEST = (3, 11)
INTERRUPTED = 128 + signal.SIGINT  # what a shell says of a process that Ctrl-C has ended
INTERRUPTION = Both("interrupted", "onderbroken")
ASKED_TO_END = (signal.SIGINT, signal.SIGTERM)
BLANK = "\r\x1b[2K"


class OutputError(Exception):
    """Standard output takes no more, although somebody is reading; the message says why."""


def start(command: str) -> NoReturn:
    """Be the process of a command of this folder: run it and end with its status."""
    _open_what_is_closed()
    if sys.version_info < OLDEST:
        needed, here = (".".join(map(str, version[:3])) for version in (OLDEST, sys.version_info))
        complain(
            language_of(sys.argv),
            Both(
                f"Python {needed} or later is needed; this is Python {here}",
                f"Python {needed} of nieuwer is nodig; dit is Python {here}",
            ),
        )
        sys.exit(2)  # misuse, as in validation.commands.common, which this Python cannot import
    for number in ASKED_TO_END:
        if signal.getsignal(number) != signal.SIG_IGN:  # as under nohup, where it stays ignored
            signal.signal(number, _end)
    module = import_module(f"validation.commands.{command}")
    status = getattr(module, f"{command}_command")()
    for number in ASKED_TO_END:  # it has ended; Python would now die of them without a word
        signal.signal(number, signal.SIG_IGN)
    sys.exit(status)


def language_of(arguments: Sequence[str]) -> str:
    """The language that the arguments ask for: needed before they are parsed, and if they fail."""
    return "nl" if "--lang=nl" in "=".join(arguments) else "en"


def say(*lines: str) -> None:
    """Print on standard output; OutputError where it is full.

    A reader that has read enough and left, such as `head`, changes nothing.
    """
    error: OSError | None = None
    try:
        sys.stdout.write("".join(f"{line}\n" for line in lines))
    except OSError as raised:
        error = raised
    error = _settle(sys.stdout) or error
    if error is not None and not isinstance(error, BrokenPipeError):
        raise OutputError(error.strerror) from error


def complain(language: str, *lines: str) -> None:
    """Print on standard error what has two languages in one of them; where it is full, nothing."""
    said = (in_language(line, language) if isinstance(line, Both) else line for line in lines)
    with suppress(OSError):
        sys.stderr.write("".join(f"{line}\n" for line in said))
    _settle(sys.stderr)


@contextmanager
def settled() -> Iterator[None]:
    """Write out what argparse has printed, or a library, when a command ends."""
    try:
        yield
    finally:
        _settle(sys.stderr)
        say()


def _settle(stream: TextIO) -> OSError | None:
    """Write out what a stream still holds, and return what went wrong.

    A stream that cannot be written to leads nowhere from then on: Python would complain of it
    when the process ends.
    """
    try:
        stream.flush()
    except OSError as error:
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        return error
    return None


def watched(stream: TextIO) -> bool:
    """Whether somebody sees a line there that is written over."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


@contextmanager
def held_back() -> Iterator[None]:
    """Let a signal to end wait; a process that is started meanwhile begins with it held back."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    from multiprocessing import resource_tracker  # noqa: PLC0415 - few commands need it

    resource_tracker.ensure_running()  # started later, it would let them through
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ASKED_TO_END)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def follow_parent() -> None:
    """Leave Ctrl-C to the process that started this one, and end when that one says so."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _end)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ASKED_TO_END)


def _end(number: int, _: FrameType | None) -> None:
    """Tidy up and end by the signal itself, so that a shell that waits knows of it.

    An exception would be the usual way, but a library that is being imported may swallow it, or
    Python print it with a traceback where it cannot be raised.
    """
    for each in ASKED_TO_END:
        signal.signal(each, signal.SIG_IGN)
    if number == signal.SIGINT:
        blank = BLANK if watched(sys.stderr) else ""
        words = in_language(INTERRUPTION, language_of(sys.argv))
        with suppress(OSError):  # past the buffer, in the middle of whose work this may be
            os.write(2, f"{blank}{words}\n".encode())
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    atexit._run_exitfuncs()  # noqa: SLF001 - ends child processes and removes temporary folders
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)


def _open_what_is_closed() -> None:
    """Let a stream that was closed from the start lead nowhere.

    Python has None in its place, and the first file that is opened would take its number.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            opened = os.open(os.devnull, os.O_RDWR)
            if opened != number:
                os.dup2(opened, number)
            os.set_inheritable(number, True)  # noqa: FBT003 - it has no other name
            setattr(sys, name, open(number, "w" if number else "r", encoding="utf-8"))  # noqa: PTH123, SIM115 - a number is no path, and it stays open
