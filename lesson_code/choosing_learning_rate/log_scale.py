"""학습률 열 개를 세 배 간격으로 놓고, 같은 결과를 보통 눈금과 로그 눈금에 그립니다.

보통 눈금에서는 작은 학습률이 한 점에 뭉칩니다. 로그 눈금에서는 모두 고르게 보입니다.
"""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lesson_code import drawing
from lesson_code.descent import destination
from lesson_code.search import log_grid
from lesson_code.stability import regime
from lesson_code.surfaces import valley

LEARNING_RATES = log_grid(0.00004, 0.9)
START, STEPS = 10.0, 5
CROWDED = 0.1  # of the axis: what lies nearer to 0 looks like one spot


def losses(learning_rates: Any) -> Any:
    """Return the loss after all steps for each learning rate."""
    return valley.loss(destination(valley.gradient, START, np.asarray(learning_rates), STEPS))


def crowded() -> int:
    """Return how many learning rates lie within the first tenth of the plain axis."""
    return sum(rate < CROWDED * max(LEARNING_RATES) for rate in LEARNING_RATES)


def draw(axes: Axes, scale: str) -> None:
    """Draw the loss against the learning rate."""
    axes.set(xscale=scale, yscale="log", xlabel="학습률 η", ylabel=f"{STEPS}스텝 뒤의 손실", ylim=(1e-3, 1e3))
    between = np.geomspace(LEARNING_RATES[0], LEARNING_RATES[-1], 200)
    axes.plot(between, losses(between), color=drawing.SURFACE, linewidth=1)
    drawing.decades(axes.yaxis, 0.001, 0.1, 10, 1000)
    for rate, loss in zip(LEARNING_RATES, losses(LEARNING_RATES), strict=True):
        drawing.draw_dots(axes, [rate], [loss], drawing.REGIMES[regime(rate, valley.curvature(0.0))])
    drawing.label(axes, "다시 커짐", (LEARNING_RATES[-1], losses(LEARNING_RATES[-1])), (0, 8), drawing.OSCILLATING)


def figure() -> Figure:
    """Draw the same points on both axes."""
    picture, (left, right) = drawing.panels(2, height=2.8)
    draw(left, "linear")
    left.set_xlim(-0.04, 1)
    left.set_title("가로가 보통 눈금: 한 점에 뭉침")
    draw(right, "log")
    drawing.decades(right.xaxis, 0.0001, 0.01, 1)
    right.set_xlim(2e-5, 5)
    right.set_title("가로도 로그 눈금: 고르게 보임")
    return picture


def describe() -> str:
    """Say how the points lie on each axis."""
    return (
        f"학습률 {len(LEARNING_RATES)}개를 세 배 간격으로 놓고 {STEPS}스텝 뒤의 손실을 두 가지 가로축에 그렸습니다. "
        f"보통 눈금에서는 {crowded()}개가 가장 큰 학습률의 10분의 1 안에 뭉쳐 있습니다. "
        f"로그 눈금에서는 점 {len(LEARNING_RATES)}개가 고르게 놓이고, "
        f"작은 학습률에서 손실이 거의 줄지 않는 것과 큰 학습률에서 급하게 줄어드는 것이 함께 보입니다. "
        "가장 큰 학습률에서는 손실이 다시 커집니다."
    )


if __name__ == "__main__":
    drawing.show(figure)
