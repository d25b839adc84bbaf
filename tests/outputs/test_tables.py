"""Each table has its pages and files, and machines find what they need."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import frictionless
import pytest

from tests.example import Capsys, edit_json, set_cell
from tests.pages import Page
from tests.published import EDITION, LARGEST, PACKAGE, SITE, WHOLE, made
from validation.catalogue.languages import LANGUAGES
from validation.commands.site import site_command
from validation.outputs.explain.rows import IN_ENGLISH_ALONE
from validation.outputs.exports import every_table
from validation.outputs.site import files, whole_files
from validation.outputs.site.downloads import page_of, size
from validation.outputs.site.frame import Site, file_of
from validation.outputs.site.scripts import script
from validation.outputs.site.table_readme import leads_to
from validation.outputs.site.tables import (
    MOST_ROWS,
    Cells,
    columns_of,
    language_of,
    parts_of,
)
from validation.outputs.site.tables import pages_of as table_pages
from validation.outputs.words import Translator
from validation.package.opening import open_package
from validation.package.table import Table

BASE = "https://example.org/data/"
TABLES = {table.name: table for table in every_table(PACKAGE)}
MINUSMA = "mission_interests/kst-33694-9/minusma/stable-sahel"

each_language = pytest.mark.parametrize("language", LANGUAGES)


def pages_of(table: Table, language: str) -> list[str]:
    """The pages with the rows of a table, in order."""
    numbers = range(1, len(parts_of(table)) + 1)
    names = [file_of(page_of(table.name, number), language) for number in numbers]
    return [made()[name].decode() for name in names]


def cells_of(page: str) -> list[list[str]]:
    """The cells of each row on a page, as in the CSV."""
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    rows = re.findall("<tr>(.*?)</tr>", body)
    return [[plain(cell) for cell in re.findall("<t[dh][^>]*>(.*?)</t[dh]>", row)] for row in rows]


def plain(cell: str) -> str:
    """The text of a cell without the label of its code."""
    without_label = re.sub(' <span class="label">.*?</span>', "", cell)
    return unescape(re.sub("<[^>]*>", "", without_label))


def told_by(page: str) -> dict[str, Any]:
    """The JSON-LD of a page."""
    found = re.search('<script type="application/ld\\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    told: dict[str, Any] = json.loads(found[1])
    return told


@each_language
@pytest.mark.parametrize("name", TABLES)
def test_each_row_stands_once_on_the_pages_of_its_table(name: str, language: str) -> None:
    table = TABLES[name]
    found = [row for page in pages_of(table, language) for row in cells_of(page)]
    assert found == [list(row.cells) for row in table.rows]


@each_language
def test_a_long_table_has_a_script_with_all_rows_and_a_short_one_none(language: str) -> None:
    lengths = set()
    for table in TABLES.values():
        name = f"{page_of(table.name)}.{language}.js"
        lengths.add(len(parts_of(table)))
        assert (name in made()) == (len(parts_of(table)) > 1)
        if name in made():
            rows = json.loads(made()[name].decode().removeprefix("window.rows=").rstrip(";\n"))
            found = [[plain(cell) for cell in row] for row in rows]
            assert found == [list(row.cells) for row in table.rows]
            assert b"<" not in made()[name]
    assert {1, 3} <= lengths


@each_language
def test_the_parts_of_a_table_lead_to_each_other(language: str) -> None:
    first, second, third = (Page(page) for page in pages_of(TABLES["evidence"], language))
    names = ["evidence", "evidence.2", "evidence.3"]
    expected = {f"{name}.{language}.html" for name in names}
    for page in (first, second, third):
        assert expected <= set(page.links)
    middle = pages_of(TABLES["evidence"], language)[1]
    assert f'<link rel="prev" href="evidence.{language}.html">' in middle
    assert f'<link rel="next" href="evidence.3.{language}.html">' in middle


def long_table(name: str, rows: int) -> Table:
    """A table with its own rows again and again."""
    head, *lines = TABLES[name].content.splitlines(keepends=True)
    body = (lines * (rows // len(lines) + 1))[:rows]
    return replace(TABLES[name], content=head + b"".join(body))


@pytest.mark.parametrize(("name", "rows"), [("evidence", 5_000), ("claims", 1_500)])
def test_pages_stay_small_however_long_a_table_is(name: str, rows: int) -> None:
    table = long_table(name, rows)
    assert sum(map(len, parts_of(table))) == rows
    for frame in SITE.frames:
        built = table_pages(frame, table, Cells(frame))
        pages = {name: len(page) for name, page in built.items() if name.endswith(".html")}
        assert len(pages) == len(parts_of(table)) >= rows / MOST_ROWS
        assert max(pages.values()) < LARGEST


def test_no_page_is_large() -> None:
    large = {name: len(content) for name, content in made().items() if name.startswith("tables")}
    html = {name: length for name, length in large.items() if name.endswith(".html")}
    assert [name for name, length in html.items() if length > LARGEST] == []


def test_a_table_without_rows_still_has_a_page(example: Path) -> None:
    table = open_package(example).tables["exceptions"]
    empty = replace(table, content=table.content.splitlines(keepends=True)[0])
    assert parts_of(empty) == [[]]
    assert {column.kind for column in columns_of(empty, "en")} <= {"", "number"}


@each_language
def test_the_data_page_leads_to_every_file_and_tells_its_size(language: str) -> None:
    page = Page(made()[f"tables.{language}.html"].decode())
    words = Translator(language)
    wanted = [f"tables/{name}/{name}{end}" for name in TABLES for end in (".csv", ".json", ".zip")]
    wanted += [f"files/{name}" for name in WHOLE]
    assert set(wanted) <= set(page.links) & made().keys()
    assert {f"tables/{name}/{name}.{language}.html" for name in TABLES} <= set(page.links)
    for name in wanted:
        told = re.search(
            f'href="{re.escape(name)}" download>[^(]*</a> \\(([^)]*)\\)',
            made()[f"tables.{language}.html"].decode(),
        )
        assert told
        assert told[1] == size(words, len(made()[name])), name


@pytest.mark.parametrize(
    ("count", "english", "dutch"),
    [(0, "1 kB", "1 kB"), (12_499, "12 kB", "12 kB"), (1_449_999, "1.4 MB", "1,4 MB")],
)
def test_a_size_is_told_in_round_numbers(count: int, english: str, dutch: str) -> None:
    assert (size(Translator("en"), count), size(Translator("nl"), count)) == (english, dutch)


def test_keys_lead_to_the_pages_of_their_rows() -> None:
    links = {
        "mission_interests": "../../missions/counter-piracy.en.html",
        "evidence": "../../documents/kst-33694-9.en.html#kst-33694-9.s02.p6.z5",
        "claims": f"../../missions/minusma.en.html#{MINUSMA}",
        "reasons": "../../missions/sophia.en.html",
        "missions_overview": "../../missions/sophia.en.html",
        "decisions": "../../decisions/kst-33694-9/join-sophia-2016.en.html",
        "judgements": "../../actors/criminals.en.html",
    }
    for name, link in links.items():
        assert link in Page("".join(pages_of(TABLES[name], "en"))).links, name


def test_a_code_has_its_label_where_that_is_another_word() -> None:
    dutch, english = (pages_of(TABLES["threat_regions"], one)[0] for one in ("nl", "en"))
    assert 'explicit <span class="label">Uitdrukkelijk</span>' in dutch
    assert '<span class="label">' not in english


@each_language
def test_a_cell_tells_its_language_where_that_is_not_the_language_of_the_page(
    language: str,
) -> None:
    (other,) = LANGUAGES.keys() - {language}
    for name in ("missions", "claims", "passages", "codes"):
        page = "".join(pages_of(TABLES[name], language))
        body = page.partition("<tbody>")[2].partition("</tbody>")[0]
        told = set(re.findall('<t[dh][^>]* lang="([^"]*)"', body))
        assert told == {other}, name
    forms = "".join(pages_of(TABLES["names"], language))
    assert f'<span lang="{other}">' in forms
    assert f'<span lang="{language}">' not in forms


def test_prose_in_english_alone_is_known() -> None:
    for name in IN_ENGLISH_ALONE:
        for column in PACKAGE.tables[name].schema.fields:
            bound = column.codes or column.constraints.keys() & {"pattern", "enum"}
            wanted = "" if bound or PACKAGE.tables[name].schema.target(column.name) else "en"
            assert language_of(column) == wanted, (name, column.name)
    assert 'lang="en">' in pages_of(TABLES["judgements"], "nl")[0].partition("<tbody>")[2]
    assert 'lang="en">' not in pages_of(TABLES["judgements"], "en")[0].partition("<tbody>")[2]


def test_a_retired_identifier_leads_to_its_page_and_what_replaced_it() -> None:
    page = pages_of(TABLES["retired_ids"], "en")[0]
    assert '<a href="../../codes/coding_round/first.en.html">coding_round/first</a>' in page
    assert '<a href="../../codebook/codes.coder.en.html#codes.coder.first">coder/first</a>' in page
    assert {f"../../{path}.en.html" for path in SITE.retired} <= set(Page(page).links)


def test_each_link_to_a_file_has_a_name_of_its_own() -> None:
    found = re.findall("<a [^>]*download>(.*?)</a>", made()["tables.en.html"].decode())
    assert len(found) == len(set(found)) > 3 * len(PACKAGE.tables)


def test_nothing_in_a_cell_becomes_markup(example: Path) -> None:
    awkward = "<script>alert(1)</script> & \"'"
    set_cell(example, "missions", "lantern", "description_en", awkward)
    edit_json(example, "datapackage.json", lambda whole: whole.update(title=awkward))
    package = open_package(example)
    built = files(Site(package, EDITION, libraries=SITE.libraries))
    for name in ("index.html", "tables/missions/missions.en.html"):
        page = built[name].decode()
        assert "<script>alert" not in page
        assert "<script>alert(1)</script>" in json.dumps(told_by(page))
    assert awkward in Page(built["tables/missions/missions.en.html"].decode()).text
    assert b"<" not in script("rows", [[awkward]])


@each_language
def test_search_engines_are_told_what_a_page_has(language: str) -> None:
    front = told_by(made()[file_of("index", language)].decode())
    table = told_by(pages_of(TABLES["missions"], language)[0])
    for told in (front, table):
        assert told["@type"] == "Dataset"
        assert told["version"].startswith("0.4.0 ")
        assert told["license"] == "https://creativecommons.org/publicdomain/zero/1.0/"
        assert told["creator"]["name"] == "The dutch-military-commitments contributors"
        assert told["inLanguage"] == language
        assert told["description"]
    assert [one["contentUrl"] for one in front["distribution"]] == [f"files/{n}" for n in WHOLE]
    assert [one["contentUrl"] for one in table["distribution"]] == [
        f"missions.{end}" for end in ("csv", "json", "zip")
    ]
    assert table["isPartOf"]["name"] == front["name"]


def test_with_an_address_all_addresses_for_machines_are_whole(example: Path) -> None:
    built = files(replace(SITE, package=open_package(example), base=BASE))
    table = told_by(built["tables/missions/missions.en.html"].decode())
    assert table["distribution"][0]["contentUrl"] == f"{BASE}tables/missions/missions.csv"
    guide = built["llms.txt"].decode()
    assert all(link.startswith(BASE) for link in re.findall(r"\]\(([^)]*)\)", guide))
    places = ET.fromstring(built["sitemap.xml"]).iter(  # noqa: S314 - our own
        "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
    )
    html = {f"{BASE}{name}" for name in built if name.endswith(".html")} - {f"{BASE}404.html"}
    assert {place.text for place in places} == html
    missing = Page(built["404.html"].decode())
    assert set(missing.links) >= {f"{BASE}index.html", f"{BASE}index.nl.html"}
    assert {link for link in missing.links if not link.startswith("data:")} <= {
        f"{BASE}{name}" for name in built
    }


def test_without_an_address_there_is_no_sitemap_and_the_guide_leads_to_files() -> None:
    assert not {"sitemap.xml", "404.html"} & made().keys()
    links = re.findall(r"\]\(([^)]*)\)", made()["llms.txt"].decode())
    assert len(links) > 5
    assert set(links) <= made().keys()


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_cited_in_its_zip_as_on_its_page(name: str) -> None:
    cited = json.loads(made()[f"tables/{name}/{name}.json"])["citation"]
    assert f">{cited}</pre>" in unescape(pages_of(TABLES[name], "en")[0])
    assert cited.encode() in made()[f"tables/{name}/{name}.zip"]
    assert "0.4.0 and changes since" in cited


def test_a_csv_is_the_table_itself() -> None:
    for name, table in TABLES.items():
        text = made()[f"tables/{name}/{name}.csv"].decode()
        rows = list(csv.reader(io.StringIO(text, newline="")))
        assert rows == [table.schema.names, *(list(row.cells) for row in table.rows)]


def test_an_address_gets_its_slash(example: Path, tmp_path: Path, capsys: Capsys) -> None:
    address = "https://example.org/data"
    assert site_command([str(example), "--to", str(tmp_path / "site"), "--base", address]) == 0
    assert "missing: README.md" in capsys.readouterr().err  # the example has no documents
    place = f"{address}/tables/missions/missions.en.html"
    assert f"<loc>{place}</loc>" in (tmp_path / "site/sitemap.xml").read_text("utf-8")


@pytest.mark.parametrize(
    "address", ["", "example.org", "ftp://example.org/", "https://", "https://a b/", "https://a/?b"]
)
def test_what_is_no_address_is_refused(example: Path, capsys: Capsys, address: str) -> None:
    with pytest.raises(SystemExit) as ended:
        site_command([str(example), "--base", address])
    assert ended.value.code == 2
    assert "is no address of a site" in capsys.readouterr().err
    assert not (example / "dist").exists()


def test_files_that_cannot_be_made_are_left_out_with_a_reason(
    example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "xlsxwriter", None)
    for name in [name for name in __import__("sys").modules if ".exports.workbook" in name]:
        monkeypatch.delitem(__import__("sys").modules, name)
    made, lacking = whole_files(open_package(example))
    assert list(made) == ["example-commitments.sqlite"]
    assert [line.partition("; ")[0] for line in lacking] == [
        "the site has no package to download",
        "the site has no workbook to download",
    ]


def readme_of(built: dict[str, bytes], name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(built[f"tables/{name}/{name}.zip"])) as archive:
        assert archive.namelist() == sorted(["README.md", f"{name}.csv", f"{name}.json"])
        return archive.read("README.md").decode()


@pytest.mark.parametrize("name", TABLES)
def test_a_zip_explains_each_column_and_code_in_both_languages(name: str) -> None:
    text, table = readme_of(made(), name), TABLES[name]
    for column in table.schema.fields:
        part = text.partition(f"\n### `{column.name}`\n")[2].partition("\n##")[0]
        assert str(column.description) in part
        assert column.description.nl in part
        assert not column.codes or f"`{column.codes}`" in part
        if target := table.schema.target(column.name):
            assert f"`{target}`." in part
    lists = {column.codes for column in table.schema.fields if column.codes}
    said = [row for row in PACKAGE.records("codes") if row["list"] in lists]
    for row in said:
        for language in LANGUAGES:
            assert f"- {row[f'label_{language}']}: {row[f'definition_{language}']}\n" in text
    assert "An empty cell means" in text


def test_a_zip_says_where_keys_lead_for_tables_without_foreign_keys_too() -> None:
    found = {name: leads_to(TABLES["claims"], name) for name in TABLES["claims"].schema.names}
    assert found["document_id"] == "documents"
    assert (found["key"], found["subject_id"]) == ("`table`", "`subject_table`")
    assert (found["role"], leads_to(TABLES["missions_overview"], "id")) == ("", "missions")
    assert leads_to(TABLES["timeline"], "mission_id") == "missions"
    assert leads_to(TABLES["missions"], "id") == ""


def test_a_zip_leads_to_the_site_where_that_has_an_address() -> None:
    text = readme_of(replace(SITE, base=BASE).downloads, "missions")
    assert f"{BASE}codebook/missions.en.html, {BASE}codebook/missions.nl.html" in text
    assert f"{BASE}tables/missions/missions.nl.html" in text
    assert BASE not in readme_of(made(), "missions")


@pytest.mark.parametrize("name", ["missions", "claims", "evidence"])
def test_a_zip_of_a_table_is_a_valid_package(name: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(made()[f"tables/{name}/{name}.zip"])) as archive:
        archive.extractall(tmp_path)
    assert frictionless.Package(str(tmp_path / f"{name}.json")).validate().valid
