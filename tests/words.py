"""Find the words of the interface in the source, and bring `nl.po` up to date with them.

`python -m tests.words` writes the file: what is new stands in it without Dutch, what is no longer
used is gone.
"""

from __future__ import annotations

import ast
import io
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from validation.package.opening import ROOT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    Message = tuple[int, str, tuple[str, ...], list[str]]

CATALOGUE = ROOT / "validation/outputs/nl.po"
METHODS = [("**.py", "tests.words:in_code"), ("**.html.j2", "jinja2.ext:babel_extract")]
# How words are asked for: `words(...)` in code, `_(...)` in a template.
KEYWORDS = {"_": None, "words": None, "marked": {1: None, 2: (1, 2)}, "plural": (1, 2)}
OPTIONS = {"**.html.j2": {"silent": "false"}}


def in_code(
    file: BinaryIO, keywords: Collection[str], *_: object, **__: object
) -> Iterator[Message]:
    """The words in a module; Babel's own way misses those inside an f-string."""
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            given = [part.value for part in node.args if isinstance(part, ast.Constant)]
            said = tuple(text for text in given if isinstance(text, str))
            if name in keywords and said:
                yield node.lineno, name, said, []


def used() -> Catalog:
    """The words that the source has."""
    catalog = Catalog(locale="en")
    found = extract_from_dir(ROOT / "validation", METHODS, OPTIONS, KEYWORDS)  # type: ignore[arg-type]
    for _, _, message, _, _ in found:
        catalog.add(message)
    return catalog


def translated() -> Catalog:
    """The words that have Dutch, as the file has them."""
    with CATALOGUE.open("rb") as stream:
        return read_po(stream, locale="nl", abort_invalid=True)


def updated() -> bytes:
    """The file as it is once every word of the source is in it."""
    catalog = translated()
    catalog.update(used(), no_fuzzy_matching=True, update_header_comment=False)
    written = io.BytesIO()
    options = {"omit_header": True, "no_location": True, "sort_output": True}
    write_po(written, catalog, width=100, ignore_obsolete=True, **options)
    return written.getvalue()


if __name__ == "__main__":
    Path(CATALOGUE).write_bytes(updated())
