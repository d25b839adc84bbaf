"""A seal survives typography and line breaks, and finds its passage in any printing."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from validation.letter import Passage, fold, passages_of, seal, verify

SENTENCES = (
    "Signals from the coast",
    "The café by the lighthouse keeps the log of 2015\N{EN DASH}2016.",
    "“Nobody sails alone”, said the harbour master\N{RIGHT SINGLE QUOTATION MARK}s aide.",
    "Fog came twice, and twice the bell answered.",
    "Fog came twice, and twice the bell answered.",
)
NOTES = {"fn1": "See the log, page 7.", "fn2": "The bell was cast in 1901."}
MARKED = 1  # the sentence that carries both notes


def letter() -> list[Passage]:
    """The passages of the invented letter, as `passages.csv` would have them."""
    rows = [
        {"id": f"x.s01.p1.z{number}", "kind": "sentence", "note_to": "", "text": text}
        for number, text in enumerate(SENTENCES)
    ]
    rows += [
        {"id": f"x.{mark}", "kind": "footnote", "note_to": rows[MARKED]["id"], "text": text}
        for mark, text in NOTES.items()
    ]
    for position, row in enumerate(rows):
        row["seal"], row["seal_length"] = seal(row["text"]), str(len(fold(row["text"])))
        row["position"] = str(position)
    return passages_of(rows)


def printed() -> str:
    """The letter as a printer would set it: marks glued on, notes and a footer in mid-sentence."""
    first, marked, third, fourth, fifth = SENTENCES
    return (
        f"{first}\n\n{marked[:8]}\n{marked[8:-1]}1 2.\n{third[:20]}\n"
        f"1 {NOTES['fn1']}\n2 {NOTES['fn2']}\n{third[20:]} {fourth[:-9]}-\n{fourth[-9:]}\n"
        f"Gazette 12, page 1\n{fifth}\n"
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("caf\N{LATIN SMALL LETTER E WITH ACUTE}", "cafe\N{COMBINING ACUTE ACCENT}"),
        ("8\N{EN DASH}9 July", "8-9 July"),
        ("under\N{SOFT HYPHEN}way", "under-\nway"),
        ("the «north» route", 'the "north" route'),
        ("the ‘north’ route", "the 'north' route"),
        ("one  two\tthree", "one\ntwo\N{NO-BREAK SPACE}three"),
    ],
)
def test_a_seal_survives_typography(one: str, other: str) -> None:
    assert seal(one) == seal(other)


@pytest.mark.parametrize("other", ["fog came", "Fog come", "Fog came.", "Fogcame 1"])
def test_a_seal_survives_nothing_else(other: str) -> None:
    assert seal("Fog came") != seal(other)


def test_every_passage_of_a_print_is_found_on_its_line() -> None:
    result = verify(printed(), letter())
    assert result.missing == []
    assert result.holds["x.s01.p1.z0"] == 1
    assert result.holds["x.s01.p1.z1"] == 3
    assert result.holds["x.fn2"] == 7
    assert result.holds["x.s01.p1.z4"] > result.holds["x.s01.p1.z3"]
    assert result.whole == seal("".join([*SENTENCES, *NOTES.values()]))


def test_a_changed_word_is_missing_and_its_neighbours_hold() -> None:
    result = verify(printed().replace("Nobody", "No one"), letter())
    assert result.missing == ["x.s01.p1.z2"]
    assert result.checked == len(SENTENCES) + len(NOTES)
    assert result.whole == ""


def test_another_text_holds_nothing() -> None:
    assert verify("Quite another text, without a bell.", letter()).holds == {}


def test_an_empty_text_holds_nothing() -> None:
    assert verify("", letter()).holds == {}


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_any_wrapping_and_hyphenation_keeps_every_seal(data: st.DataObject) -> None:
    text = printed()
    letters = [n for n in range(1, len(text)) if text[n - 1].isalpha() and text[n].isalpha()]
    spaces = [n for n in range(len(text)) if text[n] == " "]
    broken = set(data.draw(st.lists(st.sampled_from(letters), max_size=12)))
    wrapped = set(data.draw(st.lists(st.sampled_from(spaces), max_size=12)))
    set_anew = "".join(
        ("-\n" if n in broken else "") + ("\n" if n in wrapped else character)
        for n, character in enumerate(text)
    )
    decomposed = unicodedata.normalize("NFD", set_anew)
    assert verify(set_anew, letter()).missing == []
    assert verify(decomposed, letter()).missing == []
