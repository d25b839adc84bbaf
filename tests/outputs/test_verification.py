"""A user's own copy of a letter is held against the seals, and the report says what to look at."""

import json
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.example import DOCUMENT, LETTER, PRINT, Capsys, append_row, set_cell
from tests.shared import LETTER_FILE, shared_file
from validation import open_package
from validation.coding.letter import Status, Verification, seal
from validation.commands.verify import verify_command
from validation.outputs import verification
from validation.outputs.verification import LetterError, verify_file
from validation.package.opening import ROOT
from validation.rules import mentions


@dataclass(frozen=True)
class Case:
    """A letter to verify: its package, its print, and a date in it with the passage it is in."""

    package: Path
    text: str
    date: str
    other: str
    dated: str

    def verify(self, text: str, folder: Path) -> Verification:
        """What is found of the letter in a text."""
        with open_package(self.package) as package:
            return verify_file(package, None, saved(text, folder)).verification


def saved(text: str | bytes, folder: Path) -> Path:
    """A file with this text, to the byte."""
    path = folder / "text.txt"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


@pytest.fixture(params=["example", "ours"])
def case(request: pytest.FixtureRequest) -> Case:
    """The invented letter, and ours where its text is at hand."""
    if request.param == "example":
        package: Path = request.getfixturevalue("written_example")
        return Case(package, PRINT, "mid-October 2018", "mid-October 2019", "s02.p1.z2")
    text = shared_file(LETTER_FILE).read_text("utf-8")
    return Case(ROOT, text, "31 december 2017", "30 december 2017", "s09.p3.z3")


def wrapped(text: str, width: int = 40) -> str:
    """The paragraphs set anew, in lines of a width, with a hyphen where a word is broken."""
    paragraphs = []
    for paragraph in text.replace("-\n", "").split("\n\n"):
        lines, rest = [], " ".join(paragraph.split())
        while len(rest) > width:
            end = rest.rfind(" ", 0, width)
            if rest[end + 1 : width - 1].isalpha() and rest[width - 1].isalpha():
                lines.append(rest[: width - 1] + "-")
                rest = rest[width - 1 :]
            else:
                lines.append(rest[:end])
                rest = rest[end + 1 :]
        paragraphs.append("\n".join([*lines, rest]))
    return "\n\n".join(paragraphs)


def paged(text: str, lines: int = 9) -> str:
    """The text on short pages, each with a foot, a number or a running head."""
    pages: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        pages.append(line)
        if number % lines == 0:
            page = number // lines
            pages += [
                ["", f"Tweede Kamer, vergaderjaar 2015–2016, 33 694, nr. 9   {page}", ""],
                [str(page)],
                ["", "", f"\N{EN DASH} {page} \N{EN DASH}", "", "\fOver de lantaarns", ""],
                [f"Gazette of the Harbour League, page {page}"],
            ][page % 4]
    return "\n".join(pages)


def framed(text: str) -> str:
    """The text between a letterhead and a signature."""
    head = "Ministerie van Havens\nPostbus 12\n\nDatum 1 juli 2016\nBetreft Lantaarns\n\n"
    return f"{head}{text}\n\nHoogachtend,\n\nde havenmeester\n\n3 bijlagen\n"


OTHER_TYPE = str.maketrans("“”‘’«»– ", "«»''“”\N{EM DASH}\N{NO-BREAK SPACE}")


def typeset(text: str) -> str:
    """The text with other quotation marks, dashes, spaces, hyphens and ligatures."""
    soft = text.replace("-\n", "\N{SOFT HYPHEN}\n").replace("fi", "\N{LATIN SMALL LIGATURE FI}")
    return soft.translate(OTHER_TYPE)


DISGUISES: dict[str, Callable[[str], str]] = {
    "none": str,
    "one-line": lambda text: " ".join(text.split()),
    "word-per-line": lambda text: "\n".join(text.split()),
    "wrapped": wrapped,
    "nfd": lambda text: unicodedata.normalize("NFD", text),
    "typeset": typeset,
    "paged": paged,
    "framed": framed,
    "crlf": lambda text: text.replace("\n", "\r\n"),
    "cr": lambda text: text.replace("\n", "\r"),
    "hard-spaces": lambda text: text.replace(" ", "\N{NO-BREAK SPACE}"),
    "whole-words": lambda text: text.replace("-\n", ""),
    "byte-order-mark": lambda text: "\ufeff" + text,
    "together": lambda text: typeset(paged(wrapped(framed(text)), 11)).replace("\n", "\r\n"),
}
OF_OURS = {"none", "one-line", "whole-words", "together"}  # our letter takes a second for each
each_disguise = pytest.mark.parametrize(
    ("case", "disguise"),
    [
        pytest.param(letter, change, id=f"{letter}-{name}")
        for letter in ("example", "ours")
        for name, change in DISGUISES.items()
        if letter == "example" or name in OF_OURS
    ],
    indirect=["case"],
)


@each_disguise
def test_the_letter_is_known_in_every_disguise_and_a_changed_date_differs(
    case: Case, tmp_path: Path, disguise: Callable[[str], str]
) -> None:
    found = case.verify(disguise(case.text), tmp_path)
    assert found.missing == []
    assert found.whole
    held = {passage.id: passage for passage in found.passages}
    assert case.text.count(case.date) == 1
    changed = case.verify(disguise(case.text.replace(case.date, case.other)), tmp_path)
    (one,) = [found for found in changed.passages if found.status != Status.HOLDS]
    assert one.id.endswith(f".{case.dated}")
    assert one.status == Status.DIFFERS
    assert (one.first, one.last) == (held[one.id].first, held[one.id].last)


def test_a_third_of_the_letter_is_missed_and_the_rest_holds(case: Case, tmp_path: Path) -> None:
    lines = case.text.splitlines(keepends=True)
    found = case.verify("".join(lines[len(lines) // 3 :]), tmp_path)
    whole = len(found.passages)
    assert 0 < len(found.missing) < whole / 2
    assert found.count(Status.HOLDS) + len(found.missing) == whole


# Sentences of an official letter that was never written.
PARTS = (
    ("Het havenbestuur", "De loodsdienst", "De vuurtorenwacht", "Het kabinet", "De Minister"),
    ("acht", "noemt", "vindt", "houdt"),
    ("het onderhoud van de bakens", "de inzet van de sleepboten", "de diepte van de vaargeul"),
    ("op korte termijn noodzakelijk", "van wezenlijk belang", "een gedeelde opgave"),
    ("voor de visserij", "voor de scheepvaart", "in internationaal verband"),
)


def another_letter(length: int) -> str:
    """An official letter in Dutch of about this many characters, with all that belongs to one."""
    text = "Aan de Voorzitter van de Tweede Kamer\nDen Haag, 1 juli 2016\n\nInleiding\n\n"
    number = 0
    while len(text) < length:
        number += 1
        chosen = (part[number * (place + 1) % len(part)] for place, part in enumerate(PARTS))
        text += f"{' '.join(chosen)}, zoals in brief {number} staat.\n"
        if number % 30 == 0:
            text += f"\nTweede Kamer, vergaderjaar 2015–2016, 33 694, nr. 12   {number // 30}\n\n"
    return f"{text}\nConclusie\n\nDe Minister van Havens,\nA.B. Zeeman\n"


def test_another_letter_of_the_same_length_is_refused_in_one_sentence(
    case: Case, tmp_path: Path
) -> None:
    with pytest.raises(LetterError, match="this is another text than ") as refused:
        case.verify(another_letter(len(case.text)), tmp_path)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("case", ["example"], indirect=True)  # ours takes a quarter of a minute
def test_a_text_that_quotes_the_letter_is_another_and_a_page_of_it_is_a_copy(
    case: Case, tmp_path: Path
) -> None:
    lines = case.text.splitlines(keepends=True)
    around = another_letter(len(case.text) // 4)
    some, many = (
        "".join(lines[len(lines) // 2 :][: len(lines) * share // 100]) for share in (6, 30)
    )
    with pytest.raises(LetterError, match="or too little of it"):
        case.verify(around + some + around, tmp_path)
    assert case.verify(around + many + around, tmp_path).count(Status.HOLDS) > 0


@pytest.mark.parametrize("path", ["README.md", "README.nl.md", "data/codes.csv"])
def test_our_own_files_are_another_text(path: str) -> None:
    with open_package() as package, pytest.raises(LetterError):
        verify_file(package, None, ROOT / path)


@pytest.fixture
def said(
    written_example: Path, tmp_path: Path, capsys: Capsys
) -> Callable[..., tuple[int, list[str], list[str]]]:
    """Return a function that verifies a text of the example: status, lines of output, of error."""

    def verify(text: str | bytes, *options: str) -> tuple[int, list[str], list[str]]:
        path = str(saved(text, tmp_path))
        status = verify_command([path, "--package", str(written_example), *options])
        printed = capsys.readouterr()
        return status, printed.out.splitlines(), printed.err.splitlines()

    return verify


Said = Callable[..., tuple[int, list[str], list[str]]]
PASSAGES = len(LETTER)


AGREE = "{} mentions checked, all agree"


def test_a_letter_that_holds_gets_its_counts(said: Said) -> None:
    counts = f"{PASSAGES} seals checked, {PASSAGES} hold, 0 differ, 0 not found"
    assert said(PRINT) == (0, [counts, AGREE.format(42)], [])


def test_a_passage_that_differs_is_named_with_its_lines_and_our_paraphrase(said: Said) -> None:
    assert said(PRINT.replace("mid-October 2018", "mid-October 2019")) == (
        1,
        [
            f"{DOCUMENT}.s02.p1.z2 differs, lines 18-21: What passage 7 says.",
            f"{PASSAGES} seals checked, {PASSAGES - 1} hold, 1 differ, 0 not found",
            AGREE.format(36),
        ],
        [],
    )


def test_successive_passages_that_differ_are_said_to_share_their_lines(said: Said) -> None:
    status, lines, _ = said(PRINT.replace("write to", "wrote to").replace("serve it", "serve us"))
    assert status == 1
    assert lines == [
        f"{DOCUMENT}.s01.p1.z1 differs, one of 2 in a row in lines 3-5: What passage 2 says.",
        f"{DOCUMENT}.s01.p1.z2 differs, one of 2 in a row in lines 3-5: What passage 3 says.",
        f"{PASSAGES} seals checked, {PASSAGES - 2} hold, 2 differ, 0 not found",
        AGREE.format(34),
    ]


@pytest.mark.parametrize(
    ("absent", "passage", "where"),
    [
        ("Operation Lantern\n", "s02.h", "between lines 7 and 12"),
        ("Why we keep the lanterns lit\n", "s01.h", "before line 2"),
        (
            "Perhaps a\nnight watch follows; quiet seas are of importance too.",
            "s02.p2.z2",
            "after line 25",
        ),
        ("1 Harbour Treaty, signed at Zierikzee on 3 May 2009.\n", "fn1", ""),
    ],
    ids=["heading", "first", "last", "footnote"],
)
def test_an_absent_passage_is_not_found_between_its_neighbours(
    said: Said, absent: str, passage: str, where: str
) -> None:
    assert PRINT.count(absent) == 1
    status, lines, _ = said(PRINT.replace(absent, ""))
    assert status == 1
    assert lines[0].startswith(f"{DOCUMENT}.{passage} not found{where and ', '}{where}: What ")
    assert lines[1] == f"{PASSAGES} seals checked, {PASSAGES - 1} hold, 0 differ, 1 not found"


def test_programs_get_every_passage_with_its_status_and_lines(said: Said) -> None:
    status, lines, _ = said(PRINT.replace("Operation Lantern\n", ""), "--format", "json")
    content = json.loads("\n".join(lines))
    assert status == 1
    assert content["document"] == DOCUMENT
    assert content["checked"] == len(content["passages"]) == PASSAGES
    assert content["counts"] == {"holds": PASSAGES - 1, "differs": 0, "not found": 1}
    assert content["mentions"] == {"checked": 40, "findings": []}
    assert content["passages"][0] == {
        "id": f"{DOCUMENT}.s01.h", "status": "holds", "first": 1, "last": 1, "of": 1
    }  # fmt: skip


def test_evidence_is_held_against_the_words(example: Path, tmp_path: Path, capsys: Capsys) -> None:
    """A thing goes by another name, so its evidence stands where no form of it does."""
    set_cell(
        example, "names", "missions/lantern-training/en/train the coast guard", "form", "drill"
    )
    arguments = [str(saved(PRINT, tmp_path)), "--package", str(example)]
    assert verify_command(arguments) == 1
    found, fix, seals, mentions = capsys.readouterr().out.splitlines()
    assert found.startswith("data/sources/evidence.csv:")
    assert found.endswith(
        "the passage contains no form of `missions` lantern-training [evidence-without-form]"
    )
    assert fix.startswith("    fix: ")
    assert seals.endswith("10 hold, 0 differ, 0 not found")
    assert mentions == "41 mentions checked, 1 disagrees"
    assert verify_command([*arguments, "--format", "json"]) == 1
    said = json.loads(capsys.readouterr().out)["mentions"]
    assert [finding["rule"] for finding in said["findings"]] == ["evidence-without-form"]


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("terror-\nist", "terrorist"),
        ("terror- ist", "terrorist"),
        ("Noord- en Oost-Afrika", "Noord- en Oost-Afrika"),
        ("Zuid- of Midden-Amerika", "Zuid- of Midden-Amerika"),
        ("north- and eastward", "north- and eastward"),
    ],
)
def test_a_word_broken_at_a_line_is_made_whole_and_half_a_word_is_left(
    text: str, joined: str
) -> None:
    assert mentions.BROKEN_WORD.sub("", text) == joined


def test_without_names_the_seals_alone_are_checked(
    example: Path, tmp_path: Path, capsys: Capsys
) -> None:
    (example / "data/sources/names.csv").write_bytes(b"form\n")
    arguments = [str(saved(PRINT, tmp_path)), "--package", str(example)]
    assert verify_command(arguments) == 0
    assert capsys.readouterr().out.splitlines()[-1] == verification.UNJUDGED
    assert verify_command([*arguments, "--format", "json"]) == 0
    assert "mentions" not in json.loads(capsys.readouterr().out)


DO = "save the text as plain text in UTF-8"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file is empty; nothing was checked"),
        (b" \n\t\n\xef\xbb\xbf", "the file is empty; nothing was checked"),
        (b"1 2 3 4, 5 6\n", "this is no running text: most of it is not letters"),
        (b"\x7fELF\x00\xff", f"this is binary or UTF-16; {DO}"),
        (PRINT.encode("utf-16"), f"this is binary or UTF-16; {DO}"),
        (PRINT.encode("cp1252"), f"this is not UTF-8 but perhaps Latin-1; {DO}"),
        (b"%PDF-1.7\n\xff\x00", f"this is a PDF; open it, select all and {DO}"),
        (b"{\\rtf1 " + PRINT.encode(), f"this is rich text; open it, select all and {DO}"),
        (b"PK\x03\x04\x00", f"this is an office document or a zip; open it, select all and {DO}"),
        (
            f"\ufeff\n<!DOCTYPE html><p>{PRINT}</p>".encode(),
            f"this is HTML or XML; open it, select all and {DO}",
        ),
        (b"a" * (verification.LARGEST + 1), "too large to be a letter"),
        (
            b"Quite another text.",
            (
                f"this is another text than {DOCUMENT}, or too little of it: "
                f"none of its {PASSAGES} passages hold"
            ),
        ),
        (
            b"Operation Lantern sails.",
            (
                f"this is another text than {DOCUMENT}, or too little of it: "
                f"1 of its {PASSAGES} passages holds"
            ),
        ),
    ],
    ids=[
        *("empty", "blank", "numbers", "binary", "utf-16", "latin-1", "pdf", "rich-text", "office"),
        *("html", "large", "another", "quoting"),
    ],
)
def test_what_is_no_text_of_the_letter_is_refused_in_one_sentence(
    said: Said, tmp_path: Path, content: bytes, reason: str
) -> None:
    assert said(content) == (2, [], [f"{tmp_path / 'text.txt'}: {reason}"])


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (".", "this is a folder; name the file with the text"),
        ("no.txt", "No such file or directory"),
    ],
)
def test_what_is_no_file_is_refused_in_one_sentence(
    tmp_path: Path, capsys: Capsys, name: str, reason: str
) -> None:
    path = tmp_path / name
    assert verify_command([str(path)]) == 2
    assert capsys.readouterr().err == f"{path}: {reason}\n"


def test_a_letter_the_package_does_not_have_is_refused(said: Said) -> None:
    assert said(PRINT, "--document", "harbour-treaty") == (
        *(2, []),
        ["the package has no passages of harbour-treaty"],
    )


def test_of_several_letters_it_is_the_one_whose_passages_hold(
    example: Path, tmp_path: Path, capsys: Capsys
) -> None:
    other = {"id": "harbour-treaty.s01.h", "document_id": "harbour-treaty", "kind": "heading"}
    sealed = {"position": "1", "seal": seal("Quay"), "seal_length": "4"}
    append_row(example, "passages", other | sealed)
    arguments = [str(saved(PRINT, tmp_path)), "--package", str(example)]
    assert verify_command(arguments) == 0
    assert verify_command([*arguments, "--document", DOCUMENT]) == 0
    assert capsys.readouterr().err == ""
    assert verify_command([*arguments, "--document", "harbour-treaty"]) == 2
    saved("A wholly different text.", tmp_path)
    assert verify_command(arguments) == 2
    either, one = capsys.readouterr().err.splitlines()[::-1]
    assert one.endswith(
        "another text than harbour-treaty, or too little of it: none of its 1 passages hold"
    )
    assert either.endswith(
        f"another text than {DOCUMENT} or harbour-treaty, or too little of them: "
        f"none of their {PASSAGES + 1} passages hold"
    )


@pytest.mark.parametrize("content", [b"id,seal\n", b"id,document_id\n"])
def test_a_package_whose_passages_cannot_be_read_is_refused(
    example: Path, tmp_path: Path, capsys: Capsys, content: bytes
) -> None:
    (example / "data/sources/passages.csv").write_bytes(content)
    assert verify_command([str(saved(PRINT, tmp_path)), "--package", str(example)]) == 2
    assert capsys.readouterr().err == (
        "the package's passages cannot be read; scripts/validate.py says why\n"
    )


def test_the_script_reads_what_another_program_writes(written_example: Path) -> None:
    script, package = str(ROOT / "scripts" / "verify.py"), str(written_example)
    done = subprocess.run(
        [sys.executable, script, "/dev/stdin", "--package", package],
        input=PRINT.encode(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert f"{PASSAGES} hold, 0 differ, 0 not found\n" in done.stdout.decode()
