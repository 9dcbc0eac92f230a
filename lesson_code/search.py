"""Four ways to look for a learning rate: a logarithmic grid, chance, a threshold, one run with a growing rate.

Plain floats throughout, so that every example also runs in the reader's browser.

- ``low``, ``high``: the borders of what is searched, 0 < low < high, in units of 1/curvature
- ``works``: callable, learning rate -> whether a run with it went well
"""

import math
from collections.abc import Callable
from random import Random

from lesson_code.schedules import scheduled
from lesson_code.surfaces import Surface


def log_grid(low: float, high: float, factor: float = 3.0) -> list[float]:
    """Return low, low * factor, low * factor^2, ... as far as ``high``.

    Raises ValueError for borders that are not 0 < low < high, or a factor that is not above 1.

    Examples:
        >>> log_grid(0.5, 30.0, factor=3)
        [0.5, 1.5, 4.5, 13.5]
    """
    _check(low, high)
    if not factor > 1:
        raise ValueError(f"factor must be above 1, not {factor!r}")
    count = math.floor(math.log(high / low) / math.log(factor) + 1e-9) + 1
    return [low * factor**k for k in range(count)]


def log_uniform(random: Random, low: float, high: float) -> float:
    """Return a learning rate every decade of which is equally likely (Bergstra & Bengio 2012, section 2).

    Raises ValueError for borders that are not 0 < low < high.

    Examples:
        >>> 0.001 <= log_uniform(Random(1), 0.001, 10.0) <= 10.0
        True
    """
    _check(low, high)
    return float(10 ** random.uniform(math.log10(low), math.log10(high)))


def threshold(works: Callable[[float], bool], low: float, high: float, ratio: float = 1.01) -> float:
    """Return a learning rate that works, while ``ratio`` times it does not, by bisecting the logarithm.

    Assumes one border between what works and what does not; where there are several, one of them is found. Raises
    ValueError if ``low`` does not work or ``high`` does, since then there is no border between them.

    Examples:
        >>> round(threshold(lambda rate: rate < 1.0, 0.001, 1000.0, ratio=1.0001), 3)
        1.0
    """
    _check(low, high)
    if not works(low):
        raise ValueError(f"low must work, but {low!r} does not")
    if works(high):
        raise ValueError(f"high must not work, but {high!r} does")
    while high > ratio * low:
        middle = math.sqrt(low * high)
        low, high = (middle, high) if works(middle) else (low, middle)
    return low


def range_test(surface: Surface, start: float, first: float, growth: float, steps: int) -> list[tuple[float, float]]:
    """Return (learning rate, loss after its step) for each step of one run whose learning rate keeps growing.

    The k-th step, counted from 0, is made with first * growth^k (Smith 2015, arXiv 1506.01186, section 3.3; he let it
    grow by adding). Raises ValueError for a first rate or growth with which it would not grow.

    Examples:
        >>> from lesson_code.surfaces import valley
        >>> [(rate, round(loss, 4)) for rate, loss in range_test(valley, 1.0, 0.1, 2.0, 3)]
        [(0.1, 0.64), (0.2, 0.2304), (0.4, 0.0092)]
    """
    if not (first > 0 and growth > 1):
        raise ValueError(f"first must be positive and growth above 1, not {first!r} and {growth!r}")
    learning_rates = [first * growth**count for count in range(steps)]
    positions = scheduled(surface.gradient, start, learning_rates.__getitem__, steps)
    return [(rate, surface.loss(theta)) for rate, theta in zip(learning_rates, positions[1:], strict=True)]


def _check(low: float, high: float) -> None:
    if not 0 < low < high < math.inf:
        raise ValueError(f"the borders must be 0 < low < high, not {low!r} and {high!r}")
