"""What the pages have in common: the head, the contents, lists of facts, tables and links.

A page stands alone: its style is in it, and nothing is fetched.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from validation.outputs.site.markup import element, joined
from validation.package.languages import LANGUAGES

if TYPE_CHECKING:
    import xml.etree.ElementTree as ET
    from collections.abc import Callable, Iterable, Iterator

    from validation.outputs.site.markup import Child

STYLE = Path(__file__).with_name("page.css").read_text(encoding="utf-8")

# Nothing is fetched, whoever opens the page: not even the icon that browsers look for.
NOTHING_FETCHED = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def head(
    title: str, description: str, style: str, others: Iterable[tuple[str, str]] = ()
) -> ET.Element:
    """The head of a page; `others` are the languages in which it stands, each with its file."""
    policy = {"http-equiv": "Content-Security-Policy", "content": NOTHING_FETCHED}
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", **policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", title),
        element("meta", name="description", content=description),
        element("link", rel="icon", href="data:,"),
        *(
            element("link", rel="alternate", hreflang=language, href=address)
            for language, address in others
        ),
        element("style", STYLE + style),
    )


def others(language: str, file_name: Callable[[str], str]) -> list[Child]:
    """Links to the same page in each other language."""
    links = (
        element("a", name, href=file_name(other), hreflang=other, lang=other)
        for other, name in LANGUAGES.items()
        if other != language
    )
    return joined(links, ", ")


def index(
    anchor: str, title: str, links: list[tuple[str, str]], *, code: bool = False
) -> list[Child]:
    """A part of the contents: its title, and below it a link to each of its entries."""
    listed = [
        element("li", element("a", element("code", text) if code else text, href=f"#{to}"))
        for to, text in links
    ]
    first = element("p", element("a", title, href=f"#{anchor}"))
    return [first, element("ul", *listed)] if listed else [first]


def facts(*pairs: tuple[str, list[Child]]) -> ET.Element:
    """Names with what they stand for."""
    return element(
        "dl",
        *(element("div", element("dt", name), element("dd", *parts)) for name, parts in pairs),
    )


def grid(caption: str, heads: list[str], rows: list[ET.Element], kind: str) -> ET.Element:
    """A table with a heading on each column; each row brings its own."""
    return element(
        "table",
        element("caption", caption),
        element("thead", element("tr", *(element("th", label, scope="col") for label in heads))),
        element("tbody", *rows),
        class_=kind,
    )


def cells(heads: list[str], contents: list[list[Child]]) -> Iterator[ET.Element]:
    """Cells that know their heading, which a narrow screen prints beside them."""
    for label, parts in zip(heads, contents, strict=True):
        yield element("td", *parts, data_label=label)


def link(anchor: str, text: str = "") -> ET.Element:
    """A link within the page, in the letters in which names are set."""
    return element("a", code(text or anchor), href=f"#{anchor}")


def code(name: str) -> ET.Element:
    """A name or value as code, which a narrow column may break behind its signs."""
    parts: list[Child] = [*re.split(r"(?<=[_.:/-])(?=.)", name)]
    broken = [part for piece in parts for part in (element("wbr"), piece)]
    return element("code", *broken[1:])
