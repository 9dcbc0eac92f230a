"""The closed forms of stability against what real trajectories do."""

import math

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from lesson_code.descent import trajectory
from lesson_code.stability import best_learning_rate, contraction, edge, halvings_needed, regime, steps_to
from lesson_code.surfaces import parabola

curvatures = st.floats(1e-3, 1e3)
all_curvatures = st.floats(1e-300, 1e300)
powers_of_two = st.integers(-30, 30).map(lambda power: 2.0**power)  # 1 / L and 2 / L are exact
bowls = st.lists(st.floats(1e-2, 1e2), min_size=1, max_size=6)
IMPOSSIBLE = [0, -1.0, math.inf, math.nan]


def observed_regime(positions):
    """Say what a trajectory of the parabola shows, without looking at its learning rate."""
    if positions[1] == 0:
        return "one-step"
    crosses = positions[0] * positions[1] < 0
    before, after = abs(positions[-2]), abs(positions[-1])
    if after < before:
        return "oscillating" if crosses else "monotone"
    return "cycle" if after == before else "diverging"


def walk(curvature, learning_rate, steps, start=1.0):
    return trajectory(parabola(curvature).gradient, start, learning_rate, steps)


@given(all_curvatures)
def test_edge_is_two_over_curvature(curvature):
    assert edge(curvature) * curvature == pytest.approx(2)


@given(all_curvatures)
def test_edge_itself_is_a_cycle_for_every_curvature(curvature):
    assert regime(edge(curvature), curvature) == "cycle"


@given(all_curvatures)
def test_one_over_curvature_is_one_step_for_every_curvature(curvature):
    assert regime(1 / curvature, curvature) == "one-step"


@given(st.floats(0.01, 4).filter(lambda product: min(abs(product - 1), abs(product - 2)) > 1e-6), curvatures)
def test_regime_says_what_the_trajectory_shows(product, curvature):
    assert regime(product / curvature, curvature) == observed_regime(walk(curvature, product / curvature, 8))


@given(st.sampled_from([1.0, 2.0]), powers_of_two)
def test_regime_says_what_the_trajectory_shows_exactly_at_its_borders(product, curvature):
    assert regime(product / curvature, curvature) == observed_regime(walk(curvature, product / curvature, 8))


@given(st.floats(1.001, 1.999), curvatures)
def test_crossing_the_minimum_every_step_still_lowers_the_loss_every_step(product, curvature):
    losses = [parabola(curvature).loss(theta) for theta in walk(curvature, product / curvature, 20)]
    assert losses == sorted(losses, reverse=True)


@given(st.floats(1e-6, 0.9), st.floats(0.01, 1.99), curvatures)
@example(0.5**10, 0.5, 1.0)  # an exact power, where logarithms alone may miss by one
@example(0.1**3, 0.9, 1.0)
def test_steps_to_is_the_count_of_a_run(tolerance, product, curvature):
    count = steps_to(tolerance, product / curvature, curvature)
    positions = [abs(theta) for theta in walk(curvature, product / curvature, count)]
    assert positions[-1] <= tolerance * (1 + 1e-9)
    assert positions[-2] > tolerance * (1 - 1e-9)


@given(st.sampled_from([k / 64 for k in range(1, 64)]), st.integers(2, 60))
def test_steps_to_counts_exactly_at_a_power_and_just_below_it(factor, steps):
    power = factor**steps
    assert steps_to(power, 1 - factor, 1.0) == steps
    assert steps_to(math.nextafter(power, 0), 1 - factor, 1.0) == steps + 1


@given(st.floats(1e-9, 0.999), st.floats(-17, 0).map(lambda power: 10**power))
@example(1.4428600768974386e-08, 1.5153900407105936e-16)
def test_steps_to_answers_for_learning_rates_next_to_nothing(tolerance, learning_rate):
    assert steps_to(tolerance, learning_rate, 1.0) >= 1


@given(st.floats(1e-9, 0.999), powers_of_two)
def test_one_over_curvature_arrives_in_one_step(tolerance, curvature):
    assert steps_to(tolerance, 1 / curvature, curvature) == 1


@given(st.floats(1e-9, 0.999), st.floats(1, 10), all_curvatures)
def test_from_the_edge_on_nothing_arrives(tolerance, times, curvature):
    assume(edge(curvature) * times < math.inf)
    assert steps_to(tolerance, edge(curvature) * times, curvature) == math.inf


@given(st.floats(0.01, 0.99), powers_of_two)
def test_mirrored_learning_rates_are_equally_far_after_every_step(product, curvature):
    learning_rate = product / curvature
    near = [abs(theta) for theta in walk(curvature, learning_rate, 20)]
    far = [abs(theta) for theta in walk(curvature, edge(curvature) - learning_rate, 20)]
    assert near == pytest.approx(far, rel=1e-9, abs=1e-12)


@given(st.sampled_from([k / 64 for k in range(1, 64)]), powers_of_two, st.floats(1e-9, 0.999))
def test_mirrored_learning_rates_need_equally_many_steps(product, curvature, tolerance):
    learning_rate = product / curvature
    assert steps_to(tolerance, learning_rate, curvature) == steps_to(
        tolerance, edge(curvature) - learning_rate, curvature
    )


@given(st.floats(2.000001, 1e6), curvatures)
def test_halvings_follow_the_logarithm(product, curvature):
    logarithm = math.log2(product / 2)
    assume(abs(logarithm - round(logarithm)) > 1e-9)
    assert halvings_needed(product / curvature, curvature) == math.floor(logarithm) + 1


@given(st.integers(1, 40), powers_of_two)
def test_halvings_follow_the_logarithm_exactly_at_powers_of_two(power, curvature):
    assert halvings_needed(2.0**power / curvature, curvature) == power


@given(st.floats(1e-6, 1.999999), curvatures)
def test_below_the_edge_nothing_needs_halving(product, curvature):
    assert halvings_needed(product / curvature, curvature) == 0


@given(st.floats(2, 8), curvatures)
@example(4.0, 1.0)
def test_one_halving_is_enough_exactly_below_four_over_curvature(product, curvature):
    learning_rate = product / curvature
    settles = regime(learning_rate * 0.5, curvature) not in ("cycle", "diverging")
    assert settles == (learning_rate < 4 / curvature)


@given(st.floats(2, 40).filter(lambda product: abs(product - 20) > 1e-9), curvatures)
def test_one_tenth_is_enough_exactly_below_twenty_over_curvature(product, curvature):
    settles = regime(product / curvature * 0.1, curvature) not in ("cycle", "diverging")
    assert settles == (product < 20)


@given(bowls, st.floats(0.01, 1.5), st.integers(1, 30))
def test_contraction_bounds_what_is_left_along_every_axis(eigenvalues, times, steps):
    learning_rate = times * best_learning_rate(eigenvalues)
    left = max(abs(walk(eigenvalue, learning_rate, steps)[-1]) for eigenvalue in eigenvalues)
    assert left == pytest.approx(contraction(learning_rate, eigenvalues) ** steps, rel=1e-9, abs=1e-12)


@given(bowls, st.floats(0.01, 3))
def test_bowl_is_descended_exactly_below_the_edge_of_its_largest_eigenvalue(eigenvalues, times):
    assume(abs(times - 1) > 1e-9)
    assert (contraction(times * edge(max(eigenvalues)), eigenvalues) < 1) == (times < 1)


@given(bowls, st.floats(1e-3, 10))
def test_no_learning_rate_beats_the_best(eigenvalues, times):
    best = best_learning_rate(eigenvalues)
    assert contraction(best, eigenvalues) <= contraction(times * best, eigenvalues) + 1e-12


@given(bowls)
def test_the_best_contraction_follows_from_the_condition_number(eigenvalues):
    condition = max(eigenvalues) / min(eigenvalues)
    expected = (condition - 1) / (condition + 1)
    assert contraction(best_learning_rate(eigenvalues), eigenvalues) == pytest.approx(expected, abs=1e-12)


def test_eigenvalues_may_come_from_a_generator():
    assert best_learning_rate(value for value in (1.0, 3.0)) == 0.5


@pytest.mark.parametrize("curvature", IMPOSSIBLE)
@pytest.mark.parametrize(
    "ask",
    [
        edge,
        lambda curvature: regime(0.1, curvature),
        lambda curvature: steps_to(0.1, 0.1, curvature),
        lambda curvature: halvings_needed(0.1, curvature),
    ],
    ids=["edge", "regime", "steps_to", "halvings_needed"],
)
def test_impossible_curvature_is_refused_with_its_name_and_value(ask, curvature):
    with pytest.raises(ValueError, match=rf"^curvature .*not {curvature!r}$"):
        ask(curvature)


@pytest.mark.parametrize("learning_rate", IMPOSSIBLE)
@pytest.mark.parametrize(
    "ask",
    [
        lambda learning_rate: regime(learning_rate, 1.0),
        lambda learning_rate: contraction(learning_rate, [1.0]),
        lambda learning_rate: steps_to(0.1, learning_rate, 1.0),
        lambda learning_rate: halvings_needed(learning_rate, 1.0),
    ],
    ids=["regime", "contraction", "steps_to", "halvings_needed"],
)
def test_impossible_learning_rate_is_refused_with_its_name_and_value(ask, learning_rate):
    with pytest.raises(ValueError, match=rf"^learning_rate .*not {learning_rate!r}$"):
        ask(learning_rate)


@pytest.mark.parametrize("tolerance", [0, 1, 1.0, -0.1, math.inf, math.nan])
def test_impossible_tolerance_is_refused_with_its_name_and_value(tolerance):
    with pytest.raises(ValueError, match=rf"^tolerance .*not {tolerance!r}$"):
        steps_to(tolerance, 0.1, 1.0)


@pytest.mark.parametrize("ask", [best_learning_rate, lambda eigenvalues: contraction(0.1, eigenvalues)])
def test_a_bowl_without_eigenvalues_is_refused_by_name(ask):
    with pytest.raises(ValueError, match=r"^eigenvalues .*not \[\]$"):
        ask([])


@pytest.mark.parametrize("eigenvalue", IMPOSSIBLE)
@pytest.mark.parametrize("ask", [best_learning_rate, lambda eigenvalues: contraction(0.1, eigenvalues)])
def test_impossible_eigenvalue_is_refused_with_its_name_and_value(ask, eigenvalue):
    with pytest.raises(ValueError, match=rf"^eigenvalues .*not {eigenvalue!r}$"):
        ask([1.0, eigenvalue])
