"""What a process that runs lesson code does to itself: it limits its time, keeps out of the book, says what it used."""

import contextlib
import ctypes
import faulthandler
import importlib
import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

import psutil

WALL = 10  # a job may take so many times its limit while others keep the machine busy
BREATH = 0.05  # seconds between two looks whether a process is done, or its time over
SIGNAL = getattr(signal, "SIGPROF", 0)  # sent by the clock of a process's own time, and by its worker
CHANGES = {  # what is done to files, and how many of its arguments name one
    **dict.fromkeys(("os.mkdir", "os.remove", "os.rmdir", "os.truncate"), 1),
    **dict.fromkeys(("os.rename", "os.link", "os.symlink"), 2),
}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
FREE = (".cache", ".venv", "node_modules")  # where results are kept, and packages keep what they like
READ = set[str]()  # the files of the book that this process has read, but for its code
KEEP_OUT = "빌드하는 동안에는 책의 폴더에 파일을 쓸 수 없습니다. 쓰는 코드를 지우거나 tempfile로 만든 폴더에 쓰세요"


def begin(dump: str, seconds: float, draws: bool) -> None:
    """Let a notebook's kernel end with the process that asked, and after so much processor time, as ``watch`` has it.

    ``draws``: take the style of every picture, which a download does without; letters stay text, as the page has fonts.
    """
    die_with_parent()
    watch(seconds, open(dump, "w"))
    keep_out(os.getcwd())
    if draws:
        import matplotlib.font_manager

        importlib.import_module("lesson_code.drawing")
        matplotlib.rcParams["svg.fonttype"] = "none"
        fonts = matplotlib.font_manager.fontManager  # those of this machine would make another page of it
        own = matplotlib.get_data_path()  # formulas need some of these
        families = matplotlib.rcParams["font.family"]
        fonts.ttflist = [font for font in fonts.ttflist if font.name in families or font.fname.startswith(own)]


def watch(seconds: float, dump: IO[Any]) -> None:
    """Let this process end when it has used so much processor time, and leave in ``dump`` where it was.

    Both happen in C: neither a long loop there nor code that catches everything can outlast it.
    """
    if not SIGNAL:
        watch_by_thread(seconds, dump)
        return
    signal.signal(SIGNAL, signal.SIG_DFL)
    faulthandler.register(SIGNAL, file=dump, all_threads=True, chain=True)
    signal.setitimer(signal.ITIMER_PROF, seconds)


def watch_by_thread(seconds: float, dump: IO[Any]) -> None:
    """Do the same where no signal tells of a process's own time, as on Windows; in C only ``WALL`` times as late."""
    faulthandler.dump_traceback_later(WALL * seconds, file=dump, exit=True)
    last = time.process_time() + seconds

    def look() -> None:
        while time.process_time() < last:
            time.sleep(BREATH)
        faulthandler.dump_traceback(dump)
        os._exit(1)

    threading.Thread(target=look, daemon=True).start()


def end(process: int) -> None:
    """End a process with its group, or where there is none with what it has started; it may have ended already."""
    with contextlib.suppress(OSError, psutil.Error):
        if SIGNAL:
            try:
                os.killpg(process, signal.SIGKILL)
            except ProcessLookupError:  # it did not open, or not yet, a session of its own
                os.kill(process, signal.SIGKILL)
        else:
            first = psutil.Process(process)
            for one in (first, *first.children(recursive=True)):
                one.kill()


def die_with_parent() -> None:
    """Let the kernel of Linux end this process when the one that started it is gone, whatever it was killed by."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def keep_out(root: str) -> None:
    """Refuse from now on, with PermissionError, what this process would write in the book's folder; for good.

    A folder of the book that TMPDIR names is free.
    """
    book, temporary = Path(root).resolve(), Path(tempfile.gettempdir()).resolve()
    inside = temporary != book and temporary.is_relative_to(book)
    free = [*(book / name for name in FREE), *([temporary] if inside else [])]
    sys.addaudithook(lambda event, values: _refuse(book, free, event, values))


def _refuse(book: Path, free: Sequence[Path], event: str, values: tuple[Any, ...]) -> None:
    opened = event == "open" and isinstance(values[2], int)
    for value in values[: 1 if opened else CHANGES.get(event, 0)]:
        if isinstance(value, str | bytes):
            path = Path(os.path.realpath(os.fsdecode(value)))
            name = path.relative_to(book).as_posix() if path.is_relative_to(book) else ""
            if name and "__pycache__" not in path.parts and not any(map(path.is_relative_to, free)):
                if not opened or values[2] & WRITING:
                    raise PermissionError(f"{KEEP_OUT}: {name}")
                if path.suffix != ".py":
                    READ.add(str(path))


def imported(roots: Sequence[str]) -> list[str]:
    """Return the files imported or read that are the book's, not machinery, relative to the root they lie in."""
    modules = [module for name, module in sys.modules.items() if name.startswith("lesson_code.")]
    files = [Path(file) for module in modules if (file := getattr(module, "__file__", None))]
    files += map(Path, READ)
    names = {file.relative_to(root).as_posix() for file in files for root in roots if file.is_relative_to(root)}
    return [name for name in names if not name.startswith("lesson_code/publish/")]


def tell(roots: Sequence[str]) -> None:
    """Write the names of the imported files to the output, whatever a lesson has made of ``print``."""
    sys.stdout.write("\n".join(imported(roots)))
