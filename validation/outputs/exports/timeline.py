"""`timeline.csv`: what the letters place in time, in order: events, decisions and periods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.catalogue.languages import Both
from validation.coding.claims import claim_of
from validation.coding.records import under
from validation.outputs.exports.overviews import coded
from validation.package.dates import earliest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validation.coding.records import Records
    from validation.package.table import Record

    Cells = dict[str, str]

WHAT = {
    "event": Both("event", "gebeurtenis"),
    "decision": Both("decision of the cabinet", "besluit van het kabinet"),
    "start": Both("start of the Dutch part", "begin van de Nederlandse deelname"),
    "end": Both("end of the Dutch part", "einde van de Nederlandse deelname"),
}
DATE = ("date", "date_precision", "date_end", "date_end_precision")
OF_THE_CLAIM = (
    "document_id", "table", "key", "basis", "basis_en", "basis_nl", "passages",
    "places_en", "places_nl", "paraphrase_en", "paraphrase_nl", "url",
)  # fmt: skip
TODAY = "letter_day"  # the code of a date that is the letter's own


def timeline(records: Records) -> Iterator[Cells]:
    """Every row as cells by column, numbered in order of time.

    What has no date stands beside the day of its letter, by its timing.
    """
    rows = sorted(_rows(records), key=lambda cells: _order(records, cells))
    for position, cells in enumerate(rows, start=1):
        yield {**cells, "position": str(position)}


def _rows(records: Records) -> Iterator[Cells]:
    for row in records.rows("events"):
        dated = {name: row[name] for name in (*DATE, "date_from")}
        yield _entry(records, row, "event", dated)
    for row in records.rows("decisions"):
        dated = {"date_from": TODAY} if row["timing"] == "today" else {}
        yield _entry(records, row, "decision", dated)
    for row in records.rows("commitments"):
        for column, what in (("starts", "start"), ("ends", "end")):
            if row[column]:
                dated = {"date": row[column], "date_precision": row[f"{column}_precision"]}
                yield _entry(records, row, what, dated)


def _entry(records: Records, row: Record, what: str, dated: Cells) -> Cells:
    claim = claim_of(records, row)
    if dated.get("date_from") == TODAY:
        letter = records.table("documents").by_key[row["document_id"]]
        dated = {**dated, **{name: letter[name] for name in ("date", "date_precision")}}
    cells = {name: claim[name] for name in OF_THE_CLAIM} | dated
    cells |= {"what": what, **under("what", WHAT[what])}
    if "timing" in row:
        cells |= coded(records, row, "timing")
    mission = records.named(row, "mission_id") if row["mission_id"] else None
    if mission is not None:
        cells |= {"mission_id": mission["id"], **under("mission", records.name(mission))}
    named = row if "label_en" in row else mission
    return cells if named is None else cells | under("label", records.name(named))


def _order(records: Records, cells: Cells) -> tuple[str, int, str, str]:
    """The first day that the date can mean; without a date, that of the letter and the timing."""
    letter = records.table("documents").by_key[cells["document_id"]]
    timings = [code["code"] for code in records.rows("codes") if code["list"] == "timing"]
    rank = timings.index("today" if cells.get("date") else cells["timing"])
    day = cells.get("date") or letter["date"]
    return earliest(day) if day else "", rank, cells["table"], cells["key"]
