"""Layer 4, relations: are foreign keys and rules between tables satisfied?

Each rule is one function with the name of the rule. It yields faults; the catalogue has the
messages. A rule that needs an unreadable table is not checked, and a note says so. The rules on
evidence are in `evidence.py` and `weight.py`, those on documents in `documents.py`, and those on
the two codings in `codings.py`. `RULES_HERE` lists all of them. The rules that need the text of the
letter are called separately.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from validation.catalogue.finding import Guesses, Place, nearest
from validation.catalogue.languages import LANGUAGES
from validation.catalogue.rules import RULES
from validation.history.version import Version
from validation.package.dates import AHEAD, BEFORE, PARTIAL_DATE, earliest, latest
from validation.package.formatting import code_lists
from validation.package.opening import CODES, EXCEPTIONS
from validation.rules import codings, documents, evidence, mentions, weight
from validation.rules.fault import Fault, at, findings
from validation.rules.findings import Outcome
from validation.rules.suppress import without_exceptions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from validation.package.opening import Package
    from validation.package.table import Record, Table

    Excused = tuple[str, str, str]  # a rule, a file and the key of a row

GENERIC = "generic_class"
NOT_ON_A_MAP = ("flank", "sea")  # kinds of regions that lie in no country that can be named
NEED_TEXT = frozenset({"seal", *mentions.RULES})  # rules that need the text of a letter
KEYED_TABLES = ("names", "identifiers", "judgements", "exceptions", "evidence")


def foreign_key(package: Package) -> Iterator[Fault]:
    """A foreign key refers to an existing row."""
    for table in package.tables.values():
        for key in table.schema.foreign_keys:
            if not (table.readable and package.tables[key.table].readable):
                continue
            known = {row.joined(key.reference) for row in package.records(key.table)}
            ends: dict[str, set[str]] = defaultdict(set)
            for start, _, end in (other.rpartition("/") for other in known):
                ends[start].add(end)
            guesses, column = Guesses(ends), key.fields[-1]
            for row in table.records:
                value = row.joined(key.fields)
                if row[column] and value not in known:
                    start, _, last = value.rpartition("/")
                    guess = guesses.nearest(start, last)
                    yield at(row, column, table=key.table, key=value, suggestion=guess)


def about_row(package: Package) -> Iterator[Fault]:
    """`about_table` and `about_key` together refer to an existing row."""
    known = {name: set(table.by_key) for name, table in package.tables.items() if table.readable}
    for name in KEYED_TABLES:
        table = package.table(name)
        guesses = Guesses(known)
        for row in table.records:
            about, key = row["about_table"], row["about_key"]
            if about not in package.tables:
                guess = nearest(about, package.tables)
                yield at(row, "about_table", "table", suggestion=guess)
            elif about in known and key not in known[about]:
                guess = guesses.nearest(about, key)
                yield at(row, "about_key", "key", table=about, suggestion=guess)


def code_list(package: Package) -> Iterator[Fault]:
    """An enum in a schema equals its code list, and every code list is used by a column."""
    lists = code_lists(package)
    yield from _unused_lists(package)
    for table in package.tables.values():
        for number, column in enumerate(table.schema.fields):
            if column.codes is None or not table.trusted:
                continue
            pointer = f"fields/{number}/constraints/enum"
            place = Place(table.schema.path, 0, pointer, column.codes)
            if column.codes not in lists:
                guess = nearest(column.codes, lists)
                yield Fault(place, "missing", {"suggestion": guess})
            elif list(column.constraints.get("enum", [])) != lists[column.codes]:
                yield Fault(place, "enum", {})


def _unused_lists(package: Package) -> Iterator[Fault]:
    """Code lists that no column uses; none if a table is unreadable or a used list is missing."""
    first = {row["list"]: row for row in reversed(package.records(CODES))}
    used = _lists_in_use(package)
    if used - first.keys() or not all(other.readable for other in package.tables.values()):
        return
    for name, row in first.items():
        if name not in used:
            yield at(row, "list", "unused", suggestion=nearest(name, used))


def _lists_in_use(package: Package) -> set[str]:
    columns = [column for table in package.tables.values() for column in table.schema.fields]
    return {column.codes for column in columns if column.codes}


def code_positions(package: Package) -> Iterator[Fault]:
    """The codes of a list are numbered from 1 without gaps."""
    yield from _gaps(package.table(CODES), "list")


def fact_positions(package: Package) -> Iterator[Fault]:
    """The facts of one type about one mission are numbered from 1 without gaps."""
    yield from _gaps(package.table("mission_facts"), "mission_id", "fact")


def _gaps(table: Table, *group: str) -> Iterator[Fault]:
    """The first row of each group after a gap in the positions; `unique` reports duplicates."""
    groups: dict[str, dict[str, Record]] = defaultdict(dict)
    for row in table.records:
        groups[row.joined(group)].setdefault(row["position"], row)
    for rows in groups.values():
        ordered = sorted(rows, key=lambda position: (len(position), position))
        for number, position in enumerate(ordered, start=1):
            if position != str(number):
                yield at(rows[position], "position", expected=number)
                break


def code_parents(package: Package) -> Iterator[Fault]:
    """The kinds in `stands_under` are codes of the same list, which belongs to a tree."""
    lists = code_lists(package)
    schemas = [package.table(name).schema for name in package.tables]
    flat = _lists_in_use(package) - {
        schema.field("kind").codes
        for schema in schemas
        if {"kind", "parent_id"} <= set(schema.names)
    }
    for row in package.records(CODES):
        codes = row["list"]
        if row["stands_under"] and codes in flat:
            yield at(row, "stands_under", "flat")
            continue
        for kind in row["stands_under"].split():
            if kind not in lists[codes]:
                guess = nearest(kind, lists[codes])
                yield at(row, "stands_under", "missing", list=codes, code=kind, suggestion=guess)


def tree_cycle(package: Package) -> Iterator[Fault]:
    """No row is its own ancestor through `parent_id`."""
    for table in _trees(package):
        parents = {row.key: row["parent_id"] for row in table.records}
        reported: set[str] = set()
        for start in parents:
            path: list[str] = []
            here = start
            while parents.get(here) and here not in path:
                path.append(here)
                here = parents[here]
            if here in path and here not in reported:
                cycle = path[path.index(here) :]
                reported |= set(cycle)
                way = " > ".join([*cycle, here])
                yield at(table.by_key[min(cycle)], "parent_id", way=way)


def kind_under_kind(package: Package) -> Iterator[Fault]:
    """A row has a parent of a kind that the code list allows."""
    allowed = {
        (row["list"], row["code"]): row["stands_under"].split() for row in package.records(CODES)
    }
    for table in _trees(package):
        kind_list = table.schema.field("kind").codes or ""
        for row in table.records:
            parent = table.by_key.get(row["parent_id"])
            if parent is None or parent is row:
                continue  # no parent, or its own parent: another rule reports that
            above, below = parent["kind"], row["kind"]
            if not {(kind_list, above), (kind_list, below)} <= allowed.keys():
                continue  # unknown kind: another rule reports that
            if above not in allowed[kind_list, below]:
                yield at(row, "parent_id", below=below, above=above)


def expanded_class(package: Package) -> Iterator[Fault]:
    """Only a letter places a mission under a generic class; we do not."""
    table = package.table("missions")
    single = _kinds_except(table, GENERIC)
    for row in table.records:
        parent = table.by_key.get(row["parent_id"])
        is_under_class = parent is not None and parent["kind"] == GENERIC
        if is_under_class and row["kind"] in single and row["parent_basis"] == "arranged":
            yield at(row, "parent_basis", parent=row["parent_id"])


def lettered_interest(package: Package) -> Iterator[Fault]:
    """An interest to which a document gives a letter is a strategic interest."""
    interests = package.table("interests")
    others = _kinds_except(interests, "strategic")
    for row in package.records("document_interests"):
        interest = interests.by_key.get(row["interest_id"])
        if row["lettering"] and interest is not None and interest["kind"] in others:
            yield at(row, "interest_id", kind=interest["kind"])


def unlinked_thing(package: Package) -> Iterator[Fault]:
    """A thing has a link, a statement or a place in a tree."""
    used: dict[str, set[str]] = defaultdict(set)
    for table in package.tables.values():
        if not table.is_claim:
            continue
        records = package.records(table.name)
        for key in table.schema.foreign_keys:
            if key.reference == ("id",):
                used[key.table].update(row[key.fields[0]] for row in records)
    for table in package.tables.values():
        if table.is_thing and table.readable:
            for row in table.records:
                if not row.get("parent_id") and row.key not in used[table.name]:
                    yield at(row, "id")


def self_in_ties_only(package: Package) -> Iterator[Fault]:
    """At most one partner is of kind `self`, and only `partner_ties` refers to it."""
    own = [row for row in package.records("partners") if row["kind"] == "self"]
    for row in own[1:]:
        yield at(row, "kind", "twice", value=row.key, first=own[0].key)
    keys = {row.key for row in own}
    for table in package.tables.values():
        for key in table.schema.foreign_keys:
            if key.table != "partners" or table.name == "partner_ties":
                continue
            for row in package.records(table.name):
                if row[key.fields[0]] in keys:
                    yield at(row, key.fields[0], "linked")


def decided_commitment(package: Package) -> Iterator[Fault]:
    """If a decision about a mission is taken, its document has a commitment for that mission."""
    committed = package.table("commitments").by_key
    for row in package.records("decisions"):
        key = row.joined(("document_id", "mission_id"))
        if row["firmness"] == "taken" and row["mission_id"] and key not in committed:
            yield at(row, "mission_id", key=key)


def same_document(package: Package) -> Iterator[Fault]:
    """A row, its evidence and the decision that it names belong to one document."""
    home = {row["id"]: row["document_id"] for row in package.records("decisions")}
    for row in package.records("contributions"):
        document = home.get(row["decision_id"], row["document_id"])
        if document != row["document_id"]:
            yield at(row, "decision_id", "decision", document=document)
    yield from evidence.evidence_of_another_document(package)


def preferred_once(package: Package) -> Iterator[Fault]:
    """A thing has at most one preferred form in each language."""
    seen = set()
    for row in package.records("names"):
        if row["kind"] != "preferred":
            continue
        named = (row["about_table"], row["about_key"], row["language"])
        if named in seen:
            yield at(row, "kind", value=row["form"], key=named[1], language=named[2])
        seen.add(named)


def retired_id(package: Package) -> Iterator[Fault]:
    """A retired identifier is not in use, its replacement exists, and its version is not later."""
    for row in package.records("retired_ids"):
        name = row["about_table"]
        about = package.tables.get(name)
        if about is not None and not about.readable:
            continue
        keys = {} if about is None else about.by_key
        if row["about_key"] in keys:
            yield at(row, "about_key", "used", table=name)
        if row["replaced_by"] and row["replaced_by"] not in keys:
            guess = nearest(row["replaced_by"], keys)
            yield at(row, "replaced_by", "missing", table=name, suggestion=guess)
        if _is_later(row["version"], package.version):
            yield at(row, "version", "later", version=package.version)


def _is_later(version: str, than: str) -> bool:
    """Whether a version is later than another; False if one is malformed (reported elsewhere)."""
    try:
        return Version.parse(version) > Version.parse(than)
    except ValueError:
        return False


def country_reference(package: Package) -> Iterator[Fault]:
    """Country codes and names are those of ISO 3166 and the Unicode CLDR."""
    import pycountry  # noqa: PLC0415 - two reference packages that only this rule needs
    from babel import Locale  # noqa: PLC0415

    names = {language: Locale(language).territories for language in LANGUAGES}
    for row in package.records("countries"):
        country = pycountry.countries.get(alpha_3=row["id"])
        if country is None:
            yield at(row, "id", "missing")
            continue
        # M49 and the ISO 3166-1 numeric code are one number for every country.
        expected = {"alpha2": country.alpha_2, "m49": country.numeric} | {
            f"name_{language}": names[language].get(country.alpha_2, "") for language in LANGUAGES
        }
        for column, value in expected.items():
            if row[column] != value:
                yield at(row, column, "other", expected=value)


def event_in_time(package: Package) -> Iterator[Fault]:
    """The date of an event fits the date of its letter, if both are known."""
    letters = package.table("documents").by_key
    for row in package.records("events"):
        letter = letters.get(row["document_id"])
        if letter is None or not all(
            re.fullmatch(PARTIAL_DATE, dated["date"]) for dated in (row, letter)
        ):
            continue  # no date, or text that is none: another rule reports that
        day = {"letter": letter["date"]}
        year = letter["date"][: len("2016")]
        if row["date_from"] == "year_from_letter" and not row["date"].startswith(year):
            yield at(row, "date", "year", **day)
        elif latest(row["date"]) < earliest(letter["date"]) and row["timing"] not in BEFORE:
            yield at(row, "timing", "before", **day)
        elif earliest(row["date"]) > latest(letter["date"]) and row["timing"] not in AHEAD:
            yield at(row, "timing", "after", **day)


def place_of_region(package: Package) -> Iterator[Fault]:
    """A place fits its region: none for a flank or sea, and for a country that country."""
    regions = package.table("regions").by_key
    for row in package.records("places"):
        region = regions.get(row["region_id"])
        if region is None:
            continue  # no such region: another rule reports that
        country, source = region["country_id"], row["country_source_id"]
        parent = regions.get(region["parent_id"])
        around = parent["country_id"] if parent is not None else ""
        if region["kind"] in NOT_ON_A_MAP:
            yield at(row, "region_id", "nowhere", kind=region["kind"])
        elif region["kind"] != "country":
            if not source:
                yield at(row, "country_source_id", "no_source")
            elif around and row["country_id"] != around:
                yield at(row, "country_id", "part", expected=around)
        elif country and row["country_id"] != country:
            yield at(row, "country_id", "other", expected=country)
        elif source:
            yield at(row, "country_source_id", "itself")


RULES_HERE: tuple[Callable[[Package], Iterator[Fault]], ...] = (
    foreign_key,
    about_row,
    code_list,
    code_positions,
    code_parents,
    fact_positions,
    tree_cycle,
    kind_under_kind,
    expanded_class,
    lettered_interest,
    unlinked_thing,
    self_in_ties_only,
    decided_commitment,
    same_document,
    preferred_once,
    retired_id,
    country_reference,
    event_in_time,
    place_of_region,
    *documents.RULES_HERE,
    *evidence.RULES_HERE,
    *weight.RULES_HERE,
    *codings.RULES_HERE,
)


def check(package: Package) -> Outcome:
    """Every finding between tables, and between the tables and the text of a letter."""
    outcome = Outcome(of_the_text=NEED_TEXT)
    for rule in RULES_HERE:
        identifier = rule.__name__.replace("_", "-")
        with outcome.judging(identifier):
            outcome.findings += findings(identifier, rule(package))
    seals = evidence.seals(package)
    outcome.findings += findings("seal", seals.faults)
    outcome.counts = evidence.counts(package) | ({"seals": seals.checked} if seals.checked else {})
    outcome.unjudged |= set() if seals.checked else {*NEED_TEXT}
    outcome.notes += seals.notes
    with outcome.judging(*mentions.RULES):
        _add_mentions(outcome, package, seals.words)
    return outcome


def check_words(package: Package, words: Mapping[str, str]) -> Outcome:
    """The findings of the rules on mentions only; `words` has the text of passages by id.

    UnreadableTableError if a table that they need cannot be read.
    """
    package.table(EXCEPTIONS)
    others = {rule.id for rule in RULES.values() if rule.id not in mentions.RULES}
    outcome = Outcome(of_the_text=NEED_TEXT, unjudged=others)
    _add_mentions(outcome, package, words)
    outcome.findings, _ = without_exceptions(package, outcome.findings, outcome)
    return outcome


def _add_mentions(outcome: Outcome, package: Package, words: Mapping[str, str]) -> None:
    said = mentions.check(package, words)
    outcome.read = set(words)
    outcome.counts |= {"mentions": said.judged} if words else {}
    for identifier, faults in said.faults.items():
        outcome.findings += findings(identifier, faults)


def _kinds_except(table: Table, kind: str) -> set[str]:
    """The kinds that a row of the table may have, except this one."""
    return {*table.schema.field("kind").constraints.get("enum", [])} - {kind}


def _trees(package: Package) -> Iterator[Table]:
    for table in package.tables.values():
        if "parent_id" in table.schema.names and table.readable:
            yield table
