"""For programs: one JSON object, as `validation/report.schema.json` describes it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from validation.catalogue.languages import in_language
from validation.catalogue.rules import RULES, rules_of

if TYPE_CHECKING:
    from validation.catalogue.finding import Finding
    from validation.rules.findings import Measured, Report

SCHEMA = "validation/report.schema.json"


def as_json(report: Report, language: str = "en") -> str:
    """The whole report, its sentences in one language; names and codes are the same in both."""
    content = {
        "$schema": SCHEMA,
        "language": language,
        "package": {"name": report.package, "version": report.version},
        "clean": report.clean,
        "severities": report.severities,
        "layers": [
            {"layer": layer, "rules": len(rules_of(layer)), "counts": counts}
            for layer, counts in report.layers.items()
        ],
        "counts": report.counts,
        "notes": [in_language(note, language) for note in report.notes],
        "findings": [finding_object(finding, language) for finding in report.findings],
        "suppressed": [
            finding_object(left_out.finding, language)
            | {"why": left_out.why, "because": in_language(left_out.because, language)}
            for left_out in report.suppressed
        ],
        "bounds": [_bound(measured, language) for measured in report.measured],
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def finding_object(finding: Finding, language: str = "en") -> dict[str, Any]:
    """One finding with all that its rule says."""
    rule = RULES[finding.rule]
    fix = in_language(rule.text("fix"), language)
    content = {
        "file": finding.file,
        "row": finding.row,
        "column": finding.column,
        "value": finding.value,
        "rule": finding.rule,
        "layer": rule.layer,
        "severity": rule.severity,
        "demand": in_language(rule.text("demand"), language),
        "message": in_language(finding.message, language),
        "fix": fix,
        "mend": fix,  # its name until 1.0
    }
    return content | ({"suggestion": finding.suggestion} if finding.suggestion else {})


def _bound(measured: Measured, language: str) -> dict[str, Any]:
    return {
        "table": measured.table,
        "column": measured.column,
        "rule": measured.rule,
        "expected": in_language(measured.wanted, language),
        "observed": in_language(measured.seen, language),
        "holds": measured.holds,
        "reason": in_language(measured.reason, language),
    }
