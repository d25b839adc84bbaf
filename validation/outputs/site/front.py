"""The front page: what this is, the search, the picture of the whole, the timeline and the data."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from validation.catalogue.rules import RULES
from validation.outputs.exports import export_of
from validation.outputs.site import dataset, diagram, search, tables, timeline
from validation.outputs.site.frame import FRONT

if TYPE_CHECKING:
    from validation.outputs.site.frame import Frame


def pages(frame: Frame) -> dict[str, bytes]:
    """The front page."""
    package, words = frame.package, frame.words
    letters = frame.site.entries["documents"].values()
    claims = [row for row in export_of(package, "claims").records if row["basis"]]
    can_search = search.LIBRARY in frame.site.libraries
    return frame.page(
        "index.html.j2",
        FRONT,
        title=frame.title,
        description=words.titled(package.descriptor, "description"),
        data=dataset.of_package(frame),
        scripts=[diagram.SCRIPT, timeline.SCRIPT, *([search.SCRIPT] if can_search else [])],
        can_search=can_search,
        counted=words.plural(
            "One letter is coded: {claims} claims, each with the passages that it rests on and how "
            "firmly: explicit, contextual or inferred.",
            "{letters} letters are coded: {claims} claims, each with the passages that it rests on "
            "and how firmly: explicit, contextual or inferred.",
            len(letters),
            letters=len(letters),
            claims=words.number(len(claims)),
        ),
        checked=words(
            "{rules} rules check all of it; the letters' own sentences are not in it.",
            rules=len(RULES),
        ),
        diagram=diagram.diagram(frame),
        chart=timeline.newest(frame),
        mission=partial(timeline.mission, frame),
        timeline=export_of(package, "timeline"),
        letters=letters,
        whole=tables.whole(frame),
    )
