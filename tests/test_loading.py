"""Tables come as typed frames, as the schemas say."""

import pandas as pd
import pytest

from validation import PackageError, load, open_package, tables
from validation.package import ROOT
from validation.row_rules import earliest, latest


@pytest.mark.parametrize(
    ("table", "column", "dtype"),
    [
        ("commitments", "mission_id", "str"),
        ("commitments", "status", "category"),
        ("commitments", "ends", "str"),
        ("commitments", "ends_precision", "category"),
        ("commitments", "ends_earliest", "datetime64[us]"),
        ("passages", "position", "Int64"),
        ("passages", "paragraph", "Int64"),
        ("passages", "kind", "category"),
        ("countries", "m49", "str"),
        ("countries", "eu_member_2016", "boolean"),
        ("countries", "gw_code", "Int64"),
        ("mission_regions", "role", "category"),
        ("mission_facts", "date_latest", "datetime64[us]"),
        ("contributions", "amount", "Int64"),
    ],
)
def test_columns_have_their_types(table: str, column: str, dtype: str) -> None:
    assert str(load(table)[column].dtype) == dtype


def test_leading_zeros_and_missing_cells_survive() -> None:
    assert load("countries").set_index("id").at["AFG", "m49"] == "004"
    minusma = load("commitments").set_index("mission_id").loc["minusma"]
    assert minusma[["starts", "starts_precision", "starts_earliest"]].isna().all()


def test_categories_stand_in_the_order_of_their_list() -> None:
    bases = load("mission_interests")["basis"].dtype
    assert isinstance(bases, pd.CategoricalDtype)
    assert list(bases.categories) == ["explicit", "contextual", "inferred"]


def test_a_partial_date_gains_its_first_and_last_day() -> None:
    sophia = load("commitments").set_index("mission_id").loc["sophia"]
    assert sophia["starts"] == "2016-10"
    assert sophia["starts_precision"] == "mid_month"
    assert sophia["starts_earliest"] == pd.Timestamp("2016-10-01")
    assert sophia["ends_latest"] == pd.Timestamp("2016-12-31")


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2017", "2017-01-01", "2017-12-31"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2017-02", "2017-02-01", "2017-02-28"),
        ("2017-12-31", "2017-12-31", "2017-12-31"),
    ],
)
def test_the_days_a_date_can_mean(date: str, first: str, last: str) -> None:
    assert (earliest(date), latest(date)) == (first, last)


def test_an_unknown_table_is_named_with_those_there_are() -> None:
    with pytest.raises(KeyError, match=r"no table 'mission'; there are interests, threats"):
        load("mission")


def test_a_folder_that_is_no_package_is_refused() -> None:
    with pytest.raises(PackageError, match="the file is missing"):
        load("missions", ROOT / "tests")


def test_all_tables_come_in_the_order_of_the_descriptor() -> None:
    with open_package() as package:
        rows = {name: len(table.rows) for name, table in package.tables.items()}
    loaded = tables()
    assert list(loaded) == list(rows)
    assert {name: len(frame) for name, frame in loaded.items()} == rows
