"""What was found false in the book, in the words in which it stood there: none of it is said again, on any page."""

import re

import pytest

from lesson_code.publish.book import MACHINERY
from tests.told import line_of, told

SCRIPTS = (path for path in (MACHINERY / "lesson_code").rglob("*.py") if "publish" not in path.parts)
PAGES = [*(MACHINERY / "docs").rglob("*.md"), *SCRIPTS]
BOOK = {path.relative_to(MACHINERY).as_posix(): path.read_text(encoding="utf-8") for path in sorted(PAGES)}


def said(words: str) -> re.Pattern[str]:
    """Return what finds words that may go on in the next line of a page, of a notebook or of a script's string."""
    letters = (r"(?:\n# ?|\s+)" if letter == " " else re.escape(letter) for letter in words)
    return re.compile(r'(?:"\s*\n\s*f?")?'.join(letters))


@pytest.mark.parametrize(
    "false",
    [
        "출발점에서 곡률이 가장 크고",
        "처음에는 곡률이 그보다 컸지만",
        "수가 넘칩",
        "안 되는 학습률’",
        "| 발산하면 절반 |",
        "아무것도 배우지 못",
        "학습에 실패",
        "컴퓨터에 따라 조금",
        "바닥이 아닌 곳에서 출발하면 결국 두 점",
        "경계 2를 넘으면 두 점을 오갈 뿐",
        "우연과 가릴 수 없",
        "우연과 구별할 수 없",
        "차이가 우연보다 작으므로",
        "이보다 작은 차이는 우연",
        "둘 다 0.08",
        "이렇습니다(Bottou",
        "높이에서 더 내려가지 못",
        "아래로 내려가지 못",
        "이 값을 **안정성의 경계**",
        "포물선만의 이야기가 아니라는 증거",
        "이 값을 제안해 왔",
        "1.8에서 2.0",
        "절반**을 쓰라는 경험칙",
        "세 배 빗나가면 낭떠러지",
        "큰 쪽으로 세 배 빗나가면",
        "가장 급하게 휜 곳에서 신경망을 만난",
        "반드시",
        "1.3과 1.6 사이",
        "문턱에 바짝 붙어",
        "기울기가 변하는 빠르기를 **곡률**",
        "처음에는 더 빨리 배우더라도",
        "더 빨리 배우고도",
        "둘 다 찾음",
        "시드를 300가지로",
        "어느 시드에서나",
        "아무 벡터에나",
        "1.0은 처음부터 위에",
        "0.001 언저리에 머뭅니다",
        "연습마다 10분 안팎",
        "등고선이 원일 때는",
        "길쭉할수록 돌아서",
        "자릿수는 방법마다",
        "$`\\epsilon`$만큼 작을 때만",
        "두 층이 같은 비율로",
    ],
)
def test_no_page_says_again_what_was_found_false(false):
    told(
        f"{path}:{line_of(text, found.start())}: ‘{false}’: 전에 틀렸다고 밝혀진 말입니다. 다르게 적으세요"
        for path, text in BOOK.items()
        for found in said(false).finditer(text)
    )


@pytest.mark.parametrize(
    "text", ['"절벽 위의 "\n        f"값"', "# 절벽\n# 위의 값", "절벽\n위의 값", '"절벽 위"\n "의 값"']
)
def test_words_are_found_across_the_lines_of_a_notebook_a_script_and_a_page(text):
    assert said("절벽 위의 값").search(text)
