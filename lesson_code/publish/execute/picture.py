"""Draw a picture: as SVG for a wide page, for a phone, in dark colours, and where wanted as PNG for link previews."""

import base64
import importlib
import io
import logging
import re
import warnings
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from lesson_code.publish.execute import chart
from lesson_code.publish.execute.drawings import LARGEST, PHONE_PANEL_HEIGHT, draw, narrow, start_style
from lesson_code.publish.execute.job import CARD, Job
from lesson_code.publish.execute.panels import LOGARITHMIC, Unfit, written
from lesson_code.publish.faults import BookError, Fault

CARD_WIDTH, CARD_HEIGHT, CARD_DPI = 7.5, 3.9375, 160  # 1200 x 630 pixels

LONGEST = 30  # inches
STYLE = "lesson_code/matplotlibrc"
GLYPH = re.compile(r"Glyph (?P<number>\d+) |\[U\+(?P<formula>[0-9a-f]+)\]")  # as text and as formulas complain
FONT = re.compile(r"findfont: (?:Font|Generic) family \[?'(?P<family>[^']+)'")
FORMULA = re.compile(r"\n(?P<tex>.*)\n *\^\nParse\w+: (?:Unknown symbol: (?P<command>\\\w+))?(?s:.*)col:(?P<at>\d+)\)")


def run(job: Job, roots: tuple[str, ...]) -> dict[str, Any]:
    """Return ``alt`` and ``drawings``: name -> {svg, width, height in CSS pixels}, wide first.

    ``described`` is the line of describe(); ``card`` a PNG in base64, or empty; ``imported`` the style. A module with
    ``states()`` makes a chart: ``chart`` holds what moves, by landscape; one with ``narrow()`` is drawn so for phones.
    """
    start_style()
    warnings.filterwarnings("ignore", "The figure layout has changed to tight")  # as who calls tight_layout() wants it
    for name in ("mathtext", "font_manager"):
        logging.getLogger(f"matplotlib.{name}").addFilter(_complain)
    try:
        return _drawn(job, roots)
    except (UserWarning, ValueError) as error:
        what, *signs = _complaint(error)
        if not what:
            raise
        lines = (Path(roots[0]) / job.path).read_text(encoding="utf-8").split("\n")
        places = (n for sign in signs for n, line in enumerate(lines, 1) if re.search(sign, line))
        raise BookError([Fault(job.path, next(places, job.line), what)]) from error


def _drawn(job: Job, roots: tuple[str, ...]) -> dict[str, Any]:
    importlib.import_module("lesson_code.drawing")  # the book's style, whether the module needs its functions or not
    module = importlib.import_module("lesson_code." + job.name.replace("/", "."))
    figure = module.figure()
    if what := _unfit(figure):
        raise BookError([Fault(job.path, job.line, what)])
    described = getattr(getattr(module.describe, "__code__", None), "co_firstlineno", job.line)
    alt = module.describe()
    if not isinstance(alt, str) or not alt.strip():
        what = "describe()가 글을 돌려주지 않습니다. 그림에 무엇이 보이는지 한두 문장을 return으로 돌려주세요"
        raise BookError([Fault(job.path, described, what)])
    drawings = {"wide": draw(figure)}
    card = _card(figure) if job.extra == CARD else ""
    moves = hasattr(module, "states")
    shaped = module.narrow() if hasattr(module, "narrow") else figure
    if what := _unfit(shaped, "narrow()"):
        raise BookError([Fault(job.path, job.line, what)])
    drawings["narrow"] = narrow(shaped, chart.CHART_PANEL_HEIGHT if moves else PHONE_PANEL_HEIGHT)
    if (size := max(len(drawing["svg"]) for drawing in drawings.values())) > LARGEST:
        what = "그림이 1 MB를 넘습니다. 점이나 배열을 줄이거나 점이 많은 것을 rasterized=True로 그리세요"
        raise BookError([Fault(job.path, job.line, f"{what}: {size / 1e6:.1f} MB")])
    value: dict[str, Any] = {"alt": " ".join(alt.split()), "described": described, "drawings": drawings, "card": card}
    return value | {"imported": [STYLE]} | ({"chart": chart.packed(module.states, job, roots)} if moves else {})


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
    """Raise as a warning what a picture's formulas and fonts complain of, which would be boxes, or another font."""
    if "font weight" not in record.getMessage():  # letters of another weight are read as well
        raise UserWarning(record.getMessage())
    return False


def _card(figure: Figure) -> str:
    """Return the figure as a base64 PNG of the shape that link previews want, and give it its size back."""
    size = figure.get_size_inches().copy()
    figure.set_size_inches(CARD_WIDTH, CARD_HEIGHT)
    output = io.BytesIO()
    figure.savefig(output, format="png", dpi=CARD_DPI, facecolor="white", metadata={"Software": None})
    figure.set_size_inches(*size)
    return base64.b64encode(output.getvalue()).decode()


def _complaint(error: Exception) -> list[str]:
    """Return what is wrong in a picture, "" where that is not known, and the patterns of the lines that may say it."""
    if isinstance(error, Unfit):
        return [error.what, error.sign]
    if "no positive values" in str(error):
        return ["로그 눈금에 그릴 양수가 없습니다. 값이나 눈금을 고치세요", LOGARITHMIC]
    if found := FORMULA.fullmatch(str(error)):
        what = "그림 속 수식을 읽을 수 없습니다. 수식을 고치세요"
        signs = [written(found["tex"]), *([written(found["command"])] if found["command"] else [])]
        return [f"{what}: ${found['tex']}$의 {found['at']}번째 글자", *signs]
    if found := FONT.search(str(error)):
        what = "책에 없는 글꼴입니다. 글꼴을 정하는 코드를 지우세요"
        return [f"{what}: {found['family']}", re.escape(found["family"])]
    if found := GLYPH.search(str(error)):
        letter = chr(int(found["number"] or found["formula"], 10 if found["number"] else 16))
        what = "글꼴에 없는 글자(glyph)입니다. 다른 글자를 쓰세요"
        if found["formula"]:
            what = "그림 속 수식에 쓸 수 없는 글자입니다. $…$ 밖에 적으세요"
        sign = re.escape(letter)
        return [f"{what}: {letter} (U+{ord(letter):04X})", rf"\$.*{sign}|{sign}.*\$" if found["formula"] else sign]
    return [""]
