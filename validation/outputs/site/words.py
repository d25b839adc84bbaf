"""The page's own words, in English and in Dutch: headings, labels and the forms of cells.

Nothing here describes a table, a column or a code; those words stand in the descriptor, the
schemas and `codes.csv`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from validation.package.languages import in_language

if TYPE_CHECKING:
    from validation.package.forms import Form

_WORDS = {
    "code book": ("Code book", "Codeboek"),
    "rules": ("Rules of the validation", "Regels van de controle"),
    "rules intro": (
        (
            "What the validation demands of every file, row and cell: why, what breaks it, and how "
            "to mend that."
        ),
        (
            "Wat de controle eist van elk bestand, elke rij en elke cel: waarom, wat ertegen "
            "ingaat, en hoe dat te herstellen."
        ),
    ),
    "all rules": ("All rules, with examples", "Alle regels, met voorbeelden"),
    "tables and codes": ("Every table, field and code", "Elke tabel, elk veld en elke code"),
    "skip to rules": ("Skip to the rules", "Naar de regels"),
    "severity": ("Severity", "Ernst"),
    "error": ("error", "fout"),
    "warning": ("warning", "waarschuwing"),
    "why": ("Why", "Waarom"),
    "breaks it": ("Breaks it", "Fout voorbeeld"),
    "mend": ("To mend it", "Herstellen"),
    "judges": ("Judges", "Beoordeelt"),
    "columns": ("{number} columns", "{number} kolommen"),
    "skip": ("Skip to the tables", "Naar de tabellen"),
    "contents": ("Contents", "Inhoud"),
    "to contents": ("Back to the contents", "Terug naar de inhoud"),
    "version": ("Version", "Versie"),
    "licence": ("Licence", "Licentie"),
    "source": ("Source", "Bron"),
    "other language": ("Other language", "Andere taal"),
    "picture": ("The tables at a glance", "De tabellen in één beeld"),
    "picture alone": ("The picture on its own", "Het beeld op zichzelf"),
    "picture title": (
        "The tables and the keys between them",
        "De tabellen en de sleutels daartussen",
    ),
    "picture rule": (
        (
            "From each table that others refer to, a line goes down from the top. Every other "
            "table is a small box, with a dot on the line of each table that it refers to. What "
            "all tables of a group refer to is drawn once, at the left."
        ),
        (
            "Uit elke tabel waarnaar andere verwijzen, loopt van boven een lijn omlaag. Elke "
            "andere tabel is een klein vak, met een stip op de lijn van elke tabel waarnaar zij "
            "verwijst. Waar alle tabellen van een groep naar verwijzen, is één keer getekend, "
            "links."
        ),
    ),
    "picture counts": ("{tables} tables, {keys} keys.", "{tables} tabellen, {keys} sleutels."),
    "all of these": ("each has", "elke heeft"),
    "dot": (
        "a key to the table at the top of the line",
        "een sleutel naar de tabel boven aan de lijn",
    ),
    "ring": (
        "where such a key starts: a column of that table",
        "waar zo'n sleutel begint: een kolom van die tabel",
    ),
    "refers to": ("Refers to", "Verwijst naar"),
    "referred to by": ("Referred to by", "Waarnaar verwijzen"),
    "no table": ("no table", "geen tabel"),
    "file": ("File", "Bestand"),
    "key": ("Key", "Sleutel"),
    "in the key": ("key", "sleutel"),
    "row order": ("Row order", "Rijvolgorde"),
    "by the key": ("by the key", "op de sleutel"),
    "by": ("by", "op"),
    "unique together": ("No two rows share", "Nooit twee keer gelijk"),
    "fields of": ("Fields of", "Velden van"),
    "field": ("Field", "Veld"),
    "description": ("Description", "Beschrijving"),
    "type": ("Type", "Type"),
    "required": ("Required", "Verplicht"),
    "yes": ("yes", "ja"),
    "no": ("no", "nee"),
    "allowed": ("Allowed", "Toegestaan"),
    "example": ("Example", "Voorbeeld"),
    "term": ("Outside term", "Term elders"),
    "names a row of": ("names a row of", "noemt een rij van"),
    "together with": ("together with", "samen met"),
    "code list": ("code list", "codelijst"),
    "one of": ("one of", "één van"),
    "matches": ("has the form", "heeft de vorm"),
    "no value twice": ("no value twice", "geen waarde twee keer"),
    "own evidence": ("rests on evidence of its own", "rust op eigen bewijs"),
    "characters": ("characters", "tekens"),
    "at least": ("at least", "ten minste"),
    "at most": ("at most", "hooguit"),
    "to": ("to", "tot en met"),
    "code lists": ("Code lists", "Codelijsten"),
    "code lists intro": (
        (
            "A code is an English word that stands in a cell; what it means and when it is chosen "
            "stands here."
        ),
        (
            "Een code is een Engels woord dat in een cel staat; wat zij betekent en wanneer zij "
            "wordt gekozen, staat hier."
        ),
    ),
    "codes of": ("Codes of", "Codes van"),
    "used in": ("Used in", "Gebruikt in"),
    "no field": ("no field", "geen veld"),
    "code": ("Code", "Code"),
    "definition": ("Definition", "Definitie"),
    "rule": ("Rule", "Regel"),
    "right": ("Right", "Juist"),
    "wrong": ("Wrong", "Onjuist"),
    "stands under": ("May stand under", "Mag staan onder"),
    "top only": ("nothing: only at the top", "niets: alleen bovenaan"),
    "forms": ("Forms of text", "Vormen van tekst"),
    "forms intro": (
        "Where a field has one of these forms, the whole cell has it, or the cell is empty.",
        "Waar een veld een van deze vormen heeft, heeft de hele cel die, of de cel is leeg.",
    ),
    "form": ("Form", "Vorm"),
    "expression": ("Regular expression", "Reguliere expressie"),
    "type string": ("text", "tekst"),
    "type integer": ("whole number", "geheel getal"),
    "type boolean": ("`true` or `false`", "`true` of `false`"),
    "things": ("Things", "Dingen"),
    "statements": ("Statements", "Uitspraken"),
    "links": ("Links", "Verbanden"),
    "sources": ("Sources", "Bronnen"),
    "reference": ("Reference", "Naslag"),
    "things intro": (
        "Shared between letters: a row exists because a letter names or describes it.",
        "Gedeeld tussen brieven: een rij bestaat omdat een brief haar noemt of omschrijft.",
    ),
    "statements intro": (
        "Each row belongs to one letter and says what that letter states.",
        "Elke rij hoort bij één brief en zegt wat die brief stelt.",
    ),
    "links intro": (
        "Each row joins two things in one letter, and says how firmly the letter joins them.",
        "Elke rij verbindt twee dingen in één brief, en zegt hoe stevig de brief ze verbindt.",
    ),
    "sources intro": (
        "What the rows rest on, and how they were coded.",
        "Waar de rijen op rusten, en hoe ze zijn gecodeerd.",
    ),
    "reference intro": (
        "Looked up outside the letter, each row with its source.",
        "Opgezocht buiten de brief, elke rij met haar bron.",
    ),
}


@dataclass(frozen=True)
class Words:
    """The page's own words in one language."""

    language: str

    def __getitem__(self, name: str) -> str:
        """The words of that name; KeyError if there are none."""
        english, dutch = _WORDS[name]
        return english if self.language == "en" else dutch

    def of_type(self, name: str) -> str:
        """A type of the schemas in plain words, or its own name."""
        return self[f"type {name}"] if f"type {name}" in _WORDS else name

    def between(self, least: int | None, most: int | None) -> str:
        """Bounds in plain words; nothing where there are none."""
        if least is not None and most is not None:
            return f"{least} {self['to']} {most}"
        if least is not None:
            return f"{self['at least']} {least}"
        return f"{self['at most']} {most}" if most is not None else ""

    def of_group(self, name: str) -> str:
        """The title of a group of tables: its own name where the page has no word for it."""
        return self[name] if name in _WORDS else name

    def intro(self, group: str) -> str:
        """What the tables of a group have in common; nothing where the page has no word for it."""
        return self[f"{group} intro"] if f"{group} intro" in _WORDS else ""

    def of_form(self, form: Form) -> str:
        """A form in a few plain words."""
        return form.en if self.language == "en" else form.nl

    def in_full(self, form: Form) -> str:
        """A form in all its plain words."""
        return in_language(form.in_full, self.language)

    def titled(self, entry: dict[str, str], name: str) -> str:
        """A descriptor's or schema's own text: `title` in English, `title_nl` in Dutch."""
        return entry[name] if self.language == "en" else entry[f"{name}_{self.language}"]

    def suffixed(self, row: dict[str, str], name: str) -> str:
        """A cell that the table holds in both languages: `label_en`, `label_nl`."""
        return row[f"{name}_{self.language}"]
