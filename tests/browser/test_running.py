"""What a reader does with the examples: runs, changes, stops and restores them, by mouse, keyboard and touch."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from lesson_code.publish.book import MACHINERY
from tests.browser.conftest import troubles
from tests.browser.reader import Example, open_chart, show, unfold, until, violations

CHAPTER = "gradient-descent/learning-rate/"
REFERENCE = "reference/"
AMOUNT = "parseFloat(document.querySelector('.run-amount').textContent.split('중 ')[1] ?? 0)"
HEAVY = re.compile(r"pyodide|editor|worker\.js|console\.py|lesson_code/\w+\.py")


@dataclass
class Running:
    """A page whose Python runs: what it was to print, and what it asked for before and since the first click."""

    page: Page
    expected: list[str]
    read: list[str]
    asked: list[str]


@pytest.fixture(scope="module")
def running(keep_page):
    """The chapter, read to its end, then its first example run: a warm Python for the tests that need no cold one."""
    page, asked = keep_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(page.url + CHAPTER)
    page.locator(".run-start:visible").last.scroll_into_view_if_needed()
    page.locator(".run-start").first.focus()
    page.wait_for_timeout(300)
    read, expected = asked.copy(), printed_by(page)
    page.locator(".run-start").first.press("Enter")
    Example(page).wait("실행했습니다")
    return Running(page, expected, read, asked)


@pytest.fixture
def example(running):
    """Its first example, as published."""
    first = Example(running.page)
    first.button("원래 코드로").click()
    return first


def printed_by(page):
    """Return what each example of the page prints: its lines without a prompt."""
    blocks = "[...document.querySelectorAll('.language-pycon.highlight code')]"
    lines = page.evaluate(f"{blocks}.map(code => code.textContent.replace(/\\n$/, '').split('\\n'))")
    return ["".join(f"{line}\n" for line in block if not line.startswith((">>> ", "..."))) for block in lines]


def run_all(page, expected):
    """Run every example of the page, and see that each prints what the page prints."""
    unfold(page)
    assert len(expected) >= 12 and page.locator(".run-bar").count() == len(expected)
    for number, output in enumerate(expected):
        example = Example(page, number)
        assert example.run() == output, number
        assert not example.trace.is_visible()


@pytest.mark.parametrize("touch", [False, True])
def test_button_moves_nothing_when_it_comes(open_page, touch):
    page = open_page(CHAPTER, width=390, **{"has_touch": True} if touch else {})
    blocks = "[...document.querySelectorAll('.language-pycon.highlight')].map(block => block.offsetHeight)"
    after = page.evaluate(blocks)
    page.evaluate("document.querySelectorAll('.run-bar').forEach(bar => bar.remove())")
    assert page.evaluate(blocks) == after


def test_reading_fetches_nothing_of_python_or_the_editor(running):
    def heavy(urls):
        return [url for url in urls if HEAVY.search(url.rpartition("/book/")[2])]

    assert len(running.read) > 5 and heavy(running.read) == []
    assert len(heavy(running.asked)) > 8, "the first click fetches them"


def test_axe_finds_nothing_in_a_chapter_that_is_used(example):
    """All guesses are made, the chart is moved past the edge, and an example ended in an error."""
    page = example.page
    unfold(page)
    for question in page.locator(".admonition.question").all():
        question.locator("label").first.click()
    open_chart(page)
    page.locator("#fig-playground-rate").press("End")
    example.write("print('길다 ' * 60)\n1 / 0")
    example.run()
    example.trace.locator("summary").click()
    for scheme, width in (("light", 390), ("dark", 1440)):
        show(page, scheme, width)
        assert page.locator("#fig-playground .state").inner_text().startswith("발산")
        assert example.trace.locator("pre").is_visible() and example.editor.is_visible()
        assert violations(page) == [], scheme


@pytest.mark.usefixtures("example")
def test_every_example_of_the_chapter_prints_what_the_page_prints(running):
    run_all(running.page, running.expected)


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
    assert code.startswith("theta = 10.0\n") and printed == "6.0\n"
    example.write("print(1)")
    assert example.run() == "1\n"
    example.button("원래 코드로").click()
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


def stop(example):
    """Stop the example by key, after a look whether the page still draws."""
    slowest = example.page.evaluate(
        """async () => { let worst = 0, last = performance.now(); const end = last + 500;
        while (last < end) { await new Promise(requestAnimationFrame);
          const now = performance.now(); worst = Math.max(worst, now - last); last = now; } return worst }"""
    )
    assert slowest < 300, "the page stays responsive"
    example.button("멈춤").press("Enter")
    assert example.note == "멈췄습니다"
    assert example.button("실행").evaluate("button => button === document.activeElement")


def test_endless_loop_can_be_stopped_and_what_waits_for_its_turn_runs(example):
    example.write("print('앞')\nprint('뒤')\nwhile True: pass")
    example.button("실행").click()
    example.wait("실행하는 중")
    other = Example(example.page, 1)
    other.button("실행").click()
    other.wait("앞의 예제가 끝나기를 기다리는 중")
    stop(example)
    assert example.printed == "앞\n뒤\n"
    other.wait("실행했습니다")
    assert other.printed == "6.0\n"
    example.write("print(40 + 2)")
    assert example.run() == "42\n"


def test_endless_output_can_be_stopped(example):
    example.write("while True: print(1)")
    example.button("실행").click()
    example.wait("실행하는 중")
    example.page.wait_for_timeout(300)
    stop(example)
    assert example.printed.startswith("1\n" * 1000 + "…")


@pytest.fixture(scope="module")
def phone(browser, address):
    """The reference on a small phone, and what its examples are to print; what goes wrong there is partly meant."""
    size = {"width": 320, "height": 844}
    with browser.new_context(viewport=size, has_touch=True, service_workers="block") as context:
        page = context.new_page()
        page.goto(address + REFERENCE)
        yield page, printed_by(page)


def test_loading_is_told_in_words_and_a_lost_download_can_be_tried_again(phone):
    """Pyodide's wasm is held up, then lost; its second download comes through."""
    (page, expected), held = phone, []
    page.context.route("**/pyodide.asm.wasm", lambda route: route.continue_() if held else held.append(route))
    example = Example(page)
    example.button("실행").click()
    until(page, lambda: held, "the wasm is asked for")
    until(page, lambda: page.evaluate(AMOUNT) > 0.5, "the rest is counted")
    told = example.block.locator(".run-bar").inner_text().replace("\n", " ")
    assert re.search(r"파이썬을 불러오는 중 \d+% \(13\.5 MB 중 \d+\.\d MB\)", told), told
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    held[0].abort()
    until(page, lambda: "불러오지 못했습니다" in example.note, "the loss is told")
    assert example.printed == expected[0]
    example.button("다시 시도").click()
    example.wait("실행했습니다")
    assert example.printed == expected[0] and example.button("실행").is_visible()


def test_module_that_was_cut_on_its_way_is_refused_and_asked_for_again(browser, address):
    """What is left of it could be imported: only what calls the lost end would fail, in every run until a reload."""
    cut = []

    def serve(route):
        if cut:
            return route.continue_()
        cut.append(route.fetch().text().partition("def _check")[0])
        return route.fulfill(body=cut[0], content_type="text/x-python")

    with browser.new_context(service_workers="block") as context:
        context.route("**/descent.py", serve)
        page = context.new_page()
        page.goto(address + CHAPTER)
        example = Example(page)
        example.button("실행").click()
        until(page, lambda: "불러오지 못했습니다" in example.note, "the loss is told")
        example.button("다시 시도").click()
        example.wait("실행했습니다")
        example.write("from lesson_code.descent import step\nstep(1.0, float, 0.5)")
        assert example.run() == "0.5\n" and "def step" in cut[0]


def test_every_example_of_the_reference_prints_what_the_page_prints(phone, address):
    page, expected = phone
    wrong = troubles(page, address)
    run_all(page, expected)
    assert wrong == []


def test_open_editor_fits_a_small_phone(phone):
    page, _ = phone
    example = Example(page)
    example.run()
    example.write("print('" + "길다 " * 60 + "')\n1 / 0")
    example.run()
    example.trace.locator("summary").click()
    boxes = [example.button(name).bounding_box() for name in ("실행", "멈춤", "원래 코드로")]
    assert all(box["width"] >= 44 and box["height"] >= 44 for box in boxes), boxes
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_error_that_is_meant_is_printed_as_the_page_has_it(open_page):
    page = open_page("gradient-descent/choosing-learning-rate/")
    expected = printed_by(page)
    (number,) = [number for number, output in enumerate(expected) if "Traceback" in output]
    example = Example(page, number)
    assert example.run() == expected[number] and example.trace.is_visible()


def test_switched_off_webassembly_is_no_fault_of_the_connection(open_page):
    page = open_page(CHAPTER)
    page.evaluate("delete window.WebAssembly")
    example = Example(page)
    example.button("실행").click()
    until(page, lambda: "WebAssembly" in example.note, "the note says what is off")
    assert example.button("멈춤").is_disabled()


@pytest.mark.parametrize(
    "code", ["import os\nos._exit(1)", "import ctypes\nctypes.CDLL(None).emscripten_run_script(b'self.escaped = 1')"]
)
def test_end_of_python_is_told(phone, code):
    page, _ = phone
    example = Example(page)
    if example.editor.count():
        example.button("원래 코드로").click()
    example.block.locator(".run-start").click()
    example.wait("실행했습니다")
    example.write(code)
    example.button("실행").click()
    until(page, lambda: "도중에 꺼졌습니다" in example.note, "the end of Python is told")
    assert example.printed == "" and example.button("다시 시도").is_visible()
