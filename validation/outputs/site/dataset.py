"""What search engines for data read: the package, or a table of it, as a `Dataset` of schema.org.

It stands in the head of a page as JSON-LD. Addresses are relative to the page, or absolute where
the site has an address.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from validation.outputs.site.downloads import path_of, size
from validation.outputs.site.frame import FRONT, file_of, relative
from validation.outputs.site.scripts import written
from validation.outputs.words import Translator

if TYPE_CHECKING:
    from collections.abc import Mapping

    from validation.outputs.site.frame import Frame
    from validation.package.table import Table

WHOLE = "files"  # the folder of the files with the whole package
FORMATS = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".sqlite": "application/vnd.sqlite3",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}


def of_package(frame: Frame) -> Markup:
    """The whole package, for the head of the front page."""
    own, site = frame.package.descriptor, frame.site
    files = {f"{WHOLE}/{name}": content for name, content in site.files.items()}
    said = {
        **_common(frame, FRONT),
        "name": frame.title,
        "description": frame.words.titled(own, "description"),
        "keywords": own.get("keywords"),
        "isBasedOn": [source["path"] for source in own["sources"]],
        "distribution": _distribution(frame, FRONT, files),
    }
    return script(said)


def of_table(frame: Frame, table: Table, path: str, title: str) -> Markup:
    """One table, for the head of its page."""
    files = [path_of(table.name, f"{table.name}{end}") for end in (".csv", ".json", ".zip")]
    said = {
        **_common(frame, path),
        "name": f"{frame.title}: {title}",
        "description": frame.words.of(table.description),
        "isPartOf": {
            "@type": "Dataset",
            "name": frame.title,
            "url": _address(frame, path, file_of(FRONT, frame.language)),
        },
        "distribution": _distribution(
            frame, path, {name: frame.site.downloads[name] for name in files}
        ),
    }
    return script(said)


def script(said: Mapping[str, Any]) -> Markup:
    """A block of JSON-LD without what is empty; no text in it can end the block."""
    kept = {name: value for name, value in said.items() if value}
    block = f'<script type="application/ld+json">\n{written(kept, indent=1)}\n</script>'
    return Markup(block)  # noqa: S704 - no `<` is left in it


def _common(frame: Frame, path: str) -> dict[str, Any]:
    """What holds for the package and for a table alike."""
    own = frame.package.descriptor
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "url": _address(frame, path, file_of(path, frame.language)),
        "inLanguage": frame.language,
        "version": frame.version,
        "datePublished": frame.site.edition.date,
        "license": own["licenses"][0]["path"],
        "creator": {"@type": "Organization", "name": own["contributors"][0]["title"]},
        "isAccessibleForFree": True,
    }


def _distribution(frame: Frame, path: str, files: Mapping[str, bytes]) -> list[dict[str, str]]:
    return [
        {
            "@type": "DataDownload",
            "encodingFormat": FORMATS[posixpath.splitext(name)[1]],
            "contentUrl": _address(frame, path, name),
            "contentSize": size(Translator("en"), len(content)),
        }
        for name, content in files.items()
    ]


def _address(frame: Frame, path: str, name: str) -> str:
    """The address of a file of the site: absolute where the site has one."""
    return frame.site.base + name if frame.site.base else relative(path, name)
