"""Every mutant there is, and a fair sample of them."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from tests.campaign import (
    from_bounds,
    from_descriptor,
    from_examples,
    from_files,
    from_schemas,
    from_tables,
    plausible,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.campaign.clean import Clean
    from tests.campaign.mutants import Mutant

SOURCES = (
    from_schemas,
    from_descriptor,
    from_files,
    from_tables,
    from_bounds,
    from_examples,
    plausible,
)


def every(clean: Clean) -> dict[str, Mutant]:
    """All mutants by their identifiers; ValueError where two have one."""
    made = [mutant for source in SOURCES for mutant in source.mutants(clean)]
    twice = [name for name, times in Counter(mutant.id for mutant in made).items() if times > 1]
    if twice:
        raise ValueError(f"two mutants are called {', '.join(twice)}")
    return {mutant.id: mutant for mutant in made}


def sample(mutants: dict[str, Mutant], number: int, seed: int) -> list[str]:
    """At least one for each rule and each kind, and more from all until the number is reached."""
    chosen = random.Random(seed)  # noqa: S311 - a seed, so that a run can be repeated
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for mutant in mutants.values():
        groups[mutant.kind, mutant.place.rule if mutant.place else ""].append(mutant.id)
    picked = {chosen.choice(sorted(names)) for names in groups.values()}
    rest = sorted(mutants.keys() - picked)
    more = max(0, min(number - len(picked), len(rest)))
    return [*sorted(picked), *sorted(chosen.sample(rest, more))]


def rules_of(mutants: Sequence[Mutant]) -> set[str]:
    """The rules that some mutant must break."""
    return {mutant.place.rule for mutant in mutants if mutant.place}
