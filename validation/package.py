"""Open a data package and hand out its tables as strings.

Every cell is read as text: `004`, `NA` and `1E5` survive that way, and types are the
business of the layer that checks them. A table that cannot be read whole (not UTF-8, wrong
header, ragged rows) is kept as unreadable, so that the rules which need it can say that they
judged nothing instead of passing in silence.
"""

from __future__ import annotations

import json
import tempfile
import zipfile
import zlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Self

from validation import tabular

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import TracebackType

    import pandas as pd

    from validation.findings import Finding
    from validation.letter import Verification

ROOT = Path(__file__).resolve().parent.parent
DESCRIPTOR = "datapackage.json"
PROFILE = "schemas/package.json"
CODES = "codes"
INTEGER_LIMITS = ("minimum", "maximum", "minLength", "maxLength")
LARGEST_MEMBER = 64 * 2**20  # a released zip holds tables of kilobytes; more is not ours


class PackageError(Exception):
    """The package cannot be read at all: each problem in one line."""

    def __init__(self, *problems: str) -> None:
        """Keep the problems, one line each, in the order found."""
        super().__init__("\n".join(problems))
        self.problems = problems


class UnreadableTableError(Exception):
    """A rule needs a table that could not be read; another layer says why."""

    def __init__(self, table: str) -> None:
        """Name the table that could not be read."""
        super().__init__(table)
        self.table = table


@dataclass(frozen=True)
class Field:
    """One column, as its Table Schema describes it."""

    name: str
    type: str
    constraints: Mapping[str, Any]
    codes: str | None = None
    evidence: bool = False

    @classmethod
    def read(cls, content: Mapping[str, Any]) -> Field:
        """Take the description of a column apart; KeyError or TypeError where it is none."""
        constraints = content.get("constraints", {})
        kinds = {"enum": list, "pattern": str, **dict.fromkeys(INTEGER_LIMITS, int)}
        typed = [
            (content["name"], str),
            (content["type"], str),
            (content.get("codes", ""), str),
            (constraints, dict),
            *((value, kinds[name]) for name, value in constraints.items() if name in kinds),
        ]
        if not all(isinstance(value, kind) for value, kind in typed):
            raise TypeError(content["name"])
        return cls(
            name=content["name"],
            type=content["type"],
            constraints=constraints,
            codes=content.get("codes"),
            evidence=bool(content.get("evidence", False)),
        )

    @property
    def required(self) -> bool:
        """Whether the cell may not be empty."""
        return bool(self.constraints.get("required", False))


@dataclass(frozen=True)
class ForeignKey:
    """Columns here that name a row there."""

    fields: tuple[str, ...]
    table: str
    reference: tuple[str, ...]


@dataclass(frozen=True)
class Schema:
    """One Table Schema: the only place where the columns of a table are described."""

    path: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    unique_keys: tuple[tuple[str, ...], ...]
    foreign_keys: tuple[ForeignKey, ...]
    order: tuple[str, ...]

    @classmethod
    def read(cls, table: str, path: str, content: Mapping[str, Any]) -> Schema:
        """Take a Table Schema apart; KeyError, TypeError or ValueError where it is not one."""
        fields = tuple(Field.read(entry) for entry in content["fields"])
        primary_key = _names(content["primaryKey"])
        if not fields or not primary_key:
            raise ValueError(path)
        return cls(
            path=path,
            fields=fields,
            primary_key=primary_key,
            unique_keys=tuple(_names(key) for key in content.get("uniqueKeys", [])),
            foreign_keys=tuple(
                ForeignKey(
                    fields=_names(key["fields"]),
                    table=str(key["reference"].get("resource") or table),
                    reference=_names(key["reference"]["fields"]),
                )
                for key in content.get("foreignKeys", [])
            ),
            order=_names(content.get("rowOrder", primary_key)),
        )

    @property
    def names(self) -> list[str]:
        """The column names, in order."""
        return [column.name for column in self.fields]

    def field(self, name: str) -> Field:
        """The column of that name; KeyError if there is none."""
        for column in self.fields:
            if column.name == name:
                return column
        raise KeyError(name)

    def ends(self) -> list[ForeignKey]:
        """The two things that a link joins: its foreign keys but the one to the document."""
        return [key for key in self.foreign_keys if key.fields != ("document_id",)]


@dataclass(frozen=True)
class Row:
    """One line of a table: where it stands and its cells."""

    line: int
    cells: tuple[str, ...]


@dataclass
class Table:
    """One CSV file with its schema."""

    name: str
    path: str
    schema: Schema
    content: bytes
    trusted: bool = True

    @property
    def folder(self) -> str:
        """The folder below data/: `` for things and statements, else links, sources, reference."""
        parts = PurePosixPath(self.path).parts
        return "/".join(parts[1:-1])

    @property
    def is_claim(self) -> bool:
        """Whether each row is a thing, statement or link, which must rest on passages."""
        return self.folder in {"", "links"}

    @property
    def is_thing(self) -> bool:
        """Whether a row is a thing shared between letters."""
        return self.folder == "" and self.schema.primary_key == ("id",)

    @property
    def is_link(self) -> bool:
        """Whether a row joins two things."""
        return self.folder == "links"

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows below the header; UnreadableTableError where the file is not a whole table."""
        if not self.readable:
            raise UnreadableTableError(self.name)
        return tuple(Row(line, cells) for line, cells in self.reading.rows)

    @property
    def readable(self) -> bool:
        """Whether the file is UTF-8 CSV with the header and width that a sound schema declares."""
        return self.trusted and self.reading.is_plain

    @cached_property
    def reading(self) -> tabular.Reading:
        """What can be read of the file, and all that is wrong with its bytes and its shape."""
        return tabular.read(self.path, self.schema.names, self.content)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The rows as strings, empty cells as ``""``, indexed by line number in the file."""
        import pandas as pd  # noqa: PLC0415 - half a second that the byte layer need not wait for

        return pd.DataFrame(
            [row.cells for row in self.rows],
            index=pd.Index([row.line for row in self.rows], name="line", dtype="int64"),
            columns=self.schema.names,
            dtype="str",
        )

    @cached_property
    def keys(self) -> pd.Series[str]:
        """The primary key of each row, parts joined with a slash, indexed by line number."""
        return self.key(self.schema.primary_key)

    def key(self, columns: tuple[str, ...]) -> pd.Series[str]:
        """Columns joined with a slash: the form in which keys are written in `evidence.csv`."""
        frame = self.frame
        joined = frame[columns[0]]
        for column in columns[1:]:
            joined = joined + "/" + frame[column]
        return joined


@dataclass
class Package:
    """A data package on disk: the folder, the descriptor as read and the tables.

    `letters` has what was found in each letter's text that was handed over, by document.
    """

    root: Path
    descriptor: dict[str, Any]
    tables: dict[str, Table]
    profile_faults: list[Finding] | None = None  # what `profile.faults` found, once it has looked
    letters: dict[str, Verification] = field(default_factory=dict)
    _temporary: tempfile.TemporaryDirectory[str] | None = None

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
        if self._temporary is not None:
            self._temporary.cleanup()

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

    def frame(self, name: str) -> pd.DataFrame:
        """The rows of a table as strings, indexed by line number."""
        return self.table(name).frame


def each(frame: pd.DataFrame) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table's frame one by one: line number and cells."""
    names = [str(name) for name in frame.columns]
    columns = [frame[name].tolist() for name in names]  # column by column, as pandas keeps them
    for line, cells in zip(frame.index.tolist(), zip(*columns, strict=True), strict=True):
        yield int(line), dict(zip(names, cells, strict=True))


def open_package(source: Path | None = None) -> Package:
    """Open a folder, a descriptor or a released zip; our own package by default.

    Raises PackageError with every reason at once where the descriptor, a schema or a table's
    file is missing, empty or not what it should be.
    """
    source = ROOT if source is None else source
    if source.is_file() and source.suffix == ".zip":
        temporary = tempfile.TemporaryDirectory(prefix="datapackage-")
        try:
            root = _unpack(source, Path(temporary.name))
            package = _open_folder(root)
        except BaseException:
            temporary.cleanup()
            raise
        package._temporary = temporary  # noqa: SLF001 - the package owns what it was unpacked into
        return package
    if source.is_file():
        if source.name != DESCRIPTOR:
            raise PackageError(f"{source}: not a folder, a {DESCRIPTOR} or a zip")
        return _open_folder(source.parent)
    if source.is_dir():
        return _open_folder(source)
    raise PackageError(f"{source}: there is no such file or folder")


def _open_folder(root: Path) -> Package:
    problems: list[str] = []
    descriptor = _json(root, DESCRIPTOR, problems)
    if problems:
        raise PackageError(*problems)
    resources = descriptor.get("resources")
    if not isinstance(resources, list) or not resources:
        raise PackageError(f"{DESCRIPTOR}: `resources` is not a list of tables")
    tables: dict[str, Table] = {}
    for number, resource in enumerate(resources, start=1):
        table = _table(root, resource, number, problems)
        if table is None:
            continue
        if table.name in tables:
            problems.append(f"{DESCRIPTOR}: two resources are named `{table.name}`")
        tables[table.name] = table
    if problems:
        raise PackageError(*problems)
    return Package(root, descriptor, tables)


def _table(root: Path, resource: object, number: int, problems: list[str]) -> Table | None:
    if not isinstance(resource, dict):
        problems.append(f"{DESCRIPTOR}: resource {number} is not an object")
        return None
    name, path, schema_path = (resource.get(key) for key in ("name", "path", "schema"))
    if not (isinstance(name, str) and isinstance(path, str) and isinstance(schema_path, str)):
        problems.append(f"{DESCRIPTOR}: resource {number} lacks a name, a path or a schema's path")
        return None
    before = len(problems)
    content = _bytes(root, path, problems)
    raw = _json(root, schema_path, problems)
    if len(problems) > before:
        return None
    try:
        schema = Schema.read(name, schema_path, raw)
    except (KeyError, TypeError, ValueError, AttributeError):
        problems.append(f"{schema_path}: this is not a Table Schema")
        return None
    return Table(name, path, schema, content)


def _bytes(root: Path, path: str, problems: list[str]) -> bytes:
    try:
        inside = (root / path).resolve()
        if not inside.is_relative_to(root.resolve()):
            problems.append(f"{path}: the path leads out of the package")
            return b""
        content = inside.read_bytes()
    except ValueError:
        problems.append(f"{path!r}: this is not a path")
        return b""
    except OSError as error:
        reason = "the file is missing" if isinstance(error, FileNotFoundError) else error.strerror
        problems.append(f"{path}: {reason}")
        return b""
    if not content.strip():
        problems.append(f"{path}: the file is empty")
    return content


def _json(root: Path, path: str, problems: list[str]) -> dict[str, Any]:
    before = len(problems)
    content = _bytes(root, path, problems)
    if len(problems) > before:
        return {}
    if lines := tabular.conflict_lines(content.decode("utf-8", "replace")):
        places = ", ".join(map(str, lines))
        problems.append(f"{path}: version control left conflict markers: line {places}")
        return {}
    try:
        value = json.loads(content.decode("utf-8"))
        json.dumps(value, ensure_ascii=False).encode()  # a lone surrogate is text to json alone
    except (ValueError, RecursionError) as error:
        problems.append(f"{path}: this is not JSON: {error}")
        return {}
    if not isinstance(value, dict):
        problems.append(f"{path}: the file holds no JSON object")
        return {}
    return value


def _unpack(source: Path, into: Path) -> Path:
    try:
        with zipfile.ZipFile(source) as archive:
            for member in archive.infolist():
                if member.file_size > LARGEST_MEMBER:
                    raise PackageError(f"{source}: {member.filename} is too large to be a table")
            archive.extractall(into)  # zipfile itself keeps members inside the folder
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError) as error:
        raise PackageError(f"{source}: this zip cannot be read: {error}") from error
    if (into / DESCRIPTOR).is_file():
        return into
    found = sorted(into.glob(f"*/{DESCRIPTOR}"))
    if len(found) != 1:
        raise PackageError(f"{source}: the zip holds no {DESCRIPTOR}")
    return found[0].parent


def _names(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list | tuple):
        return tuple(str(item) for item in value)
    raise TypeError(value)
