"""Each kind of page, in both languages, wide and narrow, light and dark, as a browser has it."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, Visit, scrolls_sideways, violations
from validation.catalogue.languages import LANGUAGES
from validation.package.opening import ROOT

VNU = ROOT / "node_modules/vnu-jar/build/dist/vnu.jar"
RETIRED = "threat_regions/kst-33694-9/crises/europe"
PAGES = (
    *("index", "search", "map", "timeline", "matrix", "missions", RETIRED),
    *("missions/sophia", "threats/piracy", "decisions/kst-33694-9/join-sophia-2016"),
    *("documents/kst-33694-9", "tables", "tables/missions/missions", "tables/evidence/evidence"),
    *("codebook", "codebook/missions", "codebook/codes.basis", "codebook/forms-of-text"),
    *("rules", "rules/relations", "agreement", "agreement/kst-33694-9"),
)
VIEWS = [(1280, "light", "en"), (NARROW, "dark", "nl")]
OTHER_VIEWS = [(1280, "dark", "nl"), (NARROW, "light", "en")]
CASES = [(name, *view) for name in PAGES for view in VIEWS]
CASES += [(name, *view) for name in PAGES[:4] for view in OTHER_VIEWS]

each_page = pytest.mark.parametrize("name", PAGES)


def file_name(name: str, language: str) -> str:
    is_front = name == "index" and language == "en"
    return "index.html" if is_front else f"{name}.{language}.html"


@pytest.mark.parametrize(("name", "width", "scheme", "language"), CASES)
def test_axe_finds_nothing_and_the_page_fits(
    visit: Visit, name: str, width: int, scheme: str, language: str
) -> None:
    page = visit(file_name(name, language), width=width, scheme=scheme)
    assert violations(page) == []
    assert not scrolls_sideways(page)


@each_page
def test_a_page_is_there_from_disk_and_without_scripts(visit: Visit, name: str) -> None:
    page = visit(file_name(name, "en"), disk=True, javascript=False)
    controls = page.locator("main :is(button, input, select, textarea)")
    assert not any(one.is_visible() for one in controls.all())
    links = page.locator("main a:visible")
    assert links.count() > 0
    with_scripts = visit(file_name(name, "en"), disk=True)
    assert with_scripts.locator("h1").inner_text() == page.locator("h1").inner_text()


def test_the_language_changes_in_place(visit: Visit) -> None:
    page = visit("missions/sophia.en.html#claims")
    page.get_by_role("link", name="Nederlands").click()
    page.wait_for_url("**/missions/sophia.nl.html#claims")
    assert page.locator("html").get_attribute("lang") == "nl"


@pytest.mark.parametrize("disk", [False, True])
def test_a_citation_is_copied(visit: Visit, *, disk: bool) -> None:
    page = visit("missions/sophia.en.html", disk=disk)
    page.get_by_text("Cite this page").click()
    page.get_by_role("button", name="Copy").nth(1).click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").startswith("@misc{")


def test_one_claim_is_cited_with_its_sentence_and_key(visit: Visit) -> None:
    page = visit("missions/sophia.en.html")
    key = "mission_interests/kst-33694-9/sophia/stable-libya"
    claim = page.locator(f'[id="{key}"]')
    claim.get_by_role("button", name="Cite").click()
    said = (
        'EU operation Sophia: in the service of "Stabilisation of Libya" (contextual, doubted): '
        f"Kamerstuk 33 694, nr. 9, section 9, paragraph 3, sentence 6, page 5 [{key}]"
    )
    text, bibtex, csl = (page.locator(f"[data-form={form}]") for form in ("text", "bibtex", "csl"))
    assert said in str(text.text_content())
    assert key.replace("_", r"\_") in str(bibtex.text_content())
    assert json.loads(str(csl.text_content()))[0]["title"] == said
    assert claim.locator("#cite").is_visible()
    page.keyboard.press("Escape")
    expect(claim.locator("#cite")).to_have_count(0)
    assert str(text.text_content()).startswith("The dutch-military-commitments contributors")
    assert key not in str(text.text_content())


@each_page
def test_paper_has_the_text_and_no_controls(visit: Visit, name: str) -> None:
    page = visit(file_name(name, "en"), width=1000)
    texts = page.locator("main :is(h2, h3, li > p, td):not(nav *):visible")
    on_screen = texts.count()
    page.emulate_media(media="print")
    assert texts.count() >= 0.9 * on_screen
    for control in page.locator("nav, button, input, select").all():
        assert not control.is_visible()


def test_every_kind_of_page_is_valid_html(site: Path) -> None:
    if shutil.which("java") is None or not VNU.is_file():
        pytest.skip("not at hand: Java, or vnu from npm")
    pages = [site / file_name(name, language) for name in PAGES for language in LANGUAGES]
    done = subprocess.run(
        ["java", "-Xss4m", "-jar", VNU, "--errors-only", *pages],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
