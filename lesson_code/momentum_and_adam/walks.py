"""좁은 골짜기와, 그곳을 걷는 방법의 모양입니다. 이 단원의 그림은 방법마다 같은 색과 선을 씁니다."""

import math
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from lesson_code import drawing
from lesson_code.gradient_descent.plane import draw_contours

CURVATURES = np.array([0.2, 4.0])  # the narrow valley of 「학습률에 따른 성질」: the loss is 0.1 θ₁² + 2 θ₂²
START = np.array([-5.0, -2.0])
LEVELS = [0.2, 1, 2.5, 5, 10.5, 18]
ACROSS, HEIGHT = (-5.8, 2.4), (-2.5, 2.5)
LOOKS = {  # method -> colour and line
    "경사하강법": (drawing.SURFACE, ":"),
    "모멘텀": (drawing.TEAL, "-"),
    "네스테로프": (drawing.INK, "-."),
    "Adam": (drawing.OCHRE, "--"),
}


def gradient(theta: Any) -> Any:
    """Return the gradient of the narrow valley."""
    return CURVATURES * theta


def loss(theta: Any) -> Any:
    """Return its loss at points along the last axis."""
    return np.sum(CURVATURES * theta**2, axis=-1) / 2


def tuned(least: float, greatest: float) -> tuple[float, float]:
    """Return the learning rate and the beta with which momentum is fastest between two curvatures.

    (Polyak 1964, "Some methods of speeding up the convergence of iteration methods")
    """
    low, high = math.sqrt(least), math.sqrt(greatest)
    return (2 / (low + high)) ** 2, ((high - low) / (high + low)) ** 2


def draw_valley(axes: Axes, height: tuple[float, float] = HEIGHT) -> None:
    """Draw the contour lines of the narrow valley and its lowest point."""
    draw_contours(axes, loss, LEVELS, ACROSS, height, (0, 0))
    axes.set(xlabel="θ₁", ylabel="θ₂", xticks=[-4, -2, 0, 2], yticks=[-2, 0, 2])


def draw_way(axes: Axes, positions: Any, method: str) -> None:
    """Draw a way over the plane in the look of its method; the dots are its steps."""
    colour, style = LOOKS[method]
    across, up = np.array(positions).T
    axes.plot(across, up, style, color=colour, linewidth=1.2, zorder=3)
    drawing.draw_dots(axes, across[1:], up[1:], colour)
    drawing.draw_start(axes, across[0], up[0], colour)
