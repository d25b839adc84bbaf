"""Another letter is rows: no code, no schema and no code list changes for it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests import readme
from tests.example import DOCUMENT, PRINT
from tests.example import LETTER as PASSAGES
from tests.shared import LETTER_FILE, shared_file
from tests.test_examples import OF_A_RELEASE, OF_THE_ZIP, PREAMBLE, QUESTIONS
from validation import open_package, validate
from validation.outputs.verification import attach_letters, verify_file

LAYERS = ("bytes", "structure", "columns", "relations")  # bounds are stated anew for more letters


def test_a_second_letter_is_rows_alone(both_letters: Path) -> None:
    with open_package(both_letters) as package:
        report = validate(package, LAYERS)
        documents = set(package.frame("passages")["document_id"])
    assert report.findings == ()
    assert documents == {DOCUMENT, "kst-33694-9"}


@pytest.mark.parametrize("document", [DOCUMENT, "kst-33694-9"])
def test_each_letter_is_verified_by_itself(
    both_letters: Path, tmp_path: Path, document: str
) -> None:
    text = PRINT
    if document != DOCUMENT:
        text = shared_file(LETTER_FILE).read_text("utf-8")
    path = tmp_path / "letter.txt"
    path.write_bytes(text.encode())
    with open_package(both_letters) as package:
        verdict = verify_file(package, document, path)
    assert verdict.mentions is not None
    assert verdict.mentions.findings == []
    assert verdict.holds


def test_validation_finds_of_which_letter_a_text_is(both_letters: Path, tmp_path: Path) -> None:
    invented = tmp_path / "letter.txt"
    invented.write_bytes(PRINT.encode())
    with open_package(both_letters) as package:
        attach_letters(package, [invented])
        some = validate(package, ["relations"])
    assert some.findings == ()
    assert some.counts["seals"] == len(PASSAGES)
    assert [note.partition(";")[0] for note in some.notes] == ["seals: not checked for kst-33694-9"]
    with open_package(both_letters) as package:
        attach_letters(package, [shared_file(LETTER_FILE), invented])
        both = validate(package, ["relations"])
        assert both.counts["seals"] == len(package.frame("passages"))
    assert (both.findings, both.notes) == ((), ())


def test_things_are_shared_and_statements_are_not(both_letters: Path) -> None:
    with open_package(both_letters) as package:
        for table in package.tables.values():
            if table.is_claim and not table.is_thing:
                assert table.schema.primary_key[0] == "document_id"
        assert DOCUMENT in set(package.frame("commitments")["document_id"])


def test_another_letter_changes_no_answer_in_the_documents(
    both_letters: Path, made_once: Callable[..., Path]
) -> None:
    files = made_once(both_letters, "readers", "workbook", "sqlite", "duckdb", "parquet")
    for question in QUESTIONS:
        assert readme.asked_of_sqlite(question, files) == question.answer
        assert readme.asked_of_pandas(question, PREAMBLE, files) == question.answer
    for blocks, folder in ((OF_A_RELEASE, files), (OF_THE_ZIP, both_letters)):
        for block in blocks:
            # R reads the same files as Python, and its examples run on the first letter anyway.
            if block.language != "r" and not readme.missing(block):
                assert readme.answer(block, folder) == block.answer
