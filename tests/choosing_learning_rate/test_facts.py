"""Every figure that the lesson quotes, against its published value, its closed form or what the text says of it."""

import numpy as np
import pytest

from lesson_code.choosing_learning_rate import digit_facts, facts, grid_and_random, threshold_and_half
from lesson_code.schedules import constant, cosine, scheduled
from lesson_code.stability import best_learning_rate, edge, halvings_needed
from lesson_code.surfaces import parabola


@pytest.mark.parametrize(("growth", "published"), [(1.05, 10.5), (1.2, 8.1), (1.5, 5.7)])
def test_range_test_of_the_bowl_is_least_where_it_is_published(growth, published):
    assert round(facts.bowl_minimum(growth), 1) == published


@pytest.mark.parametrize(("growth", "low", "high"), [(1.05, 10.5, 11.5), (1.2, 6.8, 10.7), (1.5, 3.9, 11.4)])
def test_other_first_learning_rates_move_the_minimum_within_the_published_range(growth, low, high):
    found = [facts.bowl_minimum(growth, first) for first in np.geomspace(1e-5, 1e-2, 40).tolist()]
    assert low - 0.05 <= min(found) and max(found) <= high + 0.05


@pytest.mark.parametrize("growth", facts.GROWTHS)
def test_minimum_lies_past_the_edge_and_a_tenth_of_it_below(growth):
    assert facts.bowl_minimum(growth) / 10 < edge(max(facts.BOWL)) < facts.bowl_minimum(growth)


def test_range_test_of_the_bowl_adds_what_each_direction_loses():
    rate, loss = facts.bowl_range_test(1.2)[0]
    assert (rate, loss) == (1e-4, pytest.approx(sum(c / 2 * (1 - 1e-4 * c) ** 2 for c in facts.BOWL)))


def test_halvings_counted_by_walking_are_those_of_the_closed_form():
    for rate in (0.7, 1.3, 5.0, 10.0, 100.0):
        assert facts.halvings(facts.parabola_works, rate) == halvings_needed(rate, 2.0)


@pytest.mark.parametrize("start", [0.5, 1.0, 3.0])
def test_quartic_works_exactly_below_two_over_the_square_of_its_start(start):
    assert facts.quartic_works(0.999 * 2 / start**2, start) and not facts.quartic_works(1.001 * 2 / start**2, start)


def test_constant_learning_rate_stays_at_the_noise_floor():
    seen = facts.noisy_losses("일정")[-100:].mean()
    assert seen == pytest.approx(facts.noise_floor(facts.NOISY_RATE), rel=0.02)


@pytest.mark.parametrize("name", [name for name in facts.SCHEDULES if name != "일정"])
def test_falling_schedules_end_far_below_the_noise_floor(name):
    assert facts.noisy_losses(name)[-1] < 0.2 * facts.noise_floor(facts.NOISY_RATE)


def test_digits_have_their_best_learning_rate_well_inside_the_grid():
    assert digit_facts.GRID[2] < digit_facts.digit_best() < digit_facts.GRID[-3]


def test_digits_learn_at_the_best_and_know_nothing_past_the_cliff():
    assert digit_facts.digit_run(digit_facts.digit_best())[2] > 0.95
    assert digit_facts.digit_run(digit_facts.digit_cliff())[0] > digit_facts.CHANCE


def test_digit_runs_fall_gently_up_to_the_best():
    trained = digit_facts.digit_runs()[: digit_facts.GRID.index(digit_facts.digit_best()) + 1, 0]
    assert np.all(np.diff(trained) < 0)


def test_half_the_threshold_is_as_good_as_the_grid():
    assert abs(digit_facts.digit_half() - digit_facts.digit_threshold() / 2) < 0.1 * digit_facts.digit_half()
    assert digit_facts.digit_run(digit_facts.digit_half())[1] < 1.1 * digit_facts.digit_runs()[:, 1].min()


@pytest.mark.parametrize("growth", facts.GROWTHS)
def test_tenth_of_the_digits_minimum_is_safe_but_slow(growth):
    tenth = digit_facts.digit_minimum(growth) / 10
    assert 1.5 * digit_facts.digit_runs()[:, 1].min() < digit_facts.digit_run(tenth)[1] < 0.5


@pytest.mark.parametrize("growth", facts.GROWTHS)
def test_range_test_misleads_on_the_narrow_valley_too(growth):
    minimum, border = facts.bowl_minimum(growth, curvatures=facts.NARROW), edge(max(facts.NARROW))
    assert 2 * border < minimum < 10 * border


def test_half_the_threshold_takes_twice_the_steps_of_the_best_on_the_narrow_valley():
    half, best = (threshold_and_half.steps(rate) for rate in (edge(4.0) / 2, best_learning_rate(facts.NARROW)))
    assert 1.7 < half / best < 2.2


def test_lowest_losses_of_the_bumpy_surface_lie_between_two_points_of_the_grid():
    assert max(facts.bumpy_loss(rate) for rate in np.linspace(1.3, 1.6, 31).tolist()) < -0.99
    outside = [*np.geomspace(0.003, 1.25, 200).tolist(), *np.geomspace(1.7, 3.0, 100).tolist()]
    assert min(map(facts.bumpy_loss, outside)) > -0.99
    assert min(facts.bumpy_loss(rate) for rate in grid_and_random.GRID) > -0.8


def test_warming_up_does_not_save_the_digits_at_twice_their_threshold():
    assert digit_facts.digit_schedule("웜업", 2 * digit_facts.digit_threshold())[0] > digit_facts.CHANCE


def test_cosine_at_the_best_learning_rate_is_too_short_for_the_digits():
    assert (
        digit_facts.digit_schedule("코사인", digit_facts.digit_best())[1]
        > digit_facts.digit_schedule("일정", digit_facts.digit_best())[1]
    )


def test_warming_up_saves_the_digits_a_little_past_their_threshold():
    assert digit_facts.digit_schedule("웜업", 2.5)[0] < digit_facts.CHANCE < digit_facts.digit_schedule("일정", 2.5)[0]


@pytest.mark.parametrize("name", ["모멘텀", "Adam"])
def test_momentum_and_adam_have_a_cliff_on_the_digits_too(name):
    best, loss = digit_facts.optimizer_best(name)
    assert (
        loss < 1.1 * digit_facts.digit_runs()[:, 1].min()
        and digit_facts.digit_optimizer(name, 30 * best)[1] > digit_facts.CHANCE
    )


def test_best_learning_rate_of_adam_is_far_below_that_of_plain_descent():
    assert 20 * digit_facts.optimizer_best("Adam")[0] < digit_facts.digit_fine()[0]


@pytest.mark.parametrize("growth", facts.GROWTHS)
def test_every_rule_comes_within_a_factor_of_twenty_of_the_best(growth):
    assert digit_facts.digit_fine()[0] / 20 < digit_facts.digit_minimum(growth) / 10


def test_changing_the_learning_rate_can_help_on_several_curvatures_without_noise():
    def loss(schedule):
        axes = zip(map(parabola, facts.NARROW), (-5.0, -2.0), strict=True)
        return sum(axis.loss(scheduled(axis.gradient, start, schedule, 10)[-1]) for axis, start in axes)

    rates = np.linspace(0.05, 2.0, 400).tolist()
    assert min(loss(cosine(rate, 10)) for rate in rates) < 0.5 * min(loss(constant(rate)) for rate in rates)


def test_random_search_finds_a_little_better_than_the_grid_on_the_digits():
    assert digit_facts.digit_random()[1] < digit_facts.digit_runs()[:, 1].min() < 1.5 * digit_facts.digit_random()[1]
