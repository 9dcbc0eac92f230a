"""The loss surfaces of the book, each with its exact gradient and curvature.

A surface is a function of one number theta, and takes an array of them as well. In several dimensions the book uses
bowls whose axes do not mix, so that each axis is a ``parabola`` of its own.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Surface:
    """A loss with its first and second derivative, all callables theta -> number of theta's shape."""

    name: str
    loss: Callable[[Any], Any]
    gradient: Callable[[Any], Any]
    curvature: Callable[[Any], Any]


def parabola(curvature: float, name: str = "포물선") -> Surface:
    """Return L x^2 / 2, whose curvature is L everywhere and whose minimum lies at 0.

    Raises ValueError for a curvature that is not positive and finite.

    Examples:
        >>> parabola(2.0).loss(3.0), parabola(2.0).gradient(3.0)
        (9.0, 6.0)
    """
    if not 0 < curvature < math.inf:
        raise ValueError(f"curvature must be positive and finite, not {curvature!r}")
    return Surface(
        name,
        loss=lambda x: curvature * x * x / 2,
        gradient=lambda x: curvature * x,
        curvature=lambda x: curvature + 0 * x,
    )


def _library(x: Any) -> Any:
    """Return the library whose exp, cos, ... take ``x``: its array namespace, or ``math`` for a number."""
    namespace = getattr(x, "__array_namespace__", None)
    return namespace() if namespace else math


def _bumpy_loss(x: Any) -> Any:
    exp, tanh = _library(x).exp, _library(x).tanh
    cliff = 1 - tanh(1.5 * (x + 4))
    near, far = exp(-6 * (x - 1) * (x - 1)), exp(-0.6 * (x - 4) * (x - 4))
    return cliff + 0.004 * (x - 4) * (x - 4) - 0.35 * near - far


def _bumpy_gradient(x: Any) -> Any:
    exp, tanh = _library(x).exp, _library(x).tanh
    cliff = -1.5 * (1 - tanh(1.5 * (x + 4)) ** 2)
    near, far = exp(-6 * (x - 1) * (x - 1)), exp(-0.6 * (x - 4) * (x - 4))
    return cliff + 0.008 * (x - 4) + 4.2 * (x - 1) * near + 1.2 * (x - 4) * far


def _bumpy_curvature(x: Any) -> Any:
    exp, tanh = _library(x).exp, _library(x).tanh
    slope = tanh(1.5 * (x + 4))
    near, far = exp(-6 * (x - 1) * (x - 1)), exp(-0.6 * (x - 4) * (x - 4))
    return (
        4.5 * slope * (1 - slope**2)
        + 0.008
        + (4.2 - 50.4 * (x - 1) * (x - 1)) * near
        + (1.2 - 1.44 * (x - 4) * (x - 4)) * far
    )


WAVE = 0.15 * math.pi  # radians per unit of x

valley = parabola(2.0, "골짜기")  # x^2, the example of Dive into Deep Learning, "Gradient Descent"
steep_valley = parabola(100.0, "가파른 골짜기")  # 50 x^2

# a cliff at -4, a plateau, a narrow well at 1 and a wide, deeper one at 4
bumpy = Surface("울퉁불퉁한 표면", _bumpy_loss, _bumpy_gradient, _bumpy_curvature)

log_cosh = Surface(
    "둥근 V자 골짜기",
    # log(cosh(x)) as it stands overflows from |x| = 711 on
    loss=lambda x: abs(x) + _library(x).log1p(_library(x).exp(-2 * abs(x))) - math.log(2),
    gradient=lambda x: _library(x).tanh(x),
    curvature=lambda x: 1 - _library(x).tanh(x) ** 2,
)

quartic = Surface(
    "네제곱",
    loss=lambda x: x * x * x * x / 4,
    gradient=lambda x: x * x * x,  # multiplied out: a float that grows becomes inf, where ** raises
    curvature=lambda x: 3 * x * x,
)

line_fit = Surface(  # mean square error of y = w x over the five points of lesson_code/gradient_descent/five_points.py
    "직선 맞추기",
    loss=lambda w: 2 * (w - 0.9) * (w - 0.9) + 0.78,
    gradient=lambda w: 4 * (w - 0.9),
    curvature=lambda w: 4.0 + 0 * w,
)

wave = Surface(  # Dive into Deep Learning, "Gradient Descent", local minima
    "물결",
    loss=lambda x: x * _library(x).cos(WAVE * x),
    gradient=lambda x: _library(x).cos(WAVE * x) - WAVE * x * _library(x).sin(WAVE * x),
    curvature=lambda x: -2 * WAVE * _library(x).sin(WAVE * x) - WAVE * WAVE * x * _library(x).cos(WAVE * x),
)

double_well = Surface(  # two minima, the right one deeper
    "두 우물",
    loss=lambda x: x * x * x * x / 4 - x * x / 2 - x / 10,
    gradient=lambda x: x * x * x - x - 0.1,
    curvature=lambda x: 3 * x * x - 1,
)

absolute = Surface(  # 100 |x|: steep everywhere, curved nowhere but at 0
    "꺾인 골짜기",
    loss=lambda x: 100 * abs(x),
    gradient=lambda x: 100 * ((x > 0) * 1.0 - (x < 0) * 1.0),
    curvature=lambda x: 0 * x,
)
