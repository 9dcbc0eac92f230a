"""Three questions ask for a guess; the answer is computed, and without a script it is a folded block."""

CHAPTER = "gradient-descent/learning-rate/"
QUESTION = ".admonition.question"


def answers(page):
    return [page.locator(QUESTION).nth(n).locator("details strong").first.text_content() for n in range(3)]


def test_three_questions_offer_the_computed_answer_among_others(open_page):
    page = open_page(CHAPTER)
    assert page.locator(QUESTION).count() == 3
    for number, answer in enumerate(answers(page)):
        choices = page.locator(QUESTION).nth(number).locator("label").all_inner_texts()
        assert len(choices) >= 3 and answer in [choice.strip() for choice in choices]


def test_guess_unfolds_the_answer_and_says_whether_it_was_that(open_page):
    page = open_page(CHAPTER)
    for number, answer in enumerate(answers(page)):
        question = page.locator(QUESTION).nth(number)
        assert question.locator("details[open]").count() == 0
        wrong = question.locator("label").filter(has_not_text=answer).first
        wrong.click()
        assert question.locator("details[open]").count() == 1
        assert answer in question.locator("[role=status]").inner_text() and "다릅니다" in question.inner_text()
        question.locator("label", has_text=answer).click()
        assert question.locator("[role=status]").inner_text() == "맞았습니다."


def test_guess_can_be_made_by_keyboard_alone(open_page):
    page = open_page(CHAPTER)
    page.locator(f"{QUESTION} input").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.value") == "그대로이다"
    assert page.locator(QUESTION).first.locator("details[open]").count() == 1


def test_questions_are_a_list_and_a_folded_answer_without_javascript(open_page):
    page = open_page(CHAPTER, java_script_enabled=False)
    question = page.locator(QUESTION).first
    assert question.locator("li").count() == 3 and question.locator("input").count() == 0
    assert not question.locator("details strong").is_visible()
    question.locator("summary").click()
    assert question.locator("details strong").is_visible()


def test_nothing_of_a_guess_outlives_the_tab(open_page):
    page = open_page(CHAPTER)
    page.locator(f"{QUESTION} label").first.click()
    assert [key for key in page.evaluate("Object.keys(localStorage)") if "__palette" not in key] == []
