"""Say on a terminal what a long run is at, on one line that is gone when it ends."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from validation.findings import shorten
from validation.languages import in_language
from validation.rules import ASKS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO

BLANK = "\r\x1b[2K"


@contextmanager
def progress(stream: TextIO, language: str) -> Iterator[Callable[[str], None]]:
    """A function to call with the name of each layer; it is silent where nobody watches."""
    watched = stream.isatty() and os.environ.get("TERM") != "dumb"

    def tell(layer: str) -> None:
        if watched:
            line = f"{layer}: {in_language(ASKS[layer], language)}"
            line = shorten(line, shutil.get_terminal_size().columns - 1)
            print(f"{BLANK}{line}", end="", file=stream, flush=True)

    try:
        yield tell
    finally:
        if watched:
            print(BLANK, end="", file=stream, flush=True)
