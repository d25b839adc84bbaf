"""Data in a script file, because a page that is opened from disk cannot fetch any other."""

from __future__ import annotations

import json


def script(name: str, value: object) -> bytes:
    """A script that gives a value, which JSON can hold, to the page as `window.<name>`."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f"window.{name}={text.replace('<', chr(92) + 'u003c')};\n".encode()
