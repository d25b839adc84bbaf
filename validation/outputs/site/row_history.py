"""What the releases say of a row: since when it is there, and what has changed in it."""

from __future__ import annotations

import csv
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from validation.history import release_changes
from validation.history.ledger import LEDGER
from validation.package.table import RowKey

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validation.package.opening import Package

ADDED, RENAMED, CHANGED = "row-added", "row-renamed", "cell-changed"


class Step(NamedTuple):
    """What a release did to a row; `column` is empty where the row was added or renamed."""

    version: str
    date: str
    kind: str
    column: str
    before: str
    after: str


class RowHistory:
    """The history of every row of a package, from the changes of its releases."""

    def __init__(self, package: Package) -> None:
        """Read the ledger and the changes of each release; PackageError if they are malformed."""
        ledger = package.root / LEDGER
        rows: list[dict[str, str]] = []
        if ledger.is_file():
            with ledger.open(encoding="utf-8", newline="") as stream:
                rows = [*csv.DictReader(stream)]
        self._came = {RowKey(row["table"], row["key"]): row["came"] for row in rows}
        self._releases = [*release_changes.read_all(package).items()][::-1]
        self._by_row = [_by_row(content["changes"]) for _, content in self._releases]

    def since(self, place: RowKey) -> str:
        """The release that added a row, under this key; empty if it is in none yet."""
        return self._came.get(place, "")

    def steps(self, place: RowKey) -> list[Step]:
        """What each release did to a row, newest first, under earlier keys as well."""
        return [*self._steps(place)]

    def _steps(self, place: RowKey) -> Iterator[Step]:
        for (version, content), by_row in zip(self._releases, self._by_row, strict=True):
            earlier = place
            for change in by_row.get(place, ()):
                if change["kind"] in {ADDED, RENAMED, CHANGED}:
                    columns = (change[name] for name in ("kind", "column", "before", "after"))
                    yield Step(version, content["date"], *columns)
                if change["kind"] == RENAMED:
                    earlier = RowKey(place.table, change["before"])
            place = earlier


def _by_row(changes: list[dict[str, Any]]) -> dict[RowKey, list[dict[str, Any]]]:
    found = defaultdict(list)
    for change in changes:
        found[RowKey(change["table"], change["key"])].append(change)
    return dict(found)
