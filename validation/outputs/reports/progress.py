"""Show the progress of a long run on one line of a terminal, and remove it at the end."""

from __future__ import annotations

import shutil
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from validation.catalogue.finding import shorten
from validation.catalogue.languages import in_language
from validation.catalogue.rules import ASKS
from validation.process import BLANK, watched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO


@contextmanager
def progress(stream: TextIO, language: str) -> Iterator[Callable[[str], None]]:
    """A function to call with the name of each layer; it prints on a terminal only."""
    seen = watched(stream)

    def show(line: str) -> None:
        with suppress(OSError):  # the terminal may be gone
            print(f"{BLANK}{line}", end="", file=stream, flush=True)

    def tell(layer: str) -> None:
        if seen:
            line = f"{layer}: {in_language(ASKS[layer], language)}"
            show(shorten(line, shutil.get_terminal_size().columns - 1))

    try:
        yield tell
    finally:
        if seen:
            show("")
