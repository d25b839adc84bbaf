"""Build the elements of a page or a picture, and write them out.

Text is always given as text: the standard library escapes it, so that no cell or description
can become markup.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

Child: TypeAlias = "ET.Element | str"

# White space beside these is read. All others end their line in the written page.
_INLINE = frozenset({"a", "code", "q", "span", "strong", "wbr"})


def element(tag: str, *children: Child, **attributes: str) -> ET.Element:
    """An element with its children; `class_` and `data_key` are written `class` and `data-key`."""
    named = {name.rstrip("_").replace("_", "-"): text for name, text in attributes.items()}
    return fill(ET.Element(tag, named), *children)


def fill(parent: ET.Element, *children: Child) -> ET.Element:
    """Add elements and text at the end of an element, and return it."""
    for child in children:
        if isinstance(child, ET.Element):
            parent.append(child)
        elif len(parent):
            parent[-1].tail = (parent[-1].tail or "") + child
        else:
            parent.text = (parent.text or "") + child
    return parent


def prose(text: str) -> list[Child]:
    """A sentence whose `words between backquotes` are code."""
    parts = re.split(r"`([^`]+)`", text)
    return [element("code", part) if number % 2 else part for number, part in enumerate(parts)]


def joined(parts: Iterable[Child], between: str) -> list[Child]:
    """The parts, with text between them."""
    together: list[Child] = []
    for part in parts:
        together += [between, part] if together else [part]
    return together


def page(root: ET.Element) -> bytes:
    """A whole HTML document."""
    for child in root.iter():
        if child.tag not in _INLINE and not child.tail:
            child.tail = "\n"
    root.tail = None
    written = ET.tostring(root, encoding="unicode", method="html")
    return f"<!DOCTYPE html>\n{written}\n".encode()


def picture(root: ET.Element) -> bytes:
    """A whole SVG document."""
    ET.indent(root)
    root.tail = None
    written = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'.encode()
