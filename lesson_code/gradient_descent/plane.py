"""두 파라미터의 평면에 등고선을 그립니다. 가로와 세로의 눈금 간격이 같아 직각이 직각으로 보입니다."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from lesson_code import drawing

Range = tuple[float, float]


def draw_contours(
    axes: Axes, loss: Callable[[Any], Any], levels: Sequence[float], across: Range, up: Range, bottom: Any
) -> None:
    """Draw contour lines of ``loss``, which takes points along the last axis, and a cross at the bottom."""
    points = np.stack(np.meshgrid(np.linspace(*across, 160), np.linspace(*up, 160)), axis=-1)
    contours = axes.contour(
        points[..., 0], points[..., 1], loss(points), levels=sorted(levels), colors=drawing.MUTED, alpha=0.5, zorder=1
    )  # fainter than ways and words
    contours.set_linewidth(0.8)
    axes.set(xlim=across, ylim=up, aspect="equal")
    axes.grid(visible=False)
    axes.plot(*bottom, "+", color=drawing.INK, markersize=9, markeredgewidth=1.4, zorder=4)
