"""How far two coders agree, as tables for a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.outputs.generated import Part

if TYPE_CHECKING:
    from validation.coding.agreement import Agreement

IN_README = Part("agreement", "scripts/agreement.py")


def as_markdown(agreed: Agreement) -> str:
    """Two tables in Markdown: what was found, and how it was coded."""
    lines = ["| rows of | first | second | both | F1 |", "|---|---|---|---|---|"]
    lines += [
        f"| {one.what if one.what.startswith('all ') else f'`{one.what}`'} "
        f"| {one.first} | {one.second} | {one.both} | {one.f1:.2f} |"
        for one in agreed.found
    ]
    lines += ["", "| coded column | compared | the same | alpha |", "|---|---|---|---|"]
    lines += [
        f"| {one.what} | {one.pairs} | {one.same} "
        f"| {'one code only' if one.alpha is None else f'{one.alpha:.2f}'} |"
        for one in agreed.coded
    ]
    return "\n".join(lines)
