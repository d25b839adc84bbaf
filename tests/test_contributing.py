"""The guide for contributors is walked through: its commands run and print what it says."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from validation.package.opening import DESCRIPTOR, ROOT

GUIDE = ROOT / ".github" / "CONTRIBUTING.md"
BLOCK = re.compile(r"^ *```(\w+)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
# The guide calls make, which would set a virtual environment up; the test calls what make calls.
LAYERS = ("bytes", "structure", "columns", "relations")
MAKE = {
    "make validate": [
        *(sys.executable, "scripts/validate.py"),
        *(part for layer in LAYERS for part in ("--layer", layer)),
    ],
    "make format": [sys.executable, "scripts/format.py"],
}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what the guide's commands read and write."""
    for name in ("data", "schemas", "scripts", "validation"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / DESCRIPTOR, tmp_path)
    return tmp_path


def blocks() -> list[tuple[str, str]]:
    """The language and the text of each fenced block of the guide, without its indentation."""
    return [
        (language, re.sub(r"^ +", "", text, flags=re.MULTILINE))
        for language, text in BLOCK.findall(GUIDE.read_text("utf-8"))
    ]


def run(line: str, folder: Path) -> str:
    """What a command of the guide prints."""
    command = MAKE.get(line, ["sh", "-c", line.replace("python3", sys.executable)])
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.stdout


def test_each_command_prints_what_the_guide_says(checkout: Path) -> None:
    printed = ""
    answers = 0
    for language, text in blocks():
        if language == "sh":
            printed = "".join(run(line, checkout) for line in text.splitlines())
        else:
            answers += 1
            assert text.strip() in printed
    assert answers > 0


def test_every_file_it_names_is_there() -> None:
    named = re.findall(r"`((?:data|schemas|scripts)/[\w./]+)`", GUIDE.read_text("utf-8"))
    assert named
    assert [name for name in named if not (ROOT / name).is_file()] == []
