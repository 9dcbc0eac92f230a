"""모멘텀은 경계를 옮기고, Adam은 경계의 뜻을 바꿉니다."""

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from lesson_code import drawing
from lesson_code.descent import trajectory
from lesson_code.optimizers import adam, momentum, momentum_edge
from lesson_code.search import threshold
from lesson_code.surfaces import valley
from lesson_code.wording import significant

CURVATURE = 2.0
BETAS = (0.0, 0.3, 0.6, 0.9)
LONG, STEPS = 2000, 300
START, RATE = 1.0, 0.01
WAYS = {  # name -> learning rate -> trajectory, on x^2
    "경사하강법": lambda rate, steps: trajectory(valley.gradient, START, rate, steps),
    "모멘텀": lambda rate, steps: momentum(valley.gradient, START, rate, steps),
    "Adam": lambda rate, steps: adam(valley.gradient, START, rate, steps),
}
LOOKS = ((drawing.INK, ":"), (drawing.TEAL, "-"), (drawing.OCHRE, "--"))


def measured_edge(beta: float) -> float:
    """Return the largest learning rate with which momentum ends nearer the minimum, found by walking."""

    def works(rate: float) -> bool:
        return bool(abs(momentum(valley.gradient, START, rate, LONG, beta)[-1]) < START)

    return threshold(works, 0.1, 10.0, ratio=1.001)


def distances(name: str) -> Any:
    """Return the distance from the minimum at the start and after every step."""
    return np.abs(WAYS[name](RATE, STEPS))


def figure() -> Figure:
    """Draw the edge against the memory, and three ways down at one learning rate."""
    picture, (left, right) = drawing.panels(2, height=3.1)
    left.set(
        xlabel="기억하는 몫 β",
        ylabel="경계가 되는 학습률",
        title="기억할수록 경계가 멀어짐",
        xlim=(-0.04, 1),
        ylim=(0.9, 2.1),
    )
    memory = np.linspace(0, 0.99, 50)
    left.plot(memory, [momentum_edge(CURVATURE, float(beta)) for beta in memory], color=drawing.SURFACE, linewidth=1)
    drawing.draw_dots(left, BETAS, [measured_edge(beta) for beta in BETAS], drawing.TEAL)
    drawing.label(left, "2(1 + β)/L", (0.45, momentum_edge(CURVATURE, 0.45)), (-6, 4), drawing.SURFACE)
    right.set(
        yscale="log",
        xlabel="스텝",
        ylabel="최소점까지의 거리",
        title=f"저마다 다르게 다가감 (η = {RATE:g})",
        xlim=(0, 1.45 * STEPS),
        xticks=range(0, STEPS + 1, 100),
    )
    right.set(ylim=(1e-7, 3))
    drawing.decades(right.yaxis, 0.000001, 0.001, 1)
    for name, (colour, style) in zip(WAYS, LOOKS, strict=True):
        right.plot(distances(name), style, color=colour, linewidth=1.4)
        drawing.label(right, name, (STEPS, max(distances(name)[-20:])), (5, 0), colour)
    return picture


def describe() -> str:
    """Say how the edge moves and where each way has come to."""
    found = [measured_edge(beta) for beta in BETAS]
    ends = ", ".join(f"{name} {significant(float(distances(name)[-1]))}" for name in WAYS)
    return (
        f"곡률이 {CURVATURE:g}인 포물선에서 걸어 보며 모멘텀의 경계를 찾았습니다. 기억하는 몫이 {BETAS[0]:g}이면 "
        f"{found[0]:.2f}, "
        f"{BETAS[-1]:g}이면 {found[-1]:.2f}이고, 선은 식으로 구한 값입니다. "
        f"학습률 {RATE:g}로 {START:g}에서 출발해 잰 최소점까지의 거리는 로그 눈금에 그렸습니다. "
        f"{STEPS}스텝 뒤의 거리는 {ends}입니다."
    )


if __name__ == "__main__":
    drawing.show(figure)
