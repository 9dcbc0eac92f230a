"""가지고 노는 그림의 두 칸을 그립니다. 왼쪽은 지형, 오른쪽은 스텝마다의 손실입니다."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lesson_code import drawing
from lesson_code.chart import draw_moves
from lesson_code.learning_rate.playground_grid import Landscape
from lesson_code.learning_rate.playground_words import STEPS

CONTOURS = 9


def draw_ground(axes: Axes, landscape: Landscape) -> None:
    """Draw what is walked on: a curve, or a bowl by its contour lines."""
    if landscape.up is None:
        drawing.draw_loss(axes, landscape.loss, *landscape.across)
        axes.set_ylim(landscape.losses)
    else:
        x1, x2 = np.meshgrid(np.linspace(*landscape.across, 60), np.linspace(*landscape.up, 60))
        heights = [[landscape.loss(point) for point in row] for row in np.dstack([x1, x2])]
        levels = np.linspace(0, landscape.losses[1] ** 0.5, CONTOURS)[1:] ** 2
        axes.contour(x1, x2, heights, levels=levels, colors=drawing.MUTED, linewidths=0.6, zorder=1)
        axes.plot(0, 0, "+", color=drawing.INK, markersize=9, markeredgewidth=1.3)
        axes.set(xlabel="x₁", ylabel="x₂", xlim=landscape.across, ylim=landscape.up)
        axes.grid(visible=False)
    for name, theta in (landscape.minima or {}).items():
        drawing.label(axes, name, (theta, landscape.loss(theta)), (0, -7))
    axes.set_title(f"{landscape.name} {landscape.formula}".strip())


def draw(landscape: Landscape) -> tuple[Figure, list[Axes]]:
    """Draw the landscape and its first state; return the figure and its two panels."""
    picture, (left, right) = drawing.panels(2, height=2.8)
    draw_ground(left, landscape)
    right.set(xlabel="스텝", ylabel="손실", xlim=(0, STEPS), ylim=landscape.losses, title="스텝마다의 손실")
    telling = landscape.telling
    points, losses = landscape.walk(landscape.learning_rates[telling.rate], landscape.starts[telling.start])
    seen = slice(telling.step + 1)
    draw_moves(left, "left", points[seen])
    draw_moves(right, "right", np.column_stack([np.arange(STEPS + 1), losses])[seen])
    return picture, [left, right]
