"""Every figure that the lesson quotes, against its closed form, its published value or a computation of its own."""

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lesson_code.descent import destination, trajectory
from lesson_code.gradient_descent import (
    bowls,
    facts,
    finite_differences,
    five_points,
    mini_batches,
    not_aimed,
    quiet_loss,
    right_angles,
)
from lesson_code.surfaces import bumpy, double_well, line_fit, parabola, valley

numbers = st.floats(-50, 50)


def plain_loss(w, b):
    """The mean square error of y = w x + b, added up by hand."""
    return sum((w * x + b - y) ** 2 for x, y in zip((-2, -1, 0, 1, 2), (-1, 0, 1, 1, 3), strict=True)) / 5


# -- The loss as a height


@given(w=numbers, b=numbers)
def test_loss_of_two_parameters_is_the_closed_form_of_the_page(w, b):
    closed = 2 * (w - 0.9) ** 2 + (b - 0.8) ** 2 + 0.14
    assert five_points.loss(np.array([w, b])) == pytest.approx(closed) == pytest.approx(plain_loss(w, b))


@given(w=numbers)
def test_loss_of_one_parameter_is_the_closed_form_of_the_page(w):
    assert line_fit.loss(w) == pytest.approx(plain_loss(w, 0.0))


@given(w=numbers, b=numbers)
def test_gradient_is_that_of_the_page(w, b):
    assert five_points.gradient(np.array([w, b])) == pytest.approx(np.array([4 * (w - 0.9), 2 * (b - 0.8)]), abs=1e-9)


def test_best_line_is_that_of_least_squares():
    assert np.polyfit(five_points.X, five_points.Y, 1) == pytest.approx(five_points.BOTTOM)


def test_no_other_line_through_the_origin_is_better():
    x, y = np.array(five_points.X), np.array(five_points.Y)
    assert x @ y / (x @ x) == pytest.approx(0.9)


@given(w=numbers)
def test_errors_that_are_not_squared_tell_no_line_from_another(w):
    assert facts.mean_error(w) == pytest.approx(-0.8)


@given(error=st.floats(1e-3, 1e3))
def test_error_twice_as_large_counts_four_times(error):
    assert (2 * error) ** 2 == pytest.approx(4 * error**2)


def test_loss_with_a_constant_taken_away_is_walked_in_the_same_steps():
    def measured(loss):
        return lambda w: (loss(w + 1e-6) - loss(w - 1e-6)) / 2e-6

    lowered = trajectory(measured(lambda w: line_fit.loss(w) - 1), -1.0, 0.1, 20)
    assert lowered == pytest.approx(trajectory(line_fit.gradient, -1.0, 0.1, 20), abs=1e-6)
    assert line_fit.loss(0.9) - 1 < 0


# -- Downhill


@given(w=numbers.filter(lambda w: abs(w - 0.9) > 1e-6))
def test_slope_has_the_sign_of_the_side_that_goes_up(w):
    uphill = math.copysign(1e-7, line_fit.gradient(w))
    assert line_fit.loss(w + uphill) > line_fit.loss(w - uphill)


def test_steps_on_the_fitted_line_keep_three_fifths_of_the_distance():
    distances = [0.9 - w for w in trajectory(line_fit.gradient, -1.0, 0.1, 20)]
    assert distances == pytest.approx([1.9 * 0.6**k for k in range(21)])


@pytest.mark.parametrize(("rate", "end"), [(0.2, "0.060466"), (0.05, "3.486784"), (1.1, "61.917364")])
def test_loop_that_subtracts_in_place_ends_where_gd_of_d2l_does(rate, end):
    x = 10.0
    for _ in range(10):
        x -= rate * (2 * x)
    assert f"{x:f}" == end
    assert x == destination(valley.gradient, 10.0, rate, 10)


# -- Two parameters


@pytest.mark.parametrize("position", range(right_angles.STEPS))
def test_step_leaves_its_contour_line_at_a_right_angle(position):
    before, after = right_angles.walk()[position : position + 2]
    w, b = before
    # along the ellipse 2 (w - 0.9)² + (b - 0.8)² = constant, from its own parametrisation
    phase = math.atan2(b - 0.8, math.sqrt(2) * (w - 0.9))
    along = np.array([-math.sin(phase) / math.sqrt(2), math.cos(phase)])
    assert (after - before) @ along == pytest.approx(0, abs=1e-12)


@given(turn=st.floats(0, 2 * math.pi), theta=st.tuples(st.floats(-9, 9), st.floats(-9, 9)))
def test_no_direction_loses_more_per_length_than_that_against_the_gradient(turn, theta):
    gradient = not_aimed.gradient(np.array(theta))
    length = float(np.linalg.norm(gradient))
    change = gradient @ np.array([math.cos(turn), math.sin(turn)])
    assert change >= -length - 1e-9
    if length > 1e-9:
        assert gradient @ (-gradient / length) == pytest.approx(-length)


def test_steepest_of_360_directions_is_the_nearest_to_the_one_against_the_gradient():
    assert facts.steepest_degree() == round(math.degrees(math.atan2(8, 1))) == 83


def test_short_real_steps_lose_most_in_that_direction_too():
    turns = np.radians(np.arange(360))
    ends = not_aimed.START + 1e-4 * np.stack([np.cos(turns), np.sin(turns)], axis=-1)
    assert int(np.argmin(not_aimed.loss(ends))) == facts.steepest_degree()


def test_other_units_of_one_parameter_change_the_steepest_direction():
    scale = np.array([1.0, 3.0])  # theta2 measured in thirds
    scaled = -not_aimed.gradient(not_aimed.START) / scale  # the gradient by the new numbers
    back = scaled / scale  # the same direction in the old ones
    assert not_aimed.direction(back) != pytest.approx(not_aimed.direction(-not_aimed.gradient(not_aimed.START)), abs=1)


def test_first_step_misses_the_minimum_by_61_degrees():
    step, aim = np.array([1.0, 8.0]), np.array([5.0, 2.0])
    angle = math.degrees(math.acos(step @ aim / np.linalg.norm(step) / np.linalg.norm(aim)))
    assert facts.slope_angle() == pytest.approx(angle) == pytest.approx(61.07, abs=0.005)


@given(theta=st.tuples(st.floats(-9, 9), st.floats(-9, 9)))
def test_on_circles_every_step_aims_at_the_minimum(theta):
    position = np.array(theta)
    gradient = parabola(2.0).gradient(position)
    assert abs(gradient[0] * position[1] - gradient[1] * position[0]) <= 1e-9


@pytest.mark.parametrize("theta", [(-5.0, 0.0), (0.0, -2.0)])
def test_on_an_axis_of_the_ellipses_the_step_aims_at_the_minimum(theta):
    position = np.array(theta)
    assert np.cross([*not_aimed.gradient(position), 0], [*position, 0]) == pytest.approx(np.zeros(3))


# -- Finite differences


def test_best_width_of_the_powers_of_ten_is_1e_8():
    assert finite_differences.best_width() == 1e-8


@pytest.mark.parametrize("exponent", range(-6, 0))
def test_wide_difference_of_the_square_is_wrong_by_its_width(exponent):
    width = 10.0**exponent
    assert finite_differences.error(width) == pytest.approx(width, rel=1e-3)


@pytest.mark.parametrize("exponent", range(-15, -9))
def test_narrow_difference_is_wrong_by_rounding_alone(exponent):
    width = 10.0**exponent
    # both losses are rounded by at most 2^-53 of about 1, the sum 1 + h likewise, which the slope 2 doubles
    assert 10 * width < finite_differences.error(width) <= 6 * 2.0**-53 / width


def test_best_width_is_within_a_decade_of_1e_8_at_other_places_too():
    widths = [10.0**exponent for exponent in range(-15, 0)]

    def median(width):
        places = np.linspace(0.5, 2, 301)
        return float(np.median(np.abs(((places + width) ** 2 - places**2) / width - 2 * places)))

    assert min(widths, key=median) in (1e-9, 1e-8, 1e-7)


# -- How far one walks


@pytest.mark.parametrize("rate", [0.05, 0.2, 0.5])
def test_walk_that_crosses_nothing_is_as_long_as_the_distance(rate):
    assert facts.walked_length(rate) == pytest.approx(10)


@pytest.mark.parametrize("rate", [0.6, 0.75, 0.9])
def test_walk_that_crosses_the_bottom_is_longer_by_the_closed_form(rate):
    assert facts.walked_length(rate) == pytest.approx(10 * 2 * rate / (2 - 2 * rate))


@pytest.mark.parametrize("rate", [0.05, 0.2, 0.5, 0.6, 0.9])
def test_path_in_the_loss_is_as_long_as_the_first_loss_is_high(rate):
    assert facts.walked_height(rate) == pytest.approx(100)


def test_past_the_edge_the_path_in_the_loss_is_longer():
    assert facts.walked_height(1.001) > 100


# -- When to stop


def test_top_and_plateau_have_no_slope_either():
    assert double_well.gradient(facts.top()) == pytest.approx(0, abs=1e-12)
    assert double_well.curvature(facts.top()) < 0
    assert abs(bumpy.gradient(-1.0)) < 0.05 < bumpy.loss(-1.0) - bumpy.loss(1.0)


@pytest.mark.parametrize("factor", [1000.0, 7.0])
def test_smaller_loss_has_a_gradient_as_much_smaller(factor):
    assert parabola(2.0 / factor).gradient(10.0) == pytest.approx(valley.gradient(10.0) / factor)


def test_orbit_between_equal_heights_changes_no_loss():
    losses = {valley.loss(theta) for theta in trajectory(valley.gradient, 10.0, 1.0, 100)}
    assert losses == {100.0}


def test_loss_stays_quiet_from_its_first_quiet_step_until_it_falls_again():
    changes = np.abs(np.diff(quiet_loss.losses()))
    quiet, loud = quiet_loss.first_quiet_step(), quiet_loss.first_loud_step()
    assert (quiet, loud) == (55, 617)
    assert changes[quiet - 2] >= quiet_loss.QUIET > changes[quiet - 1 : loud - 1].max()
    assert changes[loud - 1] >= quiet_loss.QUIET
    walked = trajectory(bumpy.gradient, quiet_loss.START, quiet_loss.LEARNING_RATE, quiet_loss.STEPS)
    slopes = np.abs([bumpy.gradient(theta) for theta in walked])
    assert slopes[quiet : loud - 1].max() < 0.1 < slopes[loud:].max()  # the gradient is deceived, too


def test_quiet_loss_is_far_above_where_it_ends():
    walked = quiet_loss.losses()
    assert (round(float(walked[55]), 2), round(float(walked[-1]), 2)) == (0.18, -0.32)
    assert abs(bumpy.gradient(destination(bumpy.gradient, -4.6, 0.1, 900))) < 1e-6


# -- What it finds


@pytest.mark.parametrize("start", [-3.0, -0.3, -0.102, -0.1, 0.1, 3.0])
def test_side_of_the_top_decides_the_well(start):
    expected = -0.9456 if start < facts.top() else 1.0467
    assert facts.well(start) == pytest.approx(expected, abs=1e-4)


def test_right_well_is_the_deeper_one():
    assert double_well.loss(facts.well(1.0)) < double_well.loss(facts.well(-1.0))


@given(start=st.tuples(st.floats(-100, 100), st.floats(-100, 100)), rate=st.floats(0.05, 0.49))
def test_line_is_the_same_from_every_start(start, rate):
    end = destination(five_points.gradient, np.array(start), rate, 300)
    assert end == pytest.approx(five_points.BOTTOM, abs=1e-6)


# -- Mini-batches


@given(w=numbers, b=numbers)
@pytest.mark.parametrize("size", range(1, 6))
def test_gradients_of_all_batches_of_a_size_average_to_the_full_one(size, w, b):
    theta = np.array([w, b])
    batches = [five_points.gradient(theta, list(batch)) for batch in combinations(range(5), size)]
    assert np.mean(batches, axis=0) == pytest.approx(five_points.gradient(theta), abs=1e-9)


def test_slopes_of_the_single_points_are_those_of_the_page():
    assert facts.point_slopes(-1.0) == pytest.approx([-12, -2, 0, -4, -20])


def test_full_way_comes_to_rest_where_batches_go_on_shaking():
    assert np.linalg.norm(mini_batches.full()[-1] - five_points.BOTTOM) < 1e-3
    for seed in range(20):
        late = mini_batches.by_batches(seed, steps=400)[200:]
        assert np.linalg.norm(late - five_points.BOTTOM, axis=1).mean() > 0.03, seed
        assert np.linalg.norm(np.diff(late, axis=0), axis=1).mean() > 0.01, seed


@pytest.mark.parametrize("seed", range(20))
def test_batches_come_down_whatever_is_drawn(seed):
    losses = five_points.loss(mini_batches.by_batches(seed))
    assert losses[-1] < losses[0] / 10


def test_every_point_still_pulls_at_the_bottom_since_no_line_meets_all():
    pulls = [np.linalg.norm(five_points.gradient(five_points.BOTTOM, [point])) for point in five_points.ALL]
    assert sum(pull > 0.1 for pull in pulls) >= 4


@pytest.mark.parametrize("seed", range(5))
def test_batches_of_points_that_one_line_meets_come_to_rest(seed, monkeypatch):
    monkeypatch.setattr(five_points, "Y", tuple(0.9 * x + 0.8 for x in five_points.X))
    end = mini_batches.by_batches(seed, steps=2000)[-1]
    assert end == pytest.approx(five_points.BOTTOM, abs=1e-6)


# -- The chart


@pytest.mark.parametrize("bowl", bowls.BOWLS.values(), ids=bowls.BOWLS)
def test_every_walk_of_the_chart_comes_down_at_every_step(bowl):
    for rate in bowls.RATES:
        for up in bowls.UPS:
            assert (np.diff(bowl.loss(bowls.walk(bowl, rate, up))) < 0).all(), (rate, up)


def test_longer_bowls_are_walked_by_a_longer_detour_unless_the_start_is_on_an_axis():
    for up in bowls.UPS:
        ways = [
            np.array(trajectory(bowls.BOWLS[name].gradient, np.array([bowls.FIRST, up]), 0.2, 1000))
            for name in ("long", "oval", "round")
        ]
        long, oval, straight = (np.linalg.norm(np.diff(way, axis=0), axis=1).sum() for way in ways)
        assert straight == pytest.approx(math.hypot(bowls.FIRST, up))
        assert long > oval > straight if up else long == pytest.approx(oval) == pytest.approx(straight)


def test_longer_bowls_miss_the_minimum_by_more_and_round_ones_never():
    for up in bowls.UPS:
        long, oval, round_bowl = (bowls.missed(bowls.BOWLS[name], up) for name in ("long", "oval", "round"))
        assert round_bowl == pytest.approx(0, abs=1e-9)
        assert long == oval == 0 if up == 0 else long > oval > 0


def test_ways_in_the_round_bowl_are_straight():
    for positions in (bowls.walk(bowls.BOWLS["round"], 0.3, up) for up in bowls.UPS):
        assert positions[:, 0] * positions[0, 1] == pytest.approx(positions[:, 1] * positions[0, 0])


def test_chart_says_of_each_run_what_its_first_step_does():
    runs = bowls.states()["long"].runs
    assert runs[bowls.RATE][bowls.UP].words == "첫 스텝이 61° 빗나감"
    assert runs[bowls.RATE][bowls.UPS.index(0)].words == "첫 스텝이 최소점을 향함"
