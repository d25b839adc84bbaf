"""Every rule breaks on one fault, at one place, and nothing else does."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial, reduce
from operator import getitem
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from tests.example import (
    DOCUMENT,
    LETTER,
    TABLES,
    append_row,
    delete_row,
    duplicate_row,
    edit_json,
    line_of,
    open_with_letter,
    path_of,
    replace_bytes,
    set_cell,
)
from tests.remembering import remembering
from validation.coding.letter import fold
from validation.outputs.exports.package_zip import fingerprint
from validation.package.languages import LANGUAGES
from validation.package.opening import DESCRIPTOR, ROOT, open_package
from validation.package.rereading import PLACEHOLDER, REINTERPRETED
from validation.rules.catalogue import LAYERS, RULES, SEVERITIES, Rule
from validation.rules.row_rules import ROW_RULES, numbers
from validation.rules.run import validate

Edit = Callable[[Path], int]

FAST = tuple(layer for layer in LAYERS if layer != "drift")
SLOW = ("drift",)
TEXT = b"Guards the coast."  # stands once in the file of missions, on its second line
MISSIONS = "data/missions.csv"
SCHEMA = "schemas/missions.json"


@dataclass(frozen=True)
class Case:
    """A rule, what breaks it and where that must be found.

    `row` is a line, the key of a row, or None for the row that the last edit changed. `half` is the
    condition of the rule that alone is broken, where it has several, and `says` a part of the
    message where that tells them apart.
    """

    rule: str
    edits: tuple[Edit, ...]
    file: str
    row: int | str | None = None
    column: str = ""
    half: str = ""
    says: str = ""

    def __str__(self) -> str:
        place = (self.half,) if self.half else (Path(self.file).stem, self.column)
        return "-".join(part for part in (self.rule, *place) if part)


def wrong(rule: str, table: str, key: str, column: str, value: str, *, blames: str = "") -> Case:
    """One cell is changed, and that cell is found, or another one of the row."""
    edits = (cell(table, key, column, value),)
    return Case(rule, edits, path_of(ROOT, table), None, blames or column)


def half(
    rule: str, name: str, place: tuple[str, int | str | None, str], *edits: Edit, says: str = ""
) -> Case:
    """One condition of a rule is broken; the place is a table, a row and a column."""
    table, row, column = place
    return Case(rule, edits, path_of(ROOT, table), row, column, name, says)


def ill_formed(rule: str, old: bytes, new: bytes, row: int, column: str = "") -> Case:
    """Bytes in the table of missions are changed, and that line is found."""
    return Case(rule, (swapped(MISSIONS, old, new),), MISSIONS, row, column)


def misstated(rule: str, path: str, edit: Callable[[Any], object], pointer: str) -> Case:
    """A property of a JSON file is changed, and that property is found."""
    return Case(rule, (restated(path, edit),), path, 0, pointer)


def misworded(rule: str, path: str, text: str, *way: str | int) -> Case:
    """A text in a JSON file is changed, and it is found by its pointer."""
    *outer, last = way

    def change(whole: Any) -> None:  # noqa: ANN401 - JSON
        reduce(getitem, outer, whole)[last] = text

    return misstated(rule, path, change, "/".join(map(str, way)))


def stray(path: str, model: str) -> Case:
    """A file lies in the package that belongs to nothing, and that file is found."""

    def lay(package: Path) -> int:
        return (package / path).write_bytes((package / model).read_bytes())

    return Case("stray-file", (lay,), path, 0)


def cell(table: str, key: str, column: str, value: str) -> Edit:
    return lambda package: set_cell(package, table, key, column, value)


def gone(table: str, key: str) -> Edit:
    return lambda package: delete_row(package, table, key)


def added(table: str, **cells: str) -> Edit:
    return lambda package: append_row(package, table, cells)


def accepted(rule: str, table: str) -> Edit:
    """A drift is accepted for the version of the example."""
    entry = {"version": "0.0.2", "rule": rule, "table": table, "reason": "", "reason_nl": ""}
    return lambda p: edit_json(p, "schemas/bounds.json", lambda b: b.update(accepted=[entry]))


def copied(table: str, key: str, **cells: str) -> Edit:
    return lambda package: duplicate_row(package, table, key, cells)


def carried(table: str, key: str, place: str, column: str = "row") -> Edit:
    """A passage of the letter is said to carry this too."""
    passage = f"{DOCUMENT}.{place}"
    cells = {"about_table": table, "about_key": key, "about_field": column, "passage_id": passage}
    return added("evidence", **cells)


def carrying(table: str, key: str, place: str, column: str = "row") -> str:
    """The key of the evidence row that says so."""
    return f"{table}/{key}/{column}/{DOCUMENT}.{place}"


def swapped(path: str, old: bytes, new: bytes) -> Edit:
    return lambda package: replace_bytes(package, path, old, new)


def separated_by(sign: bytes) -> Edit:
    """The cells of the missions, which hold no comma, are separated by another sign."""

    def edit(package: Path) -> int:
        path = package / MISSIONS
        return path.write_bytes(path.read_bytes().replace(b",", sign))

    return edit


def in_a_resource(number: int, whole: dict[str, Any], **properties: object) -> None:
    """Properties of a table are stated otherwise."""
    whole["resources"][number].update(properties)


def as_released(package: Path) -> int:
    """The descriptor is that of a release."""

    def edit(whole: dict[str, Any]) -> None:
        for resource in whole["resources"]:
            resource.update(fingerprint((package / resource["path"]).read_bytes()))

    return edit_json(package, DESCRIPTOR, edit)


def restated(path: str, edit: Callable[[Any], object]) -> Edit:
    return lambda package: edit_json(package, path, edit)


BYTES = (
    ill_formed("utf-8", TEXT, b"Guards the co\xe4st.", 2),
    ill_formed("utf-8", TEXT, b"Guards the coast.\xc3", 2),
    ill_formed("byte-order-mark", b"id,kind", b"\xef\xbb\xbfid,kind", 1),
    ill_formed("line-ends", TEXT + b",Bewaakt de kust.", TEXT + b",Bewaakt de kust.\r", 2),
    ill_formed("line-ends", b"Wacht bij nacht.\n", b"Wacht bij nacht.", 4),
    Case("separator", (separated_by(b";"),), MISSIONS, 1),
    Case("separator", (separated_by(b"\t"),), MISSIONS, 1),
    ill_formed("hidden-character", TEXT, b"Guards\rthe coast.", 2, "description_en"),
    ill_formed("hidden-character", TEXT, b'"Guards\r\nthe coast."', 2, "description_en"),
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
    Case(
        "row-order",
        (
            gone("missions", "lantern"),
            swapped(
                MISSIONS,
                b"",
                b"lantern,operation,,,Lantern,Lantaarn," + TEXT + b",Bewaakt de kust.\n",
            ),
        ),
        MISSIONS,
        4,
    ),
    ill_formed("canonical-form", TEXT, b'"' + TEXT + b'"', 2),
    Case(
        "canonical-form",
        (swapped(DESCRIPTOR, b'{\n  "$schema"', b'{\n    "$schema"'),),
        DESCRIPTOR,
        0,
    ),
    Case("canonical-form", (swapped(SCHEMA, b"", b"\n"),), SCHEMA, 0),
)

STRUCTURE = (
    Case(
        "unreadable-file",
        (swapped("schemas/bounds.json", b'  "bounds"', b'  "bounds": [],\n  "bounds"'),),
        "schemas/bounds.json",
        3,
    ),
    Case(
        "unreadable-file",
        (restated("schemas/bounds.json", lambda whole: whole["bounds"][0].update(minimum="1")),),
        "schemas/bounds.json",
        0,
        "bounds/0",
    ),
    Case(
        "unreadable-file",
        (restated("data/releases/0.0.1.json", lambda record: record.update(version=1)),),
        "data/releases/0.0.1.json",
        0,
        "version",
    ),
    Case("unread-table", (swapped(MISSIONS, b"id,kind", b"id,sort"),), MISSIONS, 0),
    misstated("descriptor", DESCRIPTOR, lambda whole: whole.update(titel="Example"), ""),
    misstated("descriptor", DESCRIPTOR, lambda whole: whole.update(version="0.2"), "version"),
    misstated(
        "descriptor",
        SCHEMA,
        lambda schema: schema["fields"][1]["constraints"].update(enum=[["operation"]]),
        "fields/1/constraints/enum/0",
    ),
    misstated(
        "descriptor",
        DESCRIPTOR,
        lambda whole: whole["resources"][3].update(format="tsv"),
        "resources/3/format",
    ),
    *(
        misstated(
            "descriptor",
            DESCRIPTOR,
            partial(in_a_resource, number, role=role),
            f"resources/{number}/role",
        )
        for number, role in ((3, "mission"), (3, "link"), (7, "thing"), (30, "statement"))
    ),
    misstated(
        "descriptor",
        SCHEMA,
        lambda schema: schema["fields"][4]["constraints"].update(maxLenght=80),
        "fields/4/constraints",
    ),
    misstated(
        "descriptor",
        SCHEMA,
        lambda schema: schema["foreignKeys"][0].update(fields=["parent"]),
        "foreignKeys/0",
    ),
    misstated(
        "descriptor-standard",
        "schemas/passages.json",
        lambda schema: schema["fields"][2].update(example="first"),
        "",
    ),
    stray("data/links/mission_actors.csv", MISSIONS),
    stray("schemas/mission_actors.csv", MISSIONS),
    stray("schemas/mission_actors.json", SCHEMA),
    ill_formed("csv", TEXT, b'"' + TEXT, 2),
    ill_formed("csv", TEXT, b'"Guards" the coast.', 2),
    ill_formed("header", b"id,kind", b"id,sort", 1),
    ill_formed("header", b"id,kind", b"kind,id", 1),
    ill_formed("header", b"id,kind", b"id,id,kind", 1),
    ill_formed("header", b"id,kind,", b"id,", 1),
    Case("header", (swapped("data/threats.csv", b"kind", b"sort"),), "data/threats.csv", 1),
    ill_formed("row-width", TEXT, TEXT + b",", 2),
    ill_formed("row-width", TEXT + b",", b"", 2),
    ill_formed("blank-row", b"", b"\n", 5),
    ill_formed("blank-row", b"", b",,,,,,,\n , ,\n\n", 5),
    ill_formed("conflict-marker", b"lantern-training,", b"=======\nlantern-training,", 3),
    Case("fingerprint", (restated(DESCRIPTOR, partial(in_a_resource, 3, bytes=1)),), MISSIONS, 0),
    Case(
        "fingerprint",
        (as_released, cell("missions", "lantern", "description_en", "Guards the harbour.")),
        MISSIONS,
        0,
    ),
)

POVERTY = f"{DOCUMENT}/poverty/smuggling"
TIE = f"{DOCUMENT}/netherlands/norway/operational_cooperation"
CITES = f"{DOCUMENT}/harbour-treaty/cites"
WIKIDATA = "countries/ISL/wikidata/http://www.wikidata.org/entity/Q189"

COLUMNS = (
    wrong("required", "missions", "lantern", "label_en", ""),
    wrong("required", "commitments", f"{DOCUMENT}/lantern", "basis", ""),
    wrong("type", "contributions", f"{DOCUMENT}/beacons", "amount", "2e6"),
    wrong("type", "contributions", f"{DOCUMENT}/beacons", "amount", "02000000"),
    wrong("type", "contributions", f"{DOCUMENT}/beacons", "amount", "2000000.0"),
    wrong("type", "countries", "NLD", "eu_member_2016", "TRUE"),
    wrong("pattern", "documents", "example-gazette", "url", "ftp://example.org/gazette"),
    wrong("pattern", "documents", "example-letter", "date", "15-01-2018"),
    wrong("pattern", "missions", "lantern", "id", "Lantern"),
    wrong("pattern", "documents", DOCUMENT, "id", "example_letter"),
    wrong("enum", "missions", "night-watch", "kind", "postuur"),
    wrong("enum", "missions", "night-watch", "kind", "Posture"),
    wrong("range", "countries", "NLD", "un_member_since", "1944"),
    wrong("range", "countries", "NLD", "un_member_since", "2101"),
    wrong("range", "passages", f"{DOCUMENT}.fn1", "page", "0"),
    wrong("length", "missions", "lantern", "label_en", "L" + "a" * 80),
    wrong("length", "exceptions", "unlinked-thing/interests/quiet-seas", "reason", "Not said."),
    Case("unique", (copied("missions", "lantern"),), MISSIONS, 3, "id"),
    Case(
        "unique",
        (copied("commitments", f"{DOCUMENT}/lantern-training"),),
        "data/commitments.csv",
        4,
    ),
    wrong("unique", "countries", "NOR", "alpha2", "NL"),
    wrong("unique", "partners", "norway", "country_id", "NLD"),
    Case(
        "unique",
        (
            gone("exceptions", "unlinked-thing/interests/quiet-seas"),
            carried("document_interests", f"{DOCUMENT}/quiet-seas", "s02.p2.z2"),
            copied("document_interests", f"{DOCUMENT}/safe-shipping", interest_id="quiet-seas"),
            cell("interests", "quiet-seas", "kind", "strategic"),
        ),
        "data/links/document_interests.csv",
        f"{DOCUMENT}/safe-shipping",
    ),
    Case(
        "unique",
        (
            restated(SCHEMA, lambda schema: schema.update(uniqueKeys=[["kind", "label_en"]])),
            cell("missions", "lantern-training", "label_en", "Lantern"),
        ),
        MISSIONS,
    ),
    *(
        wrong("reinterpreted", "missions", "lantern", "label_en", value)
        for value in (
            *("NA", "n/a", "null", "TRUE", "1E5", "2018", "1.5", "=A1", "+a", "-a", "@a"),
            *("0x1F", "1,000,000", "1.000,5", "50%", "€ 5", "1 1/2", "(12)", "10:30", "5 pm"),
            *("2018-03-01", "2018-03", "2018-03-01T10:30Z", "1/2", "3-4", "31/12/2018", "1.2.2018"),
            *("3-Mar", "3 mrt 2018", "March 2018", "SEPT2", "okt-18"),
        )
    ),
    *(
        wrong("placeholder", "documents", "harbour-treaty", "number", value)
        for value in ("unknown", "Onbekend", "n.v.t.", "tbd", "?", "–", "…", "not stated")
    ),
    wrong("calendar", "commitments", f"{DOCUMENT}/lantern", "starts", "2018-13"),
    wrong("calendar", "documents", "example-letter", "date", "2018-02-29"),
    wrong("calendar", "mission_facts", "lantern/follow_up/1", "date", "2018-00"),
    wrong("date-precision", "commitments", f"{DOCUMENT}/lantern", "starts", "2018-02-01"),
    wrong("date-precision", "commitments", f"{DOCUMENT}/lantern", "ends", "2018"),
    wrong("date-precision", "documents", "example-letter", "date", "2018-01"),
    wrong(
        "date-precision",
        "mission_facts",
        "lantern/full_name/1",
        "date_precision",
        "day",
        blames="date",
    ),
    wrong("period-order", "commitments", f"{DOCUMENT}/lantern", "ends", "2018-01"),
    wrong("amount-complete", "contributions", f"{DOCUMENT}/beacons", "unit", "", blames="amount"),
    wrong("unit-of-money", "contributions", f"{DOCUMENT}/beacons", "unit", "company"),
    wrong("unit-of-money", "contributions", f"{DOCUMENT}/beacons", "kind", "unit", blames="unit"),
    wrong("decision-timing", "decisions", f"{DOCUMENT}/extend-lantern-2018", "timing", "coming"),
    wrong("decision-timing", "decisions", f"{DOCUMENT}/spend-on-beacons-2018", "timing", "earlier"),
    wrong(
        "rationale",
        "commitments",
        f"{DOCUMENT}/night-watch",
        "basis",
        "inferred",
        blames="rationale",
    ),
    wrong(
        "rationale",
        "commitments",
        f"{DOCUMENT}/night-watch",
        "rationale",
        "The word perhaps says that it is possible.",
    ),
    wrong("parent-basis", "threats", "night-raids", "parent_basis", ""),
    wrong("parent-basis", "interests", "fishing-grounds", "parent_id", "", blames="parent_basis"),
    wrong("country-of-state", "partners", "norway", "country_id", ""),
    wrong("country-of-state", "actors", "smugglers", "country_id", "NOR"),
    wrong("passage-place", "passages", f"{DOCUMENT}.s02.p2.z2", "paragraph", "3", blames="id"),
    wrong("passage-place", "passages", f"{DOCUMENT}.s02.p2.z2", "section", "s01", blames="id"),
    wrong("passage-place", "passages", f"{DOCUMENT}.s01.h", "kind", "sentence", blames="id"),
    wrong("span-length", "passages", f"{DOCUMENT}.fn1", "end", "40"),
    wrong("span-length", "passages", f"{DOCUMENT}.fn1", "end", "9999"),
    wrong("reason-for-nothing", "passages", f"{DOCUMENT}.s01.h", "reason", ""),
    wrong("reason-for-nothing", "passages", f"{DOCUMENT}.s02.h", "reason", "structure"),
    wrong(
        "origin-source", "document_ties", "example-gazette/example-letter/follows", "source_id", ""
    ),
    wrong(
        "origin-source",
        "document_ties",
        "example-letter/harbour-treaty/cites",
        "source_id",
        "example-gazette",
    ),
    wrong("date-certainty", "documents", "harbour-treaty", "date_certainty", ""),
    wrong(
        "date-certainty",
        "documents",
        "harbour-treaty",
        "date_source_id",
        "",
        blames="date_certainty",
    ),
    wrong("both-languages", "contributions", f"{DOCUMENT}/frigate", "task_nl", ""),
    wrong("both-languages", "contributions", f"{DOCUMENT}/frigate", "task_en", ""),
    wrong("both-languages", "mission_facts", "lantern/follow_up/1", "value_nl", ""),
    wrong("both-languages", "mission_facts", "lantern/full_name/1", "value_en", ""),
    wrong("same-numbers", "passages", f"{DOCUMENT}.s01.h", "paraphrase_nl", "Passage één."),
    wrong("same-numbers", "passages", f"{DOCUMENT}.s01.h", "paraphrase_nl", "Wat passage 2 zegt."),
    wrong("same-numbers", "passages", f"{DOCUMENT}.s01.h", "paraphrase_nl", "Passage 1 van de 1."),
    wrong(
        "same-numbers",
        "passages",
        f"{DOCUMENT}.s01.h",
        "paraphrase_en",
        "One passage.",
        blames="paraphrase_nl",
    ),
    Case(
        "two-ends",
        (
            cell(
                "evidence",
                carrying("threat_causes", POVERTY, "s01.p1.z3"),
                "about_key",
                f"{DOCUMENT}/poverty/poverty",
            ),
            cell("threat_causes", POVERTY, "effect_id", "poverty"),
        ),
        "data/links/threat_causes.csv",
        None,
        "effect_id",
    ),
    Case(
        "two-ends",
        (
            cell(
                "evidence",
                carrying("interest_ties", f"{DOCUMENT}/fishing-grounds/safe-shipping", "s01.p1.z2"),
                "about_key",
                f"{DOCUMENT}/safe-shipping/safe-shipping",
            ),
            cell(
                "interest_ties",
                f"{DOCUMENT}/fishing-grounds/safe-shipping",
                "interest_id",
                "safe-shipping",
            ),
        ),
        "data/links/interest_ties.csv",
        None,
        "serves_id",
    ),
    Case(
        "two-ends",
        (
            cell(
                "evidence",
                carrying("partner_ties", TIE, "s02.p1.z1"),
                "about_key",
                f"{DOCUMENT}/netherlands/netherlands/operational_cooperation",
            ),
            cell("partner_ties", TIE, "with_partner_id", "netherlands"),
        ),
        "data/links/partner_ties.csv",
        None,
        "with_partner_id",
    ),
    wrong(
        "two-ends",
        "document_ties",
        "example-gazette/example-letter/follows",
        "to_document_id",
        "example-gazette",
    ),
    Case(
        "fact-content",
        (
            cell("mission_facts", "lantern/full_name/1", "value_nl", ""),
            cell("mission_facts", "lantern/full_name/1", "value_en", ""),
        ),
        "data/reference/mission_facts.csv",
        None,
        "follow_up_id",
    ),
    wrong("fact-content", "mission_facts", "lantern/follow_up/1", "follow_up_id", ""),
    wrong("fact-content", "mission_facts", "lantern/full_name/1", "follow_up_id", "pycountry"),
    wrong("scheme-address", "identifiers", WIKIDATA, "scheme", "geonames", blames="uri"),
    wrong("scheme-address", "identifiers", WIKIDATA, "uri", "https://example.org/Q189"),
    wrong("scheme-address", "identifiers", WIKIDATA, "uri", "https://www.wikidata.org/entity/Q189"),
)

# A second document with one sentence and one decision, so that documents can be mixed up.
OTHER = "harbour-treaty"
OTHER_DECISION = (
    copied(
        "passages",
        f"{DOCUMENT}.s01.p1.z2",
        id=f"{OTHER}.s01.p1.z1",
        document_id=OTHER,
        position="1",
        start="0",
        end="96",
    ),
    cell("documents", OTHER, "role", "coded"),
    cell("documents", OTHER, "seal", "a" * 64),
    copied("decisions", f"{DOCUMENT}/spend-on-beacons-2018", document_id=OTHER, id="sign-treaty"),
)

SAFETY = "considerations/crew-safety/en/safety of crews"
WHY = "Whoever reads both sentences together concludes it."
WATCH = "missions/harbour-watch"  # coded by the second coder alone

RELATIONS = (
    wrong("foreign-key", "contributions", f"{DOCUMENT}/frigate", "mission_id", "lantrn"),
    wrong("foreign-key", "threats", "night-raids", "parent_id", "smugling"),
    wrong("foreign-key", "partners", "norway", "country_id", "NOW"),
    wrong(
        "foreign-key",
        "decision_threats",
        f"{DOCUMENT}/extend-lantern-2018/smuggling",
        "decision_id",
        "extend-lantern-2019",
    ),
    wrong("foreign-key", "mission_facts", "lantern/full_name/1", "mission_id", "lanterns"),
    wrong(
        "foreign-key", "document_interests", f"{DOCUMENT}/safe-shipping", "document_id", "letter"
    ),
    wrong("about-row", "names", "partners/harbour-league/nl/Havenbond", "about_key", "harbour"),
    wrong("about-row", "names", "partners/harbour-league/nl/Havenbond", "about_table", "partner"),
    wrong(
        "about-row",
        "judgements",
        "missions/lantern-training/Is it a mission?",
        "about_key",
        "lantern-trainings",
    ),
    wrong(
        "about-row",
        "identifiers",
        WIKIDATA,
        "about_key",
        "IRL",
    ),
    Case(
        "about-row",
        (copied("exceptions", "unlinked-thing/interests/quiet-seas", about_key="quiet-bays"),),
        "schemas/exceptions.csv",
        None,
        "about_key",
    ),
    misstated(
        "code-list",
        SCHEMA,
        lambda schema: schema["fields"][1]["constraints"]["enum"].reverse(),
        "fields/1/constraints/enum",
    ),
    misstated(
        "code-list",
        SCHEMA,
        lambda schema: schema["fields"][1].update(codes="mission_kinds"),
        "fields/1/constraints/enum",
    ),
    Case(
        "code-list",
        (copied("codes", "scheme/wikidata", list="schemes"),),
        "data/codes.csv",
        None,
        "list",
    ),
    wrong("code-positions", "codes", "scheme/geonames", "position", "3"),
    wrong("code-parents", "codes", "mission_kind/posture", "stands_under", "postures"),
    wrong("code-parents", "codes", "actor_kind/group", "stands_under", "state"),
    Case(
        "fact-positions",
        (copied("mission_facts", "lantern/full_name/1", position="3"),),
        "data/reference/mission_facts.csv",
        None,
        "position",
    ),
    wrong("fact-positions", "mission_facts", "lantern/full_name/1", "position", "2"),
    Case(
        "tree-cycle",
        (
            cell("missions", "lantern", "parent_basis", "arranged"),
            cell("missions", "lantern", "parent_id", "lantern-training"),
        ),
        MISSIONS,
        None,
        "parent_id",
    ),
    Case(
        "tree-cycle",
        (
            cell("regions", "high-north", "parent_basis", "arranged"),
            cell("regions", "high-north", "parent_id", "high-north"),
        ),
        "data/regions.csv",
        None,
        "parent_id",
    ),
    wrong(
        "kind-under-kind",
        "missions",
        "lantern-training",
        "kind",
        "standing_force",
        blames="parent_id",
    ),
    Case(
        "expanded-class",
        (
            gone("evidence", carrying("missions", "lantern-training", "s02.p2.z1", "parent_id")),
            carried("partners", "norway", "s02.h"),  # or the heading would carry a class alone
            copied("names", "partners/norway/en/Norway", form="Operation", kind="variant"),
            cell("missions", "lantern", "kind", "generic_class"),
            cell("missions", "lantern-training", "parent_basis", "arranged"),
        ),
        MISSIONS,
        None,
        "parent_basis",
    ),
    Case(
        "lettered-interest",
        (cell("interests", "safe-shipping", "kind", "stated"),),
        "data/links/document_interests.csv",
        f"{DOCUMENT}/safe-shipping",
        "interest_id",
    ),
    Case(
        "unlinked-thing",
        (
            copied("names", SAFETY, about_key="good-weather"),
            carried("considerations", "good-weather", "s02.p1.z2"),
            copied("considerations", "crew-safety", id="good-weather"),
        ),
        "data/considerations.csv",
        None,
        "id",
    ),
    wrong("self-in-ties-only", "contributions", f"{DOCUMENT}/frigate", "partner_id", "netherlands"),
    Case(
        "self-in-ties-only",
        (
            carried("partners", "holland", "s02.p1.z1"),
            carried("partner_ties", TIE.replace("netherlands", "holland"), "s02.p1.z1"),
            copied("partner_ties", TIE, partner_id="holland"),
            copied("partners", "netherlands", id="holland", country_id="ISL"),
        ),
        "data/partners.csv",
        "netherlands",
        "kind",
    ),
    Case(
        "decided-commitment",
        (
            gone("evidence", carrying("commitments", f"{DOCUMENT}/night-watch", "s02.p2.z2")),
            gone("commitments", f"{DOCUMENT}/night-watch"),
            cell("decisions", f"{DOCUMENT}/spend-on-beacons-2018", "firmness", "taken"),
            cell("decisions", f"{DOCUMENT}/spend-on-beacons-2018", "timing", "today"),
            cell("decisions", f"{DOCUMENT}/spend-on-beacons-2018", "mission_id", "night-watch"),
        ),
        "data/decisions.csv",
        None,
        "mission_id",
    ),
    Case(
        "same-document",
        (
            *OTHER_DECISION,
            carried("decisions", f"{OTHER}/sign-treaty", "s02.p2.z1"),
            cell(
                "evidence",
                carrying("decisions", f"{OTHER}/sign-treaty", "s02.p2.z1"),
                "passage_id",
                f"{OTHER}.s01.p1.z1",
            ),
            cell("contributions", f"{DOCUMENT}/frigate", "decision_id", "sign-treaty"),
        ),
        "data/contributions.csv",
        None,
        "decision_id",
    ),
    Case(
        "same-document",
        (OTHER_DECISION[-1], carried("decisions", f"{OTHER}/sign-treaty", "s02.p2.z1")),
        "data/sources/evidence.csv",
        None,
        "passage_id",
    ),
    wrong("preferred-once", "names", "missions/lantern/en/Operation Lantern", "kind", "preferred"),
    wrong("retired-id", "retired_ids", "threats/old-smuggling", "about_key", "poverty"),
    wrong("retired-id", "retired_ids", "threats/old-smuggling", "replaced_by", "smugglings"),
    wrong("retired-id", "retired_ids", "threats/old-smuggling", "version", "0.0.10"),
    wrong("country-reference", "countries", "NLD", "name_en", "Holland"),
    wrong("country-reference", "countries", "NLD", "name_nl", "Holland"),
    wrong("country-reference", "countries", "NLD", "alpha2", "NE"),
    wrong("country-reference", "countries", "NLD", "m49", "529"),
    Case(
        "country-reference",
        (copied("countries", "NLD", id="QQQ", alpha2="QQ", m49="999"),),
        "data/reference/countries.csv",
        None,
        "id",
    ),
    Case(
        "document-role",
        (gone("evidence", carrying("documents", OTHER, "fn1")),),
        "data/sources/documents.csv",
        OTHER,
        "role",
    ),
    wrong("document-role", "documents", "pycountry", "role", "cited"),
    wrong("document-role", "documents", OTHER, "role", "outside"),
    wrong("document-role", "documents", OTHER, "role", "coded"),
    wrong("document-role", "documents", OTHER, "seal", "a" * 64),
    wrong("document-role", "documents", DOCUMENT, "seal", ""),
    wrong("outside-source", "countries", "ISL", "source_id", DOCUMENT),
    wrong(
        "outside-source",
        "document_ties",
        "example-gazette/example-letter/follows",
        "source_id",
        DOCUMENT,
    ),
    wrong("outside-source", "documents", OTHER, "date_source_id", "pycountry"),
    wrong("outside-source", "documents", DOCUMENT, "date_source_id", DOCUMENT),
    Case(
        "claim-evidence",
        (gone("evidence", carrying("contributions", f"{DOCUMENT}/frigate", "s02.p2.z1")),),
        "data/contributions.csv",
        f"{DOCUMENT}/frigate",
    ),
    Case(
        "claim-evidence",
        (
            gone(
                "evidence",
                carrying("mission_regions", f"{DOCUMENT}/lantern/iceland/takes_place", "s02.p1.z1"),
            ),
        ),
        "data/links/mission_regions.csv",
        f"{DOCUMENT}/lantern/iceland/takes_place",
    ),
    Case(
        "claim-evidence",
        (gone("evidence", carrying("document_ties", f"{DOCUMENT}/harbour-treaty/cites", "fn1")),),
        "data/sources/document_ties.csv",
        f"{DOCUMENT}/harbour-treaty/cites",
    ),
    Case(
        "field-evidence",
        (gone("evidence", carrying("commitments", f"{DOCUMENT}/lantern", "s02.p1.z2", "starts")),),
        "data/commitments.csv",
        f"{DOCUMENT}/lantern",
        "starts",
    ),
    wrong(
        "field-evidence", "threats", "night-raids", "parent_basis", "explicit", blames="parent_id"
    ),
    Case(
        "evidence-field",
        (carried("commitments", f"{DOCUMENT}/lantern", "s02.p1.z2", "begins"),),
        "data/sources/evidence.csv",
        None,
        "about_field",
    ),
    Case(
        "evidence-field",
        (carried("commitments", f"{DOCUMENT}/night-watch", "s02.p2.z2", "ends"),),
        "data/sources/evidence.csv",
        None,
        "about_field",
    ),
    Case(
        "evidence-of-said",
        (carried("interests", "fishing-grounds", "s01.p1.z2", "parent_id"),),
        "data/sources/evidence.csv",
        None,
        "about_field",
    ),
    Case(
        "evidence-of-said",
        (carried("countries", "ISL", "s01.p1.z2"),),
        "data/sources/evidence.csv",
        None,
        "about_table",
    ),
    Case(
        "evidence-of-said",
        (
            cell("document_ties", CITES, "source_id", "example-gazette"),
            cell("document_ties", CITES, "origin", "looked_up"),
        ),
        "data/sources/evidence.csv",
        carrying("document_ties", CITES, "fn1"),
        "about_key",
    ),
    Case(
        "explicit-ends",
        (
            cell(
                "evidence",
                carrying("threat_causes", POVERTY, "s01.p1.z3"),
                "passage_id",
                f"{DOCUMENT}.s02.p1.z1",
            ),
        ),
        "data/links/threat_causes.csv",
        POVERTY,
        "basis",
    ),
    Case(
        "contextual-ends",
        (
            cell(
                "evidence",
                carrying("threat_regions", f"{DOCUMENT}/smuggling/iceland", "s01.p1.z3"),
                "passage_id",
                f"{DOCUMENT}.s02.p2.z2",
            ),
        ),
        "data/links/threat_regions.csv",
        f"{DOCUMENT}/smuggling/iceland",
        "basis",
    ),
    Case(
        "passage-coding",
        (
            cell("passages", f"{DOCUMENT}.s01.p1.z1", "reason", ""),
            cell("passages", f"{DOCUMENT}.s01.p1.z1", "coding", "coded"),
        ),
        "data/sources/passages.csv",
        None,
        "coding",
        says="no evidence rests",
    ),
    Case(
        "passage-coding",
        (
            cell("passages", f"{DOCUMENT}.s02.h", "reason", "structure"),
            cell("passages", f"{DOCUMENT}.s02.h", "coding", "nothing_to_code"),
        ),
        "data/sources/passages.csv",
        None,
        "coding",
    ),
    wrong("passage-sequence", "passages", f"{DOCUMENT}.fn1", "position", "11"),
    wrong("passage-sequence", "passages", f"{DOCUMENT}.fn1", "start", "771"),
    wrong("passage-sequence", "passages", f"{DOCUMENT}.s02.p2.z1", "page", "1"),
    wrong("passage-sequence", "passages", f"{DOCUMENT}.fn1", "page", "1"),
    Case(
        "passage-sequence",
        (cell("passages", f"{DOCUMENT}.s01.p1.z2", "page", "9"),),
        "data/sources/passages.csv",
        f"{DOCUMENT}.s01.p1.z3",
        "page",
    ),
    wrong("passage-above", "passages", f"{DOCUMENT}.s02.p1.z2", "under_section", ""),
    wrong("passage-above", "passages", f"{DOCUMENT}.s02.h", "under_section", "s03"),
    wrong("passage-above", "passages", f"{DOCUMENT}.s02.h", "under_section", "s02"),
    wrong("passage-above", "passages", f"{DOCUMENT}.s01.h", "under_section", "s02"),
    wrong("passage-above", "passages", f"{DOCUMENT}.fn1", "note_to", f"{DOCUMENT}.fn1"),
    Case(
        "busy-passage",
        tuple(
            carried(table, f"{DOCUMENT}/{key}", "s02.p1.z1")
            for table, key in (
                ("threat_actors", "smuggling/smugglers"),
                ("threat_causes", "poverty/smuggling"),
                ("threat_interests", "smuggling/safe-shipping/touches"),
                ("threat_regions", "smuggling/iceland"),
                ("interest_ties", "fishing-grounds/safe-shipping"),
            )
        ),
        "data/sources/passages.csv",
        f"{DOCUMENT}.s02.p1.z1",
        "id",
    ),
    Case(
        "general-passage",
        (
            copied("names", "threats/poverty/en/poverty", form="lit", kind="variant"),
            carried("threats", "poverty", "s01.h"),
            cell("passages", f"{DOCUMENT}.s01.h", "reason", ""),
            cell("passages", f"{DOCUMENT}.s01.h", "coding", "coded"),
        ),
        "data/sources/passages.csv",
        None,
        "id",
    ),
    Case(
        "inferred-ends",
        (
            cell(
                "evidence",
                carrying("threat_causes", POVERTY, "s01.p1.z3"),
                "passage_id",
                f"{DOCUMENT}.s02.p2.z2",
            ),
            cell("threat_causes", POVERTY, "rationale", WHY),
            cell("threat_causes", POVERTY, "basis", "inferred"),
        ),
        "data/links/threat_causes.csv",
        None,
        "basis",
    ),
    Case(
        "own-rationale",
        tuple(
            cell("commitments", f"{DOCUMENT}/{mission}", column, value)
            for mission in ("lantern-training", "night-watch")
            for column, value in (("rationale", WHY), ("basis", "inferred"))
        ),
        "data/commitments.csv",
        None,
        "rationale",
    ),
    wrong(
        "coding-match", "codings", f"{DOCUMENT}/first/missions/lantern", "matched_key", "lantern"
    ),
    Case(
        "coding-match",
        (cell("codings", f"{DOCUMENT}/first/missions/lantern", "matched_key", ""),),
        "data/reliability/codings.csv",
        f"{DOCUMENT}/second/missions/lanterns",
        "matched_key",
    ),
    wrong("coding-match", "codings", f"{DOCUMENT}/second/{WATCH}", "matched_key", "lantern"),
    wrong("coding-content", "codings", f"{DOCUMENT}/second/{WATCH}", "about_table", "names"),
    wrong("coding-content", "codings", f"{DOCUMENT}/second/{WATCH}", "codes", "kind=patrol"),
    wrong("coding-content", "codings", f"{DOCUMENT}/second/{WATCH}", "codes", "role=lead"),
    wrong("coding-content", "codings", f"{DOCUMENT}/second/{WATCH}", "passages", "letter.s01.h"),
    Case(
        "evidence-without-form",
        (gone("names", "threats/poverty/en/poverty"),),
        "data/sources/evidence.csv",
        carrying("threats", "poverty", "s01.p1.z3"),
        "passage_id",
    ),
    Case(
        "form-without-evidence",
        (copied("names", "regions/high-north/en/High North", form="frigate", kind="variant"),),
        "data/sources/passages.csv",
        f"{DOCUMENT}.s02.p2.z1",
        "id",
    ),
    wrong("seal", "passages", f"{DOCUMENT}.s02.p2.z2", "seal", "a" * 64),
    wrong("seal", "documents", DOCUMENT, "seal", "a" * 64),
    Case(
        "exception-in-use",
        (copied("exceptions", "unlinked-thing/interests/quiet-seas", about_key="fishing-grounds"),),
        "schemas/exceptions.csv",
        None,
        "rule",
    ),
    Case(
        "exception-in-use",
        (copied("exceptions", "unlinked-thing/interests/quiet-seas", rule="unlinked-things"),),
        "schemas/exceptions.csv",
        None,
        "rule",
    ),
)

DRIFT = (
    Case("row-count", (gone("missions", "night-watch"),), MISSIONS, 0),
    Case(
        "row-count",
        tuple(copied("missions", "lantern", id=f"lantern-{number}") for number in range(3)),
        MISSIONS,
        0,
    ),
    Case(
        "basis-share",
        (cell("interest_regions", f"{DOCUMENT}/fishing-grounds/iceland", "basis", "inferred"),),
        "data/links/interest_regions.csv",
        0,
        "basis",
    ),
    Case(
        "code-coverage",
        (cell("threats", "poverty", "kind", "danger"),),
        "data/threats.csv",
        0,
        "kind",
    ),
    Case(
        "filled-share",
        (cell("documents", "harbour-treaty", "date", ""),),
        "data/sources/documents.csv",
        0,
        "date",
    ),
    Case(
        "risen-basis",
        (cell("commitments", f"{DOCUMENT}/night-watch", "basis", "explicit"),),
        "data/commitments.csv",
        0,
        "basis",
    ),
    Case(
        "release-change",
        tuple(
            gone("evidence", carrying("threats", threat, "s01.p1.z3"))
            for threat in ("smuggling", "poverty", "night-raids")
        ),
        "data/sources/evidence.csv",
        0,
    ),
    Case("accepted-drift", (accepted("release-change", "missions"),), "schemas/bounds.json", 0),
)

NOTE = f"{DOCUMENT}.fn1"


def carried_by(table: str, key: str, place: str, to: str) -> Edit:
    """The passage that carries a row is another."""
    return cell("evidence", carrying(table, key, place), "passage_id", f"{DOCUMENT}.{to}")


def linked(table: str, ends: str, basis: str, *places: str) -> tuple[Edit, ...]:
    """The letter links two things that it does not link, in these passages."""
    columns = TABLES[table].split(maxsplit=1)[0].split(",")
    row = dict(zip(columns, (DOCUMENT, *ends.split("/"), basis), strict=False))
    return (*(carried(table, f"{DOCUMENT}/{ends}", at) for at in places), added(table, **row))


def unfit(basis: str, name: str, table: str, ends: str, *places: str, says: str = "") -> Case:
    """A link is added whose passages do not bear its basis."""
    edits = linked(table, ends, basis, *places)
    return half(f"{basis}-ends", name, (table, None, "basis"), *edits, says=says)


def coded(place: str) -> tuple[Edit, ...]:
    """A passage with nothing to code is coded after all."""
    passage = f"{DOCUMENT}.{place}"
    return (cell("passages", passage, "reason", ""), cell("passages", passage, "coding", "coded"))


def named(table: str, key: str, form: str) -> Edit:
    """The letter has another form of the name of a thing."""
    about = {"about_table": table, "about_key": key}
    return added("names", **about, language="en", form=form, kind="variant")


def filled(table: str, key: str, **cells: str) -> tuple[Edit, ...]:
    """Several cells of a row are changed."""
    return tuple(cell(table, key, column, value) for column, value in cells.items())


TREATY = tuple(  # the date of the second document is not given
    cell("documents", OTHER, column, "")
    for column in ("date", "date_precision", "date_certainty", "date_source_id")
)
OTHER_CODED = (  # the second document bears its own decision
    *OTHER_DECISION,
    carried("decisions", f"{OTHER}/sign-treaty", "s02.p2.z1"),
    cell("evidence", carrying("decisions", f"{OTHER}/sign-treaty", "s02.p2.z1"),
         "passage_id", f"{OTHER}.s01.p1.z1"),
)  # fmt: skip
HEADING = coded("s01.h")
STARTS = sum(len(said.text) + 1 for said in LETTER[:-1])
SEALED = len(fold(LETTER[-1].text))
LANTERN = f"{DOCUMENT}/lantern"
BEACONS = f"{DOCUMENT}/beacons"
SMUGGLERS = f"{DOCUMENT}/smuggling/smugglers"
NORWAY = f"{DOCUMENT}/safe-shipping/norway"
NIGHT = f"{DOCUMENT}/night-watch"
SPENDING = f"{DOCUMENT}/spend-on-beacons-2018"
FIRST = f"{DOCUMENT}/first/missions/lantern"
FACT = "lantern/full_name/1"
REPORT = "lantern/follow_up/1"

# Where a rule has several conditions, or looks at both ends of a link: each broken alone.
ENDS = (
    unfit("explicit", "the-first-end", "threat_interests", "poverty/safe-shipping/touches",
          "s02.p1.z1", says="for `threats` poverty"),
    unfit("explicit", "the-second-end", "threat_interests", "smuggling/fishing-grounds/touches",
          "s02.p1.z1", says="for `interests` fishing-grounds"),
    unfit("explicit", "each-end-elsewhere", "threat_regions", "smuggling/high-north",
          "s01.p1.z2", "s01.p1.z3", says="no single one of"),
    unfit("contextual", "the-first-end", "mission_threats", "lantern/night-raids",
          "s01.p1.z3", says="for `missions` lantern"),
    unfit("contextual", "the-second-end", "mission_threats", "lantern/poverty",
          "s02.p1.z2", says="for `threats` poverty"),
    unfit("contextual", "each-end-elsewhere", "mission_threats", "night-watch/poverty",
          "s01.p1.z2", "s02.p2.z1", says="both ends together"),
    unfit("contextual", "the-sentence-after-is-of-another-section", "interest_partners",
          "safe-shipping/harbour-league", "s01.p1.z3", says="for `partners` harbour-league"),
    unfit("contextual", "the-sentence-before-is-of-another-section", "threat_regions",
          "poverty/iceland", "s02.p1.z1", says="for `threats` poverty"),
    unfit("contextual", "the-paragraph-is-of-another-section", "mission_interests",
          "lantern/fishing-grounds", "s02.p1.z2", says="for `interests` fishing-grounds"),
    unfit("contextual", "the-heading-stands-below", "mission_interests",
          "lantern/fishing-grounds", "s01.p1.z2", says="for `missions` lantern"),
    unfit("contextual", "the-sentence-stands-below", "mission_partners",
          "lantern/norway/framework", "s02.h", says="for `partners` norway"),
    unfit("contextual", "the-note-is-to-another-sentence", "decision_documents",
          "extend-lantern-2018/harbour-treaty", "s02.p1.z2", says="harbour-treaty"),
    half("claim-evidence", "of-an-explicit-link", ("threat_actors", SMUGGLERS, ""),
         gone("evidence", carrying("threat_actors", SMUGGLERS, "s01.p1.z3"))),
    half("claim-evidence", "of-an-inferred-link", ("interest_partners", NORWAY, ""),
         gone("evidence", carrying("interest_partners", NORWAY, "s02.p1.z1"))),
    half("claim-evidence", "of-a-thing", ("regions", "high-north", ""),
         gone("names", "regions/high-north/en/High North"),
         gone("evidence", carrying("regions", "high-north", "s01.p1.z2"))),
)  # fmt: skip

BETWEEN = (
    half("field-evidence", "an-end", ("commitments", LANTERN, "ends"),
         gone("evidence", carrying("commitments", LANTERN, "s02.p1.z2", "ends"))),
    half("field-evidence", "an-amount", ("contributions", BEACONS, "amount"),
         gone("evidence", carrying("contributions", BEACONS, "s02.p2.z1", "amount"))),
    half("field-evidence", "a-parent", ("regions", "iceland", "parent_id"),
         gone("evidence", carrying("regions", "iceland", "s01.p1.z2", "parent_id"))),
    half("evidence-of-said", "the-basis-of-a-parent", ("evidence", None, "about_field"),
         carried("interests", "fishing-grounds", "s01.p1.z2", "parent_basis")),
    half("about-row", "evidence-for-no-table", ("evidence", None, "about_table"),
         carried("mission", "lantern", "s02.h")),
    half("about-row", "evidence-for-a-column-of-no-table", ("evidence", None, "about_table"),
         carried("mission", "lantern", "s02.h", "kind")),
    half("about-row", "evidence-for-a-column-of-no-row", ("evidence", None, "about_key"),
         carried("missions", "lanterns", "s02.h", "kind")),
    half("about-row", "evidence-for-another-document", ("evidence", None, "about_key"),
         carried("contributions", "letter/frigate", "s02.p2.z1")),
    half("foreign-key", "evidence-in-no-document", ("evidence", None, "passage_id"),
         carried("contributions", f"{DOCUMENT}/frigate", "s02.p2.z2"),
         cell("evidence", carrying("contributions", f"{DOCUMENT}/frigate", "s02.p2.z2"),
              "passage_id", "letter.s02.p2.z2")),
    half("foreign-key", "no-source-of-a-date", ("documents", OTHER, "date_source_id"),
         cell("documents", OTHER, "date_source_id", "letter")),
    half("foreign-key", "a-note-to-nothing", ("passages", NOTE, "note_to"),
         cell("passages", NOTE, "note_to", f"{DOCUMENT}.s09.h")),
    half("enum", "a-child-of-no-kind", ("missions", "lantern-training", "kind"),
         cell("missions", "lantern-training", "kind", "parade")),
    half("enum", "a-lettered-interest-of-no-kind", ("interests", "safe-shipping", "kind"),
         cell("interests", "safe-shipping", "kind", "strategical")),
    half("type", "a-number-that-orders-rows", ("passages", NOTE, "position"),
         cell("passages", NOTE, "position", "eleven")),
    half("type", "a-digit-that-is-no-number", ("passages", NOTE, "position"),
         cell("passages", NOTE, "position", "\u00b2")),
    half("unique", "a-fact-twice", ("mission_facts", None, ""),
         copied("mission_facts", FACT, value_en="Operation Lanterns")),
    half("fact-positions", "the-first-of-two-gaps", ("mission_facts", None, "position"),
         copied("mission_facts", FACT, position="5"), copied("mission_facts", FACT, position="3")),
    half("fact-positions", "of-another-mission", ("mission_facts", None, "position"),
         copied("mission_facts", FACT, mission_id="night-watch", position="2")),
    half("code-parents", "unknown-where-there-is-no-tree", ("codes", None, "stands_under"),
         cell("codes", "actor_kind/group", "stands_under", "states")),
    half("tree-cycle", "with-a-row-below", ("threats", None, "parent_id"),
         cell("threats", "smuggling", "parent_basis", "arranged"),
         cell("threats", "smuggling", "parent_id", "smuggling")),
    half("tree-cycle", "of-a-kind-that-may-not-stand-under-itself", ("missions", None, "parent_id"),
         cell("missions", "night-watch", "kind", "standing_force"),
         cell("missions", "night-watch", "parent_basis", "arranged"),
         cell("missions", "night-watch", "parent_id", "night-watch")),
    half("decided-commitment", "in-another-document", ("decisions", None, "mission_id"),
         *OTHER_CODED,
         *filled("decisions", f"{OTHER}/sign-treaty",
                 firmness="taken", timing="today", mission_id="lantern")),
    half("self-in-ties-only", "a-partner-in-a-link", ("mission_partners", None, "partner_id"),
         *linked("mission_partners", "lantern/netherlands/framework", "contextual", "s02.p1.z1")),
    half("about-row", "an-exception-for-no-table", ("exceptions", None, "about_table"),
         copied("exceptions", "unlinked-thing/interests/quiet-seas", about_table="interest")),
    half("exception-in-use", "of-a-rule-that-holds", ("exceptions", None, "rule"),
         copied("exceptions", "unlinked-thing/interests/quiet-seas", about_key="fishing-grounds"),
         says="reports nothing here"),
    half("exception-in-use", "of-a-rule-on-cells", ("exceptions", None, "rule"),
         copied("exceptions", "unlinked-thing/interests/quiet-seas", rule="enum"),
         says="no such rule between tables"),
    half("retired-id", "of-no-table", ("retired_ids", None, "replaced_by"),
         cell("retired_ids", "threats/old-smuggling", "about_table", "threat")),
    half("document-role", "passages-of-a-cited-document", ("documents", None, "role"),
         *TREATY, cell("documents", DOCUMENT, "role", "cited")),
    half("passage-above", "not-as-the-first-of-its-section", ("passages", None, "under_section"),
         cell("passages", f"{DOCUMENT}.s02.p2.z2", "under_section", "")),
    half("passage-above", "under-a-section-that-is-not-there", ("passages", None, "under_section"),
         *OTHER_CODED, cell("passages", f"{OTHER}.s01.p1.z1", "under_section", "s09")),
    half("busy-passage", "in-another-passage", ("passages", f"{DOCUMENT}.s01.p1.z3", "id"),
         *(carried(table, f"{DOCUMENT}/{key}", "s01.p1.z3") for table, key in (
             ("interest_ties", "fishing-grounds/safe-shipping"),
             ("interest_regions", "fishing-grounds/iceland"),
             ("document_interests", "safe-shipping"),
             ("mission_threats", "lantern/smuggling"),
             ("mission_interests", "lantern/safe-shipping"),
             ("interest_considerations", "safe-shipping/crew-safety"),
             ("decision_threats", "extend-lantern-2018/smuggling"),
         ))),
    half("general-passage", "a-wider-region", ("passages", f"{DOCUMENT}.s01.h", "id"),
         named("regions", "high-north", "lit"), carried("regions", "high-north", "s01.h"),
         *HEADING),
    half("general-passage", "a-generic-class", ("passages", f"{DOCUMENT}.s01.h", "id"),
         cell("missions", "night-watch", "kind", "generic_class"),
         named("missions", "night-watch", "lit"), carried("missions", "night-watch", "s01.h"),
         *HEADING),
    half("general-passage", "each-of-these-kinds", ("passages", f"{DOCUMENT}.s01.h", "id"),
         cell("missions", "night-watch", "kind", "generic_class"),
         *(edit for table, key in (("missions", "night-watch"), ("regions", "high-north"),
                                   ("threats", "poverty"))
           for edit in (named(table, key, "lit"), carried(table, key, "s01.h"))), *HEADING),
    half("own-rationale", "in-two-tables", ("interest_partners", None, "rationale"),
         *filled("commitments", NIGHT, basis="inferred", rationale=WHY),
         cell("interest_partners", NORWAY, "rationale", WHY)),
    half("coding-match", "a-row-that-names-none", ("codings", FIRST, "matched_key"),
         cell("codings", FIRST, "matched_key", "harbour-watch"), says="names no row"),
    half("coding-match", "a-row-that-names-another", ("codings", None, "matched_key"),
         cell("codings", f"{DOCUMENT}/second/{WATCH}", "matched_key", "lantern"),
         says="names 'lanterns'"),
    half("evidence-without-form", "a-form-that-stands-elsewhere", ("evidence", None, "passage_id"),
         carried("regions", "high-north", "s02.p1.z1")),
    half("evidence-without-form", "a-partner-that-is-another", ("evidence", None, "passage_id"),
         carried("partners", "norway", "s02.p1.z2")),
    half("form-without-evidence", "before-a-longer-form",
         ("passages", f"{DOCUMENT}.s01.p1.z3", "id"),
         named("regions", "iceland", "endanger")),
    half("form-without-evidence", "after-a-longer-form",
         ("passages", f"{DOCUMENT}.s01.p1.z3", "id"),
         named("regions", "iceland", "coast")),
    half("coding-content", "of-no-table", ("codings", None, "about_table"),
         cell("codings", f"{DOCUMENT}/second/{WATCH}", "about_table", "mission")),
    half("coding-content", "a-column-without-codes", ("codings", None, "codes"),
         cell("codings", f"{DOCUMENT}/second/{WATCH}", "codes", "label_en=patrol")),
    half("pattern", "a-code-without-a-column", ("codings", None, "codes"),
         cell("codings", f"{DOCUMENT}/second/{WATCH}", "codes", "posture")),
    half("coding-content", "a-passage-of-another-letter", ("codings", None, "passages"),
         *OTHER_CODED,
         cell("codings", f"{DOCUMENT}/second/{WATCH}", "passages", f"{OTHER}.s01.p1.z1")),
)  # fmt: skip

ROWS = (
    half("amount-complete", "no-amount", ("contributions", None, "amount"),
         gone("evidence", carrying("contributions", BEACONS, "s02.p2.z1", "amount")),
         cell("contributions", BEACONS, "amount", "")),
    half("amount-complete", "no-bound", ("contributions", None, "amount"),
         cell("contributions", BEACONS, "amount_bound", "")),
    half("date-certainty", "no-date", ("documents", None, "date_certainty"),
         *filled("documents", OTHER, date_precision="", date="")),
    half("country-of-state", "a-country", ("regions", None, "country_id"),
         cell("regions", "iceland", "country_id", "")),
    half("country-of-state", "ourselves", ("partners", None, "country_id"),
         cell("partners", "netherlands", "country_id", "")),
    half("date-precision", "a-precision-without-date", ("documents", None, "date"),
         *filled("documents", OTHER, date_certainty="", date_source_id="", date="")),
    half("date-precision", "a-date-without-precision", ("documents", None, "date"),
         cell("documents", OTHER, "date_precision", "")),
    half("date-precision", "longer-than-a-year", ("commitments", None, "starts"),
         cell("commitments", LANTERN, "starts_precision", "year")),
    half("date-precision", "shorter-than-a-day", ("commitments", None, "ends"),
         cell("commitments", LANTERN, "ends_precision", "day")),
    half("period-order", "a-day-late", ("commitments", None, "ends"),
         *filled("commitments", LANTERN, starts="2018-02-02", starts_precision="day",
                 ends_precision="day", ends="2018-02-01")),
    half("period-order", "a-day-after-the-month", ("commitments", None, "ends"),
         *filled("commitments", LANTERN, starts="2018-03-01", starts_precision="day",
                 ends="2018-02")),
    half("period-order", "a-year-late", ("commitments", None, "ends"),
         *filled("commitments", LANTERN, starts="2018", starts_precision="year",
                 ends_precision="year", ends="2017")),
    half("span-length", "a-letter-short", ("passages", NOTE, "end"),
         cell("passages", NOTE, "end", str(STARTS + SEALED - 1))),
    half("span-length", "twice-as-long", ("passages", NOTE, "end"),
         cell("passages", NOTE, "end", str(STARTS + 2 * SEALED))),
    half("passage-place", "a-footnote-to-nothing", ("passages", None, "id"),
         cell("passages", NOTE, "note_to", "")),
    half("passage-place", "a-sentence-to-another", ("passages", None, "id"),
         cell("passages", f"{DOCUMENT}.s02.p2.z2", "note_to", f"{DOCUMENT}.s02.p1.z1")),
    half("passage-place", "a-footnote-of-another-kind", ("passages", None, "id"),
         cell("passages", NOTE, "kind", "sentence")),
    half("passage-place", "a-sentence-of-another-kind", ("passages", None, "id"),
         cell("passages", f"{DOCUMENT}.s02.p2.z2", "kind", "footnote")),
    half("passage-place", "a-footnote-in-a-section", ("passages", None, "id"),
         cell("passages", NOTE, "section", "s02")),
    half("passage-place", "a-heading-in-a-paragraph", ("passages", None, "id"),
         cell("passages", f"{DOCUMENT}.s01.h", "paragraph", "1")),
    half("passage-place", "of-another-document", ("passages", None, "id"),
         *filled("documents", OTHER, role="coded", seal="a" * 64),
         copied("passages", f"{DOCUMENT}.s01.p1.z1", id=f"{DOCUMENT}.s09.p1.z1", document_id=OTHER,
                section="s09", position="1", start="0", end="55")),
    half("fact-content", "a-fact-with-a-document", ("mission_facts", None, "follow_up_id"),
         cell("mission_facts", REPORT, "fact", "mandate")),
)  # fmt: skip

FORMS = (
    *(
        Case("hidden-character", (swapped(MISSIONS, TEXT, f"Guards the {sign}coast.".encode()),),
             MISSIONS, 2, "description_en", name, f"U+{ord(sign):04X}")
        for name, sign in (("line-separator", "\u2028"), ("paragraph-separator", "\u2029"),
                           ("private-use", "\ue000"), ("unassigned", "\u0378"))
    ),
    Case("hidden-character", (swapped(MISSIONS, TEXT, '"Guards the\u00a0coast."'.encode()),),
         MISSIONS, 2, "description_en", "in-a-line-of-another-form"),
    *(
        Case("mixed-scripts", (swapped(MISSIONS, TEXT, f"Guards the {word}.".encode()),),
             MISSIONS, 2, "description_en", name, says)
        for name, word, says in (
            ("armenian", "c\u0585ast", "armenian"),
            ("cherokee", "\u13a0oast", "cherokee"),
            ("latin-in-cyrillic", "\u043a\u043e\u0441\u0442a", "latin small letter a"),
        )
    ),
    Case("hidden-character", (swapped(MISSIONS, TEXT, b"Guards\rthe coast."),), MISSIONS, 2,
         "description_en", "a-carriage-return", "carriage return"),
    Case("line-ends", (swapped(MISSIONS, b"Wacht bij nacht.\n", b"Wacht bij nacht."),), MISSIONS, 4,
         "", "no-last-line-feed", "does not end with LF"),
)  # fmt: skip

PARTNERS = "schemas/partners.json"


def misshaped(name: str, path: str, edit: Callable[[Any], object], pointer: str, says: str) -> Case:
    """A schema is changed, and that property is found for that reason."""
    return Case("descriptor", (restated(path, edit),), path, 0, pointer, name, says)


def referring(**parts: object) -> Callable[[Any], object]:
    """The first foreign key of a schema refers to something else."""
    return lambda schema: schema["foreignKeys"][0]["reference"].update(parts)


SHAPES = (
    misshaped("a-field-twice", SCHEMA, lambda s: s["fields"][6].update(name="label_en"),
              "fields/6/name", "two fields"),
    misshaped("a-pattern-that-is-none", SCHEMA,
              lambda s: s["fields"][0]["constraints"].update(pattern="^(?:[)$"),
              "fields/0/constraints/pattern", "no regular expression"),
    misshaped("a-key-of-no-field", SCHEMA, lambda s: s.update(primaryKey=["ident"]),
              "primaryKey", "no field has this name"),
    misshaped("an-order-of-no-field", SCHEMA, lambda s: s.update(rowOrder=["ident"]),
              "rowOrder", "no field has this name"),
    misshaped("a-unique-key-of-no-field", SCHEMA, lambda s: s.update(uniqueKeys=[["ident"]]),
              "uniqueKeys/0", "no field has this name"),
    misshaped("a-reference-to-no-table", PARTNERS, referring(resource="country"),
              "foreignKeys/0/reference", "no table has this name"),
    misshaped("a-reference-to-no-field", PARTNERS, referring(fields=["ident"]),
              "foreignKeys/0/reference", "no field there"),
    misshaped("a-reference-to-no-field-of-its-own", SCHEMA, referring(fields=["ident"]),
              "foreignKeys/0/reference", "no field there"),
    misshaped("a-reference-of-another-width", PARTNERS,
              lambda s: s["foreignKeys"][0].update(fields=["country_id", "kind"]),
              "foreignKeys/0/reference", "not as many fields"),
    misshaped("a-code-list-misspelt", "schemas/actors.json",
              lambda s: s["fields"][1].update(code=s["fields"][1].pop("codes")),
              "fields/1", "`code` is not a property"),
    misshaped("a-property-left-out", SCHEMA, lambda s: s["fields"][4].pop("description"),
              "fields/4", "is missing"),
    misshaped("bounds-on-a-text", SCHEMA, lambda s: s["fields"][4]["constraints"].update(minimum=1),
              "fields/4/constraints", "texts alone have"),
)  # fmt: skip

BOUNDS = (
    half("filled-share", "too-full", ("documents", 0, "date"),
         cell("documents", "example-gazette", "date", "2018"),
         cell("documents", "pycountry", "date", "2018"), says="100% of the cells"),
)  # fmt: skip

HALVES = (*ENDS, *BETWEEN, *ROWS, *FORMS, *SHAPES, *BOUNDS)

# Whole tables that lie exactly on a bound.
WITHIN: dict[str, tuple[Edit, ...]] = {
    "as-many-rows-as-may-be": (
        copied("missions", "lantern", id="lantern-2"),
        copied("missions", "lantern", id="lantern-3"),
    ),
    "as-many-rows-lost-as-may-be": (
        gone("evidence", carrying("threats", "smuggling", "s01.p1.z3")),
        gone("evidence", carrying("threats", "poverty", "s01.p1.z3")),
    ),
    "a-share-as-large-as-may-be": linked("interest_regions", "safe-shipping/iceland", "inferred"),
}

# What lies next to a fault, and is none: by what a rule would forbid if a condition were dropped.
ALLOWED: dict[str, tuple[Edit, ...]] = {
    "explicit-in-one-passage-of-two": (
        carried("threat_actors", SMUGGLERS, "s02.p1.z1"),
    ),
    "contextual-with-an-end-in-the-sentence-before": linked(
        "mission_threats", "lantern-training/smuggling", "contextual", "s02.p2.z1"
    ),
    "contextual-with-an-end-in-the-sentence-after": linked(
        "mission_threats", "lantern-training/smuggling", "contextual", "s02.p1.z2"
    ),
    "contextual-with-an-end-in-its-paragraph": (
        *coded("s01.p1.z1"),
        *linked("threat_regions", "poverty/iceland", "contextual", "s01.p1.z1"),
    ),
    "contextual-with-an-end-in-a-heading-further-up": (
        *HEADING,
        named("threats", "night-raids", "lit"),
        carried("threats", "night-raids", "s01.h"),
        *linked("mission_threats", "night-watch/night-raids", "contextual", "s02.p2.z2"),
    ),
    "contextual-with-an-end-in-its-note": linked(
        "decision_documents", "extend-lantern-2018/harbour-treaty", "contextual", "s02.p1.z1"
    ),
    "contextual-with-its-ends-where-it-is-a-note-to": linked(
        "interest_partners", "safe-shipping/harbour-league", "contextual", "fn1"
    ),
    "contextual-with-an-end-in-the-note-itself": (
        carried("decisions", f"{DOCUMENT}/extend-lantern-2018", "s02.p1.z1"),
        *linked("decision_documents", "extend-lantern-2018/harbour-treaty", "contextual", "fn1"),
    ),
    "contextual-near-one-passage-of-two": (
        carried("mission_threats", f"{LANTERN}/smuggling", "s02.p2.z2"),
    ),
    "inferred-from-the-first-end": (
        carried_by("interest_partners", NORWAY, "s02.p1.z1", "s01.p1.z2"),
    ),
    "inferred-from-the-second-end": (
        cell("interest_partners", NORWAY, "interest_id", "quiet-seas"),
        cell("evidence", carrying("interest_partners", NORWAY, "s02.p1.z1"),
             "about_key", f"{DOCUMENT}/quiet-seas/norway"),
        gone("exceptions", "unlinked-thing/interests/quiet-seas"),
    ),
    "ten-links-on-a-passage": (
        *(carried(table, f"{DOCUMENT}/{key}", "s02.p1.z1") for table, key in (
            ("threat_actors", "smuggling/smugglers"),
            ("threat_causes", "poverty/smuggling"),
            ("threat_interests", "smuggling/safe-shipping/touches"),
            ("threat_regions", "smuggling/iceland"),
        )),
        carried("mission_threats", f"{LANTERN}/smuggling", "s02.p1.z1", "basis"),
    ),
    "evidence-of-a-column-in-a-passage-without-the-form": (
        carried("missions", "lantern-training", "s02.p2.z2", "parent_id"),
    ),
    "a-form-of-two-things": (
        named("threats", "night-raids", "smuggling"),
    ),
    "a-form-of-the-netherlands": (named("partners", "netherlands", "frigate"),),
    "capitals-that-are-a-word-in-small-letters": (named("regions", "high-north", "IT"),),
    "a-form-of-the-netherlands-and-another": (
        named("partners", "netherlands", "frigate"),
        named("partners", "norway", "frigate"),
    ),
    "a-form-within-a-longer-one-before-a-dash": (
        carried("regions", "iceland", "s01.p1.z3"),
        named("regions", "iceland", "coast"),
    ),
    "a-form-at-the-beginning-of-a-longer-one": (named("threats", "poverty", "night"),),
    "a-form-at-the-end-of-a-longer-one": (named("threats", "poverty", "guard"),),
    "a-preferred-form-for-each-of-two-things-of-one-identifier": (
        copied("names", SAFETY, about_key="smuggling", form="fight against smuggling"),
        carried("considerations", "smuggling", "s02.p1.z2"),
        *linked("decision_considerations", "extend-lantern-2018/smuggling", "explicit",
                "s02.p1.z2"),
        copied("considerations", "crew-safety", id="smuggling"),
    ),
    "a-decision-on-no-mission": filled("decisions", SPENDING, firmness="taken", timing="today"),
    "an-intention-without-commitment": (
        gone("evidence", carrying("commitments", NIGHT, "s02.p2.z2")),
        gone("commitments", NIGHT),
        cell("decisions", SPENDING, "mission_id", "night-watch"),
    ),
    "a-class-whose-member-the-letter-names": (
        carried("partners", "norway", "s02.h"),  # or the heading would carry a class alone
        named("partners", "norway", "Operation"),
        cell("missions", "lantern", "kind", "generic_class"),
    ),
    "a-class-arranged-in-a-class": (
        gone("evidence", carrying("missions", "lantern-training", "s02.p2.z1", "parent_id")),
        carried("partners", "norway", "s02.h"),
        named("partners", "norway", "Operation"),
        cell("missions", "lantern", "kind", "generic_class"),
        cell("missions", "lantern-training", "kind", "generic_class"),
        cell("missions", "lantern-training", "parent_basis", "arranged"),
    ),
    "a-mission-arranged-in-a-mission": (
        gone("evidence", carrying("missions", "lantern-training", "s02.p2.z1", "parent_id")),
        cell("missions", "lantern-training", "parent_basis", "arranged"),
    ),
    "ten-facts-of-one-sort": tuple(
        copied("mission_facts", FACT, position=str(number)) for number in range(2, 11)
    ),
    "a-later-letter-is-its-own-source": filled(
        "mission_facts", REPORT, follow_up_id=DOCUMENT, source_id=DOCUMENT
    ),
    "a-letter-that-is-the-source-of-its-own-tie": (
        added("document_ties", document_id=DOCUMENT, to_document_id="example-gazette",
              tie="follows", origin="looked_up", source_id=DOCUMENT),
    ),
    "a-date-inferred-from-a-letter": (cell("documents", OTHER, "date_certainty", "inferred"),),
    "a-date-inferred-from-another-source": filled(
        "documents", DOCUMENT, date_certainty="inferred"
    ),
    "retired-in-this-version-without-successor": filled(
        "retired_ids", "threats/old-smuggling", replaced_by="", version="0.0.2"
    ),
    "two-coded-documents": OTHER_CODED,
    "a-year-long": filled("commitments", LANTERN, starts="2018", starts_precision="year"),
    "within-a-month": filled("commitments", LANTERN, starts="2018-10"),
    "from-a-day-in-the-month-of-the-end": filled(
        "commitments", LANTERN, starts="2018-10-31", starts_precision="day"
    ),
    "until-a-day-in-the-month-of-the-start": filled(
        "commitments", LANTERN, ends="2018-02-01", ends_precision="day"
    ),
    "from-a-day-in-the-year-of-the-end": filled(
        "commitments", LANTERN, starts="2018-12-31", starts_precision="day", ends="2018",
        ends_precision="year",
    ),
    "a-span-of-the-sealed-text": (cell("passages", NOTE, "end", str(STARTS + SEALED)),),
    "a-span-not-quite-twice-as-long": (
        cell("passages", NOTE, "end", str(STARTS + 2 * SEALED - 1)),
    ),
    "a-full-name-in-one-language": (cell("mission_facts", FACT, "value_nl", ""),),
    "a-later-letter-without-words": filled(
        "mission_facts", REPORT, value_en="", value_nl="", date="", date_precision=""
    ),
    "a-date-alone": filled(
        "mission_facts", FACT, value_en="", value_nl="", date="2018", date_precision="year",
        fact="started",
    ),
    "an-address-of-another-scheme": (
        copied("identifiers", WIKIDATA, scheme="geonames", uri="https://sws.geonames.org/2629691/"),
    ),
    "letters-of-no-script-that-looks-alike": filled(
        "missions",
        "lantern",
        description_en="Hawai\u02bbi, 5 km\u00b2, 5 \u00b5g.",
        description_nl="Hawai\u02bbi, 5 km\u00b2 en 5 \u00b5g.",
    ),
}  # fmt: skip

# The layers in which a rule shows, where those are not all but the slow one.
ASKED = {rule.id: SLOW for rule in RULES.values() if rule.layer == "drift"} | {
    "unreadable-file": SLOW,
    "unread-table": ("columns",),
}
BROKEN = (*BYTES, *STRUCTURE, *COLUMNS, *RELATIONS, *DRIFT, *HALVES)


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


def expected(case: Case, package: Path, edited: int) -> tuple[str, str, int, str]:
    line = case.row
    if isinstance(line, str):
        tables = {path_of(package, name): name for name in open_package(package).tables}
        line = line_of(package, tables[case.file], line)
    return case.rule, case.file, edited if line is None else line, case.column


@pytest.fixture(scope="module", autouse=True)
def judged_once() -> Iterator[None]:
    """Judge each table once: a case touches few of them."""
    with remembering():
        yield


@pytest.mark.parametrize("case", BROKEN, ids=str)
def test_one_fault_gives_one_finding(case: Case, example: Path) -> None:
    edited = [edit(example) for edit in case.edits][-1]
    layers = ASKED.get(case.rule) or FAST
    with open_with_letter(example) as package:
        report = validate(package, layers)
    found = [(f.rule, f.file, f.row, f.column) for f in report.findings]
    assert found == [expected(case, example, edited)]
    (message,) = [finding.message for finding in report.findings]
    assert case.says in message
    assert message.nl not in {"", message}, "the message is not in Dutch"


@pytest.mark.parametrize(("unread", "rule"), UNREAD_BESIDE)
def test_a_rule_judges_the_tables_that_can_be_read(unread: str, rule: str, example: Path) -> None:
    case = next(case for case in RELATIONS if case.rule == rule)
    edited = [edit(example) for edit in case.edits][-1]
    wanted = expected(case, example, edited)
    path = example / path_of(example, unread)
    path.write_bytes(b"no" + path.read_bytes())
    with open_package(example) as package:
        report = validate(package, FAST)
    assert wanted in [(f.rule, f.file, f.row, f.column) for f in report.findings]


@pytest.mark.parametrize(
    ("edits", "layers"),
    [*((edits, FAST) for edits in ALLOWED.values()), *((edits, SLOW) for edits in WITHIN.values())],
    ids=[*ALLOWED, *WITHIN],
)
def test_what_no_condition_of_a_rule_forbids_is_clean(
    edits: tuple[Edit, ...], layers: tuple[str, ...], example: Path
) -> None:
    for edit in edits:
        edit(example)
    with open_package(example) as package:
        assert validate(package, layers).findings == ()


def test_an_unknown_kind_is_no_fault_of_the_child(example: Path) -> None:
    set_cell(example, "missions", "lantern", "kind", "parade")
    with open_package(example) as package:
        report = validate(package, FAST)
    assert [finding.rule for finding in report.findings] == ["enum"]


def test_an_exception_excuses_a_seal(example: Path) -> None:
    key = f"{DOCUMENT}.s02.p2.z2"
    set_cell(example, "passages", key, "seal", "a" * 64)
    entry = {"rule": "seal", "about_table": "passages", "about_key": key}
    append_row(example, "exceptions", {**entry, "reason": "The gazette prints it otherwise."})
    with open_with_letter(example) as package:
        report = validate(package, FAST)
    assert report.findings == ()


@pytest.mark.parametrize(
    ("english", "dutch"),
    [
        ("1,000 of 2,500,000 euros", "1.000 van de 2.500.000 euro"),
        ("1000 euros", "1.000 euro"),
        ("2.5 per cent", "2,5 procent"),
        ("the 2nd of 3 in 2016", "in 2016 de 2e van de 3"),
        ("at 10:30", "om 10.30 uur"),
        ("2015-2016, nr. 9.", "nr. 9, 2015/2016"),
        ("F-16s", "F16's"),
        ("no number", "geen getal"),
    ],
)
def test_a_number_is_the_same_however_a_language_writes_it(english: str, dutch: str) -> None:
    assert numbers(english) == numbers(dutch)


@pytest.mark.parametrize(
    ("english", "dutch"),
    [("2016", "2017"), ("25", "2,5"), ("2.5", "5,2"), ("1,000", "100"), ("3", "3 van de 3")],
)
def test_another_number_is_another(english: str, dutch: str) -> None:
    assert numbers(english) != numbers(dutch)


@pytest.mark.parametrize(
    "text",
    [
        *("2016-2017", "2016-17", "15/40", "2015/778", "SC/12426", "1.2.10", "33 694", "v1.3.2"),
        *("s01", "A1", "1st", "ad-3", "mars-3", "decks-2", "mayor-3", "sep-x1", "March", "mei"),
        *("3 ships", "1 of 2", "50% more", "10 days", "2 million", "Article 100", "1/2 of it"),
        *("Unknown waters", "Geen smokkel", "XX", "What is known?", "Not stated."),
    ],
)
def test_a_text_that_only_resembles_another_value_is_text(text: str) -> None:
    assert not REINTERPRETED.fullmatch(text)
    assert not PLACEHOLDER.fullmatch(text)


def test_every_message_of_the_catalogue_is_in_both_languages_with_the_same_places() -> None:
    def places(template: str) -> set[tuple[str | None, str | None]]:
        return {(name, form) for _, name, form, _ in Formatter().parse(template) if name}

    for rule in RULES.values():
        by_name: dict[str, dict[str, str]] = defaultdict(dict)
        for name, template in rule.message.items():
            start, _, language = name.rpartition("_")
            by_name[start][language] = template
        for texts in by_name.values():
            assert texts.keys() == LANGUAGES.keys(), rule.id
            assert places(texts["en"]) == places(texts["nl"]), rule.id


def test_every_rule_has_a_broken_example() -> None:
    assert {case.rule for case in BROKEN} == set(RULES)


def test_every_rule_on_a_row_has_a_broken_example() -> None:
    assert {(rule.id, rule.column) for rule in ROW_RULES} <= {(c.rule, c.column) for c in BROKEN}


def test_the_example_is_clean_in_every_layer(example: Path) -> None:
    with open_with_letter(example) as package:
        report = validate(package)
        tables = [len(table.rows) for table in package.tables.values()]
    assert report.findings == ()
    assert report.notes == ()
    assert report.counts["seals"] == len(LETTER)
    assert report.counts["rules"] == len(RULES)
    assert report.counts["rows"] == sum(tables)
    assert all(tables), "each table of the example has a row"


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_a_rule_says_everything_in_both_languages(rule: Rule) -> None:
    assert rule.layer in LAYERS
    assert rule.severity in SEVERITIES
    for name in ("demand", "why", "example", "mend"):
        text = rule.text(name)
        assert text != text.nl
        for words in (text, text.nl):
            assert words.strip() == words
            assert words.rstrip("`").endswith(".")
            assert words.count("`") % 2 == 0
