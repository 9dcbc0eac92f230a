"""Schedules against what they promise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lesson_code.descent import trajectory
from lesson_code.schedules import constant, cosine, scheduled, step_decay, warm_up
from lesson_code.surfaces import quartic

rates, counts = st.floats(1e-4, 10), st.integers(1, 200)


@given(rates, counts)
def test_constant_schedule_is_gradient_descent(rate, steps):
    walked = scheduled(quartic.gradient, 0.1, constant(rate), steps)
    assert walked == trajectory(quartic.gradient, 0.1, rate, steps)


@given(rates, counts)
def test_cosine_falls_from_its_learning_rate_to_nothing_and_stays_there(rate, steps):
    seen = [cosine(rate, steps)(count) for count in range(steps + 3)]
    assert seen == sorted(seen, reverse=True)
    assert seen[0] == rate and seen[steps:] == pytest.approx([0, 0, 0], abs=1e-12)


@given(rates, st.integers(1, 50), st.floats(0.1, 0.9))
def test_step_decay_keeps_still_between_its_steps(rate, every, factor):
    schedule = step_decay(rate, every, factor)
    for count in range(3 * every):
        assert schedule(count) == pytest.approx(rate * factor ** (count // every))


@given(rates, counts)
def test_warm_up_grows_by_equal_parts_into_the_schedule(rate, steps):
    schedule = warm_up(constant(rate), steps)
    assert schedule(0) == pytest.approx(rate / steps)
    assert [schedule(count) for count in range(steps - 1, steps + 3)] == pytest.approx([rate] * 4)


def test_step_decay_takes_a_tenth_unless_another_factor_is_asked_for():
    assert step_decay(1.0, every=1)(1) == pytest.approx(0.1)


def test_warm_up_follows_the_schedule_that_it_grew_into():
    schedule = cosine(1.0, 20)
    warmed = warm_up(schedule, 4)
    assert [warmed(count) for count in range(3, 20)] == [schedule(count) for count in range(3, 20)]


@pytest.mark.parametrize("rate", [0, -1.0, float("inf"), float("nan")])
@pytest.mark.parametrize("make", [constant, lambda rate: step_decay(rate, 3), lambda rate: cosine(rate, 3)])
def test_learning_rate_that_cannot_be_meant_is_refused(make, rate):
    with pytest.raises(ValueError, match="learning_rate"):
        make(rate)


@pytest.mark.parametrize(
    "make", [lambda n: step_decay(1.0, n), lambda n: cosine(1.0, n), lambda n: warm_up(constant(1.0), n)]
)
def test_schedule_of_no_step_is_refused(make):
    with pytest.raises(ValueError, match="steps"):
        make(0)
