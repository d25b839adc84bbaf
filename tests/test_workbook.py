"""The workbooks give every cell back to three readers, and their links, lists and colours hold."""

import csv
import io
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest
import yaml
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.example import DOCUMENT, set_cell
from validation import open_package
from validation.history import record
from validation.outputs.exports import every_table, exports
from validation.outputs.exports.workbook import write
from validation.outputs.exports.workbook.book import TIP, Book, Sheet, SheetColumn
from validation.outputs.exports.workbook.cover import READING, USING
from validation.outputs.words import Translator
from validation.package.languages import LANGUAGES
from validation.package.opening import DESCRIPTOR, ROOT
from validation.package.schema import Schema

NAME = "dutch-military-commitments"
READERS = ("missions_overview", "claims")
WITHOUT_TABLE = {"cover", "columns", "voorblad", "kolommen"}
OTHER = {"en": "nl", "nl": "en"}
AWKWARD = (
    "Text with “quotes”, \"straight\" ones, <b> & ampersand, 1; 2, 'x', ÿ, € and a ’s-Gravenhage."
)
LOCALES = {"en-US": "en", "nl-NL": "nl"}
# All sheets of a workbook, each as a file: comma, quotation mark, UTF-8, cells as they are shown.
ALL_SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
READXL = """
arguments <- commandArgs(TRUE)
for (path in arguments[-1]) for (sheet in readxl::excel_sheets(path)) {
  cells <- readxl::read_excel(
    path, sheet, col_types = "text", trim_ws = FALSE, .name_repair = "minimal"
  )
  stem <- sub("[.]xlsx$", "", basename(path))
  readr::write_csv(cells, file.path(arguments[1], paste0(stem, "-", sheet, ".csv")), na = "")
}
"""

Cells = list[list[str]]


def need(program: str) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")


def need_packages_of_r(*names: str) -> None:
    need("Rscript")
    for name in names:
        asked = f"quit(status = !requireNamespace('{name}', quietly = TRUE))"
        if subprocess.run(["Rscript", "-e", asked], capture_output=True, check=False).returncode:
            pytest.skip(f"R's package {name} is not installed")


def cells_of(content: bytes) -> Cells:
    return list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))


def tables_of(root: Path) -> dict[str, Cells]:
    """Every table of a package and every table for readers: header and rows, as the files are."""
    resources = json.loads((root / DESCRIPTOR).read_bytes())["resources"]
    own = {entry["name"]: cells_of((root / entry["path"]).read_bytes()) for entry in resources}
    with open_package(root) as package:
        return own | {table.name: cells_of(table.content) for table in exports(package)}


def schemas_of(root: Path) -> dict[str, Schema]:
    with open_package(root) as package:
        return {table.name: table.schema for table in every_table(package)}


def written(root: Path, folder: Path) -> dict[str, Path]:
    """The workbooks of a package, by language."""
    with open_package(root) as package:
        paths = write(package, folder)
    return dict(zip(LANGUAGES, paths, strict=True))


@pytest.fixture(scope="module")
def sources(written_example: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The published package, and the example with a text that readers may trip over."""
    example = tmp_path_factory.mktemp("awkward") / "package"
    shutil.copytree(written_example, example)
    set_cell(example, "missions", "lantern", "description_en", AWKWARD)
    return {"published": ROOT, "example": example}


@pytest.fixture(scope="module")
def tables(sources: dict[str, Path]) -> dict[str, dict[str, Cells]]:
    return {name: tables_of(root) for name, root in sources.items()}


@pytest.fixture(scope="module")
def paths(
    sources: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, str], Path]:
    """Every workbook by package and language."""
    folder = tmp_path_factory.mktemp("workbooks")
    return {
        (name, language): path
        for name, root in sources.items()
        for language, path in written(root, folder).items()
    }


@pytest.fixture(scope="module")
def books(paths: dict[tuple[str, str], Path]) -> dict[str, Workbook]:
    """The workbooks of the published package by language, as openpyxl reads them."""
    return {
        language: openpyxl.load_workbook(paths["published", language]) for language in LANGUAGES
    }


@pytest.fixture(scope="module")
def schemas() -> dict[str, Schema]:
    return schemas_of(ROOT)


@pytest.fixture(scope="module")
def codes(tables: dict[str, dict[str, Cells]]) -> dict[str, list[dict[str, str]]]:
    """The rows of each code list, in its order."""
    header, *rows = tables["published"]["codes"]
    found: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        cells = dict(zip(header, row, strict=True))
        found.setdefault(cells["list"], []).append(cells)
    return found


def sheets(book: Workbook) -> Iterator[Worksheet]:
    """Every sheet but the cover."""
    return (sheet for sheet in book.worksheets[1:])


def tables_in(book: Workbook) -> Iterator[Worksheet]:
    """Every sheet that holds a table of the package or one for readers."""
    return (sheet for sheet in book.worksheets if sheet.title not in WITHOUT_TABLE)


def text_of(sheet: Worksheet) -> Cells:
    return [
        ["" if cell is None else str(cell) for cell in row]
        for row in sheet.iter_rows(values_only=True)
    ]


def without_blank_end(rows: Cells) -> Cells:
    """Rows without those at the end that hold nothing: a table without rows has one to type in."""
    while len(rows) > 1 and not any(rows[-1]):
        rows = rows[:-1]
    return rows


# Every cell comes back


def test_a_workbook_is_written_in_each_language(paths: dict[tuple[str, str], Path]) -> None:
    names = [f"{NAME}-{language}.xlsx" for language in LANGUAGES]
    assert [paths["published", language].name for language in LANGUAGES] == names
    assert {path.parent for path in paths.values()} == {next(iter(paths.values())).parent}


def test_sheets_stand_in_order(
    books: dict[str, Workbook], tables: dict[str, dict[str, Cells]]
) -> None:
    own = [name for name in tables["published"] if name not in {*READERS, "codes"}]
    for language, (cover, columns) in {
        "en": ("cover", "columns"),
        "nl": ("voorblad", "kolommen"),
    }.items():
        names = books[language].sheetnames
        assert names == [cover, *READERS, *own, columns, "codes"]
        assert books[language].active is books[language].worksheets[0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("source", ["published", "example"])
def test_every_cell_comes_back_to_openpyxl(
    source: str,
    language: str,
    paths: dict[tuple[str, str], Path],
    tables: dict[str, dict[str, Cells]],
) -> None:
    book = openpyxl.load_workbook(paths[source, language])
    found = {sheet.title: without_blank_end(text_of(sheet)) for sheet in tables_in(book)}
    assert found == tables[source]


@pytest.mark.parametrize("locale", LOCALES)
def test_every_cell_comes_back_from_libreoffice(
    locale: str,
    paths: dict[tuple[str, str], Path],
    tables: dict[str, dict[str, Cells]],
    tmp_path: Path,
) -> None:
    need("soffice")
    read = {source: paths[source, LOCALES[locale]] for source in tables}
    settings = tmp_path / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        '<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" '
        f'oor:op="fuse"><value>{locale}</value></prop></item></oor:items>',
        "utf-8",
    )
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", ALL_SHEETS, *read.values()],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    assert_all_came_back(tmp_path, read, tables)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cell_comes_back_to_r(
    language: str,
    paths: dict[tuple[str, str], Path],
    tables: dict[str, dict[str, Cells]],
    tmp_path: Path,
) -> None:
    need_packages_of_r("readxl", "readr")
    script = tmp_path / "read.R"
    script.write_text(READXL, "utf-8")
    read = {source: paths[source, language] for source in tables}
    command = ["Rscript", str(script), str(tmp_path), *map(str, read.values())]
    subprocess.run(command, check=True, capture_output=True)
    assert_all_came_back(tmp_path, read, tables)


def assert_all_came_back(
    folder: Path, read: dict[str, Path], tables: dict[str, dict[str, Cells]]
) -> None:
    for source, path in read.items():
        for name, expected in tables[source].items():
            content = (folder / f"{path.stem}-{name}.csv").read_bytes()
            assert without_blank_end(cells_of(content)) == expected, (path.name, name)


def test_an_awkward_text_is_among_what_came_back(tables: dict[str, dict[str, Cells]]) -> None:
    assert any(AWKWARD in row for row in tables["example"]["missions"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_whole_numbers_are_no_text(
    language: str, books: dict[str, Workbook], schemas: dict[str, Schema]
) -> None:
    kinds: dict[str, set[str]] = {"s": set(), "n": set()}
    for sheet in tables_in(books[language]):
        for cell in itertools.chain.from_iterable(sheet.iter_rows(min_row=2)):
            if cell.value is not None:
                field = schemas[sheet.title].fields[cell.column - 1]
                kinds[cell.data_type].add(field.type)
                assert not cell.is_date
                assert field.type != "integer" or cell.number_format == "0"
    assert kinds == {"s": {"string", "boolean"}, "n": {"integer"}}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_cell_is_a_formula(language: str, books: dict[str, Workbook]) -> None:
    cells = itertools.chain.from_iterable(
        itertools.chain.from_iterable(sheet.iter_rows()) for sheet in books[language].worksheets
    )
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s", "n"}
    assert not books[language].defined_names


def test_what_a_cell_cannot_hold_stops_the_workbook() -> None:
    book = Book({"title": ""}, Translator("en"))
    with pytest.raises(RuntimeError, match="does not hold what was written"):
        book.table(Sheet("words", "Words", "", [SheetColumn("word")], [["x" * 40_000]]))


def test_more_codes_than_a_list_can_hold_stop_the_workbook() -> None:
    book = Book({"title": ""}, Translator("en"))
    codes = [f"code_{number}" for number in range(100)]
    with (
        pytest.warns(UserWarning, match="exceeds Excel's limit"),
        pytest.raises(RuntimeError, match="does not hold what was written"),
    ):
        book.table(Sheet("words", "Words", "", [SheetColumn("word", codes=codes)], []))


BUILD = """
import sys
from pathlib import Path
from validation import open_package
from validation.outputs.exports.workbook import write
with open_package(Path(sys.argv[1])) as package:
    write(package, Path(sys.argv[2]))
"""


def test_the_same_package_gives_the_same_bytes(
    sources: dict[str, Path], paths: dict[tuple[str, str], Path], tmp_path: Path
) -> None:
    settings = [
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "America/Adak", "LC_ALL": "C.UTF-8", "LANG": "tr_TR"},
    ]
    for number, setting in enumerate(settings):
        folder = tmp_path / str(number)
        package = shutil.copytree(sources["example"], tmp_path / f"copy-{number}")
        subprocess.run(
            [sys.executable, "-c", BUILD, package, folder],
            env=os.environ | setting,
            cwd=ROOT,
            check=True,
            capture_output=True,
        )
        for language in LANGUAGES:
            path = paths["example", language]
            assert (folder / path.name).read_bytes() == path.read_bytes()


# What a reader meets


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sheet_keeps_its_head_in_sight_and_can_be_filtered(
    language: str, books: dict[str, Workbook]
) -> None:
    for sheet in sheets(books[language]):
        assert re.fullmatch("[B-Z]+2", sheet.freeze_panes or ""), sheet.title
        (table,) = sheet.tables.values()
        last = get_column_letter(len(text_of(sheet)[0]))
        assert table.ref == f"A1:{last}{max(sheet.max_row, 2)}"
        assert table.autoFilter.ref == table.ref
        assert table.displayName == sheet.title
        assert sheet.print_title_rows == "$1:$1"
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_coded_column_offers_its_codes_and_no_other_does(
    language: str,
    books: dict[str, Workbook],
    schemas: dict[str, Schema],
    codes: dict[str, list[dict[str, str]]],
) -> None:
    for sheet in sheets(books[language]):
        fields = schemas[sheet.title].fields if sheet.title in schemas else ()
        last = max(sheet.max_row, 2)
        expected = {
            (at, 2, at, last): [code["code"] for code in codes[field.codes]]
            for at, field in enumerate(fields, start=1)
            if field.codes
        }
        found = {}
        for rule in sheet.data_validations.dataValidation:
            (area,) = rule.sqref.ranges
            found[area.bounds] = str(rule.formula1).strip('"').split(",")
            assert (rule.type, rule.showErrorMessage) == ("list", True)
            assert rule.errorStyle in {None, "stop"}
        assert found == expected, sheet.title


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hint_says_what_the_codes_mean(
    language: str, books: dict[str, Workbook], codes: dict[str, list[dict[str, str]]]
) -> None:
    hints = {
        rule.promptTitle: rule.prompt
        for sheet in tables_in(books[language])
        for rule in sheet.data_validations.dataValidation
    }
    labels = "\n".join(f"{code['code']}: {code[f'label_{language}']}" for code in codes["basis"])
    same = {"en": None, "nl": labels}  # an English label repeats the code
    assert hints.get("basis") == same[language]
    ends = codes["amount_bound"]
    meanings = "\n".join(f"{code['code']}: {code[f'definition_{language}']}" for code in ends)
    assert hints["amount_bound"] == meanings
    assert max(len(hint or "") for hint in hints.values()) <= TIP


class Found(NamedTuple):
    """A link within a workbook: the cell that has it, and the sheet and row it leads to."""

    sheet: str
    row: int
    head: str
    text: str
    tip: str
    target: str
    line: int


def links_in(book: Workbook) -> Iterator[Found]:
    for sheet in book.worksheets:
        for number, row in enumerate(sheet.iter_rows(), start=1):
            for cell, head in zip(row, sheet[1], strict=True):
                if cell.hyperlink and cell.hyperlink.location:
                    place = re.fullmatch(r"'([^']+)'!A([0-9]+)", cell.hyperlink.location)
                    assert place, cell.hyperlink.location
                    what = (sheet.title, number, str(head.value), str(cell.value))
                    tip = cell.hyperlink.tooltip or ""
                    yield Found(*what, tip, place.group(1), int(place.group(2)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_leads_to_the_row_it_names(
    language: str, books: dict[str, Workbook], schemas: dict[str, Schema]
) -> None:
    texts = {sheet.title: text_of(sheet) for sheet in books[language].worksheets}
    cover = books[language].sheetnames[0]
    counted = 0
    for link in links_in(books[language]):
        assert 1 <= link.line <= len(texts[link.target])
        if link.sheet in WITHOUT_TABLE:
            continue
        if link.row == 1:
            assert (link.target, link.line, link.head) == (cover, 1, texts[link.sheet][0][0])
            continue
        schema = schemas[link.target]
        cells = dict(zip(schema.names, texts[link.target][link.line - 1], strict=True))
        key = "/".join(cells[name] for name in schema.primary_key)
        called = {cells.get(f"{name}_{language}", "") for name in ("label", "title")}
        text = link.text.partition(" [")[0]  # a label may have its basis behind it
        is_place = (link.head, link.target) == (f"places_{language}", "passages")
        assert is_place or text in {key, key.partition("/")[2], *called}, link
        counted += 1
    assert counted > 2000


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_place_leads_to_the_passage_that_stands_there(
    language: str, books: dict[str, Workbook]
) -> None:
    header, *claims = text_of(books[language]["claims"])
    passages = text_of(books[language]["passages"])
    links = [link for link in links_in(books[language]) if link.head == f"places_{language}"]
    assert len(links) > len(claims) / 2
    for link in links:
        claim = dict(zip(header, claims[link.row - 2], strict=True))
        assert passages[link.line - 1][0] == claim["passages"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_that_fits_on_a_line_is_a_link(
    language: str, books: dict[str, Workbook], schemas: dict[str, Schema]
) -> None:
    linked = {(link.sheet, link.row, link.head) for link in links_in(books[language])}
    for sheet in tables_in(books[language]):
        widths = widths_of(sheet)
        header, *rows = text_of(sheet)
        for key in schemas[sheet.title].foreign_keys:
            at = header.index(key.fields[-1])
            missing = [
                row[at]
                for number, row in enumerate(rows, start=2)
                if row[at]
                and header[at] != "document_id"
                and (sheet.title, number, header[at]) not in linked
            ]
            assert all(len(cell) > widths[header[at]] - 1 for cell in missing)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_stands_on_one_line(language: str, books: dict[str, Workbook]) -> None:
    widths = {sheet.title: widths_of(sheet) for sheet in tables_in(books[language])}
    for link in links_in(books[language]):
        if link.sheet not in WITHOUT_TABLE:
            assert len(link.text) <= widths[link.sheet][link.head], link


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_tells_what_it_leads_to(language: str, books: dict[str, Workbook]) -> None:
    links = list(links_in(books[language]))
    said = {"en": "Missions: EU operation Sophia", "nl": "Missies: EU-operatie Sophia"}
    tips = {link.tip for link in links if (link.head, link.text) == ("mission_id", "sophia")}
    assert tips == {said[language]}
    assert max(len(link.tip) for link in links) == TIP


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_web_address_is_a_link_to_itself(language: str, books: dict[str, Workbook]) -> None:
    sheet = books[language]["documents"]
    at = text_of(sheet)[0].index("url")
    cells = [row[at] for row in sheet.iter_rows(min_row=2) if row[at].value]
    assert cells
    for cell in cells:
        assert cell.hyperlink
        within = f"#{cell.hyperlink.location}" if cell.hyperlink.location else ""
        assert f"{cell.hyperlink.target}{within}" == cell.value


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_other_language_is_folded_away_and_this_one_is_not(
    language: str, books: dict[str, Workbook], schemas: dict[str, Schema]
) -> None:
    for sheet in tables_in(books[language]):
        folded = folded_in(sheet)
        other = said_again(sheet, language)
        assert other <= folded
        assert not any(name.endswith(f"_{language}") for name in folded)
        if sheet.title not in READERS:
            assert folded == other
    shown = [set(schemas[name].names) - folded_in(books[language][name]) for name in READERS]
    assert {"position", "starts", f"label_{language}", f"regions_{language}"} <= shown[0]
    assert {"rationale", f"subject_{language}", f"basis_{language}", "url"} <= shown[1]
    assert not {"document_id", "id", "kind", "parent_id"} & shown[0]
    assert not {"table", "key", "subject_id", "basis", "passages"} & shown[1]


def test_what_is_said_in_one_language_alone_is_not_folded_away(books: dict[str, Workbook]) -> None:
    header, *rows = text_of(books["nl"]["mission_facts"])
    english, dutch = header.index("value_en"), header.index("value_nl")
    assert any(row[english] and not row[dutch] for row in rows)
    assert folded_in(books["nl"]["mission_facts"]) == set()
    assert folded_in(books["en"]["mission_facts"]) == {"value_nl"}


def widths_of(sheet: Worksheet) -> dict[str, float]:
    """The width of each column by name; alike columns side by side are stored as one."""
    header = text_of(sheet)[0]
    return {
        name: dimension.width
        for dimension in sheet.column_dimensions.values()
        for name in header[(dimension.min or 0) - 1 : dimension.max]
    }


def said_again(sheet: Worksheet, language: str) -> set[str]:
    """The columns in the other language beside one in this that has as many cells filled."""
    header, *rows = text_of(sheet)
    again = set()
    for at, name in enumerate(header):
        if name.endswith(f"_{OTHER[language]}"):
            own = header.index(name.removesuffix(OTHER[language]) + language)
            if all(row[own] or not row[at] for row in rows):
                again.add(name)
    return again


def folded_in(sheet: Worksheet) -> set[str]:
    """The names of the columns that are hidden in a group."""
    header = text_of(sheet)[0]
    folded = set()
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden:
            assert dimension.outlineLevel == 1
            folded |= set(header[(dimension.min or 0) - 1 : dimension.max])
    return folded


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_is_explained_at_its_head_and_in_the_code_book(
    language: str, books: dict[str, Workbook]
) -> None:
    book = books[language]
    said = "description" if language == "en" else f"description_{language}"
    described = {}
    ours = [ROOT / "validation/outputs/exports" / f"{name}.json" for name in READERS]
    for path in [*(ROOT / "schemas").glob("*.json"), *ours]:
        for field in json.loads(path.read_bytes()).get("fields", []):
            described[path.stem, field["name"]] = field[said]
    explained = {(row[0], row[1]): row[2] for row in text_of(book.worksheets[-2])[1:]}
    assert explained == described
    for sheet in tables_in(book):
        for cell in sheet[1]:
            note = cell.comment
            assert note is not None
            assert note.text.splitlines()[0] == described[sheet.title, str(cell.value)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_code_book_says_of_a_column(language: str, books: dict[str, Workbook]) -> None:
    rows = {(row[0], row[1]): row[3:] for row in text_of(books[language].worksheets[-2])}
    assert (
        rows["commitments", "mission_id"]
        == {
            "en": ["text", "yes", "key", "", "missions", "words joined by hyphens"],
            "nl": ["tekst", "ja", "sleutel", "", "missions", "woorden met koppeltekens ertussen"],
        }[language]
    )
    assert rows["commitments", "status"][3] == "commitment_status"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_basis_has_its_colour_in_every_sheet(
    language: str,
    books: dict[str, Workbook],
    schemas: dict[str, Schema],
    codes: dict[str, list[dict[str, str]]],
) -> None:
    cover = books[language].worksheets[0]
    on_cover = {
        str(below.value): cell.fill.fgColor.rgb
        for cell, below in cover.iter_rows(min_col=2, max_col=3)
        if cell.fill.fill_type
    }
    bases = [code["code"] for code in codes["basis"]]
    assert list(on_cover) == [code[f"definition_{language}"] for code in codes["basis"]]
    assert len(set(on_cover.values())) == len(bases)
    for sheet in tables_in(books[language]):
        shaded = {
            field.name
            for field in schemas[sheet.title].fields
            if field.codes in {"basis", "parent_basis"}
        }
        labels = {f"{name}_{language}" for name in shaded} & set(schemas[sheet.title].names)
        header = text_of(sheet)[0]
        found = {}
        for area in sheet.conditional_formatting:
            (cells,) = area.cells.ranges
            assert (cells.min_row, cells.max_row) == (2, max(sheet.max_row, 2))
            found[header[cells.min_col - 1]] = [
                (rule.formula[0].split("=")[1].strip('"'), rule.dxf.fill.bgColor.rgb)
                for rule in area.rules
            ]
        assert set(found) == shaded | labels, sheet.title
        for rules in found.values():
            assert rules == list(zip(bases, on_cover.values(), strict=True))


# The cover


def cover_of(book: Workbook) -> dict[str, list[str]]:
    """The rows of the cover by their first text."""
    rows = ([cell for cell in row if cell] for row in text_of(book.worksheets[0]))
    return {row[0]: row[1:] for row in rows if row}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_cover_lists_every_sheet_with_its_rows_and_a_link(
    language: str, books: dict[str, Workbook], tables: dict[str, dict[str, Cells]]
) -> None:
    book = books[language]
    cover = [link for link in links_in(book) if link.sheet == book.sheetnames[0]]
    links = {link.target: link.text for link in cover if link.line == 1}
    assert list(links) == book.sheetnames[1:]
    listed = cover_of(book)
    for name, title in links.items():
        about, named, rows = listed[title]
        assert about.endswith(".")
        assert named == name
        counted = len(tables["published"].get(name, [])) or book[name].max_row
        assert int(rows) == counted - 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_cover_says_what_this_is_and_how_to_read_it(
    language: str, books: dict[str, Workbook], codes: dict[str, list[dict[str, str]]]
) -> None:
    descriptor = json.loads((ROOT / DESCRIPTOR).read_bytes())
    said = "" if language == "en" else f"_{language}"
    words = Translator(language)
    rows = cover_of(books[language])
    assert next(iter(rows)) == descriptor[f"title{said}"]
    assert descriptor[f"description{said}"] in rows
    assert rows[words("Version")] == [descriptor["version"]]
    assert descriptor["licenses"][0]["name"] in rows[words("Licence")][0]
    assert descriptor["sources"][0]["path"] in rows[words("Source")][0]
    definitions = [[code[f"definition_{language}"]] for code in codes["basis"]]
    assert [rows[name] for name in rows if rows[name] in definitions] == definitions
    for name, meaning in (*READING, *USING):
        assert rows[words(name)] == [words(meaning)]


def test_the_citation_is_that_of_the_readme_and_of_the_citation_file(
    books: dict[str, Workbook],
) -> None:
    (cited,) = cover_of(books["en"])["How to cite"]
    reference = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    author, version = reference["authors"][0]["name"], reference["version"]
    expected = (
        f"{author}. {reference['title']}, version {version}. Data set, {reference['license']}."
    )
    assert cited == expected
    quoted = (ROOT / "README.md").read_text("utf-8").replace("\n> ", " ").replace("*", "")
    assert cited in quoted
    (letter,) = cover_of(books["en"])["Cite the letter too"]
    assert reference["references"][0]["url"] in letter
    assert reference["references"][0]["title"].partition(" [")[0] in letter


def test_the_day_of_the_release_stands_on_the_cover(example: Path, tmp_path: Path) -> None:
    with open_package(example) as package:
        released = record.write(record.state_of(package, date="2018-03-01").record)
        (example / record.FOLDER / f"{package.version}.json").write_bytes(released)
    cover = cover_of(openpyxl.load_workbook(written(example, tmp_path)["en"]))
    assert cover["Date"] == ["2018-03-01"]


def test_a_version_that_is_not_released_has_no_day(paths: dict[tuple[str, str], Path]) -> None:
    cover = cover_of(openpyxl.load_workbook(paths["example", "en"]))
    assert cover["Version"]
    assert "Date" not in cover


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_says_what_it_is(language: str, books: dict[str, Workbook]) -> None:
    descriptor = json.loads((ROOT / DESCRIPTOR).read_bytes())
    title = descriptor["title" if language == "en" else f"title_{language}"]
    properties = books[language].properties
    assert properties.title == f"{title} {descriptor['version']}"
    assert properties.creator == descriptor["contributors"][0]["title"]
    assert descriptor["licenses"][0]["path"] in properties.description


def test_every_coded_letter_is_cited_in_its_own_language(
    example: Path, tmp_path: Path, schemas: dict[str, Schema]
) -> None:
    set_cell(example, "documents", DOCUMENT, "language", "en")
    book = openpyxl.load_workbook(written(example, tmp_path)["nl"])
    names, rows = schemas["documents"].names, tables_of(example)["documents"][1:]
    letter = next(dict(zip(names, row, strict=True)) for row in rows if row[0] == DOCUMENT)
    (cited,) = cover_of(book)["Haal ook de brief aan"]
    assert cited == f"{letter['title_en']} ({letter['date'][:4]})"
