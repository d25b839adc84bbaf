"""Whatever letters say, a package that codes them as the schemas ask passes every layer."""

import random
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.example import TABLES, Coded, open_with_letter, write_example
from tests.letters import Letters, invented
from validation import open_package, validate
from validation.package.formatting import format_package
from validation.package.opening import Package


@pytest.fixture(scope="module")
def schemas() -> Iterator[Package]:
    with open_package() as package:
        yield package


def assert_clean(coded: Coded, folders: pytest.TempPathFactory) -> None:
    """The package passes every layer, with the text of each letter at hand."""
    package = write_example(folders.mktemp("valid"), coded)
    with open_with_letter(package) as opened:
        report = validate(opened)
    assert report.findings == ()
    assert report.notes == ()
    assert report.counts["seals"] == sum(map(len, coded.letters.values()))
    with open_package(package) as opened:
        assert format_package(opened) == []


@settings(
    deadline=None, max_examples=5, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)
@given(chance=st.randoms())
def test_a_package_that_is_right_by_construction_passes_every_layer(
    schemas: Package, tmp_path_factory: pytest.TempPathFactory, chance: random.Random
) -> None:
    assert_clean(Letters(chance, schemas).coded(1), tmp_path_factory)


def test_a_package_of_three_letters_passes_every_layer(
    schemas: Package, tmp_path_factory: pytest.TempPathFactory
) -> None:
    coded = invented(3, 33694, schemas)
    assert len(coded.letters) == 3
    assert coded == invented(3, 33694, schemas) != invented(3, 33695, schemas)
    assert_clean(coded, tmp_path_factory)


def test_the_drawn_tables_are_those_of_the_package() -> None:
    drawn = {*TABLES, "passages", "evidence", "codes"}
    with open_package() as package:
        assert drawn == set(package.tables)
