"""What commands say of misuse, refusals and folders: in which language, and of which path."""

import tempfile
from pathlib import Path

import pytest

from tests.example import Capsys, set_cell
from tests.files import documented
from validation.catalogue.languages import Both
from validation.commands.agreement import agreement_command
from validation.commands.explain import explain_command
from validation.commands.export import export_command
from validation.commands.format import format_command
from validation.commands.release import release_command
from validation.commands.site import site_command
from validation.commands.validate import validate_command
from validation.package.errors import PackageError
from validation.releases import build

BYTES = ["--layer", "bytes"]


# Dutch


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--most", "x"], "argument --most: ongeldige waarde: 'x'"),
        (["--most", "-1"], "bij --most hoort een getal vanaf 0"),
        (["--layer", "x"], "argument --layer: ongeldige keuze: 'x'"),
        (["--layer"], "argument --layer: hier hoort één waarde bij"),
        (["--debug=1"], "argument --debug: de waarde '1' hoort hier niet"),
        (["a", "b"], "onbekende argumenten: b"),
    ],
)
def test_misuse_is_told_in_dutch(capsys: Capsys, arguments: list[str], said: str) -> None:
    with pytest.raises(SystemExit) as ended:
        validate_command(["--lang", "nl", *arguments])
    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert told.startswith("gebruik: validate.py ")
    assert f"validate.py: fout: {said}" in told


def test_a_missing_argument_is_told_in_dutch_and_then_in_english(capsys: Capsys) -> None:
    for arguments, said in (["--lang=nl"], "zijn verplicht: ID"), ([], "are required: ID"):
        with pytest.raises(SystemExit):
            explain_command(arguments)
        assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (PackageError(Both("one", "een"), "two"), 2, "een\ntwo\ndit pakket is niet te lezen\n"),
        (KeyboardInterrupt(), 130, "onderbroken\n"),
        (ValueError("x"), 3, "een fout in het programma: ValueError: x (--debug toont waar)\n"),
    ],
    ids=["package", "interrupted", "fault"],
)
def test_every_way_to_end_is_told_in_dutch(
    monkeypatch: pytest.MonkeyPatch, capsys: Capsys, error: BaseException, status: int, said: str
) -> None:
    def fail(_: object) -> None:
        raise error

    monkeypatch.setattr("validation.commands.validate.open_package", fail)
    assert validate_command(["--lang", "nl"]) == status
    assert capsys.readouterr().err == said


def test_findings_that_leave_no_answer_are_told_in_dutch(example: Path, capsys: Capsys) -> None:
    set_cell(example, "missions", "lantern", "kind", "parade")
    assert explain_command(["lantern", "--package", str(example), "--lang", "nl"]) == 1
    told = capsys.readouterr().err
    assert "    oplossing: " in told
    assert told.endswith("dit pakket is niet te lezen\n")


# Paths that GitHub knows


@pytest.mark.parametrize(
    ("around", "folder"),
    [
        (("", None), "example/package/"),
        (("example", None), "package/"),
        (("example/package", None), ""),
        ((None, ""), "example/package/"),
        ((None, "elsewhere"), ""),
        (("example", ""), "package/"),
    ],
)
def test_an_annotation_names_a_file_from_the_root_of_the_repository(
    example: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Capsys,
    *,
    around: tuple[str | None, str | None],
    folder: str,
) -> None:
    assert example.relative_to(tmp_path).as_posix() == "example/package"
    git, workspace = around
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    if git is not None:
        (tmp_path / git / ".git").write_text("gitdir: elsewhere")  # as in a worktree
    if workspace is not None:
        monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path / workspace))
    (example / "data/missions.csv").write_bytes((example / "data/missions.csv").read_bytes()[:-1])
    monkeypatch.chdir(example.parent)
    assert validate_command([example.name, *BYTES, "--format", "github"]) == 1
    assert f"::error file={folder}data/missions.csv,line=" in capsys.readouterr().out


# Folders


def write_into(folder: Path, example: Path) -> dict[str, int]:
    """The status of each command that writes into a folder that is named."""
    return {
        "export": export_command([str(example), "--to", str(folder)]),
        "site": site_command([str(example), "--to", str(folder)]),
        "release": release_command(["build", "--package", str(example), "--to", str(folder)]),
    }


def test_a_folder_of_other_files_is_refused_in_one_line(
    example: Path, tmp_path: Path, capsys: Capsys
) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "claims.csv").write_text("mine")
    (folder / "letter.txt").write_text("mine")
    assert set(write_into(folder, documented(example)).values()) == {2}
    printed = capsys.readouterr()
    assert printed.out == ""
    told = printed.err.splitlines()
    assert len(told) == 3
    assert all(
        line.startswith(f"{folder}: this folder holds other files, such as ") for line in told
    )
    assert sorted(path.name for path in folder.iterdir()) == ["claims.csv", "letter.txt"]
    assert (folder / "claims.csv").read_text() == "mine"


def test_a_folder_of_an_earlier_run_is_written_again(
    example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package, folder = documented(example), tmp_path / "made"
    folder.mkdir()
    (folder / ".hidden").write_text("of the system")
    arguments = ["build", "--package", str(package), "--to", str(folder)]
    assert release_command(arguments) == 0
    assert export_command([str(package), "--to", str(folder), "--kind", "readers"]) == 0
    for _ in range(2):
        assert site_command([str(package), "--to", str(folder / "site")]) == 0
        (folder / "site" / "kill_matrix.csv").write_text("of the campaign")
    made = sorted(folder.iterdir())
    monkeypatch.setattr(build, "write_kinds", lambda *_: None)  # what they make lies there
    monkeypatch.setattr(build, "whole_names", lambda _: {})
    monkeypatch.setattr(build, "files", lambda _: {})
    assert release_command(arguments) == 0
    assert sorted(folder.iterdir()) == made


def test_a_folder_that_takes_no_file_is_named_itself(
    example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capsys
) -> None:
    def refuse(
        suffix: str | None = None,
        prefix: str | None = None,
        dir: str | None = None,  # noqa: A002
    ) -> str:
        if dir is None or not Path(dir).is_relative_to(tmp_path):
            return make(suffix, prefix, dir)
        raise PermissionError(13, "Permission denied", f"{dir}/{prefix}abc")

    make = tempfile.mkdtemp
    readme = tmp_path / "text.md"
    readme.write_text(
        "<!-- agreement: written by scripts/agreement.py -->\n<!-- agreement ends -->\n"
    )
    monkeypatch.setattr(tempfile, "mkdtemp", refuse)
    monkeypatch.setattr(build, "write_kinds", lambda *_: None)  # there is enough to write without
    monkeypatch.setattr(build, "whole_names", lambda _: {})
    monkeypatch.setattr(build, "files", lambda _: {})
    folder = tmp_path / "new"
    assert set(write_into(folder, documented(example)).values()) == {2}
    assert capsys.readouterr().err == f"{folder}: Permission denied\n" * 3
    assert agreement_command(["--into", str(readme)]) == 2
    assert capsys.readouterr().err == f"{tmp_path}: Permission denied\n"
    table = example / "data/missions.csv"
    table.write_bytes(table.read_bytes()[:-1])
    assert format_command([str(example)]) == 2
    assert capsys.readouterr().err == f"{example / 'data'}: Permission denied\n"


def test_a_file_that_cannot_be_replaced_is_named_itself(
    example: Path, tmp_path: Path, capsys: Capsys
) -> None:
    (tmp_path / "new" / "claims.csv").mkdir(parents=True)
    assert export_command([str(example), "--to", str(tmp_path / "new")]) == 2
    assert capsys.readouterr().err == f"{tmp_path / 'new' / 'claims.csv'}: Is a directory\n"
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["claims.csv"]
