"""Three questions ask for a guess; the answer is computed. Without a script: test_without_script_or_server.py."""

import pytest

from tests.browser.conftest import visiting
from tests.browser.reader import until
from tests.browser.test_offline import served_copy

CHAPTER = "gradient-descent/learning-rate/"
QUESTION = ".admonition.question"
UNANSWERED = """document.querySelectorAll('.admonition.question').forEach(question => {
    question.querySelector('details').open = false;
    question.querySelectorAll('input').forEach(choice => choice.checked = false);
})"""


@pytest.fixture(scope="module")
def chapter(keep_page):
    return keep_page(CHAPTER)


@pytest.fixture
def page(chapter):
    """The chapter before any guess."""
    chapter.evaluate(UNANSWERED)
    return chapter


def answers(page):
    return [page.locator(QUESTION).nth(n).locator("details strong").first.text_content() for n in range(3)]


def test_three_questions_offer_the_computed_answer_among_others(page):
    assert page.locator(QUESTION).count() == 3
    for number, answer in enumerate(answers(page)):
        choices = page.locator(QUESTION).nth(number).locator("label").all_inner_texts()
        assert len(choices) >= 3 and answer in [choice.strip() for choice in choices]


def test_guess_unfolds_the_answer_and_says_whether_it_was_that(page):
    for number, answer in enumerate(answers(page)):
        question = page.locator(QUESTION).nth(number)
        assert question.locator("details[open]").count() == 0
        wrong = question.locator("label").filter(has_not_text=answer).first
        wrong.click()
        assert question.locator("details[open]").count() == 1
        assert answer in question.locator("[role=status]").inner_text() and "다릅니다" in question.inner_text()
        question.locator("label", has_text=answer).click()
        assert question.locator("[role=status]").inner_text() == "맞았습니다."


def test_guess_can_be_made_by_keyboard_alone(page):
    page.locator(f"{QUESTION} input").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.value") == "그대로이다"
    assert page.locator(QUESTION).first.locator("details[open]").count() == 1


def test_nothing_of_a_guess_outlives_the_tab(page):
    page.locator(f"{QUESTION} label").first.click()
    assert [key for key in page.evaluate("Object.keys(localStorage)") if "__palette" not in key] == []


def test_question_whose_answer_is_no_choice_stays_a_list_and_harms_no_other(browser, site, tmp_path, windows):
    with served_copy(site, tmp_path) as (folder, address, _):
        chapter = folder / CHAPTER / "index.html"
        text = chapter.read_text(encoding="utf-8")
        for answer in ("<strong>그대로이다</strong>", "<strong>진동하며 수렴</strong>"):
            assert answer in text
        text = text.replace("<strong>그대로이다</strong>", "그대로이다", 1)
        chapter.write_text(text.replace("<strong>진동하며 수렴</strong>", "<strong>진동</strong>", 1), encoding="utf-8")
        with visiting(browser, address, windows[0]) as visit:
            page = visit(CHAPTER, fresh=True)
            until(page, lambda: page.locator(f"{QUESTION} input").count(), "the others are asked")
            lists = page.locator(QUESTION).evaluate_all("all => all.map(one => !!one.querySelector('ul'))")
            assert lists[:2] == [True, True] and not all(lists)


@pytest.mark.parametrize(
    ("form", "kind"), [("<ul>{}</ul>", "text"), ("<ol>{}</ol>", "numbered"), ("<p>힌트</p><ul>{}</ul>", "below")]
)
def test_choices_may_be_formulas_and_code_numbered_and_apart(browser, site, tmp_path, windows, form, kind):
    with served_copy(site, tmp_path) as (folder, address, _):
        chapter = folder / CHAPTER / "index.html"
        text = chapter.read_text(encoding="utf-8")
        start = text.index("<ul>", text.index('<div class="admonition question">'))
        items = "<li>\n<p><math><mi>x</mi></math></p>\n</li><li><p><code>y</code>와 <b>z</b></p></li>"
        end = text.index("</ul>", start) + len("</ul>")
        text = text[:start] + form.format(items) + text[end:]
        right = text.index("<strong>", start)
        text = text[:right] + "<strong><code>y</code>와\n<b>z</b></strong>" + text[text.index("</strong>", right) + 9 :]
        chapter.write_text(text, encoding="utf-8")
        with visiting(browser, address, windows[0]) as visit:
            page = visit(CHAPTER, fresh=True)
            question = page.locator(QUESTION).first
            until(page, lambda: question.locator("input").count() == 2, "the choices are offered")
            assert question.locator("label").evaluate_all("all => all.map(one => one.innerHTML.includes('<p>'))") == [
                False,
                False,
            ]
            question.locator("label").first.click()
            assert question.locator("label math, label code, [role=status] code").count() == 3
            assert question.locator("[role=status]").inner_text() == "다릅니다. 계산해 보면 답은 ‘y와 z’입니다."
            question.locator("label").nth(1).click()
            assert question.locator("[role=status]").inner_text() == "맞았습니다."
