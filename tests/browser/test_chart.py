"""The chart in a reader's hands: moved by keys and fingers, heard, recoloured, and never in the way.

Without a script: test_without_script_or_server.py.
"""

import random
import re

import pytest

from lesson_code.learning_rate.playground_grid import LANDSCAPES
from lesson_code.stability import regime
from lesson_code.wording import REGIMES
from tests.browser.reader import open_chart, show, until

CHAPTER = "gradient-descent/learning-rate/"
FIGURE = "document.getElementById('fig-playground')"
FETCHED = "performance.getEntriesByType('resource').map(r => r.name).filter(n => n.includes('/playground/'))"
READY = f"!!{FIGURE}.querySelector('.state')?.textContent"
SLIDERS = ("rate", "start", "step")
SHOWN = f"[...{FIGURE}.querySelectorAll('svg[role=img]')].find(svg => getComputedStyle(svg).display != 'none')"
FIRST_STATE = f"""async () => {{
    const first = {FIGURE}.querySelector('input[type=radio]');
    first.checked = true;
    first.dispatchEvent(new Event('change'));
    await new Promise(done => setTimeout(done));
}}"""

# of the chart and what follows it, not by the reader's own hand; a formula moves in its line when its font comes
WATCH_SHIFTS = f"""() => {{
    window.shifts = [];
    const ours = node => node && !node.parentElement?.closest('.katex')
        && ({FIGURE}.contains(node) || {FIGURE}.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING);
    new PerformanceObserver(list => list.getEntries().forEach(entry => {{
        if (!entry.hadRecentInput && entry.sources.some(source => ours(source.node))) shifts.push(entry.value);
    }})).observe({{type: 'layout-shift', buffered: true}});
}}"""


@pytest.fixture(scope="module")
def opened(keep_page):
    page = keep_page(CHAPTER)
    open_chart(page)
    return page


@pytest.fixture
def chart(opened):
    """The chapter with its chart on the screen and in use, in its first state."""
    opened.set_viewport_size({"width": 1440, "height": 900})
    opened.emulate_media(media="screen", color_scheme="light", reduced_motion="no-preference")
    opened.evaluate(FIRST_STATE)
    opened.locator("#fig-playground").scroll_into_view_if_needed()
    return opened


def slider(page, name):
    return page.locator(f"#fig-playground-{name}")


def choose(page, key):
    page.locator(f"#fig-playground input[value*='/{key}.json']").check(force=True)
    until(page, f"{FIGURE}.querySelector('.note').textContent.length > 0 && {FETCHED}.some(n => n.includes('/{key}.'))")
    page.wait_for_timeout(100)


def seen(page, name):
    """What the reader sees and hears of the state."""
    return {
        "left": page.evaluate(f"{SHOWN}.querySelector('[data-moves=left-trail] path').getAttribute('d')"),
        "right": page.evaluate(f"{SHOWN}.querySelector('[data-moves=right-trail] path').getAttribute('d')"),
        "words": page.locator("#fig-playground .state").inner_text(),
        "value": slider(page, name).get_attribute("aria-valuetext"),
    }


@pytest.mark.parametrize("name", SLIDERS)
def test_slider_moved_by_keys_changes_ways_words_and_value(chart, name):
    before = seen(chart, name)
    slider(chart, name).focus()
    chart.keyboard.press("ArrowRight")
    after = seen(chart, name)
    assert all(before[part] != after[part] for part in before), (before, after)


def test_keyboard_reaches_every_control_in_order(chart):
    chart.locator("#fig-playground input[type=radio]").first.focus()
    reached = []
    for _ in SLIDERS:
        chart.keyboard.press("Tab")
        reached.append(chart.evaluate("document.activeElement.id"))
    assert reached == [f"fig-playground-{name}" for name in SLIDERS]


def test_words_past_the_edge_say_that_it_diverges_and_leaves_the_picture(chart):
    for name in ("rate", "step"):
        slider(chart, name).focus()
        chart.keyboard.press("End")
    assert re.fullmatch(r"발산\s+η = 2.00, 스텝 \d+에서 그림 밖", seen(chart, "rate")["words"])


def test_marks_stand_on_the_scale_of_the_learning_rate(chart):
    slider(chart, "rate").evaluate("s => { s.value = 50; s.dispatchEvent(new Event('input')) }")
    assert chart.locator("#fig-playground .scale").text_content() == "경계 2/L = 1"
    assert seen(chart, "rate")["words"].startswith("두 점 왕복")
    line, box = chart.locator("#fig-playground .scale line").bounding_box(), slider(chart, "rate").bounding_box()
    thumb = box["x"] + 10 + (box["width"] - 20) * 50 / 60  # its middle; it is 20 pixels wide
    assert abs(line["x"] - thumb) < 1.5


def test_states_on_the_screen_agree_with_stability(chart):
    dice = random.Random(5)
    states = [(dice.randrange(61), dice.randrange(9), dice.randrange(41)) for _ in range(200)]
    shown = chart.evaluate(
        f"""states => states.map(places => {{
            const sliders = ['rate', 'start', 'step'].map(name => document.getElementById('fig-playground-' + name));
            sliders.forEach((slider, i) => slider.value = places[i]);
            sliders[0].dispatchEvent(new Event('input'));
            return {FIGURE}.querySelector('.state').textContent;
        }})""",
        states,
    )
    for (rate, _, step), text in zip(states, shown, strict=True):
        learning_rate = LANDSCAPES["valley"].learning_rates[rate]
        words, _, rest = text.partition(" η")
        assert words == REGIMES[regime(learning_rate, 2.0)]
        assert rest.startswith(f" = {learning_rate:#.3g}, 스텝 ") and (f"스텝 {step}의" in rest or "그림 밖" in rest)


def test_each_landscape_is_fetched_when_chosen_and_only_once(open_page):
    page = open_page(CHAPTER)
    open_chart(page)
    asked = []
    page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[1]))
    names = set()
    for key in ("bumpy", "valley", "bumpy", "log_cosh", "narrow_valley", "log_cosh"):
        choose(page, key)
        names.add(seen(page, "rate")["left"])
    assert asked == ["bumpy.json", "log_cosh.json", "narrow_valley.json"] and len(names) == 4


def test_reader_of_the_first_screen_fetches_nothing(open_page):
    page = open_page(CHAPTER)
    page.mouse.move(700, 500)
    page.keyboard.press("Shift")
    page.mouse.wheel(0, 200)
    page.wait_for_timeout(500)
    assert page.evaluate(FETCHED) == [] and page.locator("#fig-playground input").count() == 0


def test_chart_on_the_screen_waits_for_a_reader_who_moves(open_page):
    page = open_page(CHAPTER, height=9000)  # all of it on one screen, without scrolling
    page.wait_for_timeout(500)
    assert page.evaluate(FETCHED) == []
    page.mouse.move(500, 500)
    until(page, READY)


def test_chart_stands_below_the_first_screen(chart):
    assert chart.evaluate(f"{FIGURE}.getBoundingClientRect().top + scrollY") > 900


def test_change_of_scheme_recolours_without_reload(open_page):
    page = open_page(CHAPTER)
    open_chart(page)
    colours = f"""(() => {{ const style = getComputedStyle({SHOWN}.querySelector('[data-moves=left-trail] path'));
        return [style.stroke, getComputedStyle(document.body).backgroundColor] }})()"""
    page.evaluate("window.same = true")
    light = page.evaluate(colours)
    for _ in range(2):  # device -> light -> dark
        page.locator("[data-scheme]:visible").click()
    until(page, "document.body.dataset.mdColorScheme == 'slate'")
    dark = page.evaluate(colours)
    assert light[0] == "rgb(0, 103, 177)" and dark[0] == "rgb(109, 183, 242)" and light[1] != dark[1]
    assert page.evaluate("window.same")


def test_paper_shows_the_wide_drawing_without_controls(chart):
    show(chart, "dark", 390)
    chart.emulate_media(media="print")
    assert chart.locator("#fig-playground svg.wide").is_visible()
    assert not chart.locator("#fig-playground svg.narrow").is_visible()
    assert not chart.locator("#fig-playground .controls").is_visible()
    stroke = "p => getComputedStyle(p).stroke"
    assert chart.locator("#fig-playground svg.wide [data-moves=left-trail] path").evaluate(stroke) == "rgb(0, 103, 177)"


@pytest.mark.parametrize("width", [320, 390, 1440])
def test_nothing_shifts_while_the_chart_comes_and_changes(open_page, width):
    page = open_page(CHAPTER, width=width, fresh=True)
    page.evaluate(WATCH_SHIFTS)
    height = "document.getElementById('fig-playground').offsetHeight"
    before = page.evaluate(height)
    page.mouse.wheel(0, 50)
    page.evaluate(f"{FIGURE}.scrollIntoView({{block: 'center', behavior: 'instant'}})")
    until(page, READY)
    heights = {page.evaluate(height)}
    for key in LANDSCAPES:
        choose(page, key)
        for name, press in (("rate", "Home"), ("rate", "End"), ("step", "End"), ("start", "End")):
            slider(page, name).press(press)
            heights.add(page.evaluate(height))
    page.wait_for_timeout(300)
    assert heights == {before} and page.evaluate("shifts") == []


@pytest.mark.parametrize("width", [320, 390])
def test_chart_in_use_does_not_widen_the_page(chart, width):
    chart.set_viewport_size({"width": width, "height": 900})
    for key in LANDSCAPES:
        choose(chart, key)
        assert chart.evaluate("document.documentElement.scrollWidth") <= width, key
        assert chart.locator("#fig-playground svg.narrow").is_visible()


def test_finger_moves_the_slider_and_chooses_the_landscape(open_page):
    page = open_page(CHAPTER, width=390, height=844, has_touch=True, is_mobile=True)
    open_chart(page)
    box = slider(page, "step").bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] - 5, box["y"] + box["height"] / 2)
    assert slider(page, "step").get_attribute("aria-valuetext") == "40"
    page.locator("#fig-playground .landscapes label").nth(3).tap()
    until(page, f"{FETCHED}.some(n => n.includes('narrow_valley'))")
    for control in page.locator("#fig-playground input").all():
        assert control.bounding_box()["height"] >= 44


def test_screen_reader_hears_the_state_once_the_slider_rests(chart):
    until(chart, f"{FIGURE}.querySelector('output').textContent.includes('진동하며 수렴, 스텝 7의 손실 0.06')")
    chart.evaluate(f"""() => {{ window.said = []; new MutationObserver(() => said.push({FIGURE}.querySelector('output')
        .textContent)).observe({FIGURE}.querySelector('output'), {{childList: true}}) }}""")
    slider(chart, "step").focus()
    for _ in range(5):
        chart.keyboard.press("ArrowRight")
    until(chart, "said.length > 0")
    chart.wait_for_timeout(800)
    assert chart.evaluate("said") == ["η = 0.871, 진동하며 수렴, 스텝 12의 손실 0.00"]


def test_nothing_moves_by_itself(chart):
    chart.emulate_media(reduced_motion="reduce")
    slider(chart, "rate").press("ArrowLeft")
    moved = seen(chart, "rate")
    chart.wait_for_timeout(500)
    assert seen(chart, "rate") == moved
    assert chart.evaluate(f"{FIGURE}.getAnimations({{subtree: true}}).length") == 0


def test_data_that_does_not_come_is_said_and_can_be_asked_for_again(open_page):
    page = open_page(CHAPTER)
    page.route("**/playground/valley.json", lambda route: route.fulfill(body="nothing"))
    open_chart(page)
    assert "받지 못했습니다" in page.locator("#fig-playground .state").inner_text()
    page.unroute("**/playground/valley.json")
    choose(page, "bumpy")
    choose(page, "valley")
    assert seen(page, "rate")["words"].startswith("진동하며 수렴")
