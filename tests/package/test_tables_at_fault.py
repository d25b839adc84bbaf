"""A table that is damaged: validation names it, the formatter fixes it, or refuses and names it."""

import csv
import io
import shutil
from collections.abc import Callable
from pathlib import Path

import frictionless
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.example import Capsys, contents
from validation.catalogue.finding import Finding
from validation.catalogue.rules import rule_of
from validation.commands.format import format_command
from validation.commands.validate import validate_command
from validation.package.canonical import canonical
from validation.package.opening import DESCRIPTOR, open_package
from validation.package.schema import Schema
from validation.package.table import Row, Table
from validation.rules.run import validate

MISSIONS = "data/missions.csv"
SCHEMA = "schemas/missions.json"
SHAPE = ("bytes", "structure")
FORMATTER = "python scripts/format.py"

Damage = Callable[[bytes], bytes]


def separated(content: bytes, sign: str) -> bytes:
    """The same cells as a spreadsheet saves them, with another separator."""
    buffer = io.StringIO(newline="")
    rows = csv.reader(io.StringIO(content.decode(), newline=""))
    csv.writer(buffer, delimiter=sign, lineterminator="\n").writerows(rows)
    return buffer.getvalue().encode()


def crlf(content: bytes) -> bytes:
    return content.replace(b"\n", b"\r\n")


def damage(example: Path, change: Damage, path: str = MISSIONS) -> None:
    file = example / path
    before = file.read_bytes()
    file.write_bytes(change(before))
    assert file.read_bytes() != before


def found(example: Path, *layers: str) -> tuple[Finding, ...]:
    with open_package(example) as package:
        return validate(package, layers or SHAPE).findings


# What the formatter fixes: the change, and the rules and a word of the message that name it.
FIXED: dict[str, tuple[Damage, list[tuple[str, str]]]] = {
    "semicolons": (lambda old: separated(old, ";"), [("separator", "semicolons")]),
    "tabs": (lambda old: separated(old, "\t"), [("separator", "tabs")]),
    "windows": (crlf, [("line-ends", "CR LF")]),
    "old mac": (lambda old: old.replace(b"\n", b"\r"), [("line-ends", "ends with CR, not")]),
    "mixed": (lambda old: old.replace(b"\n", b"\r", 2), [("line-ends", "ends with CR, not")]),
    "mark": (lambda old: b"\xef\xbb\xbf" + old, [("byte-order-mark", "BOM")]),
    "spreadsheet": (
        lambda old: b"\xef\xbb\xbf" + crlf(separated(old, ";")),
        [("byte-order-mark", "BOM"), ("line-ends", "CR LF"), ("separator", "semicolons")],
    ),
    "no last line end": (lambda old: old[:-1], [("line-ends", "does not end with LF")]),
    "blank lines": (lambda old: old + b"\n\n", [("blank-row", "lines 5 to 6")]),
    "blank rows": (
        lambda old: old + b",,,,,,,\n , ,,,,,,\n",
        [("blank-row", "lines 5 to 6 are blank, at the end")],
    ),
    "a space": (lambda old: old + b"  ", [("blank-row", "blank, at the end")]),
}


@pytest.mark.parametrize("name", FIXED)
def test_what_the_formatter_fixes_is_clean_afterwards(example: Path, name: str) -> None:
    change, said = FIXED[name]
    before = contents(example)
    damage(example, change)
    named = found(example)
    assert [(f.rule, f.file) for f in named] == [(rule, MISSIONS) for rule, _ in said]
    for finding, (_, words) in zip(named, said, strict=True):
        assert words in finding.message
        assert f"run `{FORMATTER}`" in finding.message
        assert f"draai `{FORMATTER}`" in finding.message.nl
    assert format_command([str(example)]) == 0
    assert contents(example) == before
    assert found(example, *SHAPE, "columns", "relations") == ()


HEADER = b"id,kind,parent_id,parent_basis,label_en,label_nl,description_en,description_nl\n"
# What it refuses: the change, and the rule, the line and a word of the message that name it.
REFUSED: dict[str, tuple[Damage, list[tuple[str, int, str]]]] = {
    "line above": (lambda old: b"Missions\n" + old, [("header", 1, "is on line 2")]),
    "sign of a spreadsheet": (
        lambda old: b"sep=;\n" + separated(old, ";"),
        [("header", 1, "is on line 2"), ("separator", 1, "semicolons")],
    ),
    "blank line above": (lambda old: b"\n" + old, [("blank-row", 1, "the row is blank")]),
    "space before": (lambda old: b" " + old, [("header", 1, "white space")]),
    "space after a comma": (
        lambda old: old.replace(b"id,kind", b"id, kind", 1),
        [("header", 1, "white space before or after a column name: ' kind'")],
    ),
    "space at the end": (
        lambda old: old.replace(HEADER, HEADER[:-1] + b" \n"),
        [("header", 1, "white space")],
    ),
    "no header": (lambda old: old.replace(HEADER, b""), [("header", 1, "missing: id")]),
    "only blank": (lambda _: b"\xef\xbb\xbf,,,\n", [("byte-order-mark", 1, "BOM"),
                                                    ("header", 1, "no header")]),
    "utf-16": (lambda old: old.decode().encode("utf-16"), [("utf-8", 1, "this is UTF-16")]),
    "utf-16-le": (lambda old: old.decode().encode("utf-16-le"), [("utf-8", 1, "this is UTF-16")]),
    "utf-16-be": (lambda old: old.decode().encode("utf-16-be"), [("utf-8", 1, "this is UTF-16")]),
    "utf-32": (lambda old: old.decode().encode("utf-32"), [("utf-8", 1, "this is UTF-32")]),
    "utf-16 with tabs": (
        lambda old: separated(old, "\t").decode().encode("utf-16"),
        [("separator", 1, "tabs"), ("utf-8", 1, "this is UTF-16")],
    ),
    "windows-1252": (
        lambda old: old.replace(b"coast", b"co\xeast"),
        [("utf-8", 2, "Windows-1252, the byte is 'ê'")],
    ),
    "header and line ends": (
        lambda old: crlf(old.replace(b"label_nl", b"label_du", 1)),
        [("header", 1, "missing: label_nl"), ("line-ends", 1, "CR LF")],
    ),
    "header and encoding": (
        lambda old: old.replace(b"label_nl", b"label_du").replace(b"coast", b"co\xeast"),
        [("header", 1, "missing: label_nl"), ("utf-8", 2, "Windows-1252")],
    ),
    "width and separators": (
        lambda old: separated(old, ";").replace(b"Lantern;", b"", 1),
        [("separator", 1, "semicolons"), ("row-width", 2, "7 cells, the header row 8")],
    ),
    "header too short": (
        lambda old: old.replace(b",description_nl\n", b"\n", 1),
        [("header", 1, "missing: description_nl")],
    ),
    "blank in the middle": (
        lambda old: old.replace(b"night-watch", b",,,,,,,\n \nnight-watch"),
        [("blank-row", 4, "lines 4 to 5 are blank")],
    ),
    "cut in a row": (lambda old: old[:-60], [("row-width", 4, "perhaps the file is cut off")]),
    "cut in the header": (lambda old: old[:30], [("header", 1, "missing")]),
    "cut in a quotation": (
        lambda old: old.replace(b"Wacht", b'"Wacht')[:-2],
        [("csv", 4, "never closed; perhaps the file is cut off")],
    ),
    "cut in a character": (
        lambda old: old[:-1] + b"\xc3",
        [("utf-8", 4, "in the middle of a character")],
    ),
    "open quotation": (
        lambda old: old.replace(b"Guards", b'"Guards'),
        [("csv", 2, "never closed")],
    ),
    "two stray quotations": (
        lambda old: old.replace(b"Guards", b'"Guards"').replace(b"Watch by", b'"Watch"'),
        [("csv", 2, "text follows"), ("csv", 4, "text follows")],
    ),
    "quotation in the header": (lambda old: b'"' + old, [("csv", 1, "never closed")]),
    "bare return": (
        lambda old: old.replace(b"Guards the", b"Guards\rthe"),
        [("hidden-character", 2, "carriage return")],
    ),
    "quoted return": (
        lambda old: old.replace(b"Guards the coast.", b'"Guards\r\nthe coast."'),
        [("hidden-character", 2, "carriage return")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_the_formatter_does_not_fix_it_refuses_by_name(
    example: Path, capsys: Capsys, name: str
) -> None:
    change, said = REFUSED[name]
    damage(example, change)
    named = found(example)
    assert [(f.rule, f.file, f.row) for f in named] == [
        (rule, MISSIONS, row) for rule, row, _ in said
    ]
    for finding, (_, _, words) in zip(named, said, strict=True):
        assert words in finding.message
        assert finding.message != finding.message.nl
        assert FORMATTER not in finding.message + finding.message.nl + rule_of(finding).text("fix")
    before = contents(example)
    assert format_command([str(example)]) == 1
    assert contents(example) == before
    *reasons, last = capsys.readouterr().err.splitlines()
    assert last == "refused; nothing was written"
    wanted = [f.line("en") for f in named if f.rule not in {"line-ends", "separator"}]
    assert reasons == [line for line in wanted if "BOM" not in line]


def test_faults_of_bytes_and_of_shape_are_named_in_one_run(example: Path, capsys: Capsys) -> None:
    damage(example, lambda old: crlf(old.replace(b"label_nl", b"label_du", 1)))
    asked = [part for layer in SHAPE for part in ("--layer", layer)]
    assert validate_command([str(example), *asked]) == 1
    said = capsys.readouterr().out
    assert f"{MISSIONS}:1: missing: label_nl; not in the schema: label_du; did you" in said
    ends = "this line ends with CR LF, not with LF; first fix what else is wrong"
    assert f"{MISSIONS}:1: {ends}" in said
    assert FORMATTER not in said


def test_a_line_above_the_header_is_an_error(example: Path, capsys: Capsys) -> None:
    damage(example, lambda old: b"Regions in the letter\n" + old, "data/regions.csv")
    assert validate_command([str(example)]) == 1
    said = "data/regions.csv:1: this is not the header row, which is on line 2"
    assert said in capsys.readouterr().out


def test_every_refusal_comes_in_one_run(example: Path, capsys: Capsys) -> None:
    damage(example, lambda old: b"Missions\n" + old.replace(b"Guards the", b"Guards\rthe"))
    damage(example, lambda old: b" " + old, "data/actors.csv")
    schema = example / SCHEMA
    schema.write_text(schema.read_text().replace('"codes": "mission_kind"', '"codes": "kinds"'))
    assert format_command([str(example)]) == 1
    reasons = capsys.readouterr().err.splitlines()
    assert [reason.partition(": ")[0] for reason in reasons[:-1]] == [
        f"{MISSIONS}:1",
        f"{MISSIONS}:3",
        "data/actors.csv:1",
        SCHEMA,
    ]
    assert "description_en" in reasons[1]


@pytest.mark.parametrize("marker", ["<<<<<<< HEAD", "||||||| base", "=======", ">>>>>>> theirs"])
@pytest.mark.parametrize("end", ["\n", ",,,,,,,\r\n"])
def test_a_marker_of_a_conflict_is_called_that_and_nothing_else_is_said(
    example: Path, capsys: Capsys, marker: str, end: str
) -> None:
    def leave(old: bytes) -> bytes:
        text = (crlf(old) if "\r" in end else old).decode()
        lines = text.splitlines(keepends=True)
        return "".join([lines[0], marker + end, lines[1], "=======\n", *lines[2:]]).encode()

    damage(example, leave)
    (finding,) = found(example)
    assert (finding.rule, finding.file, finding.row) == ("conflict-marker", MISSIONS, 2)
    assert "line 2, 4" in finding.message
    assert "regel 2, 4" in finding.message.nl
    assert format_command([str(example)]) == 1
    assert f"{MISSIONS}:2: " in capsys.readouterr().err


@pytest.mark.parametrize("path", [DESCRIPTOR, SCHEMA])
def test_a_marker_of_a_conflict_in_a_json_file_is_called_that(
    example: Path, capsys: Capsys, path: str
) -> None:
    damage(example, lambda old: old.replace(b"\n", b"\n<<<<<<< ours\n=======\n", 1), path)
    for command in (validate_command, format_command):
        assert command([str(example)]) == 1
        said = "".join(capsys.readouterr())
        assert f"{path}:2: version control left conflict markers: line 2, 3" in said
        assert "this is not JSON" not in said


@pytest.mark.parametrize(
    ("type_", "cells"),
    [("integer", ["", "2", "10"]), ("number", ["", "-10.5", "-2", "2.25", "10"])],
)
def test_a_column_of_numbers_is_sorted_by_value(type_: str, cells: list[str]) -> None:
    column = {"name": "value", "type": type_, "constraints": {"required": False}}
    schema = Schema.read("values", "", {"fields": [column], "primaryKey": "value"})
    rows = [Row(line, (cell,)) for line, cell in enumerate(sorted(cells), start=2)]
    assert canonical(schema, rows).decode().splitlines()[1:] == ['""', *cells[1:]]


CELLS = st.text(st.sampled_from(",;\t\"'\n aé="), max_size=8)


@settings(deadline=None, max_examples=50, derandomize=True)
@given(
    rows=st.lists(
        st.tuples(*[CELLS] * 5).filter(lambda row: any(cell.strip() for cell in row)), max_size=4
    ),
    sign=st.sampled_from(";\t"),
)
def test_another_separator_gives_every_cell_back(
    written_example: Path, rows: list[tuple[str, ...]], sign: str
) -> None:
    with open_package(written_example) as package:
        schema = package.table("considerations").schema
    content = canonical(schema, [Row(0, row) for row in rows])
    table = Table("considerations", "data/considerations.csv", schema, separated(content, sign))
    assert [fault.rule for fault in table.reading.faults] == ["separator"]
    assert canonical(schema, [Row(*row) for row in table.reading.rows]) == content


@st.composite
def damages(draw: st.DrawFn) -> Damage:
    """A few bytes are put in, taken out or exchanged, anywhere; then the whole may be recoded."""
    pieces = st.one_of(
        st.binary(max_size=6),
        st.sampled_from(
            [b",", b";", b"\t", b'"', b"\r", b"\n", b"\n\n", b"\r\n", b" ", b",,,,,,,\n", b"\0"]
        ),
    )
    where = [
        (draw(st.integers(0, 260)), draw(st.integers(0, 12)), draw(pieces))
        for _ in range(draw(st.integers(1, 3)))
    ]
    recode: Damage = draw(
        st.sampled_from(
            [
                lambda content: content,
                crlf,
                lambda content: content.replace(b",", b";"),
                lambda content: b"\xef\xbb\xbf" + content,
                lambda content: b"Missions\n" + content,
                lambda content: content[:200],
            ]
        )
    )

    def change(content: bytes) -> bytes:
        for at, length, piece in where:
            content = content[:at] + piece + content[at + length :]
        return recode(content)

    return change


@settings(deadline=None, max_examples=20, derandomize=True)
@given(change=damages())
def test_a_table_that_is_not_read_has_an_error(
    written_example: Path, tmp_path_factory: pytest.TempPathFactory, change: Damage
) -> None:
    """Or that frictionless stumbles over; and the formatter fixes it or names a line of it."""
    root = tmp_path_factory.mktemp("damaged") / "package"
    shutil.copytree(written_example, root)
    file = root / MISSIONS
    file.write_bytes(change(file.read_bytes()))
    if not file.read_bytes().strip():
        return
    with open_package(root) as package:
        table = package.tables["missions"]
        errors = [
            finding
            for finding in validate(package, ("bytes", "structure")).findings
            if finding.file == MISSIONS
            and rule_of(finding).severity == "error"
            and finding.rule != "fingerprint"
        ]
        stumbles = frictionless.Resource.from_descriptor(
            {
                "name": "missions",
                "type": "table",
                "path": MISSIONS,
                "format": "csv",
                "encoding": "utf-8",
                "dialect": {"delimiter": ","},
                "schema": {"fields": [{"name": n, "type": "any"} for n in table.schema.names]},
            },
            basepath=str(root),
        ).validate()
        assert errors or (table.readable and stumbles.valid)
    before = contents(root)
    status = format_command([str(root)])
    if status:
        assert status == 1
        assert contents(root) == before
        assert table.reading.unfixable
    else:
        with open_package(root) as package:
            again = package.tables["missions"]
            assert again.readable
            assert again.reading.faults == ()
            rows, fixed = table.reading.rows, again.reading.rows
            assert sorted(cells for _, cells in rows) == sorted(cells for _, cells in fixed)
