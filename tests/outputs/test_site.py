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


def key_names(package: Package = PACKAGE) -> set[str]:
    return {
        f"{table.name}.{','.join(key.fields)}>{key.table}.{','.join(key.reference)}"
        for table in package.tables.values()
        for key in table.schema.foreign_keys
    }


def drawn_keys(drawn: ET.Element) -> list[str]:
    return [name for part in drawn.iter() for name in part.get("data-key", "").split()]


def drawn_tables(drawn: ET.Element) -> list[str]:
    return [part.attrib["data-table"] for part in drawn.iter() if "data-table" in part.attrib]


def labels(drawn: ET.Element, mark: str) -> dict[str, tuple[float, float]]:
    """Where the label of each row or column begins."""
    return {
        part.attrib[mark]: (float(part[0].attrib["x"]), float(part[0].attrib["y"]))
        for part in drawn.iter(f"{SVG}a")
        if mark in part.attrib
    }


@each_language
def test_every_table_field_list_and_code_has_its_anchor(language: str) -> None:
    anchors = Page(PAGES[language]).anchors
    assert len(anchors) == len(set(anchors))
    promised = {
        *FIELDS,
        *(f"{table}.{field['name']}" for table, fields in FIELDS.items() for field in fields),
        *(f"codes.{code['list']}" for code in CODES),
        *(f"codes.{code['list']}.{code['code']}" for code in CODES),
    }
    assert promised - set(anchors) == set()


@each_language
def test_every_word_of_the_schemas_and_codes_is_there(language: str) -> None:
    text = Page(PAGES[language]).text
    own = "" if language == "en" else f"_{language}"
    described = [PACKAGE.descriptor, *RESOURCES.values()]
    said = [entry[f"{name}{own}"] for entry in described for name in ("title", "description")]
    for field in (field for fields in FIELDS.values() for field in fields):
        said += [field[f"description{own}"], str(field["example"])]
    columns = ("label", "definition", "rule", "right", "wrong")
    said += [code[f"{column}_{language}"] for code in CODES for column in columns]
    said += [entry["path"] for entry in RESOURCES.values()]
    assert [words for words in said if plain(words) not in text] == []


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


@each_language
def test_every_rule_is_told_in_full_under_its_own_anchor(language: str) -> None:
    page = Page(SITE[f"rules.{language}.html"].decode())
    assert len(page.anchors) == len(set(page.anchors))
    assert set(RULES) - set(page.anchors) == set()
    said = [
        in_language(rule.text(name), language)
        for rule in RULES.values()
        for name in ("demand", "why", "example", "fix")
    ]
    assert [words for words in said if plain(words) not in page.text] == []


@each_language
def test_a_rule_of_the_schemas_names_the_columns_it_judges(language: str) -> None:
    text = SITE[f"rules.{language}.html"].decode()
    told = {
        identifier: set(re.findall(r'href="codebook\.\w+\.html#(\w+\.\w+)"', section))
        for identifier, section in re.findall(
            r'<section id="([a-z0-9-]+)" class="entry">(.*?)</section>', text, re.DOTALL
        )
    }
    assert set(told) == set(RULES)
    coded = {
        f"{name}.{f['name']}" for name, fields in FIELDS.items() for f in fields if "codes" in f
    }
    assert told["enum"] == coded
    assert {"commitments.ends", "events.date_end"} == told["period-order"]
    assert "missions.parent_id" in told["foreign-key"]
    assert "countries.m49" not in told["reinterpreted"]
    assert told["seal"] == set()


def test_every_link_of_the_picture_resolves() -> None:
    anchors = Page(PAGES["en"]).anchors
    links = [part.attrib["href"].split("#") for part in DRAWN.iter(f"{SVG}a")]
    assert {file for file, _ in links} == {"codebook.en.html"}
    assert {anchor for _, anchor in links} - set(anchors) == set()


@each_language
def test_every_outside_term_and_licence_is_linked(language: str) -> None:
    links = Page(PAGES[language]).links
    terms = {f["rdfProperty"] for fields in FIELDS.values() for f in fields if "rdfProperty" in f}
    assert terms - set(links) == set()
    assert {entry["path"] for entry in PACKAGE.descriptor["licenses"]} - set(links) == set()


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


def test_every_pattern_has_plain_words() -> None:
    found = [f["constraints"].get("pattern") for fields in FIELDS.values() for f in fields]
    for table in exports(PACKAGE):
        found += [column.constraints.get("pattern") for column in table.schema.fields]
    assert {*found} - {None} == set(FORMS)


def test_every_table_is_in_the_picture_once() -> None:
    assert sorted(drawn_tables(DRAWN)) == sorted(FIELDS)


@each_language
def test_every_key_is_in_the_picture_once(language: str) -> None:
    for drawn in (DRAWN, parsed(draw(PACKAGE, Translator(language)).encode())):
        assert sorted(drawn_keys(drawn)) == sorted(key_names())


def test_every_key_is_a_dot_in_the_row_of_its_table_and_the_column_of_the_other() -> None:
    rows, columns = labels(DRAWN, "data-table"), labels(DRAWN, "data-column")
    assert set(columns) == {name.split(">")[1].split(".")[0] for name in key_names()}
    dots = []
    for part in DRAWN.iter(f"{SVG}g"):
        for name in part.get("data-key", "").split():
            here, there = (end.split(".")[0] for end in name.split(">"))
            x, y = (float(part[1].attrib[name]) for name in ("cx", "cy"))
            dots.append((x, y))
            assert rows[here][1] == y + 4
            x_apart = {other: abs(x - columns[other][0]) for other in columns}
            assert min(x_apart, key=lambda other: x_apart[other]) == there
    assert len(set(dots)) == len(key_names())


def test_no_label_of_the_picture_meets_another_or_is_cut_off() -> None:
    width, height = float(DRAWN.attrib["width"]), float(DRAWN.attrib["height"])
    rows, columns = labels(DRAWN, "data-table"), labels(DRAWN, "data-column")
    assert all(
        below - above >= 16 for above, below in pairwise(sorted(y for _, y in rows.values()))
    )
    assert all(
        after - before >= 16 for before, after in pairwise(sorted(x for x, _ in columns.values()))
    )
    leftmost = min(x for x, _ in columns.values())
    for name, (x, y) in rows.items():
        assert x + LETTER * len(name) < leftmost
        assert y < height
    for name, (x, y) in columns.items():
        slanted = LETTER * len(name) * 0.5**0.5
        assert x + slanted <= width
        assert y - slanted >= 0


def add_column(example: Path) -> None:
    """Give the missions of the example a column that the real ones do not have."""
    column = {
        "name": "nickname",
        "type": "string",
        "description": "What sailors call it, `plainly`.",
        "description_nl": "Hoe zeelui het noemen, `gewoonweg`.",
        "example": "the old lamp",
        "constraints": {"required": False, "pattern": "^(?:[a-z ]+)$"},
    }
    edit_json(example, "schemas/missions.json", lambda schema: schema["fields"].append(column))
    missions = example / "data/missions.csv"
    header, *rows = missions.read_text("utf-8").splitlines()
    missions.write_text(
        "\n".join([f"{header},nickname", *(f"{row}," for row in rows), ""]), "utf-8"
    )
    format_package(open_package(example))


def test_a_new_column_appears_by_itself(example: Path, tmp_path: Path) -> None:
    add_column(example)
    assert site_command([str(example), "--to", str(tmp_path / "site")]) == 0
    page = Page((tmp_path / "site" / "codebook.nl.html").read_text("utf-8"))
    assert "missions.nickname" in page.anchors
    assert "Hoe zeelui het noemen, gewoonweg." in page.text
    assert "heeft de vorm ^(?:[a-z ]+)$" in page.text


def add_table(example: Path) -> None:
    """Give the example a table more, which refers to two others and to itself."""

    def resource(descriptor: dict[str, Any]) -> None:
        entry = dict(descriptor["resources"][0])
        entry |= {"name": "sightings", "path": "data/rumours/sightings.csv"}
        entry |= {"schema": "schemas/sightings.json", "title": "Sightings"}
        descriptor["resources"].append(entry)

    edit_json(example, "datapackage.json", resource)
    schema = json.loads((example / "schemas/missions.json").read_bytes())
    schema["fields"] = [field for field in schema["fields"] if field["name"] in {"id", "parent_id"}]
    schema["foreignKeys"] += [
        {"fields": ["id"], "reference": {"resource": table, "fields": ["id"]}}
        for table in ("missions", "actors")
    ]
    (example / "schemas/sightings.json").write_text(json.dumps(schema), "utf-8")
    (example / "data/rumours").mkdir()
    (example / "data/rumours/sightings.csv").write_text("id,parent_id\n", "utf-8")


def test_a_new_table_finds_its_place(example: Path) -> None:
    add_table(example)
    package = open_package(example)
    page = Page(codebook(package, "en").decode())
    assert {"sightings", "sightings.parent_id"} <= set(page.anchors)
    drawn = parsed(alone(package, Translator("en"), ""))
    assert "sightings" in drawn_tables(drawn)
    assert sorted(drawn_keys(drawn)) == sorted(key_names(package))


def test_no_text_becomes_markup(example: Path) -> None:
    set_cell(example, "codes", "basis/explicit", "label_en", "<b>&amp; \"'")
    edit_json(example, "datapackage.json", lambda whole: whole.update(title="<script>alert(1)"))
    package = open_package(example)
    page = Page(codebook(package, "en").decode())
    assert "<b>&amp; \"'" in page.text
    assert not {"script", "b"} & set(page.tags)
    parsed(alone(package, Translator("en"), ""))


def test_two_parts_never_share_an_anchor(example: Path) -> None:
    set_cell(example, "codes", "basis/explicit", "list", "label_en")
    with pytest.raises(ValueError, match=r"share an anchor: codes\.label_en"):
        codebook(open_package(example), "en")


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
