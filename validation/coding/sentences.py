"""How each kind of claim reads as a sentence: subject, relation, object, in both languages.

This is the one place where the relations are worded. A phrase is never firmer than what it
stands for: a part that is only possible does not read as a part that is taken. Where a subject
may be one thing or many ("Resolute Support", "hacks"), the phrase fits both, because labels are
joined to it by machine.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

ONLY = ""  # the key of a relation that nothing chooses
SELF = ""  # the subject of a commitment has no column: it is the partner of kind self


@dataclass(frozen=True)
class Relation:
    """What ties a subject to its object: a code to filter on and a phrase in each language.

    `alone` are the phrases of a row that has no object, where its table allows that.
    """

    code: str
    en: str
    nl: str
    alone: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Sentence:
    """Which columns of a table are the subject and the object, and which relation joins them.

    The object is the first of `objects` that is filled. The relations are keyed by the codes of
    the column `role`, which says as what the claim is made, and by `ONLY` where there is none; or,
    where `by_object`, by the column of the object, and by `ONLY` where that is missing.
    """

    subject: str
    objects: tuple[str, ...]
    relations: Mapping[str, Relation] = field(repr=False)
    role: str = ""
    by_object: bool = False

    def relation(self, role: str, object_column: str) -> Relation:
        """The relation of one row; KeyError where nobody has worded it."""
        return self.relations[object_column if self.by_object else role]


def _one(code: str, en: str, nl: str) -> dict[str, Relation]:
    return {ONLY: Relation(code, en, nl)}


COMMITMENT = {
    "current": Relation("takes_part_in", "takes part in", "neemt deel aan"),
    "extended": Relation(
        "goes_on_taking_part_in", "goes on taking part in", "blijft deelnemen aan"
    ),
    "joined": Relation(
        "has_decided_to_take_part_in",
        "has decided to take part in",
        "heeft besloten tot deelname aan",
    ),
    "planned": Relation(
        "is_going_to_take_part_in", "is going to take part in", "gaat deelnemen aan"
    ),
    "awaiting_decision": Relation(
        "has_yet_to_decide_on_its_part_in",
        "has yet to decide on its part in",
        "moet nog besluiten over zijn aandeel in",
    ),
    "possible": Relation("may_take_part_in", "may take part in", "neemt mogelijk deel aan"),
    "expected": Relation(
        "is_expected_to_take_part_in",
        "is expected to take part in",
        "wordt geacht deel te nemen aan",
    ),
    "needed": Relation("is_needed_in", "is needed in", "is nodig bij"),
}

DECISION = {
    "taken": Relation(
        "is_taken_on",
        "is a decision taken on",
        "is een genomen besluit over",
        ("is a decision taken", "is een genomen besluit"),
    ),
    "intended": Relation(
        "is_intended_on",
        "is an intended decision on",
        "is een voorgenomen besluit over",
        ("is an intended decision", "is een voorgenomen besluit"),
    ),
    "pending": Relation(
        "is_pending_on",
        "is a decision yet to be taken on",
        "is een nog te nemen besluit over",
        ("is a decision yet to be taken", "is een nog te nemen besluit"),
    ),
    "in_preparation": Relation(
        "is_in_preparation_on",
        "is a decision in preparation on",
        "is een besluit in voorbereiding over",
        ("is a decision in preparation", "is een besluit in voorbereiding"),
    ),
}

GIVEN = Relation("is_a_contribution_to", "as a contribution to", "als bijdrage aan")
CONTRIBUTION = {
    "mission_id": GIVEN,
    "decision_id": Relation("follows_from", "following from", "op grond van"),
    "partner_id": GIVEN,
    ONLY: Relation("is_supplied", "supplied", "geleverd", ("supplied", "geleverd")),
}

MISSION_REGION = {
    "takes_place": Relation("takes_place_in", "carried out in", "uitgevoerd in"),
    "aims_at": Relation("is_aimed_at", "aimed at", "gericht op"),
}

MISSION_PARTNER = {
    "framework": Relation("runs_under_the_flag_of", "under the flag of", "onder de vlag van"),
    "lead": Relation("is_led_by", "led by", "geleid door"),
    "host": Relation("is_stationed_in", "stationed in", "gestationeerd in"),
    "beneficiary": Relation("is_for_the_benefit_of", "for the benefit of", "ten bate van"),
    "co_contributor": Relation(
        "has_a_contribution_of", "with a contribution also of", "met ook een bijdrage van"
    ),
}

# The letter says what matters for countering a threat, not that the threat is countered.
THREAT_INTEREST = {
    "touches": Relation("touches", "touching", "rakend aan"),
    "countered_by": Relation(
        "is_to_be_countered_through", "to be countered through", "tegen te gaan door"
    ),
}

PARTNER_TIE = {
    "member": Relation("is_a_member_of", "is a member of", "is lid van"),
    "preferred_partner": Relation(
        "is_the_preferred_partner_of", "is the preferred partner of", "is voorkeurspartner van"
    ),
    "guiding_cooperation": Relation(
        "is_guided_by_cooperation_with",
        "is guided by cooperation with",
        "laat zich leiden door samenwerking met",
    ),
    "unit_integration": Relation(
        "integrates_units_with", "integrates units with", "integreert eenheden met"
    ),
    "framework_grouping": Relation(
        "is_in_one_framework_grouping_with",
        "is in one framework grouping with",
        "zit in één framework grouping met",
    ),
    "operational_cooperation": Relation(
        "works_together_in_operations_with",
        "works together in operations with",
        "werkt in operaties samen met",
    ),
    "intensive_cooperation": Relation(
        "works_together_intensively_with",
        "works together intensively with",
        "werkt intensief samen met",
    ),
    "strategic_partner": Relation(
        "has_as_strategic_partner", "has as a strategic partner", "heeft als strategische partner"
    ),
}

DOCUMENT_TIE = {
    "cites": Relation("cites", "cites", "verwijst naar"),
    "fulfils": Relation(
        "keeps_a_promise_made_in", "keeps a promise made in", "komt een belofte na uit"
    ),
    "follows": Relation("follows", "follows", "volgt op"),
    "specifies": Relation(
        "is_what_was_announced_as", "is what was announced as", "is wat werd aangekondigd als"
    ),
}

SENTENCES = {
    "commitments": Sentence(SELF, ("mission_id",), COMMITMENT, "status"),
    "decisions": Sentence("id", ("mission_id",), DECISION, "firmness"),
    "contributions": Sentence(
        "id", ("mission_id", "decision_id", "partner_id"), CONTRIBUTION, "kind", by_object=True
    ),
    "mission_interests": Sentence(
        "mission_id", ("interest_id",), _one("serves", "in the service of", "ten dienste van")
    ),
    "mission_threats": Sentence(
        "mission_id",
        ("threat_id",),
        _one("is_directed_against", "directed against", "gericht tegen"),
    ),
    "mission_regions": Sentence("mission_id", ("region_id",), MISSION_REGION, "role"),
    "mission_partners": Sentence("mission_id", ("partner_id",), MISSION_PARTNER, "role"),
    "threat_regions": Sentence(
        "threat_id", ("region_id",), _one("is_tied_to", "tied to", "verbonden met")
    ),
    "threat_interests": Sentence("threat_id", ("interest_id",), THREAT_INTEREST, "role"),
    "threat_actors": Sentence(
        "threat_id", ("actor_id",), _one("comes_from", "coming from", "uitgaand van")
    ),
    "threat_causes": Sentence(
        "cause_id",
        ("effect_id",),
        _one("leads_to_or_feeds", "leading to or feeding", "leidend tot of voedend"),
    ),
    "interest_regions": Sentence(
        "interest_id", ("region_id",), _one("lies_in", "located in", "gelegen in")
    ),
    "interest_ties": Sentence(
        "interest_id", ("serves_id",), _one("serves", "in the service of", "ten dienste van")
    ),
    "interest_partners": Sentence(
        "interest_id", ("partner_id",), _one("is_shared_by", "shared by", "gedeeld door")
    ),
    "partner_ties": Sentence("partner_id", ("with_partner_id",), PARTNER_TIE, "tie"),
    "interest_considerations": Sentence(
        "consideration_id",
        ("interest_id",),
        _one("is_weighed_for_the_sake_of", "weighed for the sake of", "gewogen omwille van"),
    ),
    "decision_considerations": Sentence(
        "consideration_id",
        ("decision_id",),
        _one("is_weighed_in", "weighed in", "gewogen bij"),
    ),
    "decision_threats": Sentence(
        "decision_id",
        ("threat_id",),
        _one("is_directed_against", "directed against", "gericht tegen"),
    ),
    "decision_documents": Sentence(
        "decision_id",
        ("reported_in_id",),
        _one("is_reported_in", "reported in", "gemeld in"),
    ),
    "document_interests": Sentence(
        "document_id",
        ("interest_id",),
        _one(
            "distinguishes_as_strategic_interest",
            "distinguishes as a strategic interest",
            "onderscheidt als strategisch belang",
        ),
    ),
    "document_ties": Sentence("document_id", ("to_document_id",), DOCUMENT_TIE, "tie"),
}

# A place in a tree: the row itself, in its parent.
TREES = {
    "interests": Sentence("id", ("parent_id",), _one("is_part_of", "part of", "deel van")),
    "threats": Sentence(
        "id", ("parent_id",), _one("falls_under", "falling under", "vallend onder")
    ),
    "regions": Sentence("id", ("parent_id",), _one("lies_in", "located in", "gelegen in")),
    "missions": Sentence("id", ("parent_id",), _one("is_part_of", "part of", "deel van")),
}
