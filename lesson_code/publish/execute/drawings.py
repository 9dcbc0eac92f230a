"""Save a figure as SVG, as it stands or laid out anew for a phone."""

import io
import re
from typing import Any

import matplotlib.style
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.gridspec import GridSpec
from matplotlib.layout_engine import PlaceHolderLayoutEngine
from matplotlib.text import Text

from lesson_code.publish.execute import panels
from lesson_code.publish.execute.panels import Unfit
from lesson_code.publish.read import tex

LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}")
GEOMETRY = re.compile(r' (?:d|x|y|width|height|points)="[^"]*"|translate\([^)]*\)')
LINES = re.compile(r'(?<= d=")[MLz\d.\s-]+(?=")')  # a path without curves
POINT = re.compile(r"([ML]) (\S+) (\S+)|z")
PHONE_WIDTH, PHONE_PANEL_HEIGHT = 3.1, 2.4  # inches: as wide as the room in a fold of a page of 360 pixels
PHONE_ZOOM = 1.3  # a narrow drawing may grow so far, to fill the page
GAP = 0.09  # inches above and below each of several panels: a title stands nearer to its own than to the one above
CSS_PIXELS_PER_INCH = 96
LARGEST = 1_000_000  # letters of what readers fetch at once: a drawing, the data of a chart, what a cell puts out
TEX = re.compile(r"\\[A-Za-z]{2,}|(?<=[A-Za-zα-ω)])\^[\d{]")
# among what would be letters of a formula: $5 to $
WORD = re.compile(r"\d[^\\=+*/^_<>−-]*\s[A-Za-z]{2,}\s[^\\=+*/^_<>−-]*")


def start_style() -> None:
    """Give matplotlib its own style, and a salt, without which the ids in a drawing differ from one to the next."""
    matplotlib.rcdefaults()
    matplotlib.rcParams["svg.hashsalt"] = "book"


def draw(figure: Figure) -> dict[str, Any]:
    """Return the figure as tidy SVG with its size in CSS pixels. Raises Unfit where a text would be seen otherwise."""
    _check_texts(figure)
    output = io.StringIO()
    try:
        # what savefig does, less the drawing for the layout alone that it does first: a layout is found in any drawing
        FigureCanvasSVG(figure).print_svg(output)  # type: ignore[no-untyped-call]
    except UserWarning as why:
        if "layout not applied" not in str(why):
            raise
        raise panels.crowded(figure) from why
    panels.check(figure)
    width, height = (round(inches * CSS_PIXELS_PER_INCH) for inches in figure.get_size_inches())
    return {"svg": tidy(output.getvalue()), "width": width, "height": height}


def _check_texts(figure: Figure) -> None:
    for text in (found.get_text() for found in figure.findobj(Text) if found.get_parse_math()):
        if "$" not in text and (found := TEX.search(text)):
            raise Unfit(f"그림의 글에 수식의 표기가 그대로 보입니다. $ 사이에 적으세요: {found[0]}", text)
        if re.search("[\ud800-\udfff]", text):
            raise Unfit(f"그림의 글에 글자가 아닌 것이 있습니다. 지우세요: {text!a}", text)
        parts = re.split(r"(?<!\\)\$", text)
        if len(parts) % 2 and any(map(WORD.fullmatch, parts[1::2])):
            what = "그림의 글에서 달러 기호 사이가 수식이 됩니다. 돈이라면 기호마다 역슬래시를 붙여 \\$로 적으세요"
            raise Unfit(f"{what}: {text}", text)
        for _, what in (wrong for formula in parts[1::2] if len(parts) % 2 for wrong in tex.faults(formula)):
            raise Unfit(f"그림의 수식: {what}", text)
        if not len(parts) % 2 and re.search(r"\\[A-Za-z]", text):
            raise Unfit(f"그림의 수식에 달러 기호가 하나뿐입니다. 수식의 앞과 뒤에 $를 적으세요: {text}", text)


def narrow(figure: Figure, panel_height: float = PHONE_PANEL_HEIGHT) -> dict[str, Any]:
    """Return the figure as SVG, drawn for a phone."""
    stack(figure, panel_height)
    drawing = draw(figure)
    return drawing | {size: round(PHONE_ZOOM * drawing[size]) for size in ("width", "height")}


def stack(figure: Figure, panel_height: float) -> None:
    """Make the figure as wide as a phone, with panels that stood side by side one below another.

    A figure of several rows keeps them and its height.
    """
    beside = [axes for axes in figure.axes if (spec := axes.get_subplotspec()) and spec.get_gridspec().nrows == 1]
    height = figure.get_size_inches()[1]
    each = panel_height if len(beside) > 1 else 1.25 * panel_height  # alone, it is what the reader looks at
    figure.set_size_inches(PHONE_WIDTH, min(each, height) * len(beside) or height)
    grid = GridSpec(len(beside) or 1, 1, figure=figure)
    for row, axes in enumerate(beside):
        axes.set_subplotspec(grid[row])
    if len(figure.axes) > 1:
        figure.set_layout_engine("constrained", h_pad=GAP)
    elif isinstance(figure.get_layout_engine(), PlaceHolderLayoutEngine | None):  # its margins are those of a wide page
        figure.set_layout_engine("constrained")


def tidy(svg: str) -> str:
    """Return the drawing alone: no prologue, metadata or fixed size, and coordinates to a hundredth of a point."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"\s*<metadata>.*?</metadata>|<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    svg = re.sub("^<svg[^>]*", lambda tag: re.sub(r'\s(?:width|height)="[^"]*"', "", tag[0]), svg)
    svg = re.sub(r"\n\s+", "\n", svg)
    svg = GEOMETRY.sub(lambda part: LONG_NUMBER.sub(lambda number: _short(float(number.group())), part.group()), svg)
    return LINES.sub(_by_steps, svg)


def _by_steps(path: re.Match[str]) -> str:
    """Return a path of lines by its steps: they resemble each other, and travel in a third of the bytes."""
    steps, at, start = [], (0, 0), (0, 0)  # in hundredths of a point
    for command, *numbers in POINT.findall(path.group()):
        if not command:
            steps.append("z")
            at = start
            continue
        x, y = (round(100 * float(number)) for number in numbers)
        if command == "M":
            start = x, y
            steps.append(f"M{_short(x / 100)} {_short(y / 100)}")
        else:
            steps.append(f"l{_short((x - at[0]) / 100)} {_short((y - at[1]) / 100)}")
        at = x, y
    return "".join(steps)


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
