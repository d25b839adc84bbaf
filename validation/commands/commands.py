"""What the scripts do: parse, call one function, print, return a number."""

from __future__ import annotations

import argparse
import functools
import io
import os
import shutil
import sys
import traceback
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from validation.commands.arguments import speaking
from validation.commands.process import (
    INTERRUPTED,
    INTERRUPTION,
    OutputError,
    complain,
    language_of,
    say,
    settled,
)
from validation.outputs import reports
from validation.package.languages import LANGUAGES, Both, in_language
from validation.package.package import (
    ROOT,
    ContentError,
    PackageError,
    UnreadableTableError,
    is_zip,
    open_package,
)
from validation.rules.catalogue import LAYERS
from validation.rules.findings import RefusedError, refuse_faulty
from validation.rules.run import refused, validate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from validation.package.package import Package

CLEAN, FINDINGS, MISUSE, FAULT = 0, 1, 2, 3
LETTER_UNUSED = Both(
    "--letter is for the layer relations, which --layer leaves out",
    "--letter is voor de laag relations, die --layer weglaat",
)
NOTHING_SEALED = Both(
    "no seal was checked: the package's passages cannot be read",
    "geen zegel is gecontroleerd: de passages van het pakket zijn niet te lezen",
)
OF_EXPORTS = frozenset({"duckdb", "pyarrow", "xlsxwriter"})  # libraries for exports alone


class Command(Protocol):
    """A command: its arguments, by default those of the process, to its exit status."""

    def __call__(self, arguments: Sequence[str] | None = None) -> int:
        """Run the command."""


def command(run: Callable[[Sequence[str]], int]) -> Command:
    """Turn every way a command can end into its exit status; no traceback without --debug."""

    @functools.wraps(run)
    def guarded(arguments: Sequence[str] | None = None) -> int:
        given = sys.argv[1:] if arguments is None else arguments
        language = language_of(given)
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):  # a value may hold what a terminal cannot show
                stream.reconfigure(errors="backslashreplace")
        try:
            with settled(), speaking(language):
                return run(given)
        except KeyboardInterrupt:
            complain(language, INTERRUPTION)
            return INTERRUPTED
        except Exception as error:  # noqa: BLE001 - each way to end has its status and its words
            status, words = _status(error)
            if status == FAULT and "--debug" in given:
                words = traceback.format_exc().splitlines()
            complain(language, *words)
            return status

    return guarded


def _status(error: Exception) -> tuple[int, Sequence[str]]:
    """The exit status of what went wrong, and what to say of it."""
    ended: tuple[int, Sequence[str]]
    match error:
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


@command
def validate_command(arguments: Sequence[str]) -> int:
    """Say what is wrong with the data, and what was checked."""
    parser = _parser("validate.py", validate_command.__doc__)
    parser.add_argument("package", nargs="?", type=_path, help="folder, descriptor or released zip")
    parser.add_argument(
        "--layer", action="append", choices=LAYERS, help="this layer alone; may be repeated"
    )
    parser.add_argument(
        "--format", choices=reports.FORMATS, default="text", help="for whom to write"
    )
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="default: en")
    parser.add_argument(
        "--letter",
        action="append",
        type=Path,
        metavar="FILE",
        help="a letter's text, plain and in UTF-8, to check its seals too; one file for each "
        "letter, which it is shows in the text",
    )
    parser.add_argument(
        "--most",
        type=int,
        default=reports.MOST,
        metavar="N",
        help=f"as text, show N findings of each rule (default {reports.MOST}; 0: all)",
    )
    given = parser.parse_args(arguments)
    if given.most < 0:
        parser.error(
            in_language(
                Both("--most takes a number from 0", "bij --most hoort een getal vanaf 0"),
                given.lang,
            )
        )
    layers = given.layer or LAYERS
    if given.letter and "relations" not in layers:
        parser.error(in_language(LETTER_UNUSED, given.lang))
    try:
        with (
            open_package(given.package) as package,
            reports.progress(sys.stderr, given.lang) as tell,
        ):
            if given.letter and (refusal := _hand_over(package, given.letter)):
                complain(given.lang, refusal)
                return MISUSE
            report = validate(package, layers, parallel=True, tell=tell)
    except ContentError as error:
        if not error.findings:
            raise
        report = refused(error)
    if given.letter and report.clean and not report.counts.get("seals"):
        complain(given.lang, NOTHING_SEALED)
        return MISUSE
    if given.format == "text":
        colour = reports.wants_colour(sys.stdout)
        say(reports.as_text(report, given.lang, most=given.most, colour=colour))
    else:
        _in_utf8(reports.FORMATS[given.format](report, given.lang))
    return CLEAN if report.clean else FINDINGS


def _hand_over(package: Package, letters: Sequence[Path]) -> Both | None:
    """Look for the package's passages in the texts of its letters; why not, if one is refused."""
    from validation.outputs import verification  # noqa: PLC0415 - half a second, for a letter alone

    try:
        verification.hand_over(package, letters)
    except verification.LetterError as error:
        return error.said
    return None


def _in_utf8(text: str) -> None:
    """Print what a program reads, whatever the terminal's own encoding is."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    say(text)


@command
def format_command(arguments: Sequence[str]) -> int:
    """Write tables, schemas and descriptor in their one canonical form."""
    from validation.package.formatting import format_package  # noqa: PLC0415

    parser = _parser("format.py", format_command.__doc__)
    parser.add_argument("package", nargs="?", type=_path, help="folder or descriptor")
    given = parser.parse_args(arguments)
    if given.package is not None and is_zip(given.package):
        raise PackageError(
            Both(
                f"{given.package}: a zip is not formatted in place; unpack it first",
                f"{given.package}: een zip wordt niet ter plaatse opgemaakt; pak hem eerst uit",
            )
        )
    with open_package(given.package) as package:
        changed = format_package(package)
    count = f"{len(changed)} file{'' if len(changed) == 1 else 's'} changed"
    say(*(f"formatted {path}" for path in changed), count)
    return CLEAN


@command
def export_command(arguments: Sequence[str]) -> int:
    """Write the tables for readers, claims.csv and missions_overview.csv, or other files."""
    from validation.outputs.exports.kinds import (  # noqa: PLC0415
        DEFAULT,
        FOLDER,
        KINDS,
        own_names,
        write_kinds,
    )

    parser = _parser("export.py", export_command.__doc__)
    which = parser.add_mutually_exclusive_group()
    said = "; ".join(f"{name}: {kind.said}" for name, kind in KINDS.items())
    which.add_argument(
        "--kind",
        action="append",
        choices=KINDS,
        metavar="NAME",
        help=f"what to write, default: {', '.join(DEFAULT)}; may be repeated. {said}",
    )
    which.add_argument("--all", action="store_true", help="write every kind of file")

    def write(package: Package, folder: Path, given: argparse.Namespace) -> Mapping[Path, str]:
        return write_kinds(package, folder, list(KINDS) if given.all else given.kind or DEFAULT)

    return _write(arguments, parser, FOLDER, own_names, write)


@command
def site_command(arguments: Sequence[str]) -> int:
    """Write the site: the code book and the rules, in English and Dutch, and a picture."""
    from validation.outputs.site import FOLDER, NAMES, write_site  # noqa: PLC0415

    parser = _parser("build_site.py", site_command.__doc__)

    def write(package: Package, folder: Path, _: argparse.Namespace) -> Mapping[Path, str]:
        return write_site(package, folder)

    return _write(arguments, parser, FOLDER, lambda _: NAMES, write)


def _write(
    arguments: Sequence[str],
    parser: argparse.ArgumentParser,
    default: str,
    own: Callable[[Package], Iterable[str]],
    write: Callable[[Package, Path, argparse.Namespace], Mapping[Path, str]],
) -> int:
    """Write files made of a package into a folder, and tell of each what it holds.

    A folder that is named must be new, empty or of an earlier run: `own` tells the names there.
    """
    from validation.outputs.exports import refuse_others  # noqa: PLC0415

    parser.add_argument("package", nargs="?", type=_path, help="folder, descriptor or released zip")
    parser.add_argument(
        "--to", type=_path, metavar="FOLDER", help=f"default: {default}/ in or beside the package"
    )
    given = parser.parse_args(arguments)
    with open_package(given.package) as package:
        folder = given.to or _home(given.package) / default
        if given.to:
            refuse_others(folder, own(package))
        written = write(package, folder, given)
    say(*(f"{path}: {size}" for path, size in written.items()))
    return CLEAN


@command
def explain_command(arguments: Sequence[str]) -> int:
    """Say what a row or passage claims, on what basis, where it stands and what was doubted."""
    from validation.outputs.explain import (  # noqa: PLC0415
        LANGUAGES,
        WIDEST,
        Explainer,
        NothingMeantError,
    )
    from validation.outputs.verification import LetterError  # noqa: PLC0415

    parser = _parser("explain.py", explain_command.__doc__)
    parser.add_argument(
        "id",
        metavar="ID",
        help="a row (minusma/stable-sahel), passage (s09.p4.z2), rule (explicit-ends), code "
        "(basis/inferred), column (commitments.ends) or table, or a label or name in English or "
        "Dutch (interest B); a part of it will do",
    )
    parser.add_argument("--lang", choices=LANGUAGES, default=LANGUAGES[0], help="default: en")
    parser.add_argument(
        "--letter", type=_path, metavar="FILE", help="a copy of the letter, to show its own words"
    )
    parser.add_argument(
        "--package", type=_path, metavar="PATH", help="folder, descriptor or released zip"
    )
    given = parser.parse_args(arguments)
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else WIDEST
    with open_package(given.package) as package:
        try:
            answer = Explainer(package, given.lang, given.letter).explain(given.id, width)
        except (NothingMeantError, LetterError) as error:
            complain(given.lang, *error.args)
            return MISUSE
    say(answer)
    return CLEAN


@command
def verify_command(arguments: Sequence[str]) -> int:
    """Look for every sealed passage in a text of the letter, and hold its words to the evidence."""
    from validation.outputs import verification  # noqa: PLC0415

    parser = _parser("verify.py", verify_command.__doc__)
    parser.add_argument("letter", type=_path, help="the letter's text, plain and in UTF-8")
    parser.add_argument("--document", help="the letter to look for; by default the one it is")
    parser.add_argument("--package", type=_path, help="folder, descriptor or released zip")
    parser.add_argument(
        "--format", choices=verification.FORMATS, default="text", help="for whom to write"
    )
    given = parser.parse_args(arguments)
    with open_package(given.package) as package:
        try:
            verdict = verification.verify_file(package, given.document, given.letter)
        except verification.LetterError as error:
            complain("en", *error.args)
            return MISUSE
    say(verification.FORMATS[given.format](verdict))
    return CLEAN if verdict.holds else FINDINGS


@command
def agreement_command(arguments: Sequence[str]) -> int:
    """Compute how far the two coders of a letter agree."""
    from validation.coding.agreement import IN_README, agreement, as_markdown  # noqa: PLC0415
    from validation.package.formatting import write_aside  # noqa: PLC0415

    parser = _parser("agreement.py", agreement_command.__doc__)
    parser.add_argument("package", nargs="?", type=_path, help="folder, descriptor or released zip")
    parser.add_argument("--document", default="kst-33694-9", help="which letter was coded")
    parser.add_argument(
        "--into", type=_path, metavar="FILE", help="write the tables into this text"
    )
    given = parser.parse_args(arguments)
    with open_package(given.package) as package:
        refuse_faulty(validate(package, LAYERS[:-1]))  # drift says nothing of two codings
        try:
            tables = as_markdown(agreement(package, given.document))
            if given.into is None:
                say(tables)
            else:
                text = IN_README.written_into(given.into.read_text("utf-8"), tables)
                write_aside(given.into, text.encode())
                say(f"{given.into}: the tables are written")
        except ValueError as error:
            complain("en", str(error))
            return MISUSE
    return CLEAN


@command
def release_command(arguments: Sequence[str]) -> int:
    """Compare two states of the package, or check, declare, cut, build or verify a release."""
    from validation.releases.steps import STEPS  # noqa: PLC0415

    parser = _parser("release.py", release_command.__doc__)
    steps = parser.add_subparsers(title="steps", metavar="STEP", required=True)
    for name, step in STEPS.items():
        one = steps.add_parser(name, help=step.said, description=step.said, allow_abbrev=False)
        hidden = argparse.SUPPRESS
        one.add_argument("--debug", action="store_true", default=hidden, help=hidden)
        one.add_argument("--package", type=_path, metavar="FOLDER", help="default: this checkout")
        step.arguments(one)
        one.set_defaults(run=step.run)
    given = parser.parse_args(arguments)
    said = given.run(given)
    for note in said.beside:
        print(note, file=sys.stderr)
    say(said.text)
    return CLEAN if said.clean else FINDINGS


@command
def benchmark_command(arguments: Sequence[str]) -> int:
    """Time a whole validation beside great expectations' own smallest run."""
    from validation.outputs.benchmark import compare  # noqa: PLC0415

    parser = _parser("benchmark.py", benchmark_command.__doc__)
    parser.add_argument("--runs", type=int, default=5, help="runs of each, in turn (default 5)")
    given = parser.parse_args(arguments)
    if given.runs < 1:
        parser.error("--runs takes a number from 1")
    say(*compare(given.runs))
    return CLEAN


def _path(text: str) -> Path:
    """An argument as a path; an empty one would mean the current folder."""
    if not text:
        said = "an empty argument is no path; leave it out, or give `.` for the current folder"
        raise argparse.ArgumentTypeError(said)
    return Path(text)


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
        f"something missing or not to be opened or written, {FAULT} a fault of the program. What "
        "Ctrl-C ends has none.",
        allow_abbrev=False,
    )
    parser.add_argument("--debug", action="store_true", help="show where a fault of the program is")
    return parser
