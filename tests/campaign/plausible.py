"""Mutants that are valid but wrong: a good value in the wrong place.

Each table's rows are changed so that form, types, codes and keys stay in order, and evidence goes
along with the row that it is for. In general only somebody with the letter can see these. The
campaign measures how many are seen all the same. The choice among many is seeded.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from tests.campaign.breaking import WHY
from tests.campaign.edits import Edit, Rows, gone, rows, tables
from tests.campaign.mutants import Base, Kind, Mutant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.campaign.clean import Chosen, Clean

    All = dict[str, Rows]

AS_IT_WAS = {"codings", "retired_ids"}  # their keys stay when a row gets another one
EACH = 4  # how many of a sort are made for one column or table


def mutants(clean: Clean) -> Iterator[Mutant]:
    """A few of every sort, from every table where the sort is possible."""
    chosen = random.Random(33694)  # noqa: S311 - a seed, so that all runs make the same
    made: dict[str, Mutant] = {}
    for make in (
        _another_code,
        _another_basis,
        _another_end,
        _ends_swapped,
        _texts_swapped,
        _another_number,
        _another_date,
        _emptied,
        _moved_down,
        _renamed,
        _gone_with_all,
        _evidence,
        _garbled,
    ):
        for table in clean.tables:
            made |= {mutant.id: mutant for mutant in make(clean, table, chosen)}
    yield from made.values()  # chance may choose the same twice


def _some(rows_: list[Chosen], chosen: random.Random) -> list[Chosen]:
    return sorted(chosen.sample(rows_, min(EACH, len(rows_))))


def _letter(clean: Clean, table: str, column: str = "") -> list[Chosen]:
    return [row for row in clean.rows(table, Base.LETTER) if not column or row.cells[column]]


def _another_code(clean: Clean, table: str, chosen: random.Random) -> Iterator[Mutant]:
    """Another code of the same list."""
    if table == "codes":
        return
    for column in clean.schema(table).fields:
        if "enum" not in column.constraints or column.name in {"basis", "parent_basis"}:
            continue
        for row in _some(_letter(clean, table, column.name), chosen):
            others = [code for code in column.constraints["enum"] if code != row.cells[column.name]]
            if others:
                value = chosen.choice(others)
                yield _cells(clean, "another code", row, {column.name: value})


def _another_basis(clean: Clean, table: str, chosen: random.Random) -> Iterator[Mutant]:
    """Weaker than the words bear, or as strong as the places of the evidence allow."""
    for name in ("basis", "parent_basis"):
        if name not in clean.schema(table).names:
            continue
        has_reasons = "rationale" in clean.schema(table).names
        found = [row for row in _letter(clean, table, name) if row.cells[name] != "arranged"]
        for row in _some(found, chosen):
            for basis in ("explicit", "contextual", "inferred"):
                if basis == row.cells[name]:
                    continue
                cells: dict[str, str] = {name: basis}
                if has_reasons:
                    cells["rationale"] = WHY if basis == "inferred" else ""
                order = ["explicit", "contextual", "inferred"]
                stronger = order.index(basis) < order.index(row.cells[name])
                sort = "a stronger basis" if stronger else "a weaker basis"
                yield _cells(clean, sort, row, cells)


def _another_end(clean: Clean, table: str, chosen: random.Random) -> Iterator[Mutant]:
    """Another thing, document or source where one is named."""
    for key in clean.schema(table).foreign_keys:
        column = key.fields[-1]
        if column == "document_id":
            continue
        known = [row.cells[key.reference[-1]] for row in clean.rows(key.table, Base.LETTER)]
        for row in _some(_letter(clean, table, column), chosen):
            value = chosen.choice([other for other in known if other != row.cells[column]])
            yield _cells(clean, "another reference", row, {column: value})


def _ends_swapped(clean: Clean, table: str, chosen: random.Random) -> Iterator[Mutant]:
    """Two rows exchange what they refer to, and keep the evidence they have."""
    if not clean.packages[Base.LETTER].tables[table].is_link:
        return
    for key in clean.schema(table).ends():
        column = key.fields[-1]
        found = _letter(clean, table)
        for _ in range(EACH):
            one, other = chosen.sample(found, 2)
            if one.cells[column] != other.cells[column] and _differ_besides(one, other, column):
                cells = [
                    (one, {column: other.cells[column]}),
                    (other, {column: one.cells[column]}),
                ]
                yield _mutant("two references swapped", cells, f"{column}", _rekeyed(clean, cells))


def _differ_besides(one: Chosen, other: Chosen, column: str) -> bool:
    """Whether two rows differ in more than one column, so that it matters which has what."""
    return {**one.cells, column: ""} != {**other.cells, column: ""}


def _texts_swapped(clean: Clean, table: str, chosen: random.Random) -> Iterator[Mutant]:
    """Two rows exchange a label, a description or a paraphrase, in one language or in both."""
    names = clean.schema(table).names
    stems = [name.removesuffix("_en") for name in names if name.endswith("_en")]
    for stem in stems:
        found = _letter(clean, table, f"{stem}_en")
        if len(found) < 2:
            continue
        for tongues in (("en",), ("en", "nl")):
            one, other = chosen.sample(found, 2)
            columns = [f"{stem}_{tongue}" for tongue in tongues if f"{stem}_{tongue}" in names]
            cells = [
                (one, {name: other.cells[name] for name in columns}),
                (other, {name: one.cells[name] for name in columns}),
            ]
            yield _mutant("two texts swapped", cells, "+".join(columns), _rekeyed(clean, cells))


def _another_number(clean: Clean, table: str, chosen: random.Random) -> Iterator[Mutant]:
    """One more, or the other sign; the other truth value."""
    for column in clean.schema(table).fields:
        if table in {"codes", "passages"} and column.name != "page":
            continue
        if column.type == "integer":
            for row in _some(_letter(clean, table, column.name), chosen):
                value = int(row.cells[column.name])
                yield _cells(clean, "another number", row, {column.name: str(value + 1)})
        if column.type == "number":
            for row in _some(_letter(clean, table, column.name), chosen):
                turned = f"{-float(row.cells[column.name]):g}"
                yield _cells(clean, "another number", row, {column.name: turned})
        if column.type == "boolean":
            for row in _some(_letter(clean, table, column.name), chosen):
                value_ = "false" if row.cells[column.name] == "true" else "true"
                yield _cells(clean, "another number", row, {column.name: value_})


def _another_date(clean: Clean, table: str, chosen: random.Random) -> Iterator[Mutant]:
    """The year before, as precise as it was."""
    names = clean.schema(table).names
    for column in names:
        if f"{column}_precision" not in names:
            continue
        for row in _some(_letter(clean, table, column), chosen):
            value = row.cells[column]
            if not value.endswith("02-29"):
                year = str(int(value[:4]) - 1)
                yield _cells(clean, "another date", row, {column: year + value[4:]})


def _emptied(clean: Clean, table: str, chosen: random.Random) -> Iterator[Mutant]:
    """A cell that may be empty, and is not."""
    for column in clean.schema(table).fields:
        if not column.required:
            for row in _some(_letter(clean, table, column.name), chosen)[:2]:
                yield _cells(clean, "an optional cell emptied", row, {column.name: ""})


def _moved_down(clean: Clean, table: str, chosen: random.Random) -> Iterator[Mutant]:
    """A column moved one row down, as when a single cell is inserted in a spreadsheet."""
    schema = clean.schema(table)
    columns = [name for name in schema.names if name not in schema.primary_key]
    found = _letter(clean, table)
    for column in chosen.sample(columns, min(EACH, len(columns))):
        values = [row.cells[column] for row in found]
        if len(set(values)) > 1:
            moved = [values[-1], *values[:-1]]
            cells = [
                (row, {column: value})
                for row, value in zip(found, moved, strict=True)
                if row.cells[column] != value
            ]
            yield _mutant("a column moved down", cells, column, _rekeyed(clean, cells))


def _renamed(clean: Clean, table: str, chosen: random.Random) -> Iterator[Mutant]:
    """An identifier renamed everywhere, as no released one may be."""
    if not clean.packages[Base.LETTER].tables[table].is_thing:
        return
    for row in _some(_letter(clean, table), chosen)[:2]:
        cells = [(row, {"id": f"{row.key}-anew"})]
        yield _mutant("renamed everywhere", cells, "id", _rekeyed(clean, cells, references=True))


def _gone_with_all(clean: Clean, table: str, chosen: random.Random) -> Iterator[Mutant]:
    """A row taken out with all that speaks of it."""
    for row in _some(_letter(clean, table), chosen)[:3]:

        def change(found: All, row: Chosen = row) -> None:
            _take_out(clean, found, row.table, row.key)

        yield Mutant(
            f"gone-with-all/{table}/{row.key}",
            Kind.PLAUSIBLE,
            f"{table} {row.key} is taken out, with all that speaks of it",
            (tables(change),),
            survives="deleted with its dependents",
        )


def _take_out(clean: Clean, found: All, table: str, key: str) -> None:
    """Take a row out, and every row that refers to it or speaks of it."""
    primary = clean.schema(table).primary_key
    kept = [row for row in found[table] if _key(row, primary) != key]
    gone = [row for row in found[table] if _key(row, primary) == key]
    if not gone:
        return
    found[table] = kept
    for other in list(found):
        schema = clean.schema(other)
        for reference in schema.foreign_keys:
            if reference.table == table:
                named = _key(gone[0], reference.reference)
                for row in list(found[other]):
                    if _key(row, reference.fields) == named:
                        _take_out(clean, found, other, _key(row, schema.primary_key))
        if "about_table" in schema.names and other != "retired_ids":
            found[other] = [
                row
                for row in found[other]
                if (row["about_table"], row["about_key"]) != (table, key)
            ]


def _evidence(clean: Clean, table: str, chosen: random.Random) -> Iterator[Mutant]:
    """Evidence moved to the next passage, added to one, and taken from where there is more."""
    if table != "evidence":
        return
    coded = [
        row.key for row in clean.rows("passages", Base.LETTER) if row.cells["coding"] == "coded"
    ]
    proofs = _letter(clean, "evidence")
    for row in sorted(chosen.sample(proofs, 10 * EACH)):
        at = coded.index(row.cells["passage_id"])
        cells = {"passage_id": coded[(at + 1) % len(coded)]}
        yield _cells(clean, "evidence moved", row, cells)
    for row in sorted(chosen.sample(proofs, 5 * EACH)):
        passage = chosen.choice(coded)

        def add(found: Rows, row: Chosen = row, passage: str = passage) -> None:
            added = {**row.cells, "passage_id": passage}
            if added not in found:
                found.append(added)
            else:
                found.append({**added, "passage_id": coded[0]})

        yield Mutant(
            f"evidence-added/{row.key}/{passage}",
            Kind.PLAUSIBLE,
            f"{passage} is said to carry {row.cells['about_table']} {row.cells['about_key']}",
            (rows("evidence", add),),
            survives="evidence added",
        )
    facts: dict[tuple[str, str, str], int] = {}
    for row in proofs:
        fact = (row.cells["about_table"], row.cells["about_key"], row.cells["about_field"])
        facts[fact] = facts.get(fact, 0) + 1
    several = [
        row
        for row in proofs
        if facts[row.cells["about_table"], row.cells["about_key"], row.cells["about_field"]] > 1
    ]
    for row in sorted(chosen.sample(several, 5 * EACH)):
        yield Mutant(
            f"evidence-gone/{row.key}",
            Kind.PLAUSIBLE,
            f"Evidence {row.key} is taken out, where other evidence remains",
            (gone("evidence", row.key),),
            survives="evidence gone where more remains",
        )


def _garbled(clean: Clean, table: str, chosen: random.Random) -> Iterator[Mutant]:
    """UTF-8 read as Windows text, and a Cyrillic letter in a word."""
    for column in clean.schema(table).fields:
        limits = column.constraints
        if column.type != "string" or "enum" in limits or "pattern" in limits:
            continue
        foreign = [row for row in _letter(clean, table) if not row.cells[column.name].isascii()]
        for row in _some(foreign, chosen)[:2]:
            value = row.cells[column.name].encode().decode("cp1252", "replace")
            yield _cells(clean, "text decoded wrongly", row, {column.name: value})


def _cells(clean: Clean, sort: str, row: Chosen, cells: dict[str, str]) -> Mutant:
    return _mutant(sort, [(row, cells)], "+".join(cells), _rekeyed(clean, [(row, cells)]))


def _mutant(
    sort: str, cells: list[tuple[Chosen, dict[str, str]]], columns: str, edit: Edit
) -> Mutant:
    row, first = cells[0]
    values = ", ".join(f"`{name}` {value[:40]!r}" for name, value in first.items())
    more = f", and {len(cells) - 1} rows more" if len(cells) > 1 else ""
    name = "/".join([sort.replace(" ", "-"), f"{row.table}.{columns}", row.key, *first.values()])
    return Mutant(
        name[:160],
        Kind.PLAUSIBLE,
        f"{sort}: {row.table} {row.key} gets {values}{more}",
        (edit,),
        survives=sort,
    )


def _rekeyed(
    clean: Clean,
    cells: list[tuple[Chosen, dict[str, str]]],
    *,
    references: bool = False,
) -> Edit:
    """Change the cells of rows, and the keys under which other tables speak of these rows.

    With `references`, the columns that refer to a changed key change too, and so do the keys
    that hold them.
    """
    table = cells[0][0].table

    def change(found: All) -> None:
        renamed: dict[str, dict[str, str]] = {name: {} for name in found}
        primary = clean.schema(table).primary_key
        by_key = {_key(row, primary): row for row in found[table]}
        for row, new in cells:
            target = by_key[row.key]
            target.update(new)
            renamed[table][row.key] = _key(target, primary)
        if references:
            _follow(clean, found, renamed, table)
        for name, rows_ in found.items():
            if "about_table" in clean.schema(name).names and name not in AS_IT_WAS:
                for row_ in rows_:
                    keys = renamed.get(row_["about_table"], {})
                    row_["about_key"] = keys.get(row_["about_key"], row_["about_key"])

    return tables(change)


def _follow(clean: Clean, found: All, renamed: dict[str, dict[str, str]], table: str) -> None:
    """Change what refers to the renamed rows of a thing."""
    for name, rows_ in found.items():
        schema = clean.schema(name)
        for key in schema.foreign_keys:
            if key.table != table or key.reference != ("id",):
                continue
            for row in rows_:
                before = _key(row, schema.primary_key)
                column = key.fields[0]
                if row[column] in renamed[table]:
                    row[column] = renamed[table][row[column]]
                    after = _key(row, schema.primary_key)
                    original = next(
                        (old for old, new in renamed[name].items() if new == before), before
                    )
                    if name != table:
                        renamed[name][original] = after


def _key(row: dict[str, str], columns: tuple[str, ...]) -> str:
    return "/".join(row[name] for name in columns)
