"""The cells of an executed notebook: cleaned for the page."""

import html
import json
import re
from collections.abc import Sequence
from typing import Any

from lesson_code.publish.execute.drawings import tidy
from lesson_code.publish.execute.job import Job
from lesson_code.publish.faults import BookError, Fault
from lesson_code.publish.read import foreign
from lesson_code.publish.read.percent import Cell

# an address in memory, a file of the book on this machine, a temporary one, as the home of the cells is
FLEETING = re.compile(r"0x[0-9a-f]{6,}|/lesson_code/\S*\.py|/tmp[a-z0-9_]{8}\b")
LONGEST = 1_000_000  # letters of what a cell may put out
SVG = "image/svg+xml"
DRAWING = """칸의 그림이 나오지 않았습니다. 칸의 처음에 # %matplotlib inline 과
# %config InlineBackend.figure_formats = ["svg"] 를 적고 칸의 끝에 그림을 적으세요"""


def clean(cells: list[Any], found: Sequence[Cell], job: Job) -> None:
    """Count the code cells from 1; free drawings of dates and needless digits, and give them the cell's alt."""
    code = [(cell, written) for cell, written in zip(cells, found, strict=True) if written.kind == "code"]
    for number, (cell, written) in enumerate(code, 1):
        cell.execution_count = number
        if what := _wrong(cell.outputs, written.options, any("font.family" in each.text for each in found)):
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


def _wrong(outputs: list[Any], options: Any, fonts: bool) -> str:
    """Return what must not be published of a cell's outputs, or ""; ``fonts``: whether the notebook names its own."""
    shown = [output.get("data", {}) for output in outputs]
    told = [str(o.get("text", "")) + str(data.get("text/plain", "")) for o, data in zip(outputs, shown, strict=True)]
    for output, data, text in zip(outputs, shown, told, strict=True):
        if output.get("name") == "stderr" or FLEETING.search(text + str(data.get("text/html", ""))):
            return f"칸의 출력에 경고나 실행할 때마다 달라지는 값이 있습니다. 출력하지 않게 고치세요: {text[:80]}"
    kinds = {kind for data in shown for kind in data}
    if len(json.dumps(outputs, default=str)) > LONGEST:
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
