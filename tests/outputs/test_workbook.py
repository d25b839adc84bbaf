"""The workbooks give every cell back to three readers, and their links, lists and colours hold."""

import csv
import io
import itertools
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest
import yaml
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.example import DOCUMENT, set_cell
from tests.files import AWKWARD
from tests.files import NAME as EXAMPLE_NAME
from validation import open_package
from validation.catalogue.languages import LANGUAGES
from validation.history import record
from validation.outputs.exports import every_table, exports
from validation.outputs.exports.workbook import write
from validation.outputs.exports.workbook.book import TIP, Book, Sheet, SheetColumn
from validation.outputs.exports.workbook.cover import READING, USING
from validation.outputs.words import Translator
from validation.package.opening import DESCRIPTOR, ROOT
from validation.package.schema import Schema

NAME = "dutch-military-commitments"
READERS = ("timeline", "missions_overview", "reasons", "threats_overview", "claims")
WITHOUT_TABLE = {"cover", "columns", "voorblad", "kolommen"}
OTHER = {"en": "nl", "nl": "en"}
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
    asked = "quit(status = !all(sapply(commandArgs(TRUE), requireNamespace, quietly = TRUE)))"
    command = ["Rscript", "-e", asked, *names]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip(f"R lacks one of its packages {', '.join(names)}")


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
def sources(awkward_package: Path) -> dict[str, Path]:
    """Return the published package, and the example with a text that readers may trip over."""
    return {"published": ROOT, "example": awkward_package}


@pytest.fixture(scope="module")
def tables(sources: dict[str, Path]) -> dict[str, dict[str, Cells]]:
    return {name: tables_of(root) for name, root in sources.items()}


@pytest.fixture(scope="module")
def paths(sources: dict[str, Path], made_once: Callable[..., Path]) -> dict[tuple[str, str], Path]:
    """Return every workbook by package and language."""
    names = {"published": NAME, "example": EXAMPLE_NAME}
    return {
        (name, language): made_once(root, "workbook") / f"{names[name]}-{language}.xlsx"
        for name, root in sources.items()
        for language in LANGUAGES
    }


class Opened:
    """A workbook of the published package as openpyxl reads it; what a test reads is kept."""

    def __init__(self, path: Path, language: str) -> None:
        self.language = language
        self.book = openpyxl.load_workbook(path)
        self.texts = {sheet.title: text_of(sheet) for sheet in self.book.worksheets}
        self.links = list(links_in(self.book))
        self.cover = self.book.worksheets[0]
        self.tables = [sheet for sheet in self.book.worksheets if sheet.title not in WITHOUT_TABLE]


@pytest.fixture(scope="module")
def books(paths: dict[tuple[str, str], Path]) -> dict[str, Opened]:
    return {language: Opened(paths["published", language], language) for language in LANGUAGES}


@pytest.fixture(params=LANGUAGES)
def opened(books: dict[str, Opened], request: pytest.FixtureRequest) -> Opened:
    return books[request.param]


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
    assert all(path.is_file() for path in paths.values())


def test_sheets_stand_in_order(
    books: dict[str, Opened], tables: dict[str, dict[str, Cells]]
) -> None:
    own = [name for name in tables["published"] if name not in {*READERS, "codes"}]
    for language, (cover, columns) in {
        "en": ("cover", "columns"),
        "nl": ("voorblad", "kolommen"),
    }.items():
        names = books[language].book.sheetnames
        assert names == [cover, *READERS, *own, columns, "codes"]
        assert books[language].book.active is books[language].cover


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("source", ["published", "example"])
def test_every_cell_comes_back_to_openpyxl(
    source: str,
    language: str,
    books: dict[str, Opened],
    paths: dict[tuple[str, str], Path],
    tables: dict[str, dict[str, Cells]],
) -> None:
    opened = books[language] if source == "published" else Opened(paths[source, language], language)
    found = {sheet.title: opened.texts[sheet.title] for sheet in opened.tables}
    assert {name: without_blank_end(text) for name, text in found.items()} == tables[source]


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


def test_every_cell_comes_back_to_r(
    paths: dict[tuple[str, str], Path], tables: dict[str, dict[str, Cells]], tmp_path: Path
) -> None:
    need_packages_of_r("readxl", "readr")
    script = tmp_path / "read.R"
    script.write_text(READXL, "utf-8")
    # The two languages of a workbook hold the same cells, and readxl takes seconds for each.
    languages = {"published": "en", "example": "nl"}
    read = {source: paths[source, languages[source]] for source in tables}
    command = ["Rscript", str(script), str(tmp_path), *map(str, read.values())]
    subprocess.run(command, check=True, capture_output=True)
    assert_all_came_back(tmp_path, read, tables)


def assert_all_came_back(
    folder: Path, read: dict[str, Path], tables: dict[str, dict[str, Cells]]
) -> None:
    for source, path in read.items():
        for name, expected in tables[source].items():
            content = (folder / f"{path.stem}-{name}.csv").read_bytes()
            found = with_points(without_blank_end(cells_of(content)))
            assert found == expected, (path.name, name)


def with_points(rows: Cells) -> Cells:
    """Cells as they are shown, with decimal numbers as our files have them.

    A Dutch LibreOffice shows a comma, and readxl shows a sixteenth digit, in which the number that
    is nearest to 64.96 differs.
    """
    header, *others = rows
    points = [at for at, name in enumerate(header) if name in {"latitude", "longitude"}]
    for row in others:
        for at in points:
            row[at] = f"{float(row[at].replace(',', '.')):.15g}"
    return [header, *others]


def test_an_awkward_text_is_among_what_came_back(tables: dict[str, dict[str, Cells]]) -> None:
    cells = {cell for row in tables["example"]["missions"] for cell in row}
    assert {AWKWARD, AWKWARD * 3} <= cells


def test_only_numbers_are_no_text(opened: Opened, schemas: dict[str, Schema]) -> None:
    kinds: dict[str, set[str]] = {"s": set(), "n": set()}
    for sheet in opened.tables:
        for cell in itertools.chain.from_iterable(sheet.iter_rows(min_row=2)):
            if cell.value is not None:
                field = schemas[sheet.title].fields[cell.column - 1]
                kinds[cell.data_type].add(field.type)
                assert not cell.is_date
                looks = {"integer": "0", "number": "General"}
                assert cell.number_format == looks.get(field.type, cell.number_format)
    assert kinds == {"s": {"string", "boolean"}, "n": {"integer", "number"}}


def test_no_cell_is_a_formula(opened: Opened) -> None:
    cells = itertools.chain.from_iterable(
        itertools.chain.from_iterable(sheet.iter_rows()) for sheet in opened.book.worksheets
    )
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s", "n"}
    assert not opened.book.defined_names


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


# What a reader meets


def test_every_sheet_keeps_its_head_in_sight_and_can_be_filtered(opened: Opened) -> None:
    for sheet in opened.book.worksheets[1:]:
        assert re.fullmatch("[B-Z]+2", sheet.freeze_panes or ""), sheet.title
        (table,) = sheet.tables.values()
        last = get_column_letter(len(opened.texts[sheet.title][0]))
        assert table.ref == f"A1:{last}{max(sheet.max_row, 2)}"
        assert table.autoFilter.ref == table.ref
        assert table.displayName == sheet.title
        assert sheet.print_title_rows == "$1:$1"
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)


def test_every_coded_column_offers_its_codes_and_no_other_does(
    opened: Opened, schemas: dict[str, Schema], codes: dict[str, list[dict[str, str]]]
) -> None:
    for sheet in opened.book.worksheets[1:]:
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


def test_a_hint_says_what_the_codes_mean(
    opened: Opened, codes: dict[str, list[dict[str, str]]]
) -> None:
    hints = {
        rule.promptTitle: rule.prompt
        for sheet in opened.tables
        for rule in sheet.data_validations.dataValidation
    }
    labels = "\n".join(
        f"{code['code']}: {code[f'label_{opened.language}']}" for code in codes["basis"]
    )
    same = {"en": None, "nl": labels}  # an English label repeats the code
    assert hints.get("basis") == same[opened.language]
    ends = codes["amount_bound"]
    meanings = "\n".join(
        f"{code['code']}: {code[f'definition_{opened.language}']}" for code in ends
    )
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


def test_every_link_leads_to_the_row_it_names(opened: Opened, schemas: dict[str, Schema]) -> None:
    texts = opened.texts
    cover = opened.book.sheetnames[0]
    counted = 0
    for link in opened.links:
        assert 1 <= link.line <= len(texts[link.target])
        if link.sheet in WITHOUT_TABLE:
            continue
        if link.row == 1:
            assert (link.target, link.line, link.head) == (cover, 1, texts[link.sheet][0][0])
            continue
        schema = schemas[link.target]
        cells = dict(zip(schema.names, texts[link.target][link.line - 1], strict=True))
        key = "/".join(cells[name] for name in schema.primary_key)
        called = {cells.get(f"{name}_{opened.language}", "") for name in ("label", "title")}
        text = link.text.partition(" [")[0]  # a label may have its basis behind it
        is_place = (link.head, link.target) == (f"places_{opened.language}", "passages")
        assert is_place or text in {key, key.partition("/")[2], *called}, link
        counted += 1
    assert counted > 2000


def test_a_place_leads_to_the_passage_that_stands_there(opened: Opened) -> None:
    header, *claims = opened.texts["claims"]
    passages = opened.texts["passages"]
    shown = f"places_{opened.language}"
    links = [link for link in opened.links if (link.sheet, link.head) == ("claims", shown)]
    assert len(links) > len(claims) / 2
    for link in links:
        claim = dict(zip(header, claims[link.row - 2], strict=True))
        assert passages[link.line - 1][0] == claim["passages"]


def test_every_key_that_fits_on_a_line_is_a_link(
    opened: Opened, schemas: dict[str, Schema]
) -> None:
    linked = {(link.sheet, link.row, link.head) for link in opened.links}
    for sheet in opened.tables:
        widths = widths_of(sheet)
        header, *rows = opened.texts[sheet.title]
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


def test_a_link_stands_on_one_line(opened: Opened) -> None:
    widths = {sheet.title: widths_of(sheet) for sheet in opened.tables}
    for link in opened.links:
        if link.sheet not in WITHOUT_TABLE:
            assert len(link.text) <= widths[link.sheet][link.head], link


def test_a_link_tells_what_it_leads_to(opened: Opened) -> None:
    links = opened.links
    said = {"en": "Missions: EU operation Sophia", "nl": "Missies: EU-operatie Sophia"}
    tips = {link.tip for link in links if (link.head, link.text) == ("mission_id", "sophia")}
    assert tips == {said[opened.language]}
    assert max(len(link.tip) for link in links) == TIP


def test_a_web_address_is_a_link_to_itself(opened: Opened) -> None:
    sheet = opened.book["documents"]
    at = opened.texts[sheet.title][0].index("url")
    cells = [row[at] for row in sheet.iter_rows(min_row=2) if row[at].value]
    assert cells
    for cell in cells:
        assert cell.hyperlink
        within = f"#{cell.hyperlink.location}" if cell.hyperlink.location else ""
        assert f"{cell.hyperlink.target}{within}" == cell.value


def test_the_other_language_is_folded_away_and_this_one_is_not(
    opened: Opened, schemas: dict[str, Schema]
) -> None:
    for sheet in opened.tables:
        folded = folded_in(sheet)
        other = said_again(sheet, opened.language)
        assert other <= folded
        assert not any(name.endswith(f"_{opened.language}") for name in folded)
        if sheet.title not in READERS:
            assert folded == other
    language = opened.language
    shown = {name: {*schemas[name].names} - folded_in(opened.book[name]) for name in READERS}
    missions, claims = shown["missions_overview"], shown["claims"]
    assert {"position", "starts", f"label_{language}", f"regions_{language}"} <= missions
    assert not {"document_id", "id", "kind", "parent_id"} & missions
    assert {"rationale", f"subject_{language}", f"basis_{language}", "url"} <= claims
    assert not {"table", "key", "subject_id", "basis", "passages"} & claims
    assert {f"reason_{language}", f"mission_{language}"} <= shown["reasons"]
    assert {"date", f"what_{language}", f"label_{language}"} <= shown["timeline"]
    assert not {"document_id", "table", "key"} & shown["timeline"]


def test_what_is_said_in_one_language_alone_is_not_folded_away(books: dict[str, Opened]) -> None:
    header, *rows = text_of(books["nl"].book["mission_facts"])
    english, dutch = header.index("value_en"), header.index("value_nl")
    assert any(row[english] and not row[dutch] for row in rows)
    assert folded_in(books["nl"].book["mission_facts"]) == set()
    assert folded_in(books["en"].book["mission_facts"]) == {"value_nl"}


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


def test_every_column_is_explained_at_its_head_and_in_the_code_book(opened: Opened) -> None:
    book = opened.book
    said = "description" if opened.language == "en" else f"description_{opened.language}"
    described = {}
    ours = [ROOT / "validation/outputs/exports" / f"{name}.json" for name in READERS]
    for path in [*(ROOT / "schemas").glob("*.json"), *ours]:
        for field in json.loads(path.read_bytes()).get("fields", []):
            described[path.stem, field["name"]] = field[said]
    explained = {(row[0], row[1]): row[2] for row in opened.texts[book.sheetnames[-2]][1:]}
    assert explained == described
    for sheet in opened.tables:
        for cell in sheet[1]:
            note = cell.comment
            assert note is not None
            assert note.text.splitlines()[0] == described[sheet.title, str(cell.value)]


def test_what_the_code_book_says_of_a_column(opened: Opened) -> None:
    rows = {(row[0], row[1]): row[3:] for row in opened.texts[opened.book.sheetnames[-2]]}
    assert (
        rows["commitments", "mission_id"]
        == {
            "en": ["text", "yes", "key", "", "missions", "words joined by hyphens"],
            "nl": ["tekst", "ja", "sleutel", "", "missions", "woorden met koppeltekens ertussen"],
        }[opened.language]
    )
    assert rows["commitments", "status"][3] == "commitment_status"


def test_a_basis_has_its_colour_in_every_sheet(
    opened: Opened, schemas: dict[str, Schema], codes: dict[str, list[dict[str, str]]]
) -> None:
    cover = opened.cover
    on_cover = {
        str(below.value): cell.fill.fgColor.rgb
        for cell, below in cover.iter_rows(min_col=2, max_col=3)
        if cell.fill.fill_type
    }
    bases = [code["code"] for code in codes["basis"]]
    assert list(on_cover) == [code[f"definition_{opened.language}"] for code in codes["basis"]]
    assert len(set(on_cover.values())) == len(bases)
    for sheet in opened.tables:
        shaded = {
            field.name
            for field in schemas[sheet.title].fields
            if field.codes in {"basis", "parent_basis"}
        }
        labels = {f"{name}_{opened.language}" for name in shaded} & set(schemas[sheet.title].names)
        header = opened.texts[sheet.title][0]
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


def cover_of(opened: Opened) -> dict[str, list[str]]:
    """The rows of the cover by their first text."""
    rows = ([cell for cell in row if cell] for row in text_of(opened.cover))
    return {row[0]: row[1:] for row in rows if row}


def test_the_cover_lists_every_sheet_with_its_rows_and_a_link(
    opened: Opened, tables: dict[str, dict[str, Cells]]
) -> None:
    book = opened.book
    cover = [link for link in opened.links if link.sheet == book.sheetnames[0]]
    links = {link.target: link.text for link in cover if link.line == 1}
    assert list(links) == book.sheetnames[1:]
    listed = cover_of(opened)
    for name, title in links.items():
        about, named, rows = listed[title]
        assert about.endswith(".")
        assert named == name
        counted = len(tables["published"].get(name, [])) or book[name].max_row
        assert int(rows) == counted - 1


def test_the_cover_says_what_this_is_and_how_to_read_it(
    opened: Opened, codes: dict[str, list[dict[str, str]]]
) -> None:
    descriptor = json.loads((ROOT / DESCRIPTOR).read_bytes())
    said = "" if opened.language == "en" else f"_{opened.language}"
    words = Translator(opened.language)
    rows = cover_of(opened)
    assert next(iter(rows)) == descriptor[f"title{said}"]
    assert descriptor[f"description{said}"] in rows
    assert rows[words("Version")] == [descriptor["version"]]
    assert descriptor["licenses"][0]["name"] in rows[words("Licence")][0]
    assert descriptor["sources"][0]["path"] in rows[words("Source")][0]
    definitions = [[code[f"definition_{opened.language}"]] for code in codes["basis"]]
    assert [rows[name] for name in rows if rows[name] in definitions] == definitions
    for name, meaning in (*READING, *USING):
        assert rows[words(name)] == [words(meaning)]


def test_the_citation_is_that_of_the_readme_and_of_the_citation_file(
    books: dict[str, Opened],
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
    cover = cover_of(Opened(written(example, tmp_path)["en"], "en"))
    assert cover["Date"] == ["2018-03-01"]


def test_a_version_that_is_not_released_has_no_day(paths: dict[tuple[str, str], Path]) -> None:
    cover = cover_of(Opened(paths["example", "en"], "en"))
    assert cover["Version"]
    assert "Date" not in cover


def test_the_file_says_what_it_is(opened: Opened) -> None:
    descriptor = json.loads((ROOT / DESCRIPTOR).read_bytes())
    title = descriptor["title" if opened.language == "en" else f"title_{opened.language}"]
    properties = opened.book.properties
    assert properties.title == f"{title} {descriptor['version']}"
    assert properties.creator == descriptor["contributors"][0]["title"]
    assert descriptor["licenses"][0]["path"] in properties.description


def test_every_coded_letter_is_cited_in_its_own_language(
    example: Path, tmp_path: Path, schemas: dict[str, Schema]
) -> None:
    set_cell(example, "documents", DOCUMENT, "language", "en")
    opened = Opened(written(example, tmp_path)["nl"], "nl")
    names, rows = schemas["documents"].names, tables_of(example)["documents"][1:]
    letter = next(dict(zip(names, row, strict=True)) for row in rows if row[0] == DOCUMENT)
    (cited,) = cover_of(opened)["Haal ook de brief aan"]
    assert cited == f"{letter['title_en']} ({letter['date'][:4]})"
