"""지형과 학습률과 출발점을 바꾸어 가며 걸어 봅니다.

왼쪽은 지형 위의 자리, 오른쪽은 스텝마다의 손실입니다. 웹에서는 독자가 움직이고, 종이에서는 한 장면이 보입니다.
"""

import math
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from lesson_code import drawing
from lesson_code.chart import Run, Slider, State
from lesson_code.learning_rate.playground_drawing import draw
from lesson_code.learning_rate.playground_grid import LANDSCAPES, Landscape
from lesson_code.learning_rate.playground_words import STEPS
from lesson_code.wording import decimal, with_particle

FIRST = LANDSCAPES["valley"]
RATE, START, STEP = FIRST.learning_rates[FIRST.telling.rate], FIRST.starts[FIRST.telling.start], FIRST.telling.step


def figure() -> Figure:
    """Draw the first state."""
    return draw(FIRST)[0]


def describe() -> str:
    """Say what the first state shows."""
    _, losses = FIRST.walk(RATE, START)
    return (
        f"골짜기 위의 자리를 그린 칸과 스텝마다의 손실을 그린 칸이 있습니다. "
        f"θ = {decimal(START, 0)}에서 출발해 학습률 {with_particle(f'{RATE:.3g}', '으로/로')} {STEP}스텝을 걷습니다. "
        f"{FIRST.said(RATE, START)[0]}합니다. "
        f"손실은 {losses[0]:.2f}에서 {with_particle(f'{losses[STEP]:.2f}', '으로/로')} 줄어듭니다."
    )


def states() -> dict[str, State]:
    """Return, for each landscape, its drawing and what moves in it for every place of the sliders."""
    return {key: state(landscape) for key, landscape in LANDSCAPES.items()}


def state(landscape: Landscape) -> State:
    """Return one landscape with its sliders, and the runs of its grid by learning rate and start."""
    picture, (left, right) = draw(landscape)
    rates, telling = [f"{rate:.3g}" for rate in landscape.learning_rates], landscape.telling
    starts = [start_text(start) for start in landscape.starts]
    return State(
        name=landscape.name,
        figure=picture,
        panels={"left": left, "right": right},
        sliders={
            "rate": Slider(label="학습률 η", values=rates, start=telling.rate, marks=marks(landscape)),
            "start": Slider(label="출발점", values=starts, start=telling.start, drags="left"),
            "step": Slider(label="스텝", values=list(map(str, range(STEPS + 1))), start=telling.step, walks=True),
        },
        runs=[[run(landscape, rate, start) for start in landscape.starts] for rate in landscape.learning_rates],
        says="η = {rate}, {step}스텝 뒤의 손실 {right.y}",
        outside="η = {rate}, {step}스텝 만에 그림 밖",
    )


def marks(landscape: Landscape) -> list[tuple[float, str]]:
    """Return the edges as shares of the logarithmic way from the smallest learning rate to the largest."""
    first, last = (math.log(landscape.learning_rates[end]) for end in (0, -1))
    return [((math.log(at) - first) / (last - first), f"{name} {at:.3g}") for name, at in landscape.edges.items()]


def run(landscape: Landscape, learning_rate: float, start: Any) -> Run:
    """Return the walk from one start with one learning rate, and what is said of it."""
    points, losses = landscape.walk(learning_rate, start)
    words, rests = landscape.said(learning_rate, start)
    by_step = np.column_stack([np.arange(STEPS + 1), losses])
    return Run(paths=[points, by_step], words=words, rests=rests, note=landscape.note(learning_rate))


def start_text(start: Any) -> str:
    """Return a start as the slider says it."""
    return f"({', '.join(decimal(x, 1) for x in start)})" if np.ndim(start) else decimal(start, 1)


if __name__ == "__main__":
    drawing.show(figure)
