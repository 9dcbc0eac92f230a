"""최소점에 충분히 가까워질 때까지 몇 스텝이 걸리는지, 학습률마다 실제로 걸어서 셉니다.

`stability.steps_to`의 식으로 구한 선을 함께 그려 비교합니다.
"""

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from lesson_code import drawing, surfaces
from lesson_code.descent import trajectory
from lesson_code.stability import edge, regime, steps_to
from lesson_code.wording import REGIMES, with_particle

VALLEY = surfaces.valley  # x^2
CURVATURE = VALLEY.curvature(0.0)
EDGE = edge(CURVATURE)
TOLERANCE = 0.001  # arrived: so much of the first distance is left
LONGEST = 400  # steps, more than any learning rate below needs
SMALL_RATES = np.geomspace(0.01, 0.45, 17)
LEARNING_RATES = np.concatenate([SMALL_RATES, [1 / CURVATURE], EDGE - SMALL_RATES[::-1]])
PAIRS = (0.05, 0.15)  # shown together with their mirror images


def measured(learning_rates: Any) -> Any:
    """Return how many steps each learning rate really took, all of them walking at once."""
    start = np.ones(len(learning_rates))
    distances = np.abs(trajectory(VALLEY.gradient, start, learning_rates, LONGEST))
    return np.argmax(distances <= TOLERANCE, axis=0)


def predicted(learning_rates: Any) -> list[float]:
    """Return the step counts of the closed form."""
    return [steps_to(TOLERANCE, float(rate), CURVATURE) for rate in learning_rates]


def figure() -> Figure:
    """Draw the counted steps, the closed form through them, the edge and two mirrored pairs."""
    picture, (axes,) = drawing.panels(1, height=3.6)
    axes.set(xscale="log", yscale="log", xlabel="학습률 η", ylabel=f"거리가 {TOLERANCE:g}배가 되는 스텝 수")
    axes.set(xlim=(0.008, 14), ylim=(0.8, 1000))
    drawing.decades(axes.xaxis, 0.01, 0.1, 1)
    drawing.decades(axes.yaxis, 1, 10, 100, 1000)
    small = np.geomspace(0.008, 1 / CURVATURE, 300)
    axes.plot(small, predicted(small), color=drawing.SURFACE, linewidth=1)
    axes.plot(EDGE - small, predicted(EDGE - small), color=drawing.SURFACE, linewidth=1)
    counts, kinds = measured(LEARNING_RATES), [regime(float(rate), CURVATURE) for rate in LEARNING_RATES]
    for rate, count, kind in zip(LEARNING_RATES, counts, kinds, strict=True):
        drawing.draw_dots(axes, [rate], [count], drawing.REGIMES[kind])
    for kind, place, offset in (("monotone", 3, (5, 5)), ("one-step", 17, (-6, 0)), ("oscillating", 29, (12, 0))):
        drawing.label(axes, REGIMES[kind], (LEARNING_RATES[place], counts[place]), offset, drawing.REGIMES[kind])
    axes.axvline(EDGE, color=drawing.DIVERGING, linestyle="--", linewidth=1.2)
    drawing.label(axes, f"2/L = {EDGE:g}", (EDGE, 1), (5, 0), drawing.DIVERGING)
    for rate, same in zip(PAIRS, ("똑같이 ", ""), strict=True):
        count = steps_to(TOLERANCE, rate, CURVATURE)
        axes.plot([rate, EDGE - rate], [count, count], ":", color=drawing.INK, linewidth=1.2)
        drawing.label(axes, f"{same}{count}스텝", ((rate * (EDGE - rate)) ** 0.5, count), (0, 4))
    return picture


def describe() -> str:
    """Say where the counts are smallest, what the mirror law is and how well the closed form fits."""
    counts = measured(LEARNING_RATES)
    apart = int(np.max(np.abs(counts - predicted(LEARNING_RATES))))
    rate, best = PAIRS[0], LEARNING_RATES[np.argmin(counts)]
    mirrored = with_particle(f"{EDGE - rate:g}", "은/는")
    agreement = f"많아야 {apart}스텝 다릅니다" if apart else "모두 같습니다"
    return (
        f"두 축 모두 로그 눈금입니다. 학습률 {LEARNING_RATES[0]:g}에서는 {counts[0]}스텝이 걸리고, "
        f"학습률이 커질수록 줄어 {best:g}에서 {counts.min()}스텝이 됩니다. "
        f"그 뒤 경계 {EDGE:g}에 다가가며 다시 가파르게 늘어납니다. "
        f"경계의 절반을 사이에 두고 마주 보는 "
        f"{with_particle(f'{rate:g}', '과/와')} {mirrored} 똑같이 {measured([rate])[0]}스텝입니다. "
        f"걸어서 센 스텝 수와 식으로 구한 스텝 수는 {agreement}."
    )


if __name__ == "__main__":
    drawing.show(figure)
