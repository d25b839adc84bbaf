"""The answer about a row, whatever its table: what it says first, then on what that rests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.outputs.explain.answer import Answer, Part
from validation.outputs.explain.claim import answer_claim
from validation.outputs.explain.document import answer_document
from validation.outputs.explain.lookup import Place
from validation.outputs.explain.passage import answer_passage
from validation.outputs.explain.thing import answer_thing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validation.outputs.explain.telling import Telling

IN_ENGLISH_ALONE = frozenset({"exceptions", "judgements", "retired_ids"})
# What the sentence, the source and the rows to read on with tell.
TOLD = frozenset(
    {
        "about_id",
        "about_key",
        "about_table",
        "checked",
        "document_id",
        "own_key",
        "question",
        "source_id",
    }
)


def about_row(tell: Telling, place: Place) -> Answer:
    """The answer about one row."""
    answer = Answer(str(place), tell.sentence(place))
    if tell.lookup.is_claim(place.table):
        answer_claim(answer, tell, place)
    elif tell.lookup.table(place.table).is_thing:
        answer_thing(answer, tell, place)
    elif place.table == "passages":
        answer_passage(answer, tell, place)
    elif place.table == "documents":
        answer_document(answer, tell, place)
    else:
        _answer_other(answer, tell, place)
    answer.add(tell.words("Excused from a rule"), tell.excuses(place))
    return answer


def _answer_other(answer: Answer, tell: Telling, place: Place) -> None:
    """A row that says something of another one, or a country: its cells, source and subject."""
    row, words = tell.lookup.at(place), tell.words
    if place.table in IN_ENGLISH_ALONE and words.language != "en":
        answer.under.append(words("(In English alone.)"))
    answer.add(words("What else the row holds"), map(Part, tell.cells(place, TOLD)))
    if row.get("source_id"):
        source = map(Part, tell.sourced(place.table, row, "").below)
        answer.add(words("Looked up outside the letter"), [*source, *tell.identifiers(place)])
    answer.add(words("To read on"), tell.pointers(dict.fromkeys(_spoken_of(tell, place))))


def _spoken_of(tell: Telling, place: Place) -> Iterator[Place]:
    """The rows that a row is about, that it names, and that name it."""
    row = tell.lookup.at(place)
    for column in ("about_key", "about_id", "replaced_by", "own_key", "matched_key"):
        keys = (row.get(column, ""), f"{row.get('document_id')}/{row.get(column)}")
        for about in (Place(row.get("about_table", ""), key) for key in keys):
            if tell.lookup.has(about):
                yield about
    for key in tell.lookup.table(place.table).schema.ends():
        column = key.fields[-1]
        if row[column] and column != "source_id":
            yield tell.lookup.named(place, column)
    for other, _ in tell.lookup.naming(place):
        yield other
