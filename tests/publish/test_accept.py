"""Values and outputs that are computed take the place of what the pages say; nothing else changes."""

import errno
import os

import pytest

from lesson_code.publish.__main__ import main

PAGE = """---
description: 작은 단원을 소개하는 글
---
# 작은 단원 {#small-lesson}

값은 **0.7**<!--= edge(4.0) -->이고 −3<!--= 0.25 -->, 9,818<!--= f"{9819:,}" -->, 50%<!--= f"{0.51:.0%}" -->,
2, 1<!--= 3 -->입니다.
맞는 값 0.5<!--= edge(4.0) -->와 수식 $`7`$<!--= 8 -->은 그대로이거나 고칩니다. {left}

![골짜기](figures/small_lesson/one_step.svg)

- 목록

    ```pycon
    >>> for n in range(2):
    ...     print(n)
    7
    >>> x = 1
    9
    >>> 1 + 1

    ```
"""
ACCEPTED = """---
description: 작은 단원을 소개하는 글
---
# 작은 단원 {#small-lesson}

값은 **0.5**<!--= edge(4.0) -->이고 0.25<!--= 0.25 -->, 9,819<!--= f"{9819:,}" -->, 51%<!--= f"{0.51:.0%}" -->,
2, 3<!--= 3 -->입니다.
맞는 값 0.5<!--= edge(4.0) -->와 수식 $`8`$<!--= 8 -->은 그대로이거나 고칩니다. {left}

![골짜기](figures/small_lesson/one_step.svg)

- 목록

    ```pycon
    >>> for n in range(2):
    ...     print(n)
    0
    1
    >>> x = 1
    >>> 1 + 1
    2

    ```
"""


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_what_was_computed_is_written_and_shown_and_nothing_else(book, capsys, ends):
    page, other = book.docs / "small-lesson.md", (book.docs / "index.md").read_bytes()
    page.write_bytes(PAGE.replace("{left}", "").replace("\n", ends).encode())
    assert main(["accept", "--book", str(book.root)]) == 0
    assert page.read_bytes().decode() == ACCEPTED.replace("{left}", "").replace("\n", ends)
    assert (book.docs / "index.md").read_bytes() == other
    shown = capsys.readouterr().out
    assert "--- docs/small-lesson.md\n+++ docs/small-lesson.md\n" in shown
    assert "-값은 **0.7**<" in shown and "+값은 **0.5**<" in shown
    assert shown.splitlines()[-1].startswith("값과 출력 9개를")
    assert main(["accept", "--book", str(book.root)]) == 0
    assert capsys.readouterr().out.splitlines() == ["값과 출력 0개를 고쳐 적었습니다"]


@pytest.mark.parametrize(
    ("left", "what"),
    [
        ("수렴<!--= REGIMES[regime(0.6, 4.0)] -->", "본문의 값이 다릅니다"),
        ("2-1<!--= 3 -->", "본문의 값이 다릅니다"),
        ("많이<!--= 3 -->", "본문의 값이 다릅니다"),
        ("7<!--= 1 / 0 -->", "ZeroDivisionError"),
        ("33.3<!--= 1 / 3 -->%", '자릿수를 정하세요. 예: f"{1 / 3:.2f}"'),
    ],
    ids=["a word", "a range", "no number", "an error", "more digits than a text has"],
)
def test_what_cannot_be_computed_or_found_is_told_and_left_and_the_rest_is_written(book, capsys, left, what):
    page = book.docs / "small-lesson.md"
    page.write_text(PAGE.replace("{left}", left), encoding="utf-8")
    assert main(["accept", "--book", str(book.root)]) == 1
    assert page.read_text(encoding="utf-8") == ACCEPTED.replace("{left}", left)
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1 and said[0].startswith("docs/small-lesson.md:8: ") and what in said[0]


def test_page_with_a_fault_is_told_and_not_touched(book, capsys):
    page = book.docs / "small-lesson.md"
    page.write_text(PAGE.replace("{left}", "$`x"), encoding="utf-8")
    assert main(["accept", "--book", str(book.root)]) == 1
    assert page.read_text(encoding="utf-8") == PAGE.replace("{left}", "$`x")
    assert capsys.readouterr().err.startswith("docs/small-lesson.md:8: ")


def test_outputs_that_could_not_be_seen_are_written_in_words(book):
    page = book.docs / "small-lesson.md"
    page.write_text(
        "---\ndescription: 글\n---\n# 단원 {#a}\n\n```pycon\n>>> print('a\\n\\nb\\t. ')\n\n```\n", encoding="utf-8"
    )
    (book.lessons / "small_lesson" / "one_step.py").unlink()
    main(["accept", "--book", str(book.root)])
    assert page.read_text("utf-8").splitlines()[7:10] == ["a", "<BLANKLINE>", "b<TAB>.<SPACE>"]


@pytest.mark.parametrize(
    "text",
    r"... >>>_1 >>>1 <BLANKLINE> <TAB> a\rb ``` <<<<<<<_HEAD \u1100\u1161 \a \0 \x1b[1m \f \u200b".split(),
)
def test_output_that_no_page_can_show_is_told_and_left_and_the_others_are_written(book, capsys, text):
    page = book.docs / "small-lesson.md"
    example = f"```pycon\n>>> print('{text.replace('_', ' ')}')\nold\n>>> print('a', end='')\n{{}}\n\n```\n"
    written = PAGE.replace("{left}", "").replace("값은 **0.7**", f"{example}\n값은 **0.7**")
    page.write_text(written.replace("{}", "b"), encoding="utf-8")
    assert main(["accept", "--book", str(book.root)]) == 1
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 1 and told[0].startswith("docs/small-lesson.md:7: 페이지에 적을 수 없는 출력입니다"), told
    assert example.replace("{}", "a") in page.read_text("utf-8")
    assert main(["--book", str(book.root)]) == 1
    assert capsys.readouterr().err.splitlines() == told


def test_digits_that_were_asked_for_are_written(book):
    page = book.docs / "small-lesson.md"
    page.write_text(PAGE.replace("{left}", "0.3<!--= f'{1 / 3:.7f}' -->, 0.3<!--= 1 / 32 -->"), "utf-8")
    assert main(["accept", "--book", str(book.root)]) == 0
    assert "0.3333333<!--" in page.read_text("utf-8") and "0.03125<!--" in page.read_text("utf-8")


def test_output_that_is_another_each_time_is_told_and_left(book, capsys):
    page = book.docs / "small-lesson.md"
    example = "```pycon\n>>> object()\nold\n>>> 1 + 1\n3\n\n```\n"
    page.write_text(PAGE.replace("{left}", "").replace("값은 **0.7**", f"{example}\n값은 **0.7**"), "utf-8")
    assert main(["accept", "--book", str(book.root)]) == 1
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 1 and "실행할 때마다 달라지는 값" in told[0]
    assert example.replace("3\n", "2\n") in page.read_text("utf-8")


def test_sign_that_the_page_uses_is_kept(book):
    page = book.docs / "small-lesson.md"
    page.write_text(PAGE.replace("{left}", "−7<!--= -2 -->, -7<!--= decimal(-2, 0) -->, 7<!--= -2 -->"), "utf-8")
    assert main(["accept", "--book", str(book.root)]) == 0
    assert "−2<!--= -2 -->, -2<!--= decimal(-2, 0) -->, -2<!--= -2 -->" in page.read_text("utf-8")


SHOWN = "Traceback (most recent call last):\n    ...\nValueError: old\n"


@pytest.mark.parametrize("stood", [True, False], ids=["it stood there", "it is a mistake"])
def test_error_is_written_only_where_one_stood(book, capsys, stood):
    page = book.docs / "small-lesson.md"
    example = f"```pycon\n>>> 1 + 1\n3\n>>> stpe(1)\n{SHOWN * stood}\n```\n"
    text = PAGE.replace("{left}", "").replace("값은 **0.7**", f"{example}\n값은 **0.7**")
    page.write_text(text, encoding="utf-8")
    assert main(["accept", "--book", str(book.root)]) == (0 if stood else 1)
    accepted, said = page.read_text("utf-8"), capsys.readouterr().err.splitlines()
    assert ("NameError" in accepted, ">>> 1 + 1\n2\n>>> stpe" in accepted) == (stood, stood)
    assert "값은 **0.5**" in accepted
    assert stood or [(line.split(":")[1], "NameError" in line) for line in said] == [("7", False), ("9", True)]


def test_page_that_cannot_be_written_is_one_line_and_as_it_was(book, capsys, monkeypatch):
    page, other = book.docs / "small-lesson.md", book.docs / "index.md"
    page.write_text(PAGE.replace("{left}", ""), encoding="utf-8")
    page.chmod(0o640)
    other.write_text("# 첫 페이지 {#home}\n\n값은 7<!--= 2 -->\n", encoding="utf-8")
    replaced = os.replace

    def refuse(source, target):
        if str(target) == str(page):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), source)
        replaced(source, target)

    with monkeypatch.context() as read_only:
        read_only.setattr(os, "replace", refuse)
        assert main(["accept", "--book", str(book.root)]) == 1
    (said,) = capsys.readouterr().err.splitlines()
    assert said.startswith("docs/small-lesson.md:1: 페이지를 쓸 수 없습니다")
    assert page.read_text("utf-8") == PAGE.replace("{left}", "") and "값은 2<" in other.read_text("utf-8")
    assert sorted(path.name for path in book.docs.iterdir()) == ["assets", "index.md", "small-lesson.md"]
    assert main(["accept", "--book", str(book.root)]) == 0 and page.stat().st_mode & 0o777 == 0o640
