"""The codebook says all that the package says of itself, and the picture shows every key."""

import csv
import io
import json
import posixpath
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import frictionless
import pytest

from tests.example import DOCUMENT, Capsys, duplicate_row, edit_json, set_cell
from tests.pages import Page, plain
from validation.catalogue.languages import LANGUAGES, in_language
from validation.catalogue.rules import RULES
from validation.commands.site import site_command
from validation.outputs.explain import Explainer
from validation.outputs.exports import every_table, exports
from validation.outputs.site import codebook, site
from validation.outputs.site.diagram import LETTER, alone, draw
from validation.outputs.site.entries import entries, front_name, pages
from validation.outputs.words import Translator
from validation.package.formatting import format_package
from validation.package.forms import FORMS
from validation.package.opening import ROOT, Package, open_package

PACKAGE = open_package(ROOT)
SITE = site(PACKAGE)
PAGES = {language: SITE[f"codebook.{language}.html"].decode() for language in LANGUAGES}
SVG = "{http://www.w3.org/2000/svg}"


def parsed(drawn: bytes) -> ET.Element:
    return ET.fromstring(drawn)  # noqa: S314 - the picture is our own


DRAWN = parsed(SITE["tables.svg"])
RESOURCES: dict[str, dict[str, str]] = {
    entry["name"]: entry for entry in PACKAGE.descriptor["resources"]
}
FIELDS: dict[str, list[dict[str, Any]]] = {
    name: json.loads((ROOT / entry["schema"]).read_bytes())["fields"]
    for name, entry in RESOURCES.items()
}
with (ROOT / RESOURCES["codes"]["path"]).open(encoding="utf-8", newline="") as stream:
    CODES = list(csv.DictReader(stream))

each_language = pytest.mark.parametrize("language", LANGUAGES)


@each_language
def test_every_link_within_the_site_resolves(language: str) -> None:
    codebooks = {f"codebook.{one}.html" for one in LANGUAGES}
    rulebooks = {f"rules.{one}.html" for one in LANGUAGES}
    own = {f"codebook.{language}.html", f"rules.{language}.html"}
    for name in own:
        page = Page(SITE[name].decode())
        links = [link.partition("#") for link in page.links if not link.startswith("http")]
        assert {file for file, _, _ in links} - {""} == own | (
            {*codebooks, "tables.svg"} if name.startswith("codebook") else rulebooks
        )
        for file, _, anchor in links:
            target = SITE[file or name]
            assert not anchor or f'id="{anchor}"'.encode() in target, f"{file}#{anchor}"


@pytest.mark.parametrize("name", [name for name in SITE if name.endswith((".html", ".svg"))])
def test_nothing_is_loaded(name: str) -> None:
    text = SITE[name].decode()
    assert re.findall(r"url\(|@import|<script|<!ENTITY", text) == []
    if name.endswith(".html"):
        assert Page(text).loaded == ["data:,"]
        assert "default-src 'none'" in text


@pytest.mark.parametrize("name", [name for name in SITE if name.endswith(".html")])
def test_a_page_stands_as_html(name: str) -> None:
    text = SITE[name].decode()
    page, language = Page(text), "nl" if name.endswith(".nl.html") else "en"
    assert text.startswith("<!DOCTYPE html>\n")
    assert page.language == language
    assert page.tags.count("h1") == page.tags.count("main") == 1
    assert page.tags.count("caption") == page.tags.count("table")
    heads = {("thead", "col"), ("tbody", "row")} if "table" in page.tags else set()
    assert set(page.heads) == heads
    levels = [int(tag[1]) for tag in page.tags if re.fullmatch("h[1-6]", tag)]
    assert all(below - above <= 1 for above, below in pairwise(levels))


def test_the_command_writes_the_site_and_says_so(example: Path, capsys: Capsys) -> None:
    for _ in range(2):
        assert site_command([str(example)]) == 0
        said = capsys.readouterr()
        written = sorted((example / "dist/site").iterdir())
        assert {path.name for path in written} == {name.partition("/")[0] for name in SITE}
        assert said.err == ""
        told = dict(line.split(": ", 1) for line in said.out.splitlines())
        assert sorted(told) == [str(path) for path in written]
        assert told[f"{example}/dist/site/missions"].startswith("6 files, ")


def break_a_code(example: Path) -> None:
    set_cell(example, "codes", "basis/explicit", "rule_nl", "")


def break_a_schema(example: Path) -> None:
    edit_json(example, "schemas/missions.json", lambda schema: schema["fields"][0].pop("example"))


@pytest.mark.parametrize("damage", [break_a_code, break_a_schema])
def test_a_package_at_fault_gets_no_site(
    example: Path, capsys: Capsys, damage: Callable[[Path], None]
) -> None:
    damage(example)
    assert site_command([str(example)]) == 1
    assert capsys.readouterr().err.endswith("refused; nothing was written\n")
    assert not (example / "dist").exists()


def test_a_folder_that_cannot_be_written_ends_with_2(
    example: Path, tmp_path: Path, capsys: Capsys
) -> None:
    (tmp_path / "taken").write_text("", "utf-8")
    assert site_command([str(example), "--to", str(tmp_path / "taken")]) == 2
    assert "taken" in capsys.readouterr().err


# The front page, and a page for each thing, statement and letter

ENTRIES = [
    f"{table}/{identifier}" for table, rows in entries(PACKAGE).items() for identifier in rows
]
HTML = {name: content.decode() for name, content in SITE.items() if name.endswith(".html")}
LARGEST = 600_000  # bytes


@each_language
def test_each_entry_has_a_page_to_which_the_front_page_leads(language: str) -> None:
    assert {"missions/sophia", "decisions/join-sophia-2016", "documents/kst-33694-9"} <= {*ENTRIES}
    front = Page(HTML[front_name(language)])
    assert {f"{entry}.{language}.html" for entry in ENTRIES} <= {*front.links}
    assert {f"{entry}.{language}.html" for entry in ENTRIES} <= HTML.keys()


def test_no_page_has_a_dead_link_or_anchor() -> None:
    found = {name: Page(text) for name, text in HTML.items()}
    for name, page in found.items():
        for link in page.links:
            if link.startswith("http"):
                continue
            path, _, anchor = link.partition("#")
            target = (
                posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
            )
            assert target in SITE, (name, link)
            if anchor:
                assert anchor in found[target].anchors, (name, link)


def test_a_page_loads_nothing_and_is_not_large() -> None:
    for name, text in HTML.items():
        assert all(source.startswith("data:") for source in Page(text).loaded), name
        assert len(text.encode()) < LARGEST, name


@pytest.mark.parametrize("name", [table.name for table in every_table(PACKAGE)])
def test_a_table_that_travels_alone_explains_itself(name: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(SITE[f"tables/{name}/{name}.zip"])) as archive:
        archive.extractall(tmp_path)
    files = {path.name for path in tmp_path.iterdir()}
    assert files == {f"{name}.csv", f"{name}.json", "README.md"}
    for end in ("csv", "json"):
        assert (tmp_path / f"{name}.{end}").read_bytes() == SITE[f"tables/{name}/{name}.{end}"]
    assert frictionless.Package(str(tmp_path / f"{name}.json")).validate().valid
    told = json.loads((tmp_path / f"{name}.json").read_bytes())
    assert told["version"] == PACKAGE.version
    assert told["citation"] in (tmp_path / "README.md").read_text("utf-8")
    assert all(field["description_nl"] for field in told["resources"][0]["schema"]["fields"])


@pytest.mark.parametrize(
    "entry", ["missions/sophia", "threats/piracy", "events/nato-summit-warsaw"]
)
@each_language
def test_an_entry_says_what_explain_says(entry: str, language: str) -> None:
    row = entries(PACKAGE)[entry.partition("/")[0]][entry.partition("/")[2]]
    told = Explainer(PACKAGE, language).explain(str(row.place), width=10_000)
    page = Page(HTML[f"{entry}.{language}.html"]).text
    of_the_command = ("--letter", "README.md")
    lines = [
        plain(line)
        for line in told.splitlines()
        if line and not any(part in line for part in of_the_command)
    ]
    assert [line for line in lines if line not in page] == []
    assert "--letter" not in page


@each_language
def test_the_matrix_has_each_mission_that_serves_an_interest(language: str) -> None:
    page = Page(HTML[front_name(language)])
    links = PACKAGE.records("mission_interests")
    said = {"en": "of {} of {} missions", "nl": "van {} van de {} missies"}[language]
    missions = {row["mission_id"] for row in links}
    assert said.format(len(missions), len(PACKAGE.records("missions"))) in page.text
    text = HTML[front_name(language)]
    for basis in ("explicit", "contextual", "inferred"):
        assert text.count(f'class="{basis}"') == sum(row["basis"] == basis for row in links)


def test_of_several_letters_the_matrix_shows_the_firmest(example: Path) -> None:
    for basis in ("explicit", "inferred"):
        other = {"document_id": f"{basis}-letter", "basis": basis}
        duplicate_row(example, "documents", "harbour-treaty", {"id": other["document_id"]})
        link = f"{DOCUMENT}/lantern/safe-shipping"
        duplicate_row(example, "mission_interests", link, other)
    page = pages(open_package(example))["index.html"].decode()
    assert re.findall('<td data-label="Safe shipping" class="([a-z]+)">', page) == ["explicit"]


@each_language
def test_a_letter_shows_each_passage_with_what_is_coded_from_it(language: str) -> None:
    page = Page(HTML[f"documents/kst-33694-9.{language}.html"])
    passages = [row["id"] for row in PACKAGE.records("passages")]
    assert [anchor for anchor in page.anchors if anchor in passages] == passages
    assert f"../decisions/join-sophia-2016.{language}.html" in page.links
