"""What all commands have in common: exit statuses, and the arguments that several take."""

from __future__ import annotations

import argparse
import functools
import io
import os
import sys
import traceback
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from validation.catalogue.languages import Both
from validation.commands.arguments import argparse_in
from validation.outputs import MisuseError
from validation.package.errors import ContentError, PackageError, RefusedError, UnreadableTableError
from validation.package.opening import ROOT, open_package
from validation.process import (
    INTERRUPTED,
    INTERRUPTION,
    OutputError,
    complain,
    language_of,
    say,
    settled,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from validation.package.opening import Package

CLEAN, FINDINGS, MISUSE, FAULT = 0, 1, 2, 3
OF_EXPORTS = frozenset({"duckdb", "pyarrow", "xlsxwriter"})  # libraries for exports alone


class Command(Protocol):
    """A command: its arguments, by default those of the process, to its exit status."""

    def __call__(self, arguments: Sequence[str] | None = None) -> int:
        """Run the command."""


def command(run: Callable[[Sequence[str]], int]) -> Command:
    """Give a command an exit status for every error; no traceback without --debug."""

    @functools.wraps(run)
    def guarded(arguments: Sequence[str] | None = None) -> int:
        given = sys.argv[1:] if arguments is None else arguments
        language = language_of(given)
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):  # a value may hold what a terminal cannot show
                stream.reconfigure(errors="backslashreplace")
        try:
            with settled(), argparse_in(language):
                return run(given)
        except KeyboardInterrupt:
            complain(language, INTERRUPTION)
            return INTERRUPTED
        except Exception as error:  # noqa: BLE001 - every error has its status and its message
            status, words = _status(error)
            if status == FAULT and "--debug" in given:
                words = traceback.format_exc().splitlines()
            complain(language, *words)
            return status

    return guarded


def _status(error: Exception) -> tuple[int, Sequence[str]]:
    """The exit status for an error, and the lines to print."""
    ended: tuple[int, Sequence[str]]
    match error:
        case MisuseError():
            ended = MISUSE, error.args
        case OutputError():
            ended = MISUSE, [Both(f"standard output: {error}", f"standaarduitvoer: {error}")]
        case PackageError():
            last = Both("this package cannot be read", "dit pakket is niet te lezen")
            status = FINDINGS if isinstance(error, ContentError) else MISUSE
            ended = status, [*error.problems, last]
        case UnreadableTableError():
            said = Both(
                f"the table `{error.table}` cannot be read; validate.py says why",
                f"de tabel `{error.table}` is niet te lezen; validate.py zegt waarom",
            )
            ended = FINDINGS, [said]
        case RefusedError():
            last = Both("refused; nothing was written", "geweigerd; er is niets geschreven")
            ended = FINDINGS, [*error.reasons, last]
        case OSError(filename=str() | Path()):
            ended = MISUSE, [f"{error.filename}: {error.strerror}"]
        case ModuleNotFoundError() if library := _missing_library(error):
            setting_up = "make export" if library in OF_EXPORTS else "make validate"
            said = Both(
                f"not set up: run `{setting_up}` once, and use .venv/bin/python "
                f"(this Python lacks the library {library})",
                f"niet ingericht: voer één keer `{setting_up}` uit en gebruik .venv/bin/python "
                f"(deze Python mist de bibliotheek {library})",
            )
            ended = MISUSE, [said]
        case _:
            name = type(error).__name__
            first = (str(error).splitlines() or [""])[0]
            said = Both(
                f"a fault of the program: {name}: {first} (--debug shows where)",
                f"een fout in het programma: {name}: {first} (--debug toont waar)",
            )
            ended = FAULT, [said]
    return ended


def _missing_library(error: ModuleNotFoundError) -> str:
    """The library that is not installed; nothing where it is a module of ours or of Python's."""
    library = (error.name or "").partition(".")[0]
    if not library or library in sys.stdlib_module_names or find_spec(library):
        return ""
    return library


def parser_of(name: str, description: str | None) -> argparse.ArgumentParser:
    """A parser for the arguments of the script of this name."""
    parser = argparse.ArgumentParser(
        prog=name,
        description=description,
        epilog=f"Exit status: {CLEAN} clean, {FINDINGS} findings or refused, {MISUSE} misuse or "
        f"something missing or not to be opened or written, {FAULT} a fault of the program, "
        f"{INTERRUPTED} interrupted.",
        allow_abbrev=False,
    )
    parser.add_argument("--debug", action="store_true", help="show where a fault of the program is")
    return parser


def path_argument(text: str) -> Path:
    """An argument as a path; an empty one would mean the current folder."""
    if not text:
        said = "an empty argument is no path; leave it out, or give `.` for the current folder"
        raise argparse.ArgumentTypeError(said)
    return Path(text)


def package_argument(parser: argparse.ArgumentParser) -> None:
    """Let a command take the place of a package as its argument."""
    parser.add_argument(
        "package", nargs="?", type=path_argument, help="folder, descriptor or released zip"
    )


def package_option(parser: argparse.ArgumentParser) -> None:
    """Let a command take the place of a package as an option, where its argument is another."""
    parser.add_argument(
        "--package", type=path_argument, metavar="PATH", help="folder, descriptor or released zip"
    )


def home_of(source: Path | None) -> Path:
    """The folder that a package is in: its own, or the one that holds its descriptor or zip."""
    if source is None:
        return Path(os.path.relpath(ROOT))
    return source if source.is_dir() else source.parent


def write_files(
    arguments: Sequence[str],
    parser: argparse.ArgumentParser,
    default: str,
    own: Callable[[Package], Iterable[str]],
    write: Callable[[Package, Path, argparse.Namespace], Mapping[Path, str]],
) -> int:
    """Write files made of a package into a folder, and print the name and size of each.

    A folder that the user names must be new, empty or of an earlier run: `own` gives the patterns
    of the names that it may hold.
    """
    from validation.outputs.exports import refuse_others  # noqa: PLC0415

    package_argument(parser)
    parser.add_argument(
        "--to",
        type=path_argument,
        metavar="FOLDER",
        help=f"default: {default}/ in or beside the package",
    )
    given = parser.parse_args(arguments)
    with open_package(given.package) as package:
        folder = given.to or home_of(given.package) / default
        if given.to:
            refuse_others(folder, own(package))
        written = write(package, folder, given)
    say(*(f"{path}: {size}" for path, size in written.items()))
    return CLEAN
