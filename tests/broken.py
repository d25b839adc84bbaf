"""What breaks each rule, and what lies next to a fault and is none: one table.

The tests hold each rule against it, and the campaign takes its examples from it. All of them are
edits of the example. A row is written `table key`, a cell `table key column`; a key or passage
that begins with a slash or a full stop belongs to the letter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import getitem
from pathlib import Path
from typing import Any

from tests.example import (
    DOCUMENT,
    FAST,
    LETTER,
    TABLES,
    append_row,
    delete_row,
    duplicate_row,
    edit_json,
    replace_bytes,
    set_cell,
)
from validation.catalogue.rules import RULES
from validation.coding.letter import fold
from validation.outputs.exports.package_zip import fingerprint
from validation.package.opening import BOUNDS, DESCRIPTOR

Edit = Callable[[Path], int]
Change = Callable[[Any], object]  # of what a JSON file holds
At = tuple[str, int | str | None, str]

SLOW = ("drift",)
TEXT = b"Guards the coast."  # stands once in the file of missions, on its second line
MISSIONS = "data/missions.csv"
SCHEMA = "schemas/missions.json"
PARTNERS = "schemas/partners.json"


@dataclass(frozen=True)
class Case:
    """A rule, what breaks it and where that must be found, and nothing else.

    `file` is a table or a path. `row` is a line, the key of a row, or None for the row that the
    last edit changed. `name` is the condition of the rule that alone is broken, where it has
    several, and `says` a part of the message where that tells them apart.
    """

    rule: str
    name: str
    file: str
    row: int | str | None
    column: str
    edits: tuple[Edit, ...]
    says: str = ""

    def __str__(self) -> str:
        place = (self.name,) if self.name else (Path(self.file).stem, self.column)
        return "-".join(part for part in (self.rule, *place) if part)

    @property
    def layers(self) -> tuple[str, ...]:
        """The layers in which it shows; the slow one is asked only where it must be."""
        of_bounds = (self.rule, self.file) == ("descriptor", BOUNDS)
        if of_bounds or RULES[self.rule].layer == "drift" or self.rule == "unreadable-file":
            return SLOW
        return ("columns",) if self.rule == "unread-table" else FAST


def case(rule: str, at: At, *edits: Edit, says: str = "") -> Case:
    """What breaks a rule, or the condition of it that is named behind it."""
    rule, _, name = rule.partition(" ")
    file, row, column = at
    return Case(rule, name, file, whole(row) if isinstance(row, str) else row, column, edits, says)


def wrong(rule: str, at: str, value: str, *, blames: str = "") -> Case:
    """One cell is changed, and that cell is found, or another one of the row."""
    column = at.rpartition(" ")[2]
    return case(rule, (at.partition(" ")[0], None, blames or column), cell(at, value))


def ill_formed(rule: str, old: bytes, new: bytes, row: int, column: str = "") -> Case:
    """Bytes in the table of missions are changed, and that line is found."""
    return case(rule, ("missions", row, column), swapped(MISSIONS, old, new))


def misstated(rule: str, path: str, edit: Change, pointer: str, says: str = "") -> Case:
    """A property of a JSON file is changed, and that property is found."""
    return case(rule, (path, 0, pointer), restated(path, edit), says=says)


def misshaped(name: str, path: str, edit: Change, pointer: str, says: str) -> Case:
    """A schema is changed, and that property is found for that reason."""
    return misstated(f"descriptor {name}", path, edit, pointer, says)


def misworded(rule: str, path: str, text: str, *way: str | int) -> Case:
    """A text in a JSON file is changed, and it is found by its pointer."""
    *outer, last = way

    def change(content: Any) -> None:  # noqa: ANN401 - JSON
        reduce(getitem, outer, content)[last] = text

    return misstated(rule, path, change, "/".join(map(str, way)))


def stray(path: str, model: str) -> Case:
    """A file lies in the package that belongs to nothing, and that file is found."""

    def lay(package: Path) -> int:
        return (package / path).write_bytes((package / model).read_bytes())

    return case("stray-file", (path, 0, ""), lay)


def unfit(basis: str, name: str, table: str, ends: str, *places: str, says: str = "") -> Case:
    """A link is added whose passages do not bear its basis."""
    edits = linked(table, ends, basis, *places)
    return case(f"{basis}-ends {name}", (table, None, "basis"), *edits, says=says)


def whole(key: str) -> str:
    """A key in full."""
    return DOCUMENT + key if key.startswith(("/", ".")) else key


def _row(address: str) -> tuple[str, str]:
    table, _, key = address.partition(" ")
    return table, whole(key)


def cell(at: str, value: str) -> Edit:
    row, _, column = at.rpartition(" ")
    return lambda package: set_cell(package, *_row(row), column, value)


def filled(row: str, **cells: str) -> tuple[Edit, ...]:
    """Several cells of a row are changed, the last one last."""
    return tuple(cell(f"{row} {column}", value) for column, value in cells.items())


def gone(row: str) -> Edit:
    return lambda package: delete_row(package, *_row(row))


def copied(row: str, **cells: str) -> Edit:
    return lambda package: duplicate_row(package, *_row(row), cells)


def added(table: str, **cells: str) -> Edit:
    return lambda package: append_row(package, table, cells)


def carrying(what: str, place: str) -> str:
    """The key of the evidence that a passage of the letter carries a row, or a cell of it."""
    table, key, *column = what.split()
    return f"{table}/{whole(key)}/{column[0] if column else 'row'}/{DOCUMENT}.{place}"


def carried(what: str, place: str) -> Edit:
    """A passage of the letter is said to carry this too."""
    table, key, *column = what.split()
    about = {"about_table": table, "about_key": whole(key), "about_field": (*column, "row")[0]}
    return added("evidence", **about, passage_id=f"{DOCUMENT}.{place}")


def uncarried(what: str, place: str) -> Edit:
    """It is said no more."""
    return lambda package: delete_row(package, "evidence", carrying(what, place))


def proof(what: str, place: str, column: str, value: str) -> Edit:
    """A cell of that evidence is changed."""
    key = carrying(what, place)
    return lambda package: set_cell(package, "evidence", key, column, whole(value))


def linked(table: str, ends: str, basis: str, *places: str) -> tuple[Edit, ...]:
    """The letter links two things that it does not link, in these passages."""
    columns = TABLES[table].split(maxsplit=1)[0].split(",")
    row = dict(zip(columns, (DOCUMENT, *ends.split("/"), basis), strict=False))
    return (*(carried(f"{table} /{ends}", at) for at in places), added(table, **row))


def coded(place: str) -> tuple[Edit, ...]:
    """A passage with nothing to code is coded after all."""
    return filled(f"passages .{place}", reason="", coding="coded")


def named(thing: str, form: str) -> Edit:
    """The letter has another form of the name of a thing."""
    table, key = thing.split()
    about = {"about_table": table, "about_key": key}
    return added("names", **about, language="en", form=form, kind="variant")


def swapped(path: str, old: bytes, new: bytes) -> Edit:
    return lambda package: replace_bytes(package, path, old, new)


def rewritten(change: Callable[[bytes], bytes]) -> Edit:
    """The whole file of the missions is another."""
    return lambda package: (package / MISSIONS).write_bytes(
        change((package / MISSIONS).read_bytes())
    )


def restated(path: str, edit: Change) -> Edit:
    return lambda package: edit_json(package, path, edit)


def declared(number: int, **properties: object) -> Edit:
    """The descriptor says something else of a table."""
    return restated(DESCRIPTOR, lambda whole: whole["resources"][number].update(properties))


def as_released(package: Path) -> int:
    """The descriptor is that of a release."""

    def change(descriptor: Any) -> None:  # noqa: ANN401 - JSON
        for resource in descriptor["resources"]:
            resource.update(fingerprint((package / resource["path"]).read_bytes()))

    return edit_json(package, DESCRIPTOR, change)


def referring(**parts: object) -> Change:
    """The first foreign key of a schema refers to something else."""
    return lambda schema: schema["foreignKeys"][0]["reference"].update(parts)


def accepted(rule: str, table: str) -> Edit:
    """A drift is accepted for the version of the example."""
    entry = {"version": "0.0.2", "rule": rule, "table": table, "reason": "so", "reason_nl": "zo"}
    return restated("schemas/bounds.json", lambda bounds: bounds.update(accepted=[entry]))


WHY = "Whoever reads both sentences together concludes it."
WIKIDATA = "identifiers countries/ISL/wikidata/http://www.wikidata.org/entity/Q189"
FOUR_LINKS = (
    "threat_actors /smuggling/smugglers",
    "threat_causes /poverty/smuggling",
    "threat_interests /smuggling/safe-shipping/touches",
    "threat_regions /smuggling/iceland",
)
SEVEN_LINKS = (
    "interest_ties /fishing-grounds/safe-shipping",
    "interest_regions /fishing-grounds/iceland",
    "document_interests /example-letter/safe-shipping",
    "mission_threats /lantern/smuggling/against",
    "mission_interests /lantern/safe-shipping",
    "interest_considerations /safe-shipping/crew-safety",
    "decision_threats /extend-lantern-2018/smuggling/against",
)
STARTS = sum(len(said.text) + 1 for said in LETTER[:-1])  # where the footnote begins
SEALED = len(fold(LETTER[-1].text))  # and how long it is, folded

# A second document with one sentence and one decision, so that documents can be mixed up.
OTHER = "harbour-treaty"
OTHER_DECISION = (
    copied("passages .s01.p1.z2", id=f"{OTHER}.s01.p1.z1", document_id=OTHER, position="1",
           start="0", end="96"),
    cell("documents harbour-treaty role", "coded"),
    cell("documents harbour-treaty seal", "a" * 64),
    copied("decisions /spend-on-beacons-2018", document_id=OTHER, id="sign-treaty"),
)  # fmt: skip
OTHER_CODED = (  # it bears its own decision
    *OTHER_DECISION,
    carried("decisions harbour-treaty/sign-treaty", "s02.p2.z1"),
    proof("decisions harbour-treaty/sign-treaty", "s02.p2.z1", "passage_id",
          "harbour-treaty.s01.p1.z1"),
)  # fmt: skip
TREATY = filled(  # the date of the second document is not given
    "documents harbour-treaty", date="", date_precision="", date_certainty="", date_source_id=""
)
HEADING = coded("s01.h")
LEAGUE_SIGNS = (  # another party signs the treaty
    carried("partners harbour-league", "fn1"),
    named("partners harbour-league", "Zierikzee"),
    cell("events /treaty-signed by_partner_id", "harbour-league"),
)
FROM_TREATY = (  # the interest that the letter lists comes from another document
    uncarried("document_interests /example-letter/safe-shipping", "s01.p1.z2"),
    carried("document_interests /harbour-treaty/safe-shipping", "s01.p1.z2"),
    carried("documents harbour-treaty", "s01.p1.z2"),
)

BYTES = (
    ill_formed("utf-8", TEXT, b"Guards the co\xe4st.", 2),
    ill_formed("utf-8", TEXT, b"Guards the coast.\xc3", 2),
    ill_formed("byte-order-mark", b"id,kind", b"\xef\xbb\xbfid,kind", 1),
    ill_formed("line-ends", TEXT + b",Bewaakt de kust.", TEXT + b",Bewaakt de kust.\r", 2),
    case("line-ends no-last-line-feed", ("missions", 4, ""),
         swapped(MISSIONS, b"Wacht bij nacht.\n", b"Wacht bij nacht."),
         says="does not end with LF"),
    case("utf-8", ("missions", 1, ""), rewritten(lambda old: old.decode().encode("utf-16"))),
    case("separator", ("missions", 1, ""), rewritten(lambda old: old.replace(b",", b";"))),
    case("separator", ("missions", 1, ""), rewritten(lambda old: old.replace(b",", b"\t"))),
    case("hidden-character a-carriage-return", ("missions", 2, "description_en"),
         swapped(MISSIONS, TEXT, b"Guards\rthe coast."), says="carriage return"),
    ill_formed("hidden-character", TEXT, "Guards the\u00a0coast.".encode(), 2, "description_en"),
    ill_formed("hidden-character", TEXT, "Guards the\u200b coast.".encode(), 2, "description_en"),
    ill_formed("hidden-character", TEXT, "Guards \u202ethe coast.".encode(), 2, "description_en"),
    ill_formed("hidden-character", TEXT, b"Guards the\tcoast.", 2, "description_en"),
    ill_formed("hidden-character", TEXT, b"Guards the\0coast.", 2, "description_en"),
    ill_formed("hidden-character", TEXT, b'"Guards\nthe coast."', 2, "description_en"),
    ill_formed("hidden-character", TEXT, "Guards\u3164the coast.".encode(), 2, "description_en"),
    ill_formed("hidden-character", TEXT, "Guards the\ufe0f coast.".encode(), 2, "description_en"),
    ill_formed("mixed-scripts", TEXT, "Guards the co\u0430st.".encode(), 2, "description_en"),
    ill_formed("mixed-scripts", TEXT, "Guards the c\u03bfast.".encode(), 2, "description_en"),
    ill_formed("mixed-scripts", TEXT, "Guards the \uff43oast.".encode(), 2, "description_en"),
    ill_formed("nfc", TEXT, "Guards the cafe\u0301.".encode(), 2, "description_en"),
    ill_formed("outer-space", TEXT, b" " + TEXT, 2, "description_en"),
    ill_formed("outer-space", TEXT, TEXT + b" ", 2, "description_en"),
    ill_formed("outer-space", TEXT, b"Guards  the coast.", 2, "description_en"),
    misworded("hidden-character", DESCRIPTOR, "Example\x1b[2J commitments", "title"),
    misworded("hidden-character", DESCRIPTOR, "Two\nlines", "title_nl"),
    misworded("hidden-character", DESCRIPTOR, "Missions\x07", "resources", 3, "title"),
    misworded("hidden-character", DESCRIPTOR, "On\ttable.", "resources", 3, "description"),
    misworded("hidden-character", DESCRIPTOR, "Reader\u200b", "contributors", 0, "title"),
    misworded("hidden-character", DESCRIPTOR, "A\u00a0licence", "licenses", 0, "title"),
    misworded("hidden-character", DESCRIPTOR, "a\nb", "licenses", 0, "scope"),
    misworded("hidden-character", DESCRIPTOR, "\u202eLetter", "sources", 0, "title"),
    misworded("hidden-character", SCHEMA, "One.\r\nTwo.", "fields", 4, "description"),
    misworded("hidden-character", SCHEMA, "One\u2028two.", "fields", 4, "description_nl"),
    misworded("hidden-character", "schemas/bounds.json", "So\nit is.", "bounds", 0, "reason"),
    misworded("mixed-scripts", DESCRIPTOR, "Ex\u0430mple", "title"),
    misworded("mixed-scripts", SCHEMA, "Short.\nN\u0430me.", "fields", 4, "description"),
    misworded("nfc", DESCRIPTOR, "Belgie\u0308", "keywords", 0),
    misworded("nfc", SCHEMA, "Cafe\u0301.", "fields", 4, "description_nl"),
    misworded("outer-space", DESCRIPTOR, "Example ", "title"),
    misworded("outer-space", DESCRIPTOR, "Two  words.", "description"),
    misworded("outer-space", SCHEMA, "Last line.\n", "fields", 4, "description"),
    misworded("outer-space", SCHEMA, "Trailing \nspace.", "fields", 4, "description"),
    case("row-order", ("missions", 4, ""), gone("missions lantern"),
         swapped(MISSIONS, b"",
                 b"lantern,operation,,,Lantern,Lantaarn," + TEXT + b",Bewaakt de kust.\n")),
    ill_formed("canonical-form", TEXT, b'"' + TEXT + b'"', 2),
    case("canonical-form", ("datapackage.json", 0, ""),
         swapped(DESCRIPTOR, b'{\n  "$schema"', b'{\n    "$schema"')),
    case("canonical-form", ("schemas/missions.json", 0, ""), swapped(SCHEMA, b"", b"\n")),
)  # fmt: skip

STRUCTURE = (
    case("unreadable-file", ("schemas/bounds.json", 3, ""),
         swapped("schemas/bounds.json", b'  "bounds"', b'  "bounds": [],\n  "bounds"')),
    case("descriptor", ("schemas/bounds.json", 0, "bounds/0/maximum"),
         restated("schemas/bounds.json", lambda whole: whole["bounds"][0].update(maximum="1"))),
    case("unreadable-file", ("data/releases/0.0.1.json", 0, "version"),
         restated("data/releases/0.0.1.json", lambda record: record.update(version=1))),
    case("unread-table", ("missions", 0, ""), swapped(MISSIONS, b"id,kind", b"id,sort")),
    misstated("descriptor", DESCRIPTOR, lambda whole: whole.update(titel="Example"), ""),
    misstated("descriptor", DESCRIPTOR, lambda whole: whole.update(version="0.2"), "version"),
    misstated("descriptor", SCHEMA,
              lambda schema: schema["fields"][1]["constraints"].update(enum=[["operation"]]),
              "fields/1/constraints/enum/0"),
    case("descriptor", (DESCRIPTOR, 0, "resources/3/format"), declared(3, format="tsv")),
    *(case(f"descriptor {was}-as-{role}", (DESCRIPTOR, 0, f"resources/{number}/role"),
           declared(number, role=role))
      for number, was, role in ((3, "thing", "mission"), (3, "thing", "link"),
                                (7, "statement", "thing"), (30, "source", "statement"))),
    misstated("descriptor", SCHEMA,
              lambda schema: schema["fields"][4]["constraints"].update(maxLenght=80),
              "fields/4/constraints"),
    misstated("descriptor", SCHEMA,
              lambda schema: schema["foreignKeys"][0].update(fields=["parent"]), "foreignKeys/0"),
    misstated("descriptor-standard", "schemas/passages.json",
              lambda schema: schema["fields"][2].update(example="first"), ""),
    stray("data/links/mission_actors.csv", MISSIONS),
    stray("schemas/mission_actors.csv", MISSIONS),
    stray("schemas/mission_actors.json", SCHEMA),
    ill_formed("csv", TEXT, b'"' + TEXT, 2),
    ill_formed("csv", TEXT, b'"Guards" the coast.', 2),
    ill_formed("header", b"id,kind", b"id,sort", 1),
    ill_formed("header", b"id,kind", b"kind,id", 1),
    ill_formed("header", b"id,kind", b"id,id,kind", 1),
    ill_formed("header", b"id,kind,", b"id,", 1),
    ill_formed("header", b"id,kind,", b"id,sort,kind,", 1),
    case("header", ("threats", 1, ""), swapped("data/threats.csv", b"kind", b"sort")),
    ill_formed("row-width", TEXT, TEXT + b",", 2),
    ill_formed("row-width", TEXT + b",", b"", 2),
    ill_formed("blank-row", b"", b"\n", 5),
    ill_formed("blank-row", b"", b",,,,,,,\n , ,\n\n", 5),
    ill_formed("conflict-marker", b"lantern-training,", b"=======\nlantern-training,", 3),
    case("fingerprint another-size", ("missions", 0, ""), declared(3, bytes=1)),
    case("fingerprint another-hash", ("missions", 0, ""), as_released,
         swapped(MISSIONS, TEXT, b"Guards the shore.")),
)  # fmt: skip

COLUMNS = (
    wrong("required", "missions lantern label_en", ""),
    wrong("required", "commitments /lantern basis", ""),
    wrong("type", "contributions /beacons amount", "2e6"),
    wrong("type", "contributions /beacons amount", "02000000"),
    wrong("type", "contributions /beacons amount", "2000000.0"),
    wrong("type", "countries NLD eu_member_2016", "TRUE"),
    *(wrong("type", "places iceland/ISL latitude", text)
      for text in ("64,96", "64.960", "65.0", "+65", "-0", ".5", "6.496e1", "64.0123456789")),
    wrong("pattern", "documents example-gazette url", "ftp://example.org/gazette"),
    wrong("pattern", "documents example-letter date", "15-01-2018"),
    wrong("pattern", "missions lantern id", "Lantern"),
    wrong("pattern", "documents example-letter id", "example_letter"),
    wrong("enum", "missions night-watch kind", "postuur"),
    wrong("range", "countries NLD un_member_since", "1944"),
    wrong("range", "countries NLD un_member_since", "2101"),
    wrong("range", "places iceland/ISL latitude", "90.01"),
    wrong("range", "places iceland/ISL longitude", "-181"),
    wrong("range", "passages .fn1 page", "0"),
    wrong("length", "missions lantern label_en", "L" + "a" * 80),
    wrong("length", "exceptions unlinked-thing/interests/quiet-seas reason", "Not said."),
    case("unique", ("missions", 3, "id"), copied("missions lantern")),
    case("unique", ("commitments", 4, ""), copied("commitments /lantern-training")),
    wrong("unique", "countries NOR alpha2", "NL"),
    wrong("unique", "partners norway country_id", "NLD"),
    case("unique", ("document_interests", "/example-letter/safe-shipping", ""),
         gone("exceptions unlinked-thing/interests/quiet-seas"),
         carried("document_interests /example-letter/quiet-seas", "s02.p2.z2"),
         copied("document_interests /example-letter/safe-shipping", interest_id="quiet-seas"),
         cell("interests quiet-seas kind", "strategic")),
    case("unique", ("missions", None, ""),
         restated(SCHEMA, lambda schema: schema.update(uniqueKeys=[["kind", "label_en"]])),
         cell("missions lantern-training label_en", "Lantern")),
    *(wrong("reinterpreted", "missions lantern label_en", text) for text in ("NA", "=A1", "2018")),
    wrong("placeholder", "documents harbour-treaty number", "Onbekend"),
    wrong("calendar", "commitments /lantern starts", "2018-13"),
    wrong("calendar", "documents example-letter date", "2018-02-29"),
    wrong("calendar", "mission_facts lantern/follow_up/1 date", "2018-00"),
    wrong("date-precision", "commitments /lantern starts", "2018-02-01"),
    wrong("date-precision", "commitments /lantern ends", "2018"),
    wrong("date-precision", "documents example-letter date", "2018-01"),
    wrong("date-precision", "mission_facts lantern/full_name/1 date_precision", "day",
          blames="date"),
    wrong("period-order", "commitments /lantern ends", "2018-01"),
    wrong("amount-complete", "contributions /beacons unit", "", blames="amount"),
    wrong("unit-of-money", "contributions /beacons unit", "company"),
    wrong("unit-of-money", "contributions /beacons kind", "unit", blames="unit"),
    wrong("decision-timing", "decisions /extend-lantern-2018 timing", "coming"),
    wrong("decision-timing", "decisions /spend-on-beacons-2018 timing", "earlier"),
    wrong("decision-timing", "decisions /extend-lantern-2018 timing", "soon"),
    wrong("decision-timing", "decisions /extend-lantern-2018 timing", "shortly"),
    wrong("event-party", "events /treaty-signed by_party", "other"),
    wrong("event-party", "events /treaty-signed to_party", "other"),
    case("event-party the-cabinet-and-a-partner", ("events", None, "by_party"), *LEAGUE_SIGNS,
         cell("events /treaty-signed by_party", "cabinet"), says="`by_actor_id`"),
    case("event-party to-parliament-and-a-partner", ("events", None, "to_party"), *LEAGUE_SIGNS,
         *filled("events /treaty-signed", by_party="", by_partner_id="", to_party="parliament",
                 to_partner_id="harbour-league"), says="`to_partner_id`"),
    case("event-party a-partner-and-an-actor", ("events", None, "by_party"), *LEAGUE_SIGNS,
         carried("actors smugglers", "fn1"), named("actors smugglers", "signed"),
         *filled("events /treaty-signed", by_party="other", by_actor_id="smugglers"),
         says="`by_actor_id`"),
    case("event-date no-source", ("events", None, "date"),
         cell("events /treaty-signed date_from", ""), says="`printed`"),
    case("event-date a-source-of-no-date", ("events", None, "date"),
         uncarried("events /treaty-signed date", "fn1"),
         *filled("events /treaty-signed", date="", date_precision=""), says="`printed`"),
    case("event-date today-without-its-source", ("events", None, "date_from"),
         uncarried("events /treaty-signed date", "fn1"),
         *filled("events /treaty-signed", date="", date_precision="", date_from="",
                 timing="today"), says="`today`"),
    case("event-date the-letters-day-but-not-today", ("events", None, "date_from"),
         uncarried("events /treaty-signed date", "fn1"),
         *filled("events /treaty-signed", date="", date_precision="", date_from="letter_day"),
         says="`today`"),
    case("event-date a-last-day-alone", ("events", None, "date_end"),
         uncarried("events /treaty-signed date", "fn1"),
         carried("events /treaty-signed date_end", "fn1"),
         *filled("events /treaty-signed", date="", date_precision="", date_from="",
                 date_end="2009-05-04", date_end_precision="day"), says="last day"),
    wrong("date-precision", "events /treaty-signed date", "2009-05"),
    case("date-precision of-a-last-day", ("events", None, "date_end"),
         carried("events /treaty-signed date_end", "fn1"),
         *filled("events /treaty-signed", date_end="2009-05", date_end_precision="day")),
    case("period-order of-days", ("events", None, "date_end"),
         carried("events /treaty-signed date_end", "fn1"),
         *filled("events /treaty-signed", date_end_precision="day", date_end="2009-05-02")),
    case("listed-interest without-a-letter", ("document_interests", None, "lettering"),
         cell("document_interests /example-letter/safe-shipping lettering", ""),
         says="a lettering"),
    case("listed-interest by-another-document", ("document_interests", None, "source_document_id"),
         *FROM_TREATY, cell("document_interests /example-letter/safe-shipping source_document_id",
                            "harbour-treaty"), says="letter itself"),
    case("listed-interest a-source-with-a-letter", ("document_interests", None, "lettering"),
         *FROM_TREATY, *filled("document_interests /example-letter/safe-shipping", role="source",
                               source_document_id="harbour-treaty"), says="a lettering"),
    case("listed-interest the-letter-as-source", ("document_interests", None, "source_document_id"),
         *filled("document_interests /example-letter/safe-shipping", role="source", lettering=""),
         says="letter itself"),
    wrong("rationale", "commitments /night-watch basis", "inferred", blames="rationale"),
    wrong("rationale", "commitments /night-watch rationale",
          "The word perhaps says that it is possible."),
    wrong("parent-basis", "threats night-raids parent_basis", ""),
    wrong("parent-basis", "interests fishing-grounds parent_id", "", blames="parent_basis"),
    wrong("country-of-state", "partners norway country_id", ""),
    wrong("country-of-state", "actors smugglers country_id", "NOR"),
    wrong("passage-place", "passages .s02.p2.z2 paragraph", "3", blames="id"),
    wrong("passage-place", "passages .s02.p2.z2 section", "s01", blames="id"),
    wrong("passage-place", "passages .s01.h kind", "sentence", blames="id"),
    wrong("span-length", "passages .fn1 end", "40"),
    wrong("span-length", "passages .fn1 end", "9999"),
    wrong("reason-for-nothing", "passages .s01.h reason", ""),
    wrong("reason-for-nothing", "passages .s02.h reason", "structure"),
    wrong("origin-source", "document_ties example-gazette/example-letter/follows source_id", ""),
    wrong("origin-source", "document_ties /harbour-treaty/cites source_id", "example-gazette"),
    wrong("date-certainty", "documents harbour-treaty date_certainty", ""),
    wrong("date-certainty", "documents harbour-treaty date_source_id", "", blames="date_certainty"),
    wrong("both-languages", "contributions /frigate task_nl", ""),
    wrong("both-languages", "contributions /frigate task_en", ""),
    wrong("both-languages", "mission_facts lantern/follow_up/1 value_nl", ""),
    wrong("both-languages", "mission_facts lantern/full_name/1 value_en", ""),
    wrong("same-numbers", "passages .s01.h paraphrase_nl", "Passage één."),
    wrong("same-numbers", "passages .s01.h paraphrase_nl", "Wat passage 2 zegt."),
    wrong("same-numbers", "passages .s01.h paraphrase_nl", "Passage 1 van de 1."),
    wrong("same-numbers", "passages .s01.h paraphrase_en", "One passage.", blames="paraphrase_nl"),
    case("two-ends", ("threat_causes", None, "effect_id"),
         proof("threat_causes /poverty/smuggling", "s01.p1.z3", "about_key", "/poverty/poverty"),
         cell("threat_causes /poverty/smuggling effect_id", "poverty")),
    case("two-ends", ("interest_ties", None, "serves_id"),
         proof("interest_ties /fishing-grounds/safe-shipping", "s01.p1.z2", "about_key",
               "/safe-shipping/safe-shipping"),
         cell("interest_ties /fishing-grounds/safe-shipping interest_id", "safe-shipping")),
    case("two-ends", ("partner_ties", None, "with_partner_id"),
         proof("partner_ties /netherlands/norway/operational_cooperation", "s02.p1.z1", "about_key",
               "/netherlands/netherlands/operational_cooperation"),
         cell("partner_ties /netherlands/norway/operational_cooperation with_partner_id",
              "netherlands")),
    wrong("two-ends", "document_ties example-gazette/example-letter/follows to_document_id",
          "example-gazette"),
    case("fact-content", ("mission_facts", None, "follow_up_id"),
         cell("mission_facts lantern/full_name/1 value_nl", ""),
         cell("mission_facts lantern/full_name/1 value_en", "")),
    wrong("fact-content", "mission_facts lantern/follow_up/1 follow_up_id", ""),
    wrong("fact-content", "mission_facts lantern/full_name/1 follow_up_id", "pycountry"),
    wrong("scheme-address", f"{WIKIDATA} scheme", "geonames", blames="uri"),
    wrong("scheme-address", f"{WIKIDATA} uri", "https://example.org/Q189"),
    wrong("scheme-address", f"{WIKIDATA} uri", "https://www.wikidata.org/entity/Q189"),
)  # fmt: skip

RELATIONS = (
    wrong("foreign-key", "contributions /frigate mission_id", "lantrn"),
    wrong("foreign-key", "threats night-raids parent_id", "smugling"),
    wrong("foreign-key", "partners norway country_id", "NOW"),
    wrong("foreign-key", "decision_threats /extend-lantern-2018/smuggling/against decision_id",
          "extend-lantern-2019"),
    wrong("foreign-key", "mission_facts lantern/full_name/1 mission_id", "lanterns"),
    wrong("foreign-key", "interest_regions /fishing-grounds/iceland document_id", "letter"),
    wrong("about-row", "names partners/harbour-league/nl/Havenbond about_key", "harbour"),
    wrong("about-row", "names partners/harbour-league/nl/Havenbond about_table", "partner"),
    wrong("about-row", "judgements missions/lantern-training/Is it a mission? about_key",
          "lantern-trainings"),
    wrong("about-row", f"{WIKIDATA} about_key", "IRL"),
    case("about-row", ("exceptions", None, "about_key"),
         copied("exceptions unlinked-thing/interests/quiet-seas", about_key="quiet-bays")),
    misstated("code-list", SCHEMA,
              lambda schema: schema["fields"][1]["constraints"]["enum"].reverse(),
              "fields/1/constraints/enum"),
    misstated("code-list", SCHEMA, lambda schema: schema["fields"][1].update(codes="mission_kinds"),
              "fields/1/constraints/enum"),
    case("code-list", ("codes", None, "list"), copied("codes scheme/wikidata", list="schemes")),
    wrong("code-positions", "codes scheme/geonames position", "3"),
    wrong("code-parents", "codes mission_kind/posture stands_under", "postures"),
    wrong("code-parents", "codes actor_kind/group stands_under", "state"),
    case("fact-positions", ("mission_facts", None, "position"),
         copied("mission_facts lantern/full_name/1", position="3")),
    wrong("fact-positions", "mission_facts lantern/full_name/1 position", "2"),
    case("tree-cycle", ("missions", None, "parent_id"),
         cell("missions lantern parent_basis", "arranged"),
         cell("missions lantern parent_id", "lantern-training")),
    case("tree-cycle", ("regions", None, "parent_id"),
         cell("regions high-north parent_basis", "arranged"),
         cell("regions high-north parent_id", "high-north")),
    wrong("kind-under-kind", "missions lantern-training kind", "standing_force",
          blames="parent_id"),
    case("expanded-class", ("missions", None, "parent_basis"),
         uncarried("missions lantern-training parent_id", "s02.p2.z1"),
         carried("partners norway", "s02.h"),  # or the heading would carry a class alone
         copied("names partners/norway/en/Norway", form="Operation", kind="variant"),
         cell("missions lantern kind", "generic_class"),
         cell("missions lantern-training parent_basis", "arranged")),
    case("lettered-interest",
         ("document_interests", "/example-letter/safe-shipping", "interest_id"),
         cell("interests safe-shipping kind", "stated")),
    case("unlinked-thing", ("considerations", None, "id"),
         copied("names considerations/crew-safety/en/safety of crews", about_key="good-weather"),
         carried("considerations good-weather", "s02.p1.z2"),
         copied("considerations crew-safety", id="good-weather")),
    wrong("self-in-ties-only", "contributions /frigate partner_id", "netherlands"),
    case("self-in-ties-only", ("partners", "netherlands", "kind"),
         carried("partners holland", "s02.p1.z1"),
         carried("partner_ties /holland/norway/operational_cooperation", "s02.p1.z1"),
         copied("partner_ties /netherlands/norway/operational_cooperation", partner_id="holland"),
         copied("partners netherlands", id="holland", country_id="ISL")),
    case("decided-commitment", ("decisions", None, "mission_id"),
         uncarried("commitments /night-watch", "s02.p2.z2"), gone("commitments /night-watch"),
         cell("decisions /spend-on-beacons-2018 firmness", "taken"),
         cell("decisions /spend-on-beacons-2018 timing", "today"),
         cell("decisions /spend-on-beacons-2018 mission_id", "night-watch")),
    case("same-document", ("contributions", None, "decision_id"), *OTHER_DECISION,
         carried("decisions harbour-treaty/sign-treaty", "s02.p2.z1"),
         proof("decisions harbour-treaty/sign-treaty", "s02.p2.z1", "passage_id",
               "harbour-treaty.s01.p1.z1"),
         cell("contributions /frigate decision_id", "sign-treaty")),
    case("same-document", ("evidence", None, "passage_id"), OTHER_DECISION[-1],
         carried("decisions harbour-treaty/sign-treaty", "s02.p2.z1")),
    wrong("preferred-once", "names missions/lantern/en/Operation Lantern kind", "preferred"),
    wrong("retired-id", "retired_ids threats/old-smuggling about_key", "poverty"),
    wrong("retired-id", "retired_ids threats/old-smuggling replaced_by", "smugglings"),
    wrong("retired-id", "retired_ids threats/old-smuggling version", "0.0.10"),
    wrong("country-reference", "countries NLD name_en", "Holland"),
    wrong("country-reference", "countries NLD name_nl", "Holland"),
    wrong("country-reference", "countries NLD alpha2", "NE"),
    wrong("country-reference", "countries NLD m49", "529"),
    case("country-reference", ("countries", None, "id"),
         copied("countries NLD", id="QQQ", alpha2="QQ", m49="999")),
    case("place-of-region of-a-flank", ("places", "high-north/ISL", "region_id"),
         gone("places high-north/NOR"), cell("regions high-north kind", "flank"), says="flank"),
    case("place-of-region of-a-sea", ("places", "iceland/ISL", "region_id"),
         *filled("regions iceland", country_id="", kind="sea"), says="sea"),
    case("event-in-time a-date-of-another-year", ("events", None, "date"),
         cell("events /treaty-signed date_from", "year_from_letter"), says="no year of its own"),
    case("event-in-time past-and-still-to-come", ("events", None, "timing"),
         cell("events /treaty-signed timing", "coming"), says="before the letter"),
    case("event-in-time to-come-and-past", ("events", None, "timing"),
         cell("events /treaty-signed date", "2019-05-03"), says="after the letter"),
    case("place-of-region of-a-part", ("places", None, "country_id"),
         gone("places high-north/NOR"), gone("places high-north/ISL"),
         *filled("regions high-north", kind="country", country_id="NOR"),
         *filled("regions iceland", country_id="", kind="country_part"),
         cell("places iceland/ISL country_source_id", "example-gazette"), says="is part of"),
    wrong("place-of-region", "places iceland/ISL country_id", "NOR"),
    wrong("place-of-region", "places iceland/ISL country_source_id", "example-gazette"),
    wrong("place-of-region", "places high-north/NOR country_source_id", ""),
    case("document-role", ("documents", "harbour-treaty", "role"),
         uncarried("documents harbour-treaty", "fn1")),
    wrong("document-role", "documents pycountry role", "cited"),
    wrong("document-role", "documents harbour-treaty role", "outside"),
    wrong("document-role", "documents harbour-treaty role", "coded"),
    wrong("document-role", "documents harbour-treaty seal", "a" * 64),
    wrong("document-role", "documents example-letter seal", ""),
    wrong("outside-source", "countries ISL source_id", DOCUMENT),
    wrong("outside-source", "places high-north/NOR country_source_id", DOCUMENT),
    wrong("outside-source", "document_ties example-gazette/example-letter/follows source_id",
          DOCUMENT),
    wrong("outside-source", "documents harbour-treaty date_source_id", "pycountry"),
    wrong("outside-source", "documents example-letter date_source_id", DOCUMENT),
    case("claim-evidence", ("contributions", "/frigate", ""),
         uncarried("contributions /frigate", "s02.p2.z1")),
    case("claim-evidence", ("mission_regions", "/lantern/iceland/takes_place", ""),
         uncarried("mission_regions /lantern/iceland/takes_place", "s02.p1.z1")),
    case("claim-evidence", ("document_ties", "/harbour-treaty/cites", ""),
         uncarried("document_ties /harbour-treaty/cites", "fn1")),
    case("field-evidence", ("commitments", "/lantern", "starts"),
         uncarried("commitments /lantern starts", "s02.p1.z2")),
    wrong("field-evidence", "threats night-raids parent_basis", "explicit", blames="parent_id"),
    case("evidence-field", ("evidence", None, "about_field"),
         carried("commitments /lantern begins", "s02.p1.z2")),
    case("evidence-field", ("evidence", None, "about_field"),
         carried("commitments /night-watch ends", "s02.p2.z2")),
    case("evidence-of-said", ("evidence", None, "about_field"),
         carried("interests fishing-grounds parent_id", "s01.p1.z2")),
    case("evidence-of-said", ("evidence", None, "about_table"),
         carried("countries ISL", "s01.p1.z2")),
    case("evidence-of-said",
         ("evidence", carrying("document_ties /harbour-treaty/cites", "fn1"), "about_key"),
         cell("document_ties /harbour-treaty/cites source_id", "example-gazette"),
         cell("document_ties /harbour-treaty/cites origin", "looked_up")),
    case("explicit-ends", ("threat_causes", "/poverty/smuggling", "basis"),
         proof("threat_causes /poverty/smuggling", "s01.p1.z3", "passage_id", ".s02.p1.z1")),
    case("contextual-ends", ("threat_regions", "/smuggling/iceland", "basis"),
         proof("threat_regions /smuggling/iceland", "s01.p1.z3", "passage_id", ".s02.p2.z2")),
    case("passage-coding", ("passages", None, "coding"), cell("passages .s01.p1.z1 reason", ""),
         cell("passages .s01.p1.z1 coding", "coded"), says="no evidence for anything"),
    case("passage-coding", ("passages", None, "coding"),
         cell("passages .s02.h reason", "structure"),
         cell("passages .s02.h coding", "nothing_to_code")),
    wrong("passage-sequence", "passages .fn1 position", "11"),
    wrong("passage-sequence", "passages .fn1 start", "771"),
    wrong("passage-sequence", "passages .s02.p2.z1 page", "1"),
    wrong("passage-sequence", "passages .fn1 page", "1"),
    case("passage-sequence", ("passages", ".s01.p1.z3", "page"),
         cell("passages .s01.p1.z2 page", "9")),
    wrong("passage-above", "passages .s02.p1.z2 under_section", ""),
    wrong("passage-above", "passages .s02.h under_section", "s03"),
    wrong("passage-above", "passages .s02.h under_section", "s02"),
    wrong("passage-above", "passages .s01.h under_section", "s02"),
    wrong("passage-above", "passages .fn1 note_to", f"{DOCUMENT}.fn1"),
    case("busy-passage", ("passages", ".s02.p1.z1", "id"),
         *(carried(link, "s02.p1.z1") for link in FOUR_LINKS),
         carried("interest_ties /fishing-grounds/safe-shipping", "s02.p1.z1")),
    case("general-passage", ("passages", None, "id"),
         copied("names threats/poverty/en/poverty", form="lit", kind="variant"),
         carried("threats poverty", "s01.h"), cell("passages .s01.h reason", ""),
         cell("passages .s01.h coding", "coded")),
    case("inferred-ends", ("threat_causes", None, "basis"),
         proof("threat_causes /poverty/smuggling", "s01.p1.z3", "passage_id", ".s02.p2.z2"),
         cell("threat_causes /poverty/smuggling rationale", WHY),
         cell("threat_causes /poverty/smuggling basis", "inferred")),
    case("own-rationale", ("commitments", None, "rationale"),
         *filled("commitments /lantern-training", rationale=WHY, basis="inferred"),
         *filled("commitments /night-watch", basis="inferred", rationale=WHY)),
    wrong("coding-match", "codings /1/first/missions/lantern matched_key", "lantern"),
    case("coding-match", ("codings", "/1/second/missions/lanterns", "matched_key"),
         cell("codings /1/first/missions/lantern matched_key", "")),
    wrong("coding-match", "codings /1/second/missions/harbour-watch matched_key", "lantern"),
    wrong("coding-content", "codings /1/second/missions/harbour-watch about_table", "names"),
    wrong("coding-content", "codings /1/second/missions/harbour-watch codes", "kind=patrol"),
    wrong("coding-content", "codings /1/second/missions/harbour-watch codes", "role=lead"),
    wrong("coding-content", "codings /1/second/missions/harbour-watch passages", "letter.s01.h"),
    case("evidence-without-form",
         ("evidence", carrying("threats poverty", "s01.p1.z3"), "passage_id"),
         gone("names threats/poverty/en/poverty")),
    case("form-without-evidence", ("passages", ".s02.p2.z1", "id"),
         copied("names regions/high-north/en/High North", form="frigate", kind="variant")),
    wrong("seal", "passages .s02.p2.z2 seal", "a" * 64),
    wrong("seal", "documents example-letter seal", "a" * 64),
)  # fmt: skip

DRIFT = (
    case("row-count", ("missions", 0, ""),
         *(copied("missions lantern", id=f"lantern-{number}") for number in range(3))),
    case("basis-share", ("commitments", 0, "basis"),
         cell("commitments /lantern basis", "inferred"),
         cell("commitments /night-watch basis", "inferred")),
    case("code-coverage", ("threats", 0, "kind"), cell("threats poverty kind", "danger")),
    case("filled-share", ("documents", 0, "date"), cell("documents harbour-treaty date", "")),
    case("risen-basis", ("commitments", 0, "basis"),
         cell("commitments /night-watch basis", "explicit")),
    case("release-change", ("evidence", 0, ""),
         *(uncarried(f"threats {threat}", "s01.p1.z3")
           for threat in ("smuggling", "poverty", "night-raids"))),
    case("accepted-drift", ("schemas/bounds.json", 0, ""), accepted("release-change", "missions")),
)  # fmt: skip

# Where a rule has several conditions, or looks at both ends of a link: each broken alone.
ENDS = (
    unfit("explicit", "the-first-end", "threat_interests", "poverty/safe-shipping/touches",
          "s02.p1.z1", says="for `threats` poverty"),
    unfit("explicit", "the-second-end", "threat_interests", "smuggling/fishing-grounds/touches",
          "s02.p1.z1", says="for `interests` fishing-grounds"),
    unfit("explicit", "each-end-elsewhere", "threat_regions", "smuggling/high-north", "s01.p1.z2",
          "s01.p1.z3", says="no single one of"),
    case("explicit-ends of-an-event", ("events", None, "basis"),
         cell("events /treaty-signed about_document_id", "example-gazette")),
    case("contextual-ends of-an-event", ("events", None, "basis"),
         *filled("events /treaty-signed", about_document_id="example-gazette",
                 basis="contextual")),
    unfit("contextual", "the-first-end", "mission_threats", "lantern/night-raids/against",
          "s01.p1.z3", says="for `missions` lantern"),
    unfit("contextual", "the-second-end", "mission_threats", "lantern/poverty/against", "s02.p1.z2",
          says="for `threats` poverty"),
    unfit("contextual", "each-end-elsewhere", "mission_threats", "night-watch/poverty/against",
          "s01.p1.z2", "s02.p2.z1", says="both ends together"),
    unfit("contextual", "the-sentence-after-is-of-another-section", "interest_partners",
          "safe-shipping/harbour-league", "s01.p1.z3", says="for `partners` harbour-league"),
    unfit("contextual", "the-sentence-before-is-of-another-section", "threat_regions",
          "poverty/iceland", "s02.p1.z1", says="for `threats` poverty"),
    unfit("contextual", "the-paragraph-is-of-another-section", "mission_interests",
          "lantern/fishing-grounds", "s02.p1.z2", says="for `interests` fishing-grounds"),
    unfit("contextual", "the-heading-stands-below", "mission_interests", "lantern/fishing-grounds",
          "s01.p1.z2", says="for `missions` lantern"),
    unfit("contextual", "the-sentence-stands-below", "mission_partners", "lantern/norway/framework",
          "s02.h", says="for `partners` norway"),
    unfit("contextual", "the-note-is-to-another-sentence", "decision_documents",
          "extend-lantern-2018/harbour-treaty", "s02.p1.z2", says="harbour-treaty"),
    case("claim-evidence of-an-explicit-link", ("threat_actors", "/smuggling/smugglers", ""),
         uncarried("threat_actors /smuggling/smugglers", "s01.p1.z3")),
    case("claim-evidence of-an-inferred-link", ("interest_partners", "/safe-shipping/norway", ""),
         uncarried("interest_partners /safe-shipping/norway", "s02.p1.z1")),
    case("claim-evidence of-a-thing", ("regions", "high-north", ""),
         gone("names regions/high-north/en/High North"),
         uncarried("regions high-north", "s01.p1.z2")),
)  # fmt: skip

BETWEEN = (
    case("field-evidence an-end", ("commitments", "/lantern", "ends"),
         uncarried("commitments /lantern ends", "s02.p1.z2")),
    case("field-evidence an-amount", ("contributions", "/beacons", "amount"),
         uncarried("contributions /beacons amount", "s02.p2.z1")),
    case("field-evidence a-parent", ("regions", "iceland", "parent_id"),
         uncarried("regions iceland parent_id", "s01.p1.z2")),
    case("evidence-of-said the-basis-of-a-parent", ("evidence", None, "about_field"),
         carried("interests fishing-grounds parent_basis", "s01.p1.z2")),
    case("about-row evidence-for-no-table", ("evidence", None, "about_table"),
         carried("mission lantern", "s02.h")),
    case("about-row evidence-for-a-column-of-no-table", ("evidence", None, "about_table"),
         carried("mission lantern kind", "s02.h")),
    case("about-row evidence-for-a-column-of-no-row", ("evidence", None, "about_key"),
         carried("missions lanterns kind", "s02.h")),
    case("about-row evidence-for-another-document", ("evidence", None, "about_key"),
         carried("contributions letter/frigate", "s02.p2.z1")),
    case("foreign-key evidence-in-no-document", ("evidence", None, "passage_id"),
         carried("contributions /frigate", "s02.p2.z2"),
         proof("contributions /frigate", "s02.p2.z2", "passage_id", "letter.s02.p2.z2")),
    case("foreign-key no-source-of-a-date", ("documents", "harbour-treaty", "date_source_id"),
         cell("documents harbour-treaty date_source_id", "letter")),
    case("foreign-key a-note-to-nothing", ("passages", ".fn1", "note_to"),
         cell("passages .fn1 note_to", f"{DOCUMENT}.s09.h")),
    case("enum a-child-of-no-kind", ("missions", "lantern-training", "kind"),
         cell("missions lantern-training kind", "parade")),
    case("enum a-lettered-interest-of-no-kind", ("interests", "safe-shipping", "kind"),
         cell("interests safe-shipping kind", "strategical")),
    case("type a-number-that-orders-rows", ("passages", ".fn1", "position"),
         cell("passages .fn1 position", "eleven")),
    case("type a-digit-that-is-no-number", ("passages", ".fn1", "position"),
         cell("passages .fn1 position", "\u00b2")),
    case("unique a-fact-twice", ("mission_facts", None, ""),
         copied("mission_facts lantern/full_name/1", value_en="Operation Lanterns")),
    case("fact-positions the-first-of-two-gaps", ("mission_facts", None, "position"),
         copied("mission_facts lantern/full_name/1", position="5"),
         copied("mission_facts lantern/full_name/1", position="3")),
    case("fact-positions of-another-mission", ("mission_facts", None, "position"),
         copied("mission_facts lantern/full_name/1", mission_id="night-watch", position="2")),
    case("code-parents unknown-where-there-is-no-tree", ("codes", None, "stands_under"),
         cell("codes actor_kind/group stands_under", "states")),
    case("tree-cycle with-a-row-below", ("threats", None, "parent_id"),
         cell("threats smuggling parent_basis", "arranged"),
         cell("threats smuggling parent_id", "smuggling")),
    case("tree-cycle of-a-kind-that-may-not-stand-under-itself", ("missions", None, "parent_id"),
         cell("missions night-watch kind", "standing_force"),
         cell("missions night-watch parent_basis", "arranged"),
         cell("missions night-watch parent_id", "night-watch")),
    case("decided-commitment in-another-document", ("decisions", None, "mission_id"), *OTHER_CODED,
         *filled("decisions harbour-treaty/sign-treaty", firmness="taken", timing="today",
                 mission_id="lantern")),
    case("self-in-ties-only a-partner-in-a-link", ("mission_partners", None, "partner_id"),
         *linked("mission_partners", "lantern/netherlands/framework", "contextual", "s02.p1.z1")),
    case("about-row an-exception-for-no-table", ("exceptions", None, "about_table"),
         copied("exceptions unlinked-thing/interests/quiet-seas", about_table="interest")),
    case("exception-in-use of-a-rule-that-holds", ("exceptions", None, "rule"),
         copied("exceptions unlinked-thing/interests/quiet-seas", about_key="fishing-grounds"),
         says="reports nothing here"),
    case("exception-in-use of-a-rule-on-cells", ("exceptions", None, "rule"),
         copied("exceptions unlinked-thing/interests/quiet-seas", rule="enum"),
         says="no such rule between tables"),
    case("retired-id of-no-table", ("retired_ids", None, "replaced_by"),
         cell("retired_ids threats/old-smuggling about_table", "threat")),
    case("document-role passages-of-a-cited-document", ("documents", None, "role"), *TREATY,
         cell("documents example-letter role", "cited")),
    case("passage-above not-as-the-first-of-its-section", ("passages", None, "under_section"),
         cell("passages .s02.p2.z2 under_section", "")),
    case("passage-above under-a-section-that-is-not-there", ("passages", None, "under_section"),
         *OTHER_CODED, cell("passages harbour-treaty.s01.p1.z1 under_section", "s09")),
    case("busy-passage in-another-passage", ("passages", ".s01.p1.z3", "id"),
         *(carried(link, "s01.p1.z3") for link in SEVEN_LINKS)),
    case("general-passage a-wider-region", ("passages", ".s01.h", "id"),
         named("regions high-north", "lit"), carried("regions high-north", "s01.h"), *HEADING),
    case("general-passage a-generic-class", ("passages", ".s01.h", "id"),
         cell("missions night-watch kind", "generic_class"), named("missions night-watch", "lit"),
         carried("missions night-watch", "s01.h"), *HEADING),
    case("general-passage each-of-these-kinds", ("passages", ".s01.h", "id"),
         cell("missions night-watch kind", "generic_class"),
         *(edit for thing in ("missions night-watch", "regions high-north", "threats poverty")
           for edit in (named(thing, "lit"), carried(thing, "s01.h"))), *HEADING),
    case("own-rationale in-two-tables", ("interest_partners", None, "rationale"),
         *filled("commitments /night-watch", basis="inferred", rationale=WHY),
         cell("interest_partners /safe-shipping/norway rationale", WHY)),
    case("coding-match a-row-that-names-none",
         ("codings", "/1/first/missions/lantern", "matched_key"),
         cell("codings /1/first/missions/lantern matched_key", "harbour-watch"),
         says="refers to no row"),
    case("coding-match a-row-that-names-another", ("codings", None, "matched_key"),
         cell("codings /1/second/missions/harbour-watch matched_key", "lantern"),
         says="refers to 'lanterns'"),
    case("evidence-without-form a-form-that-stands-elsewhere", ("evidence", None, "passage_id"),
         carried("regions high-north", "s02.p1.z1")),
    case("evidence-without-form a-partner-that-is-another", ("evidence", None, "passage_id"),
         carried("partners norway", "s02.p1.z2")),
    case("form-without-evidence before-a-longer-form", ("passages", ".s01.p1.z3", "id"),
         named("regions iceland", "endanger")),
    case("form-without-evidence after-a-longer-form", ("passages", ".s01.p1.z3", "id"),
         named("regions iceland", "coast")),
    case("coding-content of-no-table", ("codings", None, "about_table"),
         cell("codings /1/second/missions/harbour-watch about_table", "mission")),
    case("coding-content a-column-without-codes", ("codings", None, "codes"),
         cell("codings /1/second/missions/harbour-watch codes", "label_en=patrol")),
    case("pattern a-code-without-a-column", ("codings", None, "codes"),
         cell("codings /1/second/missions/harbour-watch codes", "posture")),
    case("coding-content a-passage-of-another-letter", ("codings", None, "passages"), *OTHER_CODED,
         cell("codings /1/second/missions/harbour-watch passages", f"{OTHER}.s01.p1.z1")),
)  # fmt: skip

ROWS = (
    case("amount-complete no-amount", ("contributions", None, "amount"),
         uncarried("contributions /beacons amount", "s02.p2.z1"),
         cell("contributions /beacons amount", "")),
    case("amount-complete no-bound", ("contributions", None, "amount"),
         cell("contributions /beacons amount_bound", "")),
    case("date-certainty no-date", ("documents", None, "date_certainty"),
         *filled("documents harbour-treaty", date_precision="", date="")),
    case("country-of-state a-country", ("regions", None, "country_id"),
         cell("regions iceland country_id", "")),
    case("country-of-state ourselves", ("partners", None, "country_id"),
         cell("partners netherlands country_id", "")),
    case("date-precision a-precision-without-date", ("documents", None, "date"),
         *filled("documents harbour-treaty", date_certainty="", date_source_id="", date="")),
    case("date-precision a-date-without-precision", ("documents", None, "date"),
         cell("documents harbour-treaty date_precision", "")),
    case("date-precision longer-than-a-year", ("commitments", None, "starts"),
         cell("commitments /lantern starts_precision", "year")),
    case("date-precision shorter-than-a-day", ("commitments", None, "ends"),
         cell("commitments /lantern ends_precision", "day")),
    case("period-order a-day-late", ("commitments", None, "ends"),
         *filled("commitments /lantern", starts="2018-02-02", starts_precision="day",
                 ends_precision="day", ends="2018-02-01")),
    case("period-order a-day-after-the-month", ("commitments", None, "ends"),
         *filled("commitments /lantern", starts="2018-03-01", starts_precision="day",
                 ends="2018-02")),
    case("period-order a-year-late", ("commitments", None, "ends"),
         *filled("commitments /lantern", starts="2018", starts_precision="year",
                 ends_precision="year", ends="2017")),
    case("span-length a-letter-short", ("passages", ".fn1", "end"),
         cell("passages .fn1 end", str(STARTS + SEALED - 1))),
    case("span-length twice-as-long", ("passages", ".fn1", "end"),
         cell("passages .fn1 end", str(STARTS + 2 * SEALED))),
    case("passage-place a-footnote-to-nothing", ("passages", None, "id"),
         cell("passages .fn1 note_to", "")),
    case("passage-place a-sentence-to-another", ("passages", None, "id"),
         cell("passages .s02.p2.z2 note_to", f"{DOCUMENT}.s02.p1.z1")),
    case("passage-place a-footnote-of-another-kind", ("passages", None, "id"),
         cell("passages .fn1 kind", "sentence")),
    case("passage-place a-sentence-of-another-kind", ("passages", None, "id"),
         cell("passages .s02.p2.z2 kind", "footnote")),
    case("passage-place a-footnote-in-a-section", ("passages", None, "id"),
         cell("passages .fn1 section", "s02")),
    case("passage-place a-heading-in-a-paragraph", ("passages", None, "id"),
         cell("passages .s01.h paragraph", "1")),
    case("passage-place of-another-document", ("passages", None, "id"),
         *filled("documents harbour-treaty", role="coded", seal="a" * 64),
         copied("passages .s01.p1.z1", id=f"{DOCUMENT}.s09.p1.z1", document_id=OTHER, section="s09",
                position="1", start="0", end="55")),
    case("fact-content a-fact-with-a-document", ("mission_facts", None, "follow_up_id"),
         cell("mission_facts lantern/follow_up/1 fact", "mandate")),
)  # fmt: skip

FORMS = (
    *(case(f"hidden-character {name}", ("missions", 2, "description_en"),
           swapped(MISSIONS, TEXT, f"Guards the {sign}coast.".encode()), says=f"U+{ord(sign):04X}")
      for name, sign in (("line-separator", "\u2028"), ("paragraph-separator", "\u2029"),
                         ("private-use", "\ue000"), ("unassigned", "\u0378"),
                         ("soft-hyphen", "\u00ad"), ("narrow-space", "\u202f"),
                         ("byte-order-mark", "\ufeff"))),
    case("hidden-character in-a-line-of-another-form", ("missions", 2, "description_en"),
         swapped(MISSIONS, TEXT, '"Guards the\u00a0coast."'.encode())),
    *(case(f"mixed-scripts {name}", ("missions", 2, "description_en"),
           swapped(MISSIONS, TEXT, f"Guards the {word}.".encode()), says=says)
      for name, word, says in (("armenian", "c\u0585ast", "armenian"),
                               ("cherokee", "\u13a0oast", "cherokee"),
                               ("latin-in-cyrillic", "\u043a\u043e\u0441\u0442a",
                                "latin small letter a"))),
)  # fmt: skip

SHAPES = (
    misshaped("a-field-twice", SCHEMA, lambda s: s["fields"][6].update(name="label_en"),
              "fields/6/name", "two fields"),
    misshaped("a-pattern-that-is-none", SCHEMA,
              lambda s: s["fields"][0]["constraints"].update(pattern="^(?:[)$"),
              "fields/0/constraints/pattern", "not a valid regular expression"),
    misshaped("a-key-of-no-field", SCHEMA, lambda s: s.update(primaryKey=["ident"]), "primaryKey",
              "no field has this name"),
    misshaped("an-order-of-no-field", SCHEMA, lambda s: s.update(rowOrder=["ident"]), "rowOrder",
              "no field has this name"),
    misshaped("a-unique-key-of-no-field", SCHEMA, lambda s: s.update(uniqueKeys=[["ident"]]),
              "uniqueKeys/0", "no field has this name"),
    misshaped("a-reference-to-no-table", PARTNERS, referring(resource="country"),
              "foreignKeys/0/reference", "no table has this name"),
    misshaped("a-reference-to-no-field", PARTNERS, referring(fields=["ident"]),
              "foreignKeys/0/reference", "no field of the referenced table"),
    misshaped("a-reference-to-no-field-of-its-own", SCHEMA, referring(fields=["ident"]),
              "foreignKeys/0/reference", "no field of the referenced table"),
    misshaped("a-reference-of-another-width", PARTNERS,
              lambda s: s["foreignKeys"][0].update(fields=["country_id", "kind"]),
              "foreignKeys/0/reference", "different number of fields"),
    misshaped("a-code-list-misspelt", "schemas/actors.json",
              lambda s: s["fields"][1].update(code=s["fields"][1].pop("codes")), "fields/1",
              "`code` is not a property"),
    misshaped("a-property-left-out", SCHEMA, lambda s: s["fields"][4].pop("description"),
              "fields/4", "is missing"),
    misshaped("bounds-on-a-text", SCHEMA, lambda s: s["fields"][4]["constraints"].update(minimum=1),
              "fields/4/constraints", "only a text column has"),
)  # fmt: skip

BROKEN = (
    *(*BYTES, *STRUCTURE, *COLUMNS, *RELATIONS, *DRIFT),
    *(*ENDS, *BETWEEN, *ROWS, *FORMS, *SHAPES),
)

# What no rule sees and one should: what is done, and what should see it.
HOLES: dict[str, tuple[Edit, str]] = {
    "country-in-another-subregion": (
        cell("countries ISL m49_subregion", "Western Europe"),
        "country-reference: no installed reference has these regions",
    ),
}

# A table that cannot be read, beside the first broken example of a rule that can do without it.
UNREAD_BESIDE = (
    ("mission_facts", "foreign-key"),  # a table that refers to others
    ("countries", "foreign-key"),  # a table that others refer to
    ("countries", "about-row"),
    ("regions", "tree-cycle"),
    ("regions", "kind-under-kind"),
    ("mission_facts", "outside-source"),
    ("considerations", "claim-evidence"),
    ("considerations", "field-evidence"),
    ("considerations", "evidence-field"),
    ("considerations", "evidence-of-said"),
    ("threat_actors", "explicit-ends"),
    ("threat_actors", "contextual-ends"),
    ("threat_actors", "inferred-ends"),
    ("threat_actors", "own-rationale"),
    ("interests", "claim-evidence"),  # a row of it is excused
    ("passages", "own-rationale"),  # without passages there are no seals
    ("documents", "claim-evidence"),
)

# Whole tables that lie exactly on a bound.
WITHIN: dict[str, tuple[Edit, ...]] = {
    "as-many-rows-as-may-be": (
        copied("missions lantern", id="lantern-2"),
        copied("missions lantern", id="lantern-3"),
    ),
    "as-many-rows-lost-as-may-be": (
        uncarried("threats smuggling", "s01.p1.z3"),
        uncarried("threats poverty", "s01.p1.z3"),
    ),
    "a-share-as-large-as-may-be": (
        cell("commitments /night-watch basis", "inferred"),
        cell("commitments /night-watch rationale", WHY),
    ),
}  # fmt: skip

# What lies next to a fault, and is none: by what a rule would forbid if a condition were dropped.
ALLOWED: dict[str, tuple[Edit, ...]] = {
    "explicit-in-one-passage-of-two": (carried("threat_actors /smuggling/smugglers", "s02.p1.z1"),),
    "contextual-with-an-end-in-the-sentence-before":
        linked("mission_threats", "lantern-training/smuggling/against", "contextual", "s02.p2.z1"),
    "contextual-with-an-end-in-the-sentence-after":
        linked("mission_threats", "lantern-training/smuggling/against", "contextual", "s02.p1.z2"),
    "contextual-with-an-end-in-its-paragraph": (
        *coded("s01.p1.z1"),
        *linked("threat_regions", "poverty/iceland", "contextual", "s01.p1.z1"),
    ),
    "contextual-with-an-end-in-a-heading-further-up": (
        *HEADING,
        named("threats night-raids", "lit"),
        carried("threats night-raids", "s01.h"),
        *linked("mission_threats", "night-watch/night-raids/against", "contextual", "s02.p2.z2"),
    ),
    "contextual-with-an-end-in-its-note":
        linked("decision_documents", "extend-lantern-2018/harbour-treaty", "contextual",
               "s02.p1.z1"),
    "contextual-with-its-ends-where-it-is-a-note-to":
        linked("interest_partners", "safe-shipping/harbour-league", "contextual", "fn1"),
    "contextual-with-an-end-in-the-note-itself": (
        carried("decisions /extend-lantern-2018", "s02.p1.z1"),
        *linked("decision_documents", "extend-lantern-2018/harbour-treaty", "contextual", "fn1"),
    ),
    "contextual-near-one-passage-of-two": (
        carried("mission_threats /lantern/smuggling/against", "s02.p2.z2"),
    ),
    "inferred-from-the-first-end": (
        proof("interest_partners /safe-shipping/norway", "s02.p1.z1", "passage_id", ".s01.p1.z2"),
    ),
    "inferred-from-the-second-end": (
        cell("interest_partners /safe-shipping/norway interest_id", "quiet-seas"),
        proof("interest_partners /safe-shipping/norway", "s02.p1.z1", "about_key",
              "/quiet-seas/norway"),
        gone("exceptions unlinked-thing/interests/quiet-seas"),
    ),
    "ten-links-on-a-passage": (
        *(carried(link, "s02.p1.z1") for link in FOUR_LINKS),
        carried("mission_threats /lantern/smuggling/against basis", "s02.p1.z1"),
    ),
    "evidence-of-a-column-in-a-passage-without-the-form": (
        carried("missions lantern-training parent_id", "s02.p2.z2"),
    ),
    "a-form-of-two-things": (named("threats night-raids", "smuggling"),),
    "a-form-of-the-netherlands": (named("partners netherlands", "frigate"),),
    "capitals-that-are-a-word-in-small-letters": (named("regions high-north", "IT"),),
    "a-form-of-the-netherlands-and-another": (
        named("partners netherlands", "frigate"),
        named("partners norway", "frigate"),
    ),
    "a-form-within-a-longer-one-before-a-dash": (
        carried("regions iceland", "s01.p1.z3"),
        named("regions iceland", "coast"),
    ),
    "a-form-at-the-beginning-of-a-longer-one": (named("threats poverty", "night"),),
    "a-form-at-the-end-of-a-longer-one": (named("threats poverty", "guard"),),
    "a-preferred-form-for-each-of-two-things-of-one-identifier": (
        copied("names considerations/crew-safety/en/safety of crews", about_key="smuggling",
               form="fight against smuggling"),
        carried("considerations smuggling", "s02.p1.z2"),
        *linked("decision_considerations", "extend-lantern-2018/smuggling", "explicit",
                "s02.p1.z2"),
        copied("considerations crew-safety", id="smuggling"),
    ),
    "a-decision-on-no-mission":
        filled("decisions /spend-on-beacons-2018", firmness="taken", timing="today"),
    "an-intention-without-commitment": (
        uncarried("commitments /night-watch", "s02.p2.z2"),
        gone("commitments /night-watch"),
        cell("decisions /spend-on-beacons-2018 mission_id", "night-watch"),
    ),
    "a-class-whose-member-the-letter-names": (
        carried("partners norway", "s02.h"),  # or the heading would carry a class alone
        named("partners norway", "Operation"),
        cell("missions lantern kind", "generic_class"),
    ),
    "a-class-arranged-in-a-class": (
        uncarried("missions lantern-training parent_id", "s02.p2.z1"),
        carried("partners norway", "s02.h"),  # or the heading would carry a class alone
        named("partners norway", "Operation"),
        cell("missions lantern kind", "generic_class"),
        cell("missions lantern-training kind", "generic_class"),
        cell("missions lantern-training parent_basis", "arranged"),
    ),
    "a-mission-arranged-in-a-mission": (
        uncarried("missions lantern-training parent_id", "s02.p2.z1"),
        cell("missions lantern-training parent_basis", "arranged"),
    ),
    "ten-facts-of-one-sort":
        tuple(copied("mission_facts lantern/full_name/1", position=str(n)) for n in range(2, 11)),
    "a-later-letter-is-its-own-source":
        filled("mission_facts lantern/follow_up/1", follow_up_id=DOCUMENT, source_id=DOCUMENT),
    "a-letter-that-is-the-source-of-its-own-tie": (
        added("document_ties", document_id=DOCUMENT, to_document_id="example-gazette",
              tie="follows", origin="looked_up", source_id=DOCUMENT),
    ),
    "a-date-inferred-from-a-letter": (cell("documents harbour-treaty date_certainty", "inferred"),),
    "a-date-inferred-from-another-source":
        filled("documents example-letter", date_certainty="inferred"),
    "retired-in-this-version-without-successor":
        filled("retired_ids threats/old-smuggling", replaced_by="", version="0.0.2"),
    "two-coded-documents": OTHER_CODED,
    "a-year-long": filled("commitments /lantern", starts="2018", starts_precision="year"),
    "within-a-month": filled("commitments /lantern", starts="2018-10"),
    "from-a-day-in-the-month-of-the-end":
        filled("commitments /lantern", starts="2018-10-31", starts_precision="day"),
    "until-a-day-in-the-month-of-the-start":
        filled("commitments /lantern", ends="2018-02-01", ends_precision="day"),
    "from-a-day-in-the-year-of-the-end":
        filled("commitments /lantern", starts="2018-12-31", starts_precision="day", ends="2018",
               ends_precision="year"),
    "a-span-of-the-sealed-text": (cell("passages .fn1 end", str(STARTS + SEALED)),),
    "a-span-not-quite-twice-as-long": (cell("passages .fn1 end", str(STARTS + 2 * SEALED - 1)),),
    "a-full-name-in-one-language": (cell("mission_facts lantern/full_name/1 value_nl", ""),),
    "a-later-letter-without-words":
        filled("mission_facts lantern/follow_up/1", value_en="", value_nl="", date="",
               date_precision=""),
    "a-date-alone":
        filled("mission_facts lantern/full_name/1", value_en="", value_nl="", date="2018",
               date_precision="year", fact="started"),
    "an-address-of-another-scheme": (
        copied(WIKIDATA, scheme="geonames", uri="https://sws.geonames.org/2629691/"),
    ),
    "letters-of-no-script-that-looks-alike":
        filled("missions lantern", description_en="Hawai\u02bbi, 5 km\u00b2, 5 \u00b5g.",
               description_nl="Hawai\u02bbi, 5 km\u00b2 en 5 \u00b5g."),
}  # fmt: skip
