"""A report is shown to each who asks for it, in their language, and no value can spoil it."""

import io
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.example import Capsys, set_cell
from tests.pages import Page, plain
from validation.catalogue.finding import Finding
from validation.catalogue.languages import LANGUAGES, Both
from validation.catalogue.rules import LAYERS, RULES, SEVERITIES
from validation.commands.validate import validate_command
from validation.outputs.reports import FORMATS
from validation.outputs.reports.counts import COUNTED
from validation.outputs.reports.json_object import SCHEMA
from validation.outputs.reports.progress import progress
from validation.outputs.reports.text import as_text, wants_colour
from validation.package.opening import ROOT, open_package
from validation.rules.findings import Failure, Measured, Report
from validation.rules.run import validate

FILE = "data/missions.csv"
MESSAGE = Both("this is not a code of `mission_kind`", "dit is geen code van `mission_kind`")
FAULT = Finding(FILE, 2, "kind", "enum", "postuur", MESSAGE, "posture")
STRAY = Finding("data/more.csv", 0, "", "stray-file", "", Both("not listed", "niet vermeld"))
NOTE = Both("seals: not checked", "zegels: niet gecontroleerd")
BOUNDS = (
    Measured("missions", "", "row-count", "", Both("9 rows", "9 rijen"), Both("1 to 5", "1 t/m 5"),
             holds=False, reason=Both("so it is", "zo is het")),
    Measured("threats", "kind", "code-coverage", "", Both("all", "alle"), Both("all", "alle"),
             holds=True, reason=Both("so it is", "zo is het")),
)  # fmt: skip
FAST = ["--layer", "bytes", "--layer", "structure", "--layer", "columns"]
PUBLISHED: dict[str, Any] = json.loads((ROOT / SCHEMA).read_bytes())
SCHEMA_OF_JSON = Draft202012Validator(PUBLISHED)
AWKWARD = ["\0", "\x08", "\x1b[31m", "\ufffe", "\ud800", "]]>", "</td><script>", "&amp;<", "`", "'"]

each_format = pytest.mark.parametrize("name", FORMATS)
each_language = pytest.mark.parametrize("language", LANGUAGES)


def report(*findings: Finding, notes: tuple[Both, ...] = (NOTE,)) -> Report:
    layers: dict[str, dict[str, int]] = {layer: {} for layer in LAYERS}
    layers["bytes"], layers["columns"] = {"files": 40}, {"rows": 1234}
    return Report(findings, layers, notes, BOUNDS, "example", "0.2.0")


def many(number: int, finding: Finding = FAULT) -> list[Finding]:
    return [replace(finding, row=row) for row in range(2, number + 2)]


def shown(name: str, language: str, *findings: Finding) -> str:
    return FORMATS[name](report(*findings), language)


# As text.


def test_as_text_the_findings_of_a_rule_stand_together_and_errors_first() -> None:
    assert as_text(report(STRAY, FAULT, replace(FAULT, row=9))).splitlines() == [
        "error [enum]: A coded cell contains a code of its code list.",
        f"{FILE}:2: kind 'postuur': {MESSAGE}; did you mean `posture`?",
        f"{FILE}:9: kind 'postuur': {MESSAGE}; did you mean `posture`?",
        "    fix: Choose a code from `data/codes.csv`.",
        "",
        f"warning [stray-file]: {RULES['stray-file'].demand_en}",
        "data/more.csv: not listed",
        "    fix: Add the file to `datapackage.json`, or delete it.",
        "",
        "note: seals: not checked",
        f"checked: 40 files, 1,234 rows, {len(RULES)} rules",
        "2 errors, 1 warning",
    ]


def test_as_text_all_is_dutch_for_who_reads_dutch() -> None:
    *_, note, counted, result = as_text(report(FAULT, STRAY, STRAY), "nl").splitlines()
    assert note == "let op: zegels: niet gecontroleerd"
    assert counted == f"gecontroleerd: 40 bestanden, 1.234 rijen, {len(RULES)} regels"
    assert result == "1 fout, 2 waarschuwingen"
    assert as_text(report(), "nl").splitlines()[-1] == "in orde"


@pytest.mark.parametrize(
    ("number", "most", "lines", "rest"),
    [(20, 20, 20, ""), (152, 20, 20, "and 132 more"), (1300, 2, 2, "and 1,298 more"),
     (152, 0, 152, "")],
)  # fmt: skip
def test_as_text_the_first_are_shown_and_the_rest_is_counted(
    number: int, most: int, lines: int, rest: str
) -> None:
    text = as_text(report(*many(number)), most=most)
    assert text.count(f"{FILE}:") == lines
    assert ("more" in text) == bool(rest)
    assert rest in text
    assert text.endswith(f"{number:,} errors")


def test_as_text_colour_changes_nothing_but_the_look() -> None:
    coloured = as_text(report(FAULT, STRAY), colour=True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == as_text(report(FAULT, STRAY))
    assert "\x1b" not in as_text(report(FAULT))


class Terminal(io.StringIO):
    """A stream that somebody watches."""

    def isatty(self) -> bool:
        """Say so."""
        return True


@pytest.mark.parametrize(
    ("stream", "settings", "wanted"),
    [
        (Terminal(), {}, True),
        (io.StringIO(), {}, False),
        (Terminal(), {"NO_COLOR": "1"}, False),
        (Terminal(), {"NO_COLOR": ""}, True),
        (Terminal(), {"TERM": "dumb"}, False),
    ],
)
def test_colour_is_for_terminals_that_do_not_refuse_it(
    monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, settings: dict[str, str], wanted: bool
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert wants_colour(stream) == wanted


# As JSON.


@each_language
@pytest.mark.parametrize("findings", [(), (FAULT,), (FAULT, STRAY, *many(300))])
def test_as_json_it_is_what_the_published_schema_says(
    findings: tuple[Finding, ...], language: str
) -> None:
    content = json.loads(shown("json", language, *findings))
    SCHEMA_OF_JSON.validate(content)
    assert content["clean"] == (not findings)
    assert len(content["findings"]) == len(findings)


def test_the_published_schema_knows_every_layer_severity_and_rule() -> None:
    Draft202012Validator.check_schema(PUBLISHED)
    parts: dict[str, Any] = PUBLISHED["$defs"]
    assert parts["layer"]["enum"] == list(LAYERS)
    assert parts["finding"]["properties"]["severity"]["enum"] == list(SEVERITIES)
    assert PUBLISHED["properties"]["language"]["enum"] == list(LANGUAGES)
    assert all(re.search(parts["rule"]["pattern"], rule) for rule in RULES)


@pytest.mark.parametrize(
    "change", [{"row": -1}, {"layer": "rows"}, {"severity": "note"}, {"fix": ""}, {"more": 1}]
)
def test_the_published_schema_refuses_another_finding(change: dict[str, Any]) -> None:
    content = json.loads(shown("json", "en", FAULT))
    content["findings"][0] |= change
    assert not SCHEMA_OF_JSON.is_valid(content)


def test_as_json_a_program_finds_all_fields() -> None:
    content = json.loads(shown("json", "nl", FAULT, STRAY))
    with_guess, without = content["findings"]
    assert with_guess == {
        "file": FILE,
        "row": 2,
        "column": "kind",
        "value": "postuur",
        "rule": "enum",
        "layer": "columns",
        "severity": "error",
        "demand": RULES["enum"].demand_nl,
        "message": "dit is geen code van `mission_kind`",
        "fix": RULES["enum"].fix_nl,
        "mend": RULES["enum"].fix_nl,
        "suggestion": "posture",
    }
    assert "suggestion" not in without
    assert content["package"] == {"name": "example", "version": "0.2.0"}
    assert content["counts"] == {"files": 40, "rows": 1234, "rules": len(RULES)}
    assert content["notes"] == ["zegels: niet gecontroleerd"]
    assert [bound["holds"] for bound in content["bounds"]] == [False, True]


# For GitHub.


def annotations(text: str) -> list[str]:
    return [line for line in text.partition("::stop-commands::")[0].splitlines() if line]


def test_on_github_a_finding_is_an_annotation_on_its_line() -> None:
    error, warning, notice = annotations(shown("github", "en", FAULT, STRAY))
    assert error == (
        f"::error file={FILE},line=2,title=enum::kind: {MESSAGE}; did you mean `posture`? "
        "(postuur). Choose a code from `data/codes.csv`."
    )
    assert warning.startswith("::warning file=data/more.csv,line=1,title=stray-file::not listed. ")
    assert notice == "::notice::seals: not checked"


def test_on_github_no_more_is_asked_for_than_is_shown_and_every_rule_comes_first() -> None:
    other = replace(FAULT, rule="pattern")
    given = annotations(shown("github", "en", *many(30), *many(3, other), *many(30, STRAY)))
    errors = [line for line in given if line.startswith("::error")]
    assert len(errors) == len([line for line in given if line.startswith("::warning")]) == 10
    titles = re.findall("title=([a-z-]+)", " ".join(errors))
    assert titles[:2] == ["pattern", "enum"]
    assert titles.count("pattern") == 3


def test_on_github_the_log_has_every_finding() -> None:
    found = report(*many(300))
    assert as_text(found, most=0) in FORMATS["github"](found, "en")


def test_on_github_nothing_can_end_an_annotation_or_forge_another() -> None:
    forged = replace(
        FAULT, file="data/a,b:c%.csv", value="100%\n::error::forged\r", suggestion="##[debug]x"
    )
    text = shown("github", "en", forged)
    first = text.splitlines()[0]
    assert first.startswith("::error file=data/a%2Cb%3Ac%25.csv,line=2,title=enum::")
    assert "100%25%0A::error::forged%0D" in first
    before, _, logged = text.partition("::stop-commands::")
    mark, *lines, end = logged.splitlines()
    assert end == f"::{mark}::"
    assert mark not in "\n".join(lines)
    assert "##[debug]x" not in before.replace(first, "")


# For CI systems.


def test_as_junit_each_rule_is_a_case() -> None:
    root = ET.fromstring(shown("junit", "en", FAULT, replace(FAULT, row=3), STRAY))  # noqa: S314
    assert [suite.get("name") for suite in root] == list(LAYERS)
    assert [case.get("name") for case in root.iter("testcase")] == list(RULES)
    failed = [case for case in root.iter("testcase") if len(case)]
    assert [case.get("name") for case in failed] == ["stray-file", "enum"]
    assert [case[0].get("type") for case in failed] == ["warning", "error"]
    assert (failed[1][0].text or "").count("postuur") == 2


def test_as_junit_the_numbers_are_those_of_the_cases() -> None:
    root = ET.fromstring(shown("junit", "nl", FAULT, STRAY))  # noqa: S314
    for part in (root, *root):
        cases = list(part.iter("testcase"))
        failures = sum(len(case) for case in cases)
        assert (part.get("tests"), part.get("failures")) == (str(len(cases)), str(failures))
        assert part.get("errors") == "0"
    assert all(set(case.keys()) == {"classname", "name", "time"} for case in root.iter("testcase"))
    names = [(case.get("classname"), case.get("name")) for case in root.iter("testcase")]
    assert len(names) == len(set(names))


def test_as_junit_a_layer_that_did_not_run_has_no_suite() -> None:
    only = Report((), {"bytes": {"files": 40}})
    root = ET.fromstring(FORMATS["junit"](only, "en"))  # noqa: S314
    assert [suite.get("name") for suite in root] == ["bytes"]


def test_as_junit_a_rule_that_was_not_asked_is_skipped_and_one_that_raised_an_error() -> None:
    raised = Failure(("tree-cycle",), Both("it failed", "hij liep vast"), "")
    report = Report((), {"relations": {}}, failures=(raised,), unjudged=frozenset({"seal"}))
    root = ET.fromstring(FORMATS["junit"](report, "nl"))  # noqa: S314
    (suite,) = root
    assert (suite.get("failures"), suite.get("errors"), suite.get("skipped")) == ("0", "1", "1")
    within = {case.get("name"): part for case in suite for part in case}
    assert {name: part.tag for name, part in within.items()} == {
        "seal": "skipped",
        "tree-cycle": "error",
    }
    assert within["tree-cycle"].get("message") == "hij liep vast"
    assert "niet gecontroleerd" in str(within["seal"].get("message"))


# For browsers.


@each_language
@pytest.mark.parametrize("findings", [(), (FAULT, STRAY), (*many(300), STRAY)])
def test_as_html_the_page_stands_alone(findings: tuple[Finding, ...], language: str) -> None:
    text = shown("html", language, *findings)
    page = Page(text)
    assert page.language == language
    assert page.loaded == ["data:,"]
    assert re.findall(r"url\(|@import|<script|https?://", text) == []
    assert page.tags.count("h1") == page.tags.count("main") == 1
    assert page.tags.count("caption") == page.tags.count("table")
    assert {("thead", "col"), ("tbody", "row")} == set(page.heads)
    assert len(page.anchors) == len(set(page.anchors))
    assert {link.removeprefix("#") for link in page.links} <= set(page.anchors)
    levels = [int(tag[1]) for tag in page.tags if re.fullmatch("h[1-6]", tag)]
    assert all(below - above <= 1 for above, below in pairwise(levels))


@each_language
def test_as_html_a_reader_finds_everything_that_was_found(language: str) -> None:
    read = Page(shown("html", language, FAULT, STRAY)).text
    rule = RULES["enum"]
    said = {
        "en": ["1 error, 1 warning", MESSAGE, "Did you mean posture?", NOTE, "9 rows", "1 to 5"],
        "nl": ["1 fout, 1 waarschuwing", MESSAGE.nl, "Bedoelde u posture?", NOTE.nl, "1 t/m 5"],
    }[language]
    said += [rule.text(name).nl if language == "nl" else rule.text(name)
             for name in ("demand", "why", "example", "fix")]  # fmt: skip
    assert [words for words in (*said, FILE, "postuur") if plain(words) not in read] == []
    assert read.index("row-count") < read.index("code-coverage"), "what fails comes first"


def test_as_html_all_findings_are_there_and_most_are_folded() -> None:
    text = shown("html", "en", *many(300))
    assert Page(text).text.count("postuur") == 300
    assert text.partition("<details>")[0].count("postuur") == 20
    assert "and 280 more" in text


def test_as_html_a_layer_that_did_not_run_says_so() -> None:
    text = Page(FORMATS["html"](Report((), {"bytes": {"files": 40}}), "en")).text
    assert text.count("was not run") == len(LAYERS) - 1


# All of them.


@each_format
@pytest.mark.parametrize("value", AWKWARD)
def test_any_value_can_be_shown(name: str, value: str) -> None:
    message = Both(f"it holds {value}", f"er staat {value}")
    spoilt = Finding(f"data/{value}.csv", 2, value, "enum", value, message, value)
    text = FORMATS[name](report(spoilt), "en")
    match name:
        case "json":
            assert json.loads(text)["findings"][0]["value"] == value
        case "junit":
            ET.fromstring(text)  # noqa: S314
        case "html":
            assert "script" not in Page(text).tags


@each_format
def test_what_is_counted_has_its_words_in_both_languages(name: str) -> None:
    counts = dict.fromkeys(COUNTED, 2)
    for language in LANGUAGES:
        assert FORMATS[name](Report((), {"bytes": counts}), language)


# The command.


@each_format
@each_language
def test_the_command_prints_in_every_format_and_language(
    example: Path, capsys: Capsys, name: str, language: str
) -> None:
    arguments = [str(example), *FAST, "--format", name, "--lang", language]
    assert validate_command(arguments) == 0
    set_cell(example, "missions", "night-watch", "kind", "postures")
    assert validate_command(arguments) == 1
    printed = capsys.readouterr()
    assert printed.err == ""
    assert {"en": "is not a code", "nl": "is geen code"}[language] in printed.out
    assert "posture" in printed.out


def test_the_command_counts_what_is_in_its_layers(example: Path, capsys: Capsys) -> None:
    validate_command([str(example), *FAST, "--format", "json"])
    content = json.loads(capsys.readouterr().out)
    SCHEMA_OF_JSON.validate(content)
    assert [entry["layer"] for entry in content["layers"]] == ["bytes", "structure", "columns"]
    assert set(content["counts"]) <= set(COUNTED)
    assert content["package"]["name"] == "example-commitments"


def test_progress_is_one_line_that_is_gone_at_the_end() -> None:
    watched, piped = Terminal(), io.StringIO()
    for stream in (watched, piped):
        with progress(stream, "nl") as tell:
            for layer in LAYERS:
                tell(layer)
    assert piped.getvalue() == ""
    assert "\n" not in watched.getvalue()
    *told, last = watched.getvalue().split("\r\x1b[2K")[1:]
    assert [line.partition(":")[0] for line in told] == list(LAYERS)
    assert last == ""


def test_a_run_tells_each_layer_before_it_is_waited_for(example: Path) -> None:
    told: list[str] = []
    with open_package(example) as package:
        validate(package, LAYERS[:3], tell=told.append)
    assert told == list(LAYERS[:3])


def test_progress_is_gone_when_a_run_breaks_off() -> None:
    watched = Terminal()

    def interrupted() -> None:
        with progress(watched, "en") as tell:
            tell("bytes")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert watched.getvalue().endswith("\r\x1b[2K")
