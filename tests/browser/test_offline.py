"""After one visit the whole book reads without a network; with a network nobody sees an old page."""

import functools
import http.server
import json
import os
import shutil
import threading

import pytest

from tests.browser.reader import Example, open_chart, until

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


@pytest.fixture
def own(site, tmp_path):
    """A copy of the site that a test may change, its address, and how to stop its server."""
    shutil.copytree(site, tmp_path / "book")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Server, directory=str(tmp_path)))
    server.handle_error = lambda *arguments: None  # a browser may hang up at any time
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def stop():
        server.shutdown()
        server.server_close()

    yield tmp_path / "book", f"http://127.0.0.1:{server.server_port}/book/", stop
    stop()


@pytest.fixture
def visit(browser):
    context = browser.new_context()
    page = context.new_page()

    def visited(address):
        page.goto(address)
        page.evaluate(READY)
        page.reload()  # now the service worker stands between
        return page

    yield visited
    context.close()


def test_whole_book_reads_with_the_network_off(own, visit):
    _, address, stop = own
    page = visit(address)
    page.context.set_offline(True)
    stop()
    for name in ("", CHAPTER, "practice/by_hand/", "practice/digits/", "glossary/", "reference/", "notices/"):
        page.goto(address + name)
        assert page.locator("h1").count() == 1, name
        assert page.evaluate("document.querySelector('.md-header').offsetHeight") > 0, name
    page.goto(address + CHAPTER)
    page.locator("#fig-five-regimes").scroll_into_view_if_needed()
    until(page, "[...document.querySelectorAll('#fig-five-regimes img')].some(i => i.naturalWidth && i.offsetWidth)")
    assert page.evaluate("document.fonts.check('1em KaTeX_Main')")


def test_search_works_with_the_network_off(own, visit):
    _, address, stop = own
    page = visit(address)
    stop()
    page.reload()
    field = page.locator("[data-md-component=search-query]")
    field.click()
    field.fill("하강법")
    field.press("End")
    page.wait_for_selector(".md-search-result__link")


def test_unknown_page_says_so_with_the_network_off(own, visit):
    _, address, stop = own
    page = visit(address)
    stop()
    page.goto(address + "no-such-page/")
    assert "찾는 페이지가 없습니다" in page.locator("h1").inner_text()


def test_new_build_is_seen_at_once_without_a_hard_reload(own, visit):
    folder, address, _ = own
    page = visit(address + CHAPTER)
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


def test_new_build_replaces_what_is_kept_for_offline(own, visit):
    folder, address, stop = own
    page = visit(address + CHAPTER)
    home = folder / "index.html"
    home.write_text(home.read_text("utf-8").replace("<h1", "<p>새 판</p><h1", 1), encoding="utf-8")
    worker = (folder / "sw.js").read_text(encoding="utf-8")
    files = json.loads(worker[worker.index("[") : worker.index("];") + 1])
    for file in files:
        file["revision"] = "new" if file["url"] == "index.html" else file["revision"]
    (folder / "sw.js").write_text(
        f"self.FILES={json.dumps(files)};" + worker[worker.index("];") + 2 :], encoding="utf-8"
    )
    page.reload()
    page.evaluate("navigator.serviceWorker.getRegistration().then(registration => registration.update())")
    until(page, NEW)
    page.wait_for_timeout(500)
    stop()
    page.goto(address)
    assert page.locator("text=새 판").count() == 1


def test_first_visit_keeps_nothing_of_the_chart_and_of_python(own, visit):
    _, address, _ = own
    page = visit(address + CHAPTER)
    kept = page.evaluate(KEPT)
    assert len(kept) > 50
    assert [
        u for u in kept if "pyodide" in u or "/live/editor" in u or "playground/" in u or "/lesson_code/" in u
    ] == []


def use_chart(page):
    """Go to the chart, choose the second landscape, and return what is said of its state."""
    open_chart(page)
    page.locator("#fig-playground input[value*='/bumpy.json']").check(force=True)
    until(page, "document.querySelector('#fig-playground .note').textContent.includes('최소점마다')")
    return page.locator("#fig-playground .state").inner_text()


def test_used_chart_and_examples_go_on_with_the_network_off(own, visit):
    _, address, stop = own
    page = visit(address + CHAPTER)
    said, printed = use_chart(page), Example(page).run()
    assert "최소점" in said and printed == "6.0\n"
    page.context.set_offline(True)
    stop()
    page.goto(address + CHAPTER)
    assert (use_chart(page), Example(page).run()) == (said, printed)
