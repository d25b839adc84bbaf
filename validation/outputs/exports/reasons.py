"""`reasons.csv`: why each mission, one row per reason, whatever table of the package states it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.coding.claims import claim_of
from validation.coding.records import under

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validation.coding.records import Records
    from validation.package.table import Record

    Cells = dict[str, str]

# The tables that state a reason, and the column that names it.
REASONS = {
    "mission_interests": "interest_id",
    "mission_threats": "threat_id",
    "mission_considerations": "consideration_id",
    "decision_threats": "threat_id",
    "decision_considerations": "consideration_id",
}
OF_THE_CLAIM = (
    "document_id", "table", "key", "basis", "basis_en", "basis_nl", "rationale", "passages",
    "places_en", "places_nl", "paraphrase_en", "paraphrase_nl", "url",
)  # fmt: skip
OF_THREATS = ("role", "role_en", "role_nl")


def reasons(records: Records) -> Iterator[Cells]:
    """Every reason for a mission or for a decision, as cells by column."""
    for table, column in REASONS.items():
        for row in records.rows(table):
            claim = claim_of(records, row)
            reason = records.named(row, column)
            yield {
                **{name: claim[name] for name in OF_THE_CLAIM if name in claim},
                **{name: claim[name] for name in OF_THREATS if name in claim},
                **_explained(records, row),
                "reason_table": reason.table.name,
                "reason_id": reason["id"],
                **under("reason", records.name(reason)),
            }


def _explained(records: Records, row: Record) -> Cells:
    """The mission, or the decision with the mission that it is about, if there is one."""
    decision = records.named(row, "decision_id") if "decision_id" in row else None
    cells = {}
    if decision is not None:
        cells = {"decision_id": decision["id"], **under("decision", records.name(decision))}
    about = row if decision is None else decision
    if about["mission_id"]:
        mission = records.named(about, "mission_id")
        cells |= {"mission_id": mission["id"], **under("mission", records.name(mission))}
    return cells
