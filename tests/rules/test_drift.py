"""What the drift layer reports of a table that has left its bounds."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from tests.example import delete_row, edit_json, set_cell, write_record
from validation import PackageError, open_package
from validation.catalogue.finding import Finding
from validation.history import record
from validation.rules.drift import MEASURES, RULE_OF, last_release, read_bounds
from validation.rules.run import run_layer, validate

pytestmark = pytest.mark.usefixtures("judged_once")

BOUNDS = "schemas/bounds.json"
REASONS = {"reason": "so says the test", "reason_nl": "zo zegt de proef"}


def state(package: Path, *bounds: Mapping[str, object]) -> None:
    """Let the package state these bounds alone."""
    stated = [{**bound, **REASONS} for bound in bounds]
    (package / BOUNDS).write_text(json.dumps({"bounds": stated, "accepted": []}))


def release_as_it_is(package: Path) -> None:
    """Let the last release be what the package holds now."""
    with open_package(package) as opened:
        released = record.state_of(opened, date="2026-11-02").record
    path = package / "data/releases/0.0.1.json"
    path.write_bytes(record.write(replace(released, version="0.0.1")))


def drift(package: Path) -> list[Finding]:
    with open_package(package) as opened:
        return run_layer(opened, "drift").findings


def test_a_table_may_not_outgrow_the_passages(example: Path) -> None:
    state(example, {"measure": "rows", "maximum": 0.2, "table": "missions"})
    (finding,) = drift(example)
    assert (finding.rule, finding.file, finding.value) == ("row-count", "data/missions.csv", "")
    wanted = "at most 2, 0.2 times as many per passage as in 0.0.1"
    assert finding.message == f"3 rows; expected: {wanted} (so says the test)"
    wanted_nl = "hooguit 2, 0.2 keer zo veel per passage als in 0.0.1"
    assert finding.message.nl == f"3 rijen; verwacht: {wanted_nl} (zo zegt de proef)"


def test_twice_the_passages_allow_twice_the_rows(example: Path) -> None:
    bound = {"measure": "rows", "maximum": 1, "table": "evidence"}
    state(example, bound)
    with open_package(example) as package:
        rows, passages = len(package.records("evidence")), len(package.records("passages"))
    for before, found in ((passages, 1), (passages // 2, 0)):
        write_record(example, "0.0.1", {"evidence": -(-rows // 2), "passages": before}, {})
        assert len(drift(example)) == found


def test_lost_rows_are_counted_from_the_release_that_had_them(example: Path) -> None:
    write_record(example, "0.0.1", {"missions": 9}, {})
    state(example, {"measure": "lost_rows", "maximum": 2})
    (finding,) = drift(example)
    assert "3 rows; expected: at least 7, 2 fewer than in 0.0.1" in finding.message
    assert "3 rijen; verwacht: ten minste 7, 2 minder dan in 0.0.1" in finding.message.nl


def test_one_inferred_row_is_always_allowed_and_no_larger_share(example: Path) -> None:
    state(example, {"measure": "inferred", "maximum": 0.2})
    for mission in ("lantern", "night-watch"):
        assert drift(example) == []
        set_cell(example, "commitments", f"example-letter/{mission}", "basis", "inferred")
    (finding,) = drift(example)
    assert (finding.rule, finding.column) == ("basis-share", "basis")
    assert "2 of 3 rows are inferred; expected: at most 1, 20% of the rows" in finding.message


def test_rows_that_became_explicit_are_counted(example: Path) -> None:
    state(example, {"measure": "explicit", "maximum": 0.2})
    write_record(example, "0.0.1", {"commitments": 3}, {"commitments": 1})
    assert drift(example) == []
    set_cell(example, "commitments", "example-letter/night-watch", "basis", "explicit")
    (finding,) = drift(example)
    assert (finding.rule, finding.column) == ("risen-basis", "basis")
    assert "0 of 3 rows have a weaker basis than explicit" in finding.message
    assert "expected: at least 1; in 0.0.1 there were 2" in finding.message


def test_a_code_that_the_last_release_used_is_missed(example: Path) -> None:
    release_as_it_is(example)
    state(example, {"measure": "codes", "maximum": 0})
    assert drift(example) == []
    set_cell(example, "threats", "poverty", "kind", "danger")
    (finding,) = drift(example)
    assert (finding.rule, finding.file) == ("code-coverage", "data/threats.csv")
    assert (finding.column, finding.value) == ("kind", "driver")
    wanted = "a row with each of danger, driver, method, as in 0.0.1"
    assert finding.message == f"no row has driver; expected: {wanted} (so says the test)"


def test_cells_that_the_last_release_filled_are_missed(example: Path) -> None:
    release_as_it_is(example)
    state(example, {"measure": "filled", "maximum": 0.4})
    for document in ("example-letter", "harbour-treaty"):
        assert drift(example) == []
        set_cell(example, "documents", document, "date", "")
    (finding,) = drift(example)
    assert (finding.rule, finding.column) == ("filled-share", "date")
    assert "expected: at least" in finding.message


@pytest.mark.parametrize("measure", ["codes", "filled"])
def test_a_record_without_columns_is_no_measure_of_them(example: Path, measure: str) -> None:
    state(example, {"measure": measure, "maximum": 0.2})
    write_record(example, "0.0.1", {"threats": 3}, {})
    set_cell(example, "threats", "poverty", "kind", "danger")
    with open_package(example) as package:
        outcome = run_layer(package, "drift")
    assert (outcome.findings, outcome.measured) == ([], [])


def test_the_bound_of_a_table_replaces_that_of_all_tables(example: Path) -> None:
    write_record(example, "0.0.1", {"missions": 9, "threats": 9}, {})
    of_all: dict[str, object] = {"measure": "lost_rows", "maximum": 0}
    state(example, of_all, of_all | {"table": "missions", "maximum": 9})
    assert [finding.file for finding in drift(example)] == ["data/threats.csv"]


def test_every_bound_is_measured_whether_it_holds_or_not(example: Path) -> None:
    release_as_it_is(example)
    never = {"measure": "rows", "maximum": 0, "table": "threats"}
    state(example, never, *({"measure": name, "maximum": 2} for name in MEASURES))
    with open_package(example) as package:
        outcome = run_layer(package, "drift")
    held = {measured.rule for measured in outcome.measured if measured.holds}
    (failed,) = [measured for measured in outcome.measured if not measured.holds]
    assert held == {*RULE_OF.values()}
    assert (failed.table, failed.seen.nl) == ("threats", "3 rijen")
    assert [finding.file for finding in outcome.findings] == ["data/threats.csv"]
    assert "elke code is in gebruik" in {measured.seen.nl for measured in outcome.measured}


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", '{"bounds": [{"table": "missions"}]}', '{"bounds": [{"shape": "round"}]}'],
)
def test_malformed_bounds_are_no_bounds(example: Path, text: str) -> None:
    (example / BOUNDS).write_text(text)
    with open_package(example) as package, pytest.raises(PackageError, match=r"bounds\.json: "):
        read_bounds(package)


def test_a_bound_on_an_unknown_table_suggests_another(example: Path) -> None:
    state(example, {"measure": "rows", "maximum": 1, "table": "mission"})
    (finding,) = drift(example)
    assert (finding.rule, finding.column, finding.suggestion) == (
        *("descriptor", "bounds/0/table", "missions"),
    )


def test_a_malformed_record_is_no_release(example: Path) -> None:
    (example / "data/releases/0.0.2.json").write_text('{"version": 2}')
    with open_package(example) as package, pytest.raises(PackageError, match="not the record of"):
        last_release(package)


def test_the_newest_earlier_release_is_the_one_compared(example: Path) -> None:
    for version, count in (("0.0.9", 9), ("0.0.10", 10)):
        write_record(example, version, {"missions": count}, {})
    with open_package(example) as package:
        released = last_release(package)
    assert released is not None
    assert released.counts == {"missions": 10}


def test_a_record_of_this_version_is_no_earlier_release(example: Path) -> None:
    write_record(example, "0.0.2", {"missions": 9}, {})
    with open_package(example) as package:
        released = last_release(package)
    assert released is not None
    assert released.counts["missions"] == 3


def test_without_the_passages_the_other_measures_are_judged(example: Path) -> None:
    release_as_it_is(example)
    state(example, {"measure": "rows", "maximum": 0}, {"measure": "lost_rows", "maximum": 0})
    (example / "data/sources/passages.csv").write_text("id\n")
    delete_row(example, "missions", "night-watch")
    found = drift(example)
    assert [(finding.rule, finding.file) for finding in found] == [
        ("release-change", "data/missions.csv")
    ]


def test_without_a_release_the_layer_says_so(example: Path) -> None:
    (example / "data/releases/0.0.1.json").unlink()
    with open_package(example) as package:
        outcome = run_layer(package, "drift")
    assert "drift: there is no earlier release to compare with" in outcome.notes
    assert {measured.rule for measured in outcome.measured} == {"basis-share"}


def test_the_published_bounds_hold_for_any_number_of_letters() -> None:
    with open_package() as package:
        bounds = read_bounds(package)["bounds"]
    assert {bound.measure for bound in bounds if not bound.table} == {*MEASURES}
    assert [bound for bound in bounds if "the letter " in bound.reason] == []


def test_rows_that_are_lost_are_one_finding_for_all_that_went_with_them(example: Path) -> None:
    release_as_it_is(example)
    state(example, *({"measure": measure, "maximum": 0} for measure in ("lost_rows", "codes")))
    delete_row(example, "threats", "poverty")
    assert {finding.rule for finding in drift(example)} == {"release-change", "code-coverage"}
    with open_package(example) as package:
        report = validate(package, ["drift"])
    assert [finding.rule for finding in report.findings] == ["release-change"]
    (left_out,) = report.suppressed
    assert (left_out.finding.rule, left_out.why) == ("code-coverage", "consequence")
    assert left_out.because == "data/threats.csv [release-change]"


def accept(package: Path, **entry: str) -> None:
    """Accept what the test below finds, but for what is named otherwise."""
    meant = {
        "version": "0.0.2",
        "rule": "release-change",
        "table": "missions",
        "reason": "the missions were withdrawn",
        "reason_nl": "de missies zijn ingetrokken",
    }
    edit_json(package, BOUNDS, lambda stated: stated.update(accepted=[{**meant, **entry}]))


def test_an_accepted_drift_is_left_out_with_its_reason(example: Path) -> None:
    write_record(example, "0.0.1", {"missions": 9}, {})
    state(example, {"measure": "lost_rows", "maximum": 0})
    accept(example)
    with open_package(example) as package:
        report = validate(package, ["drift"])
    assert report.findings == ()
    (left_out,) = report.suppressed
    assert (left_out.finding.rule, left_out.why) == ("release-change", "accepted")
    assert left_out.because == "the missions were withdrawn"
    assert left_out.because.nl == "de missies zijn ingetrokken"


@pytest.mark.parametrize(
    ("entry", "rules"),
    [
        ({"version": "0.0.1"}, ["release-change"]),
        ({"column": "kind"}, ["accepted-drift", "release-change"]),
        ({"table": "threats"}, ["accepted-drift", "release-change"]),
        ({"rule": "code-coverage"}, ["accepted-drift", "release-change"]),
    ],
    ids=["version", "column", "table", "rule"],
)
def test_only_the_drift_that_was_accepted_is_left_out(
    example: Path, entry: dict[str, str], rules: list[str]
) -> None:
    write_record(example, "0.0.1", {"missions": 9}, {})
    state(example, {"measure": "lost_rows", "maximum": 0})
    accept(example, **entry)
    with open_package(example) as package:
        found = validate(package, ["drift"]).findings
    assert sorted(finding.rule for finding in found) == rules


@pytest.mark.parametrize("entry", [{"rule": "enum"}, {"shape": "round"}, {"table": "mission"}])
def test_an_entry_that_accepts_nothing_is_malformed(example: Path, entry: dict[str, str]) -> None:
    accept(example, **entry)
    with open_package(example) as package, pytest.raises(PackageError, match=r"bounds\.json: "):
        read_bounds(package)
