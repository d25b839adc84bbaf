"""Texts that spreadsheets and data-frame libraries convert, and placeholders.

pandas, R, DuckDB and spreadsheets convert some texts to a missing value, a truth value, a number, a
date, a time or a formula, each in its own way and without a warning. Whoever opens the table in
such a program then sees a wrong value.
"""

from __future__ import annotations

import re

MISSING = r"n/?a|#n/a|<na>|nan|-?1\.#(?:ind|qnan)|null|none|true|false"
PLAIN = r"(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:e[+-]?[0-9]+)?"
GROUPED = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?"
NUMBER = rf"{PLAIN}|{GROUPED}"
# Also floating point and hexadecimal numbers, percentages, sums of money, fractions, and negative
# numbers in parentheses.
NUMBERS = (
    rf"{NUMBER}|[0-9]+[df]|inf(?:inity)?|0x[0-9a-f]+"
    rf"|(?:{NUMBER}) ?[%€$£]|[€$£] ?(?:{NUMBER})|[0-9]+ [0-9]+/[0-9]+|\((?:{NUMBER})\)"
)
TIME = r"[0-9]{1,2}:[0-9]{1,2}(?::[0-9]{1,2}(?:[.,][0-9]+)?)?(?: ?[ap]m?)?|[0-9]{1,2} [ap]m?"
YEAR, MONTH, DAY = r"[0-9]{4}", "(?:0?[1-9]|1[0-2])", "(?:0?[1-9]|[12][0-9]|3[01])"
# Month names in English and Dutch, in full and abbreviated, as spreadsheets recognise them.
NAME = (
    "(?:jan(?:uary|uari)?|feb(?:ruary|ruari)?|mar(?:ch)?|mrt|maart|apr(?:il)?|may|mei|jun[ei]?"
    "|jul[yi]?|aug(?:ust|ustus)?|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
DATES = (
    rf"{YEAR}(?P<a>[-/]){MONTH}(?:(?P=a){DAY})?(?:[t ](?:{TIME})\S*)?"
    rf"|{DAY}(?P<b>[-/]){MONTH}(?:(?P=b)(?:{YEAR}|[0-9]{{2}}))?"
    rf"|{MONTH}(?P<c>[-/]){DAY}(?:(?P=c)(?:{YEAR}|[0-9]{{2}}))?"
    rf"|{MONTH}[-/](?:{YEAR}|[0-9]{{2}})|{DAY}\.{MONTH}\.{YEAR}"
    rf"|{DAY}[-/ ]?{NAME}(?:[-/, ]{{1,2}}(?:{YEAR}|[0-9]{{2}}))?"
    rf"|{NAME}[-/ ]?(?:{YEAR}|{DAY})(?:,? {YEAR})?|{NAME}[-/ ]?[0-9]{{2}}"
)
REINTERPRETED = re.compile(rf"(?:{MISSING}|{NUMBERS}|{TIME}|{DATES})|[=+@\-\t].*", re.IGNORECASE)
# Columns whose text consists of digits are exempt by name.
DIGITS_BY_NATURE = frozenset({("countries", "m49")})

# Words and signs that people write for an unknown value; here the cell must be empty.
PLACEHOLDER = re.compile(
    r"unknown|unspecified|undetermined|not (?:known|given|stated|available|applicable)|no data"
    r"|to be (?:determined|confirmed|announced)|tb[acd]|todo|onbekend|geen|nvt|n\.v\.t\.|n\.b\."
    r"|niet (?:bekend|gegeven|genoemd|beschikbaar|van toepassing)|nog te bepalen|x{4,}|\?+|…|\.+"
    r"|[–—_*/]+",
    re.IGNORECASE,
)
