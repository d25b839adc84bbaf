"""The catalogue: for each rule its layer, what it demands, why, and how to fix a violation.

The texts are in `rules.toml`, in English and Dutch. A finding has the id of its rule.
"""

from __future__ import annotations

import string
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from validation.catalogue.finding import Finding, Place
from validation.catalogue.languages import LANGUAGES, Both, in_language

if TYPE_CHECKING:
    from collections.abc import Mapping


ASKS = {
    "bytes": Both("Is each file in canonical form?", "Staat elk bestand in de canonieke vorm?"),
    "structure": Both(
        "Do the files match the descriptor?", "Komen de bestanden overeen met de descriptor?"
    ),
    "columns": Both(
        "Is each value allowed, by itself and with the other values of its row?",
        "Is elke waarde toegestaan, op zichzelf en met de andere waarden van de rij?",
    ),
    "relations": Both(
        "Are foreign keys and rules between tables satisfied, and does each claim have evidence?",
        "Kloppen verwijzende sleutels en regels tussen tabellen, en heeft elke bewering bewijs?",
    ),
    "drift": Both(
        "Have row counts and shares changed more than the bounds allow?",
        "Zijn aantallen rijen en aandelen meer veranderd dan de grenzen toestaan?",
    ),
}
LAYERS = tuple(ASKS)
SEVERITIES = ("error", "warning")


@dataclass(frozen=True)
class Rule:
    """One rule, with its texts in English and Dutch.

    `message` has the templates of its messages by language, or by name and language
    (`missing_en`). `repeats` names the kind of finding that may cause a finding of this rule.
    """

    id: str
    layer: str
    severity: str
    demand_en: str
    demand_nl: str
    why_en: str
    why_nl: str
    example_en: str
    example_nl: str
    fix_en: str
    fix_nl: str
    message: Mapping[str, str]
    repeats: str = ""

    def said(self, says: str, words: Mapping[str, object]) -> Both:
        """A message with its values; KeyError if there is no such message or a value is missing."""
        start = f"{says}_" if says else ""
        return Both(
            *(
                _Template(language).vformat(self.message[f"{start}{language}"], (), words)
                for language in LANGUAGES
            )
        )

    def text(self, name: str) -> Both:
        """Its `demand`, `why`, `example` or `fix`."""
        return Both(getattr(self, f"{name}_en"), getattr(self, f"{name}_nl"))


class _Template(string.Formatter):
    """Fills in a message; `:or`, `:nor` and `:and` join several values in its language."""

    JOINING: ClassVar = {
        "or": {"en": " or ", "nl": " of "},
        "nor": {"en": " nor ", "nl": " en ook niet voor "},
        "and": {"en": " and ", "nl": " en "},
    }

    def __init__(self, language: str) -> None:
        self.language = language

    def format_field(self, value: object, format_spec: str) -> str:
        """One value in the language of the message, or several values joined."""
        if format_spec in self.JOINING and isinstance(value, list | tuple):
            return self.JOINING[format_spec][self.language].join(map(str, value))
        if isinstance(value, Both):
            value = in_language(value, self.language)
        return str(super().format_field(value, format_spec))


def _read() -> dict[str, Rule]:
    content = tomllib.loads(Path(__file__).with_name("rules.toml").read_text("utf-8"))
    return {identifier: Rule(identifier, **texts) for identifier, texts in content.items()}


RULES = _read()


def finding(rule: str, place: Place, says: str = "", **words: object) -> Finding:
    """A finding with a message of the catalogue.

    `says` is the name of the message if the rule has several. `words` has the values in it and the
    `suggestion`. KeyError if there is no such rule or message.
    """
    suggestion = str(words.pop("suggestion", ""))
    return Finding(
        place.file,
        place.line,
        place.column,
        rule,
        place.value,
        RULES[rule].said(says, words),
        suggestion,
    )


def rule_of(finding: Finding) -> Rule:
    """The rule that a finding is about."""
    return RULES[finding.rule]


def told(finding: Finding) -> Both:
    """Two lines: the place and the message, and how to fix it."""
    fix = rule_of(finding).text("fix")
    return Both(
        f"{finding.line('en')} [{finding.rule}]\n    fix: {fix}",
        f"{finding.line('nl')} [{finding.rule}]\n    oplossing: {fix.nl}",
    )


def rules_of(layer: str) -> list[Rule]:
    """The rules of one layer, in the order of the catalogue."""
    return [rule for rule in RULES.values() if rule.layer == layer]
