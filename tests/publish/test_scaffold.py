"""A lesson that is begun is a whole one: the book builds with it at once. What cannot be begun leaves nothing."""

import inspect
import re
import runpy
import shutil
import subprocess
import sys

import pytest

from lesson_code.publish.__main__ import main
from lesson_code.publish.book import MACHINERY, Book
from lesson_code.publish.read.manuscript import read
from tests import test_pictures, test_reading_time
from tests.conftest import copy_book

HOME = """---
description: 첫 페이지입니다.
---

# 첫 페이지 {#home}

## 단원 {#lessons}

<div class="lessons" markdown>

<div class="lesson" markdown>

### [작은 단원](small-lesson.md) {#lesson-small}

</div>

</div>
"""
PAGES = ("gradient-descent/begun.md", "gradient-descent/index.md", "index.md")
PART = "---\ndescription: 부입니다.\n---\n\n# 부 {#part}\n\n| 단원 | 물음 | 시간 |\n|---|---|---|\n"


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def parts(rebuilt):
    """The small book with a part that has no lesson yet."""
    (rebuilt.docs / "index.md").write_text(HOME, encoding="utf-8")
    (rebuilt.docs / "gradient-descent").mkdir()
    (rebuilt.docs / "gradient-descent" / "index.md").write_text(PART, encoding="utf-8")
    configuration = (rebuilt.root / "mkdocs.yml").read_text(encoding="utf-8")
    nav = "nav: # 차례\n  - index.md\n  - small-lesson.md\n  - 부:\n    - gradient-descent/index.md # 부의 첫 페이지\n"
    (rebuilt.root / "mkdocs.yml").write_text(re.sub(r"nav: \[.*\]\n", nav, configuration), encoding="utf-8")
    return rebuilt


def begin(book, name, title, *more):
    return main(["lesson", "--book", str(book.root), "--name", name, "--title", title, *more])


@pytest.mark.parametrize("title", ["모멘텀", "Adam: 적응 (둘)"])
def test_lesson_that_is_begun_is_built_at_once_and_stands_where_readers_look(parts, title):
    assert begin(parts, "two_words", title) == 0
    assert main(["--book", str(parts.root)]) == 0
    page = (parts.site / "gradient-descent" / "two-words" / "index.html").read_text(encoding="utf-8")
    assert f"{title}" in page and "figures/two_words/first_steps.svg" in page and "0.72에 닿습니다" in page
    for name in ("index.html", "gradient-descent/index.html"):
        assert re.search(rf'two-words/">{re.escape(title)}', (parts.site / name).read_text("utf-8")), name


def test_lesson_that_is_begun_keeps_every_line_of_the_pages_that_lead_to_it(tmp_path):
    copy_book(tmp_path)
    book = Book(tmp_path)
    before = files(tmp_path)
    assert begin(book, "begun", "시작") == 0
    new = {name: data for name, data in files(tmp_path).items() if before.get(name) != data}
    changed = ["mkdocs.yml", "docs/index.md", "docs/gradient-descent/index.md"]
    made = {"docs/gradient-descent/begun.md", "lesson_code/begun/first_steps.py", "tests/begun/test_first_steps.py"}
    assert set(new) == made | {*changed}
    for name in changed:
        lines = iter(new[name].splitlines())
        assert all(line in lines for line in before[name].splitlines()), name
    last = re.findall(r"^ +- .*gradient-descent/[\w-]+\.md\n", before["mkdocs.yml"].decode(), re.MULTILINE)[-1]
    assert f"{last}      - 시작: gradient-descent/begun.md\n" in new["mkdocs.yml"].decode()
    assert read(book).faults == ()


def test_lesson_that_is_begun_says_in_every_place_how_long_it_takes(tmp_path):
    copy_book(tmp_path)
    assert begin(Book(tmp_path), "begun", "시작") == 0
    page, part, home = ((tmp_path / "docs" / name).read_text("utf-8") for name in PAGES)
    assert test_reading_time.said_of(page)[1] == "1" and abs(test_reading_time.minutes(page) - 1) <= 1
    assert re.search(r"\]\(begun\.md\).*\| 1분 \|", part)
    assert re.search(r"\]\(gradient-descent/begun\.md\) \{#[^#]*본문 1분\.\n\n</div>", home)


def test_lesson_that_is_begun_says_what_to_do_next_and_has_a_test_that_passes(tmp_path, capsys, monkeypatch):
    copy_book(tmp_path)
    assert begin(Book(tmp_path), "tested", "시작") == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert "make serve" in last and last.endswith("make text LESSON=tested")
    monkeypatch.syspath_prepend(tmp_path)
    names = runpy.run_path(str(tmp_path / "tests" / "tested" / "test_first_steps.py"))
    names["test_every_step_shortens_the_way_to_the_bottom_alike"]()


def test_lesson_that_is_begun_lints(tmp_path):
    copy_book(tmp_path)
    assert begin(Book(tmp_path), "begun", "시작") == 0
    for path in (MACHINERY / "pyproject.toml", *(MACHINERY / "lesson_code").glob("*.py")):
        shutil.copy(path, tmp_path / path.relative_to(MACHINERY))  # ruff asks which modules are the book's own
    for command in (["ruff", "check"], ["ruff", "format", "--check"]):
        folders = ["lesson_code/begun", "tests"]
        assert subprocess.run([sys.executable, "-m", *command, *folders], cwd=tmp_path).returncode == 0, command
    command = ["mypy", "--strict", str(tmp_path / "lesson_code" / "begun" / "first_steps.py")]
    assert subprocess.run([sys.executable, "-m", *command], cwd=MACHINERY).returncode == 0


def test_what_is_left_of_the_beginning_is_told_with_each_build_that_is_made_and_refuses_none(parts, capsys):
    begin(parts, "momentum", "모멘텀")
    page, home = "docs/gradient-descent/momentum.md", "docs/index.md"
    assert main(["--book", str(parts.root)]) == 0
    told = [line.rsplit(": ", 2)[0] for line in capsys.readouterr().out.splitlines() if "넣은 글이" in line]
    home_line = (parts.root / home).read_text("utf-8").splitlines().index(
        "이 단원이 답하는 물음을 적으세요. 본문 1분."
    ) + 1
    module, part = "lesson_code/momentum/first_steps.py", "docs/gradient-descent/index.md"
    assert {line.partition(": ")[0] for line in told} == {
        f"{page}:2",
        f"{page}:7",
        f"{home}:{home_line}",
        f"{part}:9",
        f"{module}:1",
    }
    for name in (page, home, part, module):
        text = (parts.root / name).read_text("utf-8")
        (parts.root / name).write_text(re.sub(r"(?:쓰|적으)세요", "습니다", text), "utf-8")
    assert main(["--book", str(parts.root)]) == 0
    assert "넣은 글이" not in capsys.readouterr().out


def test_picture_of_a_lesson_that_is_begun_passes_the_tests_of_pictures(tmp_path, monkeypatch):
    copy_book(tmp_path)
    assert begin(Book(tmp_path), "begun", "시작") == 0
    monkeypatch.syspath_prepend(tmp_path)
    found = [test for name, test in vars(test_pictures).items() if name.startswith("test_")]
    of_any_picture = [test for test in found if [*inspect.signature(test).parameters] == ["name"]]
    assert len(of_any_picture) >= 6
    for test in of_any_picture:
        test("begun/first_steps")


WRONG = {
    "capital letter": (["Momentum", "모멘텀"], "NAME: .*소문자"),
    "no name": (["", "모멘텀"], "NAME: .*소문자"),
    "keyword": (["lambda", "모멘텀"], "NAME: .*예약어"),
    "folder elsewhere": (["../momentum", "모멘텀"], "NAME: .*소문자"),
    "lesson that is there": (["small_lesson", "모멘텀"], "NAME: 이미 있는 이름.*small_lesson"),
    "module of the core": (["descent", "모멘텀"], r"NAME: 이미 있는 이름.*descent\.py"),
    "no title": (["momentum", ""], "TITLE: "),
    "title with markup": (["momentum", "[모멘텀]"], "TITLE: "),
    "title of two lines": (["momentum", "모멘텀\n- 둘"], "TITLE: "),
    "part that is none": (["momentum", "모멘텀", "--part", "none"], r"PART: .*docs/none/index\.md"),
}


@pytest.mark.parametrize("case", WRONG)
def test_lesson_that_cannot_be_begun_is_one_line_and_leaves_nothing(parts, capsys, case):
    arguments, line = WRONG[case]
    before = files(parts.root)
    assert begin(parts, *arguments) == 1
    assert re.fullmatch(f"{line}[^\n]*\n", capsys.readouterr().err)
    assert files(parts.root) == before


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("docs/index.md", "# 첫 {#home}\n", "카드"),
        ("docs/gradient-descent/index.md", "# 부 {#part}\n", "표"),
        ("mkdocs.yml", "site_name: a\n", "nav"),
    ],
)
def test_page_without_a_place_for_the_lesson_is_one_line_and_leaves_nothing(parts, capsys, name, text, what):
    (parts.root / name).write_text(text, encoding="utf-8")
    before = files(parts.root)
    assert begin(parts, "momentum", "모멘텀") == 1
    assert re.fullmatch(rf"{name}:1: .*{what}.*\n", capsys.readouterr().err)
    assert files(parts.root) == before


def test_lesson_of_which_one_file_cannot_be_written_leaves_nothing(parts, capsys):
    before = files(parts.root)
    (parts.lessons / "small_lesson").rename(parts.lessons / "away")
    (parts.lessons / "momentum").symlink_to(parts.root / "nowhere" / "deeper")
    assert begin(parts, "momentum", "모멘텀") == 1
    assert re.fullmatch(r"[^\n]*:1: 파일을 쓸 수 없습니다[^\n]*\n", capsys.readouterr().err)
    (parts.lessons / "away").rename(parts.lessons / "small_lesson")
    assert files(parts.root) == before
