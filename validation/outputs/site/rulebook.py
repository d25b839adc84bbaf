"""Write the catalogue of rules as a page: what each demands, why, what breaks it, how to mend it.

The texts stand in `rules.toml`. A rule that comes from a schema stands here once, with the columns
that it judges; these are read from the very models that judge them. The anchor of a rule is its id.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from validation.outputs.site import frame
from validation.outputs.site.markup import element, fill, page, prose
from validation.outputs.site.words import Words
from validation.package.languages import LANGUAGES, in_language
from validation.rules.catalogue import ASKS, rules_of

if TYPE_CHECKING:
    import xml.etree.ElementTree as ET

    from validation.outputs.site.markup import Child
    from validation.package.languages import Both
    from validation.package.opening import Package
    from validation.rules.catalogue import Rule

NAMED = 12  # columns that stand in the open; more are unfolded


def file_name(language: str) -> str:
    """The name of the page in that language."""
    return f"rules.{language}.html"


def rulebook(package: Package, language: str, codebook: str) -> bytes:
    """The page in one language; `codebook` is the page that describes the columns."""
    return page(_RuleBook(package, Words(language), codebook).html())


class _RuleBook:
    def __init__(self, package: Package, words: Words, codebook: str) -> None:
        self.package, self.words, self.codebook = package, words, codebook
        self.columns = _columns(package)

    def html(self) -> ET.Element:
        words = self.words
        return element(
            "html",
            frame.head(
                f"{words['rules']}: {self._title()}",
                words["rules intro"],
                "",
                ((language, file_name(language)) for language in LANGUAGES),
            ),
            element(
                "body",
                element("a", words["skip to rules"], class_="skip", href="#all-rules"),
                self._header(),
                self._contents(),
                element("main", *(self._layer(layer) for layer in ASKS), id="all-rules"),
            ),
            lang=words.language,
        )

    def _title(self) -> str:
        return self.words.titled(self.package.descriptor, "title")

    def _said(self, text: Both) -> str:
        return in_language(text, self.words.language)

    def _header(self) -> ET.Element:
        words = self.words
        return element(
            "header",
            element("p", words["rules"], class_="kind"),
            element("h1", self._title()),
            element("p", *prose(words["rules intro"]), class_="lead"),
            frame.facts(
                (words["version"], [self.package.version]),
                (words["code book"], [element("a", words["tables and codes"], href=self.codebook)]),
                (words["other language"], frame.others(words.language, file_name)),
            ),
        )

    def _contents(self) -> ET.Element:
        nav = element("nav", element("h2", self.words["contents"], id="page-contents"))
        nav.set("aria-labelledby", "page-contents")
        for layer in ASKS:
            links = [(rule.id, rule.id) for rule in rules_of(layer)]
            fill(nav, *frame.index(f"layer-{layer}", layer, links, code=True))
        return nav

    def _layer(self, layer: str) -> ET.Element:
        back = element("a", self.words["to contents"], href="#page-contents")
        return element(
            "section",
            element("h2", layer, id=f"layer-{layer}"),
            element("p", self._said(ASKS[layer])),
            *(self._rule(rule) for rule in rules_of(layer)),
            element("p", back, class_="back"),
        )

    def _rule(self, rule: Rule) -> ET.Element:
        words = self.words
        anchor = element("a", element("code", rule.id), href=f"#{rule.id}")
        told: list[tuple[str, list[Child]]] = [
            (words["severity"], [words[rule.severity]]),
            (words["why"], prose(self._said(rule.text("why")))),
            (words["breaks it"], prose(self._said(rule.text("example")))),
            (words["mend"], prose(self._said(rule.text("mend")))),
        ]
        if columns := self.columns.get(rule.id):
            told.append((words["judges"], self._judged(columns)))
        return element(
            "section",
            element("h3", *prose(self._said(rule.text("demand"))), " ", anchor),
            frame.facts(*told),
            id=rule.id,
            class_="entry",
        )

    def _judged(self, columns: list[str]) -> list[Child]:
        """The columns a rule judges, each with its place in the code book."""
        links = [
            element("li", element("a", frame.code(name), href=f"{self.codebook}#{name}"))
            for name in columns
        ]
        listed = element("ul", *links, class_="short")
        if len(columns) <= NAMED:
            return [listed]
        number = self.words["columns"].format(number=len(columns))
        return [element("details", element("summary", number), listed)]


def _columns(package: Package) -> dict[str, list[str]]:
    """By rule, the columns that it judges, as `table.column`."""
    from validation.rules.columns import judged  # noqa: PLC0415 - a second that no other page needs

    found: dict[str, dict[str, None]] = defaultdict(dict)
    for table in package.tables.values():
        for rule, column in judged(table):
            found[rule][f"{table.name}.{column}"] = None
        for key in table.schema.foreign_keys:
            found["foreign-key"].update({f"{table.name}.{name}": None for name in key.fields})
    return {rule: list(columns) for rule, columns in found.items()}
