"""Build a book beside the old one and put it in its place only when everything held.

The plan, top to bottom: read what the authors wrote, execute it, make pages of it, let MkDocs write the site, swap.
"""

import contextlib
import fcntl
import functools
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from lesson_code.publish.book import Book, Settings, settings
from lesson_code.publish.execute import pool
from lesson_code.publish.faults import BookError, Fault
from lesson_code.publish.mkdocs.site import render
from lesson_code.publish.read.manuscript import read
from lesson_code.publish.write.publication import publication


def build(book: Book, start_workers: pool.Start | None = None, report: pool.Report = print) -> float:
    """Build ``book`` into its ``site`` folder and return the seconds it took.

    Raises BookError, and leaves the previous site as it was, if anything is wrong.
    """
    started = time.perf_counter()
    told = settings(os.environ)
    seconds = date(book, told)
    start = start_workers or functools.partial(pool.processes, count=told.jobs)
    fresh = book.root / f"site.new-{os.getpid()}"
    with _told(book):
        with _alone(book):
            restore(book)
        try:
            manuscript = read(book)
            execute = functools.partial(pool.execute, roots=book.roots, start_workers=start, report=report)
            made = publication(manuscript, told, execute)
            render(made, fresh, seconds)
            with _alone(book):
                _replace(book, fresh)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    made.entries.evict()
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


def date(book: Book, told: Settings) -> str:
    """Return the seconds after 1970 that date the site. Raises BookError where a sitemap would state a false date."""
    try:
        return told.epoch or commit_time(book.root)
    except LookupError as error:
        if not told.site_url:
            return "0"
        todo = "SOURCE_DATE_EPOCH에 1970년부터 센 초를 적으세요. 예: SOURCE_DATE_EPOCH=$(date +%s)"
        what = f"사이트맵에 적을 날짜를 git에서 알 수 없습니다. 커밋하거나 {todo}: {error}"
        raise BookError([Fault("SITE_URL", 1, what)]) from error


def commit_time(folder: Path) -> str:
    """Return the time of the current commit, in seconds, whatever the user's git is told. Raises LookupError."""
    # whoever builds a book runs its code: its owner is trusted
    command = ["git", "-c", "safe.directory=*", "-C", str(folder), "rev-list", "--timestamp", "-1", "HEAD"]
    own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C"}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | own
    try:
        run = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    except OSError as error:
        raise LookupError("git이 없습니다") from error
    except subprocess.CalledProcessError as error:
        raise LookupError(error.stderr.partition("\n")[0]) from error
    return run.stdout.split()[0]


def _replace(book: Book, fresh: Path) -> None:
    aside = book.root / "site.old"
    if book.site.exists():
        book.site.rename(aside)
    fresh.rename(book.site)
    shutil.rmtree(aside, ignore_errors=True)
