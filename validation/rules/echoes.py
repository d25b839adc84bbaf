"""Leave out what only repeats a fault that is already reported.

A wrong cell in a key makes everything that names the row look wrong too: the evidence that no
longer finds it, the references to it. Those are echoes: they go when the cell is mended. A
reference that resembles no broken key is a fault of its own and stays.
"""

from __future__ import annotations

from collections import defaultdict
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from validation.catalogue.finding import Finding
    from validation.package.opening import Package
    from validation.package.table import Table

# What is said of a row as a whole, and follows from its key.
OF_THE_ROW = frozenset(
    {"claim-evidence", "document-role", "explicit-ends", "contextual-ends", "unlinked-thing"}
)
REFERENCES = frozenset({"about-row", "foreign-key", "retired-id"})
COMPARED = 50  # broken keys of a table; of more, a wrong reference to it is taken for an echo
ALIKE = 0.6  # half of a short slug may be mistyped; two slugs of this data seldom come so close


def without_echoes(package: Package, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings, less those that mending another finding's cell would mend."""
    found = _without_seals_of_marked(tuple(findings))
    broken = _broken_keys(package, found)
    if not broken:
        return found
    tables = {table.path: table for table in package.tables.values()}
    kept = []
    for finding in found:
        table = tables.get(finding.file)
        if table is None or not table.readable or not finding.row:
            kept.append(finding)
        elif finding.rule in OF_THE_ROW:
            if finding.row not in broken.get(table.name, {}):
                kept.append(finding)
        elif finding.rule in REFERENCES:
            target, parts = _referred(table, finding)
            if not _may_mean(parts, broken.get(target, {}).values()):
                kept.append(finding)
        else:
            kept.append(finding)
    return tuple(kept)


def _without_seals_of_marked(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """A passage is found with its footnotes' numbers in it, so only if they are rightly placed."""
    misplaced = {
        finding.file
        for finding in findings
        if finding.column == "note_to" or finding.rule == "passage-place"
    }
    return tuple(
        finding for finding in findings if finding.rule != "seal" or finding.file not in misplaced
    )


def _referred(table: Table, finding: Finding) -> tuple[str, list[str]]:
    """The table and the parts of the key that the cell at fault refers to."""
    for reference in table.schema.foreign_keys:
        if finding.column in reference.fields:
            cells = [str(table.frame.at[finding.row, name]) for name in reference.fields]
            return reference.table, cells
    return str(table.frame.at[finding.row, "about_table"]), finding.value.split("/")


def _broken_keys(
    package: Package, findings: Sequence[Finding]
) -> dict[str, dict[int, tuple[list[str], set[int]]]]:
    """By table and line: the parts of the key, and which of them a finding says are wrong."""
    tables = {table.path: table for table in package.tables.values() if table.readable}
    broken: dict[str, dict[int, tuple[list[str], set[int]]]] = defaultdict(dict)
    for finding in findings:
        table = tables.get(finding.file)
        if table is None or not finding.row or finding.rule in OF_THE_ROW:
            continue
        key = table.schema.primary_key
        if finding.column in key:
            cells = [str(table.frame.at[finding.row, name]) for name in key]
            _, wrong = broken[table.name].setdefault(finding.row, (cells, set()))
            wrong.add(key.index(finding.column))
    return dict(broken)


def _may_mean(parts: list[str], rows: Collection[tuple[list[str], set[int]]]) -> bool:
    """Whether these parts of a key resemble one of the rows, or those are too many to compare."""
    return len(rows) > COMPARED or any(_resembles(parts, *row) for row in rows)


def _resembles(parts: list[str], cells: list[str], wrong: set[int]) -> bool:
    """Whether the parts are those cells, but for the wrong ones, which need only be alike."""
    return len(parts) == len(cells) and all(
        SequenceMatcher(None, part.casefold(), cell.casefold()).ratio() >= ALIKE
        if number in wrong
        else part == cell
        for number, (part, cell) in enumerate(zip(parts, cells, strict=True))
    )
