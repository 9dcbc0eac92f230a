"""Strong words: each has a proof that exists, and none is listed that the book no longer says."""

import re

import pytest

from benchmarks import words
from lesson_code.publish.book import MACHINERY
from tests.told import told

WORDS = list(words.words())
TABLE = "benchmarks/words.toml"


def row(around):
    """Where a row of the table stands."""
    lines = (MACHINERY / TABLE).read_text(encoding="utf-8").splitlines()
    return f"{TABLE}:{1 + next((n for n, line in enumerate(lines) if line.startswith(words.quoted(around))), 0)}"


def test_every_strong_word_is_proved_or_claims_nothing():
    told(word.told() for word in WORDS if not word.proof)


def test_every_proof_is_a_test_of_the_book():
    tests = "".join(path.read_text(encoding="utf-8") for path in (MACHINERY / "tests").rglob("test_*.py"))
    known = {*re.findall(r"^def (test_\w+)", tests, re.MULTILINE), *words.NO_CLAIM}
    kinds = ", ".join(words.NO_CLAIM)
    told(
        f"{row(around)}: 이런 테스트는 없습니다. 테스트의 이름이나 {kinds} 가운데 하나를 적으세요: {proof}"
        for around, proof in words.proofs().items()
        if proof not in known
    )


def test_no_proof_outlives_its_sentence():
    used = {word.around for word in WORDS}
    told(
        f"{row(around)}: 책에 없는 말이거나 증명이 필요 없는 말입니다. 고친 말을 적거나 이 줄을 지우세요: {around}"
        for around in words.proofs()
        if around not in used
    )


def test_same_word_in_another_sentence_is_not_proved():
    text = "가까우면 다가갑니다. 멀면 언제나 발산합니다."
    word = next(words.STRONG.finditer(text))
    assert words.covers("멀면 언제나 발산", text, word) and not words.covers("가까우면 언제나 발산", text, word)


CLAIM = "크면 **발산**합니다."
NO_CLAIMS = {  # kind -> page
    "heading": "## 발산하면 줄이기",
    "link": "다음은 「[발산하는 학습률](a.md#b)」입니다.",
    "question": "학습률이 크면 언제나 발산할까요?",
    "box": '!!! question "예상해 보세요"\n    커서 발산합니다. 고르세요.\n\n    - 발산\n    - 수렴\n',
    "numbered": "**1.** 잘되던 학습이 발산합니다. 무엇을 볼까요?",
    "code": "```python\n항상 = 1\n```",
    "in a line": "`항상`이라는 이름",
    "formula": "0.5<!--= 항상 -->",
}


IN_A_NOTEBOOK = ("# ## 발산", "# 발산할까요?", "발산 = 1")


@pytest.mark.parametrize(
    ("name", "text"), [*(("a.md", text) for text in NO_CLAIMS.values()), *(("a.py", text) for text in IN_A_NOTEBOOK)]
)
def test_what_claims_nothing_needs_no_proof_and_the_line_below_does(name, text):
    text += f"\n\n{'# ' * name.endswith('.py')}{CLAIM}"
    found = list(words.words_of(name, text, {}))
    assert [(word.word, word.place) for word in found] == [("발산", f"{name}:{text.count(chr(10)) + 1}")]


def test_answer_in_the_box_of_a_question_and_a_caption_need_a_proof():
    box = f'!!! question "예상"\n    발산할까요?\n\n    ??? success "답"\n        {CLAIM}\n\n![{CLAIM}](a.svg)\n'
    assert [word.place for word in words.words_of("a.md", box, {})] == ["a.md:5", "a.md:7"]


def test_word_without_a_proof_is_told_with_its_line_and_the_row_to_write():
    (word,) = words.words_of("a.md", "멀리 가면 더는 멈추지 않습니다.", {})
    assert word.told() == (
        "a.md:1: ‘멈추’: 증명이 없습니다. 말을 약하게 고치거나 benchmarks/words.toml에 "
        '"더는 멈추지 않습니다" = "증명하는 테스트의 이름"이라고 적으세요: 멀리 가면 더는 멈추지 않습니다'
    )
    (again,) = words.words_of("a.md", "멀리 가면 더는 멈추지 않습니다.", {word.around: "test_a"})
    assert again.proof == "test_a"
