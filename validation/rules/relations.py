"""Layer 4, relations: do the tables agree with each other?

Every rule is one function, one question, over pandas frames of strings indexed by line number.
A rule that needs a table which cannot be read judges nothing and says so. The rules on evidence
stand in `evidence.py` and `weight.py`, those on documents in `documents.py`, those on the two
codings in `codings.py`; all lists together are `RULES_HERE`, in the order a reader would ask. Those
that need the letter's text are apart.
"""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING

from validation.history.version import Version
from validation.package.errors import UnreadableTableError
from validation.package.finding import Finding, Guesses, nearest
from validation.package.formatting import code_lists
from validation.package.languages import Both
from validation.package.opening import CODES, Package
from validation.package.table import Table, each
from validation.rules import codings, documents, evidence, mentions, weight
from validation.rules.catalogue import RULES
from validation.rules.findings import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    Excused = tuple[str, str, str]  # a rule, a file and the key of a row

LAYER = "relations"
GENERIC = "generic_class"
EXCEPTIONS = "exceptions"
OF_THE_LETTER = ("seal", *mentions.RULES)  # rules that need a letter's text at hand
KEYED_TABLES = ("names", "identifiers", "judgements", "exceptions", "evidence")


def foreign_key(package: Package) -> Iterator[Finding]:
    """A reference names a row that exists."""
    for table in package.tables.values():
        for key in table.schema.foreign_keys:
            if not (table.readable and package.tables[key.table].readable):
                continue
            known = set(package.table(key.table).key(key.reference))
            values = table.key(key.fields)
            column = key.fields[-1]
            ends: dict[str, set[str]] = defaultdict(set)
            for start, _, end in (other.rpartition("/") for other in known):
                ends[start].add(end)
            guesses = Guesses(ends)
            for line, value in values[(table.frame[column] != "") & ~values.isin(known)].items():
                start, _, last = value.rpartition("/")
                guess = guesses.nearest(start, last)
                message = Both(
                    f"`{key.table}` has no row {value!r}", f"`{key.table}` heeft geen rij {value!r}"
                )
                place = (table.path, _line(line), column, "foreign-key", last)
                yield Finding(*place, message, guess)


def about_row(package: Package) -> Iterator[Finding]:
    """A key written as a table's name and a row's key names a row that exists."""
    known = {table.name: set(table.keys) for table in package.tables.values() if table.readable}
    for name in KEYED_TABLES:
        table = package.table(name)
        guesses = Guesses(known)
        column = "about_key" if "about_key" in table.schema.names else "about_id"
        for line, row in each(table.frame):
            about, key = row["about_table"], row[column]
            if about not in package.tables:
                place = (table.path, line, "about_table", "about-row", about)
                message = Both("there is no table of this name", "er is geen tabel die zo heet")
                yield Finding(*place, message, nearest(about, package.tables))
            elif about in known and key not in known[about]:
                place = (table.path, line, column, "about-row", key)
                message = Both(
                    f"`{about}` has no row with this key",
                    f"`{about}` heeft geen rij met deze sleutel",
                )
                yield Finding(*place, message, guesses.nearest(about, key))


def code_list(package: Package) -> Iterator[Finding]:
    """An enum in a schema is its code list, in the list's order, and each list is one of some."""
    lists = code_lists(package)
    yield from _lists_of_nobody(package)
    for table in package.tables.values():
        for number, column in enumerate(table.schema.fields):
            if column.codes is None or not table.trusted:
                continue
            pointer = f"fields/{number}/constraints/enum"
            place = (table.schema.path, 0, pointer, "code-list", column.codes)
            if column.codes not in lists:
                message = Both("there is no such code list", "zo'n codelijst is er niet")
                yield Finding(*place, message, nearest(column.codes, lists))
            elif list(column.constraints.get("enum", [])) != lists[column.codes]:
                message = Both("the enum is not the code list", "de enum is niet de codelijst")
                yield Finding(*place, message)


def _lists_of_nobody(package: Package) -> Iterator[Finding]:
    """Code lists that no column has, if every table has the columns that its schema says."""
    table = package.table(CODES)
    used = _lists_in_use(package)
    known = set(table.frame["list"])
    if used - known or not all(other.readable for other in package.tables.values()):
        return
    for line, name in table.frame["list"].drop_duplicates().items():
        if name not in used:
            message = Both("no column has this code list", "geen kolom heeft deze codelijst")
            place = (table.path, _line(line), "list", "code-list", name)
            yield Finding(*place, message, nearest(name, used))


def _lists_in_use(package: Package) -> set[str]:
    columns = [column for table in package.tables.values() for column in table.schema.fields]
    return {column.codes for column in columns if column.codes}


def code_positions(package: Package) -> Iterator[Finding]:
    """The codes of a list are numbered from 1 without a gap."""
    yield from _gaps(package.table(CODES), ["list"], "code-positions")


def fact_positions(package: Package) -> Iterator[Finding]:
    """The facts of one sort about one mission are numbered from 1 without a gap."""
    yield from _gaps(package.table("mission_facts"), ["mission_id", "fact"], "fact-positions")


def _gaps(table: Table, group: list[str], rule: str) -> Iterator[Finding]:
    """The first row of each group whose position is not the next one; doubles say so elsewhere."""
    for _, rows in table.frame.drop_duplicates([*group, "position"]).groupby(group):
        ordered = sorted(rows["position"].items(), key=lambda item: (len(item[1]), item[1]))
        for number, (line, position) in enumerate(ordered, start=1):
            if position != str(number):
                place = (table.path, _line(line), "position", rule, position)
                yield Finding(*place, Both(f"expected {number}", f"verwacht {number}"))
                break


def code_parents(package: Package) -> Iterator[Finding]:
    """The kinds a kind may stand under are codes of the same list, which is that of a tree."""
    table = package.table(CODES)
    lists = code_lists(package)
    schemas = [package.table(name).schema for name in package.tables]
    flat = _lists_in_use(package) - {
        schema.field("kind").codes
        for schema in schemas
        if {"kind", "parent_id"} <= set(schema.names)
    }
    for line, row in each(table.frame):
        if row["stands_under"] and row["list"] in flat:
            message = Both("these kinds stand in no tree", "deze soorten staan niet in een boom")
            place = (table.path, line, "stands_under", "code-parents", row["stands_under"])
            yield Finding(*place, message)
            continue
        for kind in row["stands_under"].split():
            if kind not in lists[row["list"]]:
                message = Both(
                    f"`{row['list']}` has no code {kind!r}",
                    f"`{row['list']}` heeft geen code {kind!r}",
                )
                place = (table.path, line, "stands_under", "code-parents", row["stands_under"])
                yield Finding(*place, message, nearest(kind, lists[row["list"]]))


def tree_cycle(package: Package) -> Iterator[Finding]:
    """Following parents upwards comes to an end."""
    for table in _trees(package):
        parents = dict(zip(table.frame["id"], table.frame["parent_id"], strict=True))
        lines = {identifier: _line(line) for line, identifier in table.frame["id"].items()}
        reported: set[str] = set()
        for start in parents:
            path: list[str] = []
            at = start
            while at in parents and parents[at] and at not in path:
                path.append(at)
                at = parents[at]
            if at in path and at not in reported:
                round_ = path[path.index(at) :]
                reported |= set(round_)
                first, way = min(round_), " > ".join([*round_, at])
                message = Both(
                    f"the row is its own ancestor: {way}",
                    f"de rij is haar eigen voorouder: {way}",
                )
                place = (table.path, lines[first], "parent_id", "tree-cycle", parents[first])
                yield Finding(*place, message)


def kind_under_kind(package: Package) -> Iterator[Finding]:
    """A kind stands only under kinds that the code list allows."""
    allowed = {
        (row["list"], row["code"]): row["stands_under"].split()
        for _, row in each(package.frame(CODES))
    }
    for table in _trees(package):
        kind_list = table.schema.field("kind").codes or ""
        kinds = dict(zip(table.frame["id"], table.frame["kind"], strict=True))
        for line, row in each(table.frame):
            above, below = kinds.get(row["parent_id"], ""), row["kind"]
            known = (kind_list, above) in allowed and (kind_list, below) in allowed
            if not known or row["parent_id"] == row["id"]:
                continue  # no parent, no such kind, its own parent: other rules say so
            if above not in allowed[kind_list, below]:
                place = (table.path, line, "parent_id", "kind-under-kind", row["parent_id"])
                message = Both(
                    f"a {below} may not stand under a {above}",
                    f"een {below} mag niet onder een {above} staan",
                )
                yield Finding(*place, message)


def expanded_class(package: Package) -> Iterator[Finding]:
    """Only a letter places a mission under a generic class; we add no members to one."""
    table = package.table("missions")
    kinds = dict(zip(table.frame["id"], table.frame["kind"], strict=True))
    single = _kinds_but(table, GENERIC)
    for line, row in each(table.frame):
        is_under_class = kinds.get(row["parent_id"]) == GENERIC
        if is_under_class and row["kind"] in single and row["parent_basis"] == "arranged":
            place = (table.path, line, "parent_basis", "expanded-class", row["parent_basis"])
            message = Both(
                f"we count no mission as one of the class {row['parent_id']!r}",
                f"wij rekenen geen missie tot de klasse {row['parent_id']!r}",
            )
            yield Finding(*place, message)


def lettered_interest(package: Package) -> Iterator[Finding]:
    """An interest that a document letters is a strategic one."""
    table, interests = package.table("document_interests"), package.table("interests")
    kinds = dict(zip(interests.frame["id"], interests.frame["kind"], strict=True))
    others = _kinds_but(interests, "strategic")
    for line, row in each(table.frame):
        kind = kinds.get(row["interest_id"], "")
        if kind in others:
            place = (table.path, line, "interest_id", "lettered-interest", row["interest_id"])
            message = Both(f"its kind is {kind!r}", f"de soort ervan is {kind!r}")
            yield Finding(*place, message)


def unlinked_thing(package: Package) -> Iterator[Finding]:
    """A thing has a link, a statement or a place in a tree."""
    used: dict[str, set[str]] = {}
    for table in package.tables.values():
        if not table.is_claim:
            continue
        frame = package.frame(table.name)
        for key in table.schema.foreign_keys:
            if key.reference == ("id",):
                used.setdefault(key.table, set()).update(frame[key.fields[0]])
    for table in package.tables.values():
        if not table.is_thing or not table.readable:
            continue
        for line, row in each(table.frame):
            placed = bool(row.get("parent_id", ""))
            if not placed and row["id"] not in used.get(table.name, set()):
                message = Both(
                    "no link, statement or tree holds it", "geen link, uitspraak of boom noemt dit"
                )
                yield Finding(table.path, line, "id", "unlinked-thing", row["id"], message)


def self_in_ties_only(package: Package) -> Iterator[Finding]:
    """One partner, the Netherlands, is of kind self, and stands in `partner_ties` alone."""
    partners = package.table("partners")
    own = partners.frame.loc[partners.frame["kind"] == "self", "id"]
    for line, identifier in own.iloc[1:].items():
        message = Both(
            f"{own.iloc[0]!r} is already of kind self", f"{own.iloc[0]!r} is al van de soort self"
        )
        place = (partners.path, _line(line), "kind", "self-in-ties-only", identifier)
        yield Finding(*place, message)
    for table in package.tables.values():
        for key in table.schema.foreign_keys:
            if key.table != "partners" or table.name == "partner_ties":
                continue
            column = package.frame(table.name)[key.fields[0]]
            for line, identifier in column[column.isin(own)].items():
                place = (table.path, _line(line), key.fields[0], "self-in-ties-only", identifier)
                message = Both(
                    "the Netherlands is no partner of itself",
                    "Nederland is geen partner van zichzelf",
                )
                yield Finding(*place, message)


def decided_commitment(package: Package) -> Iterator[Finding]:
    """A decision taken about a mission has a commitment in the same document."""
    table = package.table("decisions")
    committed = set(package.table("commitments").keys)
    for line, row in each(table.frame):
        key = f"{row['document_id']}/{row['mission_id']}"
        if row["firmness"] == "taken" and row["mission_id"] and key not in committed:
            place = (table.path, line, "mission_id", "decided-commitment", row["mission_id"])
            message = Both(
                f"`commitments` has no row {key!r}", f"`commitments` heeft geen rij {key!r}"
            )
            yield Finding(*place, message)


def same_document(package: Package) -> Iterator[Finding]:
    """A row, its evidence and the decision it names belong to one document."""
    contributions, decisions = package.table("contributions"), package.frame("decisions")
    home = dict(zip(decisions["id"], decisions["document_id"], strict=True))
    for line, row in each(contributions.frame):
        if home.get(row["decision_id"], row["document_id"]) != row["document_id"]:
            place = (contributions.path, line, "decision_id", "same-document", row["decision_id"])
            message = Both(
                f"the decision belongs to {home[row['decision_id']]!r}",
                f"het besluit hoort bij {home[row['decision_id']]!r}",
            )
            yield Finding(*place, message)
    yield from evidence.evidence_of_another_document(package)


def preferred_once(package: Package) -> Iterator[Finding]:
    """A thing has at most one preferred form in a language."""
    table = package.table("names")
    preferred = table.frame[table.frame["kind"] == "preferred"]
    again = preferred.duplicated(["about_table", "about_id", "language"])
    for line, row in each(preferred[again]):
        message = Both(
            f"{row['about_id']!r} has another preferred form in {row['language']}",
            f"{row['about_id']!r} heeft een andere voorkeursvorm in {row['language']}",
        )
        yield Finding(table.path, line, "kind", "preferred-once", row["form"], message)


def retired_id(package: Package) -> Iterator[Finding]:
    """A retired identifier is not in use, its replacement is, and it went by this version."""
    table = package.table("retired_ids")
    known = {about.name: set(about.keys) for about in package.tables.values() if about.readable}
    guesses = Guesses(known)
    for line, row in each(table.frame):
        name = row["about_table"]
        if name in package.tables and name not in known:
            continue
        keys = known.get(name, set())
        if row["retired_key"] in keys:
            place = (table.path, line, "retired_key", "retired-id", row["retired_key"])
            message = Both(
                f"`{name}` still has a row with this key",
                f"`{name}` heeft nog een rij met deze sleutel",
            )
            yield Finding(*place, message)
        if row["replaced_by"] and row["replaced_by"] not in keys:
            message = Both(
                f"`{name}` has no row with this key",
                f"`{name}` heeft geen rij met deze sleutel",
            )
            place = (table.path, line, "replaced_by", "retired-id", row["replaced_by"])
            yield Finding(*place, message, guesses.nearest(name, row["replaced_by"]))
        if _is_later(row["version"], package.version):
            place = (table.path, line, "version", "retired-id", row["version"])
            message = Both(f"this is version {package.version}", f"dit is versie {package.version}")
            yield Finding(*place, message)


def _is_later(version: str, than: str) -> bool:
    """Whether a version comes after another; what is no version is reported elsewhere."""
    try:
        return Version.parse(version) > Version.parse(than)
    except ValueError:
        return False


def country_reference(package: Package) -> Iterator[Finding]:
    """Country codes and names are those of ISO 3166 and the Unicode CLDR."""
    import pycountry  # noqa: PLC0415 - two reference packages that this rule alone needs
    from babel import Locale  # noqa: PLC0415

    table = package.table("countries")
    names = {language: Locale(language).territories for language in ("en", "nl")}
    for line, row in each(table.frame):
        country = pycountry.countries.get(alpha_3=row["id"])
        if country is None:
            message = Both(
                "ISO 3166-1 has no such alpha-3 code", "ISO 3166-1 heeft geen alpha-3-code als deze"
            )
            yield Finding(table.path, line, "id", "country-reference", row["id"], message)
            continue
        # M49 and the ISO 3166-1 numeric code are one number for every country.
        expected = {
            "alpha2": country.alpha_2,
            "m49": country.numeric,
            "name_en": names["en"].get(country.alpha_2, ""),
            "name_nl": names["nl"].get(country.alpha_2, ""),
        }
        for column, value in expected.items():
            if row[column] != value:
                place = (table.path, line, column, "country-reference", row[column])
                message = Both(f"the reference has {value!r}", f"de naslag heeft {value!r}")
                yield Finding(*place, message)


RULES_HERE: tuple[Callable[[Package], Iterator[Finding]], ...] = (
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
    *documents.RULES_HERE,
    *evidence.RULES_HERE,
    *weight.RULES_HERE,
    *codings.RULES_HERE,
)


def check(package: Package) -> Outcome:
    """Every disagreement between tables, less the listed exceptions, and those out of use."""
    outcome = Outcome()
    seals = evidence.seals(package)

    def judged(names: Iterable[str], rule: Callable[[], Iterable[Finding]]) -> list[Finding]:
        try:
            return list(rule())
        except UnreadableTableError as error:
            outcome.unread.add(error.table)
            name = ", ".join(names)
            outcome.notes.append(
                Both(
                    f"{name} was not judged: `{error.table}` cannot be read",
                    f"{name} is niet beoordeeld: `{error.table}` is niet te lezen",
                )
            )
            return []

    found = [
        finding
        for rule in RULES_HERE
        for finding in judged([rule.__name__.replace("_", "-")], partial(rule, package))
    ]
    outcome.counts = {**evidence.counts(package), **seals.counts}

    def mentioned() -> list[Finding]:
        said = mentions.check(package, seals.words)
        outcome.counts |= said.counts if seals.words else {}
        return said.findings

    found += judged(mentions.RULES, mentioned)
    found += seals.findings
    outcome.notes += seals.notes
    listed = package.tables.get(EXCEPTIONS)
    if listed is not None and not listed.readable:
        outcome.notes += [_held_back(found)] if found else []
        return outcome
    outcome.findings, idle = _without_exceptions(package, found)

    def out_of_use() -> Iterator[Finding]:
        for name in package.tables:
            package.table(name)  # of what cannot be read a rule may have had more to say
        yield from _out_of_use(package, idle, seals.words)

    outcome.findings += judged(["exception-in-use"], out_of_use)
    return outcome


def check_words(package: Package, words: Mapping[str, str]) -> Outcome:
    """What the mentions alone find, less the listed exceptions; `words` are by passage.

    UnreadableTableError where a table that they need cannot be read.
    """
    package.table(EXCEPTIONS)
    outcome = mentions.check(package, words)
    outcome.findings, idle = _without_exceptions(package, outcome.findings)
    of_these = {place: line for place, line in idle.items() if place[0] in mentions.RULES}
    outcome.findings += _out_of_use(package, of_these, words)
    return outcome


def _held_back(findings: Sequence[Finding]) -> Both:
    number = len(findings)
    return Both(
        f"findings between tables held back: {number}; `{EXCEPTIONS}` may excuse them, and cannot "
        "be read",
        f"achtergehouden bevindingen tussen tabellen: {number}; `{EXCEPTIONS}` kan ze "
        "verontschuldigen, en is niet te lezen",
    )


def _without_exceptions(
    package: Package, findings: Iterable[Finding]
) -> tuple[list[Finding], dict[Excused, int]]:
    """What no exception excuses, and the exceptions that excuse nothing, with their lines."""
    table = package.tables.get(EXCEPTIONS)
    keys = {t.path: t.keys for t in package.tables.values() if t.readable}
    excused: dict[Excused, int] = {}
    for line, row in each(table.frame) if table else ():
        about = package.tables.get(row["about_table"])
        if about is not None and about.readable and (about.keys == row["about_key"]).any():
            excused[row["rule"], about.path, row["about_key"]] = line
    kept, in_use = [], set()
    for finding in findings:
        key = keys[finding.file].get(finding.row, "") if finding.file in keys else ""
        if (finding.rule, finding.file, key) in excused:
            in_use.add((finding.rule, finding.file, key))
        else:
            kept.append(finding)
    return kept, {entry: line for entry, line in excused.items() if entry not in in_use}


def _out_of_use(
    package: Package, idle: Mapping[Excused, int], words: Mapping[str, str]
) -> Iterator[Finding]:
    """Each exception that excuses nothing, if its rule had all it needs to say something."""
    path = package.table(EXCEPTIONS).path
    excusable = [rule.id for rule in RULES.values() if rule.layer == LAYER]
    for (rule, _, key), line in idle.items():
        place = (path, line, "rule", "exception-in-use", rule)
        if rule not in excusable:
            message = Both(
                "there is no such rule between tables",
                "er is geen regel tussen tabellen die zo heet",
            )
            yield Finding(*place, message, nearest(rule, excusable))
        elif rule not in OF_THE_LETTER or _was_read(package, key, words):
            message = Both(
                "the rule reports nothing here any more", "de regel meldt hier niets meer"
            )
            yield Finding(*place, message)


def _was_read(package: Package, key: str, words: Mapping[str, str]) -> bool:
    """Whether a letter's own words were found: of a passage, or of a whole document."""
    name, passages = key.rpartition("/")[2], package.frame("passages")
    needed = {*passages.loc[passages["document_id"] == name, "id"]} or {name}
    return needed <= words.keys()


def _kinds_but(table: Table, kind: str) -> set[str]:
    """The kinds that a row of the table may have, but for one."""
    return {*table.schema.field("kind").constraints.get("enum", [])} - {kind}


def _trees(package: Package) -> Iterator[Table]:
    for table in package.tables.values():
        if "parent_id" in table.schema.names and table.readable:
            yield table


def _line(index: object) -> int:
    return int(str(index))
