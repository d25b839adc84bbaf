"""The catalogue: every rule's layer, what it demands, why, and how to mend what breaks it.

The texts stand in `rules.toml`, in English and in Dutch. The id is what a finding carries and what
a test breaks.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from validation.package.languages import Both

if TYPE_CHECKING:
    from validation.package.finding import Finding

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

    def text(self, name: str) -> Both:
        """Its `demand`, `why`, `example` or `mend`."""
        return Both(getattr(self, f"{name}_en"), getattr(self, f"{name}_nl"))


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
