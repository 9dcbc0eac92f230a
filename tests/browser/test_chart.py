"""The chart in a reader's hands: moved by keys and fingers, played, kept, heard, and never in the way."""

import random
import re

import pytest

from lesson_code.learning_rate.playground_grid import LANDSCAPES
from lesson_code.stability import regime
from lesson_code.wording import REGIMES
from tests.browser.conftest import serving, visiting
from tests.browser.reader import open_chart, until
from tests.browser.strange_lesson import write_strange_book
from tests.conftest import built_once

CHAPTER = "gradient-descent/learning-rate/"
NEXT = "gradient-descent/choosing-learning-rate/"
PHONE = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}
FIGURE = "document.getElementById('fig-playground')"
FETCHED = "performance.getEntriesByType('resource').map(r => r.name).filter(n => n.includes('/playground/'))"
READY = f"!!{FIGURE}.querySelector('.state b')?.textContent"
SLIDERS = ("rate", "start", "step")
SHOWN = f"[...{FIGURE}.querySelectorAll('svg[role=img]')].find(svg => getComputedStyle(svg).display != 'none')"

# of the chart and what follows it, not by the reader's own hand; a formula moves in its line when its font comes
WATCH_SHIFTS = f"""() => {{
    window.shifts = [];
    const ours = node => node && !node.parentElement?.closest('.katex')
        && ({FIGURE}.contains(node) || {FIGURE}.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING);
    new PerformanceObserver(list => list.getEntries().forEach(entry => {{
        if (!entry.hadRecentInput && entry.sources.some(source => ours(source.node))) shifts.push(entry.value);
    }})).observe({{type: 'layout-shift', buffered: true}});
}}"""


@pytest.fixture
def chart(open_page):
    """Return a function that opens the chapter and scrolls to the chart until its controls stand."""

    def opened(**options):
        page = open_page(CHAPTER, **options)
        open_chart(page)
        return page

    return opened


def slider(page, name):
    return page.locator(f"#fig-playground-{name}")


def place(page, name):
    return int(slider(page, name).input_value())


def put(page, **places):
    """Set sliders to places at once."""
    for name, there in places.items():
        slider(page, name).evaluate("(s, at) => { s.value = at; s.dispatchEvent(new Event('input')) }", there)


def said(page):
    return page.locator("#fig-playground .state").inner_text()


def button(page, name):
    return page.locator("#fig-playground").get_by_role("button", name=name, exact=True)


def middle(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def swipe(page, start, across, down, steps=10):
    """Put a finger down, move it, and lift it."""
    touch = page.context.new_cdp_session(page)
    (x, y), moved = start, [(across * k / steps, down * k / steps) for k in range(1, steps + 1)]
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for dx, dy in moved:
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x + dx, "y": y + dy}]})
        page.wait_for_timeout(16)
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_timeout(200)


def choose(page, key):
    page.locator(f"#fig-playground input[value*='/{key}.json']").click(force=True)
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
    page = chart()
    put(page, step=2)
    before = seen(page, name)
    slider(page, name).focus()
    page.keyboard.press("ArrowRight")
    after = seen(page, name)
    assert all(before[part] != after[part] for part in before), (before, after)


def test_first_state_teaches_nothing_and_the_reader_crosses_the_line_alone(chart):
    page = chart()
    assert said(page).startswith("단조 수렴") and slider(page, "rate").get_attribute("aria-valuetext") == "0.3"
    assert "L" not in page.locator("#fig-playground .controls").inner_text()
    crossed = []
    for wanted in ("0.9", "1.1"):
        while slider(page, "rate").get_attribute("aria-valuetext") != wanted:
            assert place(page, "rate") < 60
            slider(page, "rate").press("ArrowRight")
        crossed.append(said(page).split()[0])
    assert crossed == ["진동하며", "발산"]


def test_keyboard_reaches_every_control_in_order(chart):
    page = chart()
    slider(page, SLIDERS[0]).focus()
    reached = []
    for _ in range(6):
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.classList[0]"))
        page.keyboard.press("Tab")
    controls = ["play", "pace", "keep"]
    assert reached == [*(f"fig-playground-{name}" for name in SLIDERS), *controls]
    assert page.evaluate("document.activeElement.type") == "radio"


def test_words_past_the_edge_say_that_it_diverges_and_leaves_the_picture(chart):
    page = chart()
    for name in ("rate", "step"):
        slider(page, name).focus()
        page.keyboard.press("End")
    assert re.fullmatch(r"발산\s+η = 2, \d스텝 만에 그림 밖", seen(page, "rate")["words"])


def test_marks_stand_on_the_scale_of_the_learning_rate(chart):
    page = chart()
    slider(page, "rate").evaluate("s => { s.value = 50; s.dispatchEvent(new Event('input')) }")
    assert page.locator("#fig-playground .scale").text_content() == "경계 1"
    assert seen(page, "rate")["words"].startswith(REGIMES["cycle"])
    line, box = page.locator("#fig-playground .scale line").bounding_box(), slider(page, "rate").bounding_box()
    thumb = box["x"] + 10 + (box["width"] - 20) * 50 / 60  # its middle; it is 20 pixels wide
    assert abs(line["x"] - thumb) < 1.5


def test_states_on_the_screen_agree_with_stability(chart):
    page = chart()
    dice = random.Random(5)
    states = [(dice.randrange(61), dice.randrange(9), dice.randrange(41)) for _ in range(200)]
    shown = page.evaluate(
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
        assert rest.startswith(f" = {learning_rate:.3g}, ") and (f" {step}스텝 뒤의" in rest or "그림 밖" in rest)


def test_each_landscape_is_fetched_when_chosen_and_only_once(chart):
    page = chart()
    asked = []
    page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[1]))
    still = f"[...{SHOWN}.querySelectorAll('path')].flatMap(p => p.closest('[data-moves]') ? [] : p.outerHTML).join()"
    drawn = {("valley", page.evaluate(still))}
    names = set()
    for key in ("bumpy", "valley", "bumpy", "log_cosh", "narrow_valley", "log_cosh"):
        choose(page, key)
        names.add(seen(page, "rate")["left"])
        drawn.add((key, page.evaluate(still)))
    assert asked == ["bumpy.json", "log_cosh.json", "narrow_valley.json"] and len(names) == len(drawn) == 4


def test_reader_of_another_place_fetches_nothing(open_page):
    page = open_page(NEXT, fresh=True)
    page.mouse.move(700, 500)
    page.keyboard.press("Shift")
    page.mouse.wheel(0, 200)
    page.wait_for_timeout(1000)
    fetched = page.evaluate("performance.getEntriesByType('resource').map(r => r.name)")
    assert not [name for name in fetched if "/figures/" in name and name.endswith(".json")]
    assert page.locator("#fig-range-test-chart input").count() == 0


def test_chart_on_the_screen_is_ready_before_it_is_touched(open_page):
    page = open_page(CHAPTER, height=9000, fresh=True)  # all of it on one screen, without scrolling
    until(page, READY)


def test_first_state_moves_the_drawings_that_stand_in_the_page(open_page):
    def without_drawings(route):
        state = route.fetch().json()
        panels = {name: {"panels": drawing["panels"]} for name, drawing in state["drawings"].items()}
        route.fulfill(json=state | {"drawings": panels})

    page = open_page("glossary/")
    page.route("**/playground/valley.json", without_drawings)
    page.goto(page.url.replace("glossary/", CHAPTER))
    open_chart(page)
    trail = f"{SHOWN}.querySelector('[data-moves=left-trail] path').getAttribute('d')"
    before, uses = page.evaluate(trail), page.evaluate(f"{SHOWN}.querySelectorAll('use').length")
    slider(page, "rate").press("ArrowRight")
    assert page.evaluate(trail) != before and uses > 20
    assert not page.locator("#fig-playground .told").is_visible()


def test_change_of_scheme_recolours_without_reload(chart):
    page = chart(color_scheme="light")
    colours = f"""(() => {{ const style = getComputedStyle({SHOWN}.querySelector('[data-moves=left-trail] path'));
        return [style.stroke, getComputedStyle(document.body).backgroundColor] }})()"""
    page.evaluate("window.same = true")
    light = page.evaluate(colours)
    for _ in range(2):  # device -> light -> dark
        page.locator("[data-scheme]:visible").click()
    until(page, "document.body.dataset.mdColorScheme == 'slate'")
    dark = page.evaluate(colours)
    assert light[0] == "rgb(0, 103, 177)" and dark[0] == "rgb(111, 191, 244)" and light[1] != dark[1]
    assert page.evaluate("window.same")


def test_paper_shows_the_wide_drawing_without_controls(chart):
    page = chart(width=390, color_scheme="dark")
    page.emulate_media(media="print")
    assert page.locator("#fig-playground svg.wide").is_visible()
    assert not page.locator("#fig-playground svg.narrow").is_visible()
    assert not page.locator("#fig-playground .controls").is_visible()
    stroke = "p => getComputedStyle(p).stroke"
    assert page.locator("#fig-playground svg.wide [data-moves=left-trail] path").evaluate(stroke) == "rgb(0, 103, 177)"


TALL = """
@font-face { font-family: tall; src: local("DejaVu Sans"), local("Arial"); ascent-override: 140%; }
.md-typeset * { font-family: tall !important; }
"""  # as Hangul fonts are


@pytest.mark.parametrize(("width", "font"), [(320, ""), (390, ""), (1440, ""), (390, TALL), (1440, TALL)])
def test_nothing_shifts_while_the_chart_comes_and_changes(open_page, address, width, font):
    page, held = open_page(width=width, fresh=True), []
    page.route("**/playground/*", lambda route: held.append(route))
    page.goto(address + CHAPTER)
    page.add_style_tag(content=f"{font}\n")
    page.evaluate("document.fonts.ready.then(() => true)")
    page.evaluate(WATCH_SHIFTS)
    height = f"{FIGURE}.getBoundingClientRect().height"
    before = page.evaluate(height)
    until(page, lambda: held, "the chart asks for its states")
    for route in held:
        route.continue_()
    page.unroute("**/playground/*")
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
    assert heights == {before}
    assert font or page.evaluate("shifts") == []  # a font that comes moves lines itself


@pytest.mark.parametrize("width", [320, 390])
def test_chart_in_use_does_not_widen_the_page(chart, width):
    page = chart(width=width)
    for key in LANDSCAPES:
        choose(page, key)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, key
        assert page.locator("#fig-playground svg.narrow").is_visible()


def test_finger_moves_the_slider_and_chooses_the_landscape(chart):
    page = chart(width=390, height=844, has_touch=True, is_mobile=True)
    box = slider(page, "step").bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] - 5, box["y"] + box["height"] / 2)
    assert slider(page, "step").get_attribute("aria-valuetext") == "40"
    page.locator("#fig-playground .choices label").nth(3).tap()
    until(page, f"{FETCHED}.some(n => n.includes('narrow_valley'))")
    for control in page.locator("#fig-playground .controls :is(input, button, select)").all():
        assert control.bounding_box()["height"] >= 44


def test_taps_beside_the_value_go_from_place_to_place_and_not_past_the_ends(chart):
    page = chart(**PHONE)
    put(page, step=3)
    while slider(page, "rate").get_attribute("aria-valuetext") != "0.9":
        slider(page, "rate").press("ArrowRight")
    there, words = place(page, "rate"), [said(page).split()[0]]
    for taps in (1, 2, 3):
        button(page, "학습률 η 한 칸 크게").tap()
        assert place(page, "rate") == there + taps
        words.append(said(page).split()[0])
    assert (words[0], words[-1]) == ("진동하며", "발산")
    button(page, "학습률 η 한 칸 작게").tap()
    assert place(page, "rate") == there + 2
    for end, name in ((0, "작게"), (60, "크게")):
        put(page, rate=end)
        button(page, f"학습률 η 한 칸 {name}").tap()
        assert place(page, "rate") == end


def test_screen_reader_hears_the_state_once_the_slider_rests(chart):
    page = chart()
    until(page, f"{FIGURE}.querySelector('output').textContent.includes('단조 수렴, η = 0.3, 7스텝 뒤의 손실 0.00')")
    page.evaluate(f"""() => {{ window.said = []; new MutationObserver(() => said.push({FIGURE}.querySelector('output')
        .textContent)).observe({FIGURE}.querySelector('output'), {{childList: true}}) }}""")
    slider(page, "step").focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    until(page, "said.length > 0")
    page.wait_for_timeout(800)
    assert page.evaluate("said") == ["단조 수렴, η = 0.3, 12스텝 뒤의 손실 0.00"]


def test_nothing_moves_by_itself(chart):
    page = chart(motion="reduce")
    slider(page, "rate").press("ArrowLeft")
    moved = seen(page, "rate")
    page.wait_for_timeout(1000)
    assert seen(page, "rate") == moved
    assert page.evaluate(f"{FIGURE}.getAnimations({{subtree: true}}).length") == 0


def test_picture_and_all_its_controls_fit_one_screen_of_a_phone(chart):
    page = chart(**PHONE)
    page.evaluate(f"{FIGURE}.scrollIntoView({{behavior: 'instant'}})")
    bottom = page.locator("#fig-playground .controls").bounding_box()
    top = page.locator("#fig-playground svg.narrow").bounding_box()["y"]
    header = page.locator(".md-header").bounding_box()["height"]
    assert bottom["y"] + bottom["height"] - top <= 844 - header


def test_swipe_that_begins_on_a_slider_scrolls_and_changes_nothing(chart):
    page = chart(**PHONE)
    page.evaluate(f"{FIGURE}.scrollIntoView({{behavior: 'instant'}})")
    before, scrolled = (said(page), place(page, "rate")), page.evaluate("scrollY")
    page.evaluate(f"""() => {{ window.changes = 0; new MutationObserver(() => changes++)
        .observe({FIGURE}.querySelector('.state'), {{characterData: true, subtree: true}}) }}""")
    x, y = slider(page, "rate").bounding_box()["x"] + 60, middle(slider(page, "rate"))[1]
    swipe(page, (x, y), 0, -150)
    assert page.evaluate("scrollY") > scrolled + 50
    assert (said(page), place(page, "rate"), page.evaluate("changes")) == (*before, 0)


def test_finger_along_a_slider_moves_it(chart):
    page = chart(**PHONE)
    page.evaluate(f"{FIGURE}.scrollIntoView({{behavior: 'instant'}})")
    box = slider(page, "rate").bounding_box()
    swipe(page, (box["x"] + 60, box["y"] + 22), 200, 5)
    assert place(page, "rate") == pytest.approx(60 * (260 - 10) / (box["width"] - 20), abs=1.5)


def test_start_is_dragged_on_the_picture_and_the_slider_follows(chart):
    for options in (PHONE, {}):
        page = chart(**options)
        put(page, start=0)
        page.evaluate(f"{FIGURE}.scrollIntoView({{behavior: 'instant'}})")
        page.evaluate("scrollBy({top: -80, behavior: 'instant'})")  # from under the header
        scrolled = page.evaluate("scrollY")
        drawing = page.locator("#fig-playground svg:visible").first
        x, y = middle(drawing.locator(".grip"))
        across = drawing.bounding_box()["width"] * (0.2 if options else 0.1)
        if options:
            swipe(page, (x, y), across, 40)
        else:
            page.mouse.move(x, y)
            page.mouse.down()
            page.mouse.move(x + across, y + 40, steps=5)
            page.mouse.up()
        assert place(page, "start") in (1, 2, 3)
        assert page.evaluate("scrollY") == scrolled
        there = middle(drawing.locator(".grip"))
        assert there[0] > x + 10 and there[1] > y + 10  # it stands on the curve, at a value that exists


def test_play_walks_at_the_pace_of_the_reader_and_stops_at_the_end_and_by_hand(chart):
    page = chart()
    put(page, step=37)
    page.locator("#fig-playground .pace").select_option("빠르게")
    button(page, "재생").press("Enter")
    until(page, lambda: place(page, "step") == 40 and button(page, "재생").count() == 1)
    button(page, "재생").click()  # from the beginning again
    until(page, lambda: 0 < place(page, "step") < 30)
    button(page, "멈춤").press(" ")
    stopped = place(page, "step")
    page.wait_for_timeout(400)
    assert place(page, "step") == stopped < 40
    button(page, "재생").click()
    slider(page, "rate").press("ArrowLeft")  # whoever takes hold of a slider stops it
    assert button(page, "재생").count() == 1


def test_play_begins_at_the_start_and_goes_on_from_where_it_was_halted(chart):
    page = chart()
    put(page, step=30)
    button(page, "재생").click()
    until(page, lambda: 0 < place(page, "step") < 10)
    button(page, "멈춤").click()
    halted = place(page, "step")
    button(page, "재생").click()
    assert place(page, "step") >= halted


def test_play_ends_where_the_run_leaves_the_picture_and_gives_back_the_steps_seen(chart):
    page = chart()
    page.locator("#fig-playground .pace").select_option("빠르게")
    for seen, left in ((0, 5), (7, 7)):
        put(page, rate=51, step=seen)
        button(page, "재생").click()
        until(page, lambda: button(page, "재생").count() == 1)
        assert place(page, "step") == left and "5스텝 만에 그림 밖" in said(page)


def test_without_motion_the_reader_goes_step_by_step(chart):
    page = chart(motion="reduce")
    for step in (8, 9):
        button(page, "한 스텝").click()
        page.wait_for_timeout(300)
        assert place(page, "step") == step
    assert page.locator("#fig-playground .pace").is_disabled()


def test_playing_stops_when_motion_is_no_longer_wanted(chart):
    page = chart(color_scheme="light", locale="ko")
    put(page, step=0)
    button(page, "재생").click()
    page.emulate_media(reduced_motion="reduce")
    until(page, lambda: button(page, "한 스텝").count() == 1)
    stopped = place(page, "step")
    page.wait_for_timeout(500)
    assert place(page, "step") == stopped


def test_kept_run_stays_beside_the_next_and_is_told(chart):
    page = chart()
    trail = f"{SHOWN}.querySelector('[data-moves=left-trail] path').getAttribute('d')"
    kept = f"{SHOWN}.querySelector('.kept-trail path').getAttribute('d')"
    first = page.evaluate(trail)
    button(page, "이 궤적 남기기").click()
    put(page, rate=51)
    assert page.evaluate(kept) == first != page.evaluate(trail)
    assert page.locator("#fig-playground p.kept").inner_text() == "남긴 궤적: 단조 수렴, η = 0.3, 7스텝 뒤의 손실 0.00"
    heard = page.evaluate(f"{SHOWN}.getAttribute('aria-label')")
    assert heard.startswith("발산, η = 1.1") and heard.endswith("남긴 궤적: 단조 수렴, η = 0.3, 7스텝 뒤의 손실 0.00")
    stroke = f"getComputedStyle({SHOWN}.querySelector('.kept-trail path')).stroke"
    assert page.evaluate(stroke) == "rgb(95, 104, 117)"
    ids = "[...document.querySelectorAll('#fig-playground [id]')].map(e => e.id)"
    assert len(page.evaluate(ids)) == len(set(page.evaluate(ids)))
    button(page, "남긴 궤적 지우기").click()
    assert page.locator("#fig-playground .kept-trail").count() == 0
    assert "남긴" not in page.evaluate(f"{SHOWN}.getAttribute('aria-label')")


def test_turned_phone_shows_the_same_run_and_the_kept_one_in_the_other_drawing(chart):
    page = chart(width=390)
    put(page, rate=20)
    page.get_by_role("button", name="이 궤적 남기기").click()
    put(page, rate=40)
    seen = page.evaluate(f"[{SHOWN}.getAttribute('class'), {SHOWN}.ariaLabel]")
    page.set_viewport_size({"width": 844, "height": 390})
    turned = page.evaluate(f"[{SHOWN}.getAttribute('class'), {SHOWN}.ariaLabel]")
    assert (seen[0], turned[0]) == ("narrow", "wide") and seen[1] == turned[1]
    assert page.evaluate(f"{SHOWN}.querySelectorAll('.kept-trail path').length") == 2
    assert page.evaluate(f"{SHOWN}.querySelectorAll('.grip').length") == 1


def test_reload_keeps_the_landscape_and_the_sliders(chart):
    page = chart()
    choose(page, "bumpy")
    put(page, rate=12, start=3, step=33)
    before = said(page)
    page.reload()
    open_chart(page)
    assert [place(page, name) for name in SLIDERS] == [12, 3, 33] and said(page) == before
    assert page.locator("#fig-playground input:checked + span").inner_text() == "울퉁불퉁한 표면"


@pytest.mark.parametrize(
    "odd",
    ["no JSON", "null", "7", '{"choice": 7, "places": "abc"}', '{"choice": "VALLEY", "places": [99, -1, "x"]}',
     '{"choice": "VALLEY", "places": [0.5, null, {}]}', '{"choice": "VALLEY"}'],
)  # fmt: skip
def test_whatever_stands_in_the_memory_the_chart_begins(chart, odd):
    page = chart()
    odd = odd.replace("VALLEY", page.locator("#fig-playground input:checked").get_attribute("value"))
    key = "Object.keys(sessionStorage).find(name => name.startsWith('chart'))"
    until(page, f"!!{key}", "it is kept")
    page.evaluate(f"odd => sessionStorage.setItem({key}, odd)", odd)
    page.reload()
    open_chart(page)
    assert [place(page, name) for name in SLIDERS] == [33, 2, 7] and said(page).startswith("단조 수렴")


@pytest.mark.parametrize("again", ["the same choice", "다시 받기"])
def test_data_that_does_not_come_is_said_and_the_same_button_asks_again(open_page, again):
    page = open_page("glossary/")
    page.route("**/playground/valley.json", lambda route: route.fulfill(body="nothing"))
    page.goto(page.url.replace("glossary/", CHAPTER))
    open_chart(page)
    assert "받지 못했습니다" in said(page)
    page.unroute("**/playground/valley.json")
    if again == "다시 받기":
        button(page, again).click()
    else:
        page.locator("#fig-playground input[value*='/valley.json']").click(force=True)
    until(page, f"{FIGURE}.querySelectorAll('input[type=range]').length == 3")
    assert said(page).startswith("단조 수렴")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_show_sliders_and_what_is_chosen(chart, scheme):
    page = chart(forced="active", color_scheme=scheme)
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")

    def colours(selector):
        shot = page.locator(selector).screenshot()
        return page.evaluate(COLOURS, list(shot))

    chosen, other = (colours(f"#fig-playground .choices label:nth-of-type({n}) span") for n in (1, 2))
    assert most(other) == ground != most(chosen)
    track = colours("#fig-playground-rate")
    assert most(track) == ground and sum(share for colour, share in track.items() if colour != ground) > 0.04


COLOURS = """async bytes => {
    const image = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
    const paper = new OffscreenCanvas(image.width, image.height).getContext('2d');
    paper.drawImage(image, 0, 0);
    const {data} = paper.getImageData(0, 0, image.width, image.height), found = {};
    for (let i = 0; i < data.length; i += 4) {
        const name = `rgb(${data[i]}, ${data[i + 1]}, ${data[i + 2]})`;
        found[name] = (found[name] ?? 0) + 4 / data.length;
    }
    return found;
}"""


def most(colours):
    return max(colours, key=colours.get)


def test_minimum_of_the_range_test_wanders_with_its_sliders(open_page):
    page = open_page(NEXT)
    open_chart(page, "fig-range-test-chart")
    least = "document.querySelector('#fig-range-test-chart svg.wide [data-moves=least-here] path[marker-start]')"
    least += ".getAttribute('d')"
    told, places = set(), set()
    for name, steps in (("growth", 3), ("first", 3)):
        for _ in range(steps):
            page.locator(f"#fig-range-test-chart-{name}").press("ArrowLeft")
            told.add(page.locator("#fig-range-test-chart .state b").inner_text())
            places.add(page.evaluate(least))
    assert len(told) >= 4 and len(places) >= 4
    assert all(re.fullmatch(r"가장 낮은 자리 \d+\.\d, 경계의 \d\.\d배", text) for text in told)


@pytest.fixture
def plants(shared, tmp_path, browser, windows):
    """Return a function that opens a chart that a stranger made from the contract alone, in a book of its own."""
    (tmp_path / "book").symlink_to(built_once(shared / "strange", write_strange_book).site)

    def opened(**options):
        page = visit("small-lesson/", fresh=True, **options)
        open_chart(page, "fig-plants")
        return page

    with serving(tmp_path) as (address, _), visiting(browser, address, windows[0]) as visit:
        yield opened


def test_chart_of_a_stranger_is_moved_told_played_and_kept(plants):
    page = plants()
    state, note = page.locator("#fig-plants .state"), page.locator("#fig-plants .note")
    assert page.locator("#fig-plants .slider label").all_inner_texts() == ["물", "날", "빛"]
    assert state.inner_text() == "보통 가운데에서 1컵, 키 0.000" and note.inner_text() == "남쪽 화단의 화분"
    trail = "document.querySelector('#fig-plants svg.wide [data-moves=bed-trail] path').getAttribute('d')"
    upright = page.evaluate(trail)
    page.locator("#fig-plants-light").press("ArrowRight")
    assert state.inner_text() == "보통 오른쪽에서 1컵, 키 0.000" and page.evaluate(trail) != upright
    page.locator("#fig-plants").get_by_role("button", name="이 궤적 남기기").click()
    page.locator("#fig-plants-water").press("End")
    assert state.inner_text() == "무성함 4일째에 화단 밖"
    assert page.locator("#fig-plants.restless .kept").count() >= 8
    page.locator("#fig-plants-day").press("Home")
    page.locator("#fig-plants").get_by_role("button", name="재생").click()
    until(page, "document.querySelector('#fig-plants-day').value > 2")
    page.locator("#fig-plants input[value*='/north.json']").click(force=True)
    until(page, lambda: note.inner_text() == "북쪽 화단의 화분")
    assert page.locator("#fig-plants .grip").count() == 0


@pytest.mark.parametrize("width", [320, 390, 1440])
def test_room_is_kept_for_the_controls_of_a_stranger(plants, width):
    page = plants(width=width)
    kept = page.locator("#fig-plants .controls").evaluate(
        "c => [c.offsetHeight, parseFloat(getComputedStyle(c).minHeight)]"
    )
    assert kept[0] <= kept[1] + 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width
