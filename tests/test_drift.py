"""What the drift layer says of a table that has left its bounds."""

import json
from pathlib import Path

import pytest

from tests.example import set_cell
from validation import PackageError, open_package
from validation.drift import Bound, last_release, read_bounds
from validation.layers import run_layer


def state(package: Path, **bound: object) -> None:
    """Let the package state this bound alone."""
    entry = {"reason": "so says the test", **bound}
    (package / "schemas/bounds.json").write_text(json.dumps({"bounds": [entry]}))


def test_a_code_out_of_use_is_named_and_no_other(example: Path) -> None:
    state(example, table="decisions", measure="codes", column="timing", codes=["today", "earlier"])
    with open_package(example) as package:
        (finding,) = run_layer(package, "drift").findings
    assert (finding.column, finding.value) == ("timing", "earlier")
    assert finding.message == "no row has this (so says the test)"


def test_a_share_is_said_in_per_cent(example: Path) -> None:
    state(example, table="regions", measure="filled", column="country_id", minimum=0.9, maximum=1)
    with open_package(example) as package:
        (finding,) = run_layer(package, "drift").findings
    assert finding.value.endswith("%")
    assert "expected are 90% to 100%" in finding.message


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", '{"bounds": [{"table": "missions"}]}', '{"bounds": [{"shape": "round"}]}'],
)
def test_bounds_that_are_none_make_the_package_unreadable(example: Path, text: str) -> None:
    (example / "schemas/bounds.json").write_text(text)
    with open_package(example) as package, pytest.raises(PackageError, match="states no bounds"):
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
        record = {"version": version, "counts": {"missions": count}, "explicit": {}}
        (example / f"data/releases/{version}.json").write_text(json.dumps(record))
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
