"""Execute jobs in worker processes, or take them from the cache, and say how far it has come."""

import json
import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool

from lesson_code.publish import worker
from lesson_code.publish.cache import Cache, digest, surroundings
from lesson_code.publish.faults import BookError, Fault
from lesson_code.publish.jobs import Job, Outcome

Report = Callable[[str], None]


def processes() -> Executor:
    """Return worker processes, one per core.

    They are spawned: forking a process that runs threads is not safe, and lessons must not see the builder's modules.
    """
    return ProcessPoolExecutor(
        max_workers=os.cpu_count(),
        mp_context=multiprocessing.get_context("spawn"),
    )


def execute(
    jobs: Sequence[Job],
    roots: tuple[str, ...],
    cache: Cache,
    start_workers: Callable[[], Executor],
    report: Report,
) -> dict[str, Outcome]:
    """Return the outcome of every job by name, in the order of ``jobs``.

    Workers are started only if the cache lacks something. Raises BookError with the faults of all jobs together.
    """
    outcomes: dict[str, Outcome] = {}
    missing = []
    for job in jobs:
        value = cache.get(identity(job))
        if value is None:
            missing.append(job)
        else:
            outcomes[job.name] = Outcome(value["value"], seconds=value["seconds"])
            report(f"[{len(outcomes)}/{len(jobs)}] {job.name} {value['seconds']:.1f} s (cached)")
    if missing:
        with start_workers() as workers:
            pending = {workers.submit(worker.run, job, roots): job for job in missing}
            for future in as_completed(pending):
                job = pending[future]
                outcome = outcomes[job.name] = _outcome(future, job)
                report(f"[{len(outcomes)}/{len(jobs)}] {job.name} {outcome.seconds:.1f} s")
                if not outcome.faults:
                    kept = {"value": outcome.value, "seconds": round(outcome.seconds, 3)}
                    cache.put(identity(job), outcome.imported, kept)
    faults = [fault for outcome in outcomes.values() for fault in outcome.faults]
    if faults:
        raise BookError(faults)
    return {job.name: outcomes[job.name] for job in jobs}


def identity(job: Job) -> str:
    """Return what the outcome depends on beside the imported files: the job itself and what draws."""
    return digest(job.kind, job.name, json.dumps(job.options, sort_keys=True), surroundings())


def _outcome(future: "Future[Outcome]", job: Job) -> Outcome:
    try:
        return future.result()
    except BrokenProcessPool:
        return Outcome(faults=(Fault(job.path, 1, "실행하던 프로세스가 죽었습니다 (메모리 부족이거나 강제 종료)"),))
