"""Text as a reader's eye meets it: lines of a length, particles with their words, code that fits, no walls."""

import pytest

from lesson_code.publish.book import NODE_MODULES
from tests.browser.reader import unfold
from tests.browser.test_reading import PAGES
from tests.told import told

LESSONS = [PAGES["chapter"], PAGES["choosing"]]
HANGUL = NODE_MODULES / "@expo-google-fonts" / "ibm-plex-sans-kr" / "IBMPlexSansKR_400Regular.ttf"
# a Hangul letter that stands without a blank after anything, but on the next line
TORN = r"""() => {
    const taken = node => node.nodeType === Node.TEXT_NODE || node.classList.contains('katex')
        ? NodeFilter.FILTER_ACCEPT : node.matches('pre, svg, button, .controls, .katex-display, .headerlink, [hidden]')
        ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
    const block = node => node.parentElement.closest('p, li, td, th, dt, dd, summary, figcaption, h1, h2, h3, article');
    const walk = document.createTreeWalker(
        document.querySelector('article'), NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, taken);
    const place = (node, index) => {
        if (node.nodeType !== Node.TEXT_NODE)
            return [...node.querySelectorAll('.katex-base')].at(-1).getBoundingClientRect();
        const letter = new Range();
        letter.setStart(node, index);
        letter.setEnd(node, index + 1);
        return [...letter.getClientRects()].at(-1) ?? {left: 0, right: 0};
    };
    const torn = [];
    let before = null, node, count = 0;
    const look = (one, other, index) => {
        count += 1;
        const [left, right] = [place(...one), place(other, index)];
        if (right.left < left.right - 4)
            torn.push(`${block(other).textContent.slice(0, 20)}… ${other.data.slice(index, index + 9)}`);
    };
    while ((node = walk.nextNode())) {
        if (node.nodeType !== Node.TEXT_NODE) { before = [node, 0]; continue; }
        if (node.parentElement.matches('code')) { before = [node, node.data.length - 1]; continue; }
        if (before && /^\u2060?\)?[가-힣]/.test(node.data) && block(before[0]) === block(node))
            look(before, node, node.data.search(/[)가-힣]/));
        const hits = node.data.matchAll(/[^\s\u2060가-힣][가-힣]/g);
        for (const hit of hits) look([node, hit.index], node, hit.index + 1);
        before = /\s$/.test(node.data) || !node.data ? null : [node, node.data.length - 1];
    }
    return [count, torn];
}"""


@pytest.fixture(scope="module")
def in_hangul(keep_page):
    """Return a function that opens a page set in a face that has Hangul, which not every machine has."""

    def opened(path, width):
        page = keep_page(path, width=width)
        page.route("**/hangul.ttf", lambda route: route.fulfill(path=HANGUL))
        style = (
            "@font-face { font-family: Hangul; src: url(hangul.ttf) } .md-typeset { font-family: Hangul !important }"
        )
        page.add_style_tag(content=style)
        assert page.evaluate("document.fonts.load('1em Hangul', '가').then(faces => faces.length)") == 1
        return page

    return opened


@pytest.mark.parametrize("name", PAGES)
def test_no_particle_begins_a_line_without_its_word(in_hangul, name):
    page = in_hangul(PAGES[name], 1440)
    unfold(page)
    for width in (360, 390, 768, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        looked_at, torn = page.evaluate(TORN)
        assert torn == [], width
    assert looked_at > 50 or name not in ("chapter", "choosing")


@pytest.mark.parametrize("path", LESSONS)
def test_line_holds_some_forty_letters_and_a_phone_as_many_as_can_be_read(in_hangul, path):
    page = in_hangul(path, 1440)
    letters = """(() => {
        const text = [...document.querySelectorAll('article > p')].sort((a, b) => b.offsetHeight - a.offsetHeight)[0];
        const letter = text.appendChild(Object.assign(document.createElement('span'), {textContent: '가'.repeat(10)}));
        letter.style.whiteSpace = 'nowrap';
        const held = 10 * text.clientWidth / letter.getBoundingClientRect().width;
        letter.remove();
        return [held, parseFloat(getComputedStyle(text).fontSize), text.clientWidth];
    })()"""
    for width in (768, 1440, 2200):
        page.set_viewport_size({"width": width, "height": 900})
        assert 35 <= page.evaluate(letters)[0] <= 45, width
    for width in (360, 390):
        page.set_viewport_size({"width": width, "height": 900})
        _, size, column = page.evaluate(letters)
        assert size >= 16 and column >= width - 33, width


@pytest.mark.parametrize("name", [name for name in PAGES if PAGES[name].startswith(("gradient-descent/", "practice/"))])
def test_no_code_of_a_lesson_is_wider_than_a_small_phone(keep_page, name):
    page = keep_page(PAGES[name], width=360)
    unfold(page)
    wide = page.evaluate(
        "[...document.querySelectorAll('article pre, article pre code')]"
        ".filter(box => box.scrollWidth > box.clientWidth).map(box => box.textContent.slice(0, 60))"
    )
    assert wide == []


@pytest.mark.parametrize("path", LESSONS)
def test_only_imports_of_an_example_wrap_on_a_small_phone_and_hang(keep_page, path):
    page = keep_page(path, width=360)
    unfold(page)
    lines = page.evaluate(
        "[...document.querySelectorAll('.language-pycon .line')]"
        ".map(line => [line.textContent.trim(), line.offsetHeight / parseFloat(getComputedStyle(line).lineHeight),"
        " parseFloat(getComputedStyle(line).paddingLeft) + parseFloat(getComputedStyle(line).textIndent)])"
    )
    assert len(lines) > 100
    what = "작은 휴대전화에서 예제의 줄이 접힙니다. 짧게 나누세요"
    told(f"docs/{path[:-1]}.md: {what}: {line}" for line, height, _ in lines if height > 1.5 and " import " not in line)
    assert {round(first) for *_, first in lines} == {0}


@pytest.mark.parametrize("path", LESSONS)
def test_no_paragraph_is_a_wall_and_no_table_too_wide_for_a_phone(keep_page, path):
    page = keep_page(path, width=390)
    unfold(page)
    paragraphs = page.evaluate("[...document.querySelectorAll('article :is(p, dd)')].map(p => p.innerText)")
    walls = [text for text in paragraphs if sum(text.count(end) for end in ("다. ", "요. ", "까? ")) >= 7]
    rows = "[...document.querySelectorAll('article tr')].filter(row => row.cells.length > 3).map(row => row.innerText)"
    faults = [f"문단이 깁니다. 여섯 문장을 넘지 않게 나누세요: {text}" for text in walls]
    faults += [f"표가 휴대전화의 화면보다 넓습니다. 칸을 셋까지 줄이세요: {text}" for text in page.evaluate(rows)]
    told(f"docs/{path[:-1]}.md: {' '.join(fault.split())}" for fault in faults)


def test_first_example_is_the_rule_itself_and_then_gets_its_name(keep_page):
    page = keep_page(LESSONS[0])
    first, second = page.locator(".language-pycon code").all_inner_texts()[:2]
    assert "theta = theta - 0.2 * (2 * theta)" in first and "import" not in first
    assert "import step" in second
    named = page.evaluate(
        "[...document.querySelectorAll('article > p')].filter(p => p.innerText.includes('「실행」')).length"
    )
    assert named == 1


@pytest.mark.parametrize("path", LESSONS)
def test_example_is_copied_as_code_that_runs(keep_page, path):
    page = keep_page(path)
    sources = page.evaluate(
        "[...document.querySelectorAll('.language-pycon .run-copy')].map(button => button.dataset.clipboardText)"
    )
    assert len(sources) == page.locator(".language-pycon").count() > 10
    for source in sources:
        try:
            exec(compile(source, "<copied>", "exec"), {})
        except ValueError as error:
            assert "must not work" in str(error)  # an example shows it


def test_button_of_an_example_copies_what_it_says(open_page):
    page = open_page(LESSONS[0], width=390)
    page.get_by_role("button", name="코드만 복사").first.click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "theta = 10.0\ntheta = theta - 0.2 * (2 * theta)\ntheta"
    assert page.locator(".md-dialog").inner_text() == "클립보드에 복사했습니다"


@pytest.mark.parametrize("name", ["digits", "edge"])
def test_code_of_several_screens_stands_folded_before_the_first_idea(keep_page, name):
    page = keep_page(PAGES[name], width=390)
    heights = page.evaluate(
        "[...document.querySelectorAll('.jp-InputArea pre')].filter(code => code.checkVisibility())"
        ".map(code => code.offsetHeight)"
    )
    assert max(heights) < 2 * 844
    page.locator("details.source summary").first.click()
    assert page.locator("details.source pre").first.is_visible()
    assert "backward" in page.locator("details.source pre").first.inner_text()


@pytest.mark.parametrize(("width", "rendering"), [(390, "optimizespeed"), (1440, "auto")])
def test_no_text_asks_of_its_font_what_keeps_a_browser_from_remembering_words(keep_page, width, rendering):
    page = keep_page(PAGES["chapter"], width=width)
    asked = "[...new Set([...document.querySelectorAll('*')].map(each => getComputedStyle(each).fontFeatureSettings))]"
    assert page.evaluate(asked) == ["normal"]
    assert page.evaluate("getComputedStyle(document.body).textRendering") == rendering


def test_words_of_the_theme_are_right_korean(site):
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        for wrong in ("맨위로", "네비게이션", "복사됨", 'alt="logo"', "하단/푸터", "상단/헤더"):
            assert wrong not in text, page
