"""Run a job in a process of its own, which ends with all that it started: forked from its worker, or begun anew.

A job so begins as clean as the one before it: pyplot, styles, print options, random state, environment, locale and
current folder, whatever a lesson does to them.
"""

import contextlib
import importlib
import os
import pickle
import re
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

from lesson_code.publish.execute import guard
from lesson_code.publish.execute.job import Job, Outcome
from lesson_code.publish.execute.process import BREATH, SIGNAL, WALL, die_with_parent, end, imported, watch
from lesson_code.publish.faults import BookError, Fault, fault_of, place_in_dump

KINDS = {  # of jobs: what runs them, and what is said where it stops
    "picture": ("picture.run", "그림을 그리다 멈췄습니다. 이 줄을 고치세요"),
    "notebook": ("notebook.run", "노트북을 실행하다 멈췄습니다. 이 줄을 고치세요"),
    "example": ("examples.run_example", "예제를 실행하다 멈췄습니다. 이 줄을 고치세요"),
    "claim": ("examples.run_claim", "본문의 값을 계산하다 멈췄습니다. 식을 고치세요"),
}
LAST_WORDS = 5  # seconds in which a job that was stopped says where it was


class Ran(NamedTuple):
    """What a job hands to its worker: its outcome, the lesson files it used and the libraries it had to load."""

    outcome: Outcome
    files: Sequence[str] = ()
    libraries: Sequence[str] = ()


def forked(job: Job, roots: tuple[str, ...], builder: IO[bytes]) -> Ran:
    """Run the job in a process that has what its worker has loaded. Ends where the builder is gone."""
    receiver, sender = os.pipe()
    with tempfile.TemporaryFile("w+") as dump:
        child = os.fork()
        if not child:
            os.setsid()
            os.close(receiver)
            with os.fdopen(sender, "wb") as answer:
                answer.write(_answer(job, roots, dump))
            os._exit(0)
        os.close(sender)
        with os.fdopen(receiver, "rb") as answer:
            told, status, seconds = _wait(child, answer, builder, WALL * job.time_limit)
        dump.seek(0)
        return _ran(job, roots, told, os.waitstatus_to_exitcode(status), dump.read(), seconds)


def anew(job: Job, roots: tuple[str, ...], builder: IO[bytes]) -> Ran:
    """Do the same where no process can fork, as on Windows: in a Python of its own, which loads everything itself."""
    with tempfile.TemporaryDirectory() as folder:
        answer, dump = Path(folder, "answer"), Path(folder, "dump")
        command = [sys.executable, "-c", f"from {__name__} import alone; alone()", str(answer), str(dump)]
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
        told, where = (path.read_bytes() if path.exists() else b"" for path in (answer, dump))
    return _ran(job, roots, told, child.returncode, where.decode(), seconds)


def alone() -> None:
    """Run the job that comes on standard input; the arguments name the files for its answer and its dump."""
    job, roots = pickle.load(sys.stdin.buffer)
    with open(sys.argv[2], "w", encoding="utf-8") as dump:
        Path(sys.argv[1]).write_bytes(_answer(job, roots, dump))
        os._exit(0)


def _end_with(builder: IO[bytes], child: psutil.Popen) -> None:
    """End this process and the job's where the builder is gone before it: it sends nothing until the job has ended."""
    if not builder.peek(1) and child.is_running():  # type: ignore[attr-defined]
        end(child.pid)
        os._exit(1)


def _answer(job: Job, roots: tuple[str, ...], dump: IO[Any]) -> bytes:
    """Return what comes of the job, which this process alone is for."""
    die_with_parent()
    watch(job.time_limit, dump)
    guard.keep_out(roots[0])
    return pickle.dumps(run(job, roots))


def _wait(child: int, answer: IO[bytes], builder: IO[bytes], wall: float) -> tuple[bytes, int, float]:
    """Return what the process said until it ended, its status and its processor time; stop it after ``wall`` seconds.

    A process that it left behind may keep the pipe open: its own end is what counts.
    """
    os.set_blocking(answer.fileno(), False)
    told, deadline, warned = b"", time.monotonic() + wall, False
    while True:
        ended, status, used = os.wait4(child, os.WNOHANG)
        ready, _, _ = select.select([answer, builder] if not ended else [answer], [], [], 0 if ended else BREATH)
        if answer in ready:
            told += answer.read() or b""
        if builder in ready and not ended:  # it sends nothing while it waits, so this is its end
            end(child)
            os._exit(1)
        if ended:
            end(child)
            status = SIGNAL if warned else status  # it may not have heard that its time was over
            return told, status, used.ru_utime + used.ru_stime
        if time.monotonic() > deadline:
            os.kill(child, signal.SIGKILL if warned else SIGNAL)
            deadline, warned = time.monotonic() + LAST_WORDS, True


def _ran(job: Job, roots: tuple[str, ...], told: bytes, code: int, where: str, seconds: float) -> Ran:
    """Return what a process has told, or why it ended without a word; ``where`` it was it has noted and dumped."""
    with contextlib.suppress(EOFError, pickle.UnpicklingError):
        ran: Ran = pickle.loads(told)
        return ran._replace(outcome=replace(ran.outcome, seconds=seconds))
    noted = re.findall(r"^\d+$", where, re.MULTILINE)
    line = int(noted[-1]) if noted else job.line
    if "File" in where or code == -SIGNAL < 0:
        fault = _overdue(job, roots, where, line)
    elif code < 0:
        what = f"실행하던 프로세스가 죽었습니다({signal.Signals(-code).name}). 메모리가 모자랐다면 JOBS=1로 빌드하세요"
        fault = Fault(job.path, line, what)
    else:
        what = f"코드가 실행하던 프로세스를 끝냈습니다(종료 코드 {code}). os._exit를 지우세요"
        fault = Fault(job.path, line, what)
    return Ran(Outcome(seconds=seconds, faults=(fault,)))


def _overdue(job: Job, roots: tuple[str, ...], where: str, line: int) -> Fault:
    limit = "페이지 맨 앞의 time_limit" if job.text else "모듈의 TIME_LIMIT"
    inner = place_in_dump(where, roots, Fault(job.path, line, ""))
    if job.kind == "notebook":  # told is the line of the cell that runs, not of a function of another
        where = "".join(frame for frame in where.splitlines(keepends=True) if "in <module>" in frame)
    own = place_in_dump(where, roots, inner)
    what = f"제한 시간 {job.time_limit:g}초를 넘겨 멈췄습니다({inner.path}:{inner.line}에서). "
    return Fault(job.path, own.line if own.path == job.path else line, f"{what}더 걸려야 한다면 {limit}을 늘리세요")


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
            if job.kind != "notebook":  # which puts out its warnings
                warnings.simplefilter("error")
                warnings.simplefilter("ignore", ResourceWarning)  # what a lesson leaves open ends with its process
            value = execute(job, roots)
    except BookError as error:
        return Ran(Outcome(faults=tuple(error.faults)))
    except BaseException as error:  # a lesson that exits must not end the build as if it were done
        return Ran(Outcome(faults=(fault_of(error, roots, Fault(job.path, job.line, what)),)))
    elsewhere = value.pop("imported", []) if isinstance(value, dict) else []  # a style, what a notebook shows
    libraries = [name for name in sys.modules if name not in loaded and not name.startswith("lesson_code")]
    return Ran(Outcome(value), sorted({*imported(roots), *elsewhere}), libraries)
