"""Whatever a letter says, a package that codes it as the schemas ask passes every layer.

The invented letter is given further sections. Which table a sentence fills, which ends and codes a
row has and what stands in its text is drawn from the schemas; form, keys and evidence are right by
construction.
"""

import csv
import io
import unicodedata
from collections import defaultdict
from collections.abc import Iterator

import pycountry
import pytest
from babel import Locale
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests import example
from tests.campaign.judge import between_tables, one_judge
from tests.example import DOCUMENT, LETTER, PRINT, TABLES, Said, write_example
from tests.remembering import remembering
from validation import open_package, validate
from validation.package.formatting import format_package
from validation.package.opening import Package
from validation.package.schema import Field
from validation.package.table import Table

DECISION = "extend-lantern-2018"
GENERAL = {"generic_class", "wider_region", "driver"}
OF_COUNTRIES = {"state", "country", "self"}
NATIONS = {nation.alpha_3: nation for nation in pycountry.countries}
NAMES = {language: Locale(language).territories for language in ("en", "nl")}
LETTERS = "abcdefghijklmnoprstuvwxyzéëïüøñ"

words = st.text(LETTERS, min_size=2, max_size=9).map(
    lambda text: unicodedata.normalize("NFC", text)
)


@pytest.fixture(scope="module", autouse=True)
def judged_once() -> Iterator[None]:
    with remembering(), between_tables(), one_judge():
        yield


@pytest.fixture(scope="module")
def schemas() -> Iterator[Package]:
    with open_package() as package:
        yield package


class Sequel:
    """Further sections of the invented letter, with the rows that they give rise to."""

    def __init__(self, draw: st.DataObject, schemas: Package) -> None:
        self.draw, self.tables = draw.draw, schemas.tables
        self.said: list[Said] = []
        self.rows: dict[str, list[dict[str, str]]] = defaultdict(list)
        self.count = 0
        codes = schemas.frame("codes")
        self.above = {
            (row["list"], row["code"]): row["stands_under"].split()
            for row in codes.to_dict("records")
        }
        self.taken = {row["id"] for row in self.existing("countries")}
        for number in range(3, 3 + self.draw(st.integers(1, 2))):
            self.section(f"s{number:02}")

    def existing(self, table: str) -> list[dict[str, str]]:
        """The rows of the example, and those that were added."""
        return list(csv.DictReader(io.StringIO(TABLES[table].strip()))) + self.rows[table]

    def section(self, section: str) -> None:
        """A heading, and below it a few paragraphs."""
        self.say(f"{section}.h", self.text(10, 60), nothing="structure")
        for paragraph in range(1, 1 + self.draw(st.integers(1, 2))):
            for sentence in range(1, 1 + self.draw(st.integers(1, 2))):
                self.sentence(f"{section}.p{paragraph}.z{sentence}")

    def sentence(self, place: str) -> None:
        """A sentence that fills a table, or has nothing to code."""
        links = [name for name, table in self.tables.items() if table.is_link]
        what = self.draw(st.sampled_from([*links, "part", "supply", "decide", "tree", "nothing"]))
        if what == "nothing":
            reasons = self.tables["passages"].schema.field("reason").constraints["enum"]
            self.say(place, self.text(30, 90), nothing=self.draw(st.sampled_from(reasons)))
            return
        carried, named = getattr(self, what, lambda: self.link(self.tables[what]))()
        self.say(place, f"{self.text(10, 40)} {' – '.join(named)} {self.text(10, 40)}.", carried)

    def say(self, place: str, text: str, carried: tuple[str, ...] = (), nothing: str = "") -> None:
        """Add a passage."""
        self.said.append(Said(place, text, carried, nothing))

    def link(self, table: Table) -> tuple[tuple[str, ...], list[str]]:
        """One link, with all its ends in the one sentence."""
        row, carried, named = {"document_id": DOCUMENT}, [], []
        for end in table.schema.ends():
            column = end.fields[-1]
            if end.table == "decisions":
                row[column] = DECISION
                carried.append(f"decisions /{DECISION}")
            elif end.table == "documents":
                row[column] = self.document()
                carried.append(f"documents {row[column]}")
            else:
                strategic = {"kind": "strategic"} if table.name == "document_interests" else {}
                thing = self.thing(end.table, **strategic)
                row[column] = thing["id"]
                carried.append(f"{end.table} {thing['id']}")
                named.append(thing["label_en"])
        if "lettering" in table.schema.names:
            row["lettering"] = chr(ord("B") + len(self.rows[table.name]))
        row |= self.codes(table, "role", "tie")
        row |= self.basis(table)
        self.rows[table.name].append(row)
        key = "/".join(row[name] for name in table.schema.primary_key[1:])
        return (f"{table.name} /{key}", *carried), named

    def part(self) -> tuple[tuple[str, ...], list[str]]:
        """The Dutch part in a mission, with a period or without."""
        mission = self.thing("missions")
        row = {"document_id": DOCUMENT, "mission_id": mission["id"]}
        table = self.tables["commitments"]
        row |= self.codes(table, "status", "mention") | self.basis(table)
        carried = [f"missions {mission['id']}", f"commitments /{mission['id']}"]
        years = sorted(self.draw(st.lists(st.integers(1000, 9999), min_size=2, max_size=2)))
        for column, year in zip(("starts", "ends"), years, strict=True):
            if self.draw(st.booleans()):
                row |= self.date(column, year if years[0] < years[1] else year + (column == "ends"))
                carried.append(f"commitments /{mission['id']} {column}")
        self.rows["commitments"].append(row)
        self.rows["mission_facts"] += [
            {
                "mission_id": mission["id"],
                "fact": "started",
                "position": str(position),
                "source_id": "pycountry",
                "checked": "read",
                **self.date("date", self.draw(st.integers(1000, 9999))),
            }
            for position in range(1, 1 + self.draw(st.integers(1, 3)))
        ]
        return tuple(carried), [mission["label_en"]]

    def supply(self) -> tuple[tuple[str, ...], list[str]]:
        """Something supplied, with or without an amount."""
        name, partner = self.slug(), self.thing("partners")
        table = self.tables["contributions"]
        row = {"document_id": DOCUMENT, "id": name, "partner_id": partner["id"]}
        row |= self.basis(table)
        row |= self.texts(table, "label_en", "label_nl")
        row |= {"kind": "money"} if self.draw(st.booleans()) else {"kind": "unit"}
        carried = [f"partners {partner['id']}", f"contributions /{name}"]
        if self.draw(st.booleans()):
            row |= self.texts(table, "task_en", "task_nl")
        if self.draw(st.booleans()):
            row["amount"] = str(self.draw(st.integers(1, 10**15)))
            row |= self.codes(table, "amount_bound")
            row["unit"] = "euro" if row["kind"] == "money" else "company"
            carried.append(f"contributions /{name} amount")
        self.rows["contributions"].append(row)
        return tuple(carried), [partner["label_en"]]

    def decide(self) -> tuple[tuple[str, ...], list[str]]:
        """A decision, taken or still to come."""
        name, table = self.slug(), self.tables["decisions"]
        row = {"document_id": DOCUMENT, "id": name}
        row |= self.codes(table, "firmness", "effect") | self.basis(table)
        row |= self.texts(table, "label_en", "label_nl")
        timings = ["today", "earlier"] if row["firmness"] == "taken" else ["coming"]
        row["timing"] = self.draw(st.sampled_from(timings))
        self.rows["decisions"].append(row)
        return (f"decisions /{name}",), [row["label_en"]]

    def tree(self) -> tuple[tuple[str, ...], list[str]]:
        """A thing with a place in a tree, given by the letter or arranged by us."""
        name = self.draw(
            st.sampled_from([n for n, t in self.tables.items() if "parent_id" in t.schema.names])
        )
        kinds = self.tables[name].schema.field("kind")
        pairs = [
            (child, parent)
            for child in self.kinds(kinds)
            for parent in self.above[kinds.codes or "", child]
            if parent not in GENERAL
        ]
        child_kind, parent_kind = self.draw(st.sampled_from(pairs))
        parent = self.thing(name, kind=parent_kind)
        child = self.thing(name, kind=child_kind, parent_id=parent["id"])
        child["parent_basis"] = self.draw(
            st.sampled_from(["explicit", "contextual", "inferred", "arranged"])
        )
        carried = [f"{name} {parent['id']}", f"{name} {child['id']}"]
        if child["parent_basis"] != "arranged":
            carried.append(f"{name} {child['id']} parent_id")
        return tuple(carried), [child["label_en"], parent["label_en"]]

    def document(self) -> str:
        """A document that the letter cites, with its date or without."""
        row = {"id": self.slug(), "role": "cited"}
        row |= self.codes(self.tables["documents"], "kind", "language")
        row |= self.texts(self.tables["documents"], "title_en", "title_nl", "note")
        if self.draw(st.booleans()):
            row |= self.date("date", self.draw(st.integers(1000, 9999)))
            row |= {"date_certainty": "stated", "date_source_id": DOCUMENT}
        self.rows["documents"].append(row)
        return row["id"]

    def thing(self, table: str, **cells: str) -> dict[str, str]:
        """A new thing, with a name, and a country where it is one."""
        schema = self.tables[table].schema
        row = {"id": self.slug(), **cells}
        if "kind" in schema.names and "kind" not in row:
            row["kind"] = self.draw(st.sampled_from(self.kinds(schema.field("kind"))))
        if row.get("kind") in OF_COUNTRIES:
            row["country_id"] = self.country()
        row |= self.texts(self.tables[table], "description_en", "description_nl")
        number = self.number()  # the same in both languages
        row["label_en"] = f"{self.text(3, 30)} {number}x"
        row["label_nl"] = f"{self.text(3, 30)} {number}y"
        self.rows[table].append(row)
        about = {"about_table": table, "about_key": row["id"]}
        self.rows["names"].append(
            {**about, "language": "en", "form": row["label_en"], "kind": "preferred"}
        )
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
        nation = NATIONS[self.draw(st.sampled_from(known))]
        self.taken.add(nation.alpha_3)
        row = {
            "id": nation.alpha_3,
            "alpha2": nation.alpha_2,
            "m49": nation.numeric,
            "name_en": NAMES["en"][nation.alpha_2],
            "name_nl": NAMES["nl"][nation.alpha_2],
            "m49_region": self.text(5, 20),
            "m49_subregion": self.text(5, 20),
            "un_member_since": str(self.draw(st.integers(1945, 2100))),
            "gw_code": str(self.draw(st.integers(2, 999))),
            "eu_member_2016": self.draw(st.sampled_from(["true", "false"])),
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
            name: self.draw(st.sampled_from(table.schema.field(name).constraints["enum"]))
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
        length = self.draw(st.sampled_from([least, most]) | st.integers(least, min(most, 60)))
        part = self.draw(words)
        mark = self.draw(st.sampled_from(['"', ",", ";", "’", "«", ":", "%", "", "'", "–"]))
        number = "".join(chr(ord("a") + int(digit)) for digit in str(self.number()))
        text = f"q{number} " + f"q{part}{mark} " * length
        text = text[:length]
        return text[:-1] + "z" if text.endswith(" ") else text

    def date(self, column: str, year: int) -> dict[str, str]:
        """A date in that year, as long as its precision."""
        precision = self.draw(st.sampled_from(["day", "month", "mid_month", "year"]))
        month, day = self.draw(st.integers(1, 12)), self.draw(st.integers(1, 28))
        parts = {"year": 1, "month": 2, "mid_month": 2, "day": 3}[precision]
        text = "-".join([f"{year:04}", f"{month:02}", f"{day:02}"][:parts])
        return {column: text, f"{column}_precision": precision}

    def slug(self) -> str:
        """An identifier that is not taken, and that no spreadsheet takes for a date (`may-7`)."""
        part = self.draw(st.from_regex(r"[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,5}){0,2}", fullmatch=True))
        return f"{part}-x{self.number()}"

    def number(self) -> int:
        """A number that was not given before."""
        self.count += 1
        return self.count

    def table(self, name: str) -> str:
        """The table as the example writes it, with the rows that were added."""
        rows = self.existing(name)
        columns = dict.fromkeys(column for row in rows for column in row)
        buffer = io.StringIO(newline="")
        writer = csv.DictWriter(buffer, list(columns), restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return buffer.getvalue()


@settings(
    deadline=None, max_examples=20, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)
@given(data=st.data())
def test_a_package_that_is_right_by_construction_passes_every_layer(
    schemas: Package, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    sequel = Sequel(data, schemas)
    folder = tmp_path_factory.mktemp("valid")
    note = LETTER[-1]
    added = "\n\n".join(said.text for said in sequel.said)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(example, "LETTER", (*LETTER[:-1], *sequel.said, note))
        patch.setattr(example, "TABLES", {name: sequel.table(name) for name in TABLES})
        patch.setattr(example, "BOUNDS", bounds(sequel))
        patch.setattr(example, "PRINT", f"{PRINT}\n{added}\n")
        package = write_example(folder)
        with example.open_with_letter(package) as opened:
            report = validate(opened)
        assert report.findings == ()
        assert report.notes == ()
        assert report.counts["seals"] == len(LETTER) + len(sequel.said)
        with open_package(package) as opened:
            assert format_package(opened) == []


def bounds(sequel: Sequel) -> list[dict[str, object]]:
    """As many rows as there are, for each table, neither more nor less."""
    counted = {name: len(sequel.existing(name)) for name in TABLES}
    return [
        {"table": name, "measure": "rows", "minimum": number, "maximum": number}
        for name, number in counted.items()
    ]


def test_the_drawn_tables_are_those_of_the_package() -> None:
    drawn = {*TABLES, "passages", "evidence", "codes"}
    with open_package() as package:
        assert drawn == set(package.tables)
