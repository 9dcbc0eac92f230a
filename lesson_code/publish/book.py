"""Where a book keeps its things, what a build is told, and which pictures and notebooks its lessons make."""

import ast
import os
import re
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Literal

from lesson_code.publish.faults import BookError, Fault

TIME_LIMIT = 120.0  # seconds of processor time a lesson may take, where it does not set its own
MACHINERY = Path(__file__).resolve().parents[2]  # the repository this machinery belongs to
NODE_MODULES = MACHINERY / "node_modules"

ADDRESS = re.compile(r"https?://(?:[^\s/\"'<>?#:@\[\]]+|\[[\da-fA-F:.]+\])(?::[0-5]?\d{1,4})?(?:/[^\s\"'<>?#]*)?")
LAST_SECOND = 253_402_300_799  # of the year 9999, the last that a date can name
LEXED = re.compile(  # the strings and comments of Python, and of these the lines that open a cell of a notebook
    r'(?s:"""(?:\\.|[^\\])*?""")|"(?:\\.|[^"\\\n])*"'
    r"|(?s:'''(?:\\.|[^\\])*?''')|'(?:\\.|[^'\\\n])*'"
    r"|^#[ \t]*%%+(?P<head>[ \t][^\n]*|)$|#[^\n]*",
    re.MULTILINE,
)
LONGEST = 1_000_000  # seconds
WRONG_LIMIT = "제한 시간은 0보다 크고 1,000,000 이하인 수 하나로 적으세요 (초). 예: TIME_LIMIT = 300"


@dataclass(frozen=True)
class Settings:
    """What the environment says of a build: ``jobs`` are processes, 0 for one a core; addresses end in no slash.

    ``epoch`` are the seconds after 1970 that date the site, "" where nobody says.
    Without ``offline`` readers keep nothing.
    """

    jobs: int = 0
    site_url: str = ""
    repo_url: str = ""
    timings: bool = False
    epoch: str = ""
    offline: bool = True


def settings(environment: Mapping[str, str]) -> Settings:
    """Return what the environment says of a build. Raises BookError where it says nonsense."""
    jobs, epoch = (environment.get(name, "") for name in ("JOBS", "SOURCE_DATE_EPOCH"))
    return Settings(
        jobs=whole_number("JOBS", jobs, 1, 1000) if jobs else 0,
        site_url=_address("SITE_URL", environment.get("SITE_URL", "")),
        repo_url=_address("REPO_URL", environment.get("REPO_URL", "")).removesuffix(".git"),
        timings=bool(whole_number("TIMINGS", environment.get("TIMINGS") or "0", 0, 1)),
        epoch=str(whole_number("SOURCE_DATE_EPOCH", epoch, 0, LAST_SECOND)) if epoch else "",
        offline=bool(whole_number("OFFLINE", environment.get("OFFLINE") or "1", 0, 1)),
    )


def whole_number(name: str, said: str, least: int, most: int) -> int:
    """Return a number that the surroundings give under a name. Raises BookError where it is none."""
    if said.isascii() and said.isdecimal() and len(said) < 20 and least <= int(said) <= most:
        return int(said)
    raise BookError([Fault(name, 0, f"{least}부터 {most}까지의 정수로 정하세요: {said}")])


def _address(name: str, said: str) -> str:
    if said and not ADDRESS.fullmatch(said):
        raise BookError([Fault(name, 0, f"‘https://example.org/book’처럼 http나 https의 주소로 정하세요: {said}")])
    return said.rstrip("/")


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
    def only(self) -> Path:
        """The book where only one picture or page was executed anew."""
        return self.root / "site.only"

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
    text: str
    line: int  # of ``def figure``, or 1
    describes: bool
    time_limit: float = TIME_LIMIT  # seconds

    @property
    def stem(self) -> str:
        """The name under which pages, files and messages know it: lesson/name."""
        return f"{self.lesson}/{self.name}"

    @property
    def path(self) -> str:
        """Where it lies in the book's folder, as messages write it."""
        return f"lesson_code/{self.stem}.py"


def modules(book: Book) -> Iterator[Path]:
    """Yield the modules of all lessons, in the order of their names."""
    yield from (path for path in sorted(book.lessons.glob("*/[!.]*.py")) if path.parent.name != "publish")


def shadows(book: Book) -> Iterator[str]:
    """Yield the files in the book's folder that lessons would import in the place of Python's or of a package's."""
    folders = [folder for folder in sys.path if Path(folder).resolve() not in (book.root.resolve(), MACHINERY)]
    for path in sorted(book.root.glob("*.py")):
        found = PathFinder.find_spec(path.stem, folders)
        if path.stem in sys.stdlib_module_names or (found and found.origin):
            yield path.name
    for path in sorted(book.root.glob("*/__init__.py")):
        if path.parent.name in sys.stdlib_module_names:
            yield book.relative(path)


def sources(book: Book) -> Iterator[Source]:
    """Yield the pictures and notebooks of all lessons, in the order of their names. Raises BookError."""
    for path in modules(book):
        name = book.relative(path)
        text = read_text(path, name)
        if openings(text):
            yield Source("notebook", path.parent.name, path.stem, text, 1, True, _limit_of_cells(text, name))
        else:
            yield from _picture(path, name, text)


def openings(script: str) -> list[re.Match[str]]:
    """Return the lines that open the cells of a notebook, what follows ``# %%`` in ``head``; none in another module."""
    return [found for found in LEXED.finditer(script) if found["head"] is not None] if "%%" in script else []


def _limit_of_cells(text: str, name: str) -> float:
    """Return the same for a notebook, whose cells may hold what is no Python; they are read when they run."""
    found = re.search(r"^TIME_LIMIT\b.*$", text, re.MULTILINE)
    if not found:
        return TIME_LIMIT
    line = text.count("\n", 0, found.start()) + 1
    try:
        return time_limit(ast.parse("\n" * (line - 1) + found[0]), name)
    except SyntaxError:
        return seconds(None, name, line)


def _picture(path: Path, name: str, text: str) -> Iterator[Source]:
    """Yield the picture that a module draws; what cannot be read is left to whoever imports it."""
    try:
        code = ast.parse(text)
    except SyntaxError:
        drawn = re.search(r"^def figure\b", text, re.MULTILINE)
        if drawn:
            yield Source("picture", path.parent.name, path.stem, text, text.count("\n", 0, drawn.start()) + 1, True)
        return
    defined = {node.name: node.lineno for node in code.body if isinstance(node, ast.FunctionDef)}
    if "figure" in defined:
        limit = time_limit(code, name)
        yield Source("picture", path.parent.name, path.stem, text, defined["figure"], "describe" in defined, limit)


def time_limit(code: ast.Module, path: str) -> float:
    """Return how many seconds a module may take: what it says itself, or the book's limit.

    Raises BookError where it says anything but a number above 0.
    """
    for node in code.body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(target, ast.Name) and target.id == "TIME_LIMIT":
            return seconds(getattr(node.value, "value", None), path, node.lineno)
    return TIME_LIMIT


def seconds(limit: object, path: str, line: int) -> float:
    """Return a time limit. Raises BookError, with its place, where it is anything but a number above 0."""
    if isinstance(limit, int | float) and not isinstance(limit, bool) and 0 < limit <= LONGEST:
        return float(limit)
    raise BookError([Fault(path, line, WRONG_LIMIT)])


def read_text(path: Path, name: str) -> str:
    """Return the text of a file, known to messages as ``name``. Raises BookError where it is none."""
    if os.path.lexists(path) and not path.is_file():
        what = "파일이 아니거나 없는 곳을 가리키는 심볼릭 링크입니다. 옮기거나 지우세요"
        raise BookError([Fault(name, 1, what)])
    try:
        return unicodedata.normalize("NFC", path.read_text(encoding="utf-8-sig"))  # not Hangul in its parts
    except (OSError, UnicodeDecodeError) as error:
        raise BookError([Fault(name, 1, f"읽을 수 없습니다. UTF-8로 저장하세요: {error}")]) from error
