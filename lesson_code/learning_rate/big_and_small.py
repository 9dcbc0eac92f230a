"""학습률이 크면 골짜기 벽을 타고 올라가고, 작으면 평탄한 구간을 더디게 지나 처음 만난 웅덩이에 머뭅니다.

골짜기의 화살표 하나가 한 스텝입니다. 울퉁불퉁한 표면에서는 지나온 길을 칠하고 40스텝마다 점을 찍습니다.
"""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lesson_code import drawing, surfaces
from lesson_code.descent import destination, trajectory
from lesson_code.wording import ENDINGS, ending, with_particle

BIG = 1.1  # past the edge of x^2, which is 1
BIG_START, BIG_STEPS = 2.0, 5
SMALL = 0.1  # far below the edge of both wells of the bumpy surface
SMALL_START, SMALL_STEPS = -4.6, 700
EVERY = 40  # one dot for so many steps of the small learning rate
PLATEAU = (-2.0, 0.0)  # the flat stretch between the cliff and the first well


def big() -> list[float]:
    """Return the steps in the valley."""
    return trajectory(surfaces.valley.gradient, BIG_START, BIG, BIG_STEPS)


def small() -> list[float]:
    """Return the steps on the bumpy surface."""
    return trajectory(surfaces.bumpy.gradient, SMALL_START, SMALL, SMALL_STEPS)


def on_plateau() -> int:
    """Return how many steps end on the flat stretch."""
    return sum(PLATEAU[0] < theta < PLATEAU[1] for theta in small())


def deepest() -> float:
    """Return the lower of the two minima, each found by descending from inside its well."""
    minima = [destination(surfaces.bumpy.gradient, start, SMALL, SMALL_STEPS) for start in (1.0, 3.5)]
    return float(min(minima, key=surfaces.bumpy.loss))


def draw_big(axes: Axes) -> None:
    """Draw every step up the walls of the valley, and count them."""
    steps, loss = big(), surfaces.valley.loss
    reach = 1.25 * max(map(abs, steps))
    drawing.draw_loss(axes, loss, -reach, reach)
    drawing.draw_steps(axes, surfaces.valley, steps, drawing.DIVERGING)
    for count, theta in enumerate(steps[1:], 1):
        axes.plot(theta, loss(theta), "o", color=drawing.DIVERGING, markersize=3 + 0.8 * count, zorder=4)
        drawing.label(axes, f"{count}", (theta, loss(theta)), (8 if theta > 0 else -8, -2), drawing.DIVERGING)
    drawing.label(axes, "출발", (steps[0], loss(steps[0])), (9, -2))
    axes.set(xticks=[], yticks=[], title=f"벽을 타고 올라가 발산 (η = {BIG})")


def draw_small(axes: Axes) -> None:
    """Draw the way down to the first well, what it costs, and how much is left."""
    steps, loss = small(), surfaces.bumpy.loss
    start, end, lowest = steps[0], steps[-1], deepest()
    drawing.draw_loss(axes, loss, -5.4, 6.6)
    walked, ahead = np.linspace(start, end, 200), np.linspace(end, lowest, 100)
    axes.plot(walked, loss(walked), color=drawing.MONOTONE, linewidth=2.2, zorder=3)
    axes.plot(ahead, loss(ahead) + 0.12, ":", color=drawing.MUTED, linewidth=1.4, zorder=3)
    shown = steps[EVERY::EVERY]
    axes.plot(shown, [loss(theta) for theta in shown], "o", color=drawing.MONOTONE, markersize=4.4, zorder=4)
    drawing.draw_start(axes, start, loss(start), drawing.MONOTONE)
    axes.plot(end, loss(end), "o", color=drawing.MONOTONE, markersize=5.5, zorder=5)
    axes.plot(end, loss(end), "o", color=drawing.MONOTONE, markerfacecolor="none", markersize=11, zorder=5)
    axes.plot(lowest, loss(lowest), "o", color=drawing.MUTED, markerfacecolor="none", markersize=7.5, zorder=4)
    middle = sum(PLATEAU) / 2
    drawing.label(axes, "출발", (start, loss(start)), (9, 3))
    drawing.label(axes, f"평탄한 구간\n{on_plateau()}스텝", (middle, loss(middle)), (0, 8), drawing.MONOTONE)
    drawing.label(axes, f"여기서 {ending(steps)}", (end, loss(end)), (-2, -9), drawing.MONOTONE)
    drawing.label(axes, "여기까지 못 감", (lowest, loss(lowest)), (0, -8), drawing.MUTED)
    axes.set(ylim=(-1.75, 2.5), xticks=[], yticks=[], title=f"첫 웅덩이에서 {ending(steps)} (η = {SMALL})")


def figure() -> Figure:
    """Draw both panels."""
    picture, (valley, bumpy) = drawing.panels(2, height=3.1)
    draw_big(valley)
    draw_small(bumpy)
    return picture


def describe() -> str:
    """Say what both panels show."""
    losses = [surfaces.valley.loss(theta) for theta in big()]
    return (
        f"골짜기에서 학습률은 {BIG}입니다. 스텝마다 바닥을 건너뛰어 맞은편 벽의 더 높은 곳에 닿습니다. "
        f"손실은 {BIG_STEPS}스텝 만에 {losses[0]:.2f}에서 {with_particle(f'{losses[-1]:.2f}', '으로/로')} 커집니다. "
        f"울퉁불퉁한 표면에서 학습률은 {SMALL}이고, 지나온 길을 칠하고 {EVERY}스텝마다 점을 하나 찍었습니다. "
        f"평탄한 구간을 지나는 데 {on_plateau()}스텝을 쓰고, 전역 최소점(θ = {deepest():.2f})에 못 미친 "
        f"θ = {small()[-1]:.2f}의 지역 최소점에서 {ENDINGS[ending(small())]}."
    )


if __name__ == "__main__":
    drawing.show(figure)
