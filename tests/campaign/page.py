"""The kill matrix as a page to read, in one language."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tests.broken import BROKEN, HOLES
from tests.campaign.from_descriptor import LOOSER
from tests.campaign.judge import GOLDEN, MENTIONS, RELEASE, WATCHERS
from tests.campaign.matrix import AMISS, CAUGHT, HOLE, SEEN, SILENT, UNSEEN, Matrix, unasked
from tests.campaign.mutants import OPENING, UNREADABLE, Kind
from validation.catalogue.languages import LANGUAGES, Both, in_language
from validation.catalogue.rules import RULES
from validation.outputs.generated import Part
from validation.outputs.pages import render
from validation.outputs.words import Translator

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    # A cell of a table: text, or `code` or `english` with its text.
    Cell = str | tuple[str, str]

DATA = "kill_matrix.csv"
IN_README = Part("campaign", "python -m tests.campaign")
TITLE = Both("Kill matrix", "Kill-matrix")
LEAD = Both(
    "The clean package is broken in {number} small ways, one at a time. Each break, a mutant, "
    "names the rule that must see it and the file, row and column where. This page says which "
    "rules did, and which layers.",
    "Het schone pakket wordt op {number} kleine manieren gebroken, één tegelijk. Elke breuk, een "
    "mutant, noemt de regel die haar moet zien en het bestand, de rij en de kolom waar. Deze "
    "pagina zegt welke regels dat deden, en welke lagen.",
)
LAYERS = Both("Which layer is needed", "Welke laag nodig is")
LAYERS_INTRO = Both(
    "Each layer is asked about each mutant by itself. What one alone sees would go unseen without "
    "it. `opening` is the package that cannot be opened; `golden` are the facts of the letter that "
    "the tests repeat. Two more are asked about what is valid but wrong: `mentions`, the rules "
    "that hold evidence against the words of the letter, where its text is at hand, and "
    "`release`, the comparison that refuses it as a mere correction of the last release.",
    "Elke laag krijgt elke mutant afzonderlijk voorgelegd. Wat er één alleen ziet, zou zonder haar "
    "ongezien blijven. `opening` is het pakket dat niet opengaat; `golden` zijn de feiten uit de "
    "brief die de tests herhalen. Nog twee worden gevraagd naar wat geldig maar onjuist is: "
    "`mentions`, de regels die bewijs naast de woorden van de brief leggen, als de tekst erbij is, "
    "en `release`, de vergelijking die het niet aanvaardt als verbetering van de vorige uitgave.",
)
LAYER_HEADS = (
    Both("Layer", "Laag"),
    Both("Sees", "Ziet"),
    Both("Alone sees", "Ziet alleen zij"),
    Both("Of these valid but wrong", "Daarvan geldig maar onjuist"),
    Both("For example", "Bijvoorbeeld"),
)
NOT_NEEDED = Both(
    "Not needed: whatever it sees, another layer sees too.",
    "Niet nodig: wat zij ziet, ziet ook een andere laag.",
)
KINDS = Both("Which mutants there are", "Welke mutanten er zijn")
KIND_HEADS = (
    Both("Kind", "Soort"),
    Both("Mutants", "Mutanten"),
    Both("Caught at the place", "Gevangen op de plaats"),
    Both("Inside a bound, and silent", "Binnen een grens, en stil"),
    Both("Hole", "Gat"),
    Both("Seen", "Gezien"),
    Both("Not seen", "Niet gezien"),
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
    "letter; {holes} more are known, and no rule sees them.",
    "{number} zijn met de hand geschreven: de voorbeelden waaraan de tests elke regel toetsen, op "
    "een verzonnen brief; van nog {holes} is bekend dat geen regel ze ziet.",
)
SORTS = Both("Valid but wrong", "Geldig maar onjuist")
SORTS_INTRO = Both(
    "A good value in the wrong place obeys every rule. In general only somebody with the letter at "
    "hand sees it: {unseen} of {number} go unseen, {share}.",
    "Een goede waarde op de verkeerde plaats volgt elke regel. In het algemeen ziet alleen wie de "
    "brief erbij houdt haar: {unseen} van de {number} blijven ongezien, {share}.",
)
SORT_HEADS = (
    Both("Sort", "Soort"),
    Both("Mutants", "Mutanten"),
    Both("Seen by a layer", "Gezien door een laag"),
    Both("By the golden rows", "Door de gouden rijen"),
    Both("By the mentions", "Door de vermeldingen"),
    Both("By the comparison", "Door de vergelijking"),
    Both("By nobody", "Door niemand"),
)
SORT_NAMES = {
    "another code": Both("another code", "een andere code"),
    "a weaker basis": Both("a weaker basis", "een zwakkere grondslag"),
    "a stronger basis": Both("a stronger basis", "een sterkere grondslag"),
    "another reference": Both("another reference", "een andere verwijzing"),
    "two references swapped": Both("two references swapped", "twee verwijzingen verwisseld"),
    "two texts swapped": Both("two texts swapped", "twee teksten verwisseld"),
    "another number": Both("another number", "een ander getal"),
    "another date": Both("another date", "een andere datum"),
    "an optional cell emptied": Both("an optional cell emptied", "een lege cel waar dat mag"),
    "a column moved down": Both("a column moved down", "een kolom een rij omlaag"),
    "renamed everywhere": Both("renamed everywhere", "overal hernoemd"),
    "gone with all that hangs on it": Both("gone with all that hangs on it", "weg met aanhang"),
    "evidence moved": Both("evidence moved", "bewijs verplaatst"),
    "evidence added": Both("evidence added", "bewijs toegevoegd"),
    "evidence gone where more remains": Both(
        "evidence gone where more remains", "bewijs weg waar meer blijft"
    ),
    "text decoded wrongly": Both("text decoded wrongly", "tekst verkeerd gedecodeerd"),
    LOOSER: Both("a schema that promises less", "een schema dat minder belooft"),
}
GAPS = Both("Holes", "Gaten")
GAPS_INTRO = Both(
    "These break the contract, and no rule sees them yet. Each says what should.",
    "Deze breken het contract, en geen regel ziet ze nog. Elk zegt wat dat zou moeten doen.",
)
NO_GAPS = Both("None is known.", "Er is er geen bekend.")
GAP_HEADS = (
    Both("Mutant", "Mutant"),
    Both("What is done", "Wat er gebeurt"),
    Both("What should see it", "Wat het zou moeten zien"),
)
EACH_RULE = Both("Each rule", "Elke regel")
RULES_INTRO = Both(
    "A mutant that only one rule reports shows what that rule is for.",
    "Een mutant die maar één regel meldt, laat zien waar die regel voor is.",
)
RULE_HEADS = (
    Both("Rule", "Regel"),
    Both("Layer", "Laag"),
    Both("Mutants that must break it", "Mutanten die haar moeten breken"),
    Both("That do", "Die dat doen"),
    Both("Reported by it alone", "Alleen door haar gemeld"),
)
ALL = Both("All mutants as data", "Alle mutanten als gegevens")
OTHER = Both("Other language", "Andere taal")


def file_name(language: str) -> str:
    """The name of the page in that language."""
    return f"kill_matrix.{language}.html"


def kill_matrix(matrix: Matrix, language: str) -> bytes:
    """The page in one language."""
    return _Page(matrix, language).html().encode()


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

    def html(self) -> str:
        """The whole page."""
        return render(
            "tests/campaign/kill_matrix.html.j2",
            Translator(self.language),
            title=self.say(TITLE),
            description=self.say(LEAD, number=self.number(len(self.matrix.verdicts))),
            file_name=file_name,
            data=DATA,
            all_as_data=self.say(ALL),
            other_language=self.say(OTHER),
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

    def _sorts(self) -> Section:
        made, unseen = self.matrix.unseen()
        intro = self.say(
            SORTS_INTRO,
            unseen=self.number(unseen),
            number=self.number(made),
            share=f"{unseen / max(made, 1):.0%}",
        )
        return self._part(SORTS, intro, SORT_HEADS, self.sort_rows())

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
            rows.append([("code", rule), layer, *map(self.number, counts)])
        return self._part(EACH_RULE, self.say(RULES_INTRO), RULE_HEADS, rows)

    def _part(
        self, title: Both, intro: str, heads: Sequence[Both], rows: Sequence[Sequence[Cell]]
    ) -> Section:
        return Section(self.say(title), intro, [self.say(head) for head in heads], rows)


def as_markdown(matrix: Matrix) -> str:
    """What the README says of a whole campaign, in English: who sees what, and what nobody sees."""
    told = _Page(matrix, "en")
    made, unseen = matrix.unseen()
    counted = (
        f"{told.number(len(matrix.verdicts))} mutants. Of {told.number(made)} that are valid "
        f"but wrong nobody sees {told.number(unseen)}, {unseen / max(made, 1):.0%}. "
        f"Known holes: {len(matrix.holes())}."
    )
    return "\n".join(
        [
            counted,
            "",
            *_lines(LAYER_HEADS[:-1], told.layer_rows()),
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
    """What is published, by the name of the file."""
    written = {file_name(language): kill_matrix(matrix, language) for language in LANGUAGES}
    return {DATA: matrix.table(), **written}
