"""The documents say what is so: their examples run, and their tables are those of the data."""

import functools
import itertools
import posixpath
import re
import sys
import tomllib
from collections.abc import Collection, Mapping
from typing import Any

import pytest
import yaml

from tests.readme import FENCED, PAGES, Block, blocks_of, printed
from validation import open_package
from validation.catalogue.rules import LAYERS
from validation.coding.agreement import agreements
from validation.commands import common as commands
from validation.commands.agreement import IN_README as AGREEMENT
from validation.commands.agreement import as_markdown
from validation.outputs.exports import exports
from validation.outputs.exports.package_zip import members
from validation.outputs.reports import FORMATS
from validation.outputs.schema_words import GROUP_OF_ROLE
from validation.package.opening import ROOT
from validation.package.table import Table
from validation.releases.documents import Documents

LETTER = "kst-33694-9"
CONTRIBUTORS = "The dutch-military-commitments contributors"
NOT_RELEASED = "not released yet"
FOLDERS = ("data/", "schemas/", "scripts/", "validation/", "tests/")
LANGUAGES = {"python", "r", "sh", "sql", "diff", "text", "mermaid"}

FRONT = ("README.md", "README.nl.md")
LONGEST = 250

PACKAGE = open_package()
CHANGELOG, LICENSE, MAKEFILE, GUIDE = (
    (ROOT / name).read_text("utf-8")
    for name in ("CHANGELOG.md", "LICENSE", "Makefile", ".github/CONTRIBUTING.md")
)
TEXTS = {page.relative_to(ROOT).as_posix(): page.read_text("utf-8") for page in PAGES}
DOCUMENTS = {**TEXTS, "CHANGELOG.md": CHANGELOG, ".github/CONTRIBUTING.md": GUIDE}
README = TEXTS["README.md"]
ZIPPED = members(PACKAGE)
IN_THE_ZIP = {name: text.decode() for name, text in ZIPPED.items() if name.endswith(".md")}
CITATION: dict[str, Any] = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
VERSION = PACKAGE.version


def table_under(header: str) -> list[list[str]]:
    """The rows of the Markdown table with that header, without the backquotes of its cells."""
    lines = "\n".join(TEXTS.values()).splitlines()
    start = lines.index(header) + 2
    rows = []
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip().strip("`") for cell in line.strip("|").split("|")])
    return rows


def code_spans(text: str) -> list[str]:
    """What stands between backquotes in running text, over line ends too."""
    prose = re.sub(r"^ *```.*?^ *```$", "", text, flags=re.MULTILINE | re.DOTALL)
    return [" ".join(span.split()) for span in re.findall(r"`([^`]+)`", prose)]


def without_breaks(text: str) -> str:
    """Running text on one line, without the marks of a quotation."""
    return " ".join(re.sub(r"^> ?", "", text, flags=re.MULTILINE).split())


BLOCKS = [block for text in TEXTS.values() for block in blocks_of(text)]
MAKE = [block for block in BLOCKS if block.language == "sh" and block.program == "make"]
TARGETS = set(re.findall(r"^([a-z]+):.*## ", MAKEFILE, re.MULTILINE))
SCRIPTS = sorted(path.name for path in (ROOT / "scripts").glob("*.py"))


def test_every_block_is_checked() -> None:
    languages = [block.language for block in BLOCKS]
    assert set(languages) <= LANGUAGES
    asked = [before for before, after in itertools.pairwise(["", *languages]) if after == "text"]
    questions = LANGUAGES - {"text", "sql", "mermaid"}
    assert set(asked) <= questions, "an answer stands below no question"


@pytest.mark.parametrize("block", MAKE, ids=str)
def test_a_make_command_names_a_target(block: Block) -> None:
    for line in block.content.splitlines():
        program, target = line.split()
        assert (program, target in TARGETS) == ("make", True)


def test_a_make_command_in_the_text_names_a_target() -> None:
    named = [
        span.split()[1]
        for text in DOCUMENTS.values()
        for span in code_spans(text)
        if span.startswith("make ")
    ]
    assert named
    assert set(named) <= TARGETS


@pytest.mark.parametrize(
    ("language", "header"),
    [
        ("en", "| subject | relation | object | basis | place in the letter |"),
        ("nl", "| onderwerp | relatie | object | basis | plaats in de brief |"),
    ],
)
def test_the_claims_shown_are_rows_of_the_export(language: str, header: str) -> None:
    shown = table_under(header)
    (claims,) = (table.frame for table in exports(PACKAGE) if table.name == "claims")
    places = claims[f"places_{language}"].str.replace(r", (page|bladzijde) \d+", "", regex=True)
    words = [claims[f"{name}_{language}"] for name in ("subject", "relation", "object")]
    exported = set(zip(*words, claims["basis"], places, strict=True))
    assert len(shown) == 5
    assert [row for row in shown if tuple(row) not in exported] == []


def test_the_front_page_is_short_and_the_same_in_both_languages() -> None:
    levels = [re.findall(r"^#+ ", TEXTS[name], re.MULTILINE) for name in FRONT]
    assert levels[0] == levels[1]
    assert [name for name in FRONT if len(TEXTS[name].splitlines()) > LONGEST] == []


def test_the_front_page_links_to_the_site_that_the_descriptor_names() -> None:
    """The site's address has one home, `homepage`; without one the front page has no such line."""
    homepage = PACKAGE.descriptor.get("homepage")
    for name in FRONT:
        shown = re.findall(r"^- (?:Site|Website): <(.+)>", TEXTS[name], re.MULTILINE)
        assert shown == ([homepage] if homepage else [])


def test_the_agreement_shown_is_that_of_the_two_codings() -> None:
    tables = "\n\n".join(map(as_markdown, agreements(PACKAGE, LETTER)))
    assert AGREEMENT.of(TEXTS["data/reliability/README.md"]) == tables


def test_the_list_of_tables_is_the_descriptors() -> None:
    pattern = r"^- `((?:data|schemas)/\S+\.csv)`: (.+)$"
    listed = re.findall(pattern, TEXTS["data/TABLES.md"], re.MULTILINE)
    resources = PACKAGE.descriptor["resources"]
    assert listed == [(resource["path"], resource["description"]) for resource in resources]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_path_in_the_text_exists(document: str) -> None:
    for span in code_spans(DOCUMENTS[document]):
        path = span.split()[0]
        if path.startswith(FOLDERS):
            assert (ROOT / path).exists(), path


def links_nowhere(texts: Mapping[str, str], files: Collection[str]) -> list[str]:
    """The relative links of these documents that lead to no file, no folder or no heading."""
    nowhere = []
    for name, text in texts.items():
        for target in re.findall(r"\]\(([^)\s]+)\)", FENCED.sub("", text)):
            path, _, anchor = target.partition("#")
            file = posixpath.normpath(posixpath.join(posixpath.dirname(name), path or name))
            in_folder = any(other.startswith(f"{file}/") for other in files)
            to_heading = not anchor or anchor in anchors(texts.get(file, ""))
            if not target.startswith("https://") and not (
                (file in files or in_folder) and to_heading
            ):
                nowhere.append(f"{name}: {target}")
    return nowhere


def anchors(text: str) -> set[str]:
    """The headings of a page, in the form in which GitHub links to them."""
    headings = re.findall(r"^#+ (.+)$", FENCED.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_a_link_leads_somewhere() -> None:
    places = ("*", *(f"{folder}**/*" for folder in FOLDERS), ".github/*")
    files = {path.relative_to(ROOT).as_posix() for place in places for path in ROOT.glob(place)}
    nowhere = links_nowhere(DOCUMENTS, files)
    assert nowhere == [f"{name}: ../../releases/latest" for name in FRONT]


def test_a_link_in_the_zip_leads_to_what_is_there() -> None:
    assert links_nowhere(IN_THE_ZIP, ZIPPED.keys()) == []


def test_the_zip_has_the_same_contract_and_no_page_asks_for_make() -> None:
    """The record of a release has the hash of the contract."""
    assert IN_THE_ZIP["data/README.md"] == TEXTS["data/README.md"]
    pages = {name: text for name, text in IN_THE_ZIP.items() if name != "CHANGELOG.md"}
    assert set(pages) < set(TEXTS)
    spans = {span for text in pages.values() for span in code_spans(text)}
    assert {span for span in spans if span.startswith(("make ", ".venv/"))} == set()
    assert [name for name, text in pages.items() if "repository only" in text] == []


@functools.cache
def help_of(script: str) -> str:
    return printed([sys.executable, f"scripts/{script}", "--help"], ROOT)


def test_a_command_and_its_options_are_those_of_its_help() -> None:
    lines = [
        line for block in BLOCKS if block.language == "sh" for line in block.content.splitlines()
    ]
    seen = set()
    for line in [*lines, *(span for text in DOCUMENTS.values() for span in code_spans(text))]:
        named = re.search(r"scripts/(\w+\.py)(.*)", line)
        options = re.findall(r"(?<!\S)--[\w-]+", named[2] if named else line)
        if named:
            seen.add(named[1])
            assert named[1] in SCRIPTS
        elif not line.startswith("--"):
            continue
        helps = [help_of(named[1])] if named else [help_of(script) for script in SCRIPTS]
        for option in options:
            assert any(re.search(rf"{option}\b", text) for text in helps), line
    assert {"validate.py", "verify.py"} <= seen


def test_the_exit_statuses_are_those_of_the_commands() -> None:
    constants = {
        value: name.lower()
        for name, value in vars(commands).items()
        if name.isupper() and type(value) is int
    }
    shown = table_under("| status | name | means |")
    assert [(int(status), name) for status, name, _ in shown] == sorted(constants.items())


def test_the_layers_formats_and_bases_are_all_there() -> None:
    assert [row[0] for row in table_under("| layer | asks | with |")] == list(LAYERS)
    assert [row[0] for row in table_under("| format | for |")] == list(FORMATS)
    codes = PACKAGE.frame("codes")
    bases = codes.loc[codes["list"] == "basis", "code"]
    assert [row[0] for row in table_under("| basis | means |")] == list(bases)


def group_of(table: Table) -> str:
    return GROUP_OF_ROLE.get(table.role, table.role)


def test_the_diagram_is_that_of_the_foreign_keys() -> None:
    (block,) = [block for block in BLOCKS if block.language == "mermaid"]
    groups: dict[str, str] = {}
    arrows: list[tuple[str, str, str]] = []
    group = ""
    for line in block.content.splitlines()[1:]:
        match line.split():
            case ["subgraph", name]:
                group = name
            case ["end"] | []:
                continue
            case [table]:
                groups[table] = group
            case [start, arrow, *ends]:
                arrows += [(start, arrow, end) for end in ends if end != "&"]
    tables = PACKAGE.tables.values()
    assert groups == {name: group_of(PACKAGE.tables[name]) for name in groups}
    assert {table.name for table in tables if group_of(table) in {"things", "statements"}} <= set(
        groups
    )
    links = [[key.table for key in table.schema.ends()] for table in tables if table.is_link]
    thick = [("documents", *ends) if len(ends) == 1 else tuple(ends) for ends in links]
    thin = [
        (table.name, key.table)
        for table in tables
        for key in table.schema.foreign_keys
        if not table.is_link
        and key.table != table.name
        and (key.table != "documents" or table.name == "passages")
    ]
    assert sorted((start, end) for start, arrow, end in arrows if arrow == "==>") == sorted(thick)
    assert sorted((start, end) for start, arrow, end in arrows if arrow == "-->") == sorted(thin)


def newest_entry() -> tuple[str, str]:
    """The version and the state of the first entry of the changelog."""
    found = re.search(r"^## (\S+) - (.+)$", CHANGELOG, re.MULTILINE)
    assert found
    return found[1], found[2]


def test_the_version_is_the_same_everywhere() -> None:
    assert newest_entry()[0] == VERSION
    assert PROJECT["version"] == VERSION
    assert CITATION["version"] == VERSION


def test_every_place_that_states_the_version_is_one_that_declare_writes() -> None:
    documents = Documents.read(ROOT)
    documents.declare("9999.0.0", "Readers need do nothing.")
    texts = {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
        for pattern in ("*.cff", "*.toml", "Makefile", ".github/**/*.yml")
        for path in ROOT.glob(pattern)
    }
    texts |= DOCUMENTS | {name: text.decode() for name, text in documents.contents().items()}
    texts["CHANGELOG.md"] = ""  # what it says of earlier versions stays
    still = re.compile(rf"(?<![\d.]){re.escape(VERSION)}(?!\.?\d)")
    assert [
        f"{name}: {line}"
        for name, text in texts.items()
        for line in FENCED.sub("", text).splitlines()  # what is printed is compared elsewhere
        if still.search(line)
    ] == []


def test_the_documents_know_whether_the_version_is_released() -> None:
    if (ROOT / "data" / "releases" / f"{VERSION}.json").exists():
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", newest_entry()[1])
        assert NOT_RELEASED not in README
    else:
        assert newest_entry()[1] == NOT_RELEASED
        assert NOT_RELEASED in README


def test_an_entry_of_the_changelog_opens_with_what_readers_must_do() -> None:
    promise, *headings = re.findall(r"^## (.+)$", CHANGELOG, re.MULTILINE)
    entries = Documents.read(ROOT).entries
    assert promise == "How versions count"
    assert headings == [f"{entry.version} - {entry.date}" for entry in entries]
    assert all(entry.text.startswith("Readers ") for entry in entries)


def test_the_contributors_have_one_name() -> None:
    assert [person["title"] for person in PACKAGE.descriptor["contributors"]] == [CONTRIBUTORS]
    assert [person["name"] for person in PROJECT["authors"]] == [CONTRIBUTORS]
    assert [person["name"] for person in CITATION["authors"]] == [CONTRIBUTORS]
    assert re.findall(r"^Copyright \(c\) \d{4} (.+)$", LICENSE, re.MULTILINE) == [CONTRIBUTORS]
    assert f"{CONTRIBUTORS}. *{CITATION['title']}*" in without_breaks(README)


def test_the_letter_is_cited_as_the_data_know_it() -> None:
    documents = PACKAGE.frame("documents").set_index("id")
    letter = documents.loc[LETTER]
    (reference,) = CITATION["references"]
    assert reference["title"] == f"{letter['title_nl']} [{letter['title_en']}]"
    assert reference["number"] == letter["number"]
    assert reference["url"] == letter["url"]
    assert str(reference["year"]) == letter["date"][:4]
    signed = [
        f"{person['affiliation']} {person['given-names']} {person['family-names']}"
        for person in reference["authors"]
    ]
    assert "; ".join(signed) == letter["signatories"]
    *others, last = [f"{p['given-names']} {p['family-names']}" for p in reference["authors"]]
    names = f"{', '.join(others)} and {last} ({reference['year']})."
    cited = f"{names} *{letter['title_nl']}*. {letter['number']}. {letter['url']}"
    assert cited in without_breaks(README)


def test_the_licences_are_those_of_the_descriptor() -> None:
    data, code = [licence["name"] for licence in PACKAGE.descriptor["licenses"]]
    assert CITATION["license"] == data
    assert PROJECT["license"] == code
    section = README.partition("## Licences")[2].partition("\n## ")[0]
    assert [data in section, code in section] == [True, True]
