"""The minutes that a lesson is said to take are counted from its text: letters, lines of code, pictures, formulas."""

import posixpath
import re

import pytest

from lesson_code.publish.book import MACHINERY, Book, sources
from lesson_code.publish.read import markup, page
from lesson_code.publish.read.page import Formula, PictureUse
from tests.told import line_of, told

LETTERS = 500  # Hangul syllables a minute
CODE, PICTURE, FORMULA = 4, 20, 10  # seconds for a line, a picture, a formula that stands alone
PART, PRACTICE = "docs/gradient-descent", MACHINERY / "lesson_code" / "practice"
FOLDER = MACHINERY / PART
FOLDED = "접혀 있는 「더 깊이」"
NOTEBOOKS = [source.name for source in sources(Book(MACHINERY)) if source.kind == "notebook"]
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


def said_of(text):
    """The minutes that a lesson or a notebook says it takes, as what was found; none where it does not say."""
    return re.search(r"(?:걸리는 시간|본문은).*?(\d+)분쯤", text, re.DOTALL)


@every_lesson
def test_lesson_says_how_long_it_takes(lesson):
    text = written(lesson)
    said, counted = said_of(text), minutes(text)
    line = line_of(text, said.start(1)) if said else line_of(text, text.index("\n# "))
    what = f"글자와 코드와 그림을 세면 {counted:.0f}분입니다. 「본문은 {counted:.0f}분쯤 걸립니다」라고 적으세요"
    told([f"{PART}/{lesson}.md:{line}: {what}"] * (not said or abs(int(said[1]) - counted) > 1))


@every_lesson
def test_lesson_speaks_of_folds_only_where_it_has_them(lesson):
    text = written(lesson)
    fold, said = re.search(r'^\?\?\? note "더 깊이', text, re.MULTILINE), text.find(FOLDED)
    if fold and said < 0:
        what = f"접힌 상자 「더 깊이」가 있으니 걸리는 시간 뒤에 적으세요: {FOLDED}는 이 시간에 넣지 않았습니다"
        told([f"{PART}/{lesson}.md:{line_of(text, fold.start())}: {what}"])
    if said >= 0 and not fold:
        told([f"{PART}/{lesson}.md:{line_of(text, said)}: 접힌 상자 「더 깊이」가 없으니 이 문장을 지우세요"])


def elsewhere(address, minutes):
    """What the part's and the home page say otherwise of a lesson or a notebook, or, of a lesson, not at all."""
    up = posixpath.normpath(posixpath.join("gradient-descent", address))
    of_part = rf"\]\({re.escape(address)}\)[^\n]*\| (\d+)분 \|"
    of_home = rf"\]\({re.escape(up)}\) {{#.*?(\d+)분\.\n\n</div>"
    for path, pattern in ((f"{PART}/index.md", of_part), ("docs/index.md", of_home)):
        text = (MACHINERY / path).read_text(encoding="utf-8")
        found = re.search(pattern, text, re.DOTALL)
        if found and found[1] != minutes:
            yield f"{path}:{line_of(text, found.start(1))}: {address}의 시간을 {minutes}분이라고 적으세요"
        if not found and (address.endswith(".md") or path != "docs/index.md"):
            yield f"{path}:1: {address}로 가는 링크와 함께 걸리는 시간 {minutes}분을 적으세요"


@every_lesson
def test_home_and_part_say_the_same_as_the_lesson(lesson):
    said = said_of(written(lesson))
    told(elsewhere(f"{lesson}.md", said[1]) if said else [])


def notebook_minutes(name):
    """The minutes that a notebook says it takes."""
    said = re.search(r"(\d+)분쯤", (PRACTICE / f"{name}.py").read_text(encoding="utf-8"))
    return said and said[1]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_home_and_part_say_the_same_as_the_notebook(name):
    said = notebook_minutes(name)
    missing = [f"lesson_code/practice/{name}.py:1: 첫 칸에 「10분쯤 걸립니다」처럼 걸리는 시간을 적으세요"]
    told(elsewhere(f"../practice/{name}.ipynb", said) if said else missing)


def test_home_page_gives_the_range_of_the_minutes_of_all_notebooks():
    counts = sorted(int(said) for said in map(notebook_minutes, NOTEBOOKS) if said)
    text = (MACHINERY / "docs" / "index.md").read_text(encoding="utf-8")
    said, right = re.search(r"연습마다 (\d+–\d+)분", text), f"{counts[0]}–{counts[-1]}"
    if said and said[1] != right:
        told([f"docs/index.md:{line_of(text, said.start())}: 「연습마다 {right}분」이라고 적으세요"])


def test_way_past_two_sections_is_as_short_as_it_says():
    text = written("learning-rate")
    said = re.search(r"다음으로 미루면 (\d+)분쯤", text)
    line = line_of(text, said.start())
    for address in ("where-the-edge-is", "flat-places"):
        text = re.sub(rf"^## [^\n]*{{#{address}}}.*?(?=^## )", "", text, flags=re.MULTILINE | re.DOTALL)
    what = f"두 절을 빼고 세면 {minutes(text):.0f}분입니다. 「다음으로 미루면 {minutes(text):.0f}분쯤」이라고 적으세요"
    told([f"{PART}/learning-rate.md:{line}: {what}"] * (abs(int(said[1]) - minutes(text)) > 1))
