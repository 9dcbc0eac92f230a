"""Long runs are made once: what they return is kept on disk for every picture, page and notebook that asks for it.

``@kept`` is for pure functions of numbers and texts that return numbers, lists and named tuples. A value is found by
its function and arguments, by the code that the function can reach, and by what executes it. It lies in the folder
that the environment variable LESSON_RUNS names; without it, those of the last build are read and none is kept.
"""

import ast
import json
import os
import platform
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache, wraps
from hashlib import sha256
from importlib.metadata import version
from importlib.util import resolve_name
from pathlib import Path
from typing import IO, Any, TypeVar, get_args, get_type_hints

import lesson_code

T = TypeVar("T")
LAST_BUILD = Path(__file__).parents[1] / ".cache" / "runs"
PACKAGES = ("numpy", "scikit-learn")  # what the runs are computed with
BEGAN = time.time()


def kept(function: Callable[..., T]) -> Callable[..., T]:
    """Return the function as one that computes nothing that it has computed before, in this process or another."""
    known: dict[tuple[Any, ...], T] = {}

    @wraps(function)
    def remembering(*arguments: Any, wait: bool = True) -> T:
        if arguments not in known:
            value = json.loads(_text(function, arguments, wait))
            known[arguments] = _restored(value, get_type_hints(function)["return"])
        return known[arguments]

    return remembering


def each(function: Callable[..., T], arguments: Iterable[Sequence[Any]]) -> list[T]:
    """Return a kept function's values like ``itertools.starmap``; processes with the same arguments share the work."""
    wanted = list(arguments)
    for given in wanted:
        with suppress(BlockingIOError):  # another process is at it: its value is fetched at the end
            function(*given, wait=False)
    return [function(*given) for given in wanted]


def code_digest(source: str) -> str:
    """Return the digest of what Python code does: of its syntax tree, where no comment is, without docstrings."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            del node.body[: ast.get_docstring(node, clean=False) is not None]
    return _digest(ast.dump(tree))


def _text(function: Callable[..., Any], arguments: tuple[Any, ...], wait: bool) -> str:
    """Return the value as JSON, kept or new. The file in which it is kept is also the lock of whoever computes it."""
    origin, folder = _origin(function.__module__), os.environ.get("LESSON_RUNS")
    path = Path(folder or LAST_BUILD, _digest(json.dumps([function.__qualname__, arguments, origin])))
    if (text := _read(path)) is not None:
        return text
    if not folder or not origin:
        return json.dumps(function(*arguments))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        _lock(file, wait)
        if (text := _read(path)) is None:  # no other process was faster
            text = json.dumps(function(*arguments))
            file.truncate(0)  # half of it may be there, from a process that was killed
            file.write(f"{_digest(text)}\n{text}")
    return text


def _read(path: Path) -> str | None:
    """Return what is kept in a file, None where it is missing, damaged or half-written."""
    try:
        checksum, _, text = path.read_text(encoding="utf-8").partition("\n")
        os.utime(path)  # a build removes what has not been in use for long
    except (OSError, ValueError):
        return None
    return text if checksum == _digest(text) else None


def _lock(file: IO[str], wait: bool) -> None:
    """Keep others from computing what the file is for until it is closed, raise BlockingIOError where one is at it."""
    with suppress(ImportError):  # without locks, at worst two processes compute the same
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))


@cache
def _origin(module: str) -> list[str]:
    """Return what executes a module, and the digests of its code and of all of the book's code that it imports.

    Empty where the code that runs may not be that of the files: in a cell of a notebook, after an edit.
    """
    executes = [platform.python_version(), platform.system(), platform.machine(), *map(version, PACKAGES)]
    code, waiting = dict[str, str](), [module]
    for name in waiting:  # which grows meanwhile
        files = [Path(folder, *name.split(".")[1:]).with_suffix(".py") for folder in lesson_code.__path__]
        file = next(filter(Path.is_file, files), None)
        if name.startswith("lesson_code.") and name not in code and file:
            if file.stat().st_ctime > BEGAN:
                return []
            source = file.read_text(encoding="utf-8")
            code[name] = code_digest(source)
            waiting += _imports(source, name.rpartition(".")[0])
    return [*executes, *code, *code.values()] if code else []


def _imports(source: str, package: str) -> Iterator[str]:
    """Yield the names that the code imports; ``b`` in ``from a import b`` may be a module or not."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            base = resolve_name("." * node.level + (node.module or ""), package)
            yield from (base, *(f"{base}.{alias.name}" for alias in node.names))


def _restored(value: Any, kind: Any) -> Any:
    """Return a value from JSON as the type that its function promises."""
    if hasattr(kind, "_fields"):
        return kind(*value)
    return [_restored(item, *get_args(kind)) for item in value] if isinstance(value, list) else value


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
