"""A book of which nothing has changed is not built again; whatever did change, it is."""

import os
import re
import subprocess
import sys

import pytest

from lesson_code.publish.__main__ import main
from lesson_code.publish.book import MACHINERY

KEPT = "그대로"


@pytest.fixture
def again(rebuilt, capsys):
    """Build the book, and return a function that builds it again and returns what is said."""

    def build():
        assert main(["--book", str(rebuilt.root)]) == 0
        return capsys.readouterr().out

    build()
    return build


def test_second_build_leaves_the_site_and_loads_no_mkdocs(rebuilt, again):
    assert KEPT in again()
    code = "import sys; from lesson_code.publish.__main__ import main; main(['--book', sys.argv[1]])\n"
    code += "print([name for name in ('mkdocs', 'matplotlib', 'numpy', 'pygments', 'yaml') if name in sys.modules])"
    command = [sys.executable, "-c", code, str(rebuilt.root)]
    run = subprocess.run(command, cwd=MACHINERY, capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    "name", ["docs/small-lesson.md", "docs/assets/book.css", "lesson_code/small_lesson/one_step.py"]
)
def test_site_is_built_again_when_what_it_is_made_of_changes(rebuilt, again, name):
    path = rebuilt.root / name
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert KEPT not in again()


def test_site_is_built_again_when_a_file_comes(rebuilt, again):
    (rebuilt.docs / "notes.txt").write_text("새 파일", encoding="utf-8")
    assert KEPT not in again()


OTHERS = {
    "theme": ("theme:\n", "theme:\n  custom_dir: ../own\n", "main.html", '{% extends "base.html" %}'),
    "hooks": ("hooks: [", "hooks: [../own/hook.py, ", "hook.py", ""),
    "watched": ("strict: true\n", "strict: true\nwatch: [../own]\n", "notes.txt", ""),
    "inherited": ("strict: true\n", "INHERIT: ../own/base.yml\n", "base.yml", "strict: true\n"),
}


@pytest.mark.parametrize("case", OTHERS)
def test_site_is_built_again_when_a_file_that_the_configuration_names_changes(rebuilt, again, case):
    old, new, name, text = OTHERS[case]
    configuration, path = rebuilt.root / "mkdocs.yml", rebuilt.root.parent / "own" / name
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    configuration.write_text(configuration.read_text("utf-8").replace(old, new, 1), encoding="utf-8")
    assert KEPT not in again()
    assert KEPT in again()
    path.write_text(text + "\n", encoding="utf-8")
    assert KEPT not in again()


def test_site_is_built_again_when_a_page_behind_a_link_changes(rebuilt, again):
    (rebuilt.root / "shared").mkdir()
    (rebuilt.root / "shared" / "notes.txt").write_text("글", encoding="utf-8")
    (rebuilt.docs / "linked").symlink_to("../shared")
    assert KEPT not in again()
    assert KEPT in again()
    (rebuilt.root / "shared" / "notes.txt").write_text("다른 글", encoding="utf-8")
    assert KEPT not in again()


@pytest.mark.parametrize("name", ["REPO_URL", "SITE_URL"])
def test_site_is_built_again_when_it_is_told_another_address(again, monkeypatch, name):
    monkeypatch.setenv(name, "https://example.org")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert KEPT not in again()
    assert KEPT in again()


def test_damaged_site_is_built_again(rebuilt, again):
    page = rebuilt.site / "index.html"
    whole = page.read_bytes()
    page.write_bytes(whole[:-1])
    assert KEPT not in again()
    assert page.read_bytes() == whole
    page.unlink()
    assert KEPT not in again()
    (rebuilt.site / "foreign.html").write_text("x")
    assert KEPT not in again()
    assert not (rebuilt.site / "foreign.html").exists()


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"read": 1, "site": 2}', "[1, 2, 3]"])
def test_damaged_list_of_digests_is_none(rebuilt, again, text):
    (rebuilt.cache / "site.json").write_text(text)
    assert KEPT not in again()


def test_page_that_changes_while_the_book_is_built_is_built_again(rebuilt, again):
    page = rebuilt.docs / "small-lesson.md"
    picture = rebuilt.lessons / "small_lesson" / "one_step.py"
    edit = f"import os\nos.system('echo >> {page}')\n"
    picture.write_text(edit + picture.read_text(encoding="utf-8"), encoding="utf-8")
    assert KEPT not in again()
    assert KEPT not in again()
    assert KEPT in again()


def test_only_one_picture_is_executed_anew_and_the_site_stays(rebuilt, again, capsys):
    page, picture = rebuilt.docs / "small-lesson.md", rebuilt.lessons / "small_lesson" / "one_step.py"
    before = {path: path.read_bytes() for path in rebuilt.site.rglob("*") if path.is_file()}
    (rebuilt.lessons / "small_lesson" / "shared.py").write_text("WORD = '한 걸음'\n", encoding="utf-8")
    for old in ("골짜기 하나", "포물선 "):
        picture.write_text(picture.read_text("utf-8").replace(old, "바뀐 글 "), encoding="utf-8")
    page.write_text(page.read_text("utf-8").replace("1 + 1", "2 + 0"), encoding="utf-8")
    assert main(["--book", str(rebuilt.root), "--only", "small_lesson/one_step"]) == 0
    out = capsys.readouterr().out
    assert "site.only" in out and "바뀐 글" in (rebuilt.only / "small-lesson" / "index.html").read_text("utf-8")
    assert {path: path.read_bytes() for path in rebuilt.site.rglob("*") if path.is_file()} == before


def test_only_one_picture_tells_of_nothing_but_what_ran(rebuilt, capsys):
    picture = rebuilt.lessons / "small_lesson" / "one_step.py"
    picture.write_text(picture.read_text("utf-8").replace("포물선", "다른"), encoding="utf-8")
    assert main(["--book", str(rebuilt.root), "--only", "small_lesson/one_step"]) == 0
    assert re.fullmatch(r"\[2/2\] small_lesson/one_step [^\n]*\nsite\.only/[^\n]*\n", capsys.readouterr().out)


@pytest.mark.parametrize("only", ["small_lesson/one_stp", "none", "../x", "docs"])
def test_name_of_nothing_is_one_line(rebuilt, capsys, only):
    assert main(["--book", str(rebuilt.root), "--only", only]) == 1
    hint = (
        "혹시 small_lesson/one_step인가요?" if "one" in only and "/" in only else "learning_rate/plateau처럼 적으세요"
    )
    assert capsys.readouterr().err == f"ONLY: 그런 그림이나 페이지가 없습니다: {only}. {hint}\n"


def test_nothing_that_is_read_changes_with_the_time_of_day(rebuilt, again):
    for path in [*rebuilt.docs.rglob("*"), *rebuilt.lessons.rglob("*")]:
        os.utime(path)
    assert KEPT in again()
