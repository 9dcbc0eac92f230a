"""A percent script is read once, cell by cell; what a notebook's page could not show is told with its line."""

import jupytext
import pytest

from lesson_code.publish.book import MACHINERY, Book, sources
from lesson_code.publish.faults import BookError
from lesson_code.publish.read import percent, script
from lesson_code.publish.read.manuscript import read
from lesson_code.publish.read.page import Formula
from tests.publish.conftest import places

HEAD = '# %% [markdown]\n# <a id="top"></a>\n#\n# # 제목\n#\n# 첫 [줄](#top) $x$\n# 둘째 `줄`.\n'  # 7 lines
CODE = HEAD + "\n# %%\n"  # 9 lines
SECOND = HEAD + '#\n# <a id="second"></a>\n#\n# '  # the title of a second part stands on line 11
NOTEBOOK = "lesson_code/small_lesson/walk.py"


@pytest.fixture(scope="module")
def read_script(tmp_path_factory):
    """Give the page of a script that stands in a small book, as the whole book is read."""
    from tests.publish.conftest import write_book

    book = write_book(tmp_path_factory.mktemp("read") / "book")
    (book.docs / "glossary.md").write_text(
        "---\ndescription: 용어의 뜻입니다.\n---\n\n# 용어 {#glossary}\n\n"
        "**학습률**<sup>learning rate</sup> {: #learning-rate }\n: 걸음의 크기.\n",
        encoding="utf-8",
    )
    with (book.docs / "index.md").open("a", encoding="utf-8") as home:
        home.write("\n[걷기](small_lesson/walk.ipynb)\n")

    def page(text):
        (book.root / NOTEBOOK).write_bytes(text if isinstance(text, bytes) else text.encode())
        manuscript = read(book)
        return manuscript.scripts["small_lesson/walk"], list(manuscript.faults)

    return page


def test_cells_of_this_book_are_those_that_jupytext_reads():
    book = Book(MACHINERY)
    for source in (source for source in sources(book) if source.kind == "notebook"):
        ours = [(c.kind, percent.runnable(c) if c.kind == "code" else c.text) for c in percent.cells(source.text)]
        theirs = jupytext.reads(source.text, fmt="py:percent").cells
        assert ours == [(cell.cell_type, cell.source.strip()) for cell in theirs]


@pytest.mark.parametrize(
    "text",
    [
        '# %% [markdown]\n"""\n글\n\n둘\n"""\n\n# %% 제목 alt="a"\n1\n',
        '# %% [md]\nr"""글 $\\eta$"""\n# %% [raw]\n# 그대로\n',
        '# %%\nx = """\n# %% 아닙니다\n"""\n\n\n# %%\ny = "# %%"\n',
        "# ---\n# jupyter:\n#   jupytext:\n#     formats: py:percent\n# ---\n\n# %%\n1\n\n# %%\n",
        "import os\n\n# %%\n# %matplotlib inline\n1\n",
        "# %% [markdown]\n# 글\n#\n#\n# 끝\n# %%\n\n\n1\n",
    ],
)
def test_cells_are_those_that_jupytext_reads_however_they_are_written(text):
    ours = [(c.kind, percent.runnable(c) if c.kind == "code" else c.text) for c in percent.cells(text)]
    theirs = jupytext.reads(text, fmt="py:percent").cells
    assert ours == [(cell.cell_type, cell.source.strip()) for cell in theirs]


def test_each_cell_knows_the_lines_of_its_head_and_its_text():
    text = 'import os\n# %% [markdown]\n"""\n글\n"""\n\n# %%\n\n1\n'
    assert [(cell.head, cell.line, cell.text) for cell in percent.cells(text)] == [
        (0, 1, "import os"),
        (2, 4, "글"),
        (7, 9, "1"),
    ]
    header = "# ---\n# jupyter:\n# ---\n\n# %%\n1\n"
    assert [(cell.head, cell.line, cell.text) for cell in percent.cells(header)] == [(5, 6, "1")]


FORMULAS = {
    "inline and displayed": ("# 값 $x<y$와\n# $$a \\le\n# b$$", [(8, "x<y", False), (9, "a \\le b", True)]),
    "over two lines": ("# 값 $a +\n# b$", [(8, "a + b", False)]),
    "two dollar signs in a line": ("# 값 $$x$$ 끝", [(8, "x", True)]),
    "environment": (
        "# \\begin{equation}\n# a\n# \\end{equation}",
        [(8, "\\begin{equation} a \\end{equation}", True)],
    ),
    "matrix with a distance": ("# $$\\begin{x}1\\\\[4pt]2\\end{x}$$", [(8, "\\begin{x}1\\\\[4pt]2\\end{x}", True)]),
    "quoted over two lines": ("#\n# > 값 $a\n# > + b$", [(9, "a + b", False)]),
    "in a table": ("#\n# | a | b |\n# |---|---|\n# | $|x|$ | 1 |", [(11, "|x|", False)]),
    "in a title": ('#\n# <a id="b"></a>\n#\n# ## $\\eta$의 뜻', [(11, "\\eta", False)]),
    "before Hangul, after a sign": ("# ($a$)는 $b$배, **$c$**", [(8, "a", False), (8, "b", False), (8, "c", False)]),
    "money is none": ("# \\$5, $5에서 $10까지, US$5와 US$10, ($3)", []),
    "code is none": ("# `$HOME`과 `$PATH`\n#\n# ```sh\n# echo $HOME $PATH\n# ```", []),
    "escaped dollar inside": ("# $a\\$b$", [(8, "a\\$b", False)]),
}


@pytest.mark.parametrize("name", FORMULAS)
def test_formulas_are_found_with_their_lines(read_script, name):
    text, expected = FORMULAS[name]
    page, faults = read_script(HEAD + text + "\n")
    assert [(f.line, f.tex, f.display) for f in page.all(Formula)][1:] == expected
    assert faults == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# $a$ \\$5 $5에서 **굵게** $10 `$b$` \\\\$7", ("{} &#36;5 &#36;5에서 **굵게** &#36;10 `$b$` \\\\&#36;7", 1)),
        ("# $a$ $$b$$\n# \\begin{x}c\\end{x}", ("{} {}\n{}", 3)),
        ("# ```\n# $a$\n# ```", ("```\n$a$\n```", 0)),
    ],
)
def test_converter_of_markdown_gets_a_token_for_each_formula_and_no_dollar_sign_outside_code(text, expected):
    form, count = expected
    tokens = [percent.TOKEN.format(number) for number in range(count)]
    assert percent.convertible(percent.cells("# %% [md]\n" + text)) == [form.format(*tokens)]


RIGHT = {
    "Windows line ends": (HEAD + CODE[len(HEAD) :] + "print(1)\n").replace("\n", "\r\n"),
    "byte order mark": "\ufeff" + HEAD,
    "magics that draw": CODE + '# %matplotlib inline\n# %config InlineBackend.figure_formats = ["svg"]\n1\n',
    "per cents in comments and strings": CODE + 'print("""\n%s\n!x\n""")  # %d개\n# % 50\n',
    "await": CODE + "import asyncio\nawait asyncio.sleep(0)\n",
    "quoted cells": '# %% [markdown]\n"""\n<a id="top"></a>\n\n# 제목\n"""\n',
    "address right above its title": HEAD + '#\n# <a id="b"></a>\n# ## 둘\n',
    "links": HEAD + "# [a](../../small-lesson/#small-lesson) [b](../small-lesson.md#small-lesson) [c](walk.py)\n"
    "# [d](../index.md) [e](https://example.org) [f](../small-lesson.md#fig-one-step) [그림](../assets/favicon.svg)\n",
    "word of the glossary": HEAD + "# **학습률**<sup>learning rate</sup>\n",
    "blank line in a cell": (HEAD + "\n# 둘째 문단\n\n\n# 셋째 문단\n"),
    "options of a cell": CODE + '1\n\n# %% alt="선 하나가 내려가는 그림입니다." source="walk.py"\n1\n',
    "titles of cells": CODE + "1\n\n# %% draw raw data\n1\n\n# %% a == b\n1\n",
    "stars beside signs": HEAD + "# **(가)** **“나”**, 글 **굵게**(괄호)**다** ***라***를 **`x`** 2 ** 3 ** 4\n",
    "Markdown below HTML": HEAD + "#\n# <details>\n# <summary>가</summary>\n#\n# **굵게**\n#\n# </details>\n",
    "signs that make no tag": HEAD + "# x<y이고 z>w, <function f at 0x10>, <x,y>, \\<int> <BR> <tel:010>\n",
    "inequalities apart": HEAD + "# x <y\n#\n# and z> w\n#\n# | a <y | z> d |\n# |---|---|\n# | 1 | 2 |\n",
    "bare addresses": HEAD
    + "# https://ko.wikipedia.org/wiki/경사_하강법 과 https://example.org/a. 글 <https://a.example/b>를\n"
    "# [https://a.example/b를](https://a.example/가나c다) `https://a.example/b`를 <a href='https://a.example/b다'>글</a>\n",
    "claim shown as code": HEAD + "# `3<!--= 1 + 2 -->`\n",
    "comments": HEAD + "# 글 <!-- 메모 ==a== --> 글\n#\n# <!--\n# ## 제목\n# -->\n",
    "rows between bars": HEAD + "#\n# |a| < |b|\n",
    "seeded in another cell": CODE + "import random\nrandom.seed(0)\n\n# %%\nprint(random.random())\n",
}


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_right_is_not_refused(read_script, name):
    assert read_script(RIGHT[name])[1] == []


FAULTS = {
    "forgotten comment sign": (HEAD + "빠뜨린 줄\n# 다음\n", 8, "마크다운 칸의 줄은"),
    "forgotten on the last line of a cell": (HEAD + "빠뜨린 줄\n# %%\n1\n", 8, "마크다운 칸의 줄은"),
    "no blank behind the sign": (HEAD + "#붙은 줄\n", 8, "마크다운 칸의 줄은"),
    "code in a Markdown cell": (HEAD + "\nimport os\n", 9, "마크다운 칸의 줄은"),
    "kind that there is not": (HEAD + "\n# %% [mardown]\n# x\n", 9, "[mardown]"),
    "kind misspelt above the title": (HEAD.replace("[markdown]", "[markdwon]"), 1, "[markdwon]"),
    "kind misspelt, with titles below": (SECOND.replace("n]", "on]", 1) + "### 셋\n", 1, "[markdowon]"),
    "kind without brackets": (HEAD.replace("[markdown]", "markdown"), 1, "markdown"),
    "kind with half a bracket": (HEAD.replace("[markdown]", "[markdown"), 1, "markdown"),
    "head without a blank": (HEAD + "\n#%%\n1\n", 9, "칸을 나누는 줄이 아닙니다"),
    "alt left open": (HEAD + '\n# %% alt="그림\n1\n', 9, 'alt="…"'),
    "alt in marks of print": (HEAD + "\n# %% alt=“그림”\n1\n", 9, 'alt="…"'),
    "alt without marks": (HEAD + "\n# %% alt=그림\n1\n", 9, 'alt="…"'),
    "alt misspelt": (HEAD + '\n# %% atl="그림"\n1\n', 9, 'alt="…"'),
    "source misspelt": (HEAD + '\n# %% souce="a.py"\n1\n', 9, 'source="…"'),
    "alt that says nothing": (HEAD + '\n# %% alt="x"\n1\n', 9, "설명이 너무 짧거나"),
    "alt of HTML": (HEAD + '\n# %% alt="<b>가</b>가 있는 그림입니다"\n1\n', 9, "소리 내어 읽을"),
    "language that there is not": (HEAD + "#\n# ```pyhton\n# x\n# ```\n", 9, "혹시 python인가요"),
    "first number that is 2": (HEAD + "# $$x \\tag{2}$$\n", 8, "\\tag{1}로"),
    "marked text": (HEAD + "# ==글==\n", 8, "형광펜"),
    "link of a wiki": (HEAD + "# [[위키]]\n", 8, "위키"),
    "template": (HEAD + "# {{ page.title }}\n", 8, "변수"),
    "frame": (HEAD + '# <iframe src="a.html"></iframe>\n', 8, "<iframe>"),
    "English that the glossary has not": (HEAD + "# **학습률**<sup>learnig rate</sup>\n", 8, "learning rate"),
    "cell magic": (HEAD + "\n# %%bash\n# ls\n", 9, "칸을 나누는 줄이 아닙니다"),
    "head inside a function": (CODE + "def f():\n    # %% x\n    return 1\n", 11, "칸을 나누는 줄이 아닙니다"),
    "not UTF-8": ("# %% [markdown]\n# 제목\n".encode("cp949"), 1, "UTF-8"),
    "empty": ("# %%\n", 1, "빈 칸입니다"),
    "no Markdown cell": ("# %%\nprint(1)\n", 1, "제목이 없습니다"),
    "no title": ('# %% [md]\n# <a id="a"></a>\n#\n# ## 둘\n', 4, "제목이 없습니다"),
    "level left out": (SECOND + "### 셋\n", 11, "단계"),
    "two titles": (SECOND + "# 하나 더\n", 11, "단계"),
    "title of a formula without address": (HEAD + "#\n# ## $x$\n", 9, "영문 주소"),
    "first line without address": ("# %% [md]\n# # 제목\n", 2, "영문 주소"),
    "title without address": (HEAD + "#\n# ## 둘\n", 9, "영문 주소"),
    "address in Hangul": (HEAD + '#\n# <a id="둘"></a>\n#\n# ## 둘\n', 11, "영문 주소"),
    "words that are attributes": (HEAD + "# cd <your folder>\n", 8, "쓸 수 없는 태그"),
    "link between two rules": (
        HEAD + "\n# %% [md]\n# ---\n# [글](nope.md)\n#\n# ---\n# 끝\n",
        11,
        "가리키는 곳이 없는",
    ),
    "marked text between two rules": (HEAD + "\n# %% [md]\n# ---\n# ==글==\n#\n# ---\n# 끝\n", 11, "형광펜"),
    "bare address before a particle": (HEAD + "# https://example.org/a_b를 보세요\n", 8, "<주소>"),
    "bare address behind a word": (HEAD + "# 글https://example.org/a에서\n", 8, "<주소>"),
    "bare address in brackets before a particle": (HEAD + "# (https://example.org/a)를 보세요\n", 8, "<주소>"),
    "bare address before a printed sign": (HEAD + "# “https://example.org/a”에서\n", 8, "<주소>"),
    "address of pages": (SECOND + "## 둘 {#two}\n", 11, "제목의 주소라면"),
    "address twice": (HEAD + '#\n# <a id="top"></a>\n#\n# ## 둘\n', 9, "두 번"),
    "tight title": (SECOND + "##둘\n", 11, "빈칸"),
    "underlined title": (HEAD + "#\n# 둘\n# ---\n", 9, "#으로"),
    "limit that is no number": (CODE + 'TIME_LIMIT = "x"\n', 10, "TIME_LIMIT = 300"),
    "limit that is no Python": (CODE + "TIME_LIMIT = (\n", 10, "TIME_LIMIT = 300"),
    "not Python": (CODE + "x = 1\nif True\n", 11, "SyntaxError: expected ':'"),
    "shell": (CODE + "!pip install x\n", 10, "셸 명령"),
    "shell behind a sign": (CODE + "1\n# !pip install x\n2\n", 11, "셸 명령"),
    "shell below code": (CODE + "1\n!pip install x\n", 11, "셸 명령"),
    "question": (CODE + "?print\n", 10, "셸 명령"),
    "package magic": (CODE + "%pip install x\n", 10, "셸 명령"),
    "magic behind a sign": (CODE + "# %load_ext autoreload\n", 10, "셸 명령"),
    "cell magic as it is": (CODE + "%%bash\nls\n", 10, "셸 명령"),
    "shell by name": (CODE + "1\nget_ipython().system('ls')\n", 11, "셸 명령"),
    "shell by another name": (CODE + "from IPython import get_ipython as g\ng().system('ls')\n", 10, "셸 명령"),
    "shell by its package": (CODE + "import IPython\nIPython.get_ipython().system('ls')\n", 11, "셸 명령"),
    "number of a process": (CODE + "import os\nprint(os.getppid())\n", 11, "빌드할 때마다"),
    "shell into a name": (CODE + "x = !ls\n", 10, "SyntaxError"),
    "formula left open": (HEAD + "# 값 $x 입니다\n", 8, "짝"),
    "formula left open above a line": (HEAD + "# 값 $x 입니다\n# 글\n", 8, "짝"),
    "variable of a shell": (HEAD + "# $HOME 입니다\n", 8, "짝"),
    "formula that looks like money": (HEAD + "# $10^{-3} 입니다\n", 8, "짝"),
    "formula of pages": (HEAD + "# $`x`$\n", 8, "$x$처럼"),
    "formula in brackets": (HEAD + "# \\(x\\)\n", 8, "$…$"),
    "fence of pages": (HEAD + "#\n# ```math\n# x\n# ```\n", 9, "코드 블록"),
    "fence left open": (HEAD + "#\n# ```python\n# x\n", 9, "닫히지"),
    "example": (HEAD + "#\n# >>> 1\n", 9, "실행되지 않는"),
    "claim": (HEAD + "# 0.5<!--= edge(4.0) -->\n", 8, "확인하지 않습니다"),
    "claim without its sign": (HEAD + "# 0.5<!-- edge(4.0) -->\n", 8, "확인하지 않습니다"),
    "stars between a bracket and a particle": (HEAD + "# **학습률(rate)**은\n", 8, "<b>굵게</b>"),
    "stars between code and a particle": (HEAD + "# **`x`**는\n", 8, "<b>굵게</b>"),
    "stars between a word and a bracket": (HEAD + "# 글**(강조)** 글\n", 8, "<b>굵게</b>"),
    "stars with blanks": (HEAD + "# 글 ** 학습률 ** 글\n", 8, "별표가 짝을"),
    "command of TeX": (HEAD + "# \\eta가 크면\n", 8, "$…$"),
    "command of TeX with braces": (HEAD + "# \\frac{1}{2}이면\n", 8, "$…$"),
    "comment left open": (HEAD + "# 글 <!-- 메모\n", 8, "주석이 닫히지"),
    "title in HTML": (HEAD + "# <h2>둘</h2>\n", 8, "태그로 적은 제목"),
    "link without its address": (HEAD + "# [글][a]\n", 8, "주소가 없는 링크"),
    "attributes of a picture": (HEAD + "# ![그림](../assets/favicon.svg){width=50}\n", 8, "속성이 그대로"),
    "Markdown right below HTML": (
        HEAD + "#\n# <details>\n# <summary>가</summary>\n# **굵게**\n# </details>\n",
        9,
        "빈 줄",
    ),
    "table without its line": (HEAD + "#\n# | 가 | 나 |\n# | 1 | 2 |\n", 9, "표가 되지"),
    "end of the kernel": (CODE + "x = 1\nexit()\n", 11, "끝낼 수 없습니다"),
    "end of the kernel in a branch": (CODE + "if True:\n    quit()\n", 11, "끝낼 수 없습니다"),
    "admonition": (HEAD + "#\n# !!! note\n", 9, "상자"),
    "footnote": (HEAD + "# 글[^1]\n", 8, "각주"),
    "uneven table": (HEAD + "#\n# | a | b |\n# |---|---|\n# | 1 | `x|y` |\n", 11, "표의 칸"),
    "word that the glossary lacks": (HEAD + "# **모멘텀**<sup>momentum</sup>\n", 8, "모멘텀"),
    "dead page": (HEAD + "# [글\n# 둘](../../nope/)\n", 9, "../../nope/"),
    "dead Markdown page": (HEAD + "# [글](../nope.md)\n", 8, "../nope.md"),
    "dead address of a page": (HEAD + "# [글](../small-lesson.md#nope)\n", 8, "#nope"),
    "dead address as a browser sees it": (HEAD + "# [글](../../small-lesson/#nope)\n", 8, "#nope"),
    "dead address of its own": (HEAD + "# [글](#nope)\n", 8, "#nope"),
    "dead named link": (HEAD + "# [글][a]\n#\n# [a]: ../nope.md\n", 10, "../nope.md"),
    "dead link in HTML": (HEAD + '# <a href="../nope.md">글</a>\n', 8, "../nope.md"),
    "dead image": (HEAD + "# ![글](../assets/nope.png)\n", 8, "nope.png"),
    "image without alternative text": (HEAD + "# ![](../assets/favicon.svg)\n", 8, "설명"),
    "image of another host": (HEAD + "# ![글](https://example.org/a.png)\n", 8, "다른 곳"),
    "script": (HEAD + "# <script>1</script>\n", 8, "<script>"),
    "handler": (HEAD + '# <b onclick="x()">글</b>\n', 8, "onclick"),
    "generator without a seed": (CODE + "import numpy as np\nnp.random.default_rng()\n", 11, "default_rng(0)"),
    "numbers without a seed": (CODE + "import numpy as np\n\n# %%\nnp.random.rand(3)\n", 13, "시드"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_wrong_is_told_in_one_line_with_its_place(read_script, name):
    text, line, what = FAULTS[name]
    try:
        _, faults = read_script(text)
    except BookError as error:
        faults = error.faults
    told = {(path, at, what in said) for path, at, said in places(faults)}
    assert told == {(NOTEBOOK, line, True)}


def test_every_cell_is_read_though_one_is_no_python(read_script):
    _, faults = read_script(CODE + "if True\n\n# %%\n%pip install x\n")
    assert [fault.line for fault in faults] == [10, 13]


def test_element_ends_in_the_cell_that_opens_it(read_script):
    _, faults = read_script(HEAD + "# 글 <u>글\n\n# %% [md]\n# </u>\n")
    assert [(fault.line, "태그" in fault.what) for fault in faults] == [(8, True), (11, True)]


def test_raw_cell_is_shown_as_it_is_written():
    (cell,) = percent.cells("# %% [raw]\n# <b> $5\n")
    assert percent.verbatim(cell) == "<pre>&lt;b&gt; &#36;5</pre>"


def test_notebook_describes_itself_by_the_paragraph_under_its_title():
    assert script.description(HEAD + "#\n# 다음 문단\n") == "첫 줄 x 둘째 줄."
    assert script.description('# %% [md]\n"""\n# 제목\n\n글\n"""\n') == "글"
    assert script.description("# %% [md]\n# # 제목\n\n# %% [md]\n# 글\n") == "글"
    assert script.description("# %%\n1\n") == ""


def test_addresses_of_a_notebook_are_those_of_its_titles_and_numbered_formulas(read_script):
    page, _ = read_script(SECOND + "## 둘\n#\n# $$x \\tag{3}$$\n")
    assert page.anchors == {"top", "second", "eq-3"}
