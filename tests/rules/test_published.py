"""The package as published: clean, within the standard, and true to the letter."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from tests import golden
from tests.campaign.edits import Edit, cell, copy, gone
from tests.campaign.judge import copy_published
from tests.shared import LETTER_FILE, shared_file
from validation import open_package, validate
from validation.catalogue.rules import LAYERS
from validation.outputs.verification import attach_letters, verify_file
from validation.package.opening import DESCRIPTOR, PROFILE, ROOT
from validation.package.table import ROLES
from validation.rules.columns import LEXICAL, is_date
from validation.rules.row_rules import ADDRESSES, IS_MONEY

DOCUMENT = "kst-33694-9"
SCHEMAS = sorted(
    ROOT / resource["schema"]
    for resource in json.loads((ROOT / DESCRIPTOR).read_text())["resources"]
)


def read_json(path: Path) -> Any:  # noqa: ANN401 - JSON holds anything
    return json.loads(path.read_text("utf-8"))


def fields() -> list[tuple[str, dict[str, Any]]]:
    """Every field of every schema, with the name of its table."""
    return [(path.stem, field) for path in SCHEMAS for field in read_json(path)["fields"]]


@pytest.mark.parametrize("layer", LAYERS)
def test_the_published_data_is_clean(layer: str) -> None:
    with open_package() as package:
        assert validate(package, [layer]).findings == ()


def test_every_claim_and_every_passage_is_counted() -> None:
    with open_package() as package:
        counts = validate(package, ["relations"]).counts
        passages = len(package.frame("passages"))
    assert counts["passages"] == passages
    assert counts["claims"] > passages


def test_every_seal_holds_in_the_letter() -> None:
    text = shared_file(LETTER_FILE)
    with open_package() as package:
        attach_letters(package, [text])
        report = validate(package, ["relations"])
        verdict = verify_file(package, DOCUMENT, text)
        passages = len(package.frame("passages"))
    assert report.counts["seals"] == passages
    assert report.findings == ()
    assert verdict.holds


def test_the_descriptor_is_valid_in_the_official_profile() -> None:
    profile = read_json(shared_file("reference/datapackage-2.0/datapackage-2.0.json"))
    assert list(Draft7Validator(profile).iter_errors(read_json(ROOT / DESCRIPTOR))) == []


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.stem)
def test_every_schema_is_valid_in_the_official_profile(path: Path) -> None:
    profile = read_json(shared_file("reference/datapackage-2.0/tableschema-2.0.json"))
    assert list(Draft7Validator(profile).iter_errors(read_json(path))) == []


def test_frictionless_itself_finds_it_valid() -> None:
    command = [sys.executable, "-m", "frictionless", "validate", DESCRIPTOR]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("VALID") >= len(SCHEMAS)
    assert "INVALID" not in done.stdout


@pytest.mark.parametrize(
    ("table", "field"), fields(), ids=[f"{table}.{field['name']}" for table, field in fields()]
)
def test_every_example_satisfies_its_own_field(table: str, field: dict[str, Any]) -> None:
    example, limits = field["example"], field["constraints"]
    if field["type"] in {"integer", "number"}:
        assert re.fullmatch(LEXICAL[field["type"]], example)
        number = float(example)
        assert limits.get("minimum", number) <= number <= limits.get("maximum", number)
        return
    assert re.fullmatch(limits.get("pattern", ".*"), example), table
    assert limits.get("minLength", 0) <= len(example) <= limits.get("maxLength", len(example))
    assert example in limits.get("enum", [example])
    assert is_date(example)
    assert field["type"] != "boolean" or example in {"true", "false"}


def test_every_unit_and_every_scheme_is_known_to_the_row_rules() -> None:
    """A code that is added needs a decision: is it money, and how do its addresses look?"""
    with open_package() as package:
        codes = package.frame("codes").groupby("list")["code"].agg(set)
    assert IS_MONEY.keys() == codes["unit"]
    assert ADDRESSES.keys() == codes["scheme"]


def test_every_country_is_on_the_map_with_a_rounded_point() -> None:
    """Letters name regions before anybody looks a point up, so no rule demands one."""
    with open_package() as package:
        places, regions = package.frame("places"), package.frame("regions")
    countries = regions.loc[regions["kind"] == "country", "id"]
    assert set(countries) <= set(places["region_id"])
    for axis in ("latitude", "longitude"):
        assert all(re.fullmatch(r"-?[0-9]+(?:\.[0-9]{1,2})?", cell) for cell in places[axis])


def test_a_column_of_one_name_has_one_type() -> None:
    types: dict[str, set[str]] = {}
    for _, field in fields():
        types.setdefault(field["name"], set()).add(field["type"])
    assert {name for name, found in types.items() if len(found) > 1} == set()


def test_no_schema_describes_a_coded_column_without_its_list() -> None:
    with open_package() as package:
        lists = set(package.frame("codes")["list"])
    used = {field["codes"] for _, field in fields() if "codes" in field}
    assert used == lists


def test_the_letter_keeps_its_golden_rows() -> None:
    with open_package() as package:
        assert list(golden.faults(package)) == []


def test_every_table_of_claims_has_golden_rows() -> None:
    with open_package() as package:
        claims = {name for name, table in package.tables.items() if table.is_claim}
    assert claims <= golden.GOLDEN.keys()
    assert [name for name in claims if len(golden.GOLDEN[name]) < 2] == []


@pytest.mark.parametrize(
    ("edit", "fault"),
    [
        (
            cell("missions", "sophia", "kind", "posture"),
            "missions/sophia: kind is 'posture', not 'operation'",
        ),
        (
            gone("threat_causes", f"{DOCUMENT}/violence/displacement"),
            f"threat_causes/{DOCUMENT}/violence/displacement is missing",
        ),
        (
            copy(
                "mission_regions",
                f"{DOCUMENT}/sophia/libyan-coast/takes_place",
                region_id="libya",
            ),
            f"mission_regions/{DOCUMENT}/sophia/libya/takes_place: the letter does not say this",
        ),
    ],
    ids=["a-changed-cell", "a-missing-row", "an-added-row"],
)
def test_a_golden_row_that_does_not_hold_is_told(tmp_path: Path, edit: Edit, fault: str) -> None:
    copy_published(tmp_path)
    edit(tmp_path)
    with open_package(tmp_path) as package:
        assert list(golden.faults(package)) == [fault]


def test_what_the_letter_does_not_say_is_about_what_it_does() -> None:
    """A link that is never there has both its ends in the tables, or it could never be added."""
    with open_package() as package:
        for name, keys in golden.NEVER.items():
            schema = package.table(name).schema
            for key in keys:
                parts = golden.whole_key(package, name, key).split("/")
                cells = dict(zip(schema.primary_key, parts, strict=True))
                for end in schema.ends():
                    named = "/".join(cells[column] for column in end.fields)
                    assert named in set(package.table(end.table).keys), f"{name}/{key}: {named}"


def test_the_roles_are_those_of_the_profile() -> None:
    profile = json.loads((ROOT / PROFILE).read_bytes())
    assert profile["$defs"]["resource"]["properties"]["role"]["enum"] == list(ROLES)
