"""The codebook says all that the package says of itself, and the picture shows every key."""

import csv
import json
import posixpath
import re
import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.example import DOCUMENT, edit_json, set_cell
from tests.pages import Page, plain
from validation.catalogue.languages import LANGUAGES, in_language
from validation.catalogue.rules import ASKS, RULES
from validation.coding.agreement import agreements
from validation.commands.site import site_command
from validation.outputs.exports import every_table, exports
from validation.outputs.site import agreement, codebook, keys_picture, own_names, rulebook
from validation.outputs.site.frame import Edition, Frame, Site
from validation.outputs.site.keys_picture import LETTER, alone, draw
from validation.outputs.words import Translator
from validation.package.formatting import format_package
from validation.package.forms import FORMS
from validation.package.opening import ROOT, Package, open_package

PACKAGE = open_package(ROOT)
CODED_TWICE = "kst-33694-9"
SVG = "{http://www.w3.org/2000/svg}"
LARGEST = 200_000  # bytes of a page


def made(package: Package, **about: Any) -> dict[str, str]:  # noqa: ANN401 - what a site takes
    """The pages of the codebook, the rules and the agreement, in both languages."""
    site = Site(package, Edition(package.version), **about)
    return {
        name: content.decode()
        for frame in site.frames
        for maker in (codebook, rulebook, agreement)
        for name, content in maker.pages(frame).items()
    }


def frame_of(package: Package, language: str = "en") -> Frame:
    return Frame(Site(package, Edition(package.version)), language)


def parsed(drawn: bytes) -> ET.Element:
    return ET.fromstring(drawn)  # noqa: S314 - the picture is our own


TEXTS = made(PACKAGE)
PAGES = {name: Page(text) for name, text in TEXTS.items()}
DRAWN = parsed(alone(PACKAGE, Translator("en"), lambda table: f"codebook/{table}.en.html"))
RESOURCES: dict[str, dict[str, str]] = {
    entry["name"]: entry for entry in PACKAGE.descriptor["resources"]
}
READERS = {table.name: table for table in exports(PACKAGE)}
FIELDS: dict[str, list[dict[str, Any]]] = {
    name: json.loads((ROOT / entry["schema"]).read_bytes())["fields"]
    for name, entry in RESOURCES.items()
}
with (ROOT / RESOURCES["codes"]["path"]).open(encoding="utf-8", newline="") as stream:
    CODES = list(csv.DictReader(stream))
# Every anchor of the codebook, and the page where it is described.
PLACES = {
    **{table.name: table.name for table in every_table(PACKAGE)},
    **{f"{t.name}.{name}": t.name for t in every_table(PACKAGE) for name in t.schema.names},
    **{f"codes.{code['list']}": f"codes.{code['list']}" for code in CODES},
    **{f"codes.{code['list']}.{code['code']}": f"codes.{code['list']}" for code in CODES},
    **{form.anchor: "forms-of-text" for form in FORMS.values()},
}

each_language = pytest.mark.parametrize("language", LANGUAGES)


def of_codebook(language: str) -> dict[str, Page]:
    """The pages of the codebook, the index among them."""
    end = f".{language}.html"
    return {n: page for n, page in PAGES.items() if n.startswith("codebook") and n.endswith(end)}


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
def test_every_table_field_list_code_and_form_has_its_anchor_twice(language: str) -> None:
    index = PAGES[f"codebook.{language}.html"]
    assert PLACES.keys() - {*index.anchors} == set()
    for anchor, name in PLACES.items():
        assert anchor in PAGES[f"codebook/{name}.{language}.html"].anchors


@each_language
def test_an_old_anchor_leads_to_the_page_that_describes_it(language: str) -> None:
    links = {*PAGES[f"codebook.{language}.html"].links}
    for anchor, name in PLACES.items():
        page = f"codebook/{name}.{language}.html"
        assert (page if anchor == name else f"{page}#{anchor}") in links


def test_no_page_has_an_anchor_twice_or_a_dead_link_or_is_large() -> None:
    for name, page in PAGES.items():
        assert len(page.anchors) == len({*page.anchors}), name
        assert len(TEXTS[name].encode()) < LARGEST, name
        for link in page.links:
            path, _, anchor = link.partition("#")
            there = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
            target = PAGES.get(there if path else name)
            if there.startswith(("codebook", "rules", "agreement")) and "http" not in path:
                assert target, (name, link)
            assert not anchor or target is None or anchor in target.anchors, (name, link)


@each_language
def test_each_page_of_the_codebook_leads_to_the_next(language: str) -> None:
    here, seen = f"codebook/interests.{language}.html", []
    while here:
        seen.append(here)
        after = re.search(r'<a href="([^"]+)" rel="next">', TEXTS[here])
        here = posixpath.join("codebook", after[1]) if after else ""
    assert {*seen} == of_codebook(language).keys() - {f"codebook.{language}.html"}
    assert len(seen) == len({*seen})


@each_language
def test_every_word_of_the_schemas_and_codes_is_there(language: str) -> None:
    text = " ".join(page.text for page in of_codebook(language).values())
    own = "" if language == "en" else f"_{language}"
    resources = RESOURCES.values()
    said = [entry[f"{name}{own}"] for entry in resources for name in ("title", "description")]
    for field in (field for fields in FIELDS.values() for field in fields):
        said += [field[f"description{own}"], str(field["example"])]
    for table in READERS.values():
        about = (table.title, table.description, *(f.description for f in table.schema.fields))
        said += [in_language(one, language) for one in about]
    columns = ("label", "definition", "rule", "right", "wrong")
    said += [code[f"{column}_{language}"] for code in CODES for column in columns]
    said += [entry["path"] for entry in RESOURCES.values()]
    assert [words for words in said if plain(words) not in text] == []


@each_language
def test_a_page_of_a_table_leads_to_its_rows(language: str) -> None:
    for table in every_table(PACKAGE):
        page = PAGES[f"codebook/{table.name}.{language}.html"]
        assert f"../tables/{table.name}/{table.name}.{language}.html" in page.links
    assert f"../missions.{language}.html" in PAGES[f"codebook/missions.{language}.html"].links


@each_language
def test_a_list_of_codes_names_the_fields_that_use_it(language: str) -> None:
    for table in every_table(PACKAGE):
        for field in table.schema.fields:
            if field.codes:
                page = PAGES[f"codebook/codes.{field.codes}.{language}.html"]
                assert f"{table.name}.{language}.html#{table.name}.{field.name}" in page.links


@each_language
def test_every_outside_term_is_linked(language: str) -> None:
    links = {link for page in of_codebook(language).values() for link in page.links}
    terms = {f["rdfProperty"] for fields in FIELDS.values() for f in fields if "rdfProperty" in f}
    assert terms - links == set()


def test_every_pattern_has_plain_words() -> None:
    found = [f["constraints"].get("pattern") for fields in FIELDS.values() for f in fields]
    for table in READERS.values():
        found += [column.constraints.get("pattern") for column in table.schema.fields]
    assert {*found} - {None} == set(FORMS)


# The rules


@each_language
def test_every_rule_is_told_in_full_under_its_own_anchor(language: str) -> None:
    index = PAGES[f"rules.{language}.html"]
    assert set(RULES) - {*index.anchors} == set()
    for rule in RULES.values():
        name = f"rules/{rule.layer}.{language}.html"
        page = PAGES[name]
        assert rule.id in page.anchors
        assert f"{name}#{rule.id}" in index.links
        assert plain(in_language(rule.text("demand"), language)) in index.text
        for said in ("demand", "why", "example", "fix"):
            assert plain(in_language(rule.text(said), language)) in page.text


@each_language
def test_a_rule_of_the_schemas_names_the_columns_it_judges(language: str) -> None:
    told = {
        identifier: set(re.findall(r'href="\.\./codebook/\w+\.\w+\.html#(\w+\.\w+)"', section))
        for layer in ASKS
        for identifier, section in re.findall(
            r'<section id="([a-z0-9-]+)" class="ruled">(.*?)</section>',
            TEXTS[f"rules/{layer}.{language}.html"],
            re.DOTALL,
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


@each_language
def test_the_rules_lead_to_the_kill_matrix_where_it_is(language: str) -> None:
    matrix = f"kill_matrix.{language}.html"
    assert matrix not in PAGES[f"rules.{language}.html"].links
    frame = Frame(Site(PACKAGE, Edition("1.0.0"), has_kill_matrix=True), language)
    page = Page(rulebook.pages(frame)[f"rules.{language}.html"].decode())
    assert matrix in page.links


# How far two coders agree


@each_language
def test_the_agreement_is_that_of_the_command(language: str) -> None:
    text = PAGES[f"agreement/{CODED_TWICE}.{language}.html"].text
    for one in agreements(PACKAGE, CODED_TWICE):
        for overlap in one.found:
            figures = f"{overlap.first} {overlap.second} {overlap.both} {overlap.f1:.2f}"
            assert (figures if language == "en" else figures.replace(".", ",")) in text
        for coded in one.coded:
            assert f"{coded.pairs} {coded.same}" in text
    index = PAGES[f"agreement.{language}.html"]
    assert f"agreement/{CODED_TWICE}.{language}.html#round-2" in index.links


def test_without_codings_the_agreement_says_so(example: Path) -> None:
    codings = example / "data/reliability/codings.csv"
    codings.write_text(codings.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    pages = agreement.pages(frame_of(open_package(example)))
    assert [*pages] == ["agreement.en.html"]
    assert "No letter was coded twice yet." in Page(pages["agreement.en.html"].decode()).text


def test_two_tables_without_rows_of_either_coder_have_no_f1(example: Path) -> None:
    name = f"agreement/{DOCUMENT}.en.html"
    page = Page(agreement.pages(frame_of(open_package(example)))[name].decode())
    assert "all statements 0 0 0 –" in page.text


# The picture


def test_every_link_of_the_picture_resolves() -> None:
    links = [part.attrib["href"] for part in DRAWN.iter(f"{SVG}a")]
    assert {*links} == {f"codebook/{name}.en.html" for name in FIELDS}


def test_every_table_is_in_the_picture_once() -> None:
    assert sorted(drawn_tables(DRAWN)) == sorted(FIELDS)


@each_language
def test_every_key_is_in_the_picture_once(language: str) -> None:
    for drawn in (DRAWN, parsed(draw(PACKAGE, Translator(language), str).encode())):
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


# Another package


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
    index, page = (
        Page((tmp_path / "site" / f"{name}.nl.html").read_text("utf-8"))
        for name in ("codebook", "codebook/missions")
    )
    assert "missions.nickname" in index.anchors
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
    pages = codebook.pages(frame_of(package))
    for name in ("codebook.en.html", "codebook/sightings.en.html"):
        assert {"sightings", "sightings.parent_id"} <= {*Page(pages[name].decode()).anchors}
    drawn = parsed(alone(package, Translator("en"), str))
    assert "sightings" in drawn_tables(drawn)
    assert sorted(drawn_keys(drawn)) == sorted(key_names(package))


def test_no_text_becomes_markup(example: Path) -> None:
    set_cell(example, "codes", "basis/explicit", "label_en", "<b>&amp; \"'")
    edit_json(example, "datapackage.json", lambda whole: whole.update(title="<script>alert(1)"))
    package = open_package(example)
    pages = made(package)
    assert "<b>&amp; \"'" in Page(pages["codebook/codes.basis.en.html"]).text
    for name, text in pages.items():
        page = Page(text)
        assert page.tags.count("script") == 1, name  # that of every page
        assert "b" not in page.tags
    parsed(alone(package, Translator("en"), str))


def test_two_parts_never_share_an_anchor(example: Path) -> None:
    set_cell(example, "codes", "actor_kind/state", "list", "label_en")
    with pytest.raises(ValueError, match=r"share an anchor: codes\.label_en"):
        codebook.pages(frame_of(open_package(example)))


def test_the_folders_of_the_pages_are_those_of_the_site() -> None:
    assert {name.partition("/")[0] for name in PAGES if "/" in name} <= {*own_names(PACKAGE)}
    assert keys_picture.FILE == "tables.svg"
