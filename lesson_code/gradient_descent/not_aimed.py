"""가장 가파른 내리막이 최소점을 향하지는 않습니다. 길쭉한 골짜기에서 첫 스텝이 얼마나 빗나가는지 봅니다."""

import math
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from lesson_code import drawing
from lesson_code.descent import trajectory
from lesson_code.gradient_descent.plane import draw_contours
from lesson_code.wording import decimal

CURVATURES = np.array([0.2, 4.0])  # the loss is 0.1 θ₁² + 2 θ₂²
START, LEARNING_RATE = np.array([-5.0, -2.0]), 0.2
LEVELS = [0.2, 1, 2.5, 5, 10.5, 18]
ARC = 1.0  # radius of the angle's mark


def gradient(theta: Any) -> Any:
    """Return the gradient of the loss."""
    return CURVATURES * theta


def loss(theta: Any) -> Any:
    """Return the loss."""
    return np.sum(CURVATURES * theta**2, axis=-1) / 2


def direction(vector: Any) -> float:
    """Return in which direction a vector points, in degrees from the horizontal axis."""
    return math.degrees(math.atan2(vector[1], vector[0]))


def angle() -> float:
    """Return by how many degrees the first step misses the direction of the minimum at (0, 0)."""
    return direction(-gradient(START)) - direction(-START)


def figure() -> Figure:
    """Draw the first step and the way it does not take."""
    picture, (axes,) = drawing.panels(1, height=2.7)
    draw_contours(axes, loss, LEVELS, (-6.2, 1.8), (-2.7, 2.2), (0, 0))
    axes.set(xlabel="θ₁", ylabel="θ₂", title=f"첫 스텝이 {angle():.0f}° 빗나갑니다")
    axes.plot([START[0], 0], [START[1], 0], "--", color=drawing.TEAL, linewidth=1.5, zorder=2)
    first = np.array(trajectory(gradient, START, LEARNING_RATE, 1))
    drawing.draw_path(axes, first[:, 0], first[:, 1], drawing.CALM)
    turn = np.radians(np.linspace(direction(-START), direction(-gradient(START)), 40))
    axes.plot(START[0] + ARC * np.cos(turn), START[1] + ARC * np.sin(turn), color=drawing.INK, linewidth=1)
    drawing.label(axes, "첫 스텝", tuple(first[1]), (5, 6), drawing.CALM)
    drawing.label(axes, "최소점 쪽", (-2.0, -0.8), (5, -6), drawing.TEAL)
    drawing.label(axes, "최소점", (0, 0), (3, 6))
    return picture


def describe() -> str:
    """Say by how much the step misses."""
    end = trajectory(gradient, START, LEARNING_RATE, 1)[-1]
    return (
        f"가로로 길쭉한 등고선의 골짜기입니다. ({decimal(START[0], 0)}, {decimal(START[1], 0)})에서 "
        f"학습률 {LEARNING_RATE:g}로 한 스텝 걸으면 ({decimal(end[0], 1)}, {decimal(end[1], 1)})에 닿습니다. "
        f"화살표는 거의 곧장 위를 향하고, 점선이 가리키는 최소점 쪽에서 {angle():.1f}° 벗어나 있습니다."
    )


if __name__ == "__main__":
    drawing.show(figure)
