"""`missions_overview.csv` and `threats_overview.csv`: one row per thing and letter, with its links.

Each list has what one table states of this thing. Nothing is inherited through trees, and what the
letter links to a decision on a mission is not linked to the mission itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from validation.catalogue.languages import Both
from validation.coding.claims import claim_of
from validation.coding.countries import country_codes
from validation.coding.records import joined, under
from validation.package.schema import NO_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from validation.coding.records import Records
    from validation.package.table import Record

    Cells = dict[str, str]

BETWEEN_ITEMS = "; "
OF_CLAIM = (
    "document_id", "table", "key", "basis", "basis_en", "basis_nl", "passages",
    "places_en", "places_nl", "paraphrase_en", "paraphrase_nl", "url",
)  # fmt: skip
PERIOD = ("starts", "starts_precision", "ends", "ends_precision")


class LabelColumn(NamedTuple):
    """A column of labels in an overview: which rows of which table it shows, and how."""

    table: str
    own: str  # the column with the thing of the overview
    shown: str = ""  # the column whose row is shown; empty for the statement itself
    codes: tuple[str, ...] = ()  # coded columns shown between round brackets
    role: str = ""  # the only role shown, if there are others


class Shown(NamedTuple):
    """The rows that a column of labels shows of one thing."""

    of: LabelColumn
    rows: list[Record]


MISSIONS = {
    "decisions": LabelColumn("decisions", "mission_id", "", ("firmness", "timing")),
    "interests": LabelColumn("mission_interests", "mission_id", "interest_id"),
    "mission_threats": LabelColumn("mission_threats", "mission_id", "threat_id", ("role",)),
    "considerations": LabelColumn("mission_considerations", "mission_id", "consideration_id"),
    "regions": LabelColumn("mission_regions", "mission_id", "region_id", ("role",)),
    "partners": LabelColumn("mission_partners", "mission_id", "partner_id", ("role",)),
    "contributions": LabelColumn("contributions", "mission_id"),
    "events": LabelColumn("events", "mission_id", "", ("timing",)),
}
# Lists of what is linked to a decision on the mission.
DECISIONS = {
    "decision_threats": LabelColumn("decision_threats", "decision_id", "threat_id", ("role",)),
    "decision_considerations": LabelColumn(
        "decision_considerations", "decision_id", "consideration_id"
    ),
}
THREATS = {
    "actors": LabelColumn("threat_actors", "threat_id", "actor_id", ("role",)),
    "regions": LabelColumn("threat_regions", "threat_id", "region_id"),
    "causes": LabelColumn("threat_causes", "effect_id", "cause_id"),
    "effects": LabelColumn("threat_causes", "cause_id", "effect_id"),
    "interests": LabelColumn("threat_interests", "threat_id", "interest_id", role="touches"),
    "countered_by": LabelColumn(
        "threat_interests", "threat_id", "interest_id", role="countered_by"
    ),
    "missions": LabelColumn("mission_threats", "threat_id", "mission_id", ("role",)),
    "decisions": LabelColumn("decision_threats", "threat_id", "decision_id", ("role",)),
}


def missions_overview(records: Records) -> Iterator[Cells]:
    """Every mission as cells by column, once for each letter that speaks of it."""
    commitments = LabelColumn("commitments", "mission_id")
    for mission in records.rows("missions"):
        for document in _documents(records, mission, [commitments, *MISSIONS.values()]):
            lists = _lists(records, mission, document, MISSIONS)
            for name, of in DECISIONS.items():
                decided = [decision["id"] for decision in lists["decisions"].rows]
                rows = [row for one in decided for row in _rows(records, of, one, document)]
                lists[name] = Shown(of, rows)
            parts = _rows(records, commitments, mission["id"], document)
            cells = _overview(records, mission, document, lists, parts)
            yield cells | _commitment(records, parts)


def threats_overview(records: Records) -> Iterator[Cells]:
    """Every threat as cells by column, once for each letter that speaks of it."""
    for threat in records.rows("threats"):
        for document in _documents(records, threat, THREATS.values()):
            yield _overview(records, threat, document, _lists(records, threat, document, THREATS))


def _documents(records: Records, thing: Record, lists: Iterable[LabelColumn]) -> list[str]:
    """The letters that name a thing or state anything of it; `""` if there are none."""
    stated = {
        row["document_id"]
        for of in lists
        for row in records.rows(of.table)
        if row[of.own] == thing["id"]
    }
    named = set(map(records.document, records.evidence(thing)))
    return sorted(stated | named) or [""]


def _rows(records: Records, of: LabelColumn, key: str, document: str) -> list[Record]:
    return [
        row
        for row in records.rows(of.table)
        if (row["document_id"], row[of.own]) == (document, key)
        and (not of.role or row["role"] == of.role)
    ]


def _lists(
    records: Records, thing: Record, document: str, kinds: Mapping[str, LabelColumn]
) -> dict[str, Shown]:
    return {
        name: Shown(of, _rows(records, of, thing["id"], document)) for name, of in kinds.items()
    }


def _overview(
    records: Records,
    thing: Record,
    document: str,
    lists: Mapping[str, Shown],
    others: Sequence[Record] = (),
) -> Cells:
    """A row: the thing, its parent and lists, and the passages of all that is shown."""
    cells = {
        "document_id": document,
        "id": thing["id"],
        **under("label", records.name(thing)),
        **coded(records, thing, "kind"),
        "parent_id": thing["parent_id"],
        **under("parent", _parent(records, thing)),
    }
    for name, listed in lists.items():
        items = (_item(records, row, listed.of) for row in listed.rows)
        cells |= under(name, joined(items, BETWEEN_ITEMS))
    regions = (records.named(row, "region_id") for row in lists["regions"].rows)
    cells["countries"] = country_codes(records, regions)
    shown = [thing, *others, *(row for listed in lists.values() for row in listed.rows)]
    passages = (passage for row in shown for passage in records.evidence(row))
    found = records.ordered(one for one in passages if records.document(one) == document)
    own = [passage for passage in records.evidence(thing) if passage in found]
    first = next(iter(own or found), "")
    position = str(records.position(first)) if first else ""
    return {**cells, "position": position, "passages": " ".join(found)}


def _commitment(records: Records, commitments: list[Record]) -> Cells:
    cells: Cells = {}
    for row in commitments:
        for column in ("mention", "status"):
            cells |= coded(records, row, column)
        cells |= {"status_basis": row["basis"], **under("status_basis", records.code(row, "basis"))}
        cells |= {column: row[column] for column in PERIOD}
    return cells


def of_claim(records: Records, row: Record, *further: str) -> Cells:
    """What a table for readers takes over from the claim that a row makes."""
    claim = claim_of(records, row)
    return {name: claim[name] for name in (*OF_CLAIM, *further) if name in claim}


def named(records: Records, row: Record, what: str) -> Cells:
    """The row that `<what>_id` refers to, with its label; no cells where it refers to none."""
    if not row[f"{what}_id"]:
        return {}
    other = records.named(row, f"{what}_id")
    return {f"{what}_id": other["id"], **under(what, records.name(other))}


def coded(records: Records, row: Record, column: str) -> Cells:
    """A coded cell with its labels."""
    return {column: row[column], **under(column, records.code(row, column))}


def _parent(records: Records, thing: Record) -> Both:
    if not thing["parent_id"]:
        return NO_TEXT
    label = records.name(records.named(thing, "parent_id"))
    return _with_basis(label, records.code(thing, "parent_basis"))


def _item(records: Records, row: Record, of: LabelColumn) -> Both:
    """One item of a list: `Germany (lead) [explicit]`."""
    label = records.name(records.named(row, of.shown) if of.shown else row)
    notes = [_small(records.code(row, column)) for column in of.codes]
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
