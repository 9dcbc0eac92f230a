"""What make says before there is a Python of the book's own that could say it."""

import os
import re
import shlex
import shutil
import subprocess
import sys

import pytest

from lesson_code.publish import install
from lesson_code.publish.book import MACHINERY

MAKEFILE = (MACHINERY / "Makefile").read_text(encoding="utf-8")


@pytest.fixture
def make(tmp_path):
    """Run make where nothing is installed."""
    for name in ("Makefile", "requirements.txt", "package-lock.json", "lesson_code/publish/install.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(MACHINERY / name, tmp_path / name)
    command = ["make", "--no-print-directory"]  # also where make runs these tests
    return lambda *words: subprocess.run([*command, *words], cwd=tmp_path, capture_output=True, text=True)


def test_python_that_is_too_old_is_told_in_one_line_and_nothing_is_made(make, tmp_path):
    old = tmp_path / "old"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    said = make("site", f"PYTHON={old}").stderr.splitlines()
    assert said[0].startswith("파이썬 3.11 이상이 필요합니다") and all(line.startswith("make") for line in said[1:])
    assert not (tmp_path / ".venv").exists()


@pytest.mark.parametrize("left", ["python", "pip"])
def test_environment_that_its_python_has_left_is_made_anew(make, tmp_path, monkeypatch, left):
    monkeypatch.setenv("PIP_USER", "1")  # which pip refuses there: what the user's own is told does not count
    (tmp_path / "requirements.txt").write_text("", encoding="utf-8")
    subprocess.run(["python3", "-m", "venv", "--without-pip", str(tmp_path / ".venv")], check=True)
    if left == "python":
        (tmp_path / ".venv" / "bin" / "python").unlink()
        (tmp_path / ".venv" / "bin" / "python").symlink_to("/nowhere/python3")
    stamp = tmp_path / ".venv" / ".installed"
    stamp.touch()
    os.utime(tmp_path / "requirements.txt", (1e9, 1e9))  # long before the clock's time
    made = make(".venv/.installed")
    assert ".venv/를 다시 만듭니다" in made.stdout and made.stderr == ""
    assert "필요한 파이썬 패키지를 .venv/에 설치합니다. 몇 분 걸립니다\n" in made.stdout
    assert subprocess.run([tmp_path / ".venv" / "bin" / "python", "-c", "import pip"]).returncode == 0
    assert stamp.stat().st_mtime == 1e9  # or a clock that goes wrong would install again
    assert "up to date" in make(".venv/.installed").stdout


def test_environment_that_works_is_left_alone(make, tmp_path):
    subprocess.run(["python3", "-m", "venv", "--without-pip", str(tmp_path / ".venv")], check=True)
    library = next((tmp_path / ".venv" / "lib").glob("python3*")) / "site-packages"
    (library / "pip.py").touch()
    (tmp_path / ".venv" / ".installed").touch()
    assert "up to date" in make(".venv/.installed").stdout


@pytest.mark.parametrize("command", install.COMMANDS)
def test_where_there_is_no_make_a_command_does_the_same(make, command):
    assert f"python -m {' '.join(install.COMMANDS[command])}" in make("--dry-run", command).stdout


def test_command_that_is_none_and_a_python_that_is_too_old_are_told_in_one_line(capsys, monkeypatch):
    assert install.main(["sites"]) == 1
    monkeypatch.setattr(sys, "version_info", (3, 10))
    assert install.main(["site"]) == 1
    said = capsys.readouterr().err.splitlines()
    assert (
        said[0].startswith("이런 명령은 없습니다: sites") and said[1].startswith("파이썬 3.11 이상") and len(said) == 2
    )


def test_only_what_is_missing_or_old_is_installed(tmp_path, monkeypatch):
    stamp, source = tmp_path / "stamp", tmp_path / "source"
    source.touch()
    monkeypatch.setitem(install.STAMPS, "packages", (stamp, source))
    assert not install._is_done("packages")
    install._note("packages")
    assert install._is_done("packages")
    os.utime(source, (2e9, 2e9))
    assert not install._is_done("packages")
    monkeypatch.setitem(install.STAMPS, "python", (source, stamp))
    assert install._is_done("python")
    monkeypatch.setattr(install, "PYTHON", str(tmp_path / "left"))
    assert not install._is_done("python")


@pytest.mark.parametrize("writable", [True, False])
def test_npm_keeps_its_cache_in_the_book_where_the_home_cannot_be_written(tmp_path, monkeypatch, capfd, writable):
    home = tmp_path / "home" if writable else tmp_path / "file" / "home"
    (tmp_path / "file").touch()
    monkeypatch.setenv("HOME", str(home))
    install.npm("config", "get", "cache")
    said = capfd.readouterr().out.strip()
    assert said == str(home / ".npm" if writable else MACHINERY / ".cache" / "npm")


def test_help_names_every_command(make):
    commands = re.findall(r"^([a-z]+):.*##", MAKEFILE, re.MULTILINE)
    assert [line.split()[1] for line in make("help").stdout.splitlines()] == commands and len(commands) > 10


def test_what_the_user_tells_every_python_is_not_told_to_the_books(make, tmp_path, monkeypatch):
    mine = ("PYTHONINSPECT", "PYTHONSAFEPATH", "PYTHONPATH", "PYTHONHOME")
    for name in mine:
        monkeypatch.setenv(name, "1")
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\nenv >seen\nexit 1\n", encoding="utf-8")
    python.chmod(0o755)
    make("site", f"PYTHON={python}")
    seen = (tmp_path / "seen").read_text(encoding="utf-8")
    assert "PATH=" in seen and not [name for name in mine if f"{name}=" in seen]


TEXT = [
    "tests/test_words.py",
    "tests/test_terms.py",
    "tests/practice/test_links.py",
    "test_every_particle_of_what_is_computed",
]
LESSON = {
    "": ([], ["tests/test_pictures.py", "test_links_of_a_notebook", "tests/learning_rate"]),
    "learning_rate": (
        ["tests/learning_rate/test_facts.py", "[learning_rate/plateau]", "[learning_rate/plateau-wide]"],
        ["[choosing_learning_rate/log_scale-wide]", "test_links_of_a_notebook", "tests/choosing"],
    ),
    "line": (["test_links_of_a_notebook_lead_to_places_that_are_there[line]"], ["_there[digits]", "plateau-wide"]),
}


@pytest.mark.parametrize("lesson", LESSON)
def test_text_is_tested_with_no_more_than_the_lesson_that_is_named(lesson):
    said = ["make", "-n", "--no-print-directory", "text", f"LESSON={lesson}"]  # a make may run the tests
    said = subprocess.run(said, cwd=MACHINERY, capture_output=True, text=True, check=True).stdout
    command = shlex.split(said[said.index("-m pytest") :].replace("\\\n", ""))
    run = [sys.executable, *command, "--collect-only", "-p", "no:cacheprovider"]
    asked = subprocess.run(run, cwd=MACHINERY, capture_output=True, text=True).stdout
    there, away = LESSON[lesson]
    assert [name for name in TEXT + there if name not in asked] == []
    assert [name for name in away if name in asked] == []


def test_lesson_that_is_none_is_told_before_anything_is_built(make):
    made = make("text", "LESSON=none")
    assert made.returncode and "LESSON=none: lesson_code/에 이런 단원이나 노트북은 없습니다" in made.stderr
    assert not made.stdout
