"""발산하기 시작하는 문턱을 찾아 그 절반을 씁니다. 포물선에서는 가장 빠른 학습률이고, 골짜기에서는 두 배쯤 느립니다.

문턱은 지형만이 아니라 출발점에 따라서도 달라질 수 있습니다.
"""

from functools import partial

import numpy as np
from matplotlib.figure import Figure

from lesson_code import drawing
from lesson_code.choosing_learning_rate.facts import NARROW, quartic_works
from lesson_code.search import threshold
from lesson_code.stability import best_learning_rate, edge, steps_to

TOLERANCE = 0.01  # arrived: so much of the first distance is left
EDGE = edge(max(NARROW))
STARTS = (0.5, 1.0, 2.0, 3.0, 5.0)  # on x^4 / 4


def steps(learning_rate: float) -> float:
    """Return how many steps the slowest direction of the narrow valley takes."""
    return max(steps_to(TOLERANCE, learning_rate, curvature) for curvature in NARROW)


def thresholds() -> list[float]:
    """Return the largest learning rate with which x^4 / 4 is descended, found by walking, for each start."""
    return [threshold(partial(quartic_works, start=start), 1e-3, 1e3) for start in STARTS]


def figure() -> Figure:
    """Draw the steps needed on the narrow valley, and the threshold on x^4 / 4 against its start."""
    picture, (left, right) = drawing.panels(2, height=3.0)
    rates = np.geomspace(EDGE / 50, 0.998 * EDGE, 300)
    left.set(
        xscale="log",
        yscale="log",
        xlabel="학습률 η",
        ylabel="거리가 1%가 되는 스텝 수",
        title="절반은 두 배쯤 느림: 좁은 골짜기",
    )
    drawing.decades(left.xaxis, 0.01, 0.1)
    left.plot(rates, [steps(float(rate)) for rate in rates], color=drawing.SURFACE)
    left.axvline(EDGE, color=drawing.DIVERGING, linestyle="--", linewidth=1.2)
    left.set(ylim=(15, 4000))
    drawing.decades(left.yaxis, 100, 1000)
    drawing.label(left, f"문턱 {EDGE:g}", (EDGE, 1800), (-4, 0), drawing.DIVERGING)
    for rate, name, colour, offset in (
        (EDGE / 2, f"절반 {EDGE / 2:g}", drawing.TEAL, (-7, -4)),
        (best_learning_rate(NARROW), "가장 빠름", drawing.OCHRE, (-7, -7)),
    ):
        drawing.draw_dots(left, [rate], [steps(rate)], colour)
        drawing.label(left, name, (rate, steps(rate)), offset, colour)
    right.set(xscale="log", yscale="log", xlabel="출발점에서 바닥까지의 거리", ylabel="문턱이 되는 학습률")
    right.set_title("멀리서 출발하면 문턱이 낮음: x⁴/4")
    drawing.decades(right.yaxis, 0.1, 1, 10)
    starts = np.geomspace(0.4, 6, 50)
    right.set_xticks(STARTS, [f"{start:g}" for start in STARTS])
    right.set_xticks([], minor=True)
    right.plot(starts, 2 / starts**2, color=drawing.SURFACE, linewidth=1)
    drawing.draw_dots(right, STARTS, thresholds(), drawing.TEAL)
    drawing.label(right, "2/x₀²", (1.0, 2.0), (8, 4), drawing.SURFACE)
    return picture


def describe() -> str:
    """Say what half the threshold costs, and how the threshold depends on the start."""
    half, best = steps(EDGE / 2), steps(best_learning_rate(NARROW))
    found = thresholds()
    return (
        f"두 방향의 곡률이 {NARROW[0]:g}와 {NARROW[1]:g}인 골짜기에서 거리를 1%로 줄이는 데 걸리는 스텝을 셉니다. "
        f"문턱은 {EDGE:g}이고, 그 절반인 {EDGE / 2:g}에서 {half:.0f}스텝, 가장 빠른 학습률에서 {best:.0f}스텝이 "
        "걸립니다. "
        f"x⁴/4에서는 걸어 보며 문턱을 찾았습니다. 출발점이 바닥에서 {STARTS[0]:g}만큼 떨어져 있으면 "
        f"{found[0]:.2g}, "
        f"{STARTS[-1]:g}만큼 떨어져 있으면 {found[-1]:.2g}입니다. 두 축 모두 로그 눈금입니다."
    )


if __name__ == "__main__":
    drawing.show(figure)
