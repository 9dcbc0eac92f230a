"""Nothing a reader did or looked for is lost: over reloads, in the search, in folds, in copies, in pages as files."""

from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import pytest

from tests.browser.reader import Example, search, until
from tests.browser.test_text import PLACE

CHAPTER = "gradient-descent/learning-rate/"
QUESTION = ".admonition.question"
SEEN = """(() => {
    const box = document.querySelector('mark')?.getBoundingClientRect();
    return Boolean(box?.height) && box.top > 48 && box.bottom < innerHeight;
})()"""

FOLDS_KEPT = """JSON.parse(sessionStorage.getItem('folds:' + location.pathname) ?? '[]').length
    === document.querySelectorAll('article details[open]').length"""
IN_VIEW = """words => [...document.querySelectorAll('article p')].filter(p => p.innerText.includes(words))
    .some(p => p.getBoundingClientRect().bottom > 0 && p.getBoundingClientRect().top < innerHeight)"""


@pytest.mark.parametrize("words", ["안장점", "헤세", "하강법", "조건수"])
@pytest.mark.parametrize("width", [390, 1440])
def test_hit_of_the_search_is_marked_unfolded_and_seen(open_page, words, width):
    page = open_page(width=width)
    found = search(page, words)
    number = next(place for place, address in enumerate(found) if CHAPTER in address)
    link = page.locator(".md-search-result__link").nth(number)
    link.evaluate(
        "link => { for (let fold = link.closest('details'); fold; fold = null) fold.open = true; link.click() }"
    )
    page.wait_for_url("**/learning-rate/?h=*")
    until(page, SEEN, f"{words} is seen")
    marked = page.locator("mark").all_text_contents()
    assert marked and set(marked) == {words}


def test_search_for_what_no_page_marks_leaves_the_page_as_it_is(open_page):
    page = open_page(CHAPTER + "?h=" + quote("(.*+ \\ 없는말"))
    assert page.locator("mark").count() == 0


def test_mark_does_not_take_a_reload_away_from_its_place(open_page):
    page = open_page(CHAPTER + "?h=" + quote("경계"))
    until(page, SEEN)
    page.evaluate("scrollTo(0, 3000)")
    page.wait_for_timeout(300)
    page.reload()
    page.locator("mark").first.wait_for(state="attached")
    page.wait_for_timeout(500)
    assert abs(page.evaluate("scrollY") - 3000) <= 4


def test_reload_keeps_folds_and_guesses(open_page):
    page = open_page(CHAPTER)
    summary = page.locator("details.note > summary").nth(1)
    summary.click()
    page.locator(f"{QUESTION} label").nth(1).click()
    told = page.locator(f"{QUESTION} [role=status]").first.inner_text()
    until(page, FOLDS_KEPT)
    page.reload()
    until(page, "document.querySelector('.question details').open")
    assert page.locator("details.note").nth(1).evaluate("fold => fold.open")
    assert page.locator("details.note").nth(0).evaluate("fold => !fold.open")
    assert page.locator(f"{QUESTION} input").nth(1).is_checked()
    assert page.locator(f"{QUESTION} [role=status]").first.inner_text() == told != ""
    summary.click()
    until(page, FOLDS_KEPT)  # the browser tells of a fold when it has drawn it
    page.reload()
    until(page, "document.querySelector('.question details').open")
    assert page.locator("details.note").nth(1).evaluate("fold => !fold.open")


def test_reload_keeps_edited_code_and_runs_nothing(open_page):
    page = open_page(CHAPTER)
    example = Example(page)
    example.run()
    example.write("print('고친 코드')")
    page.reload()
    until(page, "!!document.querySelector('.cm-content')", "the editor is back")
    assert Example(page).editor.inner_text().strip() == "print('고친 코드')"
    assert Example(page).printed == "" and page.locator(".cm-content").count() == 1
    assert not any(
        "pyodide" in name for name in page.evaluate("performance.getEntriesByType('resource').map(r => r.name)")
    )
    assert Example(page).run() == "고친 코드\n"
    Example(page).button("원래 코드로").click()
    page.reload()
    page.locator(".run-start").first.wait_for()
    page.wait_for_timeout(300)
    assert page.locator(".cm-content").count() == 0


@pytest.mark.parametrize(
    "stored", ["{", "null", '{"guess 0": 7, "code 0": {"source": "other", "text": "1"}, "fold 0 x": true}']
)
def test_what_is_kept_of_another_edition_changes_nothing(open_page, stored):
    page = open_page(CHAPTER)
    page.evaluate(
        "stored => ['kept:', 'folds:'].forEach(name => sessionStorage.setItem(name + location.pathname, stored))",
        stored,
    )
    page.reload()
    until(page, "!!document.querySelector('.question input')")
    page.wait_for_timeout(300)
    assert page.locator("article details[open]").count() == 0 and page.locator(f"{QUESTION} :checked").count() == 0
    if page.locator(".cm-content").count():
        assert "theta" in Example(page).editor.inner_text()


def test_reload_of_an_unfolded_page_shows_the_text_where_it_was_at_ten_places(open_page):
    page = open_page(CHAPTER, width=390)
    page.evaluate("document.querySelectorAll('details.note').forEach(fold => fold.open = true)")
    page.wait_for_timeout(200)
    for part in range(10):
        page.evaluate(f"scrollTo(0, {part / 10 + 0.03} * document.documentElement.scrollHeight)")
        page.wait_for_timeout(200)
        number, before = page.evaluate(PLACE)
        page.reload()
        until(page, "document.fonts.status === 'loaded' && document.querySelector('details.note').open")
        page.wait_for_timeout(300)
        assert abs(page.evaluate(PLACE, number)[1] - before) <= 4, part


def test_arrow_browses_the_guesses_and_enter_answers(open_page):
    page = open_page(CHAPTER)
    question = page.locator(QUESTION).first
    page.locator("body").press("Tab")
    question.locator("input").first.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
        assert question.locator("details[open]").count() == 0
        assert "다릅니다" not in question.inner_text() and "맞았습니다" not in question.inner_text()
    outline = question.locator("label").nth(1).evaluate("label => getComputedStyle(label).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    assert question.locator("details[open]").count() == 1
    assert question.locator("[role=status]").inner_text() == "맞았습니다."


def test_formula_is_copied_as_its_tex_once(open_page):
    page = open_page(CHAPTER)
    page.evaluate(
        "getSelection().selectAllChildren("
        "[...document.querySelectorAll('p')].find(p => p.innerText.startsWith('여기서')))"
    )
    page.keyboard.press("ControlOrMeta+c")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("여기서 $\\eta$(에타)가 학습률입니다.") and copied.count("eta") == 1
    page.evaluate("getSelection().selectAllChildren(document.querySelector('#eq-4 .katex-html .katex-base'))")
    page.keyboard.press("ControlOrMeta+c")
    copied = page.evaluate("navigator.clipboard.readText()").strip()
    assert copied.startswith("$$") and copied.endswith("$$") and copied.count("\\frac{2}{L}") == 1


def test_text_without_formulas_is_copied_as_the_browser_does(open_page):
    page = open_page(CHAPTER)
    page.evaluate("getSelection().selectAllChildren(document.querySelector('h1'))")
    page.keyboard.press("ControlOrMeta+c")
    assert page.evaluate("navigator.clipboard.readText()").startswith("학습률에 따른 성질")


def test_every_link_to_a_page_works_from_a_file(site, browser):
    context = browser.new_context()
    page = context.new_page()
    for start in ("index.html", CHAPTER + "index.html", "practice/digits/index.html"):
        page.goto((site / start).as_uri())
        until(page, "[...document.links].some(link => link.href.endsWith('/index.html'))", "the scripts have come")
        links = page.evaluate("[...document.links].map(link => link.href).filter(href => href.startsWith('file:'))")
        assert len(links) > 10
        for link in links:
            file = Path(unquote(urlsplit(link).path))
            assert file.is_file(), link
    page.locator("a", has_text="학습률 고르기").last.click()
    assert page.locator("h1").inner_text().startswith("학습률")
    context.close()


def test_link_into_a_closed_fold_opens_it_and_shows_the_place(open_page):
    page = open_page(CHAPTER + "#saddles")
    until(page, "document.getElementById('saddles').closest('details').open")
    until(page, "(top => top > 0 && top < innerHeight)(document.getElementById('saddles').getBoundingClientRect().top)")
    page.goto(page.url.partition("#")[0] + "#eq-7")
    until(page, "document.getElementById('eq-7').closest('details').open")
    until(page, "(top => top > 0 && top < innerHeight)(document.getElementById('eq-7').getBoundingClientRect().top)")


def test_text_fragment_of_every_section_is_scrolled_to(open_page, address):
    page = open_page(CHAPTER)
    starts = page.evaluate(
        "[...document.querySelectorAll('article h2 + p')].map(p => p.innerText)"
        ".map(text => text.match(/(?<=^|\\s)[가-힣]+( [가-힣]+){2,}(?=[\\s.,?])/)?.[0])"
    )
    assert len(starts) > 6
    for words in filter(None, starts):
        page.goto("about:blank")
        page.goto(address + CHAPTER + "#:~:text=" + quote(words))
        until(page, lambda words=words: page.evaluate(IN_VIEW, words), words)
