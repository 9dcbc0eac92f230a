"""What holds for every page: axe finds nothing, it fits every screen, its headings and places are in order."""

from itertools import pairwise

import pytest

from lesson_code.publish.book import MACHINERY, Book
from lesson_code.publish.read import manuscript
from tests.browser.conftest import serving, troubles
from tests.browser.reader import show, unfold, until, violations

CHAPTER = "gradient-descent/learning-rate/"
NAMES = [page.name.rpartition(".")[0] for page in manuscript.read(Book(MACHINERY)).texts]
PAGES = [f"{name}/".removesuffix("index/") for name in NAMES] + ["404.html", "offline.html"]
PAGES.append(PAGES.pop(PAGES.index(CHAPTER)))  # last: axe meets it in use, in test_running.py


@pytest.fixture(scope="module", params=PAGES)
def page(keep_page, request):
    """The page, loaded once for all that is asked of it, and in the end without a complaint."""
    return keep_page(request.param, width=390)


def test_headings_go_down_one_level_at_a_time_from_a_single_first(page):
    levels = page.evaluate("[...document.querySelectorAll('article :is(h1,h2,h3,h4,h5,h6)')].map(h => +h.tagName[1])")
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels)), levels


def test_page_has_one_main_place_and_a_language(page):
    assert page.locator("main").count() == 1 and page.locator("header").count() >= 1
    assert page.evaluate("document.documentElement.lang") == "ko"


def test_theme_has_nothing_laid_out_or_styled_anew_before_the_reader_sees_it(page):
    """It lays out folds for code that is a child of its block, all around a table, and all for a word on the root."""
    assert page.locator("article details pre > code, article > .md-typeset__scrollwrap").count() == 0
    assert page.evaluate("document.documentElement.className") == "js js-focus-visible live"


def test_what_the_scripts_add_moves_nothing(page, browser, address):
    """They come when the page is painted, and perhaps read: not every browser keeps what is read in its place."""
    places = "[...document.querySelectorAll('article > *')].map(block => block.offsetTop + block.offsetHeight)"
    with browser.new_context(viewport=page.viewport_size, service_workers="block") as context:
        bare = context.new_page()
        bare.route("**/*.js*", lambda route: route.abort())
        bare.goto(page.url)
        before = bare.evaluate(places)
    page.evaluate("document.fonts.ready")
    assert page.evaluate(places) == pytest.approx(before, abs=1)


def test_page_that_is_never_painted_gets_its_scripts_all_the_same(browser, address):
    with browser.new_context(service_workers="block") as context:
        page = context.new_page()
        page.add_init_script(
            "Object.defineProperty(document, 'hidden', { value: true }); window.requestAnimationFrame = () => 0"
        )
        page.goto(address)
        until(page, "typeof component$ === 'object'", "the theme has begun")


def test_scripts_run_in_the_order_that_the_page_names_them_however_late_one_comes(browser, address):
    with browser.new_context(service_workers="block") as context:
        page = context.new_page()
        page.add_init_script(
            "const ran = (window.ran = []);"
            "const note = ({ target }) => target.localName === 'script' && ran.push(target.src);"
            "document.addEventListener('load', note, true)"
        )
        page.route("**/bundle*.js", lambda route: (page.wait_for_timeout(300), route.continue_()))
        page.goto(address)
        named = page.evaluate(
            "[...document.getElementById('scripts').content.children].map(script => script.getAttribute('src'))"
        )
        until(page, f"ran.length === {len(named)}")
        assert len(named) > 2 and page.evaluate("ran") == [address + src for src in named]


def test_no_word_of_a_link_or_a_table_is_broken_between_syllables(page):
    words = "[...document.querySelectorAll('article :is(p, li, td, th) , article :is(p, li, td, th) a')]"
    breaks = page.evaluate(f"[...new Set({words}.map(element => getComputedStyle(element).wordBreak))]")
    assert set(breaks) <= {"keep-all"}


def test_page_with_everything_unfolded_does_not_scroll_sideways(page):
    unfold(page)
    for width in (320, 390, 768, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width


@pytest.mark.parametrize("page", PAGES[:-1], indirect=True)
@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1440)])
def test_axe_finds_nothing_with_everything_unfolded(page, scheme, width):
    show(page, scheme, width)
    unfold(page)
    assert violations(page) == []


def test_page_that_names_its_repository_asks_nothing_of_it(published, browser, tmp_path):
    (tmp_path / "book").symlink_to(published)
    with serving(tmp_path) as (address, _), browser.new_context(service_workers="block") as context:
        page = context.new_page()
        wrong = troubles(page, address)
        page.goto(address + "glossary/")
        page.wait_for_timeout(500)
        assert wrong == []
