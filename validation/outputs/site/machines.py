"""What machines look for: a map of the site's pages, a guide for language models, a page of 404.

A sitemap must name whole addresses, and so must a page that stands for any missing one: there are
none where the site has no address.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validation.catalogue.languages import LANGUAGES
from validation.outputs.pages import render
from validation.outputs.site import dataset
from validation.outputs.site.frame import FOLDER, FRONT, file_of
from validation.outputs.words import marked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from validation.outputs.site.frame import Site

GUIDE, MAP, MISSING = FILES = ("llms.txt", "sitemap.xml", "404.html")
ABOUT = (
    "Every claim is coded from a letter; each row says on which passages it rests and how firmly "
    "(`basis`: explicit, contextual or inferred). The package holds no sentences of a letter, only "
    "paraphrases of its own. What a letter is silent on is empty."
)


def files(site: Site, made: Iterable[str]) -> dict[str, bytes]:
    """`llms.txt`, and with an address `sitemap.xml` and `404.html`; `made` names all pages."""
    found = {GUIDE: guide(site).encode()}
    if site.base:
        found[MAP] = _map(site, made).encode()
        found[MISSING] = _missing(site).encode()
    return found


def _missing(site: Site) -> str:
    """What a server shows where there is no page, in both languages."""
    return render(
        f"{FOLDER}/404.html.j2",
        site.frames[0].words,
        base=site.base,
        frames=site.frames,
        no_page=marked("There is no such page"),
        search=marked("Search"),
    )


def _map(site: Site, made: Iterable[str]) -> str:
    """Every page, each with its other languages."""
    files = {name for name in made if name.endswith(".html")}
    ends = tuple(f".{language}.html" for language in LANGUAGES)
    paths = sorted({name.removesuffix(end) for name in files for end in ends if name.endswith(end)})
    pages = [{language: file_of(path, language) for language in LANGUAGES} for path in paths]
    return render(f"{FOLDER}/sitemap.xml.j2", site.frames[0].words, base=site.base, pages=pages)


def guide(site: Site) -> str:
    """What this is and where its parts are, in Markdown, as llmstxt.org describes it."""
    frame, own = site.frames[0], site.package.descriptor
    licence = own["licenses"][0]

    def link(title: str, name: str, said: str) -> str:
        return f"- [{title}]({site.base}{name}): {said}"

    whole = [link(name, f"{dataset.WHOLE}/{name}", "the whole package") for name in site.files]
    lines = [
        f"# {frame.title}",
        "",
        f"> {frame.words.titled(own, 'description')}",
        "",
        f"Version {frame.version}. {licence['title']}, {licence['path']}",
        f"Cite as: {frame.citation(FRONT, frame.title).text}",
        "",
        ABOUT,
        "",
        "## Data",
        "",
        link("Data", file_of("tables", "en"), "every table, as pages, CSV, JSON and zip"),
        link(
            "Claims", "tables/claims/claims.csv", "each claim as one row, with labels and passages"
        ),
        link("Missions", "tables/missions_overview/missions_overview.csv", "one row per mission"),
        link("Timeline", "tables/timeline/timeline.csv", "decisions, events and periods"),
        *whole,
        "",
        "## Meaning",
        "",
        link("Codebook", file_of("codebook", "en"), "every table, column and code"),
        link("Rules", file_of("rules", "en"), "what validation checks"),
        "",
    ]
    return "\n".join(lines)
