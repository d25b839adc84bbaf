"""Why a package is not read, or nothing is written for it."""

from __future__ import annotations

from validation.catalogue.finding import Finding
from validation.catalogue.languages import Both


class PackageError(Exception):
    """The package cannot be read at all: each problem in one line.

    It is raised for what the operating system does not open, and for what is no package of this
    kind; ContentError is for what a package holds.
    """

    def __init__(self, *problems: str | Finding) -> None:
        """Keep the problems, in the order found."""
        super().__init__(*problems)  # all of them, so that another process gets them too
        self.findings = tuple(one for one in problems if isinstance(one, Finding))
        self.problems = tuple(
            Both(one.line("en"), one.line("nl")) if isinstance(one, Finding) else one
            for one in problems
        )

    def __str__(self) -> str:
        """The problems, each on its line."""
        return "\n".join(self.problems)


class ContentError(PackageError):
    """What the package holds is wrong, and it cannot be judged further because of that."""


class UnreadableTableError(Exception):
    """A rule needs a table that could not be read; another layer says why."""

    def __init__(self, table: str) -> None:
        """Name the table that could not be read."""
        super().__init__(table)
        self.table = table


class RefusedError(Exception):
    """Nothing is written for this package: each reason in one line."""

    def __init__(self, *reasons: str) -> None:
        """Keep the reasons, in the order found."""
        super().__init__("\n".join(reasons))
        self.reasons = reasons
