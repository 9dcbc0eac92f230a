"""데이터의 일부로 구한 그래디언트를 따라가면 길이 흔들립니다. 그래도 대체로 같은 쪽으로 내려갑니다."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lesson_code import drawing
from lesson_code.descent import trajectory
from lesson_code.gradient_descent import five_points
from lesson_code.gradient_descent.five_points import ALL, BOTTOM
from lesson_code.gradient_descent.plane import draw_contours
from lesson_code.wording import decimal

LEARNING_RATE, START, STEPS = 0.1, (-1.0, -1.0), 40
BATCH = 2  # points a step, of five
SEED = 0
LEVELS = [0.3, 0.8, 2, 4, 7, 11, 16]

gradient = five_points.gradient


def full() -> Any:
    """Return the positions of descent by all five points."""
    return np.array(trajectory(gradient, np.array(START), LEARNING_RATE, STEPS))


def by_batches(seed: int = SEED, steps: int = STEPS) -> Any:
    """Return the positions of descent by two points a step, drawn at random."""
    random = np.random.default_rng(seed)
    positions = [np.array(START)]
    for _ in range(steps):
        batch = random.choice(len(ALL), BATCH, replace=False).tolist()
        positions.append(positions[-1] - LEARNING_RATE * gradient(positions[-1], batch))
    return np.array(positions)


def draw(axes: Axes, positions: Any, colour: str, title: str) -> None:
    """Draw one way over the contour lines."""
    draw_contours(axes, five_points.loss, LEVELS, (-1.4, 2.2), (-1.4, 2.0), BOTTOM)
    axes.set(xlabel="w", ylabel="b", xticks=range(-1, 3), yticks=range(-1, 3), title=title)
    axes.plot(positions[:, 0], positions[:, 1], color=colour, linewidth=1, zorder=3)
    drawing.draw_dots(axes, positions[1:, 0], positions[1:, 1], colour)
    drawing.draw_start(axes, *START, colour)
    drawing.label(axes, "출발", START, (0, 8), colour)


def figure() -> Figure:
    """Draw the smooth way beside the shaking one."""
    picture, (left, right) = drawing.panels(2, height=3.2)
    draw(left, full(), drawing.CALM, "데이터 전체로: 매끄러운 길")
    draw(right, by_batches(), drawing.TEAL, "미니배치로: 흔들리는 길")
    return picture


def describe() -> str:
    """Say how far from the minimum each way ends."""
    smooth, shaken = (float(np.linalg.norm(way[-1] - BOTTOM)) for way in (full(), by_batches()))
    return (
        f"w와 b의 평면을 ({decimal(START[0], 0)}, {decimal(START[1], 0)})에서 학습률 {LEARNING_RATE:g}로 {STEPS}스텝씩 "
        f"걸었습니다. 점 다섯 개를 모두 쓴 길은 매끄럽게 최소점으로 다가가 {smooth:.4f}만큼 떨어진 곳에 닿습니다. "
        f"스텝마다 점 {BATCH}개를 무작위로 뽑아 쓴 길(시드 {SEED})은 흔들리며 내려가, 마지막에 최소점에서 "
        f"{shaken:.2f}만큼 떨어져 있습니다."
    )


if __name__ == "__main__":
    drawing.show(figure)
