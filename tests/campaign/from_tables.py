"""Mutants of the rules that speak of every table of a role: each broken in each such table.

What one table or list alone can break is an example in tests/broken.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.campaign.breaking import WHY, broken, wrong
from tests.campaign.clean import filled
from tests.campaign.edits import cell, copy, gone
from tests.campaign.mutants import Base, Mutant, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.campaign.clean import Chosen, Clean


OF_NO_ROW = {"codings", "retired_ids"}  # their keys need not be those of a row


def mutants(clean: Clean) -> Iterator[Mutant]:
    """Each rule broken in each table it speaks of."""
    for table in clean.tables:
        names = clean.schema(table).names
        if {"about_table", "about_key"} <= set(names) and table not in OF_NO_ROW:
            yield wrong(clean.any(table), "about_key", "nowhere", "about-row")
        if clean.packages[Base.LETTER].tables[table].is_claim or table == "document_ties":
            yield from _claim(clean, table)
        for column in names:
            yield from _own_evidence(clean, table, column)
    for table, column in clean.references("partners"):
        if table != "partner_ties":
            yield wrong(
                clean.any(table, filled(column)), column, "netherlands", "self-in-ties-only"
            )
    for table in clean.things:
        yield _unlinked(clean, table)
    for table in clean.links:
        yield _inferred(clean, table)


def _claim(clean: Clean, table: str) -> Iterator[Mutant]:
    """A claim without its evidence, and evidence without its claim."""
    said = clean.any(table, lambda cells: cells.get("origin", "said") == "said")
    proofs = clean.evidence(said)
    yield broken(
        f"{table}/uncarried",
        f"The evidence for {table} {said.key} is taken out",
        tuple(gone("evidence", proof.key) for proof in proofs),
        Place("claim-evidence", table, said.key),
        said.base,
    )
    yield broken(
        f"{table}/orphaned-evidence",
        f"{table} {said.key} is taken out, and its evidence stays",
        (gone(table, said.key),),
        Place("about-row", "evidence", proofs[0].key, "about_key"),
        said.base,
    )


def _own_evidence(clean: Clean, table: str, column: str) -> Iterator[Mutant]:
    """A column that rests on evidence of its own, without it."""
    if not clean.schema(table).field(column).evidence and column != "parent_id":
        return
    for said in clean.all(table, filled(column)):
        if said.cells.get("parent_basis") != "arranged":
            yield broken(
                f"{table}.{column}/uncarried",
                f"The evidence for `{column}` of {table} {said.key} is taken out",
                tuple(gone("evidence", proof.key) for proof in clean.evidence(said, column)),
                Place("field-evidence", table, said.key, column),
                said.base,
            )
            return


def _unlinked(clean: Clean, table: str) -> Mutant:
    """A thing with evidence that nothing holds."""
    thing = clean.any(table)
    proof = clean.evidence(thing)[0]
    tree = {"parent_id": "", "parent_basis": ""} if "parent_id" in thing.cells else {}
    return broken(
        f"{table}/unlinked",
        f"{table} gets a row with evidence that nothing else names",
        (
            copy("evidence", proof.key, about_key="nobody-s-own", about_field="row"),
            copy(table, thing.key, id="nobody-s-own", **tree),
        ),
        Place("unlinked-thing", table, None, "id"),
        thing.base,
    )


def _inferred(clean: Clean, table: str) -> Mutant:
    """A link that is concluded from a passage with neither of its ends."""
    link = clean.any(table)
    ends = {
        proof.cells["passage_id"]
        for end in clean.schema(table).ends()
        for proof in clean.evidence(_end(link, end.table, end.fields))
    }
    away = next(
        passage.key
        for passage in clean.rows("passages", link.base)
        if passage.key not in ends and passage.cells["coding"] == "coded"
    )
    first, *others = clean.evidence(link)
    return broken(
        f"{table}/{link.key}/evidence-for-no-end",
        f"{table} {link.key} is inferred from a passage that is evidence for neither end",
        (
            *(gone("evidence", proof.key) for proof in others),
            cell("evidence", first.key, "passage_id", away),
            cell(table, link.key, "rationale", WHY),
            cell(table, link.key, "basis", "inferred"),
        ),
        Place("inferred-ends", table, link.key, "basis"),
        link.base,
    )


def _end(link: Chosen, table: str, fields: tuple[str, ...]) -> Chosen:
    return link._replace(table=table, key="/".join(link.cells[name] for name in fields))
