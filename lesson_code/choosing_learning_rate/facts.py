"""본문이 인용하는 수를 모두 여기서 계산합니다.

함수 하나가 수 하나이고, 시험은 이 값을 발표된 값이나 닫힌 식과 견줍니다.
"""

import itertools
import math
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from random import Random
from typing import Any, NamedTuple

import numpy as np

from lesson_code import optimizers, schedules, search
from lesson_code.descent import destination
from lesson_code.practice import network
from lesson_code.surfaces import bumpy, parabola, quartic, valley

BOWL = (0.01, 0.1, 1.0)  # curvatures of the range test's bowl (Goh 2017), walked from 1 in each direction
FIRST, TEST_STEPS = 1e-4, 400  # the range test's first learning rate; more steps than any growth below needs
GROWTHS = (1.05, 1.2, 1.5)  # factors from step to step
NARROW = (0.2, 4.0)  # curvatures of the narrow valley
GRID = tuple(search.log_grid(0.0001, 20.0))  # what the digits are trained with
SEEDS = range(5)
EPOCH = network.TRAINING // network.BATCH  # steps
STEPS = 30 * EPOCH
CHANCE = math.log(network.CLASSES)  # the loss of knowing nothing


class Minimum(NamedTuple):
    """Where a range test's loss is least."""

    learning_rate: float
    loss: float


def bowl_range_test(
    growth: float, first: float = FIRST, curvatures: Sequence[float] = BOWL
) -> list[tuple[float, float]]:
    """Return (learning rate, loss after its step) on a bowl, as long as the loss is finite.

    The axes of the bowl do not mix, so each is walked by itself and their losses are added.
    """
    axes = [search.range_test(parabola(curvature), 1.0, first, growth, TEST_STEPS) for curvature in curvatures]
    tested = [(at[0][0], sum(loss for _, loss in at)) for at in zip(*axes, strict=True)]
    return [(rate, loss) for rate, loss in tested if math.isfinite(loss)]


def least(tested: Sequence[tuple[float, float]]) -> Minimum:
    """Return the learning rate after whose step the loss was least."""
    return Minimum(*min(tested, key=lambda pair: pair[1]))


def bowl_minimum(growth: float, first: float = FIRST, curvatures: Sequence[float] = BOWL) -> float:
    """Return where a bowl's range test is least: 10.5, 8.1, 5.7 for growth 1.05, 1.2, 1.5 (the edge is 2)."""
    return least(bowl_range_test(growth, first, curvatures)).learning_rate


@cache
def digit_runs() -> Any:
    """Return median over seeds of (training loss, validation loss, validation accuracy), one row a rate of ``GRID``."""
    return np.median(digit_runs_by_seed(), axis=1)


@cache
def digit_runs_by_seed() -> Any:
    """Return the same for every seed: an array of rates x seeds x 3."""
    return np.array(network.sweep(GRID, SEEDS, STEPS))


def digit_best() -> float:
    """Return the learning rate of ``GRID`` with the least validation loss."""
    return GRID[int(np.argmin(digit_runs()[:, 1]))]


def digit_chance_spread() -> tuple[float, float]:
    """Return the least and the greatest validation loss among the seeds, at the best learning rate."""
    losses = digit_runs_by_seed()[GRID.index(digit_best()), :, 1]
    return float(losses.min()), float(losses.max())


def digit_cliff() -> float:
    """Return the first learning rate above the best at which the trained network is worse than chance."""
    return next(
        rate for rate, run in zip(GRID, digit_runs(), strict=True) if rate > digit_best() and not run[0] < CHANCE
    )


def digit_trains(learning_rate: float) -> bool:
    """Return whether the training loss after ``STEPS`` steps is below that of chance, for the first seed."""
    with np.errstate(all="ignore"):
        theta = network.train([learning_rate] * STEPS, 0, network.digits()[0])
        return network.loss(theta, network.digits()[0]) < CHANCE


@cache
def digit_threshold() -> float:
    """Return the largest learning rate, to 5 %, with which the network still trains."""
    return search.threshold(digit_trains, 0.1, 1000.0, ratio=1.05)


def digit_half() -> float:
    """Return half of that, rounded before: its last digits differ from machine to machine."""
    return round(digit_threshold()) / 2


def half_wins() -> int:
    """Return with how many of the seeds half the threshold ends with a lower validation loss than the grid's best."""
    half = np.array(network.sweep([digit_half()], SEEDS, STEPS))[0, :, 1]
    return int((half < digit_runs_by_seed()[GRID.index(digit_best()), :, 1]).sum())


@cache
def digit_run(learning_rate: float) -> Any:
    """Return median over the seeds of (training loss, validation loss, validation accuracy) at any learning rate."""
    return np.median(np.array(network.sweep([learning_rate], SEEDS, STEPS))[0], axis=0)


@cache
def digit_range_test(growth: float, first: float = FIRST) -> list[tuple[float, float]]:
    """Return (learning rate, loss over all training digits after its step) of one run, until it is far past chance."""
    training, _, _ = network.digits()
    learning_rates, tested = [first * growth**count for count in range(TEST_STEPS)], []
    with np.errstate(all="ignore"):
        _, *positions = itertools.takewhile(
            lambda theta: network.loss(theta, training) < 10 * CHANCE, network.walk(learning_rates, 0, training)
        )
        for rate, theta in zip(learning_rates, positions, strict=False):  # the walk ends before the rates do
            tested.append((rate, network.loss(theta, training)))
    return tested


def digit_minimum(growth: float, first: float = FIRST) -> float:
    """Return where the digits' range test is least."""
    return least(digit_range_test(growth, first)).learning_rate


def narrow_loss(learning_rate: Any, steps: int = 20) -> Any:
    """Return the loss on the narrow valley 0.1 x^2 + 2 y^2 after so many steps from (-5, -2)."""
    axes = zip(map(parabola, NARROW), (-5.0, -2.0), strict=True)
    return sum(axis.loss(destination(axis.gradient, start, learning_rate, steps)) for axis, start in axes)


def bumpy_loss(learning_rate: Any, steps: int = 300) -> Any:
    """Return the loss on the bumpy surface after so many steps from -4.6, left of the plateau."""
    return bumpy.loss(destination(bumpy.gradient, -4.6 + 0 * learning_rate, learning_rate, steps))


def halvings(works: Callable[[float], bool], learning_rate: float) -> int:
    """Return how often the learning rate must be halved until it works."""
    count = 0
    while not works(learning_rate):
        learning_rate, count = learning_rate / 2, count + 1
    return count


def parabola_works(learning_rate: float) -> bool:
    """Return whether 200 steps from 1 on x^2 end nearer the minimum."""
    return bool(abs(destination(valley.gradient, 1.0, learning_rate, 200)) < 1)


def quartic_works(learning_rate: float, start: float = 3.0) -> bool:
    """Return whether 200 steps on x^4 / 4 end nearer the minimum than they began."""
    return bool(abs(destination(quartic.gradient, start, learning_rate, 200)) < start)


NOISE = 1.0  # standard deviation of what is added to the gradient
RUNS = 4000  # at once, to average over chance
NOISY_STEPS = 400
NOISY_RATE = 0.5  # of the constant schedule and at the start of the others, on curvature 1


def noise_floor(learning_rate: float, curvature: float = 1.0) -> float:
    """Return the mean loss at which a constant learning rate stays on a parabola whose gradient is noisy.

    From x' = (1 - rate L) x - rate noise follows E x^2 = rate NOISE^2 / (L (2 - rate L)), and the loss is L x^2 / 2
    (cf. Bottou, Curtis & Nocedal 2018, theorem 4.6).
    """
    return learning_rate * NOISE**2 / (2 * (2 - learning_rate * curvature))


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


def measured(ends: Iterable[Any]) -> Any:
    """Return median of (training loss, validation loss, validation accuracy) over networks."""
    return np.median(np.array([network.measure(end) for end in ends]), axis=0)


@cache
def digit_schedule(name: str, learning_rate: float, epochs: int = 30) -> Any:
    """Return what ``measured`` says of the digits trained with a schedule, over the seeds."""
    steps = epochs * EPOCH
    shapes = {
        "일정": schedules.constant(learning_rate),
        "코사인": schedules.cosine(learning_rate, steps),
        "계단": schedules.step_decay(learning_rate, every=steps // 3, factor=0.2),
        "웜업": schedules.warm_up(schedules.constant(learning_rate), steps // 10),
    }
    rates = [shapes[name](count) for count in range(steps)]
    training, _, _ = network.digits()
    with np.errstate(all="ignore"):
        return measured(network.train(rates, seed, training) for seed in SEEDS)


@cache
def digit_optimizer(name: str, learning_rate: float) -> Any:
    """Return the same for the digits trained with momentum or Adam on the same batches."""
    training, _, _ = network.digits()

    def end(seed: int) -> Any:
        batches = network.batches(seed, training)
        way = {"모멘텀": optimizers.momentum, "Adam": optimizers.adam}[name]
        return way(lambda theta: network.gradient(theta, next(batches)), network.initial(seed), learning_rate, STEPS)[
            -1
        ]

    with np.errstate(all="ignore"):
        return measured(map(end, SEEDS))


@cache
def optimizer_best(name: str) -> tuple[float, float]:
    """Return the learning rate of the grid from 0.0027 on with the least validation loss, and that loss."""
    found = min((float(digit_optimizer(name, rate)[1]), rate) for rate in GRID[3:9])
    return found[1], found[0]


@cache
def digit_fine() -> tuple[float, float]:
    """Return the best learning rate of a grid of factor 1.2 around the coarse grid's best, and its validation loss."""
    around = search.log_grid(digit_best() / 2, digit_best() * 2, 1.2)
    found = min((float(digit_run(rate)[1]), rate) for rate in around)
    return found[1], found[0]


@cache
def digit_random() -> tuple[float, float]:
    """Return the best of as many random learning rates as the grid has, in its range, and its validation loss."""
    random = Random(1)
    drawn = [search.log_uniform(random, GRID[0], GRID[-1]) for _ in GRID]
    found = min((float(digit_run(rate)[1]), rate) for rate in drawn)
    return found[1], found[0]


def random_wins(surface: str, seeds: int = 300, tries: int = 7, low: float = 0.003, high: float = 3.0) -> float:
    """Return the share of seeds with which as many random learning rates as the grid has find a lower loss."""
    loss = {"bumpy": bumpy_loss, "narrow": narrow_loss}[surface]
    grid = min(loss(rate) for rate in search.log_grid(low, high))
    random = np.random.default_rng(0)
    rates = 10 ** random.uniform(math.log10(low), math.log10(high), (seeds, tries))
    return float((np.min(loss(rates), axis=1) < grid).mean())
