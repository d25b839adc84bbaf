"""The changes of every release, as reported when it was made. The first release has none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from validation.catalogue.languages import Both
from validation.history.archive import by_version, described
from validation.history.difference import COLUMNS, SCHEMA, csv_of
from validation.history.record import FOLDER, pretty_json
from validation.package.opening import read_json

if TYPE_CHECKING:
    from validation.package.opening import Package

CHANGES = f"{FOLDER}/changes"
NAME = Both("list of changes", "lijst van wijzigingen")


def path_of(version: str) -> str:
    """The path of the changes of a release in the package."""
    return f"{CHANGES}/{version}.json"


def read_all(package: Package) -> dict[str, dict[str, Any]]:
    """The changes of each release by version, oldest first; PackageError if malformed."""
    return {
        Path(path).stem: described(path, read_json(package.root, path), SCHEMA, NAME, "to")
        for path in by_version(package.root, f"{CHANGES}/*.json")
    }


def files(package: Package) -> dict[str, bytes]:
    """The files of a release about changes, by name: of this release, and of all releases.

    None if the version of the package is not released.
    """
    releases = read_all(package)
    if package.version not in releases:
        return {}
    own = releases[package.version]
    rows = [
        {"version": version, "date": content["date"], **change}
        for version, content in releases.items()
        for change in content["changes"]
    ]
    return {
        "changes.csv": csv_of(COLUMNS, own["changes"]).encode(),
        "changes.json": pretty_json(own, depth=2),
        "changes.schema.json": SCHEMA.read_bytes(),
        "history.csv": csv_of(("version", "date", *COLUMNS), rows).encode(),
        "history.json": pretty_json({"releases": list(releases.values())}, depth=4),
    }
