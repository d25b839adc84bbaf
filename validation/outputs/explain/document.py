"""The answer about a document: what it is, where it is named, what was taken from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.outputs.explain.answer import Part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validation.outputs.explain.answer import Answer
    from validation.outputs.explain.lookup import Place, Row
    from validation.outputs.explain.telling import Telling

LISTED = 10  # rows of one table that are named before the rest is counted


def answer_document(answer: Answer, tell: Telling, place: Place) -> None:
    """Fill an answer about a document."""
    row, words = tell.lookup.at(place), tell.words
    if row["url"]:
        answer.under.append(row["url"])
    answer.add(words("What it is"), map(Part, _described(tell, row)))
    if tell.lookup.carried(place):
        answer.add(words("Where the letter names or describes it"), tell.carriers(place))
    answer.add(words("Names it goes by"), tell.names(place))
    answer.add(words("Its passages"), _outline(tell, row))
    answer.add(words("What is said of it"), tell.lines(place))
    answer.add(words("What was taken from it"), _taken_from(tell, place))
    answer.add(words("Where a careful reader could differ"), tell.doubts(place))


def _described(tell: Telling, row: Row) -> Iterator[str]:
    words = tell.words
    yield tell.defined("documents", "kind", row)
    yield tell.defined("documents", "role", row)
    yield words("Language: {language}.", language=tell.code("documents", "language", row))
    if row["signatories"]:
        yield words("Signed by: {names}.", names=row["signatories"])
    if row["date"]:
        certainty = tell.defined("documents", "date_certainty", row)
        yield words(
            "Dated {date}. {certainty}",
            date=tell.date("documents", "date", row),
            certainty=certainty,
        )
        if row["date_source_id"] != row["id"]:
            yield words(
                "The date was taken from: {title}.", title=tell.title_of(row["date_source_id"])
            )
    if row["note"]:
        yield words("Note: {text}", text=row["note"])


def _outline(tell: Telling, row: Row) -> Iterator[Part]:
    """The headings of a coded document, and the seal of the whole."""
    passages = [one for one in tell.lookup.rows("passages") if one["document_id"] == row["id"]]
    if passages:
        yield Part(
            tell.words("{number} passages, sealed and coded. Its headings:", number=len(passages))
        )
        for one in passages:
            if one["kind"] == "heading":
                yield Part(f"{tell.paraphrase(one['id'])} ({one['id']})")
    if row["seal"]:
        yield Part(
            tell.words(
                "SHA-256 of all passages joined, without spaces and hyphens: {seal}",
                seal=row["seal"],
            )
        )


def _taken_from(tell: Telling, place: Place) -> Iterator[Part]:
    """The rows and dates that were taken from a document, the first of each table by name."""
    told = {place, *tell.lookup.claims_about(place)}
    found: dict[str, list[Part]] = {}
    for other, column in tell.lookup.naming(place):
        if column in {"source_id", "date_source_id"} and other not in told:
            of_date = f" ({column})" if column != "source_id" else ""
            part = Part(tell.sentence(other), (f"{other}{of_date}",))
            found.setdefault(other.table, []).append(part)
    for table, parts in found.items():
        yield from parts[:LISTED]
        if parts[LISTED:]:
            yield Part(
                tell.words(
                    "And {number} more rows of {table}.", number=len(parts) - LISTED, table=table
                )
            )
