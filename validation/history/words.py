"""Changes in the words of the domain: a mission that came, a basis grown weaker, a new label."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from validation.package.finding import printable, shorten

if TYPE_CHECKING:
    from collections.abc import Callable

    from validation.history.changes import Change
    from validation.history.record import State

LANGUAGES = {"_en": " in English", "_nl": " in Dutch"}
NAMES = ("label_en", "title_en", "name_en")  # what a row is called, by table
LIMITS = {
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minimum": "no number below {}",
    "maximum": "no number above {}",
    "pattern": "text of the form {}",
}
AROUND = 2  # words shown on either side of those that changed
LONGEST = 160


class Words:
    """The sentences for the changes between two states."""

    def __init__(self, old: State, new: State) -> None:
        """Take the states: a sentence shows labels that stand in them."""
        self.old, self.new = old, new

    def __call__(self, change: Change) -> str:
        """What a change is, in one line."""
        say = self._sayings()[change.kind]
        return printable(say(change))

    def _sayings(self) -> dict[str, Callable[[Change], str]]:
        return {
            "package-renamed": lambda c: (
                f"the package is called `{c.after}`, no longer `{c.before}`"
            ),
            "table-added": self._table_added,
            "table-removed": lambda c: f"the table goes, and its file {c.before}",
            "table-moved": lambda c: f"the file moves from {c.before} to {c.after}",
            "column-added": lambda c: f"column `{c.column}` added",
            "column-removed": lambda c: f"column `{c.column}` removed",
            "column-renamed": lambda c: f"column `{c.before}` renamed to `{c.after}`",
            "column-moved": lambda c: f"columns moved; in order: {c.after}",
            "type-changed": lambda c: f"column `{c.column}` holds {c.after}, no longer {c.before}",
            "key-changed": lambda c: (
                f"rows have another key: {c.after}, no longer {c.before}; they cannot be compared"
            ),
            "constraint-tightened": self._constraint,
            "constraint-loosened": self._constraint,
            "constraint-changed": self._constraint,
            "codes-reordered": lambda c: f"{_codes_of(c)} stands in another order",
            "property-added": _property,
            "property-changed": _property,
            "row-added": lambda c: self._row(self.new, c, "added"),
            "row-removed": lambda c: self._row(self.old, c, "removed"),
            "row-renamed": lambda c: f"{self._noun(c)} `{c.before}` renamed to `{c.after}`",
            "row-merged": lambda c: f"{self._noun(c)} `{c.key}` goes up in `{c.after}`",
            "row-changed": lambda c: f"{self._noun(c)} `{c.key}` corrected",
            "cell-changed": self._cell,
            "text-changed": _text,
        }

    def _table_added(self, change: Change) -> str:
        rows = self.new.record.counts[change.table]
        return f"the table is new, in {change.after}: {rows} row{'' if rows == 1 else 's'}"

    def _noun(self, change: Change) -> str:
        """What one row of a table is called."""
        tables = [state.record.tables.get(change.table) for state in (self.old, self.new)]
        if any(table and table.role == "link" for table in tables):
            return "link"
        name = change.table.replace("_", " ")
        if name.endswith("ies"):
            return name.removesuffix("ies") + "y"
        return name.removesuffix("s")

    def _row(self, state: State, change: Change, what: str) -> str:
        said = f"{self._noun(change)} `{change.key}` {what}"
        if state.details is None:
            return said
        cells = state.details.cells[change.table][change.key]
        if change.table == "evidence":
            field = cells["about_field"]
            of = "" if field == "row" else f", column `{field}`"
            about = f"`{cells['about_table']}/{cells['about_key']}`{of}"
            return f"evidence {what}: `{cells['passage_id']}` for {about}"
        if change.table == "retired_ids" and what == "added":
            other = cells["replaced_by"]
            after = f"`{other}` replaces it" if other else "nothing replaces it"
            return f"`{change.key}` retired: {after}"
        called = next((cells[name] for name in NAMES if cells.get(name)), "")
        if called:
            return f"{said}: {shorten(called)}"
        return f"{said} ({cells['basis']})" if cells.get("basis") else said

    def _cell(self, change: Change) -> str:
        about = f"{_column(change.column)} of `{change.key}`"
        before, after = change.before, change.after
        if not before:
            return f'{about} filled in: "{shorten(after, LONGEST)}"'
        if not after:
            return f'{about} emptied; it was "{shorten(before, LONGEST)}"'
        field = self._field(change)
        if "codes" in field:
            strengths = field["constraints"].get("enum", [])
            if field["codes"] == "basis" and {before, after} <= set(strengths):
                weaker = strengths.index(after) > strengths.index(before)
                how = "weakened" if weaker else "strengthened"
                return f"{about} {how} from {before} to {after}"
            return f"{about} changed from {before} to {after}"
        return f"{about} corrected: {_apart(before, after)}"

    def _field(self, change: Change) -> dict[str, Any]:
        fields = self.new.record.tables[change.table].fields
        return next(field for field in fields if field["name"] == change.column)

    def _constraint(self, change: Change) -> str:
        less = change.kind == "constraint-tightened"
        match change.aspect:
            case "required":
                what = "must be filled" if less else "may be empty"
            case "unique":
                what = "may hold no value twice" if less else "may hold a value twice"
            case "evidence":
                what = "must rest on evidence" if less else "needs no evidence of its own"
            case "enum":
                return f"{_codes_of(change)} {_codes_apart(change)}"
            case "uniqueKeys":
                key = ", ".join(json.loads(change.after or change.before))
                return f"{key}: {'must' if less else 'need not'} be unique together"
            case "foreignKeys":
                key = json.loads(change.after or change.before)
                to, of = key["reference"]["resource"], ", ".join(key["fields"])
                return f"{of}: {'must' if less else 'need not'} name a row of `{to}`"
            case name:
                limit = LIMITS.get(name, f"`{name}` {{}}")
                was, is_ = (
                    limit.format(value) if value else "anything"
                    for value in (change.before, change.after)
                )
                what = f"holds {is_}; it was {was}"
        return f"column `{change.column}` {what}"


def _codes_of(change: Change) -> str:
    """The code list that a change is about, or the column where its codes have no list."""
    return f"column `{change.column}`" if change.column else f"code list `{change.key}`"


def _codes_apart(change: Change) -> str:
    """Which codes came and went."""
    old, new = (json.loads(codes) if codes else [] for codes in (change.before, change.after))
    come = ", ".join(f"`{code}`" for code in new if code not in old)
    gone = ", ".join(f"`{code}`" for code in old if code not in new)
    if not (old and new):
        return f"is closed: {come}" if new else "is open to any code"
    return " and ".join(
        [*([f"grew by {come}"] if come else []), *([f"lost {gone}"] if gone else [])]
    )


def _property(change: Change) -> str:
    where = f"column `{change.column}`: " if change.column else ""
    was, is_ = (shorten(value, LONGEST) or "nothing" for value in (change.before, change.after))
    return f"{where}`{change.aspect}` was {was} and is {is_}"


def _text(change: Change) -> str:
    if not change.aspect:
        return "a title, description or example corrected"
    if "/" in change.aspect or change.after.startswith(("[", "{")):  # a file, or a list in JSON
        return f"{change.aspect} reworded"
    of = f" of column `{change.column}`" if change.column else ""
    if not (change.before and change.after):
        return f"{_column(change.aspect)}{of} {'removed' if change.before else 'added'}"
    return f"{_column(change.aspect)}{of} reworded: {_apart(change.before, change.after)}"


def _column(name: str) -> str:
    """A column in plain words: `label_en` is the label in English, `parent_id` the parent."""
    for ending, language in LANGUAGES.items():
        if name.endswith(ending):
            return name.removesuffix(ending).replace("_", " ") + language
    return name.removesuffix("_id").replace("_", " ")


def _apart(before: str, after: str) -> str:
    """Two texts, cut to the words in which they differ and a few around them."""
    old, new = before.split(" "), after.split(" ")
    shortest = min(len(old), len(new))
    start = next((n for n in range(shortest) if old[n] != new[n]), shortest)
    rest = range(1, shortest - start + 1)
    end = next((n - 1 for n in rest if old[-n] != new[-n]), shortest - start)
    first, last = max(start - AROUND, 0), max(end - AROUND, 0)

    def cut(words: list[str]) -> str:
        kept = " ".join(words[first : len(words) - last])
        text = f"{'… ' if first else ''}{kept}{' …' if last else ''}"
        return f'"{shorten(text, LONGEST)}"'

    return f"{cut(old)} is now {cut(new)}"
