"""What a process that runs lesson code does to itself: it limits its time and, at the end, says what it imported."""

import ctypes
import faulthandler
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from lesson_code.publish.execute import guard

SIGNAL = signal.SIGPROF  # sent by the clock of a process's own time, and by its worker


def begin(dump: str, seconds: float, draws: bool) -> None:
    """Let a notebook's kernel end with the process that asked, and after so much processor time, as ``watch`` has it.

    ``draws``: take the style of every picture, which a download does without; letters stay text, as the page has fonts.
    """
    die_with_parent()
    watch(seconds, open(dump, "w"))
    guard.keep_out(os.getcwd())
    if draws:
        import matplotlib.font_manager

        import lesson_code.drawing

        assert lesson_code.drawing
        matplotlib.rcParams["svg.fonttype"] = "none"
        fonts = matplotlib.font_manager.fontManager  # those of this machine would make another page of it
        fonts.ttflist = [font for font in fonts.ttflist if font.name in matplotlib.rcParams["font.family"]]


def watch(seconds: float, dump: IO[Any]) -> None:
    """Let this process end when it has used so much processor time, and leave in ``dump`` where it was.

    Both happen in C: neither a long loop there nor code that catches everything can outlast it.
    """
    signal.signal(SIGNAL, signal.SIG_DFL)
    faulthandler.register(SIGNAL, file=dump, all_threads=True, chain=True)
    limit(seconds)


def limit(seconds: float) -> None:
    """Let this process end when it has used so much processor time from now on."""
    signal.setitimer(signal.ITIMER_PROF, seconds)


def is_limited() -> bool:
    """Return whether the processor time of this process is limited."""
    return signal.getitimer(signal.ITIMER_PROF)[0] > 0


def die_with_parent() -> None:
    """Let the kernel of Linux end this process when the one that started it is gone, whatever it was killed by."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def imported(roots: Sequence[str]) -> list[str]:
    """Return the files imported or read that are the book's, not machinery, relative to the root they lie in."""
    modules = [module for name, module in sys.modules.items() if name.startswith("lesson_code.")]
    files = [Path(file) for module in modules if (file := getattr(module, "__file__", None))]
    files += map(Path, guard.READ)
    names = {file.relative_to(root).as_posix() for file in files for root in roots if file.is_relative_to(root)}
    return [name for name in names if not name.startswith("lesson_code/publish/")]


def tell(roots: Sequence[str]) -> None:
    """Write them to the output, whatever ``print`` is by now."""
    sys.stdout.write("\n".join(imported(roots)))
