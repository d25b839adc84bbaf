"""Layer 1, bytes: is each file in canonical form?

The canonical form of a table is UTF-8 without byte order mark, with LF as line ending, quotation
marks only where CSV needs them, the columns of the schema, and rows sorted in the order of the
schema, text by code point. This layer checks that a file equals its canonical form; the formatter
writes that form. Both call `canonical`. The same rules on characters apply to a cell, a title and a
description. This layer does not check whether a value is right.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from validation.catalogue.finding import Place
from validation.catalogue.rules import finding, rule_of
from validation.package.canonical import canonical, canonical_json, sort_key
from validation.package.errors import PackageError
from validation.package.opening import DESCRIPTOR, matching, read_json
from validation.rules.findings import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validation.catalogue.finding import Finding
    from validation.package.opening import Package
    from validation.package.table import Table

HIDDEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Co", "Cn", "Cs"})
# Invisible too, although Unicode classifies them as marks, letters or symbols.
INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0100-\U000e01ef]"
)
WORD = re.compile(r"[^\W\d_]+")
SCRIPTS = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"})
SPACES = re.compile(r"^ | $|  ")
# Only descriptions may have several lines: they may be Markdown, which indents some lines.
MULTILINE = frozenset({"description", "description_nl"})
LINE_BREAKS = re.compile(r"\n+ *")
DIALECT = "dialect"  # its values are delimiters and line endings, not prose


def check(package: Package) -> Outcome:
    """Every finding on the form of the tables and of the JSON files of the package."""
    outcome = Outcome(counts={"files": len(package.tables) + 1})
    for table in package.tables.values():
        outcome.findings += _table_findings(table)
    outcome.findings += _json_findings(package)
    return outcome


def _table_findings(table: Table) -> Iterator[Finding]:
    found = [fault for fault in table.reading.faults if rule_of(fault).layer == "bytes"]
    if table.trusted:
        found += _cell_findings(table)
    yield from found
    if not found and table.readable:
        yield from _form_findings(table)


def _cell_findings(table: Table) -> Iterator[Finding]:
    for line, cells in table.reading.rows:
        for column, cell in zip(table.schema.names, cells, strict=True):
            if "\r" in cell:
                continue  # already reported by tabular.read
            if fault := _text_fault(cell):
                rule, words = fault
                yield finding(rule, Place(table.path, line, column, cell), "", **words)


def _text_fault(text: str) -> tuple[str, dict[str, str]] | None:
    """The first rule that a text violates, with the values for its message; None if there is none.

    Only the first is reported, because it may cause the others.
    """
    if hidden := next((c for c in text if _is_hidden(c)), None):
        return "hidden-character", _named(hidden)
    if found := next(filter(None, map(_homoglyph, WORD.findall(text))), None):
        word, letter = found
        return "mixed-scripts", {"word": word, **_named(letter)}
    if not unicodedata.is_normalized("NFC", text):
        return "nfc", {}
    return ("outer-space", {}) if SPACES.search(text) else None


def _named(character: str) -> dict[str, str]:
    name = unicodedata.name(character, "control character").lower()
    return {"sign": f"U+{ord(character):04X}", "name": name}


def _is_hidden(character: str) -> bool:
    category = unicodedata.category(character)
    is_invisible = category in HIDDEN or (category == "Zs" and character != " ")
    return is_invisible or INVISIBLE.match(character) is not None


def _homoglyph(word: str) -> tuple[str, str] | None:
    """The word with its first homoglyph, or None.

    A homoglyph is a letter of the rarer of two scripts, or a compatibility form of an ASCII letter.
    """
    if word.isascii():
        return None
    scripts = [unicodedata.name(letter, "").partition(" ")[0] for letter in word]
    known = Counter(script for script in scripts if script in SCRIPTS)
    rarest = min(known, key=lambda script: known[script], default="")
    for letter, script in zip(word, scripts, strict=True):
        plain = unicodedata.normalize("NFKC", letter)
        is_compatibility_form = plain != letter and plain.isascii() and plain.isalpha()
        if is_compatibility_form or (len(known) > 1 and script == rarest):
            return word, letter
    return None


def _form_findings(table: Table) -> Iterator[Finding]:
    keys = [sort_key(table.schema, row) for row in table.rows]
    for row, key, previous in zip(table.rows[1:], keys[1:], keys, strict=False):
        if key < previous:
            yield finding(
                "row-order", Place(table.path, row.line), order=", ".join(table.schema.order)
            )
            return
    if table.content != canonical(table.schema, table.rows):
        lines = zip(
            table.content.splitlines(),
            canonical(table.schema, table.rows).splitlines(),
            strict=False,
        )
        line = next((n for n, (is_, should) in enumerate(lines, start=1) if is_ != should), 0)
        yield finding("canonical-form", Place(table.path, line), "line")


def _json_findings(package: Package) -> Iterator[Finding]:
    written = [DESCRIPTOR, *(table.schema.path for table in package.tables.values())]
    beside = (f"schemas/{path.name}" for path in matching(package.root, "schemas/*.json"))
    for path in dict.fromkeys([*written, *beside]):
        try:
            found = list(_prose_findings(path, read_json(package.root, path)))
        except PackageError:
            continue  # the code that needs this file reports why it cannot be read
        yield from found
        content = (package.root / path).read_bytes()
        if not found and path in written and content != canonical_json(content):
            yield finding("canonical-form", Place(path), "json")


def _prose_findings(path: str, content: object) -> Iterator[Finding]:
    """Every finding on the titles, descriptions and other texts of a JSON file."""
    for pointer, text in _texts(content):
        names = pointer.split("/")
        if DIALECT in names:
            continue
        of_one_line = LINE_BREAKS.sub(" ", text) if names[-1] in MULTILINE else text
        if fault := _text_fault(of_one_line):
            rule, words = fault
            yield finding(rule, Place(path, 0, pointer, text), "", **words)


def _texts(content: object) -> Iterator[tuple[str, str]]:
    """Every text in a JSON value, with its JSON pointer; iterative, so that any depth works."""
    waiting = [("", content)]
    while waiting:
        pointer, value = waiting.pop()
        if isinstance(value, str):
            yield pointer, value
        elif isinstance(value, dict | list):
            inside = value.items() if isinstance(value, dict) else enumerate(value)
            waiting += [(f"{pointer}/{name}".lstrip("/"), part) for name, part in inside]
