"""Write pages from templates, which stand beside the code that fills them.

Every value is escaped, so that no cell or description can become markup. An undefined name in a
template is an error.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape as escape_xml

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from validation.catalogue.finding import printable
from validation.catalogue.languages import LANGUAGES
from validation.package.opening import ROOT

if TYPE_CHECKING:
    from validation.outputs.words import Translator


def render(template: str, words: Translator, **values: object) -> str:
    """A page from a template, named by its path from the root of the checkout."""
    text = _ENVIRONMENT.get_template(template).render(words=words, _=words, **values)
    return f"{text}\n"


def _prose(text: str) -> Markup:
    """A sentence whose `words between backquotes` are code."""
    escaped = str(escape(text))
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", escaped))  # noqa: S704 - escaped


def _breakable(name: str) -> Markup:
    """A name or value, which a narrow column may break behind its signs."""
    return Markup("<wbr>").join(re.split(r"(?<=[_.:/-])(?=.)", name))


def _xml(text: str) -> Markup:
    """Text or the value of an attribute in XML; unlike HTML, it needs no escape for `'`."""
    return Markup(escape_xml(text, {'"': "&quot;"}))  # noqa: S704 - escaped


_ENVIRONMENT = Environment(
    loader=FileSystemLoader(ROOT),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.filters.update(prose=_prose, breakable=_breakable, printable=printable, xml=_xml)
_ENVIRONMENT.globals.update(languages=LANGUAGES)
