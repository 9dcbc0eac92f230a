"""학습률과 출발점을 함께 바꾸면 어디에 닿는지, 경사하강법을 수십만 번 한꺼번에 돌려 지도로 그립니다.

수 하나를 받던 `descent.destination`에 배열을 그대로 넘깁니다. 지도의 점 하나가 실행 한 번입니다.
"""

from functools import cache
from typing import Any

import numpy as np
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure

from lesson_code import drawing
from lesson_code.descent import destination
from lesson_code.stability import edge
from lesson_code.surfaces import double_well

LEARNING_RATES = np.linspace(0.05, 2.0, 640)  # from left to right
STARTS = np.linspace(-2.6, 2.6, 400)  # from bottom to top
STEPS = 400
FURTHER = 2  # more steps, to see whether a run still comes nearer to its minimum
NEAR, ROUNDING = 0.02, 1e-9  # distances from a minimum: almost there; as near as floats come
MINIMA = tuple(destination(double_well.gradient, start, 0.2, 500) for start in (-1.0, 1.0))
EDGES = tuple(edge(double_well.curvature(minimum)) for minimum in MINIMA)

LEFT, RIGHT, UNSETTLED, DIVERGED = range(4)
SHADES = (  # of each kind; transparent, so that the page shines through, light or dark
    to_rgba(drawing.MONOTONE, 0.58),
    to_rgba(drawing.MONOTONE, 0.24),
    to_rgba(drawing.UNSETTLED, 0.38),
    to_rgba(drawing.DIVERGING, 0.42),
)


def landings_of(learning_rates: Any, starts: Any) -> Any:
    """Return how descent ends, for arrays that broadcast, of NumPy, Dask or any library that overloads operators."""
    with np.errstate(over="ignore", invalid="ignore"):  # runs that diverge overflow: that is what the map shows
        before = destination(double_well.gradient, starts, learning_rates, STEPS)
        after = destination(double_well.gradient, before, learning_rates, FURTHER)
        ends = DIVERGED + (UNSETTLED - DIVERGED) * (abs(after) < np.inf)
        for kind, minimum in zip((LEFT, RIGHT), MINIMA, strict=True):
            distance, later = abs(before - minimum), abs(after - minimum)
            ends = ends + (kind - ends) * ((distance < NEAR) & ((later < distance) | (later < ROUNDING)))
    return ends


@cache
def landings() -> Any:
    """Return for every start (row) and learning rate (column) of the map how descent ends."""
    return landings_of(LEARNING_RATES, STARTS[:, None])


def figure() -> Figure:
    """Draw the map, name its regions and mark the edge of each minimum."""
    picture, (axes,) = drawing.panels(1, height=4.2)
    extent = (LEARNING_RATES[0], LEARNING_RATES[-1], STARTS[0], STARTS[-1])
    image = (255 * np.array(SHADES)[landings()]).round().astype(np.uint8)
    axes.imshow(image, origin="lower", extent=extent, aspect="auto", interpolation="none")
    axes.set(xlabel="학습률 η", ylabel="출발점")
    for text, at in (
        ("왼쪽\n최소점", (0.45, -0.75)),
        ("오른쪽\n최소점", (0.45, 1.05)),
        ("멈추지\n않음", (1.4, 0.2)),
        ("발산", (1.5, 2.1)),
    ):
        drawing.label(axes, text, at, (0, 0))
    for name, border, beside, height in (("왼쪽", EDGES[LEFT], 5, -2.2), ("오른쪽", EDGES[RIGHT], -5, 0.25)):
        axes.axvline(border, linestyle="--", color=drawing.INK, linewidth=0.9)
        drawing.label(axes, f"{name}의\n2/곡률 {border:.2f}", (border, height), (beside, 0))
    return picture


def describe() -> str:
    """Say what the regions are and how large."""
    ends = landings()
    left, right, unsettled, diverged = (f"{np.mean(ends == kind):.0%}" for kind in range(4))
    last = [LEARNING_RATES[np.any(ends == kind, axis=0)].max() for kind in (LEFT, RIGHT)]
    return (
        f"가로축은 학습률, 세로축은 출발점입니다. 점은 {ends.size:,}개이고, 점 하나가 실행 한 번입니다. "
        f"{left}는 왼쪽 최소점에, {right}는 더 깊은 오른쪽 최소점에 도착하고, "
        f"{unsettled}는 멈추지 않으며, {diverged}는 발산합니다. "
        f"최소점에 도착한 가장 큰 학습률은 오른쪽이 {last[RIGHT]:.2f}, 왼쪽이 {last[LEFT]:.2f}입니다. "
        f"최소점에서 2/곡률은 각각 {EDGES[RIGHT]:.2f}, {EDGES[LEFT]:.2f}입니다. "
        f"먼 곳에서 출발하면 두 최소점의 색이 띠처럼 엇갈립니다."
    )


if __name__ == "__main__":
    drawing.show(figure)
