"""The databases keep the keys and checks of the schemas, and their views answer as tables do."""

import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from hypothesis import example as case
from hypothesis import given
from hypothesis import strategies as st

from tests.files import NAME, as_text, canonical
from validation import load, open_package, tables
from validation.outputs.exports.sql import DUCKDB, SQLITE, glob, quoted
from validation.package.dates import PARTIAL_DATE
from validation.package.opening import ROOT
from validation.package.schema import Schema

OURS = "dutch-military-commitments"
ENDS = {"sqlite": ".sqlite", "duckdb": ".duckdb"}
REFUSED = (sqlite3.IntegrityError, duckdb.ConstraintException, duckdb.ConversionException)
WITH_DAYS = (("commitments", "starts"), ("commitments", "ends"), ("documents", "date"))

Database = sqlite3.Connection | duckdb.DuckDBPyConnection


@pytest.fixture(scope="module")
def files(awkward_package: Path, made_once: Callable[..., Path]) -> dict[str, Path]:
    """Return the folder with the databases of the example and of the published package."""
    return {NAME: made_once(awkward_package, *ENDS), OURS: made_once(ROOT, *ENDS)}


@pytest.fixture(params=ENDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def opened(path: Path) -> Database:
    if path.suffix == ".duckdb":
        return duckdb.connect(path)
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA foreign_keys = ON")
    return database


@pytest.fixture
def database(kind: str, files: dict[str, Path], tmp_path: Path) -> Iterator[Database]:
    """A copy of the example's database, to write into."""
    path = Path(shutil.copy(files[NAME] / f"{NAME}{ENDS[kind]}", tmp_path))
    connection = opened(path)
    yield connection
    connection.close()


@pytest.fixture
def ours(kind: str, files: dict[str, Path]) -> Iterator[Database]:
    """The database of the published package."""
    connection = opened(files[OURS] / f"{OURS}{ENDS[kind]}")
    yield connection
    connection.close()


def asked(database: Database, sql: str) -> list[tuple[Any, ...]]:
    return database.execute(sql).fetchall()


def schemas(root: Path) -> dict[str, Schema]:
    with open_package(root) as package:
        return {name: table.schema for name, table in package.tables.items()}


# Keys and checks


SOUND: dict[str, dict[str, object]] = {
    "documents": {
        "id": "new-page",
        "kind": "web_page",
        "title_en": "New",
        "title_nl": "Nieuw",
        "language": "en",
        "role": "outside",
    },
    "countries": {
        "id": "FRO",
        "alpha2": "FO",
        "m49": "234",
        "name_en": "Faroe Islands",
        "name_nl": "Faeröer",
        "m49_region": "Europe",
        "m49_subregion": "Northern Europe",
        "eu_member_2016": False,
        "source_id": "pycountry",
        "checked": "packaged",
    },
    "places": {
        "region_id": "high-north",
        "country_id": "NLD",
        "latitude": 52.5,
        "longitude": 5,
        "source_id": "example-gazette",
        "checked": "read",
    },
    "mission_regions": {
        "document_id": "example-letter",
        "mission_id": "night-watch",
        "region_id": "iceland",
        "role": "aims_at",
        "basis": "explicit",
    },
    "decision_threats": {
        "document_id": "example-letter",
        "decision_id": "spend-on-beacons-2018",
        "threat_id": "smuggling",
        "role": "against",
        "basis": "explicit",
    },
    "evidence": {
        "about_table": "missions",
        "about_key": "night-watch",
        "about_field": "kind",
        "passage_id": "example-letter.fn1",
    },
}

ALLOWED: list[tuple[str, dict[str, object]]] = [
    *((table, {}) for table in SOUND),
    ("documents", {"date": "2016", "date_precision": "year"}),
    ("documents", {"date": "2016-02", "date_precision": "mid_month"}),
    ("documents", {"date": "2016-02-29", "date_precision": "day"}),
    ("documents", {"seal": "0f" * 32, "url": "https://example.org/a?b=c"}),
    ("documents", {"date_source_id": "example-gazette", "title_en": "x" * 200}),
    ("countries", {"gw_code": 2, "un_member_since": 2100, "eu_member_2016": True}),
    ("places", {"latitude": -90, "longitude": 180.0, "country_source_id": "pycountry"}),
    ("evidence", {"about_key": "A.b-1/c_d/e"}),
]

WRONG: list[tuple[str, dict[str, object]]] = [
    ("documents", {"id": None}),
    ("documents", {"id": ""}),
    ("documents", {"id": "example-letter"}),
    ("documents", {"id": "New Page"}),
    ("documents", {"id": "new--page"}),
    ("documents", {"id": "-new"}),
    ("documents", {"id": "new-"}),
    ("documents", {"kind": "novel"}),
    ("documents", {"kind": None}),
    ("documents", {"kind": ""}),
    ("documents", {"title_en": ""}),
    ("documents", {"title_en": None}),
    ("documents", {"title_en": "x" * 201}),
    ("documents", {"number": ""}),
    ("documents", {"date": "2016-13", "date_precision": "month"}),
    ("documents", {"date": "2015-02-29", "date_precision": "day"}),
    ("documents", {"date": "2016-2", "date_precision": "month"}),
    ("documents", {"date": "2016-2-1", "date_precision": "month"}),
    ("documents", {"date": "Feb 2016", "date_precision": "month"}),
    ("documents", {"date": "2016-02-29x", "date_precision": "day"}),
    ("documents", {"date": "2016-02-29", "date_precision": "month"}),
    ("documents", {"date": "2016", "date_precision": "month"}),
    ("documents", {"date": "2016", "date_precision": None}),
    ("documents", {"date_precision": "year"}),
    ("documents", {"seal": "0F" * 32}),
    ("documents", {"seal": "0f" * 31}),
    ("countries", {"source_id": "nowhere"}),
    ("countries", {"m49": "578"}),
    ("countries", {"m49": "34"}),
    ("countries", {"id": "fro"}),
    ("countries", {"gw_code": 1000}),
    ("countries", {"gw_code": 1}),
    ("countries", {"gw_code": "many"}),
    ("countries", {"eu_member_2016": "perhaps"}),
    ("countries", {"eu_member_2016": None}),
    ("places", {"latitude": 90.01}),
    ("places", {"longitude": -180.5}),
    ("places", {"latitude": "north"}),
    ("places", {"longitude": None}),
    ("places", {"country_source_id": "nowhere"}),
    ("mission_regions", {"mission_id": "nowhere"}),
    ("mission_regions", {"document_id": None}),
    ("mission_regions", {"mission_id": "lantern", "role": "takes_place"}),
    ("mission_regions", {"rationale": "too short"}),
    ("decision_threats", {"document_id": "example-gazette"}),
    ("evidence", {"passage_id": "example-letter.fn2"}),
    ("evidence", {"about_key": "a//b"}),
    ("evidence", {"about_table": "Missions"}),
]

ONLY_SQLITE: list[tuple[str, dict[str, object]]] = [
    ("documents", {"date_source_id": "nowhere"}),
    ("countries", {"gw_code": 2.5}),
    ("countries", {"eu_member_2016": 2}),
]
ONLY_DUCKDB: list[tuple[str, dict[str, object]]] = [
    ("documents", {"url": "ftp://example.org"}),
    ("documents", {"url": "https://example.org/a b"}),
]


def insert(database: Database, table: str, cells: dict[str, object]) -> None:
    row = SOUND[table] | cells
    names, marks = ", ".join(map(quoted, row)), ", ".join("?" * len(row))
    sql = f"INSERT INTO {quoted(table)} ({names}) VALUES ({marks})"  # noqa: S608 - names of ours
    database.execute(sql, list(row.values()))


@pytest.mark.parametrize(("table", "cells"), ALLOWED, ids=str)
def test_a_sound_row_is_let_in(table: str, cells: dict[str, object], database: Database) -> None:
    before = asked(database, f"SELECT count(*) FROM {table}")[0][0]  # noqa: S608 - a name of ours
    insert(database, table, cells)
    after = asked(database, f"SELECT count(*) FROM {table}")[0][0]  # noqa: S608 - a name of ours
    assert after == before + 1


@pytest.mark.parametrize(("table", "cells"), WRONG, ids=str)
def test_a_wrong_row_is_refused(table: str, cells: dict[str, object], database: Database) -> None:
    with pytest.raises(REFUSED):
        insert(database, table, cells)


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("table", "cells"), ONLY_SQLITE, ids=str)
def test_what_only_sqlite_refuses(table: str, cells: dict[str, object], database: Database) -> None:
    with pytest.raises(REFUSED):
        insert(database, table, cells)


@pytest.mark.parametrize("kind", ["duckdb"], indirect=True)
@pytest.mark.parametrize(("table", "cells"), ONLY_DUCKDB, ids=str)
def test_what_only_duckdb_refuses(table: str, cells: dict[str, object], database: Database) -> None:
    with pytest.raises(REFUSED):
        insert(database, table, cells)


def test_a_row_that_is_named_elsewhere_cannot_go(database: Database) -> None:
    with pytest.raises(REFUSED):
        database.execute("DELETE FROM passages WHERE id = 'example-letter.s02.h'")


PATTERNS = sorted(
    {
        column.constraints["pattern"]
        for schema in schemas(ROOT).values()
        for column in schema.fields
        if "pattern" in column.constraints
    }
)
SAID = [pattern for pattern in PATTERNS if glob("x", pattern)]


@given(pattern=st.sampled_from(SAID), text=st.text("aAz09fF-_./ ]^é", max_size=6))
@case(pattern="^(?:[0-9a-f]{64})$", text="0f" * 32)
@case(pattern="^(?:[A-Z]{3})$", text="MLI")
def test_glob_says_what_the_pattern_says(pattern: str, text: str) -> None:
    database = sqlite3.connect(":memory:")
    sql = f"SELECT {glob('x', pattern)} FROM (SELECT ? AS x)"  # noqa: S608 - conditions of ours
    ((held,),) = database.execute(sql, [text])
    database.close()
    assert bool(held) == (re.fullmatch(pattern, text) is not None)


def test_the_forms_that_glob_cannot_say_are_few_and_told(files: dict[str, Path]) -> None:
    unsaid = [p for p in PATTERNS if p not in SAID and p != PARTIAL_DATE]
    assert len(unsaid) == 6
    told = "\n".join(sql for (sql,) in asked(opened(files[OURS] / f"{OURS}.sqlite"), TABLES_SQL))
    for pattern in unsaid:
        assert f"Its form, which is not checked here: {pattern}\n" in told


TABLES_SQL = "SELECT sql FROM sqlite_schema WHERE type = 'table'"


def test_every_key_of_the_schemas_is_there(kind: str, ours: Database) -> None:
    kept = (SQLITE if kind == "sqlite" else DUCKDB).keys_to_itself
    wanted = {
        (name, key.fields, key.table)
        for name, schema in schemas(ROOT).items()
        for key in schema.foreign_keys
        if kept or key.table != name
    }
    if kind == "sqlite":
        assert asked(ours, "PRAGMA integrity_check") == [("ok",)]
        assert asked(ours, "PRAGMA foreign_key_check") == []
        sql = """
        SELECT t.name, k.id, k."table", k."from"
        FROM sqlite_schema AS t JOIN pragma_foreign_key_list(t.name) AS k
        WHERE t.type = 'table' ORDER BY t.name, k.id, k.seq"""
        keys: dict[tuple[str, int, str], list[str]] = {}
        for name, number, there, column in asked(ours, sql):
            keys.setdefault((name, number, there), []).append(column)
        found = {(name, tuple(columns), there) for (name, _, there), columns in keys.items()}
    else:
        sql = """
        SELECT table_name, constraint_column_names, referenced_table
        FROM duckdb_constraints() WHERE constraint_type = 'FOREIGN KEY'"""
        found = {(name, tuple(columns), there) for name, columns, there in asked(ours, sql)}
    assert found == wanted


def test_a_row_is_known_by_its_primary_key(kind: str, ours: Database) -> None:
    found: dict[str, list[str]] = {}
    for table, column in asked(ours, PRIMARY_KEYS[kind]):
        found.setdefault(table, []).append(column)
    for name, schema in schemas(ROOT).items():
        assert tuple(found[name]) == schema.primary_key


PRIMARY_KEYS = {
    "sqlite": """
    SELECT t.name, c.name FROM sqlite_schema AS t JOIN pragma_table_info(t.name) AS c
    WHERE t.type = 'table' AND c.pk ORDER BY t.name, c.pk""",
    "duckdb": """
    SELECT table_name, unnest(constraint_column_names)
    FROM duckdb_constraints() WHERE constraint_type = 'PRIMARY KEY'""",
}


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_search_along_a_key_uses_an_index(ours: Database) -> None:
    for name, schema in schemas(ROOT).items():
        for key in schema.foreign_keys:
            terms = " AND ".join(f"{quoted(column)} = 'x'" for column in key.fields)
            sql = f"EXPLAIN QUERY PLAN SELECT * FROM {quoted(name)} WHERE {terms}"  # noqa: S608 - ours
            assert "USING INDEX" in str(asked(ours, sql)), (name, key.fields)


@pytest.mark.parametrize("kind", ["duckdb"], indirect=True)
def test_an_exported_database_can_be_imported(ours: Database, tmp_path: Path) -> None:
    ours.execute(f"EXPORT DATABASE '{tmp_path / 'out'}'")
    with duckdb.connect() as other:
        other.execute(f"IMPORT DATABASE '{tmp_path / 'out'}'")
        for name in ("missions", "claims", "commitments_labelled"):
            assert asked(other, f"FROM {name}") == asked(ours, f"FROM {name}")


def test_a_database_is_small_enough_to_pass_on(kind: str, files: dict[str, Path]) -> None:
    assert (files[OURS] / f"{OURS}{ENDS[kind]}").stat().st_size < 10_000_000


# Types, days and words


@pytest.mark.parametrize("kind", ["duckdb"], indirect=True)
def test_codes_stand_in_the_order_of_their_list(ours: Database) -> None:
    found = asked(ours, "SELECT DISTINCT basis FROM claims WHERE basis > 'a' ORDER BY basis")
    assert found == [("explicit",), ("contextual",), ("inferred",)]
    types = dict(asked(ours, "SELECT column_name, column_type FROM (DESCRIBE countries)"))
    assert types["m49"] == "VARCHAR"
    assert types["gw_code"] == "BIGINT"
    assert types["eu_member_2016"] == "BOOLEAN"
    assert types["checked"].startswith("ENUM(")
    types = dict(asked(ours, "SELECT column_name, column_type FROM (DESCRIBE places)"))
    assert types["latitude"] == types["longitude"] == "DOUBLE"


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_values_are_stored_with_their_types(ours: Database) -> None:
    sql = "SELECT DISTINCT typeof(m49), typeof(gw_code), typeof(eu_member_2016) FROM countries"
    assert set(asked(ours, sql)) <= {("text", "integer", "integer"), ("text", "null", "integer")}
    sql = "SELECT DISTINCT typeof(latitude), typeof(longitude) FROM places"
    assert asked(ours, sql) == [("real", "real")]


@pytest.mark.parametrize(("table", "column"), WITH_DAYS)
@pytest.mark.parametrize("day", ["earliest", "latest"])
def test_a_partial_date_has_the_days_that_loading_adds(
    table: str, column: str, day: str, ours: Database
) -> None:
    name = f"{column}_{day}"
    found = [as_text(cell) for (cell,) in asked(ours, f'SELECT "{name}" FROM {table}')]  # noqa: S608 - ours
    loaded = load(table)[name]
    assert found == ["" if pd.isna(cell) else cell.date().isoformat() for cell in loaded]
    assert any(found)


def test_every_table_and_column_is_described(kind: str, ours: Database) -> None:
    if kind == "duckdb":
        tables = asked(ours, "SELECT table_name, comment FROM duckdb_tables()")
        assert [name for name, comment in tables if not comment] == []
        sql = "SELECT table_name, column_name FROM duckdb_columns() WHERE comment IS NULL"
        views = "SELECT view_name FROM duckdb_views()"
        bare = asked(ours, f"{sql} AND table_name NOT IN ({views}) AND NOT internal")
        assert {table for table, _ in bare} == {"package"}
    told = dict(asked(ours, SAID_OF[kind]))
    with open_package() as package:
        entries = {entry["name"]: entry for entry in package.descriptor["resources"]}
    assert entries["missions"]["description"] in told["missions"]
    assert "Where the Dutch part stands, in the letter's own terms." in told["commitments"]
    assert "First day that `starts` can mean." in told["commitments"]
    assert "How firmly the letter carries the claim" in told["claims"]


SAID_OF = {
    "sqlite": "SELECT name, sql FROM sqlite_schema WHERE type = 'table'",
    "duckdb": """
    SELECT table_name, string_agg(comment, ' ') FROM (
      SELECT table_name, comment FROM duckdb_tables()
      UNION ALL SELECT table_name, comment FROM duckdb_columns() WHERE NOT internal
    ) GROUP BY ALL""",
}


def test_the_database_says_what_it_is(database: Database) -> None:
    found = asked(database, "SELECT name, title, version, licence FROM package")
    assert found == [(NAME, "Example commitments", "0.0.2", "CC0-1.0")]


# Views


def test_a_view_shows_the_labels_that_loading_gives(
    kind: str, files: dict[str, Path], awkward_package: Path
) -> None:
    database = opened(files[NAME] / f"{NAME}{ENDS[kind]}")
    names = asked(database, VIEWS[kind])
    labelled = [name for (name,) in names if name.endswith("_labelled")]
    assert len(labelled) == 37
    for loaded in (tables(awkward_package, "en"), tables(awkward_package, "nl")):
        for view in labelled:
            frame = loaded[view.removesuffix("_labelled")]
            columns = ", ".join(map(quoted, map(str, frame)))
            found = asked(database, f"SELECT {columns} FROM {quoted(view)}")  # noqa: S608 - ours
            expected = [tuple(map(shown, row)) for row in frame.itertuples(index=False)]
            assert sorted(tuple(map(shown, row)) for row in found) == sorted(expected)
    database.close()


def test_a_view_shows_the_country_that_a_key_leads_to(ours: Database) -> None:
    sql = """
    SELECT region_id, region_country_id FROM mission_regions_labelled
    WHERE mission_id IN ('minusma', 'sophia') ORDER BY mission_id"""
    assert asked(ours, sql) == [("mali", "MLI"), ("libyan-coast", None)]
    sql = """
    SELECT partner_country_id, with_partner_country_id FROM partner_ties_labelled
    WHERE partner_id = 'netherlands' AND with_partner_id = 'norway'"""
    assert asked(ours, sql) == [("NLD", "NOR")]


VIEWS = {
    "sqlite": "SELECT name FROM sqlite_schema WHERE type = 'view'",
    "duckdb": "SELECT view_name FROM duckdb_views() WHERE NOT internal",
}


def shown(cell: object) -> str:
    """A cell of a frame or database; SQLite has numbers for truth values."""
    if cell is pd.NA or cell is pd.NaT:
        return ""
    if isinstance(cell, pd.Timestamp):
        return cell.date().isoformat()
    return {"True": "1", "False": "0"}.get(str(cell), as_text(cell))


def test_which_missions_serve_economic_security(ours: Database) -> None:
    sql = """
    SELECT mission_en, interest_nl, basis_en FROM mission_interests_labelled
    WHERE interest_id = 'economic-security' ORDER BY mission_id"""
    assert asked(ours, sql) == [
        ("International fight against piracy", "Economische veiligheid", "Contextual"),
        ("Deployment of the armed forces", "Economische veiligheid", "Contextual"),
    ]


def test_until_when_a_mission_is_committed_to(ours: Database) -> None:
    sql = """
    SELECT label_en, status_en, ends, ends_latest FROM missions_with_commitments
    WHERE mission_id = 'sophia'"""
    ((label, status, ends, latest),) = asked(ours, sql)
    assert (label, status, ends) == ("EU operation Sophia", "Participation decided", "2016-12")
    assert str(latest) == "2016-12-31"
    counted = "SELECT count(DISTINCT mission_id) FROM missions_with_commitments"
    assert asked(ours, counted) == asked(ours, "SELECT count(*) FROM missions")


def test_every_row_of_evidence_is_shown_with_its_passage(ours: Database) -> None:
    tables = canonical(ROOT)
    assert asked(ours, "SELECT count(*) FROM evidence_with_passages") == [
        (len(tables["evidence"]) - 1,)
    ]
    sql = """
    SELECT page, paragraph FROM evidence_with_passages
    WHERE about_key = 'kst-33694-9/sophia/stable-libya'"""
    assert asked(ours, sql) == [(5, 3)]


def test_every_claim_is_shown_with_the_passages_it_rests_on(ours: Database) -> None:
    header, *rows = canonical(ROOT)["claims"]
    claims = [dict(zip(header, row, strict=True)) for row in rows]
    wanted = {(claim["table"], claim["key"]): claim["passages"].split() for claim in claims}
    found: dict[tuple[str, str], list[str]] = {}
    sql = 'SELECT "table", "key", passage_id FROM claims_with_passages ORDER BY "position"'
    for table, key, passage in asked(ours, sql):
        found.setdefault((table, key), []).append(passage)
    assert found == {claim: passages for claim, passages in wanted.items() if passages}


# Other readers


def test_the_sqlite_command_finds_the_file_whole(files: dict[str, Path]) -> None:
    if shutil.which("sqlite3") is None:
        pytest.skip("sqlite3 is not installed")
    sql = "PRAGMA integrity_check; PRAGMA foreign_key_check; SELECT count(*) FROM missions_labelled"
    done = subprocess.check_output(["sqlite3", "-readonly", files[NAME] / f"{NAME}.sqlite", sql])
    assert done.decode().split() == ["ok", "3"]


def test_pandas_reads_a_table_from_sqlite(files: dict[str, Path]) -> None:
    database = sqlite3.connect(files[NAME] / f"{NAME}.sqlite")
    frame = pd.read_sql("SELECT * FROM commitments", database)
    database.close()
    assert list(frame) == list(load("commitments"))
    assert frame.loc[0, "starts_latest"] == "2018-02-28"
