"""손글씨 숫자를 배우는 신경망에서 나온 수를 모두 여기서 계산합니다. 함수 하나가 수 하나입니다."""

import math
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np

from lesson_code import search
from lesson_code.choosing_learning_rate import digit_runs
from lesson_code.choosing_learning_rate.facts import FIRST, TEST_STEPS, Minimum, least
from lesson_code.kept import each
from lesson_code.practice import network
from lesson_code.practice.network import Run

GRID = tuple(search.log_grid(0.0001, 20.0))  # what the digits are trained with
SEEDS, MORE_SEEDS = range(5), range(20)
EPOCH = network.TRAINING // network.BATCH  # steps
STEPS = 30 * EPOCH
CHANCE = math.log(network.CLASSES)  # the loss of knowing nothing


class Trained(NamedTuple):
    """What training with a learning rate ends with: the medians over the seeds."""

    learning_rate: float
    training_loss: float
    validation_loss: float
    validation_accuracy: float


class Spread(NamedTuple):
    """What chance alone changes: the least and the greatest value among the seeds."""

    least: float
    greatest: float


def _middle(learning_rate: float, runs: Sequence[Run]) -> Trained:
    return Trained(learning_rate, *np.median(np.array(runs), axis=0).tolist())


def _best(trained: Iterable[Trained]) -> Trained:
    return min(trained, key=lambda one: one.validation_loss)


def grid_runs() -> list[list[Run]]:
    """Return every run of the grid, one row a learning rate of ``GRID``."""
    return network.sweep(GRID, SEEDS, STEPS)


def grid() -> list[Trained]:
    """Return what each learning rate of ``GRID`` ends with."""
    return [_middle(rate, runs) for rate, runs in zip(GRID, grid_runs(), strict=True)]


def best() -> Trained:
    """Return the learning rate of the grid with the least validation loss, and what it ends with."""
    return _best(grid())


def spread() -> Spread:
    """Return how far the seeds lie apart at the best learning rate."""
    losses = [run.validation_loss for run in grid_runs()[GRID.index(best().learning_rate)]]
    return Spread(min(losses), max(losses))


def cliff() -> float:
    """Return the first learning rate of the grid above the best at which the loss is greater than that of chance."""
    beyond = (trained for trained in grid() if trained.learning_rate > best().learning_rate)
    return next(trained.learning_rate for trained in beyond if not trained.training_loss < CHANCE)


def trains(learning_rate: float) -> bool:
    """Return whether the training loss after ``STEPS`` steps is below that of chance, for the first seed."""
    return network.run(learning_rate, 0, STEPS).training_loss < CHANCE


def better_than_guessing(learning_rate: float, seeds: range = SEEDS) -> int:
    """Return with how many of the seeds the training loss ends below that of chance."""
    (runs,) = network.sweep([learning_rate], seeds, STEPS)
    return sum(run.training_loss < CHANCE for run in runs)


def threshold() -> float:
    """Return a learning rate, to 5 %, at which the first seed begins to fail; there is more than one."""
    return search.threshold(trains, 0.1, 1000.0, ratio=1.05)


def half() -> float:
    """Return half of that, rounded before: its last digits differ from machine to machine."""
    return round(threshold()) / 2


def wins(learning_rate: float, other: float, seeds: range = SEEDS) -> int:
    """Return with how many of the seeds a learning rate ends with a lower validation loss than another."""
    ones, others = network.sweep([learning_rate, other], seeds, STEPS)
    return sum(one.validation_loss < another.validation_loss for one, another in zip(ones, others, strict=True))


def constant(learning_rate: float, epochs: int = 30) -> Trained:
    """Return what any learning rate ends with."""
    return _over_seeds(network.run, learning_rate, epochs * EPOCH)


def scheduled(name: str, learning_rate: float) -> Trained:
    """Return what one of the schedules ends with."""
    return _over_seeds(digit_runs.scheduled, learning_rate, STEPS, name)


def optimized(name: str, learning_rate: float) -> Trained:
    """Return what momentum or Adam ends with."""
    return _over_seeds(digit_runs.optimized, learning_rate, STEPS, name)


def _over_seeds(run: Callable[..., Run], learning_rate: float, steps: int, *name: str) -> Trained:
    return _middle(learning_rate, each(run, [(*name, learning_rate, seed, steps) for seed in SEEDS]))


def optimizer_best(name: str) -> Trained:
    """Return the learning rate of the grid from 0.0027 on that momentum or Adam does best with."""
    return _best(optimized(name, rate) for rate in GRID[3:9])


def fine_grid() -> list[float]:
    """Return the learning rates of a grid of factor 1.2 around the coarse grid's best, as far as past the fine best."""
    middle = best().learning_rate
    return search.log_grid(middle / 2, middle * 3, 1.2)


def fine() -> Trained:
    """Return the best learning rate of the fine grid."""
    return _best(map(constant, fine_grid()))


def range_test(growth: float, seed: int = 0) -> list[tuple[float, float]]:
    """Return (learning rate, loss over all training digits after its step) of one run, until it is far past chance."""
    losses = digit_runs.range_test(FIRST, growth, TEST_STEPS, 10 * CHANCE, seed)
    return [(FIRST * growth**count, loss) for count, loss in enumerate(losses)]


def range_minimum(growth: float, seed: int = 0) -> Minimum:
    """Return where the digits' range test with a seed is least."""
    return least(range_test(growth, seed))
