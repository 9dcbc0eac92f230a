"""A notebook's page passes the way of a Markdown page: one recogniser of formulas, one kind of link."""

import contextlib
import re

import pytest

from lesson_code.publish.build import build
from tests.publish.conftest import write_book

SCRIPT = r"""# %% [markdown]
# <a id="top"></a>
#
# # 제목 $\eta$
#
# \$5와 $5에서 **굵게** $10, `$HOME`과 `$PATH`, $a_1 *
# b_2* c$와 $$x < y$$ 끝. [학습률 $\theta$](../small-lesson.md#small-lesson), [식](#eq-1).
#
# \begin{equation}
# a \le b \tag{1}
# \end{equation}
#
# <a id="second"></a>
#
# ## 둘째 $\lambda$

# %%
from IPython.display import HTML, display
display(HTML("<td>$6</td><td>$7$</td>"))
print("$u$")

# %% [raw]
# <b>$r$</b>

# %% [md]
'''
따옴표 칸 $w_1$
'''
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory, workers):
    """The article of a notebook's page, in a book whose other page links to the notebook's second title."""
    book = write_book(tmp_path_factory.mktemp("page") / "book")
    (book.lessons / "small_lesson" / "walk.py").write_text(SCRIPT, encoding="utf-8")
    listed, linking = book.root / "mkdocs.yml", book.docs / "small-lesson.md"
    text = listed.read_text(encoding="utf-8")
    listed.write_text(text.replace("small-lesson.md]", "small-lesson.md, small_lesson/walk.ipynb]"), encoding="utf-8")
    linking.write_text(
        linking.read_text(encoding="utf-8") + "\n[둘째](small_lesson/walk.ipynb#second)\n", encoding="utf-8"
    )
    with (book.docs / "index.md").open("a", encoding="utf-8") as home:
        home.write("\n[걷기](small_lesson/walk.ipynb)\n")
    build(book, lambda jobs: contextlib.nullcontext(workers))
    text = (book.site / "small_lesson" / "walk" / "index.html").read_text(encoding="utf-8")
    return text[text.index("<h1") : text.index("</article>")]


def test_each_formula_of_the_markdown_cells_is_typeset_and_nothing_else(page):
    typeset = re.findall(r'<annotation encoding="application/x-tex">(.*?)</annotation>', page)
    environment = r"\begin{equation*} a \le b \tag{1} \end{equation*}"
    assert typeset == [r"\eta", "a_1 * b_2* c", "x &lt; y", r"\theta", environment, r"\lambda", "w_1"]


def test_dollar_signs_that_are_no_formula_stay_as_they_were_written(page):
    assert "$5와 $5에서 <strong>굵게</strong> $10, <code>$HOME</code>과 <code>$PATH</code>" in page
    assert "<td>$6</td><td>$7$</td>" in page and ">$u$\n</pre>" in page
    assert "&lt;b&gt;$r$&lt;/b&gt;" in page


def test_links_and_numbered_formulas_lead_where_they_say(page):
    assert '<a href="../../small-lesson/#small-lesson">' in page
    assert '<a href="#eq-1">식</a>' in page and '<span id="eq-1">' in page


def test_titles_keep_their_addresses(page):
    assert '<h1 id="top">' in page and '<h2 id="second">' in page
