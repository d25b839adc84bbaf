"""Layer 4, evidence: does each claim have evidence, and is each passage accounted for?

A claim is a thing, statement or link, or a document tie that a letter states. These rules check
that claims, evidence and passages are consistent. Whether the words support a claim is for a reader
to judge. If the text of a letter is given, its seals are checked too.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from validation.catalogue.finding import nearest
from validation.catalogue.languages import Both
from validation.coding import letter
from validation.coding.near import has_ends, neighbourhoods, own_letter
from validation.package.table import grouped
from validation.rules.fault import Fault, at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validation.package.opening import Package
    from validation.package.table import Record


def claims(package: Package) -> Iterator[Record]:
    """Every claim: a thing, statement or link, or a tie that a letter states."""
    for table in package.tables.values():
        if table.readable and (table.is_claim or table.name == "document_ties"):
            yield from (row for row in table.records if table.is_claim or row["origin"] == "said")


def counts(package: Package) -> dict[str, int]:
    """The number of claims, evidence rows and passages that are checked."""
    found = {"claims": sum(1 for _ in claims(package))}
    for name, what in (("evidence", "evidence rows"), ("passages", "passages")):
        if name in package.tables and package.tables[name].readable:
            found[what] = len(package.tables[name].rows)
    return found


def evidence_of_another_document(package: Package) -> Iterator[Fault]:
    """Evidence for a statement or link is in the document at the start of its key."""
    documents = package.table("documents").by_key
    for row in package.records("evidence"):
        about = package.tables.get(row["about_table"])
        if about is None or about.schema.primary_key[0] != "document_id":
            continue
        stated = row["about_key"].partition("/")[0]
        found = row["passage_id"].partition(".")[0]
        if stated in documents and found in documents and stated != found:
            yield at(row, "passage_id", "evidence", stated=stated, found=found)


def claim_evidence(package: Package) -> Iterator[Fault]:
    """Every thing, statement, link and said tie has a passage as its evidence."""
    resting = set(_passages_by_row(package))
    for row in claims(package):
        if (row.table.name, row.key) not in resting:
            yield at(row, value=row.key)


def field_evidence(package: Package) -> Iterator[Fault]:
    """A date, a year, an amount and a parent that a letter gives have evidence of their own."""
    carried = {
        (row["about_table"], row["about_key"], row["about_field"])
        for row in package.records("evidence")
    }
    for table in package.tables.values():
        if not (table.is_claim and table.readable):
            continue
        needed = [column.name for column in table.schema.fields if column.evidence]
        for row in table.records:
            columns = [name for name in needed if row[name]]
            if row.get("parent_basis", "") not in {"", "arranged"}:
                columns.append("parent_id")
            for column in columns:
                if (table.name, row.key, column) not in carried:
                    yield at(row, column)


def evidence_field(package: Package) -> Iterator[Fault]:
    """`about_field` is `row`, or a column of the table that is filled in that row."""
    for row in package.records("evidence"):
        about = package.tables.get(row["about_table"])
        if about is None or row["about_field"] == "row" or not about.readable:
            continue
        named = about.by_key.get(row["about_key"])
        if row["about_field"] not in about.schema.names:
            guess = nearest(row["about_field"], ["row", *about.schema.names])
            yield at(row, "about_field", "column", table=about.name, suggestion=guess)
        elif named is not None and not named[row["about_field"]]:
            yield at(row, "about_field", "empty")


def evidence_of_said(package: Package) -> Iterator[Fault]:
    """Evidence is only for what a letter says, not for what we arranged or looked up."""
    ours = {
        (about.name, row.key)
        for about in package.tables.values()
        if about.readable
        for row in about.records
        if row.get("parent_basis") == "arranged" or row.get("origin") == "looked_up"
    }
    said_in = [name for name, about in package.tables.items() if about.is_claim]
    said_in += ["documents", "document_ties"]
    for row in package.records("evidence"):
        name, key, column = row["about_table"], row["about_key"], row["about_field"]
        if name in package.tables and name not in said_in:
            yield at(row, "about_table", "table")
        elif (name, key) in ours and name == "document_ties":
            yield at(row, "about_key", "looked_up")
        elif (name, key) in ours and column in {"parent_id", "parent_basis"}:
            yield at(row, "about_field", "arranged")


def explicit_ends(package: Package) -> Iterator[Fault]:
    """An explicit link or event has a passage that is also evidence for all its ends."""
    for link in links(package, "explicit"):
        if link.passages and not any(
            all(passage in end for end in link.ends.values()) for passage in link.passages
        ):
            missing = [name for name, end in link.ends.items() if not end & link.passages]
            says = "missing" if missing else "apart"
            yield at(link.record, "basis", says, passages=_listed(link.passages), ends=missing)


def contextual_ends(package: Package) -> Iterator[Fault]:
    """All ends of a contextual link or event have evidence in its passage or near it."""
    nearby = neighbourhoods(package)
    for link in links(package, "contextual"):
        around = {passage: nearby.get(passage, {passage}) for passage in link.passages}
        if around and not any(
            all(near_by & end for end in link.ends.values()) for near_by in around.values()
        ):
            close = set[str]().union(*around.values())
            missing = [name for name, end in link.ends.items() if not end & close]
            says = "missing" if missing else "apart"
            yield at(link.record, "basis", says, passages=_listed(link.passages), ends=missing)


def passage_coding(package: Package) -> Iterator[Fault]:
    """A passage is coded if and only if it is evidence for something."""
    carrying = {row["passage_id"] for row in package.records("evidence")}
    for row in package.records("passages"):
        if (row["coding"] == "coded") != (row["id"] in carrying):
            yield at(row, "coding", "nothing" if row["coding"] == "coded" else "something")


def passage_sequence(package: Package) -> Iterator[Fault]:
    """Passages are numbered from 1, join into one text, and their pages never go down."""
    yield from _pages_going_back(package)
    for passages in _by_document(package).values():
        start = 0
        for number, row in enumerate(passages, start=1):
            expected = {"position": str(number), "start": str(start)}
            wrong = next((name for name, value in expected.items() if row[name] != value), None)
            if wrong is not None:
                yield at(row, wrong, expected=expected[wrong])
                break
            start = _number(row["end"]) + 1


def _pages_going_back(package: Package) -> Iterator[Fault]:
    """Passages on a lower page than the previous one, and notes on a lower page than their text."""
    pages = {row["id"]: _number(row["page"]) for row in package.records("passages")}
    for passages in _by_document(package).values():
        before = {True: 0, False: 0}  # the last page of the notes, and of the other passages
        for row in passages:
            is_note, page = bool(row["note_to"]), pages[row["id"]]
            least = max(before[is_note], pages.get(row["note_to"], 0))
            if 0 < page < least:
                yield at(row, "page", expected=least)
            before[is_note] = page


def passage_above(package: Package) -> Iterator[Fault]:
    """`under_section` is empty or one earlier section, and `note_to` a sentence or heading."""
    known = package.table("passages").by_key
    shared = _heading_of_most(package)
    for document, passages in _by_document(package).items():
        sections: set[str] = set()
        texts = {row["id"] for row in passages if not row["note_to"]}
        for row in passages:
            above, note_to = row["under_section"], row["note_to"]
            if above and above not in sections:
                yield at(row, "under_section", "later", section=above)
            elif above != shared.get(row["id"], above):
                yield at(row, "under_section", "another")
            if note_to in known and note_to not in texts:
                yield at(row, "note_to", "note", document=document)
            sections.add(row["section"])


def _by_document(package: Package) -> dict[str, list[Record]]:
    """The passages of each document, sorted by position."""
    found = grouped(package.records("passages"), "document_id")
    for passages in found.values():
        passages.sort(key=lambda row: _number(row["position"]))
    return found


def _heading_of_most(package: Package) -> dict[str, str]:
    """For each passage, the most frequent `under_section` of its section; of equals, the first."""
    passages = package.records("passages")
    placed = [row for row in passages if row["section"] in row["id"].split(".")]
    named: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in placed:
        named[row["document_id"], row["section"]][row["under_section"]] += 1
    most = {section: above.most_common(1)[0][0] for section, above in named.items()}
    return {row["id"]: most[row["document_id"], row["section"]] for row in placed}


def _number(text: str) -> int:
    """The number in a cell; -1 for text, which the columns layer reports."""
    return int(text) if re.fullmatch("[0-9]{1,18}", text) else -1


RULES_HERE = (
    claim_evidence,
    field_evidence,
    evidence_field,
    evidence_of_said,
    explicit_ends,
    contextual_ends,
    passage_coding,
    passage_sequence,
    passage_above,
)


@dataclass
class Sealed:
    """The result of checking the seals, and the text of each passage that was found."""

    faults: list[Fault] = field(default_factory=list)
    checked: int = 0
    notes: list[Both] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict)


def seals(package: Package) -> Sealed:
    """Report every seal that differs from the text of its letter, if that text was given.

    A note names each letter whose seals were not checked.
    """
    found = Sealed()
    table = package.tables.get("passages")
    if table is None or not table.readable:
        return found
    for document, passages in sorted(grouped(table.records, "document_id").items()):
        try:
            letter.passages_of(passages)
        except ValueError:
            found.notes.append(
                Both(
                    f"seals: not checked for {document}, its places are not numbers",
                    f"zegels: niet gecontroleerd voor {document}; de plaatsen zijn geen getallen",
                )
            )
            continue
        result = package.letters.get(document)
        if result is None:
            found.notes.append(
                Both(
                    f"seals: not checked for {document}; give its text with `--letter FILE`",
                    f"zegels: niet gecontroleerd voor {document}; geef de tekst ervan op met "
                    "`--letter BESTAND`",
                )
            )
            continue
        found.checked += result.checked
        found.faults += [at(table.by_key[one], "seal", "passage") for one in result.missing]
        found.faults += _whole_seal(package, document, result)
        found.words |= result.own
    return found


def _whole_seal(package: Package, document: str, result: letter.Verification) -> Iterator[Fault]:
    documents = package.tables.get("documents")
    if documents is None or not documents.readable or not result.whole:
        return
    row = documents.by_key.get(document)
    if row is not None and row["seal"] not in {"", result.whole}:
        yield at(row, "seal", "whole")


@dataclass(frozen=True)
class Link:
    """A link or event, its passages and, for each end by name, the passages that name it."""

    record: Record
    passages: set[str]
    ends: dict[str, set[str]]


def links(package: Package, basis: str) -> Iterator[Link]:
    """Every link and event of one basis.

    The letter is present as an end of its own links: it needs no passage that names it.
    """
    by_row = _passages_by_row(package)
    for table in package.tables.values():
        if not (table.readable and has_ends(table)):
            continue
        for row in table.records:
            if row["basis"] != basis:
                continue
            filled = [end for end in table.schema.ends() if row[end.fields[-1]]]
            things = [(end.table, row.joined(end.fields)) for end in filled]
            things = [end for end in things if end != own_letter(row)]
            ends = {f"`{name}` {key}": by_row.get((name, key), set()) for name, key in things}
            yield Link(row, by_row.get((table.name, row.key), set()), ends)


def _passages_by_row(package: Package) -> dict[tuple[str, str], set[str]]:
    by_row: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in package.records("evidence"):
        by_row[row["about_table"], row["about_key"]].add(row["passage_id"])
    return by_row


def _listed(passages: set[str]) -> str:
    return ", ".join(sorted(passages))
