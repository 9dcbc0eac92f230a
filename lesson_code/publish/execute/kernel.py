"""What a notebook's kernel does before its first cell and after its last, without a name in the cells' own space."""

import ctypes
import faulthandler
import os
import signal
import sys
from pathlib import Path

from lesson_code.publish.execute import guard


def begin(dump: str, seconds: float, draws: bool) -> None:
    """End with the process that asked, and after so much processor time; leave in ``dump`` where that was.

    ``draws``: take the style of every picture, which a download does without; letters stay text, as the page has fonts.
    """
    die_with_parent()
    file = open(dump, "w")  # for as long as the kernel runs
    faulthandler.register(signal.SIGPROF, file=file, all_threads=True, chain=True)
    limit(seconds)
    guard.keep_out(os.getcwd())
    if draws:
        import matplotlib.font_manager

        import lesson_code.drawing

        assert lesson_code.drawing
        matplotlib.rcParams["svg.fonttype"] = "none"
        fonts = matplotlib.font_manager.fontManager  # those of this machine would make another page of it
        fonts.ttflist = [font for font in fonts.ttflist if font.name in matplotlib.rcParams["font.family"]]


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


def say_files() -> None:
    """Print the files of the lessons' modules that were imported, and what else of the book was read."""
    files = [
        getattr(module, "__file__", None) for name, module in sys.modules.items() if name.startswith("lesson_code.")
    ]
    publish = Path(__file__).parents[1]
    print("\n".join(file for file in (*files, *guard.READ) if file and not Path(file).is_relative_to(publish)))
