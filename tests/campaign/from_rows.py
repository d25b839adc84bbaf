"""Mutants of the rules across the columns of one row: a cell emptied, filled or exchanged.

Each rule is broken in every table that has its columns, and in each way that a clean row allows.
"""

from __future__ import annotations

from collections.abc import Callable  # noqa: TC003 - the fields of a tuple are read at run time
from typing import TYPE_CHECKING, NamedTuple

from tests.campaign.breaking import WHY, broken, wrong
from tests.campaign.clean import filled, holds
from tests.campaign.edits import cell
from tests.campaign.mutants import Mutant, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.campaign.clean import Chosen, Clean

Cells = dict[str, str]


class Break(NamedTuple):
    """In a row that fits, a cell gets a value, and the rule blames one of the row's columns."""

    rule: str
    fits: Callable[[Cells], object]
    column: str
    value: str | Callable[[Cells], str] = ""
    blames: str = ""


def _both_tongues(stem: str) -> Callable[[Cells], object]:
    """A full name may stand in English alone; all else stands in both languages."""
    both = filled(f"{stem}_en", f"{stem}_nl")
    return lambda cells: both(cells) and cells.get("fact") != "full_name"


def _numbered(column: str) -> Callable[[Cells], str]:
    """A text with one number more."""
    return lambda cells: f"{cells[column]} 1950"


def _of(column: str) -> Callable[[Cells], str]:
    return lambda cells: cells[column]


def _plus(column: str, by: int, times: int = 1, of: str = "") -> Callable[[Cells], str]:
    """A number that lies that far from one, or from so many times another."""
    return lambda cells: str(int(cells[column]) + times * int(cells.get(of, "0")) + by)


_SENTENCE, _HEADING, _NOTE = (holds("kind", kind) for kind in ("sentence", "heading", "footnote"))
_CODED = holds("coding", "coded")

BREAKS = (
    Break("rationale", holds("basis", "inferred"), "rationale"),
    Break("rationale", holds("basis", "inferred"), "basis", "contextual", "rationale"),
    Break("rationale", holds("basis", "explicit", "contextual"), "rationale", WHY),
    Break("rationale", holds("basis", "explicit", "contextual"), "basis", "inferred", "rationale"),
    Break("parent-basis", filled("parent_id"), "parent_basis"),
    Break("parent-basis", filled("parent_id"), "parent_id", "", "parent_basis"),
    Break("parent-basis", holds("parent_id", ""), "parent_basis", "arranged"),
    Break("country-of-state", filled("kind", "country_id"), "country_id"),
    Break("country-of-state", holds("country_id", ""), "country_id", "NLD"),
    *(
        Break("amount-complete", filled("amount"), column, "", "amount")
        for column in ("amount", "amount_bound", "unit")
    ),
    Break("unit-of-money", holds("unit", "euro"), "unit", "company"),
    Break("unit-of-money", holds("unit", "company"), "unit", "euro"),
    Break("unit-of-money", holds("unit", "euro"), "kind", "unit", "unit"),
    *(
        Break("decision-timing", holds("firmness", firmness), "timing", timing)
        for firmness, timing in (
            ("taken", "coming"),
            ("intended", "today"),
            ("pending", "earlier"),
            ("in_preparation", "today"),
        )
    ),
    Break("decision-timing", holds("timing", "today"), "firmness", "pending", "timing"),
    *(
        Break("both-languages", _both_tongues(stem), f"{stem}_{tongue}")
        for stem in ("task", "value")
        for tongue in ("en", "nl")
    ),
    *(
        Break(
            "same-numbers",
            filled("paraphrase_en", "paraphrase_nl"),
            f"paraphrase_{tongue}",
            _numbered(f"paraphrase_{tongue}"),
            "paraphrase_nl",
        )
        for tongue in ("en", "nl")
    ),
    Break("origin-source", holds("origin", "looked_up"), "source_id"),
    Break("origin-source", holds("origin", "said"), "source_id", "pycountry"),
    *(
        change
        for one, other in (
            ("cause_id", "effect_id"),
            ("interest_id", "serves_id"),
            ("partner_id", "with_partner_id"),
            ("document_id", "to_document_id"),
        )
        for change in (
            Break("two-ends", filled(one, other), other, _of(one)),
            Break("two-ends", filled(one, other), one, _of(other), other),
        )
    ),
    *(
        Break("scheme-address", holds("scheme", scheme), "uri", address)
        for scheme, address in (
            ("wikidata", "https://en.wikipedia.org/wiki/Q912"),
            ("wikidata", "http://www.wikidata.org/wiki/Q912"),
            ("wikidata", "http://www.wikidata.org/entity/912"),
            ("geonames", "https://www.geonames.org/2453866/mali.html"),
        )
    ),
    Break("scheme-address", holds("scheme", "wikidata"), "scheme", "geonames", "uri"),
    Break("scheme-address", holds("scheme", "geonames"), "scheme", "wikidata", "uri"),
    Break("fact-content", filled("follow_up_id"), "follow_up_id"),
    Break("fact-content", holds("fact", "full_name"), "follow_up_id", _of("source_id")),
    *(
        Break("date-certainty", filled("date", column), column, "", "date_certainty")
        for column in ("date_certainty", "date_source_id")
    ),
    *(
        Break("passage-place", fits, column, value, "id")
        for fits, column, value in (
            (_SENTENCE, "section", "s77"),
            (_SENTENCE, "section", ""),
            (_SENTENCE, "paragraph", "77"),
            (_SENTENCE, "paragraph", ""),
            (_SENTENCE, "kind", "heading"),
            (_SENTENCE, "note_to", _of("id")),
            (_SENTENCE, "document_id", "pycountry"),
            (_HEADING, "paragraph", "1"),
            (_HEADING, "kind", "footnote"),
            (_NOTE, "kind", "sentence"),
            (_NOTE, "section", "s01"),
            (_NOTE, "note_to", ""),
        )
    ),
    *(
        Break("span-length", fits, column, value, "end")
        for fits, column, value in (
            (_SENTENCE, "end", _of("start")),
            (_SENTENCE, "end", _plus("start", -1, 1, "seal_length")),
            (_NOTE, "end", _plus("start", 0, 2, "seal_length")),
            (_SENTENCE, "seal_length", "9999"),
        )
    ),
    Break("reason-for-nothing", holds("coding", "nothing_to_code"), "reason"),
    Break("reason-for-nothing", _CODED, "reason", "procedure"),
)

# How long a date of each precision is.
LENGTHS = {"year": 4, "month": 7, "mid_month": 7, "day": 10}


def mutants(clean: Clean) -> Iterator[Mutant]:
    """Each rule on a row broken in each table it speaks of."""
    for table in clean.tables:
        names = set(clean.schema(table).names)
        for number, change in enumerate(BREAKS):
            row = clean.first(table, change.fits) if change.column in names else None
            if row is not None and (not change.blames or change.blames in names):
                yield _broken(row, change, str(number))
        for column in clean.schema(table).names:
            if f"{column}_precision" in names:
                yield from _of_a_date(clean, table, column)
        if {"starts", "ends"} <= names:
            yield from _reversed(clean, table)
        if {"fact", "value_en", "value_nl"} <= names:
            yield from _empty_facts(clean, table)


def _broken(row: Chosen, change: Break, name: str) -> Mutant:
    value = change.value if isinstance(change.value, str) else change.value(row.cells)
    return wrong(row, change.column, value, change.rule, blames=change.blames, name=name)


def _of_a_date(clean: Clean, table: str, column: str) -> Iterator[Mutant]:
    """A day that is none, a date longer or shorter than its precision, and one of the two alone."""
    precision = f"{column}_precision"
    for known, length in LENGTHS.items():
        row = clean.first(table, holds(precision, known))
        if row is None:
            continue
        value = row.cells[column]
        if length == LENGTHS["day"]:
            yield wrong(row, column, f"{value[:5]}02-30", "calendar")
        if length >= LENGTHS["month"]:
            yield wrong(row, column, f"{value[:5]}13{value[7:]}", "calendar", name=known)
        for other in {4, 7, 10} - {length}:
            yield wrong(row, column, f"{value}-01-01"[:other], "date-precision", name=known)
        yield wrong(row, column, "", "date-precision", name=known)
        yield wrong(row, precision, "", "date-precision", blames=column, name=known)
    empty = clean.first(table, holds(column, ""))
    if empty is not None:
        yield wrong(empty, precision, "year", "date-precision", blames=column)


def _reversed(clean: Clean, table: str) -> Iterator[Mutant]:
    """Each period the wrong way round."""
    for period in clean.all(table, filled("starts", "ends")):
        swapped = {
            f"{one}{part}": period.cells[f"{other}{part}"]
            for one, other in (("starts", "ends"), ("ends", "starts"))
            for part in ("", "_precision")
        }
        yield broken(
            f"{table}/{period.key}/reversed",
            f"The period of {table} {period.key} is turned round",
            tuple(cell(table, period.key, name, value) for name, value in swapped.items()),
            Place("period-order", table, period.key, "ends"),
            period.base,
        )


def _empty_facts(clean: Clean, table: str) -> Iterator[Mutant]:
    """A fact that says nothing."""
    fact = clean.first(table, lambda cells: cells["value_en"] and not cells["date"])
    if fact is not None:
        values = [name for name in ("value_en", "value_nl") if fact.cells[name]]
        yield broken(
            f"{table}/says-nothing",
            f"{table} {fact.key} says nothing",
            tuple(cell(table, fact.key, name, "") for name in values),
            Place("fact-content", table, fact.key, "follow_up_id"),
            fact.base,
        )
