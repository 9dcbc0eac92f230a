"""Build a book beside the old one and put it in its place only when everything held.

The plan, top to bottom: read what the authors wrote and the configuration, execute, make pages, let MkDocs write the
site, swap.
"""

import contextlib
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
from filelock import FileLock

from lesson_code.publish import unchanged
from lesson_code.publish.book import Book, settings
from lesson_code.publish.execute import pool
from lesson_code.publish.execute.job import named
from lesson_code.publish.faults import BookError, Fault
from lesson_code.publish.mkdocs.site import load, render
from lesson_code.publish.read.files import configured
from lesson_code.publish.read.manuscript import read
from lesson_code.publish.scaffold import unwritten
from lesson_code.publish.write.publication import publication

READ = ("docs", "lesson_code", "package-lock.json")  # of the book, and of the machinery's own folder


def build(book: Book, start_workers: pool.Start | None = None, report: pool.Report = print, only: str = "") -> float:
    """Build ``book`` into its ``site`` folder and return the seconds it took.

    With ``only``, the name of a picture, notebook or page, all else is as it was last known, and ``site.only`` is made.
    Raises BookError, and leaves the previous site as it was, if anything is wrong.
    """
    started = time.perf_counter()
    told = settings(os.environ)
    seconds = unchanged.date(book, told)
    fresh = book.root / f"site.new-{os.getpid()}"
    with _told(book):
        places = [*(Path(root, name) for root in book.roots for name in READ), *configured(book.root / "mkdocs.yml")]
        inputs = unchanged.inputs(book, told, seconds, places)
        book.cache.mkdir(exist_ok=True)
        alone = FileLock(book.cache / "lock")  # no other build of the book moves its site at the same time
        with alone:
            restore(book)
        try:
            manuscript = read(book)
            configuration = load(manuscript, fresh)
            made = publication(manuscript, told, report, start_workers, named(manuscript, only))
            render(configuration, made, seconds)
            with alone:
                _replace(fresh, book.only if only else book.site)
                if not only:
                    unchanged.note(book, inputs, places)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    made.entries.evict()
    for left in unwritten(manuscript):
        report(str(left))
    return time.perf_counter() - started


def say_what_ran(line: str) -> None:
    """Report what was not taken from the cache."""
    if not line.endswith("(cached)"):
        print(line, flush=True)


@contextlib.contextmanager
def _told(book: Book) -> Iterator[None]:
    """Let what the disk refuses be one line: a folder that cannot be written, or no room."""
    try:
        yield
    except BrokenPipeError:  # of the output, which nobody reads to its end
        raise
    except OSError as error:
        path = Path(str(error.filename or book.cache))
        name = book.relative(path) if path.is_relative_to(book.root) else path.name
        todo = "디스크의 남은 공간과 폴더의 권한을 확인하고 다시 빌드하세요"
        what = f"파일을 쓰거나 읽을 수 없습니다: {error.strerror or error}. {todo}"
        raise BookError([Fault(name, 0, what)]) from error


def restore(book: Book) -> None:
    """Put the last good site back where a build was stopped between the two renames."""
    aside = book.root / "site.old"
    if aside.exists() and not book.site.exists():
        aside.rename(book.site)
    shutil.rmtree(aside, ignore_errors=True)
    for left in book.root.glob("site.new-*"):
        if not psutil.pid_exists(int(left.name.rpartition("-")[2])):
            shutil.rmtree(left, ignore_errors=True)


def _replace(fresh: Path, site: Path) -> None:
    aside = site.with_name("site.old")
    if site.exists():
        site.rename(aside)
    fresh.rename(site)
    shutil.rmtree(aside, ignore_errors=True)
