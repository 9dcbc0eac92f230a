"""The search finds what a reader types, from any part of a Korean word, by mouse and by keyboard."""

import pytest

from tests.browser.reader import FOUND, search, until


@pytest.fixture(scope="module", params=[390, 1440])
def searching(keep_page, request):
    """The home page on a phone and on a wide screen."""
    return keep_page(width=request.param)


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("하강법", "gradient-descent/learning-rate/"),
        ("발산", "gradient-descent/learning-rate/"),
        ("learning rate", "gradient-descent/learning-rate/"),
        ("성큼성큼", "gradient-descent/learning-rate/"),
        ("건너뛰", "gradient-descent/learning-rate/"),
        ("범위 시험", "gradient-descent/choosing-learning-rate/"),
        ("역전파", "practice/digits/"),
        ("거듭제곱법", "practice/edge_of_stability/"),
        ("표준편차", "practice/line/"),
    ],
)
def test_search_finds_korean_from_any_part_of_a_word(searching, words, path):
    assert any(path in address for address in search(searching, words))


def test_search_finds_nothing_in_the_markup_of_formulas(searching):
    search(searching, "학습률")
    field = searching.locator("[data-md-component=search-query]")
    field.fill("mathnormal")
    field.press("End")
    until(searching, f"!{FOUND}")


def test_search_opens_moves_and_closes_by_keyboard(open_page):
    page = open_page()
    page.keyboard.press("/")
    page.keyboard.type("learning rate")
    page.wait_for_selector(".md-search-result__link")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.classList.contains('md-search-result__link')")
    page.keyboard.press("Escape")
    assert not page.locator("#__search").is_checked()
