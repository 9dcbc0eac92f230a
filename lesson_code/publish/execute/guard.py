"""Keep what is executed from writing into the book: what a lesson leaves in docs/ would be published."""

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
WHAT = "빌드하는 동안 책의 폴더에 쓸 수 없습니다. 지우거나 tempfile을 쓰세요"


def keep_out(root: str) -> None:
    """Refuse from now on, with PermissionError, what this process would write in the book's folder; for good."""
    book = Path(root).resolve()
    sys.addaudithook(lambda event, values: _refuse(book, event, values))


def _refuse(book: Path, event: str, values: tuple[Any, ...]) -> None:
    changed = CHANGES.get(event, 0)
    if event == "open" and isinstance(values[2], int) and values[2] & WRITING:
        changed = 1
    for value in values[:changed]:
        if isinstance(value, str | bytes):
            path = Path(os.path.realpath(os.fsdecode(value)))
            name = path.relative_to(book).as_posix() if path.is_relative_to(book) else ""
            if name and name.partition("/")[0] not in FREE and "__pycache__" not in path.parts:
                raise PermissionError(f"{WHAT}: {name}")
