"""Releases: every change is told at its place, and no version claims less than has changed."""

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
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.example import (
    DOCUMENT,
    append_row,
    delete_row,
    duplicate_row,
    edit_json,
    path_of,
    set_cell,
    write_json,
)
from validation import open_package
from validation.commands.release import release_command
from validation.history import archive, difference, ledger, record
from validation.history import told as history
from validation.history.changes import KINDS, Change
from validation.history.difference import Difference
from validation.history.record import State
from validation.history.version import Level, Version
from validation.outputs.exports import package_zip
from validation.package.errors import ContentError, PackageError
from validation.package.formatting import format_package
from validation.package.opening import DESCRIPTOR, ROOT
from validation.releases import sources
from validation.releases.build import SUMS, sums
from validation.releases.check import faults
from validation.releases.git import LEADING_ELSEWHERE
from validation.releases.steps import STEPS
from validation.rules import drift
from validation.rules.run import validate

pytestmark = pytest.mark.usefixtures("judged_once")

Edit = Callable[[Path], object]

VERSION = "0.0.2"  # of the example
DAY = "2026-11-02"
MISSIONS = "schemas/missions.json"
LINK = f"{DOCUMENT}/lantern/safe-shipping"


# What changed


def schema(table: str, edit: Callable[[dict[str, Any]], object]) -> Edit:
    return lambda package: edit_json(package, f"schemas/{table}.json", edit)


def field(table: str, column: str, **constraints: object) -> Edit:
    """Constraints of a column, changed or added; None takes one away."""

    def edit(content: dict[str, Any]) -> None:
        found = next(entry for entry in content["fields"] if entry["name"] == column)
        for name, value in constraints.items():
            found["constraints"][name] = value
            if value is None:
                del found["constraints"][name]

    return schema(table, edit)


def prop(table: str, column: str, **properties: object) -> Edit:
    def edit(content: dict[str, Any]) -> None:
        next(entry for entry in content["fields"] if entry["name"] == column).update(properties)

    return schema(table, edit)


def descriptor(edit: Callable[[dict[str, Any]], object]) -> Edit:
    return lambda package: edit_json(package, DESCRIPTOR, edit)


def resource(table: str, **properties: object) -> Edit:
    return descriptor(
        lambda whole: next(r for r in whole["resources"] if r["name"] == table).update(properties)
    )


def cell(table: str, key: str, column: str, value: str) -> Edit:
    return lambda package: set_cell(package, table, key, column, value)


def gone(table: str, key: str) -> Edit:
    return lambda package: delete_row(package, table, key)


def copied(table: str, key: str, **cells: str) -> Edit:
    return lambda package: duplicate_row(package, table, key, cells)


def retired(table: str, key: str, by: str = "") -> Edit:
    cells = {
        "about_table": table,
        "about_key": key,
        "replaced_by": by,
        "version": "0.1.0",
        "reason": "So says the test.",
    }
    return lambda package: append_row(package, "retired_ids", cells)


def rewritten(table: str, change: Callable[[list[list[str]]], list[list[str]]]) -> Edit:
    """The lines of a table, header and all, written anew."""

    def edit(package: Path) -> None:
        path = package / path_of(package, table)
        lines = change(list(csv.reader(io.StringIO(path.read_text("utf-8"), newline=""))))
        buffer = io.StringIO(newline="")
        csv.writer(buffer, lineterminator="\n").writerows(lines)
        path.write_text(buffer.getvalue(), "utf-8")

    return edit


def column_added(package: Path) -> None:
    new = {"name": "note", "type": "string", "constraints": {"required": False}}
    schema("considerations", lambda content: content["fields"].append(new))(package)
    rewritten(
        "considerations", lambda lines: [[*lines[0], "note"], *([*x, ""] for x in lines[1:])]
    )(package)


def column_removed(package: Path) -> None:
    schema("considerations", lambda content: content["fields"].pop())(package)
    rewritten("considerations", lambda lines: [line[:-1] for line in lines])(package)


def column_renamed(package: Path) -> None:
    schema("considerations", lambda content: content["fields"][-1].update(name="text_nl"))(package)
    rewritten("considerations", lambda lines: [[*lines[0][:-1], "text_nl"], *lines[1:]])(package)


def columns_moved(package: Path) -> None:
    def swap(parts: list[Any]) -> list[Any]:
        return [*parts[:-2], parts[-1], parts[-2]]

    schema("considerations", lambda c: c.update(fields=swap(c["fields"])))(package)
    rewritten("considerations", lambda lines: [swap(line) for line in lines])(package)


def table_gone(package: Path) -> None:
    def without(whole: dict[str, Any]) -> None:
        whole["resources"] = [r for r in whole["resources"] if r["name"] != "identifiers"]

    descriptor(without)(package)


def table_moved(package: Path) -> None:
    (package / "data/reference/identifiers.csv").rename(package / "data/identifiers.csv")
    resource("identifiers", path="data/identifiers.csv")(package)


def mission_renamed(package: Path) -> None:
    """As a maintainer would: the row, its tombstone, and whatever names it now."""
    retired("missions", "lantern", "lamp")(package)
    for path in sorted(package.rglob("*.csv")):
        if path.name not in {"retired_ids.csv", "codings.csv", "ledger.csv"}:
            path.write_text(re.sub(r"\blantern\b(?!-)", "lamp", path.read_text("utf-8")), "utf-8")


@dataclass(frozen=True)
class Case:
    """What is done to the package, and what must be told of it: where and in which words."""

    kind: str
    edits: tuple[Edit, ...]
    place: tuple[str, str, str]
    words: str
    beside: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "-".join(filter(None, (self.kind, *self.place[:2])))


CASES = (
    Case(
        "package-renamed",
        (descriptor(lambda whole: whole.update(name="other-name")),),
        ("", "", ""),
        "the package is called `other-name`, no longer `example-commitments`",
    ),
    Case(
        "property-changed",
        (descriptor(lambda whole: whole["licenses"][0].update(name="CC-BY-4.0")),),
        ("", "", ""),
        '`licenses` was [["CC0-1.0", ',
        beside=("text-changed",),
    ),
    Case(
        "property-changed",
        (descriptor(lambda whole: whole.update(profile="another")),),
        ("", "", ""),
        "`profile` was nothing and is another",
    ),
    Case(
        "text-changed",
        (descriptor(lambda whole: whole.update(title="Other commitments")),),
        ("", "", ""),
        'title reworded: "Example commitments" is now "Other commitments"',
    ),
    Case("table-removed", (table_gone,), ("identifiers", "", ""), "the table goes, and its file"),
    Case(
        "table-moved",
        (table_moved,),
        ("identifiers", "", ""),
        "the file moves from data/reference/identifiers.csv to data/identifiers.csv",
    ),
    Case(
        "property-changed",
        (resource("missions", encoding="latin-1"),),
        ("missions", "", ""),
        "`encoding` was utf-8 and is latin-1",
    ),
    Case(
        "text-changed",
        (resource("missions", description="Missions."),),
        ("missions", "", ""),
        "description reworded: ",
    ),
    Case(
        "text-changed",
        (resource("missions", description="Two\n\nlines."),),
        ("missions", "", ""),
        'description reworded: "Operations, missions, standing forces, rotating commitments and '
        'kinds of deployment." is now "Two\\n\\nlines."',
    ),
    Case(
        "column-added", (column_added,), ("considerations", "", "note"), "column `note` added"
    ),
    Case(
        "column-removed",
        (column_removed,),
        ("considerations", "", "description_nl"),
        "column `description_nl` removed",
    ),
    Case(
        "column-renamed",
        (column_renamed,),
        ("considerations", "", "text_nl"),
        "column `description_nl` renamed to `text_nl`",
    ),
    Case(
        "column-moved",
        (columns_moved,),
        ("considerations", "", ""),
        "columns moved; in order: id, label_en, label_nl, description_nl, description_en",
    ),
    Case(
        "type-changed",
        (prop("documents", "number", type="integer"),),
        ("documents", "", "number"),
        "column `number` holds integer, no longer string",
    ),
    Case(
        "key-changed",
        (schema("mission_regions", lambda content: content["primaryKey"].pop()),),
        ("mission_regions", "", ""),
        "rows have another key: document_id, mission_id, region_id, no longer "
        "document_id, mission_id, region_id, role; they cannot be compared",
    ),
    Case(
        "constraint-tightened",
        (field("missions", "parent_id", required=True),),
        ("missions", "", "parent_id"),
        "column `parent_id` must be filled",
    ),
    Case(
        "constraint-loosened",
        (field("missions", "label_en", required=False),),
        ("missions", "", "label_en"),
        "column `label_en` may be empty",
    ),
    Case(
        "constraint-tightened",
        (field("missions", "label_en", maxLength=60),),
        ("missions", "", "label_en"),
        "column `label_en` holds at most 60 characters; it was at most 80 characters",
    ),
    Case(
        "constraint-loosened",
        (field("missions", "label_en", maxLength=None),),
        ("missions", "", "label_en"),
        "column `label_en` holds anything; it was at most 80 characters",
    ),
    Case(
        "constraint-tightened",
        (field("missions", "label_en", minLength=3),),
        ("missions", "", "label_en"),
        "column `label_en` holds at least 3 characters; it was anything",
    ),
    Case(
        "constraint-loosened",
        (field("judgements", "reason", minLength=1),),
        ("judgements", "", "reason"),
        "column `reason` holds at least 1 characters; it was at least 10 characters",
    ),
    Case(
        "constraint-tightened",
        (field("passages", "page", minimum=2),),
        ("passages", "", "page"),
        "column `page` holds no number below 2; it was no number below 1",
    ),
    Case(
        "constraint-loosened",
        (field("passages", "page", minimum=0),),
        ("passages", "", "page"),
        "column `page` holds no number below 0",
    ),
    Case(
        "constraint-tightened",
        (field("passages", "page", maximum=900),),
        ("passages", "", "page"),
        "column `page` holds no number above 900; it was anything",
    ),
    Case(
        "constraint-changed",
        (field("missions", "id", pattern="^(?:[a-z-]+)$"),),
        ("missions", "", "id"),
        "column `id` holds text of the form ^(?:[a-z-]+)$; it was text of the form ",
    ),
    Case(
        "constraint-tightened",
        (field("missions", "label_en", pattern="^(?:.+)$"),),
        ("missions", "", "label_en"),
        "column `label_en` holds text of the form ^(?:.+)$; it was anything",
    ),
    Case(
        "constraint-tightened",
        (field("missions", "label_en", unique=True),),
        ("missions", "", "label_en"),
        "column `label_en` may hold no value twice",
    ),
    Case(
        "constraint-tightened",
        (prop("missions", "label_en", evidence=True),),
        ("missions", "", "label_en"),
        "column `label_en` must rest on evidence",
    ),
    Case(
        "constraint-loosened",
        (field("missions", "kind", enum=["operation", "posture", "standing_force",
         "readiness_force", "national_measure", "generic_class", "parade"]),),
        ("codes", "mission_kind", ""),
        "code list `mission_kind` grew by `parade`",
    ),
    Case(
        "constraint-tightened",
        (field("missions", "kind", enum=["operation", "posture", "standing_force",
         "readiness_force", "national_measure", "parade"]),),
        ("codes", "mission_kind", ""),
        "code list `mission_kind` grew by `parade` and lost `generic_class`",
    ),
    Case(
        "codes-reordered",
        (field("missions", "kind", enum=["posture", "operation", "standing_force",
         "readiness_force", "national_measure", "generic_class"]),),
        ("codes", "mission_kind", ""),
        "code list `mission_kind` stands in another order",
    ),
    Case(
        "property-changed",
        (prop("missions", "kind", codes="threat_kind"),),
        ("missions", "", "kind"),
        "column `kind`: `codes` was mission_kind and is threat_kind",
    ),
    Case(
        "property-changed",
        (prop("missions", "id", rdfProperty="http://example.org/id"),),
        ("missions", "", "id"),
        "column `id`: `rdfProperty` was http://purl.org/dc/terms/identifier and is http://",
    ),
    Case(
        "property-added",
        (prop("missions", "parent_basis", rdfProperty="http://example.org/basis"),),
        ("missions", "", "parent_basis"),
        "column `parent_basis`: `rdfProperty` was nothing and is http://example.org/basis",
    ),
    Case(
        "property-changed",
        (schema("missions", lambda content: content.update(missingValues=["", "-"])),),
        ("missions", "", ""),
        '`missingValues` was [""] and is ["", "-"]',
    ),
    Case(
        "constraint-tightened",
        (schema("missions", lambda content: content.update(uniqueKeys=[["kind", "label_en"]])),),
        ("missions", "", ""),
        "kind, label_en: must be unique together",
    ),
    Case(
        "constraint-loosened",
        (schema("passages", lambda content: content["uniqueKeys"].pop()),),
        ("passages", "", ""),
        "document_id, start: need not be unique together",
    ),
    Case(
        "constraint-loosened",
        (schema("missions", lambda content: content.pop("foreignKeys")),),
        ("missions", "", ""),
        "parent_id: need not name a row of `missions`",
    ),
    Case(
        "text-changed",
        (prop("missions", "kind", description="What sort of mission it is."),),
        ("missions", "", "kind"),
        'description of column `kind` reworded: "… sort of thing it is, from the code list of this '
        'table." is now "… sort of mission it is."',
    ),
    Case(
        "row-added",
        (copied("missions", "lantern", id="beacon"),),
        ("missions", "beacon", ""),
        "mission `beacon` added: ",
    ),
    Case(
        "row-added",
        (copied("mission_interests", LINK, interest_id="quiet-seas"),),
        ("mission_interests", f"{DOCUMENT}/lantern/quiet-seas", ""),
        f"link `{DOCUMENT}/lantern/quiet-seas` added (",
    ),
    Case(
        "row-added",
        (copied("evidence", f"missions/lantern/row/{DOCUMENT}.s02.h", about_field="label_en"),),
        ("evidence", f"missions/lantern/label_en/{DOCUMENT}.s02.h", ""),
        f"evidence added: `{DOCUMENT}.s02.h` for `missions/lantern`, column `label_en`",
    ),
    Case(
        "row-added",
        (retired("missions", "old-lantern", "lantern"),),
        ("retired_ids", "missions/old-lantern", ""),
        "`missions/old-lantern` retired: `lantern` replaces it",
    ),
    Case(
        "row-removed",
        (gone("missions", "night-watch"),),
        ("missions", "night-watch", ""),
        "mission `night-watch` removed: ",
    ),
    Case(
        "row-removed",
        (gone("evidence", f"missions/lantern/row/{DOCUMENT}.s02.h"),),
        ("evidence", f"missions/lantern/row/{DOCUMENT}.s02.h", ""),
        f"evidence removed: `{DOCUMENT}.s02.h` for `missions/lantern`",
    ),
    Case(
        "row-renamed",
        (cell("considerations", "crew-safety", "id", "safe-crews"),
         retired("considerations", "crew-safety", "safe-crews")),
        ("considerations", "safe-crews", ""),
        "consideration `crew-safety` renamed to `safe-crews`",
        beside=("row-added",),
    ),
    Case(
        "row-merged",
        (gone("missions", "night-watch"), retired("missions", "night-watch", "lantern")),
        ("missions", "night-watch", ""),
        "mission `night-watch` goes up in `lantern`",
        beside=("row-added",),
    ),
    Case(
        "cell-changed",
        (cell("mission_interests", LINK, "basis", "inferred"),),
        ("mission_interests", LINK, "basis"),
        f"basis of `{LINK}` weakened from contextual to inferred",
    ),
    Case(
        "cell-changed",
        (cell("missions", "lantern", "kind", "posture"),),
        ("missions", "lantern", "kind"),
        "kind of `lantern` changed from operation to posture",
    ),
    Case(
        "cell-changed",
        (cell("missions", "lantern", "label_en", "Mission Lantern"),),
        ("missions", "lantern", "label_en"),
        'label in English of `lantern` corrected: "',
    ),
    Case(
        "cell-changed",
        (cell("missions", "night-watch", "parent_id", "lantern"),),
        ("missions", "night-watch", "parent_id"),
        'parent of `night-watch` filled in: "lantern"',
    ),
    Case(
        "cell-changed",
        (cell("documents", "harbour-treaty", "date", ""),),
        ("documents", "harbour-treaty", "date"),
        "date of `harbour-treaty` emptied; it was ",
    ),
)  # fmt: skip


def state(package: Path) -> State:
    with open_package(package) as opened:
        return record.state_of(opened, "the test")


@pytest.fixture(scope="module")
def before(written_example: Path) -> State:
    return state(written_example)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_change_is_told_at_its_place_in_words(case: Case, example: Path, before: State) -> None:
    for edit in case.edits:
        edit(example)
    found = Difference(before, state(example))
    told = [
        entry
        for change, entry in zip(found.changes, found.entries, strict=True)
        if (change.kind, (change.table, change.key, change.column)) == (case.kind, case.place)
    ]
    assert [entry["words"][: len(case.words)] for entry in told] == [case.words]
    others = [change.kind for change in found.changes if change.kind != case.kind]
    assert sorted(others) == sorted(case.beside)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_record_alone_gives_the_same_level(case: Case, example: Path, before: State) -> None:
    for edit in case.edits:
        edit(example)
    after = state(example)
    alone = Difference(sources.recorded(before.record), after)
    assert alone.level == Difference(before, after).level == KINDS[case.kind].level
    assert alone.smallest == before.record.number.after(KINDS[case.kind].level)


def test_every_kind_of_change_is_made_once() -> None:
    of_the_record, swapped = {"row-changed"}, {"table-added"}
    assert {case.kind for case in CASES} | of_the_record | swapped == set(KINDS)


def test_a_new_table_is_told_with_its_rows(example: Path, before: State) -> None:
    table_gone(example)
    found = Difference(state(example), before)
    assert [(change.kind, change.level) for change in found.changes] == [
        ("table-added", Level.MINOR)
    ]
    assert found.entries[0]["words"] == "the table is new, in data/reference/identifiers.csv: 1 row"


def test_equal_packages_have_no_changes_and_it_says_so(example: Path, before: State) -> None:
    found = Difference(before, state(example))
    assert found.changes == []
    assert found.level == Level.NONE
    assert difference.as_text(found).splitlines() == [
        "from the test (0.0.2) to the test (0.0.2): nothing has changed",
        "smallest version allowed: 0.0.2, because nothing has changed",
    ]


def test_a_row_that_a_record_sees_changed_is_named(example: Path, before: State) -> None:
    set_cell(example, "missions", "lantern", "kind", "posture")
    found = Difference(sources.recorded(before.record), state(example))
    assert found.changes == [Change("missions", "", "lantern", "row-changed")]
    assert found.entries[0]["words"] == "mission `lantern` corrected"
    assert "note: 0.0.2 is compared by its record alone; which cell" in difference.as_text(found)


def test_an_unknown_constraint_may_allow_less(example: Path) -> None:
    field("missions", "label_en", format="short")(example)
    old = state(example)
    field("missions", "label_en", format="shorter")(example)
    (change,) = Difference(old, state(example)).changes
    assert (change.kind, change.level) == ("constraint-changed", Level.MAJOR)


def test_a_reworded_definition_is_left_to_a_reader(example: Path, before: State) -> None:
    set_cell(example, "codes", "basis/explicit", "definition_en", "Something else.")
    text = difference.as_text(Difference(before, state(example)))
    assert "note: 1 description reworded; where one now means something else" in text


@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_edit_of_one_cell_is_told_at_its_key_and_column(
    written_example: Path,
    before: State,
    tmp_path_factory: pytest.TempPathFactory,
    data: st.DataObject,
) -> None:
    package = tmp_path_factory.mktemp("edited") / "package"
    shutil.copytree(written_example, package)
    assert before.details is not None
    table = data.draw(st.sampled_from(sorted(before.details.cells)))
    key = data.draw(st.sampled_from(sorted(before.details.cells[table])))
    in_key = before.record.tables[table].schema["primaryKey"]
    columns = [name for name in before.details.cells[table][key] if name not in in_key]
    if not columns:
        return
    column = data.draw(st.sampled_from(columns))
    cell_before = before.details.cells[table][key][column]
    text = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=12)
    value = data.draw(text.filter(lambda value: value != cell_before))
    set_cell(package, table, key, column, value)
    found = Difference(before, state(package))
    assert found.changes == [Change(table, column, key, "cell-changed", "", cell_before, value)]
    assert found.level == Level.PATCH
    assert key in found.entries[0]["words"]


def test_what_names_a_renamed_row_is_renamed_with_it(example: Path, before: State) -> None:
    mission_renamed(example)
    found = Difference(before, state(example))
    kinds = {change.kind for change in found.changes}
    assert kinds == {"row-renamed", "row-added", "cell-changed"}
    assert [c.table for c in found.changes if c.kind == "row-added"] == ["retired_ids"]
    renamed = {(c.table, c.before): c.after for c in found.changes if c.kind == "row-renamed"}
    assert renamed["missions", "lantern"] == "lamp"
    assert renamed["mission_interests", LINK] == f"{DOCUMENT}/lamp/safe-shipping"
    evidence = f"mission_interests/{LINK}/row/{DOCUMENT}.s02.p1.z1"
    assert renamed["evidence", evidence] == evidence.replace("/lantern/", "/lamp/")
    assert renamed["names", "missions/lantern/en/Lantern"] == "missions/lamp/en/Lantern"
    followed = {(c.table, c.column, c.after) for c in found.changes if c.kind == "cell-changed"}
    assert ("contributions", "mission_id", "lamp") in followed


# In which form


def test_the_changes_are_described_by_their_schema(example: Path, before: State) -> None:
    schema_of_changes = json.loads(difference.SCHEMA.read_bytes())
    assert schema_of_changes["$defs"]["change"]["properties"]["kind"]["enum"] == list(KINDS)
    assert list(schema_of_changes["$defs"]["change"]["properties"]) == list(difference.COLUMNS)
    mission_renamed(example)
    set_cell(example, "threats", "poverty", "label_en", 'A "label", and more')
    found = Difference(before, state(example))
    content = json.loads(difference.as_json(found))
    assert list(Draft202012Validator(schema_of_changes).iter_errors(content)) == []
    rows = list(csv.DictReader(io.StringIO(difference.as_csv(found), newline="")))
    assert rows == content["changes"]
    text = difference.as_text(found)
    assert all(f": {change['words']}\n" in text for change in content["changes"])


def test_a_record_comes_back_and_keeps_its_form(before: State, tmp_path: Path) -> None:
    released = record.write(with_date(before, DAY))
    put_record(tmp_path, VERSION, released)
    found = archive.find(tmp_path, VERSION)
    assert found == with_date(before, DAY)
    assert record.write(found) == released
    lines = released.decode().splitlines()
    assert sum('"night-watch": "' in line for line in lines) == 1


def put_record(root: Path, version: str, content: bytes) -> None:
    path = root / "data/releases" / f"{version}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def keep(root: Path, records: list[record.Record]) -> None:
    """Write what one release after another leaves of these records."""
    (root / "data/releases").mkdir(parents=True, exist_ok=True)
    for last, one in zip([None, *records], records, strict=False):
        for name, content in archive.released(one, last).items():
            if content is None:
                (root / name).unlink()
            else:
                (root / name).write_bytes(content)
    (root / ledger.LEDGER).write_bytes(ledger.write(records))


AS_RELEASED = {  # the SHA-256 of the records as their releases had them, in full
    "0.1.0": "c89732a6775dc5e2bd389ceba52c56e66d090aeaa02bec088745c25bdc4ac01f",
    "0.2.0": "d6a52be752959e024718f0a86bc018d9699e640c8c084b999862c14d2c58432b",
}


@pytest.mark.parametrize(("version", "digest"), AS_RELEASED.items())
def test_a_published_record_is_rebuilt_byte_for_byte(version: str, digest: str) -> None:
    found = archive.find(ROOT, version)
    assert found is not None
    assert hashlib.sha256(record.write(found)).hexdigest() == digest


@pytest.fixture(scope="module")
def edited(written_example: Path, tmp_path_factory: pytest.TempPathFactory) -> list[record.Record]:
    """What the example holds after one edit or another."""
    records = []
    for case in CASES[::3]:
        package = tmp_path_factory.mktemp("edited") / "package"
        shutil.copytree(written_example, package)
        for edit in case.edits:
            edit(package)
        records.append(state(package).record)
    return records


@settings(deadline=None, max_examples=8, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_earlier_record_is_rebuilt_from_the_newest(
    edited: list[record.Record], tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    drawn = data.draw(st.lists(st.sampled_from(edited), min_size=3, max_size=5))
    records = [replace(one, version=f"0.0.{9 + n}", date=DAY) for n, one in enumerate(drawn)]
    root = tmp_path_factory.mktemp("kept")
    keep(root, records)
    (newest,) = root.glob("data/releases/*.json")
    assert newest.stem == records[-1].version
    assert [*map(record.write, archive.oldest_first(root))] == [*map(record.write, records)]
    for (table, key), (came, went) in ledger.spans(records).items():
        there = [table in one.tables and key in one.tables[table].rows for one in records]
        first = there.index(True)
        after = [one.version for one, is_ in zip(records, there, strict=True) if not is_][first:]
        assert (came, went) == (records[first].version, next(iter(after), ""))


def with_date(released: State, day: str) -> record.Record:
    return record.Record(**{**vars(released.record), "date": day})


def test_a_row_hash_is_that_of_its_line(before: State, written_example: Path) -> None:
    lines = (written_example / "data/missions.csv").read_bytes().splitlines()
    line = next(line for line in lines if line.startswith(b"night-watch,"))
    digest = hashlib.sha256(line).hexdigest()
    assert before.record.tables["missions"].rows["night-watch"] == digest[:16]


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"version": "1.0.0", "tables": {}}'])
def test_what_is_no_record_is_refused(tmp_path: Path, text: str) -> None:
    put_record(tmp_path, "1.0.0", text.encode())
    with pytest.raises(
        ContentError, match=r"1\.0\.0\.json:.* this is (no record of a release|not JSON)"
    ):
        archive.find(tmp_path, "1.0.0")


FOLDERS = ("data/releases", "data/releases/changes")


def test_what_a_mac_lays_beside_the_records_is_passed_over(checkout: Path, tmp_path: Path) -> None:
    for folder in FOLDERS:
        (checkout / folder / "._0.0.2.json").write_bytes(b"\\0\\5\\x16\\7")
    with open_package(checkout) as package:
        assert [str(fault) for fault in faults(package)] == []
        assert drift.last_release(package) is None
        (zipped,) = package_zip.write(package, tmp_path)
    with zipfile.ZipFile(zipped) as archive:
        assert [name for name in archive.namelist() if "._" in name] == []


def foreign(folder: Path) -> None:
    (folder / "notes.json").write_text("{}")


def folder_in_place(folder: Path) -> None:
    (folder / "0.0.3.json").mkdir()


def misnamed(folder: Path) -> None:
    shutil.copyfile(folder / "0.0.2.json", folder / "0.0.1.json")


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (foreign, "notes.json: a file here is called after a version, such as 1.2.0.json"),
        (folder_in_place, "0.0.3.json: Is a directory"),
        (misnamed, "0.0.1.json: th"),
    ],
)
def test_what_is_no_record_among_them_is_named_in_a_sentence(
    checkout: Path,
    capsys: pytest.CaptureFixture[str],
    folder: str,
    edit: Callable[[Path], None],
    said: str,
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


@pytest.mark.parametrize(
    ("version", "patch", "minor", "major"),
    [
        ("0.1.0", "0.1.1", "0.1.1", "0.2.0"),
        ("0.9.9", "0.9.10", "0.9.10", "0.10.0"),
        ("1.0.0", "1.0.1", "1.1.0", "2.0.0"),
        ("2.3.4", "2.3.5", "2.4.0", "3.0.0"),
    ],
)
def test_before_one_each_level_counts_one_place_lower(
    version: str, patch: str, minor: str, major: str
) -> None:
    parsed = Version.parse(version)
    assert [str(parsed.after(level)) for level in Level] == [version, patch, minor, major]


@pytest.mark.parametrize("text", ["", "1", "1.0", "1.0.0.0", "01.0.0", "1.0.x", "v1.0.0"])
def test_what_is_no_version_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no version"):
        Version.parse(text)


# Which version may be

CHANGELOG = """# Changelog

## 0.0.2 - not released yet

Readers need do nothing.

### Added

- Lanterns.
"""
CITATION = "cff-version: 1.2.0\ntitle: Example\nversion: 0.0.2\nlicense: CC0-1.0\n"
PROJECT = '[project]\nname = "example"\nversion = "0.0.2"\n'
README = """# Example

This is 0.0.2, and it is not released yet.

> Someone. *Example commitments*, version 0.0.2. Data set.
"""
DOCUMENTS = {
    "CHANGELOG.md": CHANGELOG,
    "CITATION.cff": CITATION,
    "pyproject.toml": PROJECT,
    "README.md": README,
    "README.nl.md": "# Voorbeeld\n",
    "LICENSE": "Take it.\n",
    "data/README.md": "# Contract\n",
}
RECORD = f"data/releases/{VERSION}.json"
CHANGES = f"data/releases/changes/{VERSION}.json"


def git(folder: Path, *arguments: str) -> None:
    """Run git as nobody in particular, with no settings but its own."""
    alone = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    alone |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    someone = ("-c", "user.name=Someone", "-c", "user.email=someone@example.org")
    subprocess.run(["git", "-C", str(folder), *someone, *arguments], check=True, env=alone)


def commit(checkout: Path) -> None:
    git(checkout, "add", "--all")
    git(checkout, "commit", "--quiet", "--message", "Say what changed")


def release(checkout: Path, *arguments: object) -> int:
    step, *rest = map(str, arguments)
    return release_command([step, "--package", str(checkout), *rest])


@pytest.fixture(scope="module")
def cut_once(written_example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout of the example with one release: committed, cut and tagged as a person would."""
    checkout = tmp_path_factory.mktemp("cut") / "checkout"
    shutil.copytree(written_example, checkout)
    shutil.rmtree(checkout / "data/releases")
    (checkout / ".gitignore").write_text("dist/\n")
    for name, text in DOCUMENTS.items():
        (checkout / name).write_text(text)
    git(checkout, "init", "--quiet")
    commit(checkout)
    assert release(checkout, "cut", "--date", DAY) == 0
    commit(checkout)
    git(checkout, "tag", f"v{VERSION}")
    return checkout


@pytest.fixture
def checkout(cut_once: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "checkout"
    shutil.copytree(cut_once, copy, symlinks=True)
    return copy


def contents(checkout: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in checkout.rglob("*") if path.is_file()}


def found_in(checkout: Path, tag: str = "") -> list[tuple[str, str]]:
    with open_package(checkout) as package:
        return [(fault.file, fault.message) for fault in faults(package, tag)]


def put(path: str, old: str, new: str) -> Edit:
    """Other words in a document, which must stand there."""

    def edit(checkout: Path) -> None:
        text = (checkout / path).read_text("utf-8")
        assert old in text
        (checkout / path).write_text(text.replace(old, new), "utf-8")

    return edit


def declared(version: str) -> Edit:
    """Another version everywhere, with an entry that says what changed."""

    def edit(checkout: Path) -> None:
        assert release(checkout, "declare", version) == 0
        entry = r"\g<0>\n### Fixed\n\n- A row.\n"
        text = (checkout / "CHANGELOG.md").read_text()
        opened = re.sub(r"(?<=yet\n\n)Readers .*\n", entry, text, count=1)
        (checkout / "CHANGELOG.md").write_text(opened)

    return edit


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


FAULTS: dict[str, tuple[tuple[Edit, ...], str, str]] = {
    "a-cell-after-the-release": (
        (cell("missions", "lantern", "kind", "posture"),),
        DESCRIPTOR,
        "0.0.2 is too small: since 0.0.2, a row is corrected",
    ),
    "a-row-too-many-for-a-patch": (
        (gone("judgements", "missions/lantern-training/Is it a mission?"), declared("0.1.0"),
         put(DESCRIPTOR, '"version": "0.1.0"', '"version": "0.0.3"'),
         put("CITATION.cff", "0.1.0", "0.0.3"), put("pyproject.toml", "0.1.0", "0.0.3"),
         put("README.md", "0.1.0", "0.0.3"), put("CHANGELOG.md", "0.1.0", "0.0.3")),
        DESCRIPTOR,
        "0.0.3 is too small: since 0.0.2, a row goes; before 1.0 that raises the minor number",
    ),
    "an-id-gone": (
        (gone("missions", "night-watch"), declared("0.1.0")),
        "data/sources/retired_ids.csv",
        "`missions/night-watch` was released in 0.0.2 and is gone without a word",
    ),
    "a-link-gone": (
        (gone("mission_interests", LINK), declared("0.1.0")),
        "data/sources/retired_ids.csv",
        f"`mission_interests/{LINK}` was released in 0.0.2 and is gone without a word",
    ),
    "a-tombstone-of-another-version": (
        (gone("missions", "night-watch"), gone("commitments", f"{DOCUMENT}/night-watch"),
         retired("missions", "night-watch"), declared("0.2.0")),
        "data/sources/retired_ids.csv",
        "`missions/night-watch` says that it went in 0.1.0; 0.0.2 had it still",
    ),
    "an-id-used-again": (
        (earlier_with("missions", "beacon"),
         copied("missions", "lantern", id="beacon"), declared("0.1.0")),
        "data/missions.csv",
        "`missions/beacon` is used again; it was gone in 0.0.2",
    ),
    "a-retired-id-used-again": (
        (declared("0.1.0"), copied("threats", "smuggling", id="old-smuggling")),
        "data/threats.csv",
        "`threats/old-smuggling` is used again; it was gone in 0.0.2",
    ),
    "another-version-in-the-citation": (
        (put("CITATION.cff", "version: 0.0.2", "version: 0.0.1"),),
        "CITATION.cff",
        "it says 0.0.1; datapackage.json says 0.0.2",
    ),
    "another-version-in-the-project": (
        (put("pyproject.toml", "0.0.2", "0.0.1"),),
        "pyproject.toml",
        "it says 0.0.1; datapackage.json says 0.0.2",
    ),
    "another-version-in-the-readme": (
        (put("README.md", "*, version 0.0.2", "*, version 0.0.1"),),
        "README.md",
        "it says 0.0.1; datapackage.json says 0.0.2",
    ),
    "no-entry": (
        (declared("0.0.3"), put("CHANGELOG.md", "## 0.0.3 - not released yet", "### Soon")),
        "CHANGELOG.md",
        "the first entry is about 0.0.2; datapackage.json says 0.0.3",
    ),
    "an-empty-entry": (
        (put("CHANGELOG.md", "- Lanterns.\n", ""),),
        "CHANGELOG.md",
        "the entry of 0.0.2 does not say what changed",
    ),
    "an-entry-that-asks-nothing": (
        (gone("judgements", "missions/lantern-training/Is it a mission?"), declared("0.1.0"),
         put("CHANGELOG.md", "Readers must hold what they use against the changes below.",
             "Readers need do nothing: it is only one row.")),
        "CHANGELOG.md",
        "the entry of 0.1.0 asks nothing of readers: a row goes; before 1.0",
    ),
    "another-day-in-the-changelog": (
        (put("CHANGELOG.md", DAY, "2026-11-03"),),
        "CHANGELOG.md",
        f"it says 2026-11-03 of 0.0.2, which was released on {DAY}",
    ),
    "another-day-in-the-citation": (
        (put("CITATION.cff", DAY, "2026-11-03"),),
        "CITATION.cff",
        f"it says 2026-11-03; the record of the release says {DAY}",
    ),
    "no-day-in-the-citation": (
        (put("CITATION.cff", f"date-released: {DAY}\n", ""),),
        "CITATION.cff",
        f"it says not released yet; the record of the release says {DAY}",
    ),
    "another-day-in-the-readme": (
        (put("README.md", f"released on {DAY}", "released on 2026-11-03"),),
        "README.md",
        f"it says 2026-11-03; the record of the release says {DAY}",
    ),
    "no-day-in-the-readme": (
        (put("README.md", "This is 0.0.2, ", "Take 0.0.2, "),),
        "README.md",
        "it does not say `This is 0.0.2, and it is not released yet.`",
    ),
    "no-version-in-the-citation": (
        (put("CITATION.cff", "version: 0.0.2", "edition: 0.0.2"),),
        "CITATION.cff",
        "it does not say `version: 0.0.2`",
    ),
    "no-version-in-the-project": (
        (put("pyproject.toml", "[project]\n", '[project]\ndynamic = ["version"]\n\n[tool.a]\n'),),
        "pyproject.toml",
        'it does not say `[project] version = "0.0.2"`',
    ),
    "no-version-in-the-reference": (
        (put("README.md", "*Example commitments*, version", "*Some commitments*, version"),),
        "README.md",
        "it does not say `*Example commitments*, version 0.0.2`",
    ),
    "a-day-without-a-release": (
        (declared("0.0.3"), put("CHANGELOG.md", "0.0.3 - not released yet", "0.0.3 - 2026-12-24")),
        "CHANGELOG.md",
        "it says that 0.0.3 is of 2026-12-24; there is no record of that",
    ),
    "a-version-before-a-release": (
        (put(DESCRIPTOR, '"version": "0.0.2"', '"version": "0.0.1"'),
         put("CITATION.cff", "0.0.2", "0.0.1"), put("CITATION.cff", f"date-released: {DAY}\n", ""),
         put("pyproject.toml", "0.0.2", "0.0.1"), put("README.md", "0.0.2", "0.0.1"),
         put("README.md", f"released on {DAY}", "and it is not released yet"),
         put("CHANGELOG.md", "## 0.0.2", "## 0.0.1 - not released yet\n\nReaders wait.\n- X\n\n"
             "## 0.0.2")),
        DESCRIPTOR,
        "it declares 0.0.1; 0.0.2 is released already",
    ),
    "changes-that-are-missing": (
        (lambda checkout: (checkout / CHANGES).unlink(),),
        CHANGES,
        "the changes of 0.0.2 are missing",
    ),
    "a-ledger-of-something-else": (
        (put(ledger.LEDGER, "\nmissions,lantern,0.0.2,\n", "\nmissions,lantern,0.0.1,\n"),),
        ledger.LEDGER,
        "from line ",
    ),
    "changes-that-claim-less": (
        (put(CHANGES, '"level": "none"', '"level": "minor"'),),
        CHANGES,
        "it says example-commitments  0.0.2 2026-11-02 minor; data/releases says",
    ),
}  # fmt: skip


def test_nothing_speaks_against_a_release_as_it_was_cut(checkout: Path) -> None:
    assert found_in(checkout, f"v{VERSION}") == []


@pytest.mark.parametrize(("edits", "file", "said"), FAULTS.values(), ids=FAULTS)
def test_a_version_that_lies_is_refused(
    checkout: Path, edits: tuple[Edit, ...], file: str, said: str
) -> None:
    for edit in edits:
        edit(checkout)
    ((found, message),) = found_in(checkout)
    assert (found, message[: len(said)]) == (file, said)


def test_what_goes_with_a_retired_row_needs_no_tombstone(checkout: Path) -> None:
    for edit in (
        gone("missions", "night-watch"),
        gone("commitments", f"{DOCUMENT}/night-watch"),
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
    assert said.startswith(f"`mission_interests/{LINK}` was released in 0.0.2 and is gone")


def test_a_tag_names_the_version_that_is_released(checkout: Path) -> None:
    assert found_in(checkout, "v0.0.1") == [
        (DESCRIPTOR, "the tag is v0.0.1, the version 0.0.2"),
    ]
    declared("0.0.3")(checkout)
    assert found_in(checkout, "v0.0.3") == [
        ("data/releases", "0.0.3 has no record, so it is not released"),
    ]


def test_the_check_says_how_much_speaks_against_a_version(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    set_cell(checkout, "missions", "lantern", "kind", "parade")
    assert release(checkout, "check") == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("datapackage.json: 0.0.2 is too small: since 0.0.2, ")
    assert said[1] == "    mend: Run `scripts/release.py declare 0.0.3`."
    assert said[2].startswith("data/missions.csv:")
    assert said[-1] == "2 reasons against 0.0.2"


def test_the_package_may_carry_its_version() -> None:
    with open_package() as package:
        assert [str(fault) for fault in faults(package)] == []


# Cut, build, verify


def test_a_version_smaller_than_the_changes_is_not_declared(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    delete_row(checkout, "missions", "night-watch")
    before = contents(checkout)
    for version, said in (
        ("0.0.2", "0.0.2 is released; declare a version after it"),
        ("0.0.9", "the smallest version allowed is 0.1.0: a row goes; before 1.0 that raises"),
    ):
        assert release(checkout, "declare", version) == 1
        assert capsys.readouterr().err.startswith(said)
    assert contents(checkout) == before


def test_a_version_is_declared_twice_as_the_changes_grow(checkout: Path) -> None:
    declared("0.0.3")(checkout)
    delete_row(checkout, "judgements", "missions/lantern-training/Is it a mission?")
    assert release(checkout, "declare", "0.1.0") == 0
    log = (checkout / "CHANGELOG.md").read_text()
    headings = re.findall("^## .*", log, re.MULTILINE)
    assert headings == ["## 0.1.0 - not released yet", f"## 0.0.2 - {DAY}"]
    opening = "Readers must hold what they use against the changes below."
    assert f"{headings[0]}\n\n{opening}\n\n### Fixed" in log
    assert log.endswith("Readers need do nothing.\n\n### Added\n\n- Lanterns.\n")
    assert found_in(checkout) == []


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
    then = {name: (checkout / name).read_text("utf-8").splitlines() for name in WRITTEN}
    assert release(checkout, "declare", "0.1.0") == 0
    changed = {
        name: [
            (old, new)
            for old, new in zip(
                lines, (checkout / name).read_text("utf-8").splitlines(), strict=False
            )
            if old != new
        ]
        for name, lines in then.items()
    }
    assert changed == {
        DESCRIPTOR: [('  "version": "0.0.2",', '  "version": "0.1.0",')],
        "pyproject.toml": [('version = "0.0.2"', 'version = "0.1.0"')],
        "README.md": [
            (f"This is 0.0.2, released on {DAY}.", "This is 0.1.0, and it is not released yet."),
            *[
                (line, line.replace("0.0.2", "0.1.0"))
                for line in README.splitlines()
                if line.startswith("> Someone")
            ],
        ],
    }
    for name, text in OTHERS:
        assert text in (checkout / name).read_text("utf-8")
    cited = yaml.safe_load((checkout / "CITATION.cff").read_text("utf-8"))
    assert (cited["version"], cited["references"][0]["version"]) == ("0.1.0", "0.0.2")


WRITTEN = (DESCRIPTOR, "pyproject.toml", "README.md")


def test_a_version_is_not_declared_where_a_place_for_it_is_missing(
    checkout: Path, capsys: pytest.CaptureFixture[str]
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


def no_git(checkout: Path) -> None:
    shutil.rmtree(checkout / ".git")


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


@pytest.mark.parametrize(
    ("edit", "arguments", "said"),
    [
        (lambda _: None, (), "0.0.2 is released already; declare the next version first"),
        (declared("0.0.3"), (), "a release is cut from a commit, and these are in none: "),
        (no_git, (), "a release is cut from a commit, and git does not read this folder: not a"),
        (
            commit_edit(declared("0.0.3"), put("CHANGELOG.md", "- A row.\n", "")),
            (),
            "CHANGELOG.md: the entry of 0.0.3 does not say what changed",
        ),
        (
            commit_edit(declared("0.0.3")),
            ("--date", "2026-11-01"),
            f"0.0.2 was released on {DAY}, which is after 2026-11-01",
        ),
        (
            without_history,
            ("--date", "2026-12-01"),
            "git holds no commit of 0.0.2 here: fetch the tag v0.0.2 first",
        ),
        (
            commit_edit(cell("missions", "lantern", "kind", "parade"), declared("0.0.3")),
            ("--date", "2026-12-01"),
            "data/missions.csv:",
        ),
    ],
    ids=["released", "uncommitted", "no-git", "check", "day", "history", "faulty"],
)
def test_a_cut_is_refused_with_nothing_written(
    checkout: Path,
    capsys: pytest.CaptureFixture[str],
    edit: Edit,
    arguments: tuple[str, ...],
    said: str,
) -> None:
    edit(checkout)
    before = contents(checkout)
    capsys.readouterr()
    assert release(checkout, "cut", *arguments) == 1
    printed = capsys.readouterr().err
    assert printed.startswith(said)
    assert printed.endswith("refused; nothing was written\n")
    assert contents(checkout) == before


@pytest.fixture(scope="module")
def cut_twice(cut_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checkout after a second release, in which one label was corrected."""
    checkout = tmp_path_factory.mktemp("twice") / "checkout"
    shutil.copytree(cut_once, checkout, symlinks=True)
    set_cell(checkout, "missions", "lantern", "label_en", "Mission Lantern")
    declared("0.0.3")(checkout)
    commit(checkout)
    assert release(checkout, "cut", "--date", "2026-12-01") == 0
    commit(checkout)
    return checkout


@pytest.fixture
def copied_twice(cut_twice: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(cut_twice, tmp_path / "checkout", symlinks=True))


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


def test_a_third_release_keeps_the_first_two_as_patches(
    copied_twice: Path, capsys: pytest.CaptureFixture[str]
) -> None:
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


@pytest.mark.parametrize(
    ("edit", "said", "status"),
    [
        (
            lambda checkout: (checkout / "data/releases/0.0.3.json").unlink(),
            "data/releases/0.0.2.patch: the record of 0.0.3, which this changes, is missing",
            2,
        ),
        (
            lambda checkout: (checkout / ledger.LEDGER).unlink(),
            "data/releases/ledger.csv: No such file or directory",
            2,
        ),
        *(
            (edit, "data/releases/0.0.2.patch: this does not give the record of 0.0.2 as it was", 1)
            for edit in (
                lambda checkout: (checkout / "data/releases/0.0.2.patch").write_bytes(b"\xff"),
                put("data/releases/0.0.2.patch", f'+  "date": "{DAY}"', '+  "date": "2026-11-03"'),
                put("data/releases/0.0.2.patch", "@@ -3", "@@ -9999"),
                put("data/releases/0.0.3.json", '"data/missions.csv"', '"data/mission.csv"'),
            )
        ),
    ],
    ids=["no-record", "no-ledger", "no-patch", "another-line", "another-place", "another-record"],
)  # fmt: skip
def test_a_release_that_cannot_be_rebuilt_is_told_in_a_sentence(
    copied_twice: Path, capsys: pytest.CaptureFixture[str], edit: Edit, said: str, status: int
) -> None:
    checkout = copied_twice
    edit(checkout)
    assert release(checkout, "check") == status
    assert capsys.readouterr().err.startswith(said)


@pytest.mark.parametrize("old", ["0.0.2", "v0.0.2", "HEAD~1", "v0.0.2^{commit}"])
def test_a_release_is_compared_by_version_tag_or_commit(
    cut_twice: Path, capsys: pytest.CaptureFixture[str], old: str
) -> None:
    assert release(cut_twice, "diff", old, "HEAD", "--format", "json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["to"] == "0.0.3"
    assert len(found["changes"]) == int(old != "HEAD~1")


@pytest.mark.parametrize("form", ["folder", "descriptor", "zip"])
def test_a_folder_or_zip_is_compared_with_the_checkout(
    cut_twice: Path,
    cut_once: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    form: str,
) -> None:
    zipped = shutil.make_archive(str(tmp_path / "old"), "zip", cut_once)
    old = {"folder": cut_once, "descriptor": cut_once / DESCRIPTOR, "zip": zipped}[form]
    assert release(cut_twice, "diff", old) == 0
    assert "label in English of `lantern` corrected" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("ref", "said", "status"),
    [
        ("nothing", "nothing: no folder, zip, release or commit has this name", 2),
        ("empty", "empty: the zip holds no datapackage.json", 2),
        ("broken", "broken: data/missions.csv: this table cannot be read; validate.py says why", 1),
    ],
)
def test_a_ref_without_a_package_is_refused_in_a_sentence(
    checkout: Path, capsys: pytest.CaptureFixture[str], ref: str, said: str, status: int
) -> None:
    git(checkout, "checkout", "--quiet", "-b", "broken")
    (checkout / "data/missions.csv").write_text("id\nlantern\n")
    commit(checkout)
    git(checkout, "checkout", "--quiet", "--orphan", "empty")
    git(checkout, "rm", "--quiet", "-r", "--cached", ".")
    git(checkout, "add", "README.md")
    git(checkout, "commit", "--quiet", "--message", "Begin")
    git(checkout, "checkout", "--quiet", "--force", f"v{VERSION}")
    assert release(checkout, "diff", ref) == status
    assert said in capsys.readouterr().err


def test_a_tag_that_moved_is_not_the_release(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    set_cell(checkout, "missions", "lantern", "label_en", "Mission Lantern")
    commit(checkout)
    git(checkout, "tag", "--force", f"v{VERSION}")
    assert release(checkout, "diff", VERSION) == 0
    said = capsys.readouterr().out
    why = "v0.0.2 is not what the record says (1 thing differs)"
    assert f"\nnote: 0.0.2 is compared as its own commit has it, because {why}\n" in said
    assert "label in English of `lantern` corrected" in said


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


def copied_into_another(checkout: Path, folder: Path, _: pytest.MonkeyPatch) -> Path:
    """A folder in the repository of something else, which has a tag of the same name."""
    other = folder / "other"
    other.mkdir()
    (other / "main.py").write_text("print()\n")
    git(other, "init", "--quiet")
    commit(other)
    copy = imported(checkout, other / "vendor/data")
    commit(other)
    for version in (VERSION, "0.0.3"):
        git(other, "tag", f"v{version}")
    return copy


def updated_in_another(checkout: Path, folder: Path, patch: pytest.MonkeyPatch) -> Path:
    """The same, where the package was an older one before."""
    copy = copied_into_another(checkout, folder, patch)
    git(copy, "rm", "--quiet", "--cached", "README.md", *RECORDS)
    git(copy, "commit", "--quiet", "--amend", "--message", "Take an older one")
    commit(copy)
    return copy


def ignored_by_another(checkout: Path, folder: Path, _: pytest.MonkeyPatch) -> Path:
    """A folder that the repository around it does not keep."""
    other = folder / "other"
    other.mkdir()
    (other / ".gitignore").write_text("/data\n")
    git(other, "init", "--quiet")
    commit(other)
    for version in (VERSION, "0.0.3"):
        git(other, "tag", f"v{version}")
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
    for version in (VERSION, "0.0.3"):
        git(checkout, "tag", "--force", f"v{version}")
    return checkout


RECORDS = ("data/releases", "-r")
PLACES: dict[str, tuple[Callable[[Path, Path, pytest.MonkeyPatch], Path], str]] = {
    "begun-anew": (begun_anew, "git holds no commit of {} here"),
    "copied-into-another": (copied_into_another, "git holds no commit of {} here"),
    "updated-in-another": (updated_in_another, "git holds no commit of {} here"),
    "ignored-by-another": (ignored_by_another, "git holds no commit of {} here"),
    "owned-by-another": (owned_by_another, "git does not read this folder: detected dubious owner"),
    "without-git": (without_git, "git is not installed"),
    "without-repository": (without_repository, "git does not read this folder: not a git repos"),
    "cut-off": (cut_off, "git holds no commit of {} here"),
    "damaged": (damaged, "git does not hand it out: "),
    "tagged-elsewhere": (tagged_elsewhere, "v{} is "),
}


@pytest.fixture(params=list(PLACES.values()), ids=list(PLACES))
def astray(
    cut_twice: Path,
    released_zip: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> tuple[Path, str]:
    """A package whose releases git does not hold, and why not; the zip was made elsewhere."""
    assert released_zip.is_file()
    copy = Path(shutil.copytree(cut_twice, tmp_path / "copy", symlinks=True))
    git(copy, "tag", "v0.0.3")
    make, why = request.param
    return make(copy, tmp_path, monkeypatch), why


def test_where_git_holds_no_release_its_record_is_compared_and_said_so(
    astray: tuple[Path, str], capsys: pytest.CaptureFixture[str]
) -> None:
    package, why = astray
    assert release(package, "diff", VERSION) == 0
    said = capsys.readouterr().out
    assert "\n    patch: mission `lantern` corrected\n" in said
    (note,) = [line for line in said.splitlines() if line.startswith("note: 0.0.2 ")]
    assert note.startswith("note: 0.0.2 is compared by its record alone, because ")
    assert why.format(VERSION) in note
    assert note.endswith(
        "; which cell or which words changed cannot be told, nor which rows where columns did"
    )
    assert release(package, "diff", VERSION, "--format", "json") == 0
    captured = capsys.readouterr()
    assert captured.err == f"{note}\n"
    assert [change["kind"] for change in json.loads(captured.out)["changes"]] == ["row-changed"]


def test_where_git_holds_no_release_a_zip_is_verified_by_the_record(
    astray: tuple[Path, str], released_zip: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    package, why = astray
    assert release(package, "verify", released_zip) == 0
    (said,) = capsys.readouterr().out.splitlines()
    assert "intact: it is what its record says; " in said
    assert (
        "; this checkout has the same record; it was not built again, and its texts, such" in said
    )
    assert why.format("0.0.3") in said
    rezipped(released_zip, swapped("data/missions.csv", b"Mission", b"Voyage"))
    assert release(package, "verify", released_zip) == 1
    assert "not intact: 1 thing differs from its own record" in capsys.readouterr().out


def test_a_package_that_git_does_not_keep_is_not_cut(
    cut_twice: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    package = ignored_by_another(cut_twice, tmp_path, monkeypatch)
    declared("0.0.4")(package)
    capsys.readouterr()
    assert release(package, "cut") == 1
    said = capsys.readouterr().err
    assert said.startswith("a release is cut from a commit, and git knows of none here\n")


def test_new_files_are_not_committed_whatever_git_is_set_to_show(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commit_edit(declared("0.0.3"))(checkout)
    git(checkout, "config", "status.showUntrackedFiles", "no")
    (checkout / "data/new.csv").write_text("id\n")
    assert release(checkout, "cut", "--date", "2026-12-01") == 1
    assert "these are in none: data/new.csv" in capsys.readouterr().err


def test_a_commit_that_does_not_hold_the_folder_is_refused_in_a_sentence(
    cut_twice: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    package = ignored_by_another(cut_twice, tmp_path, monkeypatch)
    assert release(package, "diff", "HEAD") == 2
    assert capsys.readouterr().err.startswith("HEAD: git does not hand it out: ")


def test_a_ref_that_git_does_not_read_is_refused_with_the_reason(
    cut_twice: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert release(owned_by_another(cut_twice, tmp_path, monkeypatch), "diff", "HEAD") == 2
    said = capsys.readouterr().err
    why = "git does not read this folder: detected dubious ownership in repository at "
    assert said.startswith(f"HEAD: no folder, zip or release has this name, and {why}")


def test_the_variables_of_a_hook_lead_to_no_other_repository(
    cut_twice: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    other = begun_anew(cut_twice, tmp_path, monkeypatch)
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / ".git/index"))
    assert release(cut_twice, "diff", VERSION, "HEAD") == 0
    assert "label in English of `lantern` corrected" in capsys.readouterr().out
    local = set(told_by_git(tmp_path, "rev-parse", "--local-env-vars").split())
    settings_of_the_user = {"GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT"}
    assert local - settings_of_the_user <= LEADING_ELSEWHERE


def test_a_replaced_commit_is_read_as_it_was(
    cut_twice: Path, released_zip: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(cut_twice, "replace", "HEAD", "HEAD~1")
    try:
        assert release(cut_twice, "verify", released_zip) == 0
    finally:
        git(cut_twice, "replace", "--delete", "HEAD")
    assert "it is the same byte for byte" in capsys.readouterr().out


def test_the_notes_are_those_of_the_changelog(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
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
    for zone, seed in (("Pacific/Auckland", "1"), ("America/Anchorage", "2")):
        copy = tmp_path / zone / "checkout"
        shutil.copytree(cut_twice, copy, symlinks=True)
        command = [
            sys.executable,
            str(ROOT / "scripts/release.py"),
            "build",
            "--package",
            str(copy),
        ]
        surroundings = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed}
        running.append((copy / "dist", subprocess.Popen(command, env=surroundings)))
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
    assert {"changes.csv", "history.json", "example-commitments.zip"} <= listed.keys()


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


@pytest.fixture
def released_zip(cut_twice: Path, tmp_path: Path) -> Path:
    """A released zip with the sums beside it, as downloaded."""
    with open_package(cut_twice) as package:
        (path,) = package_zip.write(package, tmp_path)
    (tmp_path / SUMS).write_bytes(sums({path.name: path.read_bytes()}))
    return path


def test_a_released_zip_is_intact_and_built_again(
    cut_twice: Path, released_zip: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert release(cut_twice, "verify", released_zip) == 0
    (said,) = capsys.readouterr().out.splitlines()
    assert "example-commitments 0.0.3, released on 2026-12-01: intact: " in said
    assert "SHA256SUMS beside it agrees" in said
    assert said.endswith("it is the same byte for byte")
    with zipfile.ZipFile(released_zip) as archived:
        names = {*archived.namelist()}
    assert {RECORD_NOW, "data/releases/0.0.2.patch", ledger.LEDGER} <= names


def rezipped(zipped: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    """The zip with other members, packed in another way."""
    with zipfile.ZipFile(zipped) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def test_a_zip_packed_anew_is_intact_without_its_sum(
    cut_twice: Path, released_zip: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rezipped(released_zip, lambda _: None)
    assert release(cut_twice, "verify", released_zip) == 1
    assert "not intact: SHA256SUMS beside it says otherwise" in capsys.readouterr().out
    released_zip.with_name(SUMS).unlink()
    assert release(cut_twice, "verify", released_zip) == 0
    assert "packed otherwise" in capsys.readouterr().out


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


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            swapped("data/missions.csv", b"Mission", b"Voyage"),
            "1 thing differs from its own record",
        ),
        (swapped(RECORD_NOW, b"2026-12-01", b"2026-12-02"), "the record of 0.0.3 in this checkout"),
        (swapped("LICENSE", b"Take", b"Sell"), "has not these files so: LICENSE"),
        (lambda members: members.update(new=b"new"), "has not these files so: new"),
        (lambda members: members.pop(RECORD_NOW), "it carries no record, so it is no release"),
    ],
    ids=["cell", "record", "document", "addition", "no-record"],
)
def test_a_zip_that_was_changed_is_not_intact(
    cut_twice: Path,
    released_zip: Path,
    capsys: pytest.CaptureFixture[str],
    change: Callable[[dict[str, bytes]], None],
    said: str,
) -> None:
    released_zip.with_name(SUMS).unlink()
    rezipped(released_zip, change)
    assert release(cut_twice, "verify", released_zip) == 1
    printed = capsys.readouterr().out
    assert len(printed.splitlines()) == 1
    assert said in printed


def test_a_zip_is_verified_where_its_release_is_not_at_hand(
    checkout: Path, released_zip: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert release(checkout, "verify", released_zip) == 0
    assert "this checkout does not know 0.0.3" in capsys.readouterr().out


# What a maintainer calls


@pytest.mark.parametrize("arguments", [[], ["none"], ["declare"], ["declare", "1.0"], ["diff"]])
def test_misuse_ends_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        release_command(arguments)
    assert ended.value.code == 2
    assert "usage: release.py" in capsys.readouterr().err


def test_what_is_no_checkout_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert release(tmp_path, "check") == 2
    assert "a checkout is a folder with a datapackage.json" in capsys.readouterr().err


def test_the_workflow_calls_steps_that_there_are() -> None:
    text = (ROOT / ".github/workflows/release.yml").read_text("utf-8")
    (job,) = yaml.safe_load(text)["jobs"].values()
    scripts = "\n".join(step.get("run", "") for step in job["steps"])
    called = re.findall(r"release\.py\"? (\w+)", scripts)
    assert called
    assert set(called) <= set(STEPS)
    with open_package() as package:
        assert f"dist/{package.descriptor['name']}.zip" in scripts
