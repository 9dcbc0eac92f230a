"""지형과 학습률과 출발점을 바꾸어 가며 걸어 봅니다.

왼쪽은 지형 위의 자리, 오른쪽은 스텝마다의 손실입니다. 웹에서는 독자가 움직이고, 종이에서는 한 장면이 보입니다.
"""

import math
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from lesson_code import drawing
from lesson_code.learning_rate.playground_drawing import draw
from lesson_code.learning_rate.playground_grid import LANDSCAPES, Landscape
from lesson_code.learning_rate.playground_words import STEPS
from lesson_code.wording import decimal, with_particle

TELLING = LANDSCAPES["valley"]
RATE, START, STEP = (TELLING.learning_rates[TELLING.telling[0]], TELLING.starts[TELLING.telling[1]], TELLING.telling[2])


def figure() -> Figure:
    """Draw the first landscape, and write beside its telling state what it is."""
    picture = draw(TELLING)
    text = f"η = {RATE:#.3g}\n{TELLING.said(RATE, START)[0]}"
    picture.axes[1].text(0.96, 0.92, text, transform=picture.axes[1].transAxes, ha="right", va="top")
    return picture


def describe() -> str:
    """Say what the telling state shows."""
    _, losses = TELLING.walk(RATE, START)
    return (
        f"왼쪽은 {TELLING.name}이고 오른쪽은 스텝마다의 손실입니다. "
        f"θ = {decimal(START, 0)}에서 출발해 학습률 {with_particle(f'{RATE:.3g}', '으로/로')} {STEP}스텝을 걷습니다. "
        f"{TELLING.said(RATE, START)[0]}합니다. "
        f"손실은 {losses[0]:.2f}에서 {with_particle(f'{losses[STEP]:.2f}', '으로/로')} 줄어듭니다."
    )


def states() -> dict[str, dict[str, Any]]:
    """Return, for each landscape, its drawing and what moves in it for every position of the sliders."""
    return {key: state(landscape) for key, landscape in LANDSCAPES.items()}


def state(landscape: Landscape) -> dict[str, Any]:
    """Return one landscape's drawing, the texts of its sliders, and the runs of its grid by learning rate and start."""
    first, last = (math.log(landscape.learning_rates[end]) for end in (0, -1))
    places = {name: (math.log(edge) - first) / (last - first) for name, edge in landscape.edges.items()}
    return {
        "name": landscape.name,
        "figure": draw(landscape),
        "telling": landscape.telling,
        "learning_rates": [f"{rate:#.3g}" for rate in landscape.learning_rates],
        "starts": [start_text(start) for start in landscape.starts],
        "steps": STEPS,
        "marks": [(place, f"{name} = {landscape.edges[name]:.3g}") for name, place in places.items()],
        "notes": [landscape.note(rate) for rate in landscape.learning_rates],
        "runs": [
            [(*landscape.walk(rate, start), *landscape.said(rate, start)) for start in landscape.starts]
            for rate in landscape.learning_rates
        ],
    }


def start_text(start: Any) -> str:
    """Return a start as the slider says it."""
    return f"({', '.join(decimal(x, 1) for x in start)})" if np.ndim(start) else decimal(start, 1)


if __name__ == "__main__":
    drawing.show(figure)
