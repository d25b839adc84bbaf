"""Every kind of file holds what the tables hold, cell by cell, for readers that are not ours."""

import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

import duckdb
import frictionless
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest

from tests.example import DOCUMENT, Capsys, contents, set_cell
from tests.files import NAME, Rows, as_text, awkward, canonical, documented, made, parsed
from validation import load, open_package
from validation.commands.common import CLEAN, FINDINGS, MISUSE
from validation.commands.export import export_command
from validation.commands.validate import validate_command
from validation.outputs.exports import EXPORTS
from validation.outputs.exports.kinds import DEFAULT, KINDS, write_kinds
from validation.outputs.exports.package_zip import IN_THE_REPOSITORY
from validation.package.opening import DESCRIPTOR, ROOT

STATED = (
    rb',\n +"bytes": [0-9]+,\n +"hash": "[^"]+"'  # what only a released descriptor says of a file
)
Tables = dict[str, Rows]  # by name: header and rows
FILES_OF_TABLES = ("excel", "sqlite", "duckdb", "parquet")

# SQLite keeps truth values as 1 and 0, and prints 19 as 19.0 in a column of decimal numbers.
WITH_WORDS = {
    "eu_member_2016": "iif(eu_member_2016, 'true', 'false')",
    "latitude": "printf('%.15g', latitude)",
    "longitude": "printf('%.15g', longitude)",
}
POINT = ("latitude", "longitude")  # the columns of decimal numbers


@pytest.fixture(scope="module")
def package(written_example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a package of this module's own, in which tests may lay files."""
    return awkward(written_example, tmp_path_factory.mktemp("awkward") / "package")


@pytest.fixture(scope="module", params=["awkward", "published"])
def source(request: pytest.FixtureRequest, awkward_package: Path) -> Path:
    return awkward_package if request.param == "awkward" else ROOT


@pytest.fixture(scope="module")
def tables(source: Path) -> Tables:
    return canonical(source)


@pytest.fixture(scope="module")
def files(source: Path, made_once: Callable[..., Path]) -> Path:
    return made_once(source, *FILES_OF_TABLES)


def only(folder: Path, end: str) -> Path:
    (found,) = folder.glob(f"*{end}")
    return found


# Every table comes back. Each reader gets a folder of files, and the names of tables and columns.


def by_sqlite(folder: Path, tables: Tables) -> Tables:
    with closing(sqlite3.connect(only(folder, ".sqlite"))) as database:
        return {
            name: texts(database.execute(selecting(name, header, WITH_WORDS)))
            for name, (header, *_) in tables.items()
        }


def by_sqlite_command(folder: Path, tables: Tables) -> Tables:
    if shutil.which("sqlite3") is None:
        pytest.skip("sqlite3 is not installed")
    command: list[str | Path] = ["sqlite3", "-readonly", "-csv", only(folder, ".sqlite")]
    return {
        name: parsed(subprocess.check_output([*command, selecting(name, header, WITH_WORDS)]))
        for name, (header, *_) in tables.items()
    }


def by_duckdb(folder: Path, tables: Tables) -> Tables:
    with duckdb.connect(only(folder, ".duckdb"), read_only=True) as database:
        return {
            name: texts(database.execute(selecting(name, header)).fetchall())
            for name, (header, *_) in tables.items()
        }


def by_duckdb_from_parquet(folder: Path, tables: Tables) -> Tables:
    with duckdb.connect() as database:
        return {
            name: texts(
                database.execute(selecting(f"{folder}/parquet/{name}.parquet", header)).fetchall()
            )
            for name, (header, *_) in tables.items()
        }


def by_pyarrow(folder: Path, tables: Tables) -> Tables:
    found = {}
    for name, (header, *_) in tables.items():
        rows = pq.read_table(folder / "parquet" / f"{name}.parquet", columns=list(header))
        found[name] = texts(tuple(row.values()) for row in rows.to_pylist())
    return found


def by_polars(folder: Path, tables: Tables) -> Tables:
    return {
        name: texts(
            pl.read_parquet(folder / f"parquet/{name}.parquet", columns=list(header)).rows()
        )
        for name, (header, *_) in tables.items()
    }


def by_pandas(folder: Path, tables: Tables) -> Tables:
    """With types of its own: an integer column with gaps would come as fractions otherwise."""
    found = {}
    for name, (header, *_) in tables.items():
        path = folder / "parquet" / f"{name}.parquet"
        frame = pd.read_parquet(path, columns=list(header), dtype_backend="numpy_nullable")
        cells = frame.astype(object).where(frame.notna(), None)
        found[name] = texts(cells.itertuples(index=False, name=None))
    return found


def by_csv(folder: Path, tables: Tables) -> Tables:
    found = {}
    for name in tables:
        content = (folder / "excel" / f"{name}-excel.csv").read_bytes()
        header, *rows = parsed(content, ";", "utf-8-sig")
        assert header == tables[name][0]
        found[name] = with_points(header, rows)
    return found


def with_points(header: tuple[str, ...], rows: Rows) -> Rows:
    """The cells as they were before decimal numbers got a comma for a Dutch Excel."""
    return [
        tuple(
            cell.replace(",", ".") if name in POINT else cell
            for name, cell in zip(header, row, strict=True)
        )
        for row in rows
    ]


def by_readr(folder: Path, tables: Tables) -> Tables:
    if shutil.which("Rscript") is None:
        pytest.skip("R is not installed")
    back = folder / "back"
    back.mkdir()
    script = """
    paths <- commandArgs(TRUE)
    for (path in head(paths, -1)) {
      cells <- readr::read_csv2(path, col_types = readr::cols(.default = "c"), na = "",
                                trim_ws = FALSE, progress = FALSE)
      readr::stop_for_problems(cells)
      readr::write_csv(cells, file.path(tail(paths, 1), basename(path)), na = "")
    }
    """
    paths = [folder / "excel" / f"{name}-excel.csv" for name in tables]
    command: list[str | Path] = ["Rscript", "-e", script, *paths, back]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = {}
    for name, path in zip(tables, paths, strict=True):
        header, *rows = parsed((back / path.name).read_bytes())
        assert header == tables[name][0]
        found[name] = with_points(header, rows)
    return found


def selecting(table: str, columns: tuple[str, ...], how: dict[str, str] | None = None) -> str:
    shown = [(how or {}).get(column, quoted(column)) for column in columns]
    return f"SELECT {', '.join(shown)} FROM {quoted(table)}"  # noqa: S608 - names of ours


def quoted(name: str) -> str:
    return f'"{name}"'


def texts(rows: Iterable[Iterable[object]]) -> Rows:
    return [tuple(map(as_text, row)) for row in rows]


READERS: dict[str, Callable[[Path, Tables], Tables]] = {
    "sqlite": by_sqlite,
    "sqlite-command": by_sqlite_command,
    "duckdb": by_duckdb,
    "parquet-duckdb": by_duckdb_from_parquet,
    "parquet-pyarrow": by_pyarrow,
    "parquet-polars": by_polars,
    "parquet-pandas": by_pandas,
    "excel-csv": by_csv,
    "excel-readr": by_readr,
}


@pytest.mark.parametrize("reader", READERS)
def test_every_cell_comes_back(reader: str, files: Path, tables: Tables) -> None:
    found = READERS[reader](files, tables)
    assert found == {name: rows for name, (_, *rows) in tables.items()}


# What each kind promises besides


def test_the_excel_files_have_the_form_that_a_dutch_excel_opens(
    files: Path, tables: Tables
) -> None:
    found = sorted((files / "excel").iterdir())
    assert [path.name for path in found] == sorted(f"{name}-excel.csv" for name in tables)
    for path in found:
        content = path.read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        assert content.count(b"\n") == content.count(b"\r\n") == content.count(b"\r")
        assert content.endswith(b"\r\n")


def test_a_decimal_number_has_a_comma_in_a_dutch_excel(package: Path, tmp_path: Path) -> None:
    content = (made(package, tmp_path, "excel") / "excel/places-excel.csv").read_text("utf-8-sig")
    assert content.splitlines()[1:3] == [
        "high-north;ISL;64,96;-18,6;example-gazette;example-gazette;read",
        "high-north;NOR;69,5;19;example-gazette;example-gazette;read",
    ]


def test_parquet_tells_what_it_is(files: Path, source: Path) -> None:
    with open_package(source) as package:
        descriptor = package.descriptor
        (said,) = [entry for entry in descriptor["resources"] if entry["name"] == "commitments"]
    schema = pq.read_schema(files / "parquet" / "commitments.parquet")
    about = {key.decode(): value.decode() for key, value in schema.metadata.items()}
    assert about["title"] == said["title"]
    assert about["description_nl"] == said["description_nl"]
    assert about["package_version"] == descriptor["version"]
    assert about["package_licence"] == "CC0-1.0"
    words = schema.field("status").metadata
    assert words[b"description"] == b"Where the Dutch part stands, in the letter's own terms."
    assert all(field.metadata[b"description_nl"] for field in schema)
    assert "pandas" not in about
    column = pq.read_metadata(files / "parquet" / "commitments.parquet").row_group(0).column(0)
    assert column.compression == "SNAPPY"


@pytest.mark.parametrize(
    ("column", "pandas", "polars", "duckdb_"),
    [
        ("mission_id", "str", pl.String, "VARCHAR"),
        ("status", "category", pl.Categorical, "VARCHAR"),
        ("starts", "str", pl.String, "VARCHAR"),
        ("starts_earliest", "object", pl.Date, "DATE"),
        ("basis", "category", pl.Categorical, "VARCHAR"),
    ],
)
def test_parquet_has_types(
    column: str, pandas: str, polars: type[pl.DataType], duckdb_: str, files: Path
) -> None:
    path = files / "parquet" / "commitments.parquet"
    assert str(pd.read_parquet(path)[column].dtype) == pandas
    assert pl.read_parquet_schema(path)[column] == polars
    described = duckdb.sql(f"DESCRIBE FROM '{path}'").fetchall()
    assert {name: kind for name, kind, *_ in described}[column] == duckdb_


def test_parquet_has_the_days_that_loading_adds(files: Path, source: Path) -> None:
    for table in ("commitments", "documents", "mission_facts"):
        loaded = load(table, source)
        days = [name for name in map(str, loaded) if name.endswith(("_earliest", "_latest"))]
        assert days
        stored = pq.read_table(files / "parquet" / f"{table}.parquet")
        assert stored.column_names == list(loaded)
        for day in days:
            expected = [None if pd.isna(cell) else cell.date() for cell in loaded[day]]
            assert stored[day].to_pylist() == expected


# The zip


def test_the_zip_is_a_package_of_its_own(package: Path, tmp_path: Path, capsys: Capsys) -> None:
    archive = only(made(package, tmp_path, "package"), ".zip")
    assert validate_command([str(archive)]) == CLEAN, capsys.readouterr().out
    with zipfile.ZipFile(archive) as opened:
        assert opened.testzip() is None
        opened.extractall(tmp_path / "unpacked")
    report = frictionless.Package(str(tmp_path / "unpacked" / "datapackage.json")).validate()
    assert report.valid
    for path in (tmp_path / "unpacked").rglob("*"):
        if path.is_file():
            original = (package / path.relative_to(tmp_path / "unpacked")).read_bytes()
            if path.suffix == ".md":
                original = IN_THE_REPOSITORY.sub(b"", original)
            content = path.read_bytes()
            if path.name == DESCRIPTOR:  # it states each file's length and hash as well
                content, stated = re.subn(STATED, b"", content)
                assert stated
            assert content == original


def test_the_zip_holds_the_package_and_nothing_else(package: Path, tmp_path: Path) -> None:
    (package / "data" / ".~lock.missions.csv#").write_text("open elsewhere")
    (package / "dist").mkdir(exist_ok=True)
    (package / "dist" / "claims.csv").write_text("made from it")
    archive = only(made(package, tmp_path, "package"), ".zip")
    with open_package(package) as opened:
        expected = {"datapackage.json", "data/README.md", "data/releases/0.0.1.json"}
        expected |= {"README.md", "README.nl.md", "CHANGELOG.md", "CITATION.cff", "LICENSE"}
        expected |= {"schemas/bounds.json", "schemas/package.json"}
        for table in opened.tables.values():
            expected |= {table.path, table.schema.path}
    with zipfile.ZipFile(archive) as zipped:
        assert zipped.namelist() == sorted(expected)
        for member in zipped.infolist():
            assert member.date_time == (1980, 1, 1, 0, 0, 0)
            assert oct(member.external_attr >> 16) == "0o100644"


# All kinds together


def test_the_command_writes_what_is_asked_and_says_how_large(
    package: Path, tmp_path: Path, capsys: Capsys
) -> None:
    asked = ["--kind", "excel", "--kind", "sqlite", "--kind", "excel", "--kind", "readers"]
    assert export_command([str(package), "--to", str(tmp_path), *asked]) == CLEAN
    excel, database, *readers = capsys.readouterr().out.splitlines()
    assert excel.startswith(f"{tmp_path}/excel: 48 files, ")
    thousands = round((tmp_path / f"{NAME}.sqlite").stat().st_size / 1000)
    assert database == f"{tmp_path}/{NAME}.sqlite: {thousands:,} kB"
    rows = {name: len(table) - 1 for name, table in canonical(package).items()}
    assert readers == [f"{tmp_path}/{name}.csv: {rows[name]} rows" for name in EXPORTS]
    assert {path.name for path in tmp_path.iterdir()} == {
        "excel",
        f"{NAME}.sqlite",
        *(f"{name}.csv" for name in EXPORTS),
    }


def test_without_a_wish_only_the_tables_for_readers_are_written(
    package: Path, tmp_path: Path
) -> None:
    with open_package(package) as opened:
        written = write_kinds(opened, tmp_path)
    assert DEFAULT == ("readers",)
    assert list(written) == [tmp_path / f"{name}.csv" for name in EXPORTS]


def test_the_help_tells_of_every_kind(capsys: Capsys) -> None:
    with pytest.raises(SystemExit):
        export_command(["--help"])
    told = " ".join(capsys.readouterr().out.split())
    for name, kind in KINDS.items():
        assert f"{name}: {kind.said}" in told


def test_a_page_sends_every_kind_of_user_to_a_kind_of_file() -> None:
    page = (ROOT / "data/USE.md").read_text("utf-8")
    table = page.partition("| you use | take | kind |\n")[2].partition("\n\n")[0]
    assert sorted(re.findall(r"`(\w+)` \|$", table, re.MULTILINE)) == sorted(KINDS)


def test_a_faulty_package_is_refused_whatever_is_asked(
    example: Path, tmp_path: Path, capsys: Capsys
) -> None:
    set_cell(documented(example), "decisions", f"{DOCUMENT}/extend-lantern-2018", "mission_id", "x")
    folder = tmp_path / "new"
    assert export_command([str(example), "--to", str(folder), "--all"]) == FINDINGS
    assert "[foreign-key]" in capsys.readouterr().err
    assert not folder.exists()


def test_without_a_licence_nothing_is_written(
    example: Path, tmp_path: Path, capsys: Capsys
) -> None:
    (documented(example) / "LICENSE").unlink()
    folder = tmp_path / "new"
    asked = ["--kind", "readers", "--kind", "package"]
    assert export_command([str(example), "--to", str(folder), *asked]) == FINDINGS
    assert capsys.readouterr().err.startswith("LICENSE: the file is missing\nrefused; nothing was")
    assert not folder.exists()


@pytest.mark.parametrize(
    ("library", "kind"), [("duckdb", "duckdb"), ("pyarrow", "parquet"), ("xlsxwriter", "workbook")]
)
def test_a_missing_library_is_named(
    example: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capsys, library: str, kind: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    ours = ("validation.outputs.arrow", f"validation.outputs.exports.{kind}")
    for name in [name for name in sys.modules if name.startswith(ours)]:
        monkeypatch.delitem(sys.modules, name)
    assert export_command([str(example), "--kind", "readers", "--kind", kind]) == MISUSE
    said = capsys.readouterr().err
    assert said.startswith("not set up: run `make export` once")
    assert library in said
    assert not (example / "dist").exists()


def test_a_released_zip_gives_the_same_files_as_the_folder_it_was_made_from(
    package: Path, tmp_path: Path
) -> None:
    archive = only(made(package, tmp_path, "package"), ".zip")
    kinds = ("package", "excel", "sqlite", "parquet", "network")
    from_zip = contents(made(archive, tmp_path / "zip", *kinds))
    assert from_zip == contents(made(package, tmp_path / "folder", *kinds))
