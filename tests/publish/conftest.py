import shutil
from pathlib import Path

import pytest

from lesson_code.publish.book import MACHINERY, Book
from tests.conftest import built_once

PICTURE = '''
"""한 걸음을 봅니다."""

from lesson_code import drawing
from lesson_code.surfaces import valley


def figure():
    picture, (axes,) = drawing.panels()
    drawing.draw_loss(axes, valley.loss, -1, 1)
    axes.set_title("골짜기")
    return picture


def describe():
    return "포물선 골짜기 하나가 가운데에 있습니다."
'''

PAGE = """---
description: 작은 단원을 소개하는 글
---
# 작은 단원 {#small-lesson}

값은 0.5<!--= edge(4.0) -->입니다. 수식은 $`\\eta`$입니다.

![골짜기](figures/small_lesson/one_step.svg)

```pycon
>>> 1 + 1
2

```
"""


def write_book(root: Path) -> Book:
    """Write a book of one page, one picture and one example, with the repository's configuration."""
    configuration = (MACHINERY / "mkdocs.yml").read_text(encoding="utf-8")
    start, end = configuration.index("\nnav:"), configuration.index("\ntheme:")
    configuration = configuration[:start] + "\nnav: [index.md, small-lesson.md]\n" + configuration[end:]
    hooks = "lesson_code/publish/mkdocs/hooks.py"
    files = {
        "mkdocs.yml": configuration.replace(f"[{hooks}]", f"[{MACHINERY / hooks}]"),
        "docs/small-lesson.md": PAGE,
        "docs/index.md": "# 첫 페이지 {#home}\n",
        "lesson_code/small_lesson/one_step.py": PICTURE,
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    shutil.copytree(MACHINERY / "docs" / "assets", root / "docs" / "assets")
    return Book(root)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return write_book(tmp_path / "book")


@pytest.fixture(scope="session")
def built(shared: Path) -> Book:
    """The small book, built once; tests that use it do not change it."""
    return built_once(shared / "small", write_book)


@pytest.fixture
def rebuilt(built: Book, tmp_path: Path) -> Book:
    """A copy of the built book with its site and cache, to break."""
    shutil.copytree(built.root, tmp_path / "rebuilt")
    return Book(tmp_path / "rebuilt")
