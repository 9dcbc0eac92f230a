"""What a chart is: a figure whose named parts move through runs that Python computed. The contract of ``states()``.

The module of a picture makes a chart where it has, beside ``figure()`` and ``describe()``, a function ``states()`` that
returns ``{key: State}``: what the reader may choose from, the first being what ``figure()`` shows. A key names a file:
small letters, digits and ``_``. All figures of a chart have the same size. ``chart_faults`` says what is refused.

In the browser nothing is computed: a slider chooses one of the runs, or goes along it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from lesson_code.palette import CALM

PARTS = ("trail", "dots", "start", "here")  # the way, the points between its ends, the first, the last


@dataclass(frozen=True)
class Slider:
    """A slider with one place for each of ``values``, the texts that say them, unit included.

    ``start`` is the place it stands at first, counted from 0. ``marks`` are lines under it with a text each: (share of
    the way from 0 to 1, text). At most one slider ``walks``: at its place k the first k + 1 points of a run are seen;
    all others choose the run. ``drags`` names a panel in whose picture the start of a run can be dragged, too: the
    slider then goes to the value whose run starts nearest to the finger.
    """

    label: str
    values: Sequence[str]
    start: int
    marks: Sequence[tuple[float, str]] = ()
    walks: bool = False
    drags: str = ""


@dataclass(frozen=True)
class Run:
    """What is seen and said where the sliders that do not walk stand at one place each.

    ``paths`` has for each panel, in the order of ``State.panels``, an array (n, 2) of points across and up in the data
    coordinates of the panel's axes. n is the number of values of the slider that walks, or any number where none does.
    A run is seen as far as all of its points lie inside their axes. ``words`` name it, ``note`` explains it; either may
    be "". One that does not rest is drawn in WILD instead of CALM.
    """

    paths: Sequence[NDArray[np.float64]]
    words: str = ""
    rests: bool = True
    note: str = ""


@dataclass(frozen=True)
class State:
    """One choice of the reader: a drawn figure, and all that can move in it.

    ``panels`` name what moves: each has its own axes, or shares them, and in the figure four artists with the gids
    ``moves-<panel>-trail``, ``-dots``, ``-start`` and ``-here``, as ``draw_moves`` draws them. ``sliders`` by a name
    of small letters, in the order in which they stand. ``runs`` is nested by the sliders that do not walk, in their
    order: ``runs[i][j]`` is the Run at place i of the first and j of the second; without such sliders it is one Run.

    ``says`` is what is told of every position, and ``outside`` what is told once a run has left the picture. In both
    ``{rate}`` stands for what the slider ``rate`` says, in ``outside`` the walking one where the run leaves;
    in ``says`` ``{left.y}`` for how far up the panel ``left``'s last point lies, and ``{left.x}`` for how far across.
    """

    name: str
    figure: Figure
    panels: Mapping[str, Axes]
    sliders: Mapping[str, Slider]
    runs: Any
    says: str
    outside: str = ""


def draw_moves(
    axes: Axes, panel: str, path: ArrayLike, parts: Sequence[str] = PARTS, colour: str = CALM, marker: str = "o"
) -> None:
    """Draw what moves in a panel as it stands at first, each part under its gid; those not in ``parts`` stay empty.

    ``path`` has shape (n, 2), ``marker`` is that of the last point.
    """
    across, up = np.asarray(path).T
    between = slice(1, -1) if len(across) > 2 else slice(-1, None)  # at least one: the browser draws others after it
    none: dict[str, Any] = {"linestyle": "none", "marker": "none"}
    looks: dict[str, tuple[Any, Any, dict[str, Any]]] = {
        "trail": (across, up, {"linewidth": 0.9, "zorder": 3}),
        "dots": (across[between], up[between], {"linestyle": "none", "marker": "o", "markersize": 3.4, "zorder": 4}),
        "start": (across[:1], up[:1], {"linestyle": "none", "marker": "o", "markersize": 7.5, "zorder": 4}),
        "here": (across[-1:], up[-1:], {"linestyle": "none", "marker": marker, "markersize": 7, "zorder": 5}),
    }
    edges = {"start": {"markerfacecolor": "none", "markeredgewidth": 1.5}}
    for part, (x, y, look) in looks.items():
        shown = look | edges.get(part, {"markeredgewidth": 0}) if part in parts else none
        axes.plot(x, y, color=colour, clip_on=False, gid=f"moves-{panel}-{part}", **shown)
