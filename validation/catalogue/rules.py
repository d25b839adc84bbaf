"""The catalogue: every rule's layer, what it demands, why, and how to fix what breaks it.

The texts stand in `rules.toml`, in English and in Dutch. The id is what a finding carries and what
a test breaks.
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
    """One demand on the data, in English and in Dutch.

    `message` holds the templates of its messages by language, or by variant and language
    (`missing_en`). `repeats` says which other fault a finding of it may merely follow from.
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
        """A message with its values; KeyError if there is no such variant or a value is missing."""
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
    """Fills in a message; `:or`, `:nor` and `:and` list several values in its language."""

    JOINING: ClassVar = {
        "or": {"en": " or ", "nl": " of "},
        "nor": {"en": " nor ", "nl": " en ook niet voor "},
        "and": {"en": " and ", "nl": " en "},
    }

    def __init__(self, language: str) -> None:
        self.language = language

    def format_field(self, value: object, format_spec: str) -> str:
        """One value in the language of the message, or several in a list."""
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
    """A finding in the words of the catalogue.

    `says` names one of the rule's messages, where it has several; `words` are the values in it,
    and the `suggestion` after it. KeyError if there is no such rule or message.
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
    """The rule that a finding says is broken."""
    return RULES[finding.rule]


def told(finding: Finding) -> Both:
    """Two lines: where and what is wrong, and below them how to fix it."""
    fix = rule_of(finding).text("fix")
    return Both(
        f"{finding.line('en')} [{finding.rule}]\n    fix: {fix}",
        f"{finding.line('nl')} [{finding.rule}]\n    herstel: {fix.nl}",
    )


def rules_of(layer: str) -> list[Rule]:
    """The rules of one layer, in the catalogue's order."""
    return [rule for rule in RULES.values() if rule.layer == layer]
