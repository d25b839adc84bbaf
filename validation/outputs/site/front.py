"""The front page: what this is, and where to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.outputs.site import dataset, diagram
from validation.outputs.site.frame import FRONT

if TYPE_CHECKING:
    from validation.outputs.site.frame import Frame


def pages(frame: Frame) -> dict[str, bytes]:
    """The front page."""
    package = frame.package
    return frame.page(
        "index.html.j2",
        FRONT,
        title=frame.title,
        description=frame.words.titled(package.descriptor, "description"),
        data=dataset.of_package(frame),
        scripts=[diagram.SCRIPT],
        diagram=diagram.diagram(frame),
    )
