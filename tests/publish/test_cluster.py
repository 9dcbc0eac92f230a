"""A book executed on a Dask cluster is the same book, also where one of its workers is killed."""

import os
import shutil
import socket
import subprocess
import sys
import threading
import time

import psutil
import pytest

from lesson_code.publish import runner
from lesson_code.publish.__main__ import main
from lesson_code.publish.book import Book
from lesson_code.publish.cache import Cache
from lesson_code.publish.cluster import machines
from tests.publish.test_runner import jobs_of

WORKERS, PICTURES = 2, 8
PICTURE = """
import time
from matplotlib.figure import Figure
from lesson_code import drawing
from lesson_code.small import shared

time.sleep(0.7)


def figure():
    picture, (axes,) = drawing.panels()
    axes.set_title("{name} " + shared.WORD)
    return picture


def describe():
    return "{name}"
"""


@pytest.fixture
def book(tmp_path):
    folder = tmp_path / "book" / "lesson_code" / "small"
    folder.mkdir(parents=True)
    (folder / "shared.py").write_text("WORD = '한글'\n", encoding="utf-8")
    for n in range(PICTURES):
        (folder / f"picture_{n}.py").write_text(PICTURE.format(name=f"그림 {n}"), encoding="utf-8")
    return Book(tmp_path / "book")


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory):
    """A scheduler and two workers, as separate processes in a folder from which the book cannot be imported."""
    folder = tmp_path_factory.mktemp("cluster")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    common = {"cwd": folder, "env": environment, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    dask = [sys.executable, "-m", "dask"]
    port = address.rpartition(":")[2]
    command = [*dask, "scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard"]
    processes = [subprocess.Popen(command, **common)]
    for _ in range(WORKERS):
        command = [*dask, "worker", address, "--host", "127.0.0.1", "--nthreads", "1", "--no-dashboard"]
        processes.append(subprocess.Popen([*command, "--local-directory", str(folder)], **common))
    yield address
    family = [child for process in processes for child in psutil.Process(process.pid).children(recursive=True)]
    for process in reversed(processes):
        process.terminate()
        process.wait(30)
    _, left = psutil.wait_procs(family, timeout=30)
    for process in left:
        process.kill()
    assert left == []


def execute(book, start_workers):
    cache = Cache(book.cache, book.roots)
    return runner.execute(jobs_of(book), book.roots, cache, start_workers, lambda line: None)


def values(outcomes):
    return {name: (outcome.value, dict(outcome.imported)) for name, outcome in outcomes.items()}


def patient(book, scheduler):
    """Execute on the cluster once its workers have come."""
    for _ in range(12):
        try:
            return execute(book, lambda: machines(scheduler, book.roots))
        except runner.BookError as error:
            if "Dask" not in str(error):
                raise
            last = error
    pytest.fail(f"the cluster never came: {last}")


@pytest.fixture
def local(book, tmp_path):
    found = values(execute(book, runner.processes))
    book.cache.rename(tmp_path / "kept")
    return found


def test_cluster_gives_the_same_bytes(book, scheduler, local):
    assert values(patient(book, scheduler)) == local


def test_worker_killed_half_way_changes_nothing(book, scheduler, local):
    killed = []

    def kill_one():
        time.sleep(2)  # while each worker is in the middle of a picture
        for process in psutil.process_iter(["cmdline"]):
            words = " ".join(process.info["cmdline"] or [])
            if "spawn_main" in words and any(scheduler in " ".join(p.cmdline()) for p in process.parents()):
                process.kill()
                killed.append(process.pid)
                return

    patient(Book(book.root), scheduler)
    for path in book.cache.rglob("*"):
        if path.is_file():
            path.unlink()
    killer = threading.Thread(target=kill_one)
    killer.start()
    outcomes = values(patient(book, scheduler))
    killer.join()
    assert len(killed) == 1 and outcomes == local


def test_lesson_that_fails_on_the_cluster_is_told_with_its_line(book, scheduler):
    (book.lessons / "small" / "picture_0.py").write_text("1 / 0\n\n\ndef figure(): ...\n", encoding="utf-8")
    with pytest.raises(runner.BookError) as error:
        patient(book, scheduler)
    assert [(fault.path, fault.line) for fault in error.value.faults] == [("lesson_code/small/picture_0.py", 1)]


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
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
