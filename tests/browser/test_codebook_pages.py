"""The codebook, the rules and the agreement, as a browser has them."""

import pytest

from tests.browser.conftest import NARROW, Visit, path_of, scrolls_sideways


@pytest.mark.parametrize(
    ("index", "anchor", "page"),
    [
        ("codebook", "missions.kind", "codebook/missions"),
        ("codebook", "codes.basis.explicit", "codebook/codes.basis"),
        ("codebook", "form-slug", "codebook/forms-of-text"),
        ("rules", "enum", "rules/columns"),
    ],
)
@pytest.mark.parametrize("disk", [False, True])
def test_an_old_anchor_leads_on_to_the_detail(
    visit: Visit, index: str, anchor: str, page: str, *, disk: bool
) -> None:
    opened = visit(f"{index}.en.html#{anchor}", disk=disk, javascript=False)
    place = opened.locator(f'[id="{anchor}"]')
    box = place.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 900
    place.get_by_role("link").first.click()
    opened.wait_for_url(f"**/{page}.en.html#{anchor}")
    assert opened.locator(f'[id="{anchor}"]').is_visible()


@pytest.mark.parametrize(("width", "is_scrolled"), [(1280, False), (NARROW, True)])
def test_all_of_the_picture_can_be_seen(visit: Visit, width: int, *, is_scrolled: bool) -> None:
    page = visit("codebook.en.html#the-picture", width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    region = page.get_by_role("region", name="The tables at a glance")
    inner, outer = region.evaluate("one => [one.scrollWidth, one.clientWidth]")
    assert (inner > outer) is is_scrolled
    if is_scrolled:
        region.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function("one => one.scrollLeft > 0", arg=region.element_handle())


def test_a_table_of_the_picture_is_a_link_to_its_page(visit: Visit) -> None:
    page = visit("codebook.en.html#the-picture")
    page.locator('svg [data-table="events"]').click()
    page.wait_for_url("**/codebook/events.en.html")


def test_the_codebook_is_read_from_page_to_page(visit: Visit) -> None:
    page = visit("codebook/regions.nl.html")
    page.locator('a[rel="next"]').click()
    page.wait_for_url("**/codebook/missions.nl.html")
    page.locator('a[rel="prev"]').click()
    assert path_of(page).endswith("/codebook/regions.nl.html")


def test_the_columns_of_a_rule_are_unfolded(visit: Visit) -> None:
    page = visit("rules/columns.en.html#enum")
    rule = page.locator("#enum")
    rule.locator("summary").click()
    rule.get_by_role("link", name="firmness").click()
    page.wait_for_url("**/codebook/decisions.en.html#decisions.firmness")


@pytest.mark.parametrize("name", ["codebook/events", "codebook/codes.threat_kind", "rules/columns"])
def test_a_page_fits_on_paper(visit: Visit, name: str) -> None:
    page = visit(f"{name}.en.html", width=688)  # A4 less its margins
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") <= 688
    assert page.locator(".turn").is_hidden()


@pytest.mark.parametrize("width", [320, NARROW])
def test_figures_stay_a_table_on_a_phone(visit: Visit, width: int) -> None:
    page = visit("agreement/kst-33694-9.nl.html", width=width)
    heads = page.locator("table").first.locator("thead th")
    assert all(heads.nth(number).is_visible() for number in range(heads.count()))
    assert not scrolls_sideways(page)
