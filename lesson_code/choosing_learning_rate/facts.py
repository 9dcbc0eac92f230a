"""본문이 인용하는 수를 모두 여기서 계산합니다.

함수 하나가 수 하나이고, 테스트는 이 값을 발표된 값이나 닫힌 식과 비교합니다.
"""

import math
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from lesson_code import schedules, search
from lesson_code.descent import destination
from lesson_code.surfaces import bumpy, parabola, quartic

BOWL = (0.01, 0.1, 1.0)  # curvatures of the range test's bowl (Goh 2017), walked from 1 in each direction
FIRST, TEST_STEPS = 1e-4, 400  # the range test's first learning rate; more steps than any growth below needs
GROWTHS = (1.05, 1.2, 1.5)  # factors from step to step
NARROW = (0.2, 4.0)  # curvatures of the narrow valley
LOW, HIGH = 0.003, 3.0  # where grid and random search look


class Minimum(NamedTuple):
    """Where a range test's loss is least."""

    learning_rate: float
    loss: float


def bowl_range_test(growth: float, curvatures: Sequence[float] = BOWL) -> list[tuple[float, float]]:
    """Return (learning rate, loss after its step) on a bowl, as long as the loss is finite.

    The axes of the bowl do not mix, so each is walked by itself and their losses are added.
    """
    axes = [search.range_test(parabola(curvature), 1.0, FIRST, growth, TEST_STEPS) for curvature in curvatures]
    tested = [(at[0][0], sum(loss for _, loss in at)) for at in zip(*axes, strict=True)]
    return [(rate, loss) for rate, loss in tested if math.isfinite(loss)]


def least(tested: Sequence[tuple[float, float]]) -> Minimum:
    """Return the learning rate after whose step the loss was least."""
    return Minimum(*min(tested, key=lambda pair: pair[1]))


def bowl_minimum(growth: float, curvatures: Sequence[float] = BOWL) -> float:
    """Return where a bowl's range test is least: 10.5, 8.1, 5.7 for growth 1.05, 1.2, 1.5 (the edge is 2)."""
    return least(bowl_range_test(growth, curvatures)).learning_rate


def narrow_loss(learning_rate: Any) -> Any:
    """Return the loss on the narrow valley 0.1 x^2 + 2 y^2 after 20 steps from (-5, -2)."""
    axes = zip(map(parabola, NARROW), (-5.0, -2.0), strict=True)
    return sum(axis.loss(destination(axis.gradient, start, learning_rate, 20)) for axis, start in axes)


def bumpy_loss(learning_rate: Any) -> Any:
    """Return the loss on the bumpy surface after 300 steps from -4.6, left of the plateau."""
    return bumpy.loss(destination(bumpy.gradient, -4.6 + 0 * learning_rate, learning_rate, 300))


def bumpy_window() -> tuple[float, float]:
    """Return the least and the greatest rate in the grid's range, to a thousandth, that ends below -0.99."""
    rates = np.arange(round(1000 * LOW), round(1000 * HIGH) + 1) / 1000
    low = rates[bumpy_loss(rates) < -0.99]
    return float(low[0]), float(low[-1])


def halvings(works: Callable[[float], bool], learning_rate: float) -> int:
    """Return how often the learning rate must be halved until it works."""
    count = 0
    while not works(learning_rate):
        learning_rate, count = learning_rate / 2, count + 1
    return count


def quartic_works(learning_rate: float, start: float = 3.0) -> bool:
    """Return whether 200 steps on x^4 / 4 end nearer the minimum than they began."""
    return bool(abs(destination(quartic.gradient, start, learning_rate, 200)) < start)


NOISE = 1.0  # standard deviation of what is added to the gradient
RUNS = 4000  # at once, to average over chance
NOISY_STEPS = 400
NOISY_RATE = 0.5  # of the constant schedule and at the start of the others, on curvature 1


def noise_floor(learning_rate: float) -> float:
    """Return the mean loss at which a constant learning rate stays on x^2 / 2 with a noisy gradient.

    From x' = (1 - rate) x - rate noise follows E x^2 = rate NOISE^2 / (2 - rate), and the loss is x^2 / 2
    (Bottou, Curtis & Nocedal 2018, theorem 4.6, bound it from above for a wider class).
    """
    return learning_rate * NOISE**2 / (2 * (2 - learning_rate))


@cache
def noisy_losses(name: str) -> Any:
    """Return the mean loss at the start and after every step of one of ``SCHEDULES``, over all runs."""
    random = np.random.default_rng(7)
    surface = parabola(1.0)

    def gradient(theta: Any) -> Any:
        return surface.gradient(theta) + NOISE * random.normal(size=RUNS)

    positions = schedules.scheduled(gradient, np.full(RUNS, 10.0), SCHEDULES[name], NOISY_STEPS)
    return np.array([surface.loss(theta).mean() for theta in positions])


SCHEDULES: dict[str, schedules.Schedule] = {
    "일정": schedules.constant(NOISY_RATE),
    "계단": schedules.step_decay(NOISY_RATE, every=NOISY_STEPS // 4, factor=0.2),
    "코사인": schedules.cosine(NOISY_RATE, NOISY_STEPS),
    "웜업 뒤 코사인": schedules.warm_up(schedules.cosine(NOISY_RATE, NOISY_STEPS), NOISY_STEPS // 10),
}


def decaying_loss(factor: float) -> float:
    """Return the exact mean loss after ``NOISY_STEPS`` on the same parabola, whose k-th step takes factor / k."""
    mean, variance = 10.0, 0.0
    for count in range(1, NOISY_STEPS + 1):
        left = 1 - factor / count
        mean, variance = left * mean, left**2 * variance + (factor / count * NOISE) ** 2
    return (mean**2 + variance) / 2


def random_wins(surface: str) -> float:
    """Return how likely as many random learning rates as the grid has are to find a lower loss than the grid does."""
    loss = {"bumpy": bumpy_loss, "narrow": narrow_loss}[surface]
    grid = search.log_grid(LOW, HIGH)
    lower = (loss(np.geomspace(LOW, HIGH, 20_000)) < min(map(loss, grid))).mean()  # the share of one draw that win
    return float(1 - (1 - lower) ** len(grid))
