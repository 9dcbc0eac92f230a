"""바닥을 건너뛰는 일, 손실이 줄지 않는 일, 발산하는 일은 서로 다릅니다.

포물선에서 한 스텝은 자리를 1 − ηL배로, 손실을 그 제곱 배로 만듭니다. 학습률마다 실제로 한 스텝을 걸어 두 수를 잽니다.
"""

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from lesson_code import drawing, surfaces
from lesson_code.descent import step
from lesson_code.stability import edge

VALLEY = surfaces.valley  # x^2
CURVATURE = VALLEY.curvature(0.0)
CROSSING, EDGE = 1 / CURVATURE, edge(CURVATURE)
LEARNING_RATES = np.linspace(0.001, 1.3 * EDGE, 120)


def factors(learning_rates: Any) -> tuple[Any, Any]:
    """Return what one step from 1 multiplies the position and the loss by."""
    theta = step(1.0, VALLEY.gradient, learning_rates)
    return theta, VALLEY.loss(theta) / VALLEY.loss(1.0)


def figure() -> Figure:
    """Draw both factors over the three zones."""
    picture, (axes,) = drawing.panels(1, height=3.5)
    position, loss = factors(LEARNING_RATES)
    top, bottom, last = 3.2, -1.7, LEARNING_RATES[-1]
    axes.set(xlabel="학습률 η", ylabel="한 스텝 뒤 몇 배가 되나", xlim=(0, last), ylim=(bottom, top))
    axes.axhline(0, color=drawing.MUTED, linewidth=0.8)
    axes.axhline(1, color=drawing.MUTED, linewidth=0.8, linestyle=":")
    axes.plot(LEARNING_RATES, position, color=drawing.INK)
    axes.plot(LEARNING_RATES, loss, "--", color=drawing.TEAL)
    for left, right, name, colour, pale in (
        (0, CROSSING, "건너뛰지\n않음", drawing.MONOTONE, drawing.PALE_MONOTONE),
        (CROSSING, EDGE, "건너뛰지만\n손실은 줄어듦", drawing.OSCILLATING, drawing.PALE_OSCILLATING),
        (EDGE, last, "발산", drawing.DIVERGING, drawing.PALE_DIVERGING),
    ):
        axes.axvspan(left, right, color=pale, linewidth=0, zorder=0)
        drawing.label(axes, name, ((left + right) / 2, top), (0, -6), colour)
    drawing.draw_dots(axes, [CROSSING, EDGE], [0, 1], drawing.INK)
    drawing.label(axes, f"1/L = {CROSSING:g}\n건너뛰기 시작", (CROSSING, 0), (-5, -6))
    drawing.label(axes, f"2/L = {EDGE:g}\n손실이 그대로", (EDGE, 1), (-6, 5))
    drawing.label(axes, "손실", (1.2 * EDGE, (1 - 1.2 * EDGE * CURVATURE) ** 2), (5, -7), drawing.TEAL)
    drawing.label(axes, "자리", (1.2 * EDGE, 1 - 1.2 * EDGE * CURVATURE), (3, 6))
    return picture


def describe() -> str:
    """Say what changes at both borders."""
    samples = (CROSSING / 2, (CROSSING + EDGE) / 2, 1.1 * EDGE)
    before, between, beyond = (f"{ratio:.2f}배" for ratio in factors(np.array(samples))[1])
    return (
        f"가로축은 학습률, 세로축은 한 스텝 뒤에 자리와 손실이 몇 배가 되는지입니다. "
        f"자리의 선은 {CROSSING:g}에서 0 아래로 내려갑니다. 그때부터 스텝은 바닥을 건너뜁니다. "
        f"그래도 손실은 줄어듭니다. 손실은 {EDGE:g}에서 1배로 그대로이고, 그보다 큰 학습률에서는 커집니다. "
        f"학습률 {samples[0]:g}, {samples[1]:g}, {samples[2]:g}에서 손실은 "
        f"한 스텝에 {before}, {between}, {beyond}가 됩니다."
    )


if __name__ == "__main__":
    drawing.show(figure)
