"""A reader's own copy of a letter is read on its page as the package reads it, and stays there."""

import random
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, Visit, scrolls_sideways, violations
from tests.example import DOCUMENT, LETTER, PRINT
from tests.outputs.test_verification import DISGUISES, OF_OURS, another_letter
from tests.shared import LETTER_FILE, shared_file
from validation.coding import seals
from validation.coding.letter import fold, passages_of, seal, verify
from validation.outputs.verification import LetterError, verify_file
from validation.package.opening import ROOT, open_package

OURS = "kst-33694-9"
IN_BROWSER = ("sha256", "sealing", "seals")


@pytest.fixture
def opened(visit: Visit, site_of_example: Path) -> Page:
    """The page of the example's letter."""
    return visit(f"documents/{DOCUMENT}.en.html", folder=site_of_example)


def choose(page: Page, content: str | bytes, name: str = "copy.txt") -> None:
    content = content.encode() if isinstance(content, str) else content
    page.get_by_label("text file").set_input_files(
        {"name": name, "mimeType": "text/plain", "buffer": content}
    )


def said(page: Page) -> str:
    """What the page says of the copy, once it has looked."""
    result = page.locator("#own-copy .result")
    expect(result).to_have_text(re.compile(r": "), timeout=60_000)
    return result.inner_text()


def passage(page: Page, identifier: str) -> str:
    """The reader's own words that the page shows with a passage."""
    return page.locator(f'[id="{DOCUMENT}.{identifier}"] .own q').inner_text()


@pytest.mark.parametrize("disk", [False, True])
def test_each_passage_shows_its_sentence_from_the_copy(
    visit: Visit, site_of_example: Path, *, disk: bool
) -> None:
    page = visit(f"documents/{DOCUMENT}.en.html", folder=site_of_example, disk=disk)
    choose(page, PRINT)
    assert said(page) == "copy.txt: 10 of 10 passages found."
    shown = {one.place: passage(page, one.place) for one in LETTER}
    assert shown.pop("s02.p1.z1").startswith("With Norway the Netherlands guards Iceland, under")
    assert shown.pop("fn1") == "1 Harbour Treaty, signed at Zierikzee on 3 May 2009."
    broken = {one.place: one.text.replace("-", "") for one in LETTER}
    assert {place: text.replace("-", "") for place, text in shown.items()} == {
        place: broken[place] for place in shown
    }


def test_a_pasted_text_is_read_like_a_file_and_all_of_it_can_be_removed(opened: Page) -> None:
    opened.get_by_label("pasted").fill(PRINT)
    opened.get_by_role("button", name="Look for the passages").click()
    assert said(opened) == "The pasted text: 10 of 10 passages found."
    assert opened.locator(".own").count() == 10
    opened.get_by_role("button", name="Remove my copy").click()
    assert opened.locator(".own").count() == 0
    assert opened.get_by_label("pasted").input_value() == ""
    assert opened.locator("#own-copy .result").inner_text() == ""
    assert opened.get_by_label("text file").evaluate("one => one === document.activeElement")


def test_a_passage_that_differs_is_said_to_be_missing(opened: Page) -> None:
    choose(opened, PRINT.replace("mid-October", "mid-November"))
    assert said(opened) == "copy.txt: 9 of 10 passages found."
    (absent,) = opened.locator(".own.absent").all_inner_texts()
    assert absent == "Your copy has no passage with this seal."


@pytest.mark.parametrize(
    "content",
    [
        another_letter(3000).encode(),
        PRINT[:60].encode(),
        b"%PDF-1.7 and so on",
        b"\xef\xbb\xbf \n<html><p>A letter.</p></html>",
        PRINT.encode("utf-16"),
        "Één brief, café".encode("latin-1"),
        b" \n\t",
        b"1 2 3 4 5 6 7",
        PRINT.encode() * 200,
    ],
    ids=["another", "part", "pdf", "html", "utf-16", "latin-1", "empty", "numbers", "large"],
)
def test_what_is_no_copy_is_refused_in_the_words_of_the_package(
    opened: Page, written_example: Path, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "copy.txt"
    path.write_bytes(content)
    with open_package(written_example) as package, pytest.raises(LetterError) as refused:
        verify_file(package, None, path)
    choose(opened, content)
    assert said(opened) == str(refused.value).replace(str(path), "copy.txt")
    assert opened.locator(".own").count() == 0


def test_a_new_copy_takes_the_place_of_the_one_before(opened: Page) -> None:
    choose(opened, PRINT, "first.txt")
    assert said(opened).startswith("first.txt: 10 of 10")
    choose(opened, another_letter(500), "second.txt")
    expect(opened.locator(".result")).to_have_text(re.compile(r"^second\.txt: this is another"))
    assert opened.locator(".own").count() == 0


def test_nothing_is_loaded_before_a_copy_is_opened_and_nothing_is_kept(opened: Page) -> None:
    names = opened.locator("script").evaluate_all("all => all.map((one) => one.src)")
    assert [name.rpartition("/")[2] for name in names] == ["site.js", "own_copy.js"]
    choose(opened, PRINT)
    said(opened)
    assert opened.evaluate("localStorage.length + sessionStorage.length") == 0
    assert opened.context.cookies() == []


def test_without_scripts_nothing_is_offered(visit: Visit, site_of_example: Path) -> None:
    page = visit(f"documents/{DOCUMENT}.nl.html", folder=site_of_example, javascript=False)
    expect(page.locator("#own-copy")).to_be_hidden()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (NARROW, "dark")])
def test_axe_finds_nothing_beside_a_copy_and_it_fits(
    visit: Visit, site_of_example: Path, width: int, scheme: str
) -> None:
    name = f"documents/{DOCUMENT}.en.html"
    page = visit(name, folder=site_of_example, width=width, scheme=scheme)
    choose(page, PRINT.replace("mid-October", "mid-November"))
    said(page)
    assert violations(page) == []
    assert not scrolls_sideways(page)


def found(page: Page, text: str) -> dict[str, str]:
    """What a page finds in a text: the own words of each passage, folded."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    own: list[list[str]] = page.evaluate(
        "text => seals.find(text, letter).then((found) => [...found.own])", text
    )
    return {identifier: fold(words) for identifier, words in own}


def ready(page: Page, document: str) -> Page:
    """The page with the scripts that find passages."""
    for name in (*(f"../assets/{name}" for name in IN_BROWSER), document):
        page.evaluate(
            """source => new Promise((resolve, reject) => {
              const script = document.createElement("script");
              Object.assign(script, { src: source, onload: resolve, onerror: reject });
              document.head.append(script);
            })""",
            f"{name}.js",
        )
    return page


def broken(text: str) -> dict[str, str]:
    """A text from which something is gone, in several ways."""
    lines = text.splitlines(keepends=True)
    return {
        "end": "".join(lines[len(lines) // 3 :]),
        "beginning": "".join(lines[: len(lines) // 2]),
        "lines": "".join(line for number, line in enumerate(lines) if number % 11),
        "letters": re.sub("z", "s", text),
        "reversed": "\n\n".join(reversed(text.split("\n\n"))),
    }


@pytest.mark.parametrize("letter", ["example", "ours"])
def test_page_and_package_find_the_same_in_every_disguise(
    request: pytest.FixtureRequest, visit: Visit, letter: str
) -> None:
    package: Path = ROOT
    if letter == "example":
        document, text = DOCUMENT, PRINT
        package = request.getfixturevalue("written_example")
        page = visit(
            f"documents/{document}.en.html", folder=request.getfixturevalue("site_of_example")
        )
    else:
        document, text = OURS, shared_file(LETTER_FILE).read_text("utf-8")
        page = visit(f"documents/{document}.en.html")
    with open_package(package) as opened:
        rows = [row for row in opened.records("passages") if row["document_id"] == document]
    passages = passages_of(rows)
    disguised = {name: change(text) for name, change in _changes(letter).items()} | broken(text)
    ready(page, document)
    for name, other in disguised.items():
        plain = other.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        expected = {one: fold(words) for one, words in verify(plain, passages).own.items()}
        if name in DISGUISES:
            assert len(expected) == len(passages)
        shown = found(page, other)
        # Identifiers alone, so that no failure prints a letter's sentences.
        assert {one for one in expected | shown if expected.get(one) != shown.get(one)} == set(), (
            name
        )


def _changes(letter: str) -> dict[str, Callable[[str], str]]:
    return {name: DISGUISES[name] for name in DISGUISES if letter == "example" or name in OF_OURS}


# Characters that a careless script would fold otherwise than the package. Of code points that have
# no character, only those are drawn that are not likely to get one: what they are is said by the
# Unicode version of the Python that made the site, but how they compose by that of the browser.
AWKWARD: dict[str, list[str]] = {
    "ascii": [chr(code) for code in range(0x80)],
    "latin": [chr(code) for code in range(0x80, 0x250)],
    "folded": [*seals.PLAIN, *seals.BREAKING],
    "marks": [*map(chr, range(0x300, 0x370)), *"\u0483\u20d0\ufe20\u093c\u0327\u1dc0"],
    "spaces": [*"\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000\u180e"],
    "general-punctuation": [chr(code) for code in range(0x2000, 0x2070)],
    "hidden": [*"\xad\u0600\u061c\u070f\u08e2\ufeff\ufff9\U000110bd\U0001bca0\U0001d173\U000e0001"],
    "arabic": [chr(code) for code in range(0x600, 0x700)],
    "hebrew": [chr(code) for code in range(0x591, 0x5F5) if unicodedata.name(chr(code), "")],
    "hangul": [*map(chr, range(0x1100, 0x1200)), *"각갂한글뷁힣"],
    "indic": [chr(code) for code in range(0x900, 0x980)],
    "letters-for-numbers": [*"¹²³⁴⁵①②ⅷ٣३௧𝟘𝟙"],
    "ligatures": [chr(code) for code in (*range(0xFB00, 0xFB07), *range(0xFB1D, 0xFB37), 0x132)],
    "singletons": [*"ÅKΩ豈更\u0340\u0341\u0343\u0344\u0374\u037e\u0387\u2126\u212a\u212b"],
    "astral": [
        *"\U0001d538🙂👩\U0001f3fd𠀋\U0002f800\U0001d15e\U0001d165\U0001d167\U00011099\U000110ba"
    ],
    "without-character": [*"\u0378\u0379\ufffe\uffff\ue000\U0001fffe\U000e0080\U0010ffff"],
}
NUMBER = 2000


def awkward_strings() -> list[str]:
    """Strings of a few characters each, from any of the ranges, the same on every run."""
    chance = random.Random(15)  # noqa: S311 - repeatable on purpose
    ranges = [*AWKWARD.values()]
    made = []
    for number in range(NUMBER):
        drawn = [chance.choice(chance.choice(ranges)) for _ in range(chance.randint(1, 24))]
        own = AWKWARD["marks"] if number % 3 == 0 else []  # many marks on one letter
        made.append("".join(drawn + chance.sample(own, min(len(own), 3))))
    return made


def test_page_and_package_fold_and_seal_two_thousand_awkward_strings_alike(opened: Page) -> None:
    strings = awkward_strings()
    ready(opened, DOCUMENT)
    ours = [[fold(text), seal(text)] for text in strings]
    theirs: list[Any] = opened.evaluate(
        "all => all.map((one) => [seals.fold(one), seals.seal(one)])", strings
    )
    differing = [
        (text.encode("unicode_escape"), our, their)
        for text, our, their in zip(strings, ours, theirs, strict=True)
        if our != their
    ]
    assert differing == []
    assert len(set(strings)) > NUMBER * 0.95
    assert len({folded for folded, _ in ours}) > NUMBER * 0.9


def test_page_and_package_fold_every_character_alike(opened: Page) -> None:
    known = [
        chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) not in {"Cn", "Cs"}
    ]
    ready(opened, DOCUMENT)
    theirs = opened.evaluate("all => [...all].map((one) => seals.fold(one))", "".join(known))
    # A mark at the start of a text stands alone; `fold` takes each of these as a text.
    differing = [
        (one, their) for one, their in zip(known, theirs, strict=True) if fold(one) != their
    ]
    assert differing == []
