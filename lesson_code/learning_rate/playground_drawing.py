"""가지고 노는 그림의 두 칸을 그립니다. 움직이는 것마다 이름을 붙여 둡니다."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lesson_code import drawing
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


def draw_moves(axes: Axes, panel: str, across: Any, up: Any) -> None:
    """Draw what the reader moves, each under its name: the way, the positions, the first and the last of them."""
    look: dict[str, Any] = {"color": drawing.CALM, "clip_on": False}
    ring = look | {"markerfacecolor": "none", "markeredgewidth": 1.5}
    parts = {
        "trail": axes.plot(across, up, linewidth=0.9, zorder=3, **look),
        "dots": axes.plot(across[1:], up[1:], "o", markersize=3.4, markeredgewidth=0, zorder=4, **look),
        "start": axes.plot(across[:1], up[:1], "o", markersize=7.5, zorder=4, **ring),
        "here": axes.plot(across[-1:], up[-1:], "o", markersize=7, markeredgewidth=0, zorder=5, **look),
    }
    for name, (line,) in parts.items():
        line.set_gid(f"moves-{panel}-{name}")


def draw(landscape: Landscape) -> Figure:
    """Draw the landscape and its telling state."""
    picture, (left, right) = drawing.panels(2, height=2.8)
    draw_ground(left, landscape)
    right.set(xlabel="스텝", ylabel="손실", xlim=(0, STEPS), ylim=landscape.losses, title="스텝마다의 손실")
    learning_rate, start, step = landscape.telling
    points, losses = landscape.walk(landscape.learning_rates[learning_rate], landscape.starts[start])
    draw_moves(left, "left", *points[: step + 1].T)
    draw_moves(right, "right", np.arange(step + 1), losses[: step + 1])
    return picture
