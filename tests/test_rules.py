"""Every rule breaks on one fault, at one place, and nothing else does."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import getitem
from pathlib import Path
from typing import Any

import pytest

from tests.example import (
    DOCUMENT,
    LETTER,
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
from validation.layers import validate
from validation.package import DESCRIPTOR, ROOT, open_package
from validation.rereading import PLACEHOLDER, REINTERPRETED
from validation.row_rules import ROW_RULES
from validation.rules import LAYERS, RULES, SEVERITIES, Rule

Edit = Callable[[Path], int]

FAST = tuple(layer for layer in LAYERS if layer != "drift")
TEXT = b"Guards the coast."  # stands once in the file of missions, on its second line
MISSIONS = "data/missions.csv"
SCHEMA = "schemas/missions.json"


@dataclass(frozen=True)
class Case:
    """A rule, what breaks it and where that must be found.

    `row` is a line, the key of a row, or None for the row that the last edit changed.
    """

    rule: str
    edits: tuple[Edit, ...]
    file: str
    row: int | str | None = None
    column: str = ""

    def __str__(self) -> str:
        return "-".join(part for part in (self.rule, Path(self.file).stem, self.column) if part)


def wrong(rule: str, table: str, key: str, column: str, value: str, *, blames: str = "") -> Case:
    """One cell is changed, and that cell is found, or another one of the row."""
    edits = (cell(table, key, column, value),)
    return Case(rule, edits, path_of(ROOT, table), None, blames or column)


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


def unsealed_cell(table: str, key: str, column: str, value: str) -> Edit:
    return lambda package: set_cell(package, table, key, column, value, fingerprints=False)


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


def swapped(path: str, old: bytes, new: bytes, *, fingerprints: bool = True) -> Edit:
    return lambda package: replace_bytes(package, path, old, new, fingerprints=fingerprints)


def separated_by(sign: bytes) -> Edit:
    """The cells of the missions, which hold no comma, are separated by another sign."""

    def edit(package: Path) -> int:
        path = package / MISSIONS
        return path.write_bytes(path.read_bytes().replace(b",", sign))

    return edit


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
        (swapped(DESCRIPTOR, b'{\n  "$schema"', b'{\n    "$schema"', fingerprints=False),),
        DESCRIPTOR,
        0,
    ),
    Case("canonical-form", (swapped(SCHEMA, b"", b"\n"),), SCHEMA, 0),
)

STRUCTURE = (
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
    Case(
        "fingerprint",
        (unsealed_cell("missions", "lantern", "description_en", "Guards the harbour."),),
        MISSIONS,
        0,
    ),
    Case(
        "fingerprint",
        (
            lambda package: edit_json(
                package,
                DESCRIPTOR,
                lambda whole: whole["resources"][3].update(bytes=1),
                fingerprints=False,
            ),
        ),
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
    wrong("about-row", "names", "partners/harbour-league/nl/Havenbond", "about_id", "harbour"),
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
        "about_id",
        "IRL",
    ),
    Case(
        "about-row",
        (copied("exceptions", "unlinked-thing/interests/quiet-seas", about_key="quiet-bays"),),
        "data/sources/exceptions.csv",
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
        "data/sources/codes.csv",
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
            copied("names", SAFETY, about_id="good-weather"),
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
    wrong("retired-id", "retired_ids", "threats/old-smuggling", "retired_key", "poverty"),
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
        "data/sources/codings.csv",
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
        "data/sources/exceptions.csv",
        None,
        "rule",
    ),
    Case(
        "exception-in-use",
        (copied("exceptions", "unlinked-thing/interests/quiet-seas", rule="unlinked-things"),),
        "data/sources/exceptions.csv",
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

BROKEN = (*BYTES, *STRUCTURE, *COLUMNS, *RELATIONS, *DRIFT)


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
    layers = ("drift",) if RULES[case.rule].layer == "drift" else FAST
    with open_with_letter(example) as package:
        report = validate(package, layers)
    found = [(f.rule, f.file, f.row, f.column) for f in report.findings]
    assert found == [expected(case, example, edited)]
    (message,) = [finding.message for finding in report.findings]
    assert message.nl not in {"", message}, "the message is not in Dutch"


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
