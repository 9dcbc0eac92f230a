"""What a reader does with the examples: runs, changes, stops and restores them, by mouse, keyboard and touch."""

import re

import pytest

from lesson_code.publish.book import MACHINERY
from tests.browser.conftest import troubles
from tests.browser.reader import Example, unfold, until

CHAPTER = "gradient-descent/learning-rate/"
REFERENCE = "reference/"
AMOUNT = "parseFloat(document.querySelector('.run-amount').textContent.split('중 ')[1] ?? 0)"
HEAVY = re.compile(r"pyodide|editor|worker\.js|console\.py|lesson_code/\w+\.py")


@pytest.fixture(scope="module")
def running(browser, address):
    """The chapter with its first example run: a warm Python for the tests that do not need a cold one."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, service_workers="block")
    page = context.new_page()
    wrong = troubles(page, address)
    page.goto(address + CHAPTER)
    Example(page).run()
    yield page
    context.close()
    assert wrong == []


@pytest.fixture
def example(running):
    """Its first example, as published."""
    first = Example(running)
    first.button("처음으로").click()
    return first


def printed_by(page):
    """Return what each example of the page prints: its lines without a prompt."""
    blocks = "[...document.querySelectorAll('.language-pycon.highlight code')]"
    lines = page.evaluate(f"{blocks}.map(code => code.textContent.replace(/\\n$/, '').split('\\n'))")
    return ["".join(f"{line}\n" for line in block if not line.startswith((">>> ", "..."))) for block in lines]


@pytest.mark.parametrize("path", [CHAPTER, REFERENCE])
def test_every_example_prints_what_the_page_prints(open_page, path):
    page = open_page(path)
    unfold(page)
    expected = printed_by(page)
    assert len(expected) >= 12 and page.locator(".run-start").count() == len(expected)
    for number, output in enumerate(expected):
        example = Example(page, number)
        assert example.run() == output, (path, number)
        assert not example.trace.is_visible()


def test_reading_fetches_nothing_of_python_or_the_editor(open_page):
    page = open_page(fresh=True)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(page.url + CHAPTER)
    page.locator(".run-start:visible").last.scroll_into_view_if_needed()
    page.locator(".run-start").first.focus()
    page.wait_for_timeout(300)
    heavy = [url for url in asked if HEAVY.search(url.rpartition("/book/")[2])]
    assert len(asked) > 5 and heavy == []
    page.locator(".run-start").first.press("Enter")
    until(page, lambda: sum(bool(HEAVY.search(url)) for url in asked) > 8, "the first click fetches them")


def test_no_buttons_without_javascript(open_page):
    page = open_page(CHAPTER, java_script_enabled=False)
    assert page.locator(".language-pycon.highlight").count() >= 12
    assert page.get_by_role("button", name="실행").count() == 0


@pytest.mark.parametrize("touch", [False, True])
def test_button_moves_nothing_when_it_comes(open_page, touch):
    page = open_page(CHAPTER, width=390, has_touch=touch)
    blocks = "[...document.querySelectorAll('.language-pycon.highlight')].map(block => block.offsetHeight)"
    after = page.evaluate(blocks)
    page.evaluate("document.querySelectorAll('.run-bar').forEach(bar => bar.remove())")
    assert page.evaluate(blocks) == after


def test_changed_example_runs_by_keyboard(example):
    for key in ("Control+Enter", "Shift+Enter"):
        example.write(f"theta = 3.0\ntheta * 2\n'{key}'")
        example.page.keyboard.press(key)
        until(example.page, lambda key=key: example.printed == f"6.0\n'{key}'\n", "the changed code is run")
        assert example.editor.inner_text().count("\n") == 2  # the key adds no line


def test_core_that_runs_is_the_file_that_the_site_serves(example, address):
    example.write("import lesson_code.descent as d\nprint(open(d.__file__).read(), end='')")
    served = example.page.request.get(address + "lesson_code/descent.py").text()
    assert example.run() == served == (MACHINERY / "lesson_code" / "descent.py").read_text("utf-8")


def test_back_to_the_start_restores_code_and_output(example):
    code, printed = example.editor.inner_text(), example.printed
    assert code.startswith("from lesson_code.descent import step\n") and printed == "6.0\n"
    example.write("print(1)")
    assert example.run() == "1\n"
    example.button("처음으로").click()
    assert (example.editor.inner_text(), example.printed) == (code, printed)


def test_error_shows_its_last_line_first_and_the_trace_on_demand(example):
    example.write("from lesson_code.stability import edge\nprint('<b>앞</b>')\nedge(-1.0)")
    last = "ValueError: curvature must be positive and finite, not -1.0"
    assert example.run() == "<b>앞</b>\n" + last
    trace = example.trace.locator("pre")
    assert not trace.is_visible() and example.block.locator("b").count() == 0
    example.trace.locator("summary").click()
    text = trace.inner_text()
    assert text.startswith("Traceback") and 'File "<예제>", line 3' in text and "edge(-1.0)" in text
    assert "/lesson_code/stability.py" in text and "console.py" not in text and "_pyodide" not in text
    example.write("print(2)")
    assert example.run() == "2\n" and not example.trace.is_visible()


def test_tab_leaves_the_editor(example):
    code = example.editor.inner_text()
    example.editor.focus()
    example.page.keyboard.press("Tab")
    assert example.button("실행").evaluate("button => button === document.activeElement")
    example.page.keyboard.press("Shift+Tab")
    example.page.keyboard.press("Shift+Tab")
    assert not example.block.evaluate("block => block.contains(document.activeElement)")
    assert example.editor.inner_text() == code


@pytest.mark.parametrize("loop", ["print('앞')\nprint('뒤')\nwhile True: pass", "while True: print(1)"])
def test_endless_loop_can_be_stopped_and_the_next_run_works(example, loop):
    page = example.page
    example.write(loop)
    example.button("실행").click()
    example.wait("실행하는 중")
    page.wait_for_timeout(300)
    slowest = page.evaluate(
        """async () => { let worst = 0, last = performance.now(); const end = last + 500;
        while (last < end) { await new Promise(requestAnimationFrame);
          const now = performance.now(); worst = Math.max(worst, now - last); last = now; } return worst }"""
    )
    assert slowest < 300, "the page stays responsive"
    example.button("멈춤").focus()
    page.keyboard.press("Enter")
    assert example.note == "멈췄습니다"
    assert example.printed == "앞\n뒤\n" if "pass" in loop else example.printed.startswith("1\n" * 1000 + "…")
    assert example.button("실행").evaluate("button => button === document.activeElement")
    example.write("print(40 + 2)")
    assert example.run() == "42\n"


def test_other_examples_wait_for_their_turn(example):
    page = example.page
    example.write("while True: pass")
    example.button("실행").click()
    example.wait("실행하는 중")
    other = Example(page, 1)
    other.button("실행").click()
    other.wait("앞의 예제가 끝나기를 기다리는 중")
    example.button("멈춤").click()
    other.wait("실행했습니다")
    assert other.printed == "0.01 9.8\n0.1 8.0\n0.4 2.0\n"


def test_loading_is_told_in_words_and_a_lost_download_can_be_tried_again(browser, address):
    """Pyodide's wasm is held up, then lost; its second download comes through."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, service_workers="block")
    page = context.new_page()
    held = []
    context.route("**/pyodide.asm.wasm", lambda route: route.continue_() if held else held.append(route))
    page.goto(address + CHAPTER)
    example = Example(page)
    example.button("실행").click()
    until(page, lambda: held, "the wasm is asked for")
    until(page, lambda: page.evaluate(AMOUNT) > 0.5, "the rest is counted")
    told = example.block.locator(".run-bar").inner_text().replace("\n", " ")
    assert re.search(r"파이썬을 불러오는 중 \d+% \(13\.5 MB 중 \d+\.\d MB\)", told), told
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    held[0].abort()
    until(page, lambda: "불러오지 못했습니다" in example.note, "the loss is told")
    assert example.printed == "6.0\n"
    example.button("다시 시도").click()
    example.wait("실행했습니다")
    assert example.printed == "6.0\n" and example.button("실행").is_visible()
    example.write("import os\nos._exit(1)")
    example.button("실행").click()
    until(page, lambda: "도중에 꺼졌습니다" in example.note, "the end of Python is told")
    assert example.printed == "" and example.button("다시 시도").is_visible()
    context.close()


def test_open_editor_fits_a_small_phone(open_page):
    page = open_page(CHAPTER, width=320, has_touch=True)
    example = Example(page)
    example.run()
    example.write("print('" + "길다 " * 60 + "')\n1 / 0")
    example.run()
    example.trace.locator("summary").click()
    boxes = [example.button(name).bounding_box() for name in ("실행", "멈춤", "처음으로")]
    assert all(box["width"] >= 44 and box["height"] >= 44 for box in boxes), boxes
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
