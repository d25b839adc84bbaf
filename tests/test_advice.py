"""What a finding advises is safe to follow, and where a rule's ground is gone it says nothing."""

import difflib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.example import DOCUMENT, path_of, set_cell, write_fingerprints
from validation.layers import validate
from validation.package import open_package

BETWEEN_TABLES = ("columns", "relations")


def add_lines(package: Path, table: str, lines: list[str]) -> None:
    """Write rows below those of a table."""
    with (package / path_of(package, table)).open("a", encoding="utf-8", newline="") as stream:
        stream.writelines(f"{line}\n" for line in lines)
    write_fingerprints(package)


def strays(package: Path, number: int) -> None:
    """Add regions that each stand under a region that is not there."""
    lines = [f"isle-{n},country,isel-{n}x,arranged,,Isle,Eiland,," for n in range(number)]
    add_lines(package, "regions", lines)


def renamed(package: Path, number: int) -> None:
    """Add regions whose identifiers are ill-formed, and evidence that has them right."""
    add_lines(package, "regions", [f"Isle-{n},country,,,,Isle,Eiland,," for n in range(number)])
    passage = "example-letter.s01.p1.z2"
    add_lines(package, "evidence", [f"regions,isle-{n},row,{passage}" for n in range(number)])


@pytest.mark.parametrize("break_", [strays, renamed])
def test_many_wrong_values_are_not_each_compared_with_every_row(
    break_: Callable[[Path, int], None], example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []
    begin = difflib.SequenceMatcher.set_seq1

    def counted(self: difflib.SequenceMatcher[str], a: str) -> None:
        compared.append(a)
        begin(self, a)

    monkeypatch.setattr(difflib.SequenceMatcher, "set_seq1", counted)
    number = 100
    break_(example, number)
    with open_package(example) as package:
        report = validate(package, BETWEEN_TABLES)
    assert len(report.findings) >= number
    assert len(compared) <= 50 * number


def test_what_stands_in_a_cell_is_never_what_was_meant(example: Path) -> None:
    table, key = "decision_considerations", f"{DOCUMENT}/extend-lantern-2018/crew-safety"
    set_cell(example, table, key, "document_id", "harbour-treaty")
    with open_package(example) as package:
        report = validate(package, BETWEEN_TABLES)
    (finding,) = [f for f in report.findings if f.column == "decision_id"]
    assert (finding.rule, finding.suggestion) == ("foreign-key", "")
