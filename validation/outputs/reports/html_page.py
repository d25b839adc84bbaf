"""For browsers: one page that stands alone, with the results of great expectations in it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from validation.catalogue.finding import printable
from validation.catalogue.rules import ASKS, RULES, rule_of, rules_of
from validation.outputs.pages import render
from validation.outputs.reports.counts import SUPPRESSED, by_rule, counted, result, worst
from validation.outputs.words import Translator

if TYPE_CHECKING:
    from validation.rules.findings import Report

SHOWN = 20  # findings of a rule that are shown before the rest is folded


def page(report: Report, language: str) -> str:
    """The page as text; it loads no other file and has no script."""
    words = Translator(language)

    def checked(layer: str) -> str:
        """What a layer counted; nothing where it did not run."""
        if layer not in report.layers:
            return ""
        return counted(words, {"rules": len(rules_of(layer)), **report.layers[layer]})

    def found(layer: str) -> str:
        """How much a layer found; nothing where that is none."""
        number = sum(rule_of(finding).layer == layer for finding in report.findings)
        return words.number(number) if number else ""

    title = f"{words('Validation')}: {report.package}".removesuffix(": ")
    return render(
        "validation/outputs/reports/report.html.j2",
        words,
        title=printable(title),
        description=words("What is wrong with the data, and what was checked."),
        report=report,
        groups=dict(by_rule(report.findings)),
        rules=RULES,
        layers=ASKS,
        worst=worst(report),
        result=result(words, report),
        counts=partial(counted, words),
        checked=checked,
        found=found,
        shown=SHOWN,
        reasons=SUPPRESSED,
    )
