"""Sentences about rows, and the parts of answers that they make up, in one language."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from validation.catalogue.rules import RULES
from validation.coding.claims import claim_of, claims_about, is_stated
from validation.coding.codings import TABLE as CODINGS
from validation.coding.codings import codes_of
from validation.coding.records import WHOLE_ROW, in_one_letter
from validation.outputs.explain.text import Paragraph
from validation.outputs.words import marked
from validation.package.table import RowKey

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Container, Iterable, Iterator

    from validation.coding.near import Near
    from validation.coding.records import Records
    from validation.outputs.explain.letter_copy import LetterCopy
    from validation.outputs.words import Translator
    from validation.package.table import Record

HOW = {
    "before": marked("in the sentence before it"),
    "after": marked("in the sentence after it"),
    "paragraph": marked("in the same paragraph"),
    "heading": marked("in a heading above it"),
    "note": marked("in a footnote to it"),
    "noted": marked("in the passage of the footnote"),
}
JUDGED = ("question", "readings", "chosen", "reason")  # in English alone
LANGUAGE_MARKS = ("\ue000", "\ue001", "\ue002")  # for private use: no cell may hold them
SHORT = 60  # characters of a cell that is shown beside its column's name


class Writer:
    """Writes about rows, in one language; `copy` is the copy of a letter that the user has.

    For pages `for_pages` is true: no command is named, and what is in another language is marked.
    """

    def __init__(
        self,
        records: Records,
        words: Translator,
        copy: LetterCopy | None,
        *,
        for_pages: bool = False,
    ) -> None:
        self.records, self.words, self._copy = records, words, copy
        self._for_pages = for_pages
        self._worded: dict[str, Callable[[Record], str]] = {
            "codes": lambda row: f"{self.cell(row, 'label')}. {self.cell(row, 'definition')}",
            "codings": lambda row: f"{self.code(row, 'coding')}: {_about(row)}.",
            "countries": lambda row: words(
                "{name} has the country code {id}.", name=self.cell(row, "name"), id=row["id"]
            ),
            "documents": self.title,
            "evidence": lambda row: words(
                "{place} is evidence for {about}.",
                place=capital(self.name(records.passage(row["passage_id"]))),
                about=_about(row),
            ),
            "exceptions": lambda row: words(
                "{about} is excused from {rule}.", about=_about(row), rule=row["rule"]
            ),
            "identifiers": lambda row: f"{self._about_name(row)}: {self.identifier(row)}",
            "judgements": lambda row: row["question"],
            "mission_facts": lambda row: (
                f"{self.name(records.named(row, 'mission_id'))}, {small(self.fact(row))}"
            ),
            "names": lambda row: words(
                "{about} has the name {form}.", about=self._about_name(row), form=self.form(row)
            ),
            "passages": lambda row: self.cell(row, "paraphrase"),
            "places": self.place,
            "retired_ids": lambda row: words("{key} is no longer in use.", key=_about(row)),
        }

    def sentence(self, row: Record) -> str:
        """What a row says, as one sentence."""
        if is_stated(row.table):
            return self.claim(row)
        if row.table.name in self._worded:
            return self._worded[row.table.name](row)
        if "label_en" in row:
            name, text = self.name(row), self.cell(row, "description")
            return text if text.startswith(name) else f"{name}. {text}"
        return "; ".join(self.cells(row, shown=()))

    def claim(self, row: Record, *remarks: str) -> str:
        """Subject, relation and object of a claim, or of a thing's place in the tree.

        Remarks stand between brackets before the full stop.
        """
        subject, relation, other = self.claim_parts(row)
        parts = [
            f"{subject}:" if subject else "",
            relation,
            quoted(other),
            f"({', '.join(remarks)})" if remarks else "",
        ]
        return " ".join(part for part in parts if part) + "."

    def claim_parts(self, row: Record) -> tuple[str, str, str]:
        """Subject, relation and object of a claim; subject or object may be empty."""
        claim, language = claim_of(self.records, row), self.words.language
        subject, relation, other = (
            claim.get(f"{part}_{language}", "") for part in ("subject", "relation", "object")
        )
        return subject, relation, other

    def remarks(self, row: Record) -> list[str]:
        """What stands between brackets behind a claim: its basis, and whether it is doubted."""
        remarks = [small(self.code(row, "basis"))] if "basis" in row else []
        if row.get("origin") == "looked_up":
            remarks.append(small(self.code(row, "origin")))
        if self.records.about("judgements", row):
            remarks.append(self.words("doubted"))
        return remarks

    def name(self, row: Record) -> str:
        """The label, title or name of a row; of a passage, where it stands; else its key."""
        return self.words.of(self.records.name(row))

    def named(self, row: Record) -> str:
        """The name of a row, and its identifier."""
        return f"{self.name(row)} ({row.place})"

    def cell(self, row: Record, column: str) -> str:
        """A cell that a table has in both languages."""
        return self.words.cell(row, column)

    def title(self, row: Record) -> str:
        """The title of a document, with its number."""
        return ", ".join(filter(None, (self.cell(row, "title"), row["number"])))

    def title_in(self, row: Record, column: str) -> str:
        """The title of the document that a cell names."""
        return self.title(self.records.named(row, column))

    def code(self, row: Record, column: str) -> str:
        """The label of the code in a cell."""
        return self.words.of(self.records.code(row, column))

    def meaning(self, row: Record, column: str) -> str:
        """The definition of the code in a cell."""
        return self.cell(self.records.codes_row(row, column), "definition")

    def defined(self, row: Record, column: str) -> str:
        """The label of the code in a cell, and its definition."""
        return f"{self.code(row, column)}. {self.meaning(row, column)}"

    def date(self, row: Record, column: str) -> str:
        """A date as far as it is given, with its precision where the date does not show it."""
        precision = f"{column}_precision"
        if row[precision] != "mid_month":
            return row[column]
        return f"{row[column]} ({small(self.code(row, precision))})"

    def form(self, row: Record) -> str:
        """A row of `names.csv`: the name with its language and kind."""
        form = self.marked(row["form"], row["language"])
        return f'"{form}" ({self.code(row, "language")}, {small(self.code(row, "kind"))})'

    def marked(self, text: str, language: str = "en") -> str:
        """A text of which only one language exists, between marks where that is another one.

        For pages alone: `LANGUAGE_MARKS` are the marks before the language, before the text and
        behind it.
        """
        if not self._for_pages or language == self.words.language:
            return text
        start, between, end = LANGUAGE_MARKS
        return f"{start}{language}{between}{text}{end}"

    def place(self, row: Record) -> str:
        """A row of `places.csv`: the region, its country and the point."""
        return self.words(
            "{region}: on a map in {country}, at latitude {latitude} and longitude {longitude}.",
            region=self.name(self.records.named(row, "region_id")),
            country=self.name(self.records.named(row, "country_id")),
            latitude=row["latitude"],
            longitude=row["longitude"],
        )

    def fact(self, row: Record) -> str:
        """A row of `mission_facts.csv`: the fact, its date and value, what followed."""
        parts = [self.date(row, "date"), self.cell(row, "value")]
        if row["follow_up_id"]:
            parts.append(self.title_in(row, "follow_up_id"))
        return f"{self.code(row, 'fact')}: {', '.join(filter(None, parts))}."

    def identifier(self, row: Record) -> str:
        """A row of `identifiers.csv`: the scheme, the address and how well it matches."""
        return f"{self.code(row, 'scheme')}: {row['uri']} ({small(self.code(row, 'match'))})"

    def cells(self, row: Record, shown: Container[str]) -> Iterator[str]:
        """Each filled cell that is not shown elsewhere, with the label and meaning of its code."""
        ends = {key.fields[-1] for key in row.table.schema.ends()}
        for column in row.table.schema.fields:
            name = column.name
            stem, _, language = name.rpartition("_")
            if name in shown or not row[name] or language == "precision":
                continue
            if column.codes:
                yield f"{name}: {self.defined(row, name)}"
            elif f"{name}_precision" in row:
                yield f"{name}: {self.date(row, name)}"
            elif name in ends:
                yield f"{name}: {self.named(self.records.named(row, name))}"
            elif language not in {"en", "nl"}:
                yield f"{name}: {row[name]}"
            elif language == self.words.language:
                yield f"{stem}: {row[name]}"

    def _about_name(self, row: Record) -> str:
        about = self.records.at(RowKey(row["about_table"], row["about_key"]))
        return quoted(self.name(about))

    # Passages.

    def passage(self, identifier: str, *remarks: str) -> Paragraph:
        """A passage: where it stands, its paraphrase and, from the user's copy, its own words."""
        below = (self.paraphrase(identifier), *self.own_words(identifier), *remarks)
        return Paragraph(self.where(identifier), below)

    def evidence(self, row: Record) -> list[Paragraph | str]:
        """The passages that are evidence for a row, each with the columns that it is for too."""
        passages = self.records.evidence(row)
        parts = [
            self.passage(passage, *self.for_columns(row, columns))
            for passage, columns in passages.items()
        ]
        return [*parts, *self.sources(passages)]

    def for_columns(self, row: Record, columns: Collection[str]) -> list[str]:
        """For which columns there is evidence, beside the row as a whole or alone; or nothing."""
        what = ", ".join(
            name if len(row[name]) > SHORT else f"{name} ({row[name]})"
            for name in columns
            if name != WHOLE_ROW
        )
        if not what:
            return []
        if WHOLE_ROW in columns:
            return [self.words("Also evidence for: {what}.", what=what)]
        return [self.words("Evidence only for: {what}.", what=what)]

    def where(self, identifier: str) -> str:
        """Where a passage stands, in words, with its identifier."""
        return f"{capital(self.name(self.records.passage(identifier)))} ({identifier})"

    def paraphrase(self, identifier: str) -> str:
        """What a passage says, in our words."""
        return self.sentence(self.records.passage(identifier))

    def own_words(self, identifier: str) -> list[str]:
        """What the user's copy has of a passage; nothing where there is no copy."""
        return [] if self._copy is None else [self._copy.shows(identifier)]

    def sources(self, passages: Iterable[str]) -> Iterator[str]:
        """That paraphrases are ours, and where the letter's own words are."""
        words = self.words
        documents = dict.fromkeys(map(self.records.document, passages))
        if not documents:
            yield words("There is no evidence for it.")
            return
        for document in documents:
            url = self.records.at(RowKey("documents", document))["url"]
            if url:
                yield words("The paraphrases are ours. The letter's own words: {url}", url=url)
            else:
                yield words("The paraphrases are ours.")
        if self._copy is None and not self._for_pages:
            yield words(
                "To see the letter's sentences here, add --letter FILE with a copy of its text; "
                "validation/README.md says how."
            )

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

    def line(self, row: Record, *below: str) -> Paragraph:
        """A claim in a list of them: its sentence, basis, whether it is doubted, identifier."""
        return Paragraph(self.claim(row, *self.remarks(row)), (str(row.place), *below))

    def lines(self, row: Record) -> Iterator[Paragraph]:
        """The claims about a row."""
        return map(self.line, claims_about(self.records, row))

    def pointers(self, rows: Iterable[Record]) -> list[str]:
        """Other rows to ask for: their identifiers, and what each says."""
        return [f"{row.place}: {self.sentence(row)}" for row in rows]

    def names(self, row: Record) -> Iterator[str]:
        """The forms under which a thing appears."""
        return map(self.form, self.records.about("names", row))

    def sourced(self, row: Record, text: str) -> Paragraph:
        """What was looked up, and below it where and how it was checked."""
        source = self.records.named(row, "source_id")
        said = self.words(
            "Source: {title}. {checked}.",
            title=self.title(source),
            checked=self.code(row, "checked"),
        )
        return Paragraph(text, (said, *filter(None, [source["url"]])))

    def identifiers(self, row: Record) -> list[Paragraph]:
        """The identifiers of a row elsewhere."""
        found = self.records.about("identifiers", row)
        return [self.sourced(one, self.identifier(one)) for one in found]

    def doubts(self, row: Record, *others: Record) -> Iterator[Paragraph]:
        """Where a careful reader could differ on a row, and on others that bear on it."""
        rows = {about.place: about for about in (row, *others)}
        for place, about in rows.items():
            named = () if about is row else (self.words("About {about}", about=place),)
            for doubt in self.records.about("judgements", about):
                said = {name: self.marked(doubt[name]) for name in JUDGED}
                readings = self.words("Readings: {text}", text=said["readings"])
                chosen = self.words(
                    "Chosen: {text} {reason}", text=said["chosen"], reason=said["reason"]
                )
                yield Paragraph(said["question"], (*named, readings, chosen))

    def codings(self, row: Record) -> Iterator[Paragraph]:
        """What two coders made of a row, each without seeing the other's.

        Nothing where a letter was not coded twice, or the row came in afterwards.
        """
        key = row.key.removeprefix(f"{row.get('document_id')}/")
        for first in self._first_codings.get((row.table.name, key), ()):
            if not in_one_letter(row, first):
                continue
            yield Paragraph(self._coded(first))
            table, key = row.table.name, first["matched_key"]
            other = (first["document_id"], first["round"], "second", table, key)
            second = self.records.find(RowKey(CODINGS, "/".join(other)))
            if second is None:
                yield Paragraph(
                    self.words("Round {number}: second coding: no such row.", number=first["round"])
                )
                continue
            key = second["about_key"]
            same = key == first["about_key"]
            below = () if same else (self.words("Coded there as {key}.", key=key),)
            yield Paragraph(self._coded(second), below)

    @cached_property
    def _first_codings(self) -> dict[tuple[str, str], list[Record]]:
        """The rows of the first coder, by the table and the key within its letter."""
        found: dict[tuple[str, str], list[Record]] = defaultdict(list)
        for row in self.records.rows(CODINGS):
            if row["coding"] == "first":
                found[row["about_table"], row["about_key"]].append(row)
        return found

    def _coded(self, row: Record) -> str:
        """What one coder made of a row: the codes, and the passages."""
        schema = self.records.table(row["about_table"]).schema
        pairs = [("basis", row["basis"])] if row["basis"] else []
        pairs += [(column, code) for column, code in codes_of(row).items()]
        codes = []
        for column, code in pairs:
            label = self.cell(self.records.code_in(schema.field(column).codes, code), "label")
            codes.append(small(label) if column == "basis" else f"{column} {small(label)}")
        passages = [self.name(self.records.passage(one)) for one in row["passages"].split()]
        coder = small(self.code(row, "coding"))
        parts = [
            self.words("Round {number}", number=row["round"]),
            coder,
            ", ".join(codes),
            "; ".join(passages),
        ]
        return f"{': '.join(filter(None, parts))}."

    def excuses(self, row: Record) -> list[Paragraph]:
        """The rules that a row breaks for a reason."""
        return [
            Paragraph(f"{one['rule']}: {self.demand(one['rule'])}", (self.marked(one["reason"]),))
            for one in self.records.about("exceptions", row)
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


def _about(row: Record) -> str:
    return f"{row['about_table']}/{row['about_key']}"
