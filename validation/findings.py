"""What a fault in the data looks like, and how a list of faults is shown.

A wrong cell is expected: it becomes a value, is collected with all the others of the run and
reported once. Only a fault of the program is an exception.
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from validation.rules import LAYERS, RULES

if TYPE_CHECKING:
    from collections.abc import Iterable


REASONS_NAMED = 5  # findings that a refusal tells


@dataclass(frozen=True, order=True)
class Finding:
    """One thing wrong with the data, and where to look.

    `row` is the line in the file, 0 for the file as a whole; `column` and `value` are empty
    where no single cell is at fault.
    """

    file: str
    row: int
    column: str
    rule: str
    value: str
    message: str

    @property
    def layer(self) -> str:
        """The layer whose rule it broke."""
        return RULES[self.rule].layer

    @property
    def mend(self) -> str:
        """What to do about it."""
        return RULES[self.rule].mend_en

    @property
    def place(self) -> str:
        """`file:line`, or the file alone, in the form that editors jump to."""
        return f"{self.file}:{self.row}" if self.row else self.file

    def __str__(self) -> str:
        """Two lines: where and what, and below them the way to mend it."""
        value = repr(shorten(self.value)) if self.value else ""
        cell = f"{self.column} {value}".strip()
        what = f"{cell}: {self.message}" if cell else self.message
        return f"{self.place}: {what} [{self.rule}]\n    mend: {self.mend}"


@dataclass
class Outcome:
    """What one layer found, counted and could not judge."""

    findings: list[Finding] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Report:
    """The findings of all layers, each fault once, with what was checked."""

    findings: tuple[Finding, ...]
    counts: dict[str, int]
    notes: tuple[str, ...]

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


class RefusedError(Exception):
    """Nothing is written for this package: each reason in one line."""

    def __init__(self, *reasons: str) -> None:
        """Keep the reasons, in the order found."""
        super().__init__("\n".join(reasons))
        self.reasons = reasons


def refuse_faulty(report: Report) -> None:
    """Raise RefusedError with the first findings of a report, if it has any."""
    if report.findings:
        more = len(report.findings) - REASONS_NAMED
        reasons = [str(finding) for finding in report.findings[:REASONS_NAMED]]
        raise RefusedError(*reasons, *([f"and {more} more"] if more > 0 else []))


def shorten(value: str, length: int = 60) -> str:
    """A cell's value, cut so that it fits on a line."""
    return value if len(value) <= length else value[: length - 3] + "..."


def near(value: str, known: Iterable[str]) -> str:
    """A hint at the known value nearest to a wrong one, or nothing."""
    import difflib  # noqa: PLC0415 - needed only where something is wrong

    close = difflib.get_close_matches(value, sorted(set(known)), n=1, cutoff=0.7)
    return f"; did you mean {close[0]!r}?" if close else ""


def merge(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each fault once, in the words of the first layer that sees it.

    A cell that an earlier layer has found wrong is not judged again by a later one. A file whose
    bytes cannot be trusted is not judged for its shape, and a broken fingerprint says something
    only about a file with which nothing else is wrong.
    """
    ranked = sorted(set(findings), key=lambda finding: (LAYERS.index(finding.layer), finding))
    first: dict[tuple[str, int, str], str] = {}
    for finding in ranked:
        first.setdefault((finding.file, finding.row, finding.column), finding.layer)
    untrusted = {finding.file for finding in ranked if finding.rule in OF_THE_BYTES}
    kept = [
        finding
        for finding in ranked
        if (not finding.column or first[finding.file, finding.row, finding.column] == finding.layer)
        and not (finding.file in untrusted and finding.layer == "structure")
    ]
    otherwise_wrong = {finding.file for finding in kept if finding.rule != FINGERPRINT}
    return tuple(
        sorted(
            finding
            for finding in kept
            if finding.rule != FINGERPRINT or finding.file not in otherwise_wrong
        )
    )


FINGERPRINT = "fingerprint"
OF_THE_BYTES = frozenset({"utf-8", "byte-order-mark", "line-ends"})


def as_text(report: Report) -> str:
    """For people: every finding with its mend, then what was checked."""
    lines = [str(finding) for finding in report.findings]
    lines += [f"note: {note}" for note in report.notes]
    lines.append(summary(report))
    return "\n".join(lines)


def summary(report: Report) -> str:
    """One line of result and one of what was checked."""
    number = len(report.findings)
    found = "clean" if report.clean else f"{number} finding" + ("s" if number != 1 else "")
    counted = ", ".join(f"{count:,} {what}" for what, count in report.counts.items())
    return f"checked: {counted}\n{found}" if counted else found


def as_json(report: Report) -> str:
    """For programs: findings, counts and notes as one JSON object."""
    findings = [
        {**asdict(finding), "layer": finding.layer, "mend": finding.mend}
        for finding in report.findings
    ]
    content = {
        "clean": report.clean,
        "findings": findings,
        "counts": report.counts,
        "notes": list(report.notes),
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def as_github(report: Report) -> str:
    """For GitHub: one annotation on the line of the file, then the summary."""
    lines = [
        f"::error file={_escaped(finding.file, ':,')},line={max(finding.row, 1)},"
        f"title={_escaped(finding.rule, ':,')}::{_escaped(_sentence(finding))}"
        for finding in report.findings
    ]
    return "\n".join([*lines, summary(report)])


def as_junit(report: Report) -> str:
    """For CI systems: a suite per layer, a case per rule, a failure per broken rule."""
    root = ET.Element("testsuites", name="validation")
    for layer in LAYERS:
        rules = [rule for rule in RULES.values() if rule.layer == layer]
        broken = {finding.rule for finding in report.findings if finding.layer == layer}
        suite = ET.SubElement(
            root, "testsuite", name=layer, tests=str(len(rules)), failures=str(len(broken))
        )
        for rule in rules:
            case = ET.SubElement(suite, "testcase", classname=layer, name=rule.id)
            found = [finding for finding in report.findings if finding.rule == rule.id]
            if found:
                failure = ET.SubElement(case, "failure", message=_xml(_sentence(found[0])))
                failure.text = _xml("\n".join(str(finding) for finding in found))
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True)


FORMATS = {"text": as_text, "json": as_json, "github": as_github, "junit": as_junit}


NOT_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def _sentence(finding: Finding) -> str:
    cell = f"{finding.column}: " if finding.column else ""
    value = f" ({shorten(finding.value)})" if finding.value else ""
    return f"{cell}{finding.message}{value}. {finding.mend}"


def _escaped(text: str, also: str = "") -> str:
    for character in "%\r\n" + also:
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def _xml(text: str) -> str:
    """Put a mark in place of what XML 1.0 cannot hold, so that no value breaks the report."""
    return NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
