"""The cells of an executed notebook: cleaned for the page, and found again in the script when one fails."""

import html
import itertools
import json
import os
import re
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from nbclient.exceptions import CellExecutionError

from lesson_code.publish.execute.drawings import LARGEST, tidy
from lesson_code.publish.execute.job import Job
from lesson_code.publish.execute.proof import FLEETING
from lesson_code.publish.faults import BookError, Fault
from lesson_code.publish.read import addresses, foreign, marks
from lesson_code.publish.read.percent import Cell

COLOUR = re.compile(r"\x1b\[[\d;]*m")
# of IPython's tracebacks
FRAME = re.compile(r"^\s*(?:Cell In\[(?P<count>\d+)\], line |File (?P<file>[^\n]+?):)(?P<line>\d+)", re.MULTILINE)
FILE_OF_CELL = re.compile(r" \(\d+\.py, line \d+\)")  # what a SyntaxError calls its cell
DUMPED_CELL = re.compile(r'File "[^"]*ipykernel_[^"]*", line (?P<line>\d+) in <module>')  # the cell that runs
SVG = "image/svg+xml"
COMMENT = re.compile("<!--.*?-->", re.DOTALL)
DRAWING = """칸의 그림이 나오지 않았습니다. 칸의 처음에 # %matplotlib inline 과
# %config InlineBackend.figure_formats = ["svg"] 를 적고 칸의 끝에 그림을 적으세요"""


def clean(cells: list[Any], found: Sequence[Cell], job: Job, roots: Sequence[str]) -> None:
    """Count the code cells from 1; free drawings of dates and needless digits, and give them the cell's alt."""
    here = _of_this_machine(roots)
    fonts = any("font.family" in each.text for each in found)
    taken = {name for each in found if each.kind == "markdown" for _, name in addresses.addresses(each.text)}
    code = [(cell, written) for cell, written in zip(cells, found, strict=True) if written.kind == "code"]
    for number, (cell, written) in enumerate(code, 1):
        cell.execution_count = number
        cell.outputs = list(_joined(cell.outputs))
        what = _wrong(cell.outputs, written.options, fonts, here)
        for output in cell.outputs:
            what = what or _unfit(output.get("data", {}).get("text/html", ""), taken)
        if what:
            raise BookError([Fault(job.path, written.line, what)])
        if "alt" in written.options:
            cell.metadata["alt"] = written.options["alt"]
        for output in cell.outputs:
            if "execution_count" in output:
                output.execution_count = number
            if SVG in output.get("data", {}):
                label = html.escape(written.options["alt"])
                drawing = tidy(output.data[SVG]).replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)
                output.data[SVG] = drawing


def _joined(outputs: list[Any]) -> Iterator[Any]:
    """Yield the outputs with what was printed in one piece: it comes in several, cut by the clock."""
    for name, pieces in itertools.groupby(outputs, lambda output: output.get("name")):
        first, *others = pieces
        if name:
            first.text += "".join(output.text for output in others)
            others = []
        yield from (first, *others)


def _of_this_machine(roots: Sequence[str]) -> re.Pattern[str]:
    """Return the pattern of what is another value elsewhere: the folders of the book, of the user and of Python."""
    python = [sys.executable, *map(sysconfig.get_path, ("stdlib", "purelib"))]
    python += [sys.prefix] if sys.prefix != sys.base_prefix else []
    folders = [folder for folder in (*roots, os.path.expanduser("~"), *python) if len(Path(folder).parts) > 1]
    written = {re.escape(form) for folder in folders for form in (folder, repr(folder)[1:-1])}
    return re.compile(rf"(?<![\w.])(?:{'|'.join(sorted(written))})(?![\w-])")


def _wrong(outputs: list[Any], options: Any, fonts: bool, here: re.Pattern[str]) -> str:
    """Return what must not be published of a cell's outputs, or "".

    ``fonts``: whether the notebook names its own; ``here``: what is no value elsewhere.
    """
    shown = [output.get("data", {}) for output in outputs]
    told = [str(o.get("text", "")) + str(data.get("text/plain", "")) for o, data in zip(outputs, shown, strict=True)]
    for output, data, text in zip(outputs, shown, told, strict=True):
        both = text + str(data.get("text/html", ""))
        if output.get("name") == "stderr" or FLEETING.search(both) or here.search(both):
            return f"칸의 출력에 경고나 실행할 때마다 달라지는 값이 있습니다. 출력하지 않게 고치세요: {text[:80]}"
    kinds = {kind for data in shown for kind in data}
    if len(json.dumps(outputs)) > LARGEST:
        return "칸의 출력이 1 MB를 넘습니다. 점이나 줄을 줄이세요"
    for data in shown:
        for _, piece in foreign.pieces(data.get("text/html", "") + data.get(SVG, "")):
            return f"칸의 출력에 페이지에 넣을 수 없는 것이 있습니다. 출력하지 않게 고치세요: {piece}"
    drawn = sum(SVG in data for data in shown)
    if not drawn and ("alt" in options or "image/png" in kinds or any("<Figure size" in text for text in told)):
        return DRAWING
    if not fonts and any(re.search("[ㄱ-ㆎ가-힣]", data.get(SVG, "")) for data in shown):
        what = "칸의 그림에 한글이 있으나 글꼴이 없습니다. 내려받은 노트북에서도 보이게"
        return f'{what} lesson_code/practice/line.py처럼 rcParams["font.family"]를 적으세요'
    if drawn and not options.get("alt", "").strip():
        return '칸의 그림에 설명이 없습니다. 칸의 첫 줄을 # %% alt="…"로 적으세요'
    if drawn > 1:
        return "칸 하나에 그림이 여럿입니다. 설명이 그림마다 있도록 칸을 나누세요"
    if other := kinds - {"text/plain", "text/html", SVG}:
        what = "칸의 출력은 글과 표(HTML)와 SVG 그림이어야 합니다. 수식은 마크다운 칸에 $…$로 적으세요"
        return f"{what}: {', '.join(sorted(other))}"
    return ""


def _unfit(made: str, taken: set[str]) -> str:
    """Return what would break the page, or lead to nothing, of the HTML that a cell puts out, or "".

    ``taken`` holds the addresses that stand before it on the page, and after it its own, too.
    """
    made = COMMENT.sub("", made)
    for _, what in marks.tags(made, marks.MADE):
        return f"칸의 출력(HTML): {what}"
    elements = [(found[1], foreign.attributes(found)) for found in foreign.ELEMENT.finditer(made)]
    own = [values["id"] for _, values in elements if "id" in values]
    ways = [values[name] for _, values in elements for name in ("href", "src") if name in values]
    told = [
        ("주석이 닫히지 않았습니다. -->로 닫으세요", "<!--" in made),
        ('그림에 설명이 없습니다. alt="…"를 더하세요', any(n == "img" and not v.get("alt") for n, v in elements)),
        ("이 페이지에 두 번 나오는 주소입니다. id를 바꾸세요", len(taken | {*own}) < len(taken) + len(own)),
        ("가리키는 곳이 없습니다. 책 안으로 가는 링크는 마크다운 칸에 [글](주소)로 적으세요", not _lead(ways, own)),
    ]
    taken.update(own)
    return next((f"칸의 출력(HTML): {what}" for what, found in told if found), "")


def _lead(ways: Sequence[str], own: Sequence[str]) -> bool:
    """Return whether all links leave the book or stay in the output that has these addresses."""
    links = [addresses.link(0, way) for way in ways]
    return all(not link.path and (not link.anchor or link.anchor in own) for link in links)


def failed(cells: list[Any], found: Sequence[Cell], job: Job, error: CellExecutionError, roots: Sequence[str]) -> Fault:
    """Return what a cell raised, at the innermost line of the notebook, or of a file that one of its cells shows."""
    names = [cell.options["source"] for cell in found if "source" in cell.options]
    shown = {str(Path(root) / name): name for root in roots for name in names}
    both = list(zip(cells, found, strict=True))
    counts = {str(cell.get("execution_count")): written for cell, written in both}
    outputs = ((written.line, output) for cell, written in both for output in cell.get("outputs", []))
    line, raised = next((line, output) for line, output in outputs if output.output_type == "error")
    what = f"노트북의 칸이 멈췄습니다. 이 줄을 고치세요: {error.ename}: {FILE_OF_CELL.sub('', error.evalue)}"
    place = job.path, line
    for frame in FRAME.finditer(COLOUR.sub("", "\n".join(raised.traceback))):
        if frame["count"]:
            place = job.path, counts[frame["count"]].line + int(frame["line"]) - 1
        elif file := shown.get(os.path.expanduser(frame["file"])):  # IPython shortens the home folder
            place = file, int(frame["line"])
    return Fault(*place, what)


def stopped(begun: list[Any], found: Sequence[Cell], job: Job, dump: str, slow: bool) -> Fault:
    """Return why the kernel ended in the cell that it had begun last; it leaves a dump where its time was over."""
    number = begun[-1].id.removeprefix("cell-") if begun else ""
    line = found[int(number)].line if number.isdecimal() else 1
    if slow or dump:
        if running := DUMPED_CELL.search(dump):
            line += int(running["line"]) - 1
        what = f"노트북이 제한 시간 {job.time_limit:g}초를 넘겨 멈췄습니다. 더 걸려야 한다면 TIME_LIMIT을 늘리세요"
    else:
        what = "노트북을 실행하던 프로세스가 끝났습니다. os._exit를 지우세요. 메모리가 모자랐다면 JOBS=1로 빌드하세요"
    return Fault(job.path, line, what)
