"""The diagram, timeline, map and matrix show what the tables hold, and no more precisely."""

import json
import re
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from tests.example import DOCUMENT, duplicate_row, set_cell
from tests.pages import Page
from validation.catalogue.languages import LANGUAGES
from validation.outputs.exports import exports
from validation.outputs.site import chart, diagram, matrix, region_map, timeline
from validation.outputs.site.borders import borders, missing
from validation.outputs.site.chart import Chart, Mark
from validation.outputs.site.frame import Edition, Frame, Site
from validation.package.opening import ROOT, open_package

PACKAGE = open_package(ROOT)
ENGLISH, DUTCH = Site(PACKAGE, Edition("0.0.0")).frames
TIMELINE = next(table for table in exports(PACKAGE) if table.name == "timeline").records
FRAMES = {"en": ENGLISH, "nl": DUTCH}

each_language = pytest.mark.parametrize("language", LANGUAGES)
with_borders = pytest.mark.skipif(bool(missing()), reason=f"not at hand: {', '.join(missing())}")


def frame_of(package: Path) -> Frame:
    return Site(open_package(package), Edition("0.0.0")).frames[0]


def text_of(made: dict[str, bytes]) -> str:
    (content,) = made.values()
    return content.decode()


# The diagram


def test_each_linked_pair_is_in_the_diagram_once() -> None:
    drawn = [
        (item.path, end)
        for column in diagram.diagram(ENGLISH).columns
        for item in column.items
        for end in item.ties
    ]
    expected = {
        (f"missions/{row['mission_id']}", f"{table}s/{row[f'{table}_id']}")
        for table in ("interest", "region", "partner")
        for row in PACKAGE.records(f"mission_{table}s")
    }
    assert Counter(drawn) == Counter(expected)


def test_each_end_of_a_link_is_in_its_column_once_and_nothing_else_is() -> None:
    columns = diagram.diagram(ENGLISH).columns
    ties = {(item.path, end) for column in columns for item in column.items for end in item.ties}
    for column in columns:
        paths = [item.path for item in column.items]
        ends = {end for tie in ties for end in tie if end.startswith(f"{column.table}/")}
        assert sorted(paths) == sorted(ends)


def test_of_several_roles_the_diagram_has_the_firmest_basis(example: Path) -> None:
    link = f"{DOCUMENT}/lantern/harbour-league/framework"
    set_cell(example, "mission_partners", link, "basis", "inferred")
    duplicate_row(example, "mission_partners", link, {"role": "lead", "basis": "contextual"})
    columns = {column.table: column for column in diagram.diagram(frame_of(example)).columns}
    (lantern,) = (one for one in columns["missions"].items if one.path == "missions/lantern")
    assert lantern.ties["partners/harbour-league"] == "contextual"


@each_language
def test_the_diagram_says_of_how_many_missions_there_is_a_link(language: str) -> None:
    linked = {
        row["mission_id"]
        for table in ("mission_interests", "mission_regions", "mission_partners")
        for row in PACKAGE.records(table)
    }
    drawn = diagram.diagram(FRAMES[language])
    assert (drawn.linked, drawn.missions) == (len(linked), len(PACKAGE.records("missions")))


def test_the_order_of_the_diagram_is_the_same_each_time() -> None:
    again = Site(open_package(ROOT), Edition("0.0.0")).frames[0]
    assert diagram.diagram(again) == diagram.diagram(ENGLISH)


# The timeline


def marks_of(drawn: Chart) -> list[Mark]:
    return [mark for lane in drawn.lanes for mark in lane.marks]


def drawn_of(frame: Frame) -> Chart:
    return timeline.newest(frame, len(timeline.entries(frame)[0]))


def test_every_row_of_the_timeline_is_drawn_once_and_stands_in_the_table() -> None:
    text = text_of(timeline.pages(ENGLISH))
    positions = [row["position"] for row in TIMELINE]
    drawn = [row for rows in re.findall('data-rows="([^"]*)"', text) for row in rows.split()]
    assert sorted(drawn) == sorted(positions)
    assert re.findall('<tr id="row-([0-9]+)"', text) == positions


def test_nothing_is_drawn_more_precisely_than_it_is_known() -> None:
    drawn = drawn_of(ENGLISH)
    points = [mark for mark in marks_of(drawn) if mark.shape == "point"]
    assert points
    for mark in points:
        assert {row["date_precision"] for row in mark.entry.rows} == {"day"}
    for mark in marks_of(drawn):
        for row in mark.entry.rows:
            if row["date_precision"] in {"month", "mid_month", "year"}:
                assert any(not band.is_sure for band in mark.bands), row["key"]
            if not row["date"] and row["timing"] != "earlier_this_year":
                assert mark.shape in {"before", "after"}, row["key"]


def test_a_part_of_a_year_takes_all_its_days() -> None:
    (sophia,) = (
        entry
        for entry in timeline.entries(ENGLISH)[0]
        if (entry.lane, entry.what) == ("sophia", chart.PART)
    )
    assert sophia.starts == chart.Span(date(2016, 10, 1), date(2016, 10, 31))
    assert sophia.ends == chart.Span(date(2016, 12, 1), date(2016, 12, 31))


def test_a_part_without_a_start_is_open_there() -> None:
    (iraq,) = (
        mark
        for mark in marks_of(drawn_of(ENGLISH))
        if (mark.entry.lane, mark.entry.what) == ("iraq-training", chart.PART)
    )
    assert (iraq.entry.starts, iraq.shape) == (None, "before")


def test_no_mark_of_a_lane_meets_another() -> None:
    for lane in (drawn := drawn_of(ENGLISH)).lanes:
        rows: dict[int, list[float]] = {}
        for mark in lane.marks:
            rows.setdefault(mark.y, []).append(float(mark.x.rstrip("%")))
        assert max(rows) < lane.height
        for places in rows.values():
            assert all(one != other for one, other in pairwise(sorted(places)))
    assert len(marks_of(drawn)) == len({mark.entry.rows[0]["position"] for mark in marks_of(drawn)})


def test_the_marks_of_a_lane_are_in_the_order_of_its_rows() -> None:
    for lane in drawn_of(ENGLISH).lanes:
        heights = [mark.y for mark in lane.marks]
        assert heights == sorted(heights)


@each_language
def test_a_note_without_room_after_the_label_stands_on_the_other_side(language: str) -> None:
    (mark,) = (
        mark
        for mark in marks_of(drawn_of(FRAMES[language]))
        if mark.entry.path.endswith("/spend-260-million-on-migration-2016")
    )
    assert mark.note == mark.entry.note
    assert mark.beyond


def test_a_long_timeline_is_divided_and_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeline, "AT_ONCE", 4)
    made = timeline.pages(ENGLISH)
    assert [*made][:2] == ["timeline.en.html", "timeline-2.en.html"]
    texts = [content.decode() for content in made.values()]
    rows = [row for text in texts for row in re.findall('<tr id="row-([0-9]+)"', text)]
    assert sorted(rows, key=int) == [row["position"] for row in TIMELINE]
    for text in texts:
        assert set(made) <= {*Page(text).links}


def test_a_letter_without_a_date_leaves_its_rows_to_the_table(example: Path) -> None:
    for column in ("date", "date_precision", "date_certainty"):
        set_cell(example, "documents", DOCUMENT, column, "")
    frame = frame_of(example)
    shown, undated = timeline.entries(frame)
    assert undated
    rows = [row for entry in shown for row in entry.rows] + undated
    text = text_of(timeline.pages(frame))
    assert f"{len(undated)} rows are in the table alone" in text
    assert len(re.findall('<tr id="row-', text)) == len(rows)


# The map


def test_a_count_stands_at_the_nearest_region_with_a_place() -> None:
    shown = {one.row["id"]: one.shown_at for one in region_map.regions(ENGLISH)}
    assert shown["iraq"] == "iraq"
    assert shown["eastern-ukraine"] == "ukraine"
    assert shown["libyan-coast"] == ""


def test_every_link_to_a_region_is_in_the_table_of_the_map() -> None:
    page = Page(text_of(region_map.pages(ENGLISH)))
    for table, end in (("mission_regions", "mission"), ("threat_regions", "threat")):
        for row in PACKAGE.records(table):
            assert f"{end}s/{row[f'{end}_id']}.en.html" in page.links
            assert f"regions/{row['region_id']}.en.html" in page.links


@with_borders
def test_every_place_with_a_count_is_on_the_map() -> None:
    found = region_map.regions(ENGLISH)
    drawn = region_map.draw(ENGLISH, found)
    assert drawn is not None
    used = {one.shown_at for one in found} - {""}
    places = [row for row in PACKAGE.records("places") if row["region_id"] in used]
    assert sum(len(mark.places) for mark in drawn.marks) == len(places)
    assert {mark.region for mark in drawn.marks} == used
    for mark in drawn.marks:
        for place in mark.places:
            assert all(0 < float(part.rstrip("%")) < 100 for part in place)
    assert all(drawn.borders.countries[code] for code in drawn.shaded)


@with_borders
def test_the_map_says_how_many_missions_and_threats_have_a_place() -> None:
    found = region_map.regions(ENGLISH)
    missions = {one for region in found if region.shown_at for one in region.missions}
    threats = {one for region in found if region.shown_at for one in region.threats}
    said = (
        f"{len(missions)} of {len(PACKAGE.records('missions'))} missions and "
        f"{len(threats)} of {len(PACKAGE.records('threats'))} threats have a place."
    )
    assert said in Page(text_of(region_map.pages(ENGLISH))).text


@with_borders
def test_crimea_is_in_ukraine_and_every_place_in_its_country() -> None:
    places = PACKAGE.records("places")
    points = [(float(row["longitude"]), float(row["latitude"])) for row in places]
    ukraine = PACKAGE.table("countries").by_key["UKR"]["m49"]
    drawn = borders((ukraine,), ((34.1, 45.0), *points))
    countries = PACKAGE.table("countries").by_key
    assert drawn.within == [ukraine, *(countries[row["country_id"]]["m49"] for row in places)]


@with_borders
def test_borders_are_the_same_each_time() -> None:
    asked = (("434",), ((18.0, 26.6), (34.1, 45.0)))
    first = borders(*asked)
    borders.cache_clear()
    assert json.dumps(borders(*asked)) == json.dumps(first)


@each_language
def test_without_borders_the_page_of_the_map_has_its_table_and_says_so(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(region_map, "missing", lambda: ["node"])
    page = Page(text_of(region_map.pages(FRAMES[language])))
    assert "svg" not in page.tags
    assert "table" in page.tags
    assert {"en": "without borders", "nl": "zonder landsgrenzen"}[language] in page.text


# The matrix


@each_language
@pytest.mark.parametrize("kind", matrix.KINDS, ids=lambda kind: kind.links)
def test_the_matrix_has_each_link_and_says_what_it_leaves_out(
    language: str, kind: matrix.Kind
) -> None:
    text = text_of(matrix.pages(FRAMES[language]))
    section = text.partition(f'id="{kind.links}"')[2].partition("</section>")[0]
    links = PACKAGE.records(kind.links)
    shown = {row[f"{kind.rows.removesuffix('s')}_id"] for row in links}
    total = len(PACKAGE.records(kind.rows))
    assert FRAMES[language].words(kind.said, shown=len(shown), all=total) in section
    for basis in ("explicit", "contextual", "inferred"):
        assert section.count(f'class="{basis}"') == sum(row["basis"] == basis for row in links)


@each_language
def test_a_cell_of_the_matrix_leads_to_its_claim_and_each_table_has_a_name(language: str) -> None:
    text = text_of(matrix.pages(FRAMES[language]))
    links = Page(text).links
    for kind in matrix.KINDS:
        for row, cells in matrix.matrix(ENGLISH.records, kind).rows:
            for link in cells.values():
                assert f"{row.place}.{language}.html#{link.place}" in links
    same = FRAMES[language].words("The same as a table")
    names = re.findall(f'aria-label="({same}: [^"]+)"', text)
    assert len(names) == len(set(names)) == len(matrix.KINDS)


def test_of_several_letters_the_matrix_shows_the_firmest(example: Path) -> None:
    for basis in ("explicit", "inferred"):
        other = {"document_id": f"{basis}-letter", "basis": basis}
        duplicate_row(example, "documents", "harbour-treaty", {"id": other["document_id"]})
        link = f"{DOCUMENT}/lantern/safe-shipping"
        duplicate_row(example, "mission_interests", link, other)
    text = text_of(matrix.pages(frame_of(example)))
    assert re.findall('<td data-label="Safe shipping" class="([a-z]+)">', text) == ["explicit"]


# All pages


@each_language
@pytest.mark.parametrize("pages", [matrix.pages, timeline.pages, region_map.pages])
def test_a_page_loads_nothing_else_and_sets_no_style(pages: object, language: str) -> None:
    assert callable(pages)
    text = text_of(pages(FRAMES[language]))
    page = Page(text)
    assert "style=" not in text
    assert re.search(r"\son[a-z]+=", text) is None
    assert all(source.startswith(("data:", "assets/")) for source in page.loaded)
    assert len(text.encode()) < 600_000
