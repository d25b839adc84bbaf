"""`missions_overview.csv`: one row per mission and letter, all that the letter ties to it.

Each cell holds what one table states of this very mission. Nothing is passed on through trees,
and what the letter ties to a decision on the mission is not tied to the mission itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.coding.records import joined, under
from validation.package.languages import Both

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validation.coding.records import Records

    Row = dict[str, str]

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


def missions_overview(records: Records) -> Iterator[Row]:
    """Every mission as cells by column, once for each letter that speaks of it."""
    for mission in records.rows("missions"):
        for document in _documents(records, mission["id"]):
            yield _mission(records, mission, document)


def _documents(records: Records, mission: str) -> list[str]:
    tables = ["commitments", *(table for table, _, _ in LISTS.values())]
    stated = {
        row["document_id"]
        for table in tables
        for row in records.rows(table)
        if row["mission_id"] == mission
    }
    named = {records.document(passage) for passage in records.passages("missions", mission)}
    return sorted(stated | named) or [""]  # excused from evidence, and still a mission


def _mission(records: Records, mission: Row, document: str) -> Row:
    cells = {
        "document_id": document,
        "id": mission["id"],
        **under("label", Both(mission["label_en"], mission["label_nl"])),
        **_coded(records, "missions", "kind", mission),
        "parent_id": mission["parent_id"],
        **under("parent", _parent(records, mission)),
    }
    carried = [("missions", mission["id"])]
    for row in _of_mission(records, "commitments", mission["id"], document):
        carried.append(("commitments", records.key("commitments", row)))
        for column in ("mention", "status"):
            cells |= _coded(records, "commitments", column, row)
        basis = records.code("commitments", "basis", row["basis"])
        cells |= {"status_basis": row["basis"], **under("status_basis", basis)}
        cells |= {column: row[column] for column in PERIOD}
    for column, (table, shown, codes) in LISTS.items():
        rows = _of_mission(records, table, mission["id"], document)
        carried += [(table, records.key(table, row)) for row in rows]
        items = [_item(records, table, row, shown, codes) for row in rows]
        cells |= under(column, joined(items, BETWEEN_ITEMS))
    rows = _decision_threats(records, mission["id"], document)
    carried += [("decision_threats", records.key("decision_threats", row)) for row in rows]
    items = [_item(records, "decision_threats", row, "threat_id", ()) for row in rows]
    cells |= under("decision_threats", joined(items, BETWEEN_ITEMS))
    found = records.ordered(
        passage
        for table, key in carried
        for passage in records.passages(table, key)
        if records.document(passage) == document
    )
    own = [passage for passage in records.passages("missions", mission["id"]) if passage in found]
    first = next(iter(own or found), "")
    position = str(records.position(first)) if first else ""
    return {**cells, "position": position, "passages": " ".join(found)}


def _of_mission(records: Records, table: str, mission: str, document: str) -> list[Row]:
    return [
        row
        for row in records.rows(table)
        if (row["document_id"], row["mission_id"]) == (document, mission)
    ]


def _decision_threats(records: Records, mission: str, document: str) -> list[Row]:
    """The threats tied to a decision on the mission, which the mission is not tied to itself."""
    decisions = {row["id"] for row in _of_mission(records, "decisions", mission, document)}
    return [
        row
        for row in records.rows("decision_threats")
        if row["document_id"] == document and row["decision_id"] in decisions
    ]


def _coded(records: Records, table: str, column: str, row: Row) -> Row:
    return {column: row[column], **under(column, records.code(table, column, row[column]))}


def _parent(records: Records, mission: Row) -> Both:
    if not mission["parent_id"]:
        return Both("", "")
    label = records.label("missions", mission["parent_id"], "")
    return _with_basis(label, records.code("missions", "parent_basis", mission["parent_basis"]))


def _item(records: Records, table: str, row: Row, shown: str, codes: tuple[str, ...]) -> Both:
    """One item of a list: `Germany (lead) [explicit]`."""
    if shown:
        label = records.label(records.target(table, shown), row[shown], row["document_id"])
    else:
        label = Both(row["label_en"], row["label_nl"])
    notes = [_small(records.code(table, column, row[column])) for column in codes]
    if row.get("amount"):
        notes.append(_amount(records, table, row))
    if notes:
        within = joined(notes, ", ")
        label = Both(f"{label} ({within})", f"{label.nl} ({within.nl})")
    return _with_basis(label, records.code(table, "basis", row["basis"]))


def _amount(records: Records, table: str, row: Row) -> Both:
    """`at most 1 company`: a bound is never shown as what is supplied."""
    unit = _small(records.code(table, "unit", row["unit"]))
    bound = _small(records.code(table, "amount_bound", row["amount_bound"]))
    if row["amount_bound"] == "exact":
        bound = Both("", "")
    parts = [bound, Both(row["amount"], row["amount"]), unit]
    return joined([part for part in parts if part], " ")


def _with_basis(label: Both, basis: Both) -> Both:
    small = _small(basis)
    return Both(f"{label} [{small}]", f"{label.nl} [{small.nl}]")


def _small(text: Both) -> Both:
    """A code's label inside a phrase, where it does not begin with a capital."""
    return Both(text[:1].lower() + text[1:], text.nl[:1].lower() + text.nl[1:])
