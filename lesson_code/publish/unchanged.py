"""When a site is dated; and whether, before anything else is loaded, it still stands as its last build left it."""

import contextlib
import json
import os
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from lesson_code.publish.book import Book, Settings, shadows
from lesson_code.publish.cache import digest, surroundings, write_atomically
from lesson_code.publish.faults import BookError, Fault


def inputs(book: Book, told: Settings, seconds: str, read: Iterable[Path]) -> str:
    """Return the digest of all that a build reads: the book, what it is told, what executes it and when it is dated."""
    return digest(repr(told), seconds, surroundings(), *shadows(book), state(read))


def state(places: Iterable[Path]) -> str:
    """Return the digest of files, and of all files below folders, by name."""
    files = sorted({file for place in places for file in _files(place)})
    return digest(*(part for file in files for part in (str(file), file.read_bytes())))


def _files(place: Path) -> Iterator[Path]:
    if place.is_file():
        yield place
    known = set[str]()  # a link may lead to where it stands
    for folder, folders, names in os.walk(place, followlinks=True):
        known.add(os.path.realpath(folder))
        folders[:] = [name for name in folders if os.path.realpath(f"{folder}/{name}") not in known]
        if Path(folder).name != "__pycache__":
            yield from (file for name in names if (file := Path(folder, name)).is_file())


def note(book: Book, digest_of_inputs: str, read: Iterable[Path]) -> None:
    """Remember that the site, as it stands now, was made of what was read, files and folders, with that digest."""
    made = [digest_of_inputs, state([book.site]), list(map(str, read))]
    write_atomically(book.cache / "site.json", json.dumps(made).encode())


def holds(book: Book, told: Settings, seconds: str) -> bool:
    """Return whether nothing has changed since the last build: neither what it read nor a file of its site."""
    with contextlib.suppress(OSError, ValueError, TypeError):
        made, site, read = json.loads((book.cache / "site.json").read_bytes())
        return bool(made == inputs(book, told, seconds, map(Path, read)) and site == state([book.site]))
    return False


def date(book: Book, told: Settings) -> str:
    """Return the seconds after 1970 that date the site. Raises BookError where a sitemap would state a false date."""
    try:
        return told.epoch or commit_time(book.root)
    except LookupError as error:
        if not told.site_url:
            return "0"
        todo = "SOURCE_DATE_EPOCH에 1970년부터 센 초를 적으세요. 예: SOURCE_DATE_EPOCH=$(date +%s)"
        what = f"사이트맵에 적을 날짜를 git에서 알 수 없습니다. 커밋하거나 {todo}: {error}"
        raise BookError([Fault("SITE_URL", 0, what)]) from error


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
