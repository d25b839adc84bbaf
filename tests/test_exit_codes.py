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

from tests.example import DOCUMENT, delete_row, set_cell
from tests.shared import LETTER_FILE, shared_file
from validation.commands.explain import explain_command
from validation.commands.export import export_command
from validation.commands.format import format_command
from validation.commands.validate import validate_command
from validation.commands.verify import verify_command
from validation.package import profile
from validation.rules import relations
from validation.rules import run as layers
from validation.rules.relations import RULES_HERE

FAST = [
    part for layer in ("bytes", "structure", "columns", "relations") for part in ("--layer", layer)
]


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
    example: Path, capsys: pytest.CaptureFixture[str], damage: Callable[[Path], object], said: str
) -> None:
    damage(example)
    assert validate_command([str(example), *FAST]) == 2
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
    capsys: pytest.CaptureFixture[str],
    damage: Callable[[Path], object],
    said: str,
    layers_asked: list[str],
) -> None:
    damage(example)
    assert validate_command([str(example), *layers_asked]) == 2
    assert capsys.readouterr().err == f"{said}\nthis package cannot be read\n"


@pytest.fixture
def own_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let validation look for its profile elsewhere."""
    monkeypatch.setattr(profile, "ROOT", tmp_path)
    unwrapped = inspect.unwrap(profile._profile)  # noqa: SLF001 - what it found is kept
    monkeypatch.setattr(profile, "_profile", unwrapped)
    return tmp_path


@pytest.mark.parametrize(
    ("text", "status"), [(None, 2), ("{", 1), ("{}", 1), ('{"$defs": {"schema": 7}}', 1)]
)
def test_a_profile_that_is_missing_or_none_is_no_fault_of_the_program(
    example: Path,
    capsys: pytest.CaptureFixture[str],
    own_profile: Path,
    text: str | None,
    status: int,
) -> None:
    if text is not None:
        (own_profile / "schemas").mkdir()
        (own_profile / "schemas/package.json").write_text(text)
    assert validate_command([str(example), *FAST]) == status
    printed = capsys.readouterr()
    assert "schemas/package.json" in printed.out + printed.err


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (write("datapackage.json", ""), "datapackage.json: the file is empty"),
        (write("datapackage.json", "{"), "datapackage.json:1: this is not JSON"),
        (write("datapackage.json", "[]"), "datapackage.json: the file holds no JSON object"),
        (write("datapackage.json", "{}"), "datapackage.json: resources: this is not a list of"),
        (write("datapackage.json", '{"resources": [7]}'), "resources/0: this is not an object"),
        (write("datapackage.json", '{"resources": [{}]}'), "the property `name` is missing"),
        (point("../outside.csv"), "'../outside.csv': the path leads out of the package"),
        (write("schemas/missions.json", "{}"), "the property `fields` is missing"),
        (write("data/missions.csv", "\n"), "data/missions.csv: the file is empty"),
    ],
)
def test_wrong_content_ends_with_1_in_every_command(
    example: Path, capsys: pytest.CaptureFixture[str], damage: Callable[[Path], object], said: str
) -> None:
    damage(example)
    before = contents(example)
    assert validate_command([str(example), *FAST]) == 1
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
    example: Path, capsys: pytest.CaptureFixture[str], form: str
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
    example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write("schemas/bounds.json", '{"bounds": [], "bounds": []}')(example)
    record = example / "data/releases/0.0.1.json"
    record.write_text(record.read_text().replace('"version": "0.0.1"', '"version": 1'))
    set_cell(example, "missions", "lantern", "kind", "parade")
    assert validate_command([str(example)]) == 1
    said = capsys.readouterr().out
    assert "schemas/bounds.json:1: `bounds` stands here a second time" in said
    assert "data/releases/0.0.1.json: version: this is not the record of 0.0.1" in said
    assert "[enum]" in said


def test_where_a_file_is_missing_too_every_problem_is_printed_and_the_end_is_2(
    example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    remove("data/missions.csv")(example)
    write("schemas/actors.json", "{")(example)
    assert validate_command([str(example)]) == 2
    said = capsys.readouterr().err
    assert "data/missions.csv: the file is missing" in said
    assert "schemas/actors.json:1: this is not JSON" in said


@pytest.mark.parametrize(
    "entry",
    [
        '{"table": "missions", "measure": "rows", "reason": "", "minimum": "3"}',
        '{"table": "missions", "measure": "rows", "reason": "", "minimum": true}',
        '{"table": "missions", "measure": "rows", "reason": "", "minimum": 3, "maximum": 2}',
        '{"table": "missions", "measure": "codes", "reason": "", "column": "kind", "codes": "a"}',
        '{"table": ["missions"], "measure": "rows", "reason": ""}',
        "7",
    ],
)
def test_a_bound_of_the_wrong_type_ends_with_1(
    example: Path, capsys: pytest.CaptureFixture[str], entry: str
) -> None:
    write("schemas/bounds.json", f'{{"bounds": [{entry}]}}')(example)
    assert validate_command([str(example), "--layer", "drift"]) == 1
    assert "schemas/bounds.json: bounds/0: this states no bounds" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["--layer", "none"], ["--format", "none"], ["a", "b"]])
def test_misuse_ends_with_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        validate_command(arguments)
    assert ended.value.code == 2


@pytest.mark.parametrize("name", ["nowhere", "letter.txt", "empty.zip"])
def test_what_is_no_package_ends_with_2(tmp_path: Path, name: str) -> None:
    (tmp_path / "letter.txt").write_text("no package")
    with zipfile.ZipFile(tmp_path / "empty.zip", "w"):
        pass
    assert validate_command([str(tmp_path / name)]) == 2


def zipped(package: Path, folder: str) -> Path:
    """The package as a zip, below a folder or flat."""
    path = package.parent / "package.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(package.rglob("*")):
            archive.write(file, f"{folder}{file.relative_to(package)}")
    return path


@pytest.mark.parametrize("broken", [False, True])
@pytest.mark.parametrize("form", ["folder", "descriptor", "flat", "nested"])
def test_a_package_is_judged_the_same_in_every_form(
    example: Path, capsys: pytest.CaptureFixture[str], form: str, broken: bool
) -> None:
    if broken:
        set_cell(example, "missions", "lantern", "kind", "parade")
    given = {
        "folder": lambda: example,
        "descriptor": lambda: example / "datapackage.json",
        "flat": lambda: zipped(example, ""),
        "nested": lambda: zipped(example, "package-1/"),
    }[form]()
    assert validate_command([str(given), *FAST]) == int(broken)
    assert ("[enum]" in capsys.readouterr().out) == broken


def test_a_fault_of_the_program_ends_with_3_in_one_line(
    example: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("two\nlines")

    monkeypatch.setattr(layers, "run_layer", fail)
    assert validate_command([str(example), *FAST]) == 3
    said = capsys.readouterr().err
    assert said == "a fault of the program: ValueError: two (--debug shows where)\n"
    assert validate_command([str(example), *FAST, "--debug"]) == 3
    assert capsys.readouterr().err.startswith("Traceback")


def test_a_rule_that_raises_is_a_message_and_the_others_still_run(
    example: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def tree_cycle(_: object) -> None:
        raise ValueError("a rule of ours")

    rules = [tree_cycle if rule.__name__ == "tree_cycle" else rule for rule in RULES_HERE]
    monkeypatch.setattr(relations, "RULES_HERE", rules)
    set_cell(example, "missions", "lantern", "kind", "parade")
    delete_row(example, "commitments", f"{DOCUMENT}/lantern")
    assert validate_command([str(example), *FAST]) == 3
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
    assert validate_command([str(package), *FAST]) in {0, 1, 2}


def contents(package: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in package.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"\xef\xbb\xbf" + content,
        lambda content: content.replace(b"\n", b"\r\n"),
        lambda content: content.rstrip(b"\n"),
        lambda content: b"\n".join(
            [content.split(b"\n")[0], *content.split(b"\n")[:0:-1][1:], b""]
        ),
        lambda content: content.replace(b"lantern,", b'"lantern",', 1),
    ],
    ids=["byte-order-mark", "crlf", "no-final-newline", "row-order", "quotes"],
)
def test_the_formatter_restores_the_form_and_nothing_else(
    example: Path, damage: Callable[[bytes], bytes]
) -> None:
    before = contents(example)
    table = example / "data/missions.csv"
    table.write_bytes(damage(table.read_bytes()))
    assert contents(example) != before
    assert format_command([str(example)]) == 0
    assert contents(example) == before


def test_the_formatter_writes_enums(example: Path) -> None:
    before = contents(example)
    path = example / "schemas/missions.json"
    path.write_text(path.read_text().replace('"standing_force",', ""))
    format_command([str(example)])
    assert contents(example) == before


def test_the_formatter_refuses_what_it_does_not_understand(
    example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = example / "data/missions.csv"
    table.write_bytes(table.read_bytes().replace(b"id,kind", b"id,sort", 1))
    (example / "data/actors.csv").write_bytes((example / "data/actors.csv").read_bytes() + b"\n")
    before = contents(example)
    assert format_command([str(example)]) == 1
    assert contents(example) == before
    assert "data/missions.csv" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"", 2), (b"\xff\xfe\x00", 2), (b"A wholly different text about nothing.\n", 2)],
    ids=["empty", "binary", "another"],
)
def test_what_is_not_the_letter_is_refused_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, status: int
) -> None:
    text = tmp_path / "text.txt"
    text.write_bytes(content)
    assert verify_command([str(text)]) == status
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_missing_letter_is_refused(tmp_path: Path) -> None:
    assert verify_command([str(tmp_path / "nowhere.txt")]) == 2


def test_a_letter_the_package_does_not_have_is_refused(example: Path) -> None:
    text = example.parent / "letter" / f"{DOCUMENT}.txt"
    assert verify_command([str(text), "--document", DOCUMENT]) == 2


def test_a_changed_word_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    print_ = shared_file(LETTER_FILE).read_text("utf-8")
    changed = tmp_path / "changed.txt"
    changed.write_text(print_.replace("260", "250"), "utf-8")
    assert verify_command([str(changed)]) == 1
    said = capsys.readouterr().out
    assert said.startswith("kst-33694-9.s02.p5.z1 differs, lines ")
    assert "118 seals checked, 117 hold, 1 differ, 0 not found" in said
