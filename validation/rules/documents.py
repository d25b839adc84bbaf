"""Layer 4, documents: is each document what it is called, and is each source where it may be?

A document is coded, cited by a coded one, or a source outside them. What was looked up stands on
the last two, so that what a letter says and what others say are never taken for each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.package.finding import Finding
from validation.package.languages import Both
from validation.package.table import each

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from validation.package.opening import Package

CODED = "coded"
# What a later letter follows on is read in that letter itself, which may be coded too.
THE_LATER = ("document_id", "follow_up_id")

OTHER_SOURCE = {
    "stated": Both(
        "the date is stated, and this is no coded letter",
        "de datum is gesteld, en dit is geen gecodeerde brief",
    ),
    "looked_up": Both(
        "the date was looked up, and this letter is coded",
        "de datum is opgezocht, en deze brief is gecodeerd",
    ),
}


def document_role(package: Package) -> Iterator[Finding]:
    """A coded document has passages and a seal, a cited one a passage that names it."""
    table = package.table("documents")
    sealed = set(package.frame("passages")["document_id"])
    evidence = package.frame("evidence")
    named = set(evidence.loc[evidence["about_table"] == "documents", "about_key"])
    for line, row in each(table.frame):
        said = _said_of_role(row, has_passages=row["id"] in sealed, is_named=row["id"] in named)
        if said is not None:
            column, message = said
            yield Finding(table.path, line, column, "document-role", row[column], message)


def _said_of_role(
    row: dict[str, str], *, has_passages: bool, is_named: bool
) -> tuple[str, Both] | None:
    """The column at fault and what is wrong, where a document is not what it is called."""
    role, seal = row["role"], row["seal"]
    is_coded = role == CODED
    faults = (
        (is_coded and not has_passages, "role",
         Both("this document has no passages", "dit document heeft geen passages")),
        (has_passages and not is_coded, "role",
         Both("passages of this document are coded",
              "van dit document zijn passages gecodeerd")),
        (is_coded and not seal, "seal",
         Both("a coded document has a seal", "een gecodeerd document heeft een zegel")),
        (seal and not is_coded, "seal",
         Both("only a coded document has a seal",
              "alleen een gecodeerd document heeft een zegel")),
        (role == "cited" and not is_named, "role",
         Both("no passage is evidence for it", "geen passage is er bewijs voor")),
        (role == "outside" and is_named, "role",
         Both("a passage is evidence for it", "een passage is er bewijs voor")),
    )  # fmt: skip
    return next(((column, message) for wrong, column, message in faults if wrong), None)


def outside_source(package: Package) -> Iterator[Finding]:
    """What was looked up has a source outside the coded letters, what is stated one of them."""
    documents = package.table("documents")
    roles = dict(zip(documents.frame["id"], documents.frame["role"], strict=True))
    for table in package.tables.values():
        if "source_id" not in table.schema.names or not table.readable:
            continue
        for line, row in each(table.frame):
            is_its_own = row["source_id"] in {row.get(column) for column in THE_LATER}
            if roles.get(row["source_id"]) == CODED and not is_its_own:
                place = (table.path, line, "source_id", "outside-source", row["source_id"])
                message = Both(
                    "this letter is coded: what it says was not looked up",
                    "deze brief is gecodeerd: wat hij zegt is niet opgezocht",
                )
                yield Finding(*place, message)
    for line, row in each(documents.frame):
        certainty, role = row["date_certainty"], roles.get(row["date_source_id"])
        if role is None or certainty not in OTHER_SOURCE:
            continue  # no date, no such source, or our own conclusion
        if (role == CODED) != (certainty == "stated"):
            source = row["date_source_id"]
            place = (documents.path, line, "date_source_id", "outside-source", source)
            yield Finding(*place, OTHER_SOURCE[certainty])


RULES_HERE: tuple[Callable[[Package], Iterator[Finding]], ...] = (document_role, outside_source)
