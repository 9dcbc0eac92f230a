"""Slope and curvature come along: they are those that the book's surfaces state, and what differences approach."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lesson_code import dual, surfaces
from lesson_code.descent import trajectory
from lesson_code.dual import Dual, derivatives, gradient
from lesson_code.surfaces import Surface

EVERY = {name: value for name, value in vars(surfaces).items() if isinstance(value, Surface)}
KINKED = (surfaces.absolute, surfaces.log_cosh)  # their losses are written with abs
FUNCTIONS = {
    "exp": lambda x: dual.exp(x),
    "log": lambda x: dual.log(x),
    "log1p": lambda x: dual.log1p(x),
    "sqrt": lambda x: dual.sqrt(x),
    "sin": lambda x: dual.sin(x),
    "cos": lambda x: dual.cos(x),
    "sinh": lambda x: dual.sinh(x),
    "cosh": lambda x: dual.cosh(x),
    "tanh": lambda x: dual.tanh(x),
    "sum": lambda x: 1 + x + (x + x),
    "difference": lambda x: 1 - x - (x * x - 2),
    "product": lambda x: 3 * x * (x * x),
    "quotient": lambda x: 1 / x + x / (x * x + 1) + x / 3,
    "power": lambda x: x**3 + x**-2 + x**0.5,
    "power of a number": lambda x: 2**x + 0.5 ** (x * x),
    "power of itself": lambda x: x**x,
    "absolute": lambda x: abs(x - 5) * x,
    "larger": lambda x: max(x * x, 2, 1 + x),
    "smaller": lambda x: min(x * x, 2, 1 + x),
}


@pytest.mark.parametrize("surface", EVERY.values(), ids=EVERY.keys())
@given(theta=st.floats(-7, 12))
def test_derivatives_of_a_surface_are_those_it_states(surface, theta):
    assume(surface not in KINKED or theta)
    here = derivatives(surface.loss, theta)
    stated = (surface.loss(theta), surface.gradient(theta), surface.curvature(theta))
    assert (here.value, here.slope, here.curvature) == pytest.approx(stated, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS.keys())
@given(x=st.floats(0.1, 4))
def test_slope_and_curvature_are_what_differences_approach(function, x):
    assume(min(abs(x - 2**0.5), abs(x - 1), abs(x - (1 + 5**0.5) / 2)) > 1e-3)  # kinks of max and min
    width = 1e-5
    before, here, after = (derivatives(function, at) for at in (x - width, x, x + width))
    assert here.slope == pytest.approx((after.value - before.value) / (2 * width), rel=1e-6, abs=1e-6)
    assert here.curvature == pytest.approx((after.slope - before.slope) / (2 * width), rel=1e-6, abs=1e-6)


@given(x=st.floats(-4, 4), n=st.integers(0, 5))
def test_whole_powers_know_every_place_and_zero(x, n):
    expected = [math.perm(n, k) * x ** (n - k) if n >= k else 0.0 for k in range(3)]
    here = derivatives(lambda x: x**n, x)
    assert [here.value, here.slope, here.curvature] == pytest.approx(expected, rel=1e-12, abs=1e-300)


def test_values_are_those_of_the_float_to_the_last_bit():
    for x in (0.3, 1.7, 2.9):
        assert derivatives(lambda x: x**4 - 3 * x**2 + x / 7, x).value == x**4 - 3 * x**2 + x / 7
        assert dual.sin(x).value == math.sin(x) and dual.log1p(x).value == math.log1p(x)


def test_absolute_value_rests_at_its_kink():
    assert derivatives(abs, 0.0) == Dual(0.0, 0.0, 0.0)
    assert derivatives(abs, -2.0) == Dual(2.0, -1.0, 0.0)


def test_function_that_ignores_x_has_no_slope():
    assert derivatives(lambda x: 3, 2.0) == Dual(3.0)


@pytest.mark.parametrize(
    ("function", "x", "error"),
    [
        (lambda x: 1 / x, 0.0, ZeroDivisionError),
        (dual.sqrt, 0.0, ZeroDivisionError),
        (dual.sqrt, -1.0, ValueError),
        (dual.log, -1.0, ValueError),
        (lambda x: x**0.5, -1.0, ValueError),
        (dual.exp, 1000.0, OverflowError),
        (lambda x: 9.0 ** (9.0**x), 9.0, OverflowError),
    ],
)
def test_what_is_no_real_number_is_an_error_and_never_a_complex_one(function, x, error):
    with pytest.raises(error):
        derivatives(function, x)


def test_gradient_is_what_descent_takes():
    derived = trajectory(gradient(surfaces.double_well.loss), 2.0, 0.1, 50)
    assert derived == pytest.approx(trajectory(surfaces.double_well.gradient, 2.0, 0.1, 50), rel=1e-12)
