"""A part of a document that a command writes, between two marks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """The part with a name, and the command that writes it."""

    name: str
    command: str

    @property
    def begin(self) -> str:
        """The mark before it; no reader of the finished page sees it."""
        return f"<!-- {self.name}: written by {self.command} -->"

    @property
    def end(self) -> str:
        """The mark after it."""
        return f"<!-- {self.name} ends -->"

    def of(self, text: str) -> str:
        """What a text has between the marks; ValueError where it has no such place."""
        return self._cut(text)[1].strip()

    def written_into(self, text: str, content: str) -> str:
        """A text with this content between the marks; ValueError where it has no such place."""
        before, _, after = self._cut(text)
        return f"{before}{self.begin}\n\n{content}\n\n{self.end}{after}"

    def _cut(self, text: str) -> tuple[str, str, str]:
        before, begin, rest = text.partition(self.begin)
        content, end, after = rest.partition(self.end)
        if not (begin and end):
            raise ValueError(
                f"the text has no place for the {self.name}: a line {self.begin} and, below it, "
                f"{self.end}"
            )
        return before, content, after
