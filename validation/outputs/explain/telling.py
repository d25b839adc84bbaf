"""What answers about different kinds of rows have in common: passages, doubts, sources, lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.outputs.explain.answer import Part
from validation.outputs.explain.lookup import CODINGS, WHOLE_ROW, Place
from validation.outputs.explain.saying import Saying, capital, quoted, small
from validation.outputs.words import marked
from validation.rules.catalogue import RULES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from validation.outputs.explain.lookup import Lookup, Near, Row
    from validation.outputs.explain.own import OwnCopy
    from validation.outputs.words import Words

HOW = {
    "before": marked("in the sentence before it"),
    "after": marked("in the sentence after it"),
    "paragraph": marked("in the same paragraph"),
    "heading": marked("in a heading above it"),
    "note": marked("in a footnote to it"),
    "noted": marked("in what the footnote hangs on"),
}
SHORT = 60  # characters of a cell that is shown beside its column's name


class Telling(Saying):
    """Parts of answers, in one language.

    `own` is the user's copy of the letter, None where there is none.
    """

    def __init__(self, lookup: Lookup, words: Words, own: OwnCopy | None) -> None:
        """Keep what the answers are made with."""
        super().__init__(lookup, words)
        self._own = own

    # Passages.

    def passage(self, identifier: str, *remarks: str) -> Part:
        """A passage: where it stands, what it says in our words and, where at hand, in its own."""
        below = (self.paraphrase(identifier), *self.own_words(identifier), *remarks)
        return Part(self.where(identifier), below)

    def carriers(self, place: Place) -> list[Part]:
        """The passages that carry a row, each with the columns that it is evidence for too."""
        row, carried = self.lookup.at(place), self.lookup.carried(place)
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
        return f"{capital(self.name(Place('passages', identifier)))} ({identifier})"

    def paraphrase(self, identifier: str) -> str:
        """What a passage says, in our words."""
        return self.sentence(Place("passages", identifier))

    def own_words(self, identifier: str) -> list[str]:
        """What the user's text has of a passage; nothing where there is no text."""
        return [] if self._own is None else [self._own.said(identifier)]

    def whose_words(self, passages: Iterable[str]) -> list[Part]:
        """Whose words passages are given in, and where the letter's own stand."""
        found = []
        for document in dict.fromkeys(map(self.lookup.document, passages)):
            url = self.lookup.at(Place("documents", document))["url"]
            found.append(
                Part(
                    self.words("The paraphrases are ours. The letter's own words: {url}", url=url)
                    if url
                    else self.words("The paraphrases are ours.")
                )
            )
        if not found:
            return [Part(self.words("No passage carries it."))]
        return [
            *found,
            *(
                [
                    Part(
                        self.words(
                            "To see the letter's sentences here, add --letter FILE with a copy of "
                            "its text; the README says how to get one."
                        )
                    )
                ]
                if self._own is None
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

    def line(self, place: Place, *below: str) -> Part:
        """A claim in a list of them: its sentence, basis, whether it is doubted, identifier."""
        row = self.lookup.at(place)
        remarks = [small(self.code(place.table, "basis", row))] if "basis" in row else []
        if row.get("origin") == "looked_up":
            remarks.append(small(self.code(place.table, "origin", row)))
        if self.lookup.about("judgements", place):
            remarks.append(self.words("doubted"))
        return Part(self.claim(place, *remarks), (str(place), *below))

    def lines(self, place: Place) -> Iterator[Part]:
        """The claims about a row."""
        return map(self.line, self.lookup.claims_about(place))

    def pointers(self, places: Iterable[Place]) -> list[Part]:
        """Rows to read on with: what to ask for, and what each says."""
        return [Part(f"{place}: {self.sentence(place)}") for place in places]

    def names(self, place: Place) -> list[Part]:
        """The forms under which a thing appears."""
        return [Part(self.form(row)) for row in self.lookup.about("names", place)]

    def sourced(self, table: str, row: Row, text: str) -> Part:
        """What was looked up, and below it where and how it was checked."""
        source = self.lookup.at(Place("documents", row["source_id"]))
        checked = self.code(table, "checked", row)
        said = self.words("Source: {title}. {checked}.", title=self.title(source), checked=checked)
        return Part(text, (said, *filter(None, [source["url"]])))

    def identifiers(self, place: Place) -> list[Part]:
        """The identifiers of a row elsewhere."""
        return [
            self.sourced("identifiers", row, self.identifier(row))
            for row in self.lookup.about("identifiers", place)
        ]

    def doubts(self, place: Place, *others: Place) -> Iterator[Part]:
        """Where a careful reader could differ on a row, and on others that bear on it."""
        for about in dict.fromkeys((place, *others)):
            named = () if about == place else (self.words("About {about}", about=about),)
            for row in self.lookup.about("judgements", about):
                readings = self.words("Readings: {text}", text=row["readings"])
                chosen = self.words(
                    "Chosen: {text} {reason}", text=row["chosen"], reason=row["reason"]
                )
                yield Part(row["question"], (*named, readings, chosen))

    def codings(self, place: Place) -> Iterator[Part]:
        """What two coders made of a row, each without seeing the other's."""
        for first, second in self.lookup.codings(place):
            yield Part(self._coded(first))
            if second is None:
                yield Part(self.words("Second coding: no such row."))
            elif second["own_key"] == first["own_key"]:
                yield Part(self._coded(second))
            else:
                yield Part(
                    self._coded(second),
                    (self.words("There under the key {key}.", key=second["own_key"]),),
                )

    def _coded(self, row: Row) -> str:
        """What one coder made of a row: the codes, and the places it was rested on."""
        table = row["about_table"]
        codes = [small(self.code(table, "basis", row))] if row["basis"] else []
        for pair in row["codes"].split():
            column, _, code = pair.partition("=")
            codes.append(f"{column} {small(self.words.of(self.lookup.code(table, column, code)))}")
        places = [self.name(Place("passages", one)) for one in row["passages"].split()]
        told = [self.code(CODINGS, "coding", row), ", ".join(codes), "; ".join(places)]
        return f"{': '.join(filter(None, told))}."

    def excuses(self, place: Place) -> list[Part]:
        """The rules that a row breaks for a reason."""
        return [
            Part(f"{row['rule']}: {self.demand(row['rule'])}", (row["reason"],))
            for row in self.lookup.about("exceptions", place)
        ]

    def demand(self, rule: str) -> str:
        """What a rule demands."""
        return self.words.of(RULES[rule].text("demand"))
