"""Agreement is computed from the two codings, by formulas that can be done by hand."""

from pathlib import Path

import pytest

from tests.example import DOCUMENT, Capsys, set_cell
from validation import open_package
from validation.coding.agreement import Agreement, agreements
from validation.commands.agreement import IN_README, agreement_command, as_markdown
from validation.commands.common import CLEAN, FINDINGS, MISUSE


@pytest.fixture
def agreed(example: Path) -> Agreement:
    with open_package(example) as package:
        (agreed,) = agreements(package, DOCUMENT)
    return agreed


def test_f1_is_the_share_of_rows_that_both_found(agreed: Agreement) -> None:
    found = {one.what: (one.first, one.second, one.both, round(one.f1, 2)) for one in agreed.found}
    assert found == {
        "all things": (1, 2, 1, 0.67),
        "all statements": (0, 0, 0, 1.0),
        "all links": (1, 1, 1, 1.0),
        "missions": (1, 2, 1, 0.67),
        "mission_regions": (1, 1, 1, 1.0),
    }


def test_one_code_throughout_has_no_alpha(agreed: Agreement) -> None:
    coded = {one.what: (one.pairs, one.same, one.alpha) for one in agreed.coded}
    assert coded["`kind` in `missions`"] == (1, 1, None)
    assert coded["`basis`"] == (1, 0, 0.0)


def test_alpha_is_krippendorffs(example: Path) -> None:
    # For two codes alpha is 1 - (n - 1) * o / (a * b): n values in all, a of one code and b of the
    # other, and o pairs that differ.
    codings = example / "data/reliability/codings.csv"
    lines = codings.read_text("utf-8").splitlines()[:1]
    pairs = [("operation", "operation")] * 5 + [("operation", "posture"), ("posture", "posture")]
    for coding, place in (("first", 0), ("second", 1)):
        lines += [
            f"{DOCUMENT},1,{coding},missions,m{n},m{n},,kind={pair[place]},{DOCUMENT}.s02.h"
            for n, pair in enumerate(pairs)
        ]
    codings.write_text("\n".join(lines) + "\n", "utf-8", newline="\n")
    with open_package(example) as package:
        (agreed,) = agreements(package, DOCUMENT)
    (kind,) = [one for one in agreed.coded if "kind" in one.what]
    assert (kind.pairs, kind.same) == (7, 6)
    assert kind.alpha == pytest.approx(1 - 13 * 1 / (11 * 3))


def test_each_round_is_compared_by_itself(example: Path) -> None:
    codings = example / "data/reliability/codings.csv"
    text = codings.read_text("utf-8")
    again = f"{DOCUMENT},2,{{}},missions,night-watch,{{}},,kind=posture,{DOCUMENT}.s02.p2.z2\n"
    text += again.format("first", "night-watch") + again.format("second", "night-watch")
    codings.write_text(text, "utf-8", newline="\n")
    with open_package(example) as package:
        rounds = {one.round: one.found[0].both for one in agreements(package, DOCUMENT)}
    assert rounds == {"1": 1, "2": 1}


def test_the_command_prints_two_tables(example: Path, capsys: Capsys) -> None:
    assert agreement_command([str(example), "--document", DOCUMENT]) == CLEAN
    printed = capsys.readouterr().out
    assert "| all things | 1 | 2 | 1 | 0.67 |" in printed
    assert "| `kind` in `missions` | 1 | 1 | one code only |" in printed


def test_the_command_writes_between_its_marks(example: Path) -> None:
    text = example / "README.md"
    text.write_text(f"Before.\n{IN_README.begin}\nold\n{IN_README.end}\nAfter.\n", "utf-8")
    arguments = [str(example), "--document", DOCUMENT, "--into", str(text)]
    assert [agreement_command(arguments), agreement_command(arguments)] == [CLEAN, CLEAN]
    with open_package(example) as package:
        (tables,) = map(as_markdown, agreements(package, DOCUMENT))
    written = f"{IN_README.begin}\n\n{tables}\n\n{IN_README.end}"
    assert text.read_text("utf-8") == f"Before.\n{written}\nAfter.\n"


def test_a_text_without_a_place_for_the_tables_is_misuse(example: Path, capsys: Capsys) -> None:
    text = example / "README.md"
    text.write_text("No place here.\n", "utf-8")
    assert agreement_command([str(example), "--document", DOCUMENT, "--into", str(text)]) == MISUSE
    assert "the text has no place for the agreement: a line <!--" in capsys.readouterr().err
    assert text.read_text("utf-8") == "No place here.\n"


def test_a_letter_coded_once_is_misuse(example: Path, capsys: Capsys) -> None:
    assert agreement_command([str(example), "--document", "harbour-treaty"]) == MISUSE
    assert "there are no codings of 'harbour-treaty'" in capsys.readouterr().err


def test_a_broken_match_is_refused(example: Path, capsys: Capsys) -> None:
    set_cell(example, "codings", f"{DOCUMENT}/1/first/missions/lantern", "matched_key", "lantern")
    assert agreement_command([str(example), "--document", DOCUMENT]) == FINDINGS
    assert "[coding-match]" in capsys.readouterr().err
