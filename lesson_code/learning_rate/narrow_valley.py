"""두 방향의 곡률이 크게 다른 좁은 골짜기에서는 학습률을 고르기 어렵습니다.

급한 방향이 학습률의 위쪽 한계를 정합니다. 그래서 완만한 방향으로는 천천히 움직입니다.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lesson_code import drawing
from lesson_code.descent import trajectory
from lesson_code.stability import best_learning_rate, contraction, edge, regime
from lesson_code.wording import decimal

EIGENVALUES = np.array([0.2, 4.0])  # curvatures along x1 and x2: the loss is 0.1 x1^2 + 2 x2^2
START = np.array([-5.0, -2.0])
STEPS = 20
SMALL = 0.05
BEST = best_learning_rate(EIGENVALUES)
BIG = 0.6  # past the edge, 0.5
WIDTH, HEIGHT = (-6.0, 2.5), (-4.2, 4.2)  # ranges of x1 and x2
LEVELS = [0.1, 0.5, 1.5, 4, 9, 18, 30]  # losses on the contour lines


def gradient(theta: Any) -> Any:
    """Return the gradient of the bowl, whose axes do not mix."""
    return EIGENVALUES * theta


def loss(theta: Any) -> float:
    """Return the loss at one point."""
    return float(np.sum(EIGENVALUES * theta**2) / 2)


def path(learning_rate: float) -> Any:
    """Return the positions, one row for each."""
    return np.array(trajectory(gradient, START, learning_rate, STEPS))


def leaves(positions: Any) -> int:
    """Return the first step whose position lies above or below the picture."""
    return int(np.argmax(np.abs(positions[:, 1]) > HEIGHT[1]))


def draw(axes: Axes, learning_rate: float, outcome: str) -> None:
    """Draw contour lines and the steps of one learning rate."""
    x1, x2 = np.meshgrid(np.linspace(*WIDTH, 80), np.linspace(*HEIGHT, 80))
    bowl = (EIGENVALUES[0] * x1**2 + EIGENVALUES[1] * x2**2) / 2
    axes.contour(x1, x2, bowl, levels=LEVELS, colors=drawing.MUTED, alpha=0.6, linewidths=0.7, zorder=1)
    axes.set(
        xlabel="x₁",
        ylabel="x₂",
        xlim=WIDTH,
        ylim=HEIGHT,
        xticks=[],
        yticks=[],
        title=f"{outcome} (η = {learning_rate:.3g})",
    )
    axes.plot(0, 0, "+", color=drawing.INK, markersize=9, markeredgewidth=1.3)
    across, up = path(learning_rate).T
    drawing.draw_path(axes, across, up, drawing.REGIMES[regime(learning_rate, float(max(EIGENVALUES)))])


def draw_all(panels: Sequence[Axes]) -> None:
    """Draw a small, the best and a too big learning rate."""
    outcomes = {SMALL: "더디게 감", BEST: "가장 빠름", BIG: "튀어 나감"}
    for axes, (learning_rate, outcome) in zip(panels, outcomes.items(), strict=True):
        draw(axes, learning_rate, outcome)


def figure() -> Figure:
    """Draw the three side by side."""
    picture, row = drawing.panels(3, height=2.5)
    draw_all(row)
    return picture


def narrow() -> Figure:
    """Draw the three one below another, as flat as the valley is."""
    picture, rows = drawing.grid(3, 1, height=5.1)
    draw_all(rows)
    return picture


def describe() -> str:
    """Say how far each learning rate gets."""
    ends = {rate: loss(path(rate)[-1]) for rate in (SMALL, BEST, BIG)}
    return (
        f"등고선이 가로로 길쭉한 그릇입니다. 세 칸 모두 ({decimal(START[0], 0)}, {decimal(START[1], 0)})에서 "
        f"{STEPS}스텝을 걷습니다. 십자 표시가 최소점입니다. "
        f"학습률 {SMALL:g}에서는 위아래로는 금세 잦아들지만 가로로는 느려서 손실이 {ends[SMALL]:.2f} 남습니다. "
        f"{BEST:.3f}에서는 위아래로 진동하며 손실이 {ends[BEST]:.2f}까지 줄어듭니다. "
        f"경계 {edge(max(EIGENVALUES)):g}보다 큰 {BIG:g}에서는 위아래 폭이 스텝마다 "
        f"{contraction(BIG, EIGENVALUES):.1f}배가 되어 {leaves(path(BIG))}번째 스텝에서 그림을 벗어납니다."
    )


if __name__ == "__main__":
    drawing.show(figure)
