"""The lesson 「경사하강법」 in a browser: its examples run there as on the page, and its chart moves."""

from tests.browser.reader import Example, unfold
from tests.browser.test_running import printed_by

LESSON = "gradient-descent/gradient-descent/"


def test_every_example_of_the_lesson_prints_what_the_page_prints(open_page):
    page = open_page(LESSON)
    unfold(page)
    expected = printed_by(page)
    assert len(expected) >= 8 and page.locator(".run-bar").count() == len(expected)
    assert [Example(page, number).run() for number in range(len(expected))] == expected
