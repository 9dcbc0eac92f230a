"""손글씨 신경망을 스케줄로, 모멘텀과 Adam으로, 학습률을 키워 가며 학습시킵니다. 결과는 남겨 두고 다시 씁니다."""

from collections.abc import Callable
from itertools import takewhile

import numpy as np

from lesson_code import optimizers, schedules
from lesson_code.kept import kept
from lesson_code.practice import network
from lesson_code.practice.network import Run, Vector
from lesson_code.schedules import Schedule

SCHEDULES: dict[str, Callable[[float, int], Schedule]] = {  # name -> learning rate, number of steps -> schedule
    "코사인": schedules.cosine,
    "계단": lambda rate, steps: schedules.step_decay(rate, every=steps // 3, factor=0.2),
    "웜업": lambda rate, steps: schedules.warm_up(schedules.constant(rate), steps // 10),
}
OPTIMIZERS = {"모멘텀": optimizers.momentum, "Adam": optimizers.adam}


@kept
def scheduled(name: str, learning_rate: float, seed: int, steps: int) -> Run:
    """Return what a schedule ends with."""
    training, _, _ = network.digits()
    schedule = SCHEDULES[name](learning_rate, steps)
    with np.errstate(all="ignore"):
        return network.measure(network.train(map(schedule, range(steps)), seed, training))


@kept
def optimized(name: str, learning_rate: float, seed: int, steps: int) -> Run:
    """Return what momentum or Adam ends with, on the same batches."""
    training, _, _ = network.digits()
    batches = network.batches(seed, training)

    def gradient(theta: Vector) -> Vector:
        return network.gradient(theta, next(batches))

    with np.errstate(all="ignore"):
        return network.measure(OPTIMIZERS[name](gradient, network.initial(seed), learning_rate, steps)[-1])


@kept
def range_test(first: float, growth: float, steps: int, limit: float, seed: int) -> list[float]:
    """Return the loss over all training digits after each step of one range test, as long as it is below the limit."""
    training, _, _ = network.digits()
    positions = network.walk([first * growth**count for count in range(steps)], seed, training)
    with np.errstate(all="ignore"):
        _, *losses = takewhile(lambda loss: loss < limit, (network.loss(theta, training) for theta in positions))
    return losses
