"""The inside of a worker: it has the libraries loaded, has one job after another run apart, vouches for its files."""

import contextlib
import importlib
import os
import pickle
import warnings
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from lesson_code.publish.cache import file_digests
from lesson_code.publish.execute import apart
from lesson_code.publish.execute.job import Outcome
from lesson_code.publish.faults import Fault

LIBRARIES = ("numpy", "matplotlib.figure", "matplotlib.backends.backend_svg", "matplotlib.font_manager", "doctest")

States = dict[str, tuple[int, ...]]  # of the lesson files by name: what changes when a file does


def main() -> None:
    """Serve (job, roots) that come on standard input, one after another, until it ends; outcomes go to the output."""
    tasks, outcomes = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)  # what a lesson prints must not come between the outcomes
    forks = hasattr(os, "fork")  # a job that is begun anew gains nothing by what its worker has loaded
    run = apart.forked if forks else apart.anew
    libraries: Sequence[str] = LIBRARIES
    with contextlib.suppress(EOFError):
        while True:
            job, roots = pickle.load(tasks)
            _load(libraries if forks else ())
            before = _states(roots)
            outcome, files, libraries = run(job, roots, tasks)
            pickle.dump(_with_digests(outcome, files, before, roots), outcomes)
            outcomes.flush()


def _load(libraries: Sequence[str]) -> None:
    """Load what the last job had to load for itself, so that the next ones need not."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in libraries:
            with contextlib.suppress(Exception):  # one that is no module of its own
                importlib.import_module(name)


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
