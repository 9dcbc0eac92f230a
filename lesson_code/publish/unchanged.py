"""Tell, before anything else is loaded, that a book's site still stands as its last build left it."""

import contextlib
import hashlib
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

from lesson_code.publish.book import MACHINERY, Book, Settings
from lesson_code.publish.cache import digest, surroundings, write_atomically

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


def commit_time(folder: Path) -> str:
    """Return the time of the current commit, in seconds; "0" outside a repository."""
    command = ["git", "-C", str(folder), "log", "-1", "--format=%ct"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() or "0"
    except (OSError, subprocess.CalledProcessError):
        return "0"
