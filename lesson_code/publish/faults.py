"""What is wrong with a book, said in one line: where, and what."""

import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Fault:
    """One thing to mend; ``path`` is relative to the book's folder, ``line`` counts from 1."""

    path: str
    line: int
    what: str

    def __str__(self) -> str:
        """Return path:line: what, on one line whatever the message holds."""
        return f"{self.path}:{self.line}: {' '.join(self.what.split())}"


class BookError(Exception):
    """The book cannot be built; carries every fault that was found."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Keep the faults in the order of their places, each once."""
        self.faults = sorted(set(faults))
        super().__init__("\n".join(map(str, self.faults)))


def fault_of(error: BaseException, roots: Iterable[str], otherwise: Fault) -> Fault:
    """Return the fault at the innermost line of lesson code that ``error`` passed through.

    ``otherwise`` gives the place where it passed through none, and says what was being done.
    """
    path, line = otherwise.path, otherwise.line
    frames = [(frame.filename, frame.lineno or 1) for frame in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError) and error.filename:
        frames.append((error.filename, error.lineno or 1))
    for filename, number in frames:
        for root in roots:
            lessons = Path(root) / "lesson_code"
            if Path(filename).is_relative_to(lessons) and not Path(filename).is_relative_to(lessons / "publish"):
                path, line = Path(filename).relative_to(root).as_posix(), number
    detail = error.msg if isinstance(error, SyntaxError) else str(error)
    return Fault(path, line, f"{otherwise.what}: {type(error).__name__}: {detail}")
