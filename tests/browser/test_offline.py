"""After one visit the whole book reads without a network; with a network nobody sees an old page."""

import contextlib
import json
import os
import shutil

import pytest
from playwright.sync_api import Error

from tests.browser.conftest import Quiet, serving
from tests.browser.reader import Example, open_chart, search, until

CHAPTER = "gradient-descent/learning-rate/"
READY = "navigator.serviceWorker.ready.then(registration => registration.active.state)"
NEW = "caches.match('/book/index.html?__WB_REVISION__=new').then(copy => Boolean(copy))"
KEPT = (
    "caches.keys().then(async names => (await Promise.all(names.map(n => caches.open(n).then(c => c.keys())))).flat()"
)
KEPT += ".map(request => request.url))"


class Server(Quiet):
    """A server that lets browsers keep everything for ten minutes, as GitHub Pages does."""

    keeping = "max-age=600"

    def end_headers(self):
        self.send_header("Cache-Control", self.keeping)
        super().end_headers()


class Forgetful(Server):
    """A server whose answers no browser may keep."""

    keeping = "no-store"


@contextlib.contextmanager
def served_copy(site, folder, handler=Server):
    """Yield a copy of the site that a test may change, its address, and how to stop its server."""
    shutil.copytree(site, folder / "book")
    with serving(folder, handler) as (address, stop):
        yield folder / "book", address, stop


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


SIZE = """(async () => { let size = 0; for (const name of await caches.keys()) {
  const cache = await caches.open(name);
  for (const request of await cache.keys()) size += (await (await cache.match(request)).arrayBuffer()).byteLength;
} return size })()"""


def test_one_visit_keeps_quiz_run_buttons_chart_and_search(site, browser, tmp_path):
    with served_copy(site, tmp_path, Forgetful) as (_, address, stop), browser.new_context() as context:
        page = context.new_page()
        page.goto(address + CHAPTER)
        open_chart(page)
        state = page.locator("#fig-playground .state").inner_text()
        page.evaluate(READY)
        until(page, f"{KEPT}.then(kept => kept.some(name => name.endsWith('/playground/valley.json')))")
        context.set_offline(True)
        stop()
        page.goto(address + CHAPTER)
        open_chart(page)
        assert page.locator("#fig-playground .state").inner_text() == state
        assert page.locator(".admonition.question input").count() and page.locator(".run-start").count() >= 12
        assert search(page, "안장점을")


def release(folder):
    """Serve the book anew, with other names for all that carries a version in its name, and other digests."""
    live, pyodide = folder / "assets" / "live", next((folder / "assets").glob("pyodide-*"))
    renamed = {pyodide.name: pyodide.name + "9"}
    pyodide.rename(pyodide.with_name(pyodide.name + "9"))
    for path in live.glob("*-*.js"):
        renamed[path.name] = path.name[:-5] + "ZZ.js"
        path.rename(live / renamed[path.name])
    for path in [*folder.rglob("*.html"), *live.glob("*.js"), folder / "sw.js"]:
        text = path.read_text(encoding="utf-8").replace('"revision":"', '"revision":"2')
        for old, new in renamed.items():
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
    return renamed


def test_second_release_replaces_what_the_first_left_behind(site, browser, tmp_path):
    with served_copy(site, tmp_path, Forgetful) as (folder, address, _), browser.new_context() as context:
        page = visit(context, address + CHAPTER)
        said = use(page)
        first = page.evaluate(SIZE)
        renamed = release(folder)
        page.evaluate("navigator.serviceWorker.getRegistration().then(registration => registration.update())")
        until(page, f"{KEPT}.then(kept => !kept.some(name => name.includes({next(iter(renamed)) + '/'!r})))")
        page.goto(address + CHAPTER)
        assert use(page) == said
        kept = page.evaluate(KEPT)
        assert not [name for name in kept if any(old + "/" in name + "/" for old in renamed)]
        assert first > 13e6 and page.evaluate(SIZE) <= 1.1 * first


def test_tab_of_the_release_before_is_told_to_load_the_page_again(site, browser, tmp_path):
    with served_copy(site, tmp_path, Forgetful) as (folder, address, _):
        with browser.new_context(service_workers="block") as context:
            page = context.new_page()
            page.goto(address + CHAPTER)
            release(folder)
            page.locator(".run-start").first.click()
            note = page.locator(".run-note", has_text="새로 나왔습니다").first
            note.wait_for()
            page.reload()
            page.locator(".run-start").first.click()
            page.locator(".cm-editor").first.wait_for()


def test_address_without_its_slash_is_mended_with_and_without_a_network(site, browser, tmp_path):
    with served_copy(site, tmp_path) as (_, address, stop), browser.new_context() as context:
        page = visit(context, address)
        for path in ("practice/digits", "glossary"):
            page.goto(address + path)
            assert page.url == f"{address}{path}/" and page.locator("h1").count() == 1
        context.set_offline(True)
        stop()
        page.goto(f"{address}practice/line")
        assert page.url == f"{address}practice/line/"
        assert page.evaluate("getComputedStyle(document.querySelector('.md-header')).position") == "sticky"


def test_book_at_a_servers_root_leaves_its_neighbours_alone(site, browser, tmp_path):
    with served_copy(site, tmp_path, Forgetful) as (folder, address, stop), browser.new_context() as context:
        for path in folder.iterdir():
            path.rename(tmp_path / path.name)
        (folder / "index.html").write_text(
            "<meta charset=utf-8><title>이웃</title>", encoding="utf-8"
        )  # /book/ is the neighbour's
        page = visit(context, address.removesuffix("book/"))
        page.goto(address)
        assert page.title() == "이웃"
        context.set_offline(True)
        stop()
        page.goto(address.replace("book/", "glossary/"))
        assert page.locator("h1").inner_text().startswith("용어")
        with pytest.raises(Error, match="ERR_"):
            page.goto(address)


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


def test_script_that_a_neighbour_puts_into_the_cache_never_runs(visited):
    page, folder, address, _ = visited
    page.goto(address + CHAPTER)
    names = [f"live/{path.name}" for path in (folder / "assets" / "live").glob("book-*.js")]
    names += [f"javascripts/{path.name}" for path in (folder / "assets" / "javascripts").glob("*.js")]
    put = "cache.put('/book/assets/' + name, new Response('globalThis.poisoned = 1', { headers }))"
    kind = "const headers = { 'Content-Type': 'text/javascript' }; const cache = await caches.open('used');"
    page.evaluate(f"async names => {{ {kind} await Promise.all(names.map(name => {put})) }}", names)
    page.goto(address)
    assert page.evaluate("globalThis.poisoned") is None and len(names) == 2
    page.evaluate("sessionStorage.clear()")


def test_worker_of_python_may_ask_this_site_alone(visited):
    page, *_ = visited
    name = next(path.name for path in (visited[1] / "assets" / "live").glob("worker-*.js"))
    policy = f"fetch('/book/assets/live/{name}').then(response => response.headers.get('Content-Security-Policy'))"
    assert "connect-src 'self'" in page.evaluate(policy)


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
