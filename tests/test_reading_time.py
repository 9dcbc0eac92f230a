"""The minutes that a lesson is said to take are counted from its text: letters, lines of code, pictures, formulas."""

import re

import pytest

from lesson_code.publish.book import MACHINERY
from lesson_code.publish.read import markup, page
from lesson_code.publish.read.page import Formula, PictureUse

LETTERS = 500  # Hangul syllables a minute
CODE, PICTURE, FORMULA = 4, 20, 10  # seconds for a line, a picture, a formula that stands alone
FOLDER = MACHINERY / "docs" / "gradient-descent"
LESSONS = sorted(path.stem for path in FOLDER.glob("*.md") if path.stem != "index")
FOLD = re.compile(r"^\?\?\?(?!\+).*\n(?:(?: {4}.*)?\n)*", re.MULTILINE)
every_lesson = pytest.mark.parametrize("lesson", LESSONS)


def written(lesson):
    return (FOLDER / f"{lesson}.md").read_text(encoding="utf-8")


def minutes(text):
    """How long a text takes that is read from its first line to the references, folds left folded."""
    text = FOLD.sub("", text).partition("## 참고 문헌")[0]
    read = page.read("a.md", "a.md", text)
    parts = list(markup.stretches(markup.body(text)))
    prose = re.sub(r"<!--.*?-->", "", "\n".join(part.text for part in parts if part.info is None))
    code = [
        line for part in parts if part.info in ("pycon", "python") for line in part.body.splitlines() if line.strip()
    ]
    formulas = [formula for formula in read.all(Formula) if formula.display]
    rest = CODE * len(code) + PICTURE * len(read.all(PictureUse)) + FORMULA * len(formulas)
    return len(re.findall("[가-힣]", prose)) / LETTERS + rest / 60


def said_of(lesson):
    """The minutes that a lesson says it takes; none where it does not say."""
    said = re.search(r"(?:걸리는 시간|본문은).*?(\d+)분쯤", written(lesson), re.DOTALL)
    return said and said[1]


@every_lesson
def test_lesson_says_how_long_it_takes(lesson):
    said, counted = said_of(lesson), minutes(written(lesson))
    what = f"docs/gradient-descent/{lesson}.md: 「본문은 {counted:.0f}분쯤 걸립니다」라고 적으세요"
    assert said and abs(int(said) - counted) <= 1, what


@every_lesson
def test_lesson_speaks_of_folds_only_where_it_has_them(lesson):
    text = written(lesson)
    assert ("접혀 있는 「더 깊이」" in text) == ('??? note "더 깊이' in text)


@every_lesson
def test_home_and_part_say_the_same_as_the_lesson(lesson):
    said = said_of(lesson)
    row = re.search(rf"\({lesson}\.md\).*\| (\d+)분 \|", (FOLDER / "index.md").read_text(encoding="utf-8"))
    home = (MACHINERY / "docs" / "index.md").read_text(encoding="utf-8")
    card = re.search(rf"\(gradient-descent/{lesson}\.md\).*?본문 (\d+)분", home, re.DOTALL)
    what = f"docs/index.md와 부의 index.md에도 {lesson}.md처럼 {said}분이라고 적으세요"
    assert row and card and (row[1], card[1]) == (said, said), what


def test_way_past_two_sections_is_as_short_as_it_says():
    text = written("learning-rate")
    said = re.search(r"다음으로 미루면 (\d+)분쯤", text)[1]
    for address in ("where-the-edge-is", "flat-places"):
        text = re.sub(rf"^## [^\n]*{{#{address}}}.*?(?=^## )", "", text, flags=re.MULTILINE | re.DOTALL)
    assert abs(int(said) - minutes(text)) <= 1, minutes(text)
