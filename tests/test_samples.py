"""What `make samples` repeats, without repeating it: its sentences stand in the book, and it tells a false one."""

import re

import pytest

from benchmarks import samples
from lesson_code.publish.book import MACHINERY
from tests.told import line_of, told


def test_every_sentence_that_is_repeated_stands_in_the_book():
    said = list(samples.sentences())
    assert len({sentence.place.partition(":")[0] for sentence in said}) >= 7
    for sentence in said:
        compile(sentence.expression, sentence.place, "eval")


def test_every_claim_about_the_digits_is_repeated():
    repeated = [sentence.expression for sentence in samples.sentences()]
    what = "make samples가 되풀이하지 않는 값입니다. 그 단원의 폴더에 digit_facts.py를 두고 그 안의 함수로 계산하세요"
    told(
        f"{page.relative_to(MACHINERY).as_posix()}:{line_of(text, claim.start())}: {claim[1]}: {what}"
        for page in sorted((MACHINERY / "docs").rglob("*.md"))
        for text in [page.read_text(encoding="utf-8")]
        for claim in re.finditer(r"<!--= (\S[^\n]*?) -->", text)
        if "digit_facts" in claim[1] and claim[1] not in repeated
    )


def test_lessons_and_notebooks_that_train_on_the_digits_are_all_repeated():
    assert {"choosing-learning-rate", "momentum-and-adam"} <= set(samples.PAGES)
    assert {"digits", "edge_of_stability", "loss_curves"} <= set(samples.NOTEBOOKS) and "line" not in samples.NOTEBOOKS


@pytest.mark.parametrize(
    ("base", "seeds", "rounded", "held"),
    [
        ("0.095", ["0.102", "0.090"], ["0.095"], True),
        ("0.095", ["0.130"], ["0.095"], False),
        ("0.095", ["0.095"], ["0.096"], False),
        ("0.03", ["0.04"], ["0.03"], True),
        ("1,000 0.24", ["1,000 0.29"], ["1,000 0.24"], False),
        ("0.1 0.5", ["0.1"], ["0.1 0.5"], False),
        ("True", ["True"], ["True"], True),
        ("True", ["False"], ["True"], False),
        ("True", ["True"], ["False"], False),
        ("False", ["False"], ["False"], False),
    ],
)
def test_sentence_holds_only_where_rounding_changes_nothing_and_other_seeds_little(base, seeds, rounded, held):
    assert samples.holds(base, seeds, rounded) is held
