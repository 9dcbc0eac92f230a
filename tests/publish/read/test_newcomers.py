"""Newcomers' TeX, questions, tables and boxes that mean something else here are told at their line, and only these."""

import pytest

from lesson_code.publish.book import Source
from lesson_code.publish.read import script
from tests.publish.conftest import places
from tests.publish.read.test_checks import told


def math(tex):
    return f"```math\n{tex}\n```"


def question(choices, answer):
    return f'!!! question "예상"\n    어떻게 될까요?\n\n{choices}\n\n    ??? success "답"\n        답은 {answer}\n'


TWO = "    - 커진다\n    - 작아진다"
WRONG = {  # name: text, line, part of the message
    "power of minus x": ("$`e^-x`$", 1, "중괄호로 묶으세요: ^-"),
    "power of minus a command": ("$`e^-\\eta`$", 1, "중괄호로 묶으세요: ^-"),
    "power of a minus sign": ("$`10^−3`$", 1, "중괄호로 묶으세요: ^−"),
    "power of two digits": ("글 $`10^12`$ 글", 1, "중괄호로 묶으세요: ^12"),
    "index of two digits": ("$`x_10`$", 1, "중괄호로 묶으세요: _10"),
    "power of a fraction": ("$`e^0.5`$", 1, "중괄호로 묶으세요: ^0.5"),
    "index of two letters": ("$`A_ij`$", 1, "x_{ij}처럼"),
    "index of three letters": ("$`\\sum x_ijk^2`$", 1, "x_{ij}처럼"),
    "function and its argument in one": ("$`sinx`$", 1, "\\sin처럼 적으세요: sinx"),
    "rows of a table without its rule": ("가 | 나\n1 | 2", 1, "|---|---|처럼"),
    "index of a word": ("$`\\eta_max`$", 1, "중괄호로 묶으세요: _max"),
    "function without its backslash": ("$`sin x + 1`$", 1, "\\sin처럼 적으세요: sin"),
    "Greek letter without its backslash": ("$`2eta`$", 1, "\\sin처럼 적으세요: eta"),
    "argument of a minimum": ("$`argmin_x f(x)`$", 1, "argmin"),
    "at most": ("$`a <= b`$", 1, "글자 그대로 보이는 기호입니다"),
    "at least": ("$`a>=b`$", 1, "글자 그대로 보이는 기호입니다"),
    "unequal": ("$`a != b`$", 1, "글자 그대로 보이는 기호입니다"),
    "arrow": ("$`x->0`$", 1, "글자 그대로 보이는 기호입니다"),
    "power of Python": ("$`x**2`$", 1, "글자 그대로 보이는 기호입니다"),
    "wide brackets in a formula": ("$`f（x）`$", 1, "반각으로 적으세요: （"),
    "power of minus braces": ("$`e^-{x}`$", 1, "중괄호로 묶으세요: ^-"),
    "power in brackets": ("$`2^(n+1)`$", 1, "중괄호로 묶으세요: ^(n+1)"),
    "index in brackets": ("$`x_[i]`$", 1, "중괄호로 묶으세요: _[i]"),
    "sum from one": ("$`\\sum_i=1^n x_i`$", 1, "\\sum_{i=1}^n처럼"),
    "limit to nought": ("$`\\lim_x \\to 0`$", 1, "\\sum_{i=1}^n처럼"),
    "set without its braces": ("$`S = {1, 2, 3}`$", 1, "\\{1, 2\\}처럼"),
    "set by a property": ("$`{x | x > 0}`$", 1, "\\{1, 2\\}처럼"),
    "formula of nothing": ("$` `$", 1, "수식이 비어 있습니다"),
    "percent": ("$`50% x`$", 1, "\\%로 적으세요"),
    "percent of two lines": (math("50%\n+ x"), 2, "\\%로 적으세요"),
    "one backslash for a new line": (math("\\begin{aligned}\na &= 1 \\\nb &= 2\n\\end{aligned}"), 4, "\\\\를 적으세요"),
    "one backslash inside a line": (math("\\begin{aligned}a &= 1 \\ b &= 2\\end{aligned}"), 2, "\\\\를 적으세요"),
    "two lines in one": (math("y = 2x\nz = 3y"), 3, "한 줄로 이어집니다"),
    "lines apart": (math("2x = 4\n\nx = 2"), 4, "한 줄로 이어집니다"),
    "line that begins with a number": (math("2x + 3 = 7\n2x = 4"), 3, "한 줄로 이어집니다"),
    "lines of inequalities": (math("x < 1\ny > 2"), 3, "한 줄로 이어집니다"),
    "lines of words": (math("\\text{가} = 1\n\\text{나} = 2"), 3, "한 줄로 이어집니다"),
    "lines of commands": (math("\\hat y = 1\n\\eta = 2"), 3, "한 줄로 이어집니다"),
    "new line outside": (math("a = 1 \\\\ b = 2"), 2, "환경 밖의"),
    "new line by its name": (math("a = 1\n\\newline\nb = 2"), 3, "환경 밖의"),
    "rows of a matrix in one": (math("\\begin{bmatrix}\n1 & 2\n3 & 4\n\\end{bmatrix}"), 4, "\\\\를 적으세요"),
    "rows of cases in one": (math("\\begin{cases} 1 & x>0 \\ 0 & x<0 \\end{cases}"), 2, "\\\\를 적으세요"),
    "choice that is no answer": (question(TWO, "**커집니다**"), 1, "보기 하나와 글자까지 같아야 합니다"),
    "choice that stands twice": (question(f"{TWO}\n    - 커진다", "**커진다**"), 1, "같은 보기가 둘입니다"),
    "number of no formula": ("앞의 식 (9)를 보세요.", 1, "이 페이지에 없는 번호입니다"),
    "number of no picture": ("글입니다. 그림 12도 보세요.", 1, ": 그림 12"),
    "answer that is not bold": (question(TWO, "커진다"), 1, "(굵은 말 없음)"),
    "formula that is no answer": (question("    - $`1`$\n    - $`2`$", "**$`3`$**"), 1, "$`3`$"),
    "answer that was in another list": (
        question("    - 힌트\n\n    이 가운데서 고르세요.\n\n" + TWO, "**힌트**"),
        1,
        "적으세요: 힌트",
    ),
    "question in a list": (
        "- 글\n\n    " + question(TWO, "**커집니다**").replace("\n", "\n    ").rstrip(),
        3,
        "글자까지 같아야 합니다",
    ),
    "entity misspelt": ("2 &tims; 3", 1, "HTML에 없는 문자 참조여서 그대로 보입니다"),
    "entity left open": ("글 &alpha 글", 1, ";로 끝나지 않아"),
    "heading behind a blank": (" ## 제목 {#a}", 1, "제목이 되지 못합니다"),
    "box left by three blanks": ('!!! note "가"\n    글\n\n   글', 4, "상자 안쪽은 네 칸"),
    "dots of a Korean keyboard": ("ㆍ 하나\nㆍ 둘", 1, "목록이 되지"),
    "arrows for a list": ("→ 하나\n→ 둘", 1, "목록이 되지"),
    "tag without its end": ("글 <br\n글", 1, "태그가 되지"),
    "end of a break": ("글<br>글</br>", 1, "태그가 되지"),
    "term without English": ("**학습률**<sup></sup>", 1, "영어가 없습니다"),
    "term with Hangul for English": ("**학습률**<sup>러닝 레이트</sup>", 1, "영어가 없습니다"),
    "link in braces": ("[글]{a.md}", 1, "[글](주소)로"),
    "link in two brackets": ("[글] [a.md]", 1, "[글](주소)로"),
    "claim with a sign too many": ("값은 3<!== 3 -->입니다", 1, "<!--= 계산식 -->"),
    "claim without its dashes": ("값은 3<!= 3 -->입니다", 1, "<!--= 계산식 -->"),
    "claim without its mark": ("값은 3<-- 3 -->입니다", 1, "<!--= 계산식 -->"),
    "claim apart and without its sign": ("값은 3 <!--edge(4.0)-->입니다", 1, "<!--= 계산식 -->"),
    "example of another tool": ("```doctest\n>>> 1\n```", 1, "혹시 pycon인가요"),
    "fence of two backticks": ("``python\nprint(1)\n``", 1, "백틱 셋"),
    "blank before the English of a term": ("**학습률** <sup>learning rate</sup>", 1, "빈칸 없이"),
    "row over two lines": ("| 가 | 나 |\n|---|---|\n| 1 | 긴 글이\n이어짐 |\n| 1 | 2 |", 4, "두 줄로 나뉘어"),
    "text that falls out of a box": ('!!! note "가"\n    글입니다.\n이어집니다.', 3, "상자 밖에 놓입니다"),
    "text that falls out of the list of a box": ('??? note "가"\n    - 하나\n둘', 3, "상자 밖에 놓입니다"),
    "text that falls out of a tab": ('=== "가"\n    글입니다.\n이어집니다.', 3, "상자 밖에 놓입니다"),
    "capital in an address": ("## 가 {#Same}", 1, "소문자와 숫자와 붙임표로만"),
    "Hangul in an address": ("## 가 {#하나}", 1, "소문자와 숫자와 붙임표로만"),
    "site without https": ("[글](example.org/page)", 1, "https://로 시작하세요"),
    "site by its www": ("[글](www.example.nl)", 1, "https://로 시작하세요"),
    "Korean site without https": ("[글](example.co.kr)", 1, "https://로 시작하세요"),
    "mail without mailto": ("[글](user@example.org)", 1, "mailto:로 시작하세요"),
    "second prompt for a line that goes on": (
        "```pycon\n>>> for i in range(2):\n>>>     print(i)\n0\n1\n```",
        3,
        "...으로 시작하세요",
    ),
    "language of TeX by another name": ("```tex\nx^2\n```", 1, "```math로"),
    "language of TeX": ("```latex\nx^2\n```", 1, "```math로"),
}
RIGHT = {
    "powers": "$`e^{-x} + 10^{-3} + x^2y + x_1^2 + x_i j`$",
    "limit from below": "$`\\lim_{x \\to 0^-} f(x)`$",
    "products of what has an index": "$`w_ix_i + x_iy + a_nb_n + x_i j`$",
    "index and what is multiplied": "$`x_kb + a_ny + x_im_i`$",
    "cosine and what begins like it": "$`\\cos t + \\exp x + \\log n + \\cosh x`$",
    "two lines of which one has a bar": "가 | 나\n다음 줄",
    "two lines of bars in code": "`a | b`\n`c | d`",
    "two lines of bars in formulas": "$`P(a | b)`$이고\n$`P(c | d)`$입니다.",
    "one line with a bar": "처음 | 다음",
    "numbers of pictures that are no references": "그림 3장과 그림 1,797장, [식 (9)](https://example.org), `그림 2를`",
    "pictures by their number before a word": "그림 2로마",
    "formula by its number": "식 (1)을 보세요.\n\n" + math("x = 1 \\tag{1}"),
    "question whose list is no choice": '!!! question "둘"\n    - 가\n    - 가\n',
    "factorial": "$`n!=n(n-1)!`$",
    "words in formulas": "$`\\eta_{\\max} + L_{\\text{train}} + \\operatorname{argmin}_x + \\mathrm{lr}`$",
    "text in a formula": "$`\\text{sin x <= 3, 두 번째}`$",
    "commands": "$`\\sin x \\le \\max_i \\eta_i, 50\\%`$",
    "signs": "$`a<b, a=b, a>-1, x<-1`$",
    "new line": math("\\begin{aligned}\na &= 1 \\\\\nb &= 2\\\\[0.4em]\nc\\ &= 3\n\\end{aligned}"),
    "line that goes on": math("y = 2x +\n3 = z"),
    "line that goes on with its sign": math("y = 2x\n= 3y"),
    "operator and what it is of": math("\\frac{1}{n}\n\\sum_{i=1}^{n} x_i = 3"),
    "relation on the next line": math("f(x) = 1\n\\le g(x) = 3"),
    "two powers": math("(a+b)^2\n(a-b)^2 = 1"),
    "room at the end": math("x = 1, \\quad\ny = 2"),
    "words between": math("y = f(x)\n\\text{ 이때 } x = 3"),
    "equivalence": math("x = 2\n\\iff x^2 = 4"),
    "lines below a sum": math("\\sum_{\\substack{i<n\\\\ j<n}} x_{ij}"),
    "comment of TeX": math("\\begin{aligned}\n% 첫 줄\na &= 1\n\\end{aligned}"),
    "row that goes on": math("\\begin{aligned}\na &= 1\n& + 2\\\\\nb &= 3\n\\end{aligned}"),
    "matrix on one line": math("\\begin{bmatrix}1 & 2\\\\ 3 & 4\\end{bmatrix}"),
    "index of a word": "$`x_{sum} + \\eta_{max} + e^{-x}`$",
    "braces in words": "$`\\text{a, \\{max\\} b {min}}`$",
    "braces of sets and groups": "$`S = \\{1, 2\\}, {n \\choose k} = 9{,}819`$",
    "new line in a line of text": "$`a \\\\ b`$",
    "room before the next column": math("\\begin{aligned}a &= 1,\\ & b\\\\ c &= 2 & d\\end{aligned}"),
    "index behind a command": "$`\\nabla_\\theta + x_\\text{new}`$",
    "cases": math("f(x) = \\begin{cases}\na & x < 0\\\\\nb & x > 0\n\\end{cases}"),
    "question": question(TWO, "‘**커진다**<!--= 1 -->’입니다"),
    "question whose answer is computed": question(TWO, "3<!--= 2**1 + 2**0 -->번 **커진다**"),
    "question of formulas": question("    - $`1`$\n    - `x`", "**$`1`$**"),
    "question of numbers": question("    1. 하나\n    2. 둘", "**둘**"),
    "question with blank lines": question("    - 하나\n\n    - 둘", "**둘**"),
    "question with a hint above": question("    - 힌트\n\n    고르세요.\n\n" + TWO, "**작아진다**"),
    "choice in italics": question("    - *하나*\n    - 둘", "**하나**"),
    "answer in bold italics": question("    - 하나\n    - 둘", "***하나***"),
    "choice in bold": question("    - **하나**\n    - 둘", "**하나**"),
    "choice over two lines": question("    - 하나 더하기\n      하나\n    - 둘", "**하나 더하기 하나**"),
    "question without choices": '!!! question "물음"\n    왜일까요?\n\n    ??? success "답"\n        까닭입니다.\n',
    "entities": "2 &times; 3 &nbsp; &#215; &hellip;",
    "code of two backticks": "`` `x` ``는 코드이고 ``python``도 그렇습니다",
    "term": "둘째 **줄**과 2<sup>n</sup>",
    "row without its last bar": "| 가 | 나 |\n|---|---|\n| 1 | 2\n| 3 | 4",
    "rows without outer bars": "가 | 나\n---|---\n1 | 2",
    "text below a box": '!!! note "가"\n    글입니다.\n\n글입니다.',
    "comment below a box": '!!! note "가"\n    글입니다.\n<!-- 메모 -->',
    "heading in a box": '!!! note "가"\n    글입니다.\n\n    ## 안 {#inside}',
    "letters that look like entities": "R&D와 AT&T, Q&A &c",
    "paragraph of an item that goes on": "- 하나\n\n    둘째 문단\n이어지는 줄",
    "list below a box": '!!! note "가"\n    글입니다.\n- 하나\n- 둘',
    "line of an item in a box": '!!! note "가"\n    - 하나\n      둘\n    셋',
    "files that look like sites": "[글](https://example.org) [메일](mailto:a@example.org)",
    "prompt with one blank": "```pycon\n>>> for i in range(2):\n...     print(i)\n0\n1\n```",
}


@pytest.mark.parametrize("case", WRONG)
def test_what_newcomers_mean_otherwise_is_one_line(case):
    text, line, what = WRONG[case]
    assert [(at - 2, what in message) for at, message in told(f"글입니다.\n\n{text}\n")] == [(line, True)]


@pytest.mark.parametrize("case", RIGHT)
def test_what_is_right_beside_it_is_let_through(case):
    assert told(f"글입니다.\n\n{RIGHT[case]}\n\n글입니다.\n") == []


TITLE = '# %% [markdown]\n# <a id="top"></a>\n#\n# # 제목\n#\n# 글입니다.\n'  # 6 lines
WRONG_CELLS = {
    "ticks of a page": ("# %% [markdown]\n# 값 $`x`$입니다.", 8, "백틱을 쓰지 않습니다"),
    "power of minus x": ("# %% [markdown]\n# 값 $e^-x$입니다.", 8, "중괄호로 묶으세요"),
    "one backslash": ("# %% [markdown]\n# $$\\begin{aligned}a &= 1 \\ b &= 2\\end{aligned}$$", 8, "\\\\를 적으세요"),
    "text that was meant": ("# %%\n# 글입니다.\n# 둘째 줄.", 7, "# %% [markdown]으로"),
    "empty cell": ("# %%\n", 7, "빈 칸입니다"),
    "empty cell of text": ("# %% [markdown]\n#\n", 7, "빈 칸입니다"),
    "code of the book": ("# %%\nx = 1\nfrom lesson_code import descent", 9, "내려받은 노트북에는"),
    "code of the book within": ("# %%\ndef f():\n    import lesson_code.descent as d", 9, "내려받은 노트북에는"),
    "two lines in one": ("# %% [markdown]\n# $$\n# x = 1\n# y = 2\n# $$", 10, "한 줄로 이어집니다"),
    "new line outside": ("# %% [markdown]\n# $$a = 1 \\\\ b = 2$$", 8, "환경 밖의"),
    "signs for a list": ("# %% [markdown]\n# 글입니다.\n#\n# ① 하나\n# ② 둘", 10, "목록이 되지"),
    "example in a fence": ("# %% [markdown]\n# ```python\n# >>> 1 + 1\n# 3\n# ```", 8, "코드 칸에 적으세요"),
    "blanks around an option": ('# %% alt = "그림을 볼 수 없는 사람이 들을 설명"\nx = 1', 7, "빈칸 없이"),
    "text that is code": ("# %% [markdown]\n# 글입니다.\n# 둘째.\n#\n#     안쪽입니다.", 11, "코드로 보입니다"),
}
RIGHT_CELLS = (
    "# %%\n# 주석\nx = 1",
    "# %% [markdown]\n# <a id='s'></a>\n#\n# ## 절",
    "# %% [markdown]\n# > $$\n# > x = 1\n# > = y\n# > $$",
    "# %%\n# %matplotlib inline",
    "# %%\ntry:\n    from lesson_code import descent\nexcept ImportError:\n    descent = None",
    '# %% source="lesson_code/practice/network.py"\nfrom lesson_code.practice.network import digits',
    "# %% [markdown]\n# - 하나\n#\n#     안쪽입니다.",
    "# %% [markdown]\n# 글입니다.\n#\n# - 하나\n#\n#     안쪽입니다.",
    "# %%\nlesson_code = 1\nimport lesson_codes",
)


def told_cells(text):
    page = script.page_of(Source("notebook", "small", "walk", TITLE + text + "\n", 1, True))
    return dict.fromkeys((line, what) for _, line, what in places(page.faults))


@pytest.mark.parametrize("case", WRONG_CELLS)
def test_cell_that_means_something_else_is_told(case):
    text, line, what = WRONG_CELLS[case]
    assert [(at, what in message) for at, message in told_cells(text)] == [(line, True)]


@pytest.mark.parametrize("text", RIGHT_CELLS)
def test_cell_that_is_right_is_let_through(text):
    assert told_cells(text) == {}
