"""What a picture shows of a curve and a walk: the telling range, round values, and lines that end at the frame."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lesson_code import frame

numbers = st.floats(-1e100, 1e100)


@given(values=st.lists(numbers | st.just(math.nan)), wanted=numbers)
def test_range_holds_what_is_wanted_and_is_never_empty(values, wanted):
    low, high = frame.heights(values, wanted)
    assert low < wanted < high


@given(low=numbers, size=st.floats(1e-9, 1e100))
def test_ticks_are_few_and_inside(low, size):
    high = low + max(size, 1e-8 * abs(low))
    values = [value for value, _ in frame.ticks(low, high)]
    assert 2 <= len(values) <= 12
    assert all(low - 1e-6 * (high - low) <= value <= high + 1e-6 * (high - low) for value in values)


@pytest.mark.parametrize("size", [5e-324, 1e-320, 1e-310, 1e-301])
def test_range_that_floats_cannot_divide_is_shown_as_a_level_line(size):
    assert frame.heights([-size, size], 0.0, 2 * size) == pytest.approx((-0.08, 0.08))
    assert frame.ticks(*frame.heights([-size, size], 0.0))


def test_ticks_are_round_and_written_with_a_true_minus():
    assert frame.ticks(-4.0, 4.0) == [(-4.0, "−4"), (-2.0, "−2"), (0.0, "0"), (2.0, "2"), (4.0, "4")]
    assert [text for _, text in frame.ticks(0.0, 0.5)] == ["0", "0.1", "0.2", "0.3", "0.4", "0.5"]


def test_towering_end_of_a_curve_does_not_flatten_the_rest():
    low, high = frame.heights([x**4 - 3 * x**2 for x in range(-4, 5)], 0.0)
    assert -3 < low < -2 and high < 10


@given(points=st.lists(st.tuples(numbers, numbers), min_size=1), outside=numbers)
def test_line_ends_inside_or_on_the_frame(points, outside):
    shown, left = frame.seen([(0.0, 0.0), *points], (-1.0, 1.0), (-2.0, 2.0))
    assert all(abs(x) <= 1 + 1e-9 and abs(y) <= 2 + 1e-9 for x, y in shown)
    assert left == any(abs(x) > 1 or abs(y) > 2 for x, y in points)


@pytest.mark.parametrize(
    ("there", "crossing"),
    [((2.0, 0.0), (1.0, 0.0)), ((-2.0, 2.0), (-1.0, 1.0)), ((2.0, 8.0), (0.5, 2.0)), ((0.0, math.nan), (0.0, 0.0))],
)
def test_line_leaves_where_it_crosses_the_nearest_border(there, crossing):
    assert frame.seen([(0.0, 0.0), there, (0.0, 0.0)], (-1.0, 1.0), (-2.0, 2.0)) == ([(0.0, 0.0), crossing], True)


def test_curve_breaks_where_it_cannot_be_computed():
    curve = [(0.0, math.nan), (1.0, 1.0), (2.0, math.nan), (3.0, math.nan), (4.0, -99.0)]
    assert frame.pieces(curve, (0.0, 5.0)) == [[(1.0, 1.0)], [(4.0, -5.0)]]
