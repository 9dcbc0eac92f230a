"""The keyboard reaches everything, and is seen where it is."""

CHAPTER = "gradient-descent/learning-rate/"
FOCUSED = """(() => { const e = document.activeElement, s = getComputedStyle(e);
    return [e.tagName, e.textContent.trim().slice(0, 20), s.outlineStyle !== 'none' || s.boxShadow !== 'none'
        || e.matches('.md-skip, .md-search__input, input')] })()"""


def test_keyboard_goes_from_the_search_through_the_page_and_is_seen(open_page):
    page = open_page(CHAPTER)
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(FOCUSED))
    assert [place for place in seen if not place[2]] == []
    assert {"A", "INPUT"} <= {tag for tag, *_ in seen}
