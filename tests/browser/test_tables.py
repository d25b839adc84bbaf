"""Tables in a real browser: sort, search, filter, hide, and the address of a view."""

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from validation.package.opening import ROOT, open_package

THREATS = "tables/threats/threats"
LONG = "tables/evidence/evidence"
PAGES = ("tables", THREATS, LONG, f"{LONG}.2", "tables/claims/claims")
ROWS = {name: len(table.rows) for name, table in open_package(ROOT).tables.items()}

each_page = pytest.mark.parametrize("name", PAGES)
from_both = pytest.mark.parametrize("disk", [False, True])


def column(page: Page, number: int) -> list[str]:
    """The texts of a column that is shown, the first being 1."""
    return page.locator(f"table.data tbody :is(td, th):nth-child({number})").all_inner_texts()


def search(page: Page, text: str) -> None:
    page.get_by_label("Search this table").fill(text)


def fragment(page: Page) -> str:
    found: str = page.evaluate("location.hash")
    return found


@from_both
def test_a_column_is_sorted_both_ways_by_keyboard(visit: Visit, *, disk: bool) -> None:
    page = visit(f"{THREATS}.en.html", disk=disk)
    as_stored = column(page, 5)
    order = page.get_by_role("button", name="label_en")
    order.press("Enter")
    page.wait_for_url("**#order=label_en")
    rising = column(page, 5)
    assert rising == sorted(as_stored, key=str.lower)
    order.press("Enter")
    page.wait_for_url("**#order=-label_en")
    assert column(page, 5) == rising[::-1]
    assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "descending"


@pytest.mark.parametrize("asked", ["Libië", "libie", "LIBIE"])
def test_a_search_needs_no_accents(visit: Visit, asked: str) -> None:
    page = visit("tables/regions/regions.en.html")
    search(page, asked)
    page.wait_for_url("**#search=*")
    assert "libya" in column(page, 1)
    assert len(column(page, 1)) < 5


def test_a_column_is_filtered_by_code_and_by_text(visit: Visit) -> None:
    page = visit(f"{THREATS}.nl.html")
    page.get_by_text("Kolommen filteren of verbergen").click()
    page.get_by_label("Filter kind").select_option("method")
    assert {text.split()[0] for text in column(page, 2)} == {"method"}
    page.get_by_label("Filter label_en").fill("cyber")
    assert column(page, 1) == ["cyber"]
    assert fragment(page) == "#in.kind=method&in.label_en=cyber"
    page.get_by_role("button", name="Toon alles weer").click()
    assert len(column(page, 1)) == ROWS["threats"]
    assert fragment(page) == ""


@from_both
def test_a_view_has_an_address_that_restores_it_in_both_languages(
    visit: Visit, *, disk: bool
) -> None:
    page = visit(f"{THREATS}.en.html", disk=disk)
    search(page, "crises")
    page.get_by_role("button", name="label_nl").click()
    page.get_by_text("Filter or hide columns").click()
    page.get_by_label("Filter kind").select_option("danger")
    page.get_by_label("Show description_en").uncheck()
    page.get_by_role("button", name="Copy link to this view").click()
    address = page.evaluate("navigator.clipboard.readText()")
    assert address == page.url
    expected = (column(page, 1), page.locator("table.data thead th").count())
    assert 1 < len(expected[0]) < ROWS["threats"]
    assert expected[1] == 7

    again = visit(f"{THREATS}.en.html#{address.partition('#')[2]}", disk=disk)
    again.get_by_role("link", name="Nederlands").click()
    again.wait_for_url("**.nl.html#*")
    for other in (visit(f"{THREATS}.en.html#{address.partition('#')[2]}", disk=disk), again):
        assert (column(other, 1), other.locator("table.data thead th").count()) == expected
        assert other.get_by_role("searchbox").first.input_value() == "crises"


@from_both
def test_a_long_table_is_loaded_whole_when_asked_for(visit: Visit, *, disk: bool) -> None:
    page = visit(f"{LONG}.2.en.html", disk=disk)
    assert len(column(page, 1)) < ROWS["evidence"]
    page.get_by_role("button", name="Sort, filter and search all").click()
    page.get_by_text(f"Rows 1 to 100 of {ROWS['evidence']}").wait_for()
    assert page.locator("nav.parts").first.is_hidden()
    search(page, "fn1")
    page.wait_for_url("**#search=fn1")
    assert all("fn1" in text for text in column(page, 4))
    page.get_by_label("rows at a time").select_option("25")
    page.get_by_role("button", name="Show everything again").click()
    page.get_by_role("link", name="Next", exact=True).click()
    assert fragment(page) == "#page=2"
    other = visit(f"{LONG}.nl.html{fragment(page)}", disk=disk)
    other.get_by_text("Rij 101 tot en met 200").wait_for()
    assert column(other, 2) == column(page, 2)


@from_both
def test_a_view_is_saved_as_csv(visit: Visit, tmp_path: Path, *, disk: bool) -> None:
    page = visit(f"{THREATS}.nl.html#in.kind=method&hide=description_en%2Cparent_id", disk=disk)
    with page.expect_download() as begun:
        page.get_by_role("button", name="Download deze weergave als CSV").click()
    begun.value.save_as(tmp_path / begun.value.suggested_filename)
    text = (tmp_path / "threats-view.csv").read_text("utf-8")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    stored = [row for row in open_package(ROOT).records("threats") if row["kind"] == "method"]
    hidden = {"description_en", "parent_id"}
    assert rows == [
        {name: cell for name, cell in row.items() if name not in hidden} for row in stored
    ]


def test_files_are_downloaded(visit: Visit) -> None:
    page = visit("tables.en.html")
    for name in ("The whole package as one zip", "one SQLite database", "workbook, in Dutch"):
        with page.expect_download() as begun:
            page.get_by_role("link", name=name).click()
        assert begun.value.failure() is None


@pytest.mark.parametrize("name", [THREATS, LONG])
def test_without_scripts_all_rows_are_there(visit: Visit, name: str) -> None:
    page = visit(f"{name}.en.html", javascript=False, disk=True)
    rows = page.locator("table.data tbody tr").count()
    while page.locator("link[rel=next]").count():
        current = int(page.locator("nav.parts").first.locator("[aria-current]").inner_text())
        page.get_by_role("link", name=str(current + 1), exact=True).first.click()
        rows += page.locator("table.data tbody tr").count()
    assert rows == ROWS[name.rpartition("/")[2]]
    assert page.get_by_role("button").count() == 0


def test_backwards_by_keyboard_nothing_hides_under_the_head_of_the_table(visit: Visit) -> None:
    page = visit(f"{THREATS}.en.html")
    page.locator("table.data tbody a").last.focus()
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        hidden = page.evaluate(
            """() => {
                const own = document.activeElement;
                if (!own.closest("tbody")) return false;
                const box = own.getBoundingClientRect();
                const head = own.closest("table").tHead.rows[0].cells[0].getBoundingClientRect();
                return box.top < head.bottom;
            }"""
        )
        assert not hidden


@pytest.mark.parametrize(
    ("name", "is_list"), [("tables/claims/claims", True), ("tables/decisions/decisions", False)]
)
def test_a_table_fits_on_paper_and_what_is_worked_with_is_left_out(
    visit: Visit, name: str, *, is_list: bool
) -> None:
    width = 688 if is_list else 1016  # A4 less its margins, upright or on its side
    page = visit(f"{name}.en.html", width=width)
    page.locator("table.data").wait_for()
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("table.data thead").is_hidden() is is_list
    assert page.get_by_role("button").all() == []
    assert page.locator("summary:visible").all() == []


def test_cells_that_the_script_makes_tell_their_language(visit: Visit) -> None:
    page = visit("tables/judgements/judgements.nl.html")
    assert page.locator("table.data tbody td[lang=en]").count() > 100
    page = visit("tables/claims/claims.nl.html#search=minusma")
    page.get_by_text("(van in totaal").wait_for()
    cell = page.locator("table.data tbody td[lang=en]").first
    assert cell.get_attribute("data-label") == "subject_en"


def test_going_back_shows_all_rows_again(visit: Visit) -> None:
    page = visit(f"{THREATS}.en.html")
    rows = page.locator("table.data tbody tr")
    before = rows.count()
    page.evaluate("location.hash = 'search=piracy'")
    expect(rows).not_to_have_count(before)
    page.go_back()
    expect(rows).to_have_count(before)


def test_an_address_of_a_view_opens_a_long_table_that_is_there_already(visit: Visit) -> None:
    page = visit("tables/evidence/evidence.en.html")
    page.evaluate("location.hash = 'search=fn1'")
    expect(page.get_by_label("Search this table")).to_have_value("fn1")
