"""What the chapter still is without a script, or opened as a file: text, formulas, pictures, folds, nothing dead."""

import pytest

from tests.browser.reader import until

CHAPTER = "gradient-descent/learning-rate/"
LOADED = "[...document.querySelectorAll('#fig-big-and-small img')].some(i => i.naturalWidth && i.offsetWidth)"


@pytest.fixture(scope="module")
def plain(keep_page):
    """The chapter in a browser without JavaScript."""
    return keep_page(CHAPTER, java_script_enabled=False)


def test_page_reads_without_javascript(plain):
    assert plain.locator(".katex").first.is_visible()
    plain.locator("summary", has_text="더 깊이").first.click()
    plain.locator("details.note[open]").wait_for()
    assert plain.locator("details.note[open]").count() == 1
    assert plain.locator("#fig-big-and-small .only-light img").is_visible()
    assert not plain.locator("#fig-big-and-small .only-dark img").is_visible()


def test_no_buttons_without_javascript(plain):
    assert plain.locator(".language-pycon.highlight").count() >= 12
    assert plain.get_by_role("button", name="실행").count() == 0


def test_questions_are_a_list_and_a_folded_answer_without_javascript(plain):
    question = plain.locator(".admonition.question").first
    assert question.locator("li").count() == 3 and question.locator("input").count() == 0
    assert not question.locator("details strong").is_visible()
    question.locator("summary").click()
    assert question.locator("details strong").is_visible()


@pytest.mark.parametrize(("width", "name"), [(1440, "wide"), (390, "narrow")])
def test_without_javascript_the_drawing_stands_and_no_dead_controls(plain, width, name):
    plain.set_viewport_size({"width": width, "height": 900})
    figure = plain.locator("#fig-playground")
    assert figure.locator(f"svg.{name}").is_visible() and figure.locator("svg:visible").count() == 1
    assert figure.locator("input, button").count() == 0
    assert figure.locator(".controls").evaluate("c => c.offsetHeight") == 0
    assert figure.locator(".told").is_visible()
    assert figure.locator(".told").inner_text() == figure.locator("svg:visible").get_attribute("aria-label")


@pytest.fixture(scope="module")
def file(site, browser):
    """The chapter opened as a file."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto((site / CHAPTER / "index.html").as_uri())
        yield page


def test_page_opened_as_a_file_keeps_no_empty_room(file):
    assert file.locator("#fig-playground .controls").evaluate("c => c.offsetHeight") == 0


def test_page_opened_as_a_file_shows_text_formulas_and_pictures(file):
    file.locator("#fig-big-and-small").scroll_into_view_if_needed()
    until(file, LOADED)
    assert file.evaluate("document.fonts.load('1em KaTeX_Main').then(fonts => fonts.length)") > 0
    assert file.evaluate("getComputedStyle(document.querySelector('.katex')).fontFamily").startswith("KaTeX_Main")
    assert file.locator("h1").inner_text().startswith("학습률에 따른 성질")
