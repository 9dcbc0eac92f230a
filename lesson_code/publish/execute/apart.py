"""Run a job in a process of its own, which ends with all that it started: forked from its worker, or begun anew.

A job so begins as clean as the one before it: pyplot, styles, print options, random state, environment, locale and
current folder, whatever a lesson does to them.
"""

import contextlib
import importlib
import os
import pickle
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO, Any, NamedTuple

import psutil

from lesson_code.publish.execute.job import Job, Outcome
from lesson_code.publish.execute.process import BREATH, SIGNAL, WALL, die_with_parent, end, imported, keep_out, watch
from lesson_code.publish.faults import BookError, Fault, fault_of, place_in_dump

KINDS = {  # of jobs: what runs them, and what is said where it stops
    "picture": ("picture.run", "그림을 그리다 멈췄습니다. 이 줄을 고치세요"),
    "notebook": ("notebook.run", "노트북을 실행하다 멈췄습니다. 이 줄을 고치세요"),
    "example": ("examples.run_example", "예제를 실행하다 멈췄습니다. 이 줄을 고치세요"),
    "claim": ("examples.run_claim", "본문의 값을 계산하다 멈췄습니다. 식을 고치세요"),
}
OVERHEAD = 30  # seconds of processor time for the page of a long notebook, beside what its kernel may take
UNTOLD = 70  # exit code of a process that could not hand over what came of its job
LAST_WORDS = 5  # seconds in which a job that was stopped says where it was


class Ran(NamedTuple):
    """What a job hands to its worker: its outcome, the lesson files it used and the libraries it had to load."""

    outcome: Outcome
    files: Sequence[str] = ()
    libraries: Sequence[str] = ()


def forked(job: Job, roots: tuple[str, ...], builder: IO[bytes]) -> Ran:
    """Run the job in a process that has what its worker has loaded. Ends where the builder is gone."""
    with tempfile.TemporaryDirectory() as folder:
        before = _used()
        child = os.fork()
        if not child:
            os.setsid()
            _answer(job, roots, folder)
        code = _wait(child, builder, WALL * job.time_limit)
        return _ran(job, roots, folder, code, _used() - before)


def _used() -> float:
    """Return the processor time of all processes that have ended of those that this one has started."""
    import resource  # which Windows has not

    return sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])


def anew(job: Job, roots: tuple[str, ...], builder: IO[bytes]) -> Ran:
    """Do the same where no process can fork, as on Windows: in a Python of its own, which loads everything itself."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", f"from {__name__} import alone; alone()", folder]
        child = psutil.Popen(command, stdin=subprocess.PIPE)
        threading.Thread(target=_end_with, args=(builder, child), daemon=True).start()
        with child.stdin as asked:
            pickle.dump((job, roots), asked)
        started, seconds = {child}, 0.0
        while child.poll() is None:
            with contextlib.suppress(psutil.Error):
                started.update(child.children(recursive=True))
                seconds = sum(child.cpu_times()[:2])
            time.sleep(BREATH)
        for process in started:
            end(process.pid)
        return _ran(job, roots, folder, child.returncode, seconds)


def alone() -> None:
    """Run the job that comes on standard input; the argument names the folder for what it tells."""
    job, roots = pickle.load(sys.stdin.buffer)
    _answer(job, roots, sys.argv[1])


def _end_with(builder: IO[bytes], child: psutil.Popen) -> None:
    """End this process and the job's where the builder is gone before it: it sends nothing until the job has ended."""
    if not builder.peek(1) and child.is_running():  # type: ignore[attr-defined]
        end(child.pid)
        os._exit(1)


def _answer(job: Job, roots: tuple[str, ...], folder: str) -> None:
    """Do the job, leave in a folder what comes of it, and end this process, which is for it alone."""
    try:
        die_with_parent()
        overhead = OVERHEAD if job.kind == "notebook" else 0
        watch(job.time_limit + overhead, open(f"{folder}/where", "w", encoding="utf-8"))
        with open(f"{folder}/answer", "wb") as answer:  # before it is kept out: the folder may lie in the book
            keep_out(roots[0])
            answer.write(pickle.dumps(run(job, roots)))
        os._exit(0)
    finally:  # a forked process that went on would be a second worker
        os._exit(UNTOLD)


def _wait(child: int, builder: IO[bytes], wall: float) -> int:
    """Return the exit code of the process when all it left behind is ended, too; stop it after ``wall`` seconds."""
    process, deadline, warned = psutil.Process(child), time.monotonic() + wall, False
    while True:
        with contextlib.suppress(psutil.TimeoutExpired):
            code = int(process.wait(BREATH))
            end(child)
            return -SIGNAL if warned else code  # it may not have heard that its time was over
        if select.select([builder], [], [], 0)[0]:  # it sends nothing while it waits, so this is its end
            end(child)
            os._exit(1)
        if time.monotonic() > deadline:
            os.kill(child, signal.SIGKILL if warned else SIGNAL)
            deadline, warned = time.monotonic() + LAST_WORDS, True


def _ran(job: Job, roots: tuple[str, ...], folder: str, code: int, seconds: float) -> Ran:
    """Return what a process has told, or why it ended without a word; it left a dump if its time was over."""
    with contextlib.suppress(OSError, EOFError, pickle.UnpicklingError):
        ran: Ran = pickle.loads(Path(folder, "answer").read_bytes())
        return ran._replace(outcome=replace(ran.outcome, seconds=seconds))
    where = ""
    with contextlib.suppress(OSError):  # it has not begun
        where = Path(folder, "where").read_text(encoding="utf-8")
    if where or code == -SIGNAL < 0:
        return Ran(Outcome(seconds=seconds, faults=(_overdue(job, roots, where),)))
    if code == UNTOLD:
        what = (
            "코드가 바꾼 파이썬의 함수나 자원 제한 때문에 결과를 받지 못했습니다. builtins나 resource를 바꾸지 마세요"
        )
    elif code < 0:
        what = f"실행하던 프로세스가 죽었습니다({signal.Signals(-code).name}). 메모리가 모자랐다면 JOBS=1로 빌드하세요"
    else:
        what = f"코드가 실행하던 프로세스를 끝냈습니다(종료 코드 {code}). os._exit를 지우세요"
    return Ran(Outcome(seconds=seconds, faults=(Fault(job.path, job.line, what),)))


def _overdue(job: Job, roots: tuple[str, ...], where: str) -> Fault:
    limit = "페이지 맨 앞의 time_limit" if job.text else "모듈의 TIME_LIMIT"
    stopped = place_in_dump(where, roots, Fault(job.path, job.line, ""))
    line = stopped.line if stopped.path == job.path else job.line
    what = f"제한 시간 {job.time_limit:g}초를 넘겨 멈췄습니다({stopped.path}:{stopped.line}에서). "
    return Fault(job.path, line, f"{what}더 걸려야 한다면 {limit}을 늘리세요")


def run(job: Job, roots: tuple[str, ...]) -> Ran:
    """Execute the job; whatever goes wrong comes back as faults."""
    sys.path[:0] = roots
    os.environ |= {"PYTHONPATH": os.pathsep.join(roots), "LESSON_RUNS": str(Path(roots[0], ".cache", "runs"))}
    os.chdir(roots[0])
    loaded = set(sys.modules)
    runner, what = KINDS[job.kind]
    module, _, name = runner.partition(".")
    execute: Callable[..., Any] = getattr(importlib.import_module(f"lesson_code.publish.execute.{module}"), name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            warnings.simplefilter("ignore", ResourceWarning)  # what a lesson leaves open ends with its process
            value = execute(job, roots)
    except BookError as error:
        return Ran(Outcome(faults=tuple(error.faults)))
    except BaseException as error:  # a lesson that exits must not end the build as if it were done
        return Ran(Outcome(faults=(fault_of(error, roots, Fault(job.path, job.line, what)),)))
    elsewhere = value.pop("imported", []) if isinstance(value, dict) else []  # a style, what a kernel imported
    libraries = [name for name in sys.modules if name not in loaded and not name.startswith("lesson_code")]
    return Ran(Outcome(value), sorted({*imported(roots), *elsewhere}), libraries)
