"""Mutants of the rules between tables, and of those on what we arrange and look up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.campaign.breaking import broken, wrong
from tests.campaign.clean import filled, holds
from tests.campaign.edits import Edit, cell, copy, document, gone, row
from tests.campaign.mutants import Base, Mutant, Place
from tests.example import DOCUMENT
from validation.rules import mentions
from validation.rules.catalogue import RULES
from validation.rules.drift import BOUNDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.campaign.clean import Chosen, Clean

KEYED = ("names", "identifiers", "judgements", "exceptions", "evidence")
ELSEWHERE = "harbour-treaty"  # of the invented letter's documents, the one that is coded as well


def mutants(clean: Clean) -> Iterator[Mutant]:
    """Each rule broken in each table or list that it speaks of."""
    for make in (
        _codes,
        _trees,
        _keys,
        _retired,
        _things,
        _renamed,
        _partners,
        _decisions,
        _classes,
        _facts,
        _documents,
        _sources,
        _two_letters,
        _countries,
        _codings,
        _exceptions,
        _accepted,
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
    yield broken(
        "codes/of-nobody",
        "A code list is added that no column has",
        (copy("codes", next(iter(last.values())).key, list="lists", position="1"),),
        Place("code-list", "codes", None, "list"),
    )
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
    """Keys written as a table and a key, and a second preferred form."""
    for table in KEYED:
        found = clean.any(table)
        yield wrong(found, "about_key", "nowhere", "about-row")
        yield wrong(found, "about_table", "nothing", "about-row")
    preferred = clean.any("names", holds("kind", "preferred"))
    yield broken(
        "names/preferred-twice",
        f"{preferred.key} gets a second preferred form",
        (copy("names", preferred.key, form="zzz"),),
        Place("preferred-once", "names", None, "kind"),
        preferred.base,
    )


def _retired(clean: Clean) -> Iterator[Mutant]:
    retired = clean.any("retired_ids")
    used = next(clean.rows(retired.cells["about_table"], retired.base))
    yield wrong(retired, "about_key", used.key, "retired-id")
    yield wrong(retired, "replaced_by", "nowhere", "retired-id")
    yield wrong(retired, "version", "99.0.0", "retired-id")


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
    """The Netherlands as a partner of itself, wherever a partner is named; and twice."""
    for table, column in clean.references("partners"):
        found = clean.first(table, filled(column))
        if found is not None and table != "partner_ties":
            yield wrong(found, column, "netherlands", "self-in-ties-only")
    state = clean.any("partners", lambda cells: cells["kind"] == "state" and cells["id"] > "o")
    yield wrong(state, "kind", "self", "self-in-ties-only")


def _decisions(clean: Clean) -> Iterator[Mutant]:
    """Each decision taken about a mission, without its commitment."""
    for decision in clean.all(
        "decisions", lambda cells: cells["firmness"] == "taken" and cells["mission_id"]
    ):
        key = f"{decision.cells['document_id']}/{decision.cells['mission_id']}"
        part = clean.row(decision.base, "commitments", key)
        yield broken(
            f"decisions/{decision.key}/uncommitted",
            f"The commitment that decision {decision.key} makes is taken out",
            (*(gone("evidence", p.key) for p in clean.evidence(part)), gone("commitments", key)),
            Place("decided-commitment", "decisions", decision.key, "mission_id"),
            decision.base,
        )


def _classes(clean: Clean) -> Iterator[Mutant]:
    """A mission that we put under a class, and each lettered interest that is not strategic."""
    generic = clean.any("missions", holds("kind", "generic_class"))
    roots = clean.all("missions", holds("parent_id", ""))
    for kind in ("operation", "readiness_force"):
        mission = next(row_ for row_ in roots if row_.cells["kind"] == kind)
        yield broken(
            f"missions/{mission.key}/counted-as-{generic.key}",
            f"We put missions {mission.key} under the class {generic.key}",
            (
                cell("missions", mission.key, "parent_id", generic.key),
                cell("missions", mission.key, "parent_basis", "arranged"),
            ),
            Place("expanded-class", "missions", None, "parent_basis"),
            mission.base,
        )
    for link in clean.all("document_interests"):
        interest = link.cells["interest_id"]
        yield broken(
            f"document_interests/{interest}/of-another-kind",
            f"The lettered interest {interest} is only called one",
            (cell("interests", interest, "kind", "stated"),),
            Place("lettered-interest", "document_interests", link.key, "interest_id"),
            link.base,
        )


def _facts(clean: Clean) -> Iterator[Mutant]:
    """Facts with a number skipped, by another number or by a row taken out."""
    several = clean.any("mission_facts", holds("position", "2"))
    first = several.key.removesuffix("2") + "1"
    yield wrong(several, "position", "3", "fact-positions")
    yield broken(
        f"mission_facts/{first}/gone",
        f"The first of the facts like {several.key} is taken out",
        (gone("mission_facts", first),),
        Place("fact-positions", "mission_facts", several.key, "position"),
        several.base,
    )


def _documents(clean: Clean) -> Iterator[Mutant]:
    """Documents of each role with each other one, and with a seal too many."""
    roles = ("coded", "cited", "outside")
    for role in roles:
        found = clean.any("documents", holds("role", role))
        for other in roles:
            if other != role:
                yield wrong(found, "role", other, "document-role", name=role)
        if role != "coded":
            yield wrong(found, "seal", "ab" * 32, "document-role", name=role)


def _sources(clean: Clean) -> Iterator[Mutant]:
    """What was looked up, with a coded letter as its source; a date with the other sort of one."""
    letter = clean.any("documents", holds("role", "coded")).key
    for table in ("countries", "document_ties", "identifiers"):
        yield wrong(clean.any(table, filled("source_id")), "source_id", letter, "outside-source")
    for certainty, source in (("stated", "pycountry"), ("looked_up", letter)):
        found = clean.any("documents", holds("date_certainty", certainty))
        yield wrong(found, "date_source_id", source, "outside-source")


def _two_letters(clean: Clean) -> Iterator[Mutant]:
    """A second letter is coded, with one passage and one decision, and the two are mixed up."""
    passage = clean.row(Base.EXAMPLE, "passages", f"{DOCUMENT}.s01.p1.z2")
    length = int(passage.cells["end"]) - int(passage.cells["start"])
    place = {"position": "1", "start": "0", "end": str(length)}
    second: tuple[Edit, ...] = (
        copy("passages", passage.key, id=f"{ELSEWHERE}.s01.p1.z1", document_id=ELSEWHERE, **place),
        copy(
            "decisions",
            f"{DOCUMENT}/spend-on-beacons-2018",
            document_id=ELSEWHERE,
            id="sign-treaty",
        ),
        row(
            "evidence",
            about_table="decisions",
            about_key=f"{ELSEWHERE}/sign-treaty",
            about_field="row",
            passage_id=f"{ELSEWHERE}.s01.p1.z1",
        ),
    )
    proof = f"contributions/{DOCUMENT}/frigate/row/{DOCUMENT}.s02.p2.z1"
    for table, key, column, value in (
        ("contributions", f"{DOCUMENT}/frigate", "decision_id", "sign-treaty"),
        ("evidence", proof, "passage_id", f"{ELSEWHERE}.s01.p1.z1"),
    ):
        yield broken(
            f"{table}/of-another-letter",
            f"`{column}` of {table} {key} is that of another letter",
            (*second, cell(table, key, column, value)),
            Place("same-document", table, None, column),
            Base.EXAMPLE,
        )


def _countries(clean: Clean) -> Iterator[Mutant]:
    """Each country with a code or number of none, and with the name of the next one."""
    countries = list(clean.rows("countries", Base.LETTER))
    for country, other in zip(countries, [*countries[1:], countries[0]], strict=True):
        for column in ("alpha2", "m49", "name_en", "name_nl"):
            value = {"alpha2": "QQ", "m49": "999"}.get(column, other.cells[column])
            yield wrong(country, column, value, "country-reference", name=country.key)
    yield broken(
        "countries/none-such",
        "A country is added that is none",
        (copy("countries", countries[0].key, id="QQQ", alpha2="QQ", m49="999"),),
        Place("country-reference", "countries", None, "id"),
    )


def _codings(clean: Clean) -> Iterator[Mutant]:
    """What two coders wrote apart: rows that match nothing, and what no coder could fill in."""
    matched = clean.any("codings", filled("matched_key"))
    alone = clean.any("codings", holds("matched_key", ""))
    coded = clean.any("codings", filled("codes"))
    for found, column, value, rule in (
        (matched, "matched_key", "nowhere", "coding-match"),
        (alone, "matched_key", "nowhere", "coding-match"),
        (coded, "about_table", "names", "coding-content"),
        (coded, "codes", "kind=nothing", "coding-content"),
        (coded, "codes", "nothing=named", "coding-content"),
        (coded, "passages", "kst-33694-9.s99.h", "coding-content"),
    ):
        yield wrong(found, column, value, rule, name=found.key)


def _exceptions(clean: Clean) -> Iterator[Mutant]:
    """Each exception taken out or of no rule; and one that nothing needs."""
    for exception in clean.rows("exceptions", Base.LETTER):
        rule, about = exception.cells["rule"], exception.cells["about_table"]
        yield wrong(exception, "rule", "no-such-rule", "exception-in-use", name=exception.key)
        if rule not in mentions.RULES:  # those are judged only with the letter's text
            yield broken(
                f"exceptions/{exception.key}/gone",
                f"The exception {exception.key} is taken out",
                (gone("exceptions", exception.key),),
                Place(rule, about, exception.cells["about_key"], "id"),
            )
    exception = clean.any("exceptions")
    needless = next(clean.rows("missions", exception.base))
    yield broken(
        "exceptions/needless",
        f"An exception is listed for missions {needless.key}, which its rule does not report",
        (copy("exceptions", exception.key, about_table="missions", about_key=needless.key),),
        Place("exception-in-use", "exceptions", None, "rule"),
    )


def _accepted(clean: Clean) -> Iterator[Mutant]:
    """A drift that is accepted and is not there, for each rule of drift."""
    for rule in RULES.values():
        if rule.layer != "drift" or rule.id == "accepted-drift":
            continue
        entry = {
            "version": clean.packages[Base.LETTER].version,
            "rule": rule.id,
            "table": "missions",
            "reason": "It is so here.",
            "reason_nl": "Het is hier zo.",
        }

        def accept(bounds: dict[str, object], entry: dict[str, str] = entry) -> None:
            bounds["accepted"] = [entry]

        yield broken(
            f"bounds/{rule.id}",
            f"A breach of {rule.id} is accepted, and there is none",
            (document(BOUNDS, accept),),
            Place("accepted-drift", BOUNDS, 0, ""),
        )
