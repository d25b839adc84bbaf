"""Inter-coder reliability: how far two coders agree, by letter and round.

The figures are those that `scripts/agreement.py` prints. The index sums up each round, and leads to
a page for each letter that was coded twice.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from validation.outputs.words import marked

if TYPE_CHECKING:
    from validation.outputs.site.frame import Frame

FOLDER = "agreement"
TITLE = marked("Inter-coder reliability")
ABOUT = marked(
    "Two coders coded a letter independently. How many of the same rows they found, and how often "
    "they gave them the same code."
)
# What a round sums up, by the name that it has there.
TOGETHER = {
    "all things": marked("all things"),
    "all statements": marked("all statements"),
    "all links": marked("all links"),
}


def pages(frame: Frame) -> dict[str, bytes]:
    """The reliability in one language: an index, and a page for each letter with two codings."""
    from validation.coding.agreement import every_agreement  # noqa: PLC0415 - NumPy, for this alone

    words = frame.words
    found = every_agreement(frame.package)
    documents = frame.package.table("documents").by_key
    letters = {name: documents[name]["number"] or name for name in found}
    values = {"together": TOGETHER, "share": partial(_share, frame.language)}
    made = frame.page(
        "agreement.html.j2",
        FOLDER,
        title=words(TITLE),
        description=words(ABOUT),
        found=found,
        letters=letters,
        **values,
    )
    for name, rounds in found.items():
        made |= frame.page(
            "agreement_letter.html.j2",
            f"{FOLDER}/{name}",
            title=f"{words(TITLE)}: {letters[name]}",
            description=words(ABOUT),
            trail=[(FOLDER, words(TITLE))],
            letter=frame.writer.title(documents[name]),
            name=name,
            rounds=rounds,
            **values,
        )
    return made


def _share(language: str, value: float | None) -> str:
    """A figure with two decimals; a dash where there is none."""
    text = "–" if value is None else f"{value:.2f}"
    return text.replace(".", ",") if language == "nl" else text
