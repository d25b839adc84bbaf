"""Mutants made from the bounds of each measure: reached, and left by one row or cell.

Rows are taken out and copied without regard to what hangs on them, so only the layer that counts
rows is asked about these.
"""

from __future__ import annotations

import itertools
import math
import sys
from collections import Counter
from typing import TYPE_CHECKING

from tests.campaign.breaking import WHY
from tests.campaign.edits import Edit, Rows, rows
from tests.campaign.mutants import Base, Kind, Mutant, Place
from tests.example import write_record
from validation.catalogue.rules import LAYERS
from validation.history.record import DIGITS, TableRecord
from validation.rules.drift import AGAINST_RELEASE, Bound, read_bounds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tests.campaign.clean import Clean


EACH = 3  # bounds of a measure


def mutants(clean: Clean) -> Iterator[Mutant]:
    """The first bounds of each measure, just inside and just outside, on each side."""
    seen: Counter[str] = Counter()
    for bound in read_bounds(clean.packages[Base.LETTER]):
        found = [row.cells for row in clean.rows(bound.table, Base.LETTER)]
        made = list(MADE[bound.measure](clean, bound, found)) if seen[bound.measure] < EACH else []
        seen[bound.measure] += any(mutant.place for mutant in made)
        yield from made


def _rows(clean: Clean, bound: Bound, found: Rows) -> Iterator[Mutant]:
    now = len(found)
    least, most = int(bound.minimum), int(bound.maximum)
    if 0 < least < now:
        yield _mutant(clean, bound, "fewest", _without(bound.table, now - least), inside=True)
    if least > 0:
        yield _mutant(clean, bound, "too-few", _without(bound.table, now - least + 1))
    if bound.maximum == sys.maxsize:
        return
    if most > now:
        yield _mutant(clean, bound, "most", _with(clean, bound.table, most - now), inside=True)
    yield _mutant(clean, bound, "too-many", _with(clean, bound.table, most - now + 1))


def _without(table: str, number: int) -> Edit:
    return rows(table, lambda found: found.__delitem__(slice(-number, None)))


def _with(clean: Clean, table: str, number: int) -> Edit:
    """Copies of the first row, each with a key of its own."""
    schema = clean.schema(table)
    fields = [schema.field(name) for name in schema.primary_key]
    free = [field for field in fields if "enum" not in field.constraints]
    own = next((f.name for f in free if f.name == "about_key"), free[-1].name)
    model = clean.first(table)
    if model is None:
        raise LookupError(table)
    value = model.cells[own]
    if schema.field(own).type == "integer":
        fresh = (str(int(value) + count) for count in itertools.count(1000))
    elif value.isupper():
        fresh = ("".join(letters) for letters in itertools.product("QXZ", repeat=len(value)))
    elif own == "code":
        fresh = (f"{value}_{'x' * count}" for count in itertools.count(1))
    else:
        fresh = (f"{value}-{count}" for count in itertools.count(1))
    keys = list(itertools.islice(fresh, number))
    return rows(table, lambda found: found.extend({**model.cells, own: key} for key in keys))


def _basis(clean: Clean, bound: Bound, found: Rows) -> Iterator[Mutant]:
    now = sum(row[bound.column] == bound.code for row in found)
    most = math.floor(bound.maximum * len(found) + 1e-9)
    if now < most:
        yield _mutant(clean, bound, "most", _weakened(bound, most - now), inside=True)
    yield _mutant(clean, bound, "too-many", _weakened(bound, most - now + 1))


def _weakened(bound: Bound, number: int) -> Edit:
    """That many rows more rest on the basis, with or without a rationale as it demands."""

    def change(found: Rows) -> None:
        others = [row for row in found if row[bound.column] != bound.code]
        for row in others[:number]:
            row[bound.column] = bound.code
            row["rationale"] = WHY if bound.code == "inferred" else ""

    return rows(bound.table, change)


def _codes(clean: Clean, bound: Bound, found: Rows) -> Iterator[Mutant]:
    """Each code out of use, and the rarest of several in use once."""
    uses = {code: sum(row[bound.column] == code for row in found) for code in bound.codes}
    for code in bound.codes:
        yield _mutant(clean, bound, f"{code}-out-of-use", _recoded(bound, code, 0))
    several = [code for code, number in uses.items() if number > 1]
    if several:
        code = min(several, key=lambda code: (uses[code], code))
        yield _mutant(clean, bound, f"{code}-used-once", _recoded(bound, code, 1), inside=True)


def _recoded(bound: Bound, code: str, left: int) -> Edit:
    """All rows with a code but so many take another one."""
    other = next(known for known in bound.codes if known != code)

    def change(found: Rows) -> None:
        for row in [row for row in found if row[bound.column] == code][left:]:
            row[bound.column] = other

    return rows(bound.table, change)


def _filled(clean: Clean, bound: Bound, found: Rows) -> Iterator[Mutant]:
    now = sum(row[bound.column] != "" for row in found)
    least = math.ceil(bound.minimum * len(found) - 1e-9)
    most = math.floor(bound.maximum * len(found) + 1e-9)
    if least < now:
        yield _mutant(clean, bound, "fewest", _emptied(bound, now - least), inside=True)
    yield _mutant(clean, bound, "too-few", _emptied(bound, now - least + 1))
    if now < most:
        yield _mutant(clean, bound, "most", _filled_in(bound, most - now), inside=True)
    if most < len(found):
        yield _mutant(clean, bound, "too-many", _filled_in(bound, most - now + 1))


def _emptied(bound: Bound, number: int) -> Edit:
    def change(found: Rows) -> None:
        for row in [row for row in found if row[bound.column]][:number]:
            row[bound.column] = ""

    return rows(bound.table, change)


def _filled_in(bound: Bound, number: int) -> Edit:
    def change(found: Rows) -> None:
        value = next(row[bound.column] for row in found if row[bound.column])
        for row in [row for row in found if not row[bound.column]][:number]:
            row[bound.column] = value

    return rows(bound.table, change)


def _lost(clean: Clean, bound: Bound, found: Rows) -> Iterator[Mutant]:
    """The tables stay as they are; the release before them had more rows."""
    now = len(found)
    for name, lost in (("most", bound.maximum), ("too-many", bound.maximum + 1)):
        before = now + int(lost)
        explicit = round(_explicit(clean, bound.table) * before / max(now, 1))
        edit = _released(clean, bound.table, rows=before, explicit=explicit)
        yield _mutant(clean, bound, name, edit, inside=name == "most")


def _risen(clean: Clean, bound: Bound, found: Rows) -> Iterator[Mutant]:
    """The tables stay as they are; in the release before them fewer rows had the basis."""
    fewest = math.ceil(_explicit(clean, bound.table) - bound.maximum * len(found) - 1e-9)
    for name, before in (("most", fewest), ("too-many", fewest - 1)):
        if before >= 0:
            edit = _released(clean, bound.table, explicit=before)
            yield _mutant(clean, bound, name, edit, inside=name == "most")


def _lost_codes(clean: Clean, bound: Bound, found: Rows) -> Iterator[Mutant]:
    """The tables stay as they are; the release before them had all codes, or one more."""
    used = sorted({row[bound.column] for row in found} - {""})
    for name, codes in (("all-kept", used), ("one-lost", [*used, "one_more"])):
        edit = _released(clean, bound.table, column=bound.column, codes=codes, filled=0)
        yield _mutant(clean, bound, name, edit, inside=name == "all-kept")


def _emptied_since(clean: Clean, bound: Bound, found: Rows) -> Iterator[Mutant]:
    """The tables stay as they are; in the release before them more cells were filled."""
    now = sum(row[bound.column] != "" for row in found)
    most = math.floor(now + bound.maximum * len(found) + 1e-9)
    for name, before in (("most", most), ("too-many", most + 1)):
        if before <= len(found):
            edit = _released(clean, bound.table, column=bound.column, codes=[], filled=before)
            yield _mutant(clean, bound, name, edit, inside=name == "most")


def _explicit(clean: Clean, table: str) -> int:
    return sum(row.cells.get("basis") == "explicit" for row in clean.rows(table, Base.LETTER))


def _released(
    clean: Clean,
    table: str,
    *,
    rows: int | None = None,
    explicit: int | None = None,
    column: str = "",
    codes: Sequence[str] = (),
    filled: int = 0,
) -> Edit:
    """A release before this one that differs from it in one table, or in one column of it."""
    counts = {name: len(list(clean.rows(name, Base.LETTER))) for name in clean.tables}
    carried = {name: _explicit(clean, name) for name in clean.tables}
    if rows is not None:
        counts[table] = rows
    if explicit is not None:
        carried[table] = explicit
    tables = {}
    if column:
        tables[table] = TableRecord(
            path=f"{table}.csv",
            resource={},
            schema={"primaryKey": [column], "uniqueKeys": [], "foreignKeys": []},
            fields=[{"name": column, "type": "string"}],
            texts="0" * DIGITS,
            codes={column: dict.fromkeys(codes, 1)} if codes else {},
            filled={column: filled},
            rows={},
        )

    def edit(root: Path) -> None:
        write_record(root, "0.0.1", counts, carried, tables)

    return edit


# A measure without an entry here is a measure without a mutant, and fails the campaign.
MADE = {
    "rows": _rows,
    "basis": _basis,
    "codes": _codes,
    "filled": _filled,
    "lost_rows": _lost,
    "risen_share": _risen,
    "lost_codes": _lost_codes,
    "emptied": _emptied_since,
}
# Cells are emptied and rows copied without regard to what else that breaks.
OF_ITSELF = frozenset({"rows", "filled", *AGAINST_RELEASE})


def _mutant(clean: Clean, bound: Bound, name: str, edit: Edit, *, inside: bool = False) -> Mutant:
    place = Place(bound.rule, clean.path(bound.table), 0, bound.column)
    of = f"{bound.table}.{bound.column or 'rows'}"
    if bound.code:
        of += f".{bound.code}"
    where = "just inside" if inside else "just outside"
    return Mutant(
        f"bound/{of}/{bound.measure}/{name}",
        Kind.BOUND,
        f"{of} ({bound.measure}) is brought {where} its bound: {name.replace('-', ' ')}",
        (edit,),
        None if inside else place,
        place if inside else None,
        layers=("drift",) if bound.measure in OF_ITSELF else LAYERS,
    )
