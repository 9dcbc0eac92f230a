"""What the pictures share: one style, one palette, panels, and steps drawn on a curve.

Every colour of a picture comes from the palette below; the dark drawing of the site is the light one with each colour
exchanged for its partner. Colours never carry a meaning alone: a label, a marker or a line style says the same.
"""

import tempfile
import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lesson_code.surfaces import Surface

HERE = Path(__file__).parent
FONTS = HERE.parent / "node_modules" / "@expo-google-fonts" / "ibm-plex-sans-kr"

INK, MUTED, FAINT = "#24292f", "#6b7280", "#d8dce3"  # text, axes, grid
SURFACE = "#4b5563"  # the loss itself
CALM = "#0067b1"  # blue: converges
WILD = "#c2410c"  # vermilion: diverges
GREEN, PURPLE, GOLD = "#00795c", "#8e3a8c", "#9a6a00"  # further curves
PALE_CALM, PALE_WILD = "#cfe3f5", "#f9dccb"  # areas

DARK = {  # light -> dark partner of every colour
    INK: "#e6e8ee",
    MUTED: "#9aa3b2",
    FAINT: "#3b4252",
    SURFACE: "#b8c0cc",
    CALM: "#6db7f2",
    WILD: "#ff9e64",
    GREEN: "#4fd1a5",
    PURPLE: "#d8a0e0",
    GOLD: "#e8c35a",
    PALE_CALM: "#1d3a54",
    PALE_WILD: "#54301c",
}

WIDE = 7.5  # inches, the width of a column of text: several panels
SINGLE = 5.4  # inches: one panel

matplotlib.rc_file(HERE / "matplotlibrc")
for font in sorted(FONTS.glob("*_400Regular.ttf")):
    font_manager.fontManager.addfont(font)


def panels(columns: int = 1, height: float = 3.0, **options: Any) -> tuple[Figure, list[Axes]]:
    """Return a figure with ``columns`` panels side by side, and its axes from left to right.

    ``height`` in inches; ``options`` go to ``Figure.subplots``. On a phone the site shows the panels one below another.
    """
    figure = Figure(figsize=(SINGLE if columns == 1 else WIDE, height))
    return figure, list(figure.subplots(1, columns, squeeze=False, **options)[0])


def draw_loss(axes: Axes, loss: Callable[[Any], Any], low: float, high: float) -> None:
    """Draw the loss over [low, high] and name both axes."""
    theta = np.linspace(low, high, 400)
    axes.plot(theta, loss(theta), color=SURFACE, zorder=2)
    axes.set(xlabel="θ", ylabel="손실")


def draw_steps(axes: Axes, surface: Surface, positions: Sequence[float], colour: str) -> None:
    """Draw each step as an arrow between two points of the curve, the start as a hollow ring."""
    losses = [surface.loss(theta) for theta in positions]
    for i in range(len(positions) - 1):
        axes.annotate(
            "",
            xy=(positions[i + 1], losses[i + 1]),
            xytext=(positions[i], losses[i]),
            arrowprops={"arrowstyle": "-|>", "color": colour, "shrinkA": 2, "shrinkB": 2, "lw": 1.1},
            zorder=3,
        )
    axes.plot(positions[1:], losses[1:], "o", color=colour, zorder=4)
    axes.plot(positions[0], losses[0], "o", color=colour, markerfacecolor="none", markersize=8, zorder=4)


def show(figure: Callable[[], Figure]) -> None:
    """Open the picture in the browser, as the site will show it."""
    with tempfile.NamedTemporaryFile(suffix=".svg", delete=False) as file:
        figure().savefig(file, format="svg", facecolor="white")
    webbrowser.open(Path(file.name).as_uri())
