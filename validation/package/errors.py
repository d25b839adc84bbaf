"""The errors for a package that cannot be read, or for which nothing is written."""

from __future__ import annotations

from validation.catalogue.finding import Finding, Place
from validation.catalogue.languages import Both
from validation.catalogue.rules import finding

UNREADABLE = "unreadable-file"


class PackageError(Exception):
    """The package cannot be read: one line per problem.

    It is raised if a file cannot be opened, or if it is not a package of this kind. ContentError
    is raised for the content of a package.
    """

    def __init__(self, *problems: str | Finding) -> None:
        """Keep the problems, in the order found."""
        super().__init__(*problems)  # all of them, so that they can be pickled
        self.findings = tuple(one for one in problems if isinstance(one, Finding))
        self.problems = tuple(
            Both(one.line("en"), one.line("nl")) if isinstance(one, Finding) else one
            for one in problems
        )

    def __str__(self) -> str:
        """The problems, one per line."""
        return "\n".join(self.problems)


class ContentError(PackageError):
    """The content of the package is wrong, so that it cannot be validated further."""


def unreadable_file(path: str, says: str, pointer: str = "", **words: object) -> ContentError:
    """The error for a file that is not of the kind that is expected at its place."""
    return ContentError(finding(UNREADABLE, Place(path, 0, pointer), says, **words))


class UnreadableTableError(Exception):
    """A rule needs a table that could not be read; another layer reports why."""

    def __init__(self, table: str) -> None:
        """Keep the name of the table."""
        super().__init__(table)
        self.table = table


class RefusedError(Exception):
    """Nothing is written for this package: one line per reason."""

    def __init__(self, *reasons: str) -> None:
        """Keep the reasons, in the order found."""
        super().__init__("\n".join(reasons))
        self.reasons = reasons
