"""The kill matrix as a page of the site, in each language."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, NamedTuple

from tests.broken import BROKEN, HOLES
from tests.campaign.from_descriptor import LOOSER
from tests.campaign.judge import GOLDEN, MENTIONS, RELEASE, WATCHERS
from tests.campaign.matrix import AMISS, CAUGHT, HOLE, SEEN, SILENT, UNSEEN, Matrix, unasked
from tests.campaign.mutants import OPENING, UNREADABLE, Kind
from validation.catalogue.languages import Both, in_language
from validation.catalogue.rules import RULES
from validation.outputs.generated import Part
from validation.outputs.site import rulebook
from validation.outputs.site.frame import KILL_MATRIX, Site
from validation.outputs.words import Translator
from validation.package.opening import ROOT, open_package
from validation.releases.edition import edition_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from validation.outputs.site.frame import Frame

    # A cell of a table: text, or `code`, `english` or `rule` with its text.
    Cell = str | tuple[str, str]

DATA = "kill_matrix.csv"
IN_README = Part("campaign", "python -m tests.campaign")
WIDTH = 105  # of a line in a document
TITLE = Both("Kill matrix", "Kill-matrix")
LEAD = Both(
    "The package is changed in {number} small ways, one at a time. For each change, a mutant, it "
    "is given which rule must detect it, and in which file, row and column. This page shows which "
    "rules and layers did.",
    "Het pakket wordt op {number} kleine manieren gewijzigd, één tegelijk. Bij elke wijziging, een "
    "mutant, is aangegeven welke regel haar moet ontdekken, en in welk bestand, welke rij en welke "
    "kolom. Deze pagina laat zien welke regels en lagen dat deden.",
)
LAYERS = Both("Which layer is needed", "Welke laag nodig is")
LAYERS_INTRO = Both(
    "Each row counts the mutants that a check detects when it runs by itself, and those that it "
    "alone detects: without it, these would go undetected. Four of the checks are not layers of "
    "the validation. `opening`: the package cannot be opened. `golden`: the tests repeat facts "
    "from the letter. Two more are asked only about what is valid but wrong. `mentions`: rules "
    "compare the evidence with the text of the letter, if that is given. `release`: the change is "
    "more than a correction of the last release.",
    "Elke rij telt de mutanten die een controle op zichzelf ontdekt, en die welke alleen deze "
    "controle ontdekt: zonder haar zouden die onontdekt blijven. Vier van de controles zijn geen "
    "laag van de validatie. `opening`: het pakket kan niet worden geopend. `golden`: de tests "
    "herhalen feiten uit de brief. Twee andere worden alleen gevraagd naar wat geldig maar onjuist "
    "is. `mentions`: regels vergelijken het bewijs met de tekst van de brief, als die erbij is. "
    "`release`: de wijziging is meer dan een verbetering van de vorige release.",
)
LAYER_HEADS = (
    Both("Check", "Controle"),
    Both("Detected", "Ontdekt"),
    Both("By it alone", "Alleen door haar"),
    Both("Of these valid but wrong", "Daarvan geldig maar onjuist"),
    Both("For example", "Bijvoorbeeld"),
)
NOT_NEEDED = Both(
    "Not needed: whatever it detects, another check detects too.",
    "Niet nodig: wat zij ontdekt, ontdekt ook een andere controle.",
)
KINDS = Both("Which mutants there are", "Welke mutanten er zijn")
KIND_HEADS = (
    Both("Kind", "Soort"),
    Both("Mutants", "Mutanten"),
    Both("Caught at the place", "Gevangen op de plaats"),
    Both("Inside a bound, and silent", "Binnen een grens, en stil"),
    Both("Hole", "Gat"),
    Both("Detected", "Ontdekt"),
    Both("Undetected", "Niet ontdekt"),
    Both("Amiss", "Mis"),
)
KIND_NAMES = {
    Kind.CONSTRAINT: Both("a constraint of a column", "een beperking van een kolom"),
    Kind.KEY: Both("a key or reference", "een sleutel of verwijzing"),
    Kind.SCHEMA: Both("a property of a schema", "een eigenschap van een schema"),
    Kind.DESCRIPTOR: Both("a property of the descriptor", "een eigenschap van de descriptor"),
    Kind.RULE: Both("a rule of the catalogue", "een regel uit de catalogus"),
    Kind.FILE: Both("a file as a whole", "een bestand als geheel"),
    Kind.CELL: Both("what hides in a cell", "wat in een cel schuilt"),
    Kind.BOUND: Both("a bound of a table", "een grens van een tabel"),
    Kind.HAND: Both("an example written by hand", "een voorbeeld met de hand"),
    Kind.PLAUSIBLE: Both("valid but wrong", "geldig maar onjuist"),
}
HAND = Both(
    "{number} are written by hand, the examples by which the tests hold each rule, on an invented "
    "letter; {holes} more are known, and no rule detects them.",
    "{number} zijn met de hand geschreven: de voorbeelden waaraan de tests elke regel toetsen, op "
    "een verzonnen brief; van nog {holes} is bekend dat geen regel ze ontdekt.",
)
SORTS = Both("Valid but wrong", "Geldig maar onjuist")
SORTS_INTRO = Both(
    "A valid value in the wrong place often breaks no rule, and then only a reader of the letter "
    "can detect it: {unseen} of {number} go undetected, {share}. Each row is a sort of change, "
    "with how many of them each check detects; several checks can detect the same one. Text "
    "decoded wrongly has broken characters such as `Ã«` for `ë`.",
    "Een geldige waarde op de verkeerde plaats overtreedt vaak geen regel; dan kan alleen een "
    "lezer van de brief haar ontdekken: {unseen} van de {number} blijven onontdekt, {share}. "
    "Elke rij is een soort wijziging, met hoeveel daarvan elke controle ontdekt; meer controles "
    "kunnen dezelfde ontdekken. Verkeerd gedecodeerde tekst heeft kapotte tekens, zoals `Ã«` voor "
    "`ë`.",
)
SORT_HEADS = (
    Both("Sort", "Soort"),
    Both("Mutants", "Mutanten"),
    Both("Detected by a layer", "Ontdekt door een laag"),
    Both("By golden", "Door golden"),
    Both("By mentions", "Door mentions"),
    Both("By release", "Door release"),
    Both("Undetected", "Niet ontdekt"),
)
SORT_NAMES = {
    "another code": Both("another code", "een andere code"),
    "a weaker basis": Both("a weaker basis", "een zwakkere basis"),
    "a stronger basis": Both("a stronger basis", "een sterkere basis"),
    "another reference": Both("another reference", "een andere verwijzing"),
    "two references swapped": Both("two references swapped", "twee verwijzingen verwisseld"),
    "two texts swapped": Both("two texts swapped", "twee teksten verwisseld"),
    "another number": Both("another number", "een ander getal"),
    "another date": Both("another date", "een andere datum"),
    "an optional cell emptied": Both("an optional cell emptied", "een lege cel waar dat mag"),
    "a column moved down": Both("a column moved down", "een kolom een rij omlaag"),
    "renamed everywhere": Both("renamed everywhere", "overal hernoemd"),
    "deleted with its dependents": Both(
        "deleted with its dependents", "verwijderd met alles wat ervan afhangt"
    ),
    "evidence moved": Both("evidence moved", "bewijs verplaatst"),
    "evidence added": Both("evidence added", "bewijs toegevoegd"),
    "evidence gone where more remains": Both(
        "evidence gone where more remains", "bewijs weg waar meer blijft"
    ),
    "text decoded wrongly": Both("text decoded wrongly", "tekst verkeerd gedecodeerd"),
    LOOSER: Both("a weakened schema", "een afgezwakt schema"),
}
GAPS = Both("Holes", "Gaten")
GAPS_INTRO = Both(
    "These break the contract, and no rule detects them yet. Each says what should.",
    "Deze schenden het contract, en geen regel ontdekt ze nog. Bij elk staat wat dat zou moeten.",
)
NO_GAPS = Both("None is known.", "Er is er geen bekend.")
GAP_HEADS = (
    Both("Mutant", "Mutant"),
    Both("What is done", "Wat er gebeurt"),
    Both("What should detect it", "Wat het zou moeten ontdekken"),
)
EACH_RULE = Both("Each rule", "Elke regel")
RULES_INTRO = Both(
    "A mutant that only one rule reports shows what that rule is for.",
    "Een mutant die maar één regel meldt, laat zien waar die regel voor is.",
)
RULE_HEADS = (
    Both("Rule", "Regel"),
    Both("Layer", "Laag"),
    Both("Mutants that must break it", "Mutanten die haar moeten overtreden"),
    Both("That do", "Die dat doen"),
    Both("Reported by it alone", "Alleen door haar gemeld"),
)
ALL = Both("All mutants as data", "Alle mutanten als gegevens")
RULES_PAGE = Both("Rules of the validation", "Regels van de controle")


class Section(NamedTuple):
    """A part of the page: what it is about, and a table."""

    title: str
    intro: str
    heads: Sequence[str] = ()
    rows: Sequence[Sequence[Cell]] = ()


class _Page:
    """One page: the matrix and a language."""

    def __init__(self, matrix: Matrix, language: str) -> None:
        self.matrix, self.language = matrix, language

    def say(self, text: Both, **values: object) -> str:
        """A text in the language of the page."""
        return in_language(text, self.language).format(**values)

    def number(self, count: int) -> str:
        """A count as the language writes it."""
        return Translator(self.language).number(count)

    def made(self, frame: Frame) -> dict[str, bytes]:
        """The whole page in the frame of the site, by the name of its file."""
        return frame.page(
            "tests/campaign/kill_matrix.html.j2",
            KILL_MATRIX,
            title=self.say(TITLE),
            description=self.say(LEAD, number=self.number(len(self.matrix.verdicts))),
            trail=[(rulebook.FOLDER, self.say(RULES_PAGE))],
            data=DATA,
            all_as_data=self.say(ALL),
            sections=[
                self._layers(),
                self._kinds(),
                self._sorts(),
                self._gaps(),
                self._rules(),
            ],
        )

    def _layers(self) -> Section:
        rows = [[*counted, self._example(counted[0])] for counted in self.layer_rows()]
        return self._part(LAYERS, self.say(LAYERS_INTRO), LAYER_HEADS, rows)

    def _example(self, watcher: str) -> Cell:
        """A mutant that a layer alone sees, or why there is none."""
        if not self.matrix.asked(watcher):
            return self.say(unasked(watcher))
        alone = next(iter(self.matrix.alone(watcher)), "")
        return ("code", alone) if alone else self.say(NOT_NEEDED)

    def layer_rows(self) -> list[list[str]]:
        """How many mutants each layer sees, how many alone, and how many of these are plausible."""
        return [
            [
                watcher,
                self.said_by(watcher, self.matrix.seen_by(watcher)),
                self.said_by(watcher, len(self.matrix.alone(watcher))),
                self.said_by(watcher, len(self.matrix.alone(watcher, Kind.PLAUSIBLE))),
            ]
            for watcher in WATCHERS
        ]

    def said_by(self, watcher: str, count: int) -> str:
        """A count of what a layer sees; none where it was never asked."""
        return self.number(count) if self.matrix.asked(watcher) else ""

    def sort_rows(self) -> list[list[str]]:
        """Each sort of what is valid but wrong: how many there are, and who sees how many."""
        return [
            [
                self.say(SORT_NAMES[sort]),
                self.number(count.made),
                self.number(count.layer),
                self.said_by(GOLDEN, count.golden),
                self.said_by(MENTIONS, count.mentions),
                self.said_by(RELEASE, count.release),
                self.number(count.nobody),
            ]
            for sort, count in sorted(self.matrix.sorts().items())
        ]

    def _kinds(self) -> Section:
        rows = []
        for kind in Kind:
            found = self.matrix.outcomes(kind)
            shown = (CAUGHT, SILENT, HOLE, SEEN, UNSEEN, AMISS)
            counts = [self.number(found[name]) if found[name] else "" for name in shown]
            rows.append([self.say(KIND_NAMES[kind]), self.number(found.total()), *counts])
        hand = self.say(HAND, number=len(BROKEN), holes=len(HOLES))
        return self._part(KINDS, hand, KIND_HEADS, rows)

    def sorts_intro(self) -> str:
        """What is valid but wrong, how much of it goes undetected, and how to read its table."""
        made, unseen = self.matrix.unseen()
        return self.say(
            SORTS_INTRO,
            unseen=self.number(unseen),
            number=self.number(made),
            share=f"{unseen / max(made, 1):.0%}",
        )

    def _sorts(self) -> Section:
        return self._part(SORTS, self.sorts_intro(), SORT_HEADS, self.sort_rows())

    def _gaps(self) -> Section:
        rows = [
            [("code", gap.id), ("english", gap.says), ("english", gap.hole)]
            for gap in self.matrix.holes()
        ]
        intro = GAPS_INTRO if rows else NO_GAPS
        return self._part(GAPS, self.say(intro), GAP_HEADS, rows)

    def _rules(self) -> Section:
        rows: list[list[Cell]] = []
        for rule, counts in self.matrix.rules().items():
            layer = OPENING if rule == UNREADABLE else RULES[rule].layer
            kind = "rule" if rule in RULES else "code"
            rows.append([(kind, rule), layer, *map(self.number, counts)])
        return self._part(EACH_RULE, self.say(RULES_INTRO), RULE_HEADS, rows)

    def _part(
        self, title: Both, intro: str, heads: Sequence[Both], rows: Sequence[Sequence[Cell]]
    ) -> Section:
        return Section(self.say(title), intro, [self.say(head) for head in heads], rows)


def as_markdown(matrix: Matrix) -> str:
    """What the README says of a whole campaign, in English: what detects what, and what nothing."""
    told = _Page(matrix, "en")
    made, unseen = matrix.unseen()
    counted = (
        f"{told.number(len(matrix.verdicts))} mutants. Of {told.number(made)} that are valid "
        f"but wrong, {told.number(unseen)} go undetected, {unseen / max(made, 1):.0%}. "
        f"Known holes: {len(matrix.holes())}."
    )
    return "\n".join(
        [
            counted,
            "",
            *textwrap.wrap(told.say(LAYERS_INTRO), WIDTH),
            "",
            *_lines(LAYER_HEADS[:-1], told.layer_rows()),
            "",
            *textwrap.wrap(told.sorts_intro(), WIDTH),
            "",
            *_lines(SORT_HEADS, told.sort_rows()),
            *(
                f"\n`{watcher}`: {told.say(unasked(watcher))}"
                for watcher in WATCHERS
                if not matrix.asked(watcher)
            ),
        ]
    )


def _lines(heads: Sequence[Both], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table in Markdown whose first column is text, and all others are numbers."""
    yield f"| {' | '.join(in_language(head, 'en').lower() for head in heads)} |"
    yield f"|---|{'--:|' * (len(heads) - 1)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def pages(matrix: Matrix) -> dict[str, bytes]:
    """What is published, by the name of the file: the pages stand beside those of the site."""
    made = {DATA: matrix.table()}
    with open_package(ROOT) as package:
        for frame in Site(package, edition_of(package)).frames:
            made |= _Page(matrix, frame.language).made(frame)
    return made
