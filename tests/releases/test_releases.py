"""No version claims less than has changed; what is cut, built and verified is what git holds."""

import csv
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
import yaml
from jsonschema import Draft202012Validator

from tests.broken import cell, copied, gone
from tests.checkouts import (
    CHANGES,
    DAY,
    README,
    RECORD,
    VERSION,
    Edit,
    commit,
    declared,
    first_release,
    git,
    keep,
    mission_renamed,
    put,
    release,
    retired,
)
from tests.example import DOCUMENT, Capsys, contents, delete_row, edit_json, set_cell, write_json
from tests.files import NAME
from validation import open_package
from validation.history import archive, ledger
from validation.history import release_changes as history
from validation.history.difference import UNKNOWN
from validation.outputs.exports import package_zip
from validation.package.errors import PackageError
from validation.package.formatting import format_package
from validation.package.opening import DESCRIPTOR, ROOT
from validation.releases.build import SUMS, sums
from validation.releases.check import faults
from validation.releases.git import REPOSITORY_VARIABLES
from validation.releases.steps import STEPS
from validation.rules import drift
from validation.rules.run import validate

LINK = f"{DOCUMENT}/lantern/safe-shipping"
ZONES = (
    {"TZ": "Pacific/Auckland", "PYTHONHASHSEED": "1", "LC_ALL": "C"},
    {"TZ": "America/Adak", "PYTHONHASHSEED": "2", "LC_ALL": "C.UTF-8", "LANG": "tr_TR"},
)
ROW_LESS = gone("judgements missions/lantern-training/Is it a mission?")


@pytest.fixture(scope="module")
def cut_once(written_example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a checkout with one release; no test may change it."""
    return first_release(written_example, tmp_path_factory.mktemp("cut") / "checkout")


@pytest.fixture(scope="module")
def cut_twice(cut_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the checkout after a second release, in which one label was corrected."""
    checkout = tmp_path_factory.mktemp("twice") / "checkout"
    shutil.copytree(cut_once, checkout, symlinks=True)
    set_cell(checkout, "missions", "lantern", "label_en", "Mission Lantern")
    declared("0.0.3")(checkout)
    commit(checkout)
    assert release(checkout, "cut", "--date", "2026-12-01") == 0
    commit(checkout)
    return checkout


@pytest.fixture
def checkout(cut_once: Path, tmp_path: Path) -> Path:
    """Return a copy to change."""
    return Path(shutil.copytree(cut_once, tmp_path / "checkout", symlinks=True))


@pytest.fixture
def copied_twice(cut_twice: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(cut_twice, tmp_path / "checkout", symlinks=True))


@pytest.fixture(scope="module")
def zipped_once(cut_twice: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    with open_package(cut_twice) as package:
        (path,) = package_zip.write(package, tmp_path_factory.mktemp("zipped"))
    path.with_name(SUMS).write_bytes(sums({path.name: path.read_bytes()}))
    return path


@pytest.fixture
def released_zip(zipped_once: Path, tmp_path: Path) -> Path:
    """Return a copy of the second release's zip with the sums beside it, as downloaded."""
    shutil.copy(zipped_once.with_name(SUMS), tmp_path)
    return Path(shutil.copy(zipped_once, tmp_path))


def found_in(checkout: Path, tag: str = "") -> list[tuple[str, str]]:
    with open_package(checkout) as package:
        return [(fault.file, fault.message) for fault in faults(package, tag)]


# What lies among the records

FOLDERS = ("data/releases", "data/releases/changes")


def test_what_a_mac_lays_beside_the_records_is_passed_over(checkout: Path, tmp_path: Path) -> None:
    for folder in FOLDERS:
        (checkout / folder / "._0.0.2.json").write_bytes(b"\\0\\5\\x16\\7")
    with open_package(checkout) as package:
        assert [str(fault) for fault in faults(package)] == []
        assert drift.last_release(package) is None
        (zipped,) = package_zip.write(package, tmp_path)
    with zipfile.ZipFile(zipped) as packed:
        assert [name for name in packed.namelist() if "._" in name] == []


AMONG: dict[str, tuple[Edit, str]] = {
    "foreign": (
        lambda folder: (folder / "notes.json").write_text("{}"),
        "notes.json: files in this folder are named after a version, such as 1.2.0.json",
    ),
    "folder": (lambda folder: (folder / "0.0.3.json").mkdir(), "0.0.3.json: Is a directory"),
    "misnamed": (
        lambda folder: shutil.copyfile(folder / "0.0.2.json", folder / "0.0.1.json"),
        "0.0.1.json: th",
    ),
}


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize(("edit", "said"), AMONG.values(), ids=AMONG)
def test_what_is_no_record_among_them_is_named_in_a_sentence(
    checkout: Path, capsys: Capsys, folder: str, edit: Edit, said: str
) -> None:
    edit(checkout / folder)
    assert release(checkout, "check") in {1, 2}
    first, *_ = capsys.readouterr().err.splitlines()
    assert first.startswith(f"{folder}/{said}")
    if folder == FOLDERS[0]:
        with open_package(checkout) as package, pytest.raises(PackageError) as refused:
            drift.last_release(package)
        assert str(refused.value) == first


def test_drift_and_check_ask_the_same_of_a_record(checkout: Path) -> None:
    edit_json(checkout, RECORD, lambda content: content.pop("date"))
    declared_elsewhere = checkout / "data/releases/0.0.1.json"
    (checkout / RECORD).rename(declared_elsewhere)
    edit_json(checkout, "data/releases/0.0.1.json", lambda content: content.update(version="0.0.1"))
    with open_package(checkout) as package:
        for ask in (drift.last_release, faults):
            with pytest.raises(PackageError, match="'date' is a required property"):
                ask(package)


# Which version may be


def earlier_with(table: str, key: str) -> Edit:
    """A release before the first that had one row more."""

    def edit(checkout: Path) -> None:
        now, then = archive.find(checkout, VERSION), archive.find(checkout, VERSION)
        assert now
        assert then
        then.tables[table].rows[key] = "0" * 16
        keep(checkout, [replace(then, version="0.0.1"), now])
        told = json.loads((checkout / CHANGES).read_bytes())
        write_json(checkout / CHANGES.replace(VERSION, "0.0.1"), {**told, "to": "0.0.1"})
        write_json(checkout / CHANGES, {**told, "from": "0.0.1", "level": "major"})
        put("CHANGELOG.md", f"## 0.0.2 - {DAY}", f"## 0.0.2 - {DAY}\n\n## 0.0.1 - {DAY}")(checkout)
        restore = "\n\nReaders need do nothing.\n\n- Lanterns.\n\n## 0.0.1"
        put("CHANGELOG.md", "\n\n## 0.0.1", restore)(checkout)

    return edit


FAULTS: dict[str, tuple[str, str, tuple[Edit, ...]]] = {
    "a-cell-after-the-release": (
        DESCRIPTOR, "0.0.2 is too low: since 0.0.2, row changed",
        (cell("missions lantern kind", "posture"),),
    ),
    "a-row-too-many-for-a-patch": (
        DESCRIPTOR,
        "0.0.3 is too low: since 0.0.2, row removed; before 1.0 that raises the minor number",
        (ROW_LESS, declared("0.1.0"), put(DESCRIPTOR, '"version": "0.1.0"', '"version": "0.0.3"'),
         *(put(name, "0.1.0", "0.0.3")
           for name in ("CITATION.cff", "pyproject.toml", "README.md", "CHANGELOG.md"))),
    ),
    "an-id-gone": (
        "data/sources/retired_ids.csv",
        "`missions/night-watch` of release 0.0.2 is gone, but not listed as retired",
        (gone("missions night-watch"), declared("0.1.0")),
    ),
    "a-link-gone": (
        "data/sources/retired_ids.csv",
        f"`mission_interests/{LINK}` of release 0.0.2 is gone, but not listed as retired",
        (gone(f"mission_interests {LINK}"), declared("0.1.0")),
    ),
    "a-tombstone-of-another-version": (
        "data/sources/retired_ids.csv",
        "`missions/night-watch` is retired in 0.1.0, but 0.0.2 had it",
        (gone("missions night-watch"), gone("commitments /night-watch"),
         retired("missions", "night-watch"), declared("0.2.0")),
    ),
    "an-id-used-again": (
        "data/missions.csv", "`missions/beacon` is used again; it was removed in 0.0.2",
        (earlier_with("missions", "beacon"), copied("missions lantern", id="beacon"),
         declared("0.1.0")),
    ),
    "a-retired-id-used-again": (
        "data/threats.csv", "`threats/old-smuggling` is used again; it was removed in 0.0.2",
        (declared("0.1.0"), copied("threats smuggling", id="old-smuggling")),
    ),
    "another-version-in-the-citation": (
        "CITATION.cff", "it says 0.0.1; datapackage.json says 0.0.2",
        (put("CITATION.cff", "version: 0.0.2", "version: 0.0.1"),),
    ),
    "another-version-in-the-project": (
        "pyproject.toml", "it says 0.0.1; datapackage.json says 0.0.2",
        (put("pyproject.toml", "0.0.2", "0.0.1"),),
    ),
    "another-version-in-the-readme": (
        "README.md", "it says 0.0.1; datapackage.json says 0.0.2",
        (put("README.md", "*, version 0.0.2", "*, version 0.0.1"),),
    ),
    "no-entry": (
        "CHANGELOG.md", "the first entry is about 0.0.2; datapackage.json says 0.0.3",
        (declared("0.0.3"), put("CHANGELOG.md", "## 0.0.3 - not released yet", "### Soon")),
    ),
    "an-empty-entry": (
        "CHANGELOG.md", "the entry of 0.0.2 does not say what changed",
        (put("CHANGELOG.md", "- Lanterns.\n", ""),),
    ),
    "an-entry-that-asks-nothing": (
        "CHANGELOG.md", "the entry of 0.1.0 says that readers need do nothing, but row removed",
        (ROW_LESS, declared("0.1.0"),
         put("CHANGELOG.md", "Readers must check what they use against the changes below.",
             "Readers need do nothing: it is only one row.")),
    ),
    "another-day-in-the-changelog": (
        "CHANGELOG.md", f"it says 2026-11-03 of 0.0.2, which was released on {DAY}",
        (put("CHANGELOG.md", DAY, "2026-11-03"),),
    ),
    "another-day-in-the-citation": (
        "CITATION.cff", f"it says 2026-11-03; the record of the release says {DAY}",
        (put("CITATION.cff", DAY, "2026-11-03"),),
    ),
    "no-day-in-the-citation": (
        "CITATION.cff", f"it says not released yet; the record of the release says {DAY}",
        (put("CITATION.cff", f"date-released: {DAY}\n", ""),),
    ),
    "another-day-in-the-readme": (
        "README.md", f"it says 2026-11-03; the record of the release says {DAY}",
        (put("README.md", f"released on {DAY}", "released on 2026-11-03"),),
    ),
    "no-day-in-the-readme": (
        "README.md", "it does not say `This is 0.0.2, and it is not released yet.`",
        (put("README.md", "This is 0.0.2, ", "Take 0.0.2, "),),
    ),
    "no-version-in-the-citation": (
        "CITATION.cff", "it does not say `version: 0.0.2`",
        (put("CITATION.cff", "version: 0.0.2", "edition: 0.0.2"),),
    ),
    "no-version-in-the-project": (
        "pyproject.toml", 'it does not say `[project] version = "0.0.2"`',
        (put("pyproject.toml", "[project]\n", '[project]\ndynamic = ["version"]\n\n[tool.a]\n'),),
    ),
    "no-version-in-the-reference": (
        "README.md", "it does not say `*Example commitments*, version 0.0.2`",
        (put("README.md", "*Example commitments*, version", "*Some commitments*, version"),),
    ),
    "a-day-without-a-release": (
        "CHANGELOG.md", "it says that 0.0.3 was released on 2026-12-24, but there",
        (declared("0.0.3"),
         put("CHANGELOG.md", "0.0.3 - not released yet", "0.0.3 - 2026-12-24")),
    ),
    "a-version-before-a-release": (
        DESCRIPTOR, "it declares 0.0.1; 0.0.2 is released already",
        (put(DESCRIPTOR, '"version": "0.0.2"', '"version": "0.0.1"'),
         put("CITATION.cff", "0.0.2", "0.0.1"), put("CITATION.cff", f"date-released: {DAY}\n", ""),
         put("pyproject.toml", "0.0.2", "0.0.1"), put("README.md", "0.0.2", "0.0.1"),
         put("README.md", f"released on {DAY}", "and it is not released yet"),
         put("CHANGELOG.md", "## 0.0.2", "## 0.0.1 - not released yet\n\nReaders wait.\n- X\n\n"
             "## 0.0.2")),
    ),
    "changes-that-are-missing": (
        CHANGES, "the changes of 0.0.2 are missing",
        (lambda checkout: (checkout / CHANGES).unlink(),),
    ),
    "a-ledger-of-something-else": (
        ledger.LEDGER, "from line ",
        (put(ledger.LEDGER, "\nmissions,lantern,0.0.2,\n", "\nmissions,lantern,0.0.1,\n"),),
    ),
    "changes-that-claim-less": (
        CHANGES, "it says example-commitments  0.0.2 2026-11-02 minor; data/releases says",
        (put(CHANGES, '"level": "none"', '"level": "minor"'),),
    ),
}  # fmt: skip


def test_nothing_speaks_against_a_release_as_it_was_cut(cut_once: Path) -> None:
    assert found_in(cut_once, f"v{VERSION}") == []


@pytest.mark.parametrize(("file", "said", "edits"), FAULTS.values(), ids=FAULTS)
def test_a_version_that_lies_is_refused(
    checkout: Path, edits: tuple[Edit, ...], file: str, said: str
) -> None:
    for edit in edits:
        edit(checkout)
    ((found, message),) = found_in(checkout)
    assert (found, message[: len(said)]) == (file, said)


def test_what_goes_with_a_retired_row_needs_no_tombstone(checkout: Path) -> None:
    for edit in (
        gone("missions night-watch"),
        gone("commitments /night-watch"),
        retired("missions", "night-watch"),
        declared("0.1.0"),
    ):
        edit(checkout)
    assert found_in(checkout) == []


def test_what_is_renamed_with_a_row_needs_no_tombstone(checkout: Path) -> None:
    mission_renamed(checkout)
    declared("0.1.0")(checkout)
    assert found_in(checkout) == []
    delete_row(checkout, "mission_interests", LINK.replace("lantern", "lamp"))
    ((_, said),) = found_in(checkout)
    assert said.startswith(f"`mission_interests/{LINK}` of release 0.0.2 is gone")


def test_a_tag_names_the_version_that_is_released(checkout: Path) -> None:
    assert found_in(checkout, "v0.0.1") == [(DESCRIPTOR, "the tag is v0.0.1, the version 0.0.2")]
    declared("0.0.3")(checkout)
    assert found_in(checkout, "v0.0.3") == [
        ("data/releases", "0.0.3 has no record, so it is not released"),
    ]


def test_the_check_says_how_much_speaks_against_a_version(checkout: Path, capsys: Capsys) -> None:
    set_cell(checkout, "missions", "lantern", "kind", "parade")
    assert release(checkout, "check") == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("datapackage.json: 0.0.2 is too low: since 0.0.2, ")
    assert said[1] == "    fix: Run `scripts/release.py declare 0.0.3`."
    assert said[2].startswith("data/missions.csv:")
    assert said[-1] == "2 reasons not to release 0.0.2"


def test_the_package_may_carry_its_version() -> None:
    with open_package() as package:
        assert [str(fault) for fault in faults(package)] == []


# Declare


def test_a_version_smaller_than_the_changes_is_not_declared(checkout: Path, capsys: Capsys) -> None:
    delete_row(checkout, "missions", "night-watch")
    before = contents(checkout)
    for version, said in (
        ("0.0.2", "0.0.2 is released; declare a version after it"),
        ("0.0.9", "the lowest version allowed is 0.1.0: row removed; before 1.0 that raises"),
    ):
        assert release(checkout, "declare", version) == 1
        assert capsys.readouterr().err.startswith(said)
    assert contents(checkout) == before


def test_a_version_is_declared_twice_as_the_changes_grow(checkout: Path) -> None:
    declared("0.0.3")(checkout)
    ROW_LESS(checkout)
    assert release(checkout, "declare", "0.1.0") == 0
    log = (checkout / "CHANGELOG.md").read_text()
    headings = re.findall("^## .*", log, re.MULTILINE)
    assert headings == ["## 0.1.0 - not released yet", f"## 0.0.2 - {DAY}"]
    opening = "Readers must check what they use against the changes below."
    assert f"{headings[0]}\n\n{opening}\n\n### Fixed" in log
    assert log.endswith("Readers need do nothing.\n\n### Added\n\n- Lanterns.\n")
    assert found_in(checkout) == []


WRITTEN = (DESCRIPTOR, "pyproject.toml", "README.md")
OTHERS = (  # numbers that are the same and not ours
    ("README.md", "It runs on frictionless 0.0.2, Python 3.11.7 and lamp 0.0.2.\n"),
    ("README.md", "> *Lamp*, version 0.0.2. *Lamp 2*, version 0.0.2.\n"),
    ("README.md", "Lamp says: This is 0.0.2, and it is not released yet.\n"),
    ("README.md", "lamp-0.0.2.zip, 1.0.0.2 and 0.0.2.1\n"),
    ("CITATION.cff", "references:\n  - type: software\n    version: 0.0.2\n"),
    ("pyproject.toml", '[tool.lamp]\nversion = "0.0.2"\n'),
    ("CHANGELOG.md", "The lamp is 0.0.2.\n"),
)


def test_only_our_own_version_is_written(checkout: Path) -> None:
    for name, text in OTHERS:
        path = checkout / name
        path.write_text(path.read_text("utf-8") + text, "utf-8")
    (checkout / "pyproject.toml").write_text(
        '[tool.before]\nversion = "0.0.2"\n\n' + (checkout / "pyproject.toml").read_text()
    )
    assert found_in(checkout) == []
    edit_json(checkout, DESCRIPTOR, lambda whole: whole.update(engine={"version": "0.0.2"}))
    then = lines_of(checkout)
    assert release(checkout, "declare", "0.1.0") == 0
    changed = {
        name: [pair for pair in zip(before, after, strict=False) if len({*pair}) == 2]
        for name, before, after in zip(WRITTEN, then, lines_of(checkout), strict=True)
    }
    (cited,) = (line for line in README.splitlines() if line.startswith("> Someone"))
    assert changed == {
        DESCRIPTOR: [('  "version": "0.0.2",', '  "version": "0.1.0",')],
        "pyproject.toml": [('version = "0.0.2"', 'version = "0.1.0"')],
        "README.md": [
            (f"This is 0.0.2, released on {DAY}.", "This is 0.1.0, and it is not released yet."),
            (cited, cited.replace("0.0.2", "0.1.0")),
        ],
    }
    for name, text in OTHERS:
        assert text in (checkout / name).read_text("utf-8")
    cited = yaml.safe_load((checkout / "CITATION.cff").read_text("utf-8"))
    assert (cited["version"], cited["references"][0]["version"]) == ("0.1.0", "0.0.2")


def lines_of(checkout: Path) -> list[list[str]]:
    return [(checkout / name).read_text("utf-8").splitlines() for name in WRITTEN]


def test_a_version_is_not_declared_where_a_place_for_it_is_missing(
    checkout: Path, capsys: Capsys
) -> None:
    put("README.md", "*Example commitments*, version 0.0.2", "*Example commitments* 0.0.2")(
        checkout
    )
    before = contents(checkout)
    assert release(checkout, "declare", "0.0.3") == 1
    said = "README.md: it does not say `*Example commitments*, version 0.0.3`\n"
    assert capsys.readouterr().err.startswith(said)
    assert contents(checkout) == before


def test_an_opening_of_ones_own_stays(checkout: Path) -> None:
    declared("0.0.3")(checkout)
    put("CHANGELOG.md", "nothing.\n\n### Fixed", "nothing but wait.\n\n### Fixed")(checkout)
    assert release(checkout, "declare", "0.0.4") == 0
    log = (checkout / "CHANGELOG.md").read_text()
    assert "## 0.0.4 - not released yet\n\nReaders need do nothing but wait.\n" in log


def commit_edit(*edits: Edit) -> Edit:
    def edit(checkout: Path) -> None:
        for one in edits:
            one(checkout)
        commit(checkout)

    return edit


def without_history(checkout: Path) -> None:
    """A checkout whose git knows no commit that added the record."""
    declared("0.0.3")(checkout)
    shutil.rmtree(checkout / ".git")
    git(checkout, "init", "--quiet")
    (checkout / RECORD).rename(checkout / "aside.json")
    commit(checkout)
    (checkout / "aside.json").rename(checkout / RECORD)
    (checkout / ".git/info/exclude").write_text(f"/{RECORD}\n")
    git(checkout, "rm", "--quiet", "--cached", "aside.json")
    git(checkout, "commit", "--quiet", "--message", "Say nothing")


LATER = ("--date", "2026-12-01")
NO_CUT: dict[str, tuple[Edit, tuple[str, ...], str]] = {
    "released": (
        lambda _: None, (), "0.0.2 is released already; declare the next version first",
    ),
    "uncommitted": (
        declared("0.0.3"), (), "a release is cut from a commit, and these are in none: ",
    ),
    "no-git": (
        lambda checkout: shutil.rmtree(checkout / ".git"), (),
        "a release is cut from a commit, and git cannot read this folder: not a",
    ),
    "check": (
        commit_edit(declared("0.0.3"), put("CHANGELOG.md", "- A row.\n", "")), (),
        "CHANGELOG.md: the entry of 0.0.3 does not say what changed",
    ),
    "day": (
        commit_edit(declared("0.0.3")), ("--date", "2026-11-01"),
        f"0.0.2 was released on {DAY}, which is after 2026-11-01",
    ),
    "history": (
        without_history, LATER, "git has no commit of 0.0.2 here: fetch the tag v0.0.2 first",
    ),
    "faulty": (
        commit_edit(cell("missions lantern kind", "parade"), declared("0.0.3")), LATER,
        "data/missions.csv:",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("edit", "arguments", "said"), NO_CUT.values(), ids=NO_CUT)
def test_a_cut_is_refused_with_nothing_written(
    checkout: Path, capsys: Capsys, edit: Edit, arguments: tuple[str, ...], said: str
) -> None:
    edit(checkout)
    before = contents(checkout)
    capsys.readouterr()
    assert release(checkout, "cut", *arguments) == 1
    printed = capsys.readouterr().err
    assert printed.startswith(said)
    assert printed.endswith("refused; nothing was written\n")
    assert contents(checkout) == before


def test_a_second_release_ships_its_changes_and_those_before_it(cut_twice: Path) -> None:
    told = json.loads((cut_twice / "data/releases/changes/0.0.3.json").read_bytes())
    assert [told[name] for name in ("from", "to", "date", "level", "smallest_version")] == [
        *("0.0.2", "0.0.3", "2026-12-01", "patch", "0.0.3")
    ]
    (change,) = told["changes"]
    assert [change[name] for name in ("table", "key", "column", "after")] == [
        *("missions", "lantern", "label_en", "Mission Lantern")
    ]
    assert found_in(cut_twice, "v0.0.3") == []


def size(checkout: Path) -> int:
    files = (checkout / "data/releases").rglob("*.*")
    return sum(path.stat().st_size for path in files)


def test_a_correction_of_one_cell_adds_little_to_the_records(
    cut_once: Path, cut_twice: Path
) -> None:
    assert size(cut_twice) - size(cut_once) < 3000


def test_a_third_release_keeps_the_first_two_as_patches(copied_twice: Path, capsys: Capsys) -> None:
    checkout = copied_twice
    mission_renamed(checkout)
    put("data/sources/retired_ids.csv", ",lamp,0.1.0", ",lamp,0.1.1")(checkout)
    declared("0.1.1")(checkout)
    with open_package(checkout) as package:
        format_package(package)
    commit(checkout)
    capsys.readouterr()
    assert release(checkout, "cut", "--date", "2026-12-02") == 0
    assert "data/releases/0.0.3.json: removed\n" in capsys.readouterr().out
    commit(checkout)
    kept = sorted(path.name for path in (checkout / "data/releases").glob("*.*"))
    assert kept == ["0.0.2.patch", "0.0.3.patch", "0.1.1.json", "ledger.csv"]
    lines = (checkout / ledger.LEDGER).read_text().splitlines()
    assert {"missions,lantern,0.0.2,0.1.1", "missions,lamp,0.1.1,"} <= {*lines}
    assert found_in(checkout, "v0.1.1") == []
    for old in ("0.0.2", "0.0.3", "0.1.1"):
        assert release(checkout, "diff", old) == 0
        assert "note: " not in capsys.readouterr().out
    with open_package(checkout) as package:
        before = drift.last_release(package)
    assert before is not None
    assert before.version == "0.0.3"


PATCH = "data/releases/0.0.2.patch"


def emptied(checkout: Path) -> None:
    """Patch the record so that nothing of it is left, and say the hash of nothing."""
    path = checkout / PATCH
    newer = (checkout / "data/releases/0.0.3.json").read_bytes().splitlines()
    header, changed, *_ = path.read_bytes().splitlines()
    changed = changed.partition(b"\t")[0] + b"\t" + hashlib.sha256(b"").hexdigest().encode()
    removed = [b"-" + line for line in newer]
    path.write_bytes(b"\n".join([header, changed, b"@@ -1,9 +0,0 @@", *removed, b""]))


NO_REBUILD: dict[str, Edit] = {
    "no-patch": lambda checkout: (checkout / PATCH).write_bytes(b"\xff"),
    "no-json": emptied,
    "another-line": put(PATCH, f'+  "date": "{DAY}"', '+  "date": "2026-11-03"'),
    "another-place": put(PATCH, "@@ -3", "@@ -9999"),
    "another-record": put("data/releases/0.0.3.json", '"data/missions.csv"', '"data/mission.csv"'),
}
NOT_AS_IT_WAS = f"{PATCH}: this does not give the record of 0.0.2 as it was"


@pytest.mark.parametrize(
    ("edit", "said", "status"),
    [
        (lambda checkout: (checkout / "data/releases/0.0.3.json").unlink(),
         f"{PATCH}: the record of 0.0.3, which this patches, is missing", 2),
        (lambda checkout: (checkout / ledger.LEDGER).unlink(),
         "data/releases/ledger.csv: No such file or directory", 2),
        *((edit, NOT_AS_IT_WAS, 1) for edit in NO_REBUILD.values()),
    ],
    ids=["no-record", "no-ledger", *NO_REBUILD],
)  # fmt: skip
def test_a_release_that_cannot_be_rebuilt_is_told_in_a_sentence(
    copied_twice: Path, capsys: Capsys, edit: Edit, said: str, status: int
) -> None:
    checkout = copied_twice
    edit(checkout)
    assert release(checkout, "check") == status
    assert capsys.readouterr().err.startswith(said)


@pytest.mark.parametrize("old", ["0.0.2", "v0.0.2", "HEAD~1", "v0.0.2^{commit}"])
def test_a_release_is_compared_by_version_tag_or_commit(
    cut_twice: Path, capsys: Capsys, old: str
) -> None:
    assert release(cut_twice, "diff", old, "HEAD", "--format", "json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["to"] == "0.0.3"
    assert len(found["changes"]) == int(old != "HEAD~1")


def test_a_folder_or_zip_is_compared_with_the_checkout(
    cut_twice: Path, cut_once: Path, tmp_path: Path, capsys: Capsys
) -> None:
    zipped = shutil.make_archive(str(tmp_path / "old"), "zip", cut_once)
    for old in (cut_once, cut_once / DESCRIPTOR, zipped):
        assert release(cut_twice, "diff", old) == 0
        assert "label in English of `lantern` changed" in capsys.readouterr().out


def test_a_ref_without_a_package_is_refused_in_a_sentence(checkout: Path, capsys: Capsys) -> None:
    git(checkout, "checkout", "--quiet", "-b", "broken")
    (checkout / "data/missions.csv").write_text("id\nlantern\n")
    commit(checkout)
    git(checkout, "checkout", "--quiet", "--orphan", "empty")
    git(checkout, "rm", "--quiet", "-r", "--cached", ".")
    git(checkout, "add", "README.md")
    git(checkout, "commit", "--quiet", "--message", "Begin")
    git(checkout, "checkout", "--quiet", "--force", f"v{VERSION}")
    for ref, said, status in (
        ("nothing", "no folder, zip, release or commit has this name", 2),
        ("empty", "the zip holds no datapackage.json", 2),
        ("broken", "data/missions.csv: this table cannot be read; validate.py says why", 1),
    ):
        assert release(checkout, "diff", ref) == status
        assert f"{ref}: {said}" in capsys.readouterr().err


def test_a_tag_that_moved_is_not_the_release(checkout: Path, capsys: Capsys) -> None:
    set_cell(checkout, "missions", "lantern", "label_en", "Mission Lantern")
    commit(checkout)
    git(checkout, "tag", "--force", f"v{VERSION}")
    assert release(checkout, "diff", VERSION) == 0
    said = capsys.readouterr().out
    why = "v0.0.2 does not agree with the record (1 difference)"
    assert f"\nnote: 0.0.2 is read from the commit of its release, because {why}\n" in said
    assert "label in English of `lantern` changed" in said


# Where git does not hold a release, or only seems to


def imported(package: Path, into: Path) -> Path:
    """The files of a checkout in a folder, without their history."""
    return Path(shutil.copytree(package, into, ignore=shutil.ignore_patterns(".git")))


def begun_anew(checkout: Path, folder: Path, _: pytest.MonkeyPatch) -> Path:
    """As a hosting page zips it, and committed as a whole."""
    copy = imported(checkout, folder / "anew")
    git(copy, "init", "--quiet")
    commit(copy)
    return copy


def another_repository(folder: Path, ignored: str = "") -> Path:
    """The repository of something else, in which a package may lie."""
    other = folder / "other"
    other.mkdir()
    (other / ".gitignore").write_text(ignored)
    git(other, "init", "--quiet")
    commit(other)
    return other


def tagged(folder: Path) -> None:
    """Tags of our names on the last commit of a repository."""
    for version in (VERSION, "0.0.3"):
        git(folder, "tag", "--force", f"v{version}")


def copied_into_another(checkout: Path, folder: Path, _: pytest.MonkeyPatch) -> Path:
    """A folder in the repository of something else, which has a tag of the same name."""
    other = another_repository(folder)
    copy = imported(checkout, other / "vendor/data")
    commit(other)
    tagged(other)
    return copy


def updated_in_another(checkout: Path, folder: Path, patch: pytest.MonkeyPatch) -> Path:
    """The same, where the package was an older one before."""
    copy = copied_into_another(checkout, folder, patch)
    git(copy, "rm", "--quiet", "--cached", "-r", "README.md", "data/releases")
    git(copy, "commit", "--quiet", "--amend", "--message", "Take an older one")
    commit(copy)
    return copy


def ignored_by_another(checkout: Path, folder: Path, _: pytest.MonkeyPatch) -> Path:
    """A folder that the repository around it does not keep."""
    other = another_repository(folder, "/data\n")
    tagged(other)
    return imported(checkout, other / "data")


def owned_by_another(checkout: Path, _: Path, patch: pytest.MonkeyPatch) -> Path:
    """A checkout that git refuses to read."""
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        patch.setenv(name, os.devnull)
    patch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    return checkout


def without_git(checkout: Path, folder: Path, patch: pytest.MonkeyPatch) -> Path:
    """A machine that has no git."""
    (folder / "bin").mkdir()
    patch.setenv("PATH", str(folder / "bin"))
    return checkout


def without_repository(checkout: Path, folder: Path, _: pytest.MonkeyPatch) -> Path:
    """The files alone."""
    return imported(checkout, folder / "alone")


def cut_off(checkout: Path, folder: Path, _: pytest.MonkeyPatch) -> Path:
    """A clone of the last commit alone."""
    (checkout / "later.txt").write_text("later\n")
    commit(checkout)
    clone = folder / "shallow"
    git(checkout, "clone", "--quiet", "--no-tags", "--depth", "1", checkout.as_uri(), str(clone))
    return clone


def damaged(checkout: Path, _: Path, __: pytest.MonkeyPatch) -> Path:
    """A repository that has lost what its files were."""
    for path in (checkout / ".git/objects").glob("[0-9a-f][0-9a-f]/*"):
        kind = told_by_git(checkout, "cat-file", "-t", path.parent.name + path.name)
        if kind == "blob":
            path.unlink()
    return checkout


def told_by_git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments], check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def tagged_elsewhere(checkout: Path, _: Path, __: pytest.MonkeyPatch) -> Path:
    """Tags that point at something else, in a history that was put together anew."""
    git(checkout, "checkout", "--quiet", "--orphan", "anew")
    set_cell(checkout, "missions", "lantern", "label_en", "Lanterns")
    commit(checkout)
    tagged(checkout)
    return checkout


NO_COMMIT = "git has no commit of {} here"
PLACES: dict[str, tuple[Callable[[Path, Path, pytest.MonkeyPatch], Path], str]] = {
    "begun-anew": (begun_anew, NO_COMMIT),
    "copied-into-another": (copied_into_another, NO_COMMIT),
    "updated-in-another": (updated_in_another, NO_COMMIT),
    "ignored-by-another": (ignored_by_another, NO_COMMIT),
    "owned-by-another": (owned_by_another, "git cannot read this folder: detected dubious owner"),
    "without-git": (without_git, "git is not installed"),
    "without-repository": (without_repository, "git cannot read this folder: not a git repos"),
    "cut-off": (cut_off, NO_COMMIT),
    "damaged": (damaged, "git cannot export it: "),
    "tagged-elsewhere": (tagged_elsewhere, "v{} "),
}


@pytest.fixture(params=list(PLACES.values()), ids=list(PLACES))
def astray(
    copied_twice: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> tuple[Path, str]:
    """Return a package whose releases git does not hold, and why not."""
    git(copied_twice, "tag", "v0.0.3")
    make, why = request.param
    return make(copied_twice, tmp_path, monkeypatch), why


def test_where_git_holds_no_release_its_record_is_used_and_said_so(
    released_zip: Path, astray: tuple[Path, str], capsys: Capsys
) -> None:
    package, why = astray
    assert release(package, "diff", VERSION) == 0
    said = capsys.readouterr().out
    assert "\n    patch: mission `lantern` changed\n" in said
    (note,) = [line for line in said.splitlines() if line.startswith("note: 0.0.2 ")]
    assert note.startswith("note: 0.0.2 is compared by its record only, because ")
    assert why.format(VERSION) in note
    assert note.endswith(f"; {UNKNOWN}")
    assert release(package, "diff", VERSION, "--format", "json") == 0
    captured = capsys.readouterr()
    assert captured.err == f"{note}\n"
    assert [change["kind"] for change in json.loads(captured.out)["changes"]] == ["row-changed"]
    assert release(package, "verify", released_zip) == 0
    (said,) = capsys.readouterr().out.splitlines()
    assert "intact: it agrees with its own record; " in said
    assert (
        "; it has the same record as this checkout; it was not built again, and its texts, " in said
    )
    assert why.format("0.0.3") in said
    rezipped(released_zip, swapped("data/missions.csv", b"Mission", b"Voyage"))
    assert release(package, "verify", released_zip) == 1
    assert "not intact: 1 difference from its own record" in capsys.readouterr().out


def test_a_package_that_git_does_not_keep_is_not_cut_nor_handed_out(
    cut_twice: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capsys
) -> None:
    package = ignored_by_another(cut_twice, tmp_path, monkeypatch)
    assert release(package, "diff", "HEAD") == 2
    assert capsys.readouterr().err.startswith("HEAD: git cannot export it: ")
    declared("0.0.4")(package)
    capsys.readouterr()
    assert release(package, "cut") == 1
    said = capsys.readouterr().err
    assert said.startswith("a release is cut from a commit, and git has none here\n")


def test_new_files_are_not_committed_whatever_git_is_set_to_show(
    checkout: Path, capsys: Capsys
) -> None:
    commit_edit(declared("0.0.3"))(checkout)
    git(checkout, "config", "status.showUntrackedFiles", "no")
    (checkout / "data/new.csv").write_text("id\n")
    assert release(checkout, "cut", "--date", "2026-12-01") == 1
    assert "these are in none: data/new.csv" in capsys.readouterr().err


def test_a_ref_that_git_does_not_read_is_refused_with_the_reason(
    cut_twice: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capsys
) -> None:
    assert release(owned_by_another(cut_twice, tmp_path, monkeypatch), "diff", "HEAD") == 2
    said = capsys.readouterr().err
    why = "git cannot read this folder: detected dubious ownership in repository at "
    assert said.startswith(f"HEAD: no folder, zip or release has this name, and {why}")


def test_the_variables_of_a_hook_lead_to_no_other_repository(
    cut_twice: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capsys
) -> None:
    other = begun_anew(cut_twice, tmp_path, monkeypatch)
    for name, place in (("DIR", ".git"), ("WORK_TREE", ""), ("INDEX_FILE", ".git/index")):
        monkeypatch.setenv(f"GIT_{name}", str(other / place))
    assert release(cut_twice, "diff", VERSION, "HEAD") == 0
    assert "label in English of `lantern` changed" in capsys.readouterr().out
    local = set(told_by_git(tmp_path, "rev-parse", "--local-env-vars").split())
    settings_of_the_user = {"GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT"}
    assert local - settings_of_the_user <= REPOSITORY_VARIABLES


def test_a_replaced_commit_is_read_as_it_was(
    cut_twice: Path, released_zip: Path, capsys: Capsys
) -> None:
    git(cut_twice, "replace", "HEAD", "HEAD~1")
    try:
        assert release(cut_twice, "verify", released_zip) == 0
    finally:
        git(cut_twice, "replace", "--delete", "HEAD")
    assert "it is the same byte for byte" in capsys.readouterr().out


def test_the_notes_are_those_of_the_changelog(checkout: Path, capsys: Capsys) -> None:
    assert release(checkout, "notes") == 0
    assert capsys.readouterr().out == "Readers need do nothing.\n\n### Added\n\n- Lanterns.\n"
    assert release(checkout, "notes", "9.9.9") == 1
    assert capsys.readouterr().err.startswith("the changelog has no entry for 9.9.9")


def rows_in(database: Path) -> dict[str, list[str]]:
    """Every row of every table of a DuckDB file."""
    with duckdb.connect(str(database), read_only=True) as opened:
        tables = [name for (name,) in opened.execute("SHOW TABLES").fetchall()]
        # A view has its rows in no particular order.
        return {
            name: sorted(map(repr, opened.execute(f'FROM "{name}"').fetchall())) for name in tables
        }


def test_two_builds_elsewhere_and_at_another_time_are_equal(
    cut_twice: Path, tmp_path: Path
) -> None:
    running = []
    for number, settings in enumerate(ZONES):
        copy = shutil.copytree(cut_twice, tmp_path / str(number) / "checkout", symlinks=True)
        command: list[str | Path] = [sys.executable, ROOT / "scripts/release.py", "build"]
        process = subprocess.Popen([*command, "--package", copy], env=os.environ | settings)
        running.append((copy / "dist", process))
    assert [process.wait() for _, process in running] == [0, 0]
    first, second = (
        {path.name: path.read_bytes() for path in folder.iterdir()} for folder, _ in running
    )
    assert first.keys() == second.keys()
    others = {name for name in first if first[name] != second[name]}
    assert {Path(name).suffix for name in others} <= {".duckdb"}
    databases = [next(folder.glob("*.duckdb")) for folder, _ in running]
    assert rows_in(databases[0]) == rows_in(databases[1])
    listed = dict(line.split("  ")[::-1] for line in first["SHA256SUMS"].decode().splitlines())
    assert listed == {
        name: hashlib.sha256(content).hexdigest()
        for name, content in first.items()
        if name != "SHA256SUMS" and not name.endswith(".duckdb")
    }
    parts = ("en.xlsx", "nl.xlsx", "excel.zip", "parquet.zip", "site.zip")
    made = {"changes.csv", "history.json", "claims.csv", "missions_overview.csv", f"{NAME}.zip"}
    assert made | {f"{NAME}.sqlite", *(f"{NAME}-{part}" for part in parts)} <= listed.keys()
    assert f"{NAME}.duckdb" in first


def test_a_release_ships_its_changes_and_its_history(cut_twice: Path) -> None:
    with open_package(cut_twice) as package:
        files = history.files(package)
    described = Draft202012Validator(json.loads(files["changes.schema.json"]))
    own = json.loads(files["changes.json"])
    told = json.loads(files["history.json"])["releases"]
    assert [content["to"] for content in told] == ["0.0.2", "0.0.3"]
    assert all(not list(described.iter_errors(content)) for content in told)
    assert told[-1] == own
    rows = list(csv.DictReader(io.StringIO(files["changes.csv"].decode(), newline="")))
    assert rows == own["changes"]
    everything = list(csv.DictReader(io.StringIO(files["history.csv"].decode(), newline="")))
    assert everything == [{"version": "0.0.3", "date": "2026-12-01", **row} for row in rows]


def test_what_is_not_released_ships_no_changes(checkout: Path) -> None:
    declared("0.0.3")(checkout)
    with open_package(checkout) as package:
        assert history.files(package) == {}


def test_a_released_zip_is_intact_and_built_again(
    cut_twice: Path, released_zip: Path, capsys: Capsys
) -> None:
    assert release(cut_twice, "verify", released_zip) == 0
    (said,) = capsys.readouterr().out.splitlines()
    assert "example-commitments 0.0.3, released on 2026-12-01: intact: " in said
    assert "it agrees with SHA256SUMS" in said
    assert said.endswith("it is the same byte for byte")
    with zipfile.ZipFile(released_zip) as archived:
        names = {*archived.namelist()}
    assert {RECORD_NOW, "data/releases/0.0.2.patch", ledger.LEDGER} <= names


def rezipped(zipped: Path, change: Callable[[dict[str, bytes]], object]) -> None:
    """The zip with other members, packed in another way."""
    with zipfile.ZipFile(zipped) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def test_a_zip_packed_anew_is_intact_without_its_sum(
    cut_twice: Path, released_zip: Path, capsys: Capsys
) -> None:
    rezipped(released_zip, lambda _: None)
    assert release(cut_twice, "verify", released_zip) == 1
    assert "not intact: its checksum is not that in SHA256SUMS" in capsys.readouterr().out
    released_zip.with_name(SUMS).unlink()
    assert release(cut_twice, "verify", released_zip) == 0
    assert "packed differently" in capsys.readouterr().out


def swapped(name: str, old: bytes, new: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        assert old in members[name]
        members[name] = members[name].replace(old, new)

    return change


def test_a_released_descriptor_states_what_each_file_is(
    cut_twice: Path, released_zip: Path
) -> None:
    assert b'"hash"' not in (cut_twice / DESCRIPTOR).read_bytes()
    with zipfile.ZipFile(released_zip) as archive:
        resources = json.loads(archive.read(DESCRIPTOR))["resources"]
        assert [(resource["bytes"], resource["hash"]) for resource in resources] == [
            (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}")
            for content in (archive.read(resource["path"]) for resource in resources)
        ]
    for change, found in (
        (lambda _: None, []),
        (swapped("data/missions.csv", b"Mission", b"Voyage"), ["fingerprint"]),
    ):
        rezipped(released_zip, change)
        with open_package(released_zip) as package:
            report = validate(package, ("bytes", "structure"))
        assert [finding.rule for finding in report.findings] == found


RECORD_NOW = "data/releases/0.0.3.json"


NOT_INTACT: dict[str, tuple[Callable[[dict[str, bytes]], object], str]] = {
    "cell": (swapped("data/missions.csv", b"Mission", b"Voyage"),
             "1 difference from its own record"),
    "record": (swapped(RECORD_NOW, b"2026-12-01", b"2026-12-02"),
               "the record of 0.0.3 in this checkout"),
    "document": (swapped("LICENSE", b"Take", b"Sell"), ": LICENSE"),
    "addition": (lambda members: members.update(new=b"new"), ": new"),
    "no-record": (lambda members: members.pop(RECORD_NOW),
                  "it has no record, so it is not a release"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "said"), NOT_INTACT.values(), ids=NOT_INTACT)
def test_a_zip_that_was_changed_is_not_intact(
    cut_twice: Path,
    released_zip: Path,
    capsys: Capsys,
    change: Callable[[dict[str, bytes]], object],
    said: str,
) -> None:
    released_zip.with_name(SUMS).unlink()
    rezipped(released_zip, change)
    assert release(cut_twice, "verify", released_zip) == 1
    printed = capsys.readouterr().out
    assert len(printed.splitlines()) == 1
    assert said in printed


def test_a_zip_is_verified_where_its_release_is_not_at_hand(
    checkout: Path, released_zip: Path, capsys: Capsys
) -> None:
    assert release(checkout, "verify", released_zip) == 0
    assert "this checkout has no release 0.0.3" in capsys.readouterr().out


# What a maintainer calls


def test_what_is_no_checkout_is_refused(tmp_path: Path, capsys: Capsys) -> None:
    assert release(tmp_path, "check") == 2
    assert "a checkout is a folder with a datapackage.json" in capsys.readouterr().err


def test_the_workflow_calls_steps_that_there_are() -> None:
    text = (ROOT / ".github/workflows/release.yml").read_text("utf-8")
    job = yaml.safe_load(text)["jobs"]["release"]
    scripts = "\n".join(step.get("run", "") for step in job["steps"])
    called = re.findall(r"release\.py\"? (\w+)", scripts)
    assert called
    assert set(called) <= set(STEPS)
    with open_package() as package:
        assert f"dist/{package.descriptor['name']}.zip" in scripts
