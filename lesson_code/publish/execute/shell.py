"""Execute the cells of a notebook as Jupyter would, in the process of their job, where its limits and guards hold.

A cell is compiled under the name of its script and with its lines, so that whatever stops tells its place there.
"""

import functools
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib
from IPython.core.interactiveshell import InteractiveShell
from matplotlib import font_manager
from nbformat import v4
from traitlets.config import Config

from lesson_code.publish.execute import process
from lesson_code.publish.execute.job import Job
from lesson_code.publish.faults import BookError, Fault, fault_of
from lesson_code.publish.read import percent
from lesson_code.publish.read.percent import Cell

INLINE = "module://matplotlib_inline.backend_inline"  # where figures go in Jupyter
STOPPED = "노트북의 칸이 멈췄습니다. 이 줄을 고치세요"


def executed(found: Sequence[Cell], draws: bool, job: Job, roots: tuple[str, ...]) -> list[Any]:
    """Return the cells with their outputs. Raises BookError with the line of the one that raised."""
    if draws:
        _draw_as_the_book_does()
    shell = _shell(str(Path(roots[0], job.path)))
    process.limit(job.time_limit)
    made = []
    for number, cell in enumerate(found):
        text = percent.runnable(cell) if cell.kind == "code" else cell.text
        made.append(getattr(v4, f"new_{cell.kind}_cell")(text, id=f"cell-{number}"))
        if cell.kind == "code":
            process.note(cell.line)
            made[-1].outputs = shell.outputs = []
            result = shell.run_cell("\n" * (cell.line - 1) + text, store_history=True)
            shell.take_printed()
            if error := result.error_before_exec or result.error_in_exec:
                raise BookError([_place(error, found, job, roots)]) from error
    return made


def _shell(script: str) -> Any:
    """Return an IPython that hands over what a cell of the script puts out: as its ``outputs``, in their order."""
    shell: Any = InteractiveShell.instance(config=Config(HistoryManager={"enabled": False}))
    files = [(name, tempfile.TemporaryFile(buffering=0)) for name in ("stdout", "stderr")]
    for number, (name, file) in enumerate(files, 1):
        os.dup2(file.fileno(), number)  # what C and other processes print is a cell's, too
        getattr(sys, name).reconfigure(line_buffering=True)

    def take_printed() -> None:
        for name, file in files:
            getattr(sys, name).flush()
            file.seek(0)
            if text := file.read().decode(errors="replace"):
                shell.outputs.append(v4.new_output("stream", name=name, text=text))
                file.seek(0)
                file.truncate()

    def put(kind: str, data: Any, metadata: Any = None, *others: Any, **more: Any) -> None:
        take_printed()
        shell.outputs.append(v4.new_output(kind, data, metadata=metadata or {}))

    def clear(wait: bool = False) -> None:
        take_printed()
        shell.outputs.clear()

    shell.take_printed = take_printed
    shell.displayhook.write_output_prompt = lambda: None
    shell.displayhook.write_format_data = functools.partial(put, "execute_result")
    shell.display_pub.publish = functools.partial(put, "display_data")
    shell.display_pub.clear_output = clear
    shell.enable_gui = lambda gui=None: None  # there is no window to open
    shell.showtraceback = lambda *error, **more: None  # the caller has the error
    shell.compile.cache = lambda *code, **more: script
    shell.input_transformer_manager.cleanup_transforms = []  # which would take the empty lines above a cell
    return shell


def _place(error: BaseException, found: Sequence[Cell], job: Job, roots: tuple[str, ...]) -> Fault:
    """Return the fault at the innermost line of the notebook, or of a file that one of its cells shows."""
    inner = fault_of(error, roots, Fault("", 0, STOPPED))
    shown = [cell.options.get("source") for cell in found]
    return inner if inner.path in shown else fault_of(error, roots, Fault(job.path, 1, STOPPED))


def _draw_as_the_book_does() -> None:
    """Take the style of every picture, which a download does without; letters stay text, as the page has fonts."""
    import lesson_code.drawing

    assert lesson_code.drawing
    matplotlib.rcParams |= {"svg.fonttype": "none", "backend": INLINE}
    fonts = font_manager.fontManager  # those of this machine would make another page of it
    fonts.ttflist = [font for font in fonts.ttflist if font.name in matplotlib.rcParams["font.family"]]
