"""What becomes of the mutants in `by_hand.py`: which rule catches each, and where.

A place is given only where the rule names another one than is foretold; it is one that a reader
understands as well. A hole is what no rule sees and one should.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.campaign.by_hand import BY_HAND, LETTER
from tests.campaign.mutants import ANY_COLUMN, ANY_ROW, Base, Kind, Mutant, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.campaign.by_hand import Hand
    from tests.campaign.clean import Clean

CAUGHT_BY = {
    "about-row": (
        "evidence-about-no-table",
        "evidence-about-no-row",
        "exception-of-no-row",
        "exception-of-no-table",
        "name-of-nothing",
        "judgement-about-nothing",
        "identifier-of-nothing",
    ),
    "amount-complete": (
        "amount-without-bound",
        "bound-without-amount",
        "unit-without-amount",
        "amount-without-unit",
    ),
    "both-languages": ("task-in-one-language",),
    "blank-row": ("empty-line",),
    "byte-order-mark": ("byte-order-mark",),
    "calendar": (
        "month-thirteen",
        "thirtieth-of-february",
        "year-nought",
    ),
    "canonical-form": ("needless-quotes",),
    "claim-evidence": (
        "thing-without-evidence",
        "statement-without-evidence",
        "link-without-evidence",
        "said-tie-without-evidence",
    ),
    "code-list": (
        "code-no-schema-knows",
        "schema-code-nobody-defined",
        "code-list-of-nobody",
    ),
    "code-parents": (
        "kind-under-no-kind",
        "stands-under-where-there-is-no-tree",
    ),
    "code-positions": ("code-list-with-a-gap",),
    "contextual-ends": ("contextual-from-afar",),
    "country-of-state": (
        "country-region-without-country",
        "sea-with-a-country",
        "state-without-country",
        "group-with-a-country",
    ),
    "country-reference": (
        "country-with-the-code-of-another",
        "country-with-the-number-of-another",
        "country-with-the-name-of-another",
        "country-with-the-dutch-name-of-another",
        "country-that-does-not-exist",
    ),
    "date-certainty": (
        "document-date-without-certainty",
        "document-date-without-source",
        "certainty-without-date",
    ),
    "date-precision": (
        "date-without-precision",
        "precision-without-date",
        "precision-finer-than-the-date",
        "precision-coarser-than-the-date",
        "mid-month-of-a-year",
        "document-date-without-precision",
    ),
    "decided-commitment": ("taken-without-commitment",),
    "decision-timing": (
        "taken-yet-to-come",
        "pending-yet-earlier",
    ),
    "descriptor": (
        "schema-without-a-key",
        "other-encoding",
        "other-delimiter",
        "version-without-patch",
        "title-in-one-language",
        "property-nobody-knows",
        "schema-with-another-null",
        "schema-that-points-nowhere",
    ),
    "document-role": (
        "cited-document-without-evidence",
        "cited-by-nobody",
        "cited-called-outside",
        "coded-without-passages",
        "seal-of-a-cited-document",
        "letter-without-seal",
    ),
    "enum": (
        "basis-arranged-on-a-link",
        "role-of-another-table",
        "code-in-dutch",
        "code-with-capital",
    ),
    "evidence-field": (
        "evidence-about-no-column",
        "evidence-of-an-empty-cell",
    ),
    "evidence-of-said": (
        "evidence-of-our-own-order",
        "evidence-of-what-was-looked-up",
    ),
    "exception-in-use": (
        "exception-that-excuses-nothing",
        "exception-of-no-rule",
    ),
    "expanded-class": ("expanded-class",),
    "explicit-ends": ("explicit-in-two-sentences",),
    "fact-content": (
        "follow-up-without-document",
        "follow-up-on-a-name",
        "fact-of-nothing",
    ),
    "fact-positions": ("fact-position-skipped",),
    "field-evidence": (
        "place-in-tree-without-evidence",
        "date-without-evidence",
        "amount-without-evidence",
    ),
    "fingerprint": (
        "bytes-of-another-file",
        "hash-of-another-file",
    ),
    "foreign-key": (
        "evidence-by-no-passage",
        "no-such-parent",
        "decision-that-is-not-there",
        "link-to-no-threat",
        "no-rows",
    ),
    "header": (
        "columns-swapped",
        "column-misspelt",
        "column-too-many",
        "no-header",
        "schema-without-a-column",
    ),
    "hidden-character": (
        "cell-tab-before",
        "cell-line-break",
        "cell-carriage-return",
        "cell-line-separator",
        "cell-tab",
        "cell-bell",
        "cell-zero-width-space",
        "cell-byte-order-mark-inside",
        "cell-soft-hyphen",
        "cell-non-breaking-space",
        "cell-narrow-non-breaking-space",
        "cell-written-backwards",
    ),
    "kind-under-kind": ("kind-under-a-kind-it-may-not-stand-under",),
    "length": (
        "explicit-with-rationale",
        "rationale-of-a-word",
        "long-label",
        "passage-long-paraphrase",
    ),
    "lettered-interest": ("lettering-of-what-is-not-strategic",),
    "line-ends": (
        "windows-lines",
        "no-last-line-end",
    ),
    "nfc": (
        "cell-not-composed",
        "cell-not-composed-name",
    ),
    "origin-source": (
        "looked-up-tie-without-source",
        "said-tie-with-source",
    ),
    "outer-space": (
        "cell-space-before",
        "cell-space-after",
        "cell-two-spaces",
        "cell-only-a-space",
    ),
    "outside-source": (
        "looked-up-in-the-letter",
        "stated-by-an-outside-source",
        "looked-up-in-the-coded-letter",
    ),
    "parent-basis": (
        "parent-without-basis",
        "basis-without-parent",
    ),
    "passage-above": (
        "passage-note-to-itself",
        "passage-under-itself",
        "passage-under-no-section",
        "passage-under-in-one-sentence",
    ),
    "passage-coding": (
        "coded-without-evidence",
        "nothing-to-code-with-evidence",
    ),
    "passage-place": (
        "passage-section-of-another",
        "passage-paragraph-of-another",
        "passage-document-of-another",
        "passage-heading-with-paragraph",
        "passage-heading-as-sentence",
        "passage-note-with-section",
        "passage-note-to-nothing",
        "passage-sentence-as-note",
    ),
    "passage-sequence": (
        "passage-start-in-the-one-before",
        "passage-end-in-the-next",
        "passage-gap-before",
        "passage-first-start",
        "passage-position-skipped",
        "passage-deleted",
        "passage-page-back",
        "passage-page-skipped",
    ),
    "pattern": (
        "date-as-printed",
        "capital-in-an-id",
        "passage-seal-in-capitals",
        "address-with-a-space",
        "address-of-a-file",
        "retired-in-no-version",
    ),
    "period-order": (
        "ends-before-it-starts",
        "ends-the-year-before",
    ),
    "placeholder": ("cell-unknown",),
    "preferred-once": ("two-preferred-names",),
    "range": (
        "amount-nought",
        "amount-below-nought",
        "country-that-joined-early",
    ),
    "rationale": ("inferred-without-rationale",),
    "reason-for-nothing": (
        "passage-nothing-without-reason",
        "passage-coded-with-reason",
    ),
    "reinterpreted": (
        "cell-na",
        "cell-na-in-a-name",
        "cell-null",
        "cell-nan",
        "cell-none",
        "cell-true",
        "cell-false-in-a-label",
        "cell-power-of-ten",
        "cell-digits",
        "cell-decimal",
        "cell-decimal-comma",
        "cell-sum",
        "cell-plus",
        "cell-minus",
        "cell-at-sign",
        "cell-an-error",
        "cell-infinity",
        "cell-a-day",
        "cell-a-day-in-march",
        "cell-a-time",
        "cell-a-fraction",
        "cell-hexadecimal",
        "cell-percentage",
    ),
    "required": (
        "no-label",
        "passage-no-paraphrase",
        "code-without-a-wrong-example",
    ),
    "retired-id": (
        "retired-yet-in-use",
        "retired-for-nothing-known",
        "retired-in-the-future",
    ),
    "row-order": (
        "rows-out-of-order",
        "passages-out-of-order",
        "codes-out-of-order",
    ),
    "row-width": (
        "short-row",
        "long-row",
    ),
    "separator": ("semicolons",),
    "same-document": ("statement-of-a-document-not-coded",),
    "same-numbers": ("passage-another-number",),
    "scheme-address": ("identifier-of-another-scheme",),
    "seal": (
        "passage-seal-of-another-text",
        "passage-seal-length",
        "seal-of-the-letter",
    ),
    "self-in-ties-only": (
        "the-netherlands-contributes-to-itself",
        "the-netherlands-as-partner-in-a-mission",
        "the-netherlands-shares-its-own-interest",
        "two-netherlands",
    ),
    "span-length": (
        "passage-ends-before-it-starts",
        "passage-last-end",
        "passage-seal-longer-than-text",
    ),
    "stray-file": (
        "table-left-out",
        "schema-of-another-table",
    ),
    "tree-cycle": (
        "tree-of-two-in-a-ring",
        "own-parent",
    ),
    "two-ends": (
        "cause-of-itself",
        "interest-that-serves-itself",
        "partner-tied-to-itself",
        "document-that-cites-itself",
    ),
    "type": (
        "amount-with-dots",
        "amount-as-a-float",
        "amount-in-words",
        "amount-with-a-nought-before",
        "true-with-capital",
        "yes-for-true",
        "one-for-true",
    ),
    "unique": (
        "same-row-twice",
        "same-key-twice",
        "one-lettering-twice",
        "state-that-is-another",
    ),
    "unit-of-money": ("money-in-companies",),
    "unlinked-thing": ("unlinked-without-exception",),
    "unreadable": ("file-that-is-not-there",),
    "utf-8": (
        "latin-1",
        "utf-16",
    ),
}

ELSEWHERE = {
    # The row is the one foretold; the rule has one column of several that it blames.
    "basis-without-parent": "threats night-raids parent_basis",
    "kind-under-a-kind-it-may-not-stand-under": "missions lantern-training parent_id",
    "ends-before-it-starts": "commitments /lantern ends",
    "date-without-precision": "commitments /lantern starts",
    "precision-without-date": "commitments /night-watch starts",
    "precision-finer-than-the-date": "commitments /lantern starts",
    "document-date-without-precision": "documents harbour-treaty date",
    "document-date-without-source": "documents harbour-treaty date_certainty",
    "amount-without-bound": "contributions /beacons amount",
    "amount-without-unit": "contributions /beacons amount",
    "bound-without-amount": "contributions /frigate amount",
    "unit-without-amount": "contributions /frigate amount",
    "passage-section-of-another": "passages .s01.p1.z2 id",
    "passage-paragraph-of-another": "passages .s01.p1.z2 id",
    "passage-document-of-another": "passages .s01.p1.z2 id",
    "passage-heading-with-paragraph": "passages .s02.h id",
    "passage-heading-as-sentence": "passages .s02.h id",
    "passage-note-with-section": "passages .fn1 id",
    "passage-note-to-nothing": "passages .fn1 id",
    "passage-sentence-as-note": "passages .s01.p1.z2 id",
    "passage-seal-length": "passages .s01.p1.z2 seal",
    "passage-seal-longer-than-text": "passages .s01.p1.z2 end",
    "lettering-of-what-is-not-strategic": "document_interests /safe-shipping interest_id",
    "identifier-of-another-scheme": (
        "identifiers countries/ISL/geonames/http://www.wikidata.org/entity/Q189 uri"
    ),
    # Of two rows, the second is blamed.
    "one-lettering-twice": "document_interests /safe-shipping",
    "passage-page-skipped": "passages .s01.p1.z3 page",
    "rows-out-of-order": "data/missions.csv:3",
    "passages-out-of-order": "data/sources/passages.csv:4",
    "codes-out-of-order": "data/codes.csv:3",
    "same-key-twice": "data/actors.csv:3 id",
    "passage-end-in-the-next": "passages .s01.p1.z3 start",
    # The fault shows in what depends on it.
    "no-rows": "threat_actors /smuggling/smugglers actor_id",
    "statement-of-a-document-not-coded": (
        f"evidence commitments/harbour-treaty/lantern-training/row/{LETTER}.s02.p2.z1 passage_id"
    ),
    "schema-of-another-table": "schemas/actors.json",
}

HOLES = {
    "country-in-another-subregion": "country-reference: no installed reference has these regions",
}

# Demanded by nobody on a second look: a released package holds the record of its own release.
WITHDRAWN = frozenset({"version-of-last-time"})


def mutants(clean: Clean) -> Iterator[Mutant]:
    """All of them but those withdrawn, each with the rule and place that it has."""
    rules = {name: rule for rule, names in CAUGHT_BY.items() for name in names}
    for hand in BY_HAND:
        if hand.id in WITHDRAWN:
            continue
        at = ELSEWHERE.get(hand.id, hand.at)
        place = _place(clean, rules.get(hand.id, ""), at)
        yield Mutant(
            f"by-hand/{hand.id}",
            Kind.HAND,
            f"Broken: {hand.breaks}",
            hand.edits,
            place if place.rule else None,
            hole=HOLES.get(hand.id, ""),
            base=Base.EXAMPLE,
        )


def foretold(clean: Clean, hand: Hand) -> Place:
    """Where a reader is to look."""
    return _place(clean, "", hand.at)


def shown(clean: Clean, hand: Hand) -> Place:
    """Where the fault shows."""
    return _place(clean, "", ELSEWHERE.get(hand.id, hand.at))


def _place(clean: Clean, rule: str, at: str) -> Place:
    first, _, rest = at.partition(" ")
    if "/" in first or "." in first:
        file, _, line = first.partition(":")
        return Place(rule, file, int(line) if line else ANY_ROW, rest or ANY_COLUMN)
    key, _, column = rest.rpartition(" ")
    if column not in clean.schema(first).names:
        key, column = rest, ANY_COLUMN
    return Place(rule, first, LETTER + key if key.startswith(("/", ".")) else key, column)
