"""Somebody searches, in both languages, and finds."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, Visit, path_of, scrolls_sideways, violations
from validation.catalogue.languages import LANGUAGES

each_language = pytest.mark.parametrize("language", LANGUAGES)
ANY = re.compile(r"^\d+ result|^\D+ \d+ result")


def results(page: Page) -> list[str]:
    """The addresses of the results, once there are any."""
    expect(page.locator("#found .count")).to_have_text(ANY)
    found = page.locator("#found .name a")
    return [str(one.get_attribute("href")) for one in found.all()]


@each_language
@pytest.mark.parametrize("disk", [False, True])
@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("sahel", "regions/sahel"),
        ("piraterij", "threats/piracy"),
        ("Belgie", "partners/belgium"),
        ("hybrid thraets", "threats/hybrid-threats"),
        ("kst-33694-9", "documents/kst-33694-9"),
        ("claim-evidence", "rules/relations"),
        ("lybia", "partners/libya"),
        ("sofia", "missions/sophia"),
    ],
)
def test_a_query_finds_first_what_was_meant(
    visit: Visit, language: str, query: str, path: str, *, disk: bool
) -> None:
    page = visit(f"search.{language}.html", disk=disk)
    page.get_by_role("searchbox").fill(query)
    assert results(page)[0].partition("#")[0] == f"{path}.{language}.html"


@pytest.mark.parametrize("address", ["search.nl.html#q=piraterij", "search.nl.html?q=piraterij"])
def test_an_address_can_hold_a_query_which_a_change_of_language_keeps(
    visit: Visit, address: str
) -> None:
    page = visit(address)
    expect(page.get_by_role("searchbox")).to_have_value("piraterij")
    assert results(page)
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("searchbox")).to_have_value("piraterij")
    assert results(page)[0] == "threats/piracy.en.html"


def test_what_was_typed_is_in_the_address_and_is_marked(visit: Visit) -> None:
    page = visit("search.en.html")
    page.get_by_role("searchbox").fill("belgië & co")
    expect(page.locator("#found .count")).to_have_text(re.compile("^Nothing has all these words"))
    assert page.url.endswith("#q=belgi%C3%AB+%26+co")
    assert "België" in page.locator("#found mark").all_inner_texts()
    page.get_by_role("searchbox").fill("")
    expect(page.locator("#found")).to_be_hidden()
    assert "#" not in page.url


def test_a_kind_narrows_the_results_and_more_are_shown_on_demand(visit: Visit) -> None:
    page = visit("search.en.html#q=kst-33694-9")
    shown = page.locator("#found li")
    results(page)
    expect(shown).to_have_count(40)
    page.get_by_role("button", name="Show more").click()
    expect(shown).to_have_count(80)
    expect(shown.nth(40).get_by_role("link")).to_be_focused()
    page.get_by_label("Kind").select_option(label="Documents (1)")
    expect(shown).to_have_count(1)
    expect(page.get_by_role("button", name="Show more")).to_be_hidden()


@pytest.mark.parametrize(
    ("language", "query"),
    [
        ("en", "threat libya"),
        ("en", "libyaa threats"),
        ("nl", "dreiging libie"),
        ("nl", "threats libië"),
    ],
)
def test_the_title_of_a_kind_is_a_word_of_its_entries(
    visit: Visit, language: str, query: str
) -> None:
    page = visit(f"search.{language}.html#q={query}")
    found = results(page)
    assert f"threats/instability-in-libya.{language}.html" in found[:3]
    assert all(one.startswith("threats/") for one in found[:3])


def test_the_chosen_kind_stays_in_both_languages_and_when_loaded_again(visit: Visit) -> None:
    page = visit("search.en.html#q=sahel")
    results(page)
    page.get_by_label("Kind").select_option(label="Regions (2)")
    shown = page.locator("#found li")
    expect(shown).to_have_count(2)
    assert page.url.endswith("#q=sahel&kind=regions")
    page.reload()
    expect(shown).to_have_count(2)
    page.get_by_role("link", name="Nederlands").click()
    expect(page.get_by_label("Soort")).to_have_value("regions")
    expect(shown).to_have_count(2)
    page.get_by_label("Soort").select_option("")
    assert page.url.endswith("#q=sahel")


def test_a_name_in_the_other_language_says_so(visit: Visit) -> None:
    page = visit("search.en.html#q=piraterij")
    results(page)
    expect(page.locator("#found .also [lang=nl]").first).to_contain_text("Piraterij")


def test_by_keyboard_a_result_opens(visit: Visit) -> None:
    page = visit("search.en.html")
    page.get_by_role("searchbox").focus()
    page.keyboard.type("sahel")
    results(page)
    page.keyboard.press("Tab")
    page.locator("#found .name a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/regions/sahel.en.html")
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("sahel")


def test_nothing_found_is_said_and_not_an_error(visit: Visit) -> None:
    page = visit("search.en.html#q=zzzqqq")
    expect(page.get_by_role("status")).to_have_text(re.compile("^Nothing found"))
    assert page.locator("#found li").count() == 0


def test_what_is_searched_is_loaded_once_somebody_searches(visit: Visit) -> None:
    page = visit("search.en.html")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(200)
    assert asked == []
    page.get_by_role("searchbox").fill("sahel")
    results(page)
    assert [url.rpartition("/")[2] for url in asked] == ["search.en.js"]


@each_language
def test_without_scripts_the_page_leads_to_the_lists(visit: Visit, language: str) -> None:
    page = visit(f"search.{language}.html", javascript=False)
    assert page.get_by_role("searchbox").count() == 0
    expect(page.locator(".without")).to_be_visible()
    page.locator("#lists a").first.click()
    assert path_of(page) == f"/interests.{language}.html"


@each_language
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (NARROW, "dark")])
def test_axe_finds_nothing_in_results_and_they_fit(
    visit: Visit, language: str, width: int, scheme: str
) -> None:
    page = visit(f"search.{language}.html#q=sahel", width=width, scheme=scheme)
    results(page)
    assert violations(page) == []
    assert not scrolls_sideways(page)
