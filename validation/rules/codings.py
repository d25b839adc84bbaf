"""Two codings of one letter: read them, match them, and check that they hold together.

`codings.csv` keeps what two coders wrote apart, under keys of their own, as it was before the
differences were settled. Its rows are not held against the tables of today, which have moved on.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from validation.coding.codings import TABLE, codes_of, place_of
from validation.package.finding import Finding, Guesses, nearest
from validation.package.languages import Both
from validation.package.opening import CODES
from validation.package.table import each

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validation.package.opening import Package


def coding_match(package: Package) -> Iterator[Finding]:
    """Two rows that mean the same name each other."""
    table = package.table(TABLE)
    rows = {place_of(row): row for _, row in each(table.frame)}
    keys: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for *coding, key in rows:
        keys[tuple(coding)].add(key)
    guesses = Guesses(keys)

    def named_back(row: dict[str, str]) -> bool:
        other = rows.get(place_of(row, matched=True))
        return other is not None and other["matched_key"] == row["own_key"]

    for line, row in each(table.frame):
        if not row["matched_key"] or named_back(row):
            continue
        other, guess = rows.get(place_of(row, matched=True)), ""
        if other is None:
            *wanted, key = place_of(row, matched=True)
            guess = guesses.nearest(tuple(wanted), key)
            message = Both(
                "the other coding has no such row", "de andere codering heeft zo'n rij niet"
            )
        elif row["coding"] == "second" and other["matched_key"] and not named_back(other):
            continue  # the row of the first coding says what is wrong with the pair
        else:
            named = other["matched_key"]
            message = Both(
                f"that row names {repr(named) if named else 'no row'} and not this one",
                f"die rij noemt {repr(named) if named else 'geen rij'} en niet deze",
            )
        place = (table.path, line, "matched_key", "coding-match", row["matched_key"])
        yield Finding(*place, message, guess)


def coding_content(package: Package) -> Iterator[Finding]:
    """A coding fills coded columns of a table, with codes, and rests on passages of its letter."""
    table = package.table(TABLE)
    claims = [name for name, about in package.tables.items() if about.is_claim]
    codes = package.frame(CODES).groupby("list")["code"].agg(set).to_dict()
    passages = package.frame("passages").groupby("document_id")["id"].agg(set).to_dict()
    guesses = Guesses(passages)
    for line, row in each(table.frame):
        about = package.tables.get(row["about_table"])
        if about is None or not about.is_claim:
            message = Both("no coder fills such a table", "geen codeur vult zo'n tabel")
            place = (table.path, line, "about_table", "coding-content", row["about_table"])
            yield Finding(*place, message, nearest(row["about_table"], claims))
            continue
        columns = package.table(about.name).schema.fields
        coded = {column.name: column.codes for column in columns if column.codes}
        for name, code in codes_of(row).items():
            if name not in coded or code not in codes.get(coded[name], {code}):
                message = Both(
                    f"`{about.name}` has no column {name!r} with a code {code!r}",
                    f"`{about.name}` heeft geen kolom {name!r} met een code {code!r}",
                )
                yield Finding(table.path, line, "codes", "coding-content", row["codes"], message)
        for passage in row["passages"].split():
            if passage not in passages.get(row["document_id"], set()):
                message = Both(
                    f"the letter has no passage {passage!r}",
                    f"de brief heeft geen passage {passage!r}",
                )
                place = (table.path, line, "passages", "coding-content", row["passages"])
                yield Finding(*place, message, guesses.nearest(row["document_id"], passage))


RULES_HERE = (coding_match, coding_content)
