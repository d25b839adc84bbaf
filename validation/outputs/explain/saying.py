"""What a row says, as a sentence, and what its cells say, with the labels of their codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.outputs.explain.lookup import Place
from validation.package.opening import CODES

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator

    from validation.outputs.explain.lookup import Lookup, Row
    from validation.outputs.words import Words


class Saying:
    """Sentences about rows, in one language."""

    def __init__(self, lookup: Lookup, words: Words) -> None:
        """Keep where things are looked up, and the words around them."""
        self.lookup, self.words = lookup, words
        self._worded: dict[str, Callable[[Row], str]] = {
            "codes": lambda row: f"{words.cell(row, 'label')}. {words.cell(row, 'definition')}",
            "codings": self._coding,
            "countries": lambda row: words(
                "{name} has the country code {id}.", name=words.cell(row, "name"), id=row["id"]
            ),
            "documents": self.title,
            "evidence": self._evidence,
            "exceptions": lambda row: words(
                "{about} is excused from {rule}.", about=_about(row), rule=row["rule"]
            ),
            "identifiers": self._identifier,
            "judgements": lambda row: row["question"],
            "mission_facts": self._fact,
            "names": lambda row: words(
                "{about} goes by {form}.", about=self._about_name(row), form=self.form(row)
            ),
            "passages": lambda row: words.cell(row, "paraphrase"),
            "retired_ids": lambda row: words(
                "{key} is no longer in use.", key=f"{row['about_table']}/{row['retired_key']}"
            ),
        }

    def sentence(self, place: Place) -> str:
        """What a row says, as one sentence."""
        if self.lookup.is_claim(place.table):
            return self.claim(place)
        row = self.lookup.at(place)
        if place.table in self._worded:
            return self._worded[place.table](row)
        if "label_en" in row:
            return self._described(place)
        return "; ".join(self.cells(place, told=()))

    def claim(self, place: Place, *remarks: str) -> str:
        """Subject, relation and object of a claim, or of a thing's place in the tree.

        Remarks stand between brackets before the full stop.
        """
        claim, language = self.lookup.claim(place), self.words.language
        subject = claim.get(f"subject_{language}", "")
        parts = [
            f"{subject}:" if subject else "",
            claim[f"relation_{language}"],
            quoted(claim.get(f"object_{language}", "")),
            f"({', '.join(remarks)})" if remarks else "",
        ]
        return " ".join(part for part in parts if part) + "."

    def name(self, place: Place) -> str:
        """What a row is called."""
        return self.words.of(self.lookup.name(place))

    def title(self, row: Row) -> str:
        """The title of a document, with its number."""
        return ", ".join(filter(None, (self.words.cell(row, "title"), row["number"])))

    def title_of(self, document: str) -> str:
        """The title of the document that has this identifier."""
        return self.title(self.lookup.at(Place("documents", document)))

    def code(self, table: str, column: str, row: Row) -> str:
        """The label of the code in a cell."""
        return self.words.of(self.lookup.code(table, column, row[column]))

    def meaning(self, table: str, column: str, row: Row) -> str:
        """The definition of the code in a cell."""
        codes = self.lookup.table(table).schema.field(column).codes
        return self.words.cell(self.lookup.at(Place(CODES, f"{codes}/{row[column]}")), "definition")

    def defined(self, table: str, column: str, row: Row) -> str:
        """The label of the code in a cell, and its definition."""
        return f"{self.code(table, column, row)}. {self.meaning(table, column, row)}"

    def date(self, table: str, column: str, row: Row) -> str:
        """A date as far as it is given, with its precision where the date does not show it."""
        precision = self.code(table, f"{column}_precision", row)
        shown = row[f"{column}_precision"] == "mid_month"
        return f"{row[column]} ({small(precision)})" if shown else row[column]

    def form(self, row: Row) -> str:
        """A name with its language and kind."""
        told = (self.code("names", "language", row), small(self.code("names", "kind", row)))
        return f'"{row["form"]}" ({", ".join(told)})'

    def fact(self, row: Row) -> str:
        """What was looked up about a mission: the fact, its value and date, what followed."""
        told = [self.date("mission_facts", "date", row), self.words.cell(row, "value")]
        if row["follow_up_id"]:
            told.append(self.title_of(row["follow_up_id"]))
        return f"{self.code('mission_facts', 'fact', row)}: {', '.join(filter(None, told))}."

    def identifier(self, row: Row) -> str:
        """An identifier elsewhere: the scheme, the address and how well it matches."""
        match = small(self.code("identifiers", "match", row))
        return f"{self.code('identifiers', 'scheme', row)}: {row['uri']} ({match})"

    def cells(self, place: Place, told: Container[str]) -> Iterator[str]:
        """Each filled cell that has not been told, with the label and meaning of its code."""
        table, row = self.lookup.table(place.table), self.lookup.at(place)
        for column in table.schema.fields:
            name, _, language = column.name.rpartition("_")
            if column.name in told or not row[column.name] or language == "precision":
                continue
            if column.codes:
                yield f"{column.name}: {self.defined(table.name, column.name, row)}"
            elif f"{column.name}_precision" in row:
                yield f"{column.name}: {self.date(table.name, column.name, row)}"
            elif any(key.fields[-1] == column.name for key in table.schema.ends()):
                named = self.lookup.named(place, column.name)
                yield f"{column.name}: {self.name(named)} ({named})"
            elif language not in {"en", "nl"}:
                yield f"{column.name}: {row[column.name]}"
            elif language == self.words.language:
                yield f"{name}: {row[column.name]}"

    def _described(self, place: Place) -> str:
        """The label of a thing, and its description where that says more."""
        name, text = self.name(place), self.words.cell(self.lookup.at(place), "description")
        return text if text.startswith(name) else f"{name}. {text}"

    def _coding(self, row: Row) -> str:
        return f"{self.code('codings', 'coding', row)}: {row['about_table']}/{row['own_key']}."

    def _evidence(self, row: Row) -> str:
        place = self.name(Place("passages", row["passage_id"]))
        about = Place(row["about_table"], row["about_key"])
        return self.words("{place} is evidence for {about}.", place=capital(place), about=about)

    def _identifier(self, row: Row) -> str:
        return f"{self._about_name(row)}: {self.identifier(row)}"

    def _fact(self, row: Row) -> str:
        return f"{self.name(Place('missions', row['mission_id']))}, {small(self.fact(row))}"

    def _about_name(self, row: Row) -> str:
        return quoted(self.name(Place(row["about_table"], row["about_id"])))


def quoted(label: str) -> str:
    """A label inside a sentence: between quotation marks where it has several words."""
    return f'"{label}"' if " " in label else label


def capital(text: str) -> str:
    """A phrase at the start of a sentence."""
    return text[:1].upper() + text[1:]


def small(text: str) -> str:
    """A label inside a sentence."""
    return text[:1].lower() + text[1:]


def _about(row: Row) -> str:
    return f"{row['about_table']}/{row['about_key']}"
