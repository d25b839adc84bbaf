"""Open a data package and hand out its tables as strings.

Every cell is read as text: `004`, `NA` and `1E5` survive that way, and types are the
business of the layer that checks them. A table that cannot be read whole (not UTF-8, wrong
header, ragged rows) is kept as unreadable, so that the rules which need it can say that they
judged nothing instead of passing in silence.
"""

from __future__ import annotations

import io
import re
import secrets
import subprocess
import sys
import tempfile
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass, field
from lzma import LZMAError
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from validation.catalogue.finding import Finding, Place
from validation.catalogue.languages import Both, in_english
from validation.catalogue.rules import finding
from validation.package import tabular
from validation.package.errors import ContentError, PackageError, UnreadableTableError
from validation.package.schema import Schema, both_of
from validation.package.strict_json import JsonError, parse
from validation.package.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    import pandas as pd

    from validation.package.table import Record


ROOT = Path(__file__).resolve().parents[2]
DESCRIPTOR = "datapackage.json"
PROFILE = "schemas/package.json"
CODES = "codes"
UNREADABLE = "unreadable-file"
EXCEPTIONS = "exceptions"
INTEGER_LIMITS = ("minimum", "maximum", "minLength", "maxLength")
BOUNDS = "schemas/bounds.json"
BESIDE = (BOUNDS, "data/releases/*.json")  # what is read beside the tables
OF_THIS_KIND = ("codes", "evidence", "passages")  # tables that no package of this kind is without
LARGEST_MEMBER = 64 * 2**20  # a released zip holds tables of kilobytes; more is not ours
LARGEST_WHOLE = 2 * LARGEST_MEMBER
DAMAGED = (zipfile.BadZipFile, zlib.error, LZMAError, EOFError, ValueError, RuntimeError)
URL = re.compile("[A-Za-z][A-Za-z0-9+.-]+:/")
# Waits for the program that started it to end, in whatever way, and removes the folder then.
WATCH = "import shutil, sys; sys.stdin.read(); shutil.rmtree(sys.argv[1], ignore_errors=True)"


class Scratch:
    """A temporary folder that is removed however the program ends, even if it is killed."""

    def __init__(self, prefix: str) -> None:
        """Start the process that will remove the folder, and only then make it."""
        self.folder = Path(tempfile.gettempdir(), f"{prefix}{secrets.token_hex(8)}")
        self._watcher = subprocess.Popen(  # noqa: S603 - our own words and a folder of our own
            [sys.executable, "-I", "-S", "-c", WATCH, self.folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # what ends this program at once is not sent to that one too
        )
        self.folder.mkdir(mode=0o700)

    def remove(self) -> None:
        """Remove the folder now."""
        self._watcher.communicate()


@contextmanager
def scratch(prefix: str) -> Iterator[Path]:
    """A temporary folder that is removed however the program ends, even if it is killed."""
    made = Scratch(prefix)
    try:
        yield made.folder
    finally:
        made.remove()


@dataclass
class Package:
    """A data package on disk: the folder, the descriptor as read and the tables.

    `letters` has what was found in each letter's text that was handed over, by document.
    """

    root: Path
    descriptor: dict[str, Any]
    tables: dict[str, Table]
    profile_faults: list[Finding] | None = None  # what `profile.faults` found, once it has looked
    letters: dict[str, Any] = field(default_factory=dict)
    _unpacked: Scratch | None = None

    def __enter__(self) -> Self:
        """Return the package itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Remove the folder that a zip was unpacked into."""
        if self._unpacked is not None:
            self._unpacked.remove()

    @property
    def version(self) -> str:
        """The version, whose one home is the descriptor."""
        return str(self.descriptor.get("version", ""))

    def table(self, name: str) -> Table:
        """The table of that name, or UnreadableTableError if it is absent or unreadable."""
        table = self.tables.get(name)
        if table is None or not table.readable:
            raise UnreadableTableError(name)
        return table

    def records(self, name: str) -> tuple[Record, ...]:
        """The rows of a table by their columns."""
        return self.table(name).records

    def frame(self, name: str) -> pd.DataFrame:
        """The rows of a table as strings, indexed by line number."""
        return self.table(name).frame


def open_package(source: Path | None = None) -> Package:
    """Open a folder, a descriptor or a released zip; our own package by default.

    Raises PackageError with every reason at once where something is missing, cannot be opened or
    is no package of this kind, and ContentError, which is one too, where all the reasons lie in
    what the package holds.
    """
    source = ROOT if source is None else source
    if URL.match(str(source)) and not source.exists():
        raise PackageError(
            Both(
                f"{source}: this is a URL; download the package and give its path",
                f"{source}: dit is een URL; download het pakket en geef het pad op",
            )
        )
    try:
        if source.is_dir():
            return _open_folder(source)
        if source.is_file() and source.name == DESCRIPTOR:
            return _open_folder(source.parent)
        if is_zip(source):
            return _open_zip(source)
    except OSError as error:
        raise PackageError(f"{source}: {error.strerror}") from error
    if source.is_file():
        raise PackageError(
            Both(
                f"{source}: not a folder, a {DESCRIPTOR} or a zip",
                f"{source}: geen map, {DESCRIPTOR} of zip",
            )
        )
    raise PackageError(
        Both(
            f"{source}: there is no such file or folder",
            f"{source}: er is geen bestand of map die zo heet",
        )
    )


def is_zip(source: Path) -> bool:
    """Whether a file is a zip, or is called one."""
    return source.is_file() and (source.suffix.lower() == ".zip" or zipfile.is_zipfile(source))


def matching(root: Path, pattern: str) -> list[Path]:
    """The files of a package that match a pattern, but for those that a Mac lays beside them."""
    return sorted(path for path in root.glob(pattern) if not path.name.startswith("._"))


def read_json(root: Path, path: str) -> dict[str, Any]:
    """The object in a JSON file of the package.

    PackageError where the file cannot be opened, ContentError where it holds something else.
    """
    problems: list[str | Finding] = []
    content = _json(root, path, problems)
    _raise(problems)
    return content


def unreadable_file(path: str, says: str, pointer: str = "", **words: object) -> ContentError:
    """What is raised for a file that is not what its place demands."""
    return ContentError(finding(UNREADABLE, Place(path, 0, pointer), says, **words))


def _raise(problems: list[str | Finding]) -> None:
    """Raise what was found, if there is anything."""
    if problems:
        in_content = all(isinstance(problem, Finding) for problem in problems)
        raise (ContentError if in_content else PackageError)(*problems)


def _open_folder(root: Path) -> Package:
    problems: list[str | Finding] = []
    descriptor = _json(root, DESCRIPTOR, problems)
    tables = {} if problems else _tables(root, descriptor, problems)
    if problems:
        for pattern in BESIDE:
            for path in matching(root, pattern):
                _json(root, path.relative_to(root).as_posix(), problems)
    _raise(problems)
    return Package(root, descriptor, tables)


def _tables(
    root: Path, descriptor: dict[str, Any], problems: list[str | Finding]
) -> dict[str, Table]:
    resources = descriptor.get("resources")
    if not isinstance(resources, list) or not resources:
        problems.append(_misstated("resources", "no_list"))
        return {}
    if _is_of_another_kind(resources):
        lacking = ", ".join(f"`{name}`" for name in OF_THIS_KIND)
        message = Both(
            f"{DESCRIPTOR}: this is a data package, but not one of this kind: it has none of the "
            f"tables {lacking}",
            f"{DESCRIPTOR}: dit is een datapakket, maar niet van deze soort: het heeft geen van de "
            f"tabellen {lacking}",
        )
        problems.append(message)
        return {}
    tables: dict[str, Table] = {}
    for number, resource in enumerate(resources):
        table = _table(root, resource, f"resources/{number}", problems)
        if table is None:
            continue
        if table.name in tables:
            problems.append(_misstated(f"resources/{number}/name", "same_resource", table.name))
        tables[table.name] = table
    return tables


def _is_of_another_kind(resources: list[Any]) -> bool:
    """Whether they are the resources of a data package about something else."""
    return all(
        isinstance(resource, dict)
        and isinstance(resource.get("name"), str)
        and resource["name"] not in OF_THIS_KIND
        and ("path" in resource or "data" in resource)
        for resource in resources
    )


def _misstated(pointer: str, says: str, value: str = "", **words: object) -> Finding:
    return finding("descriptor", Place(DESCRIPTOR, 0, pointer, value), says, **words)


def _table(
    root: Path, resource: object, pointer: str, problems: list[str | Finding]
) -> Table | None:
    if not isinstance(resource, dict):
        problems.append(_misstated(pointer, "no_json_object"))
        return None
    before = len(problems)
    problems += _resource_faults(resource, pointer)
    if len(problems) > before:
        return None
    name, path, schema_path = (resource[key] for key in ("name", "path", "schema"))
    content = _bytes(root, path, problems, f"{pointer}/path")
    raw = _json(root, schema_path, problems, f"{pointer}/schema")
    if len(problems) > before:
        return None
    try:
        schema = Schema.read(name, schema_path, raw)
    except (KeyError, TypeError, ValueError, AttributeError):
        from validation.package.profile import schema_faults  # noqa: PLC0415 - it builds on this module

        no_schema = finding(UNREADABLE, Place(schema_path), "no_schema")
        problems += schema_faults(schema_path, raw) or [no_schema]
        return None
    return Table(
        name,
        path,
        schema,
        content,
        role=str(resource.get("role", "")),
        title=both_of(resource, "title"),
        description=both_of(resource, "description"),
    )


def _resource_faults(resource: dict[str, Any], pointer: str) -> Iterator[Finding]:
    """Why a resource does not name a table and its schema."""
    name, path, schema = (resource.get(key) for key in ("name", "path", "schema"))
    if not isinstance(name, str):
        yield _misstated(pointer, "no_text", name="name")
    if "data" in resource:
        yield _misstated(f"{pointer}/data", "data")
    elif isinstance(path, list):
        yield _misstated(f"{pointer}/path", "parts")
    elif not isinstance(path, str):
        yield _misstated(pointer, "no_text", name="path")
    if isinstance(schema, dict):
        yield _misstated(f"{pointer}/schema", "inline")
    elif not isinstance(schema, str):
        yield _misstated(pointer, "no_text", name="schema")
    for key, value in (("path", path), ("schema", schema)):
        if isinstance(value, str) and URL.match(value):
            yield _misstated(f"{pointer}/{key}", "url", value)


def _bytes(root: Path, path: str, problems: list[str | Finding], pointer: str = "") -> bytes:
    """A file's content; `pointer` is where the descriptor names it."""
    try:
        inside = (root / path).resolve()
        if not inside.is_relative_to(root.resolve()):
            problems.append(_misstated(pointer, "outside", path))
            return b""
        content = inside.read_bytes()
    except ValueError:
        problems.append(_misstated(pointer, "no_path", path))
        return b""
    except OSError as error:
        problems.append(_unopened(root, path, error))
        return b""
    if not content.strip():
        problems.append(finding(UNREADABLE, Place(path), "empty"))
    return content


def _unopened(root: Path, path: str, error: OSError) -> str:
    """Why a file was not opened; of a missing one, which one differs only in capitals."""
    if not isinstance(error, FileNotFoundError):
        return f"{path}: {error.strerror}"
    wanted = root / path
    there = sorted(wanted.parent.iterdir()) if wanted.parent.is_dir() else []
    other = next((one.name for one in there if one.name.lower() == wanted.name.lower()), "")
    hint = Both(
        f"; `{other}` is there: rename it, or name it so",
        f"; `{other}` is er wel: hernoem het, of noem het zo",
    )
    missing = Both(f"{path}: the file is missing", f"{path}: het bestand ontbreekt")
    return Both(f"{missing}{hint}", f"{missing.nl}{hint.nl}") if other else missing


def _json(
    root: Path, path: str, problems: list[str | Finding], pointer: str = ""
) -> dict[str, Any]:
    before = len(problems)
    content = _bytes(root, path, problems, pointer)
    if len(problems) > before:
        return {}
    conflict = tabular.conflict(path, content.decode("utf-8", "replace"))
    if conflict is not None:
        problems.append(conflict)
        return {}
    try:
        value = parse(content)
    except JsonError as error:
        problems += error.findings(path)
        return {}
    if not isinstance(value, dict):
        problems.append(finding(UNREADABLE, Place(path), "no_object"))
        return {}
    return value


def _open_zip(source: Path) -> Package:
    unpacked = Scratch("datapackage-")
    try:
        _unpack(source, unpacked.folder)
        package = _open_folder(_home(source, unpacked.folder))
    except BaseException:
        unpacked.remove()
        raise
    package._unpacked = unpacked  # noqa: SLF001 - the package owns what it was unpacked into
    return package


def _unpack(source: Path, into: Path) -> None:
    """Write the members of a zip below a folder; ContentError where it is damaged or too large."""
    name = str(source)
    try:
        with zipfile.ZipFile(io.BytesIO(source.read_bytes())) as archive:
            members = archive.infolist()
            for member in members:
                if member.file_size > LARGEST_MEMBER:
                    raise unreadable_file(name, "large", member=member.filename)
                if member.flag_bits & 1:
                    raise unreadable_file(name, "encrypted", member=member.filename)
            # No member unpacks to more than it declares: zipfile stops there.
            if sum(member.file_size for member in members) > LARGEST_WHOLE:
                raise unreadable_file(name, "whole")
            for member in members:
                member.filename = member.filename.replace("\\", "/")  # as some programs write it
                archive.extract(member, into)  # zipfile itself keeps members inside the folder
    except (*DAMAGED, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise unreadable_file(name, "damaged", reason=in_english(str(error))) from error


def _home(source: Path, unpacked: Path) -> Path:
    """The folder of the one package in a zip, however deep it lies."""
    found = sorted(
        (path.relative_to(unpacked) for path in unpacked.rglob(DESCRIPTOR)),
        key=lambda path: (len(path.parts), path),
    )
    if not found:
        raise PackageError(
            Both(
                f"{source}: the zip holds no {DESCRIPTOR}",
                f"{source}: in de zip zit geen {DESCRIPTOR}",
            )
        )
    highest = [path for path in found if len(path.parts) == len(found[0].parts)]
    if len(highest) > 1:
        listed = ", ".join(path.as_posix() for path in highest)
        raise PackageError(
            Both(
                f"{source}: the zip holds {len(highest)} packages, {listed}; unpack it and give "
                "one",
                f"{source}: in de zip zitten {len(highest)} pakketten, {listed}; pak hem uit en "
                "geef er een op",
            )
        )
    return unpacked / highest[0].parent
