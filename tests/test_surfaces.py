"""Every surface: its derivatives are the derivatives of its loss, for numbers and arrays alike."""

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lesson_code import surfaces
from lesson_code.surfaces import Surface, parabola

EVERY = {name: value for name, value in vars(surfaces).items() if isinstance(value, Surface)}
SMOOTH = [surface for surface in EVERY.values() if surface is not surfaces.absolute]
places = st.floats(-7, 12)
every_surface = pytest.mark.parametrize("surface", EVERY.values(), ids=EVERY.keys())


def slope(function, theta, width=1e-5):
    """The central difference, right to about width^2."""
    return (function(theta + width) - function(theta - width)) / (2 * width)


@every_surface
@given(theta=places)
def test_gradient_is_the_slope_of_the_loss(surface, theta):
    assume(surface in SMOOTH or abs(theta) > 1e-3)  # the kink has no slope
    assert surface.gradient(theta) == pytest.approx(slope(surface.loss, theta), rel=1e-6, abs=1e-6)


@every_surface
@given(theta=places)
def test_curvature_is_the_slope_of_the_gradient(surface, theta):
    assume(surface in SMOOTH or abs(theta) > 1e-3)
    assert surface.curvature(theta) == pytest.approx(slope(surface.gradient, theta), rel=1e-6, abs=1e-6)


@every_surface
@pytest.mark.parametrize("part", ["loss", "gradient", "curvature"])
def test_array_gives_the_values_of_its_numbers(surface, part):
    theta, function = np.linspace(-7, 12, 39).reshape(3, 13), getattr(surface, part)
    expected = [[function(float(x)) for x in row] for row in theta]
    assert np.asarray(function(theta)) == pytest.approx(np.array(expected), rel=1e-12, abs=1e-13)


@every_surface
@pytest.mark.parametrize("part", ["loss", "gradient", "curvature"])
def test_number_gives_a_plain_float(surface, part):
    assert type(getattr(surface, part)(0.5)) is float


@every_surface
@pytest.mark.parametrize("theta", [-1e6, -1e3, 1e3, 1e6])
def test_far_away_the_loss_is_still_a_number(surface, theta):
    assert math.isfinite(surface.loss(theta))


@every_surface
def test_surface_cannot_be_changed(surface):
    with pytest.raises(dataclasses.FrozenInstanceError):
        surface.name = "다른 이름"


def test_names_are_different():
    names = [surface.name for surface in EVERY.values()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("curvature", [0, -1.0, math.inf, math.nan])
def test_impossible_curvature_is_refused_with_its_name_and_value(curvature):
    with pytest.raises(ValueError, match=rf"^curvature .*not {curvature!r}$"):
        parabola(curvature)


@given(curvature=st.floats(1e-3, 1e3), theta=st.one_of(st.just(0.0), places))
def test_parabola_has_its_curvature_everywhere(curvature, theta):
    assert parabola(curvature).curvature(theta) == curvature
    assert parabola(curvature).curvature(np.array([theta, 0])).tolist() == [curvature, curvature]


def test_parabola_has_the_name_that_it_is_given():
    assert (parabola(1.0).name, parabola(1.0, "그릇").name) == ("포물선", "그릇")


def test_kink_of_the_absolute_value_pulls_to_neither_side():
    assert surfaces.absolute.gradient(0.0) == 0


@given(st.floats(-100, 100))
def test_log_cosh_is_the_logarithm_of_the_hyperbolic_cosine(theta):
    assert surfaces.log_cosh.loss(theta) == pytest.approx(math.log(math.cosh(theta)), abs=1e-13)


def test_bumpy_surface_has_a_narrow_well_above_a_wide_one():
    narrow, wide = 1.00969741858973, 4.0
    assert surfaces.bumpy.gradient(narrow) == pytest.approx(0, abs=1e-12)
    assert surfaces.bumpy.gradient(wide) == pytest.approx(0, abs=1e-9)
    assert surfaces.bumpy.curvature(narrow) > surfaces.bumpy.curvature(wide) > 0
    assert surfaces.bumpy.loss(narrow) > surfaces.bumpy.loss(wide)


def test_wide_well_of_the_bumpy_surface_is_one_deep():
    assert surfaces.bumpy.loss(4.0) == pytest.approx(-1)


def test_bumpy_surface_is_nearly_flat_on_its_plateau():
    plateau = np.linspace(-2, 0, 50)
    assert np.abs(surfaces.bumpy.gradient(plateau)).max() < 0.1


def test_right_well_of_the_double_well_is_deeper():
    roots = np.sort(np.roots([1, 0, -1, -0.1]).real)
    assert (
        surfaces.double_well.loss(roots[2]) < surfaces.double_well.loss(roots[0]) < surfaces.double_well.loss(roots[1])
    )
