"""After one visit the whole book reads without a network; with a network nobody sees an old page."""

import contextlib
import functools
import http.server
import json
import os
import shutil
import threading

import pytest

from tests.browser.reader import Example, open_chart, search, until

CHAPTER = "gradient-descent/learning-rate/"
READY = "navigator.serviceWorker.ready.then(registration => registration.active.state)"
NEW = "caches.match('/book/index.html?__WB_REVISION__=new').then(copy => Boolean(copy))"
KEPT = (
    "caches.keys().then(async names => (await Promise.all(names.map(n => caches.open(n).then(c => c.keys())))).flat()"
)
KEPT += ".map(request => request.url))"


class Server(http.server.SimpleHTTPRequestHandler):
    """A server that lets browsers keep everything for ten minutes, as GitHub Pages does."""

    def end_headers(self):
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()

    def log_message(self, *arguments):
        pass


@contextlib.contextmanager
def served_copy(site, folder):
    """Yield a copy of the site that a test may change, its address, and how to stop its server."""
    shutil.copytree(site, folder / "book")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Server, directory=str(folder)))
    server.handle_error = lambda *arguments: None  # a browser may hang up at any time
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def stop():
        server.shutdown()
        server.server_close()

    yield folder / "book", f"http://127.0.0.1:{server.server_port}/book/", stop
    stop()


def visit(context, address):
    """Return a page that has been visited, so that the service worker stands between it and the network."""
    page = context.new_page()
    page.goto(address)
    page.evaluate(READY)
    page.reload()
    return page


@pytest.fixture(scope="module")
def visited(site, browser, tmp_path_factory):
    """The page of a reader who was there once, the folder that is served, its address, and how to stop its server."""
    with served_copy(site, tmp_path_factory.mktemp("visited")) as copy, browser.new_context() as opened:
        folder, address, stop = copy
        yield visit(opened, address + CHAPTER), folder, address, stop


def test_first_visit_keeps_nothing_of_python_and_of_charts_that_were_not_seen(visited):
    page, *_ = visited
    kept = page.evaluate(KEPT)
    heavy = ("pyodide", "/live/editor", "playground/", "/lesson_code/")
    shown = "playground/valley.json"  # of the chart under the title: it is in view at once, and was fetched for that
    asked = [address for address in kept if any(part in address for part in heavy) and not address.endswith(shown)]
    assert len(kept) > 50 and asked == []


def test_new_build_is_seen_at_once_without_a_hard_reload(visited):
    page, folder, address, _ = visited
    for number in (1, 2):
        for path in (folder / CHAPTER / "index.html", folder / "index.html"):
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace("<h1", f"<p>판 {number}</p><h1", 1), encoding="utf-8")
            later = path.stat().st_mtime + number  # the server tells whole seconds apart
            os.utime(path, (later, later))
        page.goto(address)
        assert page.locator(f"text=판 {number}").count() == 1
        page.goto(address + CHAPTER)
        assert page.locator(f"text=판 {number}").count() == 1


def use(page):
    """Choose the chart's second landscape, run the first example, and return what both say."""
    open_chart(page)
    page.locator("#fig-playground input[value*='/bumpy.json']").check(force=True)
    until(page, "document.querySelector('#fig-playground .note').textContent.includes('최소점마다')")
    return page.locator("#fig-playground .state").inner_text(), Example(page).run()


def publish(folder):
    """Serve a new build, whose home page alone has changed."""
    home, worker = folder / "index.html", folder / "sw.js"
    home.write_text(home.read_text("utf-8").replace("<h1", "<p>새 판</p><h1", 1), encoding="utf-8")
    code = worker.read_text(encoding="utf-8")
    start, end = code.index("["), code.index("];") + 1
    files = json.loads(code[start:end])
    next(file for file in files if file["url"] == "index.html")["revision"] = "new"
    worker.write_text(code[:start] + json.dumps(files) + code[end:], encoding="utf-8")


@pytest.fixture(scope="module")
def cut_off(visited):
    """The page after chart and example were used, a new build came and the network went; and what the two had said."""
    page, folder, address, stop = visited
    page.goto(address + CHAPTER)
    said = use(page)
    publish(folder)
    page.evaluate("navigator.serviceWorker.getRegistration().then(registration => registration.update())")
    until(page, NEW)
    page.wait_for_timeout(500)
    page.context.set_offline(True)
    stop()
    return page, address, said


def test_new_build_replaces_what_is_kept_for_offline(cut_off):
    page, address, _ = cut_off
    page.goto(address)
    assert page.locator("text=새 판").count() == 1


def test_used_chart_and_examples_go_on_with_the_network_off(cut_off):
    page, address, said = cut_off
    state, printed = said
    assert "최소점" in state and printed == "6.0\n"
    page.goto(address + CHAPTER)
    assert use(page) == said


def test_whole_book_reads_with_the_network_off(cut_off):
    page, address, _ = cut_off
    for name in ("", "practice/by_hand/", "practice/digits/", "glossary/", "reference/", "notices/", CHAPTER):
        page.goto(address + name)
        assert page.locator("h1").count() == 1, name
        assert page.evaluate("document.querySelector('.md-header').offsetHeight") > 0, name
    page.locator("#fig-five-regimes").scroll_into_view_if_needed()
    until(page, "[...document.querySelectorAll('#fig-five-regimes img')].some(i => i.naturalWidth && i.offsetWidth)")
    assert page.evaluate("document.fonts.check('1em KaTeX_Main')")


def test_search_works_with_the_network_off(cut_off):
    page, address, _ = cut_off
    page.goto(address)
    assert search(page, "하강법이란?")


def test_unknown_page_says_so_with_the_network_off(cut_off):
    page, address, _ = cut_off
    page.goto(address + "no-such-page/")
    assert "찾는 페이지가 없습니다" in page.locator("h1").inner_text()
