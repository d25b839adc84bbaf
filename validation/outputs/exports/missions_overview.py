"""`missions_overview.csv`: one row per mission and letter, with all that the letter links to it.

Each cell has what one table states of this mission. Nothing is inherited through trees, and what
the letter links to a decision on the mission is not linked to the mission itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.catalogue.languages import Both
from validation.coding.records import joined, under
from validation.package.schema import NO_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validation.coding.records import Records
    from validation.package.table import Record

    Cells = dict[str, str]

BETWEEN_ITEMS = "; "

# Each column of joined labels: the table of its items, the column that names what is shown (the
# statement itself where none is named) and the coded columns shown between round brackets.
LISTS = {
    "decisions": ("decisions", "", ("firmness", "timing")),
    "interests": ("mission_interests", "interest_id", ()),
    "mission_threats": ("mission_threats", "threat_id", ()),
    "regions": ("mission_regions", "region_id", ("role",)),
    "partners": ("mission_partners", "partner_id", ("role",)),
    "contributions": ("contributions", "", ()),
}
PERIOD = ("starts", "starts_precision", "ends", "ends_precision")


def missions_overview(records: Records) -> Iterator[Cells]:
    """Every mission as cells by column, once for each letter that speaks of it."""
    for mission in records.rows("missions"):
        for document in _documents(records, mission):
            yield _mission(records, mission, document)


def _documents(records: Records, mission: Record) -> list[str]:
    tables = ["commitments", *(table for table, _, _ in LISTS.values())]
    stated = {
        row["document_id"]
        for table in tables
        for row in records.rows(table)
        if row["mission_id"] == mission["id"]
    }
    named = set(map(records.document, records.evidence(mission)))
    return sorted(stated | named) or [""]  # excused from evidence, and still a mission


def _mission(records: Records, mission: Record, document: str) -> Cells:
    cells = {
        "document_id": document,
        "id": mission["id"],
        **under("label", records.name(mission)),
        **_coded(records, mission, "kind"),
        "parent_id": mission["parent_id"],
        **under("parent", _parent(records, mission)),
    }
    shown = [mission]
    for row in _of_mission(records, "commitments", mission, document):
        shown.append(row)
        for column in ("mention", "status"):
            cells |= _coded(records, row, column)
        cells |= {"status_basis": row["basis"]}
        cells |= under("status_basis", records.code(row, "basis"))
        cells |= {column: row[column] for column in PERIOD}
    for column, (table, named, codes) in LISTS.items():
        rows = _of_mission(records, table, mission, document)
        shown += rows
        items = (_item(records, row, named, codes) for row in rows)
        cells |= under(column, joined(items, BETWEEN_ITEMS))
    threats = _decision_threats(records, mission, document)
    shown += threats
    items = (_item(records, row, "threat_id", ()) for row in threats)
    cells |= under("decision_threats", joined(items, BETWEEN_ITEMS))
    passages = (passage for row in shown for passage in records.evidence(row))
    found = records.ordered(one for one in passages if records.document(one) == document)
    own = [passage for passage in records.evidence(mission) if passage in found]
    first = next(iter(own or found), "")
    position = str(records.position(first)) if first else ""
    return {**cells, "position": position, "passages": " ".join(found)}


def _of_mission(records: Records, table: str, mission: Record, document: str) -> list[Record]:
    wanted = document, mission["id"]
    return [row for row in records.rows(table) if (row["document_id"], row["mission_id"]) == wanted]


def _decision_threats(records: Records, mission: Record, document: str) -> list[Record]:
    """The threats linked to a decision on the mission, not to the mission itself."""
    decisions = {row["id"] for row in _of_mission(records, "decisions", mission, document)}
    return [
        row
        for row in records.rows("decision_threats")
        if row["document_id"] == document and row["decision_id"] in decisions
    ]


def _coded(records: Records, row: Record, column: str) -> Cells:
    return {column: row[column], **under(column, records.code(row, column))}


def _parent(records: Records, mission: Record) -> Both:
    if not mission["parent_id"]:
        return NO_TEXT
    label = records.name(records.named(mission, "parent_id"))
    return _with_basis(label, records.code(mission, "parent_basis"))


def _item(records: Records, row: Record, named: str, codes: tuple[str, ...]) -> Both:
    """One item of a list: `Germany (lead) [explicit]`."""
    label = records.name(records.named(row, named) if named else row)
    notes = [_small(records.code(row, column)) for column in codes]
    if row.get("amount"):
        notes.append(_amount(records, row))
    if notes:
        within = joined(notes, ", ")
        label = Both(f"{label} ({within})", f"{label.nl} ({within.nl})")
    return _with_basis(label, records.code(row, "basis"))


def _amount(records: Records, row: Record) -> Both:
    """`at most 1 company`: a bound is never shown as what is supplied."""
    exact = row["amount_bound"] == "exact"
    bound = NO_TEXT if exact else _small(records.code(row, "amount_bound"))
    parts = [bound, Both(row["amount"], row["amount"]), _small(records.code(row, "unit"))]
    return joined([part for part in parts if part], " ")


def _with_basis(label: Both, basis: Both) -> Both:
    small = _small(basis)
    return Both(f"{label} [{small}]", f"{label.nl} [{small.nl}]")


def _small(text: Both) -> Both:
    """A code's label inside a phrase, where it does not begin with a capital."""
    return Both(text[:1].lower() + text[1:], text.nl[:1].lower() + text.nl[1:])
