"""Packages of any number of invented letters that are right by construction, drawn by a seed.

The first letter is the example's, with further sections; each other one is a letter of its own.
Which table a sentence fills, which ends and codes a row has and what stands in its text is drawn
from the schemas; form, keys and evidence are right by construction. Things are shared.
"""

from __future__ import annotations

import json
import random
import string
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING

import pycountry
from babel import Locale

from tests.example import DOCUMENT, EXAMPLE, LETTER, PRINT, Coded, Said
from validation.package.opening import BOUNDS, ROOT

if TYPE_CHECKING:
    from validation.package.opening import Package
    from validation.package.schema import Field
    from validation.package.table import Table

    Sentence = tuple[tuple[str, ...], list[str]]  # what it carries, and the forms that it has

GENERAL = {"generic_class", "wider_region", "driver"}
OF_COUNTRIES = {"state", "country", "self"}
NATIONS = {nation.alpha_3: nation for nation in pycountry.countries}
NAMES = {language: Locale(language).territories for language in ("en", "nl")}
ALPHABET = "abcdefghijklmnoprstuvwxyzéëïüøñ"
MARKS = ['"', ",", ";", "’", "«", ":", "%", "", "'", "–"]


def invented(number: int, seed: int, schemas: Package) -> Coded:
    """What a valid package of that many letters is written from."""
    return Letters(random.Random(seed), schemas).coded(number)  # noqa: S311 - repeatable on purpose


class Letters:
    """Letters with the rows that they give rise to; `chance` may be Hypothesis's own."""

    def __init__(self, chance: random.Random, schemas: Package) -> None:
        self.chance, self.tables = chance, schemas.tables
        self.rows = defaultdict(list, {name: [*rows] for name, rows in EXAMPLE.tables.items()})
        self.letters: dict[str, tuple[Said, ...]] = {}
        self.said: list[Said] = []
        self.letter = DOCUMENT
        self.count = 0
        self.above = {
            (row["list"], row["code"]): row["stands_under"].split()
            for row in schemas.frame("codes").to_dict("records")
        }
        self.taken = {row["id"] for row in self.rows["countries"]}
        self.shared: dict[str, list[dict[str, str]]] = defaultdict(
            list
        )  # things of earlier letters

    def coded(self, number: int) -> Coded:
        """That many letters, each as printed and coded."""
        self.sections(3)
        *before, note = LETTER
        prints = {DOCUMENT: "\n\n".join([PRINT, *(said.text for said in self.said)]) + "\n"}
        self.letters[DOCUMENT] = (*before, *self.said, note)
        for _ in range(number - 1):
            self.letter, self.said = f"letter-{self.slug()}", []
            row = {"id": self.letter, "role": "coded", "kind": "cabinet_letter", "language": "nl"}
            row |= self.texts(self.tables["documents"], "title_en", "title_nl")
            row |= self.date("date", self.year())
            row |= {"date_certainty": "looked_up", "date_source_id": "pycountry"}
            self.rows["documents"].append(row)
            self.sections(1)
            self.letters[self.letter] = tuple(self.said)
            prints[self.letter] = "\n\n".join(said.text for said in self.said)
        published = json.loads((ROOT / BOUNDS).read_bytes())["bounds"]
        bounds = [bound for bound in published if bound["measure"] != "inferred"]  # any is drawn
        return Coded(self.letters, prints, dict(self.rows), bounds)

    def sections(self, first: int) -> None:
        """One section or two, each with a heading and a few paragraphs below it."""
        before = {name: len(rows) for name, rows in self.rows.items()}
        for number in range(first, first + self.chance.randint(1, 2)):
            self.say(f"s{number:02}.h", self.text(10, 60), nothing="structure")
            for paragraph in range(1, 1 + self.chance.randint(1, 2)):
                for sentence in range(1, 1 + self.chance.randint(1, 2)):
                    self.sentence(f"s{number:02}.p{paragraph}.z{sentence}")
        for name, table in self.tables.items():
            if table.is_thing:
                self.shared[name] += self.rows[name][before[name] :]

    def sentence(self, place: str) -> None:
        """A sentence that fills a table, or has nothing to code."""
        links = [name for name, table in self.tables.items() if table.is_link]
        what = self.chance.choice([*links, "part", "supply", "decide", "happen", "tree", "nothing"])
        if what == "nothing":
            reasons = self.tables["passages"].schema.field("reason").constraints["enum"]
            self.say(place, self.text(30, 90), nothing=self.chance.choice(reasons))
            return
        carried, named = getattr(self, what, lambda: self.link(self.tables[what]))()
        self.say(place, f"{self.text(10, 40)} {' – '.join(named)} {self.text(10, 40)}.", carried)

    def say(self, place: str, text: str, carried: tuple[str, ...] = (), nothing: str = "") -> None:
        """Add a passage."""
        self.said.append(Said(place, text, carried, nothing))

    def link(self, table: Table) -> Sentence:
        """One link, with all its ends in the one sentence; one of them may be known already."""
        row, carried = {"document_id": self.letter}, []
        named: list[str] = []
        if table.name == "document_interests" and self.flag():
            own = [other for other in self.rows[table.name] if other["document_id"] == self.letter]
            row |= {"source_document_id": self.letter, "role": "listed"}
            row["lettering"] = chr(ord("A") + sum("lettering" in other for other in own))
        for end in table.schema.ends():
            column = end.fields[-1]
            if column in row:
                continue
            if end.table == "decisions":
                (decision, *_), _ = self.decide()
                row[column] = decision.rpartition("/")[2]
                carried.append(decision)
            elif end.table == "documents":
                row[column] = self.document()
                carried.append(f"documents {row[column]}")
            else:
                strategic = {"kind": "strategic"} if "lettering" in row else {}
                known = [] if named or strategic else self.shared[end.table]
                thing = self.chance.choice([None, *known]) or self.thing(end.table, **strategic)
                row[column] = thing["id"]
                carried.append(f"{end.table} {thing['id']}")
                named.append(thing["label_en"])
        if table.name == "document_interests":
            row.setdefault("role", "source")
        row = self.codes(table, "role", "tie") | row
        row |= self.basis(table)
        self.rows[table.name].append(row)
        key = "/".join(row[name] for name in table.schema.primary_key[1:])
        return (f"{table.name} /{key}", *carried), named

    def part(self) -> Sentence:
        """The Dutch part in a mission, with a period or without."""
        mission = self.thing("missions")
        row = {"document_id": self.letter, "mission_id": mission["id"]}
        table = self.tables["commitments"]
        row |= self.codes(table, "status", "mention") | self.basis(table)
        carried = [f"missions {mission['id']}", f"commitments /{mission['id']}"]
        start = self.chance.randint(1000, 9998)
        for column, year in (("starts", start), ("ends", self.chance.randint(start + 1, 9999))):
            if self.flag():
                row |= self.date(column, year)
                carried.append(f"commitments /{mission['id']} {column}")
        self.rows["commitments"].append(row)
        self.rows["mission_facts"] += [
            {
                "mission_id": mission["id"],
                "fact": "started",
                "position": str(position),
                "source_id": "pycountry",
                "checked": "read",
                **self.date("date", self.year()),
            }
            for position in range(1, 1 + self.chance.randint(1, 3))
        ]
        return tuple(carried), [mission["label_en"]]

    def supply(self) -> Sentence:
        """Something supplied, with or without an amount."""
        name, partner = self.slug(), self.thing("partners")
        table = self.tables["contributions"]
        row = {"document_id": self.letter, "id": name, "partner_id": partner["id"]}
        row |= self.basis(table)
        row |= self.texts(table, "label_en", "label_nl")
        row["kind"] = self.chance.choice(["money", "unit"])
        carried = [f"partners {partner['id']}", f"contributions /{name}"]
        if self.flag():
            row |= self.texts(table, "task_en", "task_nl")
        if self.flag():
            row["amount"] = str(self.chance.randint(1, 10**15))
            row |= self.codes(table, "amount_bound")
            row["unit"] = "euro" if row["kind"] == "money" else "company"
            carried.append(f"contributions /{name} amount")
        self.rows["contributions"].append(row)
        return tuple(carried), [partner["label_en"]]

    def decide(self) -> Sentence:
        """A decision, taken or still to come."""
        name, table = self.slug(), self.tables["decisions"]
        row = {"document_id": self.letter, "id": name}
        row |= self.codes(table, "firmness", "effect") | self.basis(table)
        row |= self.texts(table, "label_en", "label_nl")
        timings = ["today", "earlier"] if row["firmness"] == "taken" else ["coming", "soon"]
        row["timing"] = self.chance.choice(timings)
        self.rows["decisions"].append(row)
        return (f"decisions /{name}",), [row["label_en"]]

    def happen(self) -> Sentence:
        """An event with a date, on the day of the letter, or without either."""
        name, table = self.slug(), self.tables["events"]
        row = {"document_id": self.letter, "id": name, "by_party": "cabinet"}
        row |= self.codes(table, "kind", "timing") | self.basis(table)
        row |= self.texts(table, "label_en", "label_nl")
        carried = [f"events /{name}"]
        if row["timing"] == "today":
            row["date_from"] = "letter_day"
        elif row["timing"] == "earlier" and self.flag():
            row |= {"date": "0999", "date_precision": "year", "date_from": "printed"}
            carried.append(f"events /{name} date")
        mission = self.thing("missions")
        row["mission_id"] = mission["id"]
        carried.append(f"missions {mission['id']}")
        self.rows["events"].append(row)
        return tuple(carried), [row["label_en"], mission["label_en"]]

    def tree(self) -> Sentence:
        """A thing with a place in a tree, given by the letter or arranged by us."""
        trees = [name for name, table in self.tables.items() if "parent_id" in table.schema.names]
        name = self.chance.choice(trees)
        kinds = self.tables[name].schema.field("kind")
        pairs = [
            (child, parent)
            for child in self.kinds(kinds)
            for parent in self.above[kinds.codes or "", child]
            if parent not in GENERAL
        ]
        child_kind, parent_kind = self.chance.choice(pairs)
        parent = self.thing(name, kind=parent_kind)
        child = self.thing(name, kind=child_kind, parent_id=parent["id"])
        bases = ["explicit", "contextual", "inferred", "arranged"]
        child["parent_basis"] = self.chance.choice(bases)
        carried = [f"{name} {parent['id']}", f"{name} {child['id']}"]
        if child["parent_basis"] != "arranged":
            carried.append(f"{name} {child['id']} parent_id")
        return tuple(carried), [child["label_en"], parent["label_en"]]

    def document(self) -> str:
        """A document that the letter cites, with its date or without."""
        row = {"id": self.slug(), "role": "cited"}
        row |= self.codes(self.tables["documents"], "kind", "language")
        row |= self.texts(self.tables["documents"], "title_en", "title_nl", "note")
        if self.flag():
            row |= self.date("date", self.year())
            row |= {"date_certainty": "stated", "date_source_id": self.letter}
        self.rows["documents"].append(row)
        return row["id"]

    def thing(self, table: str, **cells: str) -> dict[str, str]:
        """A new thing, with a name, and a country where it is one."""
        schema = self.tables[table].schema
        row = {"id": self.slug(), **cells}
        if "kind" in schema.names and "kind" not in row:
            row["kind"] = self.chance.choice(self.kinds(schema.field("kind")))
        if row.get("kind") in OF_COUNTRIES:
            row["country_id"] = self.country()
        row |= self.texts(self.tables[table], "description_en", "description_nl")
        number = self.number()  # the same in both languages
        row["label_en"] = f"{self.text(3, 30)} {number}x"
        row["label_nl"] = f"{self.text(3, 30)} {number}y"
        self.rows[table].append(row)
        about = {"about_table": table, "about_key": row["id"]}
        form = {"language": "en", "form": row["label_en"], "kind": "preferred"}
        self.rows["names"].append({**about, **form})
        self.rows["judgements"].append(
            {"about_table": table, "about_key": row["id"]}
            | self.texts(self.tables["judgements"], "question", "readings", "chosen", "reason")
        )
        return row

    def country(self) -> str:
        """A country that is not in the table yet, as ISO and the CLDR have it."""
        known = [
            code
            for code, nation in NATIONS.items()
            if code not in self.taken
            and nation.alpha_2 != "NA"  # Namibia's, and a missing value to nearly every program
            and all(nation.alpha_2 in names for names in NAMES.values())
        ]
        nation = NATIONS[self.chance.choice(known)]
        self.taken.add(nation.alpha_3)
        row = {
            "id": nation.alpha_3,
            "alpha2": nation.alpha_2,
            "m49": nation.numeric,
            "name_en": NAMES["en"][nation.alpha_2],
            "name_nl": NAMES["nl"][nation.alpha_2],
            "m49_region": self.text(5, 20),
            "m49_subregion": self.text(5, 20),
            "un_member_since": str(self.chance.randint(1945, 2100)),
            "gw_code": str(self.chance.randint(2, 999)),
            "eu_member_2016": self.chance.choice(["true", "false"]),
            "source_id": "pycountry",
            "checked": "packaged",
        }
        self.rows["countries"].append(row)
        return nation.alpha_3

    def kinds(self, column: Field) -> list[str]:
        """The kinds that a new thing may have: there is one Netherlands."""
        known: list[str] = column.constraints["enum"]
        return [kind for kind in known if kind != "self"]

    def codes(self, table: Table, *columns: str) -> dict[str, str]:
        """Any code for each of these columns that the table has."""
        return {
            name: self.chance.choice(table.schema.field(name).constraints["enum"])
            for name in columns
            if name in table.schema.names
        }

    def basis(self, table: Table) -> dict[str, str]:
        """Any basis: the one sentence that says it is near enough for each."""
        basis = self.codes(table, "basis")
        if basis["basis"] == "inferred":
            basis |= self.texts(table, "rationale")
        return basis

    def texts(self, table: Table, *columns: str) -> dict[str, str]:
        """Text of any length that each column allows, its limits included."""
        return {
            name: self.text(limits.get("minLength", 1), limits["maxLength"])
            for name in columns
            for limits in [table.schema.field(name).constraints]
        }

    def text(self, least: int, most: int) -> str:
        """Words that no program takes for anything else, with marks that CSV must quote."""
        length = self.chance.choice([least, most, self.chance.randint(least, min(most, 60))])
        word = "".join(self.chance.choices(ALPHABET, k=self.chance.randint(2, 9)))
        part, mark = unicodedata.normalize("NFC", word), self.chance.choice(MARKS)
        number = "".join(chr(ord("a") + int(digit)) for digit in str(self.number()))
        text = (f"q{number} " + f"q{part}{mark} " * length)[:length]
        return text[:-1] + "z" if text.endswith(" ") else text

    def year(self) -> int:
        """Any year."""
        return self.chance.randint(1000, 9999)

    def date(self, column: str, year: int) -> dict[str, str]:
        """A date in that year, as long as its precision."""
        precision = self.chance.choice(["day", "month", "mid_month", "year"])
        month, day = self.chance.randint(1, 12), self.chance.randint(1, 28)
        parts = {"year": 1, "month": 2, "mid_month": 2, "day": 3}[precision]
        text = "-".join([f"{year:04}", f"{month:02}", f"{day:02}"][:parts])
        return {column: text, f"{column}_precision": precision}

    def slug(self) -> str:
        """An identifier that is not taken, and that no spreadsheet takes for a date (`may-7`)."""
        part = "-".join(
            "".join(self.chance.choices(string.ascii_lowercase, k=self.chance.randint(1, 5)))
            for _ in range(self.chance.randint(1, 3))
        )
        return f"{part}-x{self.number()}"

    def flag(self) -> bool:
        """Yes or no."""
        return self.chance.choice([True, False])

    def number(self) -> int:
        """A number that was not given before."""
        self.count += 1
        return self.count
