"""Build a book beside the old one and put it in its place only when everything held."""

import contextlib
import fcntl
import logging
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from lesson_code.publish.book import Book
from lesson_code.publish.converted import Listener
from lesson_code.publish.faults import BookError, Fault
from lesson_code.publish.publication import Publication
from lesson_code.publish.runner import Start, processes

BROKEN_LINK = re.compile(r"Doc file '(?P<page>[^']+)' contains (?:a|an) .*?link '(?P<target>[^']+)'")
LOST_PAGES = re.compile(r'not included in the "nav" configuration:(?P<pages>.*)', re.DOTALL)
MISSING_PAGE = re.compile(r"A reference to '(?P<page>[^']+)' is included in the 'nav' configuration, which is not f")
PLACE_IN_YAML = re.compile(r'in "[^"]*", line (?P<line>\d+), column \d+')
BUILDING = re.compile(r"Error (?:reading|building) page '([^']+)'")


def build(book: Book, start_workers: Start = processes) -> float:
    """Build ``book`` into its ``site`` folder and return the seconds it took.

    Raises BookError, and leaves the previous site as it was, if anything is wrong.
    """
    started = time.perf_counter()
    with _told(book), _alone(book):
        restore(book)
    fresh = book.root / f"site.new-{os.getpid()}"
    try:
        with _told(book):
            _make(book, fresh, start_workers)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return time.perf_counter() - started


@contextlib.contextmanager
def _told(book: Book) -> Iterator[None]:
    """Let what the disk refuses be one line: a folder that cannot be written, or no room."""
    try:
        yield
    except OSError as error:
        path = Path(str(error.filename or book.cache))
        name = book.relative(path) if path.is_relative_to(book.root) else path.name
        todo = "디스크의 남은 공간과 폴더의 권한을 확인하고 다시 지으세요"
        what = f"파일을 쓰거나 읽을 수 없습니다: {error.strerror or error}. {todo}"
        raise BookError([Fault(name, 1, what)]) from error


def _make(book: Book, fresh: Path, start_workers: Start) -> None:
    """Build into the folder ``fresh`` and put it in the place of the site."""
    publication = Publication(book, start_workers=start_workers)
    publication.prepare()  # before MkDocs is loaded: its memory and that of the workers are not needed together
    with _time_of(book):
        _render(publication, fresh)
    with _alone(book):
        _replace(book, fresh)
    publication.entries.evict()


@contextlib.contextmanager
def _time_of(book: Book) -> Iterator[None]:
    """Date what is built by the book's commit, unless SOURCE_DATE_EPOCH already says when."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = given or commit_time(book.root)
    try:
        yield
    finally:
        if given is None:
            del os.environ["SOURCE_DATE_EPOCH"]


@contextlib.contextmanager
def _alone(book: Book) -> Iterator[None]:
    """Keep other builds of the book from moving its site at the same time."""
    book.cache.mkdir(exist_ok=True)
    with open(book.cache / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def restore(book: Book) -> None:
    """Put the last good site back where a build was stopped between the two renames."""
    aside = book.root / "site.old"
    if aside.exists() and not book.site.exists():
        aside.rename(book.site)
    shutil.rmtree(aside, ignore_errors=True)
    for left in book.root.glob("site.new-*"):
        if not _runs(int(left.name.rpartition("-")[2])):
            shutil.rmtree(left, ignore_errors=True)


def _runs(process: int) -> bool:
    """Return whether a process of that number is alive."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def commit_time(folder: Path) -> str:
    """Return the time of the current commit, in seconds; "0" outside a repository."""
    command = ["git", "-C", str(folder), "log", "-1", "--format=%ct"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() or "0"
    except (OSError, subprocess.CalledProcessError):
        return "0"


def _replace(book: Book, fresh: Path) -> None:
    aside = book.root / "site.old"
    if book.site.exists():
        book.site.rename(aside)
    fresh.rename(book.site)
    shutil.rmtree(aside, ignore_errors=True)


def _render(publication: Publication, folder: Path) -> None:
    """Let MkDocs write the site into ``folder``; what it warns of is a fault."""
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort, ConfigurationError

    book = publication.book
    heard = Listener()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(heard)
    logger.propagate = False
    try:
        config = load_config(config_file=str(book.root / "mkdocs.yml"), site_dir=str(folder), strict=True)
        config.extra["book"] = publication
        config.plugins.on_startup(command="build", dirty=False)
        mkdocs_build(config)
    except ConfigurationError as error:
        raise BookError([_unreadable(str(error))]) from error
    except Abort as error:
        raise BookError([_fault(book, message) for message in heard.messages or [str(error)]]) from error
    except (ValueError, LookupError) as error:
        page = next((found[1] for found in map(BUILDING.search, heard.messages) if found), "")
        what = f"책을 짓다 멈췄습니다: {type(error).__name__}: {error}"
        raise BookError([Fault(f"docs/{page}" if page else "mkdocs.yml", 1, what)]) from error
    finally:
        logger.removeHandler(heard)


def _unreadable(message: str) -> Fault:
    """Return what is wrong with the configuration, without the path of this machine and at the line it names."""
    place = PLACE_IN_YAML.search(message)
    what = PLACE_IN_YAML.sub("", message)
    return Fault("mkdocs.yml", int(place["line"]) if place else 1, f"설정을 읽을 수 없습니다: {what}")


def _fault(book: Book, message: str) -> Fault:
    """Return MkDocs' warning with the line it does not name."""
    if lost := LOST_PAGES.search(message):
        names = ", ".join(lost["pages"].replace("- ", " ").split())
        return Fault("mkdocs.yml", 1, f"nav에 없는 페이지입니다. nav에 한 줄을 더하거나 파일을 지우세요: {names}")
    if missing := MISSING_PAGE.search(message):
        line = _line_of(book.root / "mkdocs.yml", missing["page"])
        return Fault("mkdocs.yml", line, f"nav가 가리키는 파일이 없습니다: {missing['page']}")
    link = BROKEN_LINK.search(message)
    if not link or not (book.docs / link["page"]).exists():
        return Fault("mkdocs.yml", 1, message)
    line = _line_of(book.docs / link["page"], link["target"])
    return Fault(f"docs/{link['page']}", line, f"가리키는 곳이 없는 링크입니다: {link['target']}")


def _line_of(path: Path, part: str) -> int:
    """Return the first line of a text that holds a part, or 1."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return next((number for number, line in enumerate(lines, 1) if part in line), 1)
