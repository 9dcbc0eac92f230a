"""Execute jobs in worker processes, or take them from the cache, and say how far it has come."""

import contextlib
import os
import pickle
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence, Set
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import AbstractContextManager
from typing import Protocol

from lesson_code.publish.cache import Cache, Entry
from lesson_code.publish.execute.job import Job, Outcome, identity
from lesson_code.publish.faults import BookError, Fault

Report = Callable[[str], None]
SINGLE_THREADED = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
SURROUNDINGS = {
    **{"LANG": "C.UTF-8", "TZ": "UTC", "PYTHONUTF8": "1", "PYTHONHASHSEED": "0", "PYTHONNOUSERSITE": "1"},
    # no .pyc beside the lessons: they would wake the watcher of ``serve``, and tell time only to the second
    **{"PYTHONDONTWRITEBYTECODE": "1", **dict.fromkeys(SINGLE_THREADED, "1")},
}
FOREIGN = ("PYTHON", "IPYTHON", "JUPYTER", "MPL", "XDG_", "LC_", "LANG")  # where users say how they like things


class Workers(Protocol):
    """What ``execute`` asks of those who do the jobs."""

    def submit(self, job: Job, roots: tuple[str, ...], /) -> "Future[Outcome]":
        """Return a future of what comes of the job."""


Start = Callable[[int], AbstractContextManager[Workers]]  # number of jobs -> workers for them


class Worker:
    """A process that does one job after another, in surroundings that no configuration of the user's reaches."""

    def __init__(self, home: str) -> None:
        """Start nothing yet; ``home`` is an empty folder that stands for the user's own."""
        self._home = home
        self._process: subprocess.Popen[bytes] | None = None
        self._over = False

    def run(self, job: Job, roots: tuple[str, ...]) -> Outcome:
        """Return what comes of the job, also where the process does not live to say it."""
        if not self._process or self._process.poll() is not None:
            self._process = self._started(roots)
        try:
            if self._over:
                raise EOFError("the build was stopped while the process was started")
            assert self._process.stdin and self._process.stdout
            pickle.dump((job, roots), self._process.stdin)
            self._process.stdin.flush()
            outcome: Outcome = pickle.load(self._process.stdout)
            return outcome
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            self._close()
            return _died(job, error)

    def _started(self, roots: tuple[str, ...]) -> "subprocess.Popen[bytes]":
        kept = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
        return subprocess.Popen(
            [sys.executable, "-m", "lesson_code.publish.execute.worker"],
            cwd=self._home,
            env=kept | SURROUNDINGS | {"HOME": self._home, "USERPROFILE": self._home, "PYTHONPATH": roots[-1]},
            start_new_session=True,  # Ctrl-C is the builder's to hear
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def end(self) -> None:
        """End the process and what it is doing, also one that another thread is about to start, for good."""
        self._over = True
        self._close()

    def _close(self) -> None:
        process, self._process = self._process, None
        if process:
            process.communicate()  # the end of its input is its own end


class Processes:
    """Workers on this machine, each in the hands of a thread."""

    def __init__(self, count: int, home: str) -> None:
        """Start a worker only when it is needed."""
        self._all = [Worker(home) for _ in range(count)]
        self._free = [*self._all]
        self._threads = ThreadPoolExecutor(count)

    def submit(self, job: Job, roots: tuple[str, ...]) -> "Future[Outcome]":
        """Return a future of what comes of the job."""
        return self._threads.submit(self._run, job, roots)

    def _run(self, job: Job, roots: tuple[str, ...]) -> Outcome:
        worker = self._free.pop()
        try:
            return worker.run(job, roots)
        finally:
            self._free.append(worker)

    def close(self) -> None:
        """End all workers, and what they are doing."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._all:
            worker.end()


@contextlib.contextmanager
def processes(jobs: int, count: int = 0) -> Iterator[Processes]:
    """Give ``count`` worker processes, or one per core, but not more than there are jobs."""
    with tempfile.TemporaryDirectory() as home:
        workers = Processes(min(jobs, count or os.cpu_count() or 1), home)
        try:
            yield workers
        finally:
            workers.close()


def execute(
    jobs: Sequence[Job], cache: Cache, start_workers: Start, report: Report, only: Set[str] = frozenset()
) -> dict[Job, Outcome]:
    """Return the outcome of every job, in order. Raises BookError with the faults of all jobs together."""
    found = outcomes(jobs, cache, start_workers, report, only)
    if faults := [fault for outcome in found.values() for fault in outcome.faults]:
        raise BookError(faults)
    return found


def outcomes(
    jobs: Sequence[Job], cache: Cache, start_workers: Start, report: Report, only: Set[str] = frozenset()
) -> dict[Job, Outcome]:
    """Return the outcome of every job, in order; where ``only`` names some, of the others the last that is known.

    Workers are started only if the cache lacks something.
    """
    alike: dict[str, list[Job]] = {}
    for job in jobs:
        alike.setdefault(identity(job), []).append(job)
    found = Found(jobs, report)
    missing = {}
    for key, same in alike.items():
        entry = cache.get(key)
        # a notebook's page is made of its text, too, as it stands now
        if only and not entry and same[0].kind != "notebook" and not any(job.name in only for job in same):
            entry = cache.last(key)
        if entry is None:
            missing[key] = same
        else:
            found.take(same, Outcome(entry.value["value"], entry.imported, entry.value["seconds"]), cached=True)
    if missing:
        with start_workers(len(missing)) as workers:
            pending = {workers.submit(same[0], cache.roots): key for key, same in missing.items()}
            for future in as_completed(pending):
                key = pending[future]
                try:
                    outcome = future.result()
                except Exception as error:  # each kind of cluster has its own way to say that a worker is gone
                    outcome = _died(missing[key][0], error)
                if not outcome.faults:
                    kept = {"value": outcome.value, "seconds": round(outcome.seconds, 3)}
                    try:
                        cache.put(key, Entry(kept, outcome.imported))
                    except UnicodeEncodeError as error:
                        outcome = _unwritable(missing[key][0], error)
                found.take(missing[key], outcome, cached=False)
    return {job: found.outcomes[job] for job in jobs}


class Found:
    """Outcomes; says a line for each picture, notebook and page that is done: [3/9] learning_rate/map 1.2 s."""

    def __init__(self, jobs: Sequence[Job], report: Report) -> None:
        """Count how many jobs each name has."""
        self.outcomes: dict[Job, Outcome] = {}
        self._left = Counter(job.name for job in jobs)
        self._seconds, self._cached = dict.fromkeys(self._left, 0.0), dict.fromkeys(self._left, True)
        self._told, self._report = 0, report

    def take(self, jobs: Sequence[Job], outcome: Outcome, cached: bool) -> None:
        """Take the outcome of these jobs, which are alike."""
        self.outcomes |= dict.fromkeys(jobs, outcome)
        for name in (job.name for job in jobs):
            self._left[name] -= 1
            self._seconds[name] += outcome.seconds
            self._cached[name] &= cached
            if not self._left[name]:
                self._told += 1
                how = " (cached)" if self._cached[name] else ""
                self._report(f"[{self._told}/{len(self._left)}] {name} {self._seconds[name]:.1f} s{how}")


def _unwritable(job: Job, error: UnicodeEncodeError) -> Outcome:
    lost = ascii(error.object[error.start : error.end])
    return Outcome(faults=(Fault(job.path, job.line, f"글자가 아닌 것이 나왔습니다. 코드를 고치세요: {lost}"),))


def _died(job: Job, error: Exception) -> Outcome:
    what = "실행하던 프로세스가 죽었습니다. 메모리가 모자랐다면 JOBS=1로 빌드하세요"
    return Outcome(faults=(Fault(job.path, job.line, f"{what}: {job.name}: {type(error).__name__} {error}"),))
