"""When a site is dated; and whether, before anything else is loaded, it still stands as its last build left it."""

import contextlib
import hashlib
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from lesson_code.publish.book import MACHINERY, Book, Settings
from lesson_code.publish.cache import digest, surroundings, write_atomically
from lesson_code.publish.faults import BookError, Fault

READ = ("docs/**/*", "lesson_code/**/*", "mkdocs.yml", "package-lock.json")


def inputs(book: Book, told: Settings, seconds: str) -> str:
    """Return the digest of all that a build reads: the book, what it is told, what executes it and when it is dated."""
    found = {str(path.relative_to(root)): path for root in (MACHINERY, book.root) for path in _files(root)}
    contents = (part for name in sorted(found) for part in (name, found[name].read_bytes()))
    return digest(str(book.root), repr(told), seconds, surroundings(), *contents)


def _files(root: Path) -> Iterator[Path]:
    for glob in READ:
        yield from (path for path in root.glob(glob) if "__pycache__" not in path.parts and path.is_file())


def note(book: Book, read: str) -> None:
    """Remember that the site, as it stands now, was made of inputs with that digest."""
    text = json.dumps({"read": read, "site": _digests(book.site)})
    write_atomically(book.cache / "site.json", text.encode())


def holds(book: Book, told: Settings, seconds: str) -> bool:
    """Return whether nothing has changed since the last build: neither what it read nor a file of its site."""
    with contextlib.suppress(OSError, ValueError, LookupError, TypeError):
        known = json.loads((book.cache / "site.json").read_bytes())
        return bool(known["read"] == inputs(book, told, seconds) and known["site"] == _digests(book.site))
    return False


def _digests(site: Path) -> dict[str, str]:
    """Return the digest of every file of the site, by name."""
    names = sorted(path for path in site.rglob("*") if path.is_file())
    return {str(path.relative_to(site)): hashlib.blake2b(path.read_bytes()).hexdigest() for path in names}


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
