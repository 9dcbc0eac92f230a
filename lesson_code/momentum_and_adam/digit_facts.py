"""손글씨 신경망에서 나온 수를 모두 여기서 계산합니다. 학습시킨 결과는 「학습률 고르기」와 함께 씁니다."""

import numpy as np

from lesson_code.choosing_learning_rate import digit_facts as descent
from lesson_code.choosing_learning_rate.digit_facts import Trained
from lesson_code.choosing_learning_rate.digit_runs import optimized as optimized_run
from lesson_code.kept import each
from lesson_code.momentum_and_adam.digit_runs import Decayed, decayed
from lesson_code.practice import network

CHANCE, SEEDS, MORE_SEEDS, STEPS = descent.CHANCE, descent.SEEDS, descent.MORE_SEEDS, descent.STEPS
FINE = {"경사하강법": 1.2, "모멘텀": 0.38, "Adam": 0.036}  # the best learning rates of grids with a factor of 1.2
PENALTY, DECAY = 0.001, 0.1  # for Adam and for AdamW: each shortens the first layer clearly
best, fine, optimized, optimizer_best = descent.best, descent.fine, descent.optimized, descent.optimizer_best


def customary() -> Trained:
    """Return what Adam ends with at the customary 0.001."""
    return optimized("Adam", 0.001)


def validation_losses(name: str) -> list[float]:
    """Return what a method ends with at its learning rate of ``FINE``, one loss a seed."""
    given = [(FINE[name], seed, STEPS) for seed in MORE_SEEDS]
    plain = name == "경사하강법"
    runs = each(network.run, given) if plain else each(optimized_run, [(name, *numbers) for numbers in given])
    return [run.validation_loss for run in runs]


def wins(name: str, other: str) -> int:
    """Return with how many of the seeds a method ends with a lower validation loss than another there."""
    pairs = zip(validation_losses(name), validation_losses(other), strict=True)
    return sum(one < another for one, another in pairs)


def with_decay(name: str, seeds: range = SEEDS) -> Decayed:
    """Return the medians over the seeds of what "L2" or "AdamW" ends with, at Adam's best learning rate."""
    return _medians(name, PENALTY if name == "L2" else DECAY, seeds)


def without_decay(seeds: range = SEEDS) -> Decayed:
    """Return the same for Adam alone."""
    return _medians("AdamW", 0.0, seeds)


def _medians(name: str, decay: float, seeds: range) -> Decayed:
    rate = optimizer_best("Adam").learning_rate
    runs = each(decayed, [(name, decay, rate, seed, STEPS) for seed in seeds])
    return Decayed(*np.median(np.array(runs), axis=0).tolist())


def kept_of_layers(name: str, seeds: range = SEEDS) -> tuple[float, float]:
    """Return how long the weights of both layers are with a decay, as shares of those without."""
    long, short = without_decay(seeds), with_decay(name, seeds)
    return short.first_layer / long.first_layer, short.second_layer / long.second_layer
