"""Counts for all formats: findings by rule and by severity, and what was checked."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from validation.catalogue.rules import RULES, SEVERITIES, rule_of
from validation.outputs.words import marked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validation.catalogue.finding import Finding
    from validation.outputs.words import Translator
    from validation.rules.findings import Report

# What is counted, by the name that it has in a program.
COUNTED = {
    "files": marked("files"),
    "tables": marked("tables"),
    "rows": marked("rows"),
    "cells": marked("cells"),
    "claims": marked("claims"),
    "evidence rows": marked("evidence rows"),
    "passages": marked("passages"),
    "seals": marked("seals"),
    "mentions": marked("mentions"),
    "bounds": marked("bounds"),
    "rules": marked("rules"),
}
marked("error", "errors")
marked("warning", "warnings")


# Why a finding is left out, by the name that the reason has in a program.
SUPPRESSED = {
    "exception": marked("listed in schemas/exceptions.csv"),
    "accepted": marked("accepted in schemas/bounds.json"),
    "held_back": marked("held back, because the exceptions cannot be read"),
    "same_cell": marked("on a cell with another finding"),
    "consequence": marked("caused by another finding"),
}


def suppressed(words: Translator, report: Report) -> str:
    """How many findings are left out for each reason, or nothing where none is."""
    numbers = Counter(left_out.why for left_out in report.suppressed)
    return ", ".join(
        f"{words.number(numbers[why])} {words(said)}"
        for why, said in SUPPRESSED.items()
        if numbers[why]
    )


def counted(words: Translator, counts: dict[str, int]) -> str:
    """What was checked, and how much of it."""
    return ", ".join(
        f"{words.number(count)} {words(COUNTED[what])}" for what, count in counts.items()
    )


def result(words: Translator, report: Report) -> str:
    """How many findings of each severity there are, or that there are none."""
    found = [
        words.number(count) + " " + words.plural(name, f"{name}s", count)
        for name, count in report.severities.items()
        if count
    ]
    return ", ".join(found) or words("clean")


def worst(report: Report) -> str:
    """The severity of the worst that was found, or `clean`."""
    return next((name for name, count in report.severities.items() if count), "clean")


def by_rule(findings: Sequence[Finding]) -> list[tuple[str, list[Finding]]]:
    """The findings rule by rule: errors before warnings, then in the catalogue's order."""
    order = {rule: number for number, rule in enumerate(RULES)}

    def place(finding: Finding) -> tuple[int, int]:
        return SEVERITIES.index(rule_of(finding).severity), order[finding.rule]

    grouped = groupby(sorted(findings, key=place), key=lambda finding: finding.rule)
    return [(rule, list(found)) for rule, found in grouped]
