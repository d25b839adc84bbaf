"""The answer about a claim: what it says, on what basis, and by which passages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.coding.claims import sentence_of
from validation.outputs.explain.answer import Part
from validation.outputs.explain.lookup import Place
from validation.outputs.explain.saying import quoted, small

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validation.outputs.explain.answer import Answer
    from validation.outputs.explain.lookup import Near
    from validation.outputs.explain.telling import Telling

# The rule that checks a link on each basis; a conclusion has its reasoning instead.
CHECKED_BY = {"explicit": "explicit-ends", "contextual": "contextual-ends"}


def answer_claim(answer: Answer, tell: Telling, place: Place) -> None:
    """Fill an answer about a statement, a link or a tie between documents."""
    row, words = tell.lookup.at(place), tell.words
    ends = tell.lookup.ends(place)
    if row.get("origin") == "looked_up":
        answer.under.append(
            words(
                "No coded letter says this. It was looked up in: {title}.",
                title=tell.title_of(row["source_id"]),
            )
        )
    else:
        answer.under.append(words("Stated in: {title}.", title=tell.title_of(row["document_id"])))
        near = tell.lookup.nearest(tell.lookup.carried(place), ends)
        if "basis" in row:
            label = small(tell.code(place.table, "basis", row))
            answer.add(words("On what basis: {label}", label=label), _basis(tell, place, near))
        answer.add(words("The passages it rests on"), tell.carriers(place))
        answer.add(words("Close to them, what it leans on"), _leant_on(tell, place, near))
    sentence = sentence_of(tell.lookup.table(place.table))
    told = {"document_id", "source_id", "basis", "rationale", "label_en", "label_nl"}
    told |= {sentence.subject, *[column for column in sentence.objects if row[column]][:1]}
    answer.add(words("What else the row holds"), map(Part, tell.cells(place, told)))
    answer.add(words("What is said of it"), tell.lines(place))
    answer.add(words("What two coders wrote, each alone"), tell.codings(place))
    answer.add(words("Where a careful reader could differ"), tell.doubts(place, *ends))
    answer.add(words("To read on"), tell.pointers(ends))


def _basis(tell: Telling, place: Place, near: list[Near]) -> Iterator[Part]:
    """What the basis of a claim means, which rule checks it, and how it is met here."""
    words, row = tell.words, tell.lookup.at(place)
    is_link = tell.lookup.table(place.table).is_link
    yield Part(tell.meaning(place.table, "basis", row))
    if is_link and row["basis"] in CHECKED_BY:
        yield Part(words("The rule {rule} checks it.", rule=CHECKED_BY[row["basis"]]))
    if row["rationale"]:
        yield Part(words("The reasoning: {text}", text=row["rationale"]))
    if near and len(tell.lookup.carried(place)) > 1:
        seen_from = tell.name(Place("passages", near[0].seen_from))
        yield Part(words("Seen from {place}:", place=seen_from))
    for end in near:
        yield Part(tell.end(end))
    if is_link and row["basis"] == "contextual" and all(end.is_here for end in near):
        yield Part(
            words(
                "Contextual all the same: in doubt whether the words join them, the weaker basis "
                "is right."
            )
        )


def _leant_on(tell: Telling, place: Place, near: list[Near]) -> list[Part]:
    """The passages near by that name an end which those that carry the claim do not."""
    carriers = tell.lookup.carried(place)
    named: dict[str, list[str]] = {}
    for end in near:
        if end.passage and end.passage not in carriers:
            named.setdefault(end.passage, []).append(quoted(tell.name(end.end)))
    return [
        tell.passage(
            passage, tell.words("Names or describes: {things}.", things=", ".join(named[passage]))
        )
        for passage in tell.lookup.ordered(named)
    ]
