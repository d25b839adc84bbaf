"""Mutants that follow from the contract and the schemas alone, without regard to the rules.

Each breaks one demand that data/README.md or a schema makes, on the invented letter, and names the
place where a reader would look. Which rule reports it does not stand here; the campaign measures
it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.campaign.edits import (
    Edit,
    cell,
    content,
    copy,
    document,
    gone,
    row,
    swap_bytes,
    swap_lines,
)

LETTER = "example-letter"


@dataclass(frozen=True)
class Hand:
    """One demand broken.

    `at` is where a reader would look: a table, a key and perhaps a column, or a file and perhaps
    a line and a column. A key that begins with a slash or a full stop belongs to the letter.
    """

    id: str
    breaks: str
    at: str
    edits: tuple[Edit, ...]


def _carried(about: str, passage: str, field: str = "row") -> str:
    """Key of the evidence that a passage of the letter carries a row."""
    table, key = about.split(" ")
    key = LETTER + key if key.startswith("/") else key
    return f"{table}/{key}/{field}/{LETTER}.{passage}"


def _evidence(about: str, passage: str, field: str = "row") -> Edit:
    table, key = about.split(" ")
    return row(
        "evidence",
        about_table=table,
        about_key=LETTER + key if key.startswith("/") else key,
        about_field=field,
        passage_id=f"{LETTER}.{passage}",
    )


def _uncarried(about: str, passage: str, field: str = "row") -> Edit:
    return gone("evidence", _carried(about, passage, field))


def _text(name: str, value: str, at: str = "considerations crew-safety description_en") -> Hand:
    table, _, rest = at.partition(" ")
    key, _, column = rest.rpartition(" ")
    return Hand(
        f"cell-{name}",
        f"No text cell holds {value!r}",
        at,
        (cell(table, key, column, value),),
    )


def _passage(name: str, breaks: str, place: str, column: str, value: str) -> Hand:
    return Hand(
        f"passage-{name}",
        breaks,
        f"passages .{place} {column}",
        (cell("passages", f"{LETTER}.{place}", column, value),),
    )


def _set(name: str, breaks: str, at: str, value: str) -> Hand:
    table, _, rest = at.partition(" ")
    key, _, column = rest.rpartition(" ")
    key = LETTER + key if key.startswith("/") else key
    return Hand(name, breaks, at, (cell(table, key, column, value),))


def _resource(name: str, property_name: str, value: object) -> Edit:
    def change(descriptor: Any) -> None:  # noqa: ANN401 - JSON
        for resource in descriptor["resources"]:
            if resource["name"] == name:
                resource[property_name] = value

    return document("datapackage.json", change)


SAID = (
    Hand(
        "thing-without-evidence",
        "Every row that says what the letter says rests on passages",
        "missions night-watch",
        (_uncarried("missions night-watch", "s02.p2.z2"),),
    ),
    Hand(
        "statement-without-evidence",
        "Every statement has evidence",
        "contributions /frigate",
        (_uncarried("contributions /frigate", "s02.p2.z1"),),
    ),
    Hand(
        "link-without-evidence",
        "Every link has evidence",
        "threat_causes /poverty/smuggling",
        (_uncarried("threat_causes /poverty/smuggling", "s01.p1.z3"),),
    ),
    Hand(
        "said-tie-without-evidence",
        "A tie that a letter says rests on passages",
        "document_ties /harbour-treaty/cites",
        (_uncarried("document_ties /harbour-treaty/cites", "fn1"),),
    ),
    Hand(
        "cited-document-without-evidence",
        "A document that the letter cites rests on a passage",
        "documents harbour-treaty",
        (_uncarried("documents harbour-treaty", "fn1"),),
    ),
    Hand(
        "place-in-tree-without-evidence",
        "A place in a tree that is not arranged rests on a passage",
        "regions iceland parent_id",
        (_uncarried("regions iceland", "s01.p1.z2", "parent_id"),),
    ),
    Hand(
        "date-without-evidence",
        "A period is evidence of its own column",
        "commitments /lantern starts",
        (_uncarried("commitments /lantern", "s02.p1.z2", "starts"),),
    ),
    Hand(
        "amount-without-evidence",
        "An amount is evidence of its own column",
        "contributions /beacons amount",
        (_uncarried("contributions /beacons", "s02.p2.z1", "amount"),),
    ),
    Hand(
        "evidence-of-our-own-order",
        "What is arranged is our own ordering: no passage carries it",
        "evidence " + _carried("interests fishing-grounds", "s01.p1.z2", "parent_id"),
        (_evidence("interests fishing-grounds", "s01.p1.z2", "parent_id"),),
    ),
    Hand(
        "evidence-of-what-was-looked-up",
        "What is looked up rests on its source, never on the letter",
        "evidence " + _carried("countries ISL", "s01.p1.z2"),
        (_evidence("countries ISL", "s01.p1.z2"),),
    ),
    Hand(
        "evidence-about-no-table",
        "about_table is the name of a resource",
        "evidence " + _carried("interest safe-shipping", "s01.p1.z2"),
        (_evidence("interest safe-shipping", "s01.p1.z2"),),
    ),
    Hand(
        "evidence-about-no-row",
        "Every key in evidence.csv exists",
        "evidence " + _carried("interests safe-fishing", "s01.p1.z2"),
        (_evidence("interests safe-fishing", "s01.p1.z2"),),
    ),
    Hand(
        "evidence-about-no-column",
        "about_field is a column, or row",
        "evidence " + _carried("interests safe-shipping", "s01.p1.z2", "colour"),
        (_evidence("interests safe-shipping", "s01.p1.z2", "colour"),),
    ),
    Hand(
        "evidence-of-an-empty-cell",
        "Empty means that the letter does not say",
        "evidence " + _carried("commitments /lantern-training", "s02.p2.z1", "starts"),
        (_evidence("commitments /lantern-training", "s02.p2.z1", "starts"),),
    ),
    Hand(
        "evidence-by-no-passage",
        "passage_id is a passage",
        "evidence " + _carried("missions lantern", "s02.p9.z9"),
        (_evidence("missions lantern", "s02.p9.z9"),),
    ),
    Hand(
        "coded-without-evidence",
        "A coded passage has evidence resting on it",
        "passages .s01.p1.z1 coding",
        (
            cell("passages", f"{LETTER}.s01.p1.z1", "coding", "coded"),
            cell("passages", f"{LETTER}.s01.p1.z1", "reason", ""),
        ),
    ),
    Hand(
        "nothing-to-code-with-evidence",
        "There is no third state: a passage is coded or holds nothing",
        "passages .s02.h coding",
        (
            cell("passages", f"{LETTER}.s02.h", "coding", "nothing_to_code"),
            cell("passages", f"{LETTER}.s02.h", "reason", "structure"),
        ),
    ),
    _passage("nothing-without-reason", "nothing_to_code has a reason", "s01.p1.z1", "reason", ""),
    _passage("coded-with-reason", "A coded passage has no reason", "s02.h", "reason", "structure"),
    _set(
        "looked-up-tie-without-source",
        "What is looked up has its source",
        "document_ties example-gazette/example-letter/follows source_id",
        "",
    ),
    _set(
        "said-tie-with-source",
        "source_id is empty for ties a letter states",
        "document_ties /harbour-treaty/cites source_id",
        "example-gazette",
    ),
    _set(
        "looked-up-in-the-letter",
        "What is looked up comes from an outside source, not from the coded letter",
        "countries ISL source_id",
        LETTER,
    ),
    Hand(
        "statement-of-a-document-not-coded",
        "A statement belongs to one coded letter",
        "commitments harbour-treaty/lantern-training document_id",
        (
            cell("commitments", f"{LETTER}/lantern-training", "document_id", "harbour-treaty"),
            cell(
                "evidence",
                _carried("commitments /lantern-training", "s02.p2.z1"),
                "about_key",
                "harbour-treaty/lantern-training",
            ),
        ),
    ),
)

EXCEPTIONS = (
    Hand(
        "unlinked-without-exception",
        "No thing is without a link or a place in a tree unless listed with a reason",
        "interests quiet-seas",
        (gone("exceptions", "unlinked-thing/interests/quiet-seas"),),
    ),
    Hand(
        "exception-that-excuses-nothing",
        "An exception that excuses nothing any more is itself a finding",
        "exceptions unlinked-thing/interests/safe-shipping",
        (copy("exceptions", "unlinked-thing/interests/quiet-seas", about_key="safe-shipping"),),
    ),
    Hand(
        "exception-of-no-rule",
        "An exception names the rule that yields",
        "exceptions unlinked-things/interests/quiet-seas rule",
        (copy("exceptions", "unlinked-thing/interests/quiet-seas", rule="unlinked-things"),),
    ),
    Hand(
        "exception-of-no-row",
        "An exception names a row that exists",
        "exceptions unlinked-thing/interests/loud-seas about_key",
        (copy("exceptions", "unlinked-thing/interests/quiet-seas", about_key="loud-seas"),),
    ),
    Hand(
        "exception-of-no-table",
        "about_table is the name of a resource",
        "exceptions unlinked-thing/interest/quiet-seas about_table",
        (copy("exceptions", "unlinked-thing/interests/quiet-seas", about_table="interest"),),
    ),
)

TREES = (
    Hand(
        "tree-of-two-in-a-ring",
        "Trees have no cycle",
        "regions high-north parent_id",
        (
            cell("regions", "high-north", "parent_id", "iceland"),
            cell("regions", "high-north", "parent_basis", "arranged"),
            cell("regions", "iceland", "kind", "wider_region"),
            cell("regions", "iceland", "country_id", ""),
        ),
    ),
    _set("own-parent", "Trees have no cycle", "threats night-raids parent_id", "night-raids"),
    _set(
        "parent-without-basis",
        "Trees are parent_id with parent_basis",
        "threats night-raids parent_basis",
        "",
    ),
    _set(
        "basis-without-parent",
        "Trees are parent_id with parent_basis",
        "threats night-raids parent_id",
        "",
    ),
    _set("no-such-parent", "parent_id is a row here", "threats night-raids parent_id", "smuggle"),
    _set(
        "kind-under-a-kind-it-may-not-stand-under",
        "A kind stands only under kinds that codes.csv allows",
        "missions lantern-training kind",
        "posture",
    ),
    Hand(
        "expanded-class",
        "A named mission is placed under a class only where the letter does so",
        "missions lantern-training parent_basis",
        (
            cell("missions", "lantern", "kind", "generic_class"),
            cell("missions", "lantern-training", "parent_basis", "arranged"),
            _evidence("partners norway", "s02.h"),  # or the heading would carry a class alone
            _uncarried("missions lantern-training", "s02.p2.z1", "parent_id"),
        ),
    ),
)

STATEMENTS = (
    _set(
        "ends-before-it-starts",
        "A period never ends before it starts",
        "commitments /lantern starts",
        "2018-11",
    ),
    Hand(
        "ends-the-year-before",
        "A period never ends before it starts",
        "commitments /lantern ends",
        (
            cell("commitments", f"{LETTER}/lantern", "ends", "2017"),
            cell("commitments", f"{LETTER}/lantern", "ends_precision", "year"),
        ),
    ),
    _set(
        "date-without-precision",
        "A date has a precision beside it",
        "commitments /lantern starts_precision",
        "",
    ),
    _set(
        "precision-without-date",
        "The precision is empty when there is no date",
        "commitments /night-watch starts_precision",
        "month",
    ),
    _set(
        "precision-finer-than-the-date",
        "2018-02 is known to the month, not to the day",
        "commitments /lantern starts_precision",
        "day",
    ),
    _set(
        "precision-coarser-than-the-date",
        "A date is given as far as it is known",
        "commitments /lantern starts",
        "2018-02-03",
    ),
    _set(
        "mid-month-of-a-year",
        "The middle of a month is written as a month",
        "commitments /lantern ends",
        "2018",
    ),
    _set("month-thirteen", "Dates are ISO 8601", "commitments /lantern ends", "2018-13"),
    _set(
        "thirtieth-of-february", "Dates are ISO 8601", "documents harbour-treaty date", "2009-02-30"
    ),
    _set("year-nought", "Dates are ISO 8601", "documents harbour-treaty date", "0000-01-01"),
    _set("date-as-printed", "Dates are ISO 8601", "documents harbour-treaty date", "3-5-2009"),
    Hand(
        "taken-without-commitment",
        "A taken decision about a mission has a commitment",
        "decisions /extend-lantern-2018 mission_id",
        (
            gone("commitments", f"{LETTER}/lantern"),
            *(
                _uncarried("commitments /lantern", "s02.p1.z2", field)
                for field in ("row", "starts", "ends")
            ),
        ),
    ),
    _set(
        "taken-yet-to-come",
        "What will be decided is not taken",
        "decisions /extend-lantern-2018 timing",
        "coming",
    ),
    _set(
        "pending-yet-earlier",
        "What is still to be decided was not decided earlier",
        "decisions /spend-on-beacons-2018 timing",
        "earlier",
    ),
    _set(
        "amount-without-bound",
        "amount_bound says whether the number is a ceiling",
        "contributions /beacons amount_bound",
        "",
    ),
    _set(
        "bound-without-amount",
        "amount holds the number",
        "contributions /frigate amount_bound",
        "at_most",
    ),
    _set(
        "unit-without-amount", "A unit counts an amount", "contributions /frigate unit", "company"
    ),
    _set("amount-without-unit", "An amount has a unit", "contributions /beacons unit", ""),
    _set("money-in-companies", "Money is no company", "contributions /beacons unit", "company"),
    _set("amount-nought", "No 0 for not said", "contributions /beacons amount", "0"),
    _set("amount-below-nought", "An amount is at least 1", "contributions /beacons amount", "-5"),
    _set("amount-with-dots", "Plain integers", "contributions /beacons amount", "2.000.000"),
    _set("amount-as-a-float", "Plain integers", "contributions /beacons amount", "2000000.0"),
    _set("amount-in-words", "Plain integers", "contributions /beacons amount", "two million"),
    _set(
        "amount-with-a-nought-before", "Plain integers", "contributions /beacons amount", "02000000"
    ),
    _set(
        "task-in-one-language",
        "Text stands in both languages",
        "contributions /frigate task_nl",
        "",
    ),
    _set(
        "decision-that-is-not-there",
        "decision_id is a decision",
        "contributions /beacons decision_id",
        "spend-on-beacons-2019",
    ),
    _set(
        "the-netherlands-contributes-to-itself",
        "The Netherlands is a partner only in partner_ties",
        "contributions /frigate partner_id",
        "netherlands",
    ),
    Hand(
        "the-netherlands-as-partner-in-a-mission",
        "The Netherlands is a partner only in partner_ties",
        "mission_partners /lantern/netherlands/co_contributor partner_id",
        (
            row(
                "mission_partners",
                document_id=LETTER,
                mission_id="lantern",
                partner_id="netherlands",
                role="co_contributor",
                basis="contextual",
            ),
            _evidence("mission_partners /lantern/netherlands/co_contributor", "s02.p1.z1"),
        ),
    ),
    Hand(
        "the-netherlands-shares-its-own-interest",
        "The Netherlands is a partner only in partner_ties",
        "interest_partners /safe-shipping/netherlands partner_id",
        (
            cell(
                "interest_partners", f"{LETTER}/safe-shipping/norway", "partner_id", "netherlands"
            ),
            cell(
                "evidence",
                _carried("interest_partners /safe-shipping/norway", "s02.p1.z1"),
                "about_key",
                f"{LETTER}/safe-shipping/netherlands",
            ),
        ),
    ),
    Hand(
        "two-netherlands",
        "One row of kind self",
        "partners norway kind",
        (cell("partners", "norway", "kind", "self"),),
    ),
)

LINKS = (
    _set(
        "explicit-in-two-sentences",
        "explicit: one passage of the link is evidence for both ends",
        "mission_regions /lantern/iceland/takes_place basis",
        "explicit",
    ),
    Hand(
        "contextual-from-afar",
        "contextual: both ends have evidence in the passage or that close to it",
        "interest_considerations /safe-shipping/crew-safety basis",
        (
            cell(
                "evidence",
                _carried("interest_considerations /safe-shipping/crew-safety", "s02.p1.z2"),
                "passage_id",
                f"{LETTER}.s02.p2.z2",
            ),
        ),
    ),
    _set(
        "inferred-without-rationale",
        "inferred: a rationale",
        "interest_partners /safe-shipping/norway rationale",
        "",
    ),
    _set(
        "explicit-with-rationale",
        "rationale is empty for all but inferred rows",
        "threat_causes /poverty/smuggling rationale",
        "Want on the coast makes people smuggle.",
    ),
    _set(
        "rationale-of-a-word",
        "A rationale has at least 20 characters",
        "interest_partners /safe-shipping/norway rationale",
        "They share it.",
    ),
    _set(
        "basis-arranged-on-a-link",
        "arranged is for trees",
        "threat_causes /poverty/smuggling basis",
        "arranged",
    ),
    _set(
        "link-to-no-threat",
        "Keys exist",
        "mission_threats /lantern/smuggling threat_id",
        "smuggler",
    ),
    _set(
        "role-of-another-table",
        "role is a code",
        "mission_regions /lantern/iceland/takes_place role",
        "host",
    ),
    Hand(
        "cause-of-itself",
        "One threat leads to or feeds another",
        "threat_causes /smuggling/smuggling",
        (
            copy("threat_causes", f"{LETTER}/poverty/smuggling", cause_id="smuggling"),
            _evidence("threat_causes /smuggling/smuggling", "s01.p1.z3"),
        ),
    ),
    Hand(
        "interest-that-serves-itself",
        "One interest serves another",
        "interest_ties /safe-shipping/safe-shipping",
        (
            copy(
                "interest_ties",
                f"{LETTER}/fishing-grounds/safe-shipping",
                interest_id="safe-shipping",
            ),
            _evidence("interest_ties /safe-shipping/safe-shipping", "s01.p1.z2"),
        ),
    ),
    Hand(
        "partner-tied-to-itself",
        "How two partners cooperate",
        "partner_ties /norway/norway/operational_cooperation",
        (
            copy(
                "partner_ties",
                f"{LETTER}/netherlands/norway/operational_cooperation",
                partner_id="norway",
            ),
            _evidence("partner_ties /norway/norway/operational_cooperation", "s02.p1.z1"),
        ),
    ),
    Hand(
        "document-that-cites-itself",
        "How one document relates to another",
        "document_ties /example-letter/cites",
        (
            copy("document_ties", f"{LETTER}/harbour-treaty/cites", to_document_id=LETTER),
            _evidence("document_ties /example-letter/cites", "fn1"),
        ),
    ),
    _set(
        "lettering-of-what-is-not-strategic",
        "document_interests are the strategic interests a document distinguishes",
        "interests safe-shipping kind",
        "stated",
    ),
    Hand(
        "one-lettering-twice",
        "A document letters its interests A, B, C",
        "document_interests /quiet-seas lettering",
        (
            cell("interests", "quiet-seas", "kind", "strategic"),
            copy("document_interests", f"{LETTER}/safe-shipping", interest_id="quiet-seas"),
            _evidence("document_interests /quiet-seas", "s02.p2.z2"),
            gone("exceptions", "unlinked-thing/interests/quiet-seas"),
        ),
    ),
)

CELLS = (
    _text("na", "NA"),
    _text("na-in-a-name", "n/a", "considerations crew-safety label_en"),
    _text("null", "null"),
    _text("nan", "nan"),
    _text("none", "None"),
    _text("true", "TRUE"),
    _text("false-in-a-label", "False", "considerations crew-safety label_nl"),
    _text("power-of-ten", "1E5"),
    _text("digits", "2018"),
    _text("decimal", "1.5"),
    _text("decimal-comma", "1,5"),
    _text("sum", "=1+1"),
    _text("plus", "+31 is our number"),
    _text("minus", "-safety of the crew"),
    _text("at-sign", "@SUM(A1)"),
    _text("tab-before", "\tcrews"),
    _text("a-day", "2018-03-01"),
    _text("a-day-in-march", "3-Mar"),
    _text("a-time", "10:30"),
    _text("a-fraction", "1/2"),
    _text("an-error", "#N/A"),
    _text("infinity", "inf"),
    _text("hexadecimal", "0x1F"),
    _text("percentage", "50%"),
    _text("unknown", "unknown", "documents harbour-treaty number"),
    _text("line-break", "Crews return\nhome."),
    _text("carriage-return", "Crews return\rhome."),
    _text("line-separator", "Crews return\u2028home."),
    _text("tab", "Crews\treturn."),
    _text("bell", "Crews\a return."),
    _text("zero-width-space", "Crews\u200b return."),
    _text("byte-order-mark-inside", "Crews\ufeff return."),
    _text("soft-hyphen", "Cre\u00adws return."),
    _text("non-breaking-space", "Crews\u00a0return."),
    _text("narrow-non-breaking-space", "Crews\u202freturn."),
    _text("written-backwards", "Crews \u202ereturn."),
    _text("space-before", " Crews return."),
    _text("space-after", "Crews return. "),
    _text("two-spaces", "Crews  return."),
    _text("not-composed", "Cre\u0301ws return."),
    _text("only-a-space", " "),
    _text(
        "not-composed-name", "Havenbo\u0301nd", "names partners/harbour-league/nl/Havenbond form"
    ),
    _set("no-label", "Labels exist in both languages", "actors smugglers label_nl", ""),
    _set(
        "long-label", "A label has 80 characters at most", "actors smugglers label_en", "Smug" * 21
    ),
    _set("capital-in-an-id", "Plain slugs", "considerations crew-safety id", "Crew-safety"),
    _set("code-in-dutch", "Codes are English words", "actors smugglers kind", "groep"),
    _set("code-with-capital", "Codes are as codes.csv has them", "actors smugglers kind", "Group"),
    _set(
        "true-with-capital",
        "Truth values are true and false",
        "countries NLD eu_member_2016",
        "True",
    ),
    _set("yes-for-true", "Truth values are true and false", "countries NLD eu_member_2016", "yes"),
    _set("one-for-true", "Truth values are true and false", "countries NLD eu_member_2016", "1"),
)

FORM = (
    Hand(
        "rows-out-of-order",
        "Rows in the order of the key",
        "data/missions.csv:2",
        (content("missions", swap_lines(2, 3)),),
    ),
    Hand(
        "passages-out-of-order",
        "Passages in the order of the letter",
        "data/sources/passages.csv:3",
        (content("passages", swap_lines(3, 4)),),
    ),
    Hand(
        "codes-out-of-order",
        "Codes in the order of their list",
        "data/codes.csv:2",
        (content("codes", swap_lines(2, 3)),),
    ),
    Hand("same-row-twice", "One row per key", "data/actors.csv:3", (copy("actors", "smugglers"),)),
    Hand(
        "same-key-twice",
        "One row per key",
        "data/actors.csv:2",
        (copy("actors", "smugglers", label_en="Others"),),
    ),
    Hand(
        "byte-order-mark",
        "No byte order mark",
        "data/actors.csv",
        (content("actors", lambda old: b"\xef\xbb\xbf" + old),),
    ),
    Hand(
        "windows-lines",
        "Lines end in LF",
        "data/actors.csv",
        (content("actors", lambda old: old.replace(b"\n", b"\r\n")),),
    ),
    Hand(
        "no-last-line-end",
        "Lines end in LF",
        "data/actors.csv",
        (content("actors", lambda old: old[:-1]),),
    ),
    Hand(
        "empty-line",
        "One form, byte for byte",
        "data/actors.csv:3",
        (content("actors", lambda old: old + b"\n"),),
    ),
    Hand(
        "needless-quotes",
        "Quotation marks only where needed",
        "data/actors.csv:2",
        (content("actors", swap_bytes(b"smugglers,group", b'smugglers,"group"')),),
    ),
    Hand(
        "latin-1",
        "Text is UTF-8",
        "data/interests.csv",
        (content("interests", lambda old: old.decode().encode("latin-1")),),
    ),
    Hand(
        "utf-16",
        "Text is UTF-8",
        "data/actors.csv",
        (content("actors", lambda old: old.decode().encode("utf-16")),),
    ),
    Hand(
        "semicolons",
        "The delimiter is a comma",
        "data/actors.csv",
        (content("actors", lambda old: old.replace(b",", b";")),),
    ),
    Hand(
        "short-row",
        "Every row has every column",
        "data/actors.csv:2",
        (content("actors", swap_bytes(b"smugglers,group,,", b"smugglers,group,")),),
    ),
    Hand(
        "long-row",
        "No row has more columns",
        "data/actors.csv:2",
        (content("actors", lambda old: old[:-1] + b",more\n"),),
    ),
    Hand(
        "columns-swapped",
        "Columns as in the schema",
        "data/actors.csv:1",
        (content("actors", swap_bytes(b"id,kind", b"kind,id")),),
    ),
    Hand(
        "column-misspelt",
        "Columns as in the schema",
        "data/actors.csv:1",
        (content("actors", swap_bytes(b"label_en", b"label_eng")),),
    ),
    Hand(
        "column-too-many",
        "Columns as in the schema",
        "data/actors.csv:1",
        (content("actors", lambda old: old.replace(b"\n", b",x\n")),),
    ),
    Hand(
        "no-header",
        "The first line names the columns",
        "data/actors.csv:1",
        (content("actors", lambda old: old.split(b"\n", 1)[1]),),
    ),
    Hand(
        "no-rows",
        "A table that says nothing says nothing",
        "data/actors.csv",
        (content("actors", lambda old: old.split(b"\n", 1)[0] + b"\n"),),
    ),
)

PASSAGES = (
    _passage("start-in-the-one-before", "Spans follow each other", "s01.p1.z2", "start", "80"),
    _passage("end-in-the-next", "Spans follow each other", "s01.p1.z2", "end", "220"),
    _passage("ends-before-it-starts", "The end lies after the start", "s01.p1.z2", "end", "1"),
    _passage("gap-before", "Passages are joined by one line feed", "s01.p1.z2", "start", "86"),
    _passage("last-end", "Spans are those of the normalised text", "fn1", "end", "9000"),
    _passage("first-start", "Offsets count from 0", "s01.h", "start", "3"),
    _passage(
        "position-skipped", "Positions count the passages of the letter", "fn1", "position", "12"
    ),
    _passage("section-of-another", "The id holds the section", "s01.p1.z2", "section", "s02"),
    _passage("paragraph-of-another", "The id holds the paragraph", "s01.p1.z2", "paragraph", "2"),
    _passage(
        "document-of-another",
        "The id begins with the document",
        "s01.p1.z2",
        "document_id",
        "harbour-treaty",
    ),
    _passage("heading-with-paragraph", "Headings have no paragraph", "s02.h", "paragraph", "1"),
    _passage(
        "heading-as-sentence", "The id says that it is a heading", "s02.h", "kind", "sentence"
    ),
    _passage("note-with-section", "A footnote has no section", "fn1", "section", "s02"),
    _passage("note-to-nothing", "A footnote names the passage with its mark", "fn1", "note_to", ""),
    _passage(
        "sentence-as-note",
        "note_to is empty but for footnotes",
        "s01.p1.z2",
        "note_to",
        f"{LETTER}.s01.p1.z1",
    ),
    _passage(
        "note-to-itself", "A footnote hangs on another passage", "fn1", "note_to", f"{LETTER}.fn1"
    ),
    _passage("page-back", "Pages go up", "s02.p2.z1", "page", "1"),
    _passage("page-skipped", "Page on which the passage begins", "s01.p1.z2", "page", "9"),
    _passage(
        "under-itself", "A heading stands above another section", "s02.h", "under_section", "s02"
    ),
    _passage("under-no-section", "under_section is a section", "s02.h", "under_section", "s09"),
    _passage(
        "under-in-one-sentence",
        "A section has one heading above it",
        "s02.p1.z2",
        "under_section",
        "",
    ),
    _passage(
        "seal-of-another-text", "The seal is that of the passage", "s01.p1.z2", "seal", "ab" * 32
    ),
    _passage("seal-in-capitals", "The seal is in lower case", "s01.p1.z2", "seal", "A" * 64),
    _passage(
        "seal-length", "seal_length counts the folded passage", "s01.p1.z2", "seal_length", "70"
    ),
    _passage(
        "seal-longer-than-text",
        "The folded passage is no longer than the passage",
        "s01.p1.z2",
        "seal_length",
        "999",
    ),
    _passage("no-paraphrase", "A paraphrase in both languages", "s01.p1.z2", "paraphrase_nl", ""),
    _passage(
        "another-number",
        "The same numbers in both languages",
        "s01.p1.z2",
        "paraphrase_nl",
        "Wat passage 30 zegt.",
    ),
    _passage(
        "long-paraphrase",
        "A paraphrase has 500 characters at most",
        "s01.p1.z2",
        "paraphrase_en",
        "So it is. " * 50 + "Yes.",
    ),
    Hand(
        "passage-deleted",
        "Every sentence, heading and footnote of the letter has a row",
        "data/sources/passages.csv:3",
        (gone("passages", f"{LETTER}.s01.p1.z1"),),
    ),
    _set(
        "seal-of-the-letter",
        "The seal of the letter is that of all passages",
        "documents example-letter seal",
        "ab" * 32,
    ),
    _set("letter-without-seal", "A coded document has a seal", "documents example-letter seal", ""),
    _set(
        "seal-of-a-cited-document",
        "seal is empty for a document that is not coded",
        "documents harbour-treaty seal",
        "ab" * 32,
    ),
)

SOURCES = (
    _set(
        "document-date-without-precision",
        "A date has a precision",
        "documents harbour-treaty date_precision",
        "",
    ),
    _set(
        "document-date-without-certainty",
        "A date says what it rests on",
        "documents harbour-treaty date_certainty",
        "",
    ),
    _set(
        "document-date-without-source",
        "A date says where it was taken from",
        "documents harbour-treaty date_source_id",
        "",
    ),
    _set(
        "certainty-without-date",
        "No certainty of no date",
        "documents pycountry date_certainty",
        "looked_up",
    ),
    _set(
        "stated-by-an-outside-source",
        "stated: the coded letter gives the date",
        "documents harbour-treaty date_source_id",
        "pycountry",
    ),
    _set(
        "looked-up-in-the-coded-letter",
        "looked_up: read outside the coded letters",
        "documents example-letter date_source_id",
        LETTER,
    ),
    _set(
        "cited-by-nobody", "cited: a coded document names it", "documents pycountry role", "cited"
    ),
    _set(
        "coded-without-passages",
        "coded: its passages are sealed and coded here",
        "documents harbour-treaty role",
        "coded",
    ),
    _set(
        "cited-called-outside",
        "outside: no coded document points to it",
        "documents harbour-treaty role",
        "outside",
    ),
    _set(
        "address-with-a-space",
        "An address has no space",
        "documents harbour-treaty url",
        "https://example.org/a treaty",
    ),
    _set(
        "address-of-a-file",
        "An address is on the web",
        "documents harbour-treaty url",
        "file:///treaty.html",
    ),
    _set(
        "follow-up-without-document",
        "A follow-up names its document",
        "mission_facts lantern/follow_up/1 follow_up_id",
        "",
    ),
    _set(
        "follow-up-on-a-name",
        "follow_up_id is for follow-ups",
        "mission_facts lantern/full_name/1 follow_up_id",
        "example-gazette",
    ),
    Hand(
        "fact-of-nothing",
        "A fact has a value, a date or a document",
        "mission_facts lantern/full_name/1",
        (
            cell("mission_facts", "lantern/full_name/1", "value_en", ""),
            cell("mission_facts", "lantern/full_name/1", "value_nl", ""),
        ),
    ),
    _set(
        "fact-position-skipped",
        "Numbers of rows run from 1",
        "mission_facts lantern/full_name/1 position",
        "3",
    ),
    Hand(
        "two-preferred-names",
        "One fullest form per language",
        "names missions/lantern/en/Operation Lantern kind",
        (cell("names", "missions/lantern/en/Operation Lantern", "kind", "preferred"),),
    ),
    _set(
        "name-of-nothing",
        "about_key is a row",
        "names partners/harbour-league/nl/Havenbond about_key",
        "harbour-union",
    ),
    _set(
        "judgement-about-nothing",
        "about_key is a row",
        "judgements missions/lantern-training/Is it a mission? about_key",
        "lanterns",
    ),
    _set(
        "retired-yet-in-use",
        "A retired identifier is never used again",
        "retired_ids threats/old-smuggling about_key",
        "smuggling",
    ),
    _set(
        "retired-for-nothing-known",
        "replaced_by is a key",
        "retired_ids threats/old-smuggling replaced_by",
        "smuggle",
    ),
    _set(
        "retired-in-no-version",
        "The version in which it went",
        "retired_ids threats/old-smuggling version",
        "0.1",
    ),
    _set(
        "retired-in-the-future",
        "No version after this one",
        "retired_ids threats/old-smuggling version",
        "9.0.0",
    ),
    _set(
        "country-with-the-code-of-another",
        "Countries agree with a packaged reference",
        "countries ISL alpha2",
        "IE",
    ),
    _set(
        "country-with-the-number-of-another",
        "Countries agree with a packaged reference",
        "countries ISL m49",
        "372",
    ),
    _set(
        "country-with-the-name-of-another",
        "Countries agree with a packaged reference",
        "countries ISL name_en",
        "Ireland",
    ),
    _set(
        "country-with-the-dutch-name-of-another",
        "Countries agree with a packaged reference",
        "countries ISL name_nl",
        "Ierland",
    ),
    _set(
        "country-in-another-subregion",
        "Countries agree with a packaged reference",
        "countries ISL m49_subregion",
        "Western Europe",
    ),
    _set(
        "country-that-does-not-exist",
        "Countries agree with a packaged reference",
        "countries ISL id",
        "XIS",
    ),
    _set(
        "country-that-joined-early",
        "The United Nations exist since 1945",
        "countries ISL un_member_since",
        "1918",
    ),
    _set(
        "country-region-without-country",
        "A country has a country_id",
        "regions iceland country_id",
        "",
    ),
    _set(
        "sea-with-a-country",
        "country_id is empty for what is no country",
        "regions high-north country_id",
        "NOR",
    ),
    _set("state-without-country", "A state has a country_id", "partners norway country_id", ""),
    _set(
        "group-with-a-country",
        "country_id is empty for what is no state",
        "actors smugglers country_id",
        "NOR",
    ),
    _set("state-that-is-another", "A country is one state", "partners norway country_id", "NLD"),
    _set(
        "identifier-of-another-scheme",
        "uri is the identifier in the scheme",
        "identifiers countries/ISL/wikidata/http://www.wikidata.org/entity/Q189 scheme",
        "geonames",
    ),
    _set(
        "identifier-of-nothing",
        "about_key is a row",
        "identifiers countries/ISL/wikidata/http://www.wikidata.org/entity/Q189 about_key",
        "ICE",
    ),
    Hand(
        "code-no-schema-knows",
        "Enums are written from codes.csv",
        "schemas/actors.json",
        (copy("codes", "actor_kind/group", code="network", position="3"),),
    ),
    Hand(
        "code-list-of-nobody",
        "A code list belongs to a column",
        "data/codes.csv",
        (copy("codes", "actor_kind/group", list="acting_kind", position="1"),),
    ),
    Hand(
        "code-list-with-a-gap",
        "position: place of the code in its list, from 1",
        "codes actor_kind/group position",
        (cell("codes", "actor_kind/group", "position", "5"),),
    ),
    Hand(
        "kind-under-no-kind",
        "stands_under names kinds of the list",
        "codes threat_kind/method stands_under",
        (cell("codes", "threat_kind/method", "stands_under", "danger method raid"),),
    ),
    Hand(
        "stands-under-where-there-is-no-tree",
        "stands_under is for kinds of trees",
        "codes actor_kind/group stands_under",
        (cell("codes", "actor_kind/group", "stands_under", "state"),),
    ),
    _set(
        "code-without-a-wrong-example",
        "A right and a wrong example for every code",
        "codes actor_kind/group wrong_nl",
        "",
    ),
)


def _drop(descriptor: Any) -> None:  # noqa: ANN401 - JSON
    descriptor["resources"] = [r for r in descriptor["resources"] if r["name"] != "retired_ids"]


DESCRIPTOR = (
    Hand(
        "bytes-of-another-file",
        "bytes is the size of the file",
        "data/actors.csv",
        (_resource("actors", "bytes", 7),),
    ),
    Hand(
        "hash-of-another-file",
        "hash is that of the file",
        "data/actors.csv",
        (_resource("actors", "hash", "sha256:" + "ab" * 32),),
    ),
    Hand(
        "file-that-is-not-there",
        "path is a file",
        "data/actor.csv",
        (_resource("actors", "path", "data/actor.csv"),),
    ),
    Hand(
        "table-left-out",
        "Every table is a resource",
        "data/sources/retired_ids.csv",
        (document("datapackage.json", _drop),),
    ),
    Hand(
        "other-encoding",
        "Text is UTF-8",
        "datapackage.json",
        (_resource("actors", "encoding", "latin-1"),),
    ),
    Hand(
        "other-delimiter",
        "The delimiter is a comma",
        "datapackage.json",
        (_resource("actors", "dialect", {"delimiter": ";"}),),
    ),
    Hand(
        "schema-of-another-table",
        "One schema per table",
        "data/actors.csv:1",
        (_resource("actors", "schema", "schemas/partners.json"),),
    ),
    Hand(
        "version-without-patch",
        "major, minor and patch",
        "datapackage.json",
        (document("datapackage.json", lambda d: d.update(version="0.1")),),
    ),
    Hand(
        "version-of-last-time",
        "A new release has a new version",
        "datapackage.json",
        (document("datapackage.json", lambda d: d.update(version="0.0.1")),),
    ),
    Hand(
        "title-in-one-language",
        "Text in both languages",
        "datapackage.json",
        (document("datapackage.json", lambda d: d.pop("title_nl")),),
    ),
    Hand(
        "property-nobody-knows",
        "The profile is strict",
        "datapackage.json",
        (document("datapackage.json", lambda d: d.update(colour="red")),),
    ),
    Hand(
        "schema-without-a-column",
        "Columns as in the schema",
        "data/actors.csv:1",
        (document("schemas/actors.json", lambda s: s["fields"].pop()),),
    ),
    Hand(
        "schema-without-a-key",
        "A table has a key",
        "schemas/actors.json",
        (document("schemas/actors.json", lambda s: s.pop("primaryKey")),),
    ),
    Hand(
        "schema-with-another-null",
        "Only an empty cell is missing",
        "schemas/actors.json",
        (document("schemas/actors.json", lambda s: s.update(missingValues=["", "NA"])),),
    ),
    Hand(
        "schema-that-points-nowhere",
        "A foreign key names a table",
        "schemas/actors.json",
        (
            document(
                "schemas/actors.json",
                lambda s: s["foreignKeys"][0]["reference"].update(resource="country"),
            ),
        ),
    ),
    Hand(
        "schema-code-nobody-defined",
        "Enums are written from codes.csv",
        "schemas/actors.json",
        (
            document(
                "schemas/actors.json",
                lambda s: s["fields"][1]["constraints"]["enum"].append("network"),
            ),
        ),
    ),
)

BY_HAND = (
    *SAID,
    *EXCEPTIONS,
    *TREES,
    *STATEMENTS,
    *LINKS,
    *CELLS,
    *FORM,
    *PASSAGES,
    *SOURCES,
    *DESCRIPTOR,
)
