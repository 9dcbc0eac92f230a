"""가지고 노는 그림의 네 지형과, 지형마다 고를 수 있는 학습률과 출발점입니다.

지형 하나에 학습률 61가지, 출발점 9가지, 자리 41개(출발점과 40스텝)가 있습니다.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from lesson_code import surfaces
from lesson_code.descent import Gradient, destination, trajectory
from lesson_code.learning_rate import narrow_valley, playground_words
from lesson_code.learning_rate.playground_words import STEPS, Said
from lesson_code.stability import edge

Range = tuple[float, float]


class Telling(NamedTuple):
    """The state that is shown first: the places of learning rate and start, and the step."""

    rate: int
    start: int
    step: int


@dataclass(frozen=True)
class Landscape:
    """What is walked on, the grid of its sliders, the ranges of its panels, and its words."""

    name: str
    formula: str
    loss: Callable[[Any], Any]
    gradient: Gradient
    learning_rates: list[float]
    starts: list[Any]
    telling: Telling
    across: Range
    losses: Range
    edges: dict[str, float]  # marks on the scale of learning rates
    said: Callable[[float, Any], Said]  # of learning rate and start
    up: Range | None = None  # of the second parameter, where there is one
    minima: dict[str, float] | None = None  # places with a name
    note: Callable[[float], str] = lambda learning_rate: ""

    def walk(self, learning_rate: float, start: Any) -> Any:
        """Return the positions as points of the left panel, one row each, and their losses."""
        positions = trajectory(self.gradient, start, learning_rate, STEPS)
        losses = [float(self.loss(theta)) for theta in positions]
        return np.array(positions if self.up else list(zip(positions, losses, strict=True))), np.array(losses)


def octaves(limit: float) -> list[float]:
    """Return 61 learning rates, ten an octave: the 41st is 1/L and the 51st 2/L, to the last bit."""
    return [limit * 2 ** (place / 10) for place in range(-50, 11)]


def with_round(learning_rates: list[float], *wanted: float) -> list[float]:
    """Return the learning rates with the nearest of them, by ratio, exchanged for each of those that are wanted."""
    nearest = {min(learning_rates, key=lambda rate: abs(math.log(rate / round_))): round_ for round_ in wanted}
    return [nearest.get(rate, rate) for rate in learning_rates]


def below(largest: float) -> list[float]:
    """Return 61 learning rates, from 1/150 of the largest on."""
    return [float(largest * 150 ** (place / 60 - 1)) for place in range(61)]


VALLEY_EDGE, BOWL_EDGE = edge(surfaces.valley.curvature(0.0)), edge(max(narrow_valley.EIGENVALUES))
WELLS = {name: destination(surfaces.bumpy.gradient, at, 0.1, 3000) for name, at in (("지역", 1.0), ("전역", 3.5))}
MINIMA = {f"{name} 최소점": theta for name, theta in WELLS.items()}

LANDSCAPES = {
    "valley": Landscape(
        name="골짜기",
        formula="θ²",
        loss=surfaces.valley.loss,
        gradient=surfaces.valley.gradient,
        learning_rates=with_round(octaves(VALLEY_EDGE), 0.3, 0.9, 1.1),  # of the text
        starts=[-2.0, -1.5, -1.0, -0.5, 0.1, 0.5, 1.0, 1.5, 2.0],
        telling=Telling(rate=33, start=2, step=7),
        across=(-2.6, 2.6),
        losses=(-0.3, 6.0),
        edges={"경계": VALLEY_EDGE},
        said=playground_words.in_valley,
        note=playground_words.valley_note,
    ),
    "bumpy": Landscape(
        name="울퉁불퉁한 표면",
        formula="",
        loss=surfaces.bumpy.loss,
        gradient=surfaces.bumpy.gradient,
        learning_rates=below(4.0),
        starts=[-5.0, -3.6, -2.2, -0.8, 0.6, 2.0, 3.4, 4.8, 6.2],
        telling=Telling(rate=30, start=0, step=40),
        across=(-5.5, 6.8),
        losses=(-1.8, 2.4),
        edges={f"{name} 2/L": edge(surfaces.bumpy.curvature(at)) for name, at in WELLS.items()},
        said=playground_words.seen(surfaces.bumpy, MINIMA),
        minima=MINIMA,
        note=lambda learning_rate: "최소점마다 곡률이 달라서 2/L도 다릅니다",
    ),
    "log_cosh": Landscape(
        name="둥근 V자 골짜기",
        formula="log cosh θ",
        loss=surfaces.log_cosh.loss,
        gradient=surfaces.log_cosh.gradient,
        learning_rates=below(8.0),
        starts=[-4.0, -3.0, -2.0, -1.0, 0.1, 1.0, 2.0, 3.0, 4.0],
        telling=Telling(rate=48, start=4, step=20),
        across=(-6.2, 6.2),
        losses=(-0.3, 5.6),
        edges={"바닥에서 잰 2/L": edge(surfaces.log_cosh.curvature(0.0))},
        said=playground_words.seen(surfaces.log_cosh, {"최소점": 0.0}),
        note=lambda learning_rate: "바닥의 곡률은 1이지만 멀어질수록 곧아져서, 경계를 넘어도 달아나지 않습니다",
    ),
    "narrow_valley": Landscape(
        name="좁은 골짜기",
        formula="0.1x₁² + 2x₂²",
        loss=narrow_valley.loss,
        gradient=narrow_valley.gradient,
        learning_rates=octaves(BOWL_EDGE),
        starts=[np.array([-5.0, x2]) for x2 in (-1.2, -0.9, -0.6, -0.3, 0.1, 0.3, 0.6, 0.9, 1.2)],
        telling=Telling(rate=46, start=0, step=20),
        across=(-5.8, 1.4),
        up=(-2.3, 2.3),
        losses=(-0.5, 10.0),
        edges={"급한 방향의 2/L": BOWL_EDGE},
        said=playground_words.in_bowl,
        note=playground_words.bowl_note,
    ),
}
