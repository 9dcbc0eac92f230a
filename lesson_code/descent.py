"""Gradient descent in three functions: one step, the whole way, only its end.

They add, multiply and call ``gradient``, nothing else, so one and the same text runs a plain float,
a NumPy or Dask array and a PyTorch tensor, on a laptop and in the reader's browser.

- ``theta``: a position on the loss surface, a number or an array
- ``gradient``: callable, theta -> slope of the loss there, of theta's shape
- ``learning_rate``: the factor on the gradient, in units of 1/curvature; a number, or an array that broadcasts
- ``steps``: how many updates, an integer >= 0
"""

import math
from collections.abc import Callable
from typing import Any

Gradient = Callable[[Any], Any]


def step(theta: Any, gradient: Gradient, learning_rate: Any) -> Any:
    """Return the position after one update, theta - learning_rate * gradient(theta).

    Shapes are those of ``theta``. Nothing is checked here: this line is the whole method
    (Cauchy 1847, "Méthode générale pour la résolution des systèmes d'équations simultanées").

    Examples:
        >>> step(10.0, lambda theta: 2 * theta, 0.2)
        6.0
    """
    return theta - learning_rate * gradient(theta)


def trajectory(gradient: Gradient, start: Any, learning_rate: Any, steps: int) -> list[Any]:
    """Return the ``steps + 1`` positions from ``start`` on, the start first.

    Raises ValueError for a learning rate that is not positive and finite, or a negative step count.

    Examples:
        >>> trajectory(lambda theta: 2 * theta, 1.0, 0.25, 3)
        [1.0, 0.5, 0.25, 0.125]
    """
    _check(learning_rate, steps)
    positions = [start]
    for _ in range(steps):
        positions.append(step(positions[-1], gradient, learning_rate))
    return positions


def destination(gradient: Gradient, start: Any, learning_rate: Any, steps: int) -> Any:
    """Return the last position of ``trajectory``, keeping only one position in memory.

    Raises what ``trajectory`` raises. Meant for arrays of a million starts at once.

    Examples:
        >>> destination(lambda theta: 2 * theta, 1.0, 0.25, 3)
        0.125
    """
    _check(learning_rate, steps)
    theta = start
    for _ in range(steps):
        theta = step(theta, gradient, learning_rate)
    return theta


def _check(learning_rate: Any, steps: int) -> None:
    """Refuse plain numbers that cannot be meant; arrays are taken as they come."""
    if isinstance(learning_rate, int | float) and not 0 < learning_rate < math.inf:
        raise ValueError(f"learning_rate must be positive and finite, not {learning_rate!r}")
    if steps < 0:
        raise ValueError(f"steps must not be negative, not {steps!r}")
