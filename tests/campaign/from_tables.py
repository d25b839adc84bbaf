"""Mutants of the rules between tables: each broken in every table or list that it speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.campaign.breaking import broken, wrong
from tests.campaign.clean import filled
from tests.campaign.edits import cell, copy, gone
from tests.campaign.mutants import Base, Mutant, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.campaign.clean import Chosen, Clean

KEYED = ("names", "identifiers", "judgements", "exceptions", "evidence")


def mutants(clean: Clean) -> Iterator[Mutant]:
    """Each rule broken in each table or list that it speaks of."""
    for make in (
        _codes,
        _trees,
        _keys,
        _things,
        _renamed,
        _partners,
        _countries,
    ):
        yield from make(clean)


def _codes(clean: Clean) -> Iterator[Mutant]:
    """Each list: a number skipped, a code too many, too few or renamed; a kind under none."""
    last = {code.cells["list"]: code for code in clean.rows("codes", Base.LETTER)}
    columns = {
        field.codes: (clean.schema(table).path, number)
        for table in reversed(clean.tables)
        for number, field in enumerate(clean.schema(table).fields)
        if field.codes
    }
    of_trees = {
        clean.schema(table).field("kind").codes
        for table in clean.tables
        if {"kind", "parent_id"} <= set(clean.schema(table).names)
    }
    for name, code in last.items():
        after = str(int(code.cells["position"]) + 1)
        schema, number = columns[name]
        place = Place("code-list", schema, 0, f"fields/{number}/constraints/enum")
        yield wrong(code, "position", after, "code-positions", name=name)
        for what, edit in (
            ("gets a code that no schema knows", copy("codes", code.key, code="m", position=after)),
            ("loses its last code", gone("codes", code.key)),
            ("has a code renamed", cell("codes", code.key, "code", "renamed")),
        ):
            yield broken(
                f"codes/{name}/{what.split()[0]}", f"The list {name} {what}", (edit,), place
            )
        if name not in of_trees:
            yield wrong(code, "stands_under", code.cells["code"], "code-parents", name=name)
    for code in clean.all("codes", filled("stands_under")):
        yield wrong(code, "stands_under", "nothing", "code-parents", name=code.key)


def _trees(clean: Clean) -> Iterator[Mutant]:
    """Each tree: a row under itself, two under each other, and a kind where it may not stand."""
    for table in clean.tables:
        if "parent_id" not in clean.schema(table).names:
            continue
        child = clean.first(table, filled("parent_id"))
        if child is None:
            continue
        parent = clean.row(child.base, table, child.cells["parent_id"])
        yield _under(parent, parent, parent)
        if not parent.cells["parent_id"]:
            yield _under(parent, child, min(child, parent, key=lambda row: row.key))
        for code in clean.rows("codes", Base.LETTER):
            of_the_list = code.cells["list"] == clean.schema(table).field("kind").codes
            if of_the_list and parent.cells["kind"] not in code.cells["stands_under"].split():
                kind = code.cells["code"]
                yield wrong(child, "kind", kind, "kind-under-kind", blames="parent_id", name=kind)


def _under(row_: Chosen, parent: Chosen, blamed: Chosen) -> Mutant:
    return broken(
        f"{row_.table}/{row_.key}/under-{parent.key}",
        f"{row_.table} {row_.key} is put under {parent.key}",
        (
            cell(row_.table, row_.key, "parent_id", parent.key),
            cell(row_.table, row_.key, "parent_basis", "arranged"),
        ),
        Place("tree-cycle", row_.table, blamed.key, "parent_id"),
        row_.base,
    )


def _keys(clean: Clean) -> Iterator[Mutant]:
    """Keys written as a table and a key."""
    for table in KEYED:
        found = clean.any(table)
        yield wrong(found, "about_key", "nowhere", "about-row")
        yield wrong(found, "about_table", "nothing", "about-row")


def _things(clean: Clean) -> Iterator[Mutant]:
    """A thing with evidence that nothing holds."""
    for table in clean.things:
        thing = clean.any(table)
        proof = clean.evidence(thing)[0]
        tree = {"parent_id": "", "parent_basis": ""} if "parent_id" in thing.cells else {}
        yield broken(
            f"{table}/unlinked",
            f"{table} gets a row with evidence that nothing else names",
            (
                copy("evidence", proof.key, about_key="nobody-s-own", about_field="row"),
                copy(table, thing.key, id="nobody-s-own", **tree),
            ),
            Place("unlinked-thing", table, None, "id"),
            thing.base,
        )


def _renamed(clean: Clean) -> Iterator[Mutant]:
    """A thing renamed, once for each column that still has the old name."""
    for thing in clean.things:
        for table, column in clean.references(thing):
            child = clean.first(table, filled(column))
            if child is not None and table != thing:
                named = child.cells[column]
                yield broken(
                    f"{table}.{column}>{thing}/renamed",
                    f"{thing} {named} is renamed, and {table} {child.key} has the old name",
                    (cell(thing, named, "id", "entirely-other"),),
                    Place("foreign-key", table, child.key, column),
                    child.base,
                )


def _partners(clean: Clean) -> Iterator[Mutant]:
    """The Netherlands as a partner of itself, wherever a partner is named."""
    for table, column in clean.references("partners"):
        found = clean.first(table, filled(column))
        if found is not None and table != "partner_ties":
            yield wrong(found, column, "netherlands", "self-in-ties-only")


def _countries(clean: Clean) -> Iterator[Mutant]:
    """Each country with the name of the next one, in either language."""
    countries = list(clean.rows("countries", Base.LETTER))
    for country, other in zip(countries, [*countries[1:], countries[0]], strict=True):
        for column in ("name_en", "name_nl"):
            value = other.cells[column]
            yield wrong(country, column, value, "country-reference", name=country.key)
