"""What all pages of the site share: header, footer, links to other pages, and how to cite a page.

A page is named by its path without language and ending, such as `missions/sophia`; its file is
`missions/sophia.en.html`. The front page in English is `index.html`, which is what a server opens.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from validation.catalogue.languages import LANGUAGES
from validation.coding.records import Records
from validation.outputs.explain.writer import Writer
from validation.outputs.pages import render
from validation.outputs.site.citation import Citation
from validation.outputs.site.downloads import downloads, page_of
from validation.outputs.site.links import entries, has_pages, retired, targets_of
from validation.outputs.site.row_history import RowHistory
from validation.outputs.words import Translator, marked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from validation.outputs.site.links import Entries, Target
    from validation.package.opening import Package
    from validation.package.table import Record

FOLDER = "validation/outputs/site"
FRONT = "index"
ASSETS = "assets"
KILL_MATRIX = "kill_matrix"  # the page that a campaign of tests writes beside the others
ABOUT = (
    ("map", marked("Map")),
    ("timeline", marked("Timeline")),
    ("matrix", marked("Matrix")),
    ("tables", marked("Data")),
    ("codebook", marked("Codebook")),
    ("rules", marked("Rules")),
    ("search", marked("Search")),
)


class Edition(NamedTuple):
    """Which state of the package a site shows; `date` and `commit` are empty where unknown."""

    version: str
    is_release: bool = False
    commit: str = ""
    date: str = ""


@dataclass(frozen=True)
class Site:
    """What the pages in both languages are made from.

    `base` is the address that the site is published at, with a slash at its end, or empty.
    `libraries` has the browser libraries that are installed, by name; `files` the files with the
    whole package, by name. `has_kill_matrix` is whether the folder has that page already.
    """

    package: Package
    edition: Edition
    base: str = ""
    libraries: Mapping[str, bytes] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    has_kill_matrix: bool = False

    @cached_property
    def records(self) -> Records:
        """The rows of the package, indexed."""
        return Records(self.package)

    @cached_property
    def entries(self) -> Entries:
        """The rows that have a page, by table and key; the path of a page is the row's place."""
        return entries(self.package)

    @cached_property
    def retired(self) -> dict[str, Record]:
        """The identifiers that are no longer in use, by the path of the page of each."""
        return retired(self.records)

    @cached_property
    def targets(self) -> dict[str, Target]:
        """Where each key leads."""
        return targets_of(self.records, self.entries)

    @cached_property
    def history(self) -> RowHistory:
        """What the releases say of each row."""
        return RowHistory(self.package)

    @cached_property
    def frames(self) -> list[Frame]:
        """A frame for each language."""
        return [Frame(self, language) for language in LANGUAGES]

    @cached_property
    def downloads(self) -> dict[str, bytes]:
        """The files of every table, by path."""
        return downloads(self)


class Frame:
    """Makes pages in one language."""

    def __init__(self, site: Site, language: str) -> None:
        self.site, self.language, self.words = site, language, Translator(language)
        self.package, self.records = site.package, site.records
        self.writer = Writer(self.records, self.words, None, for_pages=True)

    @cached_property
    def title(self) -> str:
        """The title of the whole site."""
        return self.words.titled(self.package.descriptor, "title")

    @cached_property
    def version(self) -> str:
        """The version as a reader sees it."""
        version, is_release, *_ = self.site.edition
        return version if is_release else self.words("{version} and changes since", version=version)

    @cached_property
    def kinds(self) -> list[tuple[str, str]]:
        """The lists of things and letters: the path of each page, and its title."""
        tables = self.package.tables.values()
        listed = [one for one in tables if one.is_thing or one.name == "documents"]
        return [(one.name, self.words.of(one.title)) for one in listed if has_pages(one)]

    @cached_property
    def about(self) -> list[tuple[str, str]]:
        """The other pages that each page leads to: the path of each, and its title."""
        return [(path, self.words(name)) for path, name in ABOUT]

    def page(
        self,
        template: str,
        path: str,
        *,
        title: str,
        description: str,
        **values: object,
    ) -> dict[str, bytes]:
        """The file of a page, by its name.

        `template` is the name of a file in this folder, or a path from the root of the checkout.
        Among the values of every template are `trail`, the path and title of each page above this
        one, `scripts`, the names of script files in `assets/` that it loads, and `table_page`,
        which gives the path of the page of a table.
        """

        def to(other: str, anchor: str = "") -> str:
            """The relative address of another page in the same language, or of a place there."""
            return self.link(path, other) + (f"#{anchor}" if anchor else "")

        def file(name: str) -> str:
            """The relative address of a file of the site."""
            return relative(path, name)

        text = render(
            template if "/" in template else f"{FOLDER}/{template}",
            self.words,
            frame=self,
            package=self.package,
            path=path,
            title=title,
            description=description,
            citation=self.citation(path, title),
            to=to,
            file=file,
            table_page=page_of,
            file_name=lambda language: posixpath.basename(file_of(path, language)),
            **{"trail": (), "scripts": (), **values},
        )
        return {file_of(path, self.language): text.encode()}

    def citation(self, path: str, title: str) -> Citation:
        """The citation of a page; of the front page, that of the whole package."""
        site, own, is_part = self.site, self.package.descriptor, path != FRONT
        commit = f", commit {site.edition.commit}" if site.edition.commit else ""
        part = "-" + re.sub("[^a-z0-9]+", "-", path) if is_part else ""
        return Citation(
            identifier=own["name"] + part,
            title=title if is_part else self.title,
            within=self.title if is_part else "",
            author=own["contributors"][0]["title"],
            version=self.version + commit,
            version_said=self.words("version {version}", version=self.version + commit),
            date=site.edition.date,
            language=self.language,
            address=site.base + file_of(path, self.language) if site.base else "",
        )

    def link(self, here: str, other: str) -> str:
        """The relative address of a page as seen from another, in this language."""
        return relative(here, file_of(other, self.language))


def file_of(path: str, language: str) -> str:
    """The file of a page in a language."""
    if path == FRONT and language == "en":
        return f"{path}.html"
    return f"{path}.{language}.html"


def relative(here: str, name: str) -> str:
    """The relative address of a file as seen from a page."""
    return _from_folder(posixpath.dirname(here), name)


@lru_cache(maxsize=100_000)
def _from_folder(folder: str, name: str) -> str:
    return posixpath.relpath(name, folder or ".")
