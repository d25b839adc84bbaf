"""How each kind of claim reads as a sentence in both languages, from `relations.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from validation.catalogue.languages import Both

if TYPE_CHECKING:
    from collections.abc import Mapping

ONLY = ""  # the key of a relation that no code chooses
SELF = ""  # the subject of a commitment has no column: it is the partner of kind self


@dataclass(frozen=True)
class Relation:
    """What ties a subject to its object: a code to filter on and a phrase in each language.

    `alone` is the phrase of a row that has no object, where its table allows that.
    """

    code: str
    phrase: Both
    alone: Both


@dataclass(frozen=True)
class Sentence:
    """Which columns of a table are the subject and the object, and which relation joins them.

    The object is the first of `objects` that is filled. The relations are keyed by the codes of
    the column `role`, which says as what the claim is made, and by `ONLY` where there is none; or,
    where `by_object`, by the column of the object, and by `ONLY` where that is missing.
    """

    subject: str
    objects: tuple[str, ...]
    relations: Mapping[str, Relation] = field(repr=False)
    role: str = ""
    by_object: bool = False

    def relation(self, role: str, object_column: str) -> Relation:
        """The relation of one row; KeyError where `relations.toml` has none."""
        return self.relations[object_column if self.by_object else role]


def _sentence(content: Mapping[str, Any]) -> Sentence:
    relations = {
        key: Relation(
            entry["code"],
            Both(entry["en"], entry["nl"]),
            Both(entry.get("alone_en", ""), entry.get("alone_nl", "")),
        )
        for key, entry in content["relations"].items()
    }
    return Sentence(**{**content, "objects": tuple(content["objects"]), "relations": relations})


_CONTENT = tomllib.loads(Path(__file__).with_name("relations.toml").read_text("utf-8"))
SENTENCES = {table: _sentence(content) for table, content in _CONTENT["stated"].items()}
TREES = {table: _sentence(content) for table, content in _CONTENT["placed"].items()}
