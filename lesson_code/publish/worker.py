"""The inside of a worker process: prepare it once, then run one job after another."""

import importlib
import os
import sys
import time
import warnings
from pathlib import Path
from typing import Any

from lesson_code.publish.faults import BookError, Fault, fault_of
from lesson_code.publish.jobs import Job, Outcome

SINGLE_THREADED = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
WHAT = {
    "picture": "그림을 그리다 멈췄습니다",
    "examples": "예제를 실행하다 멈췄습니다",
    "notebook": "노트북을 실행하다 멈췄습니다",
}


def prepare(roots: tuple[str, ...]) -> None:
    """Make ``lesson_code`` importable from the roots, earlier ones first, and BLAS single-threaded."""
    for name in SINGLE_THREADED:
        os.environ[name] = "1"
    # no .pyc beside the lessons: they would wake the watcher of ``serve``, and tell time only to the second
    sys.dont_write_bytecode = True
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    for root in reversed(roots):
        if root in sys.path:
            sys.path.remove(root)
        sys.path.insert(0, root)


def run(job: Job, roots: tuple[str, ...]) -> Outcome:
    """Execute the job with freshly imported lesson code; whatever goes wrong comes back as faults."""
    prepare(roots)
    forget_lessons()
    started, began = time.perf_counter(), time.time()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            value = importlib.import_module(f"lesson_code.publish.execute.{job.kind}").run(job, roots)
    except BookError as error:
        return Outcome(faults=tuple(error.faults))
    except (Exception, SystemExit) as error:  # a lesson that exits must not end the build as if it were done
        return Outcome(faults=(fault_of(error, roots, Fault(job.path, 1, WHAT[job.kind])),))
    elsewhere = value.pop("imported", [])  # a notebook's kernel is a process of its own
    files = tuple(sorted({*imported(roots), *elsewhere}))
    if changed := [name for name in files for root in roots if _changed(Path(root) / name, began)]:
        return Outcome(faults=(Fault(changed[0], 1, "실행하는 동안 파일이 바뀌었습니다. 다시 지으세요"),))
    return Outcome(value, files, time.perf_counter() - started)


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
    """Let the next import read the files anew, and so record what this job really uses."""
    importlib.invalidate_caches()
    for name in lesson_modules():
        del sys.modules[name]


def imported(roots: tuple[str, ...]) -> tuple[str, ...]:
    """Return the lesson files in use, relative to the root they lie in."""
    files = [Path(module.__file__) for module in lesson_modules().values() if module.__file__]
    return tuple(
        sorted(file.relative_to(root).as_posix() for file in files for root in roots if file.is_relative_to(root))
    )
