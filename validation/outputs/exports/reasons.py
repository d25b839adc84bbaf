"""`reasons.csv`: the reasons for and targets of each mission and decision, one row for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.coding.records import under
from validation.outputs.exports.overviews import named, of_claim

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
OF_THREATS = ("role", "role_en", "role_nl")


def reasons(records: Records) -> Iterator[Cells]:
    """Every reason for a mission or for a decision, as cells by column."""
    for table, column in REASONS.items():
        for row in records.rows(table):
            reason = records.named(row, column)
            yield {
                **of_claim(records, row, "rationale", *OF_THREATS),
                **_explained(records, row),
                "reason_table": reason.table.name,
                "reason_id": reason["id"],
                **under("reason", records.name(reason)),
            }


def _explained(records: Records, row: Record) -> Cells:
    """The mission, or the decision with the mission that it is about, if there is one."""
    if "decision_id" not in row:
        return named(records, row, "mission")
    decision = records.named(row, "decision_id")
    return named(records, row, "decision") | named(records, decision, "mission")
