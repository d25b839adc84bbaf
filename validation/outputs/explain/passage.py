"""The answer about a passage: what it says, what rests on it, what stands around it, its seal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.outputs.explain.answer import Part
from validation.outputs.explain.lookup import WHOLE_ROW
from validation.outputs.explain.saying import capital

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validation.outputs.explain.answer import Answer
    from validation.outputs.explain.lookup import Place, Row
    from validation.outputs.explain.telling import Telling
    from validation.outputs.words import Words


def answer_passage(answer: Answer, tell: Telling, place: Place) -> None:
    """Fill an answer about a passage."""
    row, words = tell.lookup.at(place), tell.words
    answer.under += [f"{capital(tell.name(place))}.", *tell.own_words(place.key)]
    answer.under += [part.text for part in tell.whose_words([place.key])]
    if row["reason"]:
        answer.add(
            words("Why nothing is coded here"), [Part(tell.defined("passages", "reason", row))]
        )
    answer.add(words("What rests on it"), _resting(tell, place.key))
    answer.add(words("Around it"), _around(tell, row))
    answer.add(words("Where a careful reader could differ"), tell.doubts(place))
    sealed = words(
        "SHA-256 of its {length} characters, without spaces and hyphens: {seal}",
        length=row["seal_length"],
        seal=row["seal"],
    )
    answer.add(
        words("Its seal"),
        [Part(sealed), Part(words("scripts/verify.py looks for it in a copy of the letter."))],
    )


def _resting(tell: Telling, passage: str) -> Iterator[Part]:
    """What a passage carries: things in one paragraph, then each claim with its columns."""
    resting = tell.lookup.resting(passage)
    claims = {place for place in resting if tell.lookup.is_claim(place.table)}
    things = [
        f"{tell.name(place)} ({place})"
        for place, columns in resting.items()
        if place not in claims and WHOLE_ROW in columns
    ]
    if things:
        yield Part(tell.words("Names or describes: {things}.", things=", ".join(things)))
    for place, columns in resting.items():
        told = tell.for_columns(tell.lookup.at(place), [c for c in columns if c != "parent_id"])
        if place in claims:
            yield tell.line(place, *told)
            continue
        if "parent_id" in columns:
            yield Part(tell.claim(place), (str(place),))
        if told:
            yield Part(tell.name(place), (str(place), *told))


def _around(tell: Telling, row: Row) -> Iterator[Part]:
    """The heading above a passage, its neighbours, and the footnote or what it hangs on."""
    for other in tell.lookup.rows("passages"):
        same = other["document_id"] == row["document_id"]
        how = _stands(tell.words, other, row) if same else ""
        if how:
            text = f"{how}: {tell.paraphrase(other['id'])}"
            yield Part(text, (tell.where(other["id"]),))


def _stands(words: Words, other: Row, row: Row) -> str:
    """How another passage of the letter stands to this one; nothing if it is not near."""
    step = int(other["position"]) - int(row["position"])
    sections = {row["section"], row["under_section"]} - {""}
    if other["kind"] == "heading" and other["section"] in sections and step < 0:
        return words("Above it")
    if other["id"] == row["note_to"]:
        return words("Footnote to")
    if other["note_to"] == row["id"]:
        return words("With the footnote")
    if "footnote" in {row["kind"], other["kind"]}:
        return ""
    return {-1: words("Before it"), 1: words("After it")}.get(step, "")
