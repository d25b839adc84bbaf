"""`timeline.csv`: what the letters place in time, in order: events, decisions and periods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.catalogue.languages import Both
from validation.coding.records import in_both, under
from validation.outputs.exports.overviews import coded, named, of_claim
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
LETTER_DAY = "letter_day"  # the code of a date that is the letter's own


def timeline(records: Records) -> Iterator[Cells]:
    """Every row as cells by column, numbered in order of time.

    What has no date stands beside the day of its letter, by its timing.
    """
    timings = [code["code"] for code in records.rows("codes") if code["list"] == "timing"]
    rows = sorted(_rows(records), key=lambda cells: _order(records, timings, cells))
    for position, cells in enumerate(rows, start=1):
        yield {**cells, "position": str(position)}


def _rows(records: Records) -> Iterator[Cells]:
    for row in records.rows("events"):
        dated = {name: row[name] for name in (*DATE, "date_from")}
        yield _entry(records, row, "event", dated)
    for row in records.rows("decisions"):
        dated = {"date_from": LETTER_DAY} if row["timing"] == "today" else {}
        yield _entry(records, row, "decision", dated)
    for row in records.rows("commitments"):
        for column, what in (("starts", "start"), ("ends", "end")):
            if row[column]:
                dated = {"date": row[column], "date_precision": row[f"{column}_precision"]}
                yield _entry(records, row, what, dated)


def _entry(records: Records, row: Record, what: str, dated: Cells) -> Cells:
    if dated.get("date_from") == LETTER_DAY:
        letter = records.table("documents").by_key[row["document_id"]]
        dated = {**dated, **{name: letter[name] for name in ("date", "date_precision")}}
    cells = of_claim(records, row) | dated
    cells |= {"what": what, **under("what", WHAT[what])}
    for column in ("timing", "firmness", "status"):
        if column in row:
            cells |= coded(records, row, column)
    cells |= {
        "year": row.get("year", ""),
        **_party(records, row, "by"),
        **_party(records, row, "to"),
    }
    mission = named(records, row, "mission")
    own = records.name(row) if "label_en" in row else in_both(mission, "mission")
    return cells | mission | under("label", own)


def _party(records: Records, row: Record, side: str) -> Cells:
    """Who acts in an event, or to whom: the code, and the label of the party itself."""
    party = f"{side}_party"
    if not row.get(party):
        return {}
    keys = [key for key in (f"{side}_partner_id", f"{side}_actor_id") if row.get(key)]
    label = records.name(records.named(row, keys[0])) if keys else records.code(row, party)
    return {party: row[party], **under(side, label)}


def _order(records: Records, timings: list[str], cells: Cells) -> tuple[str, int, str, str]:
    """The first day that the date can mean; without a date, that of the letter and the timing."""
    letter = records.table("documents").by_key[cells["document_id"]]
    rank = timings.index("today" if cells.get("date") else cells["timing"])
    day = cells.get("date") or letter["date"]
    return earliest(day) if day else "", rank, cells["table"], cells["key"]
