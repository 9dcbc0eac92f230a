"""손글씨 신경망을 가중치 감쇠와 함께 Adam으로 학습시킵니다. 결과는 남겨 두고 다시 씁니다."""

from typing import NamedTuple

import numpy as np

from lesson_code.kept import kept
from lesson_code.optimizers import adam, adamw
from lesson_code.practice import network
from lesson_code.practice.network import Vector


class Decayed(NamedTuple):
    """What a run ends with: losses, and the length of the weights of each layer."""

    training_loss: float
    validation_loss: float
    first_layer: float
    second_layer: float


@kept
def decayed(name: str, decay: float, learning_rate: float, seed: int, steps: int) -> Decayed:
    """Return what Adam with the penalty's slope in the gradient ("L2"), or AdamW, ends with."""
    training, _, _ = network.digits()
    batches = network.batches(seed, training)
    penalty = decay if name == "L2" else 0.0

    def gradient(theta: Vector) -> Vector:
        return network.gradient(theta, next(batches)) + penalty * theta

    start = network.initial(seed)
    if name == "L2":
        theta = adam(gradient, start, learning_rate, steps)[-1]
    else:
        theta = adamw(gradient, start, learning_rate, steps, decay)[-1]
    run = network.measure(theta)
    first, _, second, _ = network.layers(theta)
    return Decayed(run.training_loss, run.validation_loss, float(np.linalg.norm(first)), float(np.linalg.norm(second)))
