"""What the drift layer says of a table that has left its bounds."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.example import delete_row, set_cell, write_record
from validation import PackageError, open_package
from validation.history import record
from validation.rules.drift import Bound, last_release, read_accepted, read_bounds
from validation.rules.run import run_layer


def state(package: Path, **bound: object) -> None:
    """Let the package state this bound alone."""
    entry = {"reason": "so says the test", "reason_nl": "zo zegt de proef", **bound}
    (package / "schemas/bounds.json").write_text(json.dumps({"bounds": [entry]}))


def test_a_code_out_of_use_is_named_and_no_other(example: Path) -> None:
    state(example, table="decisions", measure="codes", column="timing", codes=["today", "earlier"])
    with open_package(example) as package:
        (finding,) = run_layer(package, "drift").findings
    assert (finding.column, finding.value) == ("timing", "earlier")
    wanted = "a row with each of today, earlier"
    assert finding.message == f"no row has earlier; expected: {wanted} (so says the test)"


def test_a_share_is_said_in_per_cent(example: Path) -> None:
    state(example, table="regions", measure="filled", column="country_id", minimum=0.9, maximum=1)
    with open_package(example) as package:
        (finding,) = run_layer(package, "drift").findings
    assert finding.value.endswith("%")
    assert f"{finding.value} of the cells are filled; expected: 90% to 100%" in finding.message
    assert finding.message.nl.endswith("verwacht: 90% t/m 100% (zo zegt de proef)")


MEASURES: dict[str, dict[str, Any]] = {
    "rows": {"table": "missions", "minimum": 1, "maximum": 9},
    "lost_rows": {"table": "missions", "maximum": 2},
    "basis": {"table": "commitments", "column": "basis", "code": "inferred", "maximum": 0.5},
    "risen_share": {"table": "commitments", "column": "basis", "code": "explicit", "maximum": 0.5},
    "codes": {"table": "decisions", "column": "timing", "codes": ["today"]},
    "filled": {"table": "missions", "column": "label_en", "minimum": 0.5, "maximum": 1},
}


def test_every_bound_is_measured_whether_it_holds_or_not(example: Path) -> None:
    bounds = [{"reason": "so it is", "measure": name, **bound} for name, bound in MEASURES.items()]
    never = {"table": "threats", "measure": "rows", "minimum": 90, "maximum": 99, "reason": "why?"}
    (example / "schemas/bounds.json").write_text(json.dumps({"bounds": [*bounds, never]}))
    with open_package(example) as package:
        outcome = run_layer(package, "drift")
    held = {measured.rule: measured for measured in outcome.measured if measured.holds}
    (failed,) = [measured for measured in outcome.measured if not measured.holds]
    assert set(held) == {Bound("", name, "").rule for name in MEASURES}
    assert (failed.table, failed.wanted, failed.wanted.nl) == ("threats", "90 to 99", "90 t/m 99")
    assert [finding.file for finding in outcome.findings] == ["data/threats.csv"]
    assert held["filled-share"].seen == "100% of the cells are filled"
    assert held["code-coverage"].seen.nl == "elke code is in gebruik"


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", '{"bounds": [{"table": "missions"}]}', '{"bounds": [{"shape": "round"}]}'],
)
def test_bounds_that_are_none_make_the_package_unreadable(example: Path, text: str) -> None:
    (example / "schemas/bounds.json").write_text(text)
    with open_package(example) as package, pytest.raises(PackageError, match=r"bounds\.json: "):
        read_bounds(package)


@pytest.mark.parametrize(("table", "column"), [("mission", ""), ("missions", "sort")])
def test_a_bound_on_nothing_makes_the_package_unreadable(
    example: Path, table: str, column: str
) -> None:
    state(example, table=table, measure="filled", column=column)
    with open_package(example) as package, pytest.raises(PackageError, match="nothing is there"):
        read_bounds(package)


def test_a_malformed_record_makes_the_package_unreadable(example: Path) -> None:
    (example / "data/releases/0.0.2.json").write_text('{"version": 2}')
    with open_package(example) as package, pytest.raises(PackageError, match="no record"):
        last_release(package)


def test_the_newest_earlier_release_is_the_one_compared(example: Path) -> None:
    for version, count in (("0.0.9", 9), ("0.0.10", 10)):
        write_record(example, version, {"missions": count}, {})
    with open_package(example) as package:
        released = last_release(package)
    assert released is not None
    assert released.rows == {"missions": 10}


def test_a_bound_names_its_rule() -> None:
    assert Bound("missions", "rows", "because").rule == "row-count"


def test_a_weaker_coding_is_seen_as_a_whole(example: Path) -> None:
    set_cell(
        example, "mission_interests", "example-letter/lantern/safe-shipping", "basis", "inferred"
    )
    state(example, table="mission_interests", measure="basis", column="basis", code="inferred",
          maximum=0.2)  # fmt: skip
    with open_package(example) as package:
        (finding,) = run_layer(package, "drift").findings
    assert (finding.rule, finding.value) == ("basis-share", "100%")


def test_a_table_that_lost_rows_is_found_once_for_all_that_went_with_them(example: Path) -> None:
    lost: list[dict[str, Any]] = [
        {"measure": "rows", "minimum": 3, "maximum": 9},
        {"measure": "lost_rows", "maximum": 0},
        {"measure": "codes", "column": "kind", "codes": ["operation", "posture"]},
        {"measure": "filled", "column": "parent_id", "minimum": 0, "maximum": 0.4},
    ]
    bounds = [{"table": "missions", "reason": "so it is", **bound} for bound in lost]
    (example / "schemas/bounds.json").write_text(json.dumps({"bounds": bounds}))
    delete_row(example, "missions", "night-watch")
    with open_package(example) as package:
        outcome = run_layer(package, "drift")
    assert [measured.holds for measured in outcome.measured] == [False] * len(bounds)
    assert [finding.rule for finding in outcome.findings] == ["row-count"]


def test_a_record_of_this_version_is_no_earlier_release(example: Path) -> None:
    write_record(example, "0.0.2", {"missions": 9}, {})
    with open_package(example) as package:
        released = last_release(package)
    assert released is not None
    assert released.rows["missions"] == 3


def test_every_published_bound_gives_its_reason_in_both_languages() -> None:
    with open_package() as package:
        bounds = read_bounds(package)
    assert [bound for bound in bounds if not (bound.reason and bound.reason_nl)] == []


def release_as_it_is(package: Path) -> None:
    """Let the last release be what the package holds now."""
    with open_package(package) as opened:
        released = record.state_of(opened, date="2026-11-02").record
    path = package / "data/releases/0.0.1.json"
    path.write_bytes(record.write(replace(released, version="0.0.1")))


def test_a_code_that_the_last_release_used_is_missed(example: Path) -> None:
    release_as_it_is(example)
    state(example, table="*", measure="lost_codes")
    with open_package(example) as package:
        assert run_layer(package, "drift").findings == []
    set_cell(example, "threats", "poverty", "kind", "danger")
    with open_package(example) as package:
        (finding,) = run_layer(package, "drift").findings
    assert (finding.rule, finding.file, finding.column) == (
        *("code-coverage", "data/threats.csv", "kind"),
    )
    wanted = "a row with each of danger, driver, method, as in 0.0.1"
    assert finding.message == f"no row has driver; expected: {wanted} (so says the test)"


def test_cells_that_the_last_release_filled_are_missed(example: Path) -> None:
    release_as_it_is(example)
    state(example, table="*", measure="emptied", maximum=0.4)
    set_cell(example, "commitments", "example-letter/lantern", "ends", "")
    with open_package(example) as package:
        assert run_layer(package, "drift").findings == []
    state(example, table="*", measure="emptied", maximum=0.2)
    with open_package(example) as package:
        (finding,) = run_layer(package, "drift").findings
    assert (finding.rule, finding.column, finding.value) == ("filled-share", "ends", "0%")
    wanted = "at least 13%, 20% less than in 0.0.1"
    assert f"expected: {wanted}" in finding.message


SHARES: dict[str, dict[str, Any]] = {
    "33.3% of the rows are contextual; expected: at most 33.2%": {
        "measure": "basis",
        "column": "basis",
        "code": "contextual",
        "maximum": 0.332,
    },
    "33.3% of the cells are filled; expected: 33.4% to 100.0%": {
        "measure": "filled",
        "column": "ends",
        "minimum": 0.334,
        "maximum": 1,
    },
    "66.7% of the rows are explicit; expected: at most 66.5%, 33.2% more than in 0.0.1": {
        "measure": "risen_share",
        "column": "basis",
        "code": "explicit",
        "maximum": 0.332,
    },
}


@pytest.mark.parametrize("said", SHARES)
def test_a_share_is_not_rounded_to_the_bound_that_it_leaves(example: Path, said: str) -> None:
    state(example, table="commitments", **SHARES[said])
    write_record(example, "0.0.1", {"commitments": 3}, {"commitments": 1})
    with open_package(example) as package:
        (finding,) = run_layer(package, "drift").findings
    assert finding.message == f"{said} (so says the test)"


def test_lost_rows_are_counted_from_the_release_that_had_them(example: Path) -> None:
    write_record(example, "0.0.1", {"missions": 9}, {})
    state(example, table="missions", measure="lost_rows", maximum=2)
    with open_package(example) as package:
        (finding,) = run_layer(package, "drift").findings
    assert "3 rows; expected: at least 7, 2 fewer than in 0.0.1" in finding.message
    assert "3 rijen; verwacht: ten minste 7, 2 minder dan in 0.0.1" in finding.message.nl


@pytest.mark.parametrize("measure", ["lost_codes", "emptied"])
def test_a_record_without_columns_is_no_measure_of_them(example: Path, measure: str) -> None:
    state(example, table="*", measure=measure, maximum=0.2)
    set_cell(example, "threats", "poverty", "kind", "danger")
    with open_package(example) as package:
        outcome = run_layer(package, "drift")
    assert (outcome.findings, outcome.measured) == ([], [])


def accept(package: Path, **entry: str) -> None:
    """Accept what the test below finds, but for what is named otherwise."""
    meant = {
        "version": "0.0.2",
        "rule": "filled-share",
        "table": "commitments",
        "column": "ends",
        "reason": "the period was withdrawn",
        "reason_nl": "de periode is ingetrokken",
    }
    path = package / "schemas/bounds.json"
    content = json.loads(path.read_text())
    path.write_text(json.dumps({**content, "accepted": [{**meant, **entry}]}))


def test_an_accepted_drift_is_told_and_no_finding(example: Path) -> None:
    state(example, table="commitments", measure="filled", column="ends", minimum=0.9, maximum=1)
    accept(example)
    with open_package(example) as package:
        outcome = run_layer(package, "drift")
    assert outcome.findings == []
    said = "drift: accepted for 0.0.2: commitments.ends (`schemas/bounds.json` says why)"
    assert said in outcome.notes


@pytest.mark.parametrize(
    ("entry", "rules"),
    [
        ({"version": "0.0.1"}, ["filled-share"]),
        ({"column": "starts"}, ["filled-share", "accepted-drift"]),
        ({"table": "missions"}, ["filled-share", "accepted-drift"]),
        ({"rule": "code-coverage"}, ["filled-share", "accepted-drift"]),
    ],
    ids=["version", "column", "table", "rule"],
)
def test_only_the_drift_that_was_accepted_is_excused(
    example: Path, entry: dict[str, str], rules: list[str]
) -> None:
    state(example, table="commitments", measure="filled", column="ends", minimum=0.9, maximum=1)
    accept(example, **entry)
    with open_package(example) as package:
        assert [finding.rule for finding in run_layer(package, "drift").findings] == rules


@pytest.mark.parametrize("entry", [{"rule": "enum"}, {"shape": "round"}])
def test_what_accepts_nothing_makes_the_package_unreadable(
    example: Path, entry: dict[str, str]
) -> None:
    accept(example, **entry)
    with open_package(example) as package, pytest.raises(PackageError, match=r"bounds\.json: "):
        read_accepted(package)
