"""The book's own Markdown is read with its places, and never taken from inside code."""

import re

import pytest

from lesson_code.publish.book import time_limit
from lesson_code.publish.faults import BookError
from lesson_code.publish.read import markup, spans
from lesson_code.publish.read import page as pages


def prose(text):
    return [stretch for stretch in markup.stretches(text) if stretch.info is None]


def test_stretches_put_together_are_the_page():
    page = "a\n\n```pycon\n>>> 1\n1\n\n```\n- b\n\n    ~~~ math\n    x\n    ~~~\nend"
    stretches = list(markup.stretches(page))
    assert "\n".join(stretch.text for stretch in stretches) == page
    assert [stretch.line for stretch in stretches] == [1, 3, 8, 10, 13]


def test_fence_knows_its_line_and_its_text_without_indentation():
    fence = next(s for s in markup.stretches("a\n\n    ``` math\n    x\n    y\n    ```\n") if s.info)
    assert (fence.line, fence.info, fence.body) == (3, "math", "x\ny")


def test_fence_that_is_never_closed_reaches_to_the_end():
    assert [s.info for s in markup.stretches("a\n```\nb\nc")] == [None, ""]


def test_shorter_fence_inside_a_longer_one_does_not_close_it():
    assert [s.info for s in markup.stretches("````md\n```math\nx\n```\n````")] == ["md"]


def test_formula_across_a_line_end_is_found_and_joined():
    text = "수식 $`a +\n  b`$ 입니다"
    assert list(markup.inline_formulas(text)) == [(1, "a + b")]
    assert markup.join_formulas(text) == "수식 $`a + b`$ 입니다"


@pytest.mark.parametrize("above", ["", "글\n", "  "])
def test_formula_across_a_line_end_of_a_quotation_is_joined_without_its_sign(above):
    assert markup.join_formulas(above + "> 수식 $`a +\n> b`$") == above + "> 수식 $`a + b`$"


@pytest.mark.parametrize("text", ["$`x` 글", "글 `x`$"])
def test_code_beside_a_dollar_sign_is_no_formula(text):
    assert list(markup.inline_formulas(text)) == []


def test_what_is_overwritten_leaves_every_letter_in_its_place():
    assert spans.masked(re.compile(r"b[^c]+"), "ab\nb c", "x") == "ax\nxxc"


def test_code_across_a_line_end_stays_as_written():
    assert markup.join_formulas("`a\nb`") == "`a\nb`"


def test_formula_shown_as_code_is_not_a_formula():
    assert list(markup.inline_formulas("`` $`\\eta`$ ``")) == []


def test_stray_backtick_does_not_swallow_the_next_paragraph():
    assert list(markup.inline_formulas("a ` b\n\n$`x`$ `")) == [(3, "x")]


def test_match_reads_the_formula_inside_it_as_written():
    found = next(markup.find(markup.PICTURE, "![한 `걸음` $`\\eta`$](../figures/a/b.svg)"))
    assert found["caption"] == "한 `걸음` $`\\eta`$"


def test_picture_named_in_code_is_not_a_picture():
    assert list(markup.find(markup.PICTURE, "`![x](figures/a/b.svg)`")) == []


@pytest.mark.parametrize("text", ["<!-- 값 3<!--= 1 + 2 -->", "`3<!--= 1 + 2 -->`"])
def test_claim_in_a_comment_or_in_code_is_none(text):
    assert list(markup.find(spans.CLAIM, text)) == []


def test_substitute_leaves_code_and_the_rest_as_it_was():
    assert markup.substitute(re.compile("a"), "a `a` a", lambda found: "b") == "b `a` b"


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("TIME_LIMIT = 300", 300), ("TIME_LIMIT: float = 1_000.5  # long", 1000.5), ("TIME_LIMITED = 3", 120)],
)
def test_time_limit_of_a_module_is_the_number_it_sets(said, seconds):
    assert time_limit(f"import math\n{said}\n", "a.py") == seconds


@pytest.mark.parametrize("said", ["5 * 60", "60*10", "0", "-1", "LONG", "True", "'300'"])
def test_time_limit_that_is_no_number_above_0_is_told_with_its_line(said):
    with pytest.raises(BookError, match=r"^a\.py:2: 제한 시간"):
        time_limit(f"import math\nTIME_LIMIT = {said}\n", "a.py")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("---\ntime_limit: 300\n---\n# 제목 {#a}\n", 300), ("# 제목 {#a}\n\ntime_limit: 300\n", 120)],
)
def test_time_limit_of_examples_stands_in_the_front_matter(text, seconds):
    assert pages.read("a.md", "docs/a.md", text).time_limit == seconds
