"""Draw a picture: as SVG for a wide page, for a phone, in dark colours, and where wanted as PNG for link previews."""

import base64
import importlib
import io
import logging
import re
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from lesson_code.publish.execute import chart
from lesson_code.publish.execute.drawings import PHONE_PANEL_HEIGHT, draw, narrow, start_style
from lesson_code.publish.execute.job import CARD, Job
from lesson_code.publish.faults import BookError, Fault

CARD_WIDTH, CARD_HEIGHT, CARD_DPI = 7.5, 3.9375, 160  # 1200 x 630 pixels

LONGEST = 30  # inches
STYLE = "lesson_code/matplotlibrc"
GLYPH = re.compile(r"Glyph (?P<number>\d+) |\[U\+(?P<formula>[0-9a-f]+)\]")  # as text and as formulas complain


def run(job: Job, roots: tuple[str, ...]) -> dict[str, Any]:
    """Return ``alt`` and ``drawings``: name -> {svg, width, height in CSS pixels}, wide first.

    ``card`` is a PNG in base64, or empty; ``imported`` the style. A module with ``states()`` makes a chart: ``chart``
    holds what moves, by landscape. A module with ``narrow()`` draws itself for a phone.
    """
    start_style()
    module = importlib.import_module("lesson_code." + job.name.replace("/", "."))
    figure = module.figure()
    if what := _unfit(figure):
        raise BookError([Fault(job.path, job.line, what)])
    alt = module.describe()
    if not isinstance(alt, str) or not alt.strip():
        what = "describe()가 글을 돌려주지 않습니다. 그림에 무엇이 보이는지 한두 문장을 return으로 돌려주세요"
        raise BookError([Fault(job.path, job.line, what)])
    logging.getLogger("matplotlib.mathtext").addFilter(_complain)
    try:
        drawings = {"wide": draw(figure)}
        card = _card(figure) if job.extra == CARD else ""
        moves = hasattr(module, "states")
        shaped = module.narrow() if hasattr(module, "narrow") else figure
        if what := _unfit(shaped, "narrow()"):
            raise BookError([Fault(job.path, job.line, what)])
        drawings["narrow"] = narrow(shaped, chart.CHART_PANEL_HEIGHT if moves else PHONE_PANEL_HEIGHT)
        value: dict[str, Any] = {"alt": " ".join(alt.split()), "drawings": drawings, "card": card, "imported": [STYLE]}
        if moves:
            value["chart"] = chart.packed(module.states, job, roots)
    except UserWarning as warning:
        raise BookError([_missing_glyph(job, roots, str(warning))]) from warning
    return value


def _unfit(figure: object, made_by: str = "figure()") -> str:
    """Return why a figure cannot be shown on a page, or ""."""
    if not isinstance(figure, Figure):
        return f"{made_by}가 matplotlib의 Figure를 돌려주지 않습니다. return으로 돌려주세요"
    width, height = figure.get_size_inches()
    if max(width, height) > LONGEST:
        return f"그림이 너무 큽니다. 가로와 세로를 {LONGEST}인치 아래로 줄이세요: {width:g} × {height:g}인치"
    shapes = [shape for axes in figure.axes for shape in (*axes.collections, *axes.images, *axes.patches, *axes.texts)]
    lines = [line for axes in figure.axes for line in axes.lines if np.isfinite(line.get_xydata()).all(axis=1).any()]
    if not (
        shapes or lines or any(axes.tables for axes in figure.axes) or len(figure.get_children()) > 1 + len(figure.axes)
    ):
        return f"그림에 그려진 것이 없습니다. {made_by}가 돌려주는 그림에 선이나 점을 그리세요"
    return ""


def _complain(record: logging.LogRecord) -> bool:
    """Raise as a warning what a formula in a picture complains of, which would be boxes."""
    raise UserWarning(record.getMessage())


def _card(figure: Figure) -> str:
    """Return the figure as a base64 PNG of the shape that link previews want, and give it its size back."""
    size = figure.get_size_inches().copy()
    figure.set_size_inches(CARD_WIDTH, CARD_HEIGHT)
    output = io.BytesIO()
    figure.savefig(output, format="png", dpi=CARD_DPI, facecolor="white", metadata={"Software": None})
    figure.set_size_inches(*size)
    return base64.b64encode(output.getvalue()).decode()


def _missing_glyph(job: Job, roots: tuple[str, ...], warning: str) -> Fault:
    """Return where the letter stands that the font lacks, as far as the module's text tells."""
    found = GLYPH.search(warning)
    if not found:
        return Fault(job.path, job.line, f"그림을 그리다 경고가 났습니다. 경고가 나지 않게 고치세요: {warning}")
    letter = chr(int(found["number"] or found["formula"], 10 if found["number"] else 16))
    text = (Path(roots[0]) / job.path).read_text(encoding="utf-8")
    lines = [n for n, line in enumerate(text.split("\n"), 1) if letter in line and (found["number"] or "$" in line)]
    what = "글꼴에 없는 글자(glyph)입니다. 다른 글자를 쓰거나 lesson_code.drawing을 불러오세요"
    if found["formula"]:
        what = "그림 속 수식에 쓸 수 없는 글자입니다. $…$ 밖에 적으세요"
    return Fault(job.path, next(iter(lines), job.line), f"{what}: {letter} (U+{ord(letter):04X})")
