"""Which rows have a page, where each key leads, and texts in which keys are links.

A key of a row with a page leads to it, that of a link between two rows to its place on the page of
one of them, that of a passage to its place on the page of its letter, and that of a code to the
codebook.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup, escape

from validation.coding.claims import ends, is_stated
from validation.outputs.explain.writer import LANGUAGE_MARKS
from validation.package.opening import CODES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from validation.coding.records import Records
    from validation.package.opening import Package
    from validation.package.table import Record, Table

    Entries = Mapping[str, Mapping[str, Record]]  # by table and key

# An address, a key (a table and the parts of the key), or a passage.
REFERENCE = re.compile(
    r"https?://[^\s)]*[^\s).,]"
    r"|[a-z_]+(?:/[A-Za-z0-9._-]*[A-Za-z0-9])+"
    r"|[a-z0-9-]+\.(?:s\d+(?:\.[a-z0-9]+)+|fn\d+)"
)
IN_ANOTHER_LANGUAGE = re.compile("{}([a-z]+){}(.*?){}".format(*LANGUAGE_MARKS), re.DOTALL)
PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)*")


def entries(package: Package) -> Entries:
    """The rows that have a page: things, statements with an identifier, and coded letters.

    The path of the page of a row is its place, such as `missions/sophia`.
    """
    return {
        table.name: {row.key: row for row in table.records if row.get("role", "coded") == "coded"}
        for table in package.tables.values()
        if has_pages(table)
    }


def has_pages(table: Table) -> bool:
    """Whether the rows of a table have a page each."""
    is_named = table.is_claim and not table.is_link and "id" in table.schema.names
    return is_named or table.name == "documents"


def retired(records: Records) -> dict[str, Record]:
    """By the path of its page, each identifier that is no longer in use: the identifier itself.

    One has no page where its name could lead out of the site, or differs from that of another page
    in case alone, as files do not everywhere.
    """
    listed = entries(records.package)
    taken = {str(row.place).casefold() for rows in listed.values() for row in rows.values()}
    found: dict[str, Record] = {}
    for row in records.rows("retired_ids"):
        path = f"{row['about_table']}/{row['about_key']}"
        if PLAIN.fullmatch(path) and path.casefold() not in taken:
            taken.add(path.casefold())
            found[path] = row
    return found


class Target(NamedTuple):
    """Where a key leads: the paths of pages, and the anchor there."""

    paths: tuple[str, ...]
    anchor: str = ""


def targets_of(records: Records, listed: Entries) -> dict[str, Target]:
    """By key, where it leads: for a link the pages of its ends, for a passage or code its place.

    Documents without a page have their place in the list of all.
    """
    own = {str(row.place) for rows in listed.values() for row in rows.values()}
    found = {place: Target((place,)) for place in own}
    for table in records.package.tables.values():
        if is_stated(table):
            for row in table.records:
                place = str(row.place)
                joined = (str(end.place) for end in ends(records, row))
                paths = tuple(one for one in joined if one in own)
                found.setdefault(place, Target(paths, place))
    for row in records.rows("documents"):
        found.setdefault(str(row.place), Target(("documents",), str(row.place)))
    found |= {path: Target((path,)) for path in retired(records) if path not in found}
    for row in records.rows(CODES):
        code_list = f"{CODES}.{row['list']}"
        found[str(row.place)] = Target((f"codebook/{code_list}",), f"{code_list}.{row['code']}")
    for row in records.rows("passages"):
        found[row["id"]] = Target((f"documents/{row['document_id']}",), row["id"])
    return found


def linked(
    text: str, *, targets: Mapping[str, Target], path: str, link: Callable[[str], str]
) -> Markup:
    """A text whose addresses and known keys are links; `path` is the page that it stands on."""
    parts, end = [], 0
    for found in REFERENCE.finditer(text):
        parts += [escape(text[end : found.start()]), _link(found.group(), targets, path, link)]
        end = found.end()
    return in_languages(Markup("").join([*parts, escape(text[end:])]))


def in_languages(text: Markup) -> Markup:
    """A text in which what the writer has marked as another language is marked in HTML."""
    marked = IN_ANOTHER_LANGUAGE.sub(r'<span lang="\1">\2</span>', str(text))
    return Markup(marked)  # noqa: S704 - it was escaped before, and a language is a code of ours


def _link(
    found: str, targets: Mapping[str, Target], path: str, link: Callable[[str], str]
) -> Markup:
    if found.startswith("http"):
        return Markup('<a href="{0}">{0}</a>').format(found)
    target = targets.get(found, Target(()))
    others = [other for other in target.paths if other != path]
    if not others:
        if path in target.paths and target.anchor:
            return Markup('<a href="#{0}"><code>{0}</code></a>').format(found)
        return Markup("<code>{}</code>").format(found) if found in targets else escape(found)
    anchor = f"#{target.anchor}" if target.anchor else ""
    return Markup('<a href="{}{}"><code>{}</code></a>').format(link(others[0]), anchor, found)
