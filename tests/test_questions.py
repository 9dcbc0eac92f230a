"""A question that the reader answers by a click has its answer among its choices."""

import re

import pytest

from lesson_code.publish.book import MACHINERY
from tests.told import line_of, told

BOX = re.compile(r"^!!! question[^\n]*\n(?P<body>(?:(?: {4}[^\n]*)?\n)+)", re.MULTILINE)
CHOICE = re.compile(r"^ {4}- (.+)$", re.MULTILINE)
ANSWER = re.compile(r"^ {4}\?\?\? success[^\n]*\n(?P<text>.*)", re.MULTILINE | re.DOTALL)


def faults(name, text):
    """What is wrong with the questions of a page that have choices."""
    for box in BOX.finditer(text):
        choices, answer = CHOICE.findall(box["body"]), ANSWER.search(box["body"])
        bold = answer and re.search(r"\*\*(.+?)\*\*", answer["text"])
        if choices and (not bold or bold[1] not in choices):
            what = "답에서 처음 굵게 쓴 말이 보기 가운데 하나와 글자까지 같아야 합니다. 답이나 보기를 고치세요"
            yield f"{name}:{line_of(text, box.start())}: {what}: {bold[1] if bold else '(굵은 말 없음)'}"


def test_answer_of_every_question_is_one_of_its_choices():
    pages = sorted((MACHINERY / "docs").rglob("*.md"))
    texts = {page.relative_to(MACHINERY).as_posix(): page.read_text(encoding="utf-8") for page in pages}
    assert sum(len(BOX.findall(text)) for text in texts.values()) > 5
    told(fault for name, text in texts.items() for fault in faults(name, text))


QUESTION = """글

!!! question "예상"
    어떻게 될까요?

    - 커진다
    - 작아진다

    ??? success "답"
        답은 """


@pytest.mark.parametrize(("answer", "wrong"), [("‘**커진다**<!--= 1 -->’", 0), ("**커집니다**", 1), ("커진다", 1)])
def test_answer_that_is_no_choice_is_told_where_the_question_begins(answer, wrong):
    assert [fault.partition(": ")[0] for fault in faults("a.md", f"{QUESTION}{answer}\n")] == ["a.md:3"] * wrong
