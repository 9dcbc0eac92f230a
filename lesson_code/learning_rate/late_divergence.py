"""학습률이 경계를 조금만 넘으면 손실이 한참 줄다가 뒤늦게 커질 수 있습니다.

처음에 내려가는 곡선은 그 학습률이 안전하다는 증거가 아닙니다.
"""

from typing import Any, NamedTuple

import numpy as np
from matplotlib.figure import Figure

from lesson_code import drawing
from lesson_code.descent import trajectory
from lesson_code.stability import edge

EIGENVALUES = np.array([1.0, 100.0])  # a gentle and a steep direction
START = np.array([1.0, 1e-4])  # almost no error in the steep direction
EXCESS = 0.005  # this part beyond the edge
LEARNING_RATE = (1 + EXCESS) * edge(max(EIGENVALUES))
STEPS = 780


class Course(NamedTuple):
    """A falling curve that proved nothing."""

    first_loss: float
    lowest_loss: float
    lowest_step: int
    overtaking_step: int  # the first at which the loss exceeds its start


def losses() -> Any:
    """Return the loss of each direction, one row for the start and for every step."""
    positions = np.array(trajectory(lambda theta: EIGENVALUES * theta, START, LEARNING_RATE, STEPS))
    return EIGENVALUES * positions**2 / 2


def course() -> Course:
    """Return 0.5, 8.9e-5, 240 and 695."""
    total = losses().sum(axis=1)
    return Course(float(total[0]), float(total.min()), int(np.argmin(total)), int(np.argmax(total > total[0])))


def figure() -> Figure:
    """Draw the loss, its two parts, and mark the turn and the return."""
    picture, (axes,) = drawing.panels(1, height=3.4)
    gentle, steep = losses().T
    total = gentle + steep
    first, _, turn, back = course()
    axes.set(yscale="log", xlabel="스텝", ylabel="손실", xlim=(0, STEPS), ylim=(2e-8, 300))
    drawing.decades(axes.yaxis, 0.000001, 0.001, 1)
    axes.plot(gentle, ":", color=drawing.MONOTONE, linewidth=1.3)
    axes.plot(steep, "--", color=drawing.DIVERGING, linewidth=1.3)
    axes.plot(total, color=drawing.SURFACE, linewidth=2.2)
    axes.plot([0, back], [first, first], color=drawing.MUTED, linewidth=0.8)
    drawing.draw_start(axes, 0, first, drawing.SURFACE)
    drawing.draw_dots(axes, [turn, back], total[[turn, back]], drawing.SURFACE)
    drawing.label(axes, f"출발 {first:.1f}", (0, first), (8, 5))
    drawing.label(axes, f"{turn}번째\n가장 낮음", (turn, total[turn]), (0, 34))
    drawing.label(axes, f"{back}번째\n처음보다 높음", (back, total[back]), (-7, 4))
    drawing.label(axes, "급한 방향의 몫", (20, steep[20]), (1, -9), drawing.DIVERGING)
    drawing.label(axes, "완만한 방향의 몫", (310, gentle[310]), (6, 0), drawing.MONOTONE)
    return picture


def describe() -> str:
    """Say when the loss turns and when it is back."""
    first, lowest, turn, back = course()
    return (
        f"가로축은 스텝, 세로축은 로그 눈금의 손실입니다. 학습률은 경계보다 {EXCESS:.1%} 큽니다. "
        f"손실은 {first:.1f}에서 {turn}번째 스텝의 {lowest:.6f}까지 줄어듭니다. "
        f"그동안 급한 방향으로 벗어난 작은 거리가 조금씩 늘어납니다. "
        f"그 뒤 손실은 다시 커져 {back}번째 스텝에서 처음 값을 넘어섭니다."
    )


if __name__ == "__main__":
    drawing.show(figure)
