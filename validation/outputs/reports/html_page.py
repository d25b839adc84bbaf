"""For browsers: one page that stands alone, with the results of great expectations in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from validation.outputs.reports.words import Words, by_rule
from validation.outputs.site import frame
from validation.outputs.site.markup import element, fill, prose
from validation.outputs.site.markup import page as written
from validation.package.finding import printable
from validation.rules.catalogue import ASKS, RULES, rule_of, rules_of

if TYPE_CHECKING:
    import xml.etree.ElementTree as ET
    from collections.abc import Sequence

    from validation.outputs.site.markup import Child
    from validation.package.finding import Finding
    from validation.rules.findings import Measured, Report

STYLE = Path(__file__).with_name("report.css").read_text(encoding="utf-8")
SHOWN = 20  # findings of a rule that are seen before the rest is unfolded


def page(report: Report, language: str) -> str:
    """The page as text; it fetches nothing and runs nothing."""
    return written(_Page(report, Words(language)).html()).decode()


class _Page:
    def __init__(self, report: Report, words: Words) -> None:
        self.report, self.words = report, words
        self.groups = by_rule(report.findings)

    def html(self) -> ET.Element:
        words, report = self.words, self.report
        title = printable(f"{words['title']}: {report.package}".removesuffix(": "))
        return element(
            "html",
            frame.head(title, words["description"], STYLE),
            element(
                "body",
                element("a", words["skip"], class_="skip", href="#result"),
                self._header(),
                self._contents(),
                element(
                    "main",
                    *self._findings(),
                    *self._notes(),
                    self._layers(),
                    *self._bounds(),
                    id="result",
                ),
            ),
            lang=words.language,
        )

    def _header(self) -> ET.Element:
        words, report = self.words, self.report
        worst = next((name for name, count in report.severities.items() if count), "clean")
        return element(
            "header",
            element("p", words["title"], class_="kind"),
            element("h1", words.result(report), class_=worst),
            element("p", words["description"], class_="lead"),
            frame.facts(
                (words["package"], [element("code", printable(report.package))]),
                (words["version"], [printable(report.version)]),
                (words["counted"], [words.counts(report.counts)]),
            ),
        )

    def _contents(self) -> ET.Element:
        words = self.words
        nav = element("nav", element("h2", words["contents"], id="page-contents"))
        nav.set("aria-labelledby", "page-contents")
        if self.groups:
            rules = [(rule, f"{rule} ({words.number(len(found))})") for rule, found in self.groups]
            fill(nav, *frame.index("findings", words["findings"], rules))
        if self.report.notes:
            fill(nav, *frame.index("notes", words["notes"], []))
        fill(nav, *frame.index("layers", words["what was checked"], []))
        if self.report.measured:
            fill(nav, *frame.index("bounds", words["bounds"], []))
        return nav

    # What is wrong.

    def _findings(self) -> list[ET.Element]:
        if not self.groups:
            return []
        heading = element("h2", self.words["findings"], id="findings")
        return [element("section", heading, *(self._group(*group) for group in self.groups))]

    def _group(self, identifier: str, findings: Sequence[Finding]) -> ET.Element:
        words, rule = self.words, RULES[identifier]
        first, rest = findings[:SHOWN], findings[SHOWN:]
        severity = element("span", words.severity(rule.severity), class_=f"mark {rule.severity}")
        anchor = element("a", element("code", identifier), href=f"#{identifier}")
        more = words["more"].format(number=words.number(len(rest)))
        return element(
            "section",
            element("h3", *prose(words.of(rule.text("demand"))), " ", anchor, " ", severity),
            frame.facts(
                (words["to mend"], prose(words.of(rule.text("mend")))),
                (words["why"], prose(words.of(rule.text("why")))),
                (words["example"], prose(words.of(rule.text("example")))),
            ),
            self._table(identifier, first),
            *(
                [element("details", element("summary", more), self._table(identifier, rest))]
                if rest
                else []
            ),
            id=identifier,
            class_="entry",
        )

    def _table(self, identifier: str, findings: Sequence[Finding]) -> ET.Element:
        heads = [self.words[name] for name in ("file", "line", "column", "value", "message")]
        rows = [
            element(
                "tr",
                element("th", frame.code(printable(finding.file)), scope="row"),
                *frame.cells(heads[1:], self._found(finding)),
            )
            for finding in findings
        ]
        return frame.grid(f"{self.words['findings']}: {identifier}", heads, rows, "found")

    def _found(self, finding: Finding) -> list[list[Child]]:
        said = prose(printable(self.words.of(finding.message)))
        if finding.suggestion:
            before, _, after = self.words["perhaps"].partition("{value}")
            guess = element("code", printable(finding.suggestion))
            said.append(element("div", before, guess, after, class_="right"))
        return [
            [str(finding.row)] if finding.row else [],
            [frame.code(printable(finding.column))] if finding.column else [],
            [element("code", printable(finding.value))] if finding.value else [],
            said,
        ]

    # What was checked, and what was not.

    def _notes(self) -> list[ET.Element]:
        if not self.report.notes:
            return []
        notes = [
            element("li", *prose(printable(self.words.of(note)))) for note in self.report.notes
        ]
        heading = element("h2", self.words["notes"], id="notes")
        return [element("section", heading, element("ul", *notes, class_="notes"))]

    def _layers(self) -> ET.Element:
        words = self.words
        heads = [words[name] for name in ("layer", "asks", "counted", "found")]
        rows = [
            element(
                "tr",
                element("th", element("code", layer), scope="row"),
                *frame.cells(heads[1:], [prose(words.of(asks)), *self._layer(layer)]),
            )
            for layer, asks in ASKS.items()
        ]
        return element(
            "section",
            element("h2", words["what was checked"], id="layers"),
            frame.grid(words["what was checked"], heads, rows, "layers"),
        )

    def _layer(self, layer: str) -> list[list[Child]]:
        words, report = self.words, self.report
        if layer not in report.layers:
            return [[words["not run"]], []]
        counts = {"rules": len(rules_of(layer)), **report.layers[layer]}
        number = sum(rule_of(finding).layer == layer for finding in report.findings)
        return [[words.counts(counts)], [words.number(number) if number else words["nothing"]]]

    def _bounds(self) -> list[ET.Element]:
        if not self.report.measured:
            return []
        words = self.words
        names = ("table", "measure", "expected", "seen", "holds", "reason")
        heads = [words[name] for name in names]
        rows = [
            element(
                "tr",
                element("th", self._measured(measured), scope="row"),
                *frame.cells(heads[1:], self._bound(measured)),
            )
            for measured in sorted(self.report.measured, key=lambda one: one.holds)
        ]
        return [
            element(
                "section",
                element("h2", words["bounds"], id="bounds"),
                element("p", words["bounds intro"]),
                frame.grid(words["bounds"], heads, rows, "bounds"),
            )
        ]

    def _measured(self, measured: Measured) -> ET.Element:
        return frame.code(printable(f"{measured.table}.{measured.column}".removesuffix(".")))

    def _bound(self, measured: Measured) -> list[list[Child]]:
        words = self.words
        held = "yes" if measured.holds else "no"
        return [
            [element("code", measured.rule)],
            [printable(words.of(measured.wanted))],
            [printable(words.of(measured.seen))],
            [element("span", words[held], class_="right" if measured.holds else "wrong")],
            [printable(words.of(measured.reason))],
        ]
