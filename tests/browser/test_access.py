"""The page for readers who use the keyboard, hear it, enlarge it or space it out."""

from pathlib import Path

import pytest

from tests.browser.reader import Example, open_chart, unfold, until

CHAPTER = "gradient-descent/learning-rate/"
HEARD = Path(__file__).with_suffix(".txt")
PARTS = {
    "chart": "#fig-playground",
    "picture": "#fig-big-and-small",
    "formula": ".katex-display",
    "example, as editor": ".language-pycon.highlight",
    "question": ".question",
}
SILENT = {"none", "generic", "InlineTextBox", "LabelText", "Legend", "Figcaption", "MenuListPopup"}
STATES = ("checked", "expanded", "disabled", "multiline", "live")
TEXT_SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }"""  # WCAG 1.4.12
FOCUSED = """(() => { const e = document.activeElement, s = getComputedStyle(e);
    return [e.tagName, e.textContent.trim().slice(0, 20), s.outlineStyle !== 'none' || s.boxShadow !== 'none'
        || e.matches('.md-skip, .md-search__input, input')] })()"""
STYLE = "style => { const s = new CSSStyleSheet(); s.replaceSync(style); document.adoptedStyleSheets.push(s) }"
CUT_OFF = """[...document.querySelectorAll('article *, header *')].filter(box => {
    const { overflowX, clipPath } = getComputedStyle(box);
    return overflowX == 'hidden' && clipPath == 'none' && box.checkVisibility() && box.innerText
        && box.clientWidth > 1 && box.scrollWidth > box.clientWidth + 1;
}).map(box => box.innerText.slice(0, 40))"""


def test_keyboard_goes_from_the_search_through_the_page_and_is_seen(open_page):
    page = open_page(CHAPTER)
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(FOCUSED))
    assert [place for place in seen if not place[2]] == []
    assert {"A", "INPUT"} <= {tag for tag, *_ in seen}


def focus_after(page, *keys):
    """Press keys; return what has the focus then: its name, and whether a reader sees it there."""
    for key in keys:
        page.keyboard.press(key)
    page.wait_for_timeout(300)  # what slides in has arrived
    return page.evaluate("""(() => { const e = document.activeElement, { left, top, width } = e.getBoundingClientRect();
        const seen = document.elementFromPoint(left + width / 2, top + 5);
        return [e.ariaLabel ?? e.textContent.trim(), e === seen || e.contains(seen)] })()""")


def test_contents_of_a_narrow_screen_open_lead_and_close_by_keyboard(open_page):
    page = open_page(CHAPTER, width=390)
    opener = page.get_by_role("button", name="차례", exact=True)
    assert focus_after(page, "Tab", "Tab") == ["차례", True] and opener.get_attribute("aria-expanded") == "false"
    seen = [focus_after(page, "Tab") for _ in range(10)]
    assert ["재생", True] in seen and not any(name == "용어" for name, _ in seen), "closed, they are passed over"
    opener.focus()
    assert focus_after(page, "Enter") == ["경사하강법", True] and opener.get_attribute("aria-expanded") == "true"
    seen = [focus_after(page, "Tab") for _ in range(9)]
    assert all(shown for _, shown in seen) and [name for name, _ in seen][2:4] == [
        "학습률에 따른 성질",
        "학습률 고르기",
    ]
    for label, key, panel in (
        ("학습률에 따른 성질", "Enter", "목차"),  # the sections of this page
        ("목차", " ", "경사하강법"),
        ("경사하강법", "Enter", "실행되는 딥러닝 책"),  # all of the book
    ):
        page.locator(".md-sidebar--primary label:visible", has_text=label).first.focus()
        assert focus_after(page, key) == [panel, True]
    assert focus_after(page, "Escape") == ["차례", True] and opener.get_attribute("aria-expanded") == "false"


def test_contents_close_when_the_focus_leaves_them(open_page):
    page = open_page(CHAPTER, width=390)
    page.get_by_role("button", name="차례", exact=True).focus()
    focus_after(page, "Enter")
    stops = page.locator(".md-sidebar--primary :is(a, label):visible").count()
    focus_after(page, *["Tab"] * (stops - 3))
    assert page.locator("#__drawer").is_checked()
    focus_after(page, *["Tab"] * 4)
    assert not page.locator("#__drawer").is_checked()


def heard(session, nodes, selector):
    """Return what the browser tells a screen reader of an element: a line for each part, indented by its depth."""
    found = session.send("Runtime.evaluate", {"expression": f"document.querySelector({selector!r})"})["result"]
    top = session.send("DOM.describeNode", {"objectId": found["objectId"]})["node"]["backendNodeId"]
    lines = []

    def tell(node, depth):
        role = node["role"]["value"]
        name = " ".join(node.get("name", {}).get("value", "").split())
        told = not node.get("ignored") and role not in SILENT and (name or role != "StaticText")
        if told:
            states = {state["name"]: state["value"].get("value") for state in node.get("properties", [])}
            told_states = [f"{state}={states[state]}" for state in STATES if state in states]
            lines.append("  " * depth + " ".join([role, *([f"‘{name}’"] if name else []), *told_states]))
        children = [nodes[child] for child in node.get("childIds", []) if child in nodes]
        if [child["role"]["value"] for child in children] != ["StaticText"] or not name or role == "StaticText":
            for child in children:
                tell(child, depth + bool(told))

    tell(next(node for node in nodes.values() if node.get("backendDOMNodeId") == top), 1)
    return lines


def test_screen_reader_hears_what_it_heard_before(open_page, tmp_path):
    page = open_page(CHAPTER, width=390)
    open_chart(page)
    Example(page).run()
    session = page.context.new_cdp_session(page)
    for domain in ("Accessibility", "DOM"):
        session.send(f"{domain}.enable")
    nodes = {node["nodeId"]: node for node in session.send("Accessibility.getFullAXTree")["nodes"]}
    told = [line for name, part in PARTS.items() for line in (name, *heard(session, nodes, part))]
    values = page.evaluate(
        "[...document.querySelectorAll('#fig-playground input[type=range]')].map(s => s.ariaValueText)"
    )
    new = tmp_path / HEARD.name
    new.write_text("\n".join([*told, "values of the sliders", f"  {', '.join(values)}", ""]), encoding="utf-8")
    assert new.read_text(encoding="utf-8") == HEARD.read_text(encoding="utf-8"), f"if this is meant: cp {new} {HEARD}"


@pytest.fixture(scope="module")
def chapter(keep_page):
    """The chapter on a phone, its chart alive and everything unfolded."""
    page = keep_page(CHAPTER, width=390)
    open_chart(page)
    unfold(page)
    return page


@pytest.mark.parametrize(("width", "size"), [(640, "100%"), (320, "100%"), (640, "250%"), (390, "160%")])
def test_page_enlarged_two_and_four_times_neither_cuts_text_off_nor_scrolls_sideways(chapter, width, size):
    """Zoom makes the window narrower, WCAG 1.4.10; text alone grows by the size of the root's, 1.4.4."""
    chapter.set_viewport_size({"width": width, "height": 720})
    chapter.evaluate("size => (document.documentElement.style.fontSize = size)", size)
    until(chapter, f"({CUT_OFF}).length == 0", "nothing is cut off")
    assert chapter.evaluate("document.documentElement.scrollWidth") <= width
    chapter.evaluate("document.documentElement.style.fontSize = ''")


def test_text_spaced_out_is_neither_cut_off_nor_wider_than_the_page(chapter):
    chapter.set_viewport_size({"width": 390, "height": 844})
    chapter.evaluate(STYLE, TEXT_SPACING)
    until(chapter, f"({CUT_OFF}).length == 0", "nothing is cut off")
    assert chapter.evaluate("document.documentElement.scrollWidth") <= 390
    chapter.evaluate("document.adoptedStyleSheets = []")
