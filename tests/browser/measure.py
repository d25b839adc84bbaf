"""Measure the site: how long it takes to build, how large pages are, how fast a browser has them.

`python -m tests.browser.measure` prints it. A time depends on the machine; the ratios to the
smallest page, and of twice the letters to half of them, do not.
"""

from __future__ import annotations

import gzip
import re
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from playwright.sync_api import sync_playwright

from tests.browser.conftest import CHROMIUM, OPTIONS
from tests.example import write_example
from tests.letters import invented
from validation.outputs.exports import put
from validation.outputs.site import files
from validation.outputs.site.frame import Site
from validation.outputs.site.libraries import libraries
from validation.package.opening import ROOT, Package, open_package
from validation.releases.edition import edition_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

LETTERS = (25, 50, 100)
RUNS = 5
SETTLED = 1_500  # milliseconds after loading, in which a page may still be at work
SMALLEST = "contributions.en.html"
PAGES: tuple[str, ...] = (
    SMALLEST,
    "index.html",
    "missions/sophia.en.html",
    "documents/kst-33694-9.en.html",
    "tables/evidence/evidence.en.html",
    "map.en.html",
    "timeline.en.html",
    "matrix.en.html",
    "codebook.en.html",
    "rules.en.html",
    "search.en.html?q=sahel",
)
LOADED = re.compile(r'(?:src|href)="([^"]+\.(?:js|css))"')


class Drawn(NamedTuple):
    """Milliseconds until a page is loaded, and of work of its main thread before and after."""

    loaded: float
    before: float
    after: float


def built(package: Package) -> tuple[dict[str, bytes], float]:
    """The files of a package's site, and the seconds that they took."""
    started = time.perf_counter()
    made = files(Site(package, edition_of(package), libraries=libraries()))
    return made, time.perf_counter() - started


def growth() -> Iterator[str]:
    """Seconds for sites of several numbers of invented letters."""
    schemas, before = open_package(ROOT), 0.0
    for number in LETTERS:
        folder = Path(tempfile.mkdtemp())
        with open_package(write_example(folder, invented(number, 1, schemas))) as package:
            made, seconds = built(package)
        ratio = f", {seconds / before:.1f} times the row above" if before else ""
        yield f"{number} invented letters: {len(made)} files in {seconds:.1f} s{ratio}"
        shutil.rmtree(folder)
        before = seconds


def transferred(made: dict[str, bytes], page: str) -> int:
    """Bytes of a page with its style and scripts, compressed as a server would."""
    name = page.partition("?")[0]
    text, depth = made[name].decode(), name.count("/")
    loaded = {path.removeprefix("../" * depth) for path in LOADED.findall(text)}
    return sum(len(gzip.compress(made[path], 6)) for path in [name, *sorted(loaded & made.keys())])


def drawn(browser: Browser, address: str) -> Drawn:
    """One visit to a page by a browser that has seen nothing of the site."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Performance.enable")

    def work() -> float:
        metrics = session.send("Performance.getMetrics")["metrics"]
        return 1000 * float(next(one["value"] for one in metrics if one["name"] == "TaskDuration"))

    page.goto(address, wait_until="load")
    before = work()
    timing = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventStart")
    page.wait_for_timeout(SETTLED)
    found = Drawn(float(timing), before, work() - before)
    context.close()
    return found


def pages(folder: Path, made: dict[str, bytes]) -> Iterator[str]:
    """What each page takes; the median of several visits, from disk."""
    yield f"{'page':36} {'kB':>5} {'gzip':>5} {'loaded ms':>10} {'work after':>11} {'ratio':>6}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        smallest = 0.0
        for page in PAGES:
            visits = [drawn(browser, f"{folder.as_uri()}/{page}") for _ in range(RUNS)]
            loaded, before, after = (
                statistics.median(values) for values in zip(*visits, strict=True)
            )
            smallest = smallest or before + after
            size = len(made[page.partition("?")[0]]) / 1000
            packed = transferred(made, page) / 1000
            ratio = (before + after) / smallest
            yield (f"{page:36} {size:5.0f} {packed:5.0f} {loaded:10.0f} {after:11.0f} {ratio:6.1f}")
        browser.close()


def main() -> None:
    """Print what was measured."""
    made, seconds = built(open_package(ROOT))
    print(f"the package: {len(made)} files in {seconds:.1f} s")  # noqa: T201
    for line in growth():
        print(line)  # noqa: T201
    with tempfile.TemporaryDirectory() as name:
        put(Path(name), made)
        for line in pages(Path(name), made):
            print(line)  # noqa: T201


if __name__ == "__main__":
    main()
