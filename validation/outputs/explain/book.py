"""The answer about what holds for many rows: a rule, a code, a column or a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from validation.outputs.explain.answer import Answer, Part
from validation.outputs.explain.lookup import Place
from validation.outputs.site.words import Words as SiteWords
from validation.package.forms import FORMS
from validation.package.opening import CODES, read_json
from validation.rules.catalogue import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validation.outputs.explain.telling import Telling
    from validation.outputs.explain.words import Words
    from validation.package.opening import Package
    from validation.package.table import Table

LISTED = 10  # rows with a code that are named before they are only counted


def about_rule(tell: Telling, identifier: str) -> Answer:
    """What a rule demands, why, what breaks and mends it, and who is excused."""
    rule, words = RULES[identifier], tell.words
    answer = Answer(identifier, tell.demand(identifier))
    for heading, name in (("why", "why"), ("broken", "example"), ("mend", "mend")):
        text = words.of_rule(rule, name)
        answer.add(words(heading), [Part(text)] if text else [])
    answer.add(
        words("checked"), [Part(words("layer", layer=rule.layer)), Part(words(rule.severity))]
    )
    excused = [
        Part(f"{row['about_table']}/{row['about_key']}", (row["reason"],))
        for row in tell.lookup.rows("exceptions")
        if row["rule"] == identifier
    ]
    answer.add(words("excused rows"), excused)
    return answer


def about_code(tell: Telling, place: Place) -> Answer:
    """What a code means, when it is chosen, and which rows have it."""
    row, words = tell.lookup.at(place), tell.words
    answer = Answer(str(place), tell.sentence(place))
    for name in ("rule", "right", "wrong"):
        answer.add(words(name), [Part(words.cell(row, name))])
    if row["stands_under"]:
        answer.add(words("stands under"), [Part(", ".join(row["stands_under"].split()))])
    answer.add(words("used in"), _used_in(tell, row["list"], row["code"]))
    return answer


def _used_in(tell: Telling, codes: str, code: str) -> Iterator[Part]:
    """Each column of a code list with the rows that have the code: named while they are few."""
    unused = []
    for table in tell.lookup.package.tables.values():
        for column in table.schema.fields:
            if column.codes != codes:
                continue
            name = f"{table.name}.{column.name}"
            rows = [row for row in tell.lookup.rows(table.name) if row[column.name] == code]
            keys = [f"{table.name}/{tell.lookup.key(table.name, row)}" for row in rows]
            if keys:
                below = tuple(keys) if len(keys) <= LISTED else ()
                yield Part(f"{name}: {tell.words.rows(len(keys))}", below)
            else:
                unused.append(name)
    if unused:
        yield Part(tell.words("no rows", columns=", ".join(unused)))


def about_column(tell: Telling, identifier: str) -> Answer:
    """What a column holds, what it may hold, and how often it is filled."""
    name, _, column_name = identifier.partition(".")
    words, table = tell.words, tell.lookup.table(name)
    (column,) = (one for one in _columns(tell.lookup.package, table) if one["name"] == column_name)
    answer = Answer(identifier, words.titled(column, "description"))
    rows = tell.lookup.rows(name)
    filled = sum(1 for row in rows if row[column_name])
    answer.under.append(words("filled", filled=filled, number=words.rows(len(rows))))
    answer.add(words("allowed"), map(Part, _allowed(words, table, column)))
    if "codes" in column:
        codes = [
            Place(CODES, f"{row['list']}/{row['code']}")
            for row in tell.lookup.rows(CODES)
            if row["list"] == column["codes"]
        ]
        answer.add(words("codes"), tell.pointers(codes))
    return answer


def _allowed(words: Words, table: Table, column: dict[str, Any]) -> Iterator[str]:
    """What a cell of the column may hold, one thing after another, in plain words."""
    plain, bounds = SiteWords(words.language), column["constraints"]
    yield words("type", type=plain.of_type(column["type"]))
    yield words("required" if bounds.get("required") else "may be empty")
    for key in table.schema.foreign_keys:
        if key.fields[-1] == column["name"]:
            yield words("names a row", table=key.table)
    if "pattern" in bounds:
        form = FORMS.get(bounds["pattern"])
        yield words("form", form=plain.in_full(form) if form else bounds["pattern"])
    if length := plain.between(bounds.get("minLength"), bounds.get("maxLength")):
        yield words("length", length=length)
    if size := plain.between(bounds.get("minimum"), bounds.get("maximum")):
        yield words("size", size=size)
    if column.get("evidence"):
        yield words("own evidence")
    if "example" in column:
        yield words("example", text=column["example"])


def about_table(tell: Telling, name: str) -> Answer:
    """What a table holds, and its columns."""
    package, words, table = tell.lookup.package, tell.words, tell.lookup.table(name)
    (entry,) = (one for one in package.descriptor["resources"] if one["name"] == name)
    answer = Answer(name, words.titled(entry, "description"))
    answer.under.append(f"{table.path}: {words.rows(len(table.rows))}")
    columns = [
        Part(f"{name}.{column['name']}: {words.titled(column, 'description')}")
        for column in _columns(package, table)
    ]
    answer.add(words("columns"), columns)
    return answer


def _columns(package: Package, table: Table) -> list[dict[str, Any]]:
    """The columns as the schema describes them, with the words that `Schema` leaves out."""
    return list(read_json(package.root, table.schema.path)["fields"])
