"""For CI systems: a suite per layer, a case per rule, a failure for each rule that is broken."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from validation.outputs.words import Words
from validation.rules.catalogue import LAYERS, RULES, rule_of

if TYPE_CHECKING:
    from validation.package.finding import Finding
    from validation.rules.catalogue import Rule
    from validation.rules.findings import Report

# What XML 1.0 cannot hold; a mark goes in its place, so that no value breaks the report.
NOT_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def as_junit(report: Report, language: str = "en") -> str:
    """The layers that ran, and what else was found; a warning fails its rule, as it ends with 1."""
    broken = {finding.rule for finding in report.findings}
    judged = [rule for rule in RULES.values() if rule.layer in report.layers or rule.id in broken]
    root = ET.Element(
        "testsuites",
        {"name": report.package or "validation", **_numbers(len(judged), len(broken))},
    )
    for layer in LAYERS:
        rules = [rule for rule in judged if rule.layer == layer]
        if rules:
            found = [finding for finding in report.findings if rule_of(finding).layer == layer]
            _suite(root, layer, rules, found, Words(language))
    ET.indent(root)
    written = ET.tostring(root, encoding="unicode", xml_declaration=True)
    return NOT_XML.sub("\N{REPLACEMENT CHARACTER}", written)


def _suite(
    root: ET.Element, layer: str, rules: list[Rule], findings: list[Finding], words: Words
) -> None:
    broken = {finding.rule for finding in findings}
    numbers = _numbers(len(rules), len(broken))
    suite = ET.SubElement(root, "testsuite", {"name": layer, **numbers, "skipped": "0"})
    for rule in rules:
        case = {"classname": f"validation.{layer}", "name": rule.id, "time": "0"}
        found = [finding for finding in findings if finding.rule == rule.id]
        _case(ET.SubElement(suite, "testcase", case), rule, found, words)


def _case(case: ET.Element, rule: Rule, findings: list[Finding], words: Words) -> None:
    if not findings:
        return
    demand, mend = words.of(rule.text("demand")), words.of(rule.text("mend"))
    failure = ET.SubElement(case, "failure", type=rule.severity, message=demand)
    lines = [finding.line(words.language) for finding in findings]
    failure.text = "\n".join([*lines, f"{words('mend')}: {mend}"])


def _numbers(tests: int, failures: int) -> dict[str, str]:
    """What readers ask of every suite; nothing is timed, so that equal reports are equal bytes."""
    return {"tests": str(tests), "failures": str(failures), "errors": "0", "time": "0"}
