"""Learning rates that change on the way: a schedule is a callable, number of the step (from 0) -> learning rate.

All raise ValueError for a learning rate that is not positive and finite, or a length of no step at all.
"""

import math
from collections.abc import Callable
from typing import Any

from lesson_code.descent import Gradient, step

Schedule = Callable[[int], float]


def constant(learning_rate: float) -> Schedule:
    """Return the schedule that never changes.

    Examples:
        >>> constant(0.1)(0), constant(0.1)(99)
        (0.1, 0.1)
    """
    _check(learning_rate)
    return lambda count: learning_rate


def step_decay(learning_rate: float, every: int, factor: float = 0.1) -> Schedule:
    """Return the schedule that multiplies the learning rate by ``factor`` after every so many steps.

    Examples:
        >>> [step_decay(1.0, every=2, factor=0.5)(count) for count in range(5)]
        [1.0, 1.0, 0.5, 0.5, 0.25]
    """
    _check(learning_rate, every)
    return lambda count: learning_rate * factor ** (count // every)


def cosine(learning_rate: float, steps: int) -> Schedule:
    """Return the schedule that falls to 0 in ``steps`` steps along half a cosine, and stays there.

    (Loshchilov & Hutter 2017, arXiv 1608.03983, equation 5, without restarts)

    Examples:
        >>> [round(cosine(1.0, steps=4)(count), 3) for count in range(5)]
        [1.0, 0.854, 0.5, 0.146, 0.0]
    """
    _check(learning_rate, steps)
    return lambda count: learning_rate * (1 + math.cos(math.pi * min(count / steps, 1))) / 2


def warm_up(schedule: Schedule, steps: int) -> Schedule:
    """Return the schedule that grows into ``schedule`` in equal parts: 1/steps of it first, all of it at the last.

    (Goyal et al. 2017, arXiv 1706.02677, section 2.2)

    Examples:
        >>> [warm_up(constant(1.0), steps=4)(count) for count in range(5)]
        [0.25, 0.5, 0.75, 1.0, 1.0]
    """
    _check(1.0, steps)
    return lambda count: schedule(count) * min((count + 1) / steps, 1.0)


def scheduled(gradient: Gradient, start: Any, schedule: Schedule, steps: int) -> list[Any]:
    """Return the ``steps + 1`` positions of gradient descent whose k-th step takes the learning rate schedule(k).

    Examples:
        >>> scheduled(lambda theta: 2 * theta, 1.0, step_decay(0.25, every=1, factor=0.5), 2)
        [1.0, 0.5, 0.375]
    """
    positions = [start]
    for count in range(steps):
        positions.append(step(positions[-1], gradient, schedule(count)))
    return positions


def _check(learning_rate: float, steps: int = 1) -> None:
    if not 0 < learning_rate < math.inf:
        raise ValueError(f"learning_rate must be positive and finite, not {learning_rate!r}")
    if steps < 1:
        raise ValueError(f"steps must be at least 1, not {steps!r}")
