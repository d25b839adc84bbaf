"""The answer about a thing: where the letter names it, where it stands, what is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.outputs.explain.answer import Part
from validation.outputs.explain.lookup import WHOLE_ROW, Place
from validation.outputs.explain.saying import small
from validation.package.opening import CODES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validation.outputs.explain.answer import Answer
    from validation.outputs.explain.telling import Telling

ARRANGED = "arranged"


def answer_thing(answer: Answer, tell: Telling, place: Place) -> None:
    """Fill an answer about a thing."""
    row, words = tell.lookup.at(place), tell.words
    if "kind" in row:
        kind = tell.defined(place.table, "kind", row)
        answer.under.append(f"{kind} {words('(The kinds are ours, by such definitions.)')}")
    named_in = tell.lookup.carried(place, WHOLE_ROW)
    answer.add(
        words("Where the letter names or describes it"),
        [*map(tell.passage, named_in), *tell.whose_words(named_in)],
    )
    answer.add(words("Its place among the others"), _tree(tell, place))
    answer.add(words("Names it goes by"), tell.names(place))
    answer.add(words("What is said of it"), tell.lines(place))
    answer.add(words("Looked up outside the letter"), _looked_up(tell, place))
    answer.add(words("What two coders wrote, each alone"), tell.codings(place))
    answer.add(words("Where a careful reader could differ"), tell.doubts(place))
    answer.add(words("Identifiers it replaced"), _retired(tell, place))


def _tree(tell: Telling, place: Place) -> Iterator[Part]:
    """What a thing stands under and on what that rests, and what stands under it."""
    if tell.lookup.at(place).get("parent_id"):
        yield _parent(tell, place)
    children = [
        f"{tell.name(other)} ({other})"
        for other, column in tell.lookup.naming(place)
        if (other.table, column) == (place.table, "parent_id")
    ]
    if children:
        yield Part(tell.words("Below it: {things}.", things=", ".join(children)))


def _parent(tell: Telling, place: Place) -> Part:
    row, parent = tell.lookup.at(place), tell.lookup.named(place, "parent_id")
    basis = small(tell.code(place.table, "parent_basis", row))
    below = [str(parent)]
    if row["parent_basis"] != ARRANGED:
        below.append(tell.meaning(place.table, "parent_basis", row))
        carriers = tell.lookup.carried(place, "parent_id")
        near = tell.lookup.nearest(carriers, [place, parent])
        below += map(tell.end, near)
        told = tell.lookup.carried(place, WHOLE_ROW)  # their words stand above
        for passage in tell.lookup.ordered({*carriers, *(end.passage for end in near)} - {""}):
            words = "" if passage in told else f": {tell.paraphrase(passage)}"
            below.append(tell.where(passage) + words)
    return Part(tell.claim(place, basis), tuple(below))


def _looked_up(tell: Telling, place: Place) -> Iterator[Part]:
    """Facts, the country and identifiers, each with its source and how it was checked."""
    facts = [
        tell.lookup.at(other)
        for other, column in tell.lookup.naming(place)
        if (other.table, column) == ("mission_facts", "mission_id")
    ]
    in_order = [row["code"] for row in tell.lookup.rows(CODES) if row["list"] == "mission_fact"]
    for fact in sorted(facts, key=lambda fact: in_order.index(fact["fact"])):
        yield tell.sourced("mission_facts", fact, tell.fact(fact))
    if tell.lookup.at(place).get("country_id"):
        country = tell.lookup.named(place, "country_id")
        text = f"{tell.sentence(country)} ({country})"
        yield tell.sourced("countries", tell.lookup.at(country), text)
        yield from tell.identifiers(country)
    yield from tell.identifiers(place)


def _retired(tell: Telling, place: Place) -> list[Part]:
    return [
        Part(tell.words("{retired_key}, since version {version}: {reason}", **row))
        for row in tell.lookup.rows("retired_ids")
        if Place(row["about_table"], row["replaced_by"]) == place
    ]
