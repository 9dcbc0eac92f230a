"""One profile for every property test, the same examples on every run; and the book, built once for all tests."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import Phase, settings
from playwright.sync_api import sync_playwright

from lesson_code.publish.book import MACHINERY, Book
from lesson_code.publish.build import build
from lesson_code.publish.cache import FONTS
from lesson_code.publish.execute.pool import SINGLE_THREADED
from lesson_code.publish.faults import BookError, Fault

SHELL = "chromium-headless-shell"  # the same browser without the frame of its window: a third less processor time
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()

WITH_HANGUL = f"""<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>{FONTS.parent}</dir>
</fontconfig>"""

# files that take long, for which a run would wait at its end; first two that need no book, while it is built
LONG = (
    "test_serve test_cluster test_chart test_state test_every_page test_site test_notebook test_build test_typography "
    "test_running test_offline test_worker test_faults test_pool test_main test_unchanged"
).split()

# before NumPy is imported: threads that wait for the cores of other processes made a product take thirty times as long
os.environ |= dict.fromkeys(SINGLE_THREADED, "1")

settings.register_profile("book", derandomize=True, deadline=None)
# the tests of mutants ask only whether they fail, not on which smallest example
settings.register_profile("mutants", settings.get_profile("book"), phases=(Phase.explicit, Phase.generate))
settings.load_profile("book")

BUILT = bool(os.environ.get("BUILT"))  # `make text` tests the book that `make site` has built


def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are cores: tests often wait."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take long."""
    items.sort(key=lambda item: LONG.index(item.path.stem) if item.path.stem in LONG else len(LONG))


def copy_book(folder: Path) -> None:
    """Write a copy of this very book, without what was made from it."""
    shutil.copytree(MACHINERY / "docs", folder / "docs")
    for lesson in (MACHINERY / "lesson_code").iterdir():
        if lesson.is_dir() and lesson.name not in ("publish", "__pycache__"):
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(lesson, folder / "lesson_code" / lesson.name, ignore=ignored)
    hooks = "lesson_code/publish/mkdocs/hooks.py"
    configuration = (MACHINERY / "mkdocs.yml").read_text(encoding="utf-8")
    (folder / "mkdocs.yml").write_text(configuration.replace(hooks, str(MACHINERY / hooks)), encoding="utf-8")


def difference(one: Path, other: Path) -> str:
    """Return what two trees do not have in common, "" if they are the same byte by byte."""
    run = subprocess.run(["diff", "-r", str(one), str(other)], capture_output=True, text=True)
    return run.stdout + run.stderr


def built_once(folder: Path, make: Callable[[Path], object], **environment: str) -> Book:
    """Return the book that ``make`` writes, built by the first test that asks for it. Raises BookError, to each."""
    folder.mkdir(parents=True, exist_ok=True)
    book = Book(folder / "book")
    with FileLock(folder / "lock"):
        if not book.root.exists():
            make(book.root)
            with pytest.MonkeyPatch.context() as patch:
                for name, value in environment.items():
                    patch.setenv(name, value)
                try:
                    build(book)
                except BookError as error:
                    (folder / "failed").write_text(str(error), encoding="utf-8")
    if (folder / "failed").exists():
        raise BookError([Fault("책을 빌드할 수 없습니다", 0, (folder / "failed").read_text(encoding="utf-8"))])
    return book


@pytest.fixture(scope="session")
def shared(tmp_path_factory, worker_id) -> Path:
    """A folder that all processes of this test run see."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture(scope="session", autouse=True)
def runs(shared: Path) -> Iterator[None]:
    """Let tests and the build of this very book make each long run once, whoever comes first."""
    with pytest.MonkeyPatch.context() as patch:
        book = Book(MACHINERY if BUILT else shared / "whole" / "book")
        patch.setenv("LESSON_RUNS", str(book.cache / "runs"))
        yield


@pytest.fixture(scope="session")
def whole(shared) -> Book:
    """This very book, built without any address."""
    if BUILT:
        return Book(MACHINERY)
    try:
        return built_once(shared / "whole", copy_book)
    except BookError as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture(scope="session")
def site(whole) -> Path:
    """What a reader gets of it."""
    return whole.site


@pytest.fixture(scope="session")
def published(shared, whole) -> Path:
    """What a reader gets of the book with the addresses of a server and a repository."""

    def copy_with_cache(folder: Path) -> None:
        copy_book(folder)
        shutil.copytree(whole.cache, folder / whole.cache.name)

    addresses = {"SITE_URL": "https://example.org/book", "REPO_URL": "https://github.com/someone/book.git"}
    return built_once(shared / "published", copy_with_cache, **addresses, SOURCE_DATE_EPOCH="86400").site


def installed() -> str | None:
    """Return where the system has its Chromium or Chrome."""
    return next(filter(None, map(shutil.which, [*NAMES, MAC])), None)


@pytest.fixture(scope="session")
def chromium(shared) -> str:
    """The system's Chromium without its window, or with it; Debian's is installed where that is allowed."""
    with FileLock(shared / "apt.lock"):
        wanted = [] if shutil.which(SHELL) else [SHELL] if installed() else [SHELL, "chromium"]
        if wanted and hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
            subprocess.run(["apt-get", "update", "-qq"], check=False)
            for package in wanted:  # where Debian is too old for the first, the second
                if not shutil.which(SHELL):
                    command = ["apt-get", "install", "-y", "-qq", package]
                    subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
    found = shutil.which(SHELL) or installed()
    if found:
        return found
    missing = "Chromium이나 Chrome이 없어 브라우저 시험을 하지 못했습니다. chromium 패키지를 설치하세요"
    if os.environ.get("CI"):
        pytest.fail(missing)
    pytest.skip(missing)


@pytest.fixture(scope="session")
def browser(chromium, tmp_path_factory):
    """A browser that has Hangul letters, as its readers' have, where the machine has none."""
    fonts = tmp_path_factory.mktemp("fonts") / "fonts.conf"
    fonts.write_text(WITH_HANGUL, encoding="utf-8")
    with sync_playwright() as playwright:
        variables = {**os.environ, "FONTCONFIG_FILE": str(fonts)}
        started = playwright.chromium.launch(executable_path=chromium, args=QUIET, env=variables)
        yield started
        started.close()
