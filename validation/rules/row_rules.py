"""Rules across the columns of one row.

Each rule is a small function on a typed frame (`str`, `Int64`, `Float64`, `boolean`; an empty cell
is a missing value) that returns a truth value per row. A rule applies to each table that has the
columns it reads. No rule reads another row or another table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from validation.package.dates import AHEAD, earliest, latest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from validation.package.schema import Schema

    Truth = pd.Series[bool]

DATE_LENGTHS = {"year": 4, "month": 7, "mid_month": 7, "day": 10}
# Whether a unit is a unit of money; a unit that is not listed may count anything.
IS_MONEY = {"euro": True, "company": False}
# The form of a URI by scheme; a scheme that is not listed allows any URI.
ADDRESSES = {
    "wikidata": re.compile(r"http://www\.wikidata\.org/entity/Q[1-9][0-9]*"),
    "geonames": re.compile(r"https://sws\.geonames\.org/[1-9][0-9]*/"),
}
NUMBER = re.compile(r"[0-9]+(?:[.,:][0-9]+)*")
THOUSANDS = re.compile(r"[.,](?=[0-9]{3}(?![0-9]))")
PASSAGE = re.compile(
    r"(?P<document>.+)\.(?:(?P<section>s\d+)\.(?:(?P<heading>h)|p(?P<paragraph>\d+)\.z\d+)|fn\d+)"
)


@dataclass(frozen=True)
class RowRule:
    """A rule, the columns that it reads and the column that its finding names."""

    id: str
    column: str
    reads: tuple[str, ...]
    holds: Callable[[pd.DataFrame], Truth]
    words: Mapping[str, str] = field(default_factory=dict)  # the values in its message
    says: str = ""  # which message, where the rule has several

    def applies(self, schema: Schema) -> bool:
        """Whether the table has the columns that the rule reads."""
        return set(self.reads) <= set(schema.names)


def _all_or_none(*columns: str) -> Callable[[pd.DataFrame], Truth]:
    def holds(frame: pd.DataFrame) -> Truth:
        filled = frame[list(columns)].notna()
        return filled.all(axis=1) | ~filled.any(axis=1)

    return holds


def _given_with(column: str, other: str) -> Callable[[pd.DataFrame], Truth]:
    """`column` is filled if `other` is."""

    def holds(frame: pd.DataFrame) -> Truth:
        return frame[column].notna() | frame[other].isna()

    return holds


def _translated(frame: pd.DataFrame) -> Truth:
    """A full name has a Dutch value only if a source gives one; other values are translated."""
    return _given_with("value_nl", "value_en")(frame) | (frame["fact"] == "full_name")


def _same_numbers(frame: pd.DataFrame) -> Truth:
    both = frame[["paraphrase_en", "paraphrase_nl"]].dropna().itertuples(name=None)
    wrong = [line for line, english, dutch in both if numbers(english) != numbers(dutch)]
    return pd.Series(~frame.index.isin(wrong), index=frame.index)


def numbers(text: str) -> list[str]:
    """The numbers written in digits in a text, sorted, in one notation for both languages.

    1,000 equals 1.000, 2.5 equals 2,5 and 10:30 equals 10.30; 2nd and 2e count as 2.
    """
    return sorted(re.sub("[,:]", ".", THOUSANDS.sub("", number)) for number in NUMBER.findall(text))


def _exactly_if(column: str, other: str, *values: str) -> Callable[[pd.DataFrame], Truth]:
    """`column` is filled if and only if `other` has one of the values."""

    def holds(frame: pd.DataFrame) -> Truth:
        return frame[column].notna() == frame[other].isin(values)

    return holds


def _matches_precision(column: str) -> Callable[[pd.DataFrame], Truth]:
    def holds(frame: pd.DataFrame) -> Truth:
        expected = frame[f"{column}_precision"].map(DATE_LENGTHS).astype("Int64")
        length = frame[column].str.len().astype("Int64")
        return (length.isna() & expected.isna()) | (length == expected).fillna(value=False)

    return holds


def _in_order(first: str, last: str) -> Callable[[pd.DataFrame], Truth]:
    def holds(frame: pd.DataFrame) -> Truth:
        periods = frame[[first, last]].dropna()  # in pandas, a column without any date is not text
        turned = periods[first].map(earliest) > periods[last].map(latest)
        return pd.Series(~frame.index.isin(periods.index[turned]), index=frame.index)

    return holds


def _span_fits_passage(frame: pd.DataFrame) -> Truth:
    """The sealed text is the passage without spaces and hyphens, which are less than half of it."""
    span, sealed = frame["end"] - frame["start"], frame["seal_length"]
    return ((sealed <= span) & (span < 2 * sealed)).fillna(value=False)


def _different(one: str, other: str) -> Callable[[pd.DataFrame], Truth]:
    def holds(frame: pd.DataFrame) -> Truth:
        return frame[one] != frame[other]

    return holds


def _place_matches_key(frame: pd.DataFrame) -> Truth:
    def agrees(row: pd.Series[Any]) -> bool:
        found = PASSAGE.fullmatch(row["id"])
        if found is None or found["document"] != row["document_id"]:
            return False
        filled = {str(name): str(cell) for name, cell in row.items() if pd.notna(cell)}
        paragraph, section = filled.get("paragraph"), filled.get("section")
        is_note = found["section"] is None
        kind = "footnote" if is_note else "heading" if found["heading"] else "sentence"
        return (
            section == found["section"]
            and paragraph == found["paragraph"]
            and row["kind"] == kind
            and ("note_to" in filled) == is_note
        )

    return frame.apply(agrees, axis=1).astype(bool)


def _timing_matches_firmness(frame: pd.DataFrame) -> Truth:
    """`timing` lies ahead if and only if `firmness` is not `taken`."""
    return frame["timing"].isin(AHEAD) != (frame["firmness"] == "taken")


def _names_other(party: str, *columns: str) -> Callable[[pd.DataFrame], Truth]:
    """One of the columns is filled if and only if the party is `other`."""

    def holds(frame: pd.DataFrame) -> Truth:
        named = frame[list(columns)].notna().sum(axis=1)
        return named == (frame[party] == "other").astype(int)

    return holds


def _exactly_with(
    column: str, code: str, other: str, value: str
) -> Callable[[pd.DataFrame], Truth]:
    """One column has its code if and only if the other has its value."""

    def holds(frame: pd.DataFrame) -> Truth:
        both = (frame[column] == code, frame[other] == value)
        one, two = (found.fillna(value=False).astype(bool) for found in both)
        return one == two

    return holds


def _listed_by_itself(frame: pd.DataFrame) -> Truth:
    """A letter lists its own interests; its sources are other documents."""
    return (frame["role"] == "listed") == (frame["source_document_id"] == frame["document_id"])


def _unit_matches_kind(frame: pd.DataFrame) -> Truth:
    counts = frame["unit"].map(IS_MONEY)
    return counts.isna() | (counts == (frame["kind"] == "money"))


def _matches_scheme(frame: pd.DataFrame) -> Truth:
    def agrees(row: pd.Series[Any]) -> bool:
        address = ADDRESSES.get(row["scheme"])
        return address is None or address.fullmatch(row["uri"]) is not None

    return frame.apply(agrees, axis=1).astype(bool)


def _has_content(frame: pd.DataFrame) -> Truth:
    said = frame[["value_en", "value_nl", "date", "follow_up_id"]].notna().any(axis=1)
    return said & (frame["follow_up_id"].notna() == (frame["fact"] == "follow_up"))


ROW_RULES = (
    RowRule("rationale", "rationale", ("basis", "rationale"),
            _exactly_if("rationale", "basis", "inferred")),
    RowRule("parent-basis", "parent_basis", ("parent_id", "parent_basis"),
            _all_or_none("parent_id", "parent_basis")),
    RowRule("country-of-state", "country_id", ("kind", "country_id"),
            _exactly_if("country_id", "kind", "state", "country", "self")),
    *(RowRule("date-precision", column, (column, f"{column}_precision"), _matches_precision(column))
      for column in ("starts", "ends", "date", "date_end")),
    *(RowRule("period-order", last, (first, last), _in_order(first, last))
      for first, last in (("starts", "ends"), ("date", "date_end"))),
    RowRule("span-length", "end", ("start", "end", "seal_length"), _span_fits_passage),
    RowRule("amount-complete", "amount", ("amount", "amount_bound", "unit"),
            _all_or_none("amount", "amount_bound", "unit")),
    RowRule("unit-of-money", "unit", ("kind", "unit"), _unit_matches_kind),
    RowRule("decision-timing", "timing", ("firmness", "timing"), _timing_matches_firmness),
    RowRule("event-party", "by_party", ("by_party", "by_partner_id", "by_actor_id"),
            _names_other("by_party", "by_partner_id", "by_actor_id"), says="by"),
    RowRule("event-party", "to_party", ("to_party", "to_partner_id"),
            _names_other("to_party", "to_partner_id"), says="to"),
    RowRule("event-date", "date", ("date", "date_from"),
            _exactly_if("date", "date_from", "printed", "year_from_letter"), says="source"),
    RowRule("event-date", "date_from", ("timing", "date_from"),
            _exactly_with("date_from", "letter_day", "timing", "today"), says="today"),
    RowRule("event-date", "date_end", ("date", "date_end"), _given_with("date", "date_end"),
            says="last"),
    RowRule("listed-interest", "lettering", ("role", "lettering"),
            _exactly_if("lettering", "role", "listed"), says="lettering"),
    RowRule("listed-interest", "source_document_id", ("role", "source_document_id", "document_id"),
            _listed_by_itself, says="source"),
    RowRule("both-languages", "task_en", ("task_en", "task_nl"),
            _given_with("task_en", "task_nl"),
            {"other": "task_nl"}),
    RowRule("both-languages", "task_nl", ("task_en", "task_nl"),
            _given_with("task_nl", "task_en"),
            {"other": "task_en"}),
    RowRule("both-languages", "value_en", ("value_en", "value_nl"),
            _given_with("value_en", "value_nl"),
            {"other": "value_nl"}),
    RowRule("both-languages", "value_nl", ("value_en", "value_nl", "fact"),
            _translated,
            {"other": "value_en"}),
    RowRule("same-numbers", "paraphrase_nl", ("paraphrase_en", "paraphrase_nl"), _same_numbers),
    RowRule("passage-place", "id", ("section", "paragraph", "note_to"), _place_matches_key),
    RowRule("reason-for-nothing", "reason", ("coding", "reason"),
            _exactly_if("reason", "coding", "nothing_to_code")),
    RowRule("origin-source", "source_id", ("origin", "source_id"),
            _exactly_if("source_id", "origin", "looked_up")),
    RowRule("date-certainty", "date_certainty", ("date", "date_certainty", "date_source_id"),
            _all_or_none("date", "date_certainty", "date_source_id")),
    *(RowRule("two-ends", other, (one, other), _different(one, other))
      for one, other in (("cause_id", "effect_id"), ("interest_id", "serves_id"),
                         ("partner_id", "with_partner_id"), ("document_id", "to_document_id"))),
    RowRule("fact-content", "follow_up_id", ("fact", "follow_up_id"), _has_content),
    RowRule("scheme-address", "uri", ("scheme", "uri"), _matches_scheme),
)  # fmt: skip
