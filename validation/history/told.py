"""The changes of every release, as they were told when it was cut, and all of them as one table.

The first release has none: nothing came before it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from validation.history.archive import by_version, described, read_bytes
from validation.history.difference import COLUMNS, SCHEMA, csv_of
from validation.history.lined import lined
from validation.history.record import FOLDER
from validation.history.version import Level
from validation.package.errors import ContentError
from validation.package.languages import Both
from validation.package.opening import unreadable

if TYPE_CHECKING:
    from validation.history.record import Record
    from validation.package.opening import Package

CHANGES = f"{FOLDER}/changes"


def path_of(version: str) -> str:
    """Where the changes of a release stand in the package."""
    return f"{CHANGES}/{version}.json"


def of_first(record: Record) -> dict[str, Any]:
    """The changes of the first release: none."""
    return {
        "package": record.name,
        "from": "",
        "to": record.version,
        "date": record.date,
        "level": Level.NONE.word,
        "smallest_version": record.version,
        "changes": [],
    }


def read_all(package: Package) -> dict[str, dict[str, Any]]:
    """The changes of each release by its version, oldest first; PackageError if malformed."""
    no_list = Both("this is no list of changes", "dit is geen lijst van wijzigingen")
    told: dict[str, dict[str, Any]] = {}
    for path in by_version(package.root, f"{CHANGES}/*.json"):
        content = described(path, read_bytes(package.root, path), SCHEMA, no_list)
        of = content["to"]
        if path != path_of(of):
            message = Both(f"these are the changes of {of}", f"dit zijn de wijzigingen van {of}")
            raise ContentError(unreadable(path, message))
        told[of] = content
    return told


def files(package: Package) -> dict[str, bytes]:
    """What a release ships of its changes, by file name: its own, and those of all releases.

    Nothing where the version of the package is not released.
    """
    told = read_all(package)
    if package.version not in told:
        return {}
    own = told[package.version]
    rows = [
        {"version": version, "date": content["date"], **change}
        for version, content in told.items()
        for change in content["changes"]
    ]
    return {
        "changes.csv": csv_of(COLUMNS, own["changes"]).encode(),
        "changes.json": lined(own, depth=2),
        "changes.schema.json": SCHEMA.read_bytes(),
        "history.csv": csv_of(("version", "date", *COLUMNS), rows).encode(),
        "history.json": lined({"releases": list(told.values())}, depth=4),
    }
