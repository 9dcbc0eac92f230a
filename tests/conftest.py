"""One profile for every property test, the same examples on every run; and the book, built once for all tests."""

import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from lesson_code.publish.book import MACHINERY, Book
from lesson_code.publish.build import build

settings.register_profile("book", derandomize=True, deadline=None)
settings.load_profile("book")


def copy_book(folder: Path) -> Book:
    """Return a copy of this very book, without what was made from it."""
    shutil.copytree(MACHINERY / "docs", folder / "docs")
    for lesson in (MACHINERY / "lesson_code").iterdir():
        if lesson.is_dir() and lesson.name not in ("publish", "__pycache__"):
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(lesson, folder / "lesson_code" / lesson.name, ignore=ignored)
    hooks = "lesson_code/publish/hooks.py"
    configuration = (MACHINERY / "mkdocs.yml").read_text(encoding="utf-8")
    (folder / "mkdocs.yml").write_text(configuration.replace(hooks, str(MACHINERY / hooks)), encoding="utf-8")
    return Book(folder)


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    book = copy_book(tmp_path_factory.mktemp("whole") / "book")
    build(book)
    return book.site


@pytest.fixture(scope="session")
def published(tmp_path_factory):
    """The book with the addresses of a server and a repository."""
    book = copy_book(tmp_path_factory.mktemp("published") / "book")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SITE_URL", "https://example.org/book")
        environment.setenv("REPO_URL", "https://example.org/code")
        build(book)
    return book.site
