"""What a reader is promised, in each engine: Chromium, Firefox, WebKit. See conftest.py for how they are chosen."""

import pytest

from tests.browser.reader import FOUND
from tests.browser.test_finding import AS_ASKED
from tests.browser.test_offline import KEPT
from tests.browser.test_reading import PAGES
from tests.engines.engine import CannotHere
from tests.engines.page import Page

CHAPTER, CHOOSING = PAGES["chapter"], PAGES["choosing"]
PRINTED = r"""[...document.querySelectorAll('.language-pycon.highlight code')].map((code) => code.textContent
  .replace(/\n$/, '').split('\n').filter((line) => !/^(>>> |\.\.\.)/.test(line)).map((line) => line + '\n').join(''))"""
OUTPUTS = "[...document.querySelectorAll('.run-output')].map((output) => output.textContent)"
NOTES = "[...document.querySelectorAll('.run-note')].map((note) => note.textContent)"
DONE = f"{NOTES}.every((note) => /^(실행했습니다|출력 없이|오류가)/.test(note))"
SEEN = "[...document.querySelectorAll('article .katex-base')].filter((each) => each.getClientRects().length)"
EMPTY = f"{SEEN}.filter((each) => !each.getBoundingClientRect().width || !each.getBoundingClientRect().height).length"
FONTS = "document.fonts.ready.then((all) => [...all].some((f) => /KaTeX/.test(f.family) && f.status == 'loaded'))"
HIDDEN_IN_PRINT = """(async () => {
  dispatchEvent(new Event('beforeprint'));
  for (const sheet of document.styleSheets) for (const rule of [...sheet.cssRules]) {
    if (rule.media?.mediaText.includes('print')) rule.media.mediaText = 'all';
    else if (/^(only )?screen/.test(rule.media?.mediaText)) rule.media.mediaText = 'not all';
  }
  await new Promise((done) => setTimeout(done, 300));
  const texts = 'article :is(p, li, pre, td, figcaption, summary, h1, h2, h3, .katex-html, img)';
  return [...document.querySelectorAll(texts)].filter((each) => !each.getClientRects().length
    && !each.closest('.only-dark, details:is(.source, .landscape), .page-links, .run-bar, .controls, .run-trace,'
    + '.no-print, .told, nav'))
    .map((each) => each.outerHTML.slice(0, 80));
})()"""


FIELD = "document.querySelector('.md-search__input')"
LINKS = "[...document.querySelectorAll('.md-search-result__link')].map((link) => link.getAttribute('href'))"


@pytest.fixture
def running(book):
    """The chapter, whose first example ran at a click."""
    book.open(CHAPTER).click(".run-start")
    book.until(f"{NOTES}[0].startsWith('실행했습니다')", "the first example ran")
    return book


@pytest.mark.parametrize("name", PAGES)
def test_page_shows_its_formulas_and_nothing_goes_wrong_in_it(book, name):
    book.open(PAGES[name])
    book.get("scrollTo({top: document.body.scrollHeight, behavior: 'instant'})")
    book.until("document.readyState == 'complete'")
    shown = book.get(f"{SEEN}.length")
    assert shown > 20 or name not in ("chapter", "first")
    assert book.get(EMPTY) == book.get("document.querySelectorAll('.katex-error, merror').length") == 0
    assert book.get(FONTS) or not shown


def test_both_colour_schemes_change_page_and_pictures(book):
    book.open(CHAPTER)
    seen = set()
    for _ in range(3):
        book.click("[data-scheme]")
        shade = "getComputedStyle(document.body).backgroundColor"
        drawn = "[...document.querySelectorAll('#fig-big-and-small img')].filter((img) => img.getClientRects().length)"
        book.centre("#fig-big-and-small")
        book.until(f"{drawn}[0].naturalWidth")
        assert book.get(f"{drawn}.length") == 1
        picture = book.get(f"{drawn}[0].currentSrc")
        seen.add((book.get("document.body.dataset.mdColorScheme"), book.get(shade), picture))
    schemes = {scheme: (shade, ".dark." in picture) for scheme, shade, picture in seen}
    assert schemes.keys() == {"default", "slate"} and len(seen) == 2
    assert [dark for _, dark in (schemes["default"], schemes["slate"])] == [False, True]


@pytest.fixture
def chart(book):
    """The chapter, scrolled to its chart."""
    book.open(CHAPTER).centre("#fig-playground")
    book.until("document.querySelector('#fig-playground .state b')?.textContent")
    return book


def state(book: Page) -> tuple[str, str]:
    """Return what the chart says and where its trail goes."""
    trail = "[...document.querySelectorAll('#fig-playground [data-moves=left-trail] path')]"
    return book.text("#fig-playground .state"), book.get(f"{trail}.map((path) => path.getAttribute('d')).join()")


def test_chart_moves_by_keyboard(chart):
    before = state(chart)
    chart.focus("#fig-playground-rate")
    for _ in range(3):
        chart.keys("ArrowRight")
    assert all(now != then for now, then in zip(state(chart), before, strict=True))


@pytest.mark.parametrize("touch", [False, True])
def test_chart_moves_by_pointer_and_touch(chart, touch):
    before = state(chart)
    x, y = chart.centre("#fig-playground-rate")
    try:
        chart.engine.pointer([(x, y), (x + 30, y), (x + 90, y)], touch)
    except CannotHere:
        pytest.skip("its driver cannot touch")
    chart.until(lambda: state(chart) != before, "the slider moved")
    before = state(chart)
    x, y = chart.centre("#fig-playground .grip")
    chart.engine.pointer([(x, y), (x + 20, y), (x - 40, y)], touch)
    chart.until(lambda: state(chart) != before, "the start was dragged")
    there = chart.centre("#fig-playground .grip")[0]
    assert abs(there - (x - 40)) < 30, "it stands at the start that is nearest to the finger"


def test_chosen_landscape_that_did_not_come_is_asked_for_by_choosing_it_again(engine, own):
    folder, address, _ = own
    chart = Page(engine, address).open(CHAPTER)
    chart.centre("#fig-playground")
    chart.until("document.querySelector('#fig-playground .state b')?.textContent")
    states = folder / CHAPTER / chart.get("[...document.querySelectorAll('#fig-playground .choices input')][1].value")
    away = states.rename(states.with_suffix(".away"))
    chart.click("#fig-playground .choices label", 1)
    chart.until("document.querySelector('#fig-playground .state').textContent.includes('받지 못했습니다')")
    away.rename(states)
    chart.click("#fig-playground .choices label", 1)
    chart.until("document.querySelector('#fig-playground .note').textContent.includes('최소점마다')")


@pytest.mark.parametrize("name", ["first", "chapter", "choosing", "momentum", "reference"])
def test_every_example_prints_what_the_page_prints(book, name):
    expected = book.open(PAGES[name]).get(PRINTED)
    book.get("document.querySelectorAll('details').forEach((fold) => (fold.open = true))")
    book.click(".run-start")
    book.until(DONE.replace("every", "some"), "the first example ran")
    book.get("[...document.querySelectorAll('.run-start')].slice(1).forEach((button) => button.click())")
    book.until(DONE, "all examples ran")
    assert book.get(OUTPUTS) == expected and len(expected) > 8


@pytest.mark.parametrize("leave", [False, True])
def test_endless_loop_ends_when_it_is_stopped_or_left(running, leave):
    running.write("print('앞')\nwhile True: pass")
    running.keys("Control+Enter")
    running.until(f"{OUTPUTS}[0] == '앞\\n'")
    if leave:
        running.engine.open(running.address)
    else:
        running.click(".run-stop:enabled")
        running.until(f"{NOTES}[0] == '멈췄습니다'")
    running.until(lambda: running.processor() < 0.3, "the browser is calm", 30)  # WebKit gives up by itself after 60
    if not leave:
        running.write("print(40 + 2)")
        running.keys("Control+Enter")
        running.until(f"{OUTPUTS}[0] == '42\\n'")


def test_quiz_answers_a_click_and_the_keyboard(book):
    book.open(CHAPTER)
    answer = book.text(".question details strong")
    choices = book.get(
        "[...document.querySelector('.question').querySelectorAll('label')].map((l) => l.textContent.trim())"
    )
    right = choices.index(answer)
    book.click(".question label", (right + 1) % 2)
    book.until("document.querySelector('.question .verdict').textContent.includes('다릅니다')")
    assert book.get("document.querySelector('.question details').open")
    while book.get("document.querySelector('.question input:checked').value") != answer:
        book.keys("ArrowDown")
        assert "Enter" in book.text(".question .verdict"), "arrow keys read the choices, and answer nothing"
    book.keys("Enter")
    book.until("document.querySelector('.question .verdict').textContent == '맞았습니다.'")


def test_contents_of_a_narrow_screen_open_and_close_by_keyboard(book):
    book.open(CHAPTER, width=390)
    seen = "getComputedStyle(document.querySelector('.md-sidebar--primary')).visibility == 'visible'"
    assert not book.get(seen)
    book.focus(".md-header [for=__drawer]")
    book.keys("Enter")
    book.until(f"document.activeElement.matches('.md-sidebar--primary .md-nav__title') && {seen}")
    book.keys("Escape")
    book.until(f"document.activeElement.matches('.md-header [for=__drawer]') && !({seen})")


def test_search_finds_what_is_typed(book):
    book.open()
    book.click(".md-search__input")
    book.keys("하강법")
    book.until("document.querySelector('.md-search-result__link')?.href.includes('gradient-descent/')")
    # a Firefox without a screen has no focus, and the theme opens its list on focus: not clicked by the pointer
    book.get("document.querySelector('.md-search-result__link').click()")
    book.until("location.pathname.includes('/gradient-descent/') && window.troubles && document.querySelector('mark')")


def test_search_finds_what_is_meant_however_it_is_asked(book):
    book.open().click(".md-search__input")
    missed = []
    for words, path in AS_ASKED.items():
        for query, done in (("", f"!{FOUND}"), (words, FOUND)):  # as a paste does: no key is pressed
            book.get(f"((field) => {{ field.value = {query!r}; field.dispatchEvent(new Event('input')) }})({FIELD})")
            book.until(done, f"{words} was searched")
        if not any(link.endswith(path) for link in book.get(LINKS)):
            missed.append(words)
    assert missed == []


def test_folds_open_by_click_and_by_a_link_into_them(book):
    book.open(CHAPTER)
    fold = "document.getElementById('saddles').closest('details')"
    assert not book.get(f"{fold}.open")
    book.click(".footnote a[href='#saddles']")
    book.until(f"{fold}.open")
    book.click("article details.source > summary")
    book.until("document.querySelector('article details.source').open")


def test_print_shows_all_text(book):
    assert book.open(CHAPTER).get(HIDDEN_IN_PRINT) == []
    book.open(PAGES["glossary"])
    try:
        assert book.engine.pdf().startswith(b"%PDF")
    except CannotHere:
        pass  # what is laid out for print was looked at


def test_editor_that_did_not_come_is_asked_for_again(engine, own):
    folder, address, _ = own
    (editor,) = (folder / "assets" / "live").glob("editor-*.js")
    away = editor.rename(editor.with_suffix(".away"))
    book = Page(engine, address).open(CHAPTER)
    book.click(".run-start")
    book.until(f"{NOTES}[0].includes('다시 눌러 보세요')")
    away.rename(editor)
    book.click(".run-start")
    book.until(f"{NOTES}[0].startsWith('실행했습니다')")


def test_switched_off_webassembly_is_called_that(book):
    book.open(CHAPTER).get("delete window.WebAssembly")
    book.click(".run-start")
    book.until(f"{NOTES}[0].includes('WebAssembly')")


def offered(engine, address, path):
    """Return a page of which the part is kept, and the rest of the book offered."""
    book = Page(engine, address).open(path)
    if not book.get("'serviceWorker' in navigator"):
        pytest.skip("this window has no service workers")
    book.until("document.querySelector('.page-links button')")
    return book


def test_part_that_was_read_reads_offline_after_one_visit(engine, own):
    _, address, stop = own
    book = offered(engine, address, CHAPTER)
    book.centre("#fig-playground")
    book.until(f"{KEPT}.then((kept) => kept.some((name) => name.endsWith('/playground/valley.json')))", "it is kept")
    stop()
    engine.open(address + CHAPTER)
    book.until("['.question input', '.run-start', '.grip'].every((part) => document.querySelector(part))", "it lives")
    for name in ("chapter", "glossary", "notebook"):
        engine.open(address + PAGES[name])
        book.until("document.querySelectorAll('h1').length == 1 && document.querySelector('.md-header').offsetHeight")
    engine.open(address + "no-such-page/")
    assert "찾는 페이지가 없습니다" in book.text("h1")


def test_page_that_was_not_kept_is_called_that_offline(engine, own):
    _, address, stop = own
    book = offered(engine, address, "")
    stop()
    engine.open(address + CHAPTER)
    book.until("document.querySelector('h1')?.textContent.includes('아직 이 기기에 없습니다')")
    assert book.get("document.querySelector('#again').href") == address + CHAPTER


def test_whole_book_reads_offline_when_its_reader_asked(engine, own):
    _, address, stop = own
    book = offered(engine, address, "")
    book.click(".page-links button")
    book.until("document.querySelector('.page-links').textContent.includes('책 전체를')")
    stop()
    engine.open(address + CHAPTER)
    book.until("document.querySelector('.chart .state')?.textContent", "the chart has its states")
