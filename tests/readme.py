"""The examples of the documents: what each is, where it runs, and what it prints there.

`make answers` writes below each example what it prints now. Read what that changes before it is
committed: an answer that moved is either a correction or a fault.
"""

import ast
import contextlib
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from tests import shared
from validation.package.formatting import write_aside
from validation.package.opening import ROOT

PAGES = tuple(
    sorted(
        path
        for pattern in ("README*.md", "data/**/*.md", "validation/**/*.md")
        for path in ROOT.glob(pattern)
    )
)
NAME = "dutch-military-commitments"
OF_A_RELEASE = "The files of a release"  # the heading below which examples run in its folder
QUESTIONS = ROOT / "data/QUESTIONS.md"
PYTHON = ".venv/bin/python"
LETTER_TEXT = "../letter.txt"  # where an example looks for the letter's text
NO_LETTER = "the letter's text"
NOT_COPIED = shutil.ignore_patterns(
    ".git", ".venv", "node_modules", "dist", ".*_cache", ".hypothesis", "__pycache__"
)
NOT_PASSED_ON = {"LETTER", "MAKEFLAGS", "MFLAGS", "MAKELEVEL"}
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
DETAILS = re.compile(
    r"^<details>\n<summary>\d+\. (?P<question>[^\n]*)</summary>\n\n"
    r"```sql\n(?P<sql>.*?)^```\n\n```python\n(?P<python>.*?)^```\n\n"
    r"(?P<answer>\|.*?\n)\n</details>$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Block:
    """A fenced block of a document, with the `text` block that follows it as its answer."""

    language: str
    content: str
    answer: str | None
    heading: str = ""
    before: str = ""  # the words just above it

    def __str__(self) -> str:
        return re.sub(r"\W+", "-", f"{self.language} {self.content[:40]}").strip("-")

    @property
    def program(self) -> str:
        """The first word: in a shell, the program that is run."""
        return self.content.split()[0]

    @property
    def is_of_a_release(self) -> bool:
        """Whether it runs in the folder of a release."""
        return self.heading == OF_A_RELEASE


@dataclass(frozen=True)
class Question:
    """A question of the gallery: asked in SQL and in pandas, and its answer as a table."""

    question: str
    sql: str
    python: str
    answer: str

    def __str__(self) -> str:
        return re.sub(r"\W+", "-", self.question).strip("-")


def blocks_of(text: str) -> list[Block]:
    fences = list(FENCED.finditer(text))
    blocks: list[Block] = []
    for number, fence in enumerate(fences):
        follows = fences[number + 1] if number + 1 < len(fences) else None
        answered = follows is not None and follows[1] == "text"
        above = text[: fence.start()]
        headings = HEADING.findall(FENCED.sub("", above))
        blocks.append(
            Block(
                fence[1],
                fence[2],
                follows[2] if follows is not None and answered else None,
                headings[-1],
                above.strip().rpartition("\n\n")[2],
            )
        )
    return blocks


def questions_of(text: str) -> list[Question]:
    return [Question(**found.groupdict()) for found in DETAILS.finditer(text)]


def preamble_of(text: str) -> str:
    """What the questions in pandas begin with."""
    ((language, content),) = FENCED.findall(text.partition("<details>")[0])
    assert language == "python"
    return str(content)


def copy_of_checkout(folder: Path) -> Path:
    """Where nothing of this checkout is written, and no letter lies beside it."""
    return Path(shutil.copytree(ROOT, folder / "checkout", ignore=NOT_COPIED))


def printed(arguments: Sequence[str], folder: Path, status: int = 0) -> str:
    """What a command prints, once it has ended with that status."""
    settings = {name: value for name, value in os.environ.items() if name not in NOT_PASSED_ON}
    done = subprocess.run(
        arguments,
        cwd=folder,
        env={**settings, "XDG_CONFIG_HOME": str(folder.parent / "settings")},
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=300,
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout


def shell(script: str, folder: Path, status: int = 0) -> str:
    """What a script prints in a shell, with this interpreter in the place of .venv's."""
    script = script.replace(PYTHON, shlex.quote(sys.executable))
    return printed(["bash", "-euc", script], folder, status)


def what_make_runs(target: str, folder: Path) -> str:
    """The last command of a target, which does its work once .venv is made."""
    return printed(["make", "--dry-run", target], folder).splitlines()[-1]


def answer(block: Block, folder: Path) -> str:
    """What an example prints in a folder."""
    match block.language:
        case "python":
            return printed([sys.executable, "-c", block.content], folder)
        case "r":
            with tempfile.TemporaryDirectory() as aside:
                script = Path(aside) / "example.R"
                script.write_text(block.content, "utf-8")
                return printed(["Rscript", str(script)], folder)
        case "sh" if block.program == "make":
            return shell(what_make_runs(block.content.split()[1], folder), folder)
        case "sh":
            return shell(block.content, folder)
        case "diff":
            return after_the_edit(block.content, folder)
        case language:
            raise ValueError(f"nobody runs {language}")


def after_the_edit(edit: str, folder: Path) -> str:
    """What validation says of one line written otherwise; the line is then restored."""
    old_name, new_name, old, new = edit.splitlines()
    name = old_name.removeprefix("--- a/")
    assert new_name == f"+++ b/{name}"
    path = folder / name
    before = path.read_text("utf-8")
    lines = before.splitlines(keepends=True)
    lines[lines.index(old.removeprefix("-") + "\n")] = new.removeprefix("+") + "\n"
    path.write_text("".join(lines), "utf-8", newline="\n")
    try:
        return shell(what_make_runs("validate", folder), folder, status=1)
    finally:
        path.write_text(before, "utf-8", newline="\n")


def build(checkout: Path, folder: Path) -> Path:
    """The files of a release, with the zip of Parquet files unpacked as the examples ask."""
    command = [sys.executable, "scripts/release.py", "build", "--to", str(folder)]
    printed(command, checkout)
    unpack(folder / f"{NAME}-parquet.zip", folder)
    return folder


def unpack(zipped: Path, folder: Path) -> Path:
    with zipfile.ZipFile(zipped) as archive:
        archive.extractall(folder)
    return folder


# The gallery


def asked_of_sqlite(question: Question, release: Path) -> str:
    with contextlib.closing(sqlite3.connect(release / f"{NAME}.sqlite")) as database:
        return _told(database.execute(question.sql))


def asked_of_duckdb(question: Question, release: Path) -> str:
    with duckdb.connect(release / f"{NAME}.duckdb", read_only=True) as database:
        return _told(database.execute(question.sql))


def _told(cursor: Any) -> str:  # noqa: ANN401 - either database
    return as_table([entry[0] for entry in cursor.description], cursor.fetchall())


def asked_of_pandas(question: Question, preamble: str, release: Path) -> str:
    """The value of the last line, as a notebook shows it."""
    *statements, last = ast.parse(question.python).body
    assert isinstance(last, ast.Expr)
    names: dict[str, Any] = {}
    with contextlib.chdir(release):
        exec(preamble, names)  # noqa: S102 - the page's own lines
        exec(compile(ast.Module(statements, []), QUESTIONS.name, "exec"), names)  # noqa: S102
        frame = eval(compile(ast.Expression(last.value), QUESTIONS.name, "eval"), names)  # noqa: S307
    rows = frame.astype(object).where(frame.notna(), None)
    return as_table(list(frame), rows.itertuples(index=False))


def as_table(names: Sequence[object], rows: Any) -> str:  # noqa: ANN401 - any rows
    """A table of Markdown, as it stands in a document."""
    lines = [_line(names), "|" + "---|" * len(names)]
    lines += [_line(["" if cell is None else cell for cell in row]) for row in rows]
    return "\n".join(lines) + "\n"


def _line(cells: Sequence[object]) -> str:
    return "|" + "|".join(f" {cell} " if cell != "" else " " for cell in cells) + "|"


# Writing the answers


def missing(block: Block) -> str:
    """What a block needs that is not installed; this interpreter stands in for .venv's."""
    program = {"r": "Rscript", "python": PYTHON, "diff": "make"}.get(block.language, block.program)
    if program != PYTHON and shutil.which(program) is None:
        return program
    for name in re.findall(r"^library\((\w+)\)$", block.content, re.MULTILINE):
        asked = ["Rscript", "-e", f"quit(status = !requireNamespace('{name}', quietly = TRUE))"]
        if subprocess.run(asked, capture_output=True, check=False).returncode:
            return f"R's package {name}"
    return ""


@dataclass
class Places:
    """The folders in which examples run, made when they are first needed."""

    folder: Path
    letter: Path | None = None
    built: Callable[[Callable[[Path], object], Path], Path] | None = None  # builds it elsewhere

    @cached_property
    def checkout(self) -> Path:
        """A copy of this checkout, with the letter's text beside it where that is at hand."""
        if self.letter is not None:
            shutil.copy(self.letter, self.folder / "letter.txt")
        return copy_of_checkout(self.folder)

    @cached_property
    def release(self) -> Path:
        """The files of a release."""
        folder = self.folder / "release"
        if self.built is not None:
            return self.built(lambda part: build(self.checkout, part), folder)
        return build(self.checkout, folder)

    @cached_property
    def unpacked(self) -> Path:
        """The zip of the whole package, unpacked."""
        return unpack(self.release / f"{NAME}.zip", self.folder / "unpacked")

    def missing(self, block: Block) -> str:
        """What a block needs that is not at hand."""
        if LETTER_TEXT in block.content and self.letter is None:
            return NO_LETTER
        return missing(block)

    def of(self, block: Block) -> Path:
        """Where a block runs."""
        return self.release if block.is_of_a_release else self.checkout


def rewritten(text: str, places: Places) -> tuple[str, dict[Block, str]]:
    """A page with the answers as they are now, and what examples lack that do not run here.

    An example that fails although all is there that it needs is broken: that is told by its name.
    """
    kept = {}
    for block in blocks_of(text):
        if block.answer is not None:
            if lacks := places.missing(block):
                kept[block] = lacks
                continue
            try:
                printed_now = answer(block, places.of(block))
            except Exception as error:
                error.add_note(f"the example {block} is broken")
                raise
            shown = f"```{block.language}\n{block.content}```\n"
            _, _, rest = text.partition(shown)
            between, _, after = rest.partition(f"```text\n{block.answer}```")
            told = f"```text\n{printed_now}```"
            text = text.replace(shown + rest, shown + between + told + after)
    for question in questions_of(text):
        told = asked_of_sqlite(question, places.release)
        old = f"```python\n{question.python}```\n\n{question.answer}"
        text = text.replace(old, f"```python\n{question.python}```\n\n{told}")
    return text, kept


def main() -> int:
    """Write what the examples print now; show each line that is new, and what did not run.

    The letter's text is not for everyone to have, so that to do without it is no failure.
    """
    letter = shared.path_of(shared.LETTER_FILE)
    before = {page: page.read_text("utf-8") for page in PAGES}
    with tempfile.TemporaryDirectory() as folder:
        places = Places(Path(folder), letter if letter.is_file() else None)
        after = {page: rewritten(text, places) for page, text in before.items()}
    kept: dict[Block, str] = {}
    for page, (text, lacking) in after.items():
        write_aside(page, text.encode())
        known = set(before[page].splitlines())
        for line in text.splitlines():
            if line not in known:
                print(line)  # noqa: T201 - a command
        kept |= lacking
    for block, lacks in kept.items():
        print(f"left as it was, for {lacks} is not at hand: {block}", file=sys.stderr)  # noqa: T201
    return 1 if {*kept.values()} - {NO_LETTER} else 0


if __name__ == "__main__":
    sys.exit(main())
