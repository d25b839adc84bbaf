"""For GitHub Actions: annotations on the lines of the files, and the whole report in the log.

GitHub shows ten annotations of each severity per step and drops the rest without a message. So the
first finding of every rule comes before the second of any, and no more than ten of a severity are
written; the log has them all. Commands in the log are switched off.
"""

from __future__ import annotations

import hashlib
import os
from itertools import chain, zip_longest
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from validation.catalogue.finding import printable, shorten
from validation.catalogue.rules import rule_of
from validation.outputs.reports.counts import by_rule
from validation.outputs.reports.text import as_text
from validation.outputs.words import Translator

if TYPE_CHECKING:
    from collections.abc import Iterable

    from validation.catalogue.finding import Finding
    from validation.rules.findings import Report

SHOWN = 10


def as_github(report: Report, language: str = "en") -> str:
    """Workflow commands, one on a line, then the report as text."""
    groups = [found for _, found in by_rule(report.findings)]
    in_turn = [finding for finding in chain(*zip_longest(*groups)) if finding is not None]
    folder = _folder(report.root)
    lines: list[str] = []
    for severity in report.severities:
        chosen = [finding for finding in in_turn if rule_of(finding).severity == severity][:SHOWN]
        lines += [_annotation(finding, folder, language) for finding in chosen]
    lines += [
        f"::notice::{_escaped(Translator(language).of(note))}" for note in report.notes[:SHOWN]
    ]
    return "\n".join([*lines, *_logged(as_text(report, language, most=0))])


def _folder(root: Path | None) -> PurePath:
    """The path of the package in its repository, because GitHub names files from its root.

    A repository without .git, which GitHub fetches where git is missing, is the workspace.
    """
    if root is None:
        return PurePath()
    root = root.resolve()
    around = [folder for folder in (root, *root.parents) if (folder / ".git").exists()]
    if workspace := os.environ.get("GITHUB_WORKSPACE"):
        around.append(Path(workspace).resolve())
    inside = (root.relative_to(folder) for folder in around if root.is_relative_to(folder))
    return next(inside, PurePath())


def _annotation(finding: Finding, folder: PurePath, language: str) -> str:
    words = Translator(language)
    cell = f"{finding.column}: " if finding.column else ""
    value = f" ({shorten(finding.value)})" if finding.value else ""
    rule = rule_of(finding)
    text = f"{cell}{finding.said(language)}{value}. {words.of(rule.text('fix'))}"
    file = (folder / finding.file).as_posix()
    place = f"file={_escaped(file, ':,')},line={max(finding.row, 1)}"
    return f"::{rule.severity} {place},title={_escaped(finding.rule, ':,')}::{_escaped(text)}"


def _logged(text: str) -> Iterable[str]:
    """The text between two marks that it cannot contain, because they are its hash."""
    mark = hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()
    return f"::stop-commands::{mark}", text, f"::{mark}::"


def _escaped(text: str, also: str = "") -> str:
    for character in "%\r\n" + also:
        text = text.replace(character, f"%{ord(character):02X}")
    return printable(text)
