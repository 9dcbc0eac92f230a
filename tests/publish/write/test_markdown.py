"""The book's markup becomes Markdown that MkDocs knows; nothing else changes."""

import pytest

from lesson_code.publish.read import page as pages
from lesson_code.publish.read.manuscript import Term
from lesson_code.publish.write.markdown import as_printed, rewrite

TERMS = {"학습률": Term("learning-rate", '걸음의 "크기"')}


def page(text, name="part/a.md"):
    return pages.read(name, f"docs/{name}", text)


def rewritten(text, name="part/a.md", others=()):
    return rewrite(page(text, name), TERMS, {other.name: other for other in others})


def test_plain_markdown_stays_as_it_is():
    text = "# 제목 {#a}\n\n- 하나\n\n    ```python\n    x = '$`y`$'\n    ```\n"
    assert rewritten(text) == text


def test_proof_of_a_claim_is_not_published():
    assert rewritten("값은 0.5<!--= edge(4.0) -->입니다") == "값은 0.5입니다"


def test_loss_becomes_a_fold_that_holds_it_as_data():
    fold = rewritten("```loss\nx if x<2 else 3\n```")
    assert '<details class="landscape" data-loss="x if x&lt;2 else 3" data-search-exclude><summary>' in fold


def test_spaced_math_fence_is_closed_up_for_markdown_katex():
    assert rewritten("``` math\nx\n```").startswith("```math\n")


def test_figures_are_referred_to_by_the_number_of_their_place():
    text = "![하나](../figures/a/one.svg)\n\n![둘](../figures/a/two_three.svg)\n\n[그림](#fig-two-three)"
    assert rewritten(text).endswith('<a href="#fig-two-three">그림 2</a>')


def test_formulas_are_referred_to_by_their_tag():
    assert rewritten("[식](#eq-4)\n```math\nx \\tag{4}\n```").startswith('<a href="#eq-4">식 (4)</a>')


def test_word_of_the_glossary_leads_there_and_says_its_meaning():
    assert rewritten("**학습률**<sup>learning rate</sup>") == (
        '<a class="term" href="../../glossary/#learning-rate" title="걸음의 &quot;크기&quot;">**학습률**</a>'
        "<sup>learning rate</sup>"
    )


def test_glossary_page_does_not_link_to_itself():
    text = "**학습률**<sup>learning rate</sup>"
    assert rewritten(text, "glossary.md") == text


OTHERS = (
    page("![하나](figures/a/one.svg)\n\n![둘](figures/a/two.svg)\n\n```math\nx \\tag{4}\n```", "index.md"),
    page("```math\nx \\tag{2}\n```", "part/index.md"),
    page("# 실습 {#top}", "practice/walk.ipynb"),
)
REFERENCES = {
    "[그림](../index.md#fig-two)": '<a href="../../#fig-two">그림 2</a>',
    "[그림 7](../index.md#fig-two)": '<a href="../../#fig-two">그림 2</a>',
    "[식](../index.md#eq-4)": '<a href="../../#eq-4">식 (4)</a>',
    "[식 (9)](index.md#eq-2)": '<a href="../#eq-2">식 (2)</a>',
    "[앞의 그림](../index.md#fig-one)": '<a href="../../#fig-one">앞의 그림</a>',
    "[그림](#fig-three)": '<a href="#fig-three">그림 1</a>',
    "[세 번째 그림](#fig-three)": '<a href="#fig-three">세 번째 그림</a>',
    "[그림을 보세요](#fig-three)": '<a href="#fig-three">그림을 보세요</a>',
    "[그림](../practice/walk.ipynb#top)": "[그림](../practice/walk.ipynb#top)",
    "[글](../index.md)": "[글](../index.md)",
    "[밖](https://example.org/index.md#eq-4)": "[밖](https://example.org/index.md#eq-4)",
    "`[그림](#fig-three)`": "`[그림](#fig-three)`",
}


@pytest.mark.parametrize("reference", REFERENCES)
def test_reference_says_the_number_that_it_has_on_its_page(reference):
    text = f"![셋](../figures/a/three.svg)\n\n글 {reference} 글"
    assert rewritten(text, others=OTHERS).endswith(f"글 {REFERENCES[reference]} 글")


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("값 \\$4, `\\$4`", "값 $4, `\\$4`"),
        ("$`\\$4`$", "$`\\$4`$"),
        ("\\\\$4", "\\\\$4"),
        ("> $`a +\n> b`$", "> $`a + b`$"),
        ("$`a\n> b`$", "$`a > b`$"),
    ],
)
def test_prose_is_published_without_what_only_the_source_needs(text, published):
    assert rewritten(text) == published


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("!!! note\n    글", '!!! note "참고"\n    글'),
        ("- 글\n\n    ???+ caution \n        글", '- 글\n\n    ???+ caution "주의"\n        글'),
        ("!!! tip inline end\n    글", '!!! tip inline end "도움말"\n    글'),
        ('!!! quote ""\n    글', '!!! quote ""\n    글'),
        ("정말???\n`\n!!! note\n`", "정말???\n`\n!!! note\n`"),
    ],
)
def test_box_without_a_title_is_named_in_korean(text, published):
    assert rewritten(text) == published


def test_front_matter_is_not_published():
    assert rewritten("---\ndescription: 가\n---\n글").split() == ["글"]


def test_outputs_in_words_are_published_as_they_are_printed():
    text = "```pycon\n>>> '<TAB>'\n가<TAB>나<SPACE>\n<BLANKLINE>\n다\n\n```"
    assert as_printed(rewritten(text)) == "```pycon\n>>> '<TAB>'\n가\t나 \n\n다\n\n```"


def test_formula_in_a_comment_is_none():
    assert rewritten("글 <!-- $`\\foo`$ --> 말") == "글 <!-- $'\\foo'$ --> 말"


def test_dollar_signs_of_two_codes_are_no_formula():
    assert rewritten("수식은 `$…$`나 `$$…$$`") == (
        "수식은 <code>&#36;…&#36;</code>나 <code>&#36;&#36;…&#36;&#36;</code>"
    )
    assert rewritten("`$HOME`, $`x`$, `a`") == "<code>&#36;HOME</code>, $`x`$, `a`"


def test_bar_of_code_in_a_table_is_written_with_a_backslash_or_without():
    row = r"| `a \| b` | `a | b` | \|x\| |"
    assert rewritten(f"| 식 | 식 | 식 |\n|---|---|---|\n{row}").endswith(r"| `a | b` | `a | b` | \|x\| |")
    assert rewritten(r"정규식 `a\|b`") == r"정규식 `a\|b`"
