"""Write the code book: one page for every table, field and code, in one language.

Nothing about the data is written here. Titles and descriptions of tables come from the
descriptor, columns from the schemas, codes from `codes.csv`; the page adds its headings. So the
page is complete when they are, and says nothing that they do not.

Anchors are part of what is promised to whoever links here: a table is `#missions`, a field
`#missions.kind`, a code list `#codes.basis`, a code `#codes.basis.explicit`. The page's own
anchors hold a hyphen, which no name of a table does.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from validation.outputs.site import diagram, frame, rulebook
from validation.outputs.site.layout import groups
from validation.outputs.site.markup import element, fill, joined, page, prose
from validation.outputs.site.words import Words
from validation.package.forms import FORMS
from validation.package.languages import LANGUAGES
from validation.package.opening import CODES, read_json

if TYPE_CHECKING:
    import xml.etree.ElementTree as ET
    from collections.abc import Iterator

    from validation.outputs.site.markup import Child
    from validation.package.opening import Package
    from validation.package.schema import ForeignKey
    from validation.package.table import Table

PICTURE = "tables.svg"

# How an outside vocabulary is written for short; another is printed as its whole address.
VOCABULARIES = {
    "http://purl.org/dc/terms/": "dcterms:",
    "http://www.w3.org/2004/02/skos/core#": "skos:",
    "http://www.w3.org/ns/oa#": "oa:",
    "http://www.w3.org/ns/prov#": "prov:",
    "https://schema.org/": "schema:",
}


def file_name(language: str) -> str:
    """The name of the page in that language."""
    return f"codebook.{language}.html"


def codebook(package: Package, language: str) -> bytes:
    """The page in one language; UnreadableTableError where the codes cannot be read."""
    return page(_CodeBook(package, Words(language)).html())


class _CodeBook:
    """What the parts of one page have in common: the package, read whole, and a language."""

    def __init__(self, package: Package, words: Words) -> None:
        self.package, self.words = package, words
        self.resources = {entry["name"]: entry for entry in package.descriptor["resources"]}
        self.fields: dict[str, list[dict[str, Any]]] = {
            table.name: read_json(package.root, table.schema.path)["fields"]
            for table in package.tables.values()
        }
        self.lists: dict[str, list[dict[str, str]]] = {}
        codes = package.table(CODES)
        for row in codes.rows:
            cells = dict(zip(codes.schema.names, row.cells, strict=True))
            self.lists.setdefault(cells["list"], []).append(cells)
        # The first field that has a form is the example of it.
        self.patterns: dict[str, dict[str, Any]] = {}
        for column in (column for columns in self.fields.values() for column in columns):
            self.patterns.setdefault(column["constraints"].get("pattern", ""), column)

    def html(self) -> ET.Element:
        """The whole page."""
        root = element("html", self._head(), self._body(), lang=self.words.language)
        anchors = Counter(part.get("id") for part in root.iter() if part.get("id"))
        twice = [anchor for anchor, times in anchors.items() if times > 1]
        if twice:
            raise ValueError(f"two parts of the page share an anchor: {', '.join(map(str, twice))}")
        return root

    def _head(self) -> ET.Element:
        return frame.head(
            f"{self.words['code book']}: {self._own('title')}",
            self._own("description"),
            diagram.STYLE,
            ((language, file_name(language)) for language in LANGUAGES),
        )

    def _body(self) -> ET.Element:
        return element(
            "body",
            element("a", self.words["skip"], class_="skip", href="#tables-and-codes"),
            self._header(),
            self._contents(),
            self._picture(),
            element(
                "main",
                *self._tables(),
                self._code_lists(),
                self._forms(),
                id="tables-and-codes",
            ),
        )

    # The top of the page.

    def _header(self) -> ET.Element:
        descriptor, words = self.package.descriptor, self.words
        licences: list[Child] = [
            element(
                "div",
                element("a", str(entry["title"]), href=entry["path"], lang="en"),
                " – ",
                element("span", words.titled(entry, "scope")),
            )
            for entry in descriptor["licenses"]
        ]
        sources: list[Child] = [
            element("div", element("a", entry["title"], href=entry["path"], lang="nl"))
            for entry in descriptor["sources"]
        ]
        return element(
            "header",
            element("p", words["code book"], class_="kind"),
            element("h1", self._own("title")),
            element("p", *prose(self._own("description")), class_="lead"),
            frame.facts(
                (words["version"], [self.package.version]),
                (words["licence"], licences),
                (words["source"], sources),
                (
                    words["rules"],
                    [element("a", words["all rules"], href=rulebook.file_name(words.language))],
                ),
                (words["other language"], frame.others(words.language, file_name)),
            ),
        )

    def _contents(self) -> ET.Element:
        words = self.words
        nav = element("nav", element("h2", words["contents"], id="page-contents"))
        nav.set("aria-labelledby", "page-contents")
        for group, tables in groups(self.package).items():
            links = [(table.name, self._title(table.name)) for table in tables]
            fill(nav, *frame.index(f"group-{group}", words.of_group(group), links))
        links = [(f"{CODES}.{name}", name) for name in self.lists]
        fill(nav, *frame.index("code-lists", words["code lists"], links, code=True))
        return fill(nav, *frame.index("forms-of-text", words["forms"], []))

    def _picture(self) -> ET.Element:
        words = self.words
        drawn = diagram.draw(self.package, words)
        return element(
            "section",
            element("h2", words["picture"], id="the-picture"),
            element("p", words["picture rule"]),
            element(
                "figure",
                drawn,
                class_="scroll",
                tabindex="0",
                aria_labelledby="the-picture",
            ),
            element("p", element("a", words["picture alone"], href=PICTURE), class_="small"),
            class_="picture",
        )

    # Tables and their fields.

    def _tables(self) -> Iterator[ET.Element]:
        for group, tables in groups(self.package).items():
            section = element(
                "section",
                element("h2", self.words.of_group(group), id=f"group-{group}"),
                *([element("p", intro)] if (intro := self.words.intro(group)) else []),
                *(self._table(table) for table in tables),
            )
            yield fill(section, self._back())

    def _back(self) -> ET.Element:
        """A way back, where the contents do not stand beside the page."""
        link = element("a", self.words["to contents"], href="#page-contents")
        return element("p", link, class_="back")

    def _table(self, table: Table) -> ET.Element:
        words, schema = self.words, table.schema
        in_order = self._columns(table.name, schema.order)
        by_key = schema.order == schema.primary_key
        facts: list[tuple[str, list[Child]]] = [
            (words["file"], [element("code", table.path)]),
            (words["key"], self._columns(table.name, schema.primary_key)),
            (
                words["row order"],
                [words["by the key"]] if by_key else [words["by"], " ", *in_order],
            ),
        ]
        unique = [element("li", *self._columns(table.name, key)) for key in schema.unique_keys]
        if unique:
            facts.append((words["unique together"], [element("ul", *unique)]))
        facts.append((words["refers to"], self._references(table)))
        facts.append((words["referred to by"], self._referrers(table)))
        return element(
            "section",
            self._heading(self._title(table.name), table.name),
            element("p", *prose(words.titled(self.resources[table.name], "description"))),
            frame.facts(*facts),
            self._fields_of(table),
            id=table.name,
            class_="entry",
        )

    def _heading(self, title: str, name: str) -> ET.Element:
        """A title with the name under which it is linked to."""
        anchor = element("a", element("code", name.removeprefix(f"{CODES}.")), href=f"#{name}")
        return element("h3", *([title, " "] if title else []), anchor)

    def _columns(self, table: str, names: tuple[str, ...]) -> list[Child]:
        return joined((frame.link(f"{table}.{name}", name) for name in names), ", ")

    def _references(self, table: Table) -> list[Child]:
        listed = [
            element("li", *self._columns(table.name, key.fields), " → ", *self._target(key))
            for key in table.schema.foreign_keys
        ]
        return [element("ul", *listed)] if listed else [self.words["no table"]]

    def _target(self, key: ForeignKey) -> list[Child]:
        if key.table not in self.package.tables:
            return [element("code", key.table)]
        return joined((frame.link(f"{key.table}.{name}") for name in key.reference), ", ")

    def _referrers(self, table: Table) -> list[Child]:
        listed = [
            element(
                "li", *joined((frame.link(f"{other.name}.{name}") for name in key.fields), " + ")
            )
            for other in self.package.tables.values()
            for key in other.schema.foreign_keys
            if key.table == table.name
        ]
        return [element("ul", *listed, class_="short")] if listed else [self.words["no table"]]

    def _fields_of(self, table: Table) -> ET.Element:
        names = ("field", "description", "type", "required", "allowed", "example", "term")
        heads = [self.words[name] for name in names]
        rows = [
            element(
                "tr",
                element(
                    "th",
                    frame.link(f"{table.name}.{column['name']}", column["name"]),
                    *self._key_mark(table, column["name"]),
                    scope="row",
                ),
                *frame.cells(heads[1:], self._field(table, column)),
                id=f"{table.name}.{column['name']}",
            )
            for column in self.fields[table.name]
        ]
        return frame.grid(f"{self.words['fields of']} {table.name}", heads, rows, "fields")

    def _key_mark(self, table: Table, name: str) -> list[Child]:
        if name not in table.schema.primary_key:
            return []
        return [" ", element("span", self.words["in the key"], class_="mark")]

    def _field(self, table: Table, column: dict[str, Any]) -> list[list[Child]]:
        """The cells of a field's row, but for its name."""
        words = self.words
        required = column["constraints"].get("required", False)
        allowed = [element("li", *part) for part in self._allowed(table, column)]
        return [
            prose(words.titled(column, "description")),
            prose(words.of_type(column["type"])),
            [words["yes" if required else "no"]],
            [element("ul", *allowed)] if allowed else [],
            [_example(column)] if "example" in column else [],
            [_term(column["rdfProperty"])] if "rdfProperty" in column else [],
        ]

    def _allowed(self, table: Table, column: dict[str, Any]) -> Iterator[list[Child]]:
        """What a cell of the field may hold, one thing after another, in plain words."""
        words, bounds = self.words, column["constraints"]
        if column.get("codes") in self.lists:
            yield [
                words["code list"],
                " ",
                frame.link(f"{CODES}.{column['codes']}", column["codes"]),
            ]
        elif "enum" in bounds:
            listed = (element("code", value) for value in bounds["enum"])
            yield [words["one of"], " ", *joined(listed, ", ")]
        for key in table.schema.foreign_keys:
            if column["name"] in key.fields and key.table in self.package.tables:
                others = tuple(name for name in key.fields if name != column["name"])
                beside = [", ", words["together with"], " ", *self._columns(table.name, others)]
                named: list[Child] = [words["names a row of"], " ", frame.link(key.table)]
                yield [*named, *(beside if others else [])]
        if "pattern" in bounds:
            yield self._form(bounds["pattern"])
        if length := words.between(bounds.get("minLength"), bounds.get("maxLength")):
            yield [f"{length} {words['characters']}"]
        if size := words.between(bounds.get("minimum"), bounds.get("maximum")):
            yield [size]
        if bounds.get("unique"):
            yield [words["no value twice"]]
        if column.get("evidence"):
            yield [words["own evidence"]]

    def _form(self, pattern: str) -> list[Child]:
        form = FORMS.get(pattern)
        if form is None:
            return [self.words["matches"], " ", element("code", pattern)]
        return [element("a", *prose(self.words.of_form(form)), href=f"#{form.anchor}")]

    # Codes, and the forms of text.

    def _code_lists(self) -> ET.Element:
        words = self.words
        return element(
            "section",
            element("h2", words["code lists"], id="code-lists"),
            element("p", words["code lists intro"]),
            *(self._code_list(name, codes) for name, codes in self.lists.items()),
            self._back(),
        )

    def _code_list(self, name: str, codes: list[dict[str, str]]) -> ET.Element:
        words = self.words
        users = [
            element("li", frame.link(f"{table}.{column['name']}"))
            for table, columns in self.fields.items()
            for column in columns
            if column.get("codes") == name
        ]
        used: list[Child] = [element("ul", *users, class_="short")]
        heads = [words[head] for head in ("code", "definition", "rule", "example")]
        # Only kinds of trees stand under each other.
        is_tree = any(code["stands_under"] for code in codes)
        if is_tree:
            heads.append(words["stands under"])
        rows = []
        for code in codes:
            anchor = f"{CODES}.{name}.{code['code']}"
            label = element("span", words.suffixed(code, "label"), class_="label")
            cells = [
                prose(words.suffixed(code, "definition")),
                prose(words.suffixed(code, "rule")),
                self._examples(code),
                self._parents(name, code),
            ]
            head = element("th", frame.link(anchor, code["code"]), " ", label, scope="row")
            shown = frame.cells(heads[1:], cells[: len(heads) - 1])
            rows.append(element("tr", head, *shown, id=anchor))
        return element(
            "section",
            self._heading("", f"{CODES}.{name}"),
            frame.facts((words["used in"], used if users else [words["no field"]])),
            frame.grid(
                f"{words['codes of']} {name}", heads, rows, "tree codes" if is_tree else "codes"
            ),
            id=f"{CODES}.{name}",
            class_="entry",
        )

    def _examples(self, code: dict[str, str]) -> list[Child]:
        return [
            element(
                "div",
                element("strong", f"{self.words[name]}:", class_=name),
                " ",
                *prose(self.words.suffixed(code, name)),
            )
            for name in ("right", "wrong")
        ]

    def _parents(self, name: str, code: dict[str, str]) -> list[Child]:
        parents = code["stands_under"].split()
        known = {other["code"] for other in self.lists[name]}
        links = (
            frame.link(f"{CODES}.{name}.{parent}", parent)
            if parent in known
            else element("code", parent)
            for parent in parents
        )
        return joined(links, ", ") or [self.words["top only"]]

    def _forms(self) -> ET.Element:
        words = self.words
        heads = [words["form"], words["expression"], words["example"]]
        rows = [
            element(
                "tr",
                element("th", *prose(words.in_full(form)), scope="row"),
                *frame.cells(
                    heads[1:], [[element("code", pattern)], [_example(self.patterns[pattern])]]
                ),
                id=form.anchor,
            )
            for pattern, form in FORMS.items()
            if pattern in self.patterns
        ]
        return element(
            "section",
            element("h2", words["forms"], id="forms-of-text"),
            element("p", words["forms intro"]),
            *([frame.grid(words["forms"], heads, rows, "forms")] if rows else []),
        )

    def _own(self, name: str) -> str:
        """The package's own title or description."""
        return self.words.titled(self.package.descriptor, name)

    def _title(self, table: str) -> str:
        return self.words.titled(self.resources[table], "title")


def _example(column: dict[str, Any]) -> ET.Element:
    """A value as it could stand in a cell; a sentence is set as text, all else as code."""
    value, bounds = str(column["example"]), column["constraints"]
    if column["type"] == "string" and not {"pattern", "enum"} & set(bounds):
        _, _, language = column["name"].rpartition("_")
        return element("q", value, **({"lang": language} if language in LANGUAGES else {}))
    return frame.code(value)


def _term(address: str) -> ET.Element:
    for whole, short in VOCABULARIES.items():
        if address.startswith(whole):
            return element("a", frame.code(short + address[len(whole) :]), href=address)
    return element("a", address, href=address)
