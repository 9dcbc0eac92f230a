"""걸음은 등고선을 언제나 직각으로 떠납니다. 그래디언트가 등고선에 수직이기 때문입니다."""

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from lesson_code import drawing
from lesson_code.descent import trajectory
from lesson_code.gradient_descent import five_points
from lesson_code.gradient_descent.five_points import BOTTOM
from lesson_code.gradient_descent.plane import draw_contours
from lesson_code.wording import decimal

LEARNING_RATE, START, STEPS = 0.1, (-1.0, -1.0), 12
ANGLES = 3  # so many positions get the mark of a right angle
MARK = 0.13  # the side of that mark, in units of w

gradient = five_points.gradient


def walk() -> Any:
    """Return the positions (w, b), one row each."""
    return np.array(trajectory(gradient, np.array(START), LEARNING_RATE, STEPS))


def corner(position: Any) -> Any:
    """Return the three corners of a small square between the contour line and the step."""
    down = -gradient(position) / np.linalg.norm(gradient(position))
    along = np.array([down[1], -down[0]])
    return position + MARK * np.array([down, down + along, along])


def figure() -> Figure:
    """Draw the contour lines that the first positions stand on, and the way down."""
    picture, (axes,) = drawing.panels(1, height=3.5)
    positions = walk()
    levels = [*five_points.loss(positions[: ANGLES + 1]), 0.5, 12.6, 17.5]
    draw_contours(axes, five_points.loss, levels, (-1.6, 2.4), (-1.5, 2.2), BOTTOM)
    axes.set(xlabel="w", ylabel="b", xticks=range(-1, 3), yticks=range(-1, 3), title="등고선을 직각으로 떠납니다")
    drawing.draw_path(axes, positions[:, 0], positions[:, 1], drawing.CALM)
    for position in positions[:ANGLES]:
        axes.plot(*corner(position).T, color=drawing.OCHRE, linewidth=1.3, zorder=5)
    drawing.label(axes, "출발", START, (0, 10), drawing.CALM)
    drawing.label(axes, "최소점", tuple(BOTTOM), (4, 8))
    return picture


def describe() -> str:
    """Say where the way leads."""
    end = walk()[-1]
    return (
        f"w와 b의 평면에 타원 모양의 등고선이 있습니다. ({decimal(START[0], 0)}, {decimal(START[1], 0)})에서 "
        f"학습률 {LEARNING_RATE:g}로 {STEPS}스텝을 걸어 ({decimal(end[0])}, {decimal(end[1])})에 닿습니다. "
        f"최소점은 ({BOTTOM[0]:g}, {BOTTOM[1]:g})입니다. 처음 {ANGLES}스텝이 떠나는 곳에 직각 표시가 있습니다. "
        "걸음은 등고선과 직각으로 출발하고, 최소점에 다가갈수록 짧아집니다."
    )


if __name__ == "__main__":
    drawing.show(figure)
