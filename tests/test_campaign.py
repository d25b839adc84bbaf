"""A sample of the mutants is caught where it should be, and the short way judges as the whole does.

All of them are judged by `python -m tests.campaign --all`.
"""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from fnmatch import fnmatch
from html import unescape

import pytest

from tests.campaign.clean import Clean
from tests.campaign.every import every, rules_of, sample
from tests.campaign.judge import (
    GOLDEN,
    MENTIONS,
    RELEASE,
    WATCHERS,
    Bench,
    Seen,
    Verdict,
    fault,
    judge_whole,
)
from tests.campaign.matrix import Matrix, outcome, summary
from tests.campaign.mutants import UNREADABLE, Base, Kind, Mutant, Place
from tests.campaign.page import IN_README, as_markdown, pages
from tests.campaign.run import clean_faults
from tests.example import contents
from validation.catalogue.rules import RULES
from validation.package.opening import BOUNDS, ROOT

SEED, NUMBER, SHARES = 33694, 0, 8  # no more than one of each kind and rule
WHOLE = 2
OTHERS = {GOLDEN, MENTIONS, RELEASE}  # asked by the campaign, and no part of validation


@pytest.fixture(scope="module")
def judged_once() -> None:
    """Leave it to the bench what is judged once."""


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with Bench(tmp_path_factory.mktemp("campaign")) as made:
        yield made


@pytest.fixture(scope="module")
def mutants(bench: Bench) -> dict[str, Mutant]:
    return every(Clean.open(bench.folder))


@pytest.fixture(scope="module")
def clean(bench: Bench) -> Clean:
    return Clean.open(bench.folder)


def test_nobody_reports_the_clean_packages(bench: Bench) -> None:
    assert clean_faults(bench) == []


def test_every_rule_has_a_mutant(mutants: dict[str, Mutant]) -> None:
    assert rules_of(list(mutants.values())) == {*RULES, UNREADABLE}


def test_no_mutant_goes_unexplained(mutants: dict[str, Mutant]) -> None:
    """Each has one thing to be held against: a place, a bound, a hole or a sort."""
    for mutant in mutants.values():
        said = (mutant.place, mutant.within, mutant.hole or None, mutant.survives or None)
        assert sum(part is not None for part in said) == 1, mutant.id


def test_every_constraint_and_key_of_a_table_of_each_role_has_a_mutant(
    clean: Clean, mutants: dict[str, Mutant]
) -> None:
    aimed = {
        (mutant.place.rule, mutant.place.file, mutant.place.column)
        for mutant in mutants.values()
        if mutant.place and mutant.kind in {Kind.CONSTRAINT, Kind.KEY}
    }
    rule_of = {"minLength": "length", "maxLength": "length", "minimum": "range", "maximum": "range"}
    for table in clean.kinds:
        schema = clean.schema(table)
        assert {rule for rule, file, _ in aimed if file == table} >= {"unique"}
        for column in schema.fields:
            for name, value in column.constraints.items():
                if value is not False and not (name == "pattern" and "enum" in column.constraints):
                    assert (rule_of.get(name, name), table, column.name) in aimed
        for key in schema.foreign_keys:
            assert ("foreign-key", table, key.fields[-1]) in aimed


def test_every_property_of_the_descriptor_has_a_mutant(
    clean: Clean, mutants: dict[str, Mutant]
) -> None:
    descriptor = json.loads((ROOT / "datapackage.json").read_bytes())
    for resource in descriptor["resources"]:
        for name in resource if resource["name"] in clean.kinds else ():
            assert f"descriptor/{resource['name']}/{name}/gone" in mutants
    for name in descriptor.keys() - {"homepage"}:
        assert f"descriptor/{name}/gone" in mutants


def test_every_measure_has_mutants_on_both_sides_of_a_bound(mutants: dict[str, Mutant]) -> None:
    names = [mutant for mutant in mutants.values() if mutant.kind is Kind.BOUND]
    for bound in json.loads((ROOT / BOUNDS).read_bytes())["bounds"]:
        of = f"bound/{bound.get('table', '*')}.*/{bound['measure']}/"
        for side in ("inside", "outside"):
            assert [one for one in names if fnmatch(one.id, f"{of}{side}")] != [], (of, side)


@pytest.mark.parametrize("share", range(SHARES))
def test_each_mutant_of_a_sample_is_caught_as_it_should_be(
    bench: Bench, mutants: dict[str, Mutant], share: int
) -> None:
    others = {name: mutant for name, mutant in mutants.items() if mutant.kind is not Kind.HAND}
    names = sample(others, NUMBER, SEED)[share::SHARES]  # tests/rules breaks all by hand
    verdicts = [bench.judge(mutants[name]) for name in names]
    assert {v.id: f for v in verdicts if (f := fault(mutants[v.id], v))} == {}
    for base in Base:
        assert contents(bench.folder / base) == bench.pristine[base], "a mutant leaves no trace"


def test_the_short_way_says_what_the_whole_way_says(
    bench: Bench, mutants: dict[str, Mutant]
) -> None:
    names = sample(mutants, NUMBER, SEED + 1)
    some = names[:: len(names) // WHOLE]
    judged = [bench.judge(mutants[name]) for name in some]
    with bench.forgetting():
        anew = [judge_whole(mutants[name]) for name in some]
    for short, whole in zip(judged, anew, strict=True):
        assert (short.found, short.wanted, short.files) == (whole.found, whole.wanted, whole.files)
        assert short.watchers - OTHERS == whole.watchers


def test_a_sample_has_every_rule_and_is_the_same_for_one_seed(mutants: dict[str, Mutant]) -> None:
    names = sample(mutants, 300, 1)
    assert rules_of([mutants[name] for name in names]) == {*RULES, UNREADABLE}
    assert {mutants[name].kind for name in names} == set(Kind)
    assert names == sample(mutants, 300, 1) != sample(mutants, 300, 2)
    assert len(names) == len(set(names)) == 300


MISPLACED = Seen("enum", "data/missions.csv", 2, "kind")


@pytest.mark.parametrize(
    ("mutant", "found", "is_fault"),
    [
        (Mutant("a", Kind.RULE, "", (), Place("enum", "missions")), (MISPLACED,), False),
        (Mutant("a", Kind.RULE, "", (), Place("enum", "missions")), (), True),
        (
            Mutant("a", Kind.RULE, "", (), Place("enum", "missions")),
            (replace(MISPLACED, row=3),),
            True,
        ),
        (
            Mutant("a", Kind.RULE, "", (), Place("enum", "missions")),
            (replace(MISPLACED, column="id"),),
            True,
        ),
        (
            Mutant("a", Kind.RULE, "", (), Place("enum", "missions")),
            (replace(MISPLACED, rule="pattern"),),
            True,
        ),
        (Mutant("a", Kind.BOUND, "", (), within=Place("enum", "missions")), (MISPLACED,), True),
        (Mutant("a", Kind.BOUND, "", (), within=Place("enum", "missions")), (), False),
        (Mutant("a", Kind.HAND, "", (), hole="nobody looks"), (MISPLACED,), True),
        (Mutant("a", Kind.HAND, "", (), hole="nobody looks"), (), False),
        (Mutant("a", Kind.PLAUSIBLE, "", (), survives="another code"), (MISPLACED,), False),
        (Mutant("a", Kind.PLAUSIBLE, "", (), survives="another code"), (), False),
    ],
)
def test_a_verdict_is_at_fault_exactly_if_it_is_not_the_one_demanded(
    mutant: Mutant, found: tuple[Seen, ...], *, is_fault: bool
) -> None:
    watchers = frozenset({"columns"} if found else set[str]())
    wanted = MISPLACED if mutant.place or mutant.within else None
    verdict = Verdict("a", watchers=watchers, found=found, wanted=wanted)
    assert bool(fault(mutant, verdict)) is is_fault


@pytest.fixture(scope="module")
def matrix(bench: Bench, mutants: dict[str, Mutant]) -> Matrix:
    """What came of one mutant of each kind."""
    one = {mutant.kind: name for name, mutant in mutants.items()}
    return Matrix(mutants, {name: bench.judge(mutants[name]) for name in one.values()})


def test_the_matrix_has_a_row_for_each_mutant_and_says_who_sees_it(
    matrix: Matrix, mutants: dict[str, Mutant]
) -> None:
    rows = list(csv.DictReader(io.StringIO(matrix.table().decode(), newline="")))
    assert [row["mutant"] for row in rows] == list(matrix.verdicts)
    for row in rows:
        verdict = matrix.verdicts[row["mutant"]]
        assert {name for name in WATCHERS if row[name] == "1"} == verdict.watchers
        assert row["outcome"] == outcome(mutants[row["mutant"]], verdict)


def test_the_page_is_the_same_twice_and_speaks_both_languages(matrix: Matrix) -> None:
    made = pages(matrix)
    assert made == pages(matrix)
    english, dutch = (
        made[f"kill_matrix.{language}.html"].decode().replace("<wbr>", "")
        for language in ("en", "nl")
    )
    assert 'lang="en"' in english
    assert "Which layer is needed" in english
    assert "Welke laag nodig is" in dutch
    assert "kill_matrix.csv" in english
    for rule in RULES:
        assert rule in english


def test_the_page_has_the_counts_of_a_whole_run_on_about_these_mutants(
    mutants: dict[str, Mutant],
) -> None:
    """A whole run takes too long to be repeated here: one is due when a twentieth is new."""
    shown = IN_README.of((ROOT / "validation/README.md").read_text("utf-8"))
    number = int(shown.split()[0].replace(",", ""))
    assert number == pytest.approx(len(mutants), rel=0.05)
    holes = sum(bool(mutant.hole) for mutant in mutants.values())
    assert f"Known holes: {holes}." in shown


def test_what_the_page_shows_names_every_layer(matrix: Matrix) -> None:
    shown = as_markdown(matrix)
    _, rows = shown.split("|---|--:|--:|--:|\n")
    assert [line.split()[1] for line in rows.splitlines()[: len(WATCHERS)]] == [*WATCHERS]
    assert {len(line.split("|")) for line in shown.splitlines() if line.startswith("|")} == {6, 9}


def test_a_layer_that_was_never_asked_has_no_figures() -> None:
    mutant = Mutant("a", Kind.PLAUSIBLE, "", (), survives="another code")
    asked = frozenset({*WATCHERS} - {MENTIONS})
    without = Matrix({"a": mutant}, {"a": Verdict("a", asked=asked)})
    told = {name: unescape(text.decode()) for name, text in pages(without).items()}
    told |= {"README": as_markdown(without), "screen": summary(without)}
    english, dutch = "letter's text was not at hand", "de tekst van de brief was er niet bij"
    assert {name for name, text in told.items() if english in text or dutch in text} == {
        *("kill_matrix.en.html", "kill_matrix.nl.html", "README", "screen")
    }
    assert "| mentions |  |  |  |\n" in told["README"]
    assert "| another code | 1 | 0 | 0 |  | 0 | 1 |\n" in told["README"]
    assert "seen by mentions" not in told["screen"]
    everyone = Matrix({"a": mutant}, {"a": Verdict("a", asked=frozenset(WATCHERS))})
    assert "| mentions | 0 | 0 | 0 |\n" in as_markdown(everyone)
    assert "not at hand" not in as_markdown(everyone) + summary(everyone)
    assert b"not at hand" not in pages(everyone)["kill_matrix.en.html"]
