"""For people at a terminal: the findings of each rule together, then what was checked."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from validation.catalogue.finding import printable
from validation.catalogue.rules import RULES
from validation.outputs.reports.counts import by_rule, counted, result, suppressed, worst
from validation.outputs.words import Translator

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from validation.catalogue.finding import Finding
    from validation.rules.findings import Report

MOST = 20  # findings of one rule that are shown before they are only counted
COLOURS = {"error": "1;31", "warning": "1;33", "clean": "1;32", "place": "1", "quiet": "2"}


def as_text(report: Report, language: str = "en", *, most: int = MOST, colour: bool = False) -> str:
    """The report in lines; `most` is how many of a rule are shown, 0 for all."""
    return "\n".join(_Text(Translator(language), most, colour).lines(report))


def wants_colour(stream: TextIO) -> bool:
    """Whether colour is of use: on a terminal, unless NO_COLOR is set (no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


class _Text:
    def __init__(self, words: Translator, most: int, colour: bool) -> None:  # noqa: FBT001 - its own
        self.words, self.most, self.colour = words, most, colour

    def lines(self, report: Report) -> Iterator[str]:
        words = self.words
        for rule, findings in by_rule(report.findings):
            yield from self._group(rule, findings)
            yield ""
        for note in report.notes:
            yield f"{words('note')}: {printable(words.of(note))}"
        if left_out := suppressed(words, report):
            yield f"{words('suppressed')}: {left_out}"
        if checked := counted(words, report.counts):
            yield f"{words('checked')}: {checked}"
        yield self._in(worst(report), result(words, report))

    def _group(self, identifier: str, findings: list[Finding]) -> Iterator[str]:
        """What a rule demands, what breaks it, and once how to fix it."""
        rule, words = RULES[identifier], self.words
        severity = self._in(rule.severity, words(rule.severity))
        yield f"{severity} [{identifier}]: {words.of(rule.text('demand'))}"
        shown = findings[: self.most or None]
        for finding in shown:
            yield self._found(finding)
        if more := len(findings) - len(shown):
            yield words("and {number} more", number=words.number(more))
        yield f"    {self._in('quiet', words('fix'))}: {words.of(rule.text('fix'))}"

    def _found(self, finding: Finding) -> str:
        line = finding.line(self.words.language)
        return self._in("place", finding.place) + line.removeprefix(finding.place)

    def _in(self, name: str, text: str) -> str:
        return f"\x1b[{COLOURS[name]}m{text}\x1b[0m" if self.colour else text
