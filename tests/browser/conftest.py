"""A real browser on the site that is built from the package: Chromium, driven by Playwright.

`make browser` runs these tests; `make test` does not. They need Chromium and the libraries from
npm; where these are missing they are skipped.
"""

import http.server
import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Request,
    expect,
    sync_playwright,
)

from tests.conftest import Sharing
from tests.example import write_example
from validation.commands.site import site_command
from validation.outputs.site.libraries import LIBRARIES, libraries
from validation.package.opening import ROOT

NARROW = 390  # pixels: a phone
PATIENCE = 30_000  # milliseconds: a busy machine is no fault of a page
AXE = ROOT / "node_modules/axe-core/axe.min.js"
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
OPTIONS = (
    "--no-sandbox",  # which Chromium refuses to use for root
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",  # a small /dev/shm, as containers have, ends a page
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)
Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def site(shared_by_all: Sharing, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the package, built once."""

    def build(folder: Path) -> None:
        assert site_command(["--to", str(folder)]) == 0

    return shared_by_all("site", build, tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def site_of_example(shared_by_all: Sharing, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the example, whose letter is invented, built once."""

    def build(folder: Path) -> None:
        package = write_example(folder)
        assert site_command([str(package), "--to", str(folder / "site")]) == 0

    return shared_by_all("site-of-example", build, tmp_path_factory.mktemp("example")) / "site"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; a test that asks for it is skipped where it, or a library, is missing."""
    if CHROMIUM is None:
        pytest.skip("not at hand: Chromium")
    if missing := LIBRARIES.keys() - libraries().keys():
        pytest.skip(f"not at hand: {', '.join(sorted(missing))} (npm ci installs them)")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serves a folder over http, and gives its address."""
    servers: dict[Path, http.server.ThreadingHTTPServer] = {}

    def address(folder: Path) -> str:
        if folder not in servers:
            handler = partial(_Quiet, directory=str(folder))
            servers[folder] = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
            threading.Thread(target=servers[folder].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[folder].server_port}/"

    yield address
    for server in servers.values():
        server.shutdown()
        server.server_close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401 - as inherited
        """Say nothing."""


@pytest.fixture
def visit(browser: Browser, site: Path, serve: Callable[[Path], str]) -> Iterator[Visit]:
    """Opens a page of the site, over http or from disk.

    The test fails on any error in the console, any request that fails, and any to another host.
    """
    contexts, amiss = [], []

    def watched(page: Page, allowed: str) -> None:
        def of_console(message: ConsoleMessage) -> None:
            if message.type in {"error", "warning"}:
                amiss.append(f"{page.url}: {message.text}")

        def of_request(request: Request) -> None:
            if not request.url.startswith((allowed, "data:", "blob:")):
                amiss.append(f"{page.url} asks for {request.url}")

        page.on("console", of_console)
        page.on("pageerror", lambda error: amiss.append(f"{page.url}: {error}"))
        page.on("request", of_request)
        page.on("requestfailed", lambda request: amiss.append(f"{request.url} failed"))

    def open_page(
        name: str,
        *,
        javascript: bool = True,
        width: int = 1280,
        scheme: str = "light",
        disk: bool = False,
        folder: Path = site,
    ) -> Page:
        base = f"{folder.as_uri()}/" if disk else serve(folder)
        context = browser.new_context(
            java_script_enabled=javascript,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
            permissions=["clipboard-read", "clipboard-write"],
            accept_downloads=True,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        watched(page, base)
        answer = page.goto(base + name)
        assert disk or (answer is not None and answer.ok), name
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert amiss == []


def path_of(page: Page) -> str:
    """The path of the address that a page shows."""
    return urlsplit(page.url).path


def violations(page: Page) -> list[str]:
    """What axe finds on a page, with all that is folded unfolded."""
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("tags => axe.run({runOnly: tags})", STANDARD)["violations"]
    return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]


def scrolls_sideways(page: Page) -> bool:
    """Whether a page, with all that is folded unfolded, is wider than its window."""
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))
