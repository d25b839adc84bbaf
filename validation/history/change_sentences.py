"""Describe each change in an English sentence: a mission added, a basis weakened, a new label."""

from __future__ import annotations

import json
from itertools import takewhile
from typing import TYPE_CHECKING

from validation.catalogue.finding import printable, shorten
from validation.history.changes import KINDS

if TYPE_CHECKING:
    from validation.history.changes import Change
    from validation.history.record import State

LANGUAGES = {"_en": " in English", "_nl": " in Dutch"}
NAMES = ("label_en", "title_en", "name_en", "basis")  # columns that tell what a row is
CONTEXT = 2  # words shown on each side of a change
LONGEST = 160


class ChangeSentences:
    """A sentence for each change between two states."""

    def __init__(self, old: State, new: State) -> None:
        """Take the states, whose labels the sentences show."""
        self.old, self.new = old, new

    def __call__(self, change: Change) -> str:
        """Describe a change on one line."""
        sentence = KINDS[change.kind].sentence
        if sentence:
            rows = counted(self.new.record.counts.get(change.table, 0), "row")
            names = {"noun": self._noun(change), "codes": _codes_of(change), "rows": rows}
            return printable(sentence.format(**vars(change), **names))
        write = {
            "row": self._row,
            "cell": self._cell,
            "text": _text,
            "constraint": _constraint,
            "property": _property,
        }[change.kind.partition("-")[0]]
        return printable(write(change))

    def _noun(self, change: Change) -> str:
        """What a row of the table is called."""
        tables = (state.record.tables.get(change.table) for state in (self.old, self.new))
        if any(table and table.role == "link" for table in tables):
            return "link"
        name = change.table.replace("_", " ")
        return f"{name[:-3]}y" if name.endswith("ies") else name.removesuffix("s")

    def _row(self, change: Change) -> str:
        what = change.kind.removeprefix("row-")
        details = (self.new if what == "added" else self.old).details
        cells = details.cells[change.table][change.key] if details else {}
        called = next((f": {shorten(cells[name])}" for name in NAMES if cells.get(name)), "")
        if "replaced_by" in cells:
            called = f": replaced by `{cells['replaced_by']}`" if cells["replaced_by"] else called
        return f"{self._noun(change)} `{change.key}` {what}{called}"

    def _cell(self, change: Change) -> str:
        cell = f"{_plain(change.column)} of `{change.key}`"
        before, after = change.before, change.after
        if not before:
            return f'{cell} filled in: "{shorten(after, LONGEST)}"'
        if not after:
            return f'{cell} emptied; it was "{shorten(before, LONGEST)}"'
        column = self.new.record.tables[change.table].by_column[change.column]
        if "codes" not in column:
            return f"{cell} changed: {_differing_words(before, after)}"
        how, codes = "changed", column["constraints"].get("enum", [])
        if column["codes"] == "basis" and {before, after} <= set(codes):  # strongest code first
            how = "weakened" if codes.index(after) > codes.index(before) else "strengthened"
        return f"{cell} {how} from {before} to {after}"


def counted(number: int, noun: str) -> str:
    """A number with its noun, in the plural where needed."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _property(change: Change) -> str:
    what = f"`{change.aspect}`" + (f" of column `{change.column}`" if change.column else "")
    before, after = shorten(change.before, LONGEST), shorten(change.after, LONGEST)
    if not before:
        return f"{what} added: {after}"
    return f"{what} changed from {before} to {after}" if after else f"{what} removed: {before}"


def _constraint(change: Change) -> str:
    added = "added" if change.kind == "constraint-tightened" else "removed"
    match change.aspect:
        case "enum":
            return f"{_codes_of(change)}: {_codes_changed(change.before, change.after)}"
        case "uniqueKeys":
            return f"unique key {', '.join(json.loads(change.after or change.before))} {added}"
        case "foreignKeys":
            key = json.loads(change.after or change.before)
            table = key["reference"]["resource"]
            return f"foreign key {', '.join(key['fields'])} to `{table}` {added}"
        case _:
            return _property(change)


def _codes_of(change: Change) -> str:
    """The code list of a change, or the column if its codes have no list."""
    return f"column `{change.column}`" if change.column else f"code list `{change.key}`"


def _codes_changed(before: str, after: str) -> str:
    """The codes that were added and removed."""
    old, new = (json.loads(codes or "[]") for codes in (before, after))
    lists = {
        "added": [f"`{code}`" for code in new if code not in old],
        "removed": [f"`{code}`" for code in old if code not in new],
    }
    return "; ".join(f"{what} {', '.join(codes)}" for what, codes in lists.items() if codes)


def _text(change: Change) -> str:
    if not change.aspect:
        return "a title, description or example changed"
    if "/" in change.aspect or change.after.startswith(("[", "{")):  # a file, or a list in JSON
        return f"{change.aspect} changed"
    text = _plain(change.aspect) + (f" of column `{change.column}`" if change.column else "")
    if not (change.before and change.after):
        return f"{text} {'removed' if change.before else 'added'}"
    return f"{text} changed: {_differing_words(change.before, change.after)}"


def _plain(column: str) -> str:
    """A column in plain words: `label_en` is the label in English, `parent_id` the parent."""
    for ending, language in LANGUAGES.items():
        if column.endswith(ending):
            return column.removesuffix(ending).replace("_", " ") + language
    return column.removesuffix("_id").replace("_", " ")


def _differing_words(before: str, after: str) -> str:
    """The words in which two texts differ, with a few words around them."""
    old, new = before.split(" "), after.split(" ")
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    first, last = max(start - CONTEXT, 0), max(end - CONTEXT, 0)
    dots = "… " if first else "", " …" if last else ""
    cut = (" ".join(words[first : len(words) - last]) for words in (old, new))
    return " is now ".join(f'"{shorten(words.join(dots), LONGEST)}"' for words in cut)


def _shared(old: list[str], new: list[str]) -> int:
    """The number of words with which both texts begin."""
    pairs = zip(old, new, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
