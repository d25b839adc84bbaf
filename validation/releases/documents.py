"""The documents that repeat the version and the date of a release, and the changelog.

The version is defined in the descriptor. This module knows where else it is written: `check`
compares those places, `declare` and `cut` write them. Other numbers are left alone, even if equal.
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
DATED = (CHANGELOG, CITATION, README)  # they have the date of a release
NOT_RELEASED = "not released yet"
HEADING = re.compile(r"^## (\S+) - (.+)$", re.MULTILINE)
OPENING = "Readers "  # an entry opens with what they must do
NOTHING_TO_DO = "Readers need do nothing."
SOMETHING_TO_DO = "Readers must check what they use against the changes below."
OPENED = re.compile(f"^(?:{re.escape(NOTHING_TO_DO)}|{re.escape(SOMETHING_TO_DO)})$", re.MULTILINE)
CITED_DATE = re.compile(r"^date-released: ['\"]?([^'\"\n]*)['\"]?\n", re.MULTILINE)


class Place(NamedTuple):
    """A place that repeats the version: its file, its words, and a pattern to find it.

    In the words, `{}` is the version. The groups of the pattern are what precedes the version, the
    version, and what follows.
    """

    file: str
    words: str
    pattern: re.Pattern[str]


IN_CITATION = Place(CITATION, "version: {}", re.compile(r"^(version: )(\S+)()$", re.MULTILINE))
IN_PROJECT = Place(
    PROJECT,
    '[project] version = "{}"',
    re.compile(r'^(\[project\]\n(?:(?!\[).*\n)*?version = ")([^"\n]*)(")', re.MULTILINE),
)
IN_STATE = Place(  # its fourth group is the date
    README,
    f"This is {{}}, and it is {NOT_RELEASED}.",
    re.compile(
        rf"^(This is )(\S+?)(, (?:and it is {NOT_RELEASED}|released on (\S+))\.)", re.MULTILINE
    ),
)


@dataclass(frozen=True)
class Entry:
    """The entry of one version in the changelog: its date, or that it has none, and its text."""

    version: str
    date: str
    text: str

    @property
    def is_complete(self) -> bool:
        """Whether it opens with what readers must do and lists at least one change."""
        return self.text.startswith(OPENING) and "\n- " in self.text

    @property
    def asks_nothing(self) -> bool:
        """Whether it says that readers need do nothing."""
        return re.match(rf"{NOTHING_TO_DO.rstrip('.')}(?! but\b)", self.text) is not None


@dataclass
class Documents:
    """The documents of a checkout, by path."""

    texts: dict[str, str]

    @classmethod
    def read(cls, root: Path) -> Documents:
        """Read them; PackageError with each one that is missing or is not UTF-8."""
        texts, problems = {}, []
        for name in (CHANGELOG, DESCRIPTOR, CITATION, PROJECT, README):
            try:
                texts[name] = (root / name).read_bytes().decode()
            except OSError as error:
                problems.append(f"{name}: {error.strerror}")
            except UnicodeDecodeError:
                problems.append(f"{name}: this is not UTF-8")
        if problems:
            raise PackageError(*problems)
        return cls(texts)

    @property
    def entries(self) -> list[Entry]:
        """The entries of the changelog, newest first."""
        _, *parts = HEADING.split(self.texts[CHANGELOG])
        return [
            Entry(version, date, text.strip())
            for version, date, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
        ]

    @property
    def cited_date(self) -> str:
        """The date in the citation; empty if it has none."""
        found = CITED_DATE.search(self.texts[CITATION])
        return found[1] if found else ""

    @property
    def stated_date(self) -> str | None:
        """The date in the README; empty if it says there is none yet, None if it says neither."""
        found = IN_STATE.pattern.search(self.texts[README])
        return found and (found[4] or "")

    @property
    def places(self) -> list[Place]:
        """Every place that repeats the version; the last is how the README cites the package."""
        title = str(json.loads(self.texts[DESCRIPTOR]).get("title", ""))
        pattern = rf"(\*{re.escape(title)}\*,[\s>]+version[\s>]+)(\d+\.\d+\.\d+)(\b)"
        cited = Place(README, f"*{title}*, version {{}}", re.compile(pattern))
        return [IN_CITATION, IN_PROJECT, IN_STATE, cited]

    def versions(self, place: Place) -> set[str]:
        """The versions at a place; none if the place is missing."""
        return {found[2] for found in place.pattern.finditer(self.texts[place.file])}

    def declare(self, version: str, opening: str) -> None:
        """Write a version that is not released yet everywhere, and open its changelog entry.

        An entry that is not released keeps its text, except for an opening that was written here.
        """
        newest = next(iter(self.entries), None)
        heading = f"## {version} - {NOT_RELEASED}"
        if newest is None:
            self.texts[CHANGELOG] += f"\n{heading}\n\n{opening}\n"
        elif newest.date != NOT_RELEASED:
            self._put(CHANGELOG, HEADING, rf"{heading}\n\n{opening}\n\n\g<0>")
        else:
            self._put(CHANGELOG, HEADING, heading)
            if OPENED.match(newest.text):
                self._put(CHANGELOG, OPENED, opening)
        for place in self.places:
            self._put(place.file, place.pattern, rf"\g<1>{version}\g<3>", count=0)
        content = json.loads(self.texts[DESCRIPTOR])
        self.texts[DESCRIPTOR] = json.dumps({**content, "version": version})
        self._put(README, IN_STATE.pattern, rf"\g<1>\g<2>, and it is {NOT_RELEASED}.")
        self._put(CITATION, CITED_DATE, "")

    def release(self, version: str, date: str) -> None:
        """Write the date of the release everywhere."""
        self._put(CHANGELOG, HEADING, f"## {version} - {date}")
        self._put(README, IN_STATE.pattern, rf"\g<1>\g<2>, released on {date}.")
        self._put(CITATION, CITED_DATE, "")
        self._put(CITATION, IN_CITATION.pattern, rf"\g<0>\ndate-released: {date}")

    def contents(self) -> dict[str, bytes]:
        """The documents as bytes, in canonical form."""
        contents = {name: text.encode() for name, text in self.texts.items()}
        return {**contents, DESCRIPTOR: canonical_json(contents[DESCRIPTOR])}

    def _put(self, name: str, place: re.Pattern[str], text: str, count: int = 1) -> None:
        self.texts[name] = place.sub(text, self.texts[name], count=count)
