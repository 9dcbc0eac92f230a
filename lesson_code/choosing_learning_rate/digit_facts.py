"""손글씨 숫자를 배우는 신경망에서 나온 수를 모두 여기서 계산합니다. 함수 하나가 수 하나입니다."""

import itertools
import math
from collections.abc import Iterable
from functools import cache
from random import Random
from typing import Any

import numpy as np

from lesson_code import optimizers, schedules, search
from lesson_code.choosing_learning_rate.facts import FIRST, TEST_STEPS, least
from lesson_code.practice import network

GRID = tuple(search.log_grid(0.0001, 20.0))  # what the digits are trained with
SEEDS = range(5)
EPOCH = network.TRAINING // network.BATCH  # steps
STEPS = 30 * EPOCH
CHANCE = math.log(network.CLASSES)  # the loss of knowing nothing


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
