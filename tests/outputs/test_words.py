"""The words of the interface stand in both languages: none is missing, and none is left over."""

import io
import re
from collections.abc import Iterable

from tests.words import CATALOGUE, in_code, translated, updated


def places(text: str) -> list[str]:
    """What values are put in place of; the Dutch of argparse names no type of Python."""
    return sorted(re.findall(r"\{\w*\}|%(?:\(\w+\))?[a-z]", text.replace("%(type)s", "")))


def forms(text: str | Iterable[str] | None) -> list[str]:
    """A word alone, or for one and for several."""
    return [text or ""] if text is None or isinstance(text, str) else list(text)


def test_the_file_has_the_words_of_the_source_and_no_others() -> None:
    assert CATALOGUE.read_bytes() == updated(), "python -m tests.words brings it up to date"
    assert not translated().obsolete


def test_each_word_has_its_dutch_with_a_place_for_the_same_values() -> None:
    faults: list[str] = []
    for message in translated():
        if not message.id:
            continue
        english, dutch = forms(message.id), forms(message.string)
        same = [*map(places, english)] == [*map(places, dutch)]
        if message.fuzzy or not all(dutch) or not same:
            faults.append(str(message.id))
    assert faults == []


def test_words_are_found_wherever_they_stand() -> None:
    code = """f'{words("one")}'; tell.words("two {x}", x=1); plural("three", "threes", n)"""
    said = [said for _, _, said, _ in in_code(io.BytesIO(code.encode()), {"words", "plural"})]
    assert sorted(said) == [("one",), ("three", "threes"), ("two {x}",)]
