"""A real Chromium on the built book, served under a sub-path as GitHub Pages does."""

import contextlib
import functools
import http.server
import threading
from pathlib import Path

import pytest

from tests.browser.reader import until

# The scripts come when the page is painted, that of the book, a module, last
READY = "document.addEventListener('load', ({ target }) => (window.ready ||= target.type === 'module'), true)"


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


@contextlib.contextmanager
def serving(folder, handler=Quiet):
    """Serve a folder at a port of its own; yield the address of book/ in it, and how to stop the server earlier."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder)))
    server.handle_error = lambda *arguments: None  # a browser may hang up at any time
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def stop():
        server.shutdown()
        server.server_close()

    yield f"http://127.0.0.1:{server.server_port}/book/", stop
    stop()


@pytest.fixture(scope="session")
def address(site: Path, tmp_path_factory):
    """Where the book is served: under a sub-path, from a plain server."""
    root = tmp_path_factory.mktemp("served")
    (root / "book").symlink_to(site)
    with serving(root) as (served, _):
        yield served


def troubles(page, address):
    """Return a list that grows by whatever goes wrong in ``page``, which may ask ``address``'s host alone."""
    wrong = []
    host = address.removesuffix("book/")

    def listen(message):
        # "blocked by Playwright" is our own doing: service workers are off
        if message.type in ("error", "warning") and "blocked by Playwright" not in message.text:
            wrong.append(message.text)

    def hear(request):
        if not request.url.startswith((host, "data:")):
            wrong.append(f"asked another host: {request.url}")

    page.on("console", listen)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", hear)
    page.set_default_timeout(20_000)
    page.add_init_script(READY)
    return wrong


@pytest.fixture(scope="session")
def windows(browser, address):
    """Two pages, for tests and for modules, with their troubles: a visit costs a third of what a new context does.

    Each has a context to itself, since Chromium draws only the foremost page of a context without delay.
    """
    permissions = ["clipboard-read", "clipboard-write"]
    pages = [browser.new_context(service_workers="block", permissions=permissions).new_page() for _ in range(2)]
    return [(page, troubles(page, address)) for page in pages]


def forget(page):
    """Let the page keep nothing of what its reader did, nor when it is left."""
    if page.url.startswith("http"):
        page.evaluate("dispatchEvent(new Event('pagehide')); localStorage.clear(); sessionStorage.clear()")


@contextlib.contextmanager
def visiting(browser, address, window):
    """Yield a function that opens a page of the book; at the end nothing may have gone wrong in any of them.

    It is opened in ``window``, in the place of the one before, or, with ``fresh`` or options for it, in a new browser
    context, which has kept nothing. Service workers are off, which would fetch a part of the book for every test;
    test_offline.py has its own.
    """
    used, wrong = window
    contexts, lists = [], [wrong]

    def visit(
        path="", *, width=1440, height=900, color_scheme="light", motion=None, forced=None, fresh=False, **options
    ):
        page, size = used, {"width": width, "height": height}
        forget(used)
        if fresh or options:
            contexts.append(browser.new_context(viewport=size, service_workers="block", **options))
            page = contexts[-1].new_page()
            lists.append(troubles(page, address))
        page.set_viewport_size(size)
        motion, forced = motion or "no-preference", forced or "none"
        page.emulate_media(media="screen", color_scheme=color_scheme, reduced_motion=motion, forced_colors=forced)
        page.goto(address + path)
        if options.get("java_script_enabled", True):
            until(page, "window.ready", "the scripts have come")
        return page

    yield visit
    for context in contexts:
        context.close()
    forget(used)
    used.unroute_all()
    used.goto("about:blank")
    found = [trouble for list_of_page in lists for trouble in list_of_page]
    wrong.clear()
    assert found == []


@pytest.fixture
def open_page(browser, address, windows):
    """Return a function that opens a page for one test."""
    with visiting(browser, address, windows[0]) as visit:
        yield visit


@pytest.fixture(scope="module")
def keep_page(browser, address, windows):
    """Return a function that opens a page for all tests of a module, each of which leaves it as the others need it."""
    with visiting(browser, address, windows[1]) as visit:
        yield visit
