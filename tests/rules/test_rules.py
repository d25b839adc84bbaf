"""Every rule breaks on one fault, at one place, and nothing else does."""

from collections import defaultdict
from pathlib import Path
from string import Formatter

import pytest

from tests.broken import ALLOWED, BROKEN, SLOW, UNREAD_BESIDE, WITHIN, Case, Edit
from tests.example import (
    DOCUMENT,
    FAST,
    LETTER,
    append_row,
    line_of,
    open_with_letter,
    path_of,
    set_cell,
)
from validation.catalogue.languages import LANGUAGES
from validation.catalogue.rules import LAYERS, RULES, SEVERITIES, Rule
from validation.package.opening import open_package
from validation.package.rereading import PLACEHOLDER, REINTERPRETED
from validation.rules.row_rules import ROW_RULES, numbers
from validation.rules.run import validate


def expected(case: Case, package: Path, edited: int) -> tuple[str, str, int, str]:
    file, line = case.file, edited if case.row is None else case.row
    if isinstance(line, str):
        line = line_of(package, file, line)
    if not file.endswith((".csv", ".json")):
        file = path_of(package, file)
    return case.rule, file, line, case.column


@pytest.mark.parametrize("case", BROKEN, ids=str)
def test_one_fault_gives_one_finding(case: Case, example: Path) -> None:
    edited = [edit(example) for edit in case.edits][-1]
    with open_with_letter(example) as package:
        report = validate(package, case.layers)
    found = [(f.rule, f.file, f.row, f.column) for f in report.findings]
    assert found == [expected(case, example, edited)]
    (message,) = [finding.message for finding in report.findings]
    assert case.says in message
    assert message.nl not in {"", message}, "the message is not in Dutch"


@pytest.mark.parametrize(("unread", "rule"), UNREAD_BESIDE)
def test_a_rule_judges_the_tables_that_can_be_read(unread: str, rule: str, example: Path) -> None:
    case = next(case for case in BROKEN if case.rule == rule)
    edited = [edit(example) for edit in case.edits][-1]
    wanted = expected(case, example, edited)
    path = example / path_of(example, unread)
    path.write_bytes(b"no" + path.read_bytes())
    with open_package(example) as package:
        report = validate(package, FAST)
    assert wanted in [(f.rule, f.file, f.row, f.column) for f in report.findings]


@pytest.mark.parametrize(
    ("edits", "layers"),
    [*((edits, FAST) for edits in ALLOWED.values()), *((edits, SLOW) for edits in WITHIN.values())],
    ids=[*ALLOWED, *WITHIN],
)
def test_what_no_condition_of_a_rule_forbids_is_clean(
    edits: tuple[Edit, ...], layers: tuple[str, ...], example: Path
) -> None:
    for edit in edits:
        edit(example)
    with open_package(example) as package:
        assert validate(package, layers).findings == ()


def test_an_unknown_kind_is_no_fault_of_the_child(example: Path) -> None:
    set_cell(example, "missions", "lantern", "kind", "parade")
    with open_package(example) as package:
        report = validate(package, FAST)
    assert [finding.rule for finding in report.findings] == ["enum"]


def test_an_exception_excuses_a_seal(example: Path) -> None:
    key = f"{DOCUMENT}.s02.p2.z2"
    set_cell(example, "passages", key, "seal", "a" * 64)
    entry = {"rule": "seal", "about_table": "passages", "about_key": key}
    append_row(example, "exceptions", {**entry, "reason": "The gazette prints it otherwise."})
    with open_with_letter(example) as package:
        report = validate(package, FAST)
    assert report.findings == ()


@pytest.mark.parametrize(
    ("english", "dutch"),
    [
        ("1,000 of 2,500,000 euros", "1.000 van de 2.500.000 euro"),
        ("1000 euros", "1.000 euro"),
        ("2.5 per cent", "2,5 procent"),
        ("the 2nd of 3 in 2016", "in 2016 de 2e van de 3"),
        ("at 10:30", "om 10.30 uur"),
        ("2015-2016, nr. 9.", "nr. 9, 2015/2016"),
        ("F-16s", "F16's"),
        ("no number", "geen getal"),
    ],
)
def test_a_number_is_the_same_however_a_language_writes_it(english: str, dutch: str) -> None:
    assert numbers(english) == numbers(dutch)


@pytest.mark.parametrize(
    ("english", "dutch"),
    [("2016", "2017"), ("25", "2,5"), ("2.5", "5,2"), ("1,000", "100"), ("3", "3 van de 3")],
)
def test_another_number_is_another(english: str, dutch: str) -> None:
    assert numbers(english) != numbers(dutch)


@pytest.mark.parametrize(
    "text",
    [
        *("2016-2017", "2016-17", "15/40", "2015/778", "SC/12426", "1.2.10", "33 694", "v1.3.2"),
        *("s01", "A1", "1st", "ad-3", "mars-3", "decks-2", "mayor-3", "sep-x1", "March", "mei"),
        *("3 ships", "1 of 2", "50% more", "10 days", "2 million", "Article 100", "1/2 of it"),
        *("Unknown waters", "Geen smokkel", "XX", "What is known?", "Not stated."),
    ],
)
def test_a_text_that_only_resembles_another_value_is_text(text: str) -> None:
    assert not REINTERPRETED.fullmatch(text)
    assert not PLACEHOLDER.fullmatch(text)


def test_every_message_of_the_catalogue_is_in_both_languages_with_the_same_places() -> None:
    def places(template: str) -> set[tuple[str | None, str | None]]:
        return {(name, form) for _, name, form, _ in Formatter().parse(template) if name}

    for rule in RULES.values():
        by_name: dict[str, dict[str, str]] = defaultdict(dict)
        for name, template in rule.message.items():
            start, _, language = name.rpartition("_")
            by_name[start][language] = template
        for texts in by_name.values():
            assert texts.keys() == LANGUAGES.keys(), rule.id
            assert places(texts["en"]) == places(texts["nl"]), rule.id


@pytest.mark.parametrize(
    "text",
    [
        *("NA", "n/a", "null", "nan", "None", "TRUE", "False", "1E5", "2018", "1.5", "1,5", "inf"),
        *("=A1", "+a", "-a", "@a", "#N/A", "0x1F", "1,000,000", "1.000,5", "50%", "€ 5", "1 1/2"),
        *("(12)", "10:30", "5 pm", "2018-03-01", "2018-03", "2018-03-01T10:30Z", "1/2", "3-4"),
        *("31/12/2018", "1.2.2018", "3-Mar", "3 mrt 2018", "March 2018", "SEPT2", "okt-18"),
    ],
)
def test_a_text_that_programs_take_for_another_value_is_found(text: str) -> None:
    assert REINTERPRETED.fullmatch(text)


@pytest.mark.parametrize(
    "text", ["unknown", "Onbekend", "n.v.t.", "tbd", "?", "–", "…", "not stated"]
)
def test_a_text_that_stands_for_nothing_is_found(text: str) -> None:
    assert PLACEHOLDER.fullmatch(text)


def test_every_rule_has_a_broken_example() -> None:
    assert {case.rule for case in BROKEN} == set(RULES)


def test_every_rule_on_a_row_has_a_broken_example() -> None:
    assert {(rule.id, rule.column) for rule in ROW_RULES} <= {(c.rule, c.column) for c in BROKEN}


def test_the_example_is_clean_in_every_layer(example: Path) -> None:
    with open_with_letter(example) as package:
        report = validate(package)
        tables = [len(table.rows) for table in package.tables.values()]
    assert report.findings == ()
    assert report.notes == ()
    assert report.counts["seals"] == len(LETTER)
    assert report.counts["rules"] == len(RULES)
    assert report.counts["rows"] == sum(tables)
    assert all(tables), "each table of the example has a row"


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_a_rule_says_everything_in_both_languages(rule: Rule) -> None:
    assert rule.layer in LAYERS
    assert rule.severity in SEVERITIES
    for name in ("demand", "why", "example", "fix"):
        text = rule.text(name)
        assert text != text.nl
        for words in (text, text.nl):
            assert words.strip() == words
            assert words.rstrip("`").endswith(".")
            assert words.count("`") % 2 == 0
