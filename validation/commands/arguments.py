"""Messages of argparse in Dutch."""

from __future__ import annotations

import argparse
from contextlib import contextmanager
from typing import TYPE_CHECKING

from validation.outputs.words import marked, translations

if TYPE_CHECKING:
    from collections.abc import Iterator

# The messages that argparse looks up with gettext, word for word.
OF_ARGPARSE = (
    marked("usage: "),
    marked("%(prog)s: error: %(message)s\n"),
    marked("argument %(argument_name)s: %(message)s"),
    marked("the following arguments are required: %s"),
    marked("one of the arguments %s is required"),
    marked("unrecognized arguments: %s"),
    marked("expected one argument"),
    marked("expected at most one argument"),
    marked("expected at least one argument"),
    marked("not allowed with argument %s"),
    marked("ignored explicit argument %r"),
    marked("invalid choice: %(value)r (choose from %(choices)s)"),
    marked("invalid %(type)s value: %(value)r"),
    marked("expected %s argument", "expected %s arguments"),
)


@contextmanager
def argparse_in(language: str) -> Iterator[None]:
    """Let argparse use this language: it looks up messages by two names in its module."""
    if language != "nl":
        yield
        return
    names, dutch = vars(argparse), translations(language)
    before = {name: names[name] for name in ("_", "ngettext")}
    names.update(_=dutch.gettext, ngettext=dutch.ngettext)
    try:
        yield
    finally:
        names.update(before)
