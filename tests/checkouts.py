"""A checkout of the example with releases, and what a maintainer does to it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tests.broken import added, whole
from validation.commands.release import release_command
from validation.history import archive, ledger

if TYPE_CHECKING:
    from validation.history import record

Edit = Callable[[Path], object]
VERSION = "0.0.2"  # of the example
DAY = "2026-11-02"
RECORD = f"data/releases/{VERSION}.json"
CHANGES = f"data/releases/changes/{VERSION}.json"

CHANGELOG = """# Changelog

## 0.0.2 - not released yet

Readers need do nothing.

### Added

- Lanterns.
"""
CITATION = "cff-version: 1.2.0\ntitle: Example\nversion: 0.0.2\nlicense: CC0-1.0\n"
PROJECT = '[project]\nname = "example"\nversion = "0.0.2"\n'
README = """# Example

This is 0.0.2, and it is not released yet.

> Someone. *Example commitments*, version 0.0.2. Data set.
"""
DOCUMENTS = {
    "CHANGELOG.md": CHANGELOG,
    "CITATION.cff": CITATION,
    "pyproject.toml": PROJECT,
    "README.md": README,
    "README.nl.md": "# Voorbeeld\n",
    "LICENSE": "Take it.\n",
    "data/README.md": "# Contract\n",
}


def git(folder: Path, *arguments: str) -> None:
    """Run git as nobody in particular, with no settings but its own."""
    alone = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    alone |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    someone = ("-c", "user.name=Someone", "-c", "user.email=someone@example.org")
    subprocess.run(["git", "-C", str(folder), *someone, *arguments], check=True, env=alone)


def commit(checkout: Path) -> None:
    git(checkout, "add", "--all")
    git(checkout, "commit", "--quiet", "--message", "Say what changed")


def release(checkout: Path, *arguments: object) -> int:
    step, *rest = map(str, arguments)
    return release_command([step, "--package", str(checkout), *rest])


def first_release(example: Path, checkout: Path) -> Path:
    """A checkout of the example with one release: committed, cut and tagged as a person would."""
    shutil.copytree(example, checkout)
    shutil.rmtree(checkout / "data/releases")
    (checkout / ".gitignore").write_text("dist/\n")
    for name, text in DOCUMENTS.items():
        (checkout / name).write_text(text)
    git(checkout, "init", "--quiet")
    commit(checkout)
    assert release(checkout, "cut", "--date", DAY) == 0
    commit(checkout)
    git(checkout, "tag", f"v{VERSION}")
    return checkout


def put(path: str, old: str, new: str) -> Edit:
    """Other words in a document, which must stand there."""

    def edit(checkout: Path) -> None:
        text = (checkout / path).read_text("utf-8")
        assert old in text
        (checkout / path).write_text(text.replace(old, new), "utf-8")

    return edit


def declared(version: str) -> Edit:
    """Another version everywhere, with an entry that says what changed."""

    def edit(checkout: Path) -> None:
        assert release(checkout, "declare", version) == 0
        entry = r"\g<0>\n### Fixed\n\n- A row.\n"
        text = (checkout / "CHANGELOG.md").read_text()
        opened = re.sub(r"(?<=yet\n\n)Readers .*\n", entry, text, count=1)
        (checkout / "CHANGELOG.md").write_text(opened)

    return edit


def retired(table: str, key: str, by: str = "") -> Edit:
    """A row is said to have gone in 0.1.0."""
    about = {"about_table": table, "about_key": whole(key), "replaced_by": by}
    return added("retired_ids", **about, version="0.1.0", reason="So says the test.")


def mission_renamed(package: Path) -> None:
    """As a maintainer would: the row, its tombstone, and whatever names it now."""
    retired("missions", "lantern", "lamp")(package)
    for path in sorted(package.rglob("*.csv")):
        if path.name not in {"retired_ids.csv", "codings.csv", "ledger.csv"}:
            path.write_text(re.sub(r"\blantern\b(?!-)", "lamp", path.read_text("utf-8")), "utf-8")


def keep(root: Path, records: list[record.ReleaseRecord]) -> None:
    """Write what one release after another leaves of these records."""
    (root / "data/releases").mkdir(parents=True, exist_ok=True)
    for last, one in zip([None, *records], records, strict=False):
        for name, content in archive.released(one, last).items():
            if content is None:
                (root / name).unlink()
            else:
                (root / name).write_bytes(content)
    (root / ledger.LEDGER).write_bytes(ledger.write(records))
