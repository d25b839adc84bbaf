"""How to cite a page of the site: as text, as BibTeX and as CSL-JSON."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

ESCAPED = re.compile(r"([&%$#_{}])")  # what BibTeX would read as its own


class Citation(NamedTuple):
    """What is cited: a page, or the whole package.

    `within` is the whole that a page is part of, `version_said` the version in the language of the
    page, `date` is ISO 8601; `within`, `date` and `address` may be empty.
    """

    identifier: str
    title: str
    within: str
    author: str
    version: str
    version_said: str
    date: str
    language: str
    address: str

    @property
    def year(self) -> str:
        """The year, empty where the date is not known."""
        return self.date[:4]

    @property
    def text(self) -> str:
        """One line of text."""
        year = f" ({self.year})" if self.year else ""
        named = f"{self.title}. {self.within}" if self.within else self.title
        parts = [f"{self.author}{year}. {named}, {self.version_said}."]
        return " ".join([*parts, self.address] if self.address else parts)

    @property
    def bibtex(self) -> str:
        """An entry for BibTeX."""
        fields = {
            "author": f"{{{_escaped(self.author)}}}",
            "title": f"{{{_escaped(self.title)}}}",
            "howpublished": _escaped(self.within),
            "version": _escaped(self.version),
            "year": self.year,
            "url": self.address,
        }
        lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
        return "\n".join([f"@misc{{{self.identifier},", *lines, "}"])

    @property
    def csl(self) -> str:
        """An entry in CSL-JSON."""
        entry: dict[str, Any] = {
            "id": self.identifier,
            "type": "entry" if self.within else "dataset",
            "author": [{"literal": self.author}],
            "title": self.title,
            "container-title": self.within,
            "version": self.version,
            "language": self.language,
            "URL": self.address,
        }
        if self.date:
            entry["issued"] = {"date-parts": [[int(part) for part in self.date.split("-")]]}
        kept = {name: value for name, value in entry.items() if value}
        return json.dumps([kept], ensure_ascii=False, indent=2)


def _escaped(text: str) -> str:
    return ESCAPED.sub(r"\\\1", text)
