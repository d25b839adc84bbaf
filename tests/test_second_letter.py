"""Another letter is rows: no code, no schema and no code list changes for it."""

import csv
import shutil
from pathlib import Path

import pytest

from tests import readme
from tests.example import DOCUMENT, PRINT, write_example
from tests.example import LETTER as PASSAGES
from tests.files import made
from tests.shared import LETTER_FILE, shared_file
from tests.test_examples import OF_A_RELEASE, OF_THE_ZIP, PREAMBLE, QUESTIONS
from validation import open_package, validate
from validation.outputs.verification import attach_letters, verify_file
from validation.package.formatting import format_package
from validation.package.opening import DESCRIPTOR, ROOT

LAYERS = ("bytes", "structure", "columns", "relations")  # bounds are stated anew for more letters
OURS_ALREADY = {"codes"}


@pytest.fixture(scope="module")
def both_letters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published package with the rows of the example's invented letter added to its tables."""
    example = write_example(tmp_path_factory.mktemp("example"))
    folder = tmp_path_factory.mktemp("both")
    for name in ("data", "schemas"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / DESCRIPTOR, folder)
    with open_package(folder) as package:
        paths = [table.path for table in package.tables.values() if table.name not in OURS_ALREADY]
    for path in paths:
        add_rows(folder / path, example / path)
    with open_package(folder) as package:
        format_package(package)
    return folder


def add_rows(to: Path, of: Path) -> None:
    """Append the rows that a table does not hold yet; a thing both letters share is one row."""
    with to.open(encoding="utf-8", newline="") as stream:
        held = list(csv.reader(stream))
    with of.open(encoding="utf-8", newline="") as stream:
        added = [row for row in list(csv.reader(stream))[1:] if row[0] not in shared_ids(to, held)]
    with to.open("a", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(added)


def shared_ids(path: Path, held: list[list[str]]) -> set[str]:
    """The identifiers a table of things or of reference holds; no other table has single keys."""
    return {row[0] for row in held[1:]} if held[0][0] == "id" or path.stem == "countries" else set()


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
    both_letters: Path, tmp_path: Path
) -> None:
    made(both_letters, tmp_path, "readers", "workbook", "sqlite", "duckdb", "parquet")
    for question in QUESTIONS:
        assert readme.asked_of_sqlite(question, tmp_path) == question.answer
        assert readme.asked_of_pandas(question, PREAMBLE, tmp_path) == question.answer
    for blocks, folder in ((OF_A_RELEASE, tmp_path), (OF_THE_ZIP, both_letters)):
        for block in blocks:
            if not readme.missing(block):
                assert readme.answer(block, folder) == block.answer
