"""What is wrong with a book, said in one line: where, and what."""

import re
import traceback
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

DUMPED_FRAME = re.compile(r'^  File "(?P<file>[^"]+)", line (?P<line>\d+) in ', re.MULTILINE)
ESCAPE = re.compile(r"\\[xuU]((?<=x)[0-9a-f]{2}|(?<=u)[0-9a-f]{4}|(?<=U)[0-9a-f]{8})")  # a dump is pure ASCII
IMPORTED = "<module>"  # what Python calls the code of a module itself
NO_PYTHON = "코드를 읽을 수 없습니다. 이 줄의 문법을 고치세요"


Place = tuple[int, str]  # the line of a text that is not named, and what is wrong there


@dataclass(frozen=True, order=True)
class Fault:
    """One thing to mend; ``path`` is relative to the book's folder, ``line`` counts from 1, or is 0 for none."""

    path: str
    line: int
    what: str

    def __str__(self) -> str:
        """Return path:line: what, on one line whatever the message holds."""
        return f"{self.path}{f':{self.line}' if self.line else ''}: {' '.join(self.what.split())}"


class BookError(Exception):
    """The book cannot be built; carries every fault that was found."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Keep the faults in the order of their places, each once."""
        self.faults = sorted(set(faults))
        super().__init__("\n".join(map(str, self.faults)))


def near(word: str, known: Iterable[str], likeness: float = 0.6) -> str:
    """Return the end of a message that asks whether a known word was meant, "" where none is like it."""
    found = get_close_matches(word, known, 1, likeness)
    return f". 혹시 {found[0]}인가요?" if found else ""


def fault_of(error: BaseException, roots: Sequence[str], otherwise: Fault) -> Fault:
    """Return the fault at the innermost line that ``error`` passed through of the file that ``otherwise`` names.

    Or else of the book's own code, which is named in any case: a shared function may only have been called wrongly.
    ``otherwise`` gives the place where the error passed through none, and says what was being done.
    """
    frames = [(frame.filename, frame.lineno or 1, frame.name) for frame in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError) and error.filename:
        frames.append((error.filename, error.lineno or 1, IMPORTED))
    places = [(found, number, name) for file, number, name in frames if (found := _own_file(file, roots))]
    places.reverse()
    inner = places[0][:2] if places else (otherwise.path, otherwise.line)
    since = next((n for n, (_, _, name) in enumerate(places, 1) if name == IMPORTED), len(places))  # the last import
    place = next((place[:2] for place in places[:since] if place[0] == otherwise.path), inner)
    what = NO_PYTHON if isinstance(error, SyntaxError) else otherwise.what
    detail = error.msg if isinstance(error, SyntaxError) else _said(error)
    where = f" ({inner[0]}:{inner[1]}에서)" if place != inner else ""
    return Fault(*place, f"{what}: {type(error).__name__}: {detail}{where}")


def _said(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # a lesson's own error, whose text cannot be made
        return "오류의 __str__이 멈췄습니다"


def place_in_dump(text: str, roots: Sequence[str], otherwise: Fault) -> Fault:
    """Return ``otherwise`` at the innermost line of lesson code that a dumped traceback names."""
    for frame in DUMPED_FRAME.finditer(text):
        file = ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), frame["file"])
        if place := _own_file(file, roots):
            return Fault(place, int(frame["line"]), otherwise.what)
    return otherwise


def _own_file(filename: str, roots: Sequence[str]) -> str:
    """Return the file as messages write it, or "" where it is none of the book's own: no lesson code and no hook."""
    for root in roots:
        name = Path(filename).relative_to(root).as_posix() if Path(filename).is_relative_to(root) else "."
        if not name.startswith((".", "lesson_code/publish/", "tests/")) and "/lib/python" not in filename:
            return name
    return ""
