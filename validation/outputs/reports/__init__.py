"""The formats of a report: text, JSON, GitHub annotations, JUnit and HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.outputs.reports.github import as_github
from validation.outputs.reports.json_object import as_json
from validation.outputs.reports.junit import as_junit
from validation.outputs.reports.progress import progress
from validation.outputs.reports.text import MOST, as_text, wants_colour

if TYPE_CHECKING:
    from collections.abc import Callable

    from validation.rules.findings import Report

__all__ = ["FORMATS", "MOST", "as_text", "progress", "wants_colour"]


def as_html(report: Report, language: str = "en") -> str:
    """For browsers: one page that stands alone."""
    from validation.outputs.reports.html_page import page  # noqa: PLC0415 - others need no page

    return page(report, language)


FORMATS: dict[str, Callable[[Report, str], str]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "junit": as_junit,
    "html": as_html,
}
