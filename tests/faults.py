"""Break builds in every way a machine can, and see that the next one is right: ``make faults``.

After each fault: the site is whole (one of the two editions of the book, in place or back after the next command), the
next build gives the right bytes or one clear line, and no process is left. Prints how many of each were survived.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from lesson_code.publish.book import MACHINERY, Book
from tests.publish.conftest import PICTURE, write_book

KILLS, CORRUPTIONS, CROWDS, AT_ONCE = 40, 20, 5, 3
PICTURES = 6
PATIENCE = 120  # seconds after which a build counts as hanging
MARK = "FAULTS_RUN"  # an environment variable by which every process of a build is known
EDITIONS = ("작은 단원", "고친 단원")

Files = dict[str, bytes]


def write(root: Path) -> Book:
    """Write the book that is broken: a page with several pictures."""
    book = write_book(root)
    page = book.docs / "small-lesson.md"
    for n in range(PICTURES):
        (book.lessons / "small_lesson" / f"more_{n}.py").write_text(PICTURE.replace("골짜기", f"골짜기 {n}"), "utf-8")
        line = f"\n![골짜기](figures/small_lesson/more_{n}.svg)\n"
        page.write_text(page.read_text("utf-8") + line, "utf-8")
    return book


def edit(book: Book, edition: int) -> None:
    """Make the page and one picture those of an edition."""
    for path in (book.docs / "small-lesson.md", book.lessons / "small_lesson" / "more_0.py"):
        text = path.read_text("utf-8")
        path.write_text(text.replace(EDITIONS[1 - edition], EDITIONS[edition]), "utf-8")
    picture = book.lessons / "small_lesson" / "more_1.py"
    picture.write_text(PICTURE.replace("골짜기", f"{edition}번째 골짜기"), "utf-8")


def start(book: Book) -> "subprocess.Popen[str]":
    """Start a build whose processes can be told from others."""
    command = [sys.executable, "-m", "lesson_code.publish", "build", "--book", str(book.root)]
    environment = os.environ | {MARK: str(book.root)}
    return subprocess.Popen(
        command, cwd=MACHINERY, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )


def build(book: Book) -> list[str]:
    """Build to the end and return the lines of complaint."""
    _, complaint = (process := start(book)).communicate(timeout=PATIENCE)
    assert (process.returncode == 0) == (complaint == ""), complaint
    return complaint.splitlines()


def left(book: Book) -> list[int]:
    """Return the processes of builds of the book that still run after some seconds of grace."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        found = [p.pid for p in psutil.process_iter() if _environment(p).get(MARK) == str(book.root)]
        if not found:
            return []
        time.sleep(0.05)
    return found


def _environment(process: psutil.Process) -> dict[str, str]:
    try:
        return process.environ() if process.status() != psutil.STATUS_ZOMBIE else {}
    except psutil.Error:
        return {}


def read(folder: Path) -> Files:
    """Return every file of a folder by name."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def must_be_whole(book: Book, editions: list[Files]) -> None:
    """See that a reader finds one edition, in place or where the next command takes it from."""
    place = book.site if book.site.exists() else book.root / "site.old"
    assert read(place) in editions, "the site is neither edition"


def must_recover(book: Book, edition: int, editions: list[Files]) -> None:
    """See that no process is left, and that the next build is right and cleans up."""
    assert left(book) == [], "a process was left"
    assert build(book) == []
    assert read(book.site) == editions[edition], "the next build gave other bytes"
    assert [path.name for path in book.root.glob("site.*")] == []


def kills(book: Book, editions: list[Files], dice: random.Random) -> str:
    """Kill builds at random moments, cold ones and warm ones, each of an edited book."""
    began = time.monotonic()
    build(book)
    warm = time.monotonic() - began
    ended = 0
    for n in range(KILLS):
        edit(book, n % 2)
        if n % 3 == 0:
            shutil.rmtree(book.cache)
        process = start(book)
        time.sleep(dice.uniform(0, (4 if n % 3 == 0 else 2) * warm))
        ended += process.poll() is not None
        process.send_signal(signal.SIGKILL)
        process.communicate()
        must_be_whole(book, editions)
        must_recover(book, n % 2, editions)
    return f"{KILLS} kills (-9), {ended} after the build had ended: {KILLS} survived"


def corruptions(book: Book, editions: list[Files], dice: random.Random) -> str:
    """Truncate cache entries and flip bits in them."""
    damaged = 0
    for _ in range(CORRUPTIONS):
        files = [path for path in sorted(book.cache.rglob("*")) if path.is_file() and path.name != "lock"]
        for path in dice.sample(files, 5):
            data = bytearray(path.read_bytes())
            place = dice.randrange(len(data))
            if dice.random() < 0.5:
                del data[place:]
            else:
                data[place] ^= 1 << dice.randrange(8)
            path.write_bytes(bytes(data))
            damaged += 1
        must_recover(book, 1, editions)
    return f"{damaged} cache files damaged in {CORRUPTIONS} rounds: {CORRUPTIONS} survived"


def crowds(book: Book, editions: list[Files], dice: random.Random) -> str:
    """Let several builds run at once, on a cold cache and on a warm one."""
    for n in range(CROWDS):
        if n % 2:
            shutil.rmtree(book.cache)
        builds = [start(book) for _ in range(AT_ONCE)]
        complaints = [process.communicate(timeout=PATIENCE)[1] for process in builds]
        assert complaints == [""] * AT_ONCE, complaints
        assert read(book.site) == editions[1]
        must_recover(book, 1, editions)
    return f"{CROWDS} crowds of {AT_ONCE} builds at once: {CROWDS} survived"


@contextmanager
def mounted(folder: Path, *options: str) -> Iterator[None]:
    """Mount a small file system on the folder."""
    subprocess.run(["mount", "-t", "tmpfs", *options, "tmpfs", str(folder)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def full_disks(book: Book, editions: list[Files], dice: random.Random) -> str:
    """Build where the room ends: at once, while entries are stored, while pages are written, at the very end."""
    sizes = (1, 2, 4, 8, 14, 20)
    small = book.root.parent / "small-disk"
    small.mkdir()
    told = 0
    with mounted(small, "-o", "size=200m"):
        crowded = Book(small / "book")
        shutil.copytree(book.root, crowded.root)
        for n, room in enumerate(sizes):
            edit(crowded, n % 2)
            shutil.rmtree(crowded.cache)
            free = shutil.disk_usage(small).free
            ballast = small / "ballast"
            ballast.write_bytes(bytes(max(0, free - room * 2**20)))
            complaint = build(crowded)
            assert len(complaint) <= 1, complaint
            told += len(complaint)
            must_be_whole(crowded, editions)
            ballast.unlink()
            must_recover(crowded, n % 2, editions)
    return f"{len(sizes)} full disks, {told} told in one line: {len(sizes)} survived"


def unwritable_caches(book: Book, editions: list[Files], dice: random.Random) -> str:
    """Build with a cache that cannot be written, empty and full."""
    for n in range(2):
        edit(book, n)
        with mounted(book.cache, "-o", "size=20m"):
            if n:
                build(book)
                edit(book, 0)
            subprocess.run(["mount", "-o", "remount,ro", str(book.cache)], check=True)
            complaint = build(book)
            assert len(complaint) == 1 and ".cache" in complaint[0], complaint
            must_be_whole(book, editions)
        must_recover(book, 0, editions)
    return "2 read-only caches, each told in one line: 2 survived"


def main() -> None:
    """Run every kind of fault that this machine allows."""
    seed = int(os.environ.get("SEED") or time.time())
    print(f"SEED={seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        book = write(Path(folder) / "book")
        editions = []
        for edition in (0, 1):
            edit(book, edition)
            assert build(book) == []
            editions.append(read(book.site))
        assert editions[0] != editions[1]
        faults = [kills, corruptions, crowds]
        if os.geteuid() == 0 and sys.platform == "linux":
            faults += [full_disks, unwritable_caches]
        else:
            print("not root on Linux: full disks and read-only caches were NOT tried")
        for fault in faults:
            print(fault(book, editions, random.Random(seed)), flush=True)
        assert left(book) == []


if __name__ == "__main__":
    main()
