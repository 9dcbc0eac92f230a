"""포물선에서 모멘텀과 네스테로프가 스텝마다 무엇을 곱하는지, 이차방정식의 근으로 구합니다.

On a parabola of curvature L both methods give theta'' = b theta' - c theta with constant b and c. The roots of
z^2 - b z + c = 0 are what is multiplied; momentum has b = 1 + beta - rate L and c = beta (Polyak 1964).
"""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from lesson_code.optimizers import momentum, nesterov
from lesson_code.wording import REGIMES

Roots = Callable[[Any, float, Any], Any]  # learning rate, curvature, beta -> both roots along a new first axis
SAME = 1e-7  # a factor so near to another is that other, but for rounding


def of_momentum(learning_rate: Any, curvature: float, beta: Any) -> Any:
    """Return the two roots of momentum."""
    return _roots(1 + beta - learning_rate * curvature, beta)


def of_nesterov(learning_rate: Any, curvature: float, beta: Any) -> Any:
    """Return the two roots of Nesterov's momentum."""
    left = 1 - learning_rate * curvature
    return _roots(left * (1 + beta), left * beta)


METHODS: dict[str, tuple[Roots, Any]] = {"모멘텀": (of_momentum, momentum), "네스테로프": (of_nesterov, nesterov)}


def contraction(method: str, learning_rate: Any, beta: Any, curvatures: Iterable[float]) -> Any:
    """Return the greatest absolute value of all roots: what a step leaves of the slowest part, in the long run."""
    roots, _ = METHODS[method]
    return np.max([np.abs(roots(learning_rate, curvature, beta)) for curvature in curvatures], axis=(0, 1))


def regime(method: str, learning_rate: float, beta: float, curvatures: Iterable[float]) -> str:
    """Return the Korean word for how the walk behaves, which its roots decide."""
    roots, _ = METHODS[method]
    found = np.concatenate([roots(learning_rate, curvature, beta) for curvature in curvatures])
    greatest = np.abs(found).max()
    if abs(greatest - 1) < SAME:
        return REGIMES["cycle"]
    if greatest > 1:
        return REGIMES["diverging"]
    calm = (np.abs(found.imag) < SAME) & (found.real > -SAME)
    # where both of Nesterov's roots are 0 it passes once, and stops
    passes = method == "네스테로프" and beta > 0 and np.any(np.abs(1 - learning_rate * np.array([*curvatures])) < SAME)
    return REGIMES["monotone" if calm.all() and not passes else "oscillating"]


def nesterov_edge(curvature: float, beta: float) -> float:
    """Return (2 + 2 beta) / ((1 + 2 beta) curvature), where one of Nesterov's roots is -1."""
    return (2 + 2 * beta) / ((1 + 2 * beta) * curvature)


def _roots(total: Any, product: Any) -> Any:
    """Return the two numbers with this sum and this product."""
    half = np.asarray(total, dtype=complex) / 2
    reach = np.sqrt(half**2 - product)
    return np.stack([half + reach, half - reach])
