"""Data in a script file, because a page that is opened from disk cannot fetch any other."""

from __future__ import annotations

import json
from typing import Any


def script(name: str, value: object) -> bytes:
    """A script that gives a value, which JSON can hold, to the page as `window.<name>`."""
    return f"window.{name}={written(value, separators=(',', ':'))};\n".encode()


def written(value: object, **how: Any) -> str:  # noqa: ANN401 - as `json.dumps` takes them
    """A value as JSON in which nothing can end a script, or begin a comment of HTML."""
    return json.dumps(value, ensure_ascii=False, **how).replace("<", r"\u003c")
