"""Mutants of the rules on what rows rest on: their evidence, and the basis of links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.campaign.breaking import WHY, broken, wrong
from tests.campaign.clean import Chosen, filled, holds
from tests.campaign.edits import cell, copy, gone
from tests.campaign.mutants import Base, Mutant, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.campaign.clean import Clean


def mutants(clean: Clean) -> Iterator[Mutant]:
    """Each rule broken in each table it speaks of."""
    for table in clean.tables:
        if clean.packages[Base.LETTER].tables[table].is_claim or table == "document_ties":
            yield from _claims(clean, table)
            yield from _fields(clean, table)
    yield from _not_said(clean)
    for table in clean.links:
        yield from _too_strong(clean, table)
        yield from _from_afar(clean, table)
        yield from _inferred(clean, table)


def _claims(clean: Clean, table: str) -> Iterator[Mutant]:
    """A claim without its evidence, evidence without its claim, and evidence of no column."""
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
    yield wrong(proofs[0], "about_field", "nothing", "evidence-field", name=table)


def _fields(clean: Clean, table: str) -> Iterator[Mutant]:
    """Each column that rests on evidence of its own, without it; and evidence of an empty cell."""
    for column in clean.schema(table).fields:
        placed = column.name == "parent_id"
        if column.evidence or placed:
            given = [row_ for row_ in clean.all(table, filled(column.name)) if not _arranged(row_)]
            for said in given[:1]:
                proofs = clean.evidence(said, column.name)
                yield broken(
                    f"{table}.{column.name}/uncarried",
                    f"The evidence for `{column.name}` of {table} {said.key} is taken out",
                    tuple(gone("evidence", proof.key) for proof in proofs),
                    Place("field-evidence", table, said.key, column.name),
                    said.base,
                )
        if placed:
            arranged = clean.first(table, holds("parent_basis", "arranged"))
            if arranged is not None:
                yield wrong(
                    arranged, "parent_basis", "explicit", "field-evidence", blames="parent_id"
                )
        empty = clean.first(table, holds(column.name, ""))
        if not column.required and empty is not None and clean.evidence(empty):
            yield broken(
                f"{table}.{column.name}/evidence-of-nothing",
                f"Evidence is for `{column.name}` of {table} {empty.key}, which is empty",
                (copy("evidence", clean.evidence(empty)[0].key, about_field=column.name),),
                Place("evidence-field", "evidence", None, "about_field"),
                empty.base,
            )


def _not_said(clean: Clean) -> Iterator[Mutant]:
    """Evidence for each table that no letter fills, for our own order and for a looked-up tie."""
    for table in clean.tables:
        about = clean.packages[Base.LETTER].tables[table]
        if not about.is_claim and table not in {"documents", "document_ties"}:
            yield _claimed(clean, clean.any(table), "row", "about_table")
        arranged = clean.first(table, holds("parent_basis", "arranged"))
        if arranged is not None:
            for column in ("parent_id", "parent_basis"):
                yield _claimed(clean, arranged, column, "about_field")
    tie = clean.any("document_ties", holds("origin", "looked_up"))
    yield _claimed(clean, tie, "row", "about_key")


def _claimed(clean: Clean, of: Chosen, field: str, blames: str) -> Mutant:
    """A passage that carries something is said to carry this too."""
    proof = next(clean.rows("evidence", of.base))
    about = {"about_table": of.table, "about_key": of.key, "about_field": field}
    return broken(
        f"{of.table}/{of.key}/{field}",
        f"A passage is said to carry `{field}` of {of.table} {of.key}",
        (copy("evidence", proof.key, **about),),
        Place("evidence-of-said", "evidence", None, blames),
        of.base,
    )


def _arranged(row_: Chosen) -> bool:
    """Whether the row's place in a tree is our own order."""
    return row_.cells.get("parent_basis") == "arranged"


def _too_strong(clean: Clean, table: str) -> Iterator[Mutant]:
    """A link made explicit of which no passage names both ends."""
    for link in clean.all(table, lambda cells: cells["basis"] != "explicit"):
        own = {proof.cells["passage_id"] for proof in clean.evidence(link)}
        if own.intersection(*_ends(clean, link)):
            continue  # the places would bear it; the words may not
        bare = [cell(table, link.key, "rationale", "")] if link.cells["rationale"] else []
        yield broken(
            f"{table}/{link.key}/too-strong",
            f"{table} {link.key} is made explicit, and no passage names both ends",
            (cell(table, link.key, "basis", "explicit"), *bare),
            Place("explicit-ends", table, link.key, "basis"),
            link.base,
        )
        return


def _from_afar(clean: Clean, table: str) -> Iterator[Mutant]:
    """A link whose evidence is moved to a passage with one of the ends nowhere near."""
    found = [row_ for row_ in clean.all(table) if row_.cells["basis"] != "inferred"]
    for link in found[:1]:
        proofs, away = clean.evidence(link), _far_from(clean, link)
        if not away:
            continue  # both ends are named in every section
        for basis in ("explicit", "contextual"):
            yield broken(
                f"{table}/{link.key}/evidence-from-afar",
                f"The evidence for {table} {link.key}, {basis}, is moved far from one end",
                (
                    *(gone("evidence", proof.key) for proof in proofs[1:]),
                    cell("evidence", proofs[0].key, "passage_id", away),
                    *(
                        []
                        if link.cells["basis"] == basis
                        else [cell(table, link.key, "basis", basis)]
                    ),
                ),
                Place(f"{basis}-ends", table, link.key, "basis"),
                link.base,
            )


def _ends(clean: Clean, link: Chosen) -> list[set[str]]:
    """For each end of a link, the passages that are evidence for it."""
    ends = [
        Chosen(link.base, end.table, "/".join(link.cells[name] for name in end.fields), {})
        for end in clean.schema(link.table).ends()
    ]
    return [{proof.cells["passage_id"] for proof in clean.evidence(end)} for end in ends]


def _far_from(clean: Clean, link: Chosen) -> str:
    """A coded sentence with no evidence for one of the ends in its section or a heading above."""
    above = {
        passage.cells["section"]: passage.cells["under_section"]
        for passage in clean.rows("passages", link.base)
    }
    sections = [{passage.split(".")[1] for passage in end} for end in _ends(clean, link)]
    for passage in clean.rows("passages", link.base):
        around = {passage.cells["section"]}
        while not {above.get(section, "") for section in around} <= around | {""}:
            around |= {above.get(section, "") for section in around}
        is_coded = passage.cells["kind"] == "sentence" and passage.cells["coding"] == "coded"
        if is_coded and any(not around & end for end in sections):
            return passage.key
    return ""


def _inferred(clean: Clean, table: str) -> Iterator[Mutant]:
    """A conclusion from a passage with neither end, and two for the same reasons."""
    link = clean.any(table)
    proofs, ends = clean.evidence(link), set[str]().union(*_ends(clean, link))
    away = next(
        passage.key
        for passage in clean.rows("passages", link.base)
        if passage.key not in ends and passage.cells["coding"] == "coded"
    )
    yield broken(
        f"{table}/{link.key}/evidence-for-no-end",
        f"{table} {link.key} is inferred from a passage that is evidence for neither end",
        (
            *(gone("evidence", proof.key) for proof in proofs[1:]),
            cell("evidence", proofs[0].key, "passage_id", away),
            cell(table, link.key, "rationale", WHY),
            cell(table, link.key, "basis", "inferred"),
        ),
        Place("inferred-ends", table, link.key, "basis"),
        link.base,
    )
    *_, first, second = clean.rows(table, Base.LETTER)
    yield broken(
        f"{table}/same-reasons",
        f"Two rows of {table} are inferred for the same reasons",
        tuple(
            cell(table, one.key, column, value)
            for one in (first, second)
            for column, value in (("rationale", WHY), ("basis", "inferred"))
        ),
        Place("own-rationale", table, second.key, "rationale"),
    )
