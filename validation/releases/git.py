"""What is asked of git: commits by name, their files, and whether anything is not committed.

Nothing in the work tree changes. Where git or a repository is missing, there are no commits.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from validation.package import PackageError, open_package

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validation.package import Package


def commit_of(root: Path, name: str) -> str:
    """The commit that a tag, branch or hash names; empty if there is none."""
    return _said(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")


def commit_adding(root: Path, path: str) -> str:
    """The newest commit that added a file; empty if there is none.

    Where a clone was cut off, its oldest commit seems to add every file, and tells nothing.
    """
    found = _said(root, "log", "-1", "--diff-filter=A", "--format=%H %P", "--", path)
    commit, _, parents = found.partition(" ")
    if not parents and _said(root, "rev-parse", "--is-shallow-repository") == "true":
        return ""
    return commit


def short(root: Path, commit: str) -> str:
    """The commit in as few digits as tell it from others."""
    return _said(root, "rev-parse", "--short", commit)


def uncommitted(root: Path) -> list[str] | None:
    """The files that are changed or new since the last commit; None where there is no commit."""
    if not commit_of(root, "HEAD"):
        return None
    return [line[3:] for line in _said(root, "status", "--porcelain", "--", ".").splitlines()]


@contextmanager
def package_at(root: Path, commit: str, called: str) -> Iterator[Package]:
    """The package as a commit holds it, in a folder of its own; PackageError if it holds none."""
    with tempfile.TemporaryDirectory(prefix="commit-") as folder:
        archive = Path(folder) / "commit.zip"
        _run(root, "archive", "--format=zip", f"--output={archive}", commit)
        try:
            with open_package(archive) as package:
                yield package
        except PackageError as error:
            problems = (problem.removeprefix(f"{archive}: ") for problem in error.problems)
            raise PackageError(*(f"{called}: {problem}" for problem in problems)) from error


def _said(root: Path, *arguments: str) -> str:
    """What git prints; nothing where it fails or is missing."""
    try:
        return _run(root, *arguments).strip("\n")
    except (OSError, subprocess.CalledProcessError):
        return ""


def _run(root: Path, *arguments: str) -> str:
    # A hook sets variables that would lead git to another repository than that of the package.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    done = subprocess.run(  # noqa: S603 - no shell, and a name never stands where an option could
        ["git", "--no-optional-locks", "-C", str(root), *arguments],  # noqa: S607 - git is where the path says
        env=inherited,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return done.stdout
