"""Nobody is kept out: axe finds nothing, headings and landmarks are in order, the keyboard reaches everything."""

from itertools import pairwise

import pytest

from lesson_code.publish.book import NODE_MODULES
from tests.browser.reader import Example, open_chart, unfold, until

AXE = NODE_MODULES / "axe-core" / "axe.min.js"
PAGES = ["", "gradient-descent/learning-rate/", "gradient-descent/choosing-learning-rate/", "gradient-descent/"]
PAGES += ["gradient-descent/gradient-descent/"]
PAGES += [f"practice/{name}/" for name in ("by_hand", "line", "digits", "edge_of_stability")]
PAGES += [
    "glossary/",
    "contributing/",
    "reference/",
    "notices/",
    "../404.html",
]  # without SITE_URL the 404 page counts from the server's root
CHAPTER = PAGES[1]


def violations(page):
    page.evaluate(AXE.read_text(encoding="utf-8") + "; 0")
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(result => result.violations)")
    return [(entry["id"], [node["target"] for node in entry["nodes"]][:3]) for entry in found]


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1440)])
@pytest.mark.parametrize("path", [path for path in PAGES if path != CHAPTER])
def test_axe_finds_nothing_with_everything_unfolded(open_page, path, scheme, width):
    page = open_page(path, width=width, color_scheme=scheme)
    page.wait_for_load_state("networkidle")
    unfold(page)
    assert violations(page) == []


@pytest.fixture
def in_use(open_page):
    """The chapter with all guesses made, the chart moved past the edge, and an example that ended in an error."""
    page = open_page(CHAPTER, fresh=True)
    unfold(page)
    for question in page.locator(".admonition.question").all():
        question.locator("label").first.click()
    open_chart(page)
    page.locator("#fig-playground-rate").press("End")
    Example(page).run()
    Example(page).write("print('길다 ' * 60)\n1 / 0")
    Example(page).run()
    page.locator(".run-trace summary").first.click()
    return page


def test_axe_finds_nothing_in_a_chapter_that_is_used(in_use):
    for scheme, name, width in (("light", "default", 390), ("dark", "slate", 1440)):
        in_use.set_viewport_size({"width": width, "height": 900})
        in_use.emulate_media(color_scheme=scheme)
        until(in_use, f"document.body.dataset.mdColorScheme == '{name}'")
        in_use.wait_for_timeout(400)  # until colours have faded over
        assert in_use.locator("#fig-playground .state").inner_text().startswith("발산")
        assert in_use.locator(".run-trace pre").is_visible() and in_use.locator(".cm-content").is_visible()
        assert violations(in_use) == [], scheme


@pytest.mark.parametrize("path", PAGES)
def test_headings_go_down_one_level_at_a_time_from_a_single_first(open_page, path):
    page = open_page(path)
    levels = page.evaluate("[...document.querySelectorAll('article :is(h1,h2,h3,h4,h5,h6)')].map(h => +h.tagName[1])")
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels)), levels


@pytest.mark.parametrize("path", PAGES)
def test_page_has_one_main_place_and_a_language(open_page, path):
    page = open_page(path)
    assert page.locator("main").count() == 1 and page.locator("header").count() >= 1
    assert page.evaluate("document.documentElement.lang") == "ko"


def test_keyboard_goes_from_the_search_through_the_page_and_is_seen(open_page):
    page = open_page(CHAPTER)
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        place = page.evaluate(
            "(() => { const e = document.activeElement, s = getComputedStyle(e), b = e.getBoundingClientRect();"
            " return [e.tagName, e.textContent.trim().slice(0, 20),"
            " s.outlineStyle !== 'none' || s.boxShadow !== 'none' || e.matches('.md-skip, .md-search__input, input'),"
            " b.width > 0] })()"
        )
        seen.append(place)
    assert all(outlined for _, _, outlined, _ in seen), [place for place in seen if not place[2]]
    assert {"A", "INPUT"} <= {tag for tag, *_ in seen}


def test_search_opens_moves_and_closes_by_keyboard(open_page):
    page = open_page(CHAPTER)
    page.keyboard.press("/")
    page.keyboard.type("learning rate")
    page.wait_for_selector(".md-search-result__link")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.classList.contains('md-search-result__link')")
    page.keyboard.press("Escape")
    assert not page.locator("#__search").is_checked()
