"""Adam은 기울기의 크기를 나누어 없애므로 두 축을 같은 빠르기로 갑니다. 좁은 골짜기에서 비스듬히 출발합니다."""

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from lesson_code import drawing
from lesson_code.descent import trajectory
from lesson_code.momentum_and_adam import walks
from lesson_code.optimizers import adam
from lesson_code.wording import decimal, with_particle

RATE, SLOW, STEPS = 0.25, 0.05, 40


def ways() -> dict[str, Any]:
    """Return the positions of both methods."""
    return {
        "경사하강법": np.array(trajectory(walks.gradient, walks.START, SLOW, STEPS)),
        "Adam": np.array(adam(walks.gradient, walks.START, RATE, STEPS)),
    }


def figure() -> Figure:
    """Draw both ways in the narrow valley."""
    picture, (axes,) = drawing.panels(1, height=3.0)
    walks.draw_valley(axes)
    axes.set_title("Adam은 두 축을 같은 빠르기로 갑니다")
    for method, positions in ways().items():
        walks.draw_way(axes, positions, method)
    drawing.label(axes, "경사하강법", (-3.4, 0), (-4, 7), walks.LOOKS["경사하강법"][0])
    drawing.label(axes, "Adam", tuple(ways()["Adam"][4]), (8, -4), walks.LOOKS["Adam"][0])
    return picture


def describe() -> str:
    """Say what the first step of each is."""
    (plain, steep), (across, up) = (way[1] - way[0] for way in ways().values())
    return (
        f"가로로 길쭉한 골짜기를 ({decimal(walks.START[0], 0)}, {decimal(walks.START[1], 0)})에서 {STEPS}스텝씩 "
        f"걸었습니다. 경사하강법의 첫 스텝은 가로 {decimal(plain)}, "
        f"세로 {with_particle(decimal(steep), '으로/로')} 거의 곧장 위를 향합니다. "
        f"Adam의 첫 스텝은 가로 {decimal(across)}, "
        f"세로 {with_particle(decimal(up), '으로/로')} 두 축이 같아 비스듬합니다."
    )


if __name__ == "__main__":
    drawing.show(figure)
