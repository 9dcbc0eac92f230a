"""What a reader meets: every page is quiet, fits every screen, is found by its words, and needs no server or script."""

import pytest

from tests.browser.reader import unfold, until

PAGES = {
    "home": "",
    "chapter": "gradient-descent/learning-rate/",
    "choosing": "gradient-descent/choosing-learning-rate/",
    "part": "gradient-descent/",
    "notebook": "practice/by_hand/",
    "line": "practice/line/",
    "digits": "practice/digits/",
    "edge": "practice/edge_of_stability/",
    "glossary": "glossary/",
    "contributing": "contributing/",
    "reference": "reference/",
    "notices": "notices/",
}
CHAPTER = PAGES["chapter"]
LOADED = "[...document.querySelectorAll('#fig-big-and-small img')].some(i => i.naturalWidth && i.offsetWidth)"


@pytest.mark.parametrize("name", PAGES)
def test_no_page_scrolls_sideways_or_complains(open_page, name):
    for width in (320, 390, 768, 1440):
        page = open_page(PAGES[name], width=width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
        unfold(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width


def search(page, words):
    """Return the addresses that the search finds."""
    field = page.locator("[data-md-component=search-query]")
    if page.viewport_size["width"] < 960:
        page.locator("label.md-header__button[for=__search]").click()
    field.click()
    field.fill(words)
    field.press("End")  # the theme listens to keys, and fill presses none
    page.wait_for_selector(".md-search-result__link")
    return [link.get_attribute("href") for link in page.locator(".md-search-result__link").all()]


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("하강법", "gradient-descent/learning-rate/"),
        ("발산", "gradient-descent/learning-rate/"),
        ("learning rate", "gradient-descent/learning-rate/"),
        ("종종걸음", "gradient-descent/learning-rate/"),
        ("건너뛰", "gradient-descent/learning-rate/"),
        ("범위 시험", "gradient-descent/choosing-learning-rate/"),
        ("역전파", "practice/digits/"),
        ("거듭제곱법", "practice/edge_of_stability/"),
        ("표준편차", "practice/line/"),
    ],
)
@pytest.mark.parametrize("width", [390, 1440])
def test_search_finds_korean_from_any_part_of_a_word(open_page, words, path, width):
    found = search(open_page(width=width), words)
    assert any(path in address for address in found)


def test_search_finds_nothing_in_the_markup_of_formulas(open_page):
    page = open_page()
    search(page, "학습률")
    field = page.locator("[data-md-component=search-query]")
    field.fill("mathnormal")
    field.press("End")
    until(page, "!document.querySelector('.md-search-result__link')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_reader_loads_the_pictures_of_the_scheme_they_see_and_no_others(open_page, scheme):
    page = open_page(CHAPTER, color_scheme=scheme, fresh=True)
    page.locator("#fig-big-and-small").scroll_into_view_if_needed()
    until(page, LOADED)
    page.wait_for_timeout(500)  # for any picture too many
    loaded = page.evaluate("performance.getEntriesByType('resource').map(r => r.name).filter(n => n.endsWith('.svg'))")
    pictures = [name for name in loaded if "/figures/" in name]
    assert pictures and all(name.endswith(".dark.svg") == (scheme == "dark") for name in pictures)


def test_phone_loads_the_narrow_drawing(open_page):
    page = open_page(CHAPTER, width=390, fresh=True)
    image = page.locator("#fig-big-and-small .only-light img")
    image.scroll_into_view_if_needed()
    until(page, LOADED)
    assert image.evaluate("i => i.currentSrc").endswith("big_and_small.narrow.svg")


def test_page_opened_as_a_file_shows_text_formulas_and_pictures(site, browser):
    context = browser.new_context()
    page = context.new_page()
    page.goto((site / CHAPTER / "index.html").as_uri())
    page.locator("#fig-big-and-small").scroll_into_view_if_needed()
    until(page, LOADED)
    assert page.evaluate("document.fonts.load('1em KaTeX_Main').then(fonts => fonts.length)") > 0
    assert page.evaluate("getComputedStyle(document.querySelector('.katex')).fontFamily").startswith("KaTeX_Main")
    assert page.locator("h1").inner_text().startswith("학습률에 따른 성질")
    context.close()


def test_page_reads_without_javascript(open_page):
    page = open_page(CHAPTER, java_script_enabled=False)
    assert page.locator(".katex").first.is_visible()
    page.locator("summary", has_text="더 깊이").first.click()
    page.locator("details.note[open]").wait_for()
    assert page.locator("details.note[open]").count() == 1
    assert page.locator("#fig-big-and-small .only-light img").is_visible()
    assert not page.locator("#fig-big-and-small .only-dark img").is_visible()


def test_link_to_a_folded_place_unfolds_it(open_page):
    page = open_page(CHAPTER)
    page.locator(".footnote a[href='#saddles']").click()
    until(page, "document.getElementById('saddles').closest('details').open")


def test_printed_page_shows_the_light_pictures(open_page):
    page = open_page(CHAPTER, color_scheme="dark")
    page.emulate_media(media="print")
    assert page.locator("#fig-big-and-small .only-light").is_visible()
    assert not page.locator("#fig-big-and-small .only-dark").is_visible()


def test_switch_of_colours_starts_with_the_device_goes_round_and_is_kept(open_page):
    page = open_page(CHAPTER, color_scheme="dark")
    scheme, button = "document.body.dataset.mdColorScheme", page.locator("[data-scheme]:visible")
    seen = [page.evaluate(scheme)]
    for _ in range(3):
        button.focus()
        page.keyboard.press("Enter")
        assert button.evaluate("button => button === document.activeElement")
        page.reload()
        seen.append(page.evaluate(scheme))
    assert seen == ["slate", "default", "slate", "slate"]
    page.emulate_media(color_scheme="light")
    until(page, f"{scheme} == 'default'")


def test_code_is_copied_by_its_button(open_page):
    page = open_page(CHAPTER, permissions=["clipboard-read", "clipboard-write"])
    page.goto(page.url.replace(CHAPTER, PAGES["contributing"]))
    block = page.locator(".language-python.highlight, .language-sh.highlight, .language-text.highlight").first
    block.hover()
    block.get_by_role("button", name="클립보드로 복사").click()
    assert page.evaluate("navigator.clipboard.readText()") == block.locator("code").inner_text().rstrip()


@pytest.mark.parametrize("name", PAGES)
def test_no_word_of_a_link_or_a_table_is_broken_between_syllables(open_page, name):
    page = open_page(PAGES[name])
    words = "[...document.querySelectorAll('article :is(p, li, td, th) , article :is(p, li, td, th) a')]"
    breaks = page.evaluate(f"[...new Set({words}.map(element => getComputedStyle(element).wordBreak))]")
    assert set(breaks) <= {"keep-all"}
