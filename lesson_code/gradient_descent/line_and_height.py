"""직선 하나가 손실 곡선 위의 점 하나입니다. 점에 잘 맞는 직선일수록 낮은 곳에 있습니다."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lesson_code import drawing
from lesson_code.gradient_descent.five_points import X, Y
from lesson_code.surfaces import line_fit

LINES = {0.0: (drawing.MUTED, "--"), 0.9: (drawing.TEAL, "-"), 2.0: (drawing.OCHRE, "-.")}  # w -> colour and style
REACH = 2.5  # the lines are drawn from -REACH to REACH
LOWEST, HIGHEST = -0.6, 2.4  # range of w


def draw_lines(axes: Axes) -> None:
    """Draw the points and the lines y = w x, each named at its right end."""
    axes.set(xlabel="x", ylabel="y", xlim=(-REACH, REACH + 1.7), ylim=(-5.2, 5.6), title="세 직선")
    for w, (colour, style) in LINES.items():
        axes.plot([-REACH, REACH], [-REACH * w, REACH * w], style, color=colour)
        drawing.label(axes, f"w = {w:g}", (REACH, REACH * w), (5, 0), colour)
    axes.plot(X, Y, "o", color=drawing.INK, markersize=6, zorder=4)


def draw_heights(axes: Axes) -> None:
    """Draw the loss over w, and each line as its point."""
    axes.set(xlabel="w", ylabel="손실", xlim=(LOWEST, HIGHEST), ylim=(0, 5.6), title="세 직선의 손실")
    w = np.linspace(LOWEST, HIGHEST, 200)
    axes.plot(w, line_fit.loss(w), color=drawing.SURFACE, zorder=2)
    for line, (colour, style) in LINES.items():
        height = line_fit.loss(line)
        axes.plot([line, line], [0, height], style, color=colour, linewidth=1.4)
        axes.plot(line, height, "o", color=colour, markersize=7, zorder=4)
        side = np.sign(0.9 - line)  # into the bowl, where there is room
        drawing.label(axes, f"{height:.2f}", (line, height), (8 * side, 7), colour)


def figure() -> Figure:
    """Draw the lines beside their heights."""
    picture, (left, right) = drawing.panels(2, height=3.0)
    draw_lines(left)
    draw_heights(right)
    return picture


def describe() -> str:
    """Say how high each line stands."""
    heights = ", ".join(f"w가 {w:g}이면 {line_fit.loss(w):.2f}" for w in LINES)
    return (
        f"한쪽에는 점 다섯 개와 원점을 지나는 직선 세 개가 있고, 다른 쪽에는 w에 따른 손실 곡선이 있습니다. "
        f"곡선은 아래로 볼록하고, 직선 세 개가 곡선 위의 점 세 개로 찍혀 있습니다. 손실은 {heights}입니다. "
        f"점에 가장 가까이 지나는 w = {min(LINES, key=line_fit.loss):g}의 직선이 가장 낮은 곳에 있습니다."
    )


if __name__ == "__main__":
    drawing.show(figure)
