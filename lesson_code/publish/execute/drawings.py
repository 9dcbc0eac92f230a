"""Save a figure as SVG, as it stands or with its panels stacked for a phone."""

import io
import re
from typing import Any

import matplotlib
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.gridspec import GridSpec

LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}")
GEOMETRY = re.compile(r' (?:d|x|y|width|height|points)="[^"]*"|translate\([^)]*\)')
PHONE_WIDTH, PHONE_PANEL_HEIGHT = 4.2, 2.7  # inches
CSS_PIXELS_PER_INCH = 96


def start_style() -> None:
    """Give matplotlib its own style, and a salt, without which the ids in a drawing differ from one to the next."""
    matplotlib.rcdefaults()
    matplotlib.rcParams["svg.hashsalt"] = "book"


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


def tidy(svg: str) -> str:
    """Return the drawing alone: no prologue, metadata or fixed size, and coordinates to a hundredth of a point."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"\s*<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    for name in ("width", "height"):
        svg = re.sub(rf'^(<svg[^>]*?)\s{name}="[^"]*"', r"\1", svg)
    svg = re.sub(r"\n\s+", "\n", svg)
    return GEOMETRY.sub(lambda part: LONG_NUMBER.sub(_rounded, part.group()), svg)


def _rounded(number: re.Match[str]) -> str:
    return f"{float(number.group()):.2f}".rstrip("0").rstrip(".")
