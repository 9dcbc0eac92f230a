"""느린 이유는 두 가지입니다. 학습률이 작아서 느릴 수도 있고, 바닥이 평탄해서 느릴 수도 있습니다.

앞의 경우에는 학습률을 키우면 됩니다. 뒤의 경우에는 다가갈수록 기울기가 사라져 갈수록 느려집니다.
"""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lesson_code import drawing
from lesson_code.descent import trajectory
from lesson_code.surfaces import Surface, quartic, valley

START, STEPS = 1.0, 10_000
SMALL = {valley: 0.0005, quartic: 0.02}  # learning rates
LARGER = 10  # times as large: the second line of each panel
NEAR = 0.01  # a distance to compare the two by
SHOWN = np.unique(np.geomspace(1, STEPS, 90).astype(int))  # steps whose distance is drawn


def distances(surface: Surface, learning_rate: float) -> Any:
    """Return the distance to the minimum at 0 at the start and after every step."""
    return np.abs(trajectory(surface.gradient, START, learning_rate, STEPS))


def power_law(learning_rate: float, steps: Any) -> Any:
    """Return 1 / sqrt(2 learning_rate k), to which the distance on x^4/4 tends for large k."""
    return 1 / np.sqrt(2 * learning_rate * steps)


def draw(axes: Axes, surface: Surface) -> None:
    """Draw distance against step for both learning rates, each named where it passes a certain height."""
    axes.set(xscale="log", yscale="log", xlabel="스텝", ylabel="최소점까지의 거리")
    axes.set(xlim=(1, STEPS), ylim=(0.003, 2))
    drawing.decades(axes.xaxis, 1, 100, 10_000)
    drawing.decades(axes.yaxis, 0.01, 0.1, 1)
    small = SMALL[surface]
    for learning_rate, style, height, offset in ((small, "-", 0.4, (5, 4)), (LARGER * small, "--", 0.1, (-6, -5))):
        walked = distances(surface, learning_rate)
        axes.plot(SHOWN, walked[SHOWN], style, color=drawing.MONOTONE)
        place = int(np.argmax(walked <= height)), height
        drawing.label(axes, f"η = {learning_rate:g}", place, offset, drawing.MONOTONE)


def figure() -> Figure:
    """Draw the parabola beside the flat-bottomed x^4/4 with its power law."""
    picture, (left, right) = drawing.panels(2, height=3.0)
    draw(left, valley)
    left.set_title("학습률이 작아서 느림: x²")
    draw(right, quartic)
    right.set_title("바닥이 평탄해서 느림: x⁴/4")
    for learning_rate in (SMALL[quartic], LARGER * SMALL[quartic]):
        right.plot(SHOWN, power_law(learning_rate, SHOWN), ":", color=drawing.INK, linewidth=1.4)
    drawing.label(right, "점선 1/√(2ηk)", (4000, power_law(LARGER * SMALL[quartic], 4000)), (-6, -5))
    return picture


def describe() -> str:
    """Say what a learning rate ten times as large changes in each panel."""
    slow, fast = (distances(valley, factor * SMALL[valley]) for factor in (1, LARGER))
    flat, flat_fast = (distances(quartic, factor * SMALL[quartic]) for factor in (1, LARGER))
    arrivals = [int(np.argmax(path <= NEAR)) for path in (slow, fast)]
    return (
        f"두 축 모두 로그 눈금이고, 세로축은 최소점까지의 거리입니다. 포물선에서 거리가 {NEAR:g}까지 줄어드는 데 "
        f"학습률 {SMALL[valley]:g}로는 {arrivals[0]:,}스텝, {LARGER}배로 키우면 {arrivals[1]:,}스텝이 걸립니다. "
        f"x⁴/4에서는 {STEPS:,}스텝 뒤에도 거리가 {flat[-1]:.3f} 남고, "
        f"학습률을 {LARGER}배로 키워도 {flat_fast[-1]:.3f} 남습니다. 다가갈수록 기울기가 작아져 스텝이 짧아집니다. "
        f"작은 학습률에서 첫 스텝의 길이는 {flat[0] - flat[1]:.3f}, "
        f"마지막 스텝의 길이는 {flat[-2] - flat[-1]:.6f}입니다."
    )


if __name__ == "__main__":
    drawing.show(figure)
