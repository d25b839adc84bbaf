"""Titles and descriptions come back from every export as they were written, whatever they hold."""

import json
import shutil
import sqlite3
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import duckdb
import openpyxl
import pyarrow.parquet as pq
import pytest
from openpyxl.workbook import Workbook

from tests.example import Capsys, edit_json, set_cell
from tests.files import NAME, documented, made
from tests.pages import Page, plain
from validation.catalogue.languages import LANGUAGES, Both
from validation.commands.explain import explain_command
from validation.commands.export import export_command
from validation.commands.site import site_command
from validation.outputs.exports.kinds import KINDS
from validation.outputs.reports import FORMATS
from validation.outputs.site import write_site
from validation.outputs.site.frame import Edition, Site
from validation.package.opening import DESCRIPTOR, open_package
from validation.rules.findings import Report
from validation.rules.run import validate

TITLE = (
    '=HYPERLINK("https://example.org"); -- it\'s */ ]]> <script>alert(1)</script> &amp; &A {0} %s'
)
# Markdown, and what each of the formats would trip over.
LINES = """\
: "what" it's called; -- no SQL

* one, */ or /* two
  * nested ]]> <script>alert(1)</script> <!-- &amp; & &#7; \\n \\x1b _x0041_

"more" INTEGER, 'evil' TEXT); DROP TABLE missions; --
=1+1
https://example.org"""
HOSTILE = "Titl\x1b[31me\x07\x00\x08\x0b\ufffe\u2028\u202e end"
SCHEMA = "schemas/missions.json"


def worded(entry: dict[str, Any], name: str) -> None:
    """Give an entry of the descriptor or of a schema words that no other has."""
    for language in ("", "_nl"):
        if f"title{language}" in entry:
            entry[f"title{language}"] = f"{TITLE} {name}{language}"
        entry[f"description{language}"] = f"{name}{language}{LINES}"


@pytest.fixture(scope="module")
def package(written_example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example with awkward titles and descriptions everywhere, and not a finding."""
    folder = tmp_path_factory.mktemp("worded") / "package"
    root = documented(Path(shutil.copytree(written_example, folder)))

    def descriptor(whole: dict[str, Any]) -> None:
        worded(whole, "whole")
        for resource in whole["resources"]:
            worded(resource, resource["name"])

    edit_json(root, DESCRIPTOR, descriptor)
    with open_package(root) as opened:
        schemas = {name: table.schema.path for name, table in opened.tables.items()}
    for table, path in schemas.items():

        def schema(content: dict[str, Any], table: str = table) -> None:
            for field in content["fields"]:
                worded(field, f"{table}.{field['name']}")

        edit_json(root, path, schema)
    set_cell(root, "missions", "lantern", "description_en", "https://example.org has more.")
    return root


@pytest.fixture(scope="module")
def said(package: Path) -> dict[str, str]:
    """The English description of each table, of each column, and of the whole under no name."""
    descriptor = json.loads((package / DESCRIPTOR).read_bytes())
    found = {"": str(descriptor["description"])}
    for resource in descriptor["resources"]:
        found[resource["name"]] = resource["description"]
        for field in json.loads((package / resource["schema"]).read_bytes())["fields"]:
            found[f"{resource['name']}.{field['name']}"] = field["description"]
    assert all(text.count("\n") > 5 for text in found.values())
    return found


@pytest.fixture(scope="module")
def exported(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(package, tmp_path_factory.mktemp("exported"), *KINDS)


@pytest.fixture(scope="module")
def site(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    with open_package(package) as opened:
        write_site(Site(opened, Edition(opened.version)), folder)
    return folder


def columns_of(said: dict[str, str], table: str) -> list[str]:
    return [name.partition(".")[2] for name in said if name.startswith(f"{table}.")]


def tables_of(said: dict[str, str]) -> list[str]:
    return [name for name in said if name and "." not in name]


def test_a_description_may_be_markdown_with_lines(package: Path) -> None:
    with open_package(package) as opened:
        report = validate(opened, ("bytes", "structure", "columns", "relations"))
    assert report.findings == ()


def test_a_description_stays_a_comment_in_sqlite(exported: Path, said: dict[str, str]) -> None:
    database = sqlite3.connect(exported / f"{NAME}.sqlite")
    for table in tables_of(said):
        (sql,) = database.execute(
            "SELECT sql FROM sqlite_master WHERE name = ?", (table,)
        ).fetchone()
        comments = (line.strip() for line in sql.splitlines() if line.startswith("  --"))
        text = "\n".join(line.removeprefix("--").removeprefix(" ") for line in comments)
        assert said[table] in text
        for column in columns_of(said, table):
            assert said[f"{table}.{column}"] in text
        found = [row[1] for row in database.execute(f"PRAGMA table_xinfo({table})")]
        days = [name for name in found if name.endswith(("_earliest", "_latest"))]
        assert [name for name in found if name not in days] == columns_of(said, table)
    (title,) = database.execute("SELECT title FROM package").fetchone()
    assert title.startswith(TITLE)
    database.close()


def test_a_description_comes_back_from_duckdb(exported: Path, said: dict[str, str]) -> None:
    with duckdb.connect(exported / f"{NAME}.duckdb") as database:
        comments = dict(
            database.execute(
                "SELECT table_name, comment FROM duckdb_tables() UNION ALL "
                "SELECT table_name || '.' || column_name, comment FROM duckdb_columns()"
            ).fetchall()
        )
    assert {**comments, **said} == {**comments, "": said[""]}


def test_a_description_comes_back_from_parquet(exported: Path, said: dict[str, str]) -> None:
    for table in tables_of(said):
        schema = pq.read_schema(exported / "parquet" / f"{table}.parquet")
        assert schema.metadata[b"description"].decode() == said[table]
        assert schema.metadata[b"package_description"].decode() == said[""]
        for column in columns_of(said, table):
            words = schema.field(column).metadata
            assert words[b"description"].decode() == said[f"{table}.{column}"]


def test_a_title_comes_back_from_graphml(exported: Path) -> None:
    root = ET.fromstring((exported / "network" / "network.graphml").read_bytes())  # noqa: S314
    (about,) = root.findall("{*}graph/{*}desc")
    assert str(about.text).startswith(f"{TITLE} whole, version")


def test_a_description_comes_back_from_the_zip(exported: Path, said: dict[str, str]) -> None:
    with ZipFile(exported / f"{NAME}.zip") as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(DESCRIPTOR)]
        assert json.loads(archive.read(name))["description"] == said[""]


def test_a_title_comes_back_from_the_picture(site: Path) -> None:
    root = ET.fromstring((site / "tables.svg").read_bytes())  # noqa: S314
    assert str(root.findtext("{*}title")).startswith(f"{TITLE} whole")
    assert not root.findall(".//{*}script")


class Told(HTMLParser):
    """What a page says of itself to a search engine."""

    description = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of the description."""
        given = dict(attrs)
        if tag == "meta" and given.get("name") == "description":
            self.description = str(given["content"])


def test_descriptions_stand_on_the_page_as_text(site: Path, said: dict[str, str]) -> None:
    paths = [site / "codebook.en.html", *sorted((site / "codebook").glob("*.en.html"))]
    pages = [Page(path.read_text(encoding="utf-8")) for path in paths]
    told = Told()
    told.feed((site / "index.html").read_text(encoding="utf-8"))
    assert {page.tags.count("script") for page in pages} == {1}  # that of every page
    assert told.description == said[""]
    text = " ".join(page.text for page in pages)
    assert [one for name, one in said.items() if name and plain(one) not in text] == []
    assert plain(said[""]) in Page((site / "index.html").read_text(encoding="utf-8")).text


@pytest.fixture(params=LANGUAGES)
def book(request: pytest.FixtureRequest, exported: Path) -> Iterator[Workbook]:
    opened = openpyxl.load_workbook(exported / f"{NAME}-{request.param}.xlsx")
    yield opened
    opened.close()


def unescaped(text: str) -> str:
    """A text without the escape of a workbook, which openpyxl undoes in cells alone."""
    return text.replace("_x005F_", "_")


def test_titles_and_descriptions_are_text_in_the_workbook(
    book: Workbook, said: dict[str, str]
) -> None:
    own = "" if "cover" in book.sheetnames else "_nl"
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    texts = {cell.value for cell in cells}
    assert f"{TITLE} whole{own}" in texts
    assert f"{TITLE} missions{own}" in texts
    assert f"whole{own}{LINES}" in texts
    assert f"missions{own}{LINES}" in texts
    assert f"missions.kind{own}{LINES}" in texts
    for table in tables_of(said):
        heads = next(book[table].iter_rows(max_row=1))
        for head, column in zip(heads, columns_of(said, table), strict=True):
            assert head.comment is not None
            note = unescaped(head.comment.text)
            assert note.startswith(f"{table}.{column}{own}{LINES}\n")
    assert str(book.properties.title).startswith(f"{TITLE} whole{own}")
    assert unescaped(str(book.properties.subject)) == f"whole{own}{LINES}"


def test_a_text_that_begins_with_an_address_is_no_link(book: Workbook) -> None:
    (found,) = [
        cell
        for row in book["missions"].iter_rows()
        for cell in row
        if cell.value == "https://example.org has more."
    ]
    assert found.hyperlink is None


@pytest.mark.parametrize("length", [101, 256])
def test_a_long_title_loses_nothing_in_the_workbook(
    example: Path, tmp_path: Path, length: int
) -> None:
    title = "&" * length

    def lengthen(whole: dict[str, Any]) -> None:
        whole["title"] = whole["resources"][3]["title"] = title

    edit_json(example, DESCRIPTOR, lengthen)
    made(example, tmp_path, "workbook")
    book = openpyxl.load_workbook(tmp_path / f"{NAME}-en.xlsx")
    (listed,) = [
        cell
        for row in book["cover"].iter_rows()
        for cell in row
        if cell.value == title and cell.hyperlink is not None
    ]
    assert listed.hyperlink is not None
    assert listed.hyperlink.location == "'missions'!A1"
    assert "&&" in str(book["missions"].oddHeader)
    assert "&&" in str(book["missions"].oddFooter)
    book.close()


# What the rules do not allow


@pytest.mark.parametrize("sign", ["\x07", "\ufffe"])
def test_a_title_with_a_control_character_is_not_exported(
    example: Path, tmp_path: Path, capsys: Capsys, sign: str
) -> None:
    edit_json(example, DESCRIPTOR, lambda whole: whole.update(title=f"Example{sign}"))
    assert export_command([str(example), "--all", "--to", str(tmp_path / "to")]) == 1
    assert "[hidden-character]" in capsys.readouterr().err
    assert not (tmp_path / "to").exists()


def test_a_title_with_a_control_character_gets_no_site(
    example: Path, tmp_path: Path, capsys: Capsys
) -> None:
    edit_json(example, DESCRIPTOR, lambda whole: whole.update(title="Example\x07"))
    assert site_command([str(example), "--to", str(tmp_path / "to")]) == 1
    assert "[hidden-character]" in capsys.readouterr().err
    assert not (tmp_path / "to").exists()


@pytest.fixture(scope="module")
def hostile(written_example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package that breaks the rules wherever a report shows a text of it."""
    example = Path(shutil.copytree(written_example, tmp_path_factory.mktemp("hostile") / "package"))

    def descriptor(whole: dict[str, Any]) -> None:
        whole.update(name=HOSTILE, title=HOSTILE, version=HOSTILE)
        whole["resources"][3]["title"] = HOSTILE

    def bounds(whole: dict[str, Any]) -> None:
        for bound in whole["bounds"]:
            bound["reason"] = HOSTILE

    edit_json(example, DESCRIPTOR, descriptor)
    edit_json(example, "schemas/bounds.json", bounds)
    edit_json(example, SCHEMA, lambda whole: whole["fields"][4].update({HOSTILE: HOSTILE}))
    set_cell(example, "threats", "smuggling", "label_en", HOSTILE)
    return example


@pytest.fixture(scope="module")
def report(hostile: Path) -> Report:
    with open_package(hostile) as opened:
        found = validate(opened)
    note = Both(HOSTILE, HOSTILE)
    return replace(found, notes=(*found.notes, note))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FORMATS)
def test_a_report_of_a_hostile_package_can_be_read(
    report: Report, name: str, language: str
) -> None:
    assert "hidden-character" in {finding.rule for finding in report.findings}
    written = FORMATS[name](report, language)
    match name:
        case "json":
            assert json.loads(written)["package"]["name"] == HOSTILE
        case "junit":
            root = ET.fromstring(written.encode())  # noqa: S314
            assert root.get("name", "").startswith("Titl")
        case "html":
            assert "Titl\\x1b[31me" in Page(written).text
    if name not in {"json", "junit"}:
        assert all(line.isprintable() for line in written.split("\n"))


def test_an_answer_sends_no_control_character_to_the_terminal(
    hostile: Path, capsys: Capsys
) -> None:
    assert explain_command(["threats/smuggling", "--package", str(hostile)]) == 0
    written = capsys.readouterr().out
    assert "Titl\\x1b[31me" in written
    assert all(line.isprintable() for line in written.split("\n"))
