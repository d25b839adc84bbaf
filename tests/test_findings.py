"""A list of findings: each fault once, and shown so that people and programs can use it."""

import json
import xml.etree.ElementTree as ET
from collections.abc import Sequence

import pytest

from validation.findings import FORMATS, Finding, Report, merge, near, shorten
from validation.rules import LAYERS, RULES

FILE = "data/missions.csv"
FAULT = Finding(FILE, 2, "kind", "enum", "postuur", "this is not a code of `mission_kind`")


def finding(
    rule: str, row: int = 2, column: str = "kind", *, file: str = FILE, value: str = ""
) -> Finding:
    return Finding(file, row, column, rule, value, "this is wrong")


def report(*findings: Finding, notes: Sequence[str] = ()) -> Report:
    return Report(tuple(findings), {"files": 40, "rows": 1234}, tuple(notes))


def test_of_one_cell_the_first_layer_speaks() -> None:
    of_bytes, of_columns = finding("nfc"), finding("pattern")
    of_relations = finding("foreign-key")
    assert merge([of_relations, of_columns, of_bytes]) == (of_bytes,)
    assert merge([of_relations, of_columns]) == (of_columns,)


def test_two_rules_of_one_layer_may_both_speak_of_a_cell() -> None:
    both = (finding("length"), finding("reinterpreted"))
    assert merge(both) == both


@pytest.mark.parametrize(
    "other",
    [
        finding("foreign-key", row=3),
        finding("foreign-key", column="parent_id"),
        finding("foreign-key", file="data/threats.csv"),
    ],
)
def test_other_cells_are_judged_all_the_same(other: Finding) -> None:
    assert set(merge([finding("pattern"), other])) == {finding("pattern"), other}


def test_findings_on_a_whole_row_stand_beside_each_other() -> None:
    both = (finding("claim-evidence", column=""), finding("row-width", column=""))
    assert merge(both) == both


def test_a_fault_found_twice_is_reported_once() -> None:
    assert merge([FAULT, FAULT]) == (FAULT,)


def test_findings_come_by_file_and_line() -> None:
    later, earlier = finding("enum", row=10), finding("length", row=9)
    elsewhere = finding("nfc", row=1, file="data/actors.csv")
    assert merge([later, elsewhere, earlier]) == (elsewhere, earlier, later)


def test_a_fingerprint_speaks_only_of_a_file_that_is_clean_otherwise() -> None:
    hashes = finding("fingerprint", row=0, column="")
    elsewhere = finding("enum", file="data/threats.csv")
    assert merge([hashes, FAULT]) == (FAULT,)
    assert merge([hashes, elsewhere]) == (hashes, elsewhere)


def test_a_finding_knows_its_layer_and_mend() -> None:
    assert FAULT.layer == "columns"
    assert FAULT.mend == RULES["enum"].mend_en
    assert FAULT.place == "data/missions.csv:2"
    assert finding("stray-file", row=0).place == "data/missions.csv"


def test_as_text_a_finding_is_two_lines() -> None:
    assert FORMATS["text"](report(FAULT, notes=["seals: not checked"])).splitlines() == [
        "data/missions.csv:2: kind 'postuur': this is not a code of `mission_kind` [enum]",
        "    mend: Choose a code from `data/sources/codes.csv`.",
        "note: seals: not checked",
        "checked: 40 files, 1,234 rows",
        "1 finding",
    ]


def test_as_text_a_fault_of_a_file_names_the_file_alone() -> None:
    first, *_ = FORMATS["text"](report(finding("stray-file", row=0, column=""))).splitlines()
    assert first == "data/missions.csv: this is wrong [stray-file]"


@pytest.mark.parametrize(
    ("findings", "last"),
    [((), "clean"), ((FAULT,), "1 finding"), ((FAULT, finding("nfc")), "2 findings")],
)
def test_as_text_the_last_line_is_the_result(findings: tuple[Finding, ...], last: str) -> None:
    assert FORMATS["text"](report(*findings)).splitlines()[-1] == last


def test_as_text_a_line_break_in_a_value_breaks_no_line() -> None:
    text = FORMATS["text"](report(finding("hidden-character", value="two\nlines\r\0")))
    assert len(text.splitlines()) == len(FORMATS["text"](report(FAULT)).splitlines())


def test_as_json_a_program_finds_all_fields() -> None:
    content = json.loads(FORMATS["json"](report(FAULT, notes=["seals: not checked"])))
    assert content == {
        "clean": False,
        "findings": [
            {
                "file": FILE,
                "row": 2,
                "column": "kind",
                "rule": "enum",
                "value": "postuur",
                "message": "this is not a code of `mission_kind`",
                "layer": "columns",
                "mend": "Choose a code from `data/sources/codes.csv`.",
            }
        ],
        "counts": {"files": 40, "rows": 1234},
        "notes": ["seals: not checked"],
    }


def test_as_json_no_findings_are_an_empty_list() -> None:
    content = json.loads(FORMATS["json"](report()))
    assert (content["clean"], content["findings"]) == (True, [])


def test_on_github_a_finding_is_an_annotation() -> None:
    first, *rest = FORMATS["github"](report(FAULT)).splitlines()
    assert first == (
        "::error file=data/missions.csv,line=2,title=enum::kind: this is not a code of "
        "`mission_kind` (postuur). Choose a code from `data/sources/codes.csv`."
    )
    assert rest == ["checked: 40 files, 1,234 rows", "1 finding"]


def test_on_github_nothing_can_end_an_annotation_or_forge_another() -> None:
    forged = finding("enum", file="data/a,b:c%.csv", value="100%\n::error::forged\r")
    first, *rest = FORMATS["github"](report(forged)).splitlines()
    assert first.startswith("::error file=data/a%2Cb%3Ac%25.csv,line=2,title=enum::")
    assert "100%25%0A::error::forged%0D" in first
    assert len(rest) == 2


def test_on_github_a_fault_of_a_file_stands_on_its_first_line() -> None:
    assert ",line=1," in FORMATS["github"](report(finding("stray-file", row=0, column="")))


def test_as_junit_each_rule_is_a_case() -> None:
    root = ET.fromstring(FORMATS["junit"](report(FAULT, finding("enum", row=3))))  # noqa: S314
    assert [suite.get("name") for suite in root] == list(LAYERS)
    assert {case.get("name") for case in root.iter("testcase")} == set(RULES)
    failed = [case for case in root.iter("testcase") if len(case)]
    assert [case.get("name") for case in failed] == ["enum"]
    assert sum(int(suite.get("failures", 0)) for suite in root) == 1
    assert sum(int(suite.get("tests", 0)) for suite in root) == len(RULES)
    text = failed[0][0].text or ""
    assert text.count("[enum]") == 2


@pytest.mark.parametrize(
    "value", ["\0", "\x08", "\x1b[31m", "\ufffe", "\ud800", "]]>", "</failure>", "&amp;<"]
)
def test_as_junit_any_value_is_xml(value: str) -> None:
    written = FORMATS["junit"](report(finding("hidden-character", value=f"a{value}b")))
    root = ET.fromstring(written)  # noqa: S314
    (failure,) = root.iter("failure")
    assert "a" in (failure.get("message") or "")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_can_be_printed(name: str) -> None:
    text = FORMATS[name](report(finding("hidden-character", value="\0\u202e«é»")))
    assert text.encode("utf-8")


def test_a_long_value_is_cut() -> None:
    assert shorten("a" * 60) == "a" * 60
    assert shorten("a" * 61) == "a" * 57 + "..."


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("operaton", "; did you mean 'operation'?"),
        ("Posture", "; did you mean 'posture'?"),
        ("harbour", ""),
        ("", ""),
    ],
)
def test_near_hints_at_what_was_meant(value: str, hint: str) -> None:
    assert near(value, ["posture", "operation"]) == hint


def test_near_finds_nothing_among_nothing() -> None:
    assert near("operation", []) == ""
