"""Layer 4, weight: does each passage bear what rests on it, or is it there for show?

A claim may have its evidence in form and still be poorly carried: by one passage on which half the
tables rest, by a passage that says nothing but what it says in general, by a conclusion whose
reasons fit any row. What stands all the same is listed with its reason in `exceptions.csv`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from validation.package.finding import Finding
from validation.package.languages import Both
from validation.package.table import each
from validation.rules import evidence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from validation.package.opening import Package

MOST_LINKS = 10  # a list of frameworks or methods comes to half a dozen; more is read again

# Kinds of things that are named in general. A passage that carries nothing else, neither a link nor
# a statement, says little that a table could hold.
GENERAL = {
    ("missions", "generic_class"),
    ("regions", "wider_region"),
    ("threats", "driver"),
}


def busy_passage(package: Package) -> Iterator[Finding]:
    """No passage carries more links than one sentence can be expected to say."""
    links = Counter(
        row["passage_id"]
        for _, row in each(package.frame("evidence"))
        if row["about_field"] == "row" and _is_link(package, row["about_table"])
    )
    table = package.table("passages")
    for line, row in each(table.frame):
        if links[row["id"]] > MOST_LINKS:
            number = links[row["id"]]
            message = Both(
                f"{number} links rest on this passage; {MOST_LINKS} are the most",
                f"er rusten {number} links op deze passage; {MOST_LINKS} is het meeste",
            )
            yield Finding(table.path, line, "id", "busy-passage", row["id"], message)


def general_passage(package: Package) -> Iterator[Finding]:
    """A passage carries more than things named in general."""
    kinds = {
        (name, row["id"]): row["kind"]
        for name, table in package.tables.items()
        if table.is_thing
        for _, row in each(package.frame(name))
        if "kind" in row
    }
    carried: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for _, row in each(package.frame("evidence")):
        kind = kinds.get((row["about_table"], row["about_key"]), "")
        carried[row["passage_id"]].add((row["about_table"], kind))
    table = package.table("passages")
    for line, row in each(table.frame):
        found = carried.get(row["id"], set())
        if found and found <= GENERAL:
            message = Both(
                "nothing rests on this passage but things named in general",
                "op deze passage rusten alleen dingen die in het algemeen genoemd worden",
            )
            yield Finding(table.path, line, "id", "general-passage", row["id"], message)


def inferred_ends(package: Package) -> Iterator[Finding]:
    """A passage of an inferred link is evidence for one of its ends at least."""
    for link in evidence.links(package, "inferred"):
        ends = set[str]().union(*link.ends.values())
        if link.passages and not link.passages & ends:
            message = Both(
                f"its passages are evidence for neither {' nor '.join(link.ends)}",
                f"haar passages zijn geen bewijs voor {' en ook niet voor '.join(link.ends)}",
            )
            place = (link.table.path, link.line, "basis", "inferred-ends", "inferred")
            yield Finding(*place, message)


def own_rationale(package: Package) -> Iterator[Finding]:
    """The reasons for a conclusion are given for it alone."""
    given: dict[str, str] = {}
    for table in package.tables.values():
        if not (table.readable and "rationale" in table.schema.names):
            continue
        for line, row in each(table.frame):
            rationale = row["rationale"]
            if rationale and rationale in given:
                place = (table.path, line, "rationale", "own-rationale", rationale)
                message = Both(
                    f"{given[rationale]} has the same reasons, word for word",
                    f"{given[rationale]} heeft dezelfde redenen, woord voor woord",
                )
                yield Finding(*place, message)
            given.setdefault(rationale, f"{table.path}:{line}")


def _is_link(package: Package, name: str) -> bool:
    return name in package.tables and package.tables[name].is_link


RULES_HERE: tuple[Callable[[Package], Iterator[Finding]], ...] = (
    busy_passage,
    general_passage,
    inferred_ends,
    own_rationale,
)
