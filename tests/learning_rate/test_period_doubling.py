"""The picture of the wave's last positions: each border that it prints parts the periods that it names."""

import numpy as np
import pytest

from lesson_code.descent import trajectory
from lesson_code.learning_rate import facts, period_doubling
from lesson_code.surfaces import wave


def period(learning_rate):
    """Over how many points a walk of 100,000 steps goes round at last, counted here once more; 0 if over none of 32."""
    *_, end = last = trajectory(wave.gradient, 10.0, learning_rate, 100_000)[-33:]
    return next((back for back in range(1, 33) if abs(last[-1 - back] - end) < 1e-4), 0)


@pytest.mark.parametrize(
    ("border", "below", "above"),
    [(1.1027, 1, 2), (1.396, 2, 4), (1.461, 4, 8), (1.474, 8, 16), (period_doubling.CAUGHT, 0, 1)],
)
def test_periods_on_both_sides_of_each_printed_learning_rate_are_those_the_text_names(border, below, above):
    assert (period(border - 0.001), period(border + 0.001)) == (below, above)


def test_computed_borders_are_the_printed_ones():
    assert [f"{border:.3f}" for border in period_doubling.borders()] == ["1.103", "1.396", "1.461", "1.474"]


def test_steps_from_one_doubling_to_the_next_get_shorter():
    gaps = np.diff(period_doubling.borders())
    assert (gaps[1:] < gaps[:-1]).all()


@pytest.mark.parametrize("learning_rate", [1.655, 1.66, period_doubling.WINDOW, 1.67])
def test_walk_goes_round_over_three_points_in_the_widest_window(learning_rate):
    assert period(learning_rate) == 3


@pytest.mark.parametrize("apart", [1e-9, -1e-9, 1e-12])
def test_walks_that_start_a_hair_apart_part_in_chaos_alone(apart):
    parting = [facts.wave_parting(learning_rate, apart) for learning_rate in (1.47, 1.66, 1.55, 1.6)]
    assert parting[:2] == [None, None] and max(parting[2:]) < 200


def test_no_position_that_wanders_lies_outside_its_pixels():
    wandering = period_doubling.positions(np.linspace(period_doubling.WANDERS, period_doubling.CAUGHT, 100)[:-1])
    assert period_doubling.BOTTOM < wandering.min() and wandering.max() < period_doubling.TOP
