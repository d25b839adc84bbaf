"""The commands as a reader meets them: whole packages in and out, in every disguise."""

import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.example import (
    ASKED_FAST,
    LETTER,
    Capsys,
    contents,
    edit_json,
    letter_of,
    open_with_letter,
    replace_bytes,
    set_cell,
    zipped,
)
from validation.commands.format import format_command
from validation.commands.validate import validate_command
from validation.package import unpacking
from validation.package.canonical import canonical
from validation.package.opening import DESCRIPTOR, ROOT, open_package
from validation.package.schema import Schema
from validation.package.table import Row, Table
from validation.rules.run import validate

MISSIONS = "data/missions.csv"
SCHEMA = "schemas/missions.json"
TEXT = b"Guards the coast."  # stands once in the file of missions

Edit = Callable[[Any], object]


def run(script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a script as from a shell."""
    command = [sys.executable, str(ROOT / "scripts" / script), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_clean_package_ends_with_0_and_says_what_was_checked(
    example: Path, capsys: Capsys
) -> None:
    assert validate_command([str(example), "--letter", str(letter_of(example))]) == 0
    printed = capsys.readouterr()
    suppressed, checked, result = printed.out.splitlines()
    assert suppressed == "suppressed: 1 listed in schemas/exceptions.csv"
    assert checked.startswith("checked: 44 files, ")
    assert f"{len(LETTER)} seals" in checked
    assert (result, printed.err) == ("clean", "")


def test_two_processes_find_what_one_finds(example: Path) -> None:
    set_cell(example, "missions", "night-watch", "kind", "parade")
    set_cell(example, "threats", "poverty", "kind", "danger")
    with open_with_letter(example) as package:
        alone = validate(package)
    done = run("validate.py", example, "--letter", letter_of(example), "--format", "json")
    found = json.loads(done.stdout)
    assert done.returncode == 1
    assert {finding["rule"] for finding in found["findings"]} == {"enum", "code-coverage"}
    assert [finding["file"] for finding in found["findings"]] == [f.file for f in alone.findings]
    assert found["counts"] == alone.counts


@pytest.mark.parametrize(
    ("content", "layers"),
    [
        ("", ["drift"]),
        ('{"bounds": [{}]}', ["drift"]),
        ('{"bounds": [{"table": "?"}]}', ["drift"]),
        ("{", ["bytes", "drift"]),
    ],
)
def test_bounds_that_state_nothing_end_with_1_in_both_processes(
    example: Path, capsys: Capsys, content: str, layers: list[str]
) -> None:
    (example / "schemas/bounds.json").write_text(content)
    asked = [part for layer in layers for part in ("--layer", layer)]
    assert validate_command([str(example), *asked]) == 1
    assert "\nschemas/bounds.json" in capsys.readouterr().out


def field(number: int, **properties: object) -> Edit:
    return lambda schema: schema["fields"][number].update(properties)


def resource(**properties: object) -> Edit:
    return lambda whole: whole["resources"][3].update(properties)


NONSENSE: dict[str, tuple[str, Edit]] = {
    "title-of-a-lone-surrogate": (DESCRIPTOR, lambda whole: whole.update(title="\ud800")),
    "version-list": (DESCRIPTOR, lambda whole: whole.update(version=[])),
    "name-with-space": (DESCRIPTOR, resource(name="some missions")),
    "name-empty": (DESCRIPTOR, resource(name="")),
    "path-of-folder": (DESCRIPTOR, resource(path="data")),
    "path-with-null": (DESCRIPTOR, resource(path="data/\0.csv")),
    "path-of-schema": (DESCRIPTOR, resource(path=SCHEMA)),
    "schema-list": (DESCRIPTOR, resource(schema=[SCHEMA])),
    "bytes-text": (DESCRIPTOR, resource(bytes="many")),
    "hash-list": (DESCRIPTOR, resource(hash=["sha256"])),
    "hash-null": (DESCRIPTOR, resource(hash=None)),
    "no-codes": (DESCRIPTOR, lambda whole: without(whole, "codes")),
    "no-passages": (DESCRIPTOR, lambda whole: without(whole, "passages")),
    "fields-empty": (SCHEMA, lambda schema: schema.update(fields=[])),
    "fields-null": (SCHEMA, lambda schema: schema.update(fields=None)),
    "field-twice": (SCHEMA, lambda schema: schema["fields"].append(schema["fields"][0])),
    "field-name-list": (SCHEMA, field(0, name=[])),
    "type-unknown": (SCHEMA, field(0, type="text")),
    "constraints-text": (SCHEMA, field(0, constraints="required")),
    "pattern-unclosed": (SCHEMA, field(0, constraints={"required": True, "pattern": "^(?:[)$"})),
    "enum-number": (SCHEMA, field(1, constraints={"required": True, "enum": 1.5})),
    "codes-number": (SCHEMA, field(1, codes=3)),
    "codes-list": (SCHEMA, field(1, codes=["mission_kind"])),
    "codes-unknown": (SCHEMA, field(1, codes="mission_kinds")),
    "example-surrogate": (SCHEMA, field(1, example="\udfff")),
    "key-empty": (SCHEMA, lambda schema: schema.update(primaryKey=[])),
    "key-gone": (SCHEMA, lambda schema: schema.pop("primaryKey")),
    "key-unknown": (SCHEMA, lambda schema: schema.update(primaryKey=["key"])),
    "order-unknown": (SCHEMA, lambda schema: schema.update(rowOrder=["key"])),
    "reference-to-nowhere": (
        SCHEMA,
        lambda schema: schema["foreignKeys"][0]["reference"].update(resource="nowhere"),
    ),
    "reference-to-unknown": (
        SCHEMA,
        lambda schema: schema["foreignKeys"][0]["reference"].update(fields=["key"]),
    ),
    "reference-too-wide": (
        SCHEMA,
        lambda schema: schema["foreignKeys"][0]["reference"].update(fields=["id", "kind"]),
    ),
}


def without(whole: dict[str, Any], name: str) -> None:
    whole["resources"] = [entry for entry in whole["resources"] if entry["name"] != name]


@pytest.mark.parametrize(("path", "edit"), NONSENSE.values(), ids=NONSENSE)
def test_no_nonsense_in_a_schema_makes_a_program_fail(
    example: Path, capsys: Capsys, path: str, edit: Edit
) -> None:
    content = json.loads((example / path).read_bytes())
    edit(content)
    (example / path).write_text(json.dumps(content, indent=2))
    assert validate_command([str(example), *ASKED_FAST]) in {1, 2}
    before = contents(example)
    status = format_command([str(example)])
    assert status in {0, 1, 2}
    assert status == 0 or contents(example) == before
    assert "Traceback" not in capsys.readouterr().err


def test_a_number_without_end_is_no_fault_of_the_program(example: Path) -> None:
    schema = example / SCHEMA
    schema.write_bytes(schema.read_bytes().replace(b": 80", b": " + b"8" * 5000, 1))
    assert validate_command([str(example), *ASKED_FAST]) in {1, 2}


@pytest.mark.parametrize("form", [DESCRIPTOR, "flat.zip", "nested.zip"])
def test_every_form_of_a_package_has_the_same_report(
    example: Path, capsys: Capsys, form: str
) -> None:
    set_cell(example, "missions", "lantern", "kind", "parade")
    replace_bytes(example, "data/actors.csv", b"smugglers,group", b" smugglers,group")
    assert validate_command([str(example), *ASKED_FAST, "--format", "json"]) == 1
    as_folder = capsys.readouterr().out
    given = {
        DESCRIPTOR: lambda: example / DESCRIPTOR,
        "flat.zip": lambda: zipped(example),
        "nested.zip": lambda: zipped(example, "package-0.0.2/"),
    }[form]()
    assert validate_command([str(given), *ASKED_FAST, "--format", "json"]) == 1
    assert capsys.readouterr().out == as_folder


@pytest.mark.parametrize("damaged", [False, True])
def test_nothing_is_left_of_an_unpacked_zip(
    example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damaged: bool
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    if damaged:
        (example / SCHEMA).unlink()
    assert validate_command([str(zipped(example)), *ASKED_FAST]) == (2 if damaged else 0)
    assert list(temporary.iterdir()) == []


def test_a_zip_cannot_write_outside_its_folder(
    example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    path = zipped(example)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("../../escaped.txt", "out")
    validate_command([str(path), "--layer", "bytes"])
    assert list(tmp_path.rglob("escaped.txt")) == []


def test_a_zip_too_large_to_be_ours_is_not_unpacked(
    example: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "LARGEST_MEMBER", 1000)
    assert validate_command([str(zipped(example))]) == 1
    assert "too large" in capsys.readouterr().out


@pytest.mark.parametrize("cut", [0.001, 0.3, 0.5, 0.99])
def test_a_damaged_zip_is_refused(example: Path, capsys: Capsys, cut: float) -> None:
    path = zipped(example)
    content = bytearray(path.read_bytes())
    at = int(len(content) * cut)
    content[at : at + 30] = bytes(range(30))
    path.write_bytes(content)
    assert validate_command([str(path), *ASKED_FAST]) == 1
    assert "[unreadable-file]" in capsys.readouterr().out


def test_what_is_in_its_form_stays(example: Path, capsys: Capsys) -> None:
    before = contents(example)
    assert format_command([str(example)]) == 0
    assert contents(example) == before
    assert capsys.readouterr().out == "0 files changed\n"


def test_the_formatter_names_what_it_changed(example: Path, capsys: Capsys) -> None:
    before = contents(example)
    replace_bytes(example, MISSIONS, TEXT, b'"' + TEXT + b'"')
    schema = example / SCHEMA
    schema.write_text(json.dumps(json.loads(schema.read_text()), indent=4))
    assert format_command([str(example)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"formatted {MISSIONS}",
        f"formatted {SCHEMA}",
        "2 files changed",
    ]
    assert contents(example) == before


def test_the_formatter_writes_enums_and_takes_out_what_a_release_states(example: Path) -> None:
    before = contents(example)
    edit_json(example, SCHEMA, lambda schema: schema["fields"][1]["constraints"]["enum"].pop())
    edit_json(example, DESCRIPTOR, lambda whole: whole["resources"][3].update(bytes=1))
    assert format_command([str(example)]) == 0
    assert contents(example) == before


def test_one_cell_corrected_touches_one_file(example: Path) -> None:
    before = contents(example)
    set_cell(example, "missions", "lantern", "description_en", "Guards the harbour.")
    assert format_command([str(example)]) == 0
    assert validate_command([str(example), *ASKED_FAST]) == 0
    after = contents(example)
    assert [path for path in after if after[path] != before.get(path)] == [MISSIONS]


def test_the_formatter_writes_nothing_at_all_if_it_must_refuse(
    example: Path, capsys: Capsys
) -> None:
    replace_bytes(example, MISSIONS, b"id,kind", b"id,sort")
    replace_bytes(example, "data/actors.csv", b"id,kind", b"\xef\xbb\xbfid,kind")
    before = contents(example)
    assert format_command([str(example)]) == 1
    assert contents(example) == before
    *reasons, last = capsys.readouterr().err.splitlines()
    assert [reason.partition(":")[0] for reason in reasons] == [MISSIONS]
    assert last == "refused; nothing was written"


@pytest.mark.parametrize("mark", [b"\r\n", b"\r", b"\n"])
def test_the_formatter_changes_no_value(example: Path, mark: bytes) -> None:
    replace_bytes(example, MISSIONS, TEXT, b'"Guards' + mark + b'the coast."')
    before = contents(example)
    assert format_command([str(example)]) in {0, 1}
    assert contents(example) == before


CELLS = st.text(
    st.one_of(
        st.sampled_from(",\"'\n;\t =+-@éïß«»\u2019\u00a0\u202e\U0001f600"),
        st.characters(exclude_categories=["Cs"], exclude_characters="\r"),
    ),
    max_size=12,
)


def is_filled(row: tuple[str, ...]) -> bool:
    return any(cell.strip() for cell in row)


@pytest.fixture(scope="module")
def five_columns(written_example: Path) -> Schema:
    with open_package(written_example) as package:
        return package.table("considerations").schema


@settings(deadline=None, max_examples=100, derandomize=True)
@given(rows=st.lists(st.tuples(*[CELLS] * 5).filter(is_filled), max_size=6))
def test_whatever_the_cells_hold_the_canonical_form_gives_it_back(
    five_columns: Schema, rows: list[tuple[str, ...]]
) -> None:
    schema = five_columns
    content = canonical(schema, [Row(0, row) for row in rows])
    again = Table("considerations", "data/considerations.csv", schema, content)
    assert again.readable
    assert sorted(row.cells for row in again.rows) == sorted(rows)
    assert canonical(schema, again.rows) == content
    assert canonical(schema, again.rows[::-1]) == content or len({row[0] for row in rows}) < len(
        rows
    )
