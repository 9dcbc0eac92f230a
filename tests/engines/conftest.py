"""The book in three browsers: ``make browsers``. A plain run of the tests leaves this folder out."""

import os

import pytest

from lesson_code.publish.book import MACHINERY, Book
from tests.browser.test_offline import Forgetful, Server, served_copy

NAMES = os.environ.get("ENGINES", "").split()
collect_ignore_glob = [] if NAMES else ["*.py"]


def pytest_configure() -> None:
    """Say what is not installed, before anything is built."""
    from tests.engines.engine import missing

    lacking = [f"{name}: {packages}" for name in NAMES if (packages := missing(name))]
    if lacking:
        what = f"브라우저가 없습니다. 데비안이라면 이 패키지를 설치하세요: {', '.join(lacking)}"
        raise pytest.UsageError(what)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Let each test run in each engine, one engine after another."""
    if "engine" in metafunc.fixturenames:
        metafunc.parametrize("engine", NAMES, indirect=True, scope="session")


@pytest.fixture(scope="session")
def engine(request, tmp_path_factory):
    """A browser, started for all tests in it."""
    from tests.engines.engine import start

    with start(request.param, tmp_path_factory.mktemp(request.param) / "profile") as started:
        print(f"{request.param} {started.version}")
        yield started


@pytest.fixture(scope="session")
def site():
    """The book that ``make site`` has built."""
    return Book(MACHINERY).site


def served(site, folder, script, handler=Server):
    """Serve a copy of the site with ``script`` before all others, and before the policy; see ``served_copy``."""

    with served_copy(site, folder, handler) as copy:
        for path in copy[0].rglob("*.html"):
            text, head = path.read_text(encoding="utf-8"), '<meta charset="utf-8">'
            path.write_text(text.replace(head, head + script, 1), encoding="utf-8")
        (copy[0] / "blank.html").write_text('<link rel="icon" href="data:,">', encoding="utf-8")
        yield copy


@pytest.fixture(scope="session")
def address(site, tmp_path_factory):
    """Where the book is served for most tests: without a service worker, which would fetch a part of it each time."""
    from tests.engines.page import RECORDER, UNKEPT

    yield from (address for _, address, _ in served(site, tmp_path_factory.mktemp("served"), RECORDER + UNKEPT))


@pytest.fixture
def own(site, tmp_path):
    """A copy for one test, of which browsers keep nothing unasked: its folder, its address, how to stop its server."""
    from tests.engines.page import RECORDER

    yield from served(site, tmp_path, RECORDER, Forgetful)


@pytest.fixture
def book(engine, address):
    """The book in this engine; at the end nothing may have gone wrong in the page that is open then."""
    from tests.engines.page import Page

    engine.console()  # of tests before
    page = Page(engine, address)
    yield page
    assert page.troubles() == []
