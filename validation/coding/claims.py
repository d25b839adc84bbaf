"""The claims of the letters, each as cells by column: the rows of `claims.csv`.

A claim is what one letter states: a row of a statement or link, a document tie that the letter
makes, a place in a tree that it gives. What we arranged or looked up is not one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.coding.countries import country_codes
from validation.coding.records import joined, under
from validation.coding.sentences import SELF, SENTENCES, TREES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from validation.coding.records import Records
    from validation.coding.sentences import Sentence
    from validation.package.table import Record, Table

    Cells = dict[str, str]

# Columns of a claim's own row that are shown under the same name, where its table has them.
TAKEN_OVER = (
    "rationale",
    "timing",
    "year",
    "date",
    "date_precision",
    "date_end",
    "date_end_precision",
    "date_from",
    "starts",
    "starts_precision",
    "ends",
    "ends_precision",
    "amount",
    "amount_bound",
    "unit",
    "lettering",
)


def claims(records: Records) -> Iterator[Cells]:
    """Every claim as cells by column; what does not apply to it is left out."""
    for table in records.package.tables.values():
        if is_stated(table):
            for row in table.records:
                if row.get("origin", "said") == "said":
                    yield _stated(records, row)
        elif "parent_basis" in table.schema.names:
            for row in table.records:
                if row["parent_basis"] not in {"", "arranged"}:
                    yield from _placed(records, row)


def is_stated(table: Table) -> bool:
    """Whether the rows of a table are claims of a letter."""
    return (table.is_claim and not table.is_thing) or table.name == "document_ties"


def claim_of(records: Records, row: Record) -> Cells:
    """The claim that a row makes; of a thing, its place in the tree."""
    return _stated(records, row) if is_stated(row.table) else next(_placed(records, row))


def ends(records: Records, row: Record) -> list[Record]:
    """The rows to which the subject and objects of a claim refer."""
    sentence = sentence_of(row.table)
    keys = {key.fields[-1] for key in row.table.schema.ends()}
    columns = [column for column in (sentence.subject, *sentence.objects) if column in keys]
    return [records.named(row, column) for column in columns if row[column]]


def claims_about(records: Records, row: Record) -> list[Record]:
    """The rows of claims whose subject or object a row is, in the order of the tables."""
    found = {}
    for other, column in records.referring(row):
        if is_stated(other.table):
            sentence = sentence_of(other.table)
            if column in {sentence.subject, *sentence.objects}:
                found[other.place] = other
    return list(found.values())


def sentence_of(table: Table) -> Sentence:
    """How the claims of a table read; RuntimeError where `relations.toml` does not say."""
    found = (SENTENCES if is_stated(table) else TREES).get(table.name)
    if found is None:
        raise RuntimeError(f"relations.toml has no relation for the table `{table.name}`")
    return found


def _stated(records: Records, row: Record) -> Cells:
    """A statement, link or tie: its key begins with the document that makes it."""
    cells = _claim(records, row, row["document_id"], list(records.evidence(row)))
    cells |= {column: row[column] for column in TAKEN_OVER if column in row}
    cells |= {"basis": row.get("basis", "")}
    for column in ("basis", "timing"):
        if column in row:
            cells |= under(column, records.code(row, column))
    return cells


def _placed(records: Records, row: Record) -> Iterator[Cells]:
    """A place in a tree, once for each letter whose passages give it.

    Where an exception excuses it from having any, it is still a row, of no letter.
    """
    passages = records.evidence(row, "parent_id")
    for document in dict.fromkeys(map(records.document, passages)) or [""]:
        own = [passage for passage in passages if records.document(passage) == document]
        yield {
            **_claim(records, row, document, own),
            "basis": row["parent_basis"],
            **under("basis", records.code(row, "parent_basis")),
        }


def _claim(records: Records, row: Record, document: str, passages: list[str]) -> Cells:
    """What every claim has: its key, its sentence and its evidence."""
    sentence = sentence_of(row.table)
    subject = _subject(records, row, sentence)
    objects = [records.named(row, column) for column in sentence.objects if row[column]]
    named = objects if subject is None else [subject, *objects]
    return {
        "document_id": document,
        "table": row.table.name,
        "key": row.key,
        **_of_subject(records, subject),
        **_of_objects(records, row, sentence, objects),
        "countries": country_codes(records, named),
        "passages": " ".join(passages),
        **under("places", records.places(passages)),
        **under("paraphrase", records.paraphrases(passages)),
        "url": records.table("documents").by_key[document]["url"] if document else "",
    }


def _subject(records: Records, row: Record, sentence: Sentence) -> Record | None:
    """The row that is the subject; None if no partner of the package is the one that takes part."""
    if sentence.subject == SELF:
        partners = records.rows("partners")
        return next((partner for partner in partners if partner["kind"] == "self"), None)
    return records.named(row, sentence.subject) if row[sentence.subject] else None


def _of_subject(records: Records, subject: Record | None) -> Cells:
    if subject is None:
        return {}
    return {
        "subject_table": subject.table.name,
        "subject_id": subject.get("id", ""),
        **under("subject", records.name(subject)),
    }


def _of_objects(
    records: Records, row: Record, sentence: Sentence, objects: Sequence[Record]
) -> Cells:
    """The relation with the object and role; further objects that the row names beside them."""
    first = next((column for column in sentence.objects if row[column]), "")
    role = row[sentence.role] if sentence.role else ""
    relation = sentence.relation(role, first)
    phrase = relation.phrase if first else relation.alone
    cells = {"relation": relation.code, **under("relation", phrase), "role": role}
    if role:
        cells |= under("role", records.code(row, sentence.role))
    if objects:
        cells |= {"object_table": objects[0].table.name, "object_id": objects[0]["id"]}
        cells |= under("object", records.name(objects[0]))
    if objects[1:]:
        cells["further"] = " ".join(f"{other.table.name}/{other['id']}" for other in objects[1:])
        cells |= under("further", joined(map(records.name, objects[1:]), "; "))
    return cells
