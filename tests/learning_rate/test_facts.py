"""Every figure that the chapter quotes, against its published value or its closed form."""

import inspect
import math
import re
from pathlib import Path

import numpy as np
import pytest

from lesson_code import stability
from lesson_code.descent import destination, step
from lesson_code.learning_rate import facts, late_divergence
from lesson_code.surfaces import bumpy, log_cosh, parabola, quartic, valley, wave


@pytest.mark.parametrize(("learning_rate", "published"), [(0.2, 0.060466), (0.05, 3.486784), (1.1, 61.917364)])
def test_ten_steps_on_a_parabola_end_where_d2l_says(learning_rate, published):
    assert round(destination(valley.gradient, 10.0, learning_rate, 10), 6) == published


def test_best_learning_rate_of_three_curvatures_is_that_of_distill():
    curvatures = (0.01, 0.1, 1.0)
    best = stability.best_learning_rate(curvatures)
    assert (round(best, 6), round(stability.contraction(best, curvatures), 6)) == (1.980198, 0.980198)


@pytest.mark.parametrize(("curvature", "start", "published"), [(0.2, -5.0, -0.387814), (4.0, -2.0, -1673.365109)])
def test_bowl_ends_where_d2l_says(curvature, start, published):
    assert round(destination(parabola(curvature).gradient, start, 0.6, 20), 6) == published


def test_line_curvature_is_the_published_eigenvalue():
    assert round(facts.line_curvature(), 2) == 6568.49


def test_line_curvature_is_the_largest_eigenvalue_of_the_hessian():
    design = np.column_stack([np.arange(100.0), np.ones(100)])
    largest = np.linalg.eigvalsh(2 / 100 * design.T @ design)[-1]
    assert facts.line_curvature() == pytest.approx(largest)


def test_line_edge_is_the_published_one():
    assert float(f"{facts.line_edge():.4e}") == 3.0448e-4


def test_line_overflows_after_some_9800_steps_just_past_its_edge():
    assert facts.line_overflow_step(3.1e-4) == 9819


@pytest.mark.parametrize("learning_rate", [3.08e-4, 3.1e-4, 3.2e-4, 3.5e-4, 5e-4])
def test_line_overflows_at_the_step_at_which_a_fit_of_its_points_does(learning_rate):
    x = np.arange(100.0)
    weight, bias, count = 0.5, 0.0, 0
    with np.errstate(over="ignore"):
        while math.isfinite(np.square(errors := weight * x + bias - (0.1 * x + 0.3)).sum()):
            weight -= learning_rate * 2 * (errors * x).mean()
            bias -= learning_rate * 2 * errors.mean()
            count += 1
    assert facts.line_overflow_step(learning_rate) == count


def test_line_never_overflows_just_below_its_edge():
    assert facts.line_overflow_step(3.0e-4) is None


def test_log_cosh_orbit_is_the_published_one():
    assert round(facts.orbit_of_log_cosh(3.0), 5) == 1.28784


@pytest.mark.parametrize("learning_rate", [2.5, 3.0, 10.0])
def test_log_cosh_orbit_solves_its_equation(learning_rate):
    radius = facts.orbit_of_log_cosh(learning_rate)
    assert 2 * radius == pytest.approx(learning_rate * math.tanh(radius), rel=1e-12)


def test_log_cosh_orbit_goes_from_one_side_to_the_other():
    radius = facts.orbit_of_log_cosh(3.0)
    assert destination(log_cosh.gradient, radius, 3.0, 1) == pytest.approx(-radius)


@pytest.mark.parametrize("learning_rate", [0.01, 0.5, 1.0, 8.0])
@pytest.mark.parametrize(("times", "expected"), [(0.999, False), (1.001, True), (-0.999, False), (-1.001, True)])
def test_quartic_diverges_exactly_beyond_its_threshold(learning_rate, times, expected):
    end = destination(quartic.gradient, times * math.sqrt(2 / learning_rate), learning_rate, 1000)
    assert math.isfinite(end) is not expected


@pytest.mark.parametrize("learning_rate", [0.1, 0.5, 1.0, 1.1])
def test_wave_settles_in_the_near_minimum_below_its_edge(learning_rate):
    assert [round(theta, 4) for theta in facts.wave_settles(learning_rate)] == [7.2694]


def test_wave_still_settles_at_the_last_published_learning_rate():
    # so near the edge the distance shrinks by 2e-5 of itself a step: 20,000 steps are not enough
    assert round(destination(wave.gradient, 10.0, 1.1027, 1_000_000), 4) == 7.2694


def test_wave_edge_is_the_published_one():
    assert round(facts.wave_edge(), 4) == 1.1027


def test_wave_curvature_at_its_near_minimum_is_the_published_one():
    assert round(wave.curvature(*facts.wave_settles(1.0)), 4) == 1.8137


def test_wave_orbits_the_same_minimum_above_its_edge():
    assert [round(theta, 4) for theta in facts.wave_settles(1.12)] == [6.7751, 7.7110]


@pytest.mark.parametrize("learning_rate", [1.5, 1.6, 1.7])
def test_wave_wanders_between_its_orbits_and_its_far_minimum(learning_rate):
    assert facts.wave_settles(learning_rate) == ()


@pytest.mark.parametrize("learning_rate", [1.735, *(hundredths / 100 for hundredths in range(174, 205)), 2.043])
def test_wave_settles_in_the_far_minimum_from_1_735_to_its_edge(learning_rate):
    end = destination(wave.gradient, 10.0, learning_rate, 200_000)
    assert round(end, 4) == -1.8257


def test_wave_does_not_settle_below_1_735_nor_past_the_edge_of_the_far_minimum():
    assert facts.wave_settles(1.734) == () and round(facts.wave_edge(1.9), 3) == 2.043
    assert facts.wave_orbit(2.045) != 1


@pytest.mark.parametrize(("learning_rate", "points"), [(1.12, 2), (1.39, 2), (1.40, 4), (1.45, 4), (1.47, 8), (1.9, 1)])
def test_wave_goes_round_over_twice_as_many_points_each_time(learning_rate, points):
    assert facts.wave_orbit(learning_rate) == points


def test_wave_wanders_from_1_48_to_1_735_but_for_windows():
    orbits = [facts.wave_orbit(thousandths / 1000) for thousandths in range(1480, 1734, 6)]
    assert 0 < sum(points > 0 for points in orbits) < 0.25 * len(orbits)


def test_log_cosh_past_its_edge_can_land_on_the_bottom_exactly():
    assert destination(log_cosh.gradient, 2.984704585357887, 3.0, 100) == 0.0


@pytest.mark.parametrize("theta", [0.0, 0.5, -1.5])
def test_curvature_of_geometry_is_the_second_derivative_over_a_power_of_the_slope_and_equal_to_it_at_the_bottom(theta):
    before, middle, after = (complex(x, log_cosh.loss(x)) for x in (theta - 1e-3, theta, theta + 1e-3))
    sides = abs(middle - before) * abs(after - middle) * abs(after - before)
    bend = 2 * ((middle - before).conjugate() * (after - before)).imag / sides  # of the circle through the three points
    slope, curvature = log_cosh.gradient(theta), log_cosh.curvature(theta)
    assert bend == pytest.approx(curvature / (1 + slope**2) ** 1.5, rel=1e-5)
    assert (bend == pytest.approx(curvature, rel=1e-5)) is (slope == 0)


def test_two_over_curvature_is_the_stability_threshold_and_the_edge_of_stability_a_regime():
    page = Path("docs/gradient-descent/learning-rate.md").read_text(encoding="utf-8")
    limit, regime = (
        page.index("**안정성 한계**<sup>stability threshold"),
        page.index("**안정성의 경계**<sup>edge of stability"),
    )
    assert "$`2/L`$" in page[limit - 60 : limit] and "국면" in page[regime - 60 : regime]
    _, limit, regime, *_ = re.split(r"\n\*\*안정성의? ", Path("docs/glossary.md").read_text(encoding="utf-8"))
    assert limit.startswith("한계") and "2를 곡률로 나눈" in limit and regime.startswith("경계") and "국면" in regime


@pytest.mark.parametrize(("learning_rate", "loss"), [(1.0, -6.98), (1.8, -1.19)])
def test_larger_learning_rate_lands_higher_on_the_wave(learning_rate, loss):
    assert round(wave.loss(*facts.wave_settles(learning_rate)), 2) == loss


@pytest.mark.parametrize("learning_rate", [0.1, 0.5, 1.0, 1.8, 1.9, 2.0])
def test_wave_settles_only_where_the_curvature_allows(learning_rate):
    assert wave.curvature(*facts.wave_settles(learning_rate)) <= 2 / learning_rate


@pytest.mark.parametrize(("learning_rate", "theta", "loss"), [(0.1, 1.01, -0.32), (1.5, 4.0, -1.0)])
def test_larger_learning_rate_lands_lower_on_the_bumpy_surface(learning_rate, theta, loss):
    end = destination(bumpy.gradient, -4.6, learning_rate, 20_000)
    assert (round(end, 2), round(bumpy.loss(end), 2)) == (theta, loss)


def test_late_divergence_has_the_published_steps():
    late = late_divergence.course()
    assert (late.lowest_step, late.overtaking_step) == (240, 695)


def test_late_divergence_has_the_published_losses():
    late = late_divergence.course()
    assert (round(late.first_loss, 4), float(f"{late.lowest_loss:.1e}")) == (0.5, 8.9e-5)


def test_float32_ends_at_the_published_steps():
    assert facts.float32_overflow() == (231, 472)


@pytest.mark.parametrize(("precision", "exponent"), [(np.float64, -54), (np.float32, -25), (np.float16, -12)])
def test_largest_lost_step_is_the_published_power_of_two(precision, exponent):
    lost = precision(2.0**exponent)
    one, more = precision(1), np.nextafter(lost, precision(1))
    assert step(one, lambda theta: one, lost) == one > step(one, lambda theta: one, more)


@pytest.mark.parametrize(
    ("n", "closed_form"),
    [(1, 1 / 2), (2, (2 - 2**0.5) / 4), (3, (math.pi - 2 * 2**0.5) / (4 * math.pi))],
)
def test_goe_probability_is_the_published_one(n, closed_form):
    assert facts.goe_probability(n) == pytest.approx(closed_form, rel=1e-15)


def test_goe_probability_of_three_rounds_to_the_published_figure():
    assert round(facts.goe_probability(3), 4) == 0.0249


@pytest.mark.parametrize("n", [1, 2, 3])
def test_goe_probability_is_that_of_sampled_matrices(n):
    samples = 200_000
    entries = np.random.default_rng(20).normal(size=(samples, n, n))
    symmetric = (entries + entries.transpose(0, 2, 1)) / 2**0.5  # variance 2 on the diagonal, 1 beside it
    share = (np.linalg.eigvalsh(symmetric).min(axis=1) > 0).mean()
    deviation = math.sqrt(facts.goe_probability(n) * (1 - facts.goe_probability(n)) / samples)
    assert abs(share - facts.goe_probability(n)) < 4 * deviation


def test_every_fact_says_what_it_returns():
    functions = [f for name, f in inspect.getmembers(facts, inspect.isfunction) if f.__module__ == facts.__name__]
    undocumented = [
        f.__name__ for f in functions if not f.__name__.startswith("_") and "Return" not in (f.__doc__ or "")
    ]
    assert undocumented == []
