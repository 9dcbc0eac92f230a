"""Strong words: each has a proof that exists, and none is listed that the book no longer says."""

import re

from benchmarks import words
from lesson_code.publish.book import MACHINERY

WORDS = list(words.words())


def test_every_strong_word_is_proved_or_claims_nothing():
    assert [f"{word.place}: {word.sentence}" for word in WORDS if not word.proof] == []


def test_every_proof_is_a_test_of_the_book():
    tests = "".join(path.read_text(encoding="utf-8") for path in (MACHINERY / "tests").rglob("test_*.py"))
    known = {*re.findall(r"^def (test_\w+)", tests, re.MULTILINE), *words.NO_CLAIM}
    assert set(words.proofs().values()) <= known


def test_no_proof_outlives_its_sentence():
    pages = [*(MACHINERY / "docs").rglob("*.md"), *(MACHINERY / "lesson_code" / "practice").glob("*.py")]
    book = "".join(page.read_text(encoding="utf-8") for page in pages)
    assert [around for around in words.proofs() if around not in book] == []


def test_same_word_in_another_sentence_is_not_proved():
    text = "가까우면 다가갑니다. 멀면 언제나 발산합니다."
    word = next(words.STRONG.finditer(text))
    assert words.covers("멀면 언제나 발산", text, word) and not words.covers("가까우면 언제나 발산", text, word)
