"""Execute jobs in worker processes, or take them from the cache, and say how far it has come."""

import contextlib
import json
import multiprocessing
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, as_completed
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from lesson_code.publish import worker
from lesson_code.publish.cache import Cache, Entry, digest, surroundings
from lesson_code.publish.faults import BookError, Fault, place_in_dump
from lesson_code.publish.jobs import Job, Outcome

Report = Callable[[str], None]
MORE_TIME = "더 걸려야 한다면 모듈의 TIME_LIMIT이나 페이지의 time_limit을 늘리세요"


class Workers(Protocol):
    """What the runner asks of an executor, such as those of ``concurrent.futures``."""

    def submit(self, function: Callable[..., Outcome], /, *arguments: Any) -> "Future[Outcome]":
        """Return a future of ``function(*arguments)``."""


Start = Callable[[int], AbstractContextManager[Workers]]  # number of jobs -> workers for them


@dataclass(frozen=True)
class Processes:
    """Worker processes of this machine: one that dies takes only its own job with it."""

    pool: Any

    def submit(self, function: Callable[..., Outcome], /, *arguments: Any) -> "Future[Outcome]":
        """Return a future of ``function(*arguments)``."""
        future: Future[Outcome] = self.pool.schedule(function, arguments)
        return future


@contextlib.contextmanager
def processes(jobs: int) -> Iterator[Processes]:
    """Give as many worker processes as JOBS says, or one per core, but not more than there are jobs.

    They are spawned: forking a process that runs threads is not safe, and lessons must not see the builder's modules.
    The standard library's pool breaks as a whole when one of its processes dies; Pebble's loses that one job. Raises
    BookError where JOBS is no number of processes.
    """
    from pebble import ProcessPool

    count = os.environ.get("JOBS") or str(os.cpu_count() or 1)
    if not count.isdecimal() or int(count) < 1:
        raise BookError([Fault("JOBS", 1, f"프로세스의 수는 1 이상의 정수로 정하세요: {count}")])
    pool: Any = ProcessPool(
        min(jobs, int(count)), initializer=worker.end_with_builder, context=multiprocessing.get_context("spawn")
    )
    try:
        yield Processes(pool)
        pool.close()
    except BaseException:
        pool.stop()
        raise
    finally:
        pool.join()


def execute(
    jobs: Sequence[Job], roots: tuple[str, ...], cache: Cache, start_workers: Start, report: Report
) -> dict[str, Outcome]:
    """Return the outcome of every job by name, in the order of ``jobs``.

    Workers are started only if the cache lacks something. Raises BookError with the faults of all jobs together.
    """
    outcomes: dict[str, Outcome] = {}
    missing = []
    for job in jobs:
        entry = cache.get(identity(job))
        if entry is None:
            missing.append(job)
        else:
            outcomes[job.name] = Outcome(entry.value["value"], entry.imported, entry.value["seconds"])
            report(f"[{len(outcomes)}/{len(jobs)}] {job.name} {entry.value['seconds']:.1f} s (cached)")
    if missing:
        with tempfile.TemporaryDirectory() as dumps, start_workers(len(missing)) as workers:
            pending = {workers.submit(worker.run, job, roots, dumps): job for job in missing}
            for future in as_completed(pending):
                job = pending[future]
                outcome = outcomes[job.name] = _outcome(future, job, roots, dumps)
                report(f"[{len(outcomes)}/{len(jobs)}] {job.name} {outcome.seconds:.1f} s")
                if not outcome.faults:
                    kept = {"value": outcome.value, "seconds": round(outcome.seconds, 3)}
                    cache.put(identity(job), Entry(kept, outcome.imported))
    faults = [fault for outcome in outcomes.values() for fault in outcome.faults]
    if faults:
        raise BookError(faults)
    return {job.name: outcomes[job.name] for job in jobs}


def identity(job: Job) -> str:
    """Return what the outcome depends on beside the imported files: the job itself and what draws."""
    return digest(job.kind, job.name, json.dumps(job.options, sort_keys=True), surroundings())


def _outcome(future: "Future[Outcome]", job: Job, roots: tuple[str, ...], dumps: str) -> Outcome:
    """Return what came of a job, also where its worker did not live to say it."""
    try:
        return future.result()
    except BookError as error:
        return Outcome(faults=tuple(error.faults))
    except Exception as error:  # each kind of executor has its own way to say that a worker is gone
        dump = worker.dump_of(job, dumps)
        if dump.exists() and (text := dump.read_text(encoding="utf-8", errors="replace")):
            what = f"제한 시간을 넘겨 멈췄습니다({job.time_limit:.0f}초). {MORE_TIME}"
            return Outcome(faults=(place_in_dump(text, roots, Fault(job.path, job.line, what)),))
        limit = f"메모리가 모자랐거나 {job.time_limit:.0f}초를 넘겼을 수 있습니다"
        what = f"실행하던 프로세스가 죽었습니다. {limit}: {job.name}: {error}"
        return Outcome(faults=(Fault(job.path, job.line, what),))
