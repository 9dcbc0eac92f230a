"""The rooms of the machinery: imports run downwards only, and the environment is read at the door."""

import ast
from pathlib import Path

import pytest

from lesson_code.publish.book import MACHINERY

PUBLISH = MACHINERY / "lesson_code" / "publish"
HIGH_TO_LOW = ("door", "mkdocs", "write", "execute", "read", "floor")
DOOR = {"__main__", "build", "accept", "install", "scaffold"}  # what a command begins with
FLOOR = {"book", "cache", "faults", "unchanged"}
MODULES = [path for path in PUBLISH.rglob("*.py") if "live" not in path.parts]


def room(name: str) -> str:
    """Return the room of a module, named from lesson_code.publish on."""
    first = name.split(".")[0]
    return "door" if first in DOOR else "floor" if first in FLOOR else first


def imported(path: Path) -> set[str]:
    """Return the names that a module imports of the machinery, wherever in it that stands."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return {name.removeprefix("lesson_code.publish.") for name in names if name.startswith("lesson_code.publish.")}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PUBLISH).as_posix())
def test_imports_run_downwards_only(path):
    here = room(".".join(path.relative_to(PUBLISH).with_suffix("").parts))
    if here == "compare":
        assert {
            name for name in imported(path) if room(name) not in ("compare",) and not name.startswith("faults")
        } == set()
        return
    allowed = set(HIGH_TO_LOW[HIGH_TO_LOW.index(here) :])
    if here == "write":
        allowed.add("compare")  # the name of the list that is compared
    assert {name for name in imported(path) if room(name) not in allowed} == set()


def test_only_the_folder_of_that_name_imports_mkdocs():
    foreign = {"mkdocs", "jinja2"}
    found = {
        path.relative_to(PUBLISH).as_posix()
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [])
        + ([alias.name for alias in node.names] if isinstance(node, ast.Import) else [])
        if name.split(".")[0] in foreign
    }
    assert {name for name in found if not name.startswith("mkdocs/")} == set()


def test_reading_and_the_core_know_no_lesson():
    lessons = {path.name for path in (MACHINERY / "lesson_code").iterdir() if path.is_dir()} - {"publish"}
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        assert not [name for name in lessons if f"lesson_code.{name}" in text or f"lesson_code import {name}" in text]
