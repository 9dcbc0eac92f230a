"""Turn what a chart's ``states()`` computed into integers in the picture's own coordinates.

Points are whole parts of a power of ten of their axis, on a logarithmic one of its logarithm: the first of a run, then
the differences, which compress far better. A run ends where it leaves a panel: its last position lies inside all, and
its exits are where the straight line to the next one crosses the border of each panel that it leaves.
"""

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from lesson_code.publish.execute.drawings import LARGEST, draw, stack
from lesson_code.publish.execute.job import Job
from lesson_code.publish.faults import BookError, Fault, fault_of

FINENESS = 400  # integers across a panel, at least
POINTS_PER_INCH = 72
CHART_PANEL_HEIGHT = 1.55  # inches: picture and sliders together fit a phone's screen

Points = NDArray[np.float64]


def packed(states: Callable[[], Any], job: Job, roots: tuple[str, ...]) -> dict[str, Any]:
    """Return every state as JSON values. Raises BookError where ``states()`` breaks the contract of a chart."""
    from lesson_code import chart_faults  # here, so that no picture that stands still depends on it

    line = getattr(getattr(states, "__code__", None), "co_firstlineno", job.line)
    try:
        made = states()
    except TypeError as error:
        if misused := chart_faults.misused(str(error)):
            place = fault_of(error, roots, Fault(job.path, line, ""))
            raise BookError([replace(place, what=misused)]) from error
        raise
    if wrong := list(chart_faults.faults(made)):
        raise BookError(Fault(job.path, line, what) for what in wrong)
    found = {key: pack(state) for key, state in made.items()}
    for key, size in ((key, len(json.dumps(state, ensure_ascii=False))) for key, state in found.items()):
        if size > LARGEST:
            what = f"states()의 {key!r}가 1 MB를 넘습니다. 슬라이더의 값이나 궤적의 점을 줄이세요: {size / 1e6:.1f} MB"
            raise BookError([Fault(job.path, line, what)])
    return found


def pack(state: Any) -> dict[str, Any]:
    """Return one state, a ``chart.State``, as JSON values: both drawings and every run."""
    panels = list(state.panels.values())
    units = [_units(axes) for axes in panels]
    wide = _moving(state, units)
    stack(state.figure, CHART_PANEL_HEIGHT)
    sayings: dict[tuple[str, bool, str], int] = {}
    depth = sum(not slider.walks for slider in state.sliders.values())
    return {
        **{name: getattr(state, name) for name in ("name", "says", "outside")},
        "sliders": {name: vars(slider) for name, slider in state.sliders.items()},
        "panels": list(state.panels),
        "units": [[int(unit) if unit >= 1 else unit for unit in pair.tolist()] for pair in units],
        "drawings": {"wide": wide, "narrow": _moving(state, units)},
        "runs": [_run(run, panels, units, sayings) for run in _flat(state.runs, depth)],
        "sayings": list(sayings),
    }


def _flat(runs: Any, depth: int) -> list[Any]:
    return [run for inner in runs for run in _flat(inner, depth - 1)] if depth else [runs]


def _limits(axes: Axes) -> Points:
    """Return the corners (left, low) and (right, high) of a panel as its scales have them, which may be logarithms."""
    return np.asarray(axes.transScale.transform(np.transpose([axes.get_xlim(), axes.get_ylim()])))


def _units(axes: Axes) -> Points:
    """Return for both directions of a panel how many integers make 1."""
    return np.array([10.0 ** math.ceil(math.log10(FINENESS / size)) for size in np.abs(np.diff(_limits(axes).T)[:, 0])])


def _moving(state: Any, units: Sequence[Points]) -> dict[str, Any]:
    """Return the drawing, and for each panel the point of (0, 0) and the points per integer, across and down."""
    drawing = draw(state.figure)
    size = state.figure.get_size_inches() * POINTS_PER_INCH
    scales = []
    for axes, unit in zip(state.panels.values(), units, strict=True):
        box, (low, high) = axes.get_position(), _limits(axes)
        scale = size * [box.width, -box.height] / (high - low)
        origin = size * [box.x0, 1 - box.y0] - low * scale
        scales.append([round(float(value), 4) for value in (*origin, *scale / unit)])
    return drawing | {"panels": scales}


def _run(run: Any, panels: Sequence[Axes], units: Sequence[Points], sayings: dict[Any, int]) -> list[Any]:
    """Return [saying, exits, across, up, across, up, ...]; in a column's place stands which one before it is equal.

    There are no exits where the run stays inside, and in them nothing for a panel that it does not leave.
    """
    saying = sayings.setdefault((run.words, run.rests, run.note), len(sayings))
    paths = [axes.transScale.transform(path) for axes, path in zip(panels, run.paths, strict=True)]
    limits = [np.sort(_limits(axes), axis=0) for axes in panels]
    away = np.array(
        [np.any((path < low) | (path > high), axis=1) for path, (low, high) in zip(paths, limits, strict=True)]
    )
    end = int(np.argmax(away.any(axis=0))) if away.any() else len(paths[0])
    exits: list[list[int]] = []
    columns: list[Any] = []
    for path, limit, unit, out in zip(paths, limits, units, away, strict=True):
        if away.any():
            exits.append(_integers(_crossing(path[end - 1], path[end], limit) * unit) if out[end] else [])
        for column in _integers(np.diff(np.rint(path[:end] * unit).T, prepend=0)):  # the first, then the differences
            columns.append(columns.index(column) if column in columns else column)
    return [saying, exits, *columns]


def _crossing(here: Points, there: Points, limit: Points) -> Points:
    """Return where the way from a point inside to one outside crosses the panel's border."""
    way = there - here
    room = np.where(way > 0, limit[1] - here, here - limit[0])
    share = min(1.0, *(float(r / abs(w)) for r, w in zip(room, way, strict=True) if w))
    return here + share * way


def _integers(values: Points) -> list[Any]:
    integers: list[Any] = np.rint(values).astype(int).tolist()
    return integers
