"""Parse JSON strictly: what other parsers may read differently is refused, with its line.

If a key occurs twice, some parsers drop the first value. `NaN` is not JSON, and a number with
hundreds of digits is a mistake. An integer may be written with a decimal point: `80.0` is 80.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from validation.catalogue.finding import Place
from validation.catalogue.languages import in_english
from validation.catalogue.rules import RULES, finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validation.catalogue.finding import Finding

    # A line, the name of a message of `unreadable-file`, and its values.
    JsonFault = tuple[int, str, dict[str, object]]

MOST_DIGITS = 18  # of an integer, as in a cell, so that it fits in 64 bits
PLAIN = re.compile("-?[0-9]+")
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s"{}\[\],:]+')


class JsonError(ValueError):
    """This is not JSON, or parsers may read it differently; each fault has its line, or 0."""

    def __init__(self, *faults: JsonFault) -> None:
        """Keep the faults, in order of line."""
        rule = RULES["unreadable-file"]
        super().__init__("; ".join(rule.said(says, words) for _, says, words in faults))
        self.faults = faults

    def findings(self, path: str) -> list[Finding]:
        """The faults as findings on the file at this path."""
        return [
            finding("unreadable-file", Place(path, line), says, **words)
            for line, says, words in self.faults
        ]


def parse(content: bytes) -> Any:  # noqa: ANN401 - JSON holds anything
    """Parse the bytes of a JSON file; JsonError if that is not possible."""
    text = _text(content)
    reader = _Reader()
    try:
        value = reader.read(text)
        json.dumps(value, ensure_ascii=False).encode()  # fails on a lone surrogate, unlike json
    except json.JSONDecodeError as error:
        raise JsonError((error.lineno, "no_json", {"reason": in_english(error.msg)})) from error
    except RecursionError as error:
        raise JsonError((0, "deep", {})) from error
    except UnicodeEncodeError as error:
        raise JsonError((_line_of_half(text), "half", {})) from error
    if reader.refused:
        raise JsonError(*_refused(text))
    return value


def _text(content: bytes) -> str:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise JsonError((line, "not_utf8", {})) from error
    if text.startswith("\ufeff"):
        raise JsonError((1, "bom", {}))
    return text


@dataclass
class _Reader:
    """Parses with Python's json, and records whether the text has something that we refuse."""

    refused: bool = False

    def read(self, text: str) -> Any:  # noqa: ANN401 - JSON holds anything
        return json.loads(
            text,
            object_pairs_hook=self._object,
            parse_int=self._number,
            parse_float=self._number,
            parse_constant=self._constant,
        )

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        self.refused |= len(found) < len(pairs)
        return found

    def _number(self, said: str) -> int | float:
        if _is_too_large(said):
            self.refused = True
            return 0
        if PLAIN.fullmatch(said):
            return int(said)
        value = float(said)
        return int(value) if value.is_integer() else value

    def _constant(self, _: str) -> None:
        self.refused = True


def _refused(text: str) -> Iterator[JsonFault]:
    """Each repeated key and each refused number, in JSON that is otherwise well-formed."""
    keys: list[set[str]] = []
    tokens = list(TOKEN.finditer(text))
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        word = token[0]
        fault: tuple[str, dict[str, object]] | None = None
        if word in "{[":
            keys.append(set())
        elif word in "}]":
            keys.pop()
        elif word.startswith('"') and following is not None and following[0] == ":":
            key = json.loads(word)
            if key in keys[-1]:
                fault = "twice", {"key": key}
            keys[-1].add(key)
        elif word in {"NaN", "Infinity", "-Infinity"}:
            fault = "constant", {"word": word}
        elif word[0] in "-0123456789" and _is_too_large(word):
            fault = "digits", {"most": MOST_DIGITS}
        if fault is not None:
            yield text.count("\n", 0, token.start()) + 1, *fault


def _is_too_large(number: str) -> bool:
    """Whether a number has more than `MOST_DIGITS` digits before its decimal point."""
    if PLAIN.fullmatch(number):
        return len(number.lstrip("-")) > MOST_DIGITS
    return abs(float(number)) >= float(10**MOST_DIGITS)


def _line_of_half(text: str) -> int:
    """The line of the first text with a lone surrogate in it."""
    for token in TOKEN.finditer(text):
        if token[0].startswith('"') and re.search("[\ud800-\udfff]", json.loads(token[0])):
            return text.count("\n", 0, token.start()) + 1
    return 0
