"""The README in the zip of a table: what its columns, codes and keys mean, without the site.

It stands in Markdown, in English and in Dutch: labels side by side, sentences under each other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from validation.catalogue.languages import LANGUAGES, in_language
from validation.outputs.schema_words import code_rows, type_name
from validation.outputs.words import Translator, marked
from validation.package.opening import CODES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from validation.catalogue.languages import Both
    from validation.outputs.site.frame import Site
    from validation.package.schema import Field
    from validation.package.table import Table

IS_KEY = re.compile("(?P<stem>.*?)_?(?:id|key)")
OVERVIEW = "_overview"
FILES = (
    marked("`{table}.csv` has the rows: UTF-8, with commas, and the names of the columns on top."),
    marked("`{table}.json` describes every column for programs: it is a data package descriptor."),
)
EMPTY = marked("An empty cell means that the letter does not say it, or that it was not verified.")
ELSEWHERE = marked("The other tables, to which keys lead, are in the whole package.")
AS_TEXT = marked("Read every cell as text, and an empty one as empty: `004` keeps its zeros.")


def readme(site: Site, table: Table, page: str, citation: str) -> str:
    """The README of one table; `page` is the path of its page on the site."""
    own = site.package.descriptor
    licence, source = own["licenses"][0], own["sources"][0]
    parts = [
        f"# {_label(_of(table.title))}",
        *_of(table.description),
        *(one for said in FILES for one in _both(said, table=table.name)),
        f"## {_short(marked('Columns'))}",
        *_both(EMPTY),
        *_both(AS_TEXT),
        *_both(ELSEWHERE),
        *(_column(site, table, column) for column in table.schema.fields),
        *_codes(site, table),
        f"## {_short(marked('Source and licence'))}",
        "\n".join(
            [
                f"- {_short(marked('Coded from'))}: {source['title']}, {source['path']}",
                f"- {_short(marked('Licence'))}: {licence['title']}, {licence['path']}",
                f"- {_short(marked('Version'))}: {site.frames[0].version}",
                f"- {_short(marked('Cite as'))}: {citation}",
                *_addresses(site, table, page),
            ]
        ),
    ]
    return "\n\n".join(parts) + "\n"


def leads_to(table: Table, name: str) -> str:
    """The table that a column holds keys of, or `` `column` `` where another column names it.

    Tables for readers have no foreign keys: there `mission_id` holds keys of `missions`, and the
    `id` of `missions_overview` does too. Empty where a column holds no key of another table.
    """
    if target := table.schema.target(name):
        return target
    is_key = IS_KEY.fullmatch(name)
    if not is_key:
        return ""
    stem = is_key["stem"]
    beside = f"{stem}_table" if stem else "table"
    if beside in table.schema.names:
        return f"`{beside}`"
    if stem in {"", "parent"}:
        return table.name.removesuffix(OVERVIEW) if table.name.endswith(OVERVIEW) else ""
    return f"{stem}s"


def _column(site: Site, table: Table, column: Field) -> str:
    """A column: its name and type, what it means, which codes it has, and where its keys lead."""
    kinds = [type_name(Translator(language), column.type) for language in LANGUAGES]
    is_key = column.name in table.schema.primary_key
    facts = [
        _label(kinds),
        *([_short(marked("part of the key"))] if is_key else []),
        *([_short(marked("never empty"))] if column.required else []),
    ]
    lines = [f"### `{column.name}`", "; ".join(facts), *_of(column.description)]
    if column.codes:
        lines.append(f"{_short(marked('Codes'))}: `{column.codes}`, {_short(marked('see below'))}.")
    target = leads_to(table, column.name)
    if target.startswith("`"):
        lines.append(f"{_short(marked('Key of a row of the table in'))} {target}.")
    elif target in {*site.package.tables}:
        lines.append(f"{_short(marked('Key of a row of'))} `{target}`.")
    return "\n\n".join(lines)


def _codes(site: Site, table: Table) -> list[str]:
    """Each code list that the table uses: its codes with label and definition."""
    lists = code_rows(site.package)
    used = dict.fromkeys(column.codes for column in table.schema.fields if column.codes)
    found = [f"## {_short(marked('Codes'))}"] if used else []
    for name in used:
        found.append(f"### `{CODES}.{name}`")
        found += [
            f"- `{row['code']}`\n"
            f"  - {row['label_en']}: {row['definition_en']}\n"
            f"  - {row['label_nl']}: {row['definition_nl']}"
            for row in lists[name]
        ]
    return found


def _addresses(site: Site, table: Table, page: str) -> list[str]:
    """Where to read more, on a site with an address."""
    if not site.base:
        return []
    paths = {
        marked("Table"): page,
        marked("Codebook"): f"codebook/{table.name}",
    }
    return [
        f"- {_short(said)}: "
        + ", ".join(site.base + one.link("index", path) for one in site.frames)
        for said, path in paths.items()
    ]


def _short(english: str) -> str:
    """A label in both languages, or once where they are the same."""
    return _label(_both(english))


def _label(both: Iterable[str]) -> str:
    return " / ".join(dict.fromkeys(both))


def _both(english: str, **values: str) -> list[str]:
    """Words of the interface in each language."""
    return [Translator(language)(english, **values) for language in LANGUAGES]


def _of(text: Both) -> list[str]:
    """A title or description in each language."""
    return [in_language(text, language) for language in LANGUAGES]
