"""For CI systems: a suite per layer, a case per rule, a failure for each rule that is broken."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import defaultdict
from typing import TYPE_CHECKING

from validation.catalogue.rules import LAYERS, RULES
from validation.outputs.words import Translator

if TYPE_CHECKING:
    from validation.catalogue.finding import Finding
    from validation.catalogue.rules import Rule
    from validation.rules.findings import Report

# Characters that XML 1.0 does not allow; they are replaced, so that the report is always valid.
NOT_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def as_junit(report: Report, language: str = "en") -> str:
    """The layers that ran, and what else was found; a warning fails its rule, as it ends with 1."""
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        found[finding.rule].append(finding)
    asked = [rule for rule in RULES.values() if rule.layer in report.layers or rule.id in found]
    root = ET.Element("testsuites", {"name": report.package or "validation"})
    for layer in LAYERS:
        rules = [rule for rule in asked if rule.layer == layer]
        if rules:
            suite = ET.SubElement(root, "testsuite", {"name": layer})
            for rule in rules:
                case = {"classname": f"validation.{layer}", "name": rule.id, "time": "0"}
                _case(
                    ET.SubElement(suite, "testcase", case), rule, found[rule.id], report, language
                )
            suite.attrib |= {**_numbers(suite), "skipped": str(len(suite.findall(".//skipped")))}
    root.attrib |= _numbers(root)
    ET.indent(root)
    written = ET.tostring(root, encoding="unicode", xml_declaration=True)
    return NOT_XML.sub("\N{REPLACEMENT CHARACTER}", written)


def _case(
    case: ET.Element, rule: Rule, findings: list[Finding], report: Report, language: str
) -> None:
    """A failure where the rule is broken, an error where it raised, a skip where it was not asked.

    A case without any of these was asked and has no findings.
    """
    words = Translator(language)
    said = [failure.said for failure in report.failures if rule.id in failure.rules]
    if findings:
        demand, fix = words.of(rule.text("demand")), words.of(rule.text("fix"))
        failure = ET.SubElement(case, "failure", type=rule.severity, message=demand)
        lines = [finding.line(language) for finding in findings]
        failure.text = "\n".join([*lines, f"{words('fix')}: {fix}"])
    elif said:
        ET.SubElement(case, "error", message=words.of(said[0]))
    elif rule.id in report.unjudged:
        message = words(
            "not checked: a table that it needs cannot be read, or no text of a letter was given"
        )
        ET.SubElement(case, "skipped", message=message)


def _numbers(part: ET.Element) -> dict[str, str]:
    """The counts that JUnit readers expect; times are 0, so that equal reports have equal bytes."""
    names = {"tests": "testcase", "failures": "failure", "errors": "error"}
    return {name: str(len(part.findall(f".//{tag}"))) for name, tag in names.items()} | {
        "time": "0"
    }
