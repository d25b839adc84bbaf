"""What each column means and may hold: said once here, for its note and for the code book."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from validation.outputs.schema_words import between, form_name, type_name
from validation.outputs.words import marked
from validation.package.forms import FORMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validation.outputs.words import Words
    from validation.package.descriptions import Described
    from validation.package.schema import Field

# Most are those of the code book on the site.
HEADINGS = (
    marked("table"),
    marked("Field"),
    marked("Description"),
    marked("Type"),
    marked("Required"),
    marked("Key"),
    marked("code list"),
    marked("names a row of"),
    marked("Form"),
)


class Entry(NamedTuple):
    """One column of one table, as a row of the code book: each part is text, or empty."""

    table: str
    column: str
    description: str
    type: str
    required: str
    key: str
    codes: str
    target: str
    form: str

    def note(self, words: Words) -> str:
        """What the column means and, on a line of its own, what it holds."""
        codes = f"{words('code list')} {self.codes}" if self.codes else ""
        target = f"{words('names a row of')} {self.target}" if self.target else ""
        holds = (self.type, self.key, codes, target, self.form)
        return f"{self.description}\n{'; '.join(part for part in holds if part)}"


def entries(described: Described, words: Words) -> Iterator[Entry]:
    """The columns of a table."""
    table = described.table
    for field in table.schema.fields:
        targets = (key.table for key in table.schema.foreign_keys if key.fields[-1] == field.name)
        yield Entry(
            table=table.name,
            column=field.name,
            description=words.titled(described.columns[field.name], "description"),
            type=type_name(words, field.type).replace("`", ""),
            required=words("yes") if field.required else words("no"),
            key=words("key") if field.name in table.schema.primary_key else "",
            codes=field.codes or "",
            target=next(targets, ""),
            form=", ".join(_forms(field, words)),
        )


def _forms(field: Field, words: Words) -> Iterator[str]:
    """What a cell may hold besides its type and codes, in plain words."""
    bounds = field.constraints
    if pattern := bounds.get("pattern"):
        form = FORMS.get(pattern)
        yield (
            form_name(words, form).replace("`", "")
            if form
            else f"{words('has the form')} {pattern}"
        )
    if length := between(words, bounds.get("minLength"), bounds.get("maxLength")):
        yield f"{length} {words('characters')}"
    if size := between(words, bounds.get("minimum"), bounds.get("maximum")):
        yield size
    if bounds.get("unique"):
        yield words("no value twice")
    if field.evidence:
        yield words("rests on evidence of its own")
