"""The timeline as a chart and as a table, both from the table of that name for readers.

The chart has a lane for the letters, one for what belongs to no mission, and one for each mission.
A day is drawn as a point, and what is known less precisely as the span of days that it can mean.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from validation.outputs.explain.writer import small
from validation.outputs.exports import export_of
from validation.outputs.site.chart import PART, Chart, Entry, Span, chart
from validation.package.dates import AHEAD, earliest, latest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from validation.outputs.site.frame import Frame
    from validation.package.table import Record, Table

PATH = "timeline"
SCRIPT = "scrolled.js"  # which a page with the chart loads
AT_ONCE = 200  # entries on a page
NEWEST = 20  # entries on the front page


def pages(frame: Frame) -> dict[str, bytes]:
    """The timeline; a long one on several pages, each with its part of the chart and table."""
    table, (found, undated) = _table(frame), entries(frame)
    parts = [found[at : at + AT_ONCE] for at in range(0, len(found), AT_ONCE)] or [[]]
    paths = [PATH, *(f"{PATH}-{number}" for number in range(2, len(parts) + 1))]
    title = frame.words.of(table.title)
    made: dict[str, bytes] = {}
    for path, part in zip(paths, parts, strict=True):
        rows = [row for entry in part for row in entry.rows]
        made |= frame.page(
            "timeline.html.j2",
            path,
            title=title,
            description=frame.words.of(table.description),
            trail=[] if path == PATH else [(PATH, title)],
            scripts=[SCRIPT],
            paths=paths,
            chart=_chart(frame, part),
            rows=_in_order([*rows, *(undated if path == paths[-1] else [])]),
            undated=len(undated),
            missions=len({row["mission_id"] for row in table.records} - {""}),
            all_missions=len(frame.records.rows("missions")),
            mission=partial(mission, frame),
            page_of=_page_of,
            when=partial(_when, frame),
        )
    return made


def newest(frame: Frame, number: int = NEWEST) -> Chart:
    """A chart of the last entries alone, for the template of the chart."""
    return _chart(frame, entries(frame)[0][-number:])


def entries(frame: Frame) -> tuple[list[Entry], list[Record]]:
    """What can be drawn, in order of time; and the rows that cannot: their letter has no date."""
    grouped: dict[tuple[str, str], list[Record]] = {}
    for row in _table(frame).records:
        grouped.setdefault((row["table"], row["key"]), []).append(row)
    found: list[Entry] = []
    undated: list[Record] = []
    for rows in grouped.values():
        first, *others = rows
        span = _span(frame, first)
        if span is None:
            undated += rows
        elif first["what"] == "end":
            found.append(_entry(frame, rows, None, span))
        elif others:
            found.append(_entry(frame, rows, span, _span(frame, others[0])))
        elif first["date_end"]:
            found.append(_entry(frame, rows, _days(first["date"]), _days(first["date_end"])))
        else:
            found.append(_entry(frame, rows, span))
    return found, undated


def _table(frame: Frame) -> Table:
    return export_of(frame.package, PATH)


def _in_order(rows: Iterable[Record]) -> list[Record]:
    return sorted(rows, key=lambda row: int(row["position"]))


def _letter(frame: Frame, row: Record) -> Record:
    return frame.records.table("documents").by_key[row["document_id"]]


def _days(partial_date: str) -> Span:
    """The days that a date can mean, as far as it is given."""
    return Span(
        date.fromisoformat(earliest(partial_date)), date.fromisoformat(latest(partial_date))
    )


def _span(frame: Frame, row: Record) -> Span | None:
    """When a row is; without a date, as its letter says it; nothing if that has no date either."""
    if row["date"]:
        return _days(row["date"])
    letter = _letter(frame, row)["date"]
    if not letter:
        return None
    day = _days(letter)
    if row["timing"] == "earlier_this_year":
        return day._replace(first=date(day.last.year, 1, 1))
    return day._replace(aside="after" if row["timing"] in AHEAD else "before")


def _entry(
    frame: Frame, rows: list[Record], starts: Span | None, ends: Span | None = None
) -> Entry:
    words, row = frame.words, rows[0]
    is_part = row["table"] == "commitments"
    label = words("Dutch part") if is_part else words.cell(row, "label")
    firmness = words.cell(row, "status" if is_part else "firmness")
    note = ", ".join(small(text) for text in (firmness, words.cell(row, "basis")) if text)
    told = "; ".join(f"{words.cell(one, 'what')}: {_when(frame, one)}" for one in rows)
    return Entry(
        rows=tuple(rows),
        what=PART if is_part else row["what"],
        path=_page_of(row),
        title=f"{words.cell(row, 'label')}, {note}. {told}",
        label=label,
        note=note,
        basis=row["basis"],
        lane=row["mission_id"],
        starts=starts,
        ends=ends,
        is_firm=is_part or row["firmness"] in {"", "taken"},
    )


def _chart(frame: Frame, shown: list[Entry]) -> Chart:
    """The chart of some entries and of the letters that state them."""
    used = {row["document_id"] for entry in shown for row in entry.rows}
    letters = [
        Entry(
            rows=(),
            what="letter",
            path=f"documents/{row['id']}",
            title=f"{frame.writer.title(row)}. {row['date']}",
            label=row["number"] or frame.writer.name(row),
            note="",
            basis="explicit",
            lane="",
            starts=_days(row["date"]),
        )
        for row in sorted(frame.records.rows("documents"), key=lambda row: row["date"])
        if row["id"] in used and row["date"]
    ]
    return chart(shown, letters)


def _when(frame: Frame, row: Record) -> str:
    """The date of a row in words, as far as it is known."""
    if row["date"]:
        days = [frame.writer.date(row, name) for name in ("date", "date_end") if row[name]]
        return " – ".join(days)
    return frame.words(
        "{timing}, seen from {day}",
        timing=frame.words.cell(row, "timing"),
        day=_letter(frame, row)["date"] or frame.words("the day of the letter"),
    )


def _page_of(row: Record) -> str:
    """The path of the page of a row: that of the event or decision, or of the mission."""
    if row["table"] == "commitments":
        return f"missions/{row['mission_id']}"
    return f"{row['table']}/{row['key']}"


def mission(frame: Frame, identifier: str) -> str:
    """The name of a mission, which the template of the chart asks for."""
    return frame.writer.name(frame.records.table("missions").by_key[identifier])
