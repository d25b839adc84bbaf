"""The catalogue: every rule's layer, what it demands, why, and how to mend what breaks it.

The texts stand in `rules.toml`, in English and in Dutch. The id is what a finding carries and what
a test breaks.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

LAYERS = ("bytes", "structure", "columns", "relations", "drift")
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


def _read() -> dict[str, Rule]:
    content = tomllib.loads(Path(__file__).with_name("rules.toml").read_text("utf-8"))
    return {identifier: Rule(identifier, **texts) for identifier, texts in content.items()}


RULES = _read()
