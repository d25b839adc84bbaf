"""Judge a mutant as validation does, in a tenth of the time.

What a layer says of a single table, or of the schemas, is kept and used again while that table or
those schemas are the same. The rules between tables run whole, unless every table that can be
read is the same as once before. The report is made by `validate` itself. `judge_whole` keeps
nothing: a test holds the two against each other.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import ExitStack, contextmanager, suppress
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pytest

from tests import golden
from tests.campaign.mutants import (
    ANY_COLUMN,
    ANY_ROW,
    OPENING,
    UNREADABLE,
    Base,
    Kind,
    Mutant,
    Place,
)
from tests.example import (
    contents,
    edit_json,
    letter_of,
    line_of,
    write_example,
    write_record,
)
from tests.remembering import digest, remembering, told
from tests.shared import LETTER_FILE, path_of
from validation.catalogue.rules import LAYERS, RULES, rule_of
from validation.coding import letter
from validation.history.difference import Difference
from validation.history.record import state_of
from validation.history.version import Level
from validation.outputs.verification import LetterError, attach_letters
from validation.package.errors import ContentError, PackageError, UnreadableTableError
from validation.package.opening import BOUNDS, DESCRIPTOR, ROOT, Package, open_package
from validation.rules import mentions, relations
from validation.rules.run import validate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import TracebackType

    from validation.catalogue.finding import Finding
    from validation.history.record import State
    from validation.rules.findings import Outcome, Report

GOLDEN, MENTIONS, RELEASE = "golden", "mentions", "release"
ALSO_FOUND = {"same_cell", "consequence", "held_back"}  # findings left out for another one
WATCHERS = (OPENING, *LAYERS, GOLDEN, MENTIONS, RELEASE)


@dataclass(frozen=True)
class Seen:
    """A finding, as far as the campaign compares it."""

    rule: str
    file: str
    row: int
    column: str

    @property
    def layer(self) -> str:
        """The layer of its rule."""
        return OPENING if self.rule == UNREADABLE else RULES[self.rule].layer

    def is_at(self, wanted: Seen) -> bool:
        """Whether it is the finding that is wanted, whose row and column may be left open."""
        return (
            (self.rule, self.file) == (wanted.rule, wanted.file)
            and wanted.row in {ANY_ROW, self.row}
            and wanted.column in {ANY_COLUMN, self.column}
        )


@dataclass
class Verdict:
    """What was said of a mutant.

    `watchers` are the layers that see it when each of those `asked` judges alone, before any is
    silenced by an earlier one; `found` is what a user reads.
    """

    id: str
    files: tuple[str, ...] = ()
    asked: frozenset[str] = frozenset()
    watchers: frozenset[str] = frozenset()
    found: tuple[Seen, ...] = ()
    failure: str = ""
    wanted: Seen | None = None

    @property
    def as_wanted(self) -> bool:
        """Whether the finding that is asked about is there."""
        return self.wanted is not None and any(seen.is_at(self.wanted) for seen in self.found)

    @property
    def killed(self) -> bool:
        """Whether anyone who was asked saw anything at all."""
        return bool(self.watchers)

    @property
    def alone(self) -> str:
        """The one layer that sees it, if it is one."""
        return next(iter(self.watchers)) if len(self.watchers) == 1 else ""


def fault(mutant: Mutant, verdict: Verdict) -> str:
    """What is wrong with what was said of a mutant, or nothing."""
    if verdict.failure:
        return f"not judged: {verdict.failure}"
    found = ", ".join(f"{seen.rule} {seen.file}:{seen.row} {seen.column}" for seen in verdict.found)
    found = f"{found} {sorted(verdict.watchers)}"
    if mutant.place is not None and not verdict.as_wanted:
        return f"wanted {verdict.wanted}; found {found}"
    if mutant.within is not None and verdict.as_wanted:
        return f"wanted no {verdict.wanted}; found {found}"
    if mutant.hole and verdict.killed:
        return f"it is no hole any more; found {found}"
    return ""


@dataclass
class Bench:
    """A working copy of each clean package, and what is remembered of them."""

    folder: Path
    pristine: dict[Base, dict[str, bytes]] = field(default_factory=dict)
    paths: dict[Base, dict[str, str]] = field(default_factory=dict)
    released: State | None = None
    letter: Path | None = None
    _stack: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Self:
        """Write the clean packages, and look for the letter's text."""
        letter = path_of(LETTER_FILE)
        self.letter = letter if letter.is_file() else None
        example = write_example(self.folder)
        example.rename(self.folder / Base.EXAMPLE)
        copy_published(self.folder / Base.LETTER)
        for base in Base:
            self.pristine[base] = contents(self.folder / base)
            self.paths[base] = paths_of(self.folder / base)
        with open_package(self.folder / Base.LETTER) as package:
            self.released = state_of(package)
        self._remember()
        return self

    def _remember(self) -> None:
        for keep in (remembering, between_tables, found_passages):
            self._stack.enter_context(keep())

    @contextmanager
    def forgetting(self) -> Iterator[None]:
        """Remember nothing for a while."""
        self._stack.close()
        yield
        self._remember()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Forget."""
        self._stack.close()

    def clean(self) -> dict[Base, Verdict]:
        """What is said of the clean packages, which should be nothing, whoever is asked."""
        found = {}
        for base in Base:
            nothing = Mutant(base, Kind.PLAUSIBLE, "Nothing is done", (), base=base)
            found[base] = _judged(nothing, self.folder / base, self)
        return found

    def judge(self, mutant: Mutant) -> Verdict:
        """Corrupt the working copy, ask every layer, and restore the copy."""
        root = self.folder / mutant.base
        clean = self.pristine[mutant.base]
        try:
            edited = [edit(root) for edit in mutant.edits]
            files = changed(clean, contents(root))
            if not files:
                return Verdict(mutant.id, failure="the mutant changes nothing")
            verdict = _judged(mutant, root, self)
            verdict.files = files
            paths = self.paths[mutant.base]
            verdict.wanted = _resolved(mutant.place or mutant.within, root, edited[-1], paths)
            return verdict
        finally:
            _restore(root, clean)


def judge_whole(mutant: Mutant) -> Verdict:
    """The same with nothing remembered: every layer judges every table anew.

    Only what validation itself says is asked.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_example(folder).rename(folder / Base.EXAMPLE)
        copy_published(folder / Base.LETTER)
        root = folder / mutant.base
        clean = contents(root)
        paths = paths_of(root)
        edited = [edit(root) for edit in mutant.edits]
        verdict = _judged(mutant, root)
        verdict.files = changed(clean, contents(root))
        verdict.wanted = _resolved(mutant.place or mutant.within, root, edited[-1], paths)
        return verdict


def paths_of(root: Path) -> dict[str, str]:
    """The path of each table."""
    with open_package(root) as package:
        return {name: table.path for name, table in package.tables.items()}


def copy_published(root: Path) -> None:
    """Copy the package as published: the descriptor, the schemas and the data.

    The release before it had as many rows, and nothing more is known of that: a mutant may bring
    another. Nothing is accepted as a change since then.
    """
    for name in ("schemas", "data"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("releases"))
    shutil.copyfile(ROOT / DESCRIPTOR, root / DESCRIPTOR)
    edit_json(root, BOUNDS, lambda stated: stated.update(accepted=[]))
    with open_package(root) as package:
        tables = package.tables.items()
        counts = {name: len(table.rows) for name, table in tables}
        explicit = {
            name: sum(row.get("basis") == "explicit" for row in table.records)
            for name, table in tables
        }
    write_record(root, "0.0.1", counts, explicit)


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> tuple[str, ...]:
    """The files that differ; the descriptor only where nothing else does."""
    names = sorted(
        name for name in before.keys() | after.keys() if before.get(name) != after.get(name)
    )
    return tuple(name for name in names if name != DESCRIPTOR) or tuple(names)


def _restore(root: Path, clean: dict[str, bytes]) -> None:
    now = contents(root)
    for name in now.keys() - clean.keys():
        (root / name).unlink()
    for name, content in clean.items():
        if now.get(name) != content:
            (root / name).write_bytes(content)


def _judged(mutant: Mutant, root: Path, bench: Bench | None = None) -> Verdict:
    """What validation says; with a bench, what others say too, and much of it from memory."""
    asked, seen = {OPENING}, set[str]()
    found: tuple[Seen, ...] = ()
    try:
        with open_package(root) as package:
            apart = _hand_over_letter(mutant, package, bench)
            report = validate(package, mutant.layers)
            seen |= _watchers(report, mutant.layers, apart)
            if apart and not package.letters:  # the letter is not recognised any more
                seen.add(MENTIONS)
            asked |= {*mutant.layers, *([MENTIONS] if apart else [])}
            found = tuple(_seen(said) for said in report.findings if _rule(said) not in apart)
            if any(said.rule == "unread-table" for said in found):  # no layer says so
                seen.add(OPENING)
            if bench is not None and mutant.base is Base.LETTER:
                others = _others(mutant, package, bench)
                asked |= others.keys()
                seen |= {name for name, sees in others.items() if sees}
    except ContentError as error:
        found = tuple(_seen(said) for said in error.findings)
        asked, seen = {OPENING}, {OPENING}
    except PackageError as error:
        files = sorted({problem.partition(": ")[0] for problem in error.problems})
        found = tuple(Seen(UNREADABLE, file, 0, "") for file in files)
        asked, seen = {OPENING}, {OPENING}
    except Exception as error:  # noqa: BLE001 - no data may make the program fail, and all are told
        return Verdict(mutant.id, failure=f"{type(error).__name__}: {error}")
    return Verdict(mutant.id, asked=frozenset(asked), watchers=frozenset(seen), found=found)


def _others(mutant: Mutant, package: Package, bench: Bench) -> dict[str, bool]:
    """Who else sees a mutant of the published package; the last only where rules fall short.

    The release is one that was made before the corruption: does a comparison refuse what came
    after as a mere correction?
    """
    said = {GOLDEN: not golden_rows_hold(package)}
    if mutant.kind is Kind.PLAUSIBLE and bench.released is not None:
        try:
            level = Difference(bench.released, state_of(package)).level
        except PackageError:
            level = Level.MAJOR
        said[RELEASE] = level > Level.PATCH
    return said


def _seen(finding: Finding) -> Seen:
    return Seen(finding.rule, finding.file, finding.row, finding.column)


def _rule(finding: Finding) -> str:
    """The rule that is broken; of an exception that excuses nothing, the one it names."""
    return finding.value if finding.rule == "exception-in-use" else finding.rule


def _hand_over_letter(mutant: Mutant, package: Package, bench: Bench | None) -> frozenset[str]:
    """Hand over the invented letter, or the published one where rules may fall short without it.

    The rules that need the published one are told apart from the others.
    """
    if mutant.base is Base.EXAMPLE:
        attach_letters(package, [letter_of(package.root)])
    elif bench is not None and bench.letter is not None and mutant.kind is Kind.PLAUSIBLE:
        with suppress(LetterError):  # a mutant that leaves no passage of it in place
            attach_letters(package, [bench.letter])
        return frozenset({"seal", *mentions.RULES})
    return frozenset()


def _watchers(report: Report, layers: Sequence[str], apart: frozenset[str]) -> set[str]:
    """The layers that find anything, before one stands for another; `apart` are the mentions."""
    others = (left.finding for left in report.suppressed if left.why in ALSO_FOUND)
    return {
        MENTIONS if _rule(finding) in apart else layer if layer in layers else layers[-1]
        for finding in (*report.findings, *others)
        if finding.rule != "unread-table"
        for layer in (rule_of(finding).layer,)
    }


def golden_rows_hold(package: Package) -> bool:
    """Whether the facts that the tests repeat from the letter still stand in the tables.

    Where a table cannot be read nobody can look; that is for others to say.
    """
    try:
        return not any(golden.faults(package))
    except (LookupError, UnreadableTableError):
        return True


@contextmanager
def between_tables() -> Iterator[None]:
    """Keep what the rules between tables say of the same tables.

    Of a table that cannot be read they see its schema and no more.
    """
    check = relations.check
    found: dict[bytes, Outcome] = {}

    def check_once(package: Package) -> Outcome:
        key = digest(
            [
                told(table)
                if table.readable
                else (table.name, table.path, table.schema, table.trusted)
                for table in package.tables.values()
            ]
            + [package.letters]
        )
        if key not in found:
            found[key] = check(package)
        return deepcopy(found[key])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(relations, "check", check_once)
        yield


@contextmanager
def found_passages() -> Iterator[None]:
    """Look for the same passages in the same text once."""
    verify = letter.verify
    found: dict[bytes, letter.Verification] = {}

    def verify_once(text: str, passages: Sequence[letter.Passage]) -> letter.Verification:
        key = digest([text, passages])
        if key not in found:
            found[key] = verify(text, passages)
        return found[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(letter, "verify", verify_once)
        yield


def _resolved(
    place: Place | None, root: Path, edited: object, paths: dict[str, str]
) -> Seen | None:
    """The finding that is wanted, with the line on which the row now stands."""
    if place is None:
        return None
    file, row = place.file, place.row
    if isinstance(row, str):
        try:
            row = line_of(root, file, row)
        except KeyError:  # it is the key that was changed
            row = edited if isinstance(edited, int) else 0
    elif row is None:
        row = edited if isinstance(edited, int) else 0
    return Seen(place.rule, paths.get(file, file), row, place.column)
