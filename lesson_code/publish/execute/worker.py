"""The inside of a worker: it has the libraries loaded, has one job after another run apart, vouches for its files."""

import contextlib
import functools
import importlib
import logging
import os
import pickle
import sys
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import replace
from glob import glob
from importlib.machinery import (
    BYTECODE_SUFFIXES,
    EXTENSION_SUFFIXES,
    SOURCE_SUFFIXES,
    ExtensionFileLoader,
    FileFinder,
    SourceFileLoader,
    SourcelessFileLoader,
)
from pathlib import Path
from types import CodeType
from typing import Any

from lesson_code.publish.cache import Cache, Entry, digest, file_digests, surroundings, write_atomically
from lesson_code.publish.execute import apart
from lesson_code.publish.execute.job import Outcome
from lesson_code.publish.faults import Fault

LIBRARIES = ("lesson_code.publish.execute.examples", "lesson_code.publish.execute.picture")  # and what these load
OWN_FONTS = "MPL_IGNORE_SYSTEM_FONTS"  # of matplotlib

States = dict[str, tuple[int, ...]]  # of the lesson files by name: what changes when a file does


def main() -> None:
    """Serve (job, roots) that come on standard input, one after another, until it ends; outcomes go to the output."""
    tasks, outcomes = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)  # what a lesson prints must not come between the outcomes
    _compile_once()
    forks = hasattr(os, "fork")  # a job that is begun anew gains nothing by what its worker has loaded
    run = apart.forked if forks else apart.anew
    libraries: Sequence[str] = LIBRARIES
    with contextlib.suppress(EOFError):
        while True:
            job, roots = pickle.load(tasks)
            _load_fonts(roots)
            _load(libraries if forks else ())
            before = _states(roots)
            outcome, files, libraries = run(job, roots, tasks)
            pickle.dump(_with_digests(outcome, files, before, roots), outcomes)
            outcomes.flush()


@functools.cache
def _load_fonts(roots: tuple[str, ...]) -> None:
    """Load matplotlib with its own fonts: a picture in those of one machine would be another one on the next.

    Their list is kept in the book's cache, as to make it takes a second, or more. For matplotlib it lies in the folder
    of this build's workers, in which nothing else lies that a job would read.
    """
    import matplotlib

    cache, key, folder = Cache(Path(roots[0], ".cache"), roots), fonts_key(), Path(matplotlib.get_cachedir())
    known = cache.get(key)
    for name, fonts in known.value.items() if known else ():
        if not (folder / name).exists():
            write_atomically(folder / name, fonts.encode())
    os.environ[OWN_FONTS] = "1"
    log = logging.getLogger("matplotlib.font_manager")
    log.setLevel(logging.ERROR)  # that it takes long, where the machine is busy, is no concern of the reader's
    importlib.import_module(log.name)
    log.setLevel(logging.NOTSET)
    del os.environ[OWN_FONTS]  # or else it would find none that a lesson adds
    if not known:
        made = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("fontlist-*.json")}
        with contextlib.suppress(OSError):  # a cache that cannot be written
            cache.put(key, Entry(made))


def fonts_key() -> str:
    """Return under what the list of fonts is kept."""
    return digest("fonts", surroundings())


def _load(libraries: Sequence[str]) -> None:
    """Load what the last job had to load for itself, so that the next ones need not."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in libraries:
            with contextlib.suppress(Exception):  # one that is no module of its own
                importlib.import_module(name)


class _Loader(SourceFileLoader):
    """Loads a module that has no .pyc, as no lesson has: jobs are forked with what is compiled here."""

    @staticmethod
    def source_to_code(data: Any, path: Any = "<string>", *others: Any, **more: Any) -> CodeType:
        """Return the code of the module's text."""
        return _compiled(bytes(data), path)


def _compile_once() -> None:
    """Let modules be found as ever, and those of Python be loaded so."""
    loaders = (ExtensionFileLoader, EXTENSION_SUFFIXES), (_Loader, SOURCE_SUFFIXES)
    sys.path_hooks.insert(0, FileFinder.path_hook(*loaders, (SourcelessFileLoader, BYTECODE_SUFFIXES)))
    sys.path_importer_cache.clear()


@functools.cache
def _compiled(source: bytes, path: str) -> CodeType:
    return compile(source, path, "exec", dont_inherit=True)


def _with_digests(outcome: Outcome, files: Iterable[str], before: States, roots: tuple[str, ...]) -> Outcome:
    """Return the outcome with the digests of the files it used, which must be as they were before it.

    They are found here and not by the job: a file that many jobs use is read and compiled once.
    """
    digests = {name: file_digests(name, roots) for name in files}
    for path in (Path(root, name) for name in files if name.endswith(".py") for root in roots):
        with contextlib.suppress(OSError, SyntaxError, ValueError):
            _compiled(path.read_bytes(), str(path))
    after = _states(roots)
    if changed := [name for name in digests if before.get(name) != after.get(name)]:
        return Outcome(faults=(Fault(changed[0], 1, "실행하는 동안 파일이 바뀌었습니다. 다시 빌드하세요"),))
    return replace(outcome, imported=digests)


def _states(roots: Sequence[str]) -> States:
    """Return what tells one state of a lesson file from another, without reading it."""
    found: States = {}
    for root in reversed(roots):
        for name in (*glob("lesson_code/*", root_dir=root), *glob("lesson_code/*/*.py", root_dir=root)):
            known = os.stat(f"{root}/{name}")
            found[name] = (known.st_mtime_ns, known.st_ctime_ns, known.st_size)
    return found


if __name__ == "__main__":
    main()
