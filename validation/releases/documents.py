"""What the documents say of the version: its number, its day, and what changed for readers.

The version has one home, the descriptor. The others repeat it, because programs and people look
there: here stands where, for `check` to compare and for `declare` and `cut` to write. Any other
number in a document is not ours, even where it is the same.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from validation.package.canonical import canonical_json
from validation.package.errors import PackageError
from validation.package.opening import DESCRIPTOR

if TYPE_CHECKING:
    from pathlib import Path

CHANGELOG, CITATION, PROJECT, README = "CHANGELOG.md", "CITATION.cff", "pyproject.toml", "README.md"
DATED = (CHANGELOG, CITATION, README)  # they tell the day of a release
NOT_RELEASED = "not released yet"
STATE = re.compile(
    r"^(This is \S+?, )(and it is not released yet|released on (\S+))\.", re.MULTILINE
)
CITED_DATE = re.compile(r"^date-released: ['\"]?([^'\"\n]*)['\"]?\n", re.MULTILINE)
HEADING = re.compile(r"^## (\S+) - (.+)$", re.MULTILINE)
OPENING = "Readers "  # an entry opens with what they must do
NOTHING_TO_DO = "Readers need do nothing."
SOMETHING_TO_DO = "Readers must hold what they use against the changes below."
OPENED = re.compile(f"^(?:{re.escape(NOTHING_TO_DO)}|{re.escape(SOMETHING_TO_DO)})$", re.MULTILINE)


class Place(NamedTuple):
    """A place that repeats the version: its file, how it reads there, and a pattern to find it.

    `{}` in its words is the version; the pattern has what stands before it, then the version.
    """

    file: str
    words: str
    pattern: re.Pattern[str]


IN_CITATION = Place(CITATION, "version: {}", re.compile(r"^(version: )(\S+)$", re.MULTILINE))
IN_PROJECT = Place(
    PROJECT,
    '[project] version = "{}"',
    re.compile(r'^(\[project\]\n(?:(?!\[).*\n)*?version = ")([^"\n]*)(?=")', re.MULTILINE),
)
IN_STATE = Place(
    README,
    f"This is {{}}, and it is {NOT_RELEASED}.",
    re.compile(
        r"^(This is )(\S+?)(?=, (?:and it is not released yet|released on \S+)\.)", re.MULTILINE
    ),
)


def _in_reference(title: str) -> Place:
    """How the README cites the package under its title."""
    before = rf"\*{re.escape(title)}\*,[\s>]+version[\s>]+"
    return Place(README, f"*{title}*, version {{}}", re.compile(rf"({before})(\d+\.\d+\.\d+)\b"))


@dataclass(frozen=True)
class Entry:
    """What the changelog says of one version: its day or that it has none, and the changes."""

    version: str
    date: str
    text: str

    @property
    def says_something(self) -> bool:
        """Whether it opens with what readers must do and lists at least one change."""
        return self.text.startswith(OPENING) and "\n- " in self.text

    @property
    def asks_nothing(self) -> bool:
        """Whether it says that readers need do nothing."""
        beginning = re.escape(NOTHING_TO_DO.rstrip("."))
        return re.match(rf"{beginning}(?! but\b)", self.text) is not None


@dataclass
class Documents:
    """The documents of a checkout, by their path, as text."""

    root: Path
    texts: dict[str, str]

    @classmethod
    def read(cls, root: Path) -> Documents:
        """Read them all; PackageError with every one that is missing or no text."""
        texts, problems = {}, []
        for name in (CHANGELOG, DESCRIPTOR, CITATION, PROJECT, README):
            try:
                texts[name] = (root / name).read_bytes().decode()
            except (OSError, UnicodeDecodeError) as error:
                reason = error.strerror if isinstance(error, OSError) else "this is not UTF-8"
                problems.append(f"{name}: {reason}")
        if problems:
            raise PackageError(*problems)
        return cls(root, texts)

    @property
    def entries(self) -> list[Entry]:
        """The entries of the changelog, newest first."""
        text = self.texts[CHANGELOG]
        found = list(HEADING.finditer(text))
        ends = [*(heading.start() for heading in found[1:]), len(text)]
        return [
            Entry(heading[1], heading[2], text[heading.end() : end].strip())
            for heading, end in zip(found, ends, strict=True)
        ]

    @property
    def cited_date(self) -> str:
        """The day in the citation; empty where it names none."""
        found = CITED_DATE.search(self.texts[CITATION])
        return found[1] if found else ""

    @property
    def stated_date(self) -> str | None:
        """The day in the README; empty where it says there is none yet, None without a word."""
        found = STATE.search(self.texts[README])
        return found and (found[3] or "")

    @property
    def places(self) -> list[Place]:
        """Every place that repeats the version."""
        title = str(json.loads(self.texts[DESCRIPTOR]).get("title", ""))
        return [IN_CITATION, IN_PROJECT, IN_STATE, _in_reference(title)]

    def versions(self, place: Place) -> set[str]:
        """The versions that stand in a place; none where it is not there."""
        return {found[2] for found in place.pattern.finditer(self.texts[place.file])}

    def declare(self, version: str, opening: str) -> None:
        """Write another version everywhere, not released yet, and open its entry.

        An entry that is open already keeps its words; only an opening that was written here is
        written anew.
        """
        newest = next(iter(self.entries), None)
        heading = f"## {version} - {NOT_RELEASED}"
        if newest is not None and newest.date == NOT_RELEASED:
            self._put(CHANGELOG, HEADING, heading)
            if OPENED.match(newest.text):
                self._put(CHANGELOG, OPENED, opening)
        elif newest is None:
            self.texts[CHANGELOG] += f"\n{heading}\n\n{opening}\n"
        else:
            self._put(CHANGELOG, HEADING, rf"{heading}\n\n{opening}\n\n\g<0>")
        for place in self.places:
            self._put(place.file, place.pattern, rf"\g<1>{version}", count=0)
        content = json.loads(self.texts[DESCRIPTOR])
        self.texts[DESCRIPTOR] = json.dumps({**content, "version": version})
        self._put(README, STATE, rf"\g<1>and it is {NOT_RELEASED}.")
        self._put(CITATION, CITED_DATE, "")

    def release(self, version: str, date: str) -> None:
        """Write the day of the release everywhere."""
        self._put(CHANGELOG, HEADING, f"## {version} - {date}")
        self._put(README, STATE, rf"\g<1>released on {date}.")
        self._put(CITATION, CITED_DATE, "")
        self._put(CITATION, IN_CITATION.pattern, rf"\g<0>\ndate-released: {date}")

    def contents(self) -> dict[str, bytes]:
        """The documents as they are to be written."""
        contents = {name: text.encode() for name, text in self.texts.items()}
        return {**contents, DESCRIPTOR: canonical_json(contents[DESCRIPTOR])}

    def _put(self, name: str, place: re.Pattern[str], text: str, count: int = 1) -> None:
        self.texts[name] = place.sub(text, self.texts[name], count=count)
