"""What make says before there is a Python of the book's own that could say it."""

import re
import shutil
import subprocess

import pytest

from lesson_code.publish.book import MACHINERY

MAKEFILE = (MACHINERY / "Makefile").read_text(encoding="utf-8")


@pytest.fixture
def make(tmp_path):
    """Run make where nothing is installed."""
    for name in ("Makefile", "requirements.txt", "package-lock.json"):
        shutil.copy(MACHINERY / name, tmp_path)
    command = ["make", "--no-print-directory"]  # also where make runs these tests
    return lambda *words: subprocess.run([*command, *words], cwd=tmp_path, capture_output=True, text=True)


def test_python_that_is_too_old_is_told_in_one_line_and_nothing_is_made(make, tmp_path):
    old = tmp_path / "old"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    said = make("site", f"PYTHON={old}").stderr.splitlines()
    assert said[0].startswith("파이썬 3.11 이상이 필요합니다") and all(line.startswith("make") for line in said[1:])
    assert not (tmp_path / ".venv").exists()


def test_environment_that_its_python_has_left_is_made_anew(make, tmp_path):
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").symlink_to("/nowhere/python3")
    stamp = tmp_path / ".venv" / ".installed"
    stamp.touch()
    said = make("--dry-run", "site").stdout
    assert ".venv/를 다시 만듭니다" in said and "-m venv --clear .venv" in said and not stamp.exists()


def test_environment_that_works_is_left_alone(make, tmp_path):
    subprocess.run(["python3", "-m", "venv", "--without-pip", str(tmp_path / ".venv")], check=True)
    library = next((tmp_path / ".venv" / "lib").glob("python3*")) / "site-packages"
    (library / "pip.py").touch()
    assert "--clear" not in make("--dry-run", "site").stdout


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
