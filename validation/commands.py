"""What the scripts do: parse, call one function, print, return a number."""

from __future__ import annotations

import argparse
import functools
import io
import os
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from validation.findings import FORMATS, RefusedError, refuse_faulty
from validation.layers import validate
from validation.package import ROOT, PackageError, open_package
from validation.rules import LAYERS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from validation.package import Package

CLEAN, FINDINGS, MISUSE, FAULT = 0, 1, 2, 3


class Command(Protocol):
    """A command: its arguments, by default those of the process, to its exit status."""

    def __call__(self, arguments: Sequence[str] | None = None) -> int:
        """Run the command."""


def command(run: Callable[[Sequence[str]], int]) -> Command:
    """Turn every way a command can end into its exit status; no traceback without --debug."""

    @functools.wraps(run)
    def guarded(arguments: Sequence[str] | None = None) -> int:
        given = sys.argv[1:] if arguments is None else arguments
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):  # a value may hold what a terminal cannot show
                stream.reconfigure(errors="backslashreplace")
        try:
            return run(given)
        except KeyboardInterrupt:
            print("interrupted", file=sys.stderr)
            return FAULT
        except Exception as error:  # noqa: BLE001 - each way to end has its status and its words
            return _status(error, debug="--debug" in given)

    return guarded


def _status(error: Exception, *, debug: bool) -> int:
    """Say what went wrong, as far as it can still be said, and return the exit status."""
    if isinstance(error, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAULT
    if isinstance(error, PackageError):
        print(*error.problems, "this package cannot be read", sep="\n", file=sys.stderr)
        return MISUSE
    if isinstance(error, RefusedError):
        print(*error.reasons, "refused; nothing was written", sep="\n", file=sys.stderr)
        return FINDINGS
    if debug:
        traceback.print_exception(error)
        return FAULT
    name = type(error).__name__
    first = (str(error).splitlines() or [""])[0]
    print(f"a fault of the program: {name}: {first} (--debug shows where)", file=sys.stderr)
    return FAULT


@command
def validate_command(arguments: Sequence[str]) -> int:
    """Say what is wrong with the data, and what was checked."""
    parser = _parser("validate.py", validate_command.__doc__)
    parser.add_argument("package", nargs="?", type=Path, help="folder, descriptor or released zip")
    parser.add_argument(
        "--layer", action="append", choices=LAYERS, help="this layer alone; may be repeated"
    )
    parser.add_argument("--format", choices=FORMATS, default="text", help="for whom to write")
    given = parser.parse_args(arguments)
    with open_package(given.package) as package:
        report = validate(package, given.layer or LAYERS, parallel=True)
    print(FORMATS[given.format](report))
    return CLEAN if report.clean else FINDINGS


@command
def format_command(arguments: Sequence[str]) -> int:
    """Write tables, schemas and descriptor in their one canonical form."""
    from validation.formatting import format_package  # noqa: PLC0415

    parser = _parser("format.py", format_command.__doc__)
    parser.add_argument("package", nargs="?", type=Path, help="folder or descriptor")
    given = parser.parse_args(arguments)
    if given.package is not None and given.package.suffix == ".zip":
        raise PackageError(f"{given.package}: a zip is not formatted in place; unpack it first")
    with open_package(given.package) as package:
        changed = format_package(package)
    for path in changed:
        print(f"formatted {path}")
    print(f"{len(changed)} file{'' if len(changed) == 1 else 's'} changed")
    return CLEAN


@command
def export_command(arguments: Sequence[str]) -> int:
    """Write the tables for readers: claims.csv and missions_overview.csv."""
    from validation.exports import FOLDER, write_exports  # noqa: PLC0415

    return _write(arguments, _parser("export.py", export_command.__doc__), FOLDER, write_exports)


@command
def site_command(arguments: Sequence[str]) -> int:
    """Write the site: the code book in English and Dutch, and a picture of the tables."""
    from validation.site import FOLDER, write_site  # noqa: PLC0415

    return _write(arguments, _parser("build_site.py", site_command.__doc__), FOLDER, write_site)


def _write(
    arguments: Sequence[str],
    parser: argparse.ArgumentParser,
    default: str,
    write: Callable[[Package, Path], Mapping[Path, str]],
) -> int:
    """Write files made of a package into a folder, and tell of each what it holds."""
    parser.add_argument("package", nargs="?", type=Path, help="folder, descriptor or released zip")
    parser.add_argument(
        "--to", type=Path, metavar="FOLDER", help=f"default: {default}/ in or beside the package"
    )
    given = parser.parse_args(arguments)
    with open_package(given.package) as package:
        folder = given.to or _home(given.package) / default
        try:
            written = write(package, folder)
        except OSError as error:
            print(f"{error.filename or folder}: {error.strerror}", file=sys.stderr)
            return MISUSE
    for path, size in written.items():
        print(f"{path}: {size}")
    return CLEAN


@command
def verify_command(arguments: Sequence[str]) -> int:
    """Look for every sealed passage in a text of the letter."""
    from validation.verification import LetterError, verify_file  # noqa: PLC0415

    parser = _parser("verify.py", verify_command.__doc__)
    parser.add_argument("letter", type=Path, help="the letter's text, UTF-8")
    parser.add_argument("--document", default="kst-33694-9", help="which letter it is")
    given = parser.parse_args(arguments)
    with open_package() as package:
        try:
            outcome = verify_file(package, given.document, given.letter)
        except LetterError as error:
            print(error, file=sys.stderr)
            return MISUSE
    print("\n".join(outcome.lines))
    return CLEAN if outcome.holds else FINDINGS


@command
def agreement_command(arguments: Sequence[str]) -> int:
    """Compute how far the two coders of a letter agree."""
    from validation.agreement import agreement, as_markdown, written_into  # noqa: PLC0415
    from validation.formatting import write_aside  # noqa: PLC0415

    parser = _parser("agreement.py", agreement_command.__doc__)
    parser.add_argument("package", nargs="?", type=Path, help="folder, descriptor or released zip")
    parser.add_argument("--document", default="kst-33694-9", help="which letter was coded")
    parser.add_argument("--into", type=Path, metavar="FILE", help="write the tables into this text")
    given = parser.parse_args(arguments)
    with open_package(given.package) as package:
        refuse_faulty(validate(package, LAYERS[:-1]))  # drift says nothing of two codings
        try:
            tables = as_markdown(agreement(package, given.document))
            if given.into is not None:
                text = written_into(given.into.read_text("utf-8"), tables)
        except (ValueError, OSError) as error:
            print(error, file=sys.stderr)
            return MISUSE
    if given.into is None:
        print(tables)
    else:
        write_aside(given.into, text.encode())
        print(f"{given.into}: the tables are written")
    return CLEAN


@command
def benchmark_command(arguments: Sequence[str]) -> int:
    """Time a whole validation beside great expectations' own smallest run."""
    from validation.benchmark import compare  # noqa: PLC0415

    parser = _parser("benchmark.py", benchmark_command.__doc__)
    parser.add_argument("--runs", type=int, default=5, help="runs of each, in turn (default 5)")
    given = parser.parse_args(arguments)
    if given.runs < 1:
        parser.error("--runs takes a number from 1")
    print("\n".join(compare(given.runs)))
    return CLEAN


def _home(source: Path | None) -> Path:
    """The folder that a package is in: its own, or the one that holds its descriptor or zip."""
    if source is None:
        return Path(os.path.relpath(ROOT))
    return source if source.is_dir() else source.parent


def _parser(name: str, description: str | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=name,
        description=description,
        epilog=f"Exit status: {CLEAN} clean, {FINDINGS} findings or refused, {MISUSE} misuse or "
        f"something that cannot be read, {FAULT} a fault of the program.",
        allow_abbrev=False,
    )
    parser.add_argument("--debug", action="store_true", help="show where a fault of the program is")
    return parser
