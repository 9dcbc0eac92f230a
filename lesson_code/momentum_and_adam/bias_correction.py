"""Adam의 두 평균은 0에서 시작합니다. 바로잡지 않으면 처음의 걸음이 몇 배나 길어집니다."""

from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from lesson_code import drawing
from lesson_code.momentum_and_adam import walks
from lesson_code.optimizers import adam

BETA, BETA_SQUARE, STEPS = 0.9, 0.999, 5000


def uncorrected(steps: int = STEPS) -> Any:
    """Return the length of every step in learning rates, for a gradient that stays the same, as the means are."""
    count = np.arange(1, steps + 1)
    return (1 - BETA**count) / np.sqrt(1 - BETA_SQUARE**count)


def corrected(steps: int = STEPS) -> Any:
    """Return the same for Adam as it is, walked."""
    positions = adam(lambda theta: 1.0, 0.0, 1.0, steps, BETA, BETA_SQUARE)
    return np.array([before - after for before, after in pairwise(positions)])


def figure() -> Figure:
    """Draw both lengths against the step."""
    picture, (axes,) = drawing.panels(1, height=3.1)
    axes.set(xscale="log", xlabel="스텝", ylabel="한 스텝의 길이 ÷ η", xlim=(0.85, STEPS), ylim=(0, 7.6))
    axes.set_title("바로잡지 않으면 처음에 너무 멀리 갑니다")
    drawing.decades(axes.xaxis, 1, 10, 100, 1000)
    steps = np.unique(np.geomspace(1, STEPS, 120).astype(int))
    for lengths, (colour, style) in ((uncorrected(), (drawing.INK, ":")), (corrected(), walks.LOOKS["Adam"])):
        axes.plot(steps, lengths[steps - 1], style, color=colour, linewidth=1.6)
        drawing.draw_dots(axes, [1], lengths[:1], colour)
    drawing.label(axes, "바로잡지 않음", (30, uncorrected()[29]), (8, 4), drawing.INK)
    drawing.label(axes, "바로잡음", (20, 1), (0, -7), walks.LOOKS["Adam"][0])
    return picture


def describe() -> str:
    """Say how long the first steps are."""
    longest = int(uncorrected().argmax())
    return (
        "그래디언트가 늘 같을 때 Adam의 한 스텝이 학습률의 몇 배인지 스텝에 따라 그렸습니다. 가로축은 로그 눈금입니다. "
        f"바로잡은 것은 처음부터 끝까지 {corrected()[0]:.2f}배입니다. 바로잡지 않으면 첫 스텝이 "
        f"{uncorrected()[0]:.2f}배이고, {longest + 1}번째 스텝에서 {uncorrected()[longest]:.2f}배까지 길어졌다가 "
        f"{STEPS:,}번째 스텝에는 {uncorrected()[-1]:.2f}배가 되어 있습니다."
    )


if __name__ == "__main__":
    drawing.show(figure)
