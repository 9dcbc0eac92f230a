"""Derivatives that come along with the value: forward-mode differentiation, to the second order.

A ``DualNumber`` is a number that depends on x, with its first and second derivative there. Each operation applies its
rule of differentiation beside the arithmetic, so whatever computes a loss computes slope and curvature as well, without
a formula for them (Wengert 1964, "A simple automatic derivative evaluation program").
"""

import math
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class DualNumber:
    """A number with its first and second derivative, which +, -, *, /, ** and ``abs`` keep up."""

    value: float
    slope: float = 0.0
    curvature: float = 0.0

    def __add__(self, other: Any) -> "DualNumber":
        """Return the sum, whose derivatives are the sums."""
        other = _dual(other)
        return DualNumber(self.value + other.value, self.slope + other.slope, self.curvature + other.curvature)

    __radd__ = __add__

    def __neg__(self) -> "DualNumber":
        """Return the negative."""
        return DualNumber(-self.value, -self.slope, -self.curvature)

    def __sub__(self, other: Any) -> "DualNumber":
        """Return the difference."""
        return self + -_dual(other)

    def __rsub__(self, other: Any) -> "DualNumber":
        """Return the difference."""
        return _dual(other) + -self

    def __mul__(self, other: Any) -> "DualNumber":
        """Return the product, by the rule of Leibniz."""
        a, b = self, _dual(other)
        slope = a.slope * b.value + a.value * b.slope
        return DualNumber(
            a.value * b.value, slope, a.curvature * b.value + 2 * a.slope * b.slope + a.value * b.curvature
        )

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> "DualNumber":
        """Return the quotient q, whose derivatives follow from those of q * other = self."""
        other = _dual(other)
        value = self.value / other.value
        slope = (self.slope - value * other.slope) / other.value
        return DualNumber(
            value, slope, (self.curvature - 2 * slope * other.slope - value * other.curvature) / other.value
        )

    def __rtruediv__(self, other: Any) -> "DualNumber":
        """Return the quotient."""
        return _dual(other) / self

    def __pow__(self, other: Any) -> "DualNumber":
        """Return the power: by its own rule where the exponent does not change, else as exp(exponent * log(base))."""
        base, exponent = self, _dual(other)
        if exponent.slope or exponent.curvature:
            inner = exponent * log(base)
            return _chain(inner, *[math.pow(base.value, exponent.value)] * 3)
        n = exponent.value
        slope = n and n * math.pow(base.value, n - 1)
        curvature = n and n - 1 and n * (n - 1) * math.pow(base.value, n - 2)
        return _chain(base, math.pow(base.value, n), slope, curvature)

    def __rpow__(self, other: Any) -> "DualNumber":
        """Return the power."""
        return _dual(other) ** self

    def __abs__(self) -> "DualNumber":
        """Return the absolute value; at its kink, where it has no slope, with slope 0."""
        return self * ((self.value > 0) - (self.value < 0))

    def __lt__(self, other: Any) -> bool:
        """Return whether the value is smaller, so that ``min`` finds the smallest."""
        return self.value < _dual(other).value

    def __gt__(self, other: Any) -> bool:
        """Return whether the value is larger, so that ``max`` finds the largest."""
        return self.value > _dual(other).value

    def __array_namespace__(self) -> Any:
        """Return this module, whose exp, cos, ... take a DualNumber, as an array names the library that takes it."""
        return sys.modules[__name__]


def derivatives(function: Callable[[Any], Any], x: float) -> DualNumber:
    """Return the value of a function of one number at x, with its slope and curvature there.

    Examples:
        >>> derivatives(lambda x: x**4 - 3 * x**2 + x, 2.0)
        DualNumber(value=6.0, slope=21.0, curvature=42.0)
        >>> from lesson_code.surfaces import wave
        >>> round(derivatives(wave.loss, 1.5).slope, 6), round(wave.gradient(1.5), 6)
        (0.301338, 0.301338)
    """
    return _dual(function(DualNumber(x, 1.0)))


def gradient(function: Callable[[Any], Any]) -> Callable[[float], float]:
    """Return the function's gradient, x -> slope, as ``descent.trajectory`` takes it.

    Examples:
        >>> from lesson_code.descent import trajectory
        >>> trajectory(gradient(lambda x: x * x), 1.0, 0.25, 3)
        [1.0, 0.5, 0.25, 0.125]
    """
    return lambda x: derivatives(function, x).slope


def exp(x: Any) -> DualNumber:
    """Return e^x."""
    return _chain(x, *[math.exp(_dual(x).value)] * 3)


def log(x: Any) -> DualNumber:
    """Return the natural logarithm of x > 0."""
    value = _dual(x).value
    return _chain(x, math.log(value), 1 / value, -1 / value / value)


def log1p(x: Any) -> DualNumber:
    """Return log(1 + x), exact for small x too."""
    value = _dual(x).value
    return _chain(x, math.log1p(value), 1 / (1 + value), -1 / (1 + value) / (1 + value))


def sqrt(x: Any) -> DualNumber:
    """Return the square root of x > 0; at 0 it has no slope: ZeroDivisionError."""
    root = math.sqrt(_dual(x).value)
    return _chain(x, root, 0.5 / root, -0.25 / root / root / root)


def sin(x: Any) -> DualNumber:
    """Return the sine of x in radians."""
    value = _dual(x).value
    return _chain(x, math.sin(value), math.cos(value), -math.sin(value))


def cos(x: Any) -> DualNumber:
    """Return the cosine of x in radians."""
    value = _dual(x).value
    return _chain(x, math.cos(value), -math.sin(value), -math.cos(value))


def sinh(x: Any) -> DualNumber:
    """Return the hyperbolic sine of x."""
    value = _dual(x).value
    return _chain(x, math.sinh(value), math.cosh(value), math.sinh(value))


def cosh(x: Any) -> DualNumber:
    """Return the hyperbolic cosine of x."""
    value = _dual(x).value
    return _chain(x, math.cosh(value), math.sinh(value), math.cosh(value))


def tanh(x: Any) -> DualNumber:
    """Return the hyperbolic tangent of x."""
    value = math.tanh(_dual(x).value)
    return _chain(x, value, 1 - value**2, -2 * value * (1 - value**2))


def _dual(x: Any) -> DualNumber:
    """Return a number that does not depend on x as one that could."""
    return x if isinstance(x, DualNumber) else DualNumber(float(x))


def _chain(x: Any, value: float, slope: float, curvature: float) -> DualNumber:
    """Return f(x) by the chain rule, from f and its two derivatives at the value of x."""
    x = _dual(x)
    return DualNumber(value, slope * x.slope, curvature * x.slope * x.slope + slope * x.curvature)
