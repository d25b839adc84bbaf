"""Layer 4, mentions: if the text of the letter is given, do evidence and words agree?

`names.csv` has the forms under which the letter names a thing. If a passage contains a form, it
should be evidence for a thing with that form; if a passage is evidence for a thing, it should
contain one of its forms. Neither proves that the coding is right: a passage may use a pronoun for a
thing, or name a treaty area without meaning the alliance. Such passages are listed in
`exceptions.csv` with the reason.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from validation.coding import letter
from validation.rules.fault import Fault, at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from validation.package.opening import Package

    Thing = tuple[str, str]

RULES = ("evidence-without-form", "form-without-evidence")
# A word hyphenated at the end of a line; a copy may have a space instead of the line ending. Before
# "and" or "or" a hyphen does not count: it may end a shortened word, as in "east- and westward".
BROKEN_WORD = re.compile(
    r"(?<=\w)[-\u00ad](?:\s*\n\s*|[^\S\n]+(?!(?:en|of|als|and|or|nor)\b))(?=\w)"
)
# Typographic variants are replaced in a form in the same way as in a passage.
PLAIN = str.maketrans({**letter.PLAIN, **dict.fromkeys(letter.HYPHENS, "-"), "\u00ad": None})


@dataclass(frozen=True)
class Form:
    """A form and the pattern that finds it: whole words, and case-sensitive if all in capitals."""

    text: str
    pattern: re.Pattern[str]

    @classmethod
    def of(cls, text: str) -> Form:
        """The form with the pattern that finds it in a passage."""
        case = re.NOFLAG if text.isupper() else re.IGNORECASE
        return cls(
            text, re.compile(rf"(?<!\w){re.escape(_plain(text))}(?![^\W\d])", case)
        )  # a footnote's number may follow


@dataclass
class Mentioned:
    """The number of mentions that were checked, and the faults in them by rule.

    A mention is evidence for a thing, or a form in a passage that is not part of a longer form.
    """

    judged: int
    faults: dict[str, list[Fault]]


def check(package: Package, words: Mapping[str, str]) -> Mentioned:
    """Every disagreement between evidence and forms; `words` has the text of passages by id."""
    forms = _forms(package)
    shown = {passage: _shown(text, forms) for passage, text in words.items()}
    found = Mentioned(0, {})
    for rule, judged in zip(RULES, (_evidence_without_form, _form_without_evidence), strict=True):
        verdicts = list(judged(package, forms, shown))
        found.judged += len(verdicts)
        found.faults[rule] = [fault for fault in verdicts if fault is not None]
    return found


def _evidence_without_form(
    package: Package, forms: Mapping[Form, set[Thing]], shown: Mapping[str, _Shown]
) -> Iterator[Fault | None]:
    """For each evidence for a thing in these passages, the fault in it or None."""
    named: dict[Thing, set[str]] = defaultdict(set)
    for form, things in forms.items():
        for thing in things:
            named[thing].add(form.text)
    for row in package.records("evidence"):
        thing = (row["about_table"], row["about_key"])
        if row["about_field"] != "row" or row["passage_id"] not in shown:
            continue
        if not _is_thing(package, thing[0]) or _is_self(package, thing):
            continue
        is_there = named[thing] & shown[row["passage_id"]].anywhere
        yield None if is_there else at(row, "passage_id", table=thing[0], key=thing[1])


def _form_without_evidence(
    package: Package, forms: Mapping[Form, set[Thing]], shown: Mapping[str, _Shown]
) -> Iterator[Fault | None]:
    """For each form in one of these passages, the fault in it or None."""
    carried: dict[str, set[Thing]] = defaultdict(set)
    for row in package.records("evidence"):
        carried[row["passage_id"]].add((row["about_table"], row["about_key"]))
    for row in package.records("passages"):
        if row["id"] not in shown:
            continue
        for form in forms:
            if form.text not in shown[row["id"]].alone:
                continue
            if forms[form] & carried[row["id"]]:
                yield None
                continue
            if any(_is_self(package, thing) for thing in forms[form]):
                continue  # the whole letter is about the Netherlands
            things = sorted(f"`{name}` {thing}" for name, thing in forms[form])
            yield at(row, "id", value=form.text, things=things)


@dataclass(frozen=True)
class _Shown:
    """The forms in a passage, and those of them that are not part of a longer form."""

    anywhere: frozenset[str]
    alone: frozenset[str]


def _shown(text: str, forms: Iterable[Form]) -> _Shown:
    """The forms in a passage, searched in three readings of its text.

    A hyphen before a space may come from the end of a line, or belong to a shortened word, as in
    "east- and westward"; a dash after a word looks the same. So the text is read as it is, without
    such hyphens, and with the hyphens but without the space. A form that is part of a longer form
    in one reading does not count as separate in any reading.
    """
    anywhere: set[str] = set()
    alone: set[str] = set()
    within: set[str] = set()
    for reading in {text, BROKEN_WORD.sub("", text), BROKEN_WORD.sub("-", text)}:
        read = " ".join(_plain(reading).split())
        spans = [(match.span(), form) for form in forms for match in form.pattern.finditer(read)]
        whole = {
            form.text
            for (start, stop), form in spans
            if not any(a <= start and stop <= b and b - a > stop - start for (a, b), _ in spans)
        }
        anywhere |= {form.text for _, form in spans}
        alone |= whole
        within |= {form.text for _, form in spans} - whole
    return _Shown(frozenset(anywhere), frozenset(alone - within))


def _forms(package: Package) -> dict[Form, set[Thing]]:
    """Every form with the things that have it, in all languages: a letter may quote a name."""
    by_text: dict[str, set[Thing]] = defaultdict(set)
    for row in package.records("names"):
        by_text[row["form"]].add((row["about_table"], row["about_key"]))
    return {Form.of(text): things for text, things in by_text.items()}


def _is_thing(package: Package, name: str) -> bool:
    return name in package.tables and package.tables[name].is_thing


def _is_self(package: Package, thing: Thing) -> bool:
    table, identifier = thing
    if table != "partners":
        return False
    partner = package.table(table).by_key.get(identifier)
    return partner is not None and partner["kind"] == "self"


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).translate(PLAIN)
