"""What a page may hold is published as it was meant."""

import contextlib
import html
import re

import pytest

from lesson_code.publish.build import build
from lesson_code.publish.faults import BookError
from tests.publish.conftest import write_book

DESCRIPTION = '설명에 "따옴표" & 3 < 4'
EVERYTHING = """---
description: 설명에 "따옴표" & 3 < 4
---
# 모든 "것" {#everything}

값은 \\$4입니다.
[식](../small-lesson.md#eq-1), [앞의 그림](../small-lesson.md#fig-one-step), [훑기](../practice/walk.ipynb#sweep).

> 수식 $`a +
> b`$입니다.

```pycon
>>> print("가\\n\\n나\\t다 ")
가
<BLANKLINE>
나<TAB>다<SPACE>

```

=== "하나"
    탭의 글

=== "둘"
    다른 글

- [ ] 할 일입니다
- [x] 한 일입니다
"""
NOTEBOOK = """# %% [markdown]
# <a id="top"></a>
#
# # 연습
#
# 글입니다.
#
# <a id="sweep"></a>
#
# ## 훑기

# %%
1 + 1
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory, workers):
    """The published page that holds everything."""
    book = write_book(tmp_path_factory.mktemp("pages") / "book")
    lesson = book.docs / "small-lesson.md"
    lesson.write_text(lesson.read_text() + "\n```math\nx \\tag{1}\n```\n")
    for name, text in (("docs/part/everything.md", EVERYTHING), ("lesson_code/practice/walk.py", NOTEBOOK)):
        (book.root / name).parent.mkdir()
        (book.root / name).write_text(text)
    home = book.docs / "index.md"
    home.write_text(home.read_text() + "\n[모든 것](part/everything.md) [연습](practice/walk.ipynb)\n")
    configuration = book.root / "mkdocs.yml"
    nav = "small-lesson.md, part/everything.md, practice/walk.ipynb]"
    configuration.write_text(configuration.read_text().replace("small-lesson.md]", nav))
    build(book, lambda jobs: contextlib.nullcontext(workers))
    return (book.site / "part" / "everything" / "index.html").read_text()


def test_quotes_in_a_description_and_a_title_are_all_there(page):
    escaped = html.escape(DESCRIPTION)
    assert f'<meta name="description" content="{escaped}">' in page
    assert f'<meta property="og:description" content="{escaped}">' in page
    assert '<meta property="og:title" content="모든 &#34;것&#34;">' in page
    assert "description:" not in page.split("<article")[1]


def test_figures_and_formulas_of_other_pages_are_referred_to_by_their_number_there(page):
    assert '<a href="../../small-lesson/#eq-1">식 (1)</a>' in page
    assert '<a href="../../small-lesson/#fig-one-step">앞의 그림</a>' in page
    assert '<a href="../../practice/walk/#sweep">훑기</a>' in page


def test_output_is_published_as_it_is_printed(page):
    shown = re.sub(r"</?span[^>]*>", "", page)
    assert "가\n\n나\t다 \n" in shown


def test_sign_of_a_quotation_is_no_part_of_its_formula(page):
    assert 'encoding="application/x-tex">a + b</annotation>' in page


def test_escaped_dollar_is_a_dollar(page):
    assert "값은 $4입니다" in page


def test_tabs_and_tasks_are_published_with_their_controls(page):
    assert page.count('name="__tabbed_1" type="radio"') == 2 and "탭의 글" in page
    assert '<input type="checkbox" disabled aria-label="할 일"/>' in page
    assert '<input type="checkbox" disabled checked aria-label="한 일"/>' in page


def test_link_to_no_file_is_told_at_each_of_its_lines(rebuilt):
    lesson = rebuilt.docs / "small-lesson.md"
    line = lesson.read_text().count("\n") + 2
    lesson.write_text(lesson.read_text() + "\n`none.png`\n\n[가](none.png)\n\n![나](none.png)\n")
    with pytest.raises(BookError) as error:
        build(rebuilt)
    assert [(fault.path, fault.line) for fault in error.value.faults] == [
        ("docs/small-lesson.md", line + 2),
        ("docs/small-lesson.md", line + 4),
    ]
