"""Ways to look for a learning rate, against what they promise."""

import math
from itertools import pairwise
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lesson_code import search
from lesson_code.surfaces import parabola, valley

borders = st.tuples(st.floats(1e-9, 1e9), st.floats(1e-9, 1e9)).map(sorted).filter(lambda pair: pair[0] < pair[1])
IMPOSSIBLE = [(0.0, 1.0), (-1.0, 1.0), (1.0, 1.0), (2.0, 1.0), (1.0, math.inf), (math.nan, 1.0)]


@given(borders, st.floats(1.1, 10))
def test_grid_begins_at_its_low_border_and_leaves_no_room_for_another(pair, factor):
    grid = search.log_grid(*pair, factor)
    assert grid[0] == pair[0]
    assert grid[-1] <= pair[1] * (1 + 1e-6) and grid[-1] * factor > pair[1] * (1 - 1e-6)


@given(borders, st.floats(1.1, 10))
def test_neighbours_of_a_grid_are_a_factor_apart(pair, factor):
    grid = search.log_grid(*pair, factor)
    assert all(after / before == pytest.approx(factor) for before, after in pairwise(grid))


def test_grid_reaches_a_border_that_is_a_power_of_its_factor():
    assert search.log_grid(0.001, 1.0, 10) == pytest.approx([0.001, 0.01, 0.1, 1.0])


@given(borders, st.integers())
def test_random_learning_rate_lies_between_its_borders(pair, seed):
    assert pair[0] * (1 - 1e-9) <= search.log_uniform(Random(seed), *pair) <= pair[1] * (1 + 1e-9)


def test_random_learning_rate_has_as_many_below_the_middle_of_the_logarithm_as_above():
    random = Random(3)
    below = sum(search.log_uniform(random, 1e-4, 1e2) < 0.1 for _ in range(10_000))
    assert abs(below - 5_000) < 4 * 50  # standard deviations of a fair coin


@given(st.floats(1e-3, 1e3), st.floats(1.001, 1.5))
def test_threshold_works_and_a_little_more_does_not(border, ratio):
    found = search.threshold(lambda rate: rate < border, 1e-4, 1e4, ratio)
    assert found < border <= found * ratio * (1 + 1e-9)


def test_neighbours_are_a_factor_of_three_apart_unless_another_is_asked_for():
    assert search.log_grid(1.0, 9.0) == pytest.approx([1.0, 3.0, 9.0])


def test_threshold_is_found_to_one_percent_unless_another_ratio_is_asked_for():
    assert 1 / 1.01 <= search.threshold(lambda rate: rate < 1, 1e-4, 1e4) < 1


@pytest.mark.parametrize("works", [lambda rate: True, lambda rate: False])
def test_threshold_that_is_not_between_the_borders_is_refused(works):
    with pytest.raises(ValueError, match="work"):
        search.threshold(works, 0.1, 1.0)


@given(st.floats(1e-4, 1.0), st.floats(1.01, 2.0), st.integers(0, 30))
def test_range_test_grows_by_its_factor_and_tells_the_loss_after_the_step(first, growth, steps):
    tested = search.range_test(valley, 1.0, first, growth, steps)
    theta = 1.0
    for count, (rate, loss) in enumerate(tested):
        theta -= rate * 2 * theta
        assert rate == pytest.approx(first * growth**count) and loss == pytest.approx(theta * theta)
    assert len(tested) == steps


@given(st.floats(0.01, 100))
def test_range_test_of_one_direction_is_least_at_or_past_one_over_the_curvature(curvature):
    tested = search.range_test(parabola(curvature), 1.0, 1e-4 / curvature, 1.3, 60)
    least = min((pair for pair in tested if math.isfinite(pair[1])), key=lambda pair: pair[1])
    assume(least[1] > 0)
    assert least[0] * curvature > 1 / 1.3


@pytest.mark.parametrize("pair", IMPOSSIBLE)
@pytest.mark.parametrize(
    "look",
    [search.log_grid, lambda *pair: search.log_uniform(Random(0), *pair), lambda *pair: search.threshold(bool, *pair)],
)
def test_impossible_borders_are_refused(look, pair):
    with pytest.raises(ValueError, match="borders"):
        look(*pair)


@pytest.mark.parametrize("factor", [1.0, 0.5, 0.0, math.nan])
def test_grid_that_would_not_grow_is_refused(factor):
    with pytest.raises(ValueError, match="factor"):
        search.log_grid(0.1, 1.0, factor)


@pytest.mark.parametrize(("first", "growth"), [(0.0, 2.0), (-1.0, 2.0), (0.1, 1.0), (0.1, 0.5)])
def test_range_test_that_would_not_grow_is_refused(first, growth):
    with pytest.raises(ValueError, match="growth"):
        search.range_test(valley, 1.0, first, growth, 3)
