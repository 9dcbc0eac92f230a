"""학습률을 키우면 한 자리에 멈추던 걸음이 두 점, 네 점, 여덟 점으로 갈라지고, 그다음에는 떠돌아다닙니다.

물결을 학습률마다 한참 걸은 뒤, 그다음 200스텝의 자리를 모두 찍습니다.
"""

from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from lesson_code import drawing
from lesson_code.descent import destination, trajectory
from lesson_code.learning_rate import facts
from lesson_code.surfaces import wave
from lesson_code.wording import decimal

START = 10.0
STEPS, SHOWN = 4000, 200  # so many steps before the first position that is drawn, and so many positions
LOWEST, WANDERS, CAUGHT, HIGHEST = 0.8, 1.478, 1.735, 2.0  # learning rates; CAUGHT: in another minimum
WINDOW = 1.6625  # learning rate in the middle of the widest window, in which the walk goes round over three points
COLUMNS, ROWS = 220, 300  # pixels of the part that wanders
BOTTOM, TOP = 2.4, 9.6  # positions that it wanders between


def positions(learning_rates: Any) -> Any:
    """Return the last positions (rows) of a long walk for every learning rate (column)."""
    settled = destination(wave.gradient, START + 0 * learning_rates, learning_rates, STEPS)
    return np.array(trajectory(wave.gradient, settled, learning_rates, SHOWN - 1))


def borders() -> list[float]:
    """Return the learning rates at which one point becomes two, two four, four eight and eight sixteen."""
    return [facts.wave_edge(), *(facts.wave_doubling(points) for points in (2, 4, 8))]


def wandering() -> Any:
    """Return the pixels of the part that wanders, darker where more positions lie."""
    learning_rates = np.linspace(WANDERS, CAUGHT, COLUMNS, endpoint=False)
    found = positions(learning_rates)
    counts = np.stack([np.histogram(column, ROWS, (BOTTOM, TOP))[0] for column in found.T], axis=1)
    image = np.empty((ROWS, COLUMNS, 4))
    image[..., :3] = to_rgb(drawing.UNSETTLED)
    image[..., 3] = np.where(counts > 0, np.clip(0.5 + 0.15 * counts, 0, 1), 0)
    return (255 * image).round().astype(np.uint8)


def figure() -> Figure:
    """Draw branches where the walk repeats itself, pixels where it wanders, and name what begins where."""
    picture, (axes,) = drawing.panels(1, height=3.6)
    axes.set(xlabel="학습률 η", ylabel="마지막 200스텝의 자리 θ", xlim=(LOWEST, HIGHEST), ylim=(-3, 10.9))
    ends = [LOWEST, *borders()]
    for number, (low, high) in enumerate(pairwise(ends)):
        learning_rates = low + (high - low) * np.linspace(0, 1, 60) ** 2  # denser where the branches part
        branches = np.sort(positions(learning_rates)[: 2**number], axis=0)
        axes.plot(learning_rates, branches.T, color=drawing.CYCLE if number else drawing.CALM, linewidth=1.4)
    axes.imshow(wandering(), origin="lower", extent=(WANDERS, CAUGHT, BOTTOM, TOP), aspect="auto", interpolation="none")
    caught = np.linspace(CAUGHT, HIGHEST, 20)
    axes.plot(caught, positions(caught)[-1], color=drawing.CALM, linewidth=1.8)
    for text, border, below, height in (
        ("\n두 점", ends[1], 7.2, 3.9),
        (" 네 점", ends[2], 5.0, 1.6),
        (" 여덟 점", ends[3], 4.5, -0.1),
    ):
        axes.plot([border, border], [height - 0.5, below], "--", color=drawing.CYCLE, linewidth=0.8)
        drawing.label(axes, f"{border:.3f}부터{text}", (border, height), (-4, 0), drawing.CYCLE)
    drawing.label(axes, "한 점", (0.93, 7.3), (0, 4), drawing.CALM)
    drawing.label(axes, f"{WANDERS:.2f}부터\n혼돈", (1.565, 3.1), (0, -1))
    drawing.label(axes, "세 점", (WINDOW, TOP), (0, 1))
    drawing.label(axes, f"{CAUGHT:g}부터\n다른 최소점에\n멈춤", (1.87, -1.6), (0, 6), drawing.CALM)
    axes.set_title("둘, 넷, 여덟으로 갈라지다 혼돈으로")
    return picture


def describe() -> str:
    """Say where the walk doubles its points, wanders and is caught."""
    two, four, eight, sixteen = (f"{border:.3f}" for border in borders())
    held = decimal(float(positions(np.array([CAUGHT + 0.01]))[-1, 0]))
    return (
        f"가로축은 학습률, 세로축은 물결을 {decimal(START, 0)}에서 출발해 한참 걸은 뒤 {SHOWN}스텝 동안 지나간 "
        f"자리입니다. 처음에는 한 점입니다. {two}에서 두 점, {four}에서 네 점, {eight}에서 여덟 점, {sixteen}에서 "
        f"열여섯 점으로 갈라지고, 그 뒤로는 점들이 넓은 띠를 채웁니다. 띠 속에는 {WINDOW:.2f} 주변처럼 몇 점만 있는 "
        f"좁은 틈이 있습니다. {CAUGHT:g}부터는 다른 최소점 {held}의 한 점입니다."
    )


if __name__ == "__main__":
    drawing.show(figure)
