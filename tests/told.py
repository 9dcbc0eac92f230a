"""How a test of the book's own text fails: with every place at once, each a line of its own, and nothing else."""

from collections.abc import Iterable
from pathlib import Path
from types import FunctionType

import pytest


def told(faults: Iterable[str]) -> None:
    """Fail with all of the lines ``path:line: what, what to do``, where there are any."""
    if lines := "\n".join(faults):
        pytest.fail(lines, pytrace=False)


def place_of(function: FunctionType) -> str:
    """Return ``path:line`` of a function of a lesson."""
    code = function.__code__
    path = Path(code.co_filename).as_posix()
    return f"{path[path.rindex('lesson_code/') :]}:{code.co_firstlineno}"


def line_of(text: str, at: int) -> int:
    """Return the line of a place in a text."""
    return text.count("\n", 0, at) + 1
