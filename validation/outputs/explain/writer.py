"""Sentences about rows, and the parts of answers that they make up, in one language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.coding.claims import claim_at, claims_about, is_stated
from validation.coding.records import WHOLE_ROW, RowKey, one_letter
from validation.outputs.explain.near import Neighbours
from validation.outputs.explain.text import Paragraph
from validation.outputs.words import marked
from validation.package.opening import CODES
from validation.rules.catalogue import RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Container, Iterable, Iterator

    from validation.coding.records import Records, Row
    from validation.outputs.explain.letter_copy import LetterCopy
    from validation.outputs.explain.near import Near
    from validation.outputs.words import Words

CODINGS = "codings"
HOW = {
    "before": marked("in the sentence before it"),
    "after": marked("in the sentence after it"),
    "paragraph": marked("in the same paragraph"),
    "heading": marked("in a heading above it"),
    "note": marked("in a footnote to it"),
    "noted": marked("in what the footnote hangs on"),
}
SHORT = 60  # characters of a cell that is shown beside its column's name


class Writer:
    """Writes about rows, in one language; `copy` is the copy of a letter that the user has."""

    def __init__(self, records: Records, words: Words, copy: LetterCopy | None) -> None:
        """Keep what is written from."""
        self.records, self.words, self._copy = records, words, copy
        self.neighbours = Neighbours(records)
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
                "{key} is no longer in use.", key=f"{row['about_table']}/{row['about_key']}"
            ),
        }

    def sentence(self, place: RowKey) -> str:
        """What a row says, as one sentence."""
        if is_stated(self.records.table(place.table)):
            return self.claim(place)
        row = self.records.at(place)
        if place.table in self._worded:
            return self._worded[place.table](row)
        if "label_en" in row:
            return self._described(place)
        return "; ".join(self.cells(place, told=()))

    def claim(self, place: RowKey, *remarks: str) -> str:
        """Subject, relation and object of a claim, or of a thing's place in the tree.

        Remarks stand between brackets before the full stop.
        """
        claim, language = claim_at(self.records, place), self.words.language
        subject = claim.get(f"subject_{language}", "")
        parts = [
            f"{subject}:" if subject else "",
            claim[f"relation_{language}"],
            quoted(claim.get(f"object_{language}", "")),
            f"({', '.join(remarks)})" if remarks else "",
        ]
        return " ".join(part for part in parts if part) + "."

    def name(self, place: RowKey) -> str:
        """What a row is called."""
        return self.words.of(self.records.name(place))

    def title(self, row: Row) -> str:
        """The title of a document, with its number."""
        return ", ".join(filter(None, (self.words.cell(row, "title"), row["number"])))

    def title_of(self, document: str) -> str:
        """The title of the document that has this identifier."""
        return self.title(self.records.at(RowKey("documents", document)))

    def code(self, table: str, column: str, row: Row) -> str:
        """The label of the code in a cell."""
        return self.words.of(self.records.code(table, column, row[column]))

    def meaning(self, table: str, column: str, row: Row) -> str:
        """The definition of the code in a cell."""
        codes = self.records.table(table).schema.field(column).codes
        return self.words.cell(
            self.records.at(RowKey(CODES, f"{codes}/{row[column]}")), "definition"
        )

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

    def cells(self, place: RowKey, told: Container[str]) -> Iterator[str]:
        """Each filled cell that has not been told, with the label and meaning of its code."""
        table, row = self.records.table(place.table), self.records.at(place)
        for column in table.schema.fields:
            name, _, language = column.name.rpartition("_")
            if column.name in told or not row[column.name] or language == "precision":
                continue
            if column.codes:
                yield f"{column.name}: {self.defined(table.name, column.name, row)}"
            elif f"{column.name}_precision" in row:
                yield f"{column.name}: {self.date(table.name, column.name, row)}"
            elif any(key.fields[-1] == column.name for key in table.schema.ends()):
                named = self.records.named(place, column.name)
                yield f"{column.name}: {self.name(named)} ({named})"
            elif language not in {"en", "nl"}:
                yield f"{column.name}: {row[column.name]}"
            elif language == self.words.language:
                yield f"{name}: {row[column.name]}"

    def _described(self, place: RowKey) -> str:
        """The label of a thing, and its description where that says more."""
        name, text = self.name(place), self.words.cell(self.records.at(place), "description")
        return text if text.startswith(name) else f"{name}. {text}"

    def _coding(self, row: Row) -> str:
        return f"{self.code('codings', 'coding', row)}: {row['about_table']}/{row['about_key']}."

    def _evidence(self, row: Row) -> str:
        place = self.name(RowKey("passages", row["passage_id"]))
        about = RowKey(row["about_table"], row["about_key"])
        return self.words("{place} is evidence for {about}.", place=capital(place), about=about)

    def _identifier(self, row: Row) -> str:
        return f"{self._about_name(row)}: {self.identifier(row)}"

    def _fact(self, row: Row) -> str:
        return f"{self.name(RowKey('missions', row['mission_id']))}, {small(self.fact(row))}"

    def _about_name(self, row: Row) -> str:
        return quoted(self.name(RowKey(row["about_table"], row["about_key"])))

    # Passages.

    def passage(self, identifier: str, *remarks: str) -> Paragraph:
        """A passage: where it stands, what it says in our words and, where at hand, in its own."""
        below = (self.paraphrase(identifier), *self.own_words(identifier), *remarks)
        return Paragraph(self.where(identifier), below)

    def carriers(self, place: RowKey) -> list[Paragraph]:
        """The passages that carry a row, each with the columns that it is evidence for too."""
        row, carried = self.records.at(place), self.records.carried(place)
        parts = [
            self.passage(passage, *self.for_columns(row, columns))
            for passage, columns in carried.items()
        ]
        return [*parts, *self.whose_words(carried)]

    def for_columns(self, row: Row, columns: Collection[str]) -> list[str]:
        """For which columns there is evidence, beside the row as a whole or alone; or nothing."""
        what = ", ".join(
            name if len(row[name]) > SHORT else f"{name} ({row[name]})"
            for name in columns
            if name != WHOLE_ROW
        )
        if not what:
            return []
        return [
            self.words("Also evidence for: {what}.", what=what)
            if WHOLE_ROW in columns
            else self.words("Evidence only for: {what}.", what=what)
        ]

    def where(self, identifier: str) -> str:
        """Where a passage stands, in words, with its identifier."""
        return f"{capital(self.name(RowKey('passages', identifier)))} ({identifier})"

    def paraphrase(self, identifier: str) -> str:
        """What a passage says, in our words."""
        return self.sentence(RowKey("passages", identifier))

    def own_words(self, identifier: str) -> list[str]:
        """What the user's text has of a passage; nothing where there is no text."""
        return [] if self._copy is None else [self._copy.shows(identifier)]

    def whose_words(self, passages: Iterable[str]) -> list[Paragraph]:
        """Whose words passages are given in, and where the letter's own stand."""
        found = []
        for document in dict.fromkeys(map(self.records.document, passages)):
            url = self.records.at(RowKey("documents", document))["url"]
            found.append(
                Paragraph(
                    self.words("The paraphrases are ours. The letter's own words: {url}", url=url)
                    if url
                    else self.words("The paraphrases are ours.")
                )
            )
        if not found:
            return [Paragraph(self.words("No passage carries it."))]
        return [
            *found,
            *(
                [
                    Paragraph(
                        self.words(
                            "To see the letter's sentences here, add --letter FILE with a copy of "
                            "its text; the README says how to get one."
                        )
                    )
                ]
                if self._copy is None
                else []
            ),
        ]

    def end(self, near: Near) -> str:
        """Whether an end of a claim is named in the passage itself, and if not, where."""
        name = quoted(self.name(near.end))
        if not near.passage:
            return self.words("{label}: neither in the passage nor close to it.", label=name)
        if near.is_here:
            return self.words("{label}: named or described in the passage itself.", label=name)
        return self.words(
            "{label}: not in the passage itself, but {where}.",
            label=name,
            where=self.words(HOW[near.how]),
        )

    # Other rows.

    def line(self, place: RowKey, *below: str) -> Paragraph:
        """A claim in a list of them: its sentence, basis, whether it is doubted, identifier."""
        row = self.records.at(place)
        remarks = [small(self.code(place.table, "basis", row))] if "basis" in row else []
        if row.get("origin") == "looked_up":
            remarks.append(small(self.code(place.table, "origin", row)))
        if self.records.about("judgements", place):
            remarks.append(self.words("doubted"))
        return Paragraph(self.claim(place, *remarks), (str(place), *below))

    def lines(self, place: RowKey) -> Iterator[Paragraph]:
        """The claims about a row."""
        return map(self.line, claims_about(self.records, place))

    def pointers(self, places: Iterable[RowKey]) -> list[Paragraph]:
        """Rows to read on with: what to ask for, and what each says."""
        return [Paragraph(f"{place}: {self.sentence(place)}") for place in places]

    def names(self, place: RowKey) -> list[Paragraph]:
        """The forms under which a thing appears."""
        return [Paragraph(self.form(row)) for row in self.records.about("names", place)]

    def sourced(self, table: str, row: Row, text: str) -> Paragraph:
        """What was looked up, and below it where and how it was checked."""
        source = self.records.at(RowKey("documents", row["source_id"]))
        checked = self.code(table, "checked", row)
        said = self.words("Source: {title}. {checked}.", title=self.title(source), checked=checked)
        return Paragraph(text, (said, *filter(None, [source["url"]])))

    def identifiers(self, place: RowKey) -> list[Paragraph]:
        """The identifiers of a row elsewhere."""
        return [
            self.sourced("identifiers", row, self.identifier(row))
            for row in self.records.about("identifiers", place)
        ]

    def doubts(self, place: RowKey, *others: RowKey) -> Iterator[Paragraph]:
        """Where a careful reader could differ on a row, and on others that bear on it."""
        for about in dict.fromkeys((place, *others)):
            named = () if about == place else (self.words("About {about}", about=about),)
            for row in self.records.about("judgements", about):
                readings = self.words("Readings: {text}", text=row["readings"])
                chosen = self.words(
                    "Chosen: {text} {reason}", text=row["chosen"], reason=row["reason"]
                )
                yield Paragraph(row["question"], (*named, readings, chosen))

    def codings(self, place: RowKey) -> Iterator[Paragraph]:
        """What two coders made of a row, each without seeing the other's."""
        for first, second in self._two_codings(place):
            yield Paragraph(self._coded(first))
            if second is None:
                yield Paragraph(self.words("Second coding: no such row."))
            elif second["about_key"] == first["about_key"]:
                yield Paragraph(self._coded(second))
            else:
                yield Paragraph(
                    self._coded(second),
                    (self.words("There under the key {key}.", key=second["about_key"]),),
                )

    def _two_codings(self, place: RowKey) -> Iterator[tuple[Row, Row | None]]:
        """A row as it stood in the first coding of a letter, and its match in the second.

        Nothing where a letter was not coded twice, or the row came in afterwards.
        """
        if CODINGS not in self.records.package.tables:
            return
        row = self.records.at(place)
        key = place.key.removeprefix(f"{row.get('document_id')}/")
        wanted = {"coding": "first", "about_table": place.table, "about_key": key}
        for first in self.records.rows(CODINGS):
            if wanted.items() <= first.items() and one_letter(row, first):
                other = (first["document_id"], "second", place.table, first["matched_key"])
                match = RowKey(CODINGS, "/".join(other))
                yield first, self.records.at(match) if self.records.has(match) else None

    def _coded(self, row: Row) -> str:
        """What one coder made of a row: the codes, and the places it was rested on."""
        table = row["about_table"]
        codes = [small(self.code(table, "basis", row))] if row["basis"] else []
        for pair in row["codes"].split():
            column, _, code = pair.partition("=")
            codes.append(f"{column} {small(self.words.of(self.records.code(table, column, code)))}")
        places = [self.name(RowKey("passages", one)) for one in row["passages"].split()]
        told = [self.code(CODINGS, "coding", row), ", ".join(codes), "; ".join(places)]
        return f"{': '.join(filter(None, told))}."

    def excuses(self, place: RowKey) -> list[Paragraph]:
        """The rules that a row breaks for a reason."""
        return [
            Paragraph(f"{row['rule']}: {self.demand(row['rule'])}", (row["reason"],))
            for row in self.records.about("exceptions", place)
        ]

    def demand(self, rule: str) -> str:
        """What a rule demands."""
        return self.words.of(RULES[rule].text("demand"))


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
