"""A seal survives typography and line breaks, and finds its passage in any printing."""

import unicodedata
from collections.abc import Sequence
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from validation.coding.letter import Found, Passage, Status, fold, passages_of, seal, verify

SENTENCES = (
    "Signals from the coast",
    "The café by the lighthouse keeps the log of 2015\N{EN DASH}2016.",
    "“Nobody sails alone”, said the harbour master\N{RIGHT SINGLE QUOTATION MARK}s aide.",
    "Fog came twice, and twice the bell answered.",
    "Fog came twice, and twice the bell answered.",
    "Since then the keeper writes down every ship that passes, and he waves at those he knows.",
    "No keeper has missed one yet.",
)
NOTES = {"fn1": "See the log, page 7.", "fn2": "The bell was cast in 1901."}
MARKED = 1  # the sentence that carries both notes
FOOTER = "Gazette 12, page {}\n"


def letter(
    sentences: Sequence[str] = SENTENCES, notes: dict[str, str] | None = None
) -> list[Passage]:
    """The passages of the invented letter, as `passages.csv` would have them."""
    rows = [
        {"id": f"z{number}", "kind": "sentence", "note_to": "", "text": text}
        for number, text in enumerate(sentences)
    ]
    rows += [
        {"id": f"x.{mark}", "kind": "footnote", "note_to": f"z{MARKED}", "text": text}
        for mark, text in (NOTES if notes is None else notes).items()
    ]
    for position, row in enumerate(rows):
        row["seal"], row["seal_length"] = seal(row["text"]), str(len(fold(row["text"])))
        row["position"] = str(position)
    return passages_of(rows)


def printed(furniture: str = "") -> str:
    """The letter as a printer would set it: marks glued on, notes in the middle of a sentence.

    A footer stands between two sentences and at the end, furniture in the middle of a sentence.
    """
    first, marked, third, fourth, fifth, sixth, last = SENTENCES
    return (
        f"{first}\n\n{marked[:8]}\n{marked[8:-1]}1 2.\n{third[:20]}\n"
        f"1 {NOTES['fn1']}\n2 {NOTES['fn2']}\n{third[20:]} {fourth[:-9]}-\n{fourth[-9:]}\n"
        f"{FOOTER.format(1)}{fifth}\n{sixth[:35]}\n{furniture}{sixth[35:]}\n"
        f"{last}\n{FOOTER.format(2)}"
    )


def look(text: str) -> dict[str, Found]:
    """What is found of each passage, by its last part."""
    return {found.id.rpartition(".")[2]: found for found in verify(text, letter()).passages}


def missing(text: str) -> dict[str, tuple[Status, int, int, int]]:
    """What does not hold in a text: how, on which lines, and how many share them."""
    return {
        name: (found.status, found.first, found.last, found.of)
        for name, found in look(text).items()
        if found.status != Status.HOLDS
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("caf\N{LATIN SMALL LETTER E WITH ACUTE}", "cafe\N{COMBINING ACUTE ACCENT}"),
        ("8\N{EN DASH}9 July", "8-9 July"),
        ("under\N{SOFT HYPHEN}way", "under-\nway"),
        ("the «north» route", 'the "north" route'),
        ("the ‘north’ route", "the 'north' route"),
        ("one  two\tthree", "one\ntwo\N{NO-BREAK SPACE}three"),
        ("one two", "one\N{WORD JOINER}\N{LEFT-TO-RIGHT MARK} two"),
        ("official", "o\N{LATIN SMALL LIGATURE FFI}cial"),
        ("first fleet", "\N{LATIN SMALL LIGATURE FI}rst \N{LATIN SMALL LIGATURE FL}eet"),
    ],
)
def test_a_seal_survives_typography(one: str, other: str) -> None:
    assert seal(one) == seal(other)


@pytest.mark.parametrize("other", ["fog came", "Fog come", "Fog came.", "Fogcame 1"])
def test_a_seal_survives_nothing_else(other: str) -> None:
    assert seal("Fog came") != seal(other)


def test_every_passage_of_a_print_is_found_on_its_lines() -> None:
    result = verify(printed(), letter())
    assert result.missing == []
    assert [(found.first, found.last) for found in result.passages] == [
        *((1, 1), (3, 4), (5, 8), (8, 9), (11, 11), (12, 13), (14, 14)),
        *((6, 6), (7, 7)),
    ]
    assert result.whole == seal("".join([*SENTENCES, *NOTES.values()]))


@pytest.mark.parametrize(
    "mark", ["{}", "[{}]", " ({}) ", "", "\n{}\n"], ids=["glued", "square", "round", "none", "line"]
)
def test_the_mark_of_a_footnote_may_be_set_in_any_form(mark: str) -> None:
    text = printed().replace("1 2.", f"{mark.format(1)}{mark.format(2)}.")
    assert missing(text) == {}
    assert missing(printed().replace("1 2.", "¹ ².")) == {}


def test_a_changed_word_differs_on_its_lines_and_its_neighbours_hold() -> None:
    text = printed().replace("Nobody", "No one")
    assert missing(text) == {"z2": (Status.DIFFERS, 5, 8, 1)}
    result = verify(text, letter())
    assert result.checked == len(SENTENCES) + len(NOTES)
    assert result.whole == ""


def test_a_changed_first_passage_is_sought_before_its_one_neighbour() -> None:
    text = printed().replace("Signals", "Singles")
    assert missing(text) == {"z0": (Status.DIFFERS, 1, 1, 1)}
    letterhead = "Harbour office\nPier 3, upstairs\n\n"
    assert missing(letterhead + text) == {"z0": (Status.DIFFERS, 4, 4, 1)}


def test_a_changed_last_passage_is_sought_after_its_one_neighbour() -> None:
    text = printed().replace("missed", "passed") + "\nYours truly,\n\nthe harbour master\n"
    assert missing(text) == {"z6": (Status.DIFFERS, 14, 14, 1)}


def test_an_absent_sentence_is_not_found_and_its_neighbours_are_named() -> None:
    text = printed().replace(SENTENCES[4], "")
    assert missing(text) == {"z4": (Status.NOT_FOUND, 9, 12, 1)}


def test_an_absent_first_or_last_passage_is_not_found_in_what_stands_around() -> None:
    around = "The office of the harbour master, Pier 3, upstairs; please ring the bell\n\n"
    assert missing(printed().replace(SENTENCES[0], around)) == {"z0": (Status.NOT_FOUND, 0, 5, 1)}
    assert missing(printed().replace(SENTENCES[6], around)) == {"z6": (Status.NOT_FOUND, 13, 0, 1)}


def test_several_changed_sentences_in_a_row_share_the_lines_between_their_neighbours() -> None:
    text = printed().replace("Nobody", "No one").replace("Fog came", "Fog comes")
    span = (Status.DIFFERS, 5, 11, 3)
    assert missing(text) == {"z2": span, "z3": span, "z4": span}


def test_what_is_too_short_to_be_several_sentences_is_none_of_them() -> None:
    text = printed().replace(SENTENCES[4], "Fog.").replace("Fog came twice, and twice the bell", "")
    neighbours = (Status.NOT_FOUND, 8, 12, 1)
    assert missing(text) == {"z3": neighbours, "z4": neighbours}


def test_of_two_equal_sentences_the_changed_one_differs() -> None:
    first = printed().replace("Fog came", "Fog comes", 1)
    second = printed()[::-1].replace("emac goF", "semoc goF", 1)[::-1]
    assert missing(first) == {"z3": (Status.DIFFERS, 8, 9, 1)}
    assert missing(second) == {"z4": (Status.DIFFERS, 11, 11, 1)}


def test_a_changed_footnote_differs_and_an_absent_one_is_not_found() -> None:
    assert missing(printed().replace("1901", "1902")) == {"fn2": (Status.DIFFERS, 7, 7, 1)}
    assert missing(printed().replace("page 7", "page 8")) == {"fn1": (Status.DIFFERS, 6, 6, 1)}
    changed = missing(printed().replace("1901", "1902").replace("page 7", "page 8"))
    assert changed == {"fn1": (Status.DIFFERS, 6, 6, 1), "fn2": (Status.DIFFERS, 7, 7, 1)}
    absent = printed().replace(f"2 {NOTES['fn2']}\n", "")
    assert missing(absent) == {"fn2": (Status.NOT_FOUND, 6, 0, 1)}


def test_passages_in_another_order_hold_where_they_stand() -> None:
    first, _, rest = printed().partition("\n\n")
    found = look(f"{rest}\n{first}\n")
    assert {one.status for one in found.values()} == {Status.HOLDS}
    assert found["z0"].first == len(rest.splitlines()) + 2


def test_words_within_another_passage_are_no_passage_of_their_own() -> None:
    sentences = (
        "We keep three things.",
        "A. The light;",
        "B. The bell.",
        "A. The light",
        "It burns.",
    )
    passages = letter(sentences, {})
    both = verify("\n".join(sentences), passages)
    assert [found.first for found in both.passages] == [1, 2, 3, 4, 5]
    without = verify("\n".join([*sentences[:3], sentences[4]]), passages)
    assert without.missing == ["z3"]


PAPER = "Tweede Kamer, vergaderjaar 2015\N{EN DASH}2016, 1, nr. 2   3"
FURNITURE = {
    "number": "4\n",
    "number-between-dashes": "\n\N{EN DASH} 4 \N{EN DASH}\n\n",
    "footer": FOOTER.format(3),
    "footer-on-one-page": "Yearbook of the keeper, page 4\n",
    "footer-and-header": f"\n{FOOTER.format(3)}\n\fThe keeper's yearbook\n\n",
    "parliamentary-paper": f"{PAPER}\n",
    "first-page-of-such-a-paper": f"\nkst-1-2\nISSN 0000 - 0000\n’s-Gravenhage 2016 {PAPER}\n",
    "set-apart": "\n" + "".join(f"Line {word} of a table\n" for word in "abcdefgh") + "\n",
}


ONLY_BY_THE_SEAL = {"footer-and-header", "set-apart"}  # nothing shows that they are furniture


@pytest.mark.parametrize("furniture", FURNITURE.values(), ids=FURNITURE)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_page_furniture_within_a_sentence_does_not_hide_it(furniture: str, end: str) -> None:
    assert missing(printed(furniture).replace("\n", end)) == {}


def test_the_foot_of_a_parliamentary_paper_is_known_without_line_breaks() -> None:
    assert missing(printed(f"{PAPER} ").replace("\n", " ")) == {}


@pytest.mark.parametrize(
    "words",
    ["never ", "never\n", "\nnever\n", "never\n\n", "4 or 5\n", "The keeper's yearbook\n", "4 "],
    ids=lambda words: words.encode("unicode_escape").decode(),
)
def test_a_word_more_in_a_sentence_is_no_page_furniture(words: str) -> None:
    text = printed(words)
    assert set(missing(text)) == {"z5"}
    assert set(missing(text.replace("\n", " "))) == {"z5"}
    assert set(missing(text.replace(" ", "\n"))) == {"z5"}


def test_a_line_of_a_sentence_that_stands_twice_is_no_page_furniture() -> None:
    line = "every ship that passes, and he waves"
    twice = SENTENCES[5].replace(f" {line} ", f"\n{line}\n{line}\n")
    text = printed().replace(f"{SENTENCES[5][:35]}\n{SENTENCES[5][35:]}", twice)
    assert text.count(line) == 2
    assert set(missing(text)) == {"z5"}


@pytest.mark.parametrize("furniture", FURNITURE.values(), ids=FURNITURE)
def test_page_furniture_does_not_hide_that_its_sentence_is_another(furniture: str) -> None:
    text = printed(furniture).replace("waves", "shouts")
    assert missing(text) == {"z5": (Status.DIFFERS, 12, text.count("\n") - 2, 1)}


def test_a_footer_that_comes_back_may_break_one_sentence_twice() -> None:
    once = SENTENCES[5].replace(" and ", f"\n{FOOTER.format(3)}and ")
    twice = once.replace(" at ", f"\n{FOOTER.format(4)}at ")
    text = printed().replace(f"{SENTENCES[5][:35]}\n{SENTENCES[5][35:]}", twice)
    assert twice in text
    assert missing(text) == {}


def test_page_furniture_within_a_footnote_does_not_hide_it() -> None:
    for furniture in FURNITURE.values():
        assert missing(printed().replace("was cast", f"was\n{furniture}cast")) == {}


def test_a_footnote_that_differs_does_not_hide_the_sentence_around_it() -> None:
    lost = printed().replace("1901", "1902").replace("page 7", "page 8")
    assert set(missing(lost)) == {"fn1", "fn2"}
    assert set(missing(lost.replace("\n", " "))) == {"fn1", "fn2"}


def test_a_line_of_the_letter_that_looks_like_furniture_belongs_to_it() -> None:
    assert missing(printed().replace(" 2015\N{EN DASH}2016", "\n2015\n2016")) == {}
    assert missing(printed().replace(" ", "\n")) == {}


@pytest.mark.parametrize("name", [name for name in FURNITURE if name not in ONLY_BY_THE_SEAL])
def test_furniture_alone_does_not_stand_for_a_sentence(name: str) -> None:
    text = printed().replace(f"{SENTENCES[4]}\n", FURNITURE[name])
    assert missing(text) == {"z4": (Status.NOT_FOUND, 9, 11 + FURNITURE[name].count("\n"), 1)}


def test_text_around_the_letter_does_no_harm() -> None:
    before = "Harbour office\nPier 3\n1 July 2016\nSubject: the coast\n\n"
    after = "\nYours truly,\nthe harbour master\n3 annexes\n"
    plain, framed = look(printed()), look(before + printed() + after)
    lines = before.count("\n")
    assert {name: (found.first + lines, found.last + lines) for name, found in plain.items()} == {
        name: (found.first, found.last) for name, found in framed.items()
    }


@pytest.mark.parametrize("text", ["", "Quite another text, without a bell.", "1 2 3 4 5 6 7"])
def test_another_text_holds_nothing(text: str) -> None:
    result = verify(text, letter())
    assert result.is_another
    assert result.count(Status.NOT_FOUND) == result.checked == len(SENTENCES) + len(NOTES)


TWENTY = [f"Keeper {chr(97 + number)} writes in the log." for number in range(20)]


@pytest.mark.parametrize(
    ("kept", "is_another"), [(0, True), (1, True), (2, False), (3, False), (20, False)]
)
def test_a_text_with_less_than_a_tenth_of_the_letter_is_another(
    kept: int, is_another: bool
) -> None:
    quoted = " ".join(TWENTY[7 : 7 + kept] if kept < 20 else TWENTY)
    text = f"The newspaper wrote of fog. {quoted} So the newspaper wrote.\n"
    result = verify(text, letter(TWENTY, {}))
    assert result.is_another == is_another
    assert result.count(Status.HOLDS) == kept


FORMS: tuple[Literal["NFC", "NFD"], ...] = ("NFC", "NFD")


@st.composite
def prints(draw: st.DrawFn) -> str:
    """The letter with any line breaks and hyphens, and a footer below any of its lines.

    Not with so many breaks that a line holds a word or two: then any line may look like a footer.
    """
    text = printed()
    letters = [n for n in range(1, len(text)) if text[n - 1].isalpha() and text[n].isalpha()]
    spaces = [n for n in range(len(text)) if text[n] == " "]
    broken = draw(st.sets(st.sampled_from(letters), max_size=4))
    wrapped = draw(st.sets(st.sampled_from(spaces), max_size=4))
    lines = "".join(
        ("-\n" if n in broken else "") + ("\n" if n in wrapped else character)
        for n, character in enumerate(text)
    ).splitlines(keepends=True)
    ends = draw(st.sets(st.sampled_from(range(len(lines))), max_size=3))
    return "".join(
        line + (FOOTER.format(number) if number in ends and not line.endswith("-\n") else "")
        for number, line in enumerate(lines)
    )


@settings(deadline=None, max_examples=100)
@given(prints(), st.booleans(), st.booleans())
def test_any_wrapping_hyphenation_and_paging_keeps_every_seal(
    text: str, decomposed: bool, crlf: bool
) -> None:
    text = unicodedata.normalize("NFD", text) if decomposed else text
    assert missing(text.replace("\n", "\r\n") if crlf else text) == {}
