"""Find what an identifier or name refers to, whole or in part, and near misses.

Each row, rule, code, column and table has one whole identifier. A shorter one leaves out the table,
the document or other parts. The targets that leave out least are found. A row is also found by its
labels and its names in `names.csv`, in either language. Case and accents are ignored.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from validation.catalogue.finding import nearest
from validation.catalogue.languages import LANGUAGES
from validation.catalogue.rules import RULES
from validation.coding.records import NAMED_BY
from validation.package.table import RowKey

if TYPE_CHECKING:
    from collections.abc import Callable

    from validation.package.opening import Package
    from validation.package.table import Record

# Tables whose rows describe other rows come last: the answers about those rows show them.
OF_OTHER_ROWS = frozenset(
    {
        "codings",
        "evidence",
        "exceptions",
        "identifiers",
        "judgements",
        "mission_facts",
        "names",
        "retired_ids",
    }
)
# What a document calls an interest to which it gives a letter, in each language.
LETTERED = ("interest {}", "belang {}")
AROUND_A_WORD = "\"'.,:;()[]“”‘’«»"
IN_FILE = re.compile(r"(.+\.csv):([0-9]+)")  # as validation points at a row


@dataclass(frozen=True, eq=False)
class Target:
    """Something that can be explained: a row, or a rule, a table or a column."""

    kind: str
    id: str
    row: Record | None = None
    called: tuple[str, ...] = ()

    @property
    def table(self) -> str:
        """The table of a row; empty for anything else."""
        return self.row.table.name if self.row is not None else ""

    def names(self) -> list[str]:
        """The identifiers that name it whole, from the longest to the shortest."""
        if self.row is None or self.table in OF_OTHER_ROWS:
            return [self.id]
        short = _without_document(self.row)
        return [self.id, self.row.key, f"{self.table}/{short}", short]

    def begins_with(self, asked: str) -> bool:
        """Whether it is a passage of the section or paragraph that was asked for."""
        if self.row is None or self.table != "passages":
            return False
        names, place = (self.row.key, _without_document(self.row)), asked.removeprefix("passages/")
        return any(name.casefold().startswith(f"{place}.") for name in names)

    def has_parts(self, asked: str) -> bool:
        """Whether it is a row with all the parts that were asked for, in whatever order."""
        parts = {*asked.split("/")}
        return self.row is not None and bool(asked) and parts <= {*self.id.casefold().split("/")}

    def has_words(self, asked: str) -> bool:
        """Whether one of its labels or names has all the words that were asked for."""
        words = _words(asked)
        return bool(words) and any(words <= _words(_plain(name)) for name in self.called)


class Search:
    """An index of everything in a package that can be explained."""

    def __init__(self, package: Package) -> None:
        """Index every row once."""
        self.targets = [Target("rule", rule) for rule in RULES]
        self._lines: dict[str, Target] = {}
        # By whole identifiers first, then by shorter ones; labels of things and statements count as
        # the second, those of other rows come last.
        self._named: list[dict[str, dict[Target, None]]] = [{}, {}, {}, {}, {}]
        called, called_first = _called(package), set()
        for table in package.tables.values():
            columns = [f"{table.name}.{name}" for name in table.schema.names]
            self.targets.append(Target("table", table.name))
            self.targets += [Target("column", column) for column in columns]
            for row in table.records:
                target = _target(row, called)
                self.targets.append(target)
                self._lines[f"{table.path}:{row.line}"] = target
            if table.is_claim:
                called_first.add(table.name)
        for target in self.targets:
            for named, name in zip(self._named, target.names(), strict=False):
                named.setdefault(_plain(name), {})[target] = None
            named = self._named[1 if target.table in called_first else -1]
            for name in target.called:
                named.setdefault(_plain(name), {})[target] = None

    def find(self, asked: str) -> list[Target]:
        """All targets that fit best, in the order of the package; empty if there are none."""
        if IN_FILE.fullmatch(asked):
            return [self._lines[asked]] if asked in self._lines else []
        plain = _plain(asked)
        for named in self._named:
            if plain in named:
                return list(named[plain])
        tests: tuple[Callable[[Target], bool], ...] = (
            lambda target: target.begins_with(plain),
            lambda target: target.table not in OF_OTHER_ROWS and target.has_parts(plain),
            lambda target: target.has_parts(plain),
            lambda target: target.has_words(plain),
        )
        found = ([target for target in self.targets if test(target)] for test in tests)
        return next((targets for targets in found if targets), [])

    def nearest(self, asked: str) -> str:
        """The identifier or name nearest to an unknown one; empty if none is near."""
        names = {_plain(name): name for target in self.targets for name in target.called}
        names |= {_plain(name): name for target in self.targets for name in target.names()}
        return names.get(nearest(_plain(asked), names), "")

    def knows_the_parts_of(self, asked: str) -> bool:
        """Whether all parts of what was asked are known, each on its own."""
        parts = {part for target in self.targets for part in target.id.casefold().split("/")}
        wanted = set(_plain(asked).split("/"))
        return len(wanted) > 1 and wanted <= parts


def _plain(asked: str) -> str:
    """An identifier or name without accents, case and spaces that do not matter."""
    apart = unicodedata.normalize("NFKD", asked)
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(bare.split()).strip("/").casefold().removeprefix("rules/")


def _words(plain: str) -> set[str]:
    return {word.strip(AROUND_A_WORD) for word in plain.split()} - {""}


def _called(package: Package) -> dict[RowKey, list[str]]:
    """By row: the forms that `names.csv` has of it, and the letter of an interest."""
    found: dict[RowKey, list[str]] = defaultdict(list)
    names, lettered = (package.tables.get(name) for name in ("names", "document_interests"))
    for row in names.records if names else ():
        found[RowKey(row["about_table"], row["about_key"])].append(row["form"])
    for row in lettered.records if lettered else ():
        if row["lettering"]:
            letters = (said.format(row["lettering"]) for said in LETTERED)
            found[RowKey("interests", row["interest_id"])] += letters
    return found


def _target(row: Record, called: dict[RowKey, list[str]]) -> Target:
    labels = (f"{name}_{language}" for name in NAMED_BY for language in LANGUAGES)
    own = [row[label] for label in labels if row.get(label)]
    goes_by = tuple(dict.fromkeys([*own, *called.get(row.place, [])]))
    return Target("row", str(row.place), row, goes_by)


def _without_document(row: Record) -> str:
    """The key of a row without the document that it is of."""
    first, *others = row.table.schema.primary_key
    if first == "document_id" and others:
        return row.joined(others)
    return row.key.removeprefix(f"{row['document_id']}.") if "document_id" in row else row.key
