"""Every change between two packages is told at its place, and a record comes back as it was."""

import csv
import hashlib
import io
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.broken import Change as Rewrite
from tests.broken import carried, cell, copied, gone, restated, uncarried
from tests.checkouts import DAY, VERSION, Edit, keep, mission_renamed, retired
from tests.example import DOCUMENT, path_of, set_cell
from validation import open_package
from validation.history import archive, difference, ledger, record
from validation.history.changes import KINDS, Change
from validation.history.difference import Difference
from validation.history.record import State
from validation.history.version import Level, Version
from validation.package.errors import ContentError
from validation.package.opening import DESCRIPTOR, ROOT
from validation.releases import sources

LINK = f"{DOCUMENT}/lantern/safe-shipping"
KINDS_OF_MISSION = ["operation", "posture", "standing_force", "readiness_force",
                    "national_measure", "generic_class"]  # fmt: skip


# What changed


def schema(table: str, edit: Rewrite) -> Edit:
    return restated(f"schemas/{table}.json", edit)


def of_column(table: str, name: str, edit: Rewrite) -> Edit:
    """Something else is stated of a column."""
    return schema(
        table, lambda content: edit(next(f for f in content["fields"] if f["name"] == name))
    )


def limits(table: str, name: str, **constraints: object) -> Edit:
    """Constraints of a column, changed or added; None takes one away."""

    def edit(field: dict[str, Any]) -> None:
        field["constraints"] |= constraints
        for limit in [limit for limit, value in constraints.items() if value is None]:
            del field["constraints"][limit]

    return of_column(table, name, edit)


def column(table: str, name: str, **properties: object) -> Edit:
    return of_column(table, name, lambda field: field.update(properties))


def descriptor(edit: Rewrite) -> Edit:
    return restated(DESCRIPTOR, edit)


def resource(table: str, **properties: object) -> Edit:
    return descriptor(
        lambda whole: next(r for r in whole["resources"] if r["name"] == table).update(properties)
    )


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

    schema("considerations", lambda content: content.update(fields=swap(content["fields"])))(
        package
    )
    rewritten("considerations", lambda lines: [swap(line) for line in lines])(package)


def table_gone(package: Path) -> None:
    def without(whole: dict[str, Any]) -> None:
        whole["resources"] = [r for r in whole["resources"] if r["name"] != "identifiers"]

    descriptor(without)(package)


def table_moved(package: Path) -> None:
    (package / "data/reference/identifiers.csv").rename(package / "data/identifiers.csv")
    resource("identifiers", path="data/identifiers.csv")(package)


@dataclass(frozen=True)
class Case:
    """What is done to the package, and what must be told of it: where and in which words."""

    kind: str
    place: tuple[str, str, str]
    words: str
    edits: tuple[Edit, ...]
    beside: str

    def __str__(self) -> str:
        return "-".join(filter(None, (self.kind, *self.place[:2])))


def told(kind: str, at: str, words: str, *edits: Edit, beside: str = "") -> Case:
    """A place is written `table key:column`, or less; `beside` is what else must be told."""
    row, _, name = at.partition(":")
    table, _, key = row.partition(" ")
    return Case(kind, (table, key, name), words, edits, beside)


CASES = (
    told("package-renamed", "", "package renamed from `example-commitments` to `other-name",
         descriptor(lambda whole: whole.update(name="other-name"))),
    told("property-changed", "", '`licenses` changed from [["CC0-1.0", ',
         descriptor(lambda whole: whole["licenses"][0].update(name="CC-BY-4.0")),
         beside="text-changed"),
    told("property-changed", "", "`profile` added: another",
         descriptor(lambda whole: whole.update(profile="another"))),
    told("text-changed", "", 'title changed: "Example commitments" is now "Other commitments"',
         descriptor(lambda whole: whole.update(title="Other commitments"))),
    told("table-removed", "identifiers", "table removed, with its file", table_gone),
    told("table-moved", "identifiers",
         "file moved from data/reference/identifiers.csv to data/identifiers.csv", table_moved),
    told("property-changed", "missions", "`encoding` changed from utf-8 to latin-1",
         resource("missions", encoding="latin-1")),
    told("text-changed", "missions", "description changed: ",
         resource("missions", description="Missions.")),
    told("text-changed", "missions",
         'description changed: "Operations, missions, standing forces, rotating commitments and '
         'kinds of deployment." is now "Two\\n\\nlines."',
         resource("missions", description="Two\n\nlines.")),
    told("column-added", "considerations:note", "column `note` added", column_added),
    told("column-removed", "considerations:description_nl", "column `description_nl` removed",
         column_removed),
    told("column-renamed", "considerations:text_nl", "column `description_nl` renamed to `text_nl`",
         column_renamed),
    told("column-moved", "considerations",
         "columns reordered: id, label_en, label_nl, description_nl, description_en",
         columns_moved),
    told("type-changed", "documents:number",
         "type of column `number` changed from string to integer",
         column("documents", "number", type="integer")),
    told("key-changed", "mission_regions",
         "primary key changed from document_id, mission_id, region_id, role to document_id, "
         "mission_id, region_id; rows cannot be compared",
         schema("mission_regions", lambda content: content["primaryKey"].pop())),
    told("constraint-tightened", "missions:parent_id",
         "`required` of column `parent_id` changed from false to true",
         limits("missions", "parent_id", required=True)),
    told("constraint-loosened", "missions:label_en",
         "`required` of column `label_en` changed from true to false",
         limits("missions", "label_en", required=False)),
    told("constraint-tightened", "missions:label_en",
         "`maxLength` of column `label_en` changed from 80 to 60",
         limits("missions", "label_en", maxLength=60)),
    told("constraint-loosened", "missions:label_en",
         "`maxLength` of column `label_en` removed: 80",
         limits("missions", "label_en", maxLength=None)),
    told("constraint-tightened", "missions:label_en",
         "`minLength` of column `label_en` added: 3",
         limits("missions", "label_en", minLength=3)),
    told("constraint-loosened", "judgements:reason",
         "`minLength` of column `reason` changed from 10 to 1",
         limits("judgements", "reason", minLength=1)),
    told("constraint-tightened", "passages:page",
         "`minimum` of column `page` changed from 1 to 2",
         limits("passages", "page", minimum=2)),
    told("constraint-loosened", "passages:page", "`minimum` of column `page` changed from 1 to 0",
         limits("passages", "page", minimum=0)),
    told("constraint-tightened", "passages:page",
         "`maximum` of column `page` added: 900",
         limits("passages", "page", maximum=900)),
    told("constraint-changed", "missions:id",
         "`pattern` of column `id` changed from ",
         limits("missions", "id", pattern="^(?:[a-z-]+)$")),
    told("constraint-tightened", "missions:label_en",
         "`pattern` of column `label_en` added: ^(?:.+)$",
         limits("missions", "label_en", pattern="^(?:.+)$")),
    told("constraint-tightened", "missions:label_en",
         "`unique` of column `label_en` changed from false to true",
         limits("missions", "label_en", unique=True)),
    told("constraint-tightened", "missions:label_en",
         "`evidence` of column `label_en` changed from false to true",
         column("missions", "label_en", evidence=True)),
    told("constraint-loosened", "codes mission_kind", "code list `mission_kind`: added `parade`",
         limits("missions", "kind", enum=[*KINDS_OF_MISSION, "parade"])),
    told("constraint-tightened", "codes mission_kind",
         "code list `mission_kind`: added `parade`; removed `generic_class`",
         limits("missions", "kind", enum=[*KINDS_OF_MISSION[:-1], "parade"])),
    told("codes-reordered", "codes mission_kind",
         "code list `mission_kind` reordered",
         limits("missions", "kind", enum=KINDS_OF_MISSION[::-1])),
    told("property-changed", "missions:kind",
         "`codes` of column `kind` changed from mission_kind to threat_kind",
         column("missions", "kind", codes="threat_kind")),
    told("property-changed", "missions:id",
         "`rdfProperty` of column `id` changed from http://purl.org/dc/terms/identifier to http://",
         column("missions", "id", rdfProperty="http://example.org/id")),
    told("property-added", "missions:parent_basis",
         "`rdfProperty` of column `parent_basis` added: http://example.org/basis",
         column("missions", "parent_basis", rdfProperty="http://example.org/basis")),
    told("property-changed", "missions", '`missingValues` changed from [""] to ["", "-"]',
         schema("missions", lambda content: content.update(missingValues=["", "-"]))),
    told("constraint-tightened", "missions", "unique key kind, label_en added",
         schema("missions", lambda content: content.update(uniqueKeys=[["kind", "label_en"]]))),
    told("constraint-loosened", "passages", "unique key document_id, start removed",
         schema("passages", lambda content: content["uniqueKeys"].pop())),
    told("constraint-loosened", "missions", "foreign key parent_id to `missions` removed",
         schema("missions", lambda content: content.pop("foreignKeys"))),
    told("text-changed", "missions:kind",
         'description of column `kind` changed: "… sort of thing it is, from the code list of '
         'this table." is now "… sort of mission it is."',
         column("missions", "kind", description="What sort of mission it is.")),
    told("row-added", "missions beacon", "mission `beacon` added: ",
         copied("missions lantern", id="beacon")),
    told("row-added", f"mission_interests {DOCUMENT}/lantern/quiet-seas",
         f"link `{DOCUMENT}/lantern/quiet-seas` added: ",
         copied(f"mission_interests {LINK}", interest_id="quiet-seas")),
    told("row-added", f"evidence missions/lantern/label_en/{DOCUMENT}.s02.h",
         f"evidence `missions/lantern/label_en/{DOCUMENT}.s02.h` added",
         carried("missions lantern label_en", "s02.h")),
    told("row-added", "retired_ids missions/old-lantern",
         "retired id `missions/old-lantern` added: replaced by `lantern`",
         retired("missions", "old-lantern", "lantern")),
    told("row-removed", "missions night-watch", "mission `night-watch` removed: ",
         gone("missions night-watch")),
    told("row-removed", f"evidence missions/lantern/row/{DOCUMENT}.s02.h",
         f"evidence `missions/lantern/row/{DOCUMENT}.s02.h` removed",
         uncarried("missions lantern", "s02.h")),
    told("row-renamed", "considerations safe-crews",
         "consideration `crew-safety` renamed to `safe-crews`",
         cell("considerations crew-safety id", "safe-crews"),
         retired("considerations", "crew-safety", "safe-crews"), beside="row-added"),
    told("row-merged", "missions night-watch", "mission `night-watch` merged into `lantern`",
         gone("missions night-watch"), retired("missions", "night-watch", "lantern"),
         beside="row-added"),
    told("cell-changed", f"mission_interests {LINK}:basis",
         f"basis of `{LINK}` weakened from contextual to inferred",
         cell(f"mission_interests {LINK} basis", "inferred")),
    told("cell-changed", "missions lantern:kind",
         "kind of `lantern` changed from operation to posture",
         cell("missions lantern kind", "posture")),
    told("cell-changed", "missions lantern:label_en",
         'label in English of `lantern` changed: "',
         cell("missions lantern label_en", "Mission Lantern")),
    told("cell-changed", "missions night-watch:parent_id",
         'parent of `night-watch` filled in: "lantern"',
         cell("missions night-watch parent_id", "lantern")),
    told("cell-changed", "documents harbour-treaty:date",
         "date of `harbour-treaty` emptied; it was ", cell("documents harbour-treaty date", "")),
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
    after = state(example)
    found = Difference(before, after)
    told = [
        entry["words"][: len(case.words)]
        for change, entry in zip(found.changes, found.entries, strict=True)
        if (change.kind, (change.table, change.key, change.column)) == (case.kind, case.place)
    ]
    assert told == [case.words]
    others = [change.kind for change in found.changes if change.kind != case.kind]
    assert others == list(filter(None, [case.beside]))
    alone = Difference(sources.recorded(before.record), after)  # without the rows themselves
    assert alone.level == found.level == KINDS[case.kind].level
    assert alone.smallest == before.record.number.after(KINDS[case.kind].level)


def test_of_several_changes_the_highest_level_counts(example: Path, before: State) -> None:
    set_cell(example, "actors", "smugglers", "description_en", "Described anew.")
    column_removed(example)
    found = Difference(before, state(example))
    levels = [change.level for change in found.changes]
    assert {*levels} == {Level.PATCH, Level.MAJOR}
    assert found.level == Level.MAJOR


def test_every_kind_of_change_is_made_once() -> None:
    of_the_record, swapped = {"row-changed"}, {"table-added"}
    assert {case.kind for case in CASES} | of_the_record | swapped == set(KINDS)


def test_a_new_table_is_told_with_its_rows(example: Path, before: State) -> None:
    table_gone(example)
    found = Difference(state(example), before)
    assert [(change.kind, change.level) for change in found.changes] == [
        ("table-added", Level.MINOR)
    ]
    assert found.entries[0]["words"] == "table added, in data/reference/identifiers.csv, with 1 row"


def test_equal_packages_have_no_changes_and_it_says_so(example: Path, before: State) -> None:
    found = Difference(before, state(example))
    assert found.changes == []
    assert found.level == Level.NONE
    assert difference.as_text(found).splitlines() == [
        "from the test (0.0.2) to the test (0.0.2): no changes",
        "lowest version allowed: 0.0.2, because nothing has changed",
    ]


def test_a_row_that_a_record_sees_changed_is_named(example: Path, before: State) -> None:
    set_cell(example, "missions", "lantern", "kind", "posture")
    found = Difference(sources.recorded(before.record), state(example))
    assert found.changes == [Change("missions", "", "lantern", "row-changed")]
    assert found.entries[0]["words"] == "mission `lantern` changed"
    assert "note: 0.0.2 is compared by its record only; a record does" in difference.as_text(found)


def test_an_unknown_constraint_may_allow_less(example: Path) -> None:
    limits("missions", "label_en", format="short")(example)
    old = state(example)
    limits("missions", "label_en", format="shorter")(example)
    (change,) = Difference(old, state(example)).changes
    assert (change.kind, change.level) == ("constraint-changed", Level.MAJOR)


def test_a_reworded_definition_is_left_to_a_reader(example: Path, before: State) -> None:
    set_cell(example, "codes", "basis/explicit", "definition_en", "Something else.")
    text = difference.as_text(Difference(before, state(example)))
    assert "note: 1 text changed; the change is major if" in text


@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
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
    name = data.draw(st.sampled_from(columns))
    cell_before = before.details.cells[table][key][name]
    text = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=12)
    value = data.draw(text.filter(lambda value: value != cell_before))
    set_cell(package, table, key, name, value)
    found = Difference(before, state(package))
    assert found.changes == [Change(table, name, key, "cell-changed", "", cell_before, value)]
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
def edited(
    written_example: Path, tmp_path_factory: pytest.TempPathFactory
) -> list[record.ReleaseRecord]:
    """What the example holds after one edit or another."""
    records = []
    for case in CASES[::3]:
        package = tmp_path_factory.mktemp("edited") / "package"
        shutil.copytree(written_example, package)
        for edit in case.edits:
            edit(package)
        records.append(state(package).record)
    return records


@settings(deadline=None, max_examples=5, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_earlier_record_is_rebuilt_from_the_newest(
    edited: list[record.ReleaseRecord],
    tmp_path_factory: pytest.TempPathFactory,
    data: st.DataObject,
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


def with_date(released: State, day: str) -> record.ReleaseRecord:
    return record.ReleaseRecord(**{**vars(released.record), "date": day})


def test_a_row_hash_is_that_of_its_line(before: State, written_example: Path) -> None:
    lines = (written_example / "data/missions.csv").read_bytes().splitlines()
    line = next(line for line in lines if line.startswith(b"night-watch,"))
    digest = hashlib.sha256(line).hexdigest()
    assert before.record.tables["missions"].rows["night-watch"] == digest[:16]


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"version": "1.0.0", "tables": {}}'])
def test_what_is_no_record_is_refused(tmp_path: Path, text: str) -> None:
    put_record(tmp_path, "1.0.0", text.encode())
    with pytest.raises(ContentError, match=r"1\.0\.0\.json:.* (this is not the record|the file)"):
        archive.find(tmp_path, "1.0.0")


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
    with pytest.raises(ValueError, match="is not a version"):
        Version.parse(text)
