"""The inside of a worker process: prepare it once, then run one job after another."""

import contextlib
import faulthandler
import gc
import importlib
import multiprocessing
import os
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lesson_code.publish.cache import digest, file_digest
from lesson_code.publish.faults import BookError, Fault, fault_of
from lesson_code.publish.jobs import Job, Outcome

SINGLE_THREADED = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
WHAT = {
    "picture": "그림을 그리다 멈췄습니다",
    "examples": "예제를 실행하다 멈췄습니다",
    "notebook": "노트북을 실행하다 멈췄습니다",
}
NOTEBOOK_PATIENCE = 10  # seconds: a notebook's client stops the cell first, and knows which it was
# new objects between two searches for waste: what a drawing is made of lives until it is saved, and a picture takes
# 10 % longer with the 700 that Python starts with
FEW_COLLECTIONS = 50_000
ONE_AT_A_TIME = threading.Lock()  # a job clears modules away: where an executor has threads, they take turns


def end_with_builder() -> None:
    """Let this process end when the one that started it is gone, even if that was killed."""
    builder = multiprocessing.parent_process()

    def wait() -> None:
        if builder:
            builder.join()
            os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def prepare(roots: tuple[str, ...]) -> None:
    """Make ``lesson_code`` importable from the roots, earlier ones first, BLAS single-threaded, and runs kept."""
    for name in SINGLE_THREADED:
        os.environ[name] = "1"
    # no .pyc beside the lessons: they would wake the watcher of ``serve``, and tell time only to the second
    sys.dont_write_bytecode = True
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    os.environ["LESSON_RUNS"] = str(Path(roots[0]) / ".cache" / "runs")
    for root in reversed(roots):
        if root in sys.path:
            sys.path.remove(root)
        sys.path.insert(0, root)


def run(job: Job, roots: tuple[str, ...], dumps: str = tempfile.gettempdir()) -> Outcome:
    """Execute the job with freshly imported lesson code; whatever goes wrong comes back as faults.

    A job that takes longer than its limit ends this process, and leaves in the folder ``dumps`` where it was.
    """
    with ONE_AT_A_TIME:
        prepare(roots)
        gc.set_threshold(FEW_COLLECTIONS)
        execute = importlib.import_module(f"lesson_code.publish.execute.{job.kind}")
        forget_lessons()  # also what the machinery itself imports of them: it is no source of this job
        started, began = time.perf_counter(), time.time()
        try:
            with warnings.catch_warnings(), _limited(job, dumps):
                warnings.simplefilter("error")
                value = execute.run(job, roots)
        except BookError as error:
            return Outcome(faults=tuple(error.faults))
        except (Exception, SystemExit) as error:  # a lesson that exits must not end the build as if it were done
            return Outcome(faults=(fault_of(error, roots, Fault(job.path, job.line, WHAT[job.kind])),))
        elsewhere = value.pop("imported", [])  # a style that is no module, what a notebook's kernel imported
        # digests first: an edit before them is seen by its time, one after them leaves the outcome under the old text
        digests = {name: file_digest(name, roots) for name in sorted({*imported(roots), *elsewhere})}
        if changed := [name for name in digests for root in roots if _changed(Path(root) / name, began)]:
            return Outcome(faults=(Fault(changed[0], 1, "실행하는 동안 파일이 바뀌었습니다. 다시 지으세요"),))
        return Outcome(value, digests, time.perf_counter() - started)


@contextlib.contextmanager
def _limited(job: Job, dumps: str) -> Iterator[None]:
    """End the process if what is inside takes longer than the job may.

    The watch is a thread in C: neither a loop in C nor one that catches everything can outlast it.
    """
    path = dump_of(job, dumps)
    patience = NOTEBOOK_PATIENCE if job.kind == "notebook" else 0
    with path.open("w") as dump:
        faulthandler.dump_traceback_later(job.time_limit + patience, exit=True, file=dump)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()
            path.unlink(missing_ok=True)


def dump_of(job: Job, dumps: str) -> Path:
    """Return the file in which a job that was stopped leaves where it was."""
    return Path(dumps) / digest(job.name)


def _changed(file: Path, since: float) -> bool:
    """Return whether the file is another than the one that was run: its outcome must not be kept under its digest."""
    return file.exists() and file.stat().st_ctime > since


def lesson_modules() -> dict[str, Any]:
    """Return the imported modules of ``lesson_code`` that are lesson code, not machinery."""
    return {
        name: module
        for name, module in sys.modules.items()
        if name.startswith("lesson_code.") and name.split(".")[1] != "publish"
    }


def forget_lessons() -> None:
    """Let the next import read the files anew, and so record what this job really uses.

    A package keeps its modules as attributes, too: ``from lesson_code import drawing`` would take it from there.
    """
    importlib.invalidate_caches()
    for name in lesson_modules():
        package, _, module = name.rpartition(".")
        if package in sys.modules:
            vars(sys.modules[package]).pop(module, None)
        del sys.modules[name]


def imported(roots: tuple[str, ...]) -> tuple[str, ...]:
    """Return the lesson files in use, relative to the root they lie in."""
    files = [Path(module.__file__) for module in lesson_modules().values() if module.__file__]
    return tuple(
        sorted(file.relative_to(root).as_posix() for file in files for root in roots if file.is_relative_to(root))
    )
