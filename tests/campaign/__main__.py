"""Break the package in thousands of small ways, and see that each is caught where it should be.

Usage: python -m tests.campaign [--all [--into FILE]] [--seed N] [--sample N]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.campaign.clean import Clean
from tests.campaign.every import every, rules_of, sample
from tests.campaign.judge import Bench
from tests.campaign.matrix import Matrix, summary
from tests.campaign.page import IN_README, as_markdown, pages
from tests.campaign.run import clean_faults, faults, timed
from validation.catalogue.rules import RULES
from validation.package.formatting import write_aside
from validation.package.opening import ROOT

FOLDER = ROOT / "dist/site"


def main(arguments: list[str] | None = None) -> int:
    """Run a sample or all; 0 if every verdict is the one demanded, else 1."""
    parser = argparse.ArgumentParser(prog="python -m tests.campaign", description=__doc__)
    parser.add_argument("--all", action="store_true", help="every mutant; writes the kill matrix")
    parser.add_argument("--into", type=Path, metavar="FILE", help="write the counts into this text")
    parser.add_argument("--sample", type=int, default=400, help="how many, at least one per rule")
    parser.add_argument("--seed", type=int, default=1, help="which of the many samples")
    chosen = parser.parse_args(arguments)
    if chosen.into and not chosen.all:
        parser.error("--into takes the counts of --all")
    with tempfile.TemporaryDirectory(prefix="campaign-") as folder, Bench(Path(folder)) as bench:
        wrong = [f"the clean package is not clean: {what}" for what in clean_faults(bench)]
        mutants = every(Clean.open(Path(folder)))
    without = sorted(RULES.keys() - rules_of(list(mutants.values())))
    wrong += [f"no mutant breaks the rule {rule}" for rule in without]
    names = list(mutants) if chosen.all else sample(mutants, chosen.sample, chosen.seed)
    verdicts, seconds = timed(names)
    wrong += [f"{name}: {what}" for name, what in faults(mutants, verdicts).items()]
    print(*wrong, sep="\n", end="\n" if wrong else "")  # noqa: T201
    matrix = Matrix(mutants, verdicts)
    print(f"{len(names):,} mutants in {seconds:.0f} s", summary(matrix), sep="\n")  # noqa: T201
    if chosen.all:
        FOLDER.mkdir(parents=True, exist_ok=True)
        for name, content in pages(matrix).items():
            write_aside(FOLDER / name, content)
            print(f"{(FOLDER / name).relative_to(ROOT)}: {len(content)} bytes")  # noqa: T201
        if chosen.into and not wrong:
            text = IN_README.written_into(chosen.into.read_text("utf-8"), as_markdown(matrix))
            write_aside(chosen.into, text.encode())
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
