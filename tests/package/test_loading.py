"""Tables come as typed frames, as the schemas say."""

import pandas as pd
import pytest

from validation import PackageError, load, load_arrow, open_package, tables
from validation.package.dates import earliest, latest
from validation.package.opening import ROOT


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
        ("places", "latitude", "Float64"),
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


# Labels


def test_labels_stand_beside_codes_and_keys() -> None:
    sophia = load("commitments", labels="nl").set_index("mission_id").loc["sophia"]
    assert sophia["status"] == "joined"
    assert sophia["status_nl"] == "Deelname besloten"
    assert sophia["mission_nl"] == "EU-operatie Sophia"
    assert sophia["ends_precision_nl"] == "Midden van de maand"
    columns = list(load("mission_interests", labels="en"))
    assert columns == [
        *("document_id", "document_en", "mission_id", "mission_en", "interest_id", "interest_en"),
        *("basis", "basis_en", "rationale"),
    ]


def test_without_a_wish_there_are_no_labels() -> None:
    with_labels = load("commitments", labels="en")
    plain = load("commitments")
    labelled = ["document", "mission", "status", "mention", "basis"]
    labelled += ["starts_precision", "ends_precision"]
    assert set(with_labels) - set(plain) == {f"{name}_en" for name in labelled}
    pd.testing.assert_frame_equal(with_labels[list(plain)], plain)


def test_labels_stand_in_the_order_of_their_list() -> None:
    bases = load("mission_interests", labels="en")["basis_en"].dtype
    assert isinstance(bases, pd.CategoricalDtype)
    assert list(bases.categories) == ["Explicit", "Contextual", "Inferred"]


def test_a_missing_code_or_key_has_no_label() -> None:
    minusma = load("commitments", labels="en").set_index("mission_id").loc["minusma"]
    assert minusma[["starts_precision_en", "ends_precision_en"]].isna().all()
    regions = load("regions", labels="en")
    assert (regions["country_en"].isna() == regions["country_id"].isna()).all()
    assert (regions["parent_en"].isna() == regions["parent_id"].isna()).all()


def test_a_decision_is_found_within_its_letter() -> None:
    links = load("decision_threats", labels="en")
    decisions = load("decisions").set_index("id")["label_en"]
    assert list(links["decision_en"]) == list(decisions[links["decision_id"]])


def test_every_table_comes_with_labels() -> None:
    plain_tables = tables()
    for name, frame in tables(labels="nl").items():
        pd.testing.assert_frame_equal(frame[list(plain_tables[name])], plain_tables[name])


def test_a_language_without_labels_is_refused() -> None:
    with pytest.raises(ValueError, match="no labels in 'fr'; there are in en, nl"):
        load("missions", labels="fr")


# Arrow


@pytest.mark.parametrize("labels", [None, "en"])
def test_an_arrow_table_holds_what_a_frame_holds(labels: str | None) -> None:
    for name in ("commitments", "countries", "places", "contributions", "passages", "retired_ids"):
        frame, table = load(name, labels=labels), load_arrow(name, labels=labels)
        assert table.column_names == list(frame)
        assert table.to_pylist() == [
            {column: plain(cell) for column, cell in row.items()}
            for row in frame.to_dict("records")
        ]


def plain(cell: object) -> object:
    if pd.isna(cell):  # type: ignore[call-overload]  # a cell is a scalar
        return None
    return cell.date() if isinstance(cell, pd.Timestamp) else cell


@pytest.mark.parametrize(
    ("table", "column", "kind", "may_be_null"),
    [
        ("commitments", "mission_id", "string", False),
        ("commitments", "status", "dictionary<values=string, indices=int32, ordered=0>", False),
        ("commitments", "ends_latest", "date32[day]", True),
        ("passages", "position", "int64", False),
        ("countries", "eu_member_2016", "bool", False),
        ("countries", "gw_code", "int64", True),
        ("places", "longitude", "double", False),
    ],
)
def test_an_arrow_column_has_its_type(
    table: str, column: str, kind: str, may_be_null: bool
) -> None:
    field = load_arrow(table).schema.field(column)
    assert (str(field.type), field.nullable) == (kind, may_be_null)


def test_an_arrow_table_brings_its_words_and_all_codes() -> None:
    table = load_arrow("commitments")
    assert table.schema.metadata[b"title"] == b"Commitments"
    assert table.schema.metadata[b"package_licence"] == b"CC0-1.0"
    words = table.schema.field("starts_earliest").metadata
    assert words[b"description"] == b"First day that `starts` can mean."
    assert table["basis"].chunk(0).dictionary.to_pylist() == ["explicit", "contextual", "inferred"]


def test_an_unknown_table_is_no_arrow_table_either() -> None:
    with pytest.raises(KeyError, match="no table 'mission'"):
        load_arrow("mission")
