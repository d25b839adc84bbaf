"""JSON with a line for each thing that is compared, so that a diff of two files reads well."""

from __future__ import annotations

import json


def lined(value: object, depth: int) -> bytes:
    """JSON in UTF-8: a line for each part of its outer `depth` levels, one for what is below."""
    return (_lines(value, depth, "") + "\n").encode()


def _lines(value: object, depth: int, margin: str) -> str:
    if depth == 0 or not isinstance(value, dict | list) or not value:
        return json.dumps(value, ensure_ascii=False)
    inner = margin + "  "
    if isinstance(value, dict):
        opening, closing = "{}"
        parts = [
            f"{json.dumps(name, ensure_ascii=False)}: {_lines(part, depth - 1, inner)}"
            for name, part in value.items()
        ]
    else:
        opening, closing = "[]"
        parts = [_lines(part, depth - 1, inner) for part in value]
    return f"{opening}\n{inner}" + f",\n{inner}".join(parts) + f"\n{margin}{closing}"
