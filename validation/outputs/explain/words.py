"""The words around an answer, in English and in Dutch: headings, frames and remarks.

What the data say of themselves (labels, definitions, paraphrases, descriptions, demands) stands
in the package and is not repeated here. Judgements, exceptions, notes and rationales are in
English alone; the Dutch answer says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from validation.coding.reading import Words as Pair
    from validation.rules.catalogue import Rule

LANGUAGES = ("en", "nl")

_WORDS = {
    # Headings.
    "basis": ("On what basis: {label}", "Op welke grondslag: {label}"),
    "carried by": ("The passages it rests on", "De passages waarop het rust"),
    "close by": ("Close to them, what it leans on", "Vlakbij, waar het op leunt"),
    "named in": ("Where the letter names or describes it", "Waar de brief het noemt of omschrijft"),
    "in the row": ("What else the row holds", "Wat er verder in de rij staat"),
    "sort": ("What it is", "Wat het is"),
    "tree": ("Its place among the others", "De plaats tussen de andere"),
    "names": ("Names it goes by", "Namen ervoor"),
    "said of it": ("What is said of it", "Wat erover wordt gezegd"),
    "looked up": ("Looked up outside the letter", "Opgezocht buiten de brief"),
    "doubted": (
        "Where a careful reader could differ",
        "Waar een zorgvuldige lezer anders kan oordelen (in het Engels)",
    ),
    "coded": ("What two coders wrote, each alone", "Wat twee codeurs schreven, elk alleen"),
    "excused": ("Excused from a rule", "Uitgezonderd van een regel (de reden in het Engels)"),
    "retired": ("Identifiers it replaced", "Sleutels die het verving"),
    "ends": ("To read on", "Om verder te lezen"),
    "coding": ("Why nothing is coded here", "Waarom hier niets is gecodeerd"),
    "rests on it": ("What rests on it", "Wat erop rust"),
    "around it": ("Around it", "Eromheen"),
    "seal": ("Its seal", "Het zegel"),
    "outline": ("Its passages", "De passages"),
    "taken from it": ("What was taken from it", "Wat eraan is ontleend"),
    "rule": ("When it is chosen", "Wanneer het wordt gekozen"),
    "right": ("Rightly", "Juist"),
    "wrong": ("Wrongly", "Onjuist"),
    "stands under": ("Kinds it may stand under", "Soorten waaronder het mag staan"),
    "used in": ("Where it is used", "Waar het wordt gebruikt"),
    "allowed": ("What it may hold", "Wat erin mag staan"),
    "codes": ("Its codes", "De codes"),
    "columns": ("Its columns", "De kolommen"),
    "excused rows": ("Rows that are excused", "Rijen die zijn uitgezonderd"),
    "why": ("Why", "Waarom"),
    "broken": ("What breaks it", "Wat haar breekt"),
    "mend": ("What mends it", "Wat het herstelt"),
    "checked": ("How it is checked", "Hoe zij wordt gecontroleerd"),
    # Rules.
    "layer": ("In the layer {layer}.", "In de laag {layer}."),
    "error": (
        "What breaks it is an error: a value, a key or a claim may be wrong.",
        "Wat haar breekt is een fout: een waarde, sleutel of bewering kan onjuist zijn.",
    ),
    "warning": (
        "What breaks it gives a warning: nothing is wrong yet, but a reader would trip over it.",
        "Wat haar breekt geeft een waarschuwing: nog is niets onjuist, maar een lezer struikelt.",
    ),
    # Claims.
    "stated in": ("Stated in: {title}.", "Gesteld in: {title}."),
    "not stated": (
        "No coded letter says this. It was looked up in: {title}.",
        "Geen gecodeerde brief zegt dit. Het is opgezocht in: {title}.",
    ),
    "checked by": ("The rule {rule} checks it.", "De regel {rule} controleert dat."),
    "rationale": ("The reasoning: {text}", "De redenering (in het Engels): {text}"),
    "end here": (
        "{label}: named or described in the passage itself.",
        "{label}: genoemd of omschreven in de passage zelf.",
    ),
    "end near": (
        "{label}: not in the passage itself, but {where}.",
        "{label}: niet in de passage zelf, maar {where}.",
    ),
    "end far": (
        "{label}: neither in the passage nor close to it.",
        "{label}: niet in de passage en niet vlakbij.",
    ),
    "seen from": ("Seen from {place}:", "Gezien vanaf {place}:"),
    "weaker": (
        "Contextual all the same: in doubt whether the words join them, the weaker basis is right.",
        "Toch contextueel: bij twijfel of de woorden ze verbinden, is de zwakkere grondslag juist.",
    ),
    "before": ("in the sentence before it", "in de zin ervoor"),
    "after": ("in the sentence after it", "in de zin erna"),
    "paragraph": ("in the same paragraph", "in dezelfde alinea"),
    "heading": ("in a heading above it", "in een kop erboven"),
    "note": ("in a footnote to it", "in een voetnoot erbij"),
    "noted": ("in what the footnote hangs on", "in dat waar de voetnoot aan hangt"),
    "no passage": ("No passage carries it.", "Geen passage draagt het."),
    "evidence only for": ("Evidence only for: {what}.", "Alleen bewijs voor: {what}."),
    "evidence for": ("Also evidence for: {what}.", "Ook bewijs voor: {what}."),
    "coded as": ("There under the key {key}.", "Daar onder de sleutel {key}."),
    "not coded": ("Second coding: no such row.", "Tweede codering: zo'n rij is er niet."),
    "doubted mark": ("doubted", "betwijfeld"),
    # Passages.
    "ours": (
        "The paraphrases are ours. The letter's own words: {url}",
        "De parafrasen zijn van ons. De eigen woorden van de brief: {url}",
    ),
    "ours alone": ("The paraphrases are ours.", "De parafrasen zijn van ons."),
    "own copy": (
        (
            "To see the letter's sentences here, add --letter FILE with a copy of its text; the "
            "README says how to get one."
        ),
        (
            "Om de zinnen van de brief hier te zien: voeg --letter BESTAND toe, met een kopie van "
            "de tekst; de README zegt hoe u die krijgt."
        ),
    ),
    "own words": ("In your copy, {lines}: {text}", "In uw kopie, {lines}: {text}"),
    "interrupted": (
        "In your copy, {lines}, with other text between: {text}",
        "In uw kopie, {lines}, met andere tekst ertussen: {text}",
    ),
    "differs": ("Your copy differs here, {lines}.", "Uw kopie wijkt hier af, {lines}."),
    "line": ("line {first}", "regel {first}"),
    "lines": ("lines {first} to {last}", "regel {first} tot en met {last}"),
    "not found": (
        "Your copy has no passage with this seal.",
        "Uw kopie heeft geen passage met dit zegel.",
    ),
    "above": ("Above it", "Erboven"),
    "passage before": ("Before it", "Ervoor"),
    "passage after": ("After it", "Erna"),
    "hangs on": ("Footnote to", "Voetnoot bij"),
    "has note": ("With the footnote", "Met de voetnoot"),
    "sealed": (
        "SHA-256 of its {length} characters, without spaces and hyphens: {seal}",
        "SHA-256 van de {length} tekens, zonder spaties en koppeltekens: {seal}",
    ),
    "sealed whole": (
        "SHA-256 of all passages joined, without spaces and hyphens: {seal}",
        "SHA-256 van alle passages samen, zonder spaties en koppeltekens: {seal}",
    ),
    "to verify": (
        "scripts/verify.py looks for it in a copy of the letter.",
        "scripts/verify.py zoekt het op in een kopie van de brief.",
    ),
    "things named": ("Names or describes: {things}.", "Noemt of omschrijft: {things}."),
    # Things and documents.
    "kind arranged": (
        "(The kinds are ours, by such definitions.)",
        "(De soorten zijn van ons, volgens zulke definities.)",
    ),
    "below it": ("Below it: {things}.", "Eronder: {things}."),
    "passages counted": (
        "{number} passages, sealed and coded. Its headings:",
        "{number} passages, verzegeld en gecodeerd. De koppen:",
    ),
    "signed": ("Signed by: {names}.", "Ondertekend door (in het Engels): {names}."),
    "language": ("Language: {language}.", "Taal: {language}."),
    "dated": ("Dated {date}. {certainty}", "Gedateerd {date}. {certainty}"),
    "dated by": ("The date was taken from: {title}.", "De datum is ontleend aan: {title}."),
    "remark": ("Note: {text}", "Noot (in het Engels): {text}"),
    "source": ("Source: {title}. {checked}.", "Bron: {title}. {checked}."),
    "and more": ("And {number} more rows of {table}.", "En nog {number} rijen van {table}."),
    "replaced": (
        "{retired_key}, since version {version}: {reason}",
        "{retired_key}, sinds versie {version}: {reason} (in het Engels)",
    ),
    # Rows about other rows, and countries.
    "country": ("{name} has the country code {id}.", "{name} heeft de landcode {id}."),
    "evidence": ("{place} is evidence for {about}.", "{place} is bewijs voor {about}."),
    "exception": ("{about} is excused from {rule}.", "{about} is uitgezonderd van {rule}."),
    "goes by": ("{about} goes by {form}.", "{about} staat er als {form}."),
    "retirement": ("{key} is no longer in use.", "{key} is niet meer in gebruik."),
    "english alone": ("(In English alone.)", "(Alleen in het Engels.)"),
    "about": ("About {about}", "Over {about}"),
    "readings": ("Readings: {text}", "Lezingen: {text}"),
    "chosen": ("Chosen: {text} {reason}", "Gekozen: {text} {reason}"),
    # Columns and tables.
    "no rows": ("No row: {columns}.", "Geen rij: {columns}."),
    "one row": ("1 row", "1 rij"),
    "rows": ("{number} rows", "{number} rijen"),
    "filled": ("Filled in {filled} of {number}.", "Gevuld in {filled} van {number}."),
    "type": ("Type: {type}.", "Type: {type}."),
    "required": ("Never empty.", "Nooit leeg."),
    "may be empty": ("May be empty.", "Mag leeg zijn."),
    "names a row": ("Names a row of {table}.", "Noemt een rij van {table}."),
    "form": ("Form: {form}.", "Vorm: {form}."),
    "length": ("Length: {length} characters.", "Lengte: {length} tekens."),
    "size": ("Size: {size}.", "Grootte: {size}."),
    "own evidence": (
        "A filled cell rests on evidence of its own.",
        "Een gevulde cel rust op eigen bewijs.",
    ),
    "example": ("Example: {text}", "Voorbeeld: {text}"),
    # Many matches, or none.
    "matches": (
        '{number} answers to "{asked}". Ask for one of these:',
        '{number} antwoorden op "{asked}". Vraag naar een van deze:',
    ),
    "nothing": (
        '"{asked}" is no rule, code, column, table, row or passage of this package, nor a name',
        '"{asked}" is geen regel, code, kolom, tabel, rij of passage van dit pakket, en geen naam',
    ),
    "nothing joined": (
        'this package knows each part of "{asked}", but has no row that joins them',
        'dit pakket kent elk deel van "{asked}", maar heeft geen rij die ze verbindt',
    ),
    "did you mean": ('; did you mean "{guess}"?', '; bedoelde u "{guess}"?'),
}


@dataclass(frozen=True)
class Words:
    """The words around an answer in one language."""

    language: str

    def __call__(self, name: str, /, **values: object) -> str:
        """The words of that name with the values in their places; KeyError if there are none."""
        english, dutch = _WORDS[name]
        return (english if self.language == "en" else dutch).format(**values)

    def of(self, pair: Pair) -> str:
        """What the package holds in both languages, in this one."""
        return pair.en if self.language == "en" else pair.nl

    def cell(self, row: Mapping[str, str], name: str) -> str:
        """A cell that a table holds in both languages; the English one where only that is there."""
        return row[f"{name}_{self.language}"] or row[f"{name}_en"]

    def rows(self, number: int) -> str:
        """A number of rows."""
        return self("one row" if number == 1 else "rows", number=number)

    def of_rule(self, rule: Rule, name: str) -> str:
        """What a rule holds in both languages, in this one."""
        return str(getattr(rule, f"{name}_{self.language}"))

    def titled(self, entry: Mapping[str, str], name: str) -> str:
        """A descriptor's or schema's own text: `title` in English, `title_nl` in Dutch."""
        return entry[name if self.language == "en" else f"{name}_{self.language}"]
