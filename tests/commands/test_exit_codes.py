"""Every way a command can end has its number, and never a traceback."""

import inspect
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.example import ASKED_FAST, DOCUMENT, Capsys, contents, delete_row, set_cell
from tests.shared import LETTER_FILE, shared_file
from validation.commands.explain import explain_command
from validation.commands.export import export_command
from validation.commands.format import format_command
from validation.commands.release import release_command
from validation.commands.validate import validate_command
from validation.commands.verify import verify_command
from validation.package import profile
from validation.rules import relations
from validation.rules import run as layers
from validation.rules.relations import RULES_HERE


def write(path: str, text: str) -> Callable[[Path], object]:
    return lambda package: (package / path).write_text(text, "utf-8")


def remove(path: str) -> Callable[[Path], object]:
    return lambda package: (package / path).unlink()


def folder_for(path: str) -> Callable[[Path], object]:
    """Put a folder where a file should be: nobody can read it, not even root."""

    def edit(package: Path) -> None:
        (package / path).unlink()
        (package / path).mkdir()

    return edit


def point(path: str) -> Callable[[Path], object]:
    """Let the first resource name another path."""

    def edit(package: Path) -> None:
        descriptor = json.loads((package / "datapackage.json").read_text())
        descriptor["resources"][0]["path"] = path
        (package / "datapackage.json").write_text(json.dumps(descriptor))

    return edit


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (remove("datapackage.json"), "datapackage.json: the file is missing"),
        (remove("schemas/missions.json"), "schemas/missions.json: the file is missing"),
        (remove("data/missions.csv"), "data/missions.csv: the file is missing"),
        (folder_for("data/missions.csv"), "data/missions.csv: Is a directory"),
        (folder_for("schemas/missions.json"), "schemas/missions.json: Is a directory"),
    ],
)
def test_what_is_not_opened_ends_with_2(
    example: Path, capsys: Capsys, damage: Callable[[Path], object], said: str
) -> None:
    damage(example)
    assert validate_command([str(example), *ASKED_FAST]) == 2
    printed = capsys.readouterr()
    assert printed.err == f"{said}\nthis package cannot be read\n"
    assert printed.out == ""


@pytest.mark.parametrize("layers_asked", [["--layer", "drift"], []])
@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (remove("schemas/bounds.json"), "schemas/bounds.json: the file is missing"),
        (folder_for("schemas/bounds.json"), "schemas/bounds.json: Is a directory"),
        (folder_for("data/releases/0.0.1.json"), "data/releases/0.0.1.json: Is a directory"),
    ],
)
def test_a_file_of_drift_that_is_not_opened_ends_with_2(
    example: Path,
    capsys: Capsys,
    damage: Callable[[Path], object],
    said: str,
    layers_asked: list[str],
) -> None:
    damage(example)
    assert validate_command([str(example), *layers_asked]) == 2
    assert capsys.readouterr().err == f"{said}\nthis package cannot be read\n"


@pytest.fixture
def own_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let validation look for its profile elsewhere, and remember nothing of the one there is."""
    monkeypatch.setattr(profile, "ROOT", tmp_path)
    for name in ("_faults", "schema_faults", "_profile"):  # what they found is kept
        monkeypatch.setattr(profile, name, inspect.unwrap(getattr(profile, name)))
    return tmp_path


@pytest.mark.parametrize(
    ("text", "status"), [(None, 2), ("{", 1), ("{}", 1), ('{"$defs": {"schema": 7}}', 1)]
)
def test_a_profile_that_is_missing_or_none_is_no_fault_of_the_program(
    example: Path, capsys: Capsys, own_profile: Path, text: str | None, status: int
) -> None:
    if text is not None:
        (own_profile / "schemas").mkdir()
        (own_profile / "schemas/package.json").write_text(text)
    assert validate_command([str(example), *ASKED_FAST]) == status
    printed = capsys.readouterr()
    assert "schemas/package.json" in printed.out + printed.err


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (write("datapackage.json", ""), "datapackage.json: the file is empty"),
        (write("datapackage.json", "{"), "datapackage.json:1: this is not JSON"),
        (write("datapackage.json", "[]"), "datapackage.json: the file contains no JSON object"),
        (write("datapackage.json", "{}"), "datapackage.json: resources: this is not a list of"),
        (write("datapackage.json", '{"resources": [7]}'), "resources/0: this is not an object"),
        (write("datapackage.json", '{"resources": [{}]}'), "the property `name` is missing"),
        (point("../outside.csv"), "'../outside.csv': the path leads outside the package"),
        (write("schemas/missions.json", "{}"), "the property `fields` is missing"),
        (write("data/missions.csv", "\n"), "data/missions.csv: the file is empty"),
    ],
)
def test_wrong_content_ends_with_1_in_every_command(
    example: Path, capsys: Capsys, damage: Callable[[Path], object], said: str
) -> None:
    damage(example)
    before = contents(example)
    assert validate_command([str(example), *ASKED_FAST]) == 1
    printed = capsys.readouterr()
    assert said in printed.out
    assert printed.err == ""
    for run, arguments in (
        (explain_command, ["lantern", "--package"]),
        (export_command, []),
        (format_command, []),
    ):
        assert run([*arguments, str(example)]) == 1
        assert said in capsys.readouterr().err
    assert contents(example) == before


@pytest.mark.parametrize("form", ["text", "json", "github", "junit", "html"])
def test_wrong_content_is_reported_in_every_format(
    example: Path, capsys: Capsys, form: str
) -> None:
    write("schemas/missions.json", "{")(example)
    write("schemas/actors.json", "[]")(example)
    write("data/threats.csv", "")(example)
    write("schemas/bounds.json", "{")(example)
    write("data/releases/0.0.1.json", "\ufeff{}")(example)
    assert validate_command([str(example), "--format", form]) == 1
    printed = capsys.readouterr()
    assert printed.err == ""
    for path in (
        *("schemas/missions.json", "schemas/actors.json", "data/threats.csv"),
        *("schemas/bounds.json", "data/releases/0.0.1.json"),
    ):
        assert path in re.sub("<wbr ?/?>", "", printed.out)


def test_bounds_that_cannot_be_read_leave_the_rest_to_be_judged(
    example: Path, capsys: Capsys
) -> None:
    write("schemas/bounds.json", '{"bounds": [], "bounds": []}')(example)
    record = example / "data/releases/0.0.1.json"
    record.write_text(record.read_text().replace('"version": "0.0.1"', '"version": 1'))
    set_cell(example, "missions", "lantern", "kind", "parade")
    assert validate_command([str(example)]) == 1
    said = capsys.readouterr().out
    assert "schemas/bounds.json:1: the key `bounds` occurs here a second time" in said
    assert "data/releases/0.0.1.json: version: this is not the record of 0.0.1" in said
    assert "[enum]" in said


def test_where_a_file_is_missing_too_every_problem_is_printed_and_the_end_is_2(
    example: Path, capsys: Capsys
) -> None:
    remove("data/missions.csv")(example)
    write("schemas/actors.json", "{")(example)
    assert validate_command([str(example)]) == 2
    said = capsys.readouterr().err
    assert "data/missions.csv: the file is missing" in said
    assert "schemas/actors.json:1: this is not JSON" in said


@pytest.mark.parametrize(
    ("entry", "pointer"),
    [
        ({"maximum": "3"}, "bounds/0/maximum"),
        ({"maximum": -1}, "bounds/0/maximum"),
        ({"measure": "size"}, "bounds/0/measure"),
        ({"table": ["missions"]}, "bounds/0/table"),
        ({"table": "mission"}, "bounds/0/table"),
        ({"shape": 1}, "bounds/0"),
        (7, "bounds/0"),
    ],
)
def test_a_bound_of_the_wrong_type_ends_with_1(
    example: Path, capsys: Capsys, entry: object, pointer: str
) -> None:
    bound = {"measure": "rows", "maximum": 3, "reason": "so", "reason_nl": "zo"}
    stated = {**bound, **entry} if isinstance(entry, dict) else entry
    write("schemas/bounds.json", json.dumps({"bounds": [stated], "accepted": []}))(example)
    assert validate_command([str(example), "--layer", "drift"]) == 1
    assert f"\nschemas/bounds.json: {pointer}" in capsys.readouterr().out


MISUSE: dict[Callable[[list[str]], int], tuple[list[str], ...]] = {
    validate_command: (["--layer", "none"], ["--format", "none"], ["--most", "-1"], ["a", "b"]),
    explain_command: ([], ["lantern", "--lang", "de"], ["a", "b"]),
    release_command: ([], ["none"], ["declare"], ["declare", "1.0"], ["diff"]),
}


@pytest.mark.parametrize(
    ("command", "arguments"),
    [(command, arguments) for command, several in MISUSE.items() for arguments in several],
)
def test_misuse_ends_with_2(
    command: Callable[[list[str]], int], arguments: list[str], capsys: Capsys
) -> None:
    with pytest.raises(SystemExit) as ended:
        command(arguments)
    assert ended.value.code == 2
    assert "usage: " in capsys.readouterr().err


@pytest.mark.parametrize("name", ["nowhere", "letter.txt", "empty.zip"])
def test_what_is_no_package_ends_with_2(tmp_path: Path, name: str) -> None:
    (tmp_path / "letter.txt").write_text("no package")
    with zipfile.ZipFile(tmp_path / "empty.zip", "w"):
        pass
    assert validate_command([str(tmp_path / name)]) == 2


def test_a_fault_of_the_program_ends_with_3_in_one_line(
    example: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("two\nlines")

    monkeypatch.setattr(layers, "run_layer", fail)
    assert validate_command([str(example), *ASKED_FAST]) == 3
    said = capsys.readouterr().err
    assert said == "a fault of the program: ValueError: two (--debug shows where)\n"
    assert validate_command([str(example), *ASKED_FAST, "--debug"]) == 3
    assert capsys.readouterr().err.startswith("Traceback")


def test_a_rule_that_raises_is_a_message_and_the_others_still_run(
    example: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tree_cycle(_: object) -> None:
        raise ValueError("a rule of ours")

    rules = [tree_cycle if rule.__name__ == "tree_cycle" else rule for rule in RULES_HERE]
    monkeypatch.setattr(relations, "RULES_HERE", rules)
    set_cell(example, "missions", "lantern", "kind", "parade")
    delete_row(example, "commitments", f"{DOCUMENT}/lantern")
    assert validate_command([str(example), *ASKED_FAST]) == 3
    printed = capsys.readouterr()
    assert "[enum]" in printed.out
    assert "[decided-commitment]" in printed.out
    assert printed.err == (
        "a fault of the program: the rule tree-cycle failed: ValueError: a rule of ours\n"
    )


@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_damage_to_a_file_is_a_fault_of_the_program(
    written_example: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    package = tmp_path_factory.mktemp("damaged") / "package"
    shutil.copytree(written_example, package)
    files = sorted(path for path in package.rglob("*") if path.is_file())
    file = data.draw(st.sampled_from(files))
    content = file.read_bytes()
    at = data.draw(st.integers(0, len(content)))
    length = data.draw(st.integers(0, 40))
    file.write_bytes(content[:at] + data.draw(st.binary(max_size=12)) + content[at + length :])
    assert validate_command([str(package), *ASKED_FAST]) in {0, 1, 2}
    asked = data.draw(st.sampled_from(["lantern", "s02.p1.z1", DOCUMENT]))
    assert explain_command([asked, "--package", str(package)]) in {0, 1, 2}


def test_the_formatter_puts_rows_in_their_order(example: Path) -> None:
    before = contents(example)
    table = example / "data/missions.csv"
    header, *rows = table.read_bytes().splitlines(keepends=True)
    table.write_bytes(b"".join([header, *rows[::-1]]))
    assert contents(example) != before
    assert format_command([str(example)]) == 0
    assert contents(example) == before


def test_a_changed_word_is_named(tmp_path: Path, capsys: Capsys) -> None:
    print_ = shared_file(LETTER_FILE).read_text("utf-8")
    changed = tmp_path / "changed.txt"
    changed.write_text(print_.replace("260", "250"), "utf-8")
    assert verify_command([str(changed)]) == 1
    said = capsys.readouterr().out
    assert said.startswith("kst-33694-9.s02.p5.z1 differs, lines ")
    assert "118 seals checked, 117 hold, 1 differ, 0 not found" in said
