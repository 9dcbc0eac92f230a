"""Save a figure as SVG, as it stands or laid out anew for a phone."""

import io
import re
from operator import itemgetter
from typing import Any

import matplotlib.style
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.gridspec import GridSpec
from matplotlib.layout_engine import PlaceHolderLayoutEngine
from matplotlib.lines import Line2D
from matplotlib.path import Path
from matplotlib.text import Text

from lesson_code.publish.read import tex

LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}")
GEOMETRY = re.compile(r' (?:d|x|y|width|height|points)="[^"]*"|translate\([^)]*\)')
LINES = re.compile(r'(?<= d=")[MLz\d.\s-]+(?=")')  # a path without curves
POINT = re.compile(r"([ML]) (\S+) (\S+)|z")
PHONE_WIDTH, PHONE_PANEL_HEIGHT = 3.1, 2.4  # inches: as wide as the room in a fold of a page of 360 pixels
PHONE_ZOOM = 1.3  # a narrow drawing may grow so far, to fill the page
GAP = 0.09  # inches above and below each of several panels: a title stands nearer to its own than to the one above
CSS_PIXELS_PER_INCH = 96
LARGEST = 1_000_000  # letters of what readers fetch at once: a drawing, the data of a chart
CUT = 0.5  # of the height of its letters, which may be lost of a text: its box is larger than they
TEX = re.compile(r"\\[A-Za-z]{2,}|(?<=[A-Za-zα-ω)])\^[\d{]")
UNSEEN = "선이 축의 범위 밖에 있어 보이지 않습니다. 범위(set_xlim, set_ylim)나 값을 고치세요"
SHORTER = "줄이거나 \\n으로 줄을 바꾸거나 안쪽으로 옮기세요"
# among what would be letters of a formula: $5 to $
WORD = re.compile(r"\d[^\\=+*/^_<>−-]*\s[A-Za-z]{2,}\s[^\\=+*/^_<>−-]*")


class Unfit(ValueError):
    """A drawing that must not be published: what is wrong with it, and the text in it that is."""

    def __init__(self, what: str, text: str) -> None:
        """Keep both."""
        super().__init__(what)
        self.what, self.text = what, text


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
        text, outside = max(_texts(figure), key=itemgetter(1), default=("", 0))
        what = f"글이 너무 길거나 멀리 있어 그림에 들어가지 않습니다. {SHORTER}"
        raise Unfit(f"{what}: {text}" if outside > 0 else f"눈금의 {what}", text) from why
    for text, outside in _texts(figure):
        if outside > CUT:
            raise Unfit(f"그림의 가장자리에서 잘리는 글입니다. {SHORTER}: {text}", text)
    _check_panels(figure)
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


def _texts(figure: Figure) -> list[tuple[str, float]]:
    """Return what an author wrote into a drawn figure, and by how many heights of its letters each text reaches out."""
    texts = [*figure.texts, *(text for legend in figure.legends for text in legend.get_texts())]
    for axes in figure.axes:
        if axes.get_visible() and axes.name == "rectilinear":
            axis = [each.label for each in (axes.xaxis, axes.yaxis) if axes.axison and each.get_visible()]
            legend = axes.get_legend()
            texts += [*axes.texts, axes.title, *axis, *(legend.get_texts() if legend else ())]
    found, (width, height) = [], figure.bbox.size
    for text in texts:
        clipped = text.get_clip_on() and text.get_clip_box()
        if text.get_visible() and text.get_text().strip() and not clipped:
            box = text.get_window_extent()  # of an annotation that is not drawn, nowhere
            outside = max(-box.x0, -box.y0, box.x1 - width, box.y1 - height)
            found.append((text.get_text(), outside / text.get_fontsize()))
    return found


def _check_panels(figure: Figure) -> None:
    """Raise Unfit for an empty panel, one in which nothing lies, or a line that a legend names and no panel shows."""
    panels = [axes for axes in figure.axes if axes.get_visible()]
    seen: set[str] = set()
    lost = []
    for axes in panels:
        drawn = [*axes.lines, *axes.collections, *axes.patches, *axes.images, *axes.texts, *axes.tables, *axes.artists]
        twin = any(other is not axes and other.bbox.bounds == axes.bbox.bounds for other in figure.axes)
        if axes.axison and not drawn and not axes.child_axes and not twin:
            raise Unfit("아무것도 그리지 않은 칸이 있습니다. 그리거나 axes.set_axis_off()로 끄세요", "panels(")
        lines = [line for line in axes.lines if line.get_visible()]
        unseen = [line for line in lines if not _seen(line, axes)]
        bars = [bar for bar in axes.patches if bar.get_window_extent().overlaps(axes.bbox)]
        if lines and len(unseen) == len(lines) and not (axes.collections or axes.images or bars or axes.tables):
            raise Unfit(UNSEEN, "lim(")
        names = {text.get_text() for text in legend.get_texts()} if (legend := axes.get_legend()) else set()
        seen |= {str(line.get_label()) for line in lines if line not in unseen}
        lost += [str(line.get_label()) for line in unseen if line.get_label() in names]
    named = [str(line.get_label()) for axes in panels for line in axes.lines if str(line.get_label())[:1] not in "_"]
    if named and not figure.legends and not any(axes.get_legend() for axes in figure.axes):
        raise Unfit(
            f"label로 붙인 이름이 보이지 않습니다. axes.legend()를 부르거나 label을 빼세요: {named[0]}", "label="
        )
    for name in lost:
        if name not in seen:
            raise Unfit(f"{UNSEEN}: {name}", "lim(")


def _seen(line: Line2D, axes: Axes) -> bool:
    """Return whether any of a line lies in its panel, or could be seen outside."""
    points = line.get_transform().transform(line.get_path().vertices)
    points = points[np.isfinite(points).all(axis=1)]
    box = axes.bbox.expanded(1.001, 1.001)
    inside = any(box.contains(*point) for point in points)
    crosses = len(points) > 1 and bool(Path(points).intersects_bbox(box, filled=False))
    return inside or crosses or not len(points) or not line.get_clip_on()


def narrow(figure: Figure, panel_height: float = PHONE_PANEL_HEIGHT) -> dict[str, Any]:
    """Return the figure as SVG, drawn for a phone."""
    stack(figure, panel_height)
    drawing = draw(figure)
    return drawing | {size: round(PHONE_ZOOM * drawing[size]) for size in ("width", "height")}


def stack(figure: Figure, panel_height: float) -> None:
    """Make the figure as wide as a phone, with panels that stood side by side one below another.

    A figure of several rows keeps them and its height.
    """
    panels = [axes for axes in figure.axes if (spec := axes.get_subplotspec()) and spec.get_gridspec().nrows == 1]
    height = figure.get_size_inches()[1]
    each = panel_height if len(panels) > 1 else 1.25 * panel_height  # alone, it is what the reader looks at
    figure.set_size_inches(PHONE_WIDTH, min(each, height) * len(panels) or height)
    grid = GridSpec(len(panels) or 1, 1, figure=figure)
    for row, axes in enumerate(panels):
        axes.set_subplotspec(grid[row])
    if len(figure.axes) > 1:
        figure.set_layout_engine("constrained", h_pad=GAP)
    elif isinstance(figure.get_layout_engine(), PlaceHolderLayoutEngine | None):  # its margins are those of a wide page
        figure.set_layout_engine("constrained")


def tidy(svg: str) -> str:
    """Return the drawing alone: no prologue, metadata or fixed size, and coordinates to a hundredth of a point."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"\s*<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    for name in ("width", "height"):
        svg = re.sub(rf'^(<svg[^>]*?)\s{name}="[^"]*"', r"\1", svg)
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
