"""Layer 4, documents: does each document have the right role, and each row the right source?

A document is coded, cited by a coded document, or an outside source. Looked-up data have a source
of the last two roles, so that what a letter says and what others say stay apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.rules.fault import Fault, at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validation.package.opening import Package
    from validation.package.table import Record

CODED = "coded"
# A follow-up is read in the later letter itself, which may be coded too.
LATER_DOCUMENT = ("document_id", "follow_up_id")
CERTAIN = ("stated", "looked_up")
SOURCES = ("source_id", "country_source_id")  # columns with the source of what was looked up


def document_role(package: Package) -> Iterator[Fault]:
    """A coded document has passages and a seal, a cited document has evidence."""
    sealed = {row["document_id"] for row in package.records("passages")}
    evidence = package.records("evidence")
    named = {row["about_key"] for row in evidence if row["about_table"] == "documents"}
    for row in package.records("documents"):
        wrong = _wrong(row, has_passages=row.key in sealed, is_named=row.key in named)
        if wrong is not None:
            yield at(row, *wrong)


def _wrong(row: Record, *, has_passages: bool, is_named: bool) -> tuple[str, str] | None:
    """The wrong column and the message, if a document does not match its role."""
    role, seal = row["role"], row["seal"]
    is_coded = role == CODED
    faults = (
        (is_coded and not has_passages, "role", "no_passages"),
        (has_passages and not is_coded, "role", "passages"),
        (is_coded and not seal, "seal", "no_seal"),
        (seal and not is_coded, "seal", "seal"),
        (role == "cited" and not is_named, "role", "not_named"),
        (role == "outside" and is_named, "role", "named"),
    )
    return next(((column, says) for wrong, column, says in faults if wrong), None)


def outside_source(package: Package) -> Iterator[Fault]:
    """Looked-up data have a source outside the coded letters, a stated date has a coded letter."""
    roles = {row.key: row["role"] for row in package.records("documents")}
    for table in package.tables.values():
        columns = [column for column in SOURCES if column in table.schema.names]
        if not columns or not table.readable:
            continue
        for row in table.records:
            later = {row.get(column) for column in LATER_DOCUMENT}
            for column in columns:
                if roles.get(row[column]) == CODED and row[column] not in later:
                    yield at(row, column, "said")
    for row in package.records("documents"):
        certainty, role = row["date_certainty"], roles.get(row["date_source_id"])
        if role is None or certainty not in CERTAIN:
            continue  # no date, an unknown source, or an inferred date
        if (role == CODED) != (certainty == "stated"):
            yield at(row, "date_source_id", certainty)


RULES_HERE = (document_role, outside_source)
