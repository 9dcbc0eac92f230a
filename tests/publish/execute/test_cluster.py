"""A book executed on a Dask cluster is the same book, also where one of its workers is killed."""

import contextlib
import functools
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from lesson_code.publish.__main__ import main
from lesson_code.publish.book import MACHINERY, Book
from lesson_code.publish.build import build
from lesson_code.publish.cache import Cache
from lesson_code.publish.execute import pool
from lesson_code.publish.execute.cluster import connect, machines
from tests.conftest import difference
from tests.publish.conftest import PICTURE, write_book
from tests.publish.execute.test_pool import jobs_of

WORKERS, PICTURES = 2, 3
SLOW = """
import pathlib, time

pathlib.Path({begun!r}).touch()
time.sleep(60)


def figure(): ...


def describe():
    return "느린 그림"
"""
NOTEBOOK = """# %% [markdown]
# <a id="top"></a>
#
# # 연습
#
# 하나를 더합니다.

# %%
print(1 + 1)
"""

KEEPING = """
import os
from matplotlib.figure import Figure
from lesson_code.kept import kept


@kept
def run(rate: float) -> float:
    return rate


def figure():
    return Figure().text(0, 0, 'a').figure


def describe():
    run(1.0)
    return os.environ["LESSON_RUNS"]
"""


@contextlib.contextmanager
def cluster(folder, certificate=""):
    """Run a scheduler and a process with two workers, in a folder from which the book cannot be imported.

    Yields the address of the scheduler and the two processes.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"{'tls' if certificate else 'tcp'}://127.0.0.1:{port}"
    own = [part for name in ("ca-file", "cert", "key") for part in (f"--tls-{name}", certificate) if certificate]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    common = {"cwd": folder, "env": environment, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    dask = [sys.executable, "-m", "dask"]
    protocol = ["--protocol", "tls"] if certificate else []
    command = [*dask, "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard", *protocol, *own]
    processes = [subprocess.Popen(command, **common)]
    try:
        command = [*dask, "worker", address, "--host", "127.0.0.1", "--nworkers", str(WORKERS), "--nthreads", "1"]
        command += ["--no-dashboard", "--local-directory", str(folder), *protocol, *own]
        processes.append(subprocess.Popen(command, **common))
        with connect(address, certificate, 60) as client:
            client.wait_for_workers(WORKERS, timeout=60)
        yield address, processes
    finally:
        family = [child for process in processes for child in psutil.Process(process.pid).children(recursive=True)]
        for process in reversed(processes):
            process.terminate()
            process.wait(30)
        _, left = psutil.wait_procs(family, timeout=30)
        for process in left:
            process.kill()
    assert left == []


def once(condition, action):
    """Start a thread that does the action as soon as the condition holds; it gives up with the test."""

    def wait():
        ends = time.monotonic() + 60
        while not condition():
            if time.monotonic() > ends:
                return
            time.sleep(0.01)
        action()

    threading.Thread(target=wait, daemon=True).start()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate with its key, made as the README says."""
    made = str(tmp_path_factory.mktemp("tls") / "book.pem")
    readme = (MACHINERY / "README.md").read_text(encoding="utf-8")
    command = next(line for line in readme.splitlines() if line.startswith("openssl req"))
    subprocess.run(command.partition("#")[0].replace("book.pem", made).split(), capture_output=True, check=True)
    return made


@pytest.fixture(scope="module")
def running(tmp_path_factory, certificate):
    with cluster(tmp_path_factory.mktemp("cluster"), certificate) as started:
        yield started


@pytest.fixture
def start(running, certificate):
    return functools.partial(machines, running[0], certificate=certificate)


def write(root):
    """Write a book of several pictures, an example, and a notebook, with nothing in its cache."""
    book = write_book(root)
    names = [f"more_{n}" for n in range(PICTURES)]
    for name in names:
        (book.lessons / "small_lesson" / f"{name}.py").write_text(PICTURE, encoding="utf-8")
    with (book.docs / "small-lesson.md").open("a", encoding="utf-8") as page:
        page.write("".join(f"\n![골짜기](figures/small_lesson/{name}.svg)\n" for name in names))
    (book.lessons / "practice").mkdir()
    (book.lessons / "practice" / "by_hand.py").write_text(NOTEBOOK, encoding="utf-8")
    with (book.docs / "index.md").open("a", encoding="utf-8") as home:
        home.write("\n[연습](practice/by_hand.ipynb)\n")
    settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
    listed = settings.replace("small-lesson.md]", "small-lesson.md, practice/by_hand.ipynb]")
    (root / "mkdocs.yml").write_text(listed, encoding="utf-8")
    return book


@pytest.fixture(scope="module")
def local(tmp_path_factory):
    """The site of a build on this machine alone."""
    book = write(tmp_path_factory.mktemp("local") / "book")
    build(book)
    return book.site


@pytest.fixture
def book(tmp_path):
    return write(tmp_path / "book")


def execute(book, start):
    """Execute only the lessons, and return the outcomes."""
    return pool.execute(jobs_of(book), Cache(book.cache, book.roots), start, lambda line: None)


def test_cluster_gives_the_same_bytes(book, running, certificate, local):
    assert main(["--book", str(book.root), "--scheduler", running[0], "--certificate", certificate]) == 0
    assert difference(book.site, local) == ""


def test_worker_killed_half_way_changes_nothing(book, start, running, local):
    killed = []

    def kill_one():
        _, (_, nannies) = running
        working = [
            child for child in psutil.Process(nannies.pid).children() if "spawn_main" in " ".join(child.cmdline())
        ]
        working[0].kill()
        killed.append(working[0].pid)

    # with the first outcome in the cache, most are still to come
    once(lambda: list((book.cache / "entries").glob("[!.]*")), kill_one)
    build(book, functools.partial(start, book.roots))
    assert len(killed) == 1 and difference(book.site, local) == ""


def test_lesson_that_fails_on_the_cluster_is_told_with_its_line(tmp_path, start):
    (tmp_path / "lesson_code" / "small").mkdir(parents=True)
    (tmp_path / "lesson_code" / "small" / "wrong.py").write_text("1 / 0\n\n\ndef figure(): ...\n", encoding="utf-8")
    book = Book(tmp_path)
    with pytest.raises(pool.BookError) as error:
        execute(book, functools.partial(start, book.roots))
    assert [(fault.path, fault.line) for fault in error.value.faults] == [("lesson_code/small/wrong.py", 1)]


def test_run_is_kept_where_a_worker_unpacked_the_book(tmp_path, start):
    (tmp_path / "lesson_code" / "small").mkdir(parents=True)
    (tmp_path / "lesson_code" / "small" / "walk.py").write_text(KEEPING, encoding="utf-8")
    book = Book(tmp_path)
    (outcome,) = execute(book, functools.partial(start, book.roots)).values()
    folder = Path(outcome.value["alt"])
    assert len(list(folder.iterdir())) == 1 and not folder.is_relative_to(tmp_path)


def test_scheduler_that_dies_half_way_is_one_line(tmp_path):
    begun = tmp_path / "begun"
    (tmp_path / "lesson_code" / "small").mkdir(parents=True)
    for n in range(WORKERS + 1):
        text = SLOW.format(begun=str(begun))
        (tmp_path / "lesson_code" / "small" / f"slow_{n}.py").write_text(text, encoding="utf-8")
    with cluster(tmp_path) as (address, processes):
        once(begun.exists, processes[0].kill)
        book = Book(tmp_path)
        with pytest.raises(pool.BookError) as error:
            execute(book, functools.partial(machines, address, book.roots))
    assert len(error.value.faults) == 1 and "연결이 끊겼습니다" in error.value.faults[0].what


def test_fault_of_this_machine_is_not_blamed_on_the_cluster(start, tmp_path):
    with pytest.raises(OSError, match="no room"), start(Book(tmp_path).roots):
        raise OSError("no room")


def test_scheduler_that_does_not_answer_is_one_line(built, tmp_path, capsys):
    book = Book(tmp_path / "book")
    shutil.copytree(built.root / "docs", book.docs)
    shutil.copytree(built.lessons, book.lessons)
    shutil.copy(built.root / "mkdocs.yml", book.root)
    assert main(["--book", str(book.root), "--scheduler", "tcp://127.0.0.1:9"]) == 1
    error = capsys.readouterr().err.splitlines()
    assert len(error) == 1 and "tcp://127.0.0.1:9" in error[0]


def test_nothing_of_dask_is_loaded_without_a_scheduler():
    code = "import sys, lesson_code.publish.build, lesson_code.publish.__main__; print('dask' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], cwd=MACHINERY, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
