"""The text of a letter is given to validation, and never searched for."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import readme
from tests.example import (
    DOCUMENT,
    LETTER,
    PRINT,
    Capsys,
    append_row,
    letter_of,
    replace_bytes,
    set_cell,
)
from tests.readme import PYTHON, what_make_runs
from tests.shared import LETTER_FILE, shared_file
from validation.commands.explain import explain_command
from validation.commands.validate import validate_command
from validation.commands.verify import verify_command
from validation.outputs.reports import FORMATS
from validation.package.opening import ROOT

RELATIONS = ("--layer", "relations")
NOT_CHECKED = f"note: seals: not checked for {DOCUMENT}; give its text with `--letter FILE`"
EVIDENCE = f"missions/lantern/row/{DOCUMENT}.s02.h"

Said = Callable[..., tuple[int, str, str]]


@pytest.fixture
def said(example: Path, capsys: Capsys) -> Said:
    """Return a function that validates the example: status, output and errors."""

    def run(*options: object) -> tuple[int, str, str]:
        status = validate_command([str(example), *map(str, options)])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


def test_without_a_letter_the_rest_is_judged_and_a_note_says_how_to_give_it(said: Said) -> None:
    status, out, err = said(*RELATIONS)
    assert (status, err) == (0, "")
    note, *_, checked, result = out.splitlines()
    assert note == NOT_CHECKED
    assert "seals" not in checked
    assert result == "clean"
    noot = f"let op: zegels: niet gecontroleerd voor {DOCUMENT}; geef de tekst ervan op met "
    assert f"{noot}`--letter BESTAND`\n" in said(*RELATIONS, "--lang", "nl")[1]


def test_a_text_that_merely_lies_there_is_not_read(
    said: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lying = tmp_path / "shared" / "letter" / f"{DOCUMENT}.txt"
    lying.parent.mkdir(parents=True)
    lying.write_text("Quite another text.")
    monkeypatch.setenv("SHARED", str(tmp_path / "shared"))
    status, out, _ = said(*RELATIONS)
    assert status == 0
    assert NOT_CHECKED in out


def test_nothing_but_the_tests_knows_a_folder_of_letters() -> None:
    sources = [ROOT / "Makefile"]
    sources += [path for name in ("validation", "scripts") for path in (ROOT / name).rglob("*.py")]
    assert [path for path in sources if "SHARED" in path.read_text("utf-8")] == []


def test_the_seals_that_were_checked_are_counted(said: Said, example: Path) -> None:
    status, out, err = said(*RELATIONS, "--letter", letter_of(example))
    assert (status, err) == (0, "")
    assert f"{len(LETTER)} passages, {len(LETTER)} seals, 42 mentions" in out
    assert "note" not in out


@pytest.mark.parametrize("name", FORMATS)
def test_a_seal_that_does_not_hold_is_found_in_every_format(
    said: Said, example: Path, name: str
) -> None:
    set_cell(example, "passages", f"{DOCUMENT}.s02.p2.z2", "seal", "a" * 64)
    given = ("--letter", letter_of(example), "--format", name)
    status, out, err = said(*RELATIONS, *given)
    assert (status, err) == (1, "")
    assert "no passage of the text has this seal" in out
    assert said(*RELATIONS, "--format", name)[0] == 0


@pytest.mark.parametrize(
    "content",
    [
        *(None, b"", b"Quite another text.", b"%PDF-1.7\n\xff\x00", b"<html>", b"\x7fELF\x00\xff"),
        *(PRINT.encode("utf-16"), PRINT.encode("cp1252")),
    ],
    ids=["missing", "empty", "another", "pdf", "html", "binary", "utf-16", "latin-1"],
)
def test_what_is_no_text_of_a_letter_is_refused_in_the_same_words_by_all(
    said: Said, example: Path, tmp_path: Path, capsys: Capsys, content: bytes | None
) -> None:
    text = tmp_path / "text.txt"
    if content is not None:
        text.write_bytes(content)
    status, out, err = said("--letter", text)
    assert (status, out) == (2, "")
    assert err.startswith(f"{text}: ")
    assert err.count("\n") == 1
    assert verify_command([str(text), "--package", str(example)]) == 2
    assert capsys.readouterr().err == err
    assert explain_command(["lantern", "--package", str(example), "--letter", str(text)]) == 2
    assert capsys.readouterr().err == err


def test_two_texts_of_one_letter_are_refused(said: Said, example: Path, tmp_path: Path) -> None:
    first, second = letter_of(example), tmp_path / "again.txt"
    second.write_text(PRINT.replace("mid-October 2018", "mid-October 2019"), "utf-8")
    status, out, err = said("--letter", first, "--letter", second)
    assert (status, out) == (2, "")
    assert err == f"{first} and {second} are both texts of {DOCUMENT}; give one of them\n"


def test_a_letter_for_a_layer_that_does_not_run_is_refused(
    said: Said, example: Path, capsys: Capsys
) -> None:
    with pytest.raises(SystemExit) as ended:
        said("--layer", "bytes", "--letter", letter_of(example))
    assert ended.value.code == 2
    assert "--letter is for the layer relations" in capsys.readouterr().err


def test_a_letter_of_which_nothing_was_checked_is_not_called_clean(
    said: Said, example: Path
) -> None:
    set_cell(example, "passages", f"{DOCUMENT}.s02.p2.z2", "seal_length", "many")
    given = ("--letter", letter_of(example))
    assert said("--layer", "columns", *RELATIONS, *given)[0] == 1
    status, out, err = said(*RELATIONS, *given)
    assert (status, out) == (2, "")
    assert err == "no seal was checked: the package's passages cannot be read\n"


def test_an_exception_that_needs_the_letter_is_judged_only_with_it(
    said: Said, example: Path
) -> None:
    excused = {"rule": "evidence-without-form", "about_table": "evidence", "about_key": EVIDENCE}
    append_row(example, "exceptions", {**excused, "reason": "The words say it otherwise."})
    assert said(*RELATIONS)[0] == 0
    status, out, _ = said(*RELATIONS, "--letter", letter_of(example))
    assert status == 1
    assert "[exception-in-use]" in out


def test_a_text_is_read_once_so_that_it_may_come_from_another_program(example: Path) -> None:
    script = ROOT / "scripts" / "explain.py"
    command = [sys.executable, str(script), "fn1", "--package", str(example)]
    done = subprocess.run(
        [*command, "--letter", "/dev/stdin"],
        input=PRINT.encode(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert b"In your copy, line 16: 1 Harbour Treaty" in done.stdout


@pytest.mark.parametrize("given", ["", "my letter.txt", "-x.txt"])
def test_make_validate_hands_a_letter_on(given: str) -> None:
    line = what_make_runs("validate", ROOT).replace(PYTHON, "printf '<%s>'")
    surroundings = {**os.environ, "LETTER": given}
    done = subprocess.run(
        ["sh", "-euc", line], env=surroundings, capture_output=True, text=True, check=True
    )
    assert done.stdout == "<scripts/validate.py>" + (f"<--letter={given}>" if given else "")


SHOWN = "## Heading\n\n```sh\n{}\n```\n\n```text\nold\n```\n"


@pytest.mark.parametrize(
    ("example_", "status"),
    [(f"{PYTHON} scripts/verify.py {readme.LETTER_TEXT}", 0), ("no-such-program", 1)],
    ids=["the-letter", "a-program"],
)
def test_answers_fail_for_want_of_a_program_but_not_of_the_letter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capsys, example_: str, status: int
) -> None:
    text = tmp_path / "README.md"
    text.write_text(SHOWN.format(example_), "utf-8")
    monkeypatch.setattr(readme, "PAGES", (text,))
    monkeypatch.setenv("SHARED", str(tmp_path))
    assert readme.main() == status
    assert text.read_text("utf-8") == SHOWN.format(example_)
    assert capsys.readouterr().err.startswith("left as it was, for ")


def test_a_test_is_skipped_for_the_very_file_that_it_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHARED", str(tmp_path))
    with pytest.raises(pytest.skip.Exception, match=LETTER_FILE):
        shared_file(LETTER_FILE)
    (tmp_path / LETTER_FILE).parent.mkdir()
    (tmp_path / LETTER_FILE).write_text(PRINT, "utf-8")
    assert shared_file(LETTER_FILE) == tmp_path / LETTER_FILE
    with pytest.raises(pytest.skip.Exception, match="tableschema"):
        shared_file("reference/tableschema.json")


def test_the_report_for_programs_has_the_count_or_the_note(said: Said, example: Path) -> None:
    with_it = json.loads(said(*RELATIONS, "--format", "json", "--letter", letter_of(example))[1])
    assert (with_it["counts"]["seals"], with_it["notes"]) == (len(LETTER), [])
    without = json.loads(said(*RELATIONS, "--format", "json")[1])
    assert "seals" not in without["counts"]
    assert without["notes"] == [NOT_CHECKED.removeprefix("note: ")]


def test_a_changed_word_is_found_and_not_a_letter_of_its_own(said: Said, example: Path) -> None:
    letter = letter_of(example)
    replace_bytes(letter.parent, letter.name, b"2018", b"2019")
    status, out, _ = said(*RELATIONS, "--letter", letter)
    assert status == 1
    assert "error [seal]" in out
