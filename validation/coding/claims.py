"""`claims.csv`: one row per claim, to filter in a spreadsheet.

A claim is what one letter states: a row of a statement or link, a document tie that the letter
makes, a place in a tree that it gives. What we arranged or looked up is not in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.coding.records import RowKey, joined, under
from validation.coding.sentences import SELF, SENTENCES, TREES
from validation.package.languages import Both

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validation.coding.records import Records, Row
    from validation.coding.sentences import Sentence
    from validation.package.table import Table

# Columns of a claim's own row that are shown under the same name, where its table has them.
TAKEN_OVER = (
    "rationale",
    "timing",
    "starts",
    "starts_precision",
    "ends",
    "ends_precision",
    "amount",
    "amount_bound",
    "unit",
    "lettering",
)


def claims(records: Records) -> Iterator[dict[str, str]]:
    """Every claim as cells by column; what does not apply to it is left out."""
    for table in records.package.tables.values():
        if is_stated(table):
            for row in records.rows(table.name):
                if row.get("origin", "said") == "said":
                    yield stated(records, table, row)
        elif "parent_basis" in table.schema.names:
            for row in records.rows(table.name):
                if row["parent_basis"] not in {"", "arranged"}:
                    yield from placed(records, table, row)


def is_stated(table: Table) -> bool:
    """Whether the rows of a table are claims of a letter."""
    return (table.is_claim and not table.is_thing) or table.name == "document_ties"


def claim_at(records: Records, place: RowKey) -> Row:
    """The claim that a row makes; of a thing, its place in the tree."""
    table, row = records.table(place.table), records.at(place)
    return stated(records, table, row) if is_stated(table) else next(placed(records, table, row))


def ends(records: Records, place: RowKey) -> list[RowKey]:
    """The rows that the subject and objects of a claim name."""
    table, row = records.table(place.table), records.at(place)
    sentence = sentence_of(table)
    columns = [sentence.subject, *sentence.objects]
    keys = {key.fields[-1] for key in table.schema.ends()}
    return [records.named(place, column) for column in columns if column in keys and row[column]]


def claims_about(records: Records, place: RowKey) -> list[RowKey]:
    """The claims whose subject or object a row is, in the order of the tables."""
    found = dict[RowKey, None]()
    for other, column in records.naming(place):
        table = records.table(other.table)
        if is_stated(table):
            sentence = sentence_of(table)
            if column in {sentence.subject, *sentence.objects}:
                found[other] = None
    return list(found)


def stated(records: Records, table: Table, row: dict[str, str]) -> dict[str, str]:
    """A statement, link or tie: its key begins with the document that makes it."""
    passages = records.passages(table.name, records.key(table.name, row))
    taken = {column: row[column] for column in TAKEN_OVER if column in row}
    basis = row.get("basis", "")
    cells = _claim(records, table, row, row["document_id"], passages)
    cells |= taken | {"basis": basis}
    cells |= under("basis", records.code(table.name, "basis", basis) if basis else Both("", ""))
    if "timing" in taken:
        cells |= under("timing", records.code(table.name, "timing", taken["timing"]))
    return cells


def placed(records: Records, table: Table, row: dict[str, str]) -> Iterator[dict[str, str]]:
    """A place in a tree, once for each letter whose passages give it.

    Where an exception excuses it from having any, it is still a row, of no letter.
    """
    passages = records.passages(table.name, row["id"], "parent_id")
    basis = row["parent_basis"]
    for document in dict.fromkeys(map(records.document, passages)) or [""]:
        own = [passage for passage in passages if records.document(passage) == document]
        yield {
            **_claim(records, table, row, document, own),
            "basis": basis,
            **under("basis", records.code(table.name, "parent_basis", basis)),
        }


def _claim(
    records: Records, table: Table, row: dict[str, str], document: str, passages: list[str]
) -> dict[str, str]:
    """What every claim has: its key, its sentence and what it rests on."""
    sentence = sentence_of(table)
    return {
        "document_id": document,
        "table": table.name,
        "key": records.key(table.name, row),
        **_subject(records, table, row, document, sentence),
        **_object(records, table, row, document, sentence),
        "passages": " ".join(passages),
        **under("places", records.places(passages)),
        **under("paraphrase", records.paraphrases(passages)),
        "url": records.row("documents", document, document)["url"] if document else "",
    }


def sentence_of(table: Table) -> Sentence:
    """How the claims of a table read."""
    found = (SENTENCES if is_stated(table) else TREES).get(table.name)
    if found is None:
        raise RuntimeError(f"nobody has worded the relation that `{table.name}` states")
    return found


def _subject(
    records: Records, table: Table, row: dict[str, str], document: str, sentence: Sentence
) -> dict[str, str]:
    if sentence.subject == SELF:
        target = "partners"
        identifier = next(
            (partner["id"] for partner in records.rows(target) if partner["kind"] == "self"), ""
        )
    else:
        target, identifier = records.target(table.name, sentence.subject), row[sentence.subject]
    if not identifier:  # the package names nobody who takes part
        return {}
    label = records.label(target, identifier, document)
    return {"subject_table": target, "subject_id": identifier, **under("subject", label)}


def _object(
    records: Records, table: Table, row: dict[str, str], document: str, sentence: Sentence
) -> dict[str, str]:
    """The relation with the object and role; further ends that the row names beside them."""
    filled = [column for column in sentence.objects if row[column]]
    role = row[sentence.role] if sentence.role else ""
    relation = sentence.relation(role, filled[0] if filled else "")
    phrase = Both(relation.en, relation.nl) if filled else Both(*relation.alone)
    cells = {"relation": relation.code, **under("relation", phrase), "role": role}
    if role:
        cells |= under("role", records.code(table.name, sentence.role, role))
    ends = [(records.target(table.name, column), row[column]) for column in filled]
    if ends:
        target, identifier = ends[0]
        cells |= {"object_table": target, "object_id": identifier}
        cells |= under("object", records.label(target, identifier, document))
    if ends[1:]:
        cells["further"] = " ".join("/".join(end) for end in ends[1:])
        labels = (records.label(*end, document) for end in ends[1:])
        cells |= under("further", joined(labels, "; "))
    return cells
