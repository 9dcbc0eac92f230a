"""Draw a picture: as SVG for a wide page, for a phone, in dark colours, and where wanted as PNG for link previews."""

import base64
import importlib
import io
import re
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure
from matplotlib.gridspec import GridSpec

from lesson_code.publish.faults import BookError, Fault
from lesson_code.publish.jobs import Job
from lesson_code.publish.svg import tidy

PHONE_WIDTH, PHONE_PANEL_HEIGHT = 4.2, 2.7  # inches
CARD_WIDTH, CARD_HEIGHT, CARD_DPI = 7.5, 3.9375, 160  # 1200 x 630 pixels
CSS_PIXELS_PER_INCH = 96

GLYPH = re.compile(r"Glyph (\d+) ")


def run(job: Job, roots: tuple[str, ...]) -> dict[str, Any]:
    """Return ``alt`` and ``drawings``: name -> {svg, width, height in CSS pixels}, wide first; ``card`` in base64."""
    module = importlib.import_module("lesson_code." + job.name.replace("/", "."))
    figure = module.figure()
    if not isinstance(figure, Figure):
        raise BookError([Fault(job.path, job.lines["figure"][0], "figure()가 matplotlib Figure를 돌려주지 않습니다")])
    try:
        drawings = {"wide": draw(figure)}
        card = _card(figure) if job.options.get("card") else ""
        if len(figure.axes) > 1 and stack(figure):
            drawings["narrow"] = draw(figure)
    except UserWarning as warning:
        raise BookError([_missing_glyph(job, roots, str(warning))]) from warning
    return {"alt": " ".join(module.describe().split()), "drawings": drawings, "card": card}


def draw(figure: Figure) -> dict[str, Any]:
    """Return the figure as tidy SVG with its size in CSS pixels."""
    output = io.StringIO()
    figure.savefig(output, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    width, height = (round(inches * CSS_PIXELS_PER_INCH) for inches in figure.get_size_inches())
    return {"svg": tidy(output.getvalue()), "width": width, "height": height}


def stack(figure: Figure) -> bool:
    """Set the panels one below another, as wide as a phone; return whether there were several side by side."""
    panels = [axes for axes in figure.axes if axes.get_subplotspec() is not None]
    if len(panels) < 2:
        return False
    height = min(PHONE_PANEL_HEIGHT, figure.get_size_inches()[1])
    figure.set_size_inches(PHONE_WIDTH, height * len(panels))
    grid = GridSpec(len(panels), 1, figure=figure)
    for row, axes in enumerate(panels):
        axes.set_subplotspec(grid[row])
    return True


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
    found = GLYPH.match(warning)
    if not found:
        return Fault(job.path, job.lines["figure"][0], f"그림을 그리다 경고가 났습니다: {warning}")
    letter = chr(int(found[1]))
    text = (Path(roots[0]) / job.path).read_text(encoding="utf-8")
    line = text.count("\n", 0, text.index(letter)) + 1 if letter in text else job.lines["figure"][0]
    return Fault(job.path, line, f"글꼴에 없는 글자(glyph)입니다: {letter} (U+{ord(letter):04X})")
