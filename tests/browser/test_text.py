"""No text is kept from anyone: screen readers, captures, paper, copies, links and the browser's own search get all."""

import io
from urllib.parse import quote

import numpy as np
import pytest
from PIL import Image

from tests.browser.reader import until

CHAPTER = "gradient-descent/learning-rate/"
BLOCKS = """[...document.querySelectorAll('article :is(p, li, h1, h2, h3, td, th, dt, dd, pre, summary, figcaption)')]
    .filter(block => block.checkVisibility() && block.textContent.trim())
    .map(block => [block.textContent.trim().slice(0, 40), block.getBoundingClientRect()])
    .map(([text, box]) => [text, box.x + scrollX, box.y + scrollY, box.width, box.height])"""
# all texts of the article, but for what is folded and for formulas, which are copied as TeX
TEXTS = """() => {
    const walk = document.createTreeWalker(document.querySelector('article'), NodeFilter.SHOW_TEXT), texts = [];
    while (walk.nextNode()) {
        const {parentElement: parent, data} = walk.currentNode;
        if (parent.checkVisibility() && !parent.closest('.katex')) texts.push(data);
    }
    return texts;
}"""
# of the first fold of each kind, its most words in a row
FOLDED = """() => Object.fromEntries([...document.querySelectorAll('article details')].reverse().map(fold => {
    const own = element => element.closest('details') === fold && !element.closest('summary');
    const walk = document.createTreeWalker(fold, NodeFilter.SHOW_TEXT), texts = [];
    while (walk.nextNode()) if (own(walk.currentNode.parentElement)) texts.push(walk.currentNode.data);
    const rows = texts.flatMap(text => text.match(/(?<=\\s)[\\p{L}\\d]+( [\\p{L}\\d]+)+(?=[\\s.,])/gu) ?? []);
    return [fold.className, rows.sort((one, other) => other.length - one.length)[0]];
}))"""
# where a block stands on the screen; without a number, the first below its upper edge
PLACE = """number => {
    const blocks = [...document.querySelectorAll('article > *')];
    const found = number ?? blocks.findIndex(block => block.getBoundingClientRect().bottom > 200);
    return [found, blocks[found].getBoundingClientRect().top];
}"""
HEADINGS = """[...document.querySelectorAll('.md-sidebar--secondary a.md-nav__link')].map(link => {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    const below = document.documentElement.scrollHeight - innerHeight - scrollY;
    const {top} = heading.getBoundingClientRect();
    return [top + scrollY, top - parseFloat(getComputedStyle(heading).scrollMarginTop), below];
})"""


@pytest.fixture(scope="module")
def chapter(keep_page):
    """The chapter on a phone, for tests that only look at it."""
    return keep_page(CHAPTER, width=390)


def without_spaces(texts):
    return "".join("".join(texts).split())


def test_screen_reader_gets_every_paragraph(chapter):
    session = chapter.context.new_cdp_session(chapter)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    heard = without_spaces(node["name"]["value"] for node in nodes if node["role"]["value"] == "StaticText")
    texts = chapter.evaluate(
        "[...document.querySelectorAll('article > p')].flatMap(p => [...p.childNodes])"
        ".filter(node => node.nodeType === Node.TEXT_NODE).map(node => node.data)"
    )
    assert len(texts) > 100 and [text for text in texts if without_spaces(text) not in heard] == []


@pytest.mark.parametrize("media", ["screen", "print"])
def test_capture_of_the_whole_page_shows_every_block(chapter, media):
    chapter.emulate_media(media=media)
    blocks = chapter.evaluate(BLOCKS)
    capture = np.asarray(Image.open(io.BytesIO(chapter.screenshot(full_page=True))).convert("L"))
    chapter.emulate_media(media="screen")
    blank = []
    for text, left, top, width, height in blocks:
        part = capture[int(top) : int(top + height), max(0, int(left)) : int(left + width)]
        if not part.size or np.ptp(part) < 64:
            blank.append(text)
    assert len(blocks) > 100 and blank == []


def test_all_of_the_text_is_copied_at_once(chapter):
    chapter.keyboard.press("ControlOrMeta+a")
    chapter.keyboard.press("ControlOrMeta+c")
    copied = without_spaces(chapter.evaluate("navigator.clipboard.readText()"))
    place = 0
    for text in map(without_spaces, chapter.evaluate(TEXTS)):
        place = copied.find(text, place)
        assert place >= 0, text


def test_link_of_the_contents_lands_on_its_heading_which_stays_where_it_was(open_page):
    page = open_page(CHAPTER)
    places = [place for place, *_ in page.evaluate(HEADINGS)]
    assert len(places) > 10
    for number, before in enumerate(places):
        page.locator(".md-sidebar--secondary a.md-nav__link").nth(number).click()
        page.wait_for_timeout(100)  # for what would move late
        place, distance, below = page.evaluate(HEADINGS)[number]
        assert abs(place - before) < 4
        assert abs(distance) < 4 or (distance > 0 and below < 1), number


def test_reload_shows_the_text_where_it_was(open_page):
    page = open_page(CHAPTER, width=390)
    for part in (0.25, 0.5, 0.75):
        page.evaluate(f"scrollTo(0, {part} * document.documentElement.scrollHeight)")
        page.wait_for_timeout(200)
        number, before = page.evaluate(PLACE)
        page.reload()
        page.wait_for_timeout(200)
        until(page, "document.fonts.status === 'loaded'")
        assert abs(page.evaluate(PLACE, number)[1] - before) <= 4, part


def test_link_to_a_folded_text_unfolds_it(open_page):
    page = open_page(CHAPTER)
    folded = page.evaluate(FOLDED)
    assert len(folded) >= 3
    for kind, words in folded.items():
        page.goto(page.url.partition("#")[0] + "#:~:text=" + quote(words, safe="").replace("-", "%2D"))
        until(
            page, f"document.querySelector('article details[class=\"{kind}\"]').open", f"{words} in a {kind} is shown"
        )
