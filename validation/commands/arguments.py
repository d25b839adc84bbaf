"""What argparse says of arguments that it does not understand, in Dutch as well."""

from __future__ import annotations

import argparse
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

DUTCH = {
    "usage: ": "gebruik: ",
    "%(prog)s: error: %(message)s\n": "%(prog)s: fout: %(message)s\n",
    "argument %(argument_name)s: %(message)s": "argument %(argument_name)s: %(message)s",
    "the following arguments are required: %s": "deze argumenten zijn verplicht: %s",
    "one of the arguments %s is required": "een van deze argumenten is verplicht: %s",
    "unrecognized arguments: %s": "onbekende argumenten: %s",
    "expected one argument": "hier hoort één waarde bij",
    "expected at most one argument": "hier hoort hoogstens één waarde bij",
    "expected at least one argument": "hier hoort minstens één waarde bij",
    "expected %s argument": "hier hoort %s waarde bij",
    "expected %s arguments": "hier horen %s waarden bij",
    "not allowed with argument %s": "kan niet samen met argument %s",
    "ignored explicit argument %r": "de waarde %r hoort hier niet",
    "invalid choice: %(value)r (choose from %(choices)s)": (
        "ongeldige keuze: %(value)r (kies uit %(choices)s)"
    ),
    "invalid %(type)s value: %(value)r": "ongeldige waarde: %(value)r",
}


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Let argparse speak this language: it looks its own words up under two names of gettext."""
    if language != "nl":
        yield
        return
    names = vars(argparse)
    before = {name: names[name] for name in ("_", "ngettext")}
    names.update(_=_dutch, ngettext=_dutch_number)
    try:
        yield
    finally:
        names.update(before)


def _dutch(english: str) -> str:
    return DUTCH.get(english, english)


def _dutch_number(one: str, several: str, number: int) -> str:
    return _dutch(one if number == 1 else several)
