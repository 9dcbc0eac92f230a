"""점 다섯 개와, 그 점에 직선 y = wx + b를 맞출 때의 손실과 그래디언트입니다.

A position is theta = (w, b); the last axis of an array holds the two.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

X, Y = (-2, -1, 0, 1, 2), (-1, 0, 1, 1, 3)
ALL = range(len(X))
BOTTOM = np.array([0.9, 0.8])  # w and b of the line that fits best: mean xy / mean x^2, and mean y


def errors(theta: Any, points: Sequence[int] = ALL) -> Any:
    """Return w x + b - y for each of the points."""
    x, y = np.take(X, points), np.take(Y, points)
    return theta[..., 0, None] * x + theta[..., 1, None] - y


def loss(theta: Any) -> Any:
    """Return the mean square error over all points."""
    return np.mean(errors(theta) ** 2, axis=-1)


def gradient(theta: Any, points: Sequence[int] = ALL) -> Any:
    """Return the gradient of the mean square error over all points, or over some of them."""
    wrong = errors(theta, points)
    return np.stack([2 * np.mean(wrong * np.take(X, points), axis=-1), 2 * np.mean(wrong, axis=-1)], axis=-1)
