"""A description in words of each pattern in the schemas."""

from __future__ import annotations

from dataclasses import dataclass

from validation.catalogue.languages import Both


@dataclass(frozen=True)
class Form:
    """The description of a pattern: short, and where needed with an addition."""

    anchor: str
    en: str
    nl: str
    more_en: str = ""
    more_nl: str = ""

    @property
    def in_full(self) -> Both:
        """The whole description."""
        if not self.more_en:
            return Both(self.en, self.nl)
        return Both(f"{self.en}: {self.more_en}", f"{self.nl}: {self.more_nl}")


# A pattern that is not listed is shown as it is; a test checks that all are listed.
FORMS = {
    "^(?:[a-z0-9]+(?:-[a-z0-9]+)*)$": Form(
        "form-slug",
        "words joined by hyphens",
        "woorden met koppeltekens ertussen",
        "lower-case letters and digits, without accents",
        "kleine letters en cijfers, zonder accenten",
    ),
    "^(?:[a-z]+(?:_[a-z]+)*)$": Form(
        "form-name",
        "words joined by underscores",
        "woorden met lage streepjes ertussen",
        "lower-case letters, without accents",
        "kleine letters, zonder accenten",
    ),
    "^(?:[a-z]+(?:_[a-z]+)*(?: [a-z]+(?:_[a-z]+)*)*)$": Form(
        "form-codes",
        "codes, with one space between them",
        "codes, met één spatie ertussen",
    ),
    "^(?:[a-z_]+=[a-z0-9_]+(?: [a-z_]+=[a-z0-9_]+)*)$": Form(
        "form-codings",
        "pairs of column=code, with one space between them",
        "paren van kolom=code, met één spatie ertussen",
    ),
    "^(?:[A-Za-z0-9._-]+(?: [A-Za-z0-9._-]+)*)$": Form(
        "form-keys",
        "keys, with one space between them",
        "sleutels, met één spatie ertussen",
    ),
    "^(?:[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)*)$": Form(
        "form-key",
        "a key, its parts joined by slashes",
        "een sleutel, met schuine strepen tussen de delen",
    ),
    r"^(?:[a-z0-9]+(?:-[a-z0-9]+)*\.(?:s[0-9]{2}\.(?:h|p[0-9]{1,2}\.z[0-9]{1,2})|fn[0-9]{1,2}))$": (
        Form(
            "form-passage",
            "document and place in it",
            "document en plaats daarin",
            "a section's heading (`.s01.h`), a sentence by section, paragraph and number "
            "(`.s01.p2.z3`), or a footnote (`.fn1`)",
            "de kop van een sectie (`.s01.h`), een zin naar sectie, alinea en nummer "
            "(`.s01.p2.z3`), of een voetnoot (`.fn1`)",
        )
    ),
    "^(?:s[0-9]{2})$": Form(
        "form-section",
        "`s` and two digits",
        "`s` en twee cijfers",
    ),
    "^(?:[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?)$": Form(
        "form-date",
        "a year, a month or a day",
        "een jaar, een maand of een dag",
        "`2017`, `2016-10` or `2017-12-31`",
        "`2017`, `2016-10` of `2017-12-31`",
    ),
    "^(?:https?://[!-~]+)$": Form(
        "form-address",
        "a web address",
        "een webadres",
    ),
    "^(?:[0-9a-f]{64})$": Form(
        "form-seal",
        "64 hexadecimal digits, in lower case",
        "64 hexadecimale cijfers, in kleine letters",
    ),
    "^(?:[0-9]+[.][0-9]+[.][0-9]+)$": Form(
        "form-version",
        "three numbers with points between them",
        "drie getallen met punten ertussen",
    ),
    "^(?:[A-Z])$": Form("form-capital", "one capital", "één hoofdletter"),
    "^(?:[A-Z]{2})$": Form("form-two-capitals", "two capitals", "twee hoofdletters"),
    "^(?:[A-Z]{3}(?: [A-Z]{3})*)$": Form(
        "form-countries",
        "country codes, with one space between them",
        "landcodes, met één spatie ertussen",
    ),
    "^(?:[A-Z]{3})$": Form("form-three-capitals", "three capitals", "drie hoofdletters"),
    "^(?:[0-9]{3})$": Form("form-three-digits", "three digits", "drie cijfers"),
}
