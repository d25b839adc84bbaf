"""A list of findings: each fault once, with all that it takes to find and fix it."""

import copy
import pickle
from collections.abc import Iterable
from dataclasses import replace

import pytest

from validation.catalogue.finding import Finding, nearest, shorten
from validation.catalogue.languages import Both
from validation.catalogue.rules import RULES, rule_of
from validation.package.opening import open_package
from validation.rules.findings import Outcome, Report
from validation.rules.suppress import suppress

FILE = "data/missions.csv"
MESSAGE = Both("this is not a code of `mission_kind`", "dit is geen code van `mission_kind`")
FAULT = Finding(FILE, 2, "kind", "enum", "postuur", MESSAGE)


def finding(
    rule: str, row: int = 2, column: str = "kind", *, file: str = FILE, value: str = ""
) -> Finding:
    return Finding(file, row, column, rule, value, Both("this is wrong", "dit is fout"))


def merge(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """What is left of them in our own package, where none is listed or accepted."""
    with open_package() as package:
        kept, _ = suppress(package, {"columns": Outcome([*findings])})
    return tuple(sorted(kept))


def report(*findings: Finding) -> Report:
    return Report(tuple(findings), {"columns": {"rows": 1234}})


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


def test_what_a_wrong_cell_does_to_its_column_is_not_a_second_fault() -> None:
    share = finding("code-coverage", row=0)
    elsewhere = finding("code-coverage", row=0, column="parent_id")
    rows = finding("row-count", row=0, column="")
    twice = finding("unique", column="")
    assert merge([FAULT, share, elsewhere]) == (elsewhere, FAULT)
    assert set(merge([twice, rows])) == {twice, rows}


def test_a_finding_knows_its_layer_and_fix() -> None:
    assert rule_of(FAULT).layer == "columns"
    assert rule_of(FAULT).text("fix") == RULES["enum"].fix_en
    assert FAULT.place == "data/missions.csv:2"
    assert finding("stray-file", row=0).place == "data/missions.csv"


def test_a_long_value_is_cut() -> None:
    assert shorten("a" * 60) == "a" * 60
    assert shorten("a" * 61) == "a" * 57 + "..."


@pytest.mark.parametrize(
    ("value", "known"),
    [("operaton", "operation"), ("Posture", "posture"), ("harbour", ""), ("", "")],
)
def test_the_nearest_known_value_is_what_was_perhaps_meant(value: str, known: str) -> None:
    assert nearest(value, ["posture", "operation"]) == known


def test_among_nothing_nothing_is_near() -> None:
    assert nearest("operation", []) == ""


def test_a_finding_is_a_sentence_in_both_languages() -> None:
    meant = replace(FAULT, suggestion="posture")
    assert meant.said("en") == "this is not a code of `mission_kind`; did you mean `posture`?"
    assert meant.said("nl") == "dit is geen code van `mission_kind`; bedoelde u `posture`?"
    assert FAULT.said("nl") == "dit is geen code van `mission_kind`"


def test_a_finding_stays_on_its_line() -> None:
    forged = Finding("a\nb.csv", 2, "ki\rnd", "enum", "x\ny", Both("one\n\x1b[2Jtwo", "een"))
    assert len(forged.line("en").splitlines()) == 1
    assert forged.line("en").isprintable()


def test_a_report_counts_by_severity_and_layer() -> None:
    found = report(FAULT, finding("nfc"), finding("row-count", row=0, column=""))
    assert found.severities == {"error": 2, "warning": 1}
    columns = sum(rule.layer == "columns" for rule in RULES.values())
    assert found.counts == {"rows": 1234, "rules": columns}


def test_both_languages_survive_a_copy_and_another_process() -> None:
    for again in (copy.deepcopy(FAULT), pickle.loads(pickle.dumps(FAULT))):  # noqa: S301 - our own
        assert again == FAULT
        assert again.message.nl == FAULT.message.nl


@pytest.mark.parametrize(
    ("value", "known", "meant"),
    [
        ("kst-33694-9/sophia", ["kst-33694-9/minusma"], ""),
        ("kst-33694-9/minusmaa", ["kst-33694-9/minusma"], "kst-33694-9/minusma"),
        ("lettre/lantern/iceland", ["letter/lantern/iceland"], "letter/lantern/iceland"),
        ("letter.s01.p1.z3", ["letter.s01.p1.z2"], ""),
        ("letter.s01p1.z2", ["letter.s01.p1.z2"], "letter.s01.p1.z2"),
        ("LETTER/NATO", ["letter/nato", "letter/nota"], "letter/nato"),
        ("NATO", ["nato"], "nato"),
        ("nato", ["NATO", "nati"], "NATO"),
        ("letter/lantern", ["lantern"], ""),
    ],
)
def test_of_a_key_the_part_that_is_wrong_is_compared(
    value: str, known: list[str], meant: str
) -> None:
    assert nearest(value, known) == meant
