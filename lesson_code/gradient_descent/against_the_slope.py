"""기울기의 부호는 오르막 쪽을 가리킵니다. 그래서 기울기를 빼면 어느 쪽에서든 내려갑니다."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lesson_code import drawing
from lesson_code.descent import trajectory
from lesson_code.surfaces import line_fit
from lesson_code.wording import decimal

LEARNING_RATE = 0.1
LEFT, RIGHT = -0.8, 2.6  # two starts, one on either side
LOWEST, HIGHEST = -1.7, 3.5  # range of w
TANGENT = 0.7  # half the width of a tangent, in units of w


def draw_start(axes: Axes, start: float, words: str, offset: tuple[float, float]) -> None:
    """Draw the tangent at the start and the step taken from there."""
    slope, height = line_fit.gradient(start), line_fit.loss(start)
    across = np.array([start - TANGENT, start + TANGENT])
    axes.plot(across, height + slope * (across - start), color=drawing.OCHRE, linewidth=1.5, linestyle="--", zorder=2)
    drawing.draw_steps(axes, line_fit, trajectory(line_fit.gradient, start, LEARNING_RATE, 1), drawing.CALM)
    drawing.label(axes, words, (start, height), offset, drawing.CALM)


def figure() -> Figure:
    """Draw both starts on the loss curve."""
    picture, (axes,) = drawing.panels(1, height=3.2)
    drawing.draw_loss(axes, line_fit.loss, LOWEST, HIGHEST)
    axes.set(xlabel="w", ylim=(-0.5, 14), xticks=range(-1, 4), title="오르막의 반대쪽으로")
    slopes = [decimal(line_fit.gradient(start), 1) for start in (LEFT, RIGHT)]
    draw_start(axes, LEFT, f"기울기 {slopes[0]}\n→ 오른쪽", (13, 10))
    draw_start(axes, RIGHT, f"기울기 {slopes[1]}\n왼쪽 ←", (-13, 10))
    return picture


def describe() -> str:
    """Say where each start leads."""
    told = [
        f"w = {decimal(start, 1)}에서 기울기는 {decimal(line_fit.gradient(start), 1)}이고, "
        f"한 스텝 뒤의 w는 {decimal(trajectory(line_fit.gradient, start, LEARNING_RATE, 1)[-1])}입니다. "
        for start in (LEFT, RIGHT)
    ]
    return (
        f"아래로 볼록한 손실 곡선의 왼쪽과 오른쪽에서 접선을 긋고 학습률 {LEARNING_RATE:g}로 한 스텝씩 걸었습니다. "
        f"{told[0]}오른쪽으로 내려갑니다. {told[1]}왼쪽으로 내려갑니다."
    )


if __name__ == "__main__":
    drawing.show(figure)
