"""A generated part of a document, between two marker comments."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """A generated part: its name, and the command that writes it."""

    name: str
    command: str

    @property
    def begin(self) -> str:
        """The marker before it, an HTML comment."""
        return f"<!-- {self.name}: written by {self.command} -->"

    @property
    def end(self) -> str:
        """The marker after it."""
        return f"<!-- {self.name} ends -->"

    def of(self, text: str) -> str:
        """The content between the markers of a text; ValueError if they are not there."""
        return self._cut(text)[1].strip()

    def written_into(self, text: str, content: str) -> str:
        """A text with other content between the markers; ValueError if they are not there."""
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
