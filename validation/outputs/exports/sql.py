"""The package as an SQLite and a DuckDB database: types, checks, keys, views and comments.

All is derived from the schemas, except the views in `views.sql`. An empty cell is NULL. A partial
date stays text; the two days that `validation.load` adds are generated columns. Limits:

- SQLite has no regular expressions. A pattern that `GLOB` cannot express is a comment there.
- DuckDB cannot import a self-referencing foreign key from its own SQL export. There such a key is
  not declared.
- Neither has the rules of validation that look at more than one row.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple, Protocol

from validation.catalogue.languages import LANGUAGES
from validation.outputs.exports import every_table, file_name, put
from validation.package.dates import PARTIAL_DATE
from validation.package.descriptions import descriptions, imprint
from validation.package.labels import labelled
from validation.package.loading import DAYS, has_days
from validation.rules.row_rules import DATE_LENGTHS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from validation.package.opening import Package
    from validation.package.schema import Field, Schema
    from validation.package.table import Table

Value = str | int | float | bool | None

SMALLEST_BLOCK = 16384  # bytes; in DuckDB every key takes a block, which is 16 times as large else
AT_ONCE = 100  # rows: DuckDB takes as long for one as for a hundred, SQLite takes 32,766 values
VIEWS = Path(__file__).with_name("views.sql")
COUNTRY = "country_id"
IMPRINT = "package"
IMPRINT_SAID = "What this database is: one row with title, version, licence and source."

# What GLOB can express: a number of characters of one class, or words of them with one separator.
CLASS = r"\[(?P<class>[^\]\\]+)\]"
OF_WORDS = re.compile(rf"\^\(\?:{CLASS}\+\(\?:(?P<mark>.)\[(?P=class)\]\+\)\*\)\$")
OF_LENGTH = re.compile(rf"\^\(\?:{CLASS}(?:\{{(?P<length>[0-9]+)\}})?\)\$")


class Database(Protocol):
    """What the connections to both databases can do."""

    def execute(self, sql: str, values: Sequence[Value] = (), /) -> object:
        """Run a statement, with values in the places of its question marks."""


class SqlView(NamedTuple):
    """A query with a name, and what it shows."""

    name: str
    said: str
    query: str


@dataclass(frozen=True)
class Dialect:
    """Where the SQL of two databases differs."""

    types: Mapping[str, str]  # by the type of a Table Schema
    coded: Callable[[Field], str]  # the type of a column of codes
    checks: Callable[[Field], Iterator[str]]  # conditions on type, code, form and calendar
    days: Mapping[str, str]  # the first and last day of a partial date, which stands for {}
    keys_to_itself: bool
    comments_inside: bool  # comments are part of the SQL, or statements of their own
    before: Callable[[Sequence[Table]], Iterator[str]]  # statements before those of tables
    after: Callable[[Sequence[Table], Sequence[SqlView]], Iterator[str]]  # and after all others


def build(package: Package, database: Database, dialect: Dialect) -> None:
    """Fill an empty database with the tables of a sound package and those for readers."""
    tables = _by_reference(every_table(package))
    shown = list(views(package))
    for statement in dialect.before(tables):
        database.execute(statement)
    for table in tables:
        database.execute(create_table(table, dialect))
        _insert(database, table.name, table.schema.names, values(table))
    about = imprint(package)
    columns = ",\n  ".join(f"{quoted(name)} TEXT NOT NULL" for name in about)
    said = _commented(IMPRINT_SAID, "  ") if dialect.comments_inside else ""
    database.execute(f"CREATE TABLE {quoted(IMPRINT)} (\n{said}  {columns}\n)")
    _insert(database, IMPRINT, list(about), [tuple(about.values())])
    for view in shown:
        said = _commented(view.said) if dialect.comments_inside else ""
        database.execute(f"CREATE VIEW {quoted(view.name)} AS\n{said}{view.query}")
    for statement in dialect.after(tables, shown):
        database.execute(statement)


def values(table: Table) -> list[tuple[Value, ...]]:
    """The rows of a table with their types; an empty cell is None."""
    reads: dict[str, Callable[[str], Value]] = {
        "string": str,
        "integer": int,
        "number": float,
        "boolean": {"true": True, "false": False}.__getitem__,
    }
    types = [reads[column.type] for column in table.schema.fields]
    return [
        tuple(read(cell) if cell else None for read, cell in zip(types, row.cells, strict=True))
        for row in table.rows
    ]


def create_table(table: Table, dialect: Dialect) -> str:
    """The statement that makes a table, with its description where comments stand inside."""
    schema, described = table.schema, descriptions(table)
    parts: list[tuple[str, str]] = []  # the comment on a line, and the line
    for column in schema.fields:
        comment = column.description + _unchecked_form(column, dialect)
        parts.append((comment, _column(column, dialect)))
        if has_days(schema, column.name):
            for day in DAYS:
                name = f"{column.name}_{day}"
                made = dialect.days[day].format(quoted(column.name))
                line = f"{quoted(name)} DATE GENERATED ALWAYS AS ({made}) VIRTUAL"
                parts.append((described[name], line))
    parts += [("", line) for line in _table_lines(schema, table.name, dialect)]
    made = ""
    if dialect.comments_inside:
        made = _commented(table.description, "  ") + "\n"
    for number, (said, line) in enumerate(parts, start=1):
        if said and dialect.comments_inside:
            made += _commented(said, "  ")
        made += f"  {line}{',' if number < len(parts) else ''}\n"
    return f"CREATE TABLE {quoted(table.name)} (\n{made})"


def _commented(said: str, margin: str = "") -> str:
    """A text as an SQL comment, with `--` before each of its lines."""
    return "".join(f"{margin}-- {line}".rstrip() + "\n" for line in said.split("\n"))


def quoted(name: str) -> str:
    """A quoted identifier, because some names, such as `end`, are keywords."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str) -> str:
    """A string literal."""
    return "'" + value.replace("'", "''") + "'"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(quoted, names))


def _by_reference(tables: list[Table]) -> list[Table]:
    """Each table after those that its foreign keys refer to."""
    found = {table.name: table for table in tables}
    order: TopologicalSorter[str] = TopologicalSorter()
    for name, table in found.items():
        order.add(name, *(key.table for key in table.schema.foreign_keys if key.table != name))
    return [found[name] for name in order.static_order()]


def _insert(
    database: Database, table: str, columns: list[str], rows: list[tuple[Value, ...]]
) -> None:
    into = f"INSERT INTO {quoted(table)} ({_listed(columns)}) VALUES"
    marks = f"({', '.join('?' * len(columns))})"
    for start in range(0, len(rows), AT_ONCE):
        part = rows[start : start + AT_ONCE]
        cells = [cell for row in part for cell in row]
        database.execute(f"{into} {', '.join([marks] * len(part))}", cells)


def _column(column: Field, dialect: Dialect) -> str:
    kind = dialect.coded(column) if column.codes else dialect.types[column.type]
    needed = " NOT NULL" if column.required else ""
    checks = [*dialect.checks(column), *_limits(column)]
    return "\n    ".join(
        [f"{quoted(column.name)} {kind}{needed}", *(f"CHECK ({check})" for check in checks)]
    )


def _limits(column: Field) -> Iterator[str]:
    """Bounds of a number or of a length; text is never an empty string."""
    limits, name = column.constraints, quoted(column.name)
    measures = {"minimum": (name, ">="), "maximum": (name, "<=")}
    measures |= {"minLength": (f"length({name})", ">="), "maxLength": (f"length({name})", "<=")}
    for limit, (measured, compared) in measures.items():
        if limit in limits:
            yield f"{measured} {compared} {limits[limit]}"
    if column.type == "string" and not limits.keys() & {"enum", "pattern", "minLength"}:
        yield f"{name} <> ''"


def _table_lines(schema: Schema, table: str, dialect: Dialect) -> Iterator[str]:
    """Constraints of the table: keys, and that dates have the precision in the next column."""
    for name in filter(lambda name: has_days(schema, name), schema.names):
        lengths = " ".join(f"WHEN {literal(p)} THEN {n}" for p, n in DATE_LENGTHS.items())
        length = f"coalesce(length({quoted(name)}), 0)"
        yield f"CHECK (CASE {quoted(f'{name}_precision')} {lengths} ELSE 0 END = {length})"
    whole = all(schema.field(name).required for name in schema.primary_key)
    yield f"{'PRIMARY KEY' if whole else 'UNIQUE'} ({_listed(schema.primary_key)})"
    for unique in _unique(schema):
        yield f"UNIQUE ({_listed(unique)})"
    for key in schema.foreign_keys:
        if key.table != table or dialect.keys_to_itself:
            there = f"{quoted(key.table)} ({_listed(key.reference)})"
            yield f"FOREIGN KEY ({_listed(key.fields)}) REFERENCES {there}"


def _unique(schema: Schema) -> list[tuple[str, ...]]:
    single = [(column.name,) for column in schema.fields if column.constraints.get("unique")]
    return [*single, *schema.unique_keys]


# The views


def views(package: Package) -> Iterator[SqlView]:
    """A view with labels for each table that has any, and the joins that are asked for most."""
    for table in package.tables.values():
        query = _with_labels(package, table)
        if query:
            said = f"`{table.name}` with labels for codes and keys, in English and Dutch."
            yield SqlView(f"{table.name}_labelled", said, query)
    trees = [name for name, table in package.tables.items() if "parent_basis" in table.schema.names]
    for part in VIEWS.read_text(encoding="utf-8").split("\n\n"):
        heading, query = part.strip().split("\n", 1)
        name, _, said = heading.removeprefix("-- ").partition(": ")
        yield SqlView(name, said, query.replace(":trees", ", ".join(map(literal, trees))))


def _with_labels(package: Package, table: Table) -> str:
    """Every column of a table, followed by its labels and by the days of a partial date.

    A key to a table with `country_id` is followed by that country too: `region_country_id`.
    """
    beside = {entry.column: entry for entry in labelled(package, table.schema)}
    columns: list[str] = []
    joins: list[str] = []
    for name in table.schema.names:
        columns.append(f"t.{quoted(name)}")
        if name in beside:
            entry, alias = beside[name], f"l{len(joins) + 1}"
            pairs = zip(entry.there, entry.here, strict=True)
            equal = [f"{alias}.{quoted(there)} = t.{quoted(here)}" for there, here in pairs]
            if entry.code_list:
                equal.append(f"{alias}.{quoted('list')} = {literal(entry.code_list)}")
            joins.append(f"LEFT JOIN {quoted(entry.table)} AS {alias} ON {' AND '.join(equal)}")
            columns += [
                f"{alias}.{quoted(f'{entry.words}_{language}')} AS {quoted(entry.called(language))}"
                for language in LANGUAGES
            ]
            if COUNTRY in package.tables[entry.table].schema.names:
                country = quoted(f"{entry.name}_{COUNTRY}")
                columns.append(f"{alias}.{quoted(COUNTRY)} AS {country}")
        if has_days(table.schema, name):
            columns += [f"t.{quoted(f'{name}_{day}')}" for day in DAYS]
    if not joins:
        return ""
    shown = ",\n  ".join(columns)
    return "\n".join([f"SELECT\n  {shown}\nFROM {quoted(table.name)} AS t", *joins])


# SQLite


def _sqlite_checks(column: Field) -> Iterator[str]:
    """SQLite does not enforce types: each is a check."""
    name, pattern = quoted(column.name), column.constraints.get("pattern", "")
    if column.type == "integer":
        yield f"typeof({name}) IN ('integer', 'null')"
    elif column.type == "number":
        yield f"typeof({name}) IN ('real', 'null')"
    elif column.type == "boolean":
        yield f"{name} IN (0, 1)"
    elif "enum" in column.constraints:
        yield f"{name} IN ({', '.join(map(literal, column.constraints['enum']))})"
    elif pattern == PARTIAL_DATE:
        first = f"substr({name} || '-01-01', 1, 10)"
        lengths = ", ".join(map(str, sorted(set(DATE_LENGTHS.values()))))
        yield f"length({name}) IN ({lengths}) AND date({first}, '+0 days') IS {first}"
    elif pattern:
        yield from filter(None, [glob(column.name, pattern)])


def glob(column: str, pattern: str) -> str:
    """A regular expression as a condition with GLOB; empty where GLOB cannot express it."""
    name = quoted(column)
    if found := OF_LENGTH.fullmatch(pattern):
        only = f"{name} NOT GLOB '*[^{found['class']}]*'"
        return f"length({name}) = {found['length'] or 1} AND {only}"
    if found := OF_WORDS.fullmatch(pattern):
        mark = found["mark"]
        wrong = [f"*[^{mark}{found['class']}]*", f"{mark}*", f"*{mark}", f"*{mark}{mark}*"]
        return " AND ".join([f"{name} <> ''", *(f"{name} NOT GLOB '{form}'" for form in wrong)])
    return ""


def _unchecked_form(column: Field, dialect: Dialect) -> str:
    """For the comment on a column: its pattern, if no check has it."""
    pattern = column.constraints.get("pattern")
    if pattern is None or any(dialect.checks(column)):
        return ""
    return f" Its form, which is not checked here: {pattern}"


def _indices(tables: Sequence[Table], _: Sequence[SqlView]) -> Iterator[str]:
    """An index for each foreign key, unless another index begins with its columns."""
    for table in tables:
        indexed = [table.schema.primary_key, *_unique(table.schema)]
        for key in table.schema.foreign_keys:
            if not any(columns[: len(key.fields)] == key.fields for columns in indexed):
                name = quoted("_".join([table.name, "by", *key.fields]))
                yield f"CREATE INDEX {name} ON {quoted(table.name)} ({_listed(key.fields)})"


SQLITE = Dialect(
    types={"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "BOOLEAN"},
    coded=lambda _: "TEXT",
    checks=_sqlite_checks,
    days={
        "earliest": "substr({0} || '-01-01', 1, 10)",
        "latest": "CASE length({0}) WHEN 4 THEN {0} || '-12-31'"
        " WHEN 7 THEN date({0} || '-01', '+1 month', '-1 day') ELSE {0} END",
    },
    keys_to_itself=True,
    comments_inside=True,
    before=lambda _: iter(()),
    after=_indices,
)


# DuckDB


def _duckdb_checks(column: Field) -> Iterator[str]:
    name, pattern = quoted(column.name), column.constraints.get("pattern", "")
    if pattern:
        yield f"regexp_full_match({name}, {literal(pattern)})"
    if pattern == PARTIAL_DATE:
        first = f"try_cast(left({name} || '-01-01', 10) AS DATE)"
        yield f"{name} IS NULL OR {first} IS NOT NULL"


def _enums(tables: Sequence[Table]) -> Iterator[str]:
    """A type for each code list, with the codes in the order of the list."""
    columns = [column for table in tables for column in table.schema.fields if column.codes]
    lists = {str(column.codes): column.constraints["enum"] for column in columns}
    for name, codes in sorted(lists.items()):
        yield f"CREATE TYPE {quoted(name)} AS ENUM ({', '.join(map(literal, codes))})"


def _comments(tables: Sequence[Table], shown: Sequence[SqlView]) -> Iterator[str]:
    for table in tables:
        name = quoted(table.name)
        yield f"COMMENT ON TABLE {name} IS {literal(table.description)}"
        for column, described in descriptions(table).items():
            yield f"COMMENT ON COLUMN {name}.{quoted(column)} IS {literal(described)}"
    yield f"COMMENT ON TABLE {quoted(IMPRINT)} IS {literal(IMPRINT_SAID)}"
    for view in shown:
        yield f"COMMENT ON VIEW {quoted(view.name)} IS {literal(view.said)}"


DUCKDB = Dialect(
    types={"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN"},
    coded=lambda column: quoted(str(column.codes)),
    checks=_duckdb_checks,
    days={
        "earliest": "try_cast(left({0} || '-01-01', 10) AS DATE)",
        "latest": "CASE length({0}) WHEN 4 THEN try_cast({0} || '-12-31' AS DATE)"
        " WHEN 7 THEN last_day(try_cast({0} || '-01' AS DATE)) ELSE try_cast({0} AS DATE) END",
    },
    keys_to_itself=False,
    comments_inside=False,
    before=_enums,
    after=_comments,
)


# The files


def write_sqlite(package: Package, folder: Path) -> list[Path]:
    """Write the SQLite database of a sound package; the same package gives the same bytes.

    SQLite enforces foreign keys only on a connection with `PRAGMA foreign_keys = ON`.
    """
    name = file_name(package, ".sqlite")
    with TemporaryDirectory() as aside:
        path = Path(aside) / name
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            for setting in ("page_size = 4096", "auto_vacuum = NONE", "foreign_keys = ON"):
                database.execute(f"PRAGMA {setting}")
            database.execute("BEGIN")
            database.execute("PRAGMA defer_foreign_keys = ON")  # a child may precede its parent
            build(package, database, SQLITE)
            database.execute("COMMIT")
            database.execute("VACUUM")
        return put(folder, {name: path.read_bytes()})


def write_duckdb(package: Package, folder: Path) -> list[Path]:
    """Write the DuckDB database of a sound package; DuckDB does not promise the same bytes."""
    import duckdb  # noqa: PLC0415 - an optional library

    name = file_name(package, ".duckdb")
    with TemporaryDirectory() as aside:
        path = Path(aside) / name
        with duckdb.connect() as database:
            database.execute(f"ATTACH {literal(str(path))} AS made (BLOCK_SIZE {SMALLEST_BLOCK})")
            database.execute("USE made")
            database.execute("BEGIN")
            build(package, database, DUCKDB)
            database.execute("COMMIT")
            database.execute("USE memory")
            database.execute("DETACH made")  # writes everything into the one file
        return put(folder, {name: path.read_bytes()})
