"""What is asked of git: commits by name, their files, and whether anything is not committed.

Nothing in the work tree changes. Where git is missing or reads no repository here, there are no
commits, and `silence` says why.
"""

from __future__ import annotations

import os
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

from validation.package.errors import PackageError
from validation.package.opening import DESCRIPTOR, open_package, scratch

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from validation.package.opening import Package

# A hook sets these, and they would lead git to another repository than that of the package: all
# that `git rev-parse --local-env-vars` lists but the settings of whoever runs it.
LEADING_ELSEWHERE = frozenset(
    {
        *("GIT_DIR", "GIT_WORK_TREE", "GIT_IMPLICIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_PREFIX"),
        *("GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"),
        *("GIT_CONFIG", "GIT_GRAFT_FILE", "GIT_SHALLOW_FILE", "GIT_REPLACE_REF_BASE"),
        *("GIT_NO_REPLACE_OBJECTS", "GIT_INTERNAL_SUPER_PREFIX"),
    }
)
AS_COMMITTED = ("--no-optional-locks", "--no-replace-objects", "-c", "core.autocrlf=false")


def silence(root: Path) -> str:
    """Why git says nothing of this folder, in a clause; empty where it does."""
    try:
        _run(root, "rev-parse", "--git-dir")
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        return "git is not installed" if missing else f"git does not run: {error.strerror}"
    except subprocess.CalledProcessError as error:
        return f"git does not read this folder: {_complaint(error)}"
    return ""


def is_in_another(root: Path) -> bool:
    """Whether the folder lies in the repository of something else, whose tags are not its own."""
    return bool(_said(root, "rev-parse", "--show-prefix"))


def commit_of(root: Path, name: str) -> str:
    """The commit that a tag, branch or hash names; empty if there is none."""
    return _said(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")


def commit_adding(root: Path, path: str, beside: Collection[str]) -> str:
    """The newest commit that added a file and at most changed some beside it; empty if none did.

    The first commit of an import, of a copy or of a clone that was cut off adds the file with all
    the others, and tells nothing of when it came.
    """
    options = ("-1", "--no-show-signature", "--no-renames", "--diff-filter=A", "--format=%H")
    commit = _said(root, "log", *options, "--", path)
    if not commit:
        return ""
    shown = ("--no-show-signature", "--no-renames", "--relative", "--name-only", "--format=")
    changed = _said(root, "show", *shown, "-z", commit).strip("\0").split("\0")
    return commit if set(changed) <= {path, *beside} else ""


def short(root: Path, commit: str) -> str:
    """The commit in as few digits as tell it from others."""
    return _said(root, "rev-parse", "--short", commit)


def uncommitted(root: Path) -> list[str] | None:
    """The files changed or new since the last commit; None where that holds no package."""
    if not _said(root, "rev-parse", "--verify", "--quiet", f"HEAD:./{DESCRIPTOR}"):
        return None
    options = ("--porcelain", "--untracked-files=normal")
    return [line[3:] for line in _said(root, "status", *options, "--", ".").splitlines()]


@contextmanager
def package_at(root: Path, commit: str, called: str) -> Iterator[Package]:
    """The package as a commit holds it, in a folder of its own; PackageError if it holds none."""
    with scratch("commit-") as folder:
        archive = folder / "commit.zip"
        try:
            _run(root, "archive", "--format=zip", f"--output={archive}", commit)
        except subprocess.CalledProcessError as error:
            raise PackageError(
                f"{called}: git does not hand it out: {_complaint(error)}"
            ) from error
        try:
            with open_package(archive) as package:
                yield package
        except PackageError as error:
            problems = (problem.removeprefix(f"{archive}: ") for problem in error.problems)
            raise type(error)(*(f"{called}: {problem}" for problem in problems)) from error


def _said(root: Path, *arguments: str) -> str:
    """What git prints; nothing where it fails or is missing."""
    try:
        return _run(root, *arguments).strip("\n")
    except (OSError, subprocess.CalledProcessError):
        return ""


def _complaint(error: subprocess.CalledProcessError) -> str:
    """What git says is wrong, without the advice below it."""
    lines = str(error.stderr).splitlines() or [f"exit status {error.returncode}"]
    fatal = next((line for line in lines if line.startswith("fatal: ")), lines[0])
    return fatal.removeprefix("fatal: ")


def _run(root: Path, *arguments: str) -> str:
    kept = {name: value for name, value in os.environ.items() if name not in LEADING_ELSEWHERE}
    done = subprocess.run(  # noqa: S603 - no shell, and a name never stands where an option could
        ["git", *AS_COMMITTED, "-C", str(root), *arguments],  # noqa: S607 - git is where the path says
        env={**kept, "LC_ALL": "C"},  # what git says is read by the same people as what we say
        capture_output=True,
        check=True,
        encoding="utf-8",
        errors="replace",
    )
    return done.stdout
