"""The search knows everything that has a place on the site, and leads to it."""

import json
import re

import pytest

from tests.pages import Page
from tests.published import SITE, made, page
from validation.catalogue.languages import LANGUAGES
from validation.catalogue.rules import RULES
from validation.outputs.exports import every_table
from validation.outputs.site import search
from validation.outputs.site.frame import Site
from validation.outputs.site.links import entries
from validation.outputs.site.scripts import script

FOUND = {frame.language: list(search.found(frame)) for frame in SITE.frames}

each_language = pytest.mark.parametrize("language", LANGUAGES)


def named(language: str, kind: str, identifier: str) -> search.Entry:
    (entry,) = (one for one in FOUND[language] if (one.kind, one.identifier) == (kind, identifier))
    return entry


@each_language
def test_every_entry_leads_to_a_place_that_exists(language: str) -> None:
    wanted: dict[str, set[str]] = {}
    for entry in FOUND[language]:
        wanted.setdefault(f"{entry.path}.{language}.html", set()).add(entry.anchor)
    absent = wanted.keys() - made().keys()
    missing = {
        f"{name}#{anchor}"
        for name in wanted.keys() - absent
        for anchor in wanted[name] - {"", *page(name).anchors}
    }
    assert sorted(absent | missing) == []


@each_language
def test_everything_with_a_place_can_be_found(language: str) -> None:
    package, known = SITE.package, {(one.kind, one.identifier) for one in FOUND[language]}
    retired = (
        one for one in package.records("retired_ids") if one["about_table"] in entries(package)
    )
    columns = ((table.name, one) for table in package.tables.values() for one in table.schema.names)
    assert known >= {
        *((table, identifier) for table, rows in entries(package).items() for identifier in rows),
        *(("retired_ids", one["about_key"]) for one in retired),
        *(("documents", row["id"]) for row in package.records("documents")),
        *(("passages", row["id"]) for row in package.records("passages")),
        *(("tables", table.name) for table in every_table(package)),
        *(("columns", f"{table}.{column}") for table, column in columns),
        *(("lists", f"codes.{row['list']}") for row in package.records("codes")),
        *(("codes", f"codes.{row['list']}.{row['code']}") for row in package.records("codes")),
        *(("rules", rule) for rule in RULES),
    }


@each_language
def test_nothing_stands_twice_and_everything_has_a_name_and_a_text(language: str) -> None:
    places = [(one.kind, one.path, one.anchor, one.identifier) for one in FOUND[language]]
    assert len(places) == len(set(places))
    assert [one for one in FOUND[language] if not one.name or not one.text] == []


def test_the_name_in_the_other_language_and_the_forms_of_the_letter_find_a_thing() -> None:
    piracy = named("en", "threats", "piracy")
    assert (piracy.name, piracy.forms["Piraterij"]) == ("Piracy", "nl")
    forms = {
        row["form"]
        for row in SITE.package.records("names")
        if (row["about_table"], row["about_key"]) == ("threats", "piracy")
    }
    assert forms <= set(piracy.forms)


@each_language
def test_the_script_has_every_entry_with_its_page_and_kind(language: str) -> None:
    text = made()[f"assets/search.{language}.js"].decode()
    searched = json.loads(text.removeprefix("window.searched=").removesuffix(";\n"))
    assert "<" not in text
    assert len(searched["entries"]) == len(FOUND[language])
    for row, entry in zip(searched["entries"], FOUND[language], strict=True):
        kind, page, anchor, identifier, name, forms, said = row
        assert searched["pages"][page] == f"{entry.path}.{language}.html"
        assert searched["kinds"][kind][0] == entry.kind
        assert (anchor, identifier, name, forms, said) == entry[2:]
    titles = {name: titles for name, _, *titles in searched["kinds"]}
    assert set(titles["threats"]) == {"Threats", "Dreigingen"}
    assert set(titles["codes"]) == {"Codes"}


@each_language
def test_without_its_library_the_page_leads_to_the_lists_and_has_no_field(language: str) -> None:
    bare = Site(SITE.package, SITE.edition)
    (frame,) = (one for one in bare.frames if one.language == language)
    made = search.pages(frame)
    (name,) = made
    text = made[name].decode()
    assert "<form" not in text
    assert "search.js" not in text
    assert {f"{path}.{language}.html" for path, _ in frame.kinds} <= set(Page(text).links)


def test_a_script_cannot_end_the_element_that_it_stands_in() -> None:
    made = script("some", ["</script><b>", "é"]).decode()
    assert re.fullmatch(r'window\.some=\["\\u003c/script>\\u003cb>","é"\];\n', made)
