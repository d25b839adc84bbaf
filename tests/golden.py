"""Facts read from the letter that no schema can see, typed here once more.

A row that trades one valid code, reference or number for another obeys every rule. Here several
rows of each table say what the letter says, and a few say what it does not: what a hasty reader
would add.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validation.package.opening import Package

DOCUMENT = "kst-33694-9"

# Of each table some rows by their key, in one letter without the letter, and what stands in them.
GOLDEN: dict[str, dict[str, dict[str, str]]] = {
    "interests": {
        "defence-of-territory": {"kind": "strategic", "parent_id": ""},
        "economic-security": {"kind": "strategic"},
        "international-legal-order": {"kind": "strategic"},
        "countering-irregular-migration": {"kind": "stated"},
        "free-trade-routes": {"kind": "of_importance"},
        "stable-libya": {"kind": "of_importance"},
        "prosperity": {"kind": "end"},
        "internal-security": {"parent_id": "own-security", "parent_basis": "arranged"},
    },
    "threats": {
        "piracy": {"kind": "danger", "parent_id": ""},
        "terrorism": {"kind": "danger", "parent_id": ""},
        "climate-change": {"kind": "driver"},
        "extreme-poverty": {"kind": "driver"},
        "hacks": {"kind": "method", "parent_id": "hybrid-threats", "parent_basis": "explicit"},
        "attacks": {"kind": "method", "parent_id": "hybrid-threats", "parent_basis": "explicit"},
        "unconventional-means": {"kind": "method", "parent_basis": "inferred"},
    },
    "regions": {
        "mali": {"kind": "country", "country_id": "MLI", "parent_id": "sahel"},
        "lithuania": {"kind": "country", "country_id": "LTU", "parent_id": "baltic-states"},
        "libyan-coast": {"kind": "sea", "country_id": ""},
        "eastern-ukraine": {"kind": "country_part", "parent_id": "ukraine"},
        "crimea": {"kind": "country_part", "parent_id": "ukraine", "parent_basis": "arranged"},
        "southern-flank": {"kind": "flank"},
        "libya": {"kind": "country", "parent_id": ""},
    },
    "missions": {
        "sophia": {"kind": "operation", "parent_id": ""},
        "minusma": {"kind": "operation"},
        "libyan-coast-guard-training": {"kind": "operation", "parent_id": "sophia"},
        "lithuania-battlegroup": {"kind": "posture", "parent_id": "enhanced-forward-presence"},
        "nato-response-force": {"kind": "readiness_force"},
        "standing-naval-forces": {"kind": "standing_force"},
        "un-peace-missions": {"kind": "generic_class"},
        "vjtf": {"kind": "readiness_force", "parent_id": ""},
    },
    "places": {
        "mali/MLI": {"latitude": "18.69", "longitude": "-2.04", "country_source_id": ""},
        "baltic-states/EST": {"latitude": "58.72", "longitude": "25.87"},
        "crimea/UKR": {"latitude": "45.31", "longitude": "34.28"},
    },
    "partners": {
        "germany": {"kind": "state", "country_id": "DEU"},
        "libya": {"kind": "state", "country_id": "LBY"},
        "nato": {"kind": "organisation", "country_id": ""},
        "libyan-coast-guard": {"kind": "group"},
        "netherlands": {"kind": "self", "country_id": "NLD"},
    },
    "actors": {
        "russia": {"kind": "state", "country_id": "RUS"},
        "isis": {"kind": "group", "country_id": ""},
        "state-actors": {"kind": "group"},
    },
    "considerations": {
        "allied-solidarity": {"label_en": "Allied solidarity"},
        "risk-sharing": {"label_en": "Risk sharing"},
        "available-capacities": {"label_en": "Available capabilities and resources"},
    },
    "commitments": {
        "iraq-training": {
            "status": "extended",
            "mention": "described",
            "starts": "",
            "ends": "2017-12-31",
            "ends_precision": "day",
        },
        "sophia": {
            "status": "joined",
            "mention": "named",
            "starts": "2016-10",
            "starts_precision": "mid_month",
            "ends": "2016-12",
            "ends_precision": "mid_month",
        },
        "libyan-coast-guard-training": {
            "status": "planned",
            "starts": "2016-10",
            "ends": "2016-12",
        },
        "minusma": {"status": "awaiting_decision", "starts": "", "ends": ""},
        "resolute-support": {"status": "awaiting_decision"},
        "lithuania-battlegroup": {"status": "planned", "mention": "described"},
        "jef": {"status": "possible", "mention": "named"},
        "counter-piracy": {"status": "needed", "mention": "generic"},
        "nato-collective-defence": {"status": "expected"},
    },
    "decisions": {
        "extend-iraq-training-2017": {
            "firmness": "taken",
            "timing": "today",
            "effect": "extend",
            "mission_id": "iraq-training",
        },
        "join-sophia-2016": {
            "firmness": "taken",
            "timing": "today",
            "effect": "join",
            "mission_id": "sophia",
        },
        "shape-minusma-2017": {"firmness": "intended", "timing": "shortly", "year": "2017"},
        "continue-resolute-support-2016": {
            "firmness": "pending",
            "timing": "shortly",
            "effect": "continue",
            "mission_id": "resolute-support",
        },
        "join-enhanced-forward-presence-2016": {"firmness": "in_preparation", "timing": "coming"},
        "spend-260-million-on-migration-2016": {
            "firmness": "taken",
            "timing": "earlier_this_year",
            "effect": "spend",
            "mission_id": "",
        },
    },
    "contributions": {
        "lithuania-company": {
            "kind": "unit",
            "mission_id": "lithuania-battlegroup",
            "amount": "1",
            "amount_bound": "at_most",
            "unit": "company",
        },
        "migration-funds-2016": {
            "kind": "money",
            "amount": "260000000",
            "amount_bound": "exact",
            "unit": "euro",
            "decision_id": "spend-260-million-on-migration-2016",
        },
        "rotterdam-training-platform": {
            "kind": "ship",
            "mission_id": "libyan-coast-guard-training",
            "amount": "",
        },
        "nato-staff-officers": {"kind": "staff", "partner_id": "nato", "mission_id": ""},
        "eu-staff-officers": {"kind": "staff", "partner_id": "eu"},
    },
    "mission_considerations": {
        "deployment/available-capacities": {"basis": "explicit"},
        "deployment/fighting-terrorism": {"basis": "explicit"},
        "nato-collective-defence/extra-claim-on-units": {"basis": "contextual"},
    },
    "events": {
        "nato-summit-warsaw": {"date": "2016-07-08", "date_end": "2016-07-09"},
        "article-100-letter-sent": {"date": "", "date_from": "letter_day", "timing": "today"},
        "forward-presence-preparations-completed": {"timing": "soon", "by_party": ""},
    },
    "decision_considerations": {
        "continue-resolute-support-2016/allied-solidarity": {"basis": "contextual"},
        "continue-resolute-support-2016/cooperation-with-germany": {"basis": "contextual"},
    },
    "decision_documents": {
        "extend-iraq-training-2017/article-100-letter-announced": {"basis": "contextual"},
        "join-sophia-2016/article-100-letter-announced": {"basis": "contextual"},
    },
    "decision_threats": {
        "extend-iraq-training-2017/isis-striking-power/against": {"basis": "contextual"},
        "extend-iraq-training-2017/isis-ideological-appeal/against": {"basis": "contextual"},
        "spend-260-million-on-migration-2016/migration-challenge/ground": {"basis": "explicit"},
    },
    "document_interests": {
        f"{DOCUMENT}/defence-of-territory": {"lettering": "A"},
        f"{DOCUMENT}/international-legal-order": {"lettering": "B"},
        f"{DOCUMENT}/economic-security": {"lettering": "C"},
        "main-tasks-of-defence/economic-security": {"basis": "contextual", "role": "source"},
        "kst-33763-1/own-security": {"basis": "contextual", "role": "source"},
    },
    "interest_considerations": {
        "international-legal-order/responsibility-for-legal-order": {"basis": "contextual"},
        "defence-of-territory/higher-readiness-requirements": {"basis": "contextual"},
    },
    "interest_partners": {
        "countering-irregular-migration/libya": {"basis": "explicit"},
        "disrupting-smuggling-networks/eu": {"basis": "explicit"},
    },
    "interest_regions": {
        "stable-sahel/sahel": {"basis": "explicit"},
        "stable-afghanistan/afghanistan": {"basis": "explicit"},
        "secure-external-borders/europe": {"basis": "explicit"},
    },
    "interest_ties": {
        "free-trade-routes/economic-security": {"basis": "explicit"},
        "stable-world-trade-system/economic-security": {"basis": "explicit"},
        "stable-libya/security-in-europe": {"basis": "contextual"},
        "stable-sahel/secure-external-borders": {"basis": "explicit"},
    },
    "mission_interests": {
        "minusma/stable-sahel": {"basis": "contextual"},
        "resolute-support/stable-afghanistan": {"basis": "contextual"},
        "sophia/stable-libya": {"basis": "contextual"},
        "sophia/countering-irregular-migration": {"basis": "contextual"},
        "counter-piracy/economic-security": {"basis": "contextual"},
    },
    "mission_partners": {
        "lithuania-battlegroup/germany/lead": {"basis": "explicit"},
        "jef/united-kingdom/lead": {"basis": "explicit"},
        "minusma/un/framework": {"basis": "explicit"},
        "resolute-support/nato/framework": {"basis": "explicit"},
        "libyan-coast-guard-training/libyan-coast-guard/beneficiary": {"basis": "explicit"},
    },
    "mission_regions": {
        "minusma/mali/takes_place": {"basis": "explicit"},
        "sophia/libyan-coast/takes_place": {"basis": "explicit"},
        "resolute-support/afghanistan/takes_place": {"basis": "explicit"},
        "baltic-air-policing/baltic-states/takes_place": {"basis": "explicit"},
    },
    "mission_threats": {
        "counter-piracy/piracy/against": {"basis": "explicit"},
        "deployment/crises-in-the-longer-term/against": {"basis": "explicit"},
        "un-deployment/global-security-challenges/ground": {"basis": "explicit"},
    },
    "partner_ties": {
        "germany/netherlands/preferred_partner": {"basis": "explicit"},
        "netherlands/germany/framework_grouping": {"basis": "explicit"},
        "netherlands/belgium/intensive_cooperation": {"basis": "contextual"},
        "netherlands/nato/member": {"basis": "explicit"},
    },
    "threat_actors": {
        "annexation-of-crimea/russia": {"basis": "explicit"},
        "russian-assertiveness/russia": {"basis": "explicit"},
        "hacks/non-state-actors": {"basis": "explicit"},
        "terrorist-threat-from-isis/isis": {"basis": "explicit"},
        "smuggling-routes/criminals": {"basis": "contextual", "role": "user"},
    },
    "threat_causes": {
        "rise-of-isis/violence": {"basis": "explicit"},
        "violence/displacement": {"basis": "explicit"},
        "instability-in-libya/isis-foothold-in-libya": {"basis": "contextual"},
        "isis-ideological-appeal/terrorist-threat-at-home": {"basis": "contextual"},
    },
    "threat_interests": {
        "terrorism/stable-afghanistan/countered_by": {"basis": "explicit"},
        "migrant-flow-over-the-central-mediterranean/stable-sahel/countered_by": {
            "basis": "explicit"
        },
        "hybrid-threats/own-security/touches": {"basis": "explicit"},
        "piracy/kingdom-flagged-shipping/touches": {"basis": "inferred"},
    },
    "threat_regions": {
        "annexation-of-crimea/crimea": {"basis": "explicit"},
        "migrant-flow-over-the-central-mediterranean/central-mediterranean": {"basis": "explicit"},
        "extreme-poverty/sahel": {"basis": "explicit"},
        "rise-of-isis/syria": {"basis": "explicit"},
        "instability-on-the-southern-flank/southern-flank": {"basis": "explicit"},
    },
    "documents": {
        DOCUMENT: {"role": "coded", "kind": "cabinet_letter", "number": "Kamerstuk 33 694, nr. 9"},
    },
}

# What the letter does not say.
NEVER: dict[str, tuple[str, ...]] = {
    "mission_threats": (
        "iraq-training/terrorism/against",  # the enemy of the sentence before it is the decision's
        "sophia/smuggling-networks/against",
        "minusma/terrorism/against",
    ),
    "mission_interests": (
        "minusma/international-legal-order",  # A, B and C are tied to no named mission
        "sophia/economic-security",
        "enhanced-forward-presence/defence-of-territory",
    ),
    "mission_partners": (
        "enhanced-forward-presence/germany/lead",  # it leads one battlegroup
        "vjtf/germany/lead",
    ),
    "decision_threats": ("join-sophia-2016/terrorism/against",),
    "mission_regions": ("sophia/libya/takes_place",),  # it sails off the coast
}


def faults(package: Package) -> Iterator[str]:
    """Every row that does not say what the letter says, and every one that says what it does not.

    LookupError or UnreadableTableError where the tables are not even such that one can look.
    """
    for table, rows in GOLDEN.items():
        held: dict[str, list[dict[str, str]]] = defaultdict(list)  # a key may stand there twice
        for record in package.records(table):
            held[record.key].append(record)
        for key, facts in rows.items():
            full = whole_key(package, table, key)
            if full not in held:
                yield f"{table}/{full} is missing"
            for row, (column, value) in itertools.product(held.get(full, []), facts.items()):
                if row[column] != value:
                    yield f"{table}/{full}: {column} is {row[column]!r}, not {value!r}"
    for table, keys in NEVER.items():
        held_keys = {row.key for row in package.records(table)}
        for key in keys:
            if whole_key(package, table, key) in held_keys:
                yield f"{table}/{whole_key(package, table, key)}: the letter does not say this"


def whole_key(package: Package, table: str, key: str) -> str:
    """The whole key of a row."""
    own = package.table(table).schema.primary_key[0] == "document_id"
    return f"{DOCUMENT}/{key}" if own else key
