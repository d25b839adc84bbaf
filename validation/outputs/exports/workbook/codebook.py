"""What each column means and may hold: said once here, for its note and for the code book."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from validation.package.forms import FORMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validation.outputs.site.words import Words
    from validation.package.descriptions import Described
    from validation.package.schema import Field

# The headings after the table's, in the words that the code book on the site has for them.
HEADINGS = (
    "field",
    "description",
    "type",
    "required",
    "key",
    "code list",
    "names a row of",
    "form",
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
        codes = f"{words['code list']} {self.codes}" if self.codes else ""
        target = f"{words['names a row of']} {self.target}" if self.target else ""
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
            type=words.of_type(field.type).replace("`", ""),
            required=words["yes" if field.required else "no"],
            key=words["in the key"] if field.name in table.schema.primary_key else "",
            codes=field.codes or "",
            target=next(targets, ""),
            form=", ".join(_forms(field, words)),
        )


def _forms(field: Field, words: Words) -> Iterator[str]:
    """What a cell may hold besides its type and codes, in plain words."""
    bounds = field.constraints
    if pattern := bounds.get("pattern"):
        form = FORMS.get(pattern)
        yield words.of_form(form).replace("`", "") if form else f"{words['matches']} {pattern}"
    if length := words.between(bounds.get("minLength"), bounds.get("maxLength")):
        yield f"{length} {words['characters']}"
    if size := words.between(bounds.get("minimum"), bounds.get("maximum")):
        yield size
    if bounds.get("unique"):
        yield words["no value twice"]
    if field.evidence:
        yield words["own evidence"]
