"""The workbook's own words, in English and in Dutch: names of sheets, headings and directions.

Titles and descriptions of tables stand in the descriptor, those of columns in the schemas, codes
in `codes.csv`; what a cell may hold has its words in `validation/site/words.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

_WORDS = {
    # Names of sheets, and what no descriptor says of one.
    "cover": ("cover", "voorblad"),
    "columns": ("columns", "kolommen"),
    "title columns": ("Columns", "Kolommen"),
    "description columns": (
        "What each column of each sheet means, and what it may hold.",
        "Wat elke kolom van elk blad betekent, en wat erin mag staan.",
    ),
    # Groups of sheets that the site has not.
    "readers": ("To start with", "Om mee te beginnen"),
    "code book": ("Code book", "Codeboek"),
    # Headings on the cover.
    "version": ("Version", "Versie"),
    "date": ("Date", "Datum"),
    "licence": ("Licence", "Licentie"),
    "source": ("Source", "Bron"),
    "cite": ("How to cite", "Hoe u dit aanhaalt"),
    "cite too": ("Cite the letter too", "Haal ook de brief aan"),
    "basis": ("How to read a basis", "Hoe u een grondslag leest"),
    "reading": ("How to read a cell", "Hoe u een cel leest"),
    "using": ("How to use the sheets", "Hoe u de bladen gebruikt"),
    "contents": ("The sheets", "De bladen"),
    "rows": ("Rows", "Rijen"),
    # On the cover.
    "not the letter": (
        (
            "The sentences of the letter itself are not in it: of each you find its place, its "
            "page and a paraphrase in other words."
        ),
        (
            "De zinnen van de brief zelf staan er niet in: van elke vindt u de plaats, de "
            "bladzijde en een parafrase in andere woorden."
        ),
    ),
    "citation": (
        "{who}. {title}, version {version}. Data set, {licence}.",
        "{who}. {title}, versie {version}. Gegevensverzameling, {licence}.",
    ),
    # How to read a cell, and how to use the sheets.
    "an empty cell": ("An empty cell", "Een lege cel"),
    "an empty cell: meaning": (
        "The letter does not say, or nobody has verified it. Empty never means no, none or zero.",
        (
            "De brief zegt het niet, of niemand heeft het nagegaan. Leeg betekent nooit nee, geen "
            "of nul."
        ),
    ),
    "a date": ("A date", "Een datum"),
    "a date: meaning": (
        (
            "Only as much as is given: 2017, 2016-10 or 2017-12-31. The column beside it says how "
            "precise it is; mid-October is 2016-10 with mid_month, not the 15th. Dates are text, "
            "so that no program makes another date of them."
        ),
        (
            "Alleen zover als gegeven: 2017, 2016-10 of 2017-12-31. De kolom ernaast zegt hoe "
            "precies; half oktober is 2016-10 met mid_month, niet de 15e. Datums zijn tekst, "
            "zodat geen programma er een andere datum van maakt."
        ),
    ),
    "a code": ("A code", "Een code"),
    "a code: meaning": (
        (
            "A word such as at_most. The sheet codes says what each means and when it is chosen; "
            "a cell with a code has a list to pick from."
        ),
        (
            "Een Engels woord zoals at_most. Het blad codes zegt wat elk betekent en wanneer het "
            "wordt gekozen; een cel met een code heeft een keuzelijst."
        ),
    ),
    "the first row": ("The first row", "De eerste rij"),
    "the first row: meaning": (
        (
            "Names of columns, as in the CSV files. Point at a name to read what the column "
            "means. Row 9 of a sheet is line 9 of its file."
        ),
        (
            "Namen van kolommen, zoals in de CSV-bestanden. Wijs een naam aan om te lezen wat de "
            "kolom betekent. Rij 9 van een blad is regel 9 van het bestand."
        ),
    ),
    "folded columns": ("Folded columns", "Ingeklapte kolommen"),
    "folded columns: meaning": (
        (
            "The Dutch columns are folded away, and on the first two sheets keys and codes as "
            "well. The plus signs above the columns open them, or the 2 in the top left corner "
            "opens all."
        ),
        (
            "De Engelse kolommen zijn ingeklapt, en op de eerste twee bladen ook sleutels en "
            "codes. De plustekens boven de kolommen klappen ze uit, of de 2 linksboven alle "
            "tegelijk."
        ),
    ),
    "blue words": ("Blue words", "Blauwe woorden"),
    "blue words: meaning": (
        (
            "Links to the row they name; the first cell of each sheet leads back here. They lead "
            "to where a row stood when the workbook was made: filtering a sheet does no harm, but "
            "after sorting one, filter on the key instead."
        ),
        (
            "Koppelingen naar de rij die ze noemen; de eerste cel van elk blad leidt hierheen "
            "terug. Ze leiden naar waar een rij stond toen de werkmap is gemaakt: een blad "
            "filteren kan geen kwaad, maar filter na het sorteren liever op de sleutel."
        ),
    ),
    # In and around cells.
    "table": ("table", "tabel"),
    "to cover": ("Back to the cover", "Terug naar het voorblad"),
    "not a code": ("Not a code of this column", "Geen code van deze kolom"),
    "pick one": (
        "Pick one from the list. The sheet codes says what each means.",
        "Kies er een uit de lijst. Het blad codes zegt wat elk betekent.",
    ),
    "page": ("page", "bladzijde"),
    "of": ("of", "van"),
}


@dataclass(frozen=True)
class Words:
    """The workbook's own words in one language."""

    language: str

    def __getitem__(self, name: str) -> str:
        """The words of that name; KeyError if there are none."""
        english, dutch = _WORDS[name]
        return english if self.language == "en" else dutch
