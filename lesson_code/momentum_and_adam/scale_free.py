"""손실에 30을 곱하면 경사하강법은 달아나고 Adam은 같은 길을 갑니다."""

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from lesson_code import drawing
from lesson_code.descent import trajectory
from lesson_code.optimizers import adam
from lesson_code.surfaces import parabola
from lesson_code.wording import decimal

CURVATURE, TIMES = 2.0, 30
RATE, START, STEPS = 0.05, 1.0, 60
LEAVES = 4  # so many positions of the diverging walk are drawn, the last one outside
WAYS = {"경사하강법": trajectory, "Adam": adam}


def positions(method: str, times: float) -> Any:
    """Return the positions on so many times x², at the start and after every step."""
    return np.array(WAYS[method](parabola(times * CURVATURE).gradient, START, RATE, STEPS))


def figure() -> Figure:
    """Draw the position against the step, with both losses, for each method."""
    picture, panels = drawing.panels(2, height=2.8)
    titles = (f"경사하강법: {TIMES}배이면 달아납니다", f"Adam: {TIMES}배여도 같은 길")
    for axes, title, method in zip(panels, titles, WAYS, strict=True):
        axes.set(xlabel="스텝", ylabel="θ", xlim=(-1, STEPS), ylim=(-4.5, 4.5), title=title)
        axes.axhline(0, color=drawing.FAINT, linewidth=1, zorder=1)
        axes.plot(positions(method, 1), color=drawing.CALM, linewidth=1.6)
    left, right = panels
    wild, calm = positions("경사하강법", TIMES), positions("Adam", TIMES)
    left.plot(wild[:LEAVES], "--", color=drawing.DIVERGING, linewidth=1.2)
    right.plot(calm, "--", color=drawing.OCHRE, linewidth=1.6)
    drawing.label(left, "x²", (18, positions("경사하강법", 1)[18]), (4, 5), drawing.CALM)
    drawing.label(left, f"{TIMES}x²", (4, 3.9), (8, 0), drawing.DIVERGING)
    drawing.label(right, f"x²과 {TIMES}x²이 겹침", (18, calm[18]), (4, 8), drawing.OCHRE)
    return picture


def describe() -> str:
    """Say where each walk has come to."""
    plain, adaptive = positions("경사하강법", 1)[-1], [positions("Adam", times)[-1] for times in (1, TIMES)]
    third = positions("경사하강법", TIMES)[3]
    return (
        f"x²과 {TIMES}x²을 {START:g}에서 학습률 {RATE:g}로 {STEPS}스텝 걸은 자리입니다. 경사하강법은 x²에서는 "
        f"{decimal(plain, 3)}까지 다가가지만 {TIMES}x²에서는 세 스텝 만에 {decimal(third, 0)}까지 튀어 나갑니다. "
        f"Adam은 두 손실에서 같은 길을 걸어 {decimal(adaptive[0], 3)}, {decimal(adaptive[1], 3)}에 닿습니다."
    )


if __name__ == "__main__":
    drawing.show(figure)
