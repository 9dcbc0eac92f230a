"""A page tells what it uses and where; what reading alone can see is wrong is said with its line."""

from lesson_code.publish.read import page as pages
from lesson_code.publish.read.page import Claim, Example, Formula, PictureUse, TermUse

NAME, PATH = "part/my-lesson.md", "docs/part/my-lesson.md"


def read(text):
    return pages.read(NAME, PATH, text)


def faults(text):
    return [(fault.path, fault.line) for fault in read(text).faults]


def test_everything_used_is_found_with_its_line():
    page = read(
        "# 제목 {#top}\n\n**학습률**<sup>learning rate</sup>은 3.0<!--= 1 + 2 -->이고 $`\\eta`$입니다.\n\n"
        "![설명](../figures/my_lesson/one.svg)\n\n```pycon\n>>> 1\n1\n\n```\n\n```math\nx \\tag{1}\n```\n"
    )
    assert page.all(TermUse) == [TermUse(3, "학습률", "learning rate")]
    assert [(c.line, c.expression) for c in page.all(Claim)] == [(3, "1 + 2")]
    assert page.all(Claim)[0].shown.endswith("3.0")
    assert page.all(PictureUse) == [PictureUse(5, "my_lesson/one", True)]
    assert page.all(Example) == [Example(8, ">>> 1\n1\n\n")]
    assert page.all(Formula) == [Formula(3, "\\eta", False), Formula(14, "x \\tag{1}", True)]
    assert page.faults == ()


def test_lesson_folder_shares_the_stem_of_the_page():
    assert read("").lesson == "my_lesson"


def test_picture_in_a_sentence_or_a_link_is_not_a_numbered_figure():
    assert read("[![설명](../figures/my_lesson/one.svg)](x.md)").labels == {}


def test_heading_without_a_latin_address_is_refused():
    assert faults("# 제목 {#top}\n\n## 한글\n") == [(PATH, 3)]


def test_formula_that_is_not_closed_is_refused():
    assert faults("글\n\n수식 $`x 입니다\n") == [(PATH, 3)]


def test_picture_with_the_wrong_way_to_it_is_told_the_right_one():
    (fault,) = read("글\n\n![설명](figures/my_lesson/one.svg)").faults
    assert (fault.line, "../figures/my_lesson/one.svg" in fault.what) == (3, True)


def test_formula_between_bare_dollars_is_refused_and_money_is_not():
    for text in ("여기 $x$입니다", "$n$개", "$x^2$", "$\\theta = 1$", "$$\nx\n$$", "$(a+b)$"):
        assert faults(text)[:1] == [(PATH, 1)], text
    for text in ("값은 $5와 $10입니다", "US$ 3", "`$HOME`과 `$x$`", "$`x`$", "가격($)과 수량($)"):
        assert faults(text) == [], text


def test_rows_of_a_formula_have_numbers_of_their_own():
    rows = "```math\n\\begin{align}\nx \\tag{1} \\\\\ny \\tag{2}\n\\end{align}\n```\n\n```math\nz \\tag{3}\n```\n"
    page = read(f"---\ndescription: 글\n---\n# 제목 {{#a}}\n\n{rows}")
    assert page.tags == [(8, "1"), (9, "2"), (14, "3")] and list(page.misaddressed()) == []
    assert page.labels["eq-2"] == "식 (2)"
