"""What a finding advises is safe to follow, and where a rule's ground is gone it says nothing."""

import difflib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.example import (
    DOCUMENT,
    FAST,
    append_row,
    edit_json,
    letter_of,
    open_with_letter,
    path_of,
    set_cell,
)
from validation.package.opening import open_package
from validation.rules.run import run_layer, validate

BETWEEN_TABLES = ("columns", "relations")


def add_lines(package: Path, table: str, lines: list[str]) -> None:
    """Write rows below those of a table."""
    with (package / path_of(package, table)).open("a", encoding="utf-8", newline="") as stream:
        stream.writelines(f"{line}\n" for line in lines)


def strays(package: Path, number: int) -> None:
    """Add regions that each stand under a region that is not there."""
    lines = [f"isle-{n},country,isel-{n}x,arranged,,Isle,Eiland,," for n in range(number)]
    add_lines(package, "regions", lines)


def renamed(package: Path, number: int) -> None:
    """Add regions whose identifiers are ill-formed, and evidence that has them right."""
    add_lines(package, "regions", [f"Isle-{n},country,,,,Isle,Eiland,," for n in range(number)])
    passage = "example-letter.s01.p1.z2"
    add_lines(package, "evidence", [f"regions,isle-{n},row,{passage}" for n in range(number)])


@pytest.mark.parametrize("break_", [strays, renamed])
def test_many_wrong_values_are_not_each_compared_with_every_row(
    break_: Callable[[Path, int], None], example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []
    begin = difflib.SequenceMatcher.set_seq1

    def counted(self: difflib.SequenceMatcher[str], a: str) -> None:
        compared.append(a)
        begin(self, a)

    monkeypatch.setattr(difflib.SequenceMatcher, "set_seq1", counted)
    number = 100
    break_(example, number)
    with open_package(example) as package:
        report = validate(package, BETWEEN_TABLES)
    assert len(report.findings) >= number
    assert len(compared) <= 50 * number


def test_what_stands_in_a_cell_is_never_what_was_meant(example: Path) -> None:
    table, key = "decision_considerations", f"{DOCUMENT}/extend-lantern-2018/crew-safety"
    set_cell(example, table, key, "document_id", "harbour-treaty")
    with open_package(example) as package:
        report = validate(package, BETWEEN_TABLES)
    (finding,) = [f for f in report.findings if f.column == "decision_id"]
    assert (finding.rule, finding.suggestion) == ("foreign-key", "")


# Each table that a rule names, and of those that all rules treat alike, one.
TABLES = [
    *("interests", "missions", "partners", "actors", "considerations"),
    *("commitments", "decisions", "contributions", "mission_interests", "threat_causes"),
    *("partner_ties", "decision_documents", "document_interests", "documents", "document_ties"),
    *("passages", "evidence", "names", "judgements", "codes", "codings"),
    *("exceptions", "retired_ids", "countries", "places", "mission_facts", "identifiers"),
]


def misspell(package: Path, table: str) -> set[str]:
    """Misspell the last column in the header of a table."""
    path = package / path_of(package, table)
    header, _, rows = path.read_bytes().partition(b"\n")
    path.write_bytes(header + b"s\n" + rows)
    return {path_of(package, table)}


def unname_a_key(schema: dict[str, Any]) -> None:
    schema["fields"][0]["name"] += "s"


def rename_a_column(schema: dict[str, Any]) -> None:
    """Its kind, by which trees are known, or the last; the schema stays sound by itself."""
    columns = {column["name"]: column for column in schema["fields"]}
    columns.get("kind", schema["fields"][-1])["name"] += "s"


def misrefer(schema: dict[str, Any]) -> None:
    for key in schema["foreignKeys"]:
        key["reference"]["fields"][-1] += "s"


FAULTS = [
    *((fault, table) for fault in (unname_a_key, rename_a_column) for table in TABLES),
    *((misrefer, table) for table in ("interests", "partners", "threat_causes", "evidence")),
]


@pytest.mark.parametrize("table", TABLES)
def test_an_unreadable_table_is_blamed_alone(table: str, example: Path) -> None:
    blamed = misspell(example, table)
    with open_package(example) as package:
        report = validate(package, FAST)
    assert {finding.file for finding in report.findings} == blamed
    assert report.notes


@pytest.mark.parametrize(("fault", "table"), FAULTS)
def test_a_faulty_schema_is_blamed_alone(
    fault: Callable[[dict[str, Any]], None], table: str, example: Path
) -> None:
    path = f"schemas/{table}.json"
    edit_json(example, path, fault)
    with open_package(example) as package:
        report = validate(package, FAST)
    allowed = {path, path_of(example, table)}
    assert {finding.file for finding in report.findings} <= allowed


def excuse(package: Path, rule: str, table: str, key: str) -> int:
    """List an exception that excuses nothing, and return its line."""
    entry = {"rule": rule, "about_table": table, "about_key": key}
    return append_row(package, "exceptions", {**entry, "reason": "The gazette says otherwise."})


PASSAGE = f"{DOCUMENT}.s01.p1.z2"


@pytest.mark.parametrize(
    ("rule", "table", "key"),
    [
        ("form-without-evidence", "passages", PASSAGE),
        ("evidence-without-form", "evidence", f"interests/safe-shipping/row/{PASSAGE}"),
        ("seal", "documents", DOCUMENT),
    ],
)
def test_only_of_words_that_were_read_an_exception_is_out_of_use(
    rule: str, table: str, key: str, example: Path
) -> None:
    line = excuse(example, rule, table, key)
    with open_with_letter(example) as package:
        (finding,) = validate(package, FAST).findings
    assert (finding.rule, finding.row) == ("exception-in-use", line)
    letter = letter_of(example)
    letter.write_text(letter.read_text().replace("fishing", "hunting"))
    with open_with_letter(example) as package:
        found = validate(package, FAST).findings
    assert {(finding.rule, finding.value != PASSAGE) for finding in found} == {("seal", True)}


def test_an_exception_is_out_of_use_only_if_every_table_was_read(example: Path) -> None:
    excuse(example, "general-passage", "passages", PASSAGE)
    blamed = misspell(example, "missions")
    with open_package(example) as package:
        report = validate(package, FAST)
    assert {finding.file for finding in report.findings} == blamed
    assert "exception-in-use was not checked: `missions` cannot be read" in report.notes


def test_what_exceptions_may_excuse_is_counted_while_they_cannot_be_read(example: Path) -> None:
    set_cell(example, "missions", "lantern-training", "parent_id", "lantern-school")
    misspell(example, "exceptions")
    with open_package(example) as package:
        report = validate(package, FAST)
    assert {finding.file for finding in report.findings} == {"schemas/exceptions.csv"}
    said = "findings between tables not shown: {}; `exceptions` may list them, but cannot be read"
    assert any(note == said.format(2) for note in report.notes), report.notes


def test_a_bound_of_a_column_that_a_schema_lost_is_not_judged(example: Path) -> None:
    def misname(schema: dict[str, Any]) -> None:
        (column,) = (column for column in schema["fields"] if column["name"] == "date")
        column["name"] = "day"

    edit_json(example, "schemas/documents.json", misname)
    with open_package(example) as package:
        outcome = run_layer(package, "drift")
    assert outcome.findings == []
    assert "drift: `documents` was not checked; it cannot be read" in outcome.notes
