"""The site: what its pages say, that nothing is missing or dead, and that nothing is loaded."""

import json
import posixpath
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from tests.example import DOCUMENT, Capsys, append_row, duplicate_row, edit_json, set_cell
from tests.pages import Page, plain
from tests.published import EDITION, LARGEST, PACKAGE, html, made, page
from validation.catalogue.languages import LANGUAGES
from validation.commands.site import site_command
from validation.outputs.explain import Explainer
from validation.outputs.site import entries as of_entries
from validation.outputs.site import files
from validation.outputs.site.citation import Citation
from validation.outputs.site.frame import Edition, Site, file_of
from validation.outputs.site.links import entries
from validation.outputs.site.row_history import RowHistory
from validation.package.opening import open_package
from validation.package.table import RowKey

ENTRIES = [str(row.place) for rows in entries(PACKAGE).values() for row in rows.values()]

each_language = pytest.mark.parametrize("language", LANGUAGES)


def own_site(package: Path) -> dict[str, bytes]:
    return files(Site(open_package(package), Edition("1.0.0")))


def test_every_page_stands_as_html() -> None:
    for name, text in html().items():
        found, language = page(name), "nl" if name.endswith(".nl.html") else "en"
        assert text.startswith("<!DOCTYPE html>\n"), name
        assert found.language == language, name
        assert found.tags.count("h1") == found.tags.count("main") == 1, name
        assert set(found.heads) <= {("thead", "col"), ("tbody", "row")}, name
        assert bool(found.heads) == ("table" in found.tags), name
        levels = [int(tag[1]) for tag in found.tags if re.fullmatch("h[1-6]", tag)]
        assert all(below - above <= 1 for above, below in pairwise(levels)), name
        assert len(found.anchors) == len(set(found.anchors)), name
        assert len(text.encode()) < LARGEST, name


def test_no_page_has_a_dead_link_or_anchor() -> None:
    dead = []
    for name in html():
        for link in page(name).links:
            path, _, anchor = link.partition("#")
            if link.startswith(("http://", "https://")):
                continue
            joined = posixpath.join(posixpath.dirname(name), path)
            target = posixpath.normpath(joined) if path else name
            if target not in made() or (anchor and anchor not in page(target).anchors):
                dead.append((name, link))
    assert dead == []


def test_a_page_loads_files_of_the_site_alone() -> None:
    for name, text in html().items():
        loaded = {source for source in page(name).loaded if not source.startswith("data:")}
        paths = {posixpath.normpath(posixpath.join(posixpath.dirname(name), at)) for at in loaded}
        assert {"assets/site.css", "assets/site.js"} <= paths <= made().keys(), name
        assert "default-src 'none'; script-src 'self'; style-src 'self'" in text
        assert re.findall(r"<style|<script>| style=| on[a-z]+=|@import", text) == []


@each_language
def test_every_page_has_its_counterpart_in_the_other_language(language: str) -> None:
    for name in html():
        path = re.sub(r"(\.en|\.nl)?\.html$", "", name)
        assert file_of(path, language) in html(), name


@each_language
def test_each_entry_has_a_page_to_which_its_list_leads(language: str) -> None:
    assert {"missions/sophia", "decisions/kst-33694-9/join-sophia-2016"} <= {*ENTRIES}
    for entry in ENTRIES:
        table = entry.partition("/")[0]
        assert f"{entry}.{language}.html" in page(f"{table}.{language}.html").links
    assert {f"{entry}.{language}.html" for entry in ENTRIES} <= html().keys()


def test_the_list_of_interests_has_the_letters_of_the_list_in_the_letter() -> None:
    text = page("interests.en.html").text
    assert "Well-functioning international legal order (B)" in text
    assert text.count("(A)") == text.count("(B)") == text.count("(C)") == 1


@pytest.mark.parametrize(
    "entry",
    ["missions/sophia", "threats/piracy", "events/kst-33694-9/nato-summit-warsaw"],
)
@each_language
def test_an_entry_says_what_explain_says(entry: str, language: str) -> None:
    told = Explainer(PACKAGE, language).explain(entry, width=10_000)
    found = page(f"{entry}.{language}.html").text
    of_the_command = ("--letter", "README.md")
    name = re.findall("<h1>(.*)</h1>", html()[f"{entry}.{language}.html"])[0]
    lines = [
        plain(line).removeprefix(f"{name}. ")
        for line in told.splitlines()
        if line and not any(part in line for part in of_the_command)
    ]
    assert [line for line in lines if line not in found] == []
    assert "--letter" not in found


@each_language
def test_each_claim_has_an_anchor_and_its_evidence_on_the_page_of_each_end(language: str) -> None:
    link = RowKey("mission_interests", "kst-33694-9/sophia/stable-libya")
    for entry in ("missions/sophia", "interests/stable-libya"):
        found = page(f"{entry}.{language}.html")
        assert str(link) in found.anchors
        assert f"../documents/kst-33694-9.{language}.html#kst-33694-9.s09.p3.z6" in found.links
    other = f"../interests/stable-libya.{language}.html"
    assert other in page(f"missions/sophia.{language}.html").links


def test_the_page_of_the_mission_in_iraq_says_until_when_it_runs() -> None:
    text = page("missions/iraq-training.en.html").text
    assert "2017-12-31 end of the Dutch part" in text
    assert "ends: 2017-12-31" in text


def test_claims_stand_in_the_order_of_their_letters(example: Path) -> None:
    for document, date in (("later-letter", "1999-01-01"), ("earlier-letter", "1901-01-01")):
        duplicate_row(example, "documents", "harbour-treaty", {"id": document, "date": date})
        link = f"{DOCUMENT}/lantern/safe-shipping"
        duplicate_row(example, "mission_interests", link, {"document_id": document})
    page = Page(own_site(example)["missions/lantern.en.html"].decode())
    found = [one for one in page.anchors if one.startswith("mission_interests/")]
    letters = [one.split("/")[1] for one in found]
    assert letters.index("earlier-letter") < letters.index("later-letter")


def test_a_thing_with_very_many_claims_has_several_pages(
    example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(of_entries, "CLAIMS_ON_A_PAGE", 2)
    built = own_site(example)
    pages = {
        name: Page(built[name].decode()) for name in built if re.match(r"missions/.*\.en", name)
    }
    parted = [name for name in pages if name.endswith("~2.en.html")]
    assert parted
    first = pages[parted[0].replace("~2.en.html", ".en.html")]
    assert f"{posixpath.basename(parted[0])}#claims" in first.links
    keys = [one for page in pages.values() for one in page.anchors if "/" in one]
    whole = own_site_keys(example)
    assert sorted(keys) == sorted(whole)


def own_site_keys(package: Path) -> list[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(of_entries, "CLAIMS_ON_A_PAGE", 10_000)
        built = own_site(package)
    pages = [Page(built[name].decode()) for name in built if re.match(r"missions/.*\.en", name)]
    return [one for page in pages for one in page.anchors if "/" in one]


@each_language
def test_a_letter_shows_each_passage_with_what_is_coded_from_it(language: str) -> None:
    found = page(f"documents/kst-33694-9.{language}.html")
    passages = [row["id"] for row in PACKAGE.records("passages")]
    assert [anchor for anchor in found.anchors if anchor in passages] == passages
    decision = f"../decisions/kst-33694-9/join-sophia-2016.{language}.html"
    assert decision in found.links


# History and identifiers that are no longer in use


def test_the_history_of_a_row_follows_it_under_earlier_names() -> None:
    history = RowHistory(PACKAGE)
    place = RowKey("threat_regions", "kst-33694-9/crises-in-the-short-term/europe")
    renamed = history.steps(place)[0]
    assert (renamed.version, renamed.kind) == ("0.4.0", "row-renamed")
    assert renamed.before == "kst-33694-9/crises/europe"
    before = history.steps(RowKey("threat_regions", renamed.before))
    assert history.steps(place)[1:] == before
    assert history.since(RowKey("missions", "sophia")) == "0.1.0"
    assert history.since(RowKey("missions", "nothing")) == ""


def test_a_package_without_releases_has_no_history(example: Path) -> None:
    history = RowHistory(open_package(example))
    assert history.steps(RowKey("missions", "lantern")) == []
    assert history.since(RowKey("missions", "lantern")) == ""


@each_language
def test_a_retired_identifier_says_what_replaced_it(language: str) -> None:
    retired = PACKAGE.records("retired_ids")
    assert {"threat_regions", "documents", "codes"} <= {row["about_table"] for row in retired}
    for row in retired:
        table, key, other = (row[name] for name in ("about_table", "about_key", "replaced_by"))
        found = page(f"{table}/{key}.{language}.html")
        assert plain(row["reason"]) in found.text
        assert row["version"] in found.text
        assert not other or f"{table}/{other}" in found.text


def test_a_link_to_an_earlier_identifier_of_a_claim_finds_the_claim() -> None:
    retired = page("threat_regions/kst-33694-9/crises/europe.en.html")
    now = "threat_regions/kst-33694-9/crises-in-the-short-term/europe"
    assert any(link.endswith(f"#{now}") for link in retired.links)
    anchors = page("regions/europe.en.html").anchors
    earlier = "threat_regions/kst-33694-9/crises/europe"
    assert anchors.index(earlier) == anchors.index(now) + 1


# Citations and editions


def test_a_page_is_cited_with_its_title_version_and_address() -> None:
    address = "https://example.org/data/"
    frame = Site(PACKAGE, EDITION, base=address).frames[0]
    cited = frame.citation("missions/sophia", "EU operation Sophia")
    assert cited.text == (
        "The dutch-military-commitments contributors (2026). EU operation Sophia. Dutch military "
        "commitments, version 0.4.0 and changes since, commit 0123456789. "
        f"{address}missions/sophia.en.html"
    )
    assert cited.bibtex.startswith("@misc{dutch-military-commitments-missions-sophia,")
    assert json.loads(cited.csl)[0]["URL"] == f"{address}missions/sophia.en.html"
    whole = replace(frame.site, base="").frames[0].citation("index", "")
    assert whole.text in page("index.html").text


def test_a_citation_leaves_out_what_is_not_known() -> None:
    whole = Citation(
        "one", 'A "title" & more', "", "The makers", "1.0.0", "version 1.0.0", "", "en", ""
    )
    assert whole.text == 'The makers. A "title" & more, version 1.0.0.'
    assert "year" not in whole.bibtex
    assert r'title = {{A "title" \& more}},' in whole.bibtex
    entry = json.loads(whole.csl)[0]
    assert entry["type"] == "dataset"
    assert not {"URL", "issued", "container-title"} & entry.keys()


@pytest.mark.parametrize(
    ("is_release", "said"), [(True, "0.4.0"), (False, "0.4.0 and changes since")]
)
def test_a_page_says_which_state_it_shows(example: Path, said: str, *, is_release: bool) -> None:
    edition = Edition("0.4.0", is_release=is_release, commit="0123456789")
    built = files(Site(open_package(example), edition))
    for name in ("index.html", "missions/lantern.en.html"):
        footer = Page(built[name].decode()).text.rpartition("version ")[2]
        assert footer.startswith(f"{said} (0123456789).")


# The command


def test_what_is_in_another_language_says_so() -> None:
    assert '<span lang="nl">EU-operatie Sophia</span>' in html()["missions/sophia.en.html"]
    assert '<span lang="en">A row, or none.</span>' in html()["threats/piracy.nl.html"]
    marks = [name for name, text in html().items() if re.search("[\ue000-\uf8ff]", text)]
    assert marks == []


def test_no_text_becomes_markup(example: Path) -> None:
    set_cell(example, "missions", "lantern", "label_en", "<b>&amp; \"'</b><script>")
    edit_json(example, "datapackage.json", lambda whole: whole.update(title="<script>alert(1)"))
    for name, content in own_site(example).items():
        if name.endswith(".html"):
            assert b"<script>" not in content, name
            assert b"<b>" not in content, name


def test_the_command_writes_the_site_says_so_and_clears_an_earlier_one(
    example: Path, capsys: Capsys
) -> None:
    folder = example / "dist/site"
    stale, kept = folder / "missions/gone.en.html", folder / "kill_matrix.en.html"
    for _ in range(2):
        assert site_command([str(example)]) == 0
        said = capsys.readouterr()
        written = {str(path) for path in folder.iterdir()} - {str(kept)}
        told = dict(line.split(": ", 1) for line in said.out.splitlines() if ": " in line)
        assert written == told.keys()
        assert not stale.exists()
        for path in (stale, kept):
            path.write_text("of an earlier build", "utf-8")
    assert kept.exists()
    assert kept.name in Page((folder / "rules.en.html").read_text("utf-8")).links


@pytest.mark.parametrize("name", ["notes.txt", "mine.html", "site.css"])
def test_a_folder_of_somebody_else_is_refused(
    example: Path, tmp_path: Path, capsys: Capsys, name: str
) -> None:
    (tmp_path / name).write_text("mine", "utf-8")
    assert site_command([str(example), "--to", str(tmp_path)]) == 2
    assert "this folder holds other files" in capsys.readouterr().err
    assert (tmp_path / name).read_text("utf-8") == "mine"


@pytest.mark.parametrize("key", ["../../../outside", "../index", "Lantern", ".hidden"])
def test_no_identifier_of_a_package_leads_out_of_the_site(example: Path, key: str) -> None:
    row = {"about_table": "missions", "about_key": key, "version": "0.0.1", "reason": "Gone."}
    append_row(example, "retired_ids", row)
    built = own_site(example)
    assert [name for name in built if ".." in name or "/." in name] == []
    assert len({name.casefold() for name in built}) == len(built)
    assert "<h1>Example" in built["index.html"].decode()


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
