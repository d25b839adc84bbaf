"""A Table Schema: the only place where the columns of a table are described."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from validation.catalogue.languages import Both

if TYPE_CHECKING:
    from collections.abc import Mapping

NO_TEXT = Both("", "")
INTEGER_LIMITS = ("minimum", "maximum", "minLength", "maxLength")


@dataclass(frozen=True)
class Field:
    """One column, as its Table Schema describes it."""

    name: str
    type: str
    constraints: Mapping[str, Any]
    codes: str | None = None
    evidence: bool = False
    description: Both = NO_TEXT
    example: Any = None
    term: str = ""  # the address of the term in an outside vocabulary

    @classmethod
    def read(cls, content: Mapping[str, Any]) -> Field:
        """Parse the description of a column; KeyError or TypeError if it is malformed."""
        constraints = content.get("constraints", {})
        kinds = {"enum": list, "pattern": str, **dict.fromkeys(INTEGER_LIMITS, int)}
        typed = [
            (content["name"], str),
            (content["type"], str),
            (content.get("codes", ""), str),
            (constraints, dict),
            *((value, kinds[name]) for name, value in constraints.items() if name in kinds),
        ]
        if not all(isinstance(value, kind) for value, kind in typed):
            raise TypeError(content["name"])
        return cls(
            name=content["name"],
            type=content["type"],
            constraints=constraints,
            codes=content.get("codes"),
            evidence=bool(content.get("evidence", False)),
            description=both_of(content, "description"),
            example=content.get("example"),
            term=str(content.get("rdfProperty", "")),
        )

    @property
    def required(self) -> bool:
        """Whether the cell may not be empty."""
        return bool(self.constraints.get("required", False))


@dataclass(frozen=True)
class ForeignKey:
    """Columns of this table that refer to a row of another table, or of the same one."""

    fields: tuple[str, ...]
    table: str
    reference: tuple[str, ...]


@dataclass(frozen=True)
class Schema:
    """One Table Schema: the only place where the columns of a table are described."""

    path: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    unique_keys: tuple[tuple[str, ...], ...]
    foreign_keys: tuple[ForeignKey, ...]
    order: tuple[str, ...]

    @classmethod
    def read(cls, table: str, path: str, content: Mapping[str, Any]) -> Schema:
        """Parse a Table Schema; KeyError, TypeError or ValueError if it is malformed."""
        fields = tuple(Field.read(entry) for entry in content["fields"])
        primary_key = _names(content["primaryKey"])
        if not fields or not primary_key:
            raise ValueError(path)
        return cls(
            path=path,
            fields=fields,
            primary_key=primary_key,
            unique_keys=tuple(_names(key) for key in content.get("uniqueKeys", [])),
            foreign_keys=tuple(
                ForeignKey(
                    fields=_names(key["fields"]),
                    table=str(key["reference"].get("resource") or table),
                    reference=_names(key["reference"]["fields"]),
                )
                for key in content.get("foreignKeys", [])
            ),
            order=_names(content.get("rowOrder", primary_key)),
        )

    @property
    def names(self) -> list[str]:
        """The column names, in order."""
        return [column.name for column in self.fields]

    def field(self, name: str) -> Field:
        """The column of that name; KeyError if there is none."""
        for column in self.fields:
            if column.name == name:
                return column
        raise KeyError(name)

    def target(self, name: str) -> str:
        """The table that a foreign key ending in this column refers to; empty if there is none."""
        return next((key.table for key in self.foreign_keys if key.fields[-1] == name), "")

    def ends(self) -> list[ForeignKey]:
        """What a row joins: its foreign keys except the one to the document that states it."""
        return [key for key in self.foreign_keys if key.fields != ("document_id",)]


def both_of(content: Mapping[str, Any], name: str) -> Both:
    """A title or description of a descriptor or schema in both languages, empty if missing."""
    return Both(str(content.get(name, "")), str(content.get(f"{name}_nl", "")))


def _names(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list | tuple):
        return tuple(str(item) for item in value)
    raise TypeError(value)
