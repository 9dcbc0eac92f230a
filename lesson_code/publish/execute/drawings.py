"""Save a figure as SVG, as it stands or with its panels stacked for a phone."""

import io
from typing import Any

import matplotlib
from matplotlib import font_manager
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.gridspec import GridSpec

from lesson_code.publish.svg import tidy

PHONE_WIDTH, PHONE_PANEL_HEIGHT = 4.2, 2.7  # inches
CSS_PIXELS_PER_INCH = 96
FONTS = len(font_manager.fontManager.ttflist)  # before any lesson added one


def forget_style() -> None:
    """Give matplotlib its own style and the fonts it started with, whatever an earlier job in this process set.

    Without a salt, the ids in a drawing would differ from one drawing to the next.
    """
    matplotlib.rcdefaults()
    matplotlib.rcParams["svg.hashsalt"] = "book"
    known = font_manager.fontManager
    known.addfont(known.ttflist[0].fname)  # adding any font makes matplotlib forget which ones it found before
    del known.ttflist[FONTS:]


def draw(figure: Figure) -> dict[str, Any]:
    """Return the figure as tidy SVG with its size in CSS pixels."""
    output = io.StringIO()
    # what savefig does, less the drawing for the layout alone that it does first: a layout is found in any drawing
    metadata = {"Date": None, "Creator": None, "Format": None, "Type": None}
    FigureCanvasSVG(figure).print_svg(output, metadata=metadata)  # type: ignore[no-untyped-call]
    width, height = (round(inches * CSS_PIXELS_PER_INCH) for inches in figure.get_size_inches())
    return {"svg": tidy(output.getvalue()), "width": width, "height": height}


def stack(figure: Figure, panel_height: float = PHONE_PANEL_HEIGHT) -> bool:
    """Set the panels one below another, as wide as a phone; return whether there were several side by side."""
    panels = [axes for axes in figure.axes if axes.get_subplotspec() is not None]
    if len(panels) < 2:
        return False
    height = min(panel_height, figure.get_size_inches()[1])
    figure.set_size_inches(PHONE_WIDTH, height * len(panels))
    grid = GridSpec(len(panels), 1, figure=figure)
    for row, axes in enumerate(panels):
        axes.set_subplotspec(grid[row])
    return True
