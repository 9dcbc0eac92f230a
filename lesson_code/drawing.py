"""What the pictures share: one style, one palette, panels, and steps drawn on a curve.

Every colour of a picture comes from the palette; the dark drawing of the site is the light one with each colour
exchanged for its partner. Colours never carry a meaning alone: a label, a marker or a line style says the same.
"""

import math
import tempfile
import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from lesson_code.palette import CALM as CALM
from lesson_code.palette import CYCLE as CYCLE
from lesson_code.palette import DARK as DARK
from lesson_code.palette import DIVERGING as DIVERGING
from lesson_code.palette import FAINT as FAINT
from lesson_code.palette import INK as INK
from lesson_code.palette import MONOTONE as MONOTONE
from lesson_code.palette import MUTED as MUTED
from lesson_code.palette import OCHRE as OCHRE
from lesson_code.palette import ONE_STEP as ONE_STEP
from lesson_code.palette import OSCILLATING as OSCILLATING
from lesson_code.palette import PALE_DIVERGING as PALE_DIVERGING
from lesson_code.palette import PALE_MONOTONE as PALE_MONOTONE
from lesson_code.palette import PALE_OSCILLATING as PALE_OSCILLATING
from lesson_code.palette import REGIMES as REGIMES
from lesson_code.palette import SURFACE as SURFACE
from lesson_code.palette import TEAL as TEAL
from lesson_code.palette import UNSETTLED as UNSETTLED
from lesson_code.surfaces import Surface

HERE = Path(__file__).parent
FONTS = HERE.parent / "node_modules" / "@expo-google-fonts" / "ibm-plex-sans-kr"

WIDE = 7.5  # inches, the width of a column of text: several panels
SINGLE = 4.7  # inches: one panel

LABEL_SIZE = 9.2  # points, text inside a panel
SHORTEST_ARROW = 0.07  # of the panel: a shorter step has no room for an arrowhead
ARROW = {"arrowstyle": "-|>,head_length=0.42,head_width=0.17", "shrinkA": 0, "shrinkB": 1.5, "linewidth": 0.9}

matplotlib.rc_file(HERE / "matplotlibrc")
for font in sorted(FONTS.glob("*_400Regular.ttf")):
    font_manager.fontManager.addfont(font)


def panels(columns: int = 1, height: float = 3.0, **options: Any) -> tuple[Figure, list[Axes]]:
    """Return a figure with ``columns`` panels side by side, and its axes from left to right.

    ``height`` in inches; ``options`` go to ``Figure.subplots``. For a phone the site draws the figure once more, the
    panels one below another; a module whose picture needs another shape there has a function ``narrow``.
    """
    figure = Figure(figsize=(SINGLE if columns == 1 else WIDE, height))
    return figure, list(figure.subplots(1, columns, squeeze=False, **options)[0])


def grid(rows: int, columns: int, height: float) -> tuple[Figure, list[Axes]]:
    """Return a figure for a phone with its panels in rows, and its axes row by row. The site makes it narrow."""
    figure = Figure(figsize=(SINGLE, height))
    return figure, list(figure.subplots(rows, columns, squeeze=False).flat)


def draw_loss(axes: Axes, loss: Callable[[Any], Any], low: float, high: float) -> None:
    """Draw the loss over [low, high], fix both ranges and name both axes."""
    theta = np.linspace(low, high, 400)
    axes.plot(theta, loss(theta), color=SURFACE, zorder=2)
    axes.set(xlabel="θ", ylabel="손실", xlim=(low, high), ylim=axes.get_ylim())


def draw_steps(axes: Axes, surface: Surface, positions: Sequence[float], colour: str) -> None:
    """Draw each step as an arrow between two points of the curve, the start as a hollow ring."""
    draw_path(axes, positions, [surface.loss(theta) for theta in positions], colour)


def draw_path(axes: Axes, across: ArrayLike, up: ArrayLike, colour: str) -> None:
    """Draw each step of a path in the plane of the panel, whose ranges must be fixed already.

    The path ends with the step that leaves the panel. A step too short for an arrowhead is drawn as a line.
    """
    points = np.column_stack([np.asarray(across), np.asarray(up)])
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    shares = (points - (left, low)) / (right - left, high - low)  # 0 to 1 inside the panel
    outside = np.any((shares < 0) | (shares > 1), axis=1)
    inside = int(np.argmax(outside)) if outside.any() else len(points)
    axes.plot(points[: inside + 1, 0], points[: inside + 1, 1], color=colour, linewidth=0.9, zorder=3)
    for i in range(inside - 1):
        if math.dist(shares[i], shares[i + 1]) >= SHORTEST_ARROW:
            arrow = ARROW | {"color": colour}
            axes.annotate("", xy=points[i + 1], xytext=points[i], arrowprops=arrow, zorder=3)
    draw_dots(axes, points[1:inside, 0], points[1:inside, 1], colour)
    draw_start(axes, points[0, 0], points[0, 1], colour)


def decades(axis: Axis, *values: float) -> None:
    """Name these values on a logarithmic axis, written out: powers of ten would be too small to read on a phone."""
    axis.set_ticks(values, [f"{value:,.6f}".rstrip("0").rstrip(".") for value in values])
    axis.set_ticks([], minor=True)


def draw_dots(axes: Axes, across: ArrayLike, up: ArrayLike, colour: str) -> None:
    """Draw positions without the way between them."""
    axes.plot(across, up, "o", color=colour, markersize=3.6, markeredgewidth=0, zorder=4)


def draw_start(axes: Axes, across: float, up: float, colour: str) -> None:
    """Draw the hollow ring of a start."""
    axes.plot(across, up, "o", color=colour, markerfacecolor="none", markersize=7.5, markeredgewidth=1.5, zorder=4)


def label(axes: Axes, text: str, at: tuple[float, float], offset: tuple[float, float], colour: str = INK) -> None:
    """Write next to a point; the text grows away from it, in the direction of ``offset`` (in points)."""
    right, above = offset
    axes.annotate(
        text,
        xy=at,
        xytext=offset,
        textcoords="offset points",
        color=colour,
        fontsize=LABEL_SIZE,
        ha="left" if right > 0 else "right" if right < 0 else "center",
        va="bottom" if above > 0 else "top" if above < 0 else "center",
        linespacing=1.35,
        zorder=5,
        annotation_clip=False,
    )


def show(figure: Callable[[], Figure]) -> None:
    """Open the picture in the browser, as the site will show it."""
    with tempfile.NamedTemporaryFile(suffix=".svg", delete=False) as file:
        figure().savefig(file, format="svg", facecolor="white")
    webbrowser.open(Path(file.name).as_uri())
