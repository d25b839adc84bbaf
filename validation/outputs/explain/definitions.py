"""The answer about what holds for many rows: a rule, a code, a column or a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.catalogue.rules import RULES
from validation.outputs.explain.text import Answer, Paragraph
from validation.outputs.schema_words import between, type_name
from validation.outputs.words import marked
from validation.package.forms import FORMS
from validation.package.opening import CODES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validation.outputs.explain.writer import Writer
    from validation.outputs.words import Translator
    from validation.package.schema import Field
    from validation.package.table import Record, Table

SEVERITY = {
    "error": marked("A violation is an error: a value, a key or a claim may be wrong."),
    "warning": marked("A violation is a warning: nothing is wrong, but it could mislead a reader."),
}
LISTED = 10  # rows with a code that are named before they are only counted


def about_rule(writer: Writer, identifier: str) -> Answer:
    """What a rule demands, why, what breaks it, how to fix it, and which rows are excused."""
    rule, words = RULES[identifier], writer.words
    answer = Answer(identifier, writer.demand(identifier))
    headings = {
        "why": words("Why"),
        "example": words("Example of a violation"),
        "fix": words("Fix"),
    }
    for name, heading in headings.items():
        answer.add(heading, [words.of(rule.text(name))])
    answer.add(
        words("How it is checked"),
        [
            words("In the layer {layer}.", layer=rule.layer),
            words(SEVERITY[rule.severity]),
        ],
    )
    excused = [
        Paragraph(f"{row['about_table']}/{row['about_key']}", (row["reason"],))
        for row in writer.records.rows("exceptions")
        if row["rule"] == identifier
    ]
    answer.add(words("Rows that are excused"), excused)
    return answer


def about_code(writer: Writer, row: Record) -> Answer:
    """What a code means, when it is chosen, and which rows have it."""
    words = writer.words
    answer = Answer(str(row.place), writer.sentence(row))
    headings = {
        "rule": words("When it is chosen"),
        "right": words("Rightly"),
        "wrong": words("Wrongly"),
    }
    for name, heading in headings.items():
        answer.add(heading, [writer.cell(row, name)])
    if row["stands_under"]:
        answer.add(words("Kinds it may stand under"), [", ".join(row["stands_under"].split())])
    answer.add(words("Where it is used"), _used_in(writer, row["list"], row["code"]))
    return answer


def _used_in(writer: Writer, codes: str, code: str) -> Iterator[Paragraph]:
    """Each column of a code list with the rows that have the code: named while they are few."""
    unused = []
    for table in writer.records.package.tables.values():
        for column in table.schema.fields:
            if column.codes != codes:
                continue
            name = f"{table.name}.{column.name}"
            keys = [str(row.place) for row in table.records if row[column.name] == code]
            if keys:
                below = tuple(keys) if len(keys) <= LISTED else ()
                yield Paragraph(f"{name}: {rows_counted(writer.words, len(keys))}", below)
            else:
                unused.append(name)
    if unused:
        yield Paragraph(writer.words("No row: {columns}.", columns=", ".join(unused)))


def about_column(writer: Writer, identifier: str) -> Answer:
    """What a column holds, what it may hold, and how often it is filled."""
    name, _, column_name = identifier.partition(".")
    words, table = writer.words, writer.records.table(name)
    column = table.schema.field(column_name)
    answer = Answer(identifier, words.of(column.description))
    filled = sum(1 for row in table.records if row[column_name])
    number = rows_counted(words, len(table.rows))
    answer.under.append(words("Filled in {filled} of {number}.", filled=filled, number=number))
    answer.add(words("What it may hold"), _allowed(words, table, column))
    if column.codes:
        codes = [row for row in writer.records.rows(CODES) if row["list"] == column.codes]
        answer.add(words("Its codes"), writer.pointers(codes))
    return answer


def _allowed(words: Translator, table: Table, column: Field) -> Iterator[str]:
    """What a cell of the column may hold, one thing after another, in plain words."""
    bounds = column.constraints
    yield words("Type: {type}.", type=type_name(words, column.type))
    yield words("Never empty.") if column.required else words("May be empty.")
    for key in table.schema.foreign_keys:
        if key.fields[-1] == column.name:
            yield words("Refers to a row of {table}.", table=key.table)
    if "pattern" in bounds:
        form = FORMS.get(bounds["pattern"])
        yield words("Form: {form}.", form=words.of(form.in_full) if form else bounds["pattern"])
    if length := between(words, bounds.get("minLength"), bounds.get("maxLength")):
        yield words("Length: {length} characters.", length=length)
    if size := between(words, bounds.get("minimum"), bounds.get("maximum")):
        yield words("Size: {size}.", size=size)
    if column.evidence:
        yield words("A filled cell needs evidence of its own.")
    if column.example is not None:
        yield words("Example: {text}", text=column.example)


def about_table(writer: Writer, name: str) -> Answer:
    """What a table holds, and its columns."""
    words, table = writer.words, writer.records.table(name)
    answer = Answer(name, words.of(table.description))
    answer.under.append(f"{table.path}: {rows_counted(words, len(table.rows))}")
    columns = [
        f"{name}.{column.name}: {words.of(column.description)}" for column in table.schema.fields
    ]
    answer.add(words("Its columns"), columns)
    return answer


def rows_counted(words: Translator, count: int) -> str:
    """A number of rows."""
    return words.plural("1 row", "{number} rows", count, number=count)
