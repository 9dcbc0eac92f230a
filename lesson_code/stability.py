"""What a learning rate does on a parabola of known curvature, in closed form.

On f(x) = L x^2 / 2 one step multiplies x by (1 - learning_rate * L), so everything follows from that factor
(Polyak 1963, "Gradient methods for the minimisation of functionals", section 2).

- ``curvature``: L = f'', the same everywhere on a parabola; in several dimensions an eigenvalue of the Hessian
- ``learning_rate``: in units of 1/curvature
- ``eigenvalues``: the curvatures along the main axes of a bowl, all positive
"""

import math
from collections.abc import Iterable
from typing import Literal

Regime = Literal["monotone", "one-step", "oscillating", "cycle", "diverging"]


def edge(curvature: float) -> float:
    """Return 2 / curvature: below it descent converges on the parabola, above it diverges.

    Examples:
        >>> edge(4.0)
        0.5
    """
    _positive("curvature", curvature)
    return 2 / curvature


def regime(learning_rate: float, curvature: float) -> Regime:
    """Return how descent behaves on the parabola, by comparing with 1/curvature and 2/curvature.

    Examples:
        >>> [regime(rate, 2.0) for rate in (0.2, 0.5, 0.8, 1.0, 1.1)]
        ['monotone', 'one-step', 'oscillating', 'cycle', 'diverging']
    """
    _positive("learning_rate", learning_rate)
    _positive("curvature", curvature)
    if learning_rate > edge(curvature):
        return "diverging"
    if learning_rate == edge(curvature):
        return "cycle"
    if learning_rate > 1 / curvature:
        return "oscillating"
    if learning_rate == 1 / curvature:
        return "one-step"
    return "monotone"


def contraction(learning_rate: float, eigenvalues: Iterable[float]) -> float:
    """Return max |1 - learning_rate * eigenvalue|: the factor left of the slowest part after a step.

    Below 1 the bowl is descended, and the smaller the faster (Nesterov 2004, section 2.1.5).

    Examples:
        >>> round(contraction(0.5, [1.0, 3.0]), 3)
        0.5
    """
    _positive("learning_rate", learning_rate)
    return max(abs(1 - learning_rate * eigenvalue) for eigenvalue in _spectrum(eigenvalues))


def steps_to(tolerance: float, learning_rate: float, curvature: float) -> float:
    """Return the least N with |x_N| <= tolerance * |x_0|; ``math.inf`` where it never arrives.

    N = ceil(log(tolerance) / log|1 - learning_rate * curvature|), and 1 where that factor is 0.
    ``tolerance`` lies strictly between 0 and 1.

    Examples:
        >>> steps_to(0.01, 0.2, 2.0), steps_to(0.01, 0.5, 2.0), steps_to(0.01, 1.0, 2.0)
        (10, 1, inf)
    """
    if not 0 < tolerance < 1:
        raise ValueError(f"tolerance must lie between 0 and 1, not {tolerance!r}")
    _positive("curvature", curvature)
    factor = contraction(learning_rate, [curvature])
    if factor >= 1 or learning_rate >= edge(curvature):
        return math.inf
    if factor <= tolerance:
        return 1
    count = math.ceil(math.log(tolerance) / math.log(factor))
    # the quotient of two rounded logarithms may miss an exact power by one, either way
    return next((n for n in (count - 1, count) if factor**n <= tolerance), count + 1)


def halvings_needed(learning_rate: float, curvature: float) -> int:
    """Return how often the learning rate must be halved until it lies below the edge.

    Equal to floor(log2(learning_rate * curvature / 2)) + 1 from the edge on, counted instead of
    taken by logarithm because halving a float is exact.

    Examples:
        >>> [halvings_needed(rate, 2.0) for rate in (0.9, 1.0, 1.9, 2.0, 10.0)]
        [0, 1, 1, 2, 4]
    """
    _positive("learning_rate", learning_rate)
    limit = edge(curvature)
    count = 0
    while learning_rate >= limit:
        learning_rate /= 2
        count += 1
    return count


def best_learning_rate(eigenvalues: Iterable[float]) -> float:
    """Return 2 / (smallest + largest eigenvalue), where both ends of the bowl shrink equally fast.

    (Polyak 1987, "Introduction to Optimization", section 1.4.2)

    Examples:
        >>> round(best_learning_rate([0.01, 0.1, 1.0]), 6)
        1.980198
    """
    spectrum = _spectrum(eigenvalues)
    return 2 / (min(spectrum) + max(spectrum))


def _positive(name: str, value: float) -> None:
    if isinstance(value, int | float) and not 0 < value < math.inf:
        raise ValueError(f"{name} must be positive and finite, not {value!r}")


def _spectrum(eigenvalues: Iterable[float]) -> list[float]:
    spectrum = list(eigenvalues)
    if not spectrum:
        raise ValueError("eigenvalues must not be empty, not []")
    for eigenvalue in spectrum:
        _positive("eigenvalues", eigenvalue)
    return spectrum
