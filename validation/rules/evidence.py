"""Layer 4, evidence: does each claim rest on the letter, and each passage carry one or say why not?

A claim is a row of a thing, statement or link, or a document tie that a letter states. These
rules prove that the places fit together; whether the words carry the claim is for a reader to
judge. The seals are checked too of a letter whose text was handed over.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from validation.coding import letter
from validation.package.finding import Finding, nearest
from validation.package.languages import Both
from validation.package.table import each
from validation.rules.findings import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from validation.package.opening import Package
    from validation.package.table import Table


def claims(package: Package) -> Iterator[tuple[Table, int, str]]:
    """Every claim: its table, its line and its key."""
    for table in package.tables.values():
        if not table.readable or not (table.is_claim or table.name == "document_ties"):
            continue
        for line, key in table.keys.items():
            if table.is_claim or table.frame.at[line, "origin"] == "said":
                yield table, int(str(line)), key


def counts(package: Package) -> dict[str, int]:
    """How many claims, evidence rows and passages there are to check."""
    found = {"claims": sum(1 for _ in claims(package))}
    for name, what in (("evidence", "evidence rows"), ("passages", "passages")):
        if name in package.tables and package.tables[name].readable:
            found[what] = len(package.tables[name].rows)
    return found


def evidence_of_another_document(package: Package) -> Iterator[Finding]:
    """Evidence for a statement or link lies in the document that its key begins with."""
    table = package.table("evidence")
    documents = set(package.frame("documents")["id"])
    for line, row in each(table.frame):
        about = package.tables.get(row["about_table"])
        if about is None or about.schema.primary_key[0] != "document_id":
            continue
        stated = row["about_key"].partition("/")[0]
        found = row["passage_id"].partition(".")[0]
        if stated in documents and found in documents and stated != found:
            place = (table.path, line, "passage_id", "same-document", row["passage_id"])
            message = Both(
                f"the claim is one of {stated!r}, the passage one of {found!r}",
                f"de bewering is er een van {stated!r}, de passage een van {found!r}",
            )
            yield Finding(*place, message)


def claim_evidence(package: Package) -> Iterator[Finding]:
    """Every thing, statement, link and said tie rests on a passage."""
    resting = set(_passages_by_row(package))
    for table, line, key in claims(package):
        if (table.name, key) not in resting:
            message = Both("no passage carries this row", "geen passage draagt deze rij")
            yield Finding(table.path, line, "", "claim-evidence", key, message)


def field_evidence(package: Package) -> Iterator[Finding]:
    """A period, an amount and a place in a tree that a letter gives have evidence of their own."""
    evidence = package.frame("evidence")
    carried = set(
        zip(evidence["about_table"], evidence["about_key"], evidence["about_field"], strict=True)
    )
    for table in package.tables.values():
        if not (table.is_claim and table.readable):
            continue
        needed = [column.name for column in table.schema.fields if column.evidence]
        frame = package.frame(table.name)
        for line, key in table.keys.items():
            columns = [name for name in needed if frame.at[line, name]]
            if "parent_basis" in frame and frame.at[line, "parent_basis"] not in {"", "arranged"}:
                columns.append("parent_id")
            for column in columns:
                if (table.name, key, column) not in carried:
                    value = str(frame.at[line, column])
                    place = (table.path, int(str(line)), column, "field-evidence", value)
                    message = Both("no passage carries this cell", "geen passage draagt deze cel")
                    yield Finding(*place, message)


def evidence_field(package: Package) -> Iterator[Finding]:
    """Evidence of a column names a column of the table that is filled in that row."""
    table = package.table("evidence")
    for line, row in each(table.frame):
        about = package.tables.get(row["about_table"])
        if about is None or row["about_field"] == "row" or not about.readable:
            continue
        place = (table.path, line, "about_field", "evidence-field", row["about_field"])
        if row["about_field"] not in about.schema.names:
            message = Both(
                f"`{about.name}` has no such column", f"`{about.name}` heeft zo'n kolom niet"
            )
            yield Finding(
                *place, message, nearest(row["about_field"], ["row", *about.schema.names])
            )
        elif (about.frame.loc[about.keys == row["about_key"], row["about_field"]] == "").any():
            message = Both("the column is empty in that row", "de kolom is leeg in die rij")
            yield Finding(*place, message)


def evidence_of_said(package: Package) -> Iterator[Finding]:
    """Evidence is for what a letter says, and not for what we arranged or looked up."""
    table = package.table("evidence")
    ours = {
        (about.name, key)
        for about in package.tables.values()
        if about.readable
        for column, value in (("parent_basis", "arranged"), ("origin", "looked_up"))
        if column in about.schema.names
        for key in about.keys[about.frame[column] == value]
    }
    said_in = [name for name, about in package.tables.items() if about.is_claim]
    said_in += ["documents", "document_ties"]
    for line, row in each(table.frame):
        name, key, column = row["about_table"], row["about_key"], row["about_field"]
        if name in package.tables and name not in said_in:
            message = Both(
                "no letter says what is in this table", "wat in deze tabel staat, zegt geen brief"
            )
            yield Finding(table.path, line, "about_table", "evidence-of-said", name, message)
        elif (name, key) in ours and name == "document_ties":
            message = Both("this tie was looked up", "dit verband is opgezocht")
            yield Finding(table.path, line, "about_key", "evidence-of-said", key, message)
        elif (name, key) in ours and column in {"parent_id", "parent_basis"}:
            message = Both("this place was arranged by us", "deze plaats is door ons geordend")
            yield Finding(table.path, line, "about_field", "evidence-of-said", column, message)


def explicit_ends(package: Package) -> Iterator[Finding]:
    """An explicit link has a passage that is also evidence for both its ends."""
    for link in links(package, "explicit"):
        if link.passages and not any(
            all(passage in end for end in link.ends.values()) for passage in link.passages
        ):
            missing = [name for name, end in link.ends.items() if not end & link.passages]
            listed = _listed(link.passages)
            message = (
                Both(
                    f"{listed} is no evidence for {' or '.join(missing)}",
                    f"{listed} is geen bewijs voor {' of '.join(missing)}",
                )
                if missing
                else Both(
                    f"no single one of {listed} is evidence for both ends",
                    f"geen van {listed} is op zichzelf bewijs voor beide uiteinden",
                )
            )
            yield Finding(link.table.path, link.line, "basis", "explicit-ends", "explicit", message)


def contextual_ends(package: Package) -> Iterator[Finding]:
    """Both ends of a contextual link are evidenced in its passage or close around it."""
    nearby = neighbourhoods(package)
    for link in links(package, "contextual"):
        around = {passage: nearby.get(passage, {passage}) for passage in link.passages}
        if around and not any(
            all(near_by & end for end in link.ends.values()) for near_by in around.values()
        ):
            close = set[str]().union(*around.values())
            missing = [name for name, end in link.ends.items() if not end & close]
            listed = _listed(link.passages)
            message = Both(
                f"near {listed} there is no evidence for "
                f"{' or '.join(missing) or 'both ends together'}",
                f"bij {listed} is er geen bewijs voor "
                f"{' of '.join(missing) or 'beide uiteinden samen'}",
            )
            place = (link.table.path, link.line, "basis", "contextual-ends", "contextual")
            yield Finding(*place, message)


def passage_coding(package: Package) -> Iterator[Finding]:
    """A passage is coded exactly if evidence rests on it."""
    table = package.table("passages")
    carrying = set(package.frame("evidence")["passage_id"])
    for line, row in each(table.frame):
        if (row["coding"] == "coded") != (row["id"] in carrying):
            message = (
                Both("no evidence rests on this passage", "er rust geen bewijs op deze passage")
                if row["coding"] == "coded"
                else Both("evidence rests on this passage", "er rust bewijs op deze passage")
            )
            yield Finding(table.path, line, "coding", "passage-coding", row["coding"], message)


def passage_sequence(package: Package) -> Iterator[Finding]:
    """Passages are numbered from 1, join into one text, and their pages go up."""
    table = package.table("passages")
    yield from _pages_going_back(table)
    for _, passages in table.frame.groupby("document_id", sort=False):
        start = 0
        numbered = sorted(each(passages), key=lambda row: _number(row[1]["position"]))
        for number, (line, row) in enumerate(numbered, start=1):
            expected = {"position": str(number), "start": str(start)}
            wrong = next((name for name, value in expected.items() if row[name] != value), None)
            if wrong is not None:
                place = (table.path, line, wrong, "passage-sequence", row[wrong])
                message = Both(f"expected {expected[wrong]}", f"verwacht {expected[wrong]}")
                yield Finding(*place, message)
                break
            start = _number(row["end"]) + 1


def _pages_going_back(table: Table) -> Iterator[Finding]:
    """Passages on an earlier page than the text or the note before, or than what a note is to."""
    pages = {row["id"]: _number(row["page"]) for _, row in each(table.frame)}
    for _, passages in table.frame.groupby("document_id", sort=False):
        numbered = sorted(each(passages), key=lambda row: _number(row[1]["position"]))
        before = {True: 0, False: 0}  # the text above a page's end, and its notes below
        for line, row in numbered:
            is_note, page = bool(row["note_to"]), pages[row["id"]]
            least = max(before[is_note], pages.get(row["note_to"], 0))
            if 0 < page < least:
                place = (table.path, line, "page", "passage-sequence", row["page"])
                yield Finding(*place, Both(f"expected {least}", f"verwacht {least}"))
            before[is_note] = page


def passage_above(package: Package) -> Iterator[Finding]:
    """A section stands under one earlier heading, a footnote hangs on a sentence or heading."""
    table = package.table("passages")
    known = set(table.frame["id"])
    shared = _heading_of_most(table)
    for document, passages in table.frame.groupby("document_id", sort=False):
        sections: set[str] = set()
        texts = set(passages.loc[passages["note_to"] == "", "id"])
        for line, row in sorted(each(passages), key=lambda row: _number(row[1]["position"])):
            above, note_to = row["under_section"], row["note_to"]
            if above and above not in sections:
                message = Both(
                    f"no section {above!r} begins before this one",
                    f"er begint geen sectie {above!r} voor deze",
                )
                yield Finding(table.path, line, "under_section", "passage-above", above, message)
            elif above != shared.get(row["id"], above):
                message = Both(
                    "other passages of this section stand under another one",
                    "andere passages van deze sectie staan onder een andere",
                )
                yield Finding(table.path, line, "under_section", "passage-above", above, message)
            if note_to in known and note_to not in texts:
                message = Both(
                    f"this is no sentence or heading of {document}",
                    f"dit is geen zin of kop van {document}",
                )
                yield Finding(table.path, line, "note_to", "passage-above", note_to, message)
            sections.add(row["section"])


def _heading_of_most(table: Table) -> dict[str, str]:
    """By passage, what most of its section say that they stand under; of two equals, the first."""
    placed = [row for _, row in each(table.frame) if row["section"] in row["id"].split(".")]
    named: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in placed:
        named[row["document_id"], row["section"]][row["under_section"]] += 1
    most = {section: above.most_common(1)[0][0] for section, above in named.items()}
    return {row["id"]: most[row["document_id"], row["section"]] for row in placed}


def neighbourhoods(package: Package) -> dict[str, set[str]]:
    """For each passage, those that can lend it an end.

    The passage itself, its paragraph, the sentences before and after it in its section, the
    headings above, and its footnotes (a footnote has the passage it belongs to).
    """
    near_by: dict[str, set[str]] = defaultdict(set)
    for _, passages in package.frame("passages").groupby("document_id", sort=False):
        rows = [row for _, row in each(passages)]
        headings = {row["section"]: row for row in rows if row["kind"] == "heading"}
        paragraphs: dict[tuple[str, str], set[str]] = defaultdict(set)
        for row in rows:
            if row["paragraph"]:
                paragraphs[row["section"], row["paragraph"]].add(row["id"])
        sentences = [row for row in rows if row["kind"] == "sentence"]
        for before, after in pairwise(sentences):
            if before["section"] == after["section"]:
                near_by[before["id"]].add(after["id"])
                near_by[after["id"]].add(before["id"])
        for row in rows:
            own = near_by[row["id"]]
            own.add(row["id"])
            own |= paragraphs.get((row["section"], row["paragraph"]), set())
            own |= _headings_above(row["section"], headings)
            if row["note_to"]:
                own.add(row["note_to"])
                near_by[row["note_to"]].add(row["id"])
    return dict(near_by)


def _headings_above(section: str, headings: dict[str, dict[str, str]]) -> set[str]:
    """The headings of a section and of the sections that it stands under."""
    found: set[str] = set()
    while section in headings and headings[section]["id"] not in found:
        found.add(headings[section]["id"])
        section = headings[section]["under_section"]
    return found


def _number(text: str) -> int:
    """The number a cell holds; -1 for text that the columns layer reports."""
    return int(text) if re.fullmatch("[0-9]{1,18}", text) else -1


RULES_HERE: tuple[Callable[[Package], Iterator[Finding]], ...] = (
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
class Sealed(Outcome):
    """What the seals gave, and the letter's own words of each passage that was found."""

    words: dict[str, str] = field(default_factory=dict)


def seals(package: Package) -> Sealed:
    """Report every seal that does not hold in the text of its letter, where that was handed over.

    The others are named in a note.
    """
    outcome = Sealed()
    table = package.tables.get("passages")
    if table is None or not table.readable:
        return outcome
    for document, passages in table.frame.groupby("document_id", sort=True):
        try:
            letter.passages_of(row for _, row in each(passages))
        except ValueError:
            outcome.notes.append(
                Both(
                    f"seals: not checked for {document}, its places are not numbers",
                    f"zegels: niet gecontroleerd voor {document}; de plaatsen zijn geen getallen",
                )
            )
            continue
        result = package.letters.get(str(document))
        if result is None:
            outcome.notes.append(
                Both(
                    f"seals: not checked for {document}; give its text with `--letter FILE`",
                    f"zegels: niet gecontroleerd voor {document}; geef de tekst ervan op met "
                    "`--letter BESTAND`",
                )
            )
            continue
        outcome.counts["seals"] = outcome.counts.get("seals", 0) + result.checked
        lines = {identifier: int(str(line)) for line, identifier in passages["id"].items()}
        for identifier in result.missing:
            place = (table.path, lines[identifier], "seal", "seal")
            value = str(passages.at[lines[identifier], "seal"])
            message = Both(
                "no passage of the text has this seal", "geen passage van de tekst heeft dit zegel"
            )
            outcome.findings.append(Finding(*place, value, message))
        outcome.findings += _whole_seal(package, str(document), result)
        outcome.words |= result.own
    return outcome


def _whole_seal(package: Package, document: str, result: letter.Verification) -> Iterator[Finding]:
    documents = package.tables.get("documents")
    if documents is None or not documents.readable or not result.whole:
        return
    for line, row in each(documents.frame):
        if row["id"] == document and row["seal"] not in {"", result.whole}:
            message = Both(
                "the passages joined in order do not have this seal",
                "de passages op volgorde samen hebben dit zegel niet",
            )
            yield Finding(documents.path, line, "seal", "seal", row["seal"], message)


class Link:
    """One link with its passages and, for each end by name, the passages that evidence it."""

    def __init__(self, table: Table, line: int) -> None:
        self.table, self.line = table, line
        self.passages: set[str] = set()
        self.ends: dict[str, set[str]] = {}


def links(package: Package, basis: str) -> Iterator[Link]:
    """Every link of one basis."""
    by_row = _passages_by_row(package)
    for table in package.tables.values():
        if not (table.is_link and table.readable):
            continue
        for line, cells in each(table.frame):
            if cells["basis"] != basis:
                continue
            link = Link(table, line)
            key = "/".join(cells[name] for name in table.schema.primary_key)
            link.passages = by_row.get((table.name, key), set())
            for end in table.schema.ends():
                thing = "/".join(cells[name] for name in end.fields)
                link.ends[f"`{end.table}` {thing}"] = by_row.get((end.table, thing), set())
            yield link


def _passages_by_row(package: Package) -> dict[tuple[str, str], set[str]]:
    frame = package.frame("evidence")
    by_row: dict[tuple[str, str], set[str]] = defaultdict(set)
    for table, key, passage in zip(
        frame["about_table"], frame["about_key"], frame["passage_id"], strict=True
    ):
        by_row[table, key].add(passage)
    return by_row


def _listed(passages: set[str]) -> str:
    return ", ".join(sorted(passages))
