"""Diagram, timeline, map and matrix, as they are followed by mouse and by keyboard."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NARROW, Visit, scrolls_sideways, violations
from validation.outputs.site.borders import missing

WITH_CHARTS = ("index.html", "timeline.en.html", "map.en.html", "matrix.en.html")

each_page = pytest.mark.parametrize("name", WITH_CHARTS)
with_borders = pytest.mark.skipif(bool(missing()), reason=f"not at hand: {', '.join(missing())}")


def item(page: Page, path: str) -> Locator:
    return page.locator(f'[data-item="{path}"]')


def told(page: Page) -> Locator:
    return page.locator(".diagram output")


SOPHIA = "EU operation Sophia: 3 interests, 1 region, 1 partner"


def test_pointing_at_a_mission_shows_its_links_and_leaving_lets_go(visit: Visit) -> None:
    page = visit("index.html")
    item(page, "missions/sophia").hover()
    expect(told(page)).to_have_text(SOPHIA)
    expect(page.locator(".diagram .lines .on")).to_have_count(5)
    expect(page.locator(".diagram li.linked")).to_have_count(5)
    page.mouse.move(1, 1)
    expect(page.locator(".diagram .lines .on")).to_have_count(0)


def test_a_line_joins_the_two_things_that_a_link_does(visit: Visit) -> None:
    page = visit("index.html")
    item(page, "missions/iraq-training").hover()
    line = page.locator(".diagram .lines .on.of-regions").bounding_box()
    mission, region = (
        item(page, path).bounding_box() for path in ("missions/iraq-training", "regions/iraq")
    )
    assert line
    assert mission
    assert region
    assert abs(line["x"] - (mission["x"] + mission["width"])) < 5  # with the width of the line
    assert abs(line["x"] + line["width"] - region["x"]) < 5


@pytest.mark.parametrize("disk", [False, True])
def test_the_diagram_is_followed_by_keyboard(visit: Visit, *, disk: bool) -> None:
    page = visit("index.html", disk=disk)
    sophia = item(page, "missions/sophia")
    sophia.get_by_role("link").focus()
    expect(told(page)).to_have_text(SOPHIA)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    dot = sophia.get_by_role("button")
    expect(dot).to_have_attribute("aria-pressed", "true")
    item(page, "missions/minusma").get_by_role("link").focus()
    expect(told(page)).to_have_text(SOPHIA)
    item(page, "missions/vjtf").get_by_role("link").focus()
    page.keyboard.press("Escape")
    expect(dot).to_have_attribute("aria-pressed", "false")
    expect(page.get_by_role("button", name="Show all")).to_be_hidden()
    item(page, "missions/minusma").get_by_role("link").focus()
    expect(told(page)).to_contain_text("MINUSMA")
    page.keyboard.press("Enter")
    page.wait_for_url("**/missions/minusma.en.html")


def test_on_a_phone_a_kept_thing_leaves_only_what_it_is_linked_to(visit: Visit) -> None:
    page = visit("index.nl.html", width=NARROW)
    item(page, "missions/sophia").get_by_role("button").click()
    expect(page.locator("[data-item]:visible")).to_have_count(6)
    expect(item(page, "partners/eu")).to_contain_text("Uitdrukkelijk")
    expect(page.locator(".diagram .lines")).to_be_hidden()
    page.get_by_role("button", name="Alles tonen").click()
    assert page.locator("[data-item]:visible").count() == page.locator("[data-item]").count()


def test_lines_follow_the_window(visit: Visit) -> None:
    page = visit("index.html")
    line = page.locator(".diagram .lines path").first
    before = line.get_attribute("d")
    page.set_viewport_size({"width": 1000, "height": 900})
    expect(line).not_to_have_attribute("d", before or "")


@with_borders
def test_the_map_is_followed_by_keyboard(visit: Visit) -> None:
    page = visit("map.en.html")
    mark = page.get_by_role("link", name="Iraq: missions: 1, threats: 2")
    mark.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/regions/iraq.en.html")


@with_borders
def test_the_map_shows_one_layer_or_both(visit: Visit) -> None:
    page = visit("map.en.html")
    libya, lithuania = (page.locator(f'[data-region="{one}"]') for one in ("libya", "lithuania"))
    page.get_by_role("radio", name="missions", exact=True).check()
    expect(libya).to_be_hidden()
    expect(lithuania).to_be_visible()
    page.get_by_role("radio", name="threats", exact=True).check()
    expect(libya).to_be_visible()
    expect(lithuania).to_be_hidden()
    page.get_by_role("radio", name="missions and threats").check()
    expect(lithuania).to_be_visible()


def test_an_entry_of_the_timeline_leads_to_its_page(visit: Visit) -> None:
    page = visit("timeline.en.html")
    page.locator(".timeline a.decision").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/decisions/kst-33694-9/*.en.html")


def test_on_a_phone_the_timeline_opens_at_the_newest_letter(visit: Visit) -> None:
    page = visit("timeline.en.html", width=NARROW)
    expect(page.locator(".timeline a.letter").last).to_be_in_viewport()
    assert is_scrolled(page)


@with_borders
def test_on_a_phone_the_map_opens_where_most_marks_are(visit: Visit) -> None:
    page = visit("map.en.html", width=NARROW)
    page.locator(".map").scroll_into_view_if_needed()
    expect(page.locator('[data-region="libya"]')).to_be_in_viewport()
    expect(page.locator('[data-region="ukraine"]')).to_be_in_viewport()
    assert is_scrolled(page)


def is_scrolled(page: Page) -> bool:
    return bool(page.evaluate("document.querySelector('.scroll').scrollLeft > 0"))


def test_a_cell_of_the_matrix_leads_to_the_claim(visit: Visit) -> None:
    page = visit("matrix.en.html")
    page.get_by_role("link", name="Explicit: International fight against piracy, Piracy").click()
    page.wait_for_url("**/missions/counter-piracy.en.html#mission_threats/**")
    expect(page.locator(".claim:target, .claim:has(:target)")).to_be_in_viewport()


def test_on_a_phone_no_link_of_the_matrix_takes_the_focus_unseen(visit: Visit) -> None:
    page = visit("matrix.en.html", width=NARROW)
    assert page.locator(".matrix thead a").count()
    expect(page.locator(".matrix thead a:visible")).to_have_count(0)
    expect(page.locator(".matrix tbody td a").first).to_be_visible()


@pytest.mark.parametrize("name", ["matrix.en.html", "matrix.nl.html"])
def test_on_paper_every_grid_fits(visit: Visit, name: str) -> None:
    page = visit(name, width=1017)  # a landscape A4 within its margins
    page.emulate_media(media="print")
    wide = "[...document.querySelectorAll('.scroll')].filter(e => e.scrollWidth > e.clientWidth)"
    assert page.evaluate(f"{wide}.length") == 0


@with_borders
def test_on_paper_the_map_keeps_what_is_said_of_its_borders(visit: Visit) -> None:
    page = visit("map.en.html")
    page.emulate_media(media="print")
    expect(page.get_by_text("Borders: Natural Earth")).to_be_visible()


@each_page
def test_without_scripts_all_is_there_but_what_needs_them(visit: Visit, name: str) -> None:
    page = visit(name, javascript=False, disk=True)
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("main button:visible, main input:visible")).to_have_count(0)
    if name == "index.html":
        expect(item(page, "missions/sophia").get_by_role("link")).to_be_visible()
    else:
        expect(page.locator("main table").first).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (NARROW, "dark")])
def test_axe_finds_nothing_where_a_mission_is_followed(
    visit: Visit, width: int, scheme: str
) -> None:
    page = visit("index.html", width=width, scheme=scheme)
    item(page, "missions/sophia").get_by_role("button").click()
    assert violations(page) == []
    assert not scrolls_sideways(page)
