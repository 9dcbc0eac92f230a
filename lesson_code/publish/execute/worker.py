"""The inside of a worker: a process with the libraries loaded, which forks one of its own for each job.

A job so begins as clean as the one before it: pyplot, styles, print options, random state, environment, locale and
current folder, whatever a lesson does to them.
"""

import contextlib
import importlib
import os
import pickle
import select
import signal
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO, Any, NamedTuple

from lesson_code.publish.cache import file_digests
from lesson_code.publish.execute import guard
from lesson_code.publish.execute.job import WALL, Job, Outcome
from lesson_code.publish.execute.process import SIGNAL, imported, watch
from lesson_code.publish.faults import BookError, Fault, fault_of, place_in_dump

WHAT = {
    "picture": "그림을 그리다 멈췄습니다. 이 줄을 고치세요",
    "notebook": "노트북을 실행하다 멈췄습니다. 이 줄을 고치세요",
    "example": "예제를 실행하다 멈췄습니다. 이 줄을 고치세요",
    "claim": "본문의 값을 계산하다 멈췄습니다. 식을 고치세요",
}
RUN = {"picture": "picture.run", "notebook": "notebook.run", "example": "examples.run_example"}
LIBRARIES = ("numpy", "matplotlib.figure", "matplotlib.backends.backend_svg", "matplotlib.font_manager", "doctest")
LAST_WORDS = 5  # seconds in which a job that was stopped says where it was
BREATH = 0.05  # seconds between two looks whether a job's process still lives

States = dict[str, tuple[int, ...]]  # of the lesson files by name: what changes when a file does


class Ran(NamedTuple):
    """What a job hands to its worker: its outcome, the lesson files it used and the libraries it had to load."""

    outcome: Outcome
    files: Sequence[str] = ()
    libraries: Sequence[str] = ()


def main() -> None:
    """Serve (job, roots) that come on standard input, one after another, until it ends; outcomes go to the output."""
    tasks, outcomes = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)  # what a lesson prints must not come between the outcomes
    for name in LIBRARIES:
        importlib.import_module(name)
    libraries: Sequence[str] = ()
    with contextlib.suppress(EOFError):
        while True:
            job, roots = pickle.load(tasks)
            _load(libraries)
            before = _states(roots)
            outcome, files, libraries = run_apart(job, roots, tasks)
            pickle.dump(_with_digests(outcome, files, before, roots), outcomes)
            outcomes.flush()


def _load(libraries: Sequence[str]) -> None:
    """Load what the last job had to load for itself, so that the next ones need not."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in libraries:
            with contextlib.suppress(Exception):  # one that is no module of its own
                importlib.import_module(name)


def run_apart(job: Job, roots: tuple[str, ...], builder: IO[bytes]) -> Ran:
    """Run the job in a process of its own; all that it started ends with it. Ends where the builder is gone."""
    receiver, sender = os.pipe()
    with tempfile.TemporaryFile() as dump:
        child = os.fork()
        if not child:
            os.setsid()
            os.close(receiver)
            watch(job.time_limit, dump)
            guard.keep_out(roots[0])
            with os.fdopen(sender, "wb") as answer:
                pickle.dump(run(job, roots), answer)
            os._exit(0)
        os.close(sender)
        with os.fdopen(receiver, "rb") as answer:
            told, status, seconds = _wait(child, answer, builder, WALL * job.time_limit)
        dump.seek(0)
        where = dump.read().decode()
    try:
        ran: Ran = pickle.loads(told)
    except (EOFError, pickle.UnpicklingError):
        return Ran(Outcome(seconds=seconds, faults=(_died(job, roots, status, where),)))
    return ran._replace(outcome=replace(ran.outcome, seconds=seconds))


def _wait(child: int, answer: IO[bytes], builder: IO[bytes], wall: float) -> tuple[bytes, int, float]:
    """Return what the process said until it ended, its status and its processor time; stop it after ``wall`` seconds.

    A process that it left behind may keep the pipe open: its own end is what counts.
    """
    os.set_blocking(answer.fileno(), False)
    told, deadline, stop = b"", time.monotonic() + wall, SIGNAL
    while True:
        ended, status, used = os.wait4(child, os.WNOHANG)
        ready, _, _ = select.select([answer, builder] if not ended else [answer], [], [], 0 if ended else BREATH)
        if answer in ready:
            told += answer.read() or b""
        if builder in ready and not ended:  # it sends nothing while it waits, so this is its end
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)  # it may not have come to open a session of its own
                os.killpg(child, signal.SIGKILL)
            os._exit(1)
        if ended:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child, signal.SIGKILL)
            late = stop != SIGNAL  # whatever it died of in the end
            return told, SIGNAL if late else status, used.ru_utime + used.ru_stime
        if time.monotonic() > deadline:
            os.kill(child, stop)
            deadline, stop = time.monotonic() + LAST_WORDS, signal.SIGKILL


def _died(job: Job, roots: tuple[str, ...], status: int, where: str) -> Fault:
    """Return why a process ended without an answer."""
    code = os.waitstatus_to_exitcode(status)
    if code == -SIGNAL:
        limit = "페이지 맨 앞의 time_limit" if job.text else "모듈의 TIME_LIMIT"
        stopped = place_in_dump(where, roots, Fault(job.path, job.line, ""))
        line = stopped.line if stopped.path == job.path else job.line
        what = f"제한 시간 {job.time_limit:g}초를 넘겨 멈췄습니다({stopped.path}:{stopped.line}에서). "
        return Fault(job.path, line, what + f"더 걸려야 한다면 {limit}을 늘리세요")
    if code < 0:
        what = f"실행하던 프로세스가 죽었습니다({signal.Signals(-code).name}). 메모리가 모자랐다면 JOBS=1로 빌드하세요"
    else:
        what = f"코드가 실행하던 프로세스를 끝냈습니다(종료 코드 {code}). os._exit를 지우세요"
    return Fault(job.path, job.line, what)


def run(job: Job, roots: tuple[str, ...]) -> Ran:
    """Execute the job; whatever goes wrong comes back as faults."""
    sys.path[:0] = roots
    os.environ |= {"PYTHONPATH": os.pathsep.join(roots), "LESSON_RUNS": str(Path(roots[0], ".cache", "runs"))}
    os.chdir(roots[0])
    loaded = set(sys.modules)
    module, _, name = RUN.get(job.kind, "examples.run_claim").partition(".")
    execute: Callable[..., Any] = getattr(importlib.import_module(f"lesson_code.publish.execute.{module}"), name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            warnings.simplefilter("ignore", ResourceWarning)  # what a lesson leaves open ends with its process
            value = execute(job, roots)
    except BookError as error:
        return Ran(Outcome(faults=tuple(error.faults)))
    except BaseException as error:  # a lesson that exits must not end the build as if it were done
        return Ran(Outcome(faults=(fault_of(error, roots, Fault(job.path, job.line, WHAT[job.kind])),)))
    elsewhere = value.pop("imported", []) if isinstance(value, dict) else []  # a style, what a kernel imported
    libraries = [name for name in sys.modules if name not in loaded and not name.startswith("lesson_code")]
    return Ran(Outcome(value), sorted({*imported(roots), *elsewhere}), libraries)


def _with_digests(outcome: Outcome, files: Sequence[str], before: States, roots: tuple[str, ...]) -> Outcome:
    """Return the outcome with the digests of the files it used, which must be as they were before it.

    They are found here and not by the job: a file that many jobs use is read once.
    """
    digests = {name: file_digests(name, roots) for name in files}
    after = _states(roots)
    if changed := [name for name in digests if before.get(name) != after.get(name)]:
        return Outcome(faults=(Fault(changed[0], 1, "실행하는 동안 파일이 바뀌었습니다. 다시 빌드하세요"),))
    return replace(outcome, imported=digests)


def _states(roots: tuple[str, ...]) -> States:
    """Return what tells one state of a lesson file from another, without reading it."""
    found: States = {}
    for root in reversed(roots):
        for path in (*Path(root, "lesson_code").glob("*"), *Path(root, "lesson_code").glob("*/*.py")):
            known = path.stat()
            found[path.relative_to(root).as_posix()] = (known.st_mtime_ns, known.st_ctime_ns, known.st_size)
    return found


if __name__ == "__main__":
    main()
