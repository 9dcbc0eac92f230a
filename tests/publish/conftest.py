import contextlib
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from jinja2.bccache import Bucket, BytecodeCache
from mkdocs.theme import Theme

from lesson_code.publish.book import MACHINERY, Book
from lesson_code.publish.execute import pool
from lesson_code.publish.faults import Fault
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


# what is wrong, what to do in the polite style, and where it helps an example or what was read
MESSAGE = re.compile(r"(?!None).*(?:요|니다)(?:\?|: .*|(?: \(초\))?\. (?:예|보기): .*)?", re.DOTALL)


def places(faults: Iterable[Fault]) -> list[tuple[str, int, str]]:
    """Path, line and message of faults, whose messages have the form that all have."""
    found = [(fault.path, fault.line, fault.what) for fault in faults]
    assert [what for _, _, what in found if not MESSAGE.fullmatch(what)] == []
    return found


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


class Compiled(BytecodeCache):
    """The compiled templates of this process: to compile the theme's is most of a small build."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._known:
            bucket.bytecode_from_string(self._known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture(scope="session", autouse=True)
def compiled() -> Iterator[None]:
    """Let all builds of a process share what Jinja compiled of templates that are still the same."""
    kept, plain = Compiled(), Theme.get_env

    def get_env(theme: Theme):
        environment = plain(theme)
        environment.bytecode_cache = kept
        return environment

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Theme, "get_env", get_env)
        yield


@pytest.fixture(scope="session")
def workers() -> Iterator[pool.Processes]:
    """Two real workers, which all tests of a process share: to start them costs more than a small book's jobs."""
    with pool.processes(2, 2) as workers:
        yield workers


@pytest.fixture
def warm(workers: pool.Processes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the builds of a test share the workers, too."""
    monkeypatch.setattr(pool, "processes", lambda jobs, count=0: contextlib.nullcontext(workers))


@pytest.fixture
def book(tmp_path: Path, warm: None) -> Book:
    return write_book(tmp_path / "book")


@pytest.fixture(scope="session")
def built(shared: Path) -> Book:
    """The small book, built once; tests that use it do not change it."""
    return built_once(shared / "small", write_book)


@pytest.fixture
def rebuilt(built: Book, tmp_path: Path, warm: None) -> Book:
    """A copy of the built book with its site and cache, to break."""
    shutil.copytree(built.root, tmp_path / "rebuilt")
    return Book(tmp_path / "rebuilt")
