"""The site of the published package, built once in a process that tests."""

from functools import cache

from tests.pages import Page
from validation.outputs.site import files
from validation.outputs.site.frame import Edition, Site
from validation.outputs.site.libraries import LIBRARIES
from validation.package.opening import ROOT, open_package

PACKAGE = open_package(ROOT)
EDITION = Edition("0.4.0", is_release=False, commit="0123456789", date="2026-11-28")
WHOLE = {f"dutch-military-commitments{end}": end.encode() * 999 for end in (".zip", ".sqlite")}
# What a browser does with the libraries is tested in a browser.
SITE = Site(PACKAGE, EDITION, libraries=dict.fromkeys(LIBRARIES, b"// a library"), files=WHOLE)
LARGEST = 600_000  # bytes of a page


@cache
def made() -> dict[str, bytes]:
    """Every file of the site, by name."""
    return files(SITE)


@cache
def html() -> dict[str, str]:
    """Every page of the site as text, by name."""
    return {name: content.decode() for name, content in made().items() if name.endswith(".html")}


@cache
def page(name: str) -> Page:
    """A page of the site, parsed."""
    return Page(html()[name])
