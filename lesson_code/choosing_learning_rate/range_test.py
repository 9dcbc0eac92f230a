"""한 번 걷는 동안 스텝마다 학습률을 키우며 손실을 잽니다. 학습률 범위 시험입니다.

손실이 가장 낮은 학습률은 경계를 한참 넘어 있습니다. 시험을 어떻게 했느냐에 따라 자리도 달라집니다.
"""

import math
from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lesson_code import drawing
from lesson_code.choosing_learning_rate.facts import BOWL, FIRST, GROWTHS, bowl_range_test, least
from lesson_code.stability import edge
from lesson_code.wording import with_particle

EDGE = edge(max(BOWL))
LOOKS = ((drawing.INK, "-"), (drawing.TEAL, "--"), (drawing.OCHRE, "-."))


def draw(axes: Axes, tested: Callable[[float], Sequence[tuple[float, float]]], beside: float) -> None:
    """Draw the test of each growth, its minimum and a tenth of that; ``beside``: where the growths are named."""
    for growth, (colour, style), apart in zip(GROWTHS, LOOKS, (0, -2, 2), strict=True):
        seen = tested(growth)
        axes.plot(*zip(*seen, strict=True), style, color=colour, linewidth=1.5)
        rate, loss = least(seen)
        axes.plot([rate], [loss], "v", color=colour, markersize=6, zorder=4)
        there = np.interp(math.log(rate / 10), [math.log(before) for before, _ in seen], [after for _, after in seen])
        axes.plot([rate / 10], [there], "o", color=colour, markersize=5, zorder=4)
        drawing.label(axes, f"{growth:g}배", (beside, loss), (0.1, apart), colour)


def figure() -> Figure:
    """Draw the loss against the growing learning rate."""
    picture, (axes,) = drawing.panels(1, height=3.6)
    axes.set(xscale="log", yscale="log", xlabel="그 스텝의 학습률 η", ylabel="스텝 뒤의 손실")
    axes.set(xlim=(1e-2, 80), ylim=(1e-6, 3))
    drawing.decades(axes.xaxis, 0.01, 0.1, 1, 10)
    drawing.decades(axes.yaxis, 0.000001, 0.001, 1)
    axes.axvspan(EDGE, 80, color=drawing.PALE_DIVERGING, linewidth=0, zorder=0)
    drawing.label(axes, f"경계 {EDGE:g}", (EDGE, 3), (4, 4), drawing.DIVERGING)
    draw(axes, bowl_range_test, 15)
    drawing.label(axes, "▼ 가장 낮은 곳\n● 그 10분의 1", (0.011, 1.5e-6), (1, 1))
    return picture


def describe() -> str:
    """Say where the minima lie and where their tenths."""
    minima = [least(bowl_range_test(growth)).learning_rate for growth in GROWTHS]
    tenths = ", ".join(f"{rate / 10:.2f}" for rate in minima)
    growths = ", ".join(f"{growth:g}배" for growth in GROWTHS)
    return (
        f"곡률이 {BOWL[0]:g}, {BOWL[1]:g}, {BOWL[2]:g}인 그릇을 학습률 {FIRST:g}에서 시작해 한 스텝에 {growths}씩 "
        "키우며 "
        f"걸었습니다. 손실이 가장 낮은 학습률은 차례로 "
        f"{with_particle(', '.join(f'{rate:.1f}' for rate in minima), '으로/로')}, "
        f"모두 경계 {EDGE:g}를 넘습니다. 그 10분의 1은 {with_particle(tenths, '으로/로')} 경계 "
        "아래입니다."
    )


if __name__ == "__main__":
    drawing.show(figure)
