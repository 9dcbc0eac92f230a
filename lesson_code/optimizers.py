"""Gradient descent with a memory: momentum and Adam, as trajectories that can be laid beside ``descent.trajectory``.

They add, multiply, divide and take powers, so one text runs a float, an array and a tensor. The conventions are those
of PyTorch's ``SGD``, ``Adam``, ``AdamW`` and ``clip_grad_norm_``, with which the tests compare every step.

- ``gradient``, ``start``, ``learning_rate``, ``steps``: as in ``descent``
- ``beta``: the share of the old memory that is kept in a step, 0 <= beta < 1
"""

import math
from typing import Any

from lesson_code.descent import Gradient

EPSILON = 1e-8  # what Adam adds to the denominator (Kingma & Ba 2015, algorithm 1)
CLIP_EPSILON = 1e-6  # what PyTorch adds to the norm that is clipped


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


def nesterov(gradient: Gradient, start: Any, learning_rate: float, steps: int, beta: float = 0.9) -> list[Any]:
    """Return the ``steps + 1`` positions of momentum that steps by the gradient and the memory after it, too.

    velocity = beta velocity + gradient, theta -= learning_rate (gradient + beta velocity): these are the places where
    Nesterov's method (1983) takes its gradients, one memory ahead of where it stands. Raises what ``momentum`` raises.

    Examples:
        >>> nesterov(lambda theta: 2 * theta, 1.0, 0.25, 3, beta=0.5)
        [1.0, 0.25, -0.0625, -0.109375]
    """
    _check(learning_rate, beta)
    positions, velocity = [start], 0 * start
    for _ in range(steps):
        slope = gradient(positions[-1])
        velocity = beta * velocity + slope
        positions.append(positions[-1] - learning_rate * (slope + beta * velocity))
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
    return adamw(gradient, start, learning_rate, steps, 0.0, beta, beta_square)


def adamw(
    gradient: Gradient,
    start: Any,
    learning_rate: float,
    steps: int,
    decay: float = 0.01,
    beta: float = 0.9,
    beta_square: float = 0.999,
) -> list[Any]:
    """Return the ``steps + 1`` positions of Adam that also takes away learning_rate * decay of theta in every step.

    What is taken away does not pass through the means (Loshchilov & Hutter 2019, arXiv 1711.05101, algorithm 2, with
    the learning rate as a factor of the decay, as PyTorch has it). Raises what ``momentum`` raises, and ValueError for
    a decay that is negative or not finite.

    Examples:
        >>> [round(theta, 6) for theta in adamw(lambda theta: 2 * theta, 1.0, 0.1, 2, decay=0.5)]
        [1.0, 0.85, 0.708248]
    """
    _check(learning_rate, beta)
    _check(learning_rate, beta_square)
    if not 0 <= decay < math.inf:
        raise ValueError(f"decay must be at least 0 and finite, not {decay!r}")
    positions, mean, square = [start], 0 * start, 0 * start
    for count in range(1, steps + 1):
        slope = gradient(positions[-1])
        mean = beta * mean + (1 - beta) * slope
        square = beta_square * square + (1 - beta_square) * slope * slope
        scale = (square / (1 - beta_square**count)) ** 0.5 + EPSILON
        kept = positions[-1] * (1 - learning_rate * decay)
        positions.append(kept - learning_rate * mean / (1 - beta**count) / scale)
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


def clipped(gradient: Gradient, limit: float) -> Gradient:
    """Return the gradient function that shortens each gradient to the norm ``limit``, where it is longer.

    An array is one gradient: its norm is that of all its numbers. Raises ValueError for a limit that is not positive
    and finite (Pascanu, Mikolov & Bengio 2013, arXiv 1211.5063, algorithm 1).

    Examples:
        >>> short = clipped(lambda theta: 2 * theta, 1.0)
        >>> round(short(50.0), 6), short(0.25)
        (1.0, 0.5)
    """
    _check(limit, 0.0)

    def short(theta: Any) -> Any:
        slope = gradient(theta)
        norm = (slope * slope).sum() ** 0.5 if hasattr(slope, "sum") else abs(slope)
        share = limit / (norm + CLIP_EPSILON)
        return slope * share if share < 1 else slope

    return short


def _check(positive: float, beta: float) -> None:
    if not 0 < positive < math.inf:
        raise ValueError(f"a learning rate, curvature or limit must be positive and finite, not {positive!r}")
    if not 0 <= beta < 1:
        raise ValueError(f"beta must be at least 0 and below 1, not {beta!r}")
