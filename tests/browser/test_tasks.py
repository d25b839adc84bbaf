"""What a new user comes for, each from the front page, by clicks alone."""

import zipfile
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit


def click(page: Page, *names: str) -> None:
    """Follow links of these names, one after another."""
    for name in names:
        page.get_by_role("link", name=name, exact=True).first.click()


def test_until_when_the_mission_in_iraq_runs_and_where_that_is_said(visit: Visit) -> None:
    page = visit("index.html")
    click(page, "Missions", "Dutch training mission in Iraq")
    end = page.locator("#over-time li", has_text="end of the Dutch part")
    expect(end).to_contain_text("2017-12-31")
    expect(end).to_contain_text("Kamerstuk 33 694, nr. 9, section 9, paragraph 3, sentence 3")


def test_which_missions_serve_interest_b_and_how_firmly(visit: Visit) -> None:
    page = visit("index.html")
    click(page, "Interests")
    interest = page.locator("li", has_text="(B)").get_by_role("link")
    interest.click()
    claim = page.locator(".claim[id^=mission_interests]")
    expect(claim).to_have_count(1)
    expect(claim).to_contain_text("Crisis management operations")
    expect(claim).to_contain_text("(contextual")


def test_what_threatens_libya_and_from_whom(visit: Visit) -> None:
    page = visit("index.html")
    click(page, "Regions", "Libya")
    threats = page.locator(".claim[id^=threat_regions]")
    expect(threats).to_have_count(3)
    click(page, "Foothold of ISIS in Libya")
    expect(page.locator(".claim[id^=threat_actors]").first).to_contain_text("ISIS")


def test_why_the_netherlands_is_in_sophia(visit: Visit) -> None:
    page = visit("index.nl.html")
    click(page, "Missies", "EU-operatie Sophia")
    why = page.locator("#why > ul > li")
    expect(why).to_have_count(4)
    expect(why.nth(2)).to_contain_text("Stabilisatie van Libië (contextueel)")
    expect(why.nth(3)).to_contain_text("gezegd van het besluit: Deelname aan operatie Sophia")


def test_one_claim_is_cited_from_its_page(visit: Visit) -> None:
    page = visit("index.nl.html")
    click(page, "Missies", "EU-operatie Sophia")
    claim = page.locator(".claim", has_text="Stabilisatie van Libië").first
    claim.get_by_role("button", name="Citeren").click()
    cited = claim.locator("[data-form=text]")
    expect(cited).to_contain_text("Kamerstuk 33 694, nr. 9, sectie 9, alinea 3, zin 6")
    claim.get_by_role("button", name="Kopiëren").first.click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == cited.text_content()


def test_a_table_is_taken_along_with_its_explanation(visit: Visit, tmp_path: Path) -> None:
    page = visit("index.html")
    click(page, "Data")
    row = page.locator("tr", has=page.get_by_role("link", name="Claims", exact=True))
    with page.expect_download() as download:
        row.get_by_role("link", name="zip").click()
    download.value.save_as(tmp_path / "claims.zip")
    with zipfile.ZipFile(tmp_path / "claims.zip") as archive:
        assert {*archive.namelist()} == {"claims.csv", "claims.json", "README.md"}
        told = archive.read("README.md").decode()
    assert "`explicit`" in told
    assert "Uitdrukkelijk" in told
