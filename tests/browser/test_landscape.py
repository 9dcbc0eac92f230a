"""The reader's own loss: fetched and run when asked, computed as in CPython, refused in one line, shared by address."""

import json
import math
import re
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Page

from lesson_code.descent import trajectory
from lesson_code.landscape import draw
from tests.browser.conftest import troubles
from tests.browser.reader import show, until, violations
from tests.browser.test_running import HEAVY

CHAPTER = "gradient-descent/learning-rate/"
PREPARED = {"loss": "(x - 1)**2 * (x + 1.5)**2 / 4", "rate": "0.1", "start": "-2.5", "steps": "33"}
DRAWN = "!document.getElementById('own').hidden"
STATUS = "document.querySelector('.landscape [role=status]').textContent"
TELLING = f"{STATUS} !== ''"
# what Python answers to what
OVERHEAR = """window.answers = []; window.Worker = class extends Worker {
    constructor(...all) {
        super(...all);
        this.addEventListener("message", ({data}) => data.type === "done" && answers.push({...this.asked, ...data}));
    }
    postMessage(message) {
        this.asked = message.landscape;
        super.postMessage(message);
    }
}; 0"""
TEN = {  # a loss and its gradient, written by hand
    "x**4 - 3*x**2 + x": lambda x: 4 * x**3 - 6 * x + 1,
    "x**2": lambda x: 2 * x,
    "(x - 1)**2 * (x + 1.5)**2 / 4": lambda x: (x - 1) * (x + 1.5) * (2 * x + 0.5) / 2,
    "x*sin(3*x)": lambda x: math.sin(3 * x) + 3 * x * math.cos(3 * x),
    "x**2/4 + cos(2*x)": lambda x: x / 2 - 2 * math.sin(2 * x),
    "exp(x) - 2*x": lambda x: math.exp(x) - 2,
    "1 - exp(-x*x)": lambda x: 2 * x * math.exp(-x * x),
    "abs(x - 0.3)": lambda x: (x > 0.3) - (x < 0.3),
    "max(x*x, 2*x + 1)": lambda x: 2 * x if x * x > 2 * x + 1 else 2,
    "log(cosh(x)) + tanh(x)/2": lambda x: math.tanh(x) + (1 - math.tanh(x) ** 2) / 2,
}
REFUSED = {
    "x**2 +": "번째 글자에서 식으로 읽히지 않습니다",
    "1/0": "0으로 나누게 됩니다",
    "9**9**9": "너무 커서",
    "(-8)**(1/3)": "실수가 아닙니다",
    "while True: pass": "쓸 수 없는 것이 있습니다: while True: pass",
    "import js": "쓸 수 없는 것이 있습니다: import js",
    "js.document.title": "쓸 수 없는 것이 있습니다: js.document.title",
    "<img src=x onerror=alert(1)>": "식으로 읽히지 않습니다",
    "x" * 10**6: "1000000자입니다",
}


@dataclass
class Own:
    """The fold of an open page, as its reader sees it, and what the page asked for."""

    page: Page
    asked: list[str] = field(default_factory=list)

    @property
    def heavy(self):
        return [url for url in self.asked if HEAVY.search(url.rpartition("/book/")[2])]

    @property
    def status(self):
        return self.page.evaluate(STATUS)

    @property
    def state(self):
        return self.page.locator("#own .state").text_content()

    @property
    def answers(self):
        return self.page.evaluate("answers.length")

    @property
    def answer(self):
        return self.page.evaluate("answers.at(-1)")

    @property
    def values(self):
        names = ("rate", "start", "steps")
        said = [self.page.locator(f"#own-{name}").get_attribute("aria-valuetext") for name in names]
        return [float(value.replace("−", "-")) for value in said]

    def put(self, **places):
        for name, there in places.items():
            script = "(s, at) => { s.value = at; s.dispatchEvent(new Event('input')) }"
            self.page.locator(f"#own-{name}").evaluate(script, there)

    def draw(self, line):
        """Write a loss and press Enter; return what Python answers."""
        self.page.locator("#own-loss").fill(line)
        before = self.answers
        self.page.locator("#own-loss").press("Enter")
        until(self.page, lambda: self.answers > before and self.answer["loss"] == line, "Python answers")
        return self.answer

    def settle(self):
        """Wait until what is shown is what the sliders and the loss say."""
        rate, start, steps = self.values
        expected = draw(self.page.locator("#own-loss").input_value(), rate, start, int(steps))
        until(self.page, lambda: self.state == f"{expected['words']} {expected['line']}", expected["line"])


@pytest.fixture(scope="module")
def arrived(keep_page):
    """The chapter, opened with a prepared address and left alone for a while."""
    page, asked = keep_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{page.url}{CHAPTER}#{urlencode(PREPARED)}")
    until(page, "!!document.getElementById('own-loss')")
    page.wait_for_timeout(500)
    seen = {
        "heavy": Own(page, asked).heavy,
        "open": page.locator("details.landscape").evaluate("fold => fold.open"),
        "top": page.locator("details.landscape").evaluate("fold => fold.getBoundingClientRect().top"),
        "loss": page.locator("#own-loss").input_value(),
        "values": Own(page).values,
        "status": Own(page).status,
        "hidden": page.locator("#own").is_hidden(),
    }
    page.evaluate(OVERHEAR)
    return Own(page, asked), seen


@pytest.fixture(scope="module")
def warm(arrived):
    """The same after its first drawing, which was asked for by a click."""
    own, _ = arrived
    own.page.locator(".landscape .draw").click()
    until(own.page, DRAWN)
    return own


@pytest.fixture
def own(warm):
    """The same with the prepared state drawn."""
    warm.page.set_viewport_size({"width": 1440, "height": 900})
    warm.put(rate=40, start=15, steps=32)
    warm.draw(PREPARED["loss"])
    warm.settle()
    return warm


def test_prepared_address_is_shown_and_draws_and_runs_nothing_until_asked(arrived):
    _, seen = arrived
    assert seen["heavy"] == [] and seen["hidden"]
    assert seen["open"] and 0 < seen["top"] < 200
    assert seen["loss"] == PREPARED["loss"] and seen["values"] == [0.1, -2.5, 33]
    assert re.search(r"아직 실행하지 않았습니다\. 「그리기」를 처음 누르면 .*13\.5 MB", seen["status"])


def test_first_drawing_fetches_python_and_shows_the_prepared_state(warm):
    assert len(warm.heavy) > 8 and not [url for url in warm.asked if "editor" in url], "no editor is needed"
    warm.settle()
    assert warm.values == [0.1, -2.5, 33] and warm.status == ""


@pytest.mark.parametrize("line", TEN)
def test_browser_walks_as_cpython_does(own, line):
    own.put(rate=26, start=61, steps=39)
    own.draw(line)
    own.settle()
    rate, start, steps = own.values
    walk, expected = own.answer["walk"], trajectory(TEN[line], start, rate, int(steps))
    assert len(walk) == 41 and walk == pytest.approx(expected, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("line", REFUSED)
def test_what_cannot_be_drawn_ends_in_one_clear_line(own, line):
    assert "fault" in own.draw(line)
    until(own.page, TELLING)
    assert REFUSED[line] in own.status and "\n" not in own.status
    assert own.page.locator("#own").is_hidden() and own.page.locator(".landscape img").count() == 0
    own.draw("x**2")
    until(own.page, DRAWN)
    assert own.status == ""


def test_words_curve_and_edge_follow_every_slider(own):
    for name, key in (("rate", "End"), ("rate", "Home"), ("start", "End"), ("steps", "ArrowRight"), ("start", "Home")):
        before = own.state, own.page.locator("#own svg.wide [data-moves=left-trail] path").get_attribute("d")
        own.page.locator(f"#own-{name}").press(key)
        own.settle()
        after = own.state, own.page.locator("#own svg.wide [data-moves=left-trail] path").get_attribute("d")
        assert before[0] != after[0] and before[1] != after[1], (name, key)
    rate, start, steps = own.values
    expected = draw(PREPARED["loss"], rate, start, int(steps))
    assert own.page.locator("#own .note").inner_text() == expected["note"]
    assert own.page.locator("#own .scale").text_content() == f"경계 {expected['edge']:.3g}"
    until(own.page, lambda: expected["words"] in own.page.locator("#own .said").text_content(), "it is heard")


def test_moving_on_asks_one_question_at_a_time_and_ends_with_the_newest(own):
    before = own.answers
    own.page.evaluate(
        """async () => { const slider = document.getElementById('own-rate');
        for (let place = 0; place < 60; place++) { slider.value = place; slider.dispatchEvent(new Event('input'));
            await new Promise(requestAnimationFrame) } }"""
    )
    own.put(rate=55, steps=70)
    own.settle()
    assert 2 <= own.answers - before <= 62
    own.page.evaluate(
        "for (let place = 1; place < 60; place++) { const slider = document.getElementById('own-steps');"
        "slider.value = place; slider.dispatchEvent(new Event('input')) }"
    )
    between = own.answers
    own.settle()
    assert own.answers - between <= 3, "of what came at once the newest alone is asked"


def test_late_answer_is_dropped(own):
    before = own.answers
    own.page.evaluate("""document.querySelector('.landscape .draw').click(); location.hash = '#loss=x**6&rate=0.3'""")
    until(own.page, lambda: own.answers > before and "주소에 담긴" in own.status, "the answer has come")
    own.page.wait_for_timeout(100)
    assert own.page.locator("#own").is_hidden() and own.page.locator("#own-loss").input_value() == "x**6"


def test_address_is_copied_and_opens_the_same_landscape_elsewhere(own, open_page):
    own.draw("max(x, -2*x) + sin(x)**2 + 1")
    own.settle()
    own.page.get_by_role("button", name="주소로 공유하기").click()
    until(own.page, lambda: "복사했습니다" in own.status, "it is told")
    copied = own.page.evaluate("navigator.clipboard.readText()")
    assert copied == own.page.url
    held = {name: value for name, (value,) in parse_qs(urlsplit(copied).fragment).items()}
    assert held == {"loss": "max(x, -2*x) + sin(x)**2 + 1", "rate": "0.1", "start": "-2.5", "steps": "33"}
    there = open_page(CHAPTER + "#" + urlsplit(copied).fragment)
    until(there, "!!document.getElementById('own-loss')")
    assert there.locator("#own-loss").input_value() == held["loss"] and Own(there).values == [0.1, -2.5, 33]


def test_nonsense_in_the_address_is_forgiven_and_stays_text(open_page):
    page = open_page(CHAPTER + "#loss")
    until(page, "!!document.getElementById('own-loss')")
    for nonsense, loss, values in (
        ("loss", "", [0.02, 2, 20]),
        ("loss=%E0%A4%A&rate=abc&start=1e999&steps=&%=%", "\ufffd%A", [0.02, 2, 20]),
        ("rate=5&loss=%3Cscript%3Ealert(1)%3C/script%3E", "<script>alert(1)</script>", [5, 2, 20]),
        ("loss=x&rate=-1&start=-99&steps=1e9", "x", [0.001, -4, 100]),
        ("loss=x&loss=y&start=0", "y", [0.02, 0, 20]),
    ):
        page.evaluate(f"location.hash = '{nonsense}'")
        until(page, lambda loss=loss: page.locator("#own-loss").input_value() == loss, nonsense)
        assert Own(page).values == values and "아직 실행하지" in Own(page).status
    assert page.locator("article script").count() == 0


def test_other_addresses_work_as_ever_and_open_no_landscape(open_page):
    page = open_page(CHAPTER + "#where-the-edge-is")
    page.wait_for_timeout(200)
    assert abs(page.evaluate("document.getElementById('where-the-edge-is').getBoundingClientRect().top")) < 100
    assert page.locator("#own-loss").count() == 0
    assert not page.locator("details.landscape").evaluate("fold => fold.open")


def test_opening_fetches_nothing_heavy_and_a_reload_keeps_what_was_written(open_page):
    page, asked = open_page(CHAPTER), []
    page.on("request", lambda request: asked.append(request.url))
    page.locator("details.landscape summary").click()
    page.locator("#own-loss").fill("cosh(x)")
    Own(page).put(start=7)
    page.reload()
    until(page, "!!document.getElementById('own-loss')")
    page.wait_for_timeout(300)
    assert page.locator("#own-loss").input_value() == "cosh(x)" and Own(page).values == [0.02, -3.3, 20]
    assert page.locator("#own").is_hidden() and Own(page, asked).heavy == []


def test_without_scripts_or_a_server_there_is_no_fold(open_page, site, browser):
    plain = open_page(CHAPTER, java_script_enabled=False)
    assert plain.locator("details.landscape").is_hidden()
    with browser.new_context() as context:
        filed = context.new_page()
        filed.goto((site / CHAPTER / "index.html").as_uri())
        assert filed.locator("details.landscape").is_hidden()


def test_axe_finds_nothing_and_every_control_is_reached_by_keyboard(own):
    for scheme, width in (("light", 390), ("dark", 1440)):
        show(own.page, scheme, width)
        assert violations(own.page, "'details.landscape'") == [], scheme
    own.page.locator("#own-loss").focus()
    reached = []
    for _ in range(8):
        reached.append(own.page.evaluate("document.activeElement.id || document.activeElement.textContent"))
        own.page.keyboard.press("Tab")
    assert reached == ["own-loss", "그리기", "주소로 공유하기", "−", "+", "own-rate", "own-start", "own-steps"]


def test_small_phone_reads_it_without_scrolling_sideways(own):
    own.page.set_viewport_size({"width": 360, "height": 800})
    fits = "document.documentElement.scrollWidth <= 360"
    assert own.page.evaluate(fits)
    sizes = "[...document.querySelectorAll('#own svg.narrow text')].map(text => text.getBoundingClientRect().height)"
    letters = own.page.evaluate("parseFloat(getComputedStyle(document.querySelector('#own svg.narrow')).fontSize)")
    scale = own.page.evaluate("document.querySelector('#own svg.narrow').getBoundingClientRect().width / 302")
    assert own.page.evaluate(sizes) and letters * scale >= 11
    for button in own.page.locator(".landscape button").all():
        assert button.bounding_box()["height"] >= 44
    own.draw("y" * 190)
    until(own.page, TELLING)
    assert own.page.evaluate(fits)


def test_lost_download_is_told_and_tried_again_by_the_same_button(browser, address):
    with browser.new_context(service_workers="block") as context:
        page, held = context.new_page(), []
        context.route("**/pyodide.asm.wasm", lambda route: route.continue_() if held else held.append(route))
        page.goto(f"{address}{CHAPTER}#{urlencode(PREPARED)}")
        until(page, "!!document.getElementById('own-loss')")
        page.locator(".landscape .draw").click()
        until(
            page, lambda: re.fullmatch(r"파이썬을 불러오는 중 \d+% .*", Own(page).status) and held, "progress is told"
        )
        held[0].abort()
        until(page, lambda: "불러오지 못했습니다" in Own(page).status, "the loss is told")
        wrong = troubles(page, address)
        page.get_by_role("button", name="다시 시도").click()
        until(page, DRAWN)
        assert page.locator(".landscape .draw").inner_text() == "그리기" and wrong == []


def test_what_travels_to_python_is_text(own):
    """A loss that would end the worker's JSON or string is an ordinary line that cannot be read."""
    assert "fault" in own.draw('"}); postMessage({type: "ready"}) //')
    assert json.dumps(own.answer, ensure_ascii=False).count("\\n") == 0
