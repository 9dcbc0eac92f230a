"""Build a book beside the old one and put it in its place only when everything held."""

import logging
import os
import re
import shutil
import subprocess
import time
from pathlib import Path

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, ConfigurationError

from lesson_code.publish import formulas
from lesson_code.publish.book import Book
from lesson_code.publish.faults import BookError, Fault

BROKEN_LINK = re.compile(r"Doc file '(?P<page>[^']+)' contains (?:a|an) .*?link '(?P<target>[^']+)'")


def build(book: Book) -> float:
    """Build ``book`` into its ``site`` folder and return the seconds it took.

    Raises BookError, and leaves the previous site as it was, if anything is wrong.
    """
    started = time.perf_counter()
    restore(book)
    os.environ.setdefault("SOURCE_DATE_EPOCH", commit_time(book.root))
    fresh = book.root / f"site.new-{os.getpid()}"
    try:
        _render(book, fresh)
        _replace(book, fresh)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return time.perf_counter() - started


def restore(book: Book) -> None:
    """Put the last good site back where a build was stopped between the two renames."""
    aside = book.root / "site.old"
    if aside.exists() and not book.site.exists():
        aside.rename(book.site)
    shutil.rmtree(aside, ignore_errors=True)


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


def _render(book: Book, folder: Path) -> None:
    """Let MkDocs write the site into ``folder``; what it warns of is a fault."""
    formulas.quiet_extension()
    heard = _Listener()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(heard)
    logger.propagate = False
    logging.getLogger("traitlets").setLevel(logging.ERROR)  # nbconvert misses the alt of drawings, which ours carry
    try:
        config = load_config(config_file=str(book.root / "mkdocs.yml"), site_dir=str(folder), strict=True)
        config.plugins.on_startup(command="build", dirty=False)
        mkdocs_build(config)
    except ConfigurationError as error:
        raise BookError([Fault("mkdocs.yml", 1, str(error))]) from error
    except Abort as error:
        raise BookError([_fault(book, message) for message in heard.messages or [str(error)]]) from error
    finally:
        logger.removeHandler(heard)


class _Listener(logging.Handler):
    """Keeps the warnings and errors of a build."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def _fault(book: Book, message: str) -> Fault:
    """Return MkDocs' warning with the line it does not name."""
    link = BROKEN_LINK.search(message)
    if not link or not (book.docs / link["page"]).exists():
        return Fault("mkdocs.yml", 1, message)
    lines = (book.docs / link["page"]).read_text(encoding="utf-8").split("\n")
    line = next((number for number, text in enumerate(lines, 1) if link["target"] in text), 1)
    return Fault(f"docs/{link['page']}", line, f"가리키는 곳이 없는 링크입니다: {link['target']}")
