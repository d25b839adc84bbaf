"""Read commits with git: find one, open the package in it, and list uncommitted files.

Nothing is written to the work tree. If git is missing or cannot read the repository, there are no
commits, and `problem` says why.
"""

from __future__ import annotations

import os
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

from validation.package.errors import PackageError
from validation.package.opening import DESCRIPTOR, open_package
from validation.package.unpacking import scratch

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from validation.package.opening import Package

# In a hook these point git to another repository. They are those of `git rev-parse
# --local-env-vars`, without the settings of the user.
REPOSITORY_VARIABLES = frozenset(
    {
        *("GIT_DIR", "GIT_WORK_TREE", "GIT_IMPLICIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_PREFIX"),
        *("GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"),
        *("GIT_CONFIG", "GIT_GRAFT_FILE", "GIT_SHALLOW_FILE", "GIT_REPLACE_REF_BASE"),
        *("GIT_NO_REPLACE_OBJECTS", "GIT_INTERNAL_SUPER_PREFIX"),
    }
)
AS_COMMITTED = ("--no-optional-locks", "--no-replace-objects", "-c", "core.autocrlf=false")


def problem(root: Path) -> str:
    """Why git cannot read this folder; empty if it can."""
    try:
        _run(root, "rev-parse", "--git-dir")
    except FileNotFoundError:
        return "git is not installed"
    except OSError as error:
        return f"git cannot be started: {error.strerror}"
    except subprocess.CalledProcessError as error:
        return f"git cannot read this folder: {_message(error)}"
    return ""


def is_in_another(root: Path) -> bool:
    """Whether the folder is inside another repository, whose tags are not those of the package."""
    return bool(_output(root, "rev-parse", "--show-prefix"))


def commit_of(root: Path, name: str) -> str:
    """The commit of a tag, branch or hash; empty if there is none."""
    options = ("--verify", "--quiet", "--end-of-options")
    return _output(root, "rev-parse", *options, f"{name}^{{commit}}")


def commit_adding(root: Path, path: str, beside: Collection[str]) -> str:
    """The newest commit that added a file and changed no files but those `beside` it; or empty.

    The first commit of an import, a copy or a shallow clone adds all files at once, so it does not
    show which release it was.
    """
    options = ("-1", "--no-show-signature", "--no-renames", "--diff-filter=A", "--format=%H")
    commit = _output(root, "log", *options, "--", path)
    if not commit:
        return ""
    options = ("--no-show-signature", "--no-renames", "--relative", "--name-only", "--format=")
    changed = _output(root, "show", *options, "-z", commit).strip("\0").split("\0")
    return commit if set(changed) <= {path, *beside} else ""


def uncommitted(root: Path) -> list[str] | None:
    """The files changed or added since the last commit; None if that has no package."""
    if not _output(root, "rev-parse", "--verify", "--quiet", f"HEAD:./{DESCRIPTOR}"):
        return None
    options = ("--porcelain", "--untracked-files=normal")
    return [line[3:] for line in _output(root, "status", *options, "--", ".").splitlines()]


@contextmanager
def package_at(root: Path, commit: str, called: str) -> Iterator[Package]:
    """The package of a commit, in a temporary folder; PackageError if it has none."""
    with scratch("commit-") as folder:
        archive = folder / "commit.zip"
        try:
            _run(root, "archive", "--format=zip", f"--output={archive}", commit)
        except subprocess.CalledProcessError as error:
            raise PackageError(f"{called}: git cannot export it: {_message(error)}") from error
        try:
            with open_package(archive) as package:
                yield package
        except PackageError as error:
            problems = (problem.removeprefix(f"{archive}: ") for problem in error.problems)
            raise type(error)(*(f"{called}: {problem}" for problem in problems)) from error


def _output(root: Path, *arguments: str) -> str:
    """The output of git; empty if it fails or is missing."""
    try:
        return _run(root, *arguments).strip("\n")
    except (OSError, subprocess.CalledProcessError):
        return ""


def _message(error: subprocess.CalledProcessError) -> str:
    """The error message of git, without the advice that follows it."""
    lines = str(error.stderr).splitlines() or [f"exit status {error.returncode}"]
    fatal = next((line for line in lines if line.startswith("fatal: ")), lines[0])
    return fatal.removeprefix("fatal: ")


def _run(root: Path, *arguments: str) -> str:
    kept = {name: value for name, value in os.environ.items() if name not in REPOSITORY_VARIABLES}
    done = subprocess.run(  # noqa: S603 - no shell, and no name stands where an option could
        ["git", *AS_COMMITTED, "-C", str(root), *arguments],  # noqa: S607 - the git on the path
        env={**kept, "LC_ALL": "C"},  # messages in English, like ours
        capture_output=True,
        check=True,
        encoding="utf-8",
        errors="replace",
    )
    return done.stdout
