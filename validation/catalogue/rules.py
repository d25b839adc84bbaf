"""The catalogue: every rule's layer, what it demands, why, and how to mend what breaks it.

The texts stand in `rules.toml`, in English and in Dutch. The id is what a finding carries and what
a test breaks.
"""

from __future__ import annotations

import string
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from validation.catalogue.finding import Finding
from validation.catalogue.languages import LANGUAGES, Both

if TYPE_CHECKING:
    from collections.abc import Mapping

    from validation.rules.fault import Fault

ASKS = {
    "bytes": Both("Is each file stored in its one form?", "Staat elk bestand in zijn ene vorm?"),
    "structure": Both(
        "Do the files match the descriptor?", "Passen de bestanden bij de descriptor?"
    ),
    "columns": Both(
        "Is each value allowed, alone and beside its neighbours in the row?",
        "Mag elke waarde, op zichzelf en naast haar buren in de rij?",
    ),
    "relations": Both(
        "Do the tables agree with each other, and does each claim rest on the letter?",
        "Stemmen de tabellen overeen, en rust elke bewering op de brief?",
    ),
    "drift": Both(
        "Has the whole moved out of its bounds, or away from the last release?",
        "Is het geheel uit zijn grenzen geraakt, of weg van de vorige uitgave?",
    ),
}
LAYERS = tuple(ASKS)
SEVERITIES = ("error", "warning")


@dataclass(frozen=True)
class Rule:
    """One demand on the data, in English and in Dutch."""

    id: str
    layer: str
    severity: str
    demand_en: str
    demand_nl: str
    why_en: str
    why_nl: str
    example_en: str
    example_nl: str
    mend_en: str
    mend_nl: str
    message: Mapping[str, str] = field(default_factory=dict)

    def finding(self, fault: Fault) -> Finding:
        """What the rule reports of a fault; KeyError where the catalogue has no words for it."""
        start = f"{fault.says}_" if fault.says else ""
        said = (
            _Words(language).vformat(self.message[f"{start}{language}"], (), fault.words)
            for language in LANGUAGES
        )
        place = (fault.file, fault.line, fault.column, self.id, fault.value)
        return Finding(*place, Both(*said), fault.suggestion)

    def text(self, name: str) -> Both:
        """Its `demand`, `why`, `example` or `mend`."""
        return Both(getattr(self, f"{name}_en"), getattr(self, f"{name}_nl"))


class _Words(string.Formatter):
    """Fill the places of a message; `or` and `and` list several values in its language."""

    JOINING: ClassVar = {
        "or": {"en": " or ", "nl": " of "},
        "nor": {"en": " nor ", "nl": " en ook niet voor "},
        "and": {"en": " and ", "nl": " en "},
    }

    def __init__(self, language: str) -> None:
        self.language = language

    def format_field(self, value: object, format_spec: str) -> str:
        """One value, or several in a list."""
        if format_spec in self.JOINING and isinstance(value, list | tuple):
            return self.JOINING[format_spec][self.language].join(map(str, value))
        return str(super().format_field(value, format_spec))


def _read() -> dict[str, Rule]:
    content = tomllib.loads(Path(__file__).with_name("rules.toml").read_text("utf-8"))
    return {identifier: Rule(identifier, **texts) for identifier, texts in content.items()}


RULES = _read()


def rule_of(finding: Finding) -> Rule:
    """The rule that a finding says is broken."""
    return RULES[finding.rule]


def told(finding: Finding) -> Both:
    """Two lines: where and what is wrong, and below them how to fix it."""
    fix = rule_of(finding).text("mend")
    return Both(
        f"{finding.line('en')} [{finding.rule}]\n    mend: {fix}",
        f"{finding.line('nl')} [{finding.rule}]\n    herstel: {fix.nl}",
    )


def rules_of(layer: str) -> list[Rule]:
    """The rules of one layer, in the catalogue's order."""
    return [rule for rule in RULES.values() if rule.layer == layer]
