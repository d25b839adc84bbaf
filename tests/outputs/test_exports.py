"""The tables for readers hold every claim once, lead back to the package, and come out equal."""

import csv
import io
import json
import re
import shutil
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import frictionless
import pytest

from tests.example import (
    DOCUMENT,
    LETTER,
    Capsys,
    append_row,
    delete_row,
    replace_bytes,
    set_cell,
    write_json,
)
from validation import open_package
from validation.coding.claims import TAKEN_OVER, is_stated, sentence_of
from validation.coding.records import Records
from validation.coding.sentences import ONLY, SENTENCES, TREES
from validation.commands.common import CLEAN, FINDINGS, MISUSE
from validation.commands.export import export_command
from validation.outputs import exports as exporting
from validation.outputs.exports import EXPORTS, exports, write
from validation.outputs.exports.reasons import REASONS
from validation.package.canonical import canonical_json
from validation.package.dates import PARTIAL_DATE, earliest
from validation.package.formatting import code_lists
from validation.package.opening import DESCRIPTOR, ROOT
from validation.package.rereading import DIGITS_BY_NATURE, REINTERPRETED
from validation.package.table import Table
from validation.rules.findings import REASONS_NAMED

OURS = "kst-33694-9"
LANGUAGES = ("en", "nl")
NAMES = tuple(EXPORTS)
WITHOUT_CLAIMS = {"partners", "actors", "considerations"}  # things that stand in no tree
ITEM = re.compile(r"(?P<label>.+?)(?: \((?P<notes>[^()]+)\))? \[(?P<basis>[^\]]+)\]")

Rows = list[dict[str, str]]
Overview = dict[str, dict[str, str]]


def made(root: Path) -> dict[str, Table]:
    """The exports of a package, by name."""
    with open_package(root) as package:
        return {table.name: table for table in exports(package)}


def rows_of(table: Table) -> Rows:
    """The rows of an export, read from its bytes without this project's reader."""
    return list(csv.DictReader(io.StringIO(table.content.decode("utf-8"), newline="")))


def rows_in(root: Path, table: str) -> Rows:
    """The rows of a table of the package, as the file has them."""
    resources = json.loads((root / DESCRIPTOR).read_bytes())["resources"]
    path = next(entry["path"] for entry in resources if entry["name"] == table)
    with (root / path).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def claims_in(root: Path) -> Counter[tuple[str, str]]:
    """Table and key of every claim, counted from the files and their schemas alone."""
    counted: Counter[tuple[str, str]] = Counter()
    for resource in json.loads((root / DESCRIPTOR).read_bytes())["resources"]:
        name, role = resource["name"], resource["role"]
        key = json.loads((root / resource["schema"]).read_bytes())["primaryKey"]
        for row in rows_in(root, name):
            if name == "document_ties":
                stated = row["origin"] == "said"
            elif role in {"link", "statement"}:
                stated = True
            else:
                stated = row.get("parent_basis", "") not in {"", "arranged"}
            counted[name, "/".join(row[column] for column in key)] += stated
    return +counted


@pytest.fixture(scope="module")
def ours() -> dict[str, Table]:
    return made(ROOT)


@pytest.fixture(scope="module")
def claims(ours: dict[str, Table]) -> Rows:
    return rows_of(ours["claims"])


@pytest.fixture(scope="module")
def overview(ours: dict[str, Table]) -> Overview:
    return {row["id"]: row for row in rows_of(ours["missions_overview"])}


@pytest.fixture
def two_letters(both_letters: Path, tmp_path: Path) -> Path:
    """Return the package with two letters, and two things that both of them name."""
    folder = Path(shutil.copytree(both_letters, tmp_path / "both"))
    for table, key, column in (("regions", "mali", "parent_id"), ("missions", "minusma", "row")):
        about = {"about_table": table, "about_key": key, "about_field": column}
        append_row(folder, "evidence", {**about, "passage_id": f"{DOCUMENT}.s01.p1.z2"})
    return folder


# The wording


@pytest.mark.parametrize("table", [*SENTENCES, *TREES])
def test_every_relation_is_worded_in_both_languages(table: str) -> None:
    with open_package() as package:
        schema, lists = package.table(table).schema, code_lists(package)
        sentence = sentence_of(package.table(table))
    if sentence.by_object:
        expected = {*sentence.objects, ONLY}
    elif sentence.role:
        expected = set(lists[schema.field(sentence.role).codes or ""])
    else:
        expected = {ONLY}
    assert set(sentence.relations) == expected
    may_stand_alone = not any(schema.field(column).required for column in sentence.objects)
    for key, relation in sentence.relations.items():
        phrases = [relation.phrase, relation.phrase.nl]
        if may_stand_alone and table not in TREES and (key == ONLY or not sentence.by_object):
            phrases += [relation.alone, relation.alone.nl]
        for phrase in phrases:
            assert re.fullmatch(r"\w+(?: \w+)*", phrase), relation
        assert re.fullmatch(r"[a-z]+(?:_[a-z]+)*", relation.code)


def test_every_claim_table_is_worded_and_no_other() -> None:
    with open_package() as package:
        stated = {table.name for table in package.tables.values() if is_stated(table)}
        things = {table.name for table in package.tables.values() if table.is_thing}
    assert stated == set(SENTENCES)
    assert things - WITHOUT_CLAIMS == set(TREES)


def test_a_code_always_means_the_same_phrases() -> None:
    worded: dict[str, set[str]] = {}
    for sentence in (*SENTENCES.values(), *TREES.values()):
        for relation in sentence.relations.values():
            worded.setdefault(relation.code, set()).add(repr(relation))
    assert {code for code, relations in worded.items() if len(relations) > 1} == set()


def test_a_table_that_nobody_worded_is_a_fault_of_the_program() -> None:
    with open_package() as package:
        links = package.table("mission_threats")
    unknown = replace(links, name="mission_weather")
    with pytest.raises(RuntimeError, match="no relation for the table `mission_weather`"):
        sentence_of(unknown)


# The description and the form


@pytest.mark.parametrize("name", NAMES)
def test_every_column_is_described_in_both_languages(name: str, ours: dict[str, Table]) -> None:
    content = json.loads((Path(exporting.__file__).parent / f"{name}.json").read_bytes())
    assert rows_of(ours[name])[0].keys() == {field["name"] for field in content["fields"]}
    for field in content["fields"]:
        assert field["description"].endswith(".")
        assert field["description_nl"].endswith(".")
        assert field["description"] != field["description_nl"]
        assert field["example"]
    names = [field["name"] for field in content["fields"]]
    pairs = [column[:-3] for column in names if column.endswith("_en")]
    assert pairs == [column[:-3] for column in names if column.endswith("_nl")]


@pytest.mark.parametrize("name", NAMES)
def test_an_independent_reader_finds_an_export_as_described(name: str, tmp_path: Path) -> None:
    with open_package() as package:
        write(package, tmp_path)
    content = json.loads((Path(exporting.__file__).parent / f"{name}.json").read_bytes())
    resource = frictionless.Resource.from_descriptor(
        {"name": name, "path": f"{name}.csv", "schema": content}, basepath=str(tmp_path)
    )
    report = resource.validate()
    assert report.valid, [error.message for task in report.tasks for error in task.errors]


@pytest.mark.parametrize("name", NAMES)
def test_an_export_has_the_one_form_of_a_table(name: str, ours: dict[str, Table]) -> None:
    content = ours[name].content
    text = content.decode("utf-8")
    assert not content.startswith(b"\xef\xbb\xbf")
    assert "\r" not in text
    assert text.endswith("\n")
    assert unicodedata.is_normalized("NFC", text)
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    assert header == ours[name].schema.names
    assert text.count("\n") == len(rows) + 1
    for cell in (cell for row in rows for cell in row):
        assert cell == cell.strip()
        assert "  " not in cell
        assert "\N{NO-BREAK SPACE}" not in cell
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n").writerows([header, *rows])
    assert buffer.getvalue() == text


@pytest.mark.parametrize("name", NAMES)
def test_no_cell_is_read_as_something_else(name: str, ours: dict[str, Table]) -> None:
    assert not {table for table, _ in DIGITS_BY_NATURE} & set(NAMES)
    text = {
        column.name
        for column in ours[name].schema.fields
        if column.type == "string" and column.constraints.get("pattern") != PARTIAL_DATE
    }
    for row in rows_of(ours[name]):
        assert [row[column] for column in text if REINTERPRETED.fullmatch(row[column])] == []


def test_rows_stand_in_their_stated_order(claims: Rows, overview: Overview) -> None:
    keys = [(row["document_id"], row["table"], row["key"]) for row in claims]
    assert keys == sorted(set(keys))
    order = [(int(row["position"]), row["id"]) for row in overview.values()]
    assert order == sorted(order)
    assert order[0] == (2, "deployment")


# Every export comes back


@pytest.mark.parametrize("source", ["published", "example"])
def test_every_claim_appears_exactly_once(source: str, written_example: Path) -> None:
    root = ROOT if source == "published" else written_example
    rows = rows_of(made(root)["claims"])
    found = Counter((row["table"], row["key"]) for row in rows)
    assert found == claims_in(root)
    assert set(found.values()) == {1}


def test_a_claim_says_what_its_row_says(claims: Rows) -> None:
    with open_package() as package:
        records = Records(package)
        for claim in claims:
            table = claim["table"]
            row = next(r for r in records.rows(table) if r.key == claim["key"])
            basis = row["parent_basis"] if table in TREES else row.get("basis", "")
            assert claim["basis"] == basis
            sentence = sentence_of(package.table(table))
            if sentence.subject:
                assert claim["subject_id"] == row[sentence.subject]
            ends = [row[column] for column in sentence.objects if row[column]]
            assert claim["object_id"] == (ends[0] if ends else "")
            assert claim["role"] == (row[sentence.role] if sentence.role else "")
            for column in TAKEN_OVER:
                assert claim[column] == row.get(column, "")


def test_a_claim_rests_on_the_passages_of_its_row(claims: Rows) -> None:
    evidence = rows_in(ROOT, "evidence")
    passages = {row["id"]: row for row in rows_in(ROOT, "passages")}
    for claim in claims:
        carried = {
            row["passage_id"]
            for row in evidence
            if (row["about_table"], row["about_key"]) == (claim["table"], claim["key"])
            and (claim["table"] not in TREES or row["about_field"] == "parent_id")
        }
        shown = claim["passages"].split(" ")
        assert set(shown) == carried
        assert len(shown) == len(carried) > 0
        positions = [int(passages[passage]["position"]) for passage in shown]
        assert positions == sorted(positions)
        for language in LANGUAGES:
            said = [passages[passage][f"paraphrase_{language}"] for passage in shown]
            assert claim[f"paraphrase_{language}"] == " | ".join(said)
            assert len(claim[f"places_{language}"].split(" | ")) == len(shown)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_claim_reads_as_a_sentence(claims: Rows, language: str) -> None:
    for claim in claims:
        assert claim[f"subject_{language}"]
        assert claim[f"relation_{language}"]
        assert bool(claim[f"object_{language}"]) == bool(claim["object_id"])
        for coded in ("role", "basis", "timing"):
            assert bool(claim[f"{coded}_{language}"]) == bool(claim[coded])


def test_a_claim_has_the_countries_of_its_ends(claims: Rows) -> None:
    countries = {claim["key"].partition("/")[2]: claim["countries"] for claim in claims}
    assert countries["baltic-air-policing/baltic-states/takes_place"] == "EST LTU LVA"
    assert countries["annexation-of-crimea/crimea"] == "UKR"
    assert countries["netherlands/norway/strategic_partner"] == "NLD NOR"
    assert countries["annexation-of-crimea/russia"] == "RUS"
    assert countries["sophia/libyan-coast/takes_place"] == ""
    assert countries["enhanced-forward-presence/eastern-flank/takes_place"] == ""


def test_a_contribution_has_the_country_of_a_further_object(example: Path) -> None:
    set_cell(example, "contributions", f"{DOCUMENT}/frigate", "partner_id", "norway")
    (frigate,) = (row for row in rows_of(made(example)["claims"]) if row["subject_id"] == "frigate")
    assert (frigate["object_id"], frigate["further"]) == ("lantern", "partners/norway")
    assert frigate["countries"] == "NOR"


def test_an_overview_has_the_countries_of_its_regions(ours: dict[str, Table]) -> None:
    found = {
        row["id"]: row["countries"]
        for name in ("missions_overview", "threats_overview")
        for row in rows_of(ours[name])
    }
    assert found["baltic-air-policing"] == "EST LTU LVA"
    assert found["rise-of-isis"] == "IRQ SYR"
    assert found["vjtf"] == "", "Germany takes part, but the letter names no place"


def test_a_country_without_a_place_still_has_its_code(example: Path) -> None:
    delete_row(example, "places", "iceland/ISL")
    overview = {row["id"]: row for row in rows_of(made(example)["missions_overview"])}
    assert overview["lantern"]["countries"] == "ISL"


def test_every_mission_has_one_row(ours: dict[str, Table]) -> None:
    found = sorted(row["id"] for row in rows_of(ours["missions_overview"]))
    assert found == [row["id"] for row in rows_in(ROOT, "missions")]


@pytest.mark.parametrize(
    ("table", "end", "things"),
    [
        ("mission_interests", "interest_id", "interests"),
        ("mission_threats", "threat_id", "threats"),
        ("mission_regions", "region_id", "regions"),
        ("mission_partners", "partner_id", "partners"),
        ("decisions", "id", "decisions"),
        ("contributions", "id", "contributions"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_item_of_an_overview_comes_back(
    table: str, end: str, things: str, language: str, overview: Overview
) -> None:
    labels = {row["id"]: row[f"label_{language}"] for row in rows_in(ROOT, things)}
    bases = {
        row[f"label_{language}"].lower(): row["code"]
        for row in rows_in(ROOT, "codes")
        if row["list"] == "basis"
    }
    expected = [
        (row["mission_id"], labels[row[end]], row["basis"])
        for row in rows_in(ROOT, table)
        if row["mission_id"]
    ]
    column = table if f"{table}_{language}" in overview["sophia"] else things
    found = []
    for mission, row in overview.items():
        for item in filter(None, row[f"{column}_{language}"].split("; ")):
            parts = ITEM.fullmatch(item)
            assert parts, item
            found.append((mission, parts["label"], bases[parts["basis"]]))
    assert sorted(found) == sorted(expected)


def test_the_passages_of_an_overview_stand_in_letter_order(overview: Overview) -> None:
    positions = {row["id"]: int(row["position"]) for row in rows_in(ROOT, "passages")}
    for row in overview.values():
        found = [positions[passage] for passage in row["passages"].split(" ")]
        assert found == sorted(set(found))
        assert int(row["position"]) in found


# What a reader finds


def where(claims: Rows, **cells: str) -> Rows:
    """What remains in a spreadsheet filtered on these cells."""
    return [row for row in claims if cells.items() <= row.items()]


def shown(claims: Rows, *columns: str) -> list[tuple[str, ...]]:
    """Some columns of what remains."""
    return [tuple(row[column] for column in columns) for row in claims]


def test_which_missions_serve_economic_security_and_on_what_basis(claims: Rows) -> None:
    found = where(claims, table="mission_interests", object_id="economic-security")
    assert shown(found, "subject_id", "relation", "basis") == [
        ("counter-piracy", "serves", "contextual"),
        ("deployment", "serves", "contextual"),
    ]


def test_what_was_decided_on_the_day_and_until_when(claims: Rows) -> None:
    decided = where(claims, table="decisions", timing="today")
    assert shown(decided, "key", "role", "object_id") == [
        (f"{OURS}/extend-iraq-training-2017", "taken", "iraq-training"),
        (f"{OURS}/join-sophia-2016", "taken", "sophia"),
    ]
    periods = [
        row
        for mission in shown(decided, "object_id")
        for row in where(claims, table="commitments", object_id=mission[0])
    ]
    assert shown(periods, "starts", "starts_precision", "ends", "ends_precision") == [
        ("", "", "2017-12-31", "day"),
        ("2016-10", "mid_month", "2016-12", "mid_month"),
    ]


def test_which_threats_are_tied_to_the_southern_flank(claims: Rows) -> None:
    found = where(claims, table="threat_regions", object_id="southern-flank")
    assert shown(found, "subject_id", "basis") == [
        ("instability-on-the-southern-flank", "explicit")
    ]


def test_who_leads_what(claims: Rows) -> None:
    assert shown(where(claims, role="lead"), "subject_id", "object_id") == [
        ("jef", "united-kingdom"),
        ("lithuania-battlegroup", "germany"),
    ]


def test_which_claims_are_conclusions(claims: Rows) -> None:
    inferred = where(claims, basis="inferred")
    assert shown(inferred, "table", "subject_id") == [
        ("decision_considerations", "proximity-of-libya"),
        ("mission_considerations", "reliable-partner-reputation"),
        ("mission_partners", "vjtf"),
        ("regions", "iraq"),
        ("regions", "syria"),
        ("threat_actors", "cross-border-threats"),
        ("threat_interests", "piracy"),
        ("threats", "cyber"),
        ("threats", "misuse-of-humanitarian-aid"),
        ("threats", "propaganda"),
        ("threats", "unconventional-means"),
    ]
    places = {"regions", "threats"}  # a tree has no such column: judgements.csv says why
    assert all(row["rationale"] for row in inferred if row["table"] not in places)
    assert {row["table"] for row in where(claims, basis="")} == {"document_ties"}


def test_a_claim_reads_in_both_languages(claims: Rows) -> None:
    (row,) = where(claims, key=f"{OURS}/minusma/stable-sahel")
    read = [
        " ".join(row[f"{part}_{language}"] for part in ("subject", "relation", "object"))
        for language in LANGUAGES
    ]
    assert read == [
        "MINUSMA in the service of Stable Sahel",
        "MINUSMA ten dienste van Stabiele Sahel",
    ]
    assert row["places_en"] == "section 9, paragraph 4, sentence 2, page 5"
    assert row["places_nl"] == "sectie 9, alinea 4, zin 2, bladzijde 5"
    assert row["url"] == "https://zoek.officielebekendmakingen.nl/kst-33694-9.html"


@pytest.mark.parametrize(
    ("status", "phrase"),
    [
        ("possible", "may take part in"),
        ("awaiting_decision", "has yet to decide on its part in"),
        ("current", "takes part in"),
    ],
)
def test_a_commitment_is_no_firmer_than_its_status(claims: Rows, status: str, phrase: str) -> None:
    found = where(claims, table="commitments", role=status)
    assert set(shown(found, "subject_id", "relation_en")) == {("netherlands", phrase)}


def test_a_bound_is_shown_as_a_bound(claims: Rows, overview: Overview) -> None:
    (row,) = where(claims, key=f"{OURS}/lithuania-company")
    assert shown([row], "amount", "amount_bound", "unit") == [("1", "at_most", "company")]
    battlegroup = overview["lithuania-battlegroup"]
    label = "Unit for the battlegroup in Lithuania"
    assert battlegroup["contributions_en"] == f"{label} (at most 1 company) [explicit]"
    assert battlegroup["contributions_nl"].endswith("(ten hoogste 1 compagnie) [uitdrukkelijk]")


def test_a_threat_of_a_decision_is_no_threat_of_the_mission(overview: Overview) -> None:
    iraq = overview["iraq-training"]
    assert iraq["mission_threats_en"] == ""
    assert iraq["decision_threats_nl"] == (
        "Ideologische aantrekkingskracht van ISIS (tegen) [contextueel]; "
        "Slagkracht van ISIS (tegen) [contextueel]; "
        "Terroristische dreiging van ISIS (tegen) [contextueel]"
    )


def test_nothing_is_inherited_through_a_tree(overview: Overview) -> None:
    battlegroup = overview["lithuania-battlegroup"]
    assert battlegroup["parent_en"] == "enhanced Forward Presence [contextual]"
    assert battlegroup["partners_en"] == "Germany (lead) [explicit]"
    assert battlegroup["regions_en"] == "Lithuania (takes place in) [explicit]"
    assert battlegroup["decisions_en"] == ""
    assert overview["un-peace-missions"]["parent_nl"].endswith(" [door ons geordend]")


def test_the_overview_shows_periods_and_decisions(overview: Overview) -> None:
    sophia = overview["sophia"]
    assert shown([sophia], "starts", "starts_precision", "ends", "ends_precision") == [
        ("2016-10", "mid_month", "2016-12", "mid_month")
    ]
    assert sophia["status_nl"] == "Deelname besloten"
    assert sophia["decisions_en"] == "Participation in operation Sophia (taken, today) [explicit]"
    decided = [key for key, row in overview.items() if "taken, today" in row["decisions_en"]]
    assert decided == ["iraq-training", "sophia"]


# Why, against what, and when


def test_every_reason_appears_exactly_once(ours: dict[str, Table]) -> None:
    reasons = rows_of(ours["reasons"])
    with open_package() as package:
        expected = [(table, row.key) for table in REASONS for row in package.records(table)]
    assert sorted((row["table"], row["key"]) for row in reasons) == sorted(expected)
    for row in reasons:
        assert row["mission_id"] or row["decision_id"]
        assert bool(row["role"]) == (row["reason_table"] == "threats")


def test_why_a_mission_is_answered_by_one_filter(ours: dict[str, Table]) -> None:
    sophia = where(rows_of(ours["reasons"]), mission_id="sophia")
    assert shown(sophia, "decision_id", "reason_id", "basis") == [
        ("", "countering-irregular-migration", "contextual"),
        ("", "disrupting-smuggling-networks", "contextual"),
        ("", "stable-libya", "contextual"),
        ("join-sophia-2016", "proximity-of-libya", "inferred"),
    ]


def test_a_decision_about_no_mission_has_reasons_too(ours: dict[str, Table]) -> None:
    (money,) = where(rows_of(ours["reasons"]), mission_id="")
    assert shown([money], "decision_id", "reason_id", "role_nl") == [
        ("spend-260-million-on-migration-2016", "migration-challenge", "Grond")
    ]


def test_a_threat_shows_what_feeds_it_and_what_it_feeds(ours: dict[str, Table]) -> None:
    threats = {row["id"]: row for row in rows_of(ours["threats_overview"])}
    assert sorted(threats) == [row["id"] for row in rows_in(ROOT, "threats")]
    violence = threats["violence"]
    assert violence["causes_en"] == "Rise of ISIS [explicit]"
    assert violence["effects_en"] == "Displacement [explicit]; Humanitarian need [explicit]"
    fought = "International fight against piracy (against) [explicit]"
    assert threats["piracy"]["missions_en"] == fought
    assert threats["crises"]["missions_en"] == ""


def test_time_runs_through_events_decisions_and_periods(ours: dict[str, Table]) -> None:
    rows = rows_of(ours["timeline"])
    assert [row["position"] for row in rows] == [str(n) for n in range(1, len(rows) + 1)]
    dated = [earliest(row["date"]) for row in rows if row["date"]]
    assert dated == sorted(dated)
    assert {row["what"] for row in rows} == {"event", "decision", "start", "end"}
    counted = Counter(row["table"] for row in rows)
    periods = rows_in(ROOT, "commitments")
    assert counted == {
        "events": len(rows_in(ROOT, "events")),
        "decisions": len(rows_in(ROOT, "decisions")),
        "commitments": sum(bool(row[end]) for row in periods for end in ("starts", "ends")),
    }


def test_today_is_the_day_of_the_letter_and_soon_has_no_date(ours: dict[str, Table]) -> None:
    rows = rows_of(ours["timeline"])
    today = where(rows, timing="today")
    assert set(shown(today, "date", "date_from")) == {("2016-09-09", "letter_day")}
    (soon,) = where(rows, timing="soon")
    assert soon["date"] == ""
    assert int(soon["position"]) > max(int(row["position"]) for row in today)


def test_a_decision_is_as_firm_in_time_as_in_its_table(ours: dict[str, Table]) -> None:
    rows = rows_of(ours["timeline"])
    (minusma,) = where(rows, table="decisions", mission_id="minusma")
    assert shown([minusma], "firmness", "year", "timing") == [("intended", "2017", "shortly")]
    (begins,) = where(rows, what="start", mission_id="sophia")
    assert begins["status_nl"] == "Deelname besloten"


def test_who_acts_in_an_event_is_named_if_the_letter_says_it(ours: dict[str, Table]) -> None:
    rows = {row["key"].rpartition("/")[2]: row for row in rows_of(ours["timeline"])}
    summit, promise = rows["nato-summit-warsaw"], rows["coherence-letter-promised"]
    assert (summit["by_party"], summit["by_nl"], summit["to_en"]) == ("other", "NAVO", "")
    assert (promise["by_en"], promise["to_nl"]) == ("Cabinet", "Parlement")
    assert rows["article-100-letter-sent"]["by_en"] == ""


def test_what_has_no_date_stands_by_the_day_of_its_own_letter(two_letters: Path) -> None:
    rows = rows_of(made(two_letters)["timeline"])
    assert [row["position"] for row in rows] == [str(n) for n in range(1, len(rows) + 1)]
    places = {(row["document_id"], row["timing"]): int(row["position"]) for row in rows}
    # The letter of 2016 comes before that of 2018, and what it says is soon too.
    assert places[OURS, "soon"] < places[DOCUMENT, "today"] < places[DOCUMENT, "coming"]


# The example, and a second letter


def test_what_a_contribution_names_besides_its_object_is_kept(written_example: Path) -> None:
    rows = {row["key"]: row for row in rows_of(made(written_example)["claims"])}
    frigate = rows[f"{DOCUMENT}/frigate"]
    assert (frigate["object_table"], frigate["object_id"]) == ("missions", "lantern")
    assert frigate["further"] == "partners/harbour-league"
    assert (frigate["further_en"], frigate["further_nl"]) == ("Harbour League", "Havenbond")
    beacons = rows[f"{DOCUMENT}/beacons"]
    assert beacons["relation"] == "follows_from"
    assert beacons["object_id"] == "spend-on-beacons-2018"
    spend = rows[f"{DOCUMENT}/spend-on-beacons-2018"]
    assert (spend["relation_en"], spend["object_id"]) == ("is an intended decision", "")


def test_places_of_a_heading_and_a_footnote(written_example: Path) -> None:
    with open_package(written_example) as package:
        records = Records(package)
        places = [records.places([f"{DOCUMENT}.{said.place}"]) for said in LETTER]
    assert (places[0], places[0].nl) == ("section 1, heading, page 1", "sectie 1, kop, bladzijde 1")
    assert (places[-1], places[-1].nl) == ("footnote 1, page 2", "voetnoot 1, bladzijde 2")


def test_a_threat_of_both_stands_in_both_columns(written_example: Path) -> None:
    lantern = rows_of(made(written_example)["missions_overview"])[0]
    assert lantern["id"] == "lantern"
    assert lantern["mission_threats_en"] == "Smuggling (against) [contextual]"
    assert lantern["decision_threats_en"] == "Smuggling (against) [explicit]"


def test_two_letters_are_not_mixed(two_letters: Path, ours: dict[str, Table]) -> None:
    both = made(two_letters)
    for name in NAMES:
        first = [row for row in rows_of(both[name]) if row["document_id"] == OURS]
        alone = rows_of(ours[name])
        if name == "timeline":  # one order of time for all letters
            first, alone = ([{**row, "position": ""} for row in rows] for rows in (first, alone))
        assert first == alone
        assert {row["document_id"] for row in rows_of(both[name])} == {OURS, DOCUMENT}


def test_a_mission_that_a_letter_only_names_has_nothing_of_another(two_letters: Path) -> None:
    rows = rows_of(made(two_letters)["missions_overview"])
    (named,) = where(rows, id="minusma", document_id=DOCUMENT)
    assert shown([named], "status", "interests_en", "passages") == [
        ("", "", f"{DOCUMENT}.s01.p1.z2")
    ]


def test_a_place_that_two_letters_give_is_a_claim_of_each(two_letters: Path) -> None:
    rows = rows_of(made(two_letters)["claims"])
    found = [row for row in rows if (row["table"], row["key"]) == ("regions", "mali")]
    assert [(row["document_id"], row["passages"]) for row in found] == [
        (DOCUMENT, f"{DOCUMENT}.s01.p1.z2"),
        (OURS, f"{OURS}.s02.p6.z3"),
    ]


def test_what_is_excused_from_evidence_is_still_a_row(example: Path) -> None:
    for place in ("row", "parent_id"):
        key = f"missions/lantern-training/{place}/{DOCUMENT}.s02.p2.z1"
        delete_row(example, "evidence", key)
    delete_row(example, "commitments", f"{DOCUMENT}/lantern-training")
    tables = made(example)
    (claim,) = where(rows_of(tables["claims"]), table="missions", key="lantern-training")
    assert shown([claim], "document_id", "passages", "url") == [("", "", "")]
    (row,) = where(rows_of(tables["missions_overview"]), id="lantern-training")
    assert shown([row], "document_id", "position", "parent_en") == [("", "", "Lantern [explicit]")]


@pytest.mark.parametrize("name", NAMES)
def test_a_description_has_the_one_form_of_a_schema(name: str) -> None:
    content = (Path(exporting.__file__).parent / f"{name}.json").read_bytes()
    assert content == canonical_json(content)


# The command


def test_the_command_writes_both_files_and_says_so(example: Path, capsys: Capsys) -> None:
    assert export_command([str(example)]) == CLEAN
    tables = made(example)
    lines = [f"{example}/dist/{name}.csv: {len(tables[name].rows)} rows" for name in NAMES]
    assert capsys.readouterr().out.splitlines() == lines
    for name in NAMES:
        assert (example / "dist" / f"{name}.csv").read_bytes() == tables[name].content
    assert {path.name for path in (example / "dist").iterdir()} == {f"{name}.csv" for name in NAMES}


def test_a_released_zip_is_exported_beside_it_or_where_told(
    example: Path, tmp_path: Path, capsys: Capsys
) -> None:
    archive = shutil.make_archive(str(tmp_path / "zipped" / "release"), "zip", example)
    assert export_command([archive]) == CLEAN
    assert export_command([archive, "--to", str(tmp_path / "new" / "folder")]) == CLEAN
    assert capsys.readouterr().err == ""
    beside, told = tmp_path / "zipped" / "dist", tmp_path / "new" / "folder"
    for name in NAMES:
        assert (beside / f"{name}.csv").read_bytes() == (told / f"{name}.csv").read_bytes()


DECISION = f"{DOCUMENT}/extend-lantern-2018"
BROKEN: dict[str, Callable[[Path], object]] = {
    "hidden-character": lambda package: replace_bytes(
        package, "data/missions.csv", b"Guards the coast.", b"Guards\rthe coast."
    ),
    "header": lambda package: replace_bytes(
        package, "data/missions.csv", b"id,kind,parent_id", b"id,sort,parent_id"
    ),
    "enum": lambda package: set_cell(package, "decisions", DECISION, "firmness", "certain"),
    "foreign-key": lambda package: set_cell(
        package, "decisions", DECISION, "mission_id", "lanterns"
    ),
}


@pytest.mark.parametrize("rule", BROKEN)
def test_a_package_with_findings_is_refused_and_the_old_files_stay(
    rule: str, example: Path, capsys: Capsys
) -> None:
    export_command([str(example)])
    before = {path: path.read_bytes() for path in (example / "dist").iterdir()}
    BROKEN[rule](example)
    capsys.readouterr()
    assert export_command([str(example)]) == FINDINGS
    printed = capsys.readouterr()
    assert f"[{rule}]" in printed.err
    assert printed.err.endswith("refused; nothing was written\n")
    assert printed.out == ""
    assert {path: path.read_bytes() for path in (example / "dist").iterdir()} == before


def test_a_refusal_makes_no_folder_and_names_the_first_findings(
    example: Path, capsys: Capsys
) -> None:
    with open_package(example) as package:
        keys = [row["id"] for row in Records(package).rows("passages")]
    for key in keys:
        set_cell(example, "passages", key, "page", "first")
    assert export_command([str(example)]) == FINDINGS
    printed = capsys.readouterr().err
    assert printed.count("    fix: ") == REASONS_NAMED
    assert f"and {len(keys) - REASONS_NAMED} more" in printed
    assert not (example / "dist").exists()


def test_a_drift_is_no_reason_to_refuse(example: Path) -> None:
    bounds = json.loads((example / "schemas/bounds.json").read_bytes())
    bounds["bounds"][0] |= {"minimum": 50, "maximum": 60}
    write_json(example / "schemas/bounds.json", bounds)
    assert export_command([str(example)]) == CLEAN


def test_a_package_that_cannot_be_read_is_misuse(example: Path, capsys: Capsys) -> None:
    (example / "data/missions.csv").unlink()
    assert export_command([str(example)]) == MISUSE
    assert "data/missions.csv: the file is missing" in capsys.readouterr().err
    assert not (example / "dist").exists()


def test_a_folder_that_cannot_be_made_is_misuse(
    example: Path, tmp_path: Path, capsys: Capsys
) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file")
    assert export_command([str(example), "--to", str(taken)]) == MISUSE
    assert capsys.readouterr().err.startswith(f"{taken}: ")
    assert taken.read_text() == "a file"


# An export is a check too


def export_with(monkeypatch: pytest.MonkeyPatch, cells: dict[str, str]) -> None:
    """Export one claim with other cells than it has."""
    claims_of = EXPORTS["claims"]

    def changed(records: Records) -> list[dict[str, str]]:
        return [{**next(iter(claims_of(records))), **cells}]

    monkeypatch.setattr(exporting, "EXPORTS", {"claims": changed})
    with open_package() as package:
        exports(package)


def test_a_column_that_is_not_described_is_no_export(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RuntimeError, match=r"claims\.json does not describe mood"):
        export_with(monkeypatch, {"mood": "calm"})


@pytest.mark.parametrize(
    ("column", "cell"),
    [("subject_en", "=1+1"), ("amount", "many"), ("starts", "soon"), ("key", "")],
)
def test_a_cell_that_its_schema_forbids_is_no_export(
    monkeypatch: pytest.MonkeyPatch, column: str, cell: str
) -> None:
    with pytest.raises(RuntimeError, match=rf"claims\.csv: {column}: "):
        export_with(monkeypatch, {column: cell})
