"""The broken examples by which the tests hold each rule, and what no rule sees yet."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tests.broken import BROKEN, HOLES
from tests.campaign.mutants import Base, Kind, Mutant, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.campaign.clean import Clean


def mutants(_: Clean) -> Iterator[Mutant]:
    """Each of them, on the invented letter; examples of one name are numbered."""
    times: Counter[str] = Counter()
    for case in BROKEN:
        name = str(case)
        times[name] += 1
        yield Mutant(
            f"by-hand/{name}" + (f"-{times[name]}" if times[name] > 1 else ""),
            Kind.HAND,
            f"The rule {case.rule} is broken: {case.name or case.file}".replace("-", " "),
            case.edits,
            Place(case.rule, case.file, case.row, case.column),
            base=Base.EXAMPLE,
            layers=case.layers,
        )
    for name, (edit, why) in HOLES.items():
        yield Mutant(
            f"by-hand/{name}",
            Kind.HAND,
            f"Broken: {name.replace('-', ' ')}",
            (edit,),
            hole=why,
            base=Base.EXAMPLE,
        )
