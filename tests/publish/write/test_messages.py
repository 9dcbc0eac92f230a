"""Every message that contributors can meet is listed on the page that explains how to mend a book."""

import ast
import html
import re

import pytest

from lesson_code.publish.__main__ import main
from lesson_code.publish.build import build
from lesson_code.publish.write import messages

MODULES = [path for room in messages.ROOMS for path in sorted((messages.PUBLISH / room).glob("*.py"))]


def rows():
    return [text for room in messages.ROOMS for path in messages.files(room) for text in messages.messages(path)]


def known(line):
    """Whether a line of complaint is one of those that are listed."""
    what = " ".join(line.split(": ", 1)[1].split())
    patterns = (re.escape(" ".join(row.split())).replace("…", ".*") for row in rows())
    return any(re.match(pattern, what) for pattern in patterns)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(messages.PUBLISH).as_posix())
def test_no_fault_is_told_in_words_that_are_not_listed(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Fault" and len(call.args) == 3:
            said = ast.unparse(call.args[2])
            assert re.search("[가-힣]|what|WHAT|WRONG|[A-Z_]{4,}|^''$", said), f"{path.name}:{call.lineno}: {said}"


def test_list_of_messages_stands_where_the_page_asks_for_it(rebuilt):
    page = rebuilt.docs / "small-lesson.md"
    page.write_text(page.read_text("utf-8") + "\n<!-- messages -->\n", encoding="utf-8")
    build(rebuilt)
    shown = (rebuilt.site / "small-lesson" / "index.html").read_text(encoding="utf-8")
    rows_shown = re.findall(r"<li>(.*?)</li>", shown[shown.index("글을 읽을 때") :])
    listed = [html.unescape(re.sub(r"</?span[^>]*>|&#8288;", "", row)) for row in rows_shown]
    for row in rows():
        assert " ".join(row.split()) in listed
    assert len(listed) > 100
    assert [row for row in listed if "</summary>" in row or row.startswith(". ")] == []  # pages' texts, ends
    assert "실행하던 프로세스가 죽었습니다. 메모리가 모자랐다면 JOBS=1로 빌드하세요: …: … …" in listed


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("docs/small-lesson.md", "0.5<", "0.7<"),
        ("docs/small-lesson.md", "{#small-lesson}", ""),
        ("docs/small-lesson.md", "$`\\eta`$", "$`\\frac{`$"),
        ("docs/small-lesson.md", "입니다.\n", "입니다. [없음](none.md)\n"),
        ("lesson_code/small_lesson/one_step.py", "def describe", "def explain"),
        ("lesson_code/small_lesson/one_step.py", "    axes.set", "    1 / 0\n    axes.set"),
        ("mkdocs.yml", "strict: true", "strict: ["),
        ("mkdocs.yml", "small-lesson.md]", "small-lesson.md, lost.md]"),
    ],
)
def test_what_a_build_says_is_listed(rebuilt, capsys, name, old, new):
    path = rebuilt.root / name
    path.write_text(path.read_text("utf-8").replace(old, new), encoding="utf-8")
    assert main(["--book", str(rebuilt.root)]) == 1
    said = capsys.readouterr().err.splitlines()
    assert said and [line for line in said if not known(line)] == []
