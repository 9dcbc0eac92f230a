"""세 배 간격의 격자와 무작위로 뽑은 학습률을 두 지형에서 비교합니다.

좁은 골짜기는 좋은 학습률의 범위가 더 넓습니다. 울퉁불퉁한 표면은 좋은 범위가 좁아 격자가 통째로 놓칩니다.
"""

from collections.abc import Callable
from random import Random
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lesson_code import drawing
from lesson_code.choosing_learning_rate.facts import HIGH, LOW, bumpy_loss, narrow_loss
from lesson_code.search import log_grid, log_uniform

GRID = log_grid(LOW, HIGH)
SEED = 4
RANDOM = sorted(log_uniform(random, LOW, HIGH) for random in [Random(SEED)] for _ in GRID)  # as many as the grid has


def best(loss: Callable[[float], float], learning_rates: Any) -> tuple[float, float]:
    """Return the learning rate with the least loss, and that loss."""
    found = min((loss(float(rate)), float(rate)) for rate in learning_rates)
    return found[1], found[0]


def draw(axes: Axes, loss: Callable[[float], float], top: float, bottom: float) -> None:
    """Draw the loss against the learning rate, and what both searches saw of it."""
    axes.set(xscale="log", xlabel="학습률 η", ylabel="마지막 손실", xlim=(LOW / 1.3, HIGH * 1.3), ylim=(bottom, top))
    between = np.geomspace(LOW, HIGH, 600)
    axes.plot(between, [loss(float(rate)) for rate in between], color=drawing.SURFACE, linewidth=1.5)
    drawing.decades(axes.xaxis, 0.01, 0.1, 1)
    for rates, colour, marker, name, below in (
        (GRID, drawing.TEAL, "o", "격자", -7),
        (RANDOM, drawing.OCHRE, "X", "무작위", 7),
    ):
        seen = [loss(rate) for rate in rates]
        axes.plot(rates, seen, marker, color=colour, markersize=6, markeredgewidth=0, zorder=4)
        drawing.label(axes, name, (rates[1], seen[1]), (0, below), colour)


def figure() -> Figure:
    """Draw the narrow valley beside the bumpy surface."""
    picture, (left, right) = drawing.panels(2, height=3.0)
    left.set_yscale("log")
    draw(left, narrow_loss, 1e3, 5e-2)
    drawing.decades(left.yaxis, 0.1, 1, 10, 100)
    left.set_title("좁은 골짜기: 격자가 더 낮음")
    draw(right, bumpy_loss, 0.7, -1.1)
    right.set_title("울퉁불퉁한 표면: 무작위가 더 낮음")
    return picture


def describe() -> str:
    """Say what each search found on each surface."""
    found = {
        name: [best(loss, rates) for rates in (GRID, RANDOM)]
        for name, loss in (("좁은 골짜기", narrow_loss), ("울퉁불퉁한 표면", bumpy_loss))
    }
    told = " ".join(
        f"{name}에서 가장 나은 학습률은 격자가 {grid[0]:.3g}(손실 {grid[1]:.2f}), "
        f"무작위가 {drawn[0]:.3g}(손실 {drawn[1]:.2f})입니다.".replace("-", "−")
        for name, (grid, drawn) in found.items()
    )
    return (
        f"가로축은 로그 눈금의 학습률이고 세로축은 마지막 손실입니다. {LOW:g}에서 {HIGH:g} 사이의 학습률을 "
        f"세 배 간격의 격자로 {len(GRID)}개, 무작위로 {len(RANDOM)}개 골랐습니다. {told}"
    )


if __name__ == "__main__":
    drawing.show(figure)
