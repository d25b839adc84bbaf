"""Open a data package and read its tables as strings.

Every cell is read as text, so that `004`, `NA` and `1E5` are kept. Types are checked by another
layer. A table that cannot be read completely (not UTF-8, wrong header row, rows of different
widths) is kept as unreadable, so that rules which need it can report that they were not checked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from validation.catalogue.finding import Finding, Place
from validation.catalogue.languages import Both
from validation.catalogue.rules import finding
from validation.package import tabular
from validation.package.errors import (
    UNREADABLE,
    ContentError,
    PackageError,
    UnreadableTableError,
)
from validation.package.schema import Schema, both_of
from validation.package.strict_json import JsonError, parse
from validation.package.table import Table
from validation.package.unpacking import Scratch, is_zip, unpack

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    import pandas as pd

    from validation.package.table import Record


ROOT = Path(__file__).resolve().parents[2]
DESCRIPTOR = "datapackage.json"
PROFILE = "schemas/package.json"
CODES = "codes"
EXCEPTIONS = "exceptions"
BOUNDS = "schemas/bounds.json"
BESIDE = (BOUNDS, "data/releases/*.json")  # files that are read in addition to the tables
OF_THIS_KIND = ("codes", "evidence", "passages")  # every package of this kind has these tables
URL = re.compile("[A-Za-z][A-Za-z0-9+.-]+:/")


@dataclass(eq=False)
class Package:
    """A data package on disk: its folder, descriptor and tables.

    `letters` has the result of searching the text of each letter that was given, by document.
    """

    root: Path
    descriptor: dict[str, Any]
    tables: dict[str, Table]
    profile_faults: list[Finding] | None = None  # cached result of `profile.faults`
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
        """The version, which is stated only in the descriptor."""
        return str(self.descriptor.get("version", ""))

    def table(self, name: str) -> Table:
        """The table of that name, or UnreadableTableError if it is absent or unreadable."""
        table = self.tables.get(name)
        if table is None or not table.readable:
            raise UnreadableTableError(name)
        return table

    def records(self, name: str) -> tuple[Record, ...]:
        """The rows of a table as records."""
        return self.table(name).records

    def frame(self, name: str) -> pd.DataFrame:
        """The rows of a table as strings, indexed by line number."""
        return self.table(name).frame


def open_package(source: Path | None = None) -> Package:
    """Open a folder, a descriptor or the zip of a release; by default this repository.

    Raises PackageError with all reasons if something is missing, cannot be opened or is not a
    package of this kind. If all reasons concern the content of the package, it raises the subclass
    ContentError.
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


def matching(root: Path, pattern: str) -> list[Path]:
    """The files of a package that match a pattern, without the `._` files of macOS."""
    return sorted(path for path in root.glob(pattern) if not path.name.startswith("._"))


def read_json(root: Path, path: str) -> dict[str, Any]:
    """The object in a JSON file of the package.

    PackageError if the file cannot be opened, ContentError if it contains something else.
    """
    problems: list[str | Finding] = []
    content = _json(root, path, problems)
    _raise(problems)
    return content


def _raise(problems: list[str | Finding]) -> None:
    """Raise the problems that were found, if there are any."""
    if problems:
        in_content = all(isinstance(problem, Finding) for problem in problems)
        raise (ContentError if in_content else PackageError)(*problems)


def _open_folder(root: Path) -> Package:
    problems: list[str | Finding] = []
    real = root.resolve()
    descriptor = _json(real, DESCRIPTOR, problems)
    tables = {} if problems else _tables(real, descriptor, problems)
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
        problems.append(_descriptor_finding("resources", "no_list"))
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
            problems.append(
                _descriptor_finding(f"resources/{number}/name", "same_resource", table.name)
            )
        tables[table.name] = table
    return tables


def _is_of_another_kind(resources: list[Any]) -> bool:
    """Whether these are the resources of another kind of data package."""
    return all(
        isinstance(resource, dict)
        and isinstance(resource.get("name"), str)
        and resource["name"] not in OF_THIS_KIND
        and ("path" in resource or "data" in resource)
        for resource in resources
    )


def _descriptor_finding(pointer: str, says: str, value: str = "", **words: object) -> Finding:
    return finding("descriptor", Place(DESCRIPTOR, 0, pointer, value), says, **words)


def _table(
    root: Path, resource: object, pointer: str, problems: list[str | Finding]
) -> Table | None:
    if not isinstance(resource, dict):
        problems.append(_descriptor_finding(pointer, "no_json_object"))
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
        from validation.package.profile import schema_faults  # noqa: PLC0415 - it imports this module

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
    """Every finding on a resource that does not refer to a table and its schema."""
    name, path, schema = (resource.get(key) for key in ("name", "path", "schema"))
    if not isinstance(name, str):
        yield _descriptor_finding(pointer, "no_text", name="name")
    if "data" in resource:
        yield _descriptor_finding(f"{pointer}/data", "data")
    elif isinstance(path, list):
        yield _descriptor_finding(f"{pointer}/path", "parts")
    elif not isinstance(path, str):
        yield _descriptor_finding(pointer, "no_text", name="path")
    if isinstance(schema, dict):
        yield _descriptor_finding(f"{pointer}/schema", "inline")
    elif not isinstance(schema, str):
        yield _descriptor_finding(pointer, "no_text", name="schema")
    for key, value in (("path", path), ("schema", schema)):
        if isinstance(value, str) and URL.match(value):
            yield _descriptor_finding(f"{pointer}/{key}", "url", value)


def _bytes(root: Path, path: str, problems: list[str | Finding], pointer: str = "") -> bytes:
    """The content of a file; `pointer` is the place in the descriptor that refers to it."""
    try:
        named = root / path
        inside = named.resolve()
        # Where they are equal there is no link and no `..`; resolving the root takes as long.
        if inside != named and not inside.is_relative_to(root.resolve()):
            problems.append(_descriptor_finding(pointer, "outside", path))
            return b""
        content = inside.read_bytes()
    except ValueError:
        problems.append(_descriptor_finding(pointer, "no_path", path))
        return b""
    except OSError as error:
        problems.append(_why_not_opened(root, path, error))
        return b""
    if not content.strip():
        problems.append(finding(UNREADABLE, Place(path), "empty"))
    return content


def _why_not_opened(root: Path, path: str, error: OSError) -> str:
    """Why a file was not opened; if it is missing, also a file that differs only in case."""
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
    value, found = _object(path, content)
    problems += found
    return value


def _object(path: str, content: bytes) -> tuple[dict[str, Any], list[Finding]]:
    """The object that a JSON file contains, or an empty one and the findings that say why not."""
    conflict = tabular.conflict(path, content.decode("utf-8", "replace"))
    if conflict is not None:
        return {}, [conflict]
    try:
        value = parse(content)
    except JsonError as error:
        return {}, error.findings(path)
    if not isinstance(value, dict):
        return {}, [finding(UNREADABLE, Place(path), "no_object")]
    return value, []


def _open_zip(source: Path) -> Package:
    unpacked = Scratch("datapackage-")
    try:
        package = _open_folder(unpack(source, unpacked.folder, DESCRIPTOR))
    except BaseException:
        unpacked.remove()
        raise
    package._unpacked = unpacked  # noqa: SLF001 - the package owns the folder it was unpacked into
    return package
