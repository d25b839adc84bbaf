"""Every example of the documents runs, where it says it runs, and gives the answer below it.

Examples with the files of a release run on files that are built here; so do the questions,
each put to SQLite, DuckDB and pandas.
"""

import datetime as dt
import re
import shutil
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import polars as pl
import pytest
from openpyxl.utils.cell import coordinate_to_tuple

from tests import readme
from tests.conftest import Sharing
from tests.readme import NAME, PAGES, Block, Places, Question
from tests.shared import LETTER_FILE, shared_file
from validation import open_package
from validation.outputs.exports import exports
from validation.outputs.exports.package_zip import members
from validation.package.loading import has_days
from validation.package.opening import ROOT
from validation.package.schema import Field
from validation.package.table import Table

PACKAGE = open_package()
BLOCKS = [block for page in PAGES for block in readme.blocks_of(page.read_text("utf-8"))]
RUN = [block for block in BLOCKS if block.language in {"python", "r", "sh"}]
LABEL = "(not run by our tests"  # with the reason, in the words above such a block
IN_LIBREOFFICE = [block for block in RUN if block.program == "soffice"]
ANSWERED = [block for block in BLOCKS if block.answer is not None]
BY_MAKE = [block for block in ANSWERED if block.program == "make"]
EXAMPLES = {  # a page in two languages shows the same example
    (block.content, block.answer): block
    for block in ANSWERED
    if block.language != "diff" and block not in BY_MAKE
}.values()
OF_A_RELEASE = [block for block in EXAMPLES if block.is_of_a_release]
OF_THE_ZIP = {
    (block.content, block.answer): block
    for name, content in members(PACKAGE).items()
    if name.endswith(".md")
    for block in readme.blocks_of(content.decode())
    if block.answer is not None and not block.is_of_a_release
}.values()
TEXT = readme.QUESTIONS.read_text("utf-8")
QUESTIONS = readme.questions_of(TEXT)
PREAMBLE = readme.preamble_of(TEXT)
TABLES = {**PACKAGE.tables, **{table.name: table for table in exports(PACKAGE)}}


@pytest.fixture(scope="module")
def places(
    tmp_path_factory: pytest.TempPathFactory,
    shared_by_all: Sharing,
) -> Places:
    """Return where examples run; what was built once is enough for all processes."""
    return Places(
        tmp_path_factory.mktemp("examples"),
        built=partial(shared_by_all, "release"),
    )


@pytest.fixture(scope="module")
def release(places: Places) -> Path:
    return places.release


def need(block: Block) -> None:
    """Skip where something is not installed."""
    if lacks := readme.missing(block):
        pytest.skip(f"{lacks} is not installed")


def test_every_example_is_run_or_says_that_it_is_not() -> None:
    pasted = {question.python for question in QUESTIONS} | {PREAMBLE}
    bare = [
        block
        for block in RUN
        if block.answer is None
        and block.content not in pasted
        and block.program not in {"make", "soffice"}
    ]
    assert [LABEL in block.before for block in bare] == [True]
    assert [block for block in ANSWERED if LABEL in block.before] == []
    languages = {block.language for block in OF_A_RELEASE}
    assert languages == {"python", "r", "sh"}
    for reader in ("read_parquet", "polars", "readxl", ".duckdb", ".sqlite"):
        assert any(reader in block.content for block in OF_A_RELEASE), reader


@pytest.mark.parametrize("block", EXAMPLES, ids=str)
def test_an_example_gives_the_answer_below_it(block: Block, places: Places) -> None:
    need(block)
    if readme.LETTER_TEXT in block.content:
        shutil.copy(shared_file(LETTER_FILE), places.checkout.parent / "letter.txt")
    assert readme.answer(block, places.of(block)) == block.answer


def test_only_what_is_not_at_hand_leaves_an_answer_as_it_was(tmp_path: Path) -> None:
    text = "## Heading\n\n```sh\n{}\n```\n\n```text\nold\n```\n"
    for example in ("no-such-program", ".venv/bin/python scripts/verify.py ../letter.txt"):
        shown = text.format(example)
        (block,) = [block for block in readme.blocks_of(shown) if block.answer]
        after, kept = readme.rewritten(shown, Places(tmp_path))
        assert (after, list(kept)) == (shown, [block])
    places = Places(tmp_path)
    after, kept = readme.rewritten(text.format("echo new"), places)
    assert (after, kept) == (text.format("echo new").replace("old", "new"), {})
    with pytest.raises(AssertionError) as broken:
        readme.rewritten(text.format("echo new; false"), places)
    assert broken.value.__notes__ == ["the example sh-echo-new-false is broken"]


# R reads the files of the zip as it reads those of the checkout, which an example above shows.
@pytest.mark.parametrize("block", [one for one in OF_THE_ZIP if one.language != "r"], ids=str)
def test_every_example_of_the_unpacked_zip_gives_the_answer_below_it(
    block: Block, places: Places
) -> None:
    need(block)
    assert readme.answer(block, places.unpacked) == block.answer


def test_a_clean_validation_prints_what_the_page_shows(places: Places) -> None:
    (block,) = BY_MAKE
    need(block)
    assert readme.answer(block, places.checkout) == block.answer


def test_a_broken_cell_prints_what_the_page_shows(places: Places) -> None:
    (block,) = [block for block in ANSWERED if block.language == "diff"]
    assert readme.answer(block, places.checkout) == block.answer


def test_the_spreadsheet_holds_every_cell_as_text(places: Places) -> None:
    (block,) = IN_LIBREOFFICE
    need(block)
    plain = " ".join((ROOT / "data/USE.md").read_text("utf-8").split())
    said = re.search(r"In `(\S+)`, cell `(\w+)` holds the text `(\w+)`", plain)
    assert said
    path, cell, text = said.groups()
    readme.shell(block.content, places.unpacked)
    sheet = openpyxl.load_workbook(places.unpacked / path).worksheets[0]
    assert sheet.cell(*coordinate_to_tuple(cell)).value == text
    rows = [[value or "" for value in row] for row in sheet.iter_rows(values_only=True)]
    table = PACKAGE.table("countries")
    in_filter = re.findall(r"(\d+)/2(?=[/\"])", block.content)
    assert in_filter == [str(number) for number in range(1, len(table.schema.names) + 1)]
    assert rows == [table.schema.names, *(list(row.cells) for row in table.rows)]


# The questions


def test_the_questions_are_numbered_and_each_has_an_answer() -> None:
    numbers = re.findall(r"<summary>(\d+)\. ", TEXT)
    assert numbers == [str(number) for number in range(1, len(QUESTIONS) + 1)]
    assert all(question.answer.count("\n") > len("|-") for question in QUESTIONS)


@pytest.mark.parametrize("question", QUESTIONS, ids=str)
def test_sql_and_pandas_give_the_answer_below_them(question: Question, release: Path) -> None:
    assert readme.asked_of_sqlite(question, release) == question.answer
    assert readme.asked_of_duckdb(question, release) == question.answer
    assert readme.asked_of_pandas(question, PREAMBLE, release) == question.answer


def test_what_the_letter_says_is_what_the_questions_answer() -> None:
    """Answers that were read in the letter, and typed here once more."""
    answers = {question.question: question.answer for question in QUESTIONS}
    for asked, line in {
        "Which missions serve economic security": "| International fight against piracy | contex",
        "What was decided on": "| Participation in operation Sophia | 2016-12 | 2016-12-31 |",
        "Which threats are linked to the southern flank": "| Instability on the southern flank |",
        "Which contributions have an amount": "| Extra money for the migration question | exact |",
        "Which missions run under the flag": "| MINUSMA | Mali |",
    }.items():
        (told,) = [answer for question, answer in answers.items() if question.startswith(asked)]
        assert f"\n{line}" in told


# Every table in every file, with its rows and types


@pytest.fixture(scope="module", params=TABLES)
def table(request: pytest.FixtureRequest) -> Table:
    return TABLES[request.param]


def kind_of(field: Field) -> str:
    """What a column holds: a code, a whole or decimal number, a truth value or text."""
    return "code" if field.codes else field.type


def expected(table: Table, days: str, types: dict[str, str]) -> dict[str, str]:
    """Every column with its type, and the days beside a partial date."""
    found = {}
    for field in table.schema.fields:
        found[field.name] = types[kind_of(field)]
        if has_days(table.schema, field.name):
            found |= {f"{field.name}_{day}": days for day in ("earliest", "latest")}
    return found


def test_polars_finds_the_types_and_all_rows(table: Table, release: Path) -> None:
    frame = pl.read_parquet(release / f"parquet/{table.name}.parquet")
    types = {
        "code": "Categorical",
        "integer": "Int64",
        "number": "Float64",
        "boolean": "Boolean",
        "string": "String",
    }
    found = {name: str(type_).partition("(")[0] for name, type_ in frame.schema.items()}
    assert found == expected(table, "Date", types)
    assert frame.height == len(table.rows)


def test_pandas_finds_the_types_and_all_rows(table: Table, release: Path) -> None:
    frame = pd.read_parquet(release / f"parquet/{table.name}.parquet", dtype_backend="pyarrow")
    types = {
        "code": "dictionary",
        "integer": "int64",
        "number": "double",
        "boolean": "bool",
        "string": "string",
    }
    found = {str(name): re.split(r"\W", str(type_))[0] for name, type_ in frame.dtypes.items()}
    assert found == expected(table, "date32", types)
    assert len(frame) == len(table.rows)


def test_duckdb_finds_the_types_and_all_rows(table: Table, release: Path) -> None:
    with duckdb.connect(release / f"{NAME}.duckdb", read_only=True) as database:
        frame = database.sql(f'FROM "{table.name}"')
        found = {
            name: str(type_).partition("(")[0]
            for name, type_ in zip(frame.columns, frame.types, strict=True)
        }
        number = len(frame.fetchall())
    types = {
        "code": "ENUM",
        "integer": "BIGINT",
        "number": "DOUBLE",
        "boolean": "BOOLEAN",
        "string": "VARCHAR",
    }
    assert found == expected(table, "DATE", types)
    assert number == len(table.rows)


def test_sqlite_finds_the_types_and_all_rows(table: Table, release: Path) -> None:
    with closing(sqlite3.connect(release / f"{NAME}.sqlite")) as database:
        columns = database.execute(f'PRAGMA table_xinfo("{table.name}")').fetchall()
        number = database.execute(f'SELECT count(*) FROM "{table.name}"').fetchone()[0]  # noqa: S608
    types = {
        "code": "TEXT",
        "integer": "INTEGER",
        "number": "REAL",
        "boolean": "BOOLEAN",
        "string": "TEXT",
    }
    found = {name: type_.partition(" ")[0] for _, name, type_, *_ in columns}
    assert found == expected(table, "DATE", types)
    assert number == len(table.rows)


def test_a_date_is_a_day_and_not_a_text(release: Path) -> None:
    path = release / "parquet/commitments.parquet"
    for row in (
        pl.read_parquet(path).row(by_predicate=pl.col("mission_id") == "sophia"),
        pd.read_parquet(path).query("mission_id == 'sophia'").to_numpy().ravel(),
    ):
        assert {dt.date(2016, 12, 31), "2016-12"} <= set(row)
