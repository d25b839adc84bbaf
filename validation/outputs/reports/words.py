"""The words around the findings, in English and in Dutch."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from validation.package.languages import Both, in_language
from validation.rules.catalogue import RULES, SEVERITIES, rule_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validation.package.finding import Finding
    from validation.rules.findings import Report

# What is counted, by the name that it has in a program.
COUNTED = {
    "files": Both("files", "bestanden"),
    "tables": Both("tables", "tabellen"),
    "rows": Both("rows", "rijen"),
    "cells": Both("cells", "cellen"),
    "claims": Both("claims", "beweringen"),
    "evidence rows": Both("evidence rows", "bewijsrijen"),
    "passages": Both("passages", "passages"),
    "seals": Both("seals", "zegels"),
    "mentions": Both("mentions", "vermeldingen"),
    "bounds": Both("bounds", "grenzen"),
    "rules": Both("rules", "regels"),
}
SEVERITY = {"error": Both("error", "fout"), "warning": Both("warning", "waarschuwing")}
SEVERAL = {"error": Both("errors", "fouten"), "warning": Both("warnings", "waarschuwingen")}

_WORDS = {
    "note": Both("note", "let op"),
    "mend": Both("mend", "herstel"),
    "checked": Both("checked", "gecontroleerd"),
    "clean": Both("clean", "in orde"),
    "more": Both("and {number} more", "en nog {number}"),
    "title": Both("Validation", "Controle"),
    "description": Both(
        "What is wrong with the data, and what was checked.",
        "Wat er mis is met de gegevens, en wat is gecontroleerd.",
    ),
    "skip": Both("Skip to the result", "Naar de uitkomst"),
    "package": Both("Package", "Pakket"),
    "version": Both("Version", "Versie"),
    "result": Both("Result", "Uitkomst"),
    "contents": Both("Contents", "Inhoud"),
    "findings": Both("Findings", "Bevindingen"),
    "notes": Both("What could not be checked", "Wat niet te controleren was"),
    "what was checked": Both("What was checked", "Wat is gecontroleerd"),
    "layer": Both("Layer", "Laag"),
    "asks": Both("Asks", "Vraagt"),
    "counted": Both("Checked", "Gecontroleerd"),
    "found": Both("Found", "Gevonden"),
    "nothing": Both("nothing", "niets"),
    "not run": Both("was not run", "is niet gedraaid"),
    "file": Both("File", "Bestand"),
    "line": Both("Line", "Regel"),
    "column": Both("Column", "Kolom"),
    "value": Both("Value", "Waarde"),
    "message": Both("What is wrong", "Wat er mis is"),
    "why": Both("Why", "Waarom"),
    "example": Both("Breaks it", "Fout voorbeeld"),
    "to mend": Both("To mend it", "Herstellen"),
    "bounds": Both("Bounds on the whole", "Grenzen aan het geheel"),
    "bounds intro": Both(
        "What great expectations saw of each table, beside what was expected of it.",
        "Wat great expectations van elke tabel zag, naast wat ervan was verwacht.",
    ),
    "table": Both("Table", "Tabel"),
    "measure": Both("Measure", "Maat"),
    "expected": Both("Expected", "Verwacht"),
    "seen": Both("Seen", "Gezien"),
    "holds": Both("Holds", "Houdt stand"),
    "yes": Both("yes", "ja"),
    "no": Both("no", "nee"),
    "reason": Both("Reason", "Reden"),
    "perhaps": Both("Did you mean {value}?", "Bedoelde u {value}?"),
}


@dataclass(frozen=True)
class Words:
    """The words of one language."""

    language: str

    def __getitem__(self, name: str) -> str:
        """The words of that name; KeyError if there are none."""
        return self.of(_WORDS[name])

    def of(self, text: Both) -> str:
        """A text in this language."""
        return in_language(text, self.language)

    def number(self, count: int) -> str:
        """A count, its thousands set apart."""
        return f"{count:,}" if self.language == "en" else f"{count:,}".replace(",", ".")

    def counts(self, counted: dict[str, int]) -> str:
        """What was checked, and how much of it."""
        return ", ".join(
            f"{self.number(count)} {self.of(COUNTED[what])}" for what, count in counted.items()
        )

    def severity(self, name: str, count: int = 1) -> str:
        """The severity, as it is said of one or of several."""
        return self.of((SEVERITY if count == 1 else SEVERAL)[name])

    def result(self, report: Report) -> str:
        """How many findings of each severity there are, or that there are none."""
        found = [
            f"{self.number(count)} {self.severity(name, count)}"
            for name, count in report.severities.items()
            if count
        ]
        return ", ".join(found) or self["clean"]


def by_rule(findings: Sequence[Finding]) -> list[tuple[str, list[Finding]]]:
    """The findings rule by rule: errors before warnings, then in the catalogue's order."""
    order = {rule: number for number, rule in enumerate(RULES)}

    def place(finding: Finding) -> tuple[int, int]:
        return SEVERITIES.index(rule_of(finding).severity), order[finding.rule]

    grouped = groupby(sorted(findings, key=place), key=lambda finding: finding.rule)
    return [(rule, list(found)) for rule, found in grouped]
