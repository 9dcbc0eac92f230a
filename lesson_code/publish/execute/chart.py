"""Turn what a chart's ``states()`` computed into integers in the picture's own coordinates.

Positions and losses are whole hundredths: the first of a run, then the differences, which compress far better. A run
ends where it leaves its panel: its last position lies inside, and its exits are where the straight line to the next
one crosses the border of each panel.
"""

from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from lesson_code.publish.execute.drawings import draw, stack

UNIT = 100  # integers in 1
POINTS_PER_INCH = 72
CHART_PANEL_HEIGHT = 1.7  # inches: picture and sliders together fit a phone's screen

Panel = NDArray[np.float64]


def pack(state: dict[str, Any]) -> dict[str, Any]:
    """Return one landscape as JSON values: both drawings and every run of its grid."""
    figure: Figure = state["figure"]
    limits = [np.array([axes.get_xlim(), axes.get_ylim()]) for axes in figure.axes]
    wide = moving(figure)
    stack(figure, CHART_PANEL_HEIGHT)
    sayings: dict[tuple[str, bool], int] = {}
    runs = [[_run(run, limits, sayings) for run in row] for row in state["runs"]]
    return {
        **{name: state[name] for name in ("name", "telling", "learning_rates", "starts", "steps", "notes")},
        "marks": [[round(1000 * place), text] for place, text in state["marks"]],
        "unit": UNIT,
        "drawings": {"wide": wide, "narrow": moving(figure)},
        "sayings": list(sayings),
        "runs": runs,
    }


def moving(figure: Figure) -> dict[str, Any]:
    """Return the drawing, and for each panel how integers become its points: origin and scale of both directions."""
    drawing = draw(figure)
    width, height = figure.get_size_inches() * POINTS_PER_INCH
    return drawing | {"panels": [_scale(axes, width, height) for axes in figure.axes]}


def _scale(axes: Axes, width: float, height: float) -> list[float]:
    """Return the point of (0, 0) and the points per integer, across and down."""
    box, (left, right), (low, high) = axes.get_position(), axes.get_xlim(), axes.get_ylim()
    across, down = box.width * width / (right - left), -box.height * height / (high - low)
    x, y = box.x0 * width - left * across, (1 - box.y0) * height - low * down
    return [round(float(value), 4) for value in (x, y, across / UNIT, down / UNIT)]


def _run(run: Any, limits: list[Panel], sayings: dict[tuple[str, bool], int]) -> list[Any]:
    """Return [saying, exits, across, up, losses]; no exits where it stays inside, no losses where they are ``up``."""
    points, losses, text, rests = run
    saying = sayings.setdefault((text, rests), len(sayings))
    paths = [points, np.column_stack([np.arange(len(losses)), losses])]
    outside = np.any([_outside(path, limit) for path, limit in zip(paths, limits, strict=True)], axis=0)
    inside = int(np.argmax(outside)) if outside.any() else len(losses)
    across, up, shown = (_differences(_integers(values[:inside])) for values in (*points.T, losses))
    leaving = []
    if outside.any():
        pairs = zip(paths, limits, strict=True)
        leaving = [_integers(_crossing(path[inside - 1], path[inside], limit)) for path, limit in pairs]
    return [saying, leaving, across, up] + ([] if up == shown else [shown])


def _outside(path: Panel, limit: Panel) -> NDArray[np.bool_]:
    """Return which points of a path lie outside the panel."""
    return np.asarray(np.any((path < limit[:, 0]) | (path > limit[:, 1]), axis=1))


def _crossing(here: Panel, there: Panel, limit: Panel) -> Panel:
    """Return where the way from a point inside to one outside crosses the panel's border."""
    way = there - here
    room = np.where(way > 0, limit[:, 1] - here, here - limit[:, 0])
    share = min(1.0, *(float(r / abs(w)) for r, w in zip(room, way, strict=True) if w))
    return here + share * way


def _integers(values: Panel) -> list[int]:
    return [int(value) for value in np.rint(values * UNIT)]


def _differences(values: list[int]) -> list[int]:
    return [values[0], *(after - before for before, after in pairwise(values))]
