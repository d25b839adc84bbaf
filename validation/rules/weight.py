"""Layer 4, weight: is the evidence specific enough?

A claim may have evidence that is still weak: a passage that is evidence for too many links, a
passage that names only general things, or a rationale that would fit any row. A case that is right
after all is listed in `exceptions.csv` with the reason.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from validation.rules import evidence
from validation.rules.fault import Fault, at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validation.package.opening import Package

MOST_LINKS = 10  # a list of frameworks or methods has about six; a passage with more is read again

# Kinds of general things. A passage that is evidence for nothing else, neither a link nor a
# statement, says little that can be coded.
GENERAL = {
    ("missions", "generic_class"),
    ("regions", "wider_region"),
    ("threats", "driver"),
}


def busy_passage(package: Package) -> Iterator[Fault]:
    """No passage is evidence for more links than one sentence can be expected to state."""
    links = Counter(
        row["passage_id"]
        for row in package.records("evidence")
        if row["about_field"] == "row" and _is_link(package, row["about_table"])
    )
    for row in package.records("passages"):
        if links[row["id"]] > MOST_LINKS:
            yield at(row, "id", number=links[row["id"]], most=MOST_LINKS)


def general_passage(package: Package) -> Iterator[Fault]:
    """No passage is evidence only for generic classes, wider regions or drivers."""
    kinds = {
        (name, row.key): row["kind"]
        for name, table in package.tables.items()
        if table.is_thing
        for row in package.records(name)
        if "kind" in row
    }
    carried: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in package.records("evidence"):
        kind = kinds.get((row["about_table"], row["about_key"]), "")
        carried[row["passage_id"]].add((row["about_table"], kind))
    for row in package.records("passages"):
        found = carried.get(row["id"], set())
        if found and found <= GENERAL:
            yield at(row, "id")


def inferred_ends(package: Package) -> Iterator[Fault]:
    """At least one passage of an inferred link is also evidence for one of its ends."""
    for link in evidence.links(package, "inferred"):
        ends = set[str]().union(*link.ends.values())
        if link.passages and not link.passages & ends:
            yield at(link.record, "basis", ends=list(link.ends))


def own_rationale(package: Package) -> Iterator[Fault]:
    """No two rows have the same rationale."""
    given: dict[str, str] = {}
    for table in package.tables.values():
        if not (table.readable and "rationale" in table.schema.names):
            continue
        for row in table.records:
            rationale = row["rationale"]
            if rationale and rationale in given:
                yield at(row, "rationale", other=given[rationale])
            given.setdefault(rationale, f"{table.path}:{row.line}")


def _is_link(package: Package, name: str) -> bool:
    return name in package.tables and package.tables[name].is_link


RULES_HERE = (busy_passage, general_passage, inferred_ends, own_rationale)
