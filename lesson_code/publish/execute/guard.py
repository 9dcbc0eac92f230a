"""Keep what is executed from writing into the book, which would publish it, and note which files it reads there."""

import os
import sys
from pathlib import Path
from typing import Any

CHANGES = {
    "os.mkdir": 1,
    "os.remove": 1,
    "os.rmdir": 1,
    "os.truncate": 1,
    "os.rename": 2,
    "os.link": 2,
    "os.symlink": 2,
}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
FREE = (".cache", ".venv", "node_modules")  # where results are kept, and packages keep what they like
READ = set[str]()  # the files of the book that this process has read, but for its code
WHAT = "빌드하는 동안 책의 폴더에 쓸 수 없습니다. 지우거나 tempfile을 쓰세요"


def keep_out(root: str) -> None:
    """Refuse from now on, with PermissionError, what this process would write in the book's folder; for good."""
    book = Path(root).resolve()
    sys.addaudithook(lambda event, values: _refuse(book, event, values))


def _refuse(book: Path, event: str, values: tuple[Any, ...]) -> None:
    opened = event == "open" and isinstance(values[2], int)
    for value in values[: 1 if opened else CHANGES.get(event, 0)]:
        if isinstance(value, str | bytes):
            path = Path(os.path.realpath(os.fsdecode(value)))
            name = path.relative_to(book).as_posix() if path.is_relative_to(book) else ""
            if name and name.partition("/")[0] not in FREE and "__pycache__" not in path.parts:
                if not opened or values[2] & WRITING:
                    raise PermissionError(f"{WHAT}: {name}")
                if path.suffix != ".py":
                    READ.add(str(path))
