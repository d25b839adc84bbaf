"""Partial ISO dates: the first and the last day that one can mean; and timings without a date."""

from __future__ import annotations

import calendar

PARTIAL_DATE = "^(?:[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?)$"
BEFORE = ("earlier", "earlier_this_year")  # codes of a timing before the day of the letter
AHEAD = ("shortly", "soon", "coming")  # and after it


def earliest(date: str) -> str:
    """The first day that a partial ISO date can mean."""
    return (date + "-01-01")[:10] if len(date) == len("2016") else (date + "-01")[:10]


def latest(date: str) -> str:
    """The last day that a partial ISO date can mean."""
    if len(date) == len("2016"):
        return f"{date}-12-31"
    if len(date) == len("2016-10"):
        year, month = int(date[:4]), int(date[5:])
        return f"{date}-{calendar.monthrange(year, month)[1]:02d}"
    return date
