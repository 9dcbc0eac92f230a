"""축마다 학습률을 따로 정하면 좁은 골짜기도 한 스텝입니다. 기울어진 골짜기에서는 뉴턴의 스텝만 바닥에 닿습니다."""

import math
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lesson_code import drawing
from lesson_code.descent import step
from lesson_code.gradient_descent.plane import draw_contours
from lesson_code.momentum_and_adam import walks
from lesson_code.stability import best_learning_rate
from lesson_code.wording import decimal

TURN = math.radians(30)  # by which the second valley is turned
ROTATION = np.array([[math.cos(TURN), -math.sin(TURN)], [math.sin(TURN), math.cos(TURN)]])
HESSIANS = {"straight": np.diag(walks.CURVATURES), "turned": ROTATION @ np.diag(walks.CURVATURES) @ ROTATION.T}
STARTS = {"straight": walks.START, "turned": np.array([-4.0, -0.8])}
COMMON = best_learning_rate(walks.CURVATURES)


def after(valley: str, rate: str) -> Any:
    """Return where one step leads with a common rate, a rate for each axis or Newton's matrix."""
    hessian, start = HESSIANS[valley], STARTS[valley]
    if rate == "newton":
        return start - np.linalg.solve(hessian, hessian @ start)
    rates = COMMON if rate == "common" else 1 / np.diag(hessian)
    return step(start, lambda theta: hessian @ theta, rates)


def draw(axes: Axes, valley: str, title: str) -> None:
    """Draw one valley's contour lines."""
    hessian = HESSIANS[valley]
    draw_contours(
        axes, lambda theta: np.sum(theta @ hessian * theta, axis=-1) / 2, walks.LEVELS, (-5.8, 2.4), (-3, 3), (0, 0)
    )
    axes.set(xlabel="θ₁", ylabel="θ₂", xticks=[-4, -2, 0, 2], yticks=[-2, 0, 2], title=title)


def draw_one_step(axes: Axes, valley: str, rate: str, words: str, at: tuple[float, float]) -> None:
    """Draw one step and name it at a place between contour lines."""
    look = {"common": walks.LOOKS["경사하강법"], "axis": (drawing.TEAL, "-"), "newton": (drawing.OCHRE, "--")}
    (colour, style), start, end = look[rate], STARTS[valley], after(valley, rate)
    axes.plot([start[0], end[0]], [start[1], end[1]], style, color=colour, linewidth=1.6, zorder=3)
    axes.plot(*end, "o", color=colour, markersize=6, markeredgewidth=0, zorder=4)
    drawing.draw_start(axes, start[0], start[1], colour)
    drawing.label(axes, words, at, (0, 0), colour)


def figure() -> Figure:
    """Draw one step of each kind in both valleys."""
    picture, (left, right) = drawing.panels(2, height=3.1)
    draw(left, "straight", "축마다 맞추면 한 스텝")
    draw_one_step(left, "straight", "common", "학습률 하나", (-3.1, 2.56))
    draw_one_step(left, "straight", "axis", "축마다 하나", (-1.0, -1.93))
    draw(right, "turned", "기울어지면 행렬이 필요합니다")
    draw_one_step(right, "turned", "axis", "축마다 하나", (0.4, -2.13))
    draw_one_step(right, "turned", "newton", "뉴턴", (0.9, -0.35))
    return picture


def describe() -> str:
    """Say where each step ends."""
    common, axis = after("straight", "common"), after("turned", "axis")
    return (
        "길쭉한 골짜기 두 칸에서 한 스텝씩 걸었습니다. 반듯한 골짜기에서 두 축에 같은 학습률을 쓰면 "
        f"({decimal(common[0])}, {decimal(common[1])})에 닿고, 축마다 곡률의 역수를 쓰면 최소점에 닿습니다. "
        f"30° 기울어진 골짜기에서는 축마다 따로 정한 학습률로도 ({decimal(axis[0])}, {decimal(axis[1])})에 "
        "닿을 뿐이고, 헤세 행렬로 구한 뉴턴의 스텝은 최소점에 닿습니다."
    )


if __name__ == "__main__":
    drawing.show(figure)
