"""`claims.csv`: one row per claim, to filter in a spreadsheet.

A claim is what one letter states: a row of a statement or link, a document tie that the letter
makes, a place in a tree that it gives. What we arranged or looked up is not in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.coding.reading import joined, under
from validation.coding.sentences import SELF, SENTENCES, TREES
from validation.package.languages import Both

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validation.coding.reading import Reading
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


def claims(reading: Reading) -> Iterator[dict[str, str]]:
    """Every claim as cells by column; what does not apply to it is left out."""
    for table in reading.package.tables.values():
        if is_stated(table):
            for row in reading.rows(table.name):
                if row.get("origin", "said") == "said":
                    yield stated(reading, table, row)
        elif "parent_basis" in table.schema.names:
            for row in reading.rows(table.name):
                if row["parent_basis"] not in {"", "arranged"}:
                    yield from placed(reading, table, row)


def is_stated(table: Table) -> bool:
    """Whether the rows of a table are claims of a letter."""
    return (table.is_claim and not table.is_thing) or table.name == "document_ties"


def stated(reading: Reading, table: Table, row: dict[str, str]) -> dict[str, str]:
    """A statement, link or tie: its key begins with the document that makes it."""
    passages = reading.passages(table.name, reading.key(table.name, row))
    taken = {column: row[column] for column in TAKEN_OVER if column in row}
    basis = row.get("basis", "")
    cells = _claim(reading, table, row, row["document_id"], passages)
    cells |= taken | {"basis": basis}
    cells |= under("basis", reading.code(table.name, "basis", basis) if basis else Both("", ""))
    if "timing" in taken:
        cells |= under("timing", reading.code(table.name, "timing", taken["timing"]))
    return cells


def placed(reading: Reading, table: Table, row: dict[str, str]) -> Iterator[dict[str, str]]:
    """A place in a tree, once for each letter whose passages give it.

    Where an exception excuses it from having any, it is still a row, of no letter.
    """
    passages = reading.passages(table.name, row["id"], "parent_id")
    basis = row["parent_basis"]
    for document in dict.fromkeys(map(reading.document, passages)) or [""]:
        own = [passage for passage in passages if reading.document(passage) == document]
        yield {
            **_claim(reading, table, row, document, own),
            "basis": basis,
            **under("basis", reading.code(table.name, "parent_basis", basis)),
        }


def _claim(
    reading: Reading, table: Table, row: dict[str, str], document: str, passages: list[str]
) -> dict[str, str]:
    """What every claim has: its key, its sentence and what it rests on."""
    sentence = sentence_of(table)
    return {
        "document_id": document,
        "table": table.name,
        "key": reading.key(table.name, row),
        **_subject(reading, table, row, document, sentence),
        **_object(reading, table, row, document, sentence),
        "passages": " ".join(passages),
        **under("places", reading.places(passages)),
        **under("paraphrase", reading.paraphrases(passages)),
        "url": reading.row("documents", document, document)["url"] if document else "",
    }


def sentence_of(table: Table) -> Sentence:
    """How the claims of a table read."""
    found = (SENTENCES if is_stated(table) else TREES).get(table.name)
    if found is None:
        raise RuntimeError(f"nobody has worded the relation that `{table.name}` states")
    return found


def _subject(
    reading: Reading, table: Table, row: dict[str, str], document: str, sentence: Sentence
) -> dict[str, str]:
    if sentence.subject == SELF:
        target = "partners"
        identifier = next(
            (partner["id"] for partner in reading.rows(target) if partner["kind"] == "self"), ""
        )
    else:
        target, identifier = reading.target(table.name, sentence.subject), row[sentence.subject]
    if not identifier:  # the package names nobody who takes part
        return {}
    label = reading.label(target, identifier, document)
    return {"subject_table": target, "subject_id": identifier, **under("subject", label)}


def _object(
    reading: Reading, table: Table, row: dict[str, str], document: str, sentence: Sentence
) -> dict[str, str]:
    """The relation with the object and role; further ends that the row names beside them."""
    filled = [column for column in sentence.objects if row[column]]
    role = row[sentence.role] if sentence.role else ""
    relation = sentence.relation(role, filled[0] if filled else "")
    phrase = Both(relation.en, relation.nl) if filled else Both(*relation.alone)
    cells = {"relation": relation.code, **under("relation", phrase), "role": role}
    if role:
        cells |= under("role", reading.code(table.name, sentence.role, role))
    ends = [(reading.target(table.name, column), row[column]) for column in filled]
    if ends:
        target, identifier = ends[0]
        cells |= {"object_table": target, "object_id": identifier}
        cells |= under("object", reading.label(target, identifier, document))
    if ends[1:]:
        cells["further"] = " ".join("/".join(end) for end in ends[1:])
        labels = (reading.label(*end, document) for end in ends[1:])
        cells |= under("further", joined(labels, "; "))
    return cells
