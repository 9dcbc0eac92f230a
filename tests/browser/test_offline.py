"""After one visit a part of the book reads without a network, all for who asks; with one nobody sees an old page."""

import contextlib
import gzip
import json
import os
import shutil
import time

import pytest
from playwright.sync_api import Error

from lesson_code.publish.write.offline import GONE
from tests.browser.conftest import Quiet, serving, troubles
from tests.browser.reader import Example, open_chart, search, until, violations
from tests.browser.strange_lesson import write_strange_book
from tests.conftest import built_once

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


def test_book_that_is_no_longer_kept_takes_away_what_was_and_nothing_of_its_neighbours(site, browser, tmp_path):
    others = "caches.open('used').then(c => c.put('/other/a', new Response('a'))).then(() => caches.open('other'))"
    with served_copy(site, tmp_path, Forgetful) as (folder, address, _), browser.new_context() as context:
        page = visit(context, address + CHAPTER)
        page.evaluate(others)
        until(page, f"{KEPT}.then(kept => kept.length > 10)")
        shutil.copy(GONE, folder / "sw.js")
        page.goto(address + CHAPTER)
        until(page, "navigator.serviceWorker.getRegistrations().then(all => all.length == 0)")
        assert page.evaluate(KEPT) == [address.removesuffix("book/") + "other/a"]
        assert sorted(page.evaluate("caches.keys()")) == ["other", "used"]
        with browser.new_context() as unknown:  # one who never kept anything
            visited = unknown.new_page()
            wrong = []
            visited.on("pageerror", lambda error: wrong.append(str(error)))
            visited.goto(address + CHAPTER)
            until(visited, "navigator.serviceWorker.getRegistrations().then(all => all.length == 0)")
            visited.wait_for_timeout(500)
            assert (wrong, visited.evaluate("caches.keys()")) == ([], [])
        wrong = troubles(page, address)
        page.reload()
        page.wait_for_timeout(1000)
        assert wrong == []
        assert page.locator("h1").inner_text().startswith("학습률에 따른 성질")


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
            page.locator(".run-start").first.wait_for()
            release(folder)
            page.locator(".run-start").first.click()
            note = page.locator(".run-note", has_text="새로 나왔습니다").first
            note.wait_for()
            page.reload()
            page.locator(".run-start").first.click()
            page.locator(".cm-editor").first.wait_for()


@pytest.mark.parametrize("lost", ["assets/live/worker-*.js", "lesson_code/descent.py"])
def test_python_of_the_release_before_is_told_to_load_the_page_again(site, browser, tmp_path, lost):
    """What is lost of the release that a tab shows is the connection's fault only while the site has no other."""
    with served_copy(site, tmp_path, Forgetful) as (folder, address, _):
        with browser.new_context(service_workers="block") as context:
            page = context.new_page()
            page.goto(address + CHAPTER)
            next(folder.glob(lost)).write_text("throw 1")
            page.locator(".run-start").first.click()
            page.locator(".run-note", has_text="인터넷 연결을 확인하고").first.wait_for()
            text = (folder / CHAPTER / "index.html").read_text(encoding="utf-8")
            newer = text.replace("assets/live/book-", "assets/live/book-9")
            (folder / CHAPTER / "index.html").write_text(newer, encoding="utf-8")
            page.locator(".run-start").first.click()
            page.locator(".run-note", has_text="새로 나왔습니다").first.wait_for()
            page.locator("details.landscape summary").click()
            page.locator(".landscape .draw").click()
            page.locator(".landscape [role=status]", has_text="새로 나왔습니다").wait_for()


def test_chart_of_the_release_before_is_told_to_load_the_page_again(site, browser, tmp_path):
    with served_copy(site, tmp_path, Forgetful) as (folder, address, _):
        with browser.new_context(service_workers="block") as context:
            page = context.new_page()
            page.goto(address + CHAPTER)
            open_chart(page)
            release(folder)
            (folder / "figures/learning_rate/playground/bumpy.json").unlink()
            page.locator("#fig-playground input[value*='/bumpy.json']").check(force=True)
            page.locator("#fig-playground .state", has_text="새로 나왔습니다").wait_for()


def test_book_reads_as_ever_where_no_service_worker_may_be(site, browser, tmp_path):
    with served_copy(site, tmp_path, Forgetful) as (folder, address, _), browser.new_context() as context:
        (folder / "sw.js").unlink()
        page, wrong = context.new_page(), []
        page.on("pageerror", lambda error: wrong.append(error))
        page.goto(address + CHAPTER)
        open_chart(page)
        page.wait_for_timeout(300)
        assert wrong == [] and page.locator(".run-start").count() >= 12


def test_address_without_its_slash_is_mended_with_and_without_a_network(site, browser, tmp_path):
    with served_copy(site, tmp_path) as (_, address, stop), browser.new_context() as context:
        page = visit(context, address + CHAPTER)
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


def test_book_at_a_servers_root_takes_nothing_that_its_neighbours_keep(site, browser, tmp_path):
    put = "cache => cache.put('/neighbour/a', new Response('a'))"
    names = "['used', `workbox-precache-v2-${location.origin}/neighbour/`]"
    with served_copy(site, tmp_path, Forgetful) as (folder, address, _), browser.new_context() as context:
        root = address.removesuffix("book/")
        for path in folder.iterdir():
            path.rename(tmp_path / path.name)
        page = context.new_page()
        page.goto(root + "robots.txt")
        page.evaluate(f"Promise.all({names}.map(name => caches.open(name).then({put})))")
        page.goto(root)
        page.evaluate(READY)
        page.wait_for_timeout(300)
        assert page.evaluate(KEPT).count(root + "neighbour/a") == 2
        shutil.copy(GONE, tmp_path / "sw.js")
        page.goto(root)
        until(page, "navigator.serviceWorker.getRegistrations().then(all => all.length == 0)")
        assert page.evaluate(KEPT) == [root + "neighbour/a"] * 2


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
    memory = page.context.new_cdp_session(page)
    memory.send("Network.enable")
    memory.send("Network.setCacheDisabled", {"cacheDisabled": True})  # else Chromium has the scripts of the page before
    page.goto(address)
    until(page, "globalThis.poisoned || document.querySelector('.chart .state')", "a script has run")
    memory.detach()
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


def rewrite(folder, change):
    """Serve a service worker with a changed list of files."""
    worker = folder / "sw.js"
    code = worker.read_text(encoding="utf-8")
    start, end = code.index("["), code.index("];") + 1
    worker.write_text(code[:start] + json.dumps(change(json.loads(code[start:end]))) + code[end:], encoding="utf-8")


def publish(folder):
    """Serve a new build, whose home page alone has changed."""
    home = folder / "index.html"
    home.write_text(home.read_text("utf-8").replace("<h1", "<p>새 판</p><h1", 1), encoding="utf-8")
    rewrite(
        folder, lambda files: [file | ({"revision": "new"} if file["url"] == "index.html" else {}) for file in files]
    )


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


def test_every_page_of_the_part_and_those_beside_all_parts_read_with_the_network_off(cut_off):
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


FIRST, SECOND = "first/small-lesson/", "second/other/"
OFFER = ".page-links button"
THIRD = {"url": "third.html", "revision": "new", "size": 20, "parts": [9]}
WHOLE = "책 전체를 오프라인으로 읽을 수 있습니다."


def write_parts(root):
    """Write the small book with two parts, of which the second has a picture and a chart of its own."""
    write_strange_book(root)
    lesson, docs = root / "lesson_code", root / "docs"
    (lesson / "other").mkdir()
    for name in ("one_step", "plants"):
        text = (lesson / "small_lesson" / f"{name}.py").read_text(encoding="utf-8")
        (lesson / "other" / f"{name}.py").write_text(text, encoding="utf-8")
    for part in ("first", "second"):
        (docs / part).mkdir()
    text = (docs / "small-lesson.md").read_text(encoding="utf-8").replace("(figures/", "(../figures/")
    (docs / "small-lesson.md").unlink()
    (docs / FIRST[:-1]).with_suffix(".md").write_text(text, encoding="utf-8")
    beside = "---\ndescription: 옆에 있는 단원을 소개하는 글\n---\n# 옆 단원 {#beside}\n"
    (docs / "first" / "beside.md").write_text(beside, encoding="utf-8")
    links = "[단원](first/small-lesson.md), [옆](first/beside.md), [다른 부](second/other.md)"
    (docs / "index.md").write_text(f"# 첫 페이지 {{#home}}\n\n{links}\n", encoding="utf-8")
    other = text.replace("small_lesson/", "other/").replace("{#small-lesson}", "{#other}")
    (docs / SECOND[:-1]).with_suffix(".md").write_text(other, encoding="utf-8")
    nav = "[index.md, 앞: [first/small-lesson.md, first/beside.md], 뒤: [second/other.md]]"
    settings = (root / "mkdocs.yml").read_text(encoding="utf-8").replace("[index.md, small-lesson.md]", nav)
    (root / "mkdocs.yml").write_text(settings, encoding="utf-8")


@pytest.fixture(scope="module")
def parts(shared):
    """A site of two parts."""
    return built_once(shared / "parts", write_parts).site


class Written(Forgetful):
    """A server that writes down what it has answered, late where ``slow``, never with pictures while ``away``."""

    answered, away, slow = [], False, "/assets/favicon.svg"

    def do_GET(self):
        time.sleep(0.5 if self.path == f"/book{self.slow}" else 0)
        self.send_error(503) if self.away and "/figures/" in self.path else super().do_GET()
        self.answered.append(self.path)


@contextlib.contextmanager
def reading(parts, browser, folder, path=FIRST):
    """Yield the page of a reader who visits the book of two parts, its folder, address, and how to stop its server."""
    Written.answered.clear()
    Written.away = False
    with served_copy(parts, folder, Written) as (copy, address, stop), browser.new_context() as context:
        page = context.new_page()
        page.goto(address + path)
        page.locator(OFFER).wait_for()
        yield page, copy, address, stop


def kept_of(page, part):
    """Return what is kept of a part of the book: its page, its pictures, and the states of its chart."""
    folders = {FIRST: ("/first/", "/small_lesson/"), SECOND: ("/second/", "/other/")}[part]
    return [name for name in page.evaluate(KEPT) if any(folder in name for folder in folders)]


def ask_for_all(page):
    page.locator(OFFER).click()
    page.locator(".page-links [role=status]", has_text=WHOLE).wait_for()


def cut(page, stop):
    page.context.set_offline(True)
    stop()


def test_first_visit_keeps_the_part_that_is_read_and_nothing_of_another(parts, browser, tmp_path):
    with reading(parts, browser, tmp_path) as (page, _, address, stop):
        assert kept_of(page, SECOND) == []
        cut(page, stop)
        for path in ("", "first/beside/", FIRST):
            page.goto(address + path)
            assert page.locator("h1").count() == 1 and not page.url.endswith("offline.html"), path
        page.locator("figure img").first.scroll_into_view_if_needed()
        until(page, "[...document.querySelectorAll('figure img')].some(i => i.naturalWidth && i.offsetWidth)")


def test_page_that_was_not_kept_is_called_that_and_leads_to_itself(parts, browser, tmp_path):
    with reading(parts, browser, tmp_path) as (page, _, address, stop):
        cut(page, stop)
        for path in (SECOND, SECOND[:-1]):
            page.goto(address + path)
            assert page.locator("h1").inner_text() == "이 페이지는 아직 이 기기에 없습니다"
            assert "「오프라인으로 읽기」" in page.locator("article").inner_text()
            assert page.get_by_role("link", name="다시 열어 보세요").evaluate("link => link.href") == address + path
            assert page.evaluate("getComputedStyle(document.querySelector('.md-header')).position") == "sticky"


def test_part_that_is_read_later_is_kept_too(parts, browser, tmp_path):
    with reading(parts, browser, tmp_path) as (page, _, address, stop):
        page.goto(address + SECOND)
        page.locator(OFFER).wait_for()
        assert any(name.endswith(".svg") for name in [name.split("?")[0] for name in kept_of(page, SECOND)])
        cut(page, stop)
        for path in (FIRST, SECOND):
            page.goto(address + path)
            assert page.locator("h1").inner_text().startswith("작은 단원")


def test_part_is_fetched_after_all_that_its_reader_waits_for(parts, browser, tmp_path):
    with reading(parts, browser, tmp_path) as (page, _, address, _):
        Written.answered.clear()
        page.goto(address + SECOND)
        page.locator(OFFER).wait_for()
        unseen = [at for at, path in enumerate(Written.answered) if path.endswith(".dark.svg")]
        assert Written.answered.index(f"/book{Written.slow}") < min(unseen)


def test_rest_of_the_book_is_kept_when_its_reader_asks(parts, browser, tmp_path):
    with reading(parts, browser, tmp_path) as (page, _, address, stop):
        ask_for_all(page)
        cut(page, stop)
        page.goto(address + SECOND)
        open_chart(page, "fig-plants")
        assert "컵" in page.locator("#fig-plants .state").inner_text()


def test_rest_of_the_book_is_offered_to_who_reads_by_keyboard_and_ear(parts, browser, tmp_path):
    with reading(parts, browser, tmp_path) as (page, *_):
        assert violations(page, "'.page-links'") == []
        page.locator(OFFER).focus()
        page.keyboard.press("Enter")
        page.locator(".page-links [role=status]", has_text=WHOLE).wait_for()
        assert page.evaluate("document.activeElement.role") == "status" and page.locator(OFFER).count() == 0


def test_rest_of_the_book_weighs_what_the_button_says(parts, browser, tmp_path):
    with reading(parts, browser, tmp_path) as (page, folder, *_):
        told = float(page.locator(OFFER).inner_text().partition("(")[2].removesuffix(" MB)"))
        before = len(Written.answered)
        ask_for_all(page)
        fetched = [folder.parent / path[1:] for path in Written.answered[before:]]
        travelled = sum(len(gzip.compress(path.read_bytes())) for path in fetched)
        assert told == pytest.approx(travelled / 1e6, rel=0.2, abs=0.05) and len(set(fetched)) == len(fetched)


def test_download_that_failed_says_so_and_goes_on_with_the_same_button(parts, browser, tmp_path):
    with reading(parts, browser, tmp_path) as (page, *_):
        Written.away = True
        page.locator(OFFER).click()
        page.locator(".page-links [role=status]", has_text="다시 눌러 보세요").wait_for()
        Written.away = False
        ask_for_all(page)
        assert any("/plants/" in name for name in kept_of(page, SECOND))


@pytest.mark.parametrize("whole", [True, False], ids=["all", "a part"])
def test_new_release_keeps_what_its_reader_asked_for_and_no_more(parts, browser, tmp_path, whole):
    with reading(parts, browser, tmp_path) as (page, folder, address, stop):
        if whole:
            ask_for_all(page)
        first = page.evaluate(SIZE)
        (folder / "third.html").write_text("<h1>새 글</h1>", encoding="utf-8")
        rewrite(folder, lambda files: [{**file, "revision": "new" + file["revision"]} for file in files] + [THIRD])
        page.evaluate("navigator.serviceWorker.getRegistration().then(registration => registration.update())")
        until(page, f"{KEPT}.then(kept => kept.every(name => !name.includes('__WB') || name.includes('=new')))")
        kept = kept_of(page, SECOND)
        assert bool(kept) is whole and len(kept_of(page, FIRST)) >= 5
        assert page.evaluate(f"{KEPT}.then(kept => kept.some(name => name.includes('third.html')))") is whole
        assert page.evaluate(SIZE) <= 1.1 * first
        cut(page, stop)
        page.goto(address + SECOND)
        assert ("offline.html" in page.url) is not whole
