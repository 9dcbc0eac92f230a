"""Run an example the way the prompt would, in the reader's browser: the worker loads this file into Pyodide.

Statements run one by one, so that a bare expression shows its value. Every run starts afresh: a namespace of its own,
lesson code imported anew, and in the browser every module as it first was, so that nothing an earlier run changed is
left.
"""

import ast
import builtins
import contextlib
import importlib
import io
import linecache
import sys
from collections.abc import Callable, Iterator
from pathlib import PurePath
from traceback import StackSummary, TracebackException
from typing import Any

EXAMPLE = "<예제>"  # the name of the reader's code in a traceback
MOST_LINES, MOST_LETTERS = 1000, 200_000
LONG = 4096  # letters of an unfinished line that do not wait for its end
CUT = "… 출력이 길어 여기까지만 보입니다.\n"
LONGEST_ERROR, LONGEST_TRACE = 2000, 20_000  # letters


# modules that reach the browser around Python, and packages that are not in it
BROWSER = {"js", "pyodide", "pyodide_js", "_pyodide", "_pyodide_core", "micropip"}
MISSING = {"numpy", "scipy", "pandas", "matplotlib", "sklearn", "torch", "tensorflow", "jax"}


class Refusal:
    """A finder of modules that finds none, and says in a line why those are not there."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> None:
        """Raise ModuleNotFoundError for a module that an example cannot have, and leave others to be found."""
        package = name.partition(".")[0]
        if package in BROWSER:
            raise ModuleNotFoundError(f"{package}: 예제에서는 브라우저를 다루는 모듈을 쓸 수 없습니다.", name=name)
        if package in MISSING:
            instead = "리스트와 math로 계산하거나, 노트북을 내려받아 자기 컴퓨터에서 실행해 보세요."
            raise ModuleNotFoundError(f"{package}: 브라우저의 파이썬에 없는 패키지입니다. {instead}", name=name)


class Output(io.TextIOBase):
    """Passes text on to ``write`` line by line, as a terminal does, until there are too many lines or letters of it."""

    def __init__(self, write: Callable[[str], object]) -> None:
        """Start with nothing written."""
        self._write = write
        self._held = ""  # an unfinished line
        self._lines, self._letters = MOST_LINES, MOST_LETTERS  # what may still be written

    def write(self, text: str) -> int:
        """Take what still fits, and once say that there was more."""
        if text and self._lines and self._letters:
            shown = "".join(text[: self._letters].splitlines(keepends=True)[: self._lines])
            self._letters -= len(shown)
            self._lines -= shown.count("\n")
            self._held += shown
            if not self._lines or not self._letters:
                self._held += CUT if shown.endswith("\n") else "\n" + CUT
            if "\n" in self._held or len(self._held) > LONG:
                self.flush()
        return len(text)

    def flush(self) -> None:
        """Pass on the unfinished line as well."""
        if self._held:
            self._write(self._held)
        self._held = ""


def run(source: str, write: Callable[[str], object], module: str = "") -> tuple[str, str] | None:
    """Run ``source``, handing what it prints to ``write``; return None, or an error's last line and its traceback.

    With ``module`` the example may use that module's names unimported, as a doctest may.
    """
    _forget()
    linecache.cache[EXAMPLE] = len(source), None, source.splitlines(keepends=True), EXAMPLE
    output = Output(write)
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output), _no_input():
        try:
            namespace = vars(importlib.import_module(module)).copy() if module else {}
            namespace["__name__"] = "__main__"
            for statement in ast.parse(source, EXAMPLE).body:
                exec(compile(ast.Interactive([statement]), EXAMPLE, "single", dont_inherit=True), namespace)
        except BaseException as error:
            return _explain(error)
        finally:
            output.flush()
    return None


def confine() -> Callable[[], None]:
    """Take the modules away that reach the browser around Python, and what finds them; see ``locked.js`` as well.

    Return what gives every module back as it is then.
    """
    for finder in list(sys.meta_path):
        if str(getattr(finder, "__module__", "")).startswith("_pyodide"):
            vars(finder).get("jsproxies", {}).clear()
            sys.meta_path.remove(finder)
    vars(sys.modules["pyodide.webloop"])["scheduleCallback"] = _later
    for name in list(sys.modules):
        if name.partition(".")[0] in BROWSER:
            del sys.modules[name]
    sys.meta_path.insert(0, Refusal)
    sys.path.sort(key=lambda folder: not folder.startswith("/lib"))  # a file of an example hides no module of Python
    return _kept()


def _kept() -> Callable[[], None]:
    """Return what gives every module back as it is now, whatever examples change in it; even in this one."""
    spaces: list[dict[Any, Any]] = [sys.modules, sys.path_importer_cache, *map(vars, sys.modules.values())]
    first = [(space, space.copy()) for space in spaces]
    finding: list[list[Any]] = [sys.path, sys.meta_path, sys.path_hooks]
    lists = [(each, each.copy()) for each in finding]

    def renew() -> None:  # by what it holds alone: an example may have changed any name
        for space, held in first:
            space.clear()
            space.update(held)
        for each, entries in lists:
            each[:] = entries

    return renew


def _later(*arguments: object) -> None:
    """Refuse what would go on after its example, where nobody can stop it."""
    raise RuntimeError("예제가 끝난 뒤에 할 일은 예약할 수 없습니다. 예제 안에서 바로 실행하세요.")


def _forget() -> None:
    """Forget the last value and the lesson modules of the run before."""
    vars(builtins).pop("_", None)
    for name in list(sys.modules):
        package, _, module = name.partition(".")
        if package == "lesson_code" and module and not module.startswith("publish"):
            del sys.modules[name]
            vars(sys.modules[package]).pop(module, None)  # or ``from lesson_code import descent`` finds it there


@contextlib.contextmanager
def _no_input() -> Iterator[None]:
    """Let ``input`` find nothing: there is no one to ask."""
    before, sys.stdin = sys.stdin, io.StringIO()
    try:
        yield
    finally:
        sys.stdin = before


def _explain(error: BaseException) -> tuple[str, str]:
    """Return the last line of the error's traceback, and the traceback without the machinery's frames."""
    summary = TracebackException.from_exception(error)
    _keep_the_readers_frames(summary)
    whole = "".join(summary.format() if summary.stack else summary.format_exception_only())
    summary.__notes__ = None  # they would stand after the last line
    return _cut(list(summary.format_exception_only())[-1].strip(), LONGEST_ERROR), _cut(whole, LONGEST_TRACE)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}\n{CUT}"


def _keep_the_readers_frames(summary: TracebackException) -> None:
    """Drop the frames outside the example and lesson code, in the errors it was raised from or holds as well."""
    summary.stack = StackSummary.from_list([frame for frame in summary.stack if _is_the_readers(frame.filename)])
    for other in (summary.__cause__, summary.__context__, *(summary.exceptions or [])):
        if other:
            _keep_the_readers_frames(other)


def _is_the_readers(filename: str) -> bool:
    return filename == EXAMPLE or ("lesson_code" in PurePath(filename).parts and filename != __file__)
