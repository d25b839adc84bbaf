"""Whatever is asked of a row, passage, rule or code gets an answer that a person can check."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.example import (
    DOCUMENT,
    Capsys,
    append_row,
    delete_row,
    duplicate_row,
    replace_bytes,
    set_cell,
)
from tests.shared import LETTER_FILE, shared_file
from validation import PackageError, open_package
from validation.catalogue.languages import LANGUAGES
from validation.catalogue.rules import RULES
from validation.commands.explain import explain_command
from validation.outputs.explain import WIDEST, Explainer, UnknownIdentifierError
from validation.outputs.verification import LetterError
from validation.package.opening import ROOT, Package

# What is left where a cell was empty; "None." is how a judgement may well say what was chosen.
UNFILLED = re.compile(r"\bNone\b(?![.;])|[{}]|\(\)|\"\"|::|\s[.,:;](\s|$)")
GUARDS_SHIPPING = "mission_interests/example-letter/lantern/safe-shipping"


def ask(package: Path, asked: str, language: str = "en", letter: Path | None = None) -> str:
    with open_package(package) as opened:
        return Explainer(opened, language, letter).explain(asked)


def sections(answer: str) -> dict[str, str]:
    """What stands below each heading, on one line; what is said first, below ``""``."""
    _, first, *rest = answer.split("\n\n")
    found = dict(section.split("\n", 1) for section in rest)
    return {name: without_breaks(text) for name, text in {"": first, **found}.items()}


@pytest.fixture(scope="module", params=["ours", "example"])
def package(request: pytest.FixtureRequest) -> Path:
    return ROOT if request.param == "ours" else request.getfixturevalue("written_example")


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_the_package_holds_has_an_answer(package: Path, language: str) -> None:
    with open_package(package) as opened:
        explainer = Explainer(opened, language)
        tables = {name: len(table.rows) for name, table in opened.tables.items()}
        columns = sum(len(table.schema.names) for table in opened.tables.values())
        assert len(explainer.ids) == sum(tables.values()) + len(tables) + columns + len(RULES)
        for identifier in explainer.ids:
            answer = explainer.explain(identifier)
            assert without_breaks(answer).startswith(f"{identifier} "), identifier
            assert_well_set(answer)
            if identifier not in RULES:  # what breaks a rule may look broken
                assert not UNFILLED.search(answer), answer


def without_breaks(text: str) -> str:
    return " ".join(text.split())


def assert_well_set(answer: str) -> None:
    """No section is empty, and no line too long that could be broken."""
    identifier, claim, *rest = answer.split("\n\n")
    assert identifier
    assert claim
    assert all("\n    " in section for section in rest), answer
    for line in answer.splitlines():
        assert len(line) <= WIDEST or len(line.split()) == 1, line
        assert line == line.rstrip()


def test_a_claim_comes_first_then_its_basis_then_its_passages(example: Path) -> None:
    answer = ask(example, GUARDS_SHIPPING)
    told = [
        GUARDS_SHIPPING,
        'Lantern: in the service of "Safe shipping".',
        "Stated in: Letter.",
        "On what basis: contextual",
        "heading above carries one of the ends",
        "The rule contextual-ends checks it.",
        "Lantern: not in the passage itself, but in the sentence after it.",
        '"Safe shipping": named or described in the passage itself.',
        "Evidence",
        "Section 2, paragraph 1, sentence 1, page 2 (example-letter.s02.p1.z1)",
        "What passage 6 says.",
        "The paraphrases are ours.",
        "add --letter FILE",
        "Nearby passages it depends on",
        "Section 2, paragraph 1, sentence 2, page 2 (example-letter.s02.p1.z2)",
        "What passage 7 says.",
        "Names or describes: Lantern.",
        "Related rows",
        "missions/lantern: Lantern. Guards the coast.",
        "interests/safe-shipping: Safe shipping. Ships arrive.",
    ]
    at = [without_breaks(answer).index(text) for text in told]
    assert at == sorted(at)


@pytest.mark.parametrize(
    ("at", "where"),
    [
        ("s02.h", "in a heading above it"),
        ("s01.p1.z3", "neither in the passage nor close to it"),
        ("fn1", "in a footnote to it"),
    ],
)
def test_a_claim_says_where_its_end_is_named_or_that_it_is_not(
    example: Path, at: str, where: str
) -> None:
    for heading in ("s02.h", "s02.p2.z1", "s02.p1.z2"):
        delete_row(example, "evidence", f"missions/lantern/row/example-letter.{heading}")
    cells = {"about_table": "missions", "about_key": "lantern", "about_field": "row"}
    append_row(example, "evidence", {**cells, "passage_id": f"{DOCUMENT}.{at}"})
    assert where in without_breaks(ask(example, GUARDS_SHIPPING))


def test_what_carries_the_claim_goes_before_what_merely_stands_near(example: Path) -> None:
    cells = {"about_table": "mission_interests", "about_key": GUARDS_SHIPPING.partition("/")[2]}
    rest = {"about_field": "row", "passage_id": f"{DOCUMENT}.s02.h"}
    append_row(example, "evidence", cells | rest)
    answer = ask(example, GUARDS_SHIPPING)
    assert "Seen from section 2, paragraph 1, sentence 1, page 2:" in answer
    assert "Lantern: not in the passage itself, but in a heading above it." in answer
    assert "Close to them" not in answer


def test_a_weaker_basis_than_the_passage_asks_for_is_remarked(example: Path) -> None:
    remark = "Contextual all the same"
    assert remark not in ask(example, GUARDS_SHIPPING)
    assert remark not in ask(example, "smuggling/smugglers")
    set_cell(example, "threat_actors", f"{DOCUMENT}/smuggling/smugglers", "basis", "contextual")
    assert remark in ask(example, "smuggling/smugglers")


def test_a_conclusion_gives_its_reasoning(example: Path) -> None:
    answer = ask(example, "safe-shipping/norway")
    assert "On what basis: inferred" in answer
    assert "The reasoning: Who guards a coast together shares what it guards." in answer


def test_the_columns_that_have_evidence_of_their_own_are_named_with_their_cells(
    example: Path,
) -> None:
    answer = ask(example, "commitments/lantern")
    assert "Also evidence for: ends (2018-10), starts (2018-02)." in answer
    assert "status: Extended. The cabinet has decided" in answer
    assert "ends: 2018-10 (middle of a month)" in answer
    assert "starts_precision" not in answer


def test_a_passage_that_carries_a_column_alone_is_not_said_to_carry_the_row(example: Path) -> None:
    cells = {"about_table": "commitments", "about_key": f"{DOCUMENT}/lantern"}
    rest = {"about_field": "status", "passage_id": f"{DOCUMENT}.s02.h"}
    append_row(example, "evidence", cells | rest)
    assert "Evidence only for: status (extended)." in ask(example, "commitments/lantern")
    assert "Evidence only for: status (extended)." in ask(example, "s02.h")


def test_a_bound_and_its_unit_are_told_with_the_amount(example: Path) -> None:
    answer = ask(example, "beacons")
    assert "Beacons: following from Spend." in answer
    assert "amount: 2000000" in answer
    assert "amount_bound: At most. The letter gives an upper bound" in answer


def test_a_tie_that_was_looked_up_is_not_given_as_said(example: Path) -> None:
    answer = ask(example, "document_ties/example-gazette/example-letter/follows")
    assert "No coded letter says this. It was looked up in: Gazette." in answer
    assert "Stated in" not in answer


def test_a_thing_tells_its_place_its_names_and_what_is_said_of_it(example: Path) -> None:
    told = sections(ask(example, "lantern"))
    assert "Lantern. Guards the coast." in told[""]
    assert "example-letter.s02.h" in told["Where the letter names or describes it"]
    assert told["Place in the tree"] == "Below it: Training (missions/lantern-training)."
    assert '"Operation Lantern" (English, variant)' in told["Names"]
    assert (
        'Lantern: in the service of "Safe shipping" (contextual). '
        "mission_interests/example-letter/lantern/safe-shipping"
    ) in told["Claims about it"]
    assert "commitments/example-letter/lantern" in told["Claims about it"]
    assert told["Looked up outside the letter"] == (
        "Full name: Operation Lantern. Source: Gazette. Read in the source. "
        "Follow-up: 2018-03, Report, Gazette. Source: Gazette. Read in the source."
    )


def test_a_place_in_a_tree_is_said_or_arranged(example: Path) -> None:
    said = ask(example, "missions/lantern-training")
    assert "Training: part of Lantern (explicit)." in said
    assert "Lantern: named or described in the passage itself." in said
    assert '"Fishing grounds"' not in ask(example, "safe-shipping")
    arranged = sections(ask(example, "fishing-grounds"))["Place in the tree"]
    assert arranged == (
        'Fishing grounds: part of "Safe shipping" (arranged by us). interests/safe-shipping'
    )


def test_what_was_looked_up_comes_with_its_source_and_how_it_was_checked(example: Path) -> None:
    told = sections(ask(example, "partners/norway"))["Looked up outside the letter"]
    assert "Norway has the country code NOR." in told
    assert "Source: ISO codes. Compared with a package." in told
    place = sections(ask(example, "regions/high-north"))["Looked up outside the letter"]
    assert "High North: on a map in Norway, at latitude 69.5 and longitude 19." in place
    assert "The country was looked up in: Gazette." in place
    fact = ask(example, "mission_facts/lantern/full_name")
    assert "Source: Gazette. Read in the source." in fact


def test_doubts_about_a_row_and_about_what_it_joins_are_told(example: Path) -> None:
    own = sections(ask(example, "missions/lantern-training"))
    assert own["Where a careful reader could differ"] == (
        "Is it a mission? Readings: A mission, or a task. Chosen: A mission. It has a name."
    )
    of_its_end = ask(example, "commitments/lantern-training")
    assert "About missions/lantern-training" in of_its_end
    cells = {"about_table": "mission_interests", "about_key": GUARDS_SHIPPING.partition("/")[2]}
    rest = {"question": "Does it?", "readings": "Yes, or no.", "chosen": "Yes.", "reason": "So."}
    append_row(example, "judgements", {**cells, **rest})
    assert "(contextual, doubted)" in ask(example, "lantern")


def test_what_two_coders_made_of_a_row_is_told_apart(example: Path) -> None:
    told = sections(ask(example, "lantern/iceland"))["The two codings"]
    assert "Round 1: first coding: explicit, role takes place in: section 2, paragraph 1" in told
    assert "Round 1: second coding: contextual, role takes place in: section 2, para" in told
    assert "Coded there as lanterns/iceland/takes_place." in told
    set_cell(example, "codings", f"{DOCUMENT}/1/first/missions/lantern", "matched_key", "")
    assert "Round 1: second coding: no such row." in ask(example, "missions/lantern")
    assert "coders" not in ask(example, "night-watch")


def test_an_exception_is_told_with_the_rule_it_excuses_from(example: Path) -> None:
    told = sections(ask(example, "quiet-seas"))["Excused from a rule"]
    assert told == (
        f"unlinked-thing: {RULES['unlinked-thing'].demand_en} "
        "The letter does not say what quiet seas serve."
    )


def test_an_identifier_that_was_replaced_is_told(example: Path) -> None:
    told = sections(ask(example, "threats/smuggling"))["Identifiers it replaced"]
    assert told == "old-smuggling, since version 0.0.1: Two rows were one threat."


def test_a_passage_tells_what_rests_on_it_and_what_stands_around_it(example: Path) -> None:
    told = sections(ask(example, "s02.p1.z1"))
    assert "Iceland (regions/iceland)" in told["Evidence for"]
    assert "Lantern: directed against Smuggling (contextual)." in told["Evidence for"]
    assert "Above it: What passage 5 says." in told["Around it"]
    assert "After it: What passage 7 says." in told["Around it"]
    assert "With the footnote: What passage 10 says." in told["Around it"]
    with open_package(example) as opened:
        passages = opened.frame("passages")
    (seal,) = passages.loc[passages["id"] == f"{DOCUMENT}.s02.p1.z1", "seal"]
    assert seal in told["Its seal"]


def test_a_passage_that_carries_nothing_says_why(example: Path) -> None:
    told = sections(ask(example, "s01.p1.z1"))
    assert told["Why nothing is coded here"].startswith("Courtesy. A formula of politeness")
    assert "Evidence for" not in told


def test_a_footnote_tells_what_it_hangs_on(example: Path) -> None:
    assert "Footnote to: What passage 6 says." in ask(example, "fn1")


def test_a_document_tells_what_it_is_what_it_cites_and_what_was_taken_from_it(
    example: Path,
) -> None:
    letter = sections(ask(example, DOCUMENT))
    assert "Dated 2018-01-15. Looked up." in letter["What it is"]
    assert "The date was taken from: Gazette." in letter["What it is"]
    assert "10 passages" in letter["Its passages"]
    assert "What passage 5 says. (example-letter.s02.h)" in letter["Its passages"]
    assert 'Letter: cites "Harbour Treaty".' in letter["Claims about it"]
    gazette = sections(ask(example, "example-gazette"))
    assert "Lantern, full name: Operation Lantern." in gazette["What was taken from it"]
    assert f"documents/{DOCUMENT} (date_source_id)" in gazette["What was taken from it"]


def test_a_date_that_a_document_gives_itself_was_taken_from_nowhere_else() -> None:
    answer = ask(ROOT, "kst-27925-597")
    assert "Dated 2016-09-09." in answer
    assert "The date was taken from" not in answer


def test_what_another_letter_says_of_a_decision_of_the_same_name_is_kept_apart(
    example: Path,
) -> None:
    other = {"document_id": "other-letter"}
    duplicate_row(example, "documents", DOCUMENT, {"id": "other-letter", "title_en": "Other"})
    duplicate_row(example, "decisions", f"{DOCUMENT}/extend-lantern-2018", other)
    link = f"{DOCUMENT}/extend-lantern-2018/smuggling/against"
    duplicate_row(example, "decision_threats", link, {**other, "threat_id": "poverty"})
    said = sections(ask(example, f"{DOCUMENT}/extend-lantern-2018"))["Claims about it"]
    assert "directed against Smuggling" in said
    assert "Poverty" not in said


def test_a_rule_tells_its_demand_its_layer_its_fix_and_its_exceptions(example: Path) -> None:
    rule = RULES["unlinked-thing"]
    answer = without_breaks(ask(example, "rules/unlinked-thing"))
    for text in (rule.demand_en, rule.layer, rule.fix_en, "interests/quiet-seas"):
        assert text in answer
    assert rule.demand_nl in without_breaks(ask(example, "unlinked-thing", "nl"))


def test_a_code_tells_its_meaning_its_examples_and_the_rows_that_have_it(example: Path) -> None:
    told = sections(ask(example, "basis/inferred"))
    assert told[""].startswith("Inferred. No words state it")
    assert {"When it is chosen", "Rightly", "Wrongly"} <= set(told)
    used = told["Where it is used"]
    assert "interest_partners.basis: 1 row interest_partners/example-letter/safe-ship" in used
    assert "No row: commitments.basis" in used
    assert (
        "danger, driver" in sections(ask(example, "threat_kind/danger"))["Kinds it may stand under"]
    )


def test_a_column_tells_what_it_may_hold_and_how_often_it_is_filled(example: Path) -> None:
    answer = ask(example, "commitments.ends")
    assert "Filled in 1 of 3 rows." in answer
    assert "Form: a year, a month or a day" in answer
    assert "A filled cell needs evidence of its own." in answer
    assert "codes/basis/explicit: Explicit." in ask(example, "commitments.basis")


@pytest.mark.parametrize(
    "asked",
    [
        "mission_interests/example-letter/lantern/safe-shipping",
        "mission_interests/lantern/safe-shipping",
        "example-letter/lantern/safe-shipping",
        "lantern/safe-shipping",
        "safe-shipping/lantern",
        "mission_interests/lantern",
        " Lantern/Safe-Shipping/ ",
        "data/links/mission_interests.csv:2",
    ],
)
def test_a_shorter_form_means_the_same_row(example: Path, asked: str) -> None:
    assert ask(example, asked).splitlines()[0] == GUARDS_SHIPPING


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("Night watch", "missions/night-watch"),
        ("NACHTWACHT", "missions/night-watch"),
        ("operation lantern", "missions/lantern"),
        ("Kalme zeeen", "interests/quiet-seas"),
        ("  veilige   scheepvaart ", "interests/safe-shipping"),
        ("train the coast guard", "missions/lantern-training"),
        ("coast guard", "missions/lantern-training"),
        ("interest A", "interests/safe-shipping"),
        ("belang a", "interests/safe-shipping"),
        ("Uitgeven", f"decisions/{DOCUMENT}/spend-on-beacons-2018"),
        ("Havenverdrag", "documents/harbour-treaty"),
        ("Noorwegen", "partners/norway"),
    ],
)
def test_a_label_or_name_means_its_row_in_either_language(
    example: Path, asked: str, meant: str
) -> None:
    for language in LANGUAGES:
        assert ask(example, asked, language).splitlines()[0] == meant


def test_a_name_of_two_things_lists_both(example: Path) -> None:
    set_cell(example, "regions", "iceland", "label_nl", "Kalme zeeën")
    answer = ask(example, "kalme zeeën")
    assert answer.startswith('2 results for "kalme zeeën". Ask for one of these:')
    assert "    interests/quiet-seas\n" in answer
    assert "    regions/iceland\n" in answer


def test_a_name_that_is_the_key_of_another_thing_lists_both(example: Path) -> None:
    set_cell(example, "actors", "smugglers", "label_en", "Poverty")
    answer = ask(example, "poverty")
    assert "    threats/poverty\n" in answer
    assert "    actors/smugglers\n" in answer


def names_of(package: Package) -> Iterator[tuple[str, str]]:
    """Each name of a row, and the row."""
    for table in package.tables.values():
        for row in table.records:
            for column in ("label", "title", "name"):
                for language in LANGUAGES:
                    if row.get(f"{column}_{language}"):
                        yield row[f"{column}_{language}"], str(row.place)
    for row in package.records("names"):
        yield row["form"], f"{row['about_table']}/{row['about_key']}"
    for row in package.records("document_interests"):
        for word in ("interest", "belang") if row["lettering"] else ():
            yield f"{word} {row['lettering']}", f"interests/{row['interest_id']}"


def test_every_name_of_a_thing_statement_or_document_finds_it() -> None:
    with open_package() as package:
        explainer = Explainer(package)
        own = [f"{table.name}/" for table in package.tables.values() if table.is_claim]
        named = [(n, row) for n, row in names_of(package) if row.startswith((*own, "documents/"))]
        named += [(name.lower(), row) for name, row in named]
        lost = []
        for name, row in named:
            first, *rest = explainer.explain(name).splitlines()
            listed = f"    {row}" in rest and f' results for "{name}"' in first
            if first != row and not listed:
                lost.append((name, row))
    assert len(named) > 1000
    assert lost == []


def test_the_label_of_a_code_has_an_answer(package: Path) -> None:
    with open_package(package) as opened:
        explainer = Explainer(opened)
        for row in opened.records("codes"):
            assert explainer.explain(row["label_en"].lower())
            assert explainer.explain(row["label_nl"].upper())


def test_where_several_rows_are_meant_all_are_listed_with_what_they_say(example: Path) -> None:
    answer = ask(example, "iceland/smuggling")
    assert answer.splitlines()[0] == "threat_regions/example-letter/smuggling/iceland"
    listed = ask(example, "lantern/smuggling/safe-shipping".partition("/")[0] + "/takes_place")
    assert listed.startswith("mission_regions/")
    several = ask(example, "state")
    assert several.startswith('2 results for "state". Ask for one of these:')
    assert "    codes/actor_kind/state\n        State. A single state from which" in several


def test_a_section_or_a_paragraph_lists_its_passages(example: Path) -> None:
    section, paragraph = ask(example, "s02"), ask(example, f"{DOCUMENT}.s02.p2")
    assert section.startswith('5 results for "s02".')
    assert "passages/example-letter.s02.h" in section
    assert paragraph.startswith('2 results for "example-letter.s02.p2".')


@pytest.mark.parametrize(
    ("asked", "guess"),
    [
        ("lantren", "lantern"),
        ("mission_interests/lantern/save-shipping", "mission_interests/lantern/safe-shipping"),
        ("mission_interest/lantern/safe-shipping", "mission_interests/lantern/safe-shipping"),
        ("explicit-end", "explicit-ends"),
        ("basis/infered", "basis/inferred"),
        ("commitments.end", "commitments.ends"),
        ("s2.p1.z1", "s02.p1.z1"),
    ],
)
def test_a_near_miss_is_met_with_what_was_perhaps_meant(
    example: Path, asked: str, guess: str
) -> None:
    with pytest.raises(UnknownIdentifierError, match=re.escape(f'did you mean "{guess}"?')):
        ask(example, asked)
    with pytest.raises(UnknownIdentifierError, match=re.escape(f'bedoelde u "{guess}"?')):
        ask(example, asked, "nl")


def test_parts_that_no_row_joins_are_no_near_miss(example: Path) -> None:
    said = 'this package knows each part of "lantern/poverty", but has no row that joins them'
    with pytest.raises(UnknownIdentifierError, match=f"^{said}$"):
        ask(example, "lantern/poverty")


@pytest.mark.parametrize("asked", ["", "/", "wholly-else", "data/missions.csv:99"])
def test_what_means_nothing_is_said_so(example: Path, capsys: Capsys, asked: str) -> None:
    assert explain_command([asked, "--package", str(example)]) == 2
    printed = capsys.readouterr()
    assert printed.err.startswith(f'"{asked}" is no rule, code, column, table, row or passage')
    assert printed.out == ""


def test_an_answer_is_printed_and_ends_with_0(example: Path, capsys: Capsys) -> None:
    assert explain_command(["lantern", "--lang", "nl", "--package", str(example)]) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("missions/lantern\n\nLantaarn. Bewaakt de kust.\n")
    assert printed.err == ""


def test_the_dutch_answer_is_dutch_and_marks_what_is_english(example: Path) -> None:
    answer = ask(example, "commitments/lantern-training", "nl")
    assert "Nederland: neemt deel aan Training." in answer
    assert "Op welke basis: uitdrukkelijk" in answer
    assert "Sectie 2, alinea 2, zin 1, bladzijde 2" in answer
    assert "Wat passage 8 zegt." in answer
    assert "Waar een zorgvuldige lezer anders kan oordelen (in het Engels)" in answer
    assert "De redenering (in het Engels): Who guards" in ask(example, "safe-shipping/norway", "nl")
    assert "(de reden in het Engels)" in ask(example, "quiet-seas", "nl")


def test_no_english_definition_stands_in_a_dutch_answer(package: Path) -> None:
    with open_package(package) as opened:
        english = set(opened.frame("codes")["definition_en"])
        explainer = Explainer(opened, "nl")
        for identifier in explainer.ids:
            answer = without_breaks(explainer.explain(identifier))
            assert not [text for text in english if text in answer], identifier


def test_lines_keep_to_the_width_they_are_given(example: Path) -> None:
    with open_package(example) as opened:
        explainer = Explainer(opened)
        narrow, wide = (explainer.explain(GUARDS_SHIPPING, width) for width in (50, 300))
    assert without_breaks(narrow) == without_breaks(wide)
    assert all(len(line) <= 50 or len(line.split()) == 1 for line in narrow.splitlines())
    assert max(map(len, wide.splitlines())) <= WIDEST


def test_the_letters_own_words_are_shown_from_a_copy(example: Path) -> None:
    copy = example.parent / "letter" / f"{DOCUMENT}.txt"
    answer = without_breaks(ask(example, "commitments/lantern-training", letter=copy))
    assert "In your copy, lines" in answer
    assert "Within Lantern we train the coast guard" in answer
    assert "for bea-cons that the cabinet means to spend." in answer
    assert "--letter" not in answer
    interrupted = without_breaks(ask(example, "s02.p1.z1", letter=copy))
    assert "with other text between: With Norway the Netherlands guards Iceland" in interrupted
    assert "safe shipping." in interrupted
    note = without_breaks(ask(example, "fn1", "nl", letter=copy))
    assert "In uw kopie, regel 16: 1 Harbour Treaty, signed at Zierikzee on 3 May 2009." in note


def test_a_copy_that_differs_is_not_shown_as_the_letters_words(example: Path) -> None:
    copy = example.parent / "letter" / f"{DOCUMENT}.txt"
    replace_bytes(copy.parent, copy.name, b"poverty", b"want")
    answer = ask(example, "s01.p1.z3", letter=copy)
    assert "Your copy differs here" in answer
    assert "want on the coast" not in answer


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00", b"A wholly different text.\n"])
def test_what_is_no_copy_of_the_letter_is_refused(
    example: Path, capsys: Capsys, content: bytes | None
) -> None:
    text = example / "text.txt"
    if content is not None:
        text.write_bytes(content)
    assert explain_command(["lantern", "--package", str(example), "--letter", str(text)]) == 2
    assert capsys.readouterr().err.startswith(str(text))
    with pytest.raises(LetterError):
        ask(example, "lantern", letter=text)


def test_our_letters_sentences_are_found_in_its_print() -> None:
    copy = shared_file(LETTER_FILE)
    with open_package() as package:
        explainer = Explainer(package, letter=copy)
        passages = list(package.frame("passages")["id"])
        answers = [explainer.explain(passage) for passage in passages]
    shown = [answer for answer in answers if re.search(r"In your copy, lines? \d+", answer)]
    assert len(shown) == len(passages)


def test_a_row_that_the_checks_refuse_is_still_explained(example: Path) -> None:
    set_cell(example, "mission_interests", GUARDS_SHIPPING.partition("/")[2], "basis", "explicit")
    answer = ask(example, GUARDS_SHIPPING)
    assert "On what basis: explicit" in answer
    assert "Lantern: not in the passage itself" in answer


def test_a_fault_in_the_data_that_leaves_no_answer_is_named(example: Path, capsys: Capsys) -> None:
    set_cell(example, "missions", "lantern", "kind", "parade")
    with pytest.raises(PackageError, match="parade"):
        ask(example, "lantern")
    assert explain_command(["lantern", "--package", str(example)]) == 1
    assert "[enum]" in capsys.readouterr().err
