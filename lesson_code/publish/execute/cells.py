"""The cells of an executed notebook: cleaned for the page, and found again in the script when one fails."""

import html
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nbclient.exceptions import CellExecutionError

from lesson_code.publish.faults import BookError, Fault
from lesson_code.publish.jobs import Job
from lesson_code.publish.svg import tidy

# a cell that holds a file's text
SHOWN = re.compile(r'^# %%[^\n]*\bsource="(?P<name>[^"]*)"[^\n]*\n(?:(?!# %%)(?:[^\n]+(?:\n|\Z)|\n))*', re.MULTILINE)
FLEETING = re.compile(r"0x[0-9a-f]{6,}|ipykernel_")  # an address in memory, a temporary file of the kernel
COLOUR = re.compile(r"\x1b\[[\d;]*m")
FRAME = re.compile(
    r"^\s*(?:Cell In\[(?P<count>\d+)\], line |File (?P<file>[^\n]+?):)(?P<line>\d+)", re.MULTILINE
)  # of IPython's tracebacks
FILE_OF_CELL = re.compile(r" \(\d+\.py, line \d+\)")  # what a SyntaxError calls its cell
DRAWING = """칸의 그림이 나오지 않았습니다. 칸의 처음에 # %matplotlib inline 과
# %config InlineBackend.figure_formats = ["svg"] 를 적고 칸의 끝에 그림을 적으세요"""


def clean(cells: list[Any], job: Job, script: str) -> None:
    """Count the visible code cells from 1; free drawings of dates and needless digits, and give them the cell's alt."""
    for number, cell in enumerate((cell for cell in cells if cell.cell_type == "code"), 1):
        cell.execution_count = number
        if what := _wrong(cell):
            raise BookError([Fault(job.path, line(cell, script), what)])
        for output in cell.outputs:
            if "execution_count" in output:
                output.execution_count = number
            if "image/svg+xml" in output.get("data", {}):
                drawing = tidy(output.data["image/svg+xml"])
                label = html.escape(cell.metadata["alt"])
                output.data["image/svg+xml"] = drawing.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)


def _wrong(cell: Any) -> str:
    """Return what must not be published of a cell's outputs, or ""."""
    told = [str(output.get("text", "")) + str(output.get("data", {}).get("text/plain", "")) for output in cell.outputs]
    for output, text in zip(cell.outputs, told, strict=True):
        if output.get("name") == "stderr" or FLEETING.search(text):
            return f"칸의 출력에 경고나 실행할 때마다 달라지는 값이 있습니다. 출력하지 않게 고치세요: {text[:80]}"
    kinds = {kind for output in cell.outputs for kind in output.get("data", {})}
    drawn = "image/svg+xml" in kinds
    if not drawn and ("alt" in cell.metadata or "image/png" in kinds or any("<Figure size" in text for text in told)):
        return DRAWING
    return (
        '칸의 그림에 설명이 없습니다. 칸의 첫 줄을 # %% alt="…"로 적으세요'
        if drawn and "alt" not in cell.metadata
        else ""
    )


def failed(cells: list[Any], job: Job, script: str, error: CellExecutionError, roots: Sequence[str]) -> Fault:
    """Return what a cell raised, at the innermost line of the notebook, or of a file that one of its cells shows."""
    shown = {str(Path(root) / cell["name"]): cell["name"] for root in roots for cell in SHOWN.finditer(script)}
    cell = next(c for c in cells if any(o.output_type == "error" for o in c.get("outputs", [])))
    what = f"노트북의 칸이 멈췄습니다: {error.ename}: {FILE_OF_CELL.sub('', error.evalue)}"
    raised = next(o for o in cell.outputs if o.output_type == "error")
    place = job.path, line(cell, script)
    for frame in FRAME.finditer(COLOUR.sub("", "\n".join(raised.traceback))):
        if frame["count"]:
            cell = next(c for c in cells if str(c.get("execution_count")) == frame["count"])
            place = job.path, line(cell, script) + int(frame["line"]) - 1
        elif file := shown.get(os.path.expanduser(frame["file"])):  # IPython shortens the home folder
            place = file, int(frame["line"])
    return Fault(*place, what)


def last_begun(cells: list[Any]) -> Any:
    """Return the cell that was running when the kernel was stopped: the last that has a number."""
    code = [cell for cell in cells if cell.cell_type == "code"]
    return next((cell for cell in reversed(code) if cell.execution_count is not None), code[0])


def line(cell: Any, script: str) -> int:
    """Return the line of the script on which the cell's code begins."""
    starts = [number for number, text in enumerate(script.split("\n"), 1) if text.startswith("# %%")]
    return starts[int(cell.id.removeprefix("cell-"))] + 1
