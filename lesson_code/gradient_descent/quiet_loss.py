"""손실이 거의 줄지 않아도 끝난 것이 아닐 수 있습니다. 한참을 쉬다가 다시 떨어지는 손실 곡선입니다."""

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from lesson_code import drawing
from lesson_code.descent import trajectory
from lesson_code.surfaces import bumpy
from lesson_code.wording import decimal

LEARNING_RATE, START, STEPS = 0.1, -4.6, 900
QUIET = 0.001  # a loss that changes less a step looks as if it had settled


def losses() -> Any:
    """Return the loss at the start and after every step."""
    return np.array([bumpy.loss(theta) for theta in trajectory(bumpy.gradient, START, LEARNING_RATE, STEPS)])


def first_quiet_step() -> int:
    """Return the first step that changes the loss by less than ``QUIET``."""
    return int(np.argmax(np.abs(np.diff(losses())) < QUIET)) + 1


def first_loud_step() -> int:
    """Return the first step after a quiet one that changes the loss by ``QUIET`` or more again."""
    changes = np.abs(np.diff(losses()))
    return first_quiet_step() + int(np.argmax(changes[first_quiet_step() :] >= QUIET)) + 1


def figure() -> Figure:
    """Draw the loss against the step, and where one would have stopped."""
    picture, (axes,) = drawing.panels(1, height=3.2)
    walked, quiet = losses(), first_quiet_step()
    axes.set(xlabel="스텝", ylabel="손실", xlim=(0, STEPS), ylim=(-0.45, 0.8), title="조용하다고 끝은 아닙니다")
    axes.plot(walked, color=drawing.CALM)
    axes.plot(quiet, walked[quiet], "o", color=drawing.OCHRE, markersize=7, zorder=4)
    drawing.label(axes, f"{quiet}스텝에서\n멈추면 {walked[quiet]:.2f}", (quiet, walked[quiet]), (8, 10), drawing.OCHRE)
    drawing.label(axes, f"더 걸으면 {decimal(walked[-1])}", (650, walked[-1]), (-6, 8), drawing.CALM)
    return picture


def describe() -> str:
    """Say when the loss looks settled and where it ends."""
    walked, quiet = losses(), first_quiet_step()
    return (
        f"울퉁불퉁한 표면을 {decimal(START, 1)}에서 학습률 {LEARNING_RATE:g}로 {STEPS}스텝 걸었을 때의 손실입니다. "
        f"손실은 처음에 급히 떨어진 뒤 {quiet}번째 스텝부터 한동안 스텝마다 {QUIET:g}도 줄지 않습니다. "
        f"그때 손실은 {walked[quiet]:.2f}이지만, {first_loud_step()}번째 스텝부터 다시 빠르게 떨어져 "
        f"{decimal(walked[-1])}에 이릅니다."
    )


if __name__ == "__main__":
    drawing.show(figure)
