"""Gradient descent with a memory: momentum and Adam, as trajectories that can be laid beside ``descent.trajectory``.

They add, multiply, divide and take powers, so one text runs a float, an array and a tensor. The conventions are those
of PyTorch's ``SGD`` and ``Adam``, with which the tests compare every step.

- ``gradient``, ``start``, ``learning_rate``, ``steps``: as in ``descent``
- ``beta``: the share of the old memory that is kept in a step, 0 <= beta < 1
"""

import math
from typing import Any

from lesson_code.descent import Gradient

EPSILON = 1e-8  # what Adam adds to the denominator (Kingma & Ba 2015, algorithm 1)


def momentum(gradient: Gradient, start: Any, learning_rate: float, steps: int, beta: float = 0.9) -> list[Any]:
    """Return the ``steps + 1`` positions of velocity = beta velocity + gradient, theta -= learning_rate velocity.

    Raises ValueError for a learning rate that is not positive and finite, or a beta outside [0, 1)
    (Polyak 1964, "Some methods of speeding up the convergence of iteration methods", equation 9).

    Examples:
        >>> momentum(lambda theta: 2 * theta, 1.0, 0.25, 3, beta=0.5)
        [1.0, 0.5, 0.0, -0.25]
    """
    _check(learning_rate, beta)
    positions, velocity = [start], 0 * start
    for _ in range(steps):
        velocity = beta * velocity + gradient(positions[-1])
        positions.append(positions[-1] - learning_rate * velocity)
    return positions


def momentum_edge(curvature: float, beta: float = 0.9) -> float:
    """Return 2 (1 + beta) / curvature: the learning rate from which on ``momentum`` does not converge on a parabola.

    (Polyak 1987, "Introduction to Optimization", section 3.2.1)

    Examples:
        >>> momentum_edge(2.0, beta=0.0), round(momentum_edge(2.0, beta=0.9), 3)
        (1.0, 1.9)
    """
    _check(curvature, beta)
    return 2 * (1 + beta) / curvature


def adam(
    gradient: Gradient, start: Any, learning_rate: float, steps: int, beta: float = 0.9, beta_square: float = 0.999
) -> list[Any]:
    """Return the ``steps + 1`` positions of Adam (Kingma & Ba 2015, arXiv 1412.6980, algorithm 1).

    The step is the mean of past gradients over the root of the mean of their squares, each mean kept with its beta and
    corrected for its start at 0, so that its length is about ``learning_rate`` whatever the loss is measured in. Raises
    what ``momentum`` raises.

    Examples:
        >>> [round(theta, 6) for theta in adam(lambda theta: 2 * theta, 1.0, 0.1, 2)]
        [1.0, 0.9, 0.800412]
    """
    _check(learning_rate, beta)
    _check(learning_rate, beta_square)
    positions, mean, square = [start], 0 * start, 0 * start
    for count in range(1, steps + 1):
        slope = gradient(positions[-1])
        mean = beta * mean + (1 - beta) * slope
        square = beta_square * square + (1 - beta_square) * slope * slope
        scale = (square / (1 - beta_square**count)) ** 0.5 + EPSILON
        positions.append(positions[-1] - learning_rate * mean / (1 - beta**count) / scale)
    return positions


def adam_edge(learning_rate: float, beta: float = 0.9) -> float:
    """Return (2 + 2 beta) / ((1 - beta) learning_rate), the curvature over Adam's scale at which it stops converging.

    What is left of ``adam`` while its scale stands still is momentum of means (Cohen et al. 2022, arXiv 2207.14484,
    section 2).

    Examples:
        >>> round(adam_edge(1.0))
        38
    """
    _check(learning_rate, beta)
    return (2 + 2 * beta) / ((1 - beta) * learning_rate)


def _check(positive: float, beta: float) -> None:
    if not 0 < positive < math.inf:
        raise ValueError(f"a learning rate or curvature must be positive and finite, not {positive!r}")
    if not 0 <= beta < 1:
        raise ValueError(f"beta must be at least 0 and below 1, not {beta!r}")
