"""Where a book keeps its things, and which pictures and notebooks its lessons make."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from lesson_code.publish.faults import BookError, Fault

TIME_LIMIT = 120.0  # seconds a lesson may take, where it does not set its own
MACHINERY = Path(__file__).resolve().parents[2]  # the repository this machinery belongs to
NODE_MODULES = MACHINERY / "node_modules"

DRAWS = re.compile(r"^def figure\(", re.MULTILINE)
DESCRIBES = re.compile(r"^def describe\(", re.MULTILINE)
TIME_LIMIT_SET = re.compile(r"^(?:TIME_LIMIT\b[^=\n]*=|time_limit:)(?P<said>.*)$", re.MULTILINE)
SECONDS = re.compile(r"\s*(?P<number>\d[\d_]*(?:\.\d+)?)\s*(?:#.*)?")
PERCENT_CELL = re.compile(r"^# %%", re.MULTILINE)


@dataclass(frozen=True)
class Book:
    """A book lives in one folder: ``docs/``, ``lesson_code/``, ``mkdocs.yml``; ``site/`` and ``.cache/`` are made."""

    root: Path

    @property
    def docs(self) -> Path:
        """The folder of the Markdown pages."""
        return self.root / "docs"

    @property
    def lessons(self) -> Path:
        """The folder of the lessons' code."""
        return self.root / "lesson_code"

    @property
    def cache(self) -> Path:
        """The folder of what was executed before."""
        return self.root / ".cache"

    @property
    def site(self) -> Path:
        """The finished book."""
        return self.root / "site"

    @property
    def roots(self) -> tuple[str, ...]:
        """Where ``lesson_code`` is looked for: this book first, then the machinery's repository."""
        return tuple(dict.fromkeys((str(self.root), str(MACHINERY))))

    def relative(self, path: Path) -> str:
        """Return ``path`` as messages and keys write it."""
        return path.relative_to(self.root).as_posix()


@dataclass(frozen=True)
class Source:
    """A module of a lesson that makes something: a picture or a notebook page."""

    kind: Literal["picture", "notebook"]
    lesson: str
    name: str
    path: Path
    line: int  # of ``def figure``, or 1
    describes: bool
    time_limit: float = TIME_LIMIT  # seconds

    @property
    def stem(self) -> str:
        """The name under which pages, files and messages know it: lesson/name."""
        return f"{self.lesson}/{self.name}"


def time_limit(text: str, path: str) -> float:
    """Return how many seconds the text of ``path`` may take: what it says itself, or the book's limit.

    Raises BookError where it says anything but a number above 0.
    """
    found = TIME_LIMIT_SET.search(text)
    if not found:
        return TIME_LIMIT
    number = SECONDS.fullmatch(found["said"])
    seconds = float(number["number"].replace("_", "")) if number else 0.0
    if not seconds > 0:
        line = text.count("\n", 0, found.start()) + 1
        raise BookError([Fault(path, line, "제한 시간은 0보다 큰 숫자 하나로 적으세요 (초). 예: TIME_LIMIT = 300")])
    return seconds


def sources(book: Book) -> Iterator[Source]:
    """Yield the pictures and notebooks of all lessons, in the order of their names."""
    for path in sorted(book.lessons.glob("*/*.py")):
        if path.parent.name == "publish":
            continue
        text = path.read_text(encoding="utf-8")
        draws = DRAWS.search(text)
        seconds = time_limit(text, book.relative(path))
        if draws:
            line = text.count("\n", 0, draws.start()) + 1
            yield Source("picture", path.parent.name, path.stem, path, line, bool(DESCRIBES.search(text)), seconds)
        elif PERCENT_CELL.search(text):
            yield Source("notebook", path.parent.name, path.stem, path, 1, True, seconds)
