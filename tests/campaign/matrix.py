"""The kill matrix: every mutant, who sees it, and who alone does."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tests.campaign.judge import GOLDEN, MENTIONS, RELEASE, WATCHERS, Verdict, fault
from tests.campaign.mutants import OPENING, UNREADABLE, Kind, Mutant
from validation.catalogue.languages import Both
from validation.catalogue.rules import LAYERS, RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.campaign.judge import Seen

CAUGHT, SILENT, HOLE, SEEN, UNSEEN, AMISS = "caught", "silent", "hole", "seen", "unseen", "amiss"
HEADER = (
    *("mutant", "kind", "sort", "package", "files", "what_is_done"),
    *("rule", "layer", "file", "row", "column", "outcome"),
    *WATCHERS,
    *("alone", "findings"),
)
NOT_ASKED = Both("Not asked.", "Niet gevraagd.")
NO_TEXT = Both(
    "Not asked: the letter's text was not at hand.",
    "Niet gevraagd: de tekst van de brief was er niet bij.",
)


class Sort(NamedTuple):
    """Of one sort of valid but wrong: how many there are, and who sees how many of them."""

    made: int
    layer: int
    golden: int
    mentions: int
    release: int
    nobody: int


@dataclass(frozen=True)
class Matrix:
    """The verdict on each mutant, with what is counted in it."""

    mutants: dict[str, Mutant]
    verdicts: dict[str, Verdict]

    def pairs(self, *kinds: Kind) -> Iterator[tuple[Mutant, Verdict]]:
        """Each mutant with its verdict, of some kinds or of all."""
        for name, verdict in self.verdicts.items():
            if not kinds or self.mutants[name].kind in kinds:
                yield self.mutants[name], verdict

    def outcomes(self, kind: Kind) -> Counter[str]:
        """How often each thing came of the mutants of a kind."""
        return Counter(outcome(mutant, verdict) for mutant, verdict in self.pairs(kind))

    def asked(self, watcher: str) -> bool:
        """Whether a layer was asked about any mutant at all."""
        return any(watcher in verdict.asked for verdict in self.verdicts.values())

    def seen_by(self, watcher: str) -> int:
        """How many mutants a layer sees."""
        return sum(watcher in verdict.watchers for verdict in self.verdicts.values())

    def alone(self, watcher: str, *kinds: Kind) -> list[str]:
        """The mutants that a layer alone sees, of some kinds or of all."""
        return [mutant.id for mutant, verdict in self.pairs(*kinds) if verdict.alone == watcher]

    def unseen(self) -> tuple[int, int]:
        """How many mutants are valid but wrong, and how many of them nobody sees."""
        counts = self.sorts().values()
        return sum(count.made for count in counts), sum(count.nobody for count in counts)

    def sorts(self) -> dict[str, Sort]:
        """What is counted of each sort of valid but wrong."""
        counts: dict[str, Sort] = {}
        for mutant, verdict in self.pairs(Kind.PLAUSIBLE):
            seen = verdict.watchers
            one = Sort(
                made=1,
                layer=not seen.isdisjoint({OPENING, *LAYERS}),
                golden=GOLDEN in seen,
                mentions=MENTIONS in seen,
                release=RELEASE in seen,
                nobody=not seen,
            )
            before = counts.get(mutant.survives, (0,) * len(one))
            counts[mutant.survives] = Sort(*map(sum, zip(before, one, strict=True)))
        return counts

    def rules(self) -> dict[str, tuple[int, int, int]]:
        """For each rule: mutants that must break it, those that do, those that break no other."""
        aimed: Counter[str] = Counter()
        caught: Counter[str] = Counter()
        only: Counter[str] = Counter()
        for mutant, verdict in self.pairs():
            if mutant.place is not None:
                aimed[mutant.place.rule] += 1
                caught[mutant.place.rule] += verdict.as_wanted
            broken = {seen.rule for seen in verdict.found}
            if len(broken) == 1:
                only[broken.pop()] += 1
        return {rule: (aimed[rule], caught[rule], only[rule]) for rule in (UNREADABLE, *RULES)}

    def holes(self) -> list[Mutant]:
        """What no rule sees and one should."""
        return [mutant for mutant, _ in self.pairs() if mutant.hole]

    def table(self) -> bytes:
        """All of it as CSV, a row for each mutant; a layer that was not asked has an empty cell."""
        buffer = io.StringIO(newline="")
        writer = csv.writer(buffer, lineterminator="\n")
        writer.writerow(HEADER)
        for mutant, verdict in self.pairs():
            wanted = verdict.wanted if mutant.place or mutant.within else None
            writer.writerow(
                (
                    *(mutant.id, mutant.kind, mutant.survives, mutant.base),
                    *(" ".join(verdict.files), mutant.says),
                    *_demanded(wanted),
                    outcome(mutant, verdict),
                    *(
                        int(name in verdict.watchers) if name in verdict.asked else ""
                        for name in WATCHERS
                    ),
                    *(verdict.alone, len(verdict.found)),
                )
            )
        return buffer.getvalue().encode()


def outcome(mutant: Mutant, verdict: Verdict) -> str:
    """What came of a mutant, in a word."""
    if fault(mutant, verdict):
        return AMISS
    if mutant.place is not None:
        return CAUGHT
    if mutant.within is not None:
        return SILENT
    if mutant.hole:
        return HOLE
    return SEEN if verdict.killed else UNSEEN


def _demanded(wanted: Seen | None) -> tuple[str, str, str, str, str]:
    """The finding asked about; a row or column that is left open is empty."""
    if wanted is None:
        return "", "", "", "", ""
    row = str(wanted.row) if wanted.row >= 0 else ""
    return wanted.rule, wanted.layer, wanted.file, row, wanted.column.replace("*", "")


def unasked(watcher: str) -> Both:
    """Why a layer has no figures."""
    return NO_TEXT if watcher == MENTIONS else NOT_ASKED


def summary(matrix: Matrix) -> str:
    """The counts, for the screen."""
    lines = []
    for kind in Kind:
        found = matrix.outcomes(kind)
        if found:
            counted = ", ".join(f"{number:,} {name}" for name, number in sorted(found.items()))
            lines.append(f"{kind}: {found.total():,} ({counted})")
    lines += [
        f"seen by {watcher}: {matrix.seen_by(watcher):,}, "
        f"by it alone {len(matrix.alone(watcher)):,}, "
        f"of which valid but wrong {len(matrix.alone(watcher, Kind.PLAUSIBLE)):,}"
        if matrix.asked(watcher)
        else f"{watcher}: {unasked(watcher)}"
        for watcher in WATCHERS
    ]
    return "\n".join(lines)
