"""What a package is opened from, and what is said where that is something else."""

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.example import ASKED_FAST, DOCUMENT, Capsys, edit_json, set_cell, write_json, zipped
from validation.commands.format import format_command
from validation.commands.validate import validate_command
from validation.package import unpacking
from validation.package.errors import ContentError
from validation.package.opening import DESCRIPTOR, ROOT, open_package
from validation.package.strict_json import JsonError, parse

SCHEMA = "schemas/missions.json"
MISSIONS = "data/missions.csv"

Edit = Callable[[Any], object]


def swap(package: Path, path: str, old: str, new: str) -> None:
    text = (package / path).read_text("utf-8")
    assert old in text
    (package / path).write_text(text.replace(old, new, 1), "utf-8")


# JSON


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('{"a": 1,\n "b": {"c": 1,\n "c": 2}}', 3, "`c` occurs here a second time"),
        ('{"a": 1,\n "\\u0061": 2}', 2, "`a` occurs here a second time"),
        ('{"a":\nNaN}', 2, "`NaN` is not a number"),
        ('["NaN",\n-Infinity]', 2, "`-Infinity` is not a number"),
        ('{"a": 1,\n "b": ' + "8" * 5000 + "}", 2, "at most 18 digits"),
        ("[1e999]", 1, "at most 18 digits"),
        ('{"a": [1,\n 2]', 2, "this is not JSON"),
        ('{"a": 1, "a": 2,\n "b" 3}', 2, "this is not JSON"),
        ('["a",\n"\\ud800"]', 2, "half of a surrogate pair"),
        ("\ufeff{}", 1, "starts with a byte order mark"),
        ("[" * 100_000, 0, "nested too deep"),
    ],
)
def test_json_that_readers_take_in_two_ways_is_refused(text: str, line: int, said: str) -> None:
    with pytest.raises(JsonError, match=said) as refused:
        parse(text.encode())
    assert [where for where, *_ in refused.value.faults] == [line]


def test_every_repeated_key_is_named() -> None:
    with pytest.raises(JsonError) as refused:
        parse(b'{"a": 1, "a": 2,\n "b": [{"c": 1, "c": 2}, {"c": 3}], "a": 3}')
    assert [line for line, *_ in refused.value.faults] == [1, 2, 2]


def test_a_whole_number_is_one_however_it_is_written() -> None:
    found = parse(b"[80.0, 8e1, -0.0, 0.25, 999999999999999999]")
    assert repr(found) == "[80, 80, 0, 0.25, 999999999999999999]"


def test_a_repeated_key_is_refused_and_never_dropped(example: Path, capsys: Capsys) -> None:
    swap(example, SCHEMA, '"required": true', '"required": true, "required": false')
    before = (example / SCHEMA).read_bytes()
    assert validate_command([str(example), *ASKED_FAST]) == 1
    said = capsys.readouterr().out
    assert f"{SCHEMA}:" in said
    assert "`required` occurs here a second time" in said
    assert format_command([str(example)]) == 1
    assert (example / SCHEMA).read_bytes() == before


@pytest.mark.parametrize("number", ["80.0", "8e1"])
def test_a_whole_number_is_judged_and_its_spelling_found(
    example: Path, capsys: Capsys, number: str
) -> None:
    before = (example / SCHEMA).read_bytes()
    set_cell(example, "missions", "lantern", "label_en", "L" + "a" * 80)
    swap(example, SCHEMA, '"maxLength": 80', f'"maxLength": {number}')
    assert validate_command([str(example), *ASKED_FAST]) == 1
    said = capsys.readouterr().out
    assert "[canonical-form]" in said
    assert "[length]" in said
    assert format_command([str(example)]) == 0
    assert (example / SCHEMA).read_bytes() == before


# A number of thousands of digits


@pytest.mark.parametrize(
    ("table", "key", "column"),
    [
        ("passages", f"{DOCUMENT}.s02.p2.z2", "position"),
        ("passages", f"{DOCUMENT}.s02.p2.z2", "seal_length"),
        ("passages", f"{DOCUMENT}.s02.p2.z2", "page"),
        ("codes", "mission_kind/operation", "position"),
        ("mission_facts", "lantern/follow_up/1", "position"),
        ("countries", "NLD", "un_member_since"),
        ("contributions", f"{DOCUMENT}/beacons", "amount"),
    ],
)
def test_a_cell_of_thousands_of_digits_is_a_finding(
    example: Path, capsys: Capsys, table: str, key: str, column: str
) -> None:
    set_cell(example, table, key, column, "8" * 5000)
    assert validate_command([str(example), *ASKED_FAST]) == 1
    assert f"{column} '888" in capsys.readouterr().out
    assert validate_command([str(example), "--layer", "relations"]) in {0, 1}
    assert format_command([str(example)]) in {0, 1}


# The descriptor and the schemas


def resource(**properties: object) -> Edit:
    return lambda whole: whole["resources"][3].update(properties)


@pytest.mark.parametrize(
    ("path", "edit", "said"),
    [
        (
            DESCRIPTOR,
            resource(path=[MISSIONS, MISSIONS]),
            "datapackage.json: resources/3/path: a table is one file; join the parts, and give one",
        ),
        (
            DESCRIPTOR,
            resource(data=[{"id": "lantern"}]),
            "datapackage.json: resources/3/data: rows do not belong in the descriptor",
        ),
        (
            DESCRIPTOR,
            resource(schema={"fields": []}),
            "datapackage.json: resources/3/schema: a schema does not belong in the descriptor",
        ),
        (
            DESCRIPTOR,
            resource(path="https://example.org/missions.csv"),
            "resources/3/path 'https://example.org/missions.csv': this is a URL",
        ),
        (
            DESCRIPTOR,
            lambda whole: whole["resources"][3].pop("schema"),
            "datapackage.json: resources/3: the property `schema` is missing",
        ),
        (
            DESCRIPTOR,
            resource(name="actors"),
            "'actors': two resources have this name",
        ),
        (
            SCHEMA,
            lambda schema: schema["fields"][4]["constraints"].update(maxLength="80"),
            "missions.json: fields/4/constraints/maxLength '80': this must be of type integer",
        ),
        (
            SCHEMA,
            lambda schema: schema["fields"][4].pop("type"),
            "schemas/missions.json: fields/4: the property `type` is missing",
        ),
        (
            SCHEMA,
            lambda schema: schema.pop("primaryKey"),
            "schemas/missions.json: the property `primaryKey` is missing",
        ),
    ],
)
def test_a_property_of_the_wrong_kind_is_named_in_one_sentence(
    example: Path, capsys: Capsys, path: str, edit: Edit, said: str
) -> None:
    edit_json(example, path, edit)
    assert validate_command([str(example), *ASKED_FAST, "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)["findings"]
    assert len(found) == 1
    assert validate_command([str(example), *ASKED_FAST]) == 1
    assert said in capsys.readouterr().out


def test_a_package_of_another_kind_is_called_that(tmp_path: Path, capsys: Capsys) -> None:
    write_json(
        tmp_path / DESCRIPTOR,
        {
            "name": "rivers",
            "resources": [
                {"name": "rivers", "path": "rivers.csv", "schema": {"fields": []}},
                {"name": "lakes", "data": [{"id": 1}]},
                {"name": "seas", "path": ["a.csv", "b.csv"], "schema": "seas.json"},
            ],
        },
    )
    assert validate_command([str(tmp_path)]) == 2
    assert capsys.readouterr().err == (
        "datapackage.json: this is a data package, but not one of this kind: it has none of the "
        "tables `codes`, `evidence`, `passages`\nthis package cannot be read\n"
    )


@pytest.mark.parametrize("declared", [False, True])
def test_capitals_in_a_path_are_named(example: Path, capsys: Capsys, declared: bool) -> None:
    (example / MISSIONS).rename(example / "data/missions.CSV")
    if declared:
        edit_json(example, DESCRIPTOR, resource(path="data/missions.CSV"))
    assert validate_command([str(example), *ASKED_FAST]) == (1 if declared else 2)
    printed = capsys.readouterr()
    if declared:
        assert "resources/3/path 'data/missions.CSV': this must be written without capitals" in (
            printed.out
        )
    else:
        assert "data/missions.csv: the file is missing; `missions.CSV` is there" in printed.err


def test_a_table_in_capitals_that_nobody_declares_is_a_stray(example: Path, capsys: Capsys) -> None:
    (example / "data/EXTRA.CSV").write_bytes((example / MISSIONS).read_bytes())
    assert validate_command([str(example), *ASKED_FAST]) == 1
    assert "data/EXTRA.CSV: the descriptor does not list this table" in capsys.readouterr().out


def test_what_a_mac_leaves_behind_is_passed_over(example: Path, capsys: Capsys) -> None:
    for path in ("data/._regions.csv", "schemas/._regions.json", "data/releases/._0.0.1.json"):
        (example / path).write_bytes(b"\0\5\x16\7\0\2\0\0Mac OS X        ")
    (example / "data/.DS_Store").write_bytes(b"\0\0\0\1Bud1")
    assert validate_command([str(example)]) == 0, capsys.readouterr()


# What was not read


@pytest.mark.parametrize("layer", ["columns", "relations", "drift"])
def test_a_table_that_nobody_read_is_never_clean(example: Path, capsys: Capsys, layer: str) -> None:
    swap(example, MISSIONS, "id,kind", "id,sort")
    swap(example, "data/regions.csv", "id,kind", "id,sort")
    arguments = [str(example), "--layer", layer, "--format", "json"]
    assert validate_command(arguments) == 1
    found = json.loads(capsys.readouterr().out)["findings"]
    unread = [(entry["file"], entry["severity"]) for entry in found]
    assert unread == [(MISSIONS, "error"), ("data/regions.csv", "error")]
    assert {entry["rule"] for entry in found} == {"unread-table"}
    assert validate_command([str(example), "--format", "json"]) == 1
    rules = {entry["rule"] for entry in json.loads(capsys.readouterr().out)["findings"]}
    assert "unread-table" not in rules


def test_a_table_with_a_faulty_schema_is_not_clean_in_a_layer_of_its_own(
    example: Path, capsys: Capsys
) -> None:
    edit_json(example, SCHEMA, lambda schema: schema.update(primaryKey=["key"]))
    assert validate_command([str(example), "--layer", "columns"]) == 1
    assert f"{MISSIONS}: this table cannot be read" in capsys.readouterr().out
    assert validate_command([str(example), *ASKED_FAST]) == 1
    assert "[unread-table]" not in capsys.readouterr().out


def test_a_table_that_rules_need_and_is_not_there_is_an_error(
    example: Path, capsys: Capsys
) -> None:
    def without(whole: dict[str, Any]) -> None:
        whole["resources"] = [one for one in whole["resources"] if one["name"] != "retired_ids"]

    edit_json(example, DESCRIPTOR, without)
    for path in ("data/sources/retired_ids.csv", "schemas/retired_ids.json"):
        (example / path).unlink()
    assert validate_command([str(example), "--layer", "relations"]) == 1
    said = capsys.readouterr().out
    assert "resources 'retired_ids': rules need this table" in said


def test_junit_has_what_another_layer_says(example: Path, capsys: Capsys) -> None:
    swap(example, MISSIONS, "id,kind", "id,sort")
    assert validate_command([str(example), "--layer", "columns", "--format", "junit"]) == 1
    assert MISSIONS in capsys.readouterr().out


# The argument


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("https://example.org/package.zip", "this is a URL; download the package"),
        ("file:///tmp/package", "this is a URL; download the package"),
        ("letter.txt\0", "there is no such file or folder"),
    ],
)
def test_what_is_no_path_is_called_that(capsys: Capsys, given: str, said: str) -> None:
    assert validate_command([given]) == 2
    assert said in capsys.readouterr().err


def test_an_empty_argument_is_not_the_current_folder(capsys: Capsys) -> None:
    with pytest.raises(SystemExit) as ended:
        validate_command([""])
    assert ended.value.code == 2
    assert "an empty argument is no path" in capsys.readouterr().err


# Zips


@pytest.mark.parametrize(
    ("folder", "name", "by"),
    [
        ("", "X.ZIP", "/"),
        ("", "package.bin", "/"),
        ("releases/package-1/", "package.zip", "/"),
        ("", "package.zip", "\\"),
        ("package-1/", "package.zip", "\\"),
    ],
    ids=["capitals", "another-name", "two-folders-down", "backslashes", "backslashes-in-a-folder"],
)
def test_a_zip_is_opened_however_it_is_packed(
    example: Path, capsys: Capsys, folder: str, name: str, by: str
) -> None:
    path = zipped(example, folder, name, by)
    before = path.read_bytes()
    assert validate_command([str(path), *ASKED_FAST]) == 0, capsys.readouterr()
    assert format_command([str(path)]) == 2
    assert path.read_bytes() == before


def test_a_zip_from_a_mac_is_opened(example: Path, capsys: Capsys) -> None:
    path = zipped(example, "package-1/")
    with zipfile.ZipFile(path, "a") as archive:
        for member in ("datapackage.json", "data/._regions.csv"):
            archive.writestr(f"__MACOSX/package-1/._{member.rpartition('/')[2]}", b"\0\5\x16\7")
        archive.writestr("package-1/data/._regions.csv", b"\0\5\x16\7")
        archive.writestr("package-1/.DS_Store", b"\0\0\0\1Bud1")
    assert validate_command([str(path), *ASKED_FAST]) == 0, capsys.readouterr()


def test_two_packages_in_a_zip_are_named(example: Path, capsys: Capsys) -> None:
    path = example.parent / "two.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for folder in ("one", "two"):
            archive.write(example / DESCRIPTOR, f"{folder}/{DESCRIPTOR}")
    assert validate_command([str(path)]) == 2
    said = "the zip holds 2 packages, one/datapackage.json, two/datapackage.json; unpack it and"
    assert said in capsys.readouterr().err


def test_an_encrypted_zip_is_called_that(example: Path, capsys: Capsys) -> None:
    path = zipped(example)
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\1\2") + 8] |= 1
    path.write_bytes(content)
    assert validate_command([str(path)]) == 1
    assert "is encrypted; make the zip without a password" in capsys.readouterr().out


def test_the_members_of_a_zip_are_limited_together(
    example: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = zipped(example)
    with zipfile.ZipFile(path) as archive:
        whole = sum(member.file_size for member in archive.infolist())
    monkeypatch.setattr(unpacking, "LARGEST_WHOLE", whole)
    with open_package(path):
        pass
    monkeypatch.setattr(unpacking, "LARGEST_WHOLE", whole - 1)
    assert validate_command([str(path)]) == 1
    assert "the contents of the zip are too large for a package" in capsys.readouterr().out


def test_a_member_that_is_larger_than_it_says_is_damage(example: Path) -> None:
    path = zipped(example)
    content = bytearray(path.read_bytes())
    at = content.index(b"PK\1\2") + 24
    content[at : at + 4] = (1).to_bytes(4, "little")
    path.write_bytes(content)
    with pytest.raises(ContentError, match="this zip is damaged"):
        open_package(path)


def test_a_killed_run_leaves_nothing_unpacked(example: Path, tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    program = (
        "import sys, time; from pathlib import Path; from validation import open_package;"
        "package = open_package(Path(sys.argv[1])); print(package.root, flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, zipped(example)],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as running:
        assert running.stdout is not None
        unpacked = Path(running.stdout.readline().strip())
        assert (unpacked / DESCRIPTOR).is_file()
        os.killpg(running.pid, signal.SIGKILL)
    ends = time.monotonic() + 30
    while any(temporary.iterdir()) and time.monotonic() < ends:
        time.sleep(0.05)
    assert list(temporary.iterdir()) == []
