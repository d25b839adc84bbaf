"""Layer 4, codings: are the two codings of a letter consistent?

`codings.csv` contains what two coders wrote independently, with keys of their own, before their
differences were resolved. Its rows are not compared with the current tables, which have changed
since.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from validation.catalogue.finding import Guesses, nearest
from validation.coding.codings import TABLE, codes_of, place_of
from validation.package.opening import CODES
from validation.rules.fault import Fault, at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validation.package.opening import Package
    from validation.package.table import Record


def coding_match(package: Package) -> Iterator[Fault]:
    """Rows of the two codings that mean the same refer to each other."""
    records = package.records(TABLE)
    rows = {place_of(row): row for row in records}
    keys: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for *coding, key in rows:
        keys[tuple(coding)].add(key)
    guesses = Guesses(keys)

    def named_back(row: Record) -> bool:
        other = rows.get(place_of(row, matched=True))
        return other is not None and other["matched_key"] == row["about_key"]

    for row in records:
        if not row["matched_key"] or named_back(row):
            continue
        other = rows.get(place_of(row, matched=True))
        if other is None:
            *wanted, key = place_of(row, matched=True)
            guess = guesses.nearest(tuple(wanted), key)
            yield at(row, "matched_key", "missing", suggestion=guess)
        elif not other["matched_key"]:
            yield at(row, "matched_key", "names_none")
        elif row["coding"] != "second" or named_back(other):
            # otherwise the finding is on the row of the first coding
            yield at(row, "matched_key", "names_another", other=other["matched_key"])


def coding_content(package: Package) -> Iterator[Fault]:
    """A coding fills coded columns with codes of their lists, and refers to existing passages."""
    claims = [name for name, about in package.tables.items() if about.is_claim]
    codes, passages = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for row in package.records(CODES):
        codes[row["list"]].add(row["code"])
    for row in package.records("passages"):
        passages[row["document_id"]].add(row["id"])
    guesses = Guesses(passages)
    for row in package.records(TABLE):
        about = package.tables.get(row["about_table"])
        if about is None or not about.is_claim:
            guess = nearest(row["about_table"], claims)
            yield at(row, "about_table", "table", suggestion=guess)
            continue
        columns = package.table(about.name).schema.fields
        coded = {column.name: column.codes for column in columns if column.codes}
        for name, code in codes_of(row).items():
            if name not in coded or code not in codes.get(coded[name], {code}):
                yield at(row, "codes", "code", table=about.name, name=name, code=code)
        for passage in row["passages"].split():
            if passage not in passages[row["document_id"]]:
                guess = guesses.nearest(row["document_id"], passage)
                yield at(row, "passages", "passage", passage=passage, suggestion=guess)


RULES_HERE = (coding_match, coding_content)
